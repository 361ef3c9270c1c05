//! An office for one test: a store, a clock that the test sets, and people of every role. Its verbs are those of the
//! workflow with the inputs that most tests need.

use crate::frame::harness::{Place, Template, flagged_filing};
use domain::base::actor::{Actor, Role};
use domain::base::agency::AgencyCode;
use domain::base::calendar::start_of_day;
use domain::base::ids::{FilingId, OrderId, ReferralId};
use domain::base::ledger::Inspector;
use domain::base::marking::{Grant, Level};
use domain::base::order_type::OrderType;
use domain::filing::{Filing, ReceivedBy};
use domain::law::issue::CountryTable;
use domain::order::Need;
use domain::review::referral::{Conclusion, Finding};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use subrosa::clock::{Clock, FixedClock, SystemIds};
use subrosa::store::Store;
use subrosa::store::filing::screenings::{Decision, HitRecord};
use subrosa::store::filing::{filings, screenings};
use subrosa::store::office::{accounts as store_accounts, ledger};
use subrosa::store::review::referrals::{self as referral_rows, acknowledgments};
use subrosa::workflow::clock::tick::run_days;
use subrosa::workflow::filing::intake;
use subrosa::workflow::frame::list_in_force;
use subrosa::workflow::list::setup;
use subrosa::workflow::office::accounts;
use subrosa::workflow::office::ledger::verify;
use subrosa::workflow::order::determine::{DetermineInput, determine};
use subrosa::workflow::order::issue::{IssueInput, issue};
use subrosa::workflow::order::orders::OrderView;
use subrosa::workflow::order::rescind::{RescissionRequestInput, request_rescission, rescind};
use subrosa::workflow::order::settle::TickSummary;
use subrosa::workflow::order::{orders, renew};
use subrosa::workflow::review::acknowledge::{AcknowledgeInput, acknowledge};
use subrosa::workflow::review::opine::{OpinionInput, opine};
use subrosa::workflow::review::recommend::{RecommendInput, recommend};
use subrosa::workflow::review::refer::{ReferInput, refer};
use subrosa::workflow::review::referrals::{AcknowledgmentView, OpinionView, RecommendationView, ReferralView};
use subrosa::workflow::review::{referrals, triage};
use subrosa::workflow::{By, Ctx, Error, IfMatch, Settings};

/// The day every office opens, a Tuesday.
pub const OPENING: &str = "2026-03-10";

/// An office for one test.
pub struct TestOffice {
    /// Dropped before the database is.
    at_end: VerifiedAtEnd,
    pub cx: Ctx,
    pub clock: Arc<FixedClock>,
    pub place: Place,
    people: BTreeMap<&'static str, Actor>,
}

/// Verifies the record at the end of a test, whatever the test did.
struct VerifiedAtEnd {
    cx: Ctx,
    /// Whether the test puts rows on record past the acts.
    is_edited: AtomicBool,
}

impl VerifiedAtEnd {
    fn of(cx: &Ctx) -> Self {
        Self { cx: cx.clone(), is_edited: AtomicBool::new(false) }
    }
}

impl Drop for VerifiedAtEnd {
    fn drop(&mut self) {
        if std::thread::panicking() || self.is_edited.load(Ordering::Relaxed) {
            return;
        }
        let verified = verify(&self.cx, &[]).expect("read");
        if let Err(wrong) = verified.end() {
            panic!("the record does not verify:\n{}", wrong.join("\n"));
        }
    }
}

/// The people of every office: name, role, agency.
const PEOPLE: [(&str, Role, Option<&str>); 14] = [
    ("intake1", Role::Intake, None),
    ("exam1", Role::Examiner, None),
    ("officer1", Role::LicensingOfficer, None),
    ("officer2", Role::LicensingOfficer, None),
    ("navy1", Role::Reviewer, Some("NAVY")),
    ("navy2", Role::Official, Some("NAVY")),
    ("army1", Role::Reviewer, Some("ARMY")),
    ("army2", Role::Official, Some("ARMY")),
    ("dod1", Role::Official, Some("DOD")),
    ("doe1", Role::Official, Some("DOE")),
    ("doe2", Role::Reviewer, Some("DOE")),
    ("nasa1", Role::Official, Some("NASA")),
    ("sec1", Role::SecurityOfficer, None),
    ("audit1", Role::Auditor, None),
];

