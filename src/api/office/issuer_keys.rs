//! The keys of issuers, as far as this node has fetched them.
//!
//! Keys are fetched when a token needs them: where they are older than [`FRESH`], or do not have the key that the token
//! names. Anybody can send a token that names a key which does not exist, so an issuer is asked once a minute at most. If it
//! does not answer, the keys fetched last are good until they are [`KEPT`] old; then none of its tokens is taken. While one
//! request asks an issuer, others of that issuer wait for its answer without a thread, and those of other issuers go on.

use crate::api::Api;
use crate::api::frame::problem::Problem;
use crate::auth::issuer::{Fetcher, KeySet, Presented, Source};
use crate::workflow::office::issuers::Issuer;
use actix_web::web;
use domain::base::ids::IssuerId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long keys are used before they are fetched anew: a key that an agency withdraws is good for so long.
const FRESH: Duration = Duration::from_secs(10 * 60);
/// How long they are good if the issuer does not answer.
const KEPT: Duration = Duration::from_secs(60 * 60);
/// The time between two fetches from one issuer.
const BETWEEN: Duration = Duration::from_secs(60);

/// The keys of all issuers.
pub(crate) struct IssuerKeys {
    fetcher: Fetcher,
    of: Mutex<HashMap<IssuerId, Arc<Slot>>>,
}

/// The keys of one issuer.
#[derive(Default)]
struct Slot {
    known: Mutex<Known>,
    /// Held by the request that fetches.
    fetching: tokio::sync::Mutex<()>,
    /// The keys on the terms of the issuer, which never change; `None` inside if they cannot be read.
    given: OnceLock<Option<Arc<KeySet>>>,
}

#[derive(Default)]
struct Known {
    keys: Option<(Arc<KeySet>, Instant)>,
    /// When the last fetch began.
    tried: Option<Instant>,
}

/// What to do for a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Use,
    Fetch,
    Refuse,
}

/// Decides by the age of the keys that are known, if there are any, whether the key of the token is among them, and how long
/// ago the issuer was asked last.
fn next_step(age: Option<Duration>, has_key: bool, since_try: Option<Duration>) -> Step {
    let is_younger = |than: Duration| has_key && age.is_some_and(|age| age < than);
    match since_try {
        _ if is_younger(FRESH) => Step::Use,
        Some(since) if since < BETWEEN => {
            if is_younger(KEPT) {
                Step::Use
            } else {
                Step::Refuse
            }
        }
        Some(_) | None => Step::Fetch,
    }
}

impl Slot {
    fn look(&self, token: &Presented<'_>, now: Instant) -> (Step, Option<Arc<KeySet>>) {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let keys = known.keys.clone();
        let has_key = keys.as_ref().is_some_and(|(keys, _)| token.has_key_in(keys));
        let age = keys.as_ref().map(|(_, at)| now.duration_since(*at));
        (next_step(age, has_key, known.tried.map(|at| now.duration_since(at))), keys.map(|(keys, _)| keys))
    }
}

impl IssuerKeys {
    pub(crate) fn new(fetcher: Fetcher) -> Self {
        Self { fetcher, of: Mutex::default() }
    }

    fn slot(&self, id: IssuerId) -> Arc<Slot> {
        self.of.lock().unwrap_or_else(PoisonError::into_inner).entry(id).or_default().clone()
    }
}

/// The keys of an issuer to check a token with; `None` if they cannot be had, or do not have the key that it names.
pub(super) async fn keys_for(
    api: &web::Data<Api>,
    issuer: &Issuer,
    token: &Presented<'_>,
) -> Result<Option<Arc<KeySet>>, Problem> {
    let slot = api.issuer_keys.slot(issuer.id);
    if let Some(given) = &issuer.terms.jwks {
        return Ok(slot.given.get_or_init(|| KeySet::read_given(given).ok().map(Arc::new)).clone());
    }
    if let (Step::Use, keys) = slot.look(token, Instant::now()) {
        return Ok(keys);
    }
    let _turn = slot.fetching.lock().await;
    // Another request may have fetched them meanwhile.
    match slot.look(token, Instant::now()) {
        (Step::Use, keys) => return Ok(keys),
        (Step::Refuse, _) => return Ok(None),
        (Step::Fetch, _) => {}
    }
    let begun = Instant::now();
    slot.known.lock().unwrap_or_else(PoisonError::into_inner).tried = Some(begun);
    let fetched = fetch(api, issuer).await?;
    let mut known = slot.known.lock().unwrap_or_else(PoisonError::into_inner);
    match fetched {
        Ok(keys) => known.keys = Some((Arc::new(keys), begun)),
        Err(why) => tracing::warn!(issuer = %issuer.id, iss = issuer.iss, why, "issuer.keys_not_fetched"),
    }
    drop(known);
    match slot.look(token, Instant::now()) {
        (Step::Use, keys) => Ok(keys),
        _ => Ok(None),
    }
}

/// Asks an issuer, on a thread for work that blocks. The error is why it has no keys for us.
async fn fetch(api: &web::Data<Api>, issuer: &Issuer) -> Result<Result<KeySet, String>, Problem> {
    let fetcher = api.issuer_keys.fetcher.clone();
    let source = match &issuer.terms.jwks_uri {
        Some(address) => Source::Address(address.clone()),
        None => Source::Discovery { issuer: issuer.iss.clone() },
    };
    crate::api::block(move || Ok::<_, Problem>(fetcher.fetch(&source).map_err(|e| e.to_string()))).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_15_keys_are_fetched_when_they_are_old_or_lack_one_and_once_a_minute_at_most() {
        let minutes = |n: u64| Some(Duration::from_secs(60 * n));
        for (age, has_key, since_try, step) in [
            (None, false, None, Step::Fetch),
            (None, false, Some(Duration::from_secs(59)), Step::Refuse),
            (None, false, minutes(1), Step::Fetch),
            (minutes(9), true, minutes(9), Step::Use),
            (minutes(10), true, minutes(10), Step::Fetch),
            // A key that the set does not have.
            (minutes(0), false, minutes(0), Step::Refuse),
            (minutes(1), false, minutes(1), Step::Fetch),
            // The issuer does not answer.
            (minutes(20), true, minutes(0), Step::Use),
            (minutes(59), true, minutes(0), Step::Use),
            (minutes(60), true, minutes(0), Step::Refuse),
            (minutes(60), true, minutes(1), Step::Fetch),
        ] {
            assert_eq!(next_step(age, has_key, since_try), step, "{age:?} {has_key} {since_try:?}");
        }
    }
}
