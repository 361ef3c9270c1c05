//! Secrecy orders: issued, renewed, ended, declassified, and the regimes that keep them in force.

pub mod advise;
pub mod conditions;
pub mod declassify;
pub mod determine;
pub mod determine_many;
pub(crate) mod end;
pub mod issue;
pub mod orders;
pub mod regimes;
pub mod renew;
pub mod rescind;
pub mod settle;
