//! A hundred failures, the end of idle sessions, second factors and recent proofs.

use super::*;
use crate::workflow::office::factors as office_factors;
use crate::workflow::office::session_list::{end_all, end_own, list, list_of};

/// What the test of failures asks: whether the right password would open a session from a network.
fn opens(cx: &Ctx, name: &str, network: &str, now: Timestamp) -> bool {
    attempt(cx, name, network, now).expect("counted").prove(true, None).is_ok()
}

fn fail(cx: &Ctx, network: &str, times: usize, now: Timestamp) {
    for _ in 0..times {
        assert!(attempt(cx, "navy1", network, now).expect("counted").prove(false, None).is_err());
    }
}

#[test]
fn s_07_m7_a_guesser_has_a_hundred_tries_in_a_row_whatever_networks_he_has_and_the_owner_still_gets_in() {
    let s = signed_in();
    let cx = &s.office.cx;
    for n in 0..99 {
        fail(cx, &format!("198.51.100.{n}"), 1, s.now);
    }
    assert!(opens(cx, "navy1", "203.0.113.1", s.now), "the hundredth");
    // The right password came as the hundred-and-first: it was not taken note of, since `opens` begins no session.
    assert!(!opens(cx, "navy1", "203.0.113.2", s.now));
    fail(cx, "203.0.113.3", 500, s.now);
    assert!(!opens(cx, "navy1", "203.0.113.3", s.now + 8760.hours()), "time alone opens nothing");
    // Where the owner has signed in before, strangers' failures do not count.
    for turn in 0..3 {
        fail(cx, HOME, 99, s.now);
        begin(cx, &s.proof(), opening(&format!("turn{turn}"), s.now)).expect("begun");
    }
    assert!(!opens(cx, "navy1", "203.0.113.3", s.now), "the owner's success says nothing of strangers");
    let closed = |name: &str| {
        let keeper = Actor::command_line();
        let id = on_record(cx, name).0.id;
        accounts::get(cx, &keeper, id).expect("read").closed_by_failures
    };
    assert!(closed("navy1"));
    s.change(accounts::Change { reopen: true, ..Default::default() });
    assert!(!closed("navy1") && opens(cx, "navy1", "203.0.113.3", s.now));
    // A known network is closed by as many failures of its own.
    fail(cx, HOME, 100, s.now);
    assert!(!opens(cx, "navy1", HOME, s.now) && closed("navy1"));
    s.change(accounts::Change { password: Some(Password::own("$new")), ..Default::default() });
    assert!(opens(cx, "navy1", HOME, s.now), "a new password has had no guesses");
}

#[test]
fn s_07_m7_a_success_from_a_new_network_breaks_the_row_and_makes_the_network_known() {
    let s = signed_in();
    let cx = &s.office.cx;
    fail(cx, "198.51.100.1", 99, s.now);
    let away = attempt(cx, "navy1", "203.0.113.7", s.now).expect("counted").prove(true, None).expect("the hundredth");
    begin(cx, &away, opening("away", s.now)).expect("begun");
    fail(cx, "198.51.100.1", 100, s.now);
    assert!(!opens(cx, "navy1", "198.51.100.1", s.now));
    assert!(opens(cx, "navy1", "203.0.113.7", s.now) && opens(cx, "navy1", HOME, s.now));
}

#[test]
fn s_07_m7_tries_at_once_are_all_counted() {
    let s = signed_in();
    let (cx, now) = (&s.office.cx, s.now);
    let let_pass: usize = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..8)
            .map(|n| {
                let count = move || (0..30).filter(|_| opens(cx, "navy1", &format!("198.51.100.{n}"), now)).count();
                scope.spawn(count)
            })
            .collect();
        tries.into_iter().map(|t| t.join().expect("a thread")).sum()
    });
    assert_eq!(let_pass, 100);
}