/// An office on its opening day, of which most tests get a copy.
const TEMPLATE: Template = Template { name: "office", prepare: |place| TestOffice::opened(place, OPENING).place };

/// Noon of a day in Washington.
pub fn noon(day: Date) -> Timestamp {
    start_of_day(day) + jiff::SignedDuration::from_hours(12)
}

/// A day from its text, `2026-03-10`.
pub fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// Runs a test in an office on each database.
pub fn everywhere(what: &str, test: impl Fn(&TestOffice)) {
    everywhere_with(what, &[], test);
}

/// Runs a test in an office with more people on each database.
pub fn everywhere_with(what: &str, more: &[(&'static str, Role, Option<&str>)], test: impl Fn(&TestOffice)) {
    let sqlite = Some(Place::sqlite_from(&TEMPLATE));
    for place in [sqlite, Place::postgres_from(what, &TEMPLATE)].into_iter().flatten() {
        let mut office = TestOffice::in_copy(place);
        more.iter().for_each(|(name, role, agency)| office.add_person(name, *role, *agency, Level::TopSecret));
        test(&office);
    }
}

/// The code of the refusal; the test fails if the act was not refused.
#[track_caller]
pub fn refused<T: std::fmt::Debug>(done: Result<T, Error>) -> &'static str {
    match done {
        Err(Error::Refused(r)) => r.code.code,
        other => panic!("not refused: {other:?}"),
    }
}

/// Acts as this person on whichever version is there (`If-Match: *`).
pub fn by(actor: &Actor) -> By<'_> {
    By { actor, if_match: IfMatch::Any, idempotency: None, sent: None }
}

/// The opinion that an order should issue.
pub fn order_opinion() -> OpinionInput {
    OpinionInput {
        conclusion: Conclusion::Order,
        order_type: Some(OrderType::II),
        grounds: vec![],
        considerations: None,
        conditions: vec![],
        reason: "would reveal a method".into(),
        filing_version: None,
    }
}

impl TestOffice {
    /// Opens an office on [`OPENING`].
    pub fn at(place: Place) -> Self {
        Self::opened(place, OPENING)
    }

    /// Opens an office on another day.
    pub fn opened(place: Place, on: &str) -> Self {
        Self::open_with(place, on, false)
    }

    /// Opens an office on a database marked as a demonstration: the clock of its commands can be set.
    pub fn demonstration(place: Place) -> Self {
        Self::open_with(place, OPENING, true)
    }

    fn open_with(place: Place, on: &str, demo: bool) -> Self {
        let mut office = Self::open_without_people(place, on, demo);
        setup::prepare_with(&office.cx, include_str!("list.toml")).expect("prepared");
        for (name, role, agency) in PEOPLE {
            office.add_person(name, role, agency, Level::TopSecret);
        }
        office
    }

    /// An office in a copy of [`TEMPLATE`].
    fn in_copy(place: Place) -> Self {
        let mut office = Self::open_without_people(place, OPENING, false);
        let there = office.cx.read(|conn| Ok(store_accounts::page(conn, None, i64::MAX)?)).expect("accounts");
        for (name, _, _) in PEOPLE {
            let account = there.iter().find(|a| a.username == name).expect("an account of the template");
            office.people.insert(name, Actor::of(account, format!("session:{name}"), office.cx.today()));
        }
        office
    }

    fn open_without_people(place: Place, on: &str, demo: bool) -> Self {
        let store = Store::open(&place.database.parse().expect("a URL"), demo).expect("a store");
        let clock = Arc::new(FixedClock::at(noon(day(on))));
        let cx = Ctx {
            store,
            clock: clock.clone(),
            ids: Arc::new(SystemIds),
            settings: Arc::new(Settings {
                countries: vec![CountryTable { from: day("2000-01-01"), countries: vec!["GB".into(), "JP".into()] }],
                mail_domain: "office.example".into(),
                ..Settings::default()
            }),
            lists: Arc::new(list_in_force::InForce::default()),
            tree: Arc::default(),
            service: None,
        };
        Self { at_end: VerifiedAtEnd::of(&cx), cx, clock, place, people: BTreeMap::new() }
    }

