//! notice.

pub mod notices;
pub mod outbox;
pub mod receipts;