#[test]
fn s_09_a_session_that_is_not_used_is_over() {
    let s = signed_in();
    s.refresh("hash1", "hash2", s.now + 29.minutes()).expect("in use");
    assert_eq!(list(&s.office.cx, &owner(&s), s.session, s.now + 58.minutes(), IDLE).expect("read").len(), 1);
    s.refresh("hash2", "hash3", s.now + 58.minutes()).expect("still in use");
    assert_eq!(code(s.refresh("hash3", "hash4", s.now + 88.minutes())), "session.over");
    assert!(list(&s.office.cx, &owner(&s), s.session, s.now + 88.minutes(), IDLE).expect("read").is_empty());
}

fn owner(s: &SignedIn) -> Actor {
    Actor::of(&s.account, format!("session:{}", s.session), s.office.cx.today())
}

#[test]
fn sessions_are_listed_and_ended_by_their_owner_and_by_security_officers() {
    let s = signed_in();
    let cx = &s.office.cx;
    let (_, second) = begin(cx, &s.proof(), opening("other", s.now + 1.minutes())).expect("begun");
    let other = s.office.account("army1", Role::Reviewer, Some("ARMY"), Level::Secret);
    let stranger = Actor::of(&other, "session:x".into(), s.office.cx.today());
    let listed = list(cx, &owner(&s), s.session, s.now, IDLE).expect("read");
    let shown: Vec<_> = listed.iter().map(|v| (v.id, v.network.as_str(), v.current)).collect();
    assert_eq!(shown, [(s.session, HOME, true), (second, HOME, false)]);
    assert!(list(cx, &stranger, s.session, s.now, IDLE).expect("read").is_empty());
    assert_eq!(code(end_own(cx, &stranger, second, s.now)), "not_found");
    end_own(cx, &owner(&s), second, s.now).expect("ended");
    assert_eq!(last(&s.office).act.act, "session.end");
    assert_eq!(code(current(cx, s.account.id, second, 1, s.now)), "session.over");
    assert!(s.current(1, s.now).is_ok());
    let keeper = s.office.person("sec1", Role::SecurityOfficer, None);
    assert_eq!(code(list_of(cx, &stranger, s.account.id, s.now, IDLE)), "role.forbidden");
    assert_eq!(list_of(cx, &keeper, s.account.id, s.now, IDLE).expect("read").len(), 1);
    assert_eq!(code(end_all(cx, &any(&stranger), s.account.id, s.now)), "role.forbidden");
    end_all(cx, &any(&keeper), s.account.id, s.now).expect("ended");
    assert_eq!(last(&s.office).act.detail, "ended=1");
    assert_eq!(code(s.current(1, s.now)), "session.over");
}

/// Puts a factor in use whose first one-time password was of period 100.
fn with_factor(s: &SignedIn) {
    let cx = &s.office.cx;
    office_factors::begin(cx, &owner(s), s.session, &s.proof(), "sealed", s.now).expect("begun");
    let factor = office_factors::unconfirmed(cx, &owner(s)).expect("read");
    assert_eq!(code(office_factors::confirm(cx, &owner(s), s.session, &factor, None, s.now)), "request.invalid");
    assert!(attempt(cx, "navy1", HOME, s.now).expect("counted").prove(true, None).is_ok(), "not in use yet");
    office_factors::confirm(cx, &owner(s), s.session, &factor, Some(100), s.now).expect("confirmed");
    assert_eq!(code(office_factors::unconfirmed(cx, &owner(s))), "not_found");
    assert_eq!(code(office_factors::confirm(cx, &owner(s), s.session, &factor, Some(101), s.now)), "not_found");
}

