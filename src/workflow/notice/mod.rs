//! Notices: read, sent, sent again, proven served.

pub mod notices;
pub mod outbox;
pub mod receipts;
