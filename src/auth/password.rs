//! Passwords: which are accepted, their hashes, and checking one.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};

/// Fewest characters of a password.
pub const MIN_CHARS: usize = 15;
/// Most bytes of a password. A longer one would cost the service work and be no better secret.
pub const MAX_BYTES: usize = 1024;

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Too short.
    #[error("the password has fewer than {MIN_CHARS} characters; a sentence of a few words is easy to remember")]
    Short,
    /// Too long.
    #[error("the password has more than {MAX_BYTES} bytes")]
    Long,
    /// Among the first that anyone would try.
    #[error("the password is one of the first that anyone would try; choose one nobody else has")]
    Common,
    /// Built on the name of the account.
    #[error("the password is built on the name of the account")]
    Name,
}

/// A stored hash could not be read or made. Never caused by what a person typed.
#[derive(Debug, thiserror::Error)]
#[error("a password hash cannot be used: {0}")]
pub struct HashError(String);

/// Hashes and checks passwords: Argon2id with the memory, passes and lanes OWASP recommends. The
/// work is the same whether the account exists or not.
pub struct Passwords {
    argon: Argon2<'static>,
    decoy: String,
}

impl Passwords {
    /// Makes the decoy that unknown names are checked against.
    pub fn new() -> Result<Self, HashError> {
        let argon = Argon2::default();
        let decoy = hash(&argon, "nobody has this password")?;
        Ok(Self { argon, decoy })
    }
    /// The hash that a password is kept as. Slow on purpose: call it on a thread that may block.
    pub fn hash(&self, password: &str) -> Result<String, HashError> {
        hash(&self.argon, password)
    }
    /// Whether the password is that of the account. `stored` is `None` for an unknown account, which takes as long.
    /// Slow on purpose: call it on a thread that may block.
    pub fn check(&self, password: &str, stored: Option<&str>) -> Result<bool, HashError> {
        let against = PasswordHash::new(stored.unwrap_or(&self.decoy)).map_err(|e| HashError(e.to_string()))?;
        let same = match self.argon.verify_password(password.as_bytes(), &against) {
            Ok(()) => true,
            Err(argon2::password_hash::Error::PasswordInvalid) => false,
            Err(e) => return Err(HashError(e.to_string())),
        };
        Ok(same && stored.is_some())
    }
}

fn hash(argon: &Argon2<'_>, password: &str) -> Result<String, HashError> {
    argon.hash_password(password.as_bytes()).map(|h| h.to_string()).map_err(|e| HashError(e.to_string()))
}

/// Checks that a new password is fit for an account.
pub fn accept(password: &str, username: &str) -> Result<(), Unfit> {
    if password.chars().count() < MIN_CHARS {
        return Err(Unfit::Short);
    }
    if password.len() > MAX_BYTES {
        return Err(Unfit::Long);
    }
    let folded = fold(password);
    let name = fold(username);
    if is_common(&folded) {
        return Err(Unfit::Common);
    }
    // The password without the name must still be a secret.
    if name.len() >= 3 && folded.replace(&name, "").chars().count() < 8 {
        return Err(Unfit::Name);
    }
    Ok(())
}

/// Lower case, with the usual replacements undone and everything but letters and digits left out,
/// so that `P@ssw0rd!` and `password` are one.
fn fold(text: &str) -> String {
    let plain = |c: char| match c {
        '@' => 'a',
        '$' => 's',
        '!' => 'i',
        c => c,
    };
    text.to_lowercase().chars().map(plain).filter(|c| c.is_alphanumeric()).collect()
}

