//! What commands on a database share: opening it, and in whose name they read.

use crate::app;
use crate::config::{Config, StoreArgs};
use crate::workflow::Ctx;
use anyhow::Result;
use domain::base::actor::{Actor, Role};
use domain::base::marking::{Clearance, Level};

/// The settings of a command that may not need the database.
pub fn config(args: &StoreArgs) -> Result<Config> {
    Ok(Config::load(args, std::env::vars_os())?)
}

/// The database a command works on.
pub fn open(args: &StoreArgs) -> Result<(Config, Ctx)> {
    let config = config(args)?;
    let cx = app::office(&config)?;
    Ok((config, cx))
}

/// Whoever holds the machine. It reads orders and their dates; a case is read by [`clerk`].
pub fn holder() -> Actor {
    Actor { clearance: Clearance(Level::TopSecret), ..Actor::command_line() }
}

/// Whoever holds the machine, looking into a case: reads what a licensing officer reads, which is no text of a
/// filing, and without an account signs nothing.
pub fn clerk() -> Actor {
    Actor { role: Some(Role::LicensingOfficer), ..holder() }
}
