//! Keys follow each other in time, on every node; a key that was put into the database past the program is not used.

use super::*;
use crate::auth::keys::OfficeKey;
use crate::auth::token::{AccessTokens, Claims, TokenError, TokenKey};
use crate::auth::wrapping::WrappingKey;
use crate::clock::{Clock as _, SystemClock};
use crate::store::{StoreError, Tx};
use crate::workflow::frame::testing::TestOffice;
use crate::workflow::office::keys::{Before, FirstKeys, OfficeKeyOnRecord};
use crate::workflow::office::ledger::verify;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use diesel::connection::SimpleConnection as _;
use domain::base::ids::{AccountId, SessionId};
use std::path::Path;
use std::time::Duration;
use uuid::Uuid;

const LIFE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// A node with the wrapping key in this file.
fn node(file: &Path) -> KeyRing {
    let wrapping = WrappingKey::load_or_create(file).expect("a wrapping key").0;
    KeyRing::new(wrapping, Duration::from_secs(600), Duration::try_from(LIFE).expect("a time"))
}

/// An office whose first keys were made at an instant, with a node.
fn office(at: Timestamp) -> (TestOffice, tempfile::TempDir, KeyRing) {
    let (office, dir) = (TestOffice::new(), tempfile::tempdir().expect("a folder"));
    let ring = node(&dir.path().join("wrapping-key"));
    keys::install(&office.cx, &ring.wrapping, &first(), Before::Stay, "", at).expect("installed");
    keep(&office.cx, &ring, at).expect("kept");
    (office, dir, ring)
}

fn first() -> FirstKeys {
    let make = || OfficeKey::generate().expect("a key");
    FirstKeys { tokens: make(), statements: make() }
}

fn now() -> Timestamp {
    keys::whole_second(SystemClock.now())
}

fn issue(tokens: &AccessTokens, at: Timestamp) -> String {
    let session = SessionId::from_uuid(Uuid::from_u128(2));
    tokens.issue(AccountId::from_uuid(Uuid::from_u128(1)), session, 1, at).expect("a token")
}

fn kid(token: &str) -> String {
    jsonwebtoken::decode_header(token).expect("a header").kid.expect("a name")
}

fn published(ring: &KeyRing, at: Timestamp) -> Vec<String> {
    ring.tokens.published(at).into_iter().filter_map(|key| key.kid).collect()
}

fn on_record(office: &TestOffice) -> Vec<StoredKey> {
    let all = office.cx.read(|conn| Ok(signing_keys::all(conn)?)).expect("reads");
    all.into_iter().filter(|key| key.purpose == "tokens").collect()
}

/// Whoever can write the database, past the program.
fn edit(office: &TestOffice, sql: &str) {
    let edited = office.cx.store.write_unentered(|tx: &mut Tx<'_>| {
        tx.batch_execute(sql).map_err(StoreError::from)?;
        Ok::<_, StoreError>(())
    });
    edited.expect("edited");
}

fn assert_the_record_verifies(office: &TestOffice) {
    let verified = verify(&office.cx, &[]).expect("verified");
    assert!(verified.end().is_ok(), "{:?}", verified.end());
}

#[test]
fn s_31_a_key_is_published_before_it_signs_and_accepted_until_its_last_token_has_expired() {
    // The second key signs from now on.
    let (turn, minutes) = (now(), SignedDuration::from_mins);
    let (office, dir, one) = office(turn - LIFE);
    let two = node(&dir.path().join("wrapping-key"));
    let both_keep = |at: Timestamp| [&one, &two].map(|ring| keep(&office.cx, ring, at).expect("kept"));
    both_keep(turn - LEAD - SignedDuration::from_secs(1));
    assert_eq!(on_record(&office).len(), 1, "not yet");
    both_keep(turn - LEAD);
    let keys = on_record(&office);
    let names: Vec<String> = keys.iter().map(|key| key.kid.clone()).collect();
    assert_eq!(keys.len(), 2, "two nodes make one key");
    assert_eq!((keys[0].signs_until, keys[1].signs_from, keys[1].signs_until), (Some(turn), turn, None));
    for ring in [&one, &two] {
        assert_eq!(published(ring, turn - LEAD), names, "published before it signs");
        assert_eq!(kid(&issue(&ring.tokens, turn - minutes(1))), names[0]);
        assert_eq!(kid(&issue(&ring.tokens, turn)), names[1], "without another look at the database");
    }
    // Each node takes the tokens of the other, old and new.
    let (old, new) = (issue(&one.tokens, turn - minutes(1)), issue(&one.tokens, turn));
    both_keep(turn + minutes(1));
    let keys = on_record(&office);
    assert!(keys[0].sealed_key.is_none() && keys[1].sealed_key.is_some(), "the old private half is gone");
    assert!(two.tokens.verify(&old, turn + minutes(10)).is_ok() && two.tokens.verify(&new, turn).is_ok());
    assert_eq!(published(&two, turn + minutes(10)), names);
    let over = turn + minutes(10) + SKEW;
    assert_eq!(keys[0].accepted_until, Some(over));
    both_keep(over);
    assert_eq!(published(&two, over), names[1..]);
    assert!(matches!(two.tokens.verify(&old, over), Err(TokenError::Invalid(_))));
    assert_the_record_verifies(&office);
}