#[test]
fn s_19_a_factor_is_asked_for_at_every_sign_in_and_each_one_time_password_is_good_once() {
    let s = signed_in();
    let cx = &s.office.cx;
    with_factor(&s);
    let proved = |period| attempt(cx, "navy1", HOME, s.now).expect("counted").prove(true, period);
    assert!(proved(None).is_err(), "the password alone");
    assert_eq!(code(begin(cx, &proved(Some(100)).expect("right"), opening("a", s.now))), "session.sign_in_failed");
    begin(cx, &proved(Some(101)).expect("right"), opening("b", s.now)).expect("begun");
    for used in [99, 100, 101] {
        assert_eq!(code(begin(cx, &proved(Some(used)).expect("right"), opening("c", s.now))), "session.sign_in_failed");
    }
    // Two requests with one one-time password: the first to be recorded has it.
    let (one, two) = (proved(Some(102)).expect("right"), proved(Some(102)).expect("right"));
    begin(cx, &one, opening("d", s.now)).expect("begun");
    assert_eq!(code(begin(cx, &two, opening("e", s.now))), "session.sign_in_failed");
    assert_eq!(code(change_password(cx, &two, &Password::own("$x"), opening("f", s.now))), "session.sign_in_failed");
    // An account that gets its factor while the password is checked does not open without it.
    let bare = s.office.account("army1", Role::Reviewer, Some("ARMY"), Level::Secret);
    let early = proof(cx, "army1", s.now);
    let (_, session) = begin(cx, &proof(cx, "army1", s.now), opening("g", s.now)).expect("begun");
    let who = Actor::of(&bare, format!("session:{session}"), s.office.cx.today());
    office_factors::begin(cx, &who, session, &proof(cx, "army1", s.now), "sealed", s.now).expect("begun");
    let factor = office_factors::unconfirmed(cx, &who).expect("read");
    office_factors::confirm(cx, &who, session, &factor, Some(7), s.now).expect("confirmed");
    assert_eq!(code(begin(cx, &early, opening("h", s.now))), "session.sign_in_failed");
}

#[test]
fn s_19_a_lost_factor_is_taken_away_by_two_security_officers() {
    let s = signed_in();
    let cx = &s.office.cx;
    with_factor(&s);
    let keeper = |name: &str| s.office.person(name, Role::SecurityOfficer, None);
    let (one, two) = (keeper("one"), keeper("two"));
    let change = accounts::Change { remove_factor: true, ..Default::default() };
    let kept = accounts::change(cx, &any(&one), s.account.id, &change).expect("proposed");
    assert!(kept.has_factor && kept.proposal.as_ref().is_some_and(|p| p.remove_factor));
    let proposal = kept.proposal.expect("a proposal").id;
    assert_eq!(code(accounts::confirm(cx, &any(&one), proposal)), "account.second_person");
    let done = accounts::confirm(cx, &any(&two), proposal).expect("confirmed");
    assert!(!done.has_factor && done.account.enabled);
    assert_eq!(code(s.current(1, s.now)), "session.over");
    assert!(attempt(cx, "navy1", HOME, s.now).expect("counted").prove(true, None).is_ok());
}

#[test]
fn s_18_a_grave_act_asks_for_a_proof_of_the_last_five_minutes() {
    let s = signed_in();
    let cx = &s.office.cx;
    let asks = |now: Timestamp| {
        let (_, session) = current(cx, s.account.id, s.session, 1, now).expect("live");
        require_step_up(cx, &session, now).map_err(|refusal| refusal.code.code)
    };
    assert_eq!(asks(s.now), Err("session.step_up_required"), "a password is not enough");
    with_factor(&s);
    assert_eq!(asks(s.now), Ok(()), "confirming the factor proved it");
    assert_eq!(asks(s.now + 5.minutes()), Ok(()));
    assert_eq!(asks(s.now + 5.minutes() + 1.seconds()), Err("session.step_up_required"));
    assert_eq!(asks(s.now - 1.seconds()), Err("session.step_up_required"), "a clock that was set back");
    let later = s.now + 1.hours();
    let proved =
        |name: &str, period| attempt(cx, name, HOME, later).expect("counted").prove(true, period).expect("right");
    step_up(cx, &owner(&s), s.session, &proved("navy1", Some(200)), later).expect("stepped up");
    assert_eq!(last(&s.office).act.act, "session.step_up");
    assert_eq!(asks(later), Ok(()));
    // The proof of somebody else opens nothing.
    s.office.account("army1", Role::Reviewer, Some("ARMY"), Level::Secret);
    let stranger = proved("army1", None);
    assert_eq!(code(step_up(cx, &owner(&s), s.session, &stranger, later)), "session.sign_in_failed");
}
