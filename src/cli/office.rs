//! What commands on a database share: opening it, and in whose name they read.

use crate::app;
use crate::cli::say;
use crate::config::CreateArgs;
use crate::config::SettingArgs;
use crate::config::{Config, StoreArgs};
use crate::workflow::Ctx;
use anyhow::Result;
use domain::base::actor::{Actor, Role};
use domain::base::marking::{Clearance, Level};

/// The settings of a command that may not need the database.
pub fn config<const KIND: u8>(args: &SettingArgs<KIND>) -> Result<Config> {
    Ok(Config::load(args, std::env::vars_os())?)
}

/// The database a command works on. Where there is none this is an error: a mistyped name must not look like an
/// empty record.
pub fn open(args: &StoreArgs) -> Result<(Config, Ctx)> {
    let config = config(args)?;
    let cx = app::open_office(&config)?;
    tighten(&config);
    Ok((config, cx))
}

/// The same for the few commands that begin a record. What they are given says so: [`CreateArgs`] is no
/// [`StoreArgs`].
pub fn open_or_create(args: &CreateArgs) -> Result<(Config, Ctx)> {
    let config = config(args)?;
    let cx = app::open_or_make_office(&config)?;
    tighten(&config);
    Ok((config, cx))
}

fn tighten(config: &Config) {
    app::private::tighten(config).iter().for_each(|warning| say(warning));
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
