//! Orders: issue, renewal, lapse, war and emergency, and how an order is shown.

mod dossier;
mod issue;
pub mod published_years;
pub mod regimes;
mod renewal;
mod terms;
