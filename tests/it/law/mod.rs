//! The law through the real workflow and the real store, on every database: each test names the rule
//! or the edge case of the rule book it stands for.

mod again;
mod appeals;
mod case;
mod clocks;
mod conduct;
mod crash;
mod doors;
mod finding;
mod holds;
pub mod house;
mod issue;
mod lives;
mod mail;
mod model;
mod permits;
mod post;
mod receipt;
mod referral;
mod regimes;
mod replay_years;
mod terms;
mod turns;
mod years;
