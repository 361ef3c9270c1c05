//! Floor 0: the law and the words of the field, pure.
//!
//! Nothing here reads a clock, makes an id, touches a file or knows diesel, actix, tantivy or lettre.
//! Serde is used where a value is stored or sent as JSON. Not its job: finding out what happened
//! (`store`), or making it happen (`workflow`).

pub mod access;
pub mod actor;
pub mod adviser;
pub mod agency;
pub mod appeal;
pub mod calendar;
pub mod certificate;
pub mod clocks;
pub mod compensation;
pub mod condition;
pub mod docket;
pub mod effects;
pub mod examination;
pub mod filing;
pub mod icalendar;
pub mod ids;
pub mod incident;
pub mod interest;
pub mod international;
pub mod ledger;
pub mod letter;
pub mod license;
pub mod marked;
pub mod marking;
pub mod notice;
pub mod order;
pub mod petition;
pub mod property;
pub mod record;
pub mod referral;
pub mod refusal;
pub mod regime;
pub mod related;
pub mod review;
pub mod screening;
pub mod sentences;
pub mod statistics;
pub mod status;
pub mod violation;
pub mod words;