/// Words and runs that long weak passwords are made of. A password is common when nothing but a few
/// letters is left after taking these out, or when it repeats a short piece.
const PIECES: [&str; 44] = [
    "correcthorsebatterystaple",
    "thequickbrownfoxjumpsoverthelazydog",
    "loremipsumdolorsitamet",
    "tobeornottobethatisthequestion",
    "maytheforcebewithyou",
    "nevergonnagiveyouup",
    "administrator",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv",
    "1q2w3e4r5t6y",
    "1234567890",
    "0123456789",
    "9876543210",
    "abcdefghijklmnopqrstuvwxyz",
    "changeme",
    "iloveyou",
    "letmein",
    "passphrase",
    "password",
    "passwort",
    "p4ssw0rd",
    "passw0rd",
    "qwertz",
    "qwerty",
    "secret",
    "subrosa",
    "sunshine",
    "superman",
    "princess",
    "football",
    "baseball",
    "trustno1",
    "whatever",
    "welcome",
    "dragon",
    "master",
    "monkey",
    "default",
    "summer",
    "winter",
    "admin",
    "login",
];

fn is_common(folded: &str) -> bool {
    let mut rest = folded.to_owned();
    for piece in PIECES {
        rest = rest.replace(piece, "");
    }
    // Years, counters and the like do not make it better.
    let letters: String = rest.chars().filter(|c| !c.is_numeric()).collect();
    letters.chars().count() < 4 && rest.chars().count() < 8 || is_repetition(folded) || is_counting(folded)
}

/// Whether a text repeats one piece of at most six characters.
fn is_repetition(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    (1..=6).any(|n| chars.len() > n && chars.iter().zip(chars.iter().skip(n)).all(|(a, b)| a == b))
}

/// Whether a text counts up or down almost all the way (`abcdefghijklmnopq`, `987654321...`).
fn is_counting(text: &str) -> bool {
    let steps: Vec<i64> = text
        .chars()
        .zip(text.chars().skip(1))
        .map(|(a, b)| i64::from(u32::from(b)) - i64::from(u32::from(a)))
        .collect();
    let even = |n: i64| steps.iter().filter(|s| **s == n).count() * 10 >= steps.len() * 8;
    !steps.is_empty() && (even(1) || even(-1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_kept_as_argon2id_with_the_recommended_work() {
        let p = Passwords::new().expect("decoy");
        let kept = p.hash("a long passphrase nobody guesses 42").expect("hash");
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_ne!(kept, p.hash("a long passphrase nobody guesses 42").expect("hash"), "salted");
        assert!(p.check("a long passphrase nobody guesses 42", Some(&kept)).expect("check"));
        assert!(!p.check("a long passphrase nobody guesses 43", Some(&kept)).expect("check"));
        assert!(p.check("x", Some("no hash")).is_err());
    }

    #[test]
    fn an_unknown_account_is_checked_with_the_same_work_and_never_passes() {
        let p = Passwords::new().expect("decoy");
        assert!(p.decoy.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(!p.check("nobody has this password", None).expect("check"));
    }

    #[test]
    fn weak_passwords_are_refused_with_the_reason() {
        for (password, want) in [
            ("a long passphrase nobody guesses 42", Ok(())),
            ("tr1cky-Otter-lamp", Ok(())),
            ("kurze Sätze zählen", Ok(())),
            ("", Err(Unfit::Short)),
            ("fourteen chars", Err(Unfit::Short)),
            ("äöüäöüäöüäöüäö", Err(Unfit::Short)),
            ("P@ssword!Password", Err(Unfit::Common)),
            ("passwordpassword", Err(Unfit::Common)),
            ("Welcome1234567890", Err(Unfit::Common)),
            ("correct horse battery staple", Err(Unfit::Common)),
            ("qwertyuiopasdfghjkl", Err(Unfit::Common)),
            ("administrator2026", Err(Unfit::Common)),
            ("aaaaaaaaaaaaaaaaaaa", Err(Unfit::Common)),
            ("abcabcabcabcabcabc", Err(Unfit::Common)),
            ("123456789012345678", Err(Unfit::Common)),
            ("fedcba9876543210!!", Err(Unfit::Common)),
            ("examiner.one!2026", Err(Unfit::Name)),
        ] {
            assert_eq!(accept(password, "examiner.one"), want, "{password}");
        }
        assert_eq!(accept(&"x y".repeat(400), "a"), Err(Unfit::Long));
    }
}
