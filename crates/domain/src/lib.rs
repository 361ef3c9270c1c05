//! Floor 0: the law and the words of the field, pure.
//!
//! Nothing here reads a clock, makes an id, touches a file or knows diesel, actix, tantivy or lettre.
//! Serde is used where a value is stored or sent as JSON. Not its job: finding out what happened
//! (`store`), or making it happen (`workflow`).

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
