//! Signed notes (C2SP signed-note) with checkpoints of a log (C2SP tlog-checkpoint) and the co-signatures of witnesses
//! (C2SP tlog-cosignature), so that the programs of others check what the Office signs, and the Office what they sign.
//!
//! Keys are Ed25519. A signature counts only by a key that the caller names, in the strict form of Ed25519. Not its job:
//! whether a root is that of the ledger (the workflow).

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::str::FromStr;

/// Longest note that is read, in bytes.
pub const MAX_BYTES: usize = 64 * 1024;
/// What each line of a signature begins with.
const DASH: &str = "\u{2014} ";
/// What a private key in a file begins with.
const PRIVATE: &str = "PRIVATE+KEY+";

/// Why a note, or a key, is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The text does not have the form.
    #[error("{0}")]
    Form(&'static str),
    /// No line is by the key.
    #[error("no signature in it is by {0}")]
    NotSigned(String),
    /// A line is by the key and is wrong.
    #[error("the signature of {0} is wrong: what was signed has been changed, or the signature forged")]
    Forged(String),
}

/// What a key signs, as its identifier in its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteKind {
    /// The text of a note, as it is.
    Note,
    /// A checkpoint with the time at which a witness co-signed it.
    Cosignature,
}

impl NoteKind {
    const fn identifier(self) -> u8 {
        match self {
            Self::Note => 0x01,
            Self::Cosignature => 0x04,
        }
    }
}

/// The public half of a key that signs notes. Written as a `vkey`: `name+hash+key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteKey {
    name: String,
    kind: NoteKind,
    public: [u8; 32],
}

impl NoteKey {
    /// The key of this name.
    pub fn of(name: String, kind: NoteKind, public: [u8; 32]) -> Self {
        Self { name, kind, public }
    }
    /// The name in the lines that the key signs.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// What the key signs.
    pub fn kind(&self) -> NoteKind {
        self.kind
    }
    /// The public half.
    pub fn public(&self) -> [u8; 32] {
        self.public
    }
    /// The number by which a line names the key, beside the name.
    pub fn id(&self) -> u32 {
        let hash = Sha256::new()
            .chain_update(&self.name)
            .chain_update([b'\n', self.kind.identifier()])
            .chain_update(self.public)
            .finalize();
        u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
    }
    /// Checks the signature of a note by this key. Returns the bytes that stand before the signature itself.
    fn check(&self, note: &Note, message: impl Fn(&[u8]) -> Option<Vec<u8>>) -> Result<Vec<u8>, NoteError> {
        let forged = || NoteError::Forged(self.name.clone());
        let key = VerifyingKey::from_bytes(&self.public).ok().filter(|key| !key.is_weak()).ok_or_else(forged)?;
        let (name, id) = (self.name.as_str(), self.id());
        let mut found = None;
        // Whoever puts a wrong signature of a known key beside a right one has changed the note.
        for line in note.signatures.iter().filter(|line| line.name == name && line.key_id == id) {
            let (before, signature) = line.bytes.split_last_chunk::<64>().ok_or_else(forged)?;
            let message = message(before).ok_or_else(forged)?;
            key.verify_strict(&message, &Signature::from_bytes(signature)).map_err(|_| forged())?;
            found.get_or_insert_with(|| before.to_vec());
        }
        found.ok_or_else(|| NoteError::NotSigned(self.name.clone()))
    }
    /// Checks that this key, which signs notes, has signed the note.
    pub fn verify(&self, note: &Note) -> Result<(), NoteError> {
        let whole = |before: &[u8]| before.is_empty().then(|| note.text.as_bytes().to_vec());
        self.check(note, whole).map(|_| ())
    }
    /// Checks that this key, which is that of a witness, has co-signed the note. Returns when, in seconds since 1970.
    pub fn verify_cosignature(&self, note: &Note) -> Result<i64, NoteError> {
        let time = |before: &[u8]| i64::try_from(u64::from_be_bytes(before.try_into().ok()?)).ok();
        let before = self.check(note, |before| Some(cosigned(time(before)?, &note.text).into_bytes()))?;
        time(&before).ok_or_else(|| NoteError::Forged(self.name.clone()))
    }
}

