//! Orders: issue, renewal, lapse, war and emergency, and how an order is shown.

mod dossier;
mod issue;
mod origin_and_type;
pub mod published_years;
pub mod regimes;
mod renewal;
mod terms;
