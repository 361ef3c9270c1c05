//! One-time passwords by time (TOTP, RFC 6238) as a second factor, as every common authenticator makes them: HMAC-SHA-1,
//! six digits, periods of thirty seconds.
//!
//! The secret of a factor is stored encrypted under a key derived from the office key, bound to its account, so that
//! whoever reads the database cannot make one-time passwords, and whoever writes it cannot give one account the factor of
//! another. Not its job: which one-time passwords were used before (`store`).

use crate::auth::cipher::Cipher;
use crate::auth::random::NoRandomness;
use crate::auth::seal::Seal;
use domain::base::ids::AccountId;
use jiff::Timestamp;
use totp_rs::{Algorithm, Secret, TOTP};

/// Length of a secret in bytes, as RFC 4226 recommends.
const SECRET: usize = 20;
const DIGITS: usize = 6;
/// Length of a period in seconds.
const PERIOD: i64 = 30;
/// Periods before and after the present one whose one-time password is good, because clocks differ.
const SKEW: i64 = 1;

/// The sealed secret of a factor cannot be opened: it was changed, belongs to another account, or was sealed under another
/// office key.
#[derive(Debug, thiserror::Error)]
#[error("the second factor of account {0} cannot be read with this office key; restore the key, or remove the factor")]
pub struct Unreadable(AccountId);

/// Makes secrets of second factors and checks one-time passwords.
pub struct Factors(Cipher);

impl std::fmt::Debug for Factors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Factors")
    }
}

/// The secret of a new factor, shown to its owner once.
pub struct NewSecret {
    /// The secret in base32, as authenticators read it.
    pub base32: String,
    /// The secret as it is stored.
    pub sealed: String,
}

impl Factors {
    /// The second factors of the office with this key.
    pub fn of(seal: &Seal) -> Self {
        Self(Cipher::with(seal.derive_secret("secrets of second factors")))
    }

    /// Makes a secret for an account.
    pub fn generate(&self, account: AccountId) -> Result<NewSecret, NoRandomness> {
        let mut secret = [0u8; SECRET];
        getrandom::fill(&mut secret)?;
        let sealed = self.0.seal(&account.to_string(), &secret)?;
        Ok(NewSecret { base32: Secret::Raw(secret.to_vec()).to_encoded().to_string(), sealed })
    }

    /// The period whose one-time password this is, counted from 1970; `None` if it is of no period that is good now.
    pub fn period(
        &self,
        account: AccountId,
        sealed: &str,
        otp: &str,
        now: Timestamp,
    ) -> Result<Option<i64>, Unreadable> {
        let secret = self.0.open(&account.to_string(), sealed).ok_or(Unreadable(account))?;
        let totp = TOTP::new_unchecked(Algorithm::SHA1, DIGITS, 0, PERIOD.unsigned_abs(), secret);
        let present = now.as_second().div_euclid(PERIOD);
        let mut found = None;
        for period in present - SKEW..=present + SKEW {
            let second = u64::try_from(period * PERIOD).unwrap_or_default();
            if is_same(&totp.generate(second), otp) {
                found = Some(period);
            }
        }
        Ok(found)
    }
}

/// The one-time password of a secret in base32 at an instant, as an authenticator shows it; `None` for a text that is no
/// secret of a factor.
pub fn present(base32: &str, now: Timestamp) -> Option<String> {
    let secret = Secret::Encoded(base32.to_owned()).to_bytes().ok().filter(|bytes| bytes.len() == SECRET)?;
    let totp = TOTP::new_unchecked(Algorithm::SHA1, DIGITS, 0, PERIOD.unsigned_abs(), secret);
    Some(totp.generate(u64::try_from(now.as_second()).unwrap_or_default()))
}

/// Compares every byte, so that the time says nothing of the first digit that is wrong.
fn is_same(right: &str, given: &str) -> bool {
    right.len() == given.len() && right.bytes().zip(given.bytes()).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

/// The address that an authenticator reads from a QR code, with the secret.
pub fn address(username: &str, base32: &str) -> String {
    // The name of an account has letters, digits and `.-_@` only, and none of them has a meaning in a label.
    format!(
        "otpauth://totp/Subrosa:{username}?secret={base32}&issuer=Subrosa&algorithm=SHA1&digits={DIGITS}&period={PERIOD}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::keys::OfficeKey;
    use uuid::Uuid;

    fn factors() -> Factors {
        Factors::of(&Seal::with(OfficeKey::generate().expect("key")))
    }

    fn account(n: u128) -> AccountId {
        Uuid::from_u128(n).to_string().parse().expect("an id")
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("an instant")
    }

    fn seal(f: &Factors, of: AccountId, secret: &[u8]) -> String {
        f.0.seal(&of.to_string(), secret).expect("sealed")
    }

    /// RFC 6238, appendix B; the last six of its eight digits.
    #[test]
    fn one_time_passwords_are_those_of_rfc_6238() {
        let f = factors();
        let sealed = seal(&f, account(1), b"12345678901234567890");
        for (second, otp) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let found = f.period(account(1), &sealed, otp, at(second)).expect("readable");
            assert_eq!(found, Some(second / PERIOD), "{second}");
        }
    }

    #[test]
    fn a_one_time_password_is_good_from_the_period_before_to_the_period_after() {
        let f = factors();
        let sealed = seal(&f, account(1), b"12345678901234567890");
        let good = |second| f.period(account(1), &sealed, "005924", at(second)).expect("readable").is_some();
        let start = 1_234_567_890 / PERIOD * PERIOD;
        assert!(good(start) && good(start + 29) && good(start - 30) && good(start + 59));
        assert!(!good(start - 31) && !good(start + 60));
    }

    #[test]
    fn what_is_no_one_time_password_is_never_good() {
        let f = factors();
        let sealed = seal(&f, account(1), b"12345678901234567890");
        for otp in ["", "005925", "5924", " 005924", "005924 ", "0059240", "००५९२४", "005\u{0}924", "-05924"]
        {
            assert_eq!(f.period(account(1), &sealed, otp, at(1_234_567_890)).expect("readable"), None, "{otp:?}");
        }
    }

    #[test]
    fn a_secret_is_good_for_its_account_and_its_office_alone() {
        let (f, other) = (factors(), factors());
        let new = f.generate(account(1)).expect("made");
        assert_eq!(new.base32.len(), 32);
        let now = at(3_000_000_000);
        let otp = present(&new.base32, now).expect("a secret");
        for no_secret in
            ["", "x", "otpauth://totp/x", &new.base32[1..], &new.base32.replace(new.base32.as_bytes()[0] as char, "1")]
        {
            assert_eq!(present(no_secret, now), None, "{no_secret}");
        }
        assert_eq!(f.period(account(1), &new.sealed, &otp, now).expect("readable"), Some(100_000_000));
        assert!(f.period(account(2), &new.sealed, &otp, now).is_err(), "of another account");
        assert!(other.period(account(1), &new.sealed, &otp, now).is_err(), "of another office");
        for changed in ["", "x", &new.sealed[..new.sealed.len() - 2], &format!("A{}", &new.sealed[1..])] {
            if changed != new.sealed {
                assert!(f.period(account(1), changed, &otp, now).is_err(), "{changed}");
            }
        }
        assert!(!new.sealed.contains(&new.base32));
        assert_ne!(new.base32, f.generate(account(1)).expect("made").base32);
    }
}