/// The message that a witness signs.
fn cosigned(time: i64, text: &str) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

impl fmt::Display for NoteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = BASE64.encode([&[self.kind.identifier()], self.public.as_slice()].concat());
        write!(f, "{}+{:08x}+{key}", self.name, self.id())
    }
}

impl FromStr for NoteKey {
    type Err = NoteError;
    fn from_str(text: &str) -> Result<Self, NoteError> {
        let (name, id, bytes) = parts_of_key(text)?;
        let kind = match bytes[0] {
            0x01 => NoteKind::Note,
            0x04 => NoteKind::Cosignature,
            _ => return Err(NoteError::Form("a key of a kind that is not known here; Ed25519 keys are")),
        };
        let public = bytes[1..].try_into().map_err(|_| NoteError::Form("the key is not 32 bytes long"))?;
        if VerifyingKey::from_bytes(&public).ok().is_none_or(|key| key.is_weak()) {
            return Err(NoteError::Form("no Ed25519 key to be relied on"));
        }
        let key = Self::of(name.to_owned(), kind, public);
        if format!("{:08x}", key.id()) == id {
            Ok(key)
        } else {
            Err(NoteError::Form("the hash in the key is not that of its name and its bytes; it may be damaged"))
        }
    }
}

/// Name, hash and bytes of a written key. The bytes have the identifier of the kind first.
fn parts_of_key(text: &str) -> Result<(&str, &str, Vec<u8>), NoteError> {
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(NoteError::Form("a key is written name+hash+key, with the key in base64"));
    };
    if !is_name(name) {
        return Err(NoteError::Form("the name of a key is not empty and has no spaces and no plus in it"));
    }
    let bytes = BASE64.decode(key).map_err(|_| NoteError::Form("the key is not base64; it may be damaged"))?;
    if bytes.is_empty() { Err(NoteError::Form("the key is empty")) } else { Ok((name, id, bytes)) }
}

/// Whether a text may be the name of a key.
pub fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+')
}

/// A line with a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    name: String,
    key_id: u32,
    /// What follows the id of the key.
    bytes: Vec<u8>,
    /// The line as it stands, without its end.
    written: String,
}

/// Writes the line of a signature.
pub(super) fn write_line(name: &str, bytes: &[&[u8]]) -> String {
    format!("{DASH}{name} {}", BASE64.encode(bytes.concat()))
}

/// A text and lines of signatures, of which none has been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What is signed, with the end of its last line.
    pub text: String,
    signatures: Vec<Line>,
}

impl Note {
    /// Reads a note.
    pub fn parse(note: &str) -> Result<Self, NoteError> {
        if note.len() > MAX_BYTES {
            return Err(NoteError::Form("a note has at most 64 KiB"));
        }
        if note.contains(|c: char| c < ' ' && c != '\n') {
            return Err(NoteError::Form("a note has no control characters but line feeds"));
        }
        let (text, lines) = note
            .rfind("\n\n")
            .map(|at| (&note[..=at], &note[at + 2..]))
            .ok_or(NoteError::Form("a note has an empty line between its text and its signatures"))?;
        let lines = lines.strip_suffix('\n').ok_or(NoteError::Form("a note ends with a line of a signature"))?;
        let signatures = lines.split('\n').map(read_line).collect::<Option<_>>();
        let signatures = signatures.ok_or(NoteError::Form(
            "a line of a signature is an em dash, a space, a name, a space, and a signature in base64",
        ))?;
        Ok(Self { text: text.to_owned(), signatures })
    }
    /// Writes a note from its text and the lines of its signatures.
    pub fn write(text: &str, lines: &[String]) -> String {
        lines.iter().fold(format!("{text}\n"), |note, line| note + line + "\n")
    }
    /// The line that is by this key; `None` where there is none.
    pub fn line_of(&self, key: &NoteKey) -> Option<&str> {
        let (name, id) = (key.name(), key.id());
        let is_by = |line: &&Line| line.name == name && line.key_id == id;
        self.signatures.iter().find(is_by).map(|line| line.written.as_str())
    }
}

