//! The published keys, keys that this node does not know yet, and keys that nobody should know.

use crate::api::tests::harness::{Served, serve_with, served};
use crate::auth::keys::{OfficeKey, Purpose};
use crate::auth::token::{AccessTokens, Claims, TokenKey};
use crate::clock::{Clock as _, SystemClock};
use crate::store::office::signing_keys;
use crate::workflow::By;
use crate::workflow::office::key_rotation::{self, LEAD, OldKeys};
use crate::workflow::office::keys;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use domain::base::actor::{Actor, Role};
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

fn rotate(s: &Served, old: OldKeys, ago: SignedDuration) -> String {
    let by = Actor::command_line();
    key_rotation::rotate(&s.house.cx, &By::system(&by), &s.keys, old, SystemClock.now() - ago).expect("made").kid
}

fn published(s: &Served) -> Vec<String> {
    let keys = s.get("/session/keys", "").expect(200).body["keys"].as_array().expect("keys").clone();
    keys.iter().map(|key| key["kid"].as_str().expect("a name").to_owned()).collect()
}

fn part(token: &str, n: usize) -> Value {
    let part = token.split('.').nth(n).expect("a part");
    serde_json::from_slice(&BASE64.decode(part).expect("base64")).expect("JSON")
}

/// A token like this one, signed with another key.
fn sign_again(token: &str, key: OfficeKey) -> String {
    let claims: Claims = serde_json::from_value(part(token, 1)).expect("claims");
    let tokens = AccessTokens::new(Duration::from_secs(600));
    tokens.replace(&[TokenKey::without_end(key)]).expect("a key");
    tokens.issue(claims.account, claims.session, claims.stamp, SystemClock.now()).expect("a token")
}

#[test]
fn s_31_the_public_halves_of_the_token_keys_are_for_everybody() {
    let s = served();
    let reply = s.get("/session/keys", "").expect(200);
    assert_eq!(reply.header("content-type"), "application/jwk-set+json");
    assert_eq!(reply.header("cache-control"), "public, max-age=300");
    let keys = reply.body["keys"].as_array().expect("keys").clone();
    assert_eq!(keys.len(), 1);
    let token = s.token("exam1", Role::Examiner, None);
    let x = keys[0]["x"].as_str().expect("a key").to_owned();
    let wanted =
        json!({"kty": "OKP", "crv": "Ed25519", "x": x, "kid": part(&token, 0)["kid"], "alg": "EdDSA", "use": "sig"});
    assert_eq!(keys[0], wanted, "and no other member, the private half least of all");
    // Anybody can check a token with it.
    let public =
        ed25519_dalek::VerifyingKey::from_bytes(&BASE64.decode(x).expect("base64").try_into().expect("32 bytes"));
    let (message, signature) = token.rsplit_once('.').expect("a signature");
    let signature = BASE64.decode(signature).expect("base64").try_into().expect("64 bytes");
    let signature = ed25519_dalek::Signature::from_bytes(&signature);
    public.expect("a key").verify_strict(message.as_bytes(), &signature).expect("genuine");
    // The next key is there before it signs.
    let next = rotate(&s, OldKeys::Accepted, SignedDuration::ZERO);
    keys::load(&s.house.cx, &s.keys, SystemClock.now()).expect("loaded");
    assert_eq!(published(&s), [keys[0]["kid"].as_str().expect("a name"), &next]);
    assert_eq!(part(s.sign_in("exam1").body["access_token"].as_str().expect("a token"), 0)["kid"], keys[0]["kid"]);
}

