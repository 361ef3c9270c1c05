//! References by which mails and calendars name a thing without saying what it is.

/// Writes the first twelve bytes of a digest as a reference, in letters and digits that cannot be confused.
pub(crate) fn letters_of(digest: &[u8; 32]) -> String {
    const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let mut out = String::with_capacity(14);
    for (i, byte) in digest.iter().take(12).enumerate() {
        if i > 0 && i % 4 == 0 {
            out.push('-');
        }
        out.push(char::from(LETTERS[usize::from(byte % 32)]));
    }
    out
}