    /// The same office with a copy of its record, on SQLite. The clock is shared.
    pub fn copy(&self) -> Self {
        let place = Place::sqlite();
        let file = place.database.strip_prefix("sqlite:").expect("a file");
        assert!(self.cx.store.copy_to(file.as_ref()).expect("copied"));
        let store = Store::open(&place.database.parse().expect("a URL"), false).expect("a store");
        let cx = Ctx { store, tree: Arc::default(), ..self.cx.clone() };
        Self { at_end: VerifiedAtEnd::of(&cx), cx, clock: self.clock.clone(), place, people: self.people.clone() }
    }

    /// Says that the test puts rows on record past the acts, so that the record does not verify at its end.
    pub fn is_edited(&self) {
        self.at_end.is_edited.store(true, Ordering::Relaxed);
    }

    /// Adds a person.
    pub fn add_person(&mut self, name: &'static str, role: Role, agency: Option<&str>, level: Level) {
        let new = accounts::NewAccount {
            supervisor: false,
            username: name.into(),
            role,
            agency: agency.map(|a| AgencyCode::parse(a).expect("code")),
            clearance: Grant::of(level),
            password: accounts::Password::own("not checked here"),
        };
        let account = accounts::add(&self.cx, &By::system(&Actor::command_line()), new).expect("added").account;
        self.people.insert(name, Actor::of(&account, format!("session:{name}"), self.cx.today()));
    }

    /// Makes an account that a command added a person of the office.
    pub fn meet(&mut self, name: &'static str) {
        let account = accounts::find_by_name(&self.cx, &Actor::command_line(), name).expect("an account");
        self.people.insert(name, Actor::of(&account, format!("session:{name}"), self.cx.today()));
    }

    /// Makes an examiner a supervisor, who sees what other examiners have.
    pub fn let_supervise(&mut self, name: &'static str) {
        let account = self.who(name).account.expect("an account");
        let change = accounts::Change { supervisor: Some(true), ..accounts::Change::default() };
        accounts::change(&self.cx, &by(&Actor::command_line()), account, &change).expect("changed");
        self.meet(name);
    }

    /// Gives an account another clearance.
    pub fn clear(&self, name: &str, level: Level) {
        let account = self.who(name).account.expect("an account");
        let change = accounts::Change { clearance: Some(level), ..accounts::Change::default() };
        accounts::change(&self.cx, &by(&Actor::command_line()), account, &change).expect("changed");
    }

    /// A person of the office by name.
    #[track_caller]
    pub fn who(&self, name: &str) -> &Actor {
        self.people.get(name).unwrap_or_else(|| panic!("nobody is called {name}"))
    }

    /// Sets the time to noon of a day. The clock job does not run.
    pub fn sleep_until(&self, to: &str) {
        self.clock.set(noon(day(to)));
    }

    /// Lets every day up to a day pass and runs the clock job on each.
    pub fn pass_until(&self, to: &str) -> TickSummary {
        let done = run_days(&self.cx, self.clock.now(), noon(day(to)), |t| {
            self.clock.set(t);
            Ok(())
        });
        let summary = done.expect("the clock runs");
        assert_eq!(summary.failed, 0);
        summary
    }

    /// Takes in a filing, with some fields changed.
    pub fn filing(&self, n: u64, more: Value) -> FilingId {
        let mut form = flagged_filing(n);
        for (key, value) in more.as_object().expect("an object") {
            form[key] = value.clone();
        }
        let mut filing: Filing = serde_json::from_value(form).expect("a filing");
        if filing.marking.level.is_classified() {
            // Ordinary intake would refuse a classified filing (R1.6).
            filing.received_by = ReceivedBy::HandCarried;
        }
        intake::receive(&self.cx, &by(self.who("intake1")), &filing).expect("received").id
    }