#[test]
fn s_31_a_key_that_another_node_made_a_moment_ago_is_found_and_strangers_make_no_work() {
    let s = served();
    let token = s.token("exam1", Role::Examiner, None);
    // The other node has made a key that signs at once. This one has not looked since.
    let made = rotate(&s, OldKeys::Refused, SignedDuration::ZERO);
    let row = s.house.cx.read(|conn| Ok(signing_keys::without_end(conn, Purpose::Tokens.name())?)).expect("read");
    let sealed = row.and_then(|row| row.sealed_key).expect("a private half");
    let fresh = sign_again(&token, s.keys.wrapping.unwrap(Purpose::Tokens, &made, &sealed).expect("unwrapped"));
    assert_eq!(part(&fresh, 0)["kid"], made.as_str());
    assert!(!published(&s).contains(&made), "this node does not know it");
    let stranger = sign_again(&token, OfficeKey::generate().expect("a key"));
    // However many strangers come at the same time, a good token is taken.
    let ask = |token: &str| s.get("/sessions", token).status;
    std::thread::scope(|threads| {
        let strangers: Vec<_> = (0..12).map(|_| threads.spawn(|| ask(&stranger))).collect();
        let good: Vec<_> = (0..4).map(|_| threads.spawn(|| ask(&fresh))).collect();
        assert!(good.into_iter().all(|t| t.join().expect("a thread") == 200));
        assert!(strangers.into_iter().all(|t| t.join().expect("a thread") == 401));
    });
    assert_eq!(published(&s), [made]);
    s.get("/sessions", &token).expect(401);
    // One after the other, each waits for its look: there is one a second.
    let begun = Instant::now();
    for _ in 0..4 {
        s.get("/sessions", &stranger).expect(401);
    }
    assert!(begun.elapsed() >= Duration::from_secs(3), "{:?}", begun.elapsed());
    // A key that is no longer accepted is known here, and a text of another form names no key: none of these waits.
    let begun = Instant::now();
    for _ in 0..8 {
        s.get("/sessions", &token).expect(401);
        s.get("/sessions", "a.b.c").expect(401);
        s.get("/sessions", &fresh).expect(200);
    }
    assert!(begun.elapsed() < Duration::from_secs(7), "{:?}", begun.elapsed());
}

#[test]
fn s_31_a_token_of_a_planted_key_is_not_taken() {
    let s = served();
    let token = s.token("exam1", Role::Examiner, None);
    let forger = OfficeKey::generate().expect("a key");
    let (kid, public) = (forger.id().to_owned(), BASE64.encode(forger.public()));
    let planted = s.house.cx.store.write_unentered(|tx| {
        let mut row = signing_keys::all(tx)?.remove(0);
        (row.kid, row.public_key, row.signs_until) = (kid.clone(), public, Some(row.signs_from + LEAD));
        signing_keys::insert(tx, &row)
    });
    planted.expect("planted");
    let forged = sign_again(&token, forger);
    assert_eq!(s.get("/sessions", &forged).expect(401).code(), "session.over");
    assert!(!published(&s).contains(&kid));
    s.get("/sessions", &token).expect(200);
}

#[test]
fn s_31_nobody_notices_that_keys_rotate() {
    let s = serve_with(&[("sign_in.per_name", "1000"), ("sign_in.per_client", "10000")]);
    let first = s.token("exam1", Role::Examiner, None);
    let (stop, refused) = (AtomicBool::new(false), std::sync::Mutex::new(vec![]));
    std::thread::scope(|threads| {
        for n in 0..3 {
            let (s, stop, refused, first) = (&s, &stop, &refused, &first);
            threads.spawn(move || {
                let mut token = first.clone();
                while !stop.load(Ordering::SeqCst) {
                    let status = s.get("/sessions", &token).status;
                    if status != 200 {
                        refused.lock().expect("no panic").push(status);
                    }
                    if n == 0 {
                        token = s.sign_in("exam1").body["access_token"].as_str().expect("a token").to_owned();
                    }
                }
            });
        }
        // A minute before its time, the next key is made, a quarter of an hour ago; then it signs.
        let next = rotate(&s, OldKeys::Accepted, LEAD);
        key_rotation::keep(&s.house.cx, &s.keys, SystemClock.now()).expect("kept");
        std::thread::sleep(Duration::from_millis(800));
        let after = s.sign_in("exam1").body["access_token"].as_str().expect("a token").to_owned();
        assert_eq!(part(&after, 0)["kid"], next.as_str());
        assert_ne!(part(&first, 0)["kid"], next.as_str());
        s.get("/sessions", &after).expect(200);
        s.get("/sessions", &first).expect(200);
        stop.store(true, Ordering::SeqCst);
    });
    assert!(refused.lock().expect("no panic").is_empty(), "{refused:?}");
}
