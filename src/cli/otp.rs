//! `subrosa otp`: the present one-time password of a second factor.

use crate::auth::totp;
use crate::cli::Exit;
use crate::clock::{Clock as _, SystemClock};
use anyhow::{Context as _, Result, bail};
use secrecy::{ExposeSecret as _, SecretString};
use std::io::{Read as _, stdin};

/// Prints the present one-time password of a second factor, as an authenticator does.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The secret of the factor comes from standard input, never from the command line. Keep it where the password \
is not: who has both is the person.\n\nExit codes: 0 printed, 2 this is no secret of a factor.\n\n\
Example: subrosa otp < /media/key/otto"
)]
pub struct OtpArgs {}

/// Runs the command.
pub fn run(_: &OtpArgs) -> Result<Exit> {
    let mut text = String::new();
    stdin().take(4096).read_to_string(&mut text).context("cannot read the secret from standard input")?;
    let secret = SecretString::from(text.trim());
    match totp::present(secret.expose_secret(), SystemClock.now()) {
        Some(otp) => put_line!("{otp}"),
        None => {
            bail!("this is no secret of a second factor: send the 32 letters and digits of POST /api/v1/session/factor")
        }
    }
    Ok(Exit::Fine)
}
