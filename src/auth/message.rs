//! Requests that their sender has signed with a key of their own: HTTP Message Signatures (RFC 9421) over the method, the
//! path, the digest of the content (RFC 9530) and the version of the thing that was read.
//!
//! What is signed is a text of lines, one for each component, which both sides make from the request. It is kept, so that
//! the signature can be checked without the service for as long as somebody asks. Not its job: whose key it is.

use crate::auth::person_key::PersonKey;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sfv::{BareItem, Dictionary, FieldType as _, InnerList, ListEntry, Parser};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// Longest header that is read, in bytes.
const MAX_HEADER: usize = 2048;
/// By how much the time of a signature may differ from that of the service.
pub const MAX_AGE: SignedDuration = SignedDuration::from_mins(5);

/// The headers of a signature.
const INPUT: &str = "signature-input";
const SIGNATURE: &str = "signature";
const DIGEST: &str = "content-digest";
const VERSION: &str = "if-match";
/// What a signature must cover.
const MUST: [&str; 3] = ["@method", "@path", DIGEST];
/// What it may cover besides. The host is not among them: behind a proxy the service does not know what it was called.
const MAY: [&str; 3] = [VERSION, "idempotency-key", "content-type"];
/// The last line of what is signed.
const PARAMETERS: &str = "@signature-params";

/// A signature of a request is not taken. The text says why, to whoever sent it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadSignature(String);

impl BadSignature {
    fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

/// A request, as far as a signature covers it.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// In capitals.
    pub method: &'a str,
    /// As it was sent, without the query.
    pub path: &'a str,
    pub content: &'a [u8],
}

/// What a person has signed, and the signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnSignature {
    /// The name of the key.
    pub key: String,
    /// The lines that are signed (RFC 9421, section 2.5).
    pub base: String,
    /// The signature, base64.
    pub signature: String,
}

impl OwnSignature {
    /// Reads the signature of a request. `None` if it has none. `header` returns every value of the header of a name.
    pub fn read<'h>(parts: Parts<'_>, header: impl Fn(&str) -> Vec<&'h [u8]>) -> Result<Option<Self>, BadSignature> {
        let one = |name: &str| match header(name)[..] {
            [] => Ok(None),
            [value] if value.len() <= MAX_HEADER => {
                let text =
                    std::str::from_utf8(value).ok().filter(|text| text.bytes().all(|b| (b' '..=b'~').contains(&b)));
                let text = text
                    .ok_or_else(|| BadSignature::new(format!("The header {name} has other characters than ASCII.")));
                text.map(|text| Some(text.trim()))
            }
            [_] => Err(BadSignature::new(format!("The header {name} has more than {MAX_HEADER} bytes."))),
            _ => Err(BadSignature::new(format!("The header {name} was sent more than once."))),
        };
        let (input, signature) = match (one(INPUT)?, one(SIGNATURE)?) {
            (None, None) => return Ok(None),
            (Some(input), Some(signature)) => (input, signature),
            (None, Some(_)) => return Err(BadSignature::new("Signature came without Signature-Input.")),
            (Some(_), None) => return Err(BadSignature::new("Signature-Input came without Signature.")),
        };
        let (label, ListEntry::InnerList(input)) = only_member(INPUT, input)? else {
            return Err(BadSignature::new("Signature-Input must have a list of components in parentheses."));
        };
        let (of, ListEntry::Item(signature)) = only_member(SIGNATURE, signature)? else {
            return Err(BadSignature::new("Signature must have a byte sequence between colons."));
        };
        let BareItem::ByteSequence(signature) = signature.bare_item else {
            return Err(BadSignature::new("Signature must have a byte sequence between colons."));
        };
        if of != label {
            return Err(BadSignature::new(format!("Signature-Input is of {label:?} and Signature of {of:?}.")));
        }
        let (mut base, names) = (String::new(), components(&input)?);
        if one(VERSION)?.is_some() && !names.contains(&VERSION) {
            return Err(BadSignature::new("If-Match was sent and is not signed; sign \"if-match\" too."));
        }
        for name in names {
            let value = match name {
                "@method" => parts.method.to_owned(),
                "@path" => parts.path.to_owned(),
                name => one(name)?
                    .ok_or_else(|| BadSignature::new(format!("{name} is signed and was not sent.")))?
                    .to_owned(),
            };
            base.push_str(&format!("\"{name}\": {value}\n"));
        }
        let parameters = vec![ListEntry::InnerList(input.clone())].serialize().unwrap_or_default();
        base.push_str(&format!("\"{PARAMETERS}\": {parameters}"));
        let covered = Covered::parse(&base)?;
        if covered.content_sha256 != <[u8; 32]>::from(Sha256::digest(parts.content)) {
            return Err(BadSignature::new("The sha-256 of Content-Digest is not that of the content."));
        }
        Ok(Some(Self { key: covered.key, base, signature: BASE64.encode(signature) }))
    }
    /// What it covers, if it is by this key.
    pub fn verify(&self, key: &PersonKey) -> Result<Covered, BadSignature> {
        let covered = Covered::parse(&self.base)?;
        if self.key != key.thumbprint() || covered.key != self.key {
            return Err(BadSignature::new("It names another key."));
        }
        if covered.algorithm.as_deref().is_some_and(|alg| alg != key.algorithm()) {
            return Err(BadSignature::new(format!("A key of this kind signs with {}.", key.algorithm())));
        }
        let signature =
            BASE64.decode(&self.signature).map_err(|_| BadSignature::new("The signature is not base64."))?;
        if !key.has_signed(self.base.as_bytes(), &signature) {
            return Err(BadSignature::new(
                "It is not by the key: what was signed differs from what was sent, or the signature was forged.",
            ));
        }
        Ok(covered)
    }
}

