//! `subrosa serve`: the service.

use crate::app::App;
use crate::cli::Exit;
use crate::config::{Config, LogFormat, ServeArgs};
use crate::telemetry;
use anyhow::Result;

/// The service. Every setting may stand in a TOML file, in the environment or in a flag, each over the
/// one before; see docs/config.md.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 stopped as told, 2 it could not start or go on.\n\n\
Example: subrosa serve --data /var/lib/subrosa --listen 0.0.0.0:8443 --tls-certificate certificate.pem --tls-key key.pem \
--smtp smtp://mail.office.example")]
pub struct ServeCommand {
    #[command(flatten)]
    settings: ServeArgs,
}

/// Runs the command.
pub fn run(args: &ServeCommand) -> Result<Exit> {
    let config = Config::load(&args.settings, std::env::vars_os())?;
    telemetry::init(config.log.format == LogFormat::Json, &config.log.filter)?;
    App::open(config)?.run()?;
    Ok(Exit::Fine)
}
