//! Checks a token of an issuer: its form, its signature, and its claims against the terms of the issuer.
//!
//! Nothing in a token says with what it is checked: the header names an algorithm and a key among those of the issuer, and a
//! header with any other member that could is refused. A claim about a clearance is not read.

use crate::auth::issuer::keys::KeySet;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::base::actor::Role;
use domain::base::issuer::{Algorithm, LONGEST, Terms, is_subject};
use domain::base::ledger::hex;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;

/// Longest token looked at. Providers put groups into tokens, so that one is longer than ours.
const MAX_BYTES: usize = 8 << 10;
/// Seconds by which the clock of an issuer may differ from this machine's.
const LEEWAY: i64 = 30;
/// How much longer than it is taken a token is remembered, since the clocks of nodes differ.
const REMEMBERED: SignedDuration = SignedDuration::from_mins(5);

/// Why a token is not taken, for the log. Its sender is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotTaken(pub &'static str);

/// The header of a token. A provider may name the certificate of its key (`x5t`), which is not looked at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    #[serde(default)]
    typ: Option<String>,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default, rename = "x5t")]
    _x5t: Option<String>,
    #[serde(default, rename = "x5t#S256")]
    _x5t_s256: Option<String>,
}

/// A token that was read and not yet checked. Nothing of it may be believed.
pub struct Presented<'a> {
    /// What is signed: header and claims as they were sent.
    signed: &'a str,
    signature: &'a str,
    algorithm: Algorithm,
    key: Option<String>,
    issuer: String,
    claims: Map<String, Value>,
}

/// What a token says that was signed by its issuer and is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedToken {
    /// What the issuer calls the person.
    pub subject: String,
    /// The roles that the token says the person has; `None` if the issuer is not asked for them.
    pub roles: Option<Vec<Role>>,
    /// When the person last proved who they are, as the issuer says.
    pub proved_at: Option<Timestamp>,
    /// Whether the issuer says that the person has proved to have a second factor.
    pub attests_factor: bool,
    /// By which the token is known when it comes again: the digest of its `jti`, or without one of all that is signed.
    pub hash: String,
    /// Until when it must be known.
    pub remembered_until: Timestamp,
}

fn not<T>(why: &'static str) -> Result<T, NotTaken> {
    Err(NotTaken(why))
}

impl<'a> Presented<'a> {
    /// Reads the form of a token.
    pub fn read(token: &'a str) -> Result<Self, NotTaken> {
        if token.len() > MAX_BYTES {
            return not("too long");
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(NotTaken("not three parts"))?;
        let (header, claims) = signed.split_once('.').ok_or(NotTaken("not three parts"))?;
        let decode = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|_| NotTaken("not base64url"));
        let header: Header = serde_json::from_slice(&decode(header)?)
            .map_err(|_| NotTaken("a header with other members than alg, typ, kid"))?;
        let claims: Map<String, Value> =
            serde_json::from_slice(&decode(claims)?).map_err(|_| NotTaken("claims that are no object"))?;
        let algorithm = Algorithm::parse(&header.alg).ok_or(NotTaken("an algorithm that is never taken"))?;
        let is_access_or_id = |typ: &String| ["jwt", "at+jwt"].contains(&typ.to_ascii_lowercase().as_str());
        if !header.typ.as_ref().is_none_or(is_access_or_id) {
            return not("a type that is neither of an ID token nor of an access token");
        }
        match claims.get("iss") {
            Some(Value::String(issuer)) if issuer.len() <= LONGEST => {
                let issuer = issuer.clone();
                Ok(Self { signed, signature, algorithm, key: header.kid, issuer, claims })
            }
            _ => not("no issuer"),
        }
    }

    /// Who signed it, if it is genuine.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Whether a set has the key that the token names.
    pub fn has_key_in(&self, keys: &KeySet) -> bool {
        keys.find(self.key.as_deref(), self.algorithm).is_some()
    }

    /// Checks the token with the keys and the terms of its issuer.
    pub fn check(&self, terms: &Terms, keys: &KeySet, now: Timestamp) -> Result<CheckedToken, NotTaken> {
        if !terms.algorithms.contains(&self.algorithm) {
            return not("an algorithm that is not on the terms of the issuer");
        }
        let key =
            keys.find(self.key.as_deref(), self.algorithm).ok_or(NotTaken("no key of that name and algorithm"))?;
        let algorithm = self.algorithm.as_str().parse().map_err(|_| NotTaken("an algorithm that cannot be checked"))?;
        let genuine = jsonwebtoken::crypto::verify(self.signature, self.signed.as_bytes(), key, algorithm);
        if !genuine.unwrap_or(false) {
            return not("a signature that is not the issuer's");
        }
        self.check_claims(terms, now)
    }