    /// Takes in a filing and confirms all its hits.
    pub fn confirmed(&self, n: u64, more: Value) -> FilingId {
        let filing = self.filing(n, more);
        for hit in self.hits(filing) {
            let reason = "the passage is to the point";
            triage::decide(&self.cx, &by(self.who("exam1")), hit.id, Decision::Confirm, reason).expect("decided");
        }
        filing
    }

    /// The hits of a filing's latest screening.
    pub fn hits(&self, filing: FilingId) -> Vec<HitRecord> {
        let latest = self.cx.read(|conn| {
            let id = screenings::latest_id(conn, filing)?.expect("a screening");
            Ok(screenings::get(conn, id)?.expect("a screening"))
        });
        latest.expect("read").hits
    }

    /// Refers a filing to agencies by name.
    pub fn refer(&self, filing: FilingId, agencies: &[&str]) -> Result<Vec<ReferralView>, Error> {
        let ask = ReferInput {
            agencies: agencies.iter().map(|a| (*a).into()).collect(),
            due_on: None,
            ..ReferInput::default()
        };
        refer(&self.cx, &by(self.who("exam1")), filing, &ask)
    }

    /// The live referral of a filing to an agency.
    #[track_caller]
    pub fn referral(&self, filing: FilingId, agency: &str) -> ReferralId {
        let query = referrals::ReferralQuery { filing: Some(filing), limit: 100, ..Default::default() };
        let all = referrals::list(&self.cx, self.who("exam1"), &query).expect("listed");
        all.iter().rfind(|r| r.agency.as_str() == agency).expect("a referral").id
    }

    /// Signs the acknowledgment shown to this person.
    pub fn sign(&self, name: &str, referral: ReferralId) -> Result<AcknowledgmentView, Error> {
        let actor = self.who(name);
        let shown = referrals::get(&self.cx, actor, referral)?;
        let statement = shown.acknowledgment_statement.unwrap_or_default();
        acknowledge(&self.cx, &by(actor), referral, &AcknowledgeInput { statement })
    }

    /// Gives an opinion that an order should issue.
    pub fn opine(&self, name: &str, referral: ReferralId) -> Result<OpinionView, Error> {
        opine(&self.cx, &by(self.who(name)), referral, &order_opinion())
    }

    /// Signs a recommendation.
    pub fn recommend(
        &self,
        name: &str,
        referral: ReferralId,
        determination: Finding,
        order_type: Option<OrderType>,
    ) -> Result<RecommendationView, Error> {
        let ask = RecommendInput {
            determination,
            order_type,
            conditions: vec![],
            reason: "as found".into(),
            filing_version: None,
        };
        recommend(&self.cx, &by(self.who(name)), referral, &ask)
    }

    /// Issues an order of the type that the recommendations come to.
    pub fn issue(&self, filing: FilingId) -> Result<OrderView, Error> {
        issue(&self.cx, &by(self.who("officer1")), filing, &IssueInput::default())
    }

    /// Takes a filing to an order of these sponsors, each given with its signer and type.
    pub fn order(&self, n: u64, sponsors: &[(&str, &str, Option<OrderType>)], more: Value) -> OrderView {
        let filing = self.confirmed(n, more);
        let agencies: Vec<_> = sponsors.iter().map(|(agency, ..)| *agency).collect();
        self.refer(filing, &agencies).expect("referred");
        self.order_on(filing, sponsors)
    }

    /// Takes a filing that was referred to these sponsors to an order.
    pub fn order_on(&self, filing: FilingId, sponsors: &[(&str, &str, Option<OrderType>)]) -> OrderView {
        for (agency, signer, order_type) in sponsors {
            let referral = self.referral(filing, agency);
            let seen = referrals::get(&self.cx, self.who(signer), referral).expect("seen");
            if !seen.acknowledged {
                self.sign(signer, referral).expect("signed");
            }
            self.recommend(signer, referral, Finding::WouldBeDetrimental, *order_type).expect("recommended");
        }
        for (agency, ..) in sponsors {
            self.let_people_sign(self.referral(filing, agency));
        }
        self.issue(filing).expect("issued")
    }

