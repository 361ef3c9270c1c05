//! The authenticators of people: secrets of second factors in files of a test's folder, so that a service that is started
//! again finds them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};
use totp_rs::{Algorithm, Secret, TOTP};

/// Length of a period in seconds.
const PERIOD: u64 = 30;

fn wanted(dir: &Path, name: &str) -> PathBuf {
    dir.join(format!("factor-wanted-{name}"))
}

fn secret(dir: &Path, name: &str) -> PathBuf {
    dir.join(format!("factor-secret-{name}"))
}

fn used(dir: &Path, name: &str) -> PathBuf {
    dir.join(format!("factor-used-{name}"))
}

/// Takes note that a person gets a second factor at the first sign-in.
pub fn want(dir: &Path, name: &str) {
    fs::write(wanted(dir, name), "").expect("a file");
}

/// Whether a person is to get a second factor and has none yet.
pub fn is_wanted(dir: &Path, name: &str) -> bool {
    wanted(dir, name).exists() && !secret(dir, name).exists()
}

/// Keeps the secret of a factor.
pub fn keep(dir: &Path, name: &str, base32: &str) {
    fs::write(secret(dir, name), base32).expect("a file");
}

/// A one-time password of a person that was not used yet; `None` for a person without a second factor. If those of the
/// present time are used up, this waits for the next.
pub fn next(dir: &Path, name: &str) -> Option<String> {
    let base32 = fs::read_to_string(secret(dir, name)).ok()?;
    let last: u64 = fs::read_to_string(used(dir, name)).ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    // The period before is good too, and the one after. Five seconds are left for the password to arrive.
    let since = || UNIX_EPOCH.elapsed().expect("a clock").as_secs();
    while last > since() / PERIOD {
        std::thread::sleep(Duration::from_millis(200));
    }
    let period = (last + 1).max((since() + 5) / PERIOD - 1);
    fs::write(used(dir, name), period.to_string()).expect("a file");
    let bytes = Secret::Encoded(base32).to_bytes().expect("base32");
    Some(TOTP::new_unchecked(Algorithm::SHA1, 6, 0, PERIOD, bytes).generate(period * PERIOD))
}
