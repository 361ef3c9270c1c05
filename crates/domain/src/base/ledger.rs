//! The hash chain of the ledger: what an entry is, and how it depends on the entry before.
//!
//! An entry says who did what on which thing, with which outcome. It has no content of a filing. Writing entries is the
//! job of the store; the domain never reads them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The hash before the first entry.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Whether an act was done or refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Outcome {
    Done,
    Refused,
}

impl Outcome {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// An act, before it has its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// Name of whoever acted.
    pub actor: String,
    /// The credential that the actor used.
    pub credential: String,
    /// The act as `thing.verb` (`order.issue`).
    pub act: String,
    /// The thing as `kind:id`.
    pub subject: String,
    pub outcome: Outcome,
    /// The code of a refusal, or facts and digests of the act; never text of a filing.
    pub detail: String,
    /// When, to the microsecond.
    pub at: Timestamp,
}

/// An entry of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The place of the entry in the chain, from 1.
    pub seq: i64,
    #[serde(flatten)]
    pub act: Act,
    /// Hash of the entry before.
    pub prev_hash: String,
    pub hash: String,
}

impl Entry {
    /// Makes the entry of an act at the end of the chain.
    pub fn append(previous: Option<(i64, &str)>, act: Act) -> Self {
        let (seq, prev_hash) = previous.map_or((1, GENESIS), |(n, h)| (n + 1, h));
        let hash = hash(seq, prev_hash, &act);
        Self { seq, act, prev_hash: prev_hash.to_owned(), hash }
    }
    /// Whether the hash of the entry fits its content.
    pub fn is_intact(&self) -> bool {
        hash(self.seq, &self.prev_hash, &self.act) == self.hash
    }
}

/// SHA-256 over the fields, each with its length before it, so that two different entries never have the same bytes.
fn hash(seq: i64, prev_hash: &str, act: &Act) -> String {
    let mut h = Sha256::new();
    let at = act.at.as_microsecond().to_string();
    let seq = seq.to_string();
    for field in
        [&seq, prev_hash, &act.actor, &act.credential, &act.act, &act.subject, act.outcome.as_str(), &act.detail, &at]
    {
        h.update((field.len() as u64).to_be_bytes());
        h.update(field.as_bytes());
    }
    hex(&h.finalize())
}

/// Writes bytes in hexadecimal with small letters.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// Reads 32 bytes in hexadecimal with small letters; `None` for any other text.
pub fn read_hash(text: &str) -> Option<[u8; 32]> {
    let digit = |c: u8| match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    };
    let mut out = [0; 32];
    let pairs = text.as_bytes().chunks_exact(2);
    if text.len() != 2 * out.len() {
        return None;
    }
    for (byte, pair) in out.iter_mut().zip(pairs) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(out)
}

/// What is wrong with a chain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// An entry does not have the hash of its content.
    #[error("entry {0} was changed after it was written")]
    Changed(i64),
    /// An entry does not follow the one before it: something was removed, inserted or reordered.
    #[error("entry {found} does not follow entry {expected_after}: an entry was removed, inserted or moved")]
    NotNext {
        /// Sequence number found.
        found: i64,
        /// Sequence number it should follow.
        expected_after: i64,
    },
    /// The chain ends before a checkpoint taken earlier.
    #[error("the ledger ends at entry {ends} but a checkpoint was taken at entry {checkpoint}: its end was cut off")]
    Truncated {
        /// Last entry.
        ends: i64,
        /// Entry of the checkpoint.
        checkpoint: i64,
    },
    /// The entry at a checkpoint has another hash than the checkpoint.
    #[error("entry {0} is not the one of the checkpoint: the ledger was rewritten")]
    NotTheCheckpoint(i64),
}

/// Checks a chain entry by entry, so that a chain of any length needs little memory.
#[derive(Debug, Clone)]
pub struct Inspector {
    last: Option<(i64, String)>,
    checkpoints: Vec<(i64, String)>,
}

