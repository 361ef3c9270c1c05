//! The digest of a row of evidence, and the SQL by which its columns are read.

use crate::store::frame::evidence::tables::{EVIDENCE, Evidence};
use domain::base::ledger::hex;
use sha2::{Digest as _, Sha256};

impl Evidence {
    /// The other columns of the key of a row as one text, in SQL; `of` is the name of the row.
    pub(super) fn key_rest(&self, of: &str) -> String {
        let rest: Vec<String> = self.key.iter().skip(1).map(|c| format!("CAST({of}.\"{c}\" AS TEXT)")).collect();
        if rest.is_empty() { "''".to_owned() } else { rest.join(" || '/' || ") }
    }
    /// The first column of the key of a row, in SQL.
    pub(super) fn key_first(&self, of: &str) -> String {
        format!("{of}.\"{}\"", self.key.first().copied().unwrap_or_default())
    }
    /// The evidence of a row as text, in SQL, as columns from `c{from}` on.
    pub(super) fn texts(&self, of: &str, from: usize) -> String {
        let text = |(n, c): (usize, &&str)| format!(", CAST({of}.\"{c}\" AS TEXT) AS c{}", from + n);
        self.columns.iter().enumerate().map(text).collect()
    }
    /// SHA-256 over the table, the key and each column with its name, each with its length before it; NULL is not the
    /// empty text.
    pub(super) fn digest(&self, key: (&str, &str), values: &[Option<String>]) -> String {
        let mut h = Sha256::new();
        for text in [self.table, key.0, key.1] {
            field(&mut h, text);
        }
        for (column, value) in self.columns.iter().zip(values) {
            field(&mut h, column);
            match value {
                None => h.update([0]),
                Some(text) => {
                    h.update([1]);
                    field(&mut h, text);
                }
            }
        }
        hex(&h.finalize())
    }
}

/// Adds a text with its length before it.
pub(super) fn field(h: &mut Sha256, text: &str) {
    h.update((text.len() as u64).to_be_bytes());
    h.update(text.as_bytes());
}

/// A digest of the list itself: which columns the digests of rows hold.
pub(super) fn list_digest() -> String {
    let mut h = Sha256::new();
    for evidence in EVIDENCE {
        for text in std::iter::once(&evidence.table).chain(evidence.key).chain(&[""]).chain(evidence.columns) {
            field(&mut h, text);
        }
    }
    hex(&h.finalize())
}

#[cfg(test)]
mod tests {
    use crate::store::frame::evidence::tables::find;

    #[test]
    fn a_digest_tells_null_from_empty_and_one_column_from_the_next() {
        let letters = find("letters").expect("declared");
        let digest = |values: [Option<&str>; 3]| letters.digest(("n", ""), &values.map(|v| v.map(str::to_owned)));
        let all = [
            digest([Some("ab"), Some("c"), None]),
            digest([Some("a"), Some("bc"), None]),
            digest([Some("ab"), Some("c"), Some("")]),
            digest([Some("ab"), None, Some("c")]),
            letters.digest(("", "n"), &[Some("ab".to_owned()), Some("c".to_owned()), None]),
        ];
        let different: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(different.len(), all.len());
    }
}
