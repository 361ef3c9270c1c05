//! Accounts and sessions: rights that change at once, tokens that are used once.

use super::*;
use crate::workflow::frame::testing::{HASH, TestOffice, any};
use crate::workflow::office::accounts::{self, Password};
use domain::base::actor::Role;
use domain::base::ledger::Entry;
use domain::base::marking::{Grant, Level};
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
    let proved = proof(&office.cx, " Navy1 ", now);
    assert_eq!((proved.found.account.id, proved.found.password.hash.as_str()), (account.id, HASH));
    let (account, session) = begin(&office.cx, &proved, opening("hash1", now)).expect("begun");
    SignedIn { office, account, session, now }
}

const IDLE: SignedDuration = SignedDuration::from_mins(30);
const HOME: &str = "192.0.2.1";

/// A sign-in from the same network each time, with the right password.
fn proof(cx: &Ctx, name: &str, now: Timestamp) -> Proved {
    attempt(cx, name, HOME, now).expect("counted").prove(true, None).expect("proved")
}

fn opening(refresh_hash: &str, now: Timestamp) -> Opening<'_> {
    Opening { refresh_hash, now, expires_at: now + 12.hours() }
}

/// The account of a name with its password.
fn on_record(cx: &Ctx, name: &str) -> (Account, Password) {
    cx.read(|conn| Ok(crate::store::office::accounts::credentials(conn, name)?)).expect("read").expect("an account")
}

impl SignedIn {
    fn current(&self, stamp: i32, now: Timestamp) -> Result<Account, Error> {
        current(&self.office.cx, self.account.id, self.session, stamp, now).map(|(account, _)| account)
    }
    fn refresh(&self, presented: &str, next: &str, now: Timestamp) -> Result<(Account, SessionId), Error> {
        refresh(&self.office.cx, presented, next, now, IDLE)
    }
    fn proof(&self) -> Proved {
        proof(&self.office.cx, "navy1", self.now)
    }
    fn change(&self, change: accounts::Change) -> Account {
        // The keeper of the machine, who needs nobody's word.
        let keeper = Actor::command_line();
        accounts::change(&self.office.cx, &any(&keeper), self.account.id, &change).expect("changed").account
    }
}

#[test]
fn a_session_answers_who_is_asking_until_it_ends() {
    let s = signed_in();
    assert_eq!(s.current(1, s.now).expect("current"), s.account);
    assert_eq!(code(s.current(1, s.now + 12.hours())), "session.over");
    assert_eq!(code(s.current(2, s.now)), "session.over");
    let who = Actor::of(&s.account, "session:x".into(), s.office.cx.today());
    end(&s.office.cx, &who, s.session, s.now).expect("ended");
    assert_eq!(last(&s.office).act.act, "session.end");
    assert_eq!(code(s.current(1, s.now)), "session.over");
    assert_eq!(code(s.refresh("hash1", "hash2", s.now)), "session.over");
}

#[test]
fn a_change_of_rights_holds_at_once_for_live_tokens_too() {
    let s = signed_in();
    let changed = s.change(accounts::Change { clearance: Some(Level::Unclassified), ..Default::default() });
    assert_eq!(changed.stamp, 2);
    assert_eq!(code(s.current(1, s.now)), "session.over");
    // The session goes on: its next access token carries the new stamp, and so the new rights.
    let (renewed, _) = s.refresh("hash1", "hash2", s.now).expect("renewed");
    assert_eq!(renewed.clearance.level, Level::Unclassified);
    assert!(s.current(2, s.now).is_ok());
}

#[test]
fn switching_an_account_off_ends_everything() {
    let s = signed_in();
    let proved = s.proof();
    s.change(accounts::Change { enabled: Some(false), ..Default::default() });
    assert_eq!(code(s.current(2, s.now)), "session.over");
    assert_eq!(code(s.refresh("hash1", "hash2", s.now)), "session.over");
    assert_eq!(code(begin(&s.office.cx, &proved, opening("hash3", s.now))), "session.sign_in_failed");
}