impl Inspector {
    /// Starts before the first entry. With checkpoints (entry number and hash) it also finds that the end was cut off.
    pub fn new(checkpoints: impl IntoIterator<Item = (i64, String)>) -> Self {
        Self { last: None, checkpoints: checkpoints.into_iter().collect() }
    }
    /// Checks the next entry.
    pub fn next(&mut self, entry: &Entry) -> Result<(), Broken> {
        let (n, h) = self.last.as_ref().map_or((0, GENESIS), |(n, h)| (*n, h.as_str()));
        if entry.seq != n + 1 || entry.prev_hash != h {
            return Err(Broken::NotNext { found: entry.seq, expected_after: n });
        }
        if !entry.is_intact() {
            return Err(Broken::Changed(entry.seq));
        }
        if self.checkpoints.iter().any(|(at, hash)| *at == entry.seq && *hash != entry.hash) {
            return Err(Broken::NotTheCheckpoint(entry.seq));
        }
        self.last = Some((entry.seq, entry.hash.clone()));
        Ok(())
    }
    /// Ends the inspection. Returns the number of entries and the hash of the last.
    pub fn finish(self) -> Result<(i64, String), Broken> {
        let (ends, hash) = self.last.unwrap_or((0, GENESIS.to_owned()));
        match self.checkpoints.iter().map(|(at, _)| *at).max() {
            Some(checkpoint) if checkpoint > ends => Err(Broken::Truncated { ends, checkpoint }),
            _ => Ok((ends, hash)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(n: i64) -> Vec<Entry> {
        let mut out: Vec<Entry> = vec![];
        for i in 0..n {
            let act = Act {
                actor: format!("person{i}"),
                credential: "cli".into(),
                act: "order.issue".into(),
                subject: format!("order:{i}"),
                outcome: Outcome::Done,
                detail: String::new(),
                at: Timestamp::from_second(i).expect("instant"),
            };
            out.push(Entry::append(out.last().map(|e| (e.seq, e.hash.as_str())), act));
        }
        out
    }
    fn inspect(entries: &[Entry], checkpoint: Option<(i64, String)>) -> Result<(i64, String), Broken> {
        let mut i = Inspector::new(checkpoint);
        entries.iter().try_for_each(|e| i.next(e))?;
        i.finish()
    }

    #[test]
    fn an_untouched_chain_verifies() {
        let c = chain(5);
        assert_eq!(inspect(&c, Some((3, c[2].hash.clone()))), Ok((5, c[4].hash.clone())));
        assert_eq!(inspect(&[], None), Ok((0, GENESIS.into())));
    }

    #[test]
    fn every_way_to_tamper_is_found() {
        let c = chain(5);
        let mut changed = c.clone();
        changed[2].act.actor = "someone else".into();
        assert_eq!(inspect(&changed, None), Err(Broken::Changed(3)));
        let mut removed = c.clone();
        removed.remove(1);
        assert_eq!(inspect(&removed, None), Err(Broken::NotNext { found: 3, expected_after: 1 }));
        let mut swapped = c.clone();
        swapped.swap(1, 2);
        assert!(matches!(inspect(&swapped, None), Err(Broken::NotNext { .. })));
        let mut inserted = c.clone();
        inserted.insert(2, c[1].clone());
        assert!(matches!(inspect(&inserted, None), Err(Broken::NotNext { .. })));
        assert_eq!(inspect(&c[..3], Some((5, c[4].hash.clone()))), Err(Broken::Truncated { ends: 3, checkpoint: 5 }));
        // A chain that was written again as a whole is consistent. Only the checkpoint shows the change.
        let mut other = chain(5);
        other[4].act.actor = "x".into();
        let redone = Entry::append(Some((4, &other[3].hash)), other[4].act.clone());
        other[4] = redone;
        assert!(inspect(&other, None).is_ok());
        assert_eq!(inspect(&other, Some((5, c[4].hash.clone()))), Err(Broken::NotTheCheckpoint(5)));
    }

    #[test]
    fn a_hash_is_read_as_it_is_written_and_no_other_text_is() {
        let hash: [u8; 32] = std::array::from_fn(|i| u8::try_from(i * 8).expect("a byte"));
        assert_eq!(read_hash(&hex(&hash)), Some(hash));
        for odd in ["", "00", &"0".repeat(63), &"0".repeat(65), &"A".repeat(64), &"é".repeat(32), &"g".repeat(64)] {
            assert_eq!(read_hash(odd), None, "{odd}");
        }
    }

    #[test]
    fn moving_a_letter_between_fields_changes_the_hash() {
        let mut a = chain(1)[0].act.clone();
        a.actor = "ab".into();
        a.credential = "c".into();
        let mut b = a.clone();
        b.actor = "a".into();
        b.credential = "bc".into();
        assert_ne!(Entry::append(None, a).hash, Entry::append(None, b).hash);
    }
}
