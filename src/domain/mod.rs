//! Floor 0: the law and the words of the field, pure.
//!
//! Nothing here reads a clock, makes an id, touches a file or knows diesel, actix, tantivy or lettre.
//! Serde is used where a value is stored or sent as JSON. Not its job: finding out what happened
//! (`store`), or making it happen (`workflow`).

pub mod access;
pub mod actor;
pub mod agency;
pub mod calendar;
pub mod certificate;
pub mod clocks;
pub mod filing;
pub mod icalendar;
pub mod ids;
pub mod ledger;
pub mod letter;
pub mod marking;
pub mod notice;
pub mod order;
pub mod referral;
pub mod refusal;
pub mod screening;
pub mod sentences;
pub mod statistics;
pub mod status;
pub mod words;
