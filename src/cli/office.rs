//! What commands on a database share: opening it, and in whose name they read.

use crate::app;
use crate::cli::say;
use crate::config::CreateArgs;
use crate::config::SettingArgs;
use crate::config::{Config, StoreArgs};
use crate::workflow::Ctx;
use anyhow::Result;
use domain::base::actor::{Actor, Role};
use domain::base::marking::Clearance;

/// The settings of a command, read before the database is opened.
pub fn config<const KIND: u8>(args: &SettingArgs<KIND>) -> Result<Config> {
    Ok(Config::load(args, std::env::vars_os())?)
}

/// Opens the database of a command. A database that does not exist is an error: a mistyped name must not look like an
/// empty record.
pub fn open(args: &StoreArgs) -> Result<(Config, Ctx)> {
    let config = config(args)?;
    let cx = app::open_office(&config)?;
    tighten(&config);
    Ok((config, cx))
}

/// Opens the database of the few commands that may make one. They take [`CreateArgs`] in place of [`StoreArgs`].
pub fn open_or_create(args: &CreateArgs) -> Result<(Config, Ctx)> {
    let config = config(args)?;
    let cx = app::open_or_make_office(&config)?;
    tighten(&config);
    Ok((config, cx))
}

fn tighten(config: &Config) {
    app::private::tighten(config).iter().for_each(|warning| say(warning));
}

/// The actor of whoever uses this machine. It reads orders and their dates; a case is read as [`clerk`].
pub fn holder() -> Actor {
    Actor { clearance: Clearance::unlimited(), ..Actor::command_line() }
}

/// The actor of whoever uses this machine, for reading a case. It reads what a licensing officer reads, which is no text
/// of a filing, and signs nothing, because it has no account.
pub fn clerk() -> Actor {
    Actor { role: Some(Role::LicensingOfficer), ..holder() }
}