/// What a signature covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    pub method: String,
    pub path: String,
    /// The digest of the content.
    pub content_sha256: [u8; 32],
    /// The value of `If-Match`, if one is covered.
    pub if_match: Option<String>,
    /// The name of the key.
    pub key: String,
    /// The algorithm, if the signer named one.
    algorithm: Option<String>,
    /// When the signer says it was made, in seconds since 1970.
    pub created: i64,
    /// Until when it is good, if the signer said so.
    expires: Option<i64>,
}

impl Covered {
    /// Reads the lines that are signed.
    pub fn parse(base: &str) -> Result<Self, BadSignature> {
        let mut lines: Vec<(&str, &str)> = vec![];
        for line in base.split('\n') {
            let line = line.strip_prefix('"').and_then(|line| line.split_once("\": "));
            lines.push(line.ok_or_else(|| BadSignature::new("What is signed has a line without a name."))?);
        }
        let Some((PARAMETERS, parameters)) = lines.pop() else {
            return Err(BadSignature::new("What is signed does not end with its parameters."));
        };
        let input: Vec<ListEntry> = Parser::new(parameters).parse().map_err(|e| unreadable(INPUT, &e))?;
        let [ListEntry::InnerList(input)] = &input[..] else {
            return Err(BadSignature::new("The parameters of a signature are one list."));
        };
        if components(input)? != lines.iter().map(|(name, _)| *name).collect::<Vec<_>>() {
            return Err(BadSignature::new("What is signed has other lines than its parameters name."));
        }
        let mut of: BTreeMap<&str, &str> = lines.into_iter().collect();
        let mut take = |name: &str| of.remove(name).map(str::to_owned);
        let (method, path, digest) = (take("@method"), take("@path"), take(DIGEST));
        let ((Some(method), Some(path)), Some(digest)) = (method.zip(path).unzip(), digest) else {
            return Err(BadSignature::new(format!("A signature covers {}.", MUST.join(", "))));
        };
        let Parameters { key, algorithm, created, expires } = Parameters::read(input)?;
        Ok(Self {
            method,
            path,
            content_sha256: sha256_of(&digest)?,
            if_match: take(VERSION),
            key,
            algorithm,
            created,
            expires,
        })
    }
    /// Refuses one that was made too long ago, or is of a time to come.
    pub fn check_time(&self, now: Timestamp) -> Result<(), BadSignature> {
        let away = now.as_second().abs_diff(self.created);
        if away > MAX_AGE.as_secs().unsigned_abs() {
            let minutes = MAX_AGE.as_mins();
            return Err(BadSignature::new(format!(
                "It was created more than {minutes} minutes from now, {now}; sign again, and look at your clock."
            )));
        }
        match self.expires {
            Some(at) if at <= now.as_second() => Err(BadSignature::new("It has expired; sign again.")),
            _ => Ok(()),
        }
    }
}

