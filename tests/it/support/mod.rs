//! What the integration tests need that is not Subrosa.

pub mod smtp_server;
