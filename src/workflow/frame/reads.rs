//! How often acts read a table. What belongs to a case is read once and handed down; a second read of a table
//! is named here with its reason, or it is a mistake.

use crate::store::frame::reads::{count, listen};
use crate::store::order::orders as stored;
use crate::workflow::filing::intake;
use crate::workflow::filing::relate::{CompareInput, record_comparison};
use crate::workflow::frame::act::Record;
use crate::workflow::frame::at_hand::CaseAtHand;
use crate::workflow::frame::case;
use crate::workflow::frame::testing::{FLAGGED, TestOffice, any, filing};
use crate::workflow::order::advise;
use crate::workflow::order::determine::{DetermineInput, determine};
use crate::workflow::order::issue::{IssueInput, issue, issue_in_hand};
use crate::workflow::order::orders::OrderView;
use crate::workflow::order::settle;
use crate::workflow::order::{orders, renew};
use crate::workflow::review::acknowledge::{AcknowledgeInput, acknowledge};
use crate::workflow::review::recommend::{RecommendInput, recommend};
use crate::workflow::review::refer::{ReferInput, refer};
use crate::workflow::review::referrals;
use domain::base::actor::{Actor, Role};
use domain::base::ids::{FilingId, OrderId};
use domain::base::order_type::OrderType;
use domain::case::Matter;
use domain::case::status::FilingStatus;
use domain::law::adviser::Facts;
use domain::order::Need;
use domain::review::referral::Finding;
use serde_json::json;
use std::collections::BTreeMap;

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
    let (done, reads) = count(|| cx.store.write(|tx| settle::settle(cx, tx, order.id, cx.now())).expect("settled"));
    assert_eq!(done.renewed, [order.number.as_str()]);
    check("renewing an order by the clock", &reads, &[]);

    office.at("2028-02-10T16:00:00Z");
    determined(&office, order.id, &people.officials[0]);
    let (renewed, reads) = count(|| renew::renew(cx, &officer, order.id).expect("renewed"));
    assert_eq!(renewed.terms.len(), 3);
    check("renewing an order by hand", &reads, &[ANSWER]);
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
    let done = cx.store.write(|tx| settle::settle(cx, tx, order, cx.now())).expect("settled");
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
    let ((view, in_hand), reads) =
        count(|| cx.store.write(|tx| issue_in_hand(cx, tx, &any(officer), &mut record, filing, &ask)).expect("issued"));
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
        let (_, in_hand) = cx.store.write(|tx| settle::settle_order(cx, tx, order, now)).expect("settled");
        let on_record = cx.read(|conn| Ok(stored::find(conn, order)?)).expect("read");
        assert_eq!(in_hand, on_record);
        let in_hand = in_hand.expect("an order");
        assert_eq!(in_hand.terms.len(), terms);
        let left = in_hand.sponsors.iter().filter(|s| s.until.is_some()).count();
        assert_eq!(left, terms - 1, "{:?}", in_hand.sponsors);
    }
}
