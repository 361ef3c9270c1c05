//! How often acts read a table. What belongs to a case is read once and handed down; a second read of a table
//! is named here with its reason, or it is a mistake.

use crate::store::filing::screenings::{self, Decision};
use crate::store::frame::reads::{count, listen};
use crate::store::notice::notices;
use crate::store::office::ledger;
use crate::store::order::orders as stored;
use crate::store::review::referrals as stored_referrals;
use crate::workflow::clock::clocks;
use crate::workflow::filing::record::{self, CorrectInput};
use crate::workflow::filing::relate::{CompareInput, record_comparison};
use crate::workflow::filing::{certificates, filings, intake, screenings as passes};
use crate::workflow::frame::act::{Ctx, Error, Record};
use crate::workflow::frame::at_hand::CaseAtHand;
use crate::workflow::frame::testing::{FLAGGED, TestOffice, any, filing};
use crate::workflow::frame::{case, docket};
use crate::workflow::notice::notices as notices_of;
use crate::workflow::order::advise;
use crate::workflow::order::determine::{DetermineInput, determine};
use crate::workflow::order::issue::{IssueInput, issue, issue_in_hand};
use crate::workflow::order::orders::OrderView;
use crate::workflow::order::{conditions, orders, renew, settle};
use crate::workflow::petition::permits;
use crate::workflow::review::acknowledge::{AcknowledgeInput, acknowledge};
use crate::workflow::review::recommend::{RecommendInput, recommend};
use crate::workflow::review::refer::{ReferInput, refer};
use crate::workflow::review::{referrals, triage};
use domain::base::actor::{Actor, Role};
use domain::base::ids::{EntryId, FilingId, HitId, NoticeId, OrderId, ReferralId, ScreeningId};
use domain::base::ledger::Outcome;
use domain::base::marking::{Level, Marking};
use domain::base::order_type::OrderType;
use domain::case::Matter;
use domain::case::status::FilingStatus;
use domain::law::adviser::Facts;
use domain::order::Need;
use domain::review::referral::Finding;
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Why an act reads some tables once more, and which.
type Again = (&'static str, &'static [&'static str]);

const ANSWER: Again = (
    "the answer is the order as it now stands on record, and how the one before it ended",
    &[
        "orders",
        "orders",
        "sponsors",
        "terms",
        "regime_acts",
        "docket",
        "determinations",
        "declassifications",
        "declassifications",
    ],
);
const ACCESS: Again = (
    "whether the officer may see the order is asked before it is loaded, so that the time does not tell that it exists",
    &["orders", "sponsors"],
);
/// What shapes an order of another filing stands on the docket of that filing.
const OTHER_DOCKET: Again = ("orders of other filings bind this one", &["docket"]);

/// Checks that an act reads each table once, and once more for each reason.
fn check(act: &str, reads: &BTreeMap<String, usize>, again: &[Again]) {
    assert!(reads.len() > 5, "{act} reads so little that nothing was counted: {reads:?}");
    for (table, n) in reads {
        let reasons: Vec<_> = again.iter().filter(|(_, tables)| tables.contains(&table.as_str())).collect();
        let more: usize = reasons.iter().map(|(_, tables)| tables.iter().filter(|t| *t == table).count()).sum();
        assert!(*n <= 1 + more, "{act} reads {table} {n} times and not once, nor for {reasons:?}: {reads:?}");
    }
}

struct People {
    officer: Actor,
    exam: Actor,
    scanner: Actor,
    officials: Vec<Actor>,
}

/// A filing on which these agencies have recommended an order.
fn recommended(office: &TestOffice, agencies: &[&str]) -> (FilingId, People) {
    let cx = &office.cx;
    let parties = json!({"parties": [
        {"role": "inventor", "name": "Ada Marlowe", "country": "US", "email": "ada@example.com"},
        {"role": "representative", "name": "Poole & Finch", "country": "US"},
    ], "made_in": "US"});
    let scanner = office.person("scanner", Role::Intake, None);
    let received = intake::receive(cx, &any(&scanner), &filing("19/000,001", FLAGGED, parties)).expect("received");
    let exam = office.person("exam", Role::Examiner, None);
    let mut officials = vec![];
    for agency in agencies {
        let official = office.person(&format!("chief-{}", agency.to_lowercase()), Role::Official, Some(agency));
        answered(office, received.id, agency, &[], [&exam, &official]);
        officials.push(official);
    }
    (received.id, People { officer: office.person("officer", Role::LicensingOfficer, None), exam, scanner, officials })
}

/// An agency is asked about a filing and recommends an order of Type III.
fn answered(office: &TestOffice, filing: FilingId, agency: &str, conditions: &[&str], [exam, official]: [&Actor; 2]) {
    let cx = &office.cx;
    let ask = ReferInput { agencies: vec![agency.to_owned()], due_on: None, ..ReferInput::default() };
    let referral = refer(cx, &any(exam), filing, &ask).expect("referred").pop().expect("a referral").id;
    let seen = referrals::get(cx, official, referral).expect("seen");
    if !seen.acknowledged {
        let statement = seen.acknowledgment_statement.expect("a statement");
        acknowledge(cx, &any(official), referral, &AcknowledgeInput { statement }).expect("signed");
    }
    let ask = RecommendInput {
        determination: Finding::WouldBeDetrimental,
        order_type: Some(OrderType::III),
        conditions: conditions.iter().map(|c| (*c).to_owned()).collect(),
        reason: "as found".into(),
        filing_version: None,
    };
    recommend(cx, &any(official), referral, &ask).expect("recommended");
}

fn determined(office: &TestOffice, order: OrderId, official: &Actor) {
    let ask =
        DetermineInput { determination: Need::NationalInterestRequires, reason: "as before".into(), agency: None };
    determine(&office.cx, &any(official), order, &ask).expect("determined");
}

#[test]
fn an_act_reads_each_table_once() {
    listen();
    let office = TestOffice::new();
    let (filing, people) = recommended(&office, &["NAVY"]);
    let (cx, officer) = (&office.cx, any(&people.officer));

    let (order, reads) = count(|| issue(cx, &officer, filing, &IssueInput::default()).expect("issued"));
    check("issuing an order", &reads, &[]);
    assert_eq!(orders::get(cx, &people.officer, order.id).expect("seen"), order);

    office.at("2027-02-10T16:00:00Z");
    determined(&office, order.id, &people.officials[0]);
    let (done, reads) =
        count(|| cx.store.write_unentered(|tx| settle::settle(cx, tx, order.id, cx.now())).expect("settled"));
    assert_eq!(done.renewed, [order.number.as_str()]);
    check("renewing an order by the clock", &reads, &[]);

    office.at("2028-02-10T16:00:00Z");
    determined(&office, order.id, &people.officials[0]);
    let (renewed, reads) = count(|| renew::renew(cx, &officer, order.id).expect("renewed"));
    assert_eq!(renewed.terms.len(), 3);
    check("renewing an order by hand", &reads, &[ANSWER, ACCESS]);
    assert_eq!(orders::get(cx, &people.officer, order.id).expect("seen"), renewed);
}

/// A case with an order that has lapsed, facts on the type of the next one, and a condition of a sponsor that nobody
/// has touched: entries are made when the next order issues.
fn eventful(office: &TestOffice) -> (FilingId, People) {
    let (filing, people) = recommended(office, &["NAVY"]);
    let cx = &office.cx;
    issue(cx, &any(&people.officer), filing, &IssueInput::default()).expect("issued");
    office.at("2027-03-11T16:00:00Z");
    let order = cx.read(|conn| Ok(stored::without_end(conn, filing)?)).expect("read").expect("an order").id;
    let done = cx.store.write_unentered(|tx| settle::settle(cx, tx, order, cx.now())).expect("settled");
    assert_eq!(done.lapsed.len(), 1);
    office.at("2027-03-15T16:00:00Z");
    answered(office, filing, "NAVY", &["keep it in a safe"], [&people.exam, &people.officials[0]]);
    let facts = Facts { source: "a letter".into(), ..Facts::default() };
    advise::record_facts(cx, &any(&people.officer), filing, &facts).expect("recorded");
    (filing, people)
}

/// What the next act reads, with the case as the act leaves it in hand; it must be the one on record.
fn issued_in_hand(office: &TestOffice, filing: FilingId, officer: &Actor) -> (OrderView, BTreeMap<String, usize>) {
    let cx = &office.cx;
    let mut record = Record { subject: String::new(), detail: String::new() };
    let ask = IssueInput { type_reason: Some("as found".into()), ..IssueInput::default() };
    let ((view, in_hand), reads) = count(|| {
        cx.store.write_unentered(|tx| issue_in_hand(cx, tx, &any(officer), &mut record, filing, &ask)).expect("issued")
    });
    let on_record = cx.read(|conn| {
        let f = case::filing_of(conn, filing)?;
        CaseAtHand::load(conn, f)
    });
    assert_eq!(in_hand, on_record.expect("read"));
    assert_eq!(orders::get(cx, officer, view.id).expect("seen"), view);
    (view, reads)
}

#[test]
fn r3_5_a_case_in_hand_after_an_issue_is_the_case_on_record() {
    listen();
    let office = TestOffice::new();
    let (filing, people) = eventful(&office);
    let (view, reads) = issued_in_hand(&office, filing, &people.officer);
    check("issuing an order on an eventful case", &reads, &[]);
    assert_eq!((view.conditions.as_slice(), view.notices.len()), (&["keep it in a safe".to_owned()][..], 2));
    assert!(view.gap.is_some() && view.version == 2, "{view:?}");
    let case = office
        .cx
        .read(|conn| {
            let filing = case::filing_of(conn, filing)?;
            CaseAtHand::load(conn, filing)
        })
        .expect("read")
        .file;
    assert!(case.docket.iter().any(|e| matches!(e.matter, Matter::Condition(_))), "{:?}", case.docket);
    assert_eq!(case.status, FilingStatus::UnderOrder);
}

/// What an order of another filing is depends on the docket of that filing; nothing else is read again for it.
#[test]
fn an_issue_on_a_covered_filing_reads_one_docket_more() {
    listen();
    let office = TestOffice::new();
    let (filing, people) = recommended(&office, &["NAVY"]);
    let order = issue(&office.cx, &any(&people.officer), filing, &IssueInput::default()).expect("issued").id;
    let text = self::filing("19/000,002", FLAGGED, json!({}));
    let covered = intake::receive(&office.cx, &any(&people.scanner), &text).expect("received").id;
    let ask = CompareInput { order, significant_part: true, same_applicant: true, reason: "claim 1".into() };
    record_comparison(&office.cx, &any(&people.exam), covered, &ask).expect("found");
    answered(&office, covered, "NAVY", &[], [&people.exam, &people.officials[0]]);
    let (_, reads) = issued_in_hand(&office, covered, &people.officer);
    check("issuing an order on a covered filing", &reads, &[OTHER_DOCKET]);
    assert_eq!(reads["docket"], 2, "{reads:?}");
}

/// The clock goes on with an order as a renewal leaves it, without reading it again: it must be the same.
#[test]
fn r4_2_e08_an_order_renewed_in_hand_is_the_order_on_record() {
    let office = TestOffice::new();
    let (filing, people) = recommended(&office, &["NSA", "NAVY"]);
    let order = issue(&office.cx, &any(&people.officer), filing, &IssueInput::default()).expect("issued").id;
    office.at("2027-02-10T16:00:00Z");
    // One sponsor answers; the other leaves with the term, which the clock renews on its last day.
    determined(&office, order, &people.officials[0]);
    for (now, terms) in [("2027-02-11T16:00:00Z", 1), ("2027-03-10T16:00:00Z", 2), ("2027-03-11T16:00:00Z", 2)] {
        office.at(now);
        let (cx, now) = (&office.cx, office.cx.now());
        let (_, in_hand) = cx.store.write_unentered(|tx| settle::settle_order(cx, tx, order, now)).expect("settled");
        let on_record = cx.read(|conn| Ok(stored::find(conn, order)?)).expect("read");
        assert_eq!(in_hand, on_record);
        let in_hand = in_hand.expect("an order");
        assert_eq!(in_hand.terms.len(), terms);
        let left = in_hand.sponsors.iter().filter(|s| s.until.is_some()).count();
        assert_eq!(left, terms - 1, "{:?}", in_hand.sponsors);
    }
}

/// What a reader is told of one thing: the code of the refusal, and how often each table was read for it.
type Told = (&'static str, BTreeMap<String, usize>);

/// A way to read a thing by its id, for one person.
type Look<'a> = (&'static str, &'a Actor, &'a dyn Fn(&Actor, Uuid) -> Result<(), Error>, Uuid);

/// A thing that a reader may not see and one that does not exist get the same answer after the same reads, and both
/// are in the ledger: neither the time nor the record tells which of them exists.
#[test]
fn r2_2_e30_as_much_is_read_and_entered_of_what_does_not_exist_as_of_what_may_not_be_seen() {
    listen();
    let office = TestOffice::new();
    let (filing, people) = recommended(&office, &["NAVY"]);
    let cx = &office.cx;
    let order = issue(cx, &any(&people.officer), filing, &IssueInput::default()).expect("issued").id;
    let facts = Facts { source: "a letter".into(), ..Facts::default() };
    let entry = advise::record_facts(cx, &any(&people.officer), filing, &facts).expect("recorded").id;
    let found = cx.read(|conn| {
        let screening = screenings::latest(conn, filing)?.expect("a screening");
        let notice = notices::of_orders(conn, &[order])?.first().expect("a notice").id;
        let referral = stored_referrals::of_filing(conn, filing)?.first().expect("a referral").id;
        Ok((screening.id, screening.hits[0].id, notice, referral))
    });
    let (screening, hit, notice, referral) = found.expect("read");
    let change = CorrectInput {
        marking: Some(Marking::of(Level::Secret)),
        reason: "as found".into(),
        ..CorrectInput::default()
    };
    record::correct(cx, &any(&people.exam), filing, &change).expect("raised");
    let low = |name, role, agency| {
        Actor::of(&office.account(name, role, agency, Level::Unclassified), "session:low".into(), office.cx.today())
    };
    let (examiner, officer) = (low("low", Role::Examiner, None), low("low-officer", Role::LicensingOfficer, None));
    let unsigned = office.person("navy-unsigned", Role::Official, Some("NAVY"));
    let stranger = office.person("army", Role::Official, Some("ARMY"));

    let one = |who: &Actor, id| filings::get(cx, who, FilingId::from_uuid(id)).map(drop);
    let text = |who: &Actor, id| filings::text(cx, who, FilingId::from_uuid(id)).map(drop);
    let register = |who: &Actor, id| referrals::register(cx, who, FilingId::from_uuid(id)).map(drop);
    let ledger_of_conditions = |who: &Actor, id| conditions::of_filing(cx, who, FilingId::from_uuid(id)).map(drop);
    let clocks = |who: &Actor, id| clocks::of_filing(cx, who, FilingId::from_uuid(id)).map(drop);
    let of_filing = |who: &Actor, id| docket::of_filing(cx, who, FilingId::from_uuid(id)).map(drop);
    let passages = |who: &Actor, id| passes::get(cx, who, ScreeningId::from_uuid(id)).map(drop);
    let certificate = |who: &Actor, id| certificates::certificate_of(cx, who, ScreeningId::from_uuid(id)).map(drop);
    let one_order = |who: &Actor, id| orders::get(cx, who, OrderId::from_uuid(id)).map(drop);
    let of_order = |who: &Actor, id| docket::of_order(cx, who, OrderId::from_uuid(id)).map(drop);
    let permits = |who: &Actor, id| permits::permits(cx, who, OrderId::from_uuid(id)).map(drop);
    let renewal = |who: &Actor, id| renew::renew(cx, &any(who), OrderId::from_uuid(id)).map(drop);
    let one_entry = |who: &Actor, id| docket::get(cx, who, EntryId::from_uuid(id)).map(drop);
    let one_referral = |who: &Actor, id| referrals::get(cx, who, ReferralId::from_uuid(id)).map(drop);
    let one_notice = |who: &Actor, id| notices_of::get(cx, who, NoticeId::from_uuid(id)).map(drop);
    let decision =
        |who: &Actor, id| triage::decide(cx, &any(who), HitId::from_uuid(id), Decision::Confirm, "as found").map(drop);
    let (filing, order, entry) = (filing.as_uuid(), order.as_uuid(), entry.as_uuid());
    let looks: [Look<'_>; 25] = [
        ("the record", &examiner, &one, filing),
        ("the record", &officer, &one, filing),
        ("the record", &stranger, &one, filing),
        ("the text", &examiner, &text, filing),
        ("the text", &stranger, &text, filing),
        ("the register", &officer, &register, filing),
        ("the register", &stranger, &register, filing),
        ("the conditions", &stranger, &ledger_of_conditions, filing),
        ("the clocks", &officer, &clocks, filing),
        ("the docket", &examiner, &of_filing, filing),
        ("a screening", &examiner, &passages, screening.as_uuid()),
        ("a certificate", &examiner, &certificate, screening.as_uuid()),
        ("an order", &officer, &one_order, order),
        ("an order", &unsigned, &one_order, order),
        ("an order", &stranger, &one_order, order),
        ("the docket of an order", &unsigned, &of_order, order),
        ("the permits", &stranger, &permits, order),
        ("a renewal", &officer, &renewal, order),
        ("an entry", &officer, &one_entry, entry),
        ("an entry", &unsigned, &one_entry, entry),
        ("an entry", &stranger, &one_entry, entry),
        ("a referral", &examiner, &one_referral, referral.as_uuid()),
        ("a referral", &stranger, &one_referral, referral.as_uuid()),
        ("a notice", &officer, &one_notice, notice.as_uuid()),
        ("a decision", &examiner, &decision, hit.as_uuid()),
    ];
    for (what, who, look, id) in looks {
        let ask = |id: Uuid| -> Told {
            let before = entries(cx);
            let (done, reads) = count(|| look(who, id));
            let Err(Error::Refused(refusal)) = done else { panic!("{what} for {}: {done:?}", who.name) };
            let entered = &entries(cx)[before.len()..];
            assert_eq!(entered.len(), 1, "{what} for {}: {entered:?}", who.name);
            assert!(entered[0].contains(&id.to_string()) && entered[0].contains("not_found"), "{entered:?}");
            (refusal.code.code, reads)
        };
        let (unseen, unknown) = (ask(id), ask(Uuid::from_u128(id.as_u128() ^ 0xfff)));
        assert_eq!(unseen, unknown, "{what} for {}", who.name);
        assert_eq!(unseen.0, "not_found", "{what} for {}", who.name);
    }
}

/// Every refusal in the ledger: the act, its subject and the code.
fn entries(cx: &Ctx) -> Vec<String> {
    let all = cx.read(|conn| Ok(ledger::after(conn, 0, i64::MAX)?)).expect("read");
    let refused = all.iter().filter(|e| e.act.outcome == Outcome::Refused);
    refused.map(|e| format!("{} {} {}", e.act.act, e.act.subject, e.act.detail)).collect()
}