fn read_line(line: &str) -> Option<Line> {
    let (name, bytes) = line.strip_prefix(DASH)?.split_once(' ')?;
    let bytes = BASE64.decode(bytes).ok()?;
    let (key_id, bytes) = bytes.split_first_chunk::<4>()?;
    (is_name(name) && !bytes.is_empty()).then(|| Line {
        name: name.to_owned(),
        key_id: u32::from_be_bytes(*key_id),
        bytes: bytes.to_vec(),
        written: line.to_owned(),
    })
}

/// What the text of a checkpoint says: how large the tree of a log is, and its root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeHead {
    /// The name of the log.
    pub origin: String,
    /// Leaves of the tree.
    pub size: u64,
    pub root: [u8; 32],
}

impl TreeHead {
    /// Reads the text of a note. Lines beyond the third are not taken: nobody could check what they say.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let form =
            NoteError::Form("a checkpoint has three lines: its origin, the size of the tree, its root in base64");
        let mut lines = text.split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(form);
        };
        let root = BASE64.decode(root).ok().and_then(|root| root.try_into().ok());
        match (size.parse(), root) {
            (Ok(size), Some(root)) if !origin.is_empty() => {
                let head = Self { origin: origin.to_owned(), size, root };
                if head.to_string() == text { Ok(head) } else { Err(form) }
            }
            _ => Err(form),
        }
    }
}

impl fmt::Display for TreeHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { origin, size, root } = self;
        write!(f, "{origin}\n{size}\n{}\n", BASE64.encode(root))
    }
}

/// The key of a witness, with its private half. Written as the programs of Go write it: `PRIVATE+KEY+name+hash+key`.
pub struct WitnessKey {
    name: String,
    key: SigningKey,
}

impl fmt::Debug for WitnessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WitnessKey({})", self.name)
    }
}

impl WitnessKey {
    /// Makes a key of this name from 256 random bits.
    pub fn generate(name: &str) -> Result<Self, crate::auth::keys::KeyError> {
        let mut seed = [0_u8; 32];
        getrandom::fill(&mut seed).map_err(crate::auth::random::NoRandomness::from)?;
        Ok(Self { name: name.to_owned(), key: SigningKey::from_bytes(&seed) })
    }
    /// Reads the text of a file.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let key = text.trim().strip_prefix(PRIVATE).ok_or(NoteError::Form("it does not begin with PRIVATE+KEY+"))?;
        let (name, id, bytes) = parts_of_key(key)?;
        let seed = bytes.strip_prefix(&[NoteKind::Cosignature.identifier()]).and_then(|seed| seed.try_into().ok());
        let seed = seed.ok_or(NoteError::Form("it is no key of a witness"))?;
        let key = Self { name: name.to_owned(), key: SigningKey::from_bytes(&seed) };
        if format!("{:08x}", key.public().id()) == id {
            Ok(key)
        } else {
            Err(NoteError::Form("the hash in the key is not its own; it may be damaged"))
        }
    }
    /// The text of the file. It is a secret.
    pub fn secret_text(&self) -> secrecy::SecretString {
        let seed = self.key.to_bytes();
        let bytes = [&[NoteKind::Cosignature.identifier()], seed.as_slice()].concat();
        format!("{PRIVATE}{}+{:08x}+{}\n", self.name, self.public().id(), BASE64.encode(bytes)).into()
    }
    /// The public half.
    pub fn public(&self) -> NoteKey {
        NoteKey::of(self.name.clone(), NoteKind::Cosignature, self.key.verifying_key().to_bytes())
    }
    /// Co-signs the text of a checkpoint at a time, in seconds since 1970; returns the line.
    pub fn cosign(&self, time: i64, text: &str) -> String {
        let signature = self.key.sign(cosigned(time, text).as_bytes()).to_bytes();
        write_line(&self.name, &[&self.public().id().to_be_bytes(), &time.to_be_bytes(), &signature])
    }
}

#[cfg(test)]
#[path = "note_tests.rs"]
mod tests;