#[test]
fn s_31_nodes_that_rotate_at_once_make_one_key() {
    let turn = now();
    let (office, dir, _) = office(turn - LIFE);
    std::thread::scope(|s| {
        for _ in 0..6 {
            s.spawn(|| keep(&office.cx, &node(&dir.path().join("wrapping-key")), turn).expect("kept"));
        }
    });
    let keys = on_record(&office);
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[1].signs_from, turn + LEAD, "also where the service did not run when the key was due");
    assert_the_record_verifies(&office);
}

#[test]
fn s_31_old_keys_are_refused_at_once_if_one_has_become_known() {
    let at = now();
    let (office, dir, one) = office(at - SignedDuration::from_hours(1));
    let two = node(&dir.path().join("wrapping-key"));
    keep(&office.cx, &two, at).expect("kept");
    let by_hand = Actor::command_line();
    // A next key is made already; it may be known too.
    let next = rotate(&office.cx, &By::system(&by_hand), &one, OldKeys::Accepted, at).expect("made");
    assert_eq!((next.state, next.signs_from), (KeyState::Next, at + LEAD));
    let again = rotate(&office.cx, &By::system(&by_hand), &one, OldKeys::Accepted, at);
    assert!(matches!(again, Err(Error::Refused(r)) if r.code.code == "key.next_made"));
    keep(&office.cx, &two, at).expect("kept");
    let old = issue(&two.tokens, at);
    assert!(two.tokens.verify(&old, at).is_ok());
    let made = rotate(&office.cx, &By::system(&by_hand), &one, OldKeys::Refused, at).expect("made");
    for ring in [&one, &two] {
        keep(&office.cx, ring, at).expect("kept");
        assert_eq!(published(ring, at), [made.kid.as_str()]);
        assert_eq!(kid(&issue(&ring.tokens, at)), made.kid);
        assert!(matches!(ring.tokens.verify(&old, at), Err(TokenError::Invalid(_))), "refused without a look");
    }
    let keys = on_record(&office);
    assert_eq!(keys.iter().filter(|key| key.sealed_key.is_some()).count(), 1);
    let states: Vec<_> = list(&office.cx, &by_hand, &one, at).expect("listed").into_iter().map(|k| k.state).collect();
    assert_eq!(states.iter().filter(|state| **state == KeyState::Ended).count(), 2, "{states:?}");
    assert_the_record_verifies(&office);
}

/// What a forger with the database, and without the wrapping key, puts in place of a key. Each takes the row of the real key
/// and the forger's own key.
type Plant = fn(&mut StoredKey, &OfficeKey, &WrappingKey);

const PLANTS: [(&str, Plant); 5] = [
    ("the voucher of the real key", |_, _, _| {}),
    ("no voucher", |row, _, _| row.voucher = String::new()),
    ("the private half of the real key", |row, key, _| row.kid = key.id().to_owned()),
    ("the own private half, and a voucher of another wrapping key", |row, key, own| {
        row.sealed_key = Some(own.wrap(Purpose::Tokens, key).expect("wrapped"));
        keys::vouch(own, row).expect("a voucher");
    }),
    ("no private half", |row, _, _| row.sealed_key = None),
];

