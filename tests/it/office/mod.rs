//! The command line and the data folder, as the operator of the service meets them.

mod backup;
mod case_commands;
mod commands;
mod screen_command;
