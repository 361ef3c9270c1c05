//! The law of invention secrecy as pure functions, and the types of the field.
//!
//! This crate reads no clock, makes no id, opens no file, and does not know diesel, actix, tantivy or lettre. It uses
//! serde for values that are stored or sent as JSON. Reading what happened is the job of `store`, and doing something
//! about it that of `workflow`.

pub mod base;
pub mod law;
pub mod review;

pub mod case;
pub mod clock;

pub mod filing;
pub mod letter;
pub mod notice;
pub mod order;
#[cfg(feature = "schema")]
pub mod schema;
