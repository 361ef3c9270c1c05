//! Cursors of lists. A cursor holds the key of the last item that a page showed: a number of the record, an id, a day.
//! It is encrypted, because such keys count what the reader may not see, and authenticated, so that nobody makes one.
//! Equal keys make equal cursors; nothing else can be told from them.

use crate::auth::cipher::{Cipher, NONCE};
use crate::auth::seal::Seal;
use sha2::{Digest, Sha256};

/// Keys are filled up to a multiple of so many bytes, because the length of a number says how large it is.
const STEP: usize = 32;

/// Writes and reads the cursors of one office.
pub struct Cursors {
    cipher: Cipher,
    secret: [u8; 32],
}

impl std::fmt::Debug for Cursors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cursors")
    }
}

impl Cursors {
    /// The cursors of the office with this key. They stay good after a restart, and are good on every node with the key.
    pub fn of(seal: &Seal) -> Self {
        let secret = seal.derive_secret("cursors of lists");
        Self { cipher: Cipher::with(secret), secret }
    }
    /// The cursor that holds a key.
    pub fn write(&self, key: &str) -> String {
        let mut text = key.as_bytes().to_vec();
        text.resize(key.len().next_multiple_of(STEP).max(STEP), 0);
        // The same nonce comes again only with the same text.
        let hash = Sha256::new().chain_update(self.secret).chain_update(&text).finalize();
        let mut nonce = [0u8; NONCE];
        nonce.copy_from_slice(&hash[..NONCE]);
        self.cipher.seal_under(nonce, "", &text)
    }
    /// The key that a cursor holds; `None` for a text that [`Cursors::write`] of this office never made.
    pub fn read(&self, cursor: &str) -> Option<String> {
        let mut text = self.cipher.open("", cursor)?;
        text.truncate(text.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1));
        String::from_utf8(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::keys::OfficeKey;
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
    use proptest::prelude::*;

    fn cursors() -> Cursors {
        Cursors::of(&Seal::with(OfficeKey::generate().expect("a key")))
    }

    #[test]
    fn l1_a_cursor_tells_nothing_of_the_key_it_holds() {
        let office = cursors();
        let made: Vec<String> = ["1", "2", "999999", "2026-03-10"].iter().map(|key| office.write(key)).collect();
        let lengths: Vec<usize> = made.iter().map(String::len).collect();
        assert!(lengths.iter().all(|n| *n == lengths[0]), "{lengths:?}");
        for (n, one) in made.iter().enumerate() {
            for other in &made[n + 1..] {
                let bytes = |text: &str| BASE64.decode(text).expect("base64");
                let (one, other) = (bytes(one), bytes(other));
                let equal = one.iter().zip(&other).filter(|(a, b)| a == b).count();
                assert!(equal < one.len() / 4, "{equal} of {} bytes are the same", one.len());
            }
        }
        assert_eq!(office.write("1"), made[0], "the link to the same page is the same");
    }

    proptest! {
        #[test]
        fn a_cursor_comes_back_as_its_key_and_no_other_text_is_one(
            key in "[ -~]{0,120}", at in any::<prop::sample::Index>(), bit in 0..8u32, text in ".{0,80}",
        ) {
            let office = cursors();
            let cursor = office.write(&key);
            prop_assert_eq!(office.read(&cursor), Some(key));
            let mut bytes = BASE64.decode(&cursor).expect("base64");
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            prop_assert_eq!(office.read(&BASE64.encode(bytes)), None);
            prop_assert_eq!(office.read(&text), None);
            prop_assert_eq!(cursors().read(&cursor), None, "the cursor of another office");
        }
    }
}