    /// Lets everybody sign the acknowledgment of a referral who may see it and has not signed for its filing.
    pub fn let_people_sign(&self, referral: ReferralId) {
        for (name, actor) in &self.people {
            let seen = referrals::get(&self.cx, actor, referral);
            if seen.is_ok_and(|seen| seen.acknowledgment_statement.is_some() && !seen.acknowledged) {
                self.sign(name, referral).expect("signed");
            }
        }
    }

    /// Lets everybody who has signed for a filing sign again, after its marking was widened.
    pub fn sign_anew(&self, filing: FilingId) {
        let signed = self.cx.read(|conn| Ok(acknowledgments::of_filing(conn, filing)?)).expect("the register");
        let people: BTreeSet<_> = signed.iter().map(|a| a.person.clone()).collect();
        let made = self.cx.read(|conn| Ok(referral_rows::of_filing(conn, filing)?)).expect("the referrals");
        for name in people {
            for referral in &made {
                // The case may be over for the agency, and not every agency is the person's.
                let _ = self.sign(&name, referral.id);
            }
        }
    }

    /// Takes a filing to an order of Type III with the Navy as its only sponsor and the DoD as its signer.
    pub fn navy_order(&self, n: u64) -> OrderView {
        self.order(n, &[("NAVY", "dod1", Some(OrderType::III))], json!({}))
    }

    /// Signs a determination, for the agency given or else for the one the signer acts for.
    pub fn determine(&self, name: &str, order: OrderId, need: Need, agency: Option<&str>) -> Result<OrderView, Error> {
        let ask = DetermineInput { determination: need, reason: "as found".into(), agency: agency.map(str::to_owned) };
        determine(&self.cx, &by(self.who(name)), order, &ask)
    }

    /// Signs a determination that secrecy must go on for another term.
    pub fn require_another_term(&self, name: &str, order: OrderId) -> Result<OrderView, Error> {
        self.determine(name, order, Need::NationalInterestRequires, None)
    }

    /// Renews an order as an officer does by hand.
    pub fn renew(&self, order: OrderId) -> Result<OrderView, Error> {
        renew::renew(&self.cx, &by(self.who("officer1")), order)
    }

    /// Asks for rescission as a sponsor.
    pub fn ask_rescission(&self, name: &str, order: OrderId, agency: Option<&str>) -> Result<OrderView, Error> {
        let ask = RescissionRequestInput { reason: "it is known by now".into(), agency: agency.map(str::to_owned) };
        request_rescission(&self.cx, &by(self.who(name)), order, &ask)
    }

    /// Rescinds an order as an officer.
    pub fn rescind(&self, order: OrderId) -> Result<OrderView, Error> {
        rescind(&self.cx, &by(self.who("officer1")), order)
    }

    /// The order as an officer sees it.
    pub fn see(&self, order: OrderId) -> OrderView {
        orders::get(&self.cx, self.who("officer1"), order).expect("an order")
    }

    /// The only order there is.
    pub fn see_only(&self) -> OrderView {
        let query = orders::OrderQuery { limit: 2, ..Default::default() };
        let mut all = orders::list(&self.cx, self.who("officer1"), &query).expect("listed");
        assert_eq!(all.len(), 1);
        all.remove(0)
    }

    /// The status of a filing.
    pub fn status(&self, filing: FilingId) -> &'static str {
        let record = self.cx.read(|conn| Ok(filings::get(conn, filing)?)).expect("read").expect("a filing");
        record.status.as_str()
    }

    /// The acts on a subject in the order of the ledger, each with its outcome. The chain of the ledger is verified first.
    pub fn acts(&self, subject: &str) -> Vec<String> {
        let entries = self.cx.read(|conn| Ok(ledger::after(conn, 0, i64::MAX)?)).expect("read");
        let mut inspector = Inspector::new(None);
        for entry in &entries {
            inspector.next(entry).expect("an intact chain");
        }
        let of = entries.iter().filter(|e| e.act.subject == subject);
        of.map(|e| format!("{} {}", e.act.act, e.act.outcome.as_str())).collect()
    }
}