    fn check_claims(&self, terms: &Terms, now: Timestamp) -> Result<CheckedToken, NotTaken> {
        let claims = &self.claims;
        check_purpose(claims)?;
        check_audience(claims, terms)?;
        let until = check_times(claims, terms, now.as_second())?;
        let subject = match claims.get(&terms.subject_claim) {
            Some(Value::String(subject)) if is_subject(subject) => subject.clone(),
            _ => return not("no claim that names the person"),
        };
        let roles = terms.role_claim.as_ref().map(|claim| roles_in(find(claims, claim), terms));
        let proved_at = match number(claims, "auth_time")? {
            Some(at) if at > now.as_second() + LEEWAY => return not("a proof in the future"),
            // By the clock of the issuer it may be a moment ahead.
            Some(at) => Timestamp::from_second(at).ok().map(|at| at.min(now)),
            None => None,
        };
        let known_by = match claims.get("jti") {
            None => self.signed.to_owned(),
            Some(Value::String(jti)) if !jti.is_empty() => format!("jti {jti}"),
            Some(_) => return not("a jti that is no text"),
        };
        let until = Timestamp::from_second(until).unwrap_or(Timestamp::MAX);
        Ok(CheckedToken {
            subject,
            roles,
            proved_at,
            attests_factor: attests_factor(claims, terms),
            hash: hex(&Sha256::digest(known_by.as_bytes())),
            remembered_until: until.saturating_add(REMEMBERED).unwrap_or(Timestamp::MAX),
        })
    }
}

/// The claim of a name, or at a JSON Pointer.
fn find<'c>(claims: &'c Map<String, Value>, claim: &str) -> Option<&'c Value> {
    let Some(pointer) = claim.strip_prefix('/') else { return claims.get(claim) };
    let mut parts = pointer.split('/').map(|part| part.replace("~1", "/").replace("~0", "~"));
    let first = claims.get(&parts.next()?)?;
    parts.try_fold(first, |value, part| value.get(&part))
}

/// The values of a claim that is a text or a list of texts. Anything else has none.
fn texts(claim: Option<&Value>) -> BTreeSet<&str> {
    match claim {
        Some(Value::String(one)) => [one.as_str()].into(),
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => BTreeSet::new(),
    }
}

fn has_one_of(said: &BTreeSet<&str>, wanted: &[String]) -> bool {
    wanted.iter().any(|one| said.contains(one.as_str()))
}

/// Refuses what a provider signs for another purpose: to sign out, to refresh, to act for somebody, or for the holder of a
/// key, who cannot show it here.
fn check_purpose(claims: &Map<String, Value>) -> Result<(), NotTaken> {
    if ["events", "cnf", "act", "may_act"].iter().any(|claim| claims.contains_key(*claim)) {
        return not("a token for another purpose, or that only the holder of a key may send");
    }
    match claims.get("typ") {
        None => Ok(()),
        Some(Value::String(typ)) if ["id", "bearer", "jwt", "at+jwt"].contains(&typ.to_ascii_lowercase().as_str()) => {
            Ok(())
        }
        Some(_) => not("a token for another purpose"),
    }
}

fn check_audience(claims: &Map<String, Value>, terms: &Terms) -> Result<(), NotTaken> {
    let audiences = match claims.get("aud") {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(all)) => {
            let texts: Option<Vec<&str>> = all.iter().map(Value::as_str).collect();
            texts.ok_or(NotTaken("an audience that is no text"))?
        }
        _ => return not("no audience"),
    };
    if !audiences.contains(&terms.audience.as_str()) {
        return not("for another audience");
    }
    match claims.get("azp") {
        Some(Value::String(azp)) if terms.admits_party(azp) => Ok(()),
        Some(_) => not("made for another client"),
        None if audiences.len() > 1 => not("for several audiences, and no azp"),
        None => Ok(()),
    }
}

/// A claim in whole seconds or no claim at all.
fn number(claims: &Map<String, Value>, claim: &str) -> Result<Option<i64>, NotTaken> {
    match claims.get(claim) {
        None => Ok(None),
        Some(value) => {
            // Far from its ends, so that no sum overflows.
            let number = value.as_i64().filter(|n| (0..=1 << 40).contains(n));
            number.map(Some).ok_or(NotTaken("a time that is no whole number of seconds"))
        }
    }
}

/// Checks that the token is in force, and returns until when it can be, in seconds.
fn check_times(claims: &Map<String, Value>, terms: &Terms, now: i64) -> Result<i64, NotTaken> {
    let expires = number(claims, "exp")?.ok_or(NotTaken("no exp"))?;
    let issued = number(claims, "iat")?.ok_or(NotTaken("no iat"))?;
    let not_before = number(claims, "nbf")?.unwrap_or(issued);
    if now >= expires + LEEWAY {
        return not("expired");
    }
    if not_before > now + LEEWAY || issued > now + LEEWAY {
        return not("not in force yet");
    }
    let too_old = issued + i64::from(terms.max_age_seconds) + LEEWAY;
    if now >= too_old {
        return not("issued too long ago");
    }
    Ok(too_old.min(expires + LEEWAY))
}

fn roles_in(claim: Option<&Value>, terms: &Terms) -> Vec<Role> {
    let said = texts(claim);
    terms.roles.iter().copied().filter(|role| has_one_of(&said, terms.role_values.of(*role))).collect()
}

/// Whether the token says that a second factor was proved, by the values on the terms of the issuer.
fn attests_factor(claims: &Map<String, Value>, terms: &Terms) -> bool {
    let by = |claim: &str, wanted: &[String]| wanted.is_empty() || has_one_of(&texts(claims.get(claim)), wanted);
    let is_asked = !terms.factor_acr.is_empty() || !terms.factor_amr.is_empty();
    is_asked && by("acr", &terms.factor_acr) && by("amr", &terms.factor_amr)
}

#[cfg(test)]
mod tests;