/// The parameters of a signature.
struct Parameters {
    key: String,
    algorithm: Option<String>,
    created: i64,
    expires: Option<i64>,
}

impl Parameters {
    fn read(input: &InnerList) -> Result<Self, BadSignature> {
        let (mut key, mut algorithm, mut created, mut expires) = (None, None, None, None);
        for (name, value) in &input.params {
            let name = name.as_str();
            match (name, value) {
                ("keyid", BareItem::String(text)) => key = Some(text.as_str().to_owned()),
                ("alg", BareItem::String(text)) => algorithm = Some(text.as_str().to_owned()),
                ("created", BareItem::Integer(n)) => created = Some(i64::from(*n)),
                ("expires", BareItem::Integer(n)) => expires = Some(i64::from(*n)),
                ("nonce" | "tag", BareItem::String(_)) => {}
                ("keyid" | "alg" | "created" | "expires" | "nonce" | "tag", _) => {
                    return Err(BadSignature::new(format!(
                        "The parameter {name:?} of Signature-Input has a value of another kind."
                    )));
                }
                _ => return Err(BadSignature::new(format!("Signature-Input has an unknown parameter {name:?}."))),
            }
        }
        let key =
            key.ok_or_else(|| BadSignature::new("Signature-Input must have keyid, the thumbprint of your key."))?;
        let created =
            created.ok_or_else(|| BadSignature::new("Signature-Input must have created, in seconds since 1970."))?;
        Ok(Self { key, algorithm, created, expires })
    }
}

/// The names of the components that a signature covers, in their order.
fn components(input: &InnerList) -> Result<Vec<&str>, BadSignature> {
    let mut names = vec![];
    for item in &input.items {
        let BareItem::String(name) = &item.bare_item else {
            return Err(BadSignature::new("The components of Signature-Input are strings."));
        };
        let name = name.as_str();
        if !item.params.is_empty() || !MUST.iter().chain(&MAY).any(|known| *known == name) {
            let (must, may) = (MUST.join(", "), MAY.join(", "));
            return Err(BadSignature::new(format!("{name:?} cannot be signed here. Sign {must}; you may add {may}.")));
        }
        if names.contains(&name) {
            return Err(BadSignature::new(format!("{name:?} is named twice in Signature-Input.")));
        }
        names.push(name);
    }
    match MUST.iter().find(|must| !names.contains(must)) {
        Some(missing) => Err(BadSignature::new(format!("Signature-Input must cover {missing:?}."))),
        None => Ok(names),
    }
}

/// The one member of a dictionary, with its name.
fn only_member(header: &str, text: &str) -> Result<(String, ListEntry), BadSignature> {
    let members: Dictionary = Parser::new(text).parse().map_err(|e| unreadable(header, &e))?;
    let mut members = members.into_iter();
    match (members.next(), members.next()) {
        (Some((label, value)), None) => Ok((label.as_str().to_owned(), value)),
        _ => Err(BadSignature::new(format!("The header {header} must have one signature."))),
    }
}

fn unreadable(header: &str, e: &sfv::Error) -> BadSignature {
    BadSignature::new(format!("The header {header} cannot be read (RFC 9651): {e}."))
}

/// The SHA-256 of a `Content-Digest`.
fn sha256_of(value: &str) -> Result<[u8; 32], BadSignature> {
    let digests: Dictionary = Parser::new(value).parse().map_err(|e| unreadable(DIGEST, &e))?;
    match digests.get("sha-256") {
        Some(ListEntry::Item(item)) => match &item.bare_item {
            BareItem::ByteSequence(bytes) => bytes.as_slice().try_into().ok(),
            _ => None,
        },
        _ => None,
    }
    .ok_or_else(|| BadSignature::new("Content-Digest must have a sha-256 of 32 bytes."))
}

#[cfg(test)]
#[path = "message_tests.rs"]
mod tests;