#[test]
fn a_new_password_ends_the_sessions_of_the_old_one() {
    let s = signed_in();
    s.change(accounts::Change { password: Some(Password::own("$other")), ..Default::default() });
    assert_eq!(code(s.refresh("hash1", "hash2", s.now)), "session.over");
    assert_eq!(on_record(&s.office.cx, "navy1").1.hash, "$other");
}

#[test]
fn a_refresh_token_is_used_once_and_an_old_one_that_comes_back_ends_the_session() {
    let s = signed_in();
    let (_, session) = s.refresh("hash1", "hash2", s.now).expect("renewed");
    assert_eq!(session, s.session);
    assert!(s.current(1, s.now).is_ok());
    assert_eq!(code(s.refresh("hash1", "hash3", s.now)), "session.over");
    let entry = last(&s.office);
    assert_eq!((entry.act.actor.as_str(), entry.act.detail.as_str()), ("nobody", "session.token_reused"));
    assert_eq!(code(s.current(1, s.now)), "session.over");
    assert_eq!(code(s.refresh("hash2", "hash3", s.now)), "session.over");
    assert_eq!(code(s.refresh("unknown", "hash3", s.now)), "session.over");
}

#[test]
fn a_token_any_number_of_turns_old_ends_the_session_when_it_comes_back() {
    for old in 1..=6 {
        let s = signed_in();
        for turn in 1..=6 {
            s.refresh(&format!("hash{turn}"), &format!("hash{}", turn + 1), s.now).expect("renewed");
        }
        let before = last(&s.office).seq;
        assert_eq!(code(s.refresh(&format!("hash{old}"), "stolen", s.now)), "session.over");
        let entry = last(&s.office);
        assert_eq!((entry.seq, entry.act.detail.as_str()), (before + 1, "session.token_reused"), "{old}");
        assert_eq!(entry.act.subject, format!("session:{}", s.session));
        assert_eq!(code(s.refresh("hash7", "hash8", s.now)), "session.over", "the owner's, too");
        assert_eq!(code(s.current(1, s.now)), "session.over");
        // Once is enough: the session is over.
        assert_eq!(code(s.refresh(&format!("hash{old}"), "stolen", s.now)), "session.over");
        assert_eq!(last(&s.office).seq, before + 1);
    }
}

#[test]
fn a_failed_sign_in_is_entered_without_the_name_that_was_typed() {
    let s = signed_in();
    let typed = attempt(&s.office.cx, "a password typed into the wrong field", HOME, s.now).expect("counted");
    assert!(typed.found.is_none() && typed.prove(true, None).is_err());
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
        supervisor: false,
        username: name.into(),
        role,
        agency: agency.map(|a| domain::base::agency::AgencyCode::parse(a).expect("code")),
        clearance: Grant::default(),
        password: Password::own(HASH),
    };
    let add = |n| accounts::add(&office.cx, &any(&keeper), n);
    assert_eq!(add(new("Exam1", Role::Examiner, None)).expect("added").account.username, "exam1");
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

/// Lets a second security officer confirm what was proposed.
fn confirmed(office: &TestOffice, by: &Actor, kept: accounts::Kept) -> Account {
    let proposal = kept.proposal.expect("a proposal").id;
    let done = accounts::confirm(&office.cx, &any(by), proposal).expect("confirmed");
    assert_eq!(done.proposal, None);
    assert_eq!(code(accounts::confirm(&office.cx, &any(by), proposal)), "not_found", "once");
    done.account
}

