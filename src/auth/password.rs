//! Passwords: which are accepted, their hashes, and checking one.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use zxcvbn::feedback::Suggestion;
use zxcvbn::{Entropy, Score, zxcvbn};

/// Fewest characters of a password.
pub const MIN_CHARS: usize = 15;
/// Most bytes of a password. A longer one would cost the service work and be no better secret.
pub const MAX_BYTES: usize = 1024;

/// Why a password is not taken. None of the texts repeats it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Too short.
    #[error("the password has fewer than {MIN_CHARS} characters; a sentence of a few words is easy to remember")]
    Short,
    /// Too long.
    #[error("the password has more than {MAX_BYTES} bytes")]
    Long,
    /// Strong but for the name of the account, the words of this office, or a saying.
    #[error(
        "the password is built on the name of the account, on words of this office or on a well-known saying; use a few \
         uncommon words that have nothing to do with any of them"
    )]
    Known,
    /// Too few guesses find it; with what is wrong with it and what would help.
    #[error("the password is easy to guess. {0}")]
    Guessable(String),
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

/// Checks that a new password is fit for an account. More than 10^10 guesses must be needed for it, as `zxcvbn` counts
/// them: two weeks for somebody who has the hash and tries 10,000 a second.
pub fn accept(password: &str, username: &str) -> Result<(), Unfit> {
    if password.chars().count() < MIN_CHARS {
        return Err(Unfit::Short);
    }
    if password.len() > MAX_BYTES {
        return Err(Unfit::Long);
    }
    let parts = username.split(|c: char| !c.is_alphanumeric()).filter(|part| part.chars().count() >= 3);
    let known: Vec<&str> = std::iter::once(username).chain(parts).chain(OFFICE_WORDS).collect();
    // To `zxcvbn` a known word is as good as fifty others, and a sentence as good as its words. So what is left beside
    // them must be a secret of its own.
    let plain = fold(password);
    let taken_out =
        known.iter().copied().map(fold).chain(SAYINGS.map(str::to_owned)).filter(|word| word.chars().count() >= 3);
    let beside = taken_out.fold(plain.clone(), |rest, word| rest.replace(&word, ""));
    let strong = |text: &str, known: &[&str]| zxcvbn(text, known).score() == Score::Four;
    if strong(password, &known) && (beside == plain || zxcvbn(&beside, &[]).score() >= Score::Three) {
        return Ok(());
    }
    if strong(password, &[]) {
        return Err(Unfit::Known);
    }
    Err(Unfit::Guessable(advice(&zxcvbn(password, &known))))
}

/// What is wrong with a weak password and what would help, as one text without its last full stop.
fn advice(found: &Entropy) -> String {
    // Of passwords that are nearly strong enough `zxcvbn` says nothing.
    let text = match found.feedback() {
        Some(feedback) => feedback.to_string(),
        None => Suggestion::AddAnotherWordOrTwo.to_string(),
    };
    text.trim().trim_end_matches('.').to_owned()
}

/// Lower case letters and digits alone, so that `To be, or not to be` and `tobeornottobe` are one.
fn fold(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Words that come to mind here before any other. A word of a password that is among them counts for next to nothing.
const OFFICE_WORDS: [&str; 24] = [
    "subrosa",
    "secrecy",
    "order",
    "patent",
    "office",
    "invention",
    "secret",
    "uspto",
    "examiner",
    "officer",
    "licensing",
    "review",
    "reviewer",
    "official",
    "auditor",
    "security",
    "classified",
    "agency",
    "filing",
    "defense",
    "navy",
    "army",
    "energy",
    "intake",
];

/// Sentences of many words that everybody knows, [`fold`]ed. To `zxcvbn` they are as strong as their words.
const SAYINGS: [&str; 6] = [
    "correcthorsebatterystaple",
    "thequickbrownfoxjumpsoverthelazydog",
    "loremipsumdolorsitamet",
    "tobeornottobethatisthequestion",
    "maytheforcebewithyou",
    "nevergonnagiveyouup",
];

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
    fn strong_passwords_are_taken() {
        for password in [
            "a long passphrase nobody guesses 42",
            "a demonstration is no secret",
            "tr1cky-Otter-lamp",
            "kurze Sätze zählen",
            "雷達吸収材料を塗った誘導弾の先端部",
            "order a patently absurd cucumber",
        ] {
            assert_eq!(accept(password, "examiner.one"), Ok(()), "{password}");
        }
        assert!(
            matches!(accept(&"xq y".repeat(256), "a"), Err(Unfit::Guessable(_))),
            "long, and one piece over and over"
        );
        assert_eq!(accept(&"x y".repeat(400), "a"), Err(Unfit::Long));
    }

    #[test]
    fn weak_passwords_are_refused_with_the_reason() {
        for short in ["", "fourteen chars", "äöüäöüäöüäöüäö"] {
            assert_eq!(accept(short, "examiner.one"), Err(Unfit::Short), "{short}");
        }
        for password in [
            "P@ssword!Password",
            "passwordpassword",
            "Welcome1234567890",
            "qwertyuiopasdfghjkl",
            "administrator2026",
            "aaaaaaaaaaaaaaaaaaa",
            "abcabcabcabcabcabc",
            "123456789012345678",
            "fedcba9876543210!!",
            "examiner.one!2026",
            "examiner.one.examiner.one",
            "qwertyuiopasdfgh",
            "iloveyou123456789",
            "football123456789",
            "qazwsxedcrfvtgbyh",
            "secrecy order 2026",
            "patentofficepatent",
            "correct horse battery staple",
            "correct-horse-battery-staple 2026!",
            "To be, or not to be: that is the question!",
        ] {
            let refused = accept(password, "examiner.one").expect_err(password);
            assert!(!refused.to_string().contains(password), "{refused}");
            assert!(!refused.to_string().ends_with(['.', ' ']), "{refused}");
        }
    }

    #[test]
    fn a_refusal_says_what_is_wrong_and_what_would_help() {
        let said = |password: &str, name: &str| accept(password, name).expect_err(password).to_string();
        assert_eq!(
            said("aaaaaaaaaaaaaaaaaaa", "x"),
            "the password is easy to guess. Repeats like \"aaa\" are easy to guess. Add another word or two. Uncommon \
             words are better. Avoid repeated words and characters"
        );
        assert!(said("zebediah.quux.barnacle", "zebediah.quux.barnacle").contains("the name of the account"));
        assert!(said("zebediah@mail.example", "zebediah@mail.example").contains("the name of the account"));
        assert!(said("To be, or not to be: that is the question", "x").contains("well-known saying"));
    }
}
