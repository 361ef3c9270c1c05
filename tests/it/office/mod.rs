//! The command line and the data folder, as the operator of the service meets them.

mod accounts;
mod alarms;
mod backup;
mod case_commands;
mod commands;
mod edited_record;
mod exchanges;
mod first_hour;
mod issuers;
mod keys;
mod ledger_end;
mod log;
mod screen_command;
mod sign_in;
mod signing;
mod withheld;