#[test]
fn s_31_a_key_that_was_put_into_the_database_signs_no_token_that_is_taken() {
    for (what, plant) in PLANTS {
        let at = now();
        let (office, _dir, ring) = office(at - SignedDuration::from_hours(1));
        let good = issue(&ring.tokens, at);
        let (forger, own) = (OfficeKey::generate().expect("a key"), WrappingKey::generate().expect("a key"));
        let mut row = on_record(&office).remove(0);
        row.kid = forger.id().to_owned();
        row.public_key = BASE64.encode(forger.public());
        row.signs_until = Some(at + LEAD);
        plant(&mut row, &forger, &own);
        let planted = office.cx.store.write_unentered(|tx| signing_keys::insert(tx, &row));
        planted.expect("planted");
        keep(&office.cx, &ring, at).expect("kept");
        let forge = AccessTokens::new(Duration::from_secs(600));
        forge.replace(&[TokenKey::without_end(forger)]).expect("a key");
        assert_eq!(ring.tokens.verify(&issue(&forge, at), at), Err(TokenError::UnknownKey), "{what}");
        assert_eq!(published(&ring, at), [kid(&good)], "{what}");
        assert!(ring.tokens.verify(&good, at).is_ok(), "{what}");
        let listed = list(&office.cx, &Actor::command_line(), &ring, at).expect("listed");
        let state = listed.iter().find(|key| key.kid == row.kid).map(|key| key.state);
        assert_eq!(state, Some(KeyState::NotVouchedFor), "{what}");
        assert!(verify(&office.cx, &[]).expect("verified").end().is_err(), "{what}: the row is named");
    }
}

#[test]
fn s_31_a_refused_key_does_not_come_back_by_an_edit_of_its_times() {
    let at = now();
    let (office, _dir, ring) = office(at - SignedDuration::from_hours(1));
    let old = issue(&ring.tokens, at);
    rotate(&office.cx, &By::system(&Actor::command_line()), &ring, OldKeys::Refused, at).expect("made");
    edit(
        &office,
        &format!("UPDATE signing_keys SET accepted_until = '2999-01-01 00:00:00' WHERE kid = '{}'", kid(&old)),
    );
    keep(&office.cx, &ring, at).expect("kept");
    assert_eq!(ring.tokens.verify(&old, at), Err(TokenError::UnknownKey));
}

#[test]
fn s_31_a_key_that_was_edited_past_the_program_is_replaced_at_once() {
    for edit_of in
        ["sealed_key = NULL", "voucher = 'x'", "public_key = 'AAAA'", "accepted_until = '2001-01-01 00:00:00'"]
    {
        let at = now();
        let (office, _dir, ring) = office(at - SignedDuration::from_hours(1));
        let real = kid(&issue(&ring.tokens, at));
        edit(&office, &format!("UPDATE signing_keys SET {edit_of} WHERE purpose = 'tokens'"));
        keep(&office.cx, &ring, at).expect("kept");
        let next = kid(&issue(&ring.tokens, at));
        assert!(next != real && on_record(&office).len() == 2, "{edit_of}");
        keep(&office.cx, &ring, at).expect("kept");
        assert_eq!(on_record(&office).len(), 2, "{edit_of}: once");
    }
}

#[test]
fn u6_a_node_with_another_wrapping_key_uses_no_key_at_all() {
    let at = now();
    let (office, dir, ring) = office(at - SignedDuration::from_hours(1));
    let good = issue(&ring.tokens, at);
    let other = node(&dir.path().join("another"));
    let refused = keep(&office.cx, &other, at).expect_err("refused").to_string();
    assert!(refused.contains(ring.wrapping.id()) && refused.contains(other.wrapping.id()), "{refused}");
    assert_eq!(on_record(&office).len(), 1, "it makes no key of its own");
    assert!(!other.tokens.can_sign(at) && other.tokens.verify(&good, at).is_err());
    let found = keys::office_key(&office.cx, &other.wrapping).expect("read");
    assert!(matches!(found, OfficeKeyOnRecord::WrappedBy(name) if name == ring.wrapping.id()));
    // Neither does a second set of first keys get on record.
    keys::install(&office.cx, &other.wrapping, &first(), Before::Stay, "", at).expect("read");
    assert_eq!(on_record(&office).len(), 1);
}

#[test]
fn lost_keys_are_replaced_where_that_is_asked_for_and_their_public_halves_stay() {
    let at = now();
    let (office, dir, ring) = office(at - SignedDuration::from_hours(1));
    let good = issue(&ring.tokens, at);
    let new = node(&dir.path().join("another"));
    keys::install(&office.cx, &new.wrapping, &first(), Before::End, "", at).expect("installed");
    keep(&office.cx, &new, at).expect("kept");
    let next = issue(&new.tokens, at);
    assert!(new.tokens.verify(&next, at).is_ok_and(|claims: Claims| claims.stamp == 1));
    assert!(new.tokens.verify(&good, at).is_err());
    assert!(matches!(keys::office_key(&office.cx, &new.wrapping).expect("read"), OfficeKeyOnRecord::Ready(_)));
    assert!(keep(&office.cx, &ring, at).is_err(), "a node with the old wrapping key stops");
    assert!(ring.tokens.verify(&good, at).is_err());
    assert_eq!(keys::names(&office.cx).expect("names").len(), 4);
    assert_the_record_verifies(&office);
}
