//! Accounts and sessions: rights that change at once, tokens that are used once.

use super::*;
use crate::workflow::frame::testing::{HASH, TestOffice, any};
use crate::workflow::office::accounts;
use domain::base::actor::Role;
use domain::base::ledger::Entry;
use domain::base::marking::{Clearance, Level};
use jiff::ToSpan;

fn at(text: &str) -> Timestamp {
    text.parse().expect("instant")
}

fn code<T: std::fmt::Debug>(r: Result<T, Error>) -> &'static str {
    match r {
        Err(Error::Refused(refusal)) => refusal.code.code,
        other => panic!("not refused: {other:?}"),
    }
}

fn last(office: &TestOffice) -> Entry {
    office.cx.read(|c| Ok(ledger::last(c)?)).expect("read").expect("an entry")
}

struct SignedIn {
    office: TestOffice,
    account: Account,
    session: SessionId,
    now: Timestamp,
}

fn signed_in() -> SignedIn {
    let office = TestOffice::new();
    let now = at("2026-03-10T16:00:00Z");
    let account = office.account("navy1", Role::Reviewer, Some("NAVY"), Level::Secret);
    let found = credentials(&office.cx, " Navy1 ").expect("read").expect("an account");
    assert_eq!((found.account.id, found.password_hash.as_str()), (account.id, HASH));
    let (account, session) = begin(&office.cx, account.id, "hash1", now, now + 12.hours()).expect("begun");
    SignedIn { office, account, session, now }
}

impl SignedIn {
    fn current(&self, stamp: i32, now: Timestamp) -> Result<Account, Error> {
        current(&self.office.cx, self.account.id, self.session, stamp, now)
    }
    fn change(&self, change: accounts::Change) -> Account {
        let keeper = self.office.person("sec1", Role::SecurityOfficer, None);
        accounts::change(&self.office.cx, &any(&keeper), self.account.id, &change).expect("changed")
    }
}

#[test]
fn a_session_answers_who_is_asking_until_it_ends() {
    let s = signed_in();
    assert_eq!(s.current(1, s.now).expect("current"), s.account);
    assert_eq!(code(s.current(1, s.now + 12.hours())), "session.over");
    assert_eq!(code(s.current(2, s.now)), "session.over");
    let who = Actor::of(&s.account, "session:x".into());
    end(&s.office.cx, &who, s.session, s.now).expect("ended");
    assert_eq!(last(&s.office).act.act, "session.end");
    assert_eq!(code(s.current(1, s.now)), "session.over");
    assert_eq!(code(refresh(&s.office.cx, "hash1", "hash2", s.now)), "session.over");
}

#[test]
fn a_change_of_rights_holds_at_once_for_live_tokens_too() {
    let s = signed_in();
    let changed = s.change(accounts::Change { clearance: Some(Clearance(Level::Unclassified)), ..Default::default() });
    assert_eq!(changed.stamp, 2);
    assert_eq!(code(s.current(1, s.now)), "session.over");
    // The session goes on: its next access token carries the new stamp, and so the new rights.
    let (renewed, _) = refresh(&s.office.cx, "hash1", "hash2", s.now).expect("renewed");
    assert_eq!(renewed.clearance, Clearance(Level::Unclassified));
    assert!(s.current(2, s.now).is_ok());
}

#[test]
fn switching_an_account_off_ends_everything() {
    let s = signed_in();
    s.change(accounts::Change { enabled: Some(false), ..Default::default() });
    assert_eq!(code(s.current(2, s.now)), "session.over");
    assert_eq!(code(refresh(&s.office.cx, "hash1", "hash2", s.now)), "session.over");
    assert_eq!(code(begin(&s.office.cx, s.account.id, "hash3", s.now, s.now + 1.hours())), "session.sign_in_failed");
}

#[test]
fn a_new_password_ends_the_sessions_of_the_old_one() {
    let s = signed_in();
    s.change(accounts::Change { password_hash: Some("$other".into()), ..Default::default() });
    assert_eq!(code(refresh(&s.office.cx, "hash1", "hash2", s.now)), "session.over");
    let found = credentials(&s.office.cx, "navy1").expect("read").expect("an account");
    assert_eq!(found.password_hash, "$other");
}

#[test]
fn a_refresh_token_is_used_once_and_an_old_one_that_comes_back_ends_the_session() {
    let s = signed_in();
    let (_, session) = refresh(&s.office.cx, "hash1", "hash2", s.now).expect("renewed");
    assert_eq!(session, s.session);
    assert!(s.current(1, s.now).is_ok());
    assert_eq!(code(refresh(&s.office.cx, "hash1", "hash3", s.now)), "session.over");
    let entry = last(&s.office);
    assert_eq!((entry.act.actor.as_str(), entry.act.detail.as_str()), ("nobody", "session.token_reused"));
    assert_eq!(code(s.current(1, s.now)), "session.over");
    assert_eq!(code(refresh(&s.office.cx, "hash2", "hash3", s.now)), "session.over");
    assert_eq!(code(refresh(&s.office.cx, "unknown", "hash3", s.now)), "session.over");
}