#[test]
fn h2_what_gives_an_account_rights_takes_two_security_officers_and_what_takes_them_one() {
    let office = TestOffice::new();
    let cx = &office.cx;
    let keeper = |name: &str| office.person(name, Role::SecurityOfficer, None);
    let (one, two) = (keeper("one"), keeper("two"));
    let change =
        |by: &Actor, id, change: accounts::Change| accounts::change(cx, &any(by), id, &change).expect("changed");
    let signs_in = |name: &str| on_record(cx, name).0.enabled;
    let new = accounts::NewAccount {
        supervisor: false,
        username: "ghost".into(),
        role: Role::Official,
        agency: Some(domain::base::agency::AgencyCode::parse("NAVY").expect("code")),
        clearance: Grant::of(Level::Secret),
        password: Password::given(HASH),
    };
    let added = accounts::add(cx, &any(&one), new).expect("added");
    let (id, proposal) = (added.account.id, added.proposal.clone().expect("a proposal").id);
    assert!(!added.account.enabled && !signs_in("ghost"), "one person makes nobody");
    assert_eq!(code(accounts::confirm(cx, &any(&one), proposal)), "account.second_person");
    let examiner = office.person("exam1", Role::Examiner, None);
    assert_eq!(code(accounts::confirm(cx, &any(&examiner), proposal)), "role.forbidden");
    assert!(confirmed(&office, &two, added).enabled && signs_in("ghost"));

    // Each kind of gift waits; the account stays as it is.
    let before = accounts::get(cx, &one, id).expect("read");
    let raise = accounts::Change { clearance: Some(Level::TopSecret), ..Default::default() };
    let reset = accounts::Change { password: Some(Password::given("$new")), ..Default::default() };
    for gift in [raise.clone(), reset.clone()] {
        let kept = change(&one, id, gift);
        assert_eq!(kept.account, before.account);
        assert!(kept.proposal.is_some());
        assert_eq!(on_record(cx, "ghost").1.hash, HASH);
    }
    // A later proposal takes the place of the one before it; it can be taken back.
    let listed = accounts::get(cx, &two, id).expect("read").proposal.expect("the last one");
    assert!(listed.new_password && listed.clearance == Level::Secret);
    let back = accounts::withdraw(cx, &any(&two), listed.id).expect("taken back");
    assert_eq!((back.proposal, back.account), (None, before.account.clone()));

    // What takes away is done at once, also where the same request gives something.
    let both = accounts::Change { enabled: Some(false), ..reset };
    let kept = change(&one, id, both);
    assert!(!kept.account.enabled && kept.proposal.is_some_and(|p| p.new_password && !p.enabled));
    // What was proposed for an account that was changed since is not confirmed.
    let kept = change(&one, id, raise.clone());
    let proposal = kept.proposal.expect("a proposal").id;
    change(&Actor::command_line(), id, accounts::Change { enabled: Some(true), ..Default::default() });
    assert_eq!(code(accounts::confirm(cx, &any(&two), proposal)), "precondition.stale");
    // Nor what somebody proposed who no longer keeps accounts.
    let proposal = change(&one, id, raise).proposal.expect("a proposal").id;
    let off = accounts::Change { enabled: Some(false), ..Default::default() };
    change(&Actor::command_line(), one.account.expect("an account"), off);
    assert_eq!(code(accounts::confirm(cx, &any(&two), proposal)), "precondition.stale");
    assert_eq!(accounts::get(cx, &two, id).expect("read").account.clearance.level, Level::Secret);
}

#[test]
fn h2_nobody_confirms_a_gift_to_the_own_account() {
    let office = TestOffice::new();
    let keeper = |name: &str, level| {
        Actor::of(&office.account(name, Role::SecurityOfficer, None, level), "session:x".into(), office.cx.today())
    };
    let (one, two) = (keeper("one", Level::TopSecret), keeper("two", Level::TopSecret));
    let gift = accounts::Change { password: Some(Password::given("$new")), ..Default::default() };
    let kept = accounts::change(&office.cx, &any(&one), two.account.expect("an account"), &gift).expect("proposed");
    let proposal = kept.proposal.expect("a proposal").id;
    assert_eq!(code(accounts::confirm(&office.cx, &any(&two), proposal)), "account.own");
}

