//! Notices: what is queued, how it is delivered, and the letters behind it.

mod delivery;
mod letters;
mod mail_servers;
mod notices;