#[test]
fn a_token_any_number_of_turns_old_ends_the_session_when_it_comes_back() {
    for old in 1..=6 {
        let s = signed_in();
        for turn in 1..=6 {
            refresh(&s.office.cx, &format!("hash{turn}"), &format!("hash{}", turn + 1), s.now).expect("renewed");
        }
        let before = last(&s.office).seq;
        assert_eq!(code(refresh(&s.office.cx, &format!("hash{old}"), "stolen", s.now)), "session.over");
        let entry = last(&s.office);
        assert_eq!((entry.seq, entry.act.detail.as_str()), (before + 1, "session.token_reused"), "{old}");
        assert_eq!(entry.act.subject, format!("session:{}", s.session));
        assert_eq!(code(refresh(&s.office.cx, "hash7", "hash8", s.now)), "session.over", "the owner's, too");
        assert_eq!(code(s.current(1, s.now)), "session.over");
        // Once is enough: the session is over.
        assert_eq!(code(refresh(&s.office.cx, &format!("hash{old}"), "stolen", s.now)), "session.over");
        assert_eq!(last(&s.office).seq, before + 1);
    }
}

#[test]
fn a_failed_sign_in_is_entered_without_the_name_that_was_typed() {
    let s = signed_in();
    assert!(credentials(&s.office.cx, "a password typed into the wrong field").expect("read").is_none());
    let same = enter_failed_sign_in(&s.office.cx, None).expect("entered");
    assert_eq!(last(&s.office).act.subject, "account:unknown");
    assert_eq!(
        enter_failed_sign_in(&s.office.cx, Some(s.account.id)).expect("entered"),
        same,
        "an outsider can see the difference"
    );
    assert_eq!(last(&s.office).act.subject, format!("account:{}", s.account.id));
}

#[test]
fn accounts_are_made_by_security_officers_with_names_and_agencies_that_fit() {
    let office = TestOffice::new();
    let keeper = office.person("sec1", Role::SecurityOfficer, None);
    let new = |name: &str, role: Role, agency: Option<&str>| accounts::NewAccount {
        username: name.into(),
        role,
        agency: agency.map(|a| domain::base::agency::AgencyCode::parse(a).expect("code")),
        clearance: Clearance::default(),
        password_hash: HASH.into(),
    };
    let add = |n| accounts::add(&office.cx, &any(&keeper), n);
    assert_eq!(add(new("Exam1", Role::Examiner, None)).expect("added").username, "exam1");
    assert_eq!(code(add(new("EXAM1", Role::Auditor, None))), "account.exists");
    assert_eq!(code(add(new("house", Role::Auditor, None))), "request.invalid");
    assert_eq!(code(add(new("navy1", Role::Reviewer, None))), "request.invalid");
    assert_eq!(code(add(new("navy1", Role::Reviewer, Some("SPACE")))), "agency.unknown");
    assert_eq!(code(add(new("exam2", Role::Examiner, Some("NAVY")))), "request.invalid");
    let examiner = office.person("exam3", Role::Examiner, None);
    let refused = accounts::add(&office.cx, &any(&examiner), new("more", Role::SecurityOfficer, None));
    assert_eq!(code(refused), "role.forbidden");
    assert_eq!(accounts::list(&office.cx, &keeper, None, 2).expect("a page").len(), 2);
}

#[test]
fn h2_nobody_changes_the_own_account_or_keeps_one_above_the_own_clearance() {
    let office = TestOffice::new();
    let keeper_of = |name: &str, level: Level| {
        Actor::of(&office.account(name, Role::SecurityOfficer, None, level), format!("session:{name}"))
    };
    let (low, high) = (keeper_of("low", Level::Secret), keeper_of("high", Level::TopSecret));
    let new = |name: &str, level: Level| accounts::NewAccount {
        username: name.into(),
        role: Role::Examiner,
        agency: None,
        clearance: Clearance(level),
        password_hash: HASH.into(),
    };
    let change = |by: &Actor, id: AccountId, clearance: Option<Level>, password: Option<&str>| {
        let change = accounts::Change {
            clearance: clearance.map(Clearance),
            password_hash: password.map(str::to_owned),
            ..Default::default()
        };
        accounts::change(&office.cx, &any(by), id, &change)
    };
    assert_eq!(code(accounts::add(&office.cx, &any(&low), new("exam1", Level::TopSecret))), "account.above_own");
    let account = accounts::add(&office.cx, &any(&low), new("exam1", Level::Secret)).expect("up to the own clearance");
    assert_eq!(code(change(&low, account.id, Some(Level::TopSecret), None)), "account.above_own");
    change(&high, account.id, Some(Level::TopSecret), None).expect("by an officer cleared for it");
    // The account is above the officer now: its password would be a way to what it may read.
    assert_eq!(code(change(&low, account.id, None, Some(HASH))), "account.above_own");
    assert_eq!(code(change(&low, account.id, Some(Level::Secret), Some(HASH))), "account.above_own");
    for (by, own) in [(&low, low.account), (&high, high.account)] {
        let own = own.expect("a person has an account");
        assert_eq!(code(change(by, own, None, None)), "account.own");
        assert_eq!(code(change(by, own, Some(Level::Unclassified), Some(HASH))), "account.own");
    }
    // What only takes rights away must not wait for somebody cleared higher.
    let stop = |enabled| accounts::Change { enabled: Some(enabled), ..Default::default() };
    assert!(!accounts::change(&office.cx, &any(&low), account.id, &stop(false)).expect("stopped").enabled);
    assert_eq!(code(accounts::change(&office.cx, &any(&low), account.id, &stop(true))), "account.above_own");
    change(&low, account.id, Some(Level::Secret), None).expect("lowered");
    // The command line is the way out where there is one security officer only.
    change(&Actor::command_line(), low.account.expect("an account"), Some(Level::TopSecret), None).expect("changed");
}