#[test]
fn h2_a_password_that_somebody_gave_is_replaced_by_its_owner_and_ends_every_session() {
    let s = signed_in();
    let cx = &s.office.cx;
    let (account, session) =
        change_password(cx, &s.proof(), &Password::own("$mine"), opening("hash2", s.now)).expect("changed");
    assert_eq!(account.stamp, s.account.stamp + 1);
    assert_eq!(code(s.current(1, s.now)), "session.over", "the session from before");
    assert_eq!(current(cx, account.id, session, account.stamp, s.now).expect("the new one").0, account);
    assert_eq!(on_record(cx, "navy1").1, Password::own("$mine"));
    let proved = s.proof();
    let acts: Vec<_> = ["account.change_own_password", "session.begin"].into();
    let entries = cx.read(|conn| Ok(crate::store::office::ledger::after(conn, 0, i64::MAX)?)).expect("read");
    let last: Vec<_> = entries.iter().rev().take(2).rev().map(|e| e.act.act.as_str()).collect();
    assert_eq!(last, acts);
    let off = accounts::Change { enabled: Some(false), ..Default::default() };
    s.change(off);
    let gone = change_password(cx, &proved, &Password::own("$x"), opening("hash3", s.now));
    assert_eq!(code(gone), "session.sign_in_failed");
}

/// Checking a password takes a while. What comes to the account meanwhile wins over what the old password could do.
#[test]
fn h2_a_password_that_was_replaced_while_it_was_checked_opens_nothing() {
    let s = signed_in();
    let cx = &s.office.cx;
    let checked = s.proof();
    s.change(accounts::Change { password: Some(Password::given("$reset")), ..Default::default() });
    let new = Password::own("$thief");
    assert_eq!(code(begin(cx, &checked, opening("hash2", s.now))), "session.sign_in_failed");
    assert_eq!(code(change_password(cx, &checked, &new, opening("hash3", s.now))), "session.sign_in_failed");
    assert_eq!(on_record(cx, "navy1").1, Password::given("$reset"));
    // Of two who know a password that was given, the first to replace it has the account.
    let (first, second) = (s.proof(), s.proof());
    change_password(cx, &first, &Password::own("$first"), opening("hash4", s.now)).expect("changed");
    assert_eq!(code(change_password(cx, &second, &new, opening("hash5", s.now))), "session.sign_in_failed");
    assert_eq!(on_record(cx, "navy1").1, Password::own("$first"));
}

#[test]
fn h2_nobody_changes_the_own_account_or_keeps_one_above_the_own_clearance() {
    let office = TestOffice::new();
    let keeper_of = |name: &str, level: Level| {
        Actor::of(
            &office.account(name, Role::SecurityOfficer, None, level),
            format!("session:{name}"),
            office.cx.today(),
        )
    };
    let (low, high) = (keeper_of("low", Level::Secret), keeper_of("high", Level::TopSecret));
    let new = |name: &str, level: Level| accounts::NewAccount {
        supervisor: false,
        username: name.into(),
        role: Role::Examiner,
        agency: None,
        clearance: Grant::of(level),
        password: Password::own(HASH),
    };
    let change = |by: &Actor, id: AccountId, clearance: Option<Level>, password: Option<&str>| {
        let change = accounts::Change { clearance, password: password.map(Password::given), ..Default::default() };
        accounts::change(&office.cx, &any(by), id, &change)
    };
    assert_eq!(code(accounts::add(&office.cx, &any(&low), new("exam1", Level::TopSecret))), "account.above_own");
    let added = accounts::add(&office.cx, &any(&low), new("exam1", Level::Secret)).expect("up to the own clearance");
    let account = confirmed(&office, &high, added);
    assert_eq!(code(change(&low, account.id, Some(Level::TopSecret), None)), "account.above_own");
    let raised = change(&high, account.id, Some(Level::TopSecret), None).expect("by an officer cleared for it");
    let proposal = raised.proposal.as_ref().expect("a proposal").id;
    assert_eq!(code(accounts::confirm(&office.cx, &any(&low), proposal)), "account.above_own");
    confirmed(&office, &keeper_of("high2", Level::TopSecret), raised);
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
    assert!(!accounts::change(&office.cx, &any(&low), account.id, &stop(false)).expect("stopped").account.enabled);
    assert_eq!(code(accounts::change(&office.cx, &any(&low), account.id, &stop(true))), "account.above_own");
    change(&low, account.id, Some(Level::Secret), None).expect("lowered");
    // The command line is the way out where there is one security officer only.
    change(&Actor::command_line(), low.account.expect("an account"), Some(Level::TopSecret), None).expect("changed");
}

mod proofs;
