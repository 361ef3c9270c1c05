//! Looks for token keys that this node does not know yet, when a token names one.
//!
//! Anybody can send a token that names a key that does not exist. So the database is read at most once a second, however
//! many such tokens come; those that come in between wait for the next look, so that no token of a new key is refused.

use crate::api::Api;
use crate::api::frame::problem::Problem;
use crate::clock::Clock as _;
use crate::workflow::office::keys;
use actix_web::web;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// The time between two looks.
const BETWEEN: Duration = Duration::from_secs(1);

/// When this node last looked for keys.
#[derive(Default)]
pub struct KeySearch {
    last: Mutex<Option<Look>>,
}

/// A look at the keys on record.
#[derive(Clone, Copy)]
struct Look {
    begun: Instant,
    is_done: bool,
}

/// Reads the keys on record again, or waits until another request has.
pub(crate) async fn look_for_new_keys(api: &web::Data<Api>) -> Result<(), Problem> {
    let asked = Instant::now();
    let mut last = api.key_search.last.lock().await;
    if let Some(look) = *last {
        // What was on record before that look is known.
        if look.is_done && look.begun > asked {
            return Ok(());
        }
        tokio::time::sleep_until(look.begun + BETWEEN).await;
    }
    // Written before the look: a client that leaves meanwhile must not make room for another look.
    let begun = Instant::now();
    *last = Some(Look { begun, is_done: false });
    let shared = api.clone();
    crate::api::block(move || keys::load(&shared.cx, &shared.keys, shared.system.now())).await?;
    *last = Some(Look { begun, is_done: true });
    Ok(())
}
