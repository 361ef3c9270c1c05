//! How often acts read a table. What belongs to a case is read once and handed down; a second read of a table
//! is named here with its reason, or it is a mistake.

use crate::store::frame::reads::{count, listen};
use crate::store::order::orders as stored;
use crate::workflow::filing::intake;
use crate::workflow::frame::testing::{FLAGGED, TestOffice, any, filing};
use crate::workflow::order::determine::{DetermineInput, determine};
use crate::workflow::order::issue::{IssueInput, issue};
use crate::workflow::order::settle;
use crate::workflow::order::{orders, renew};
use crate::workflow::review::acknowledge::{AcknowledgeInput, acknowledge};
use crate::workflow::review::recommend::{RecommendInput, recommend};
use crate::workflow::review::refer::{ReferInput, refer};
use crate::workflow::review::referrals;
use domain::base::actor::{Actor, Role};
use domain::base::ids::{FilingId, OrderId};
use domain::base::order_type::OrderType;
use domain::order::Need;
use domain::review::referral::Finding;
use serde_json::json;
use std::collections::BTreeMap;

/// Why an act reads some tables once more, and which.
type Again = (&'static str, &'static [&'static str]);

const NUMBER: Again = ("the next number of any order of the Office", &["orders"]);
const NUMBERS: Again = (
    "whether another filing bears the same number is asked for each order that might bind",
    &["number_findings", "number_findings", "number_findings", "number_findings", "number_findings"],
);
const STATUS: Again = (
    "where the filing stands is computed from the record, after what the act wrote",
    &[
        "filings",
        "screenings",
        "screenings",
        "hits",
        "triages",
        "referrals",
        "recommendations",
        "sponsors",
        "terms",
        "docket",
        "docket",
        "docket",
        "orders",
        "regime_acts",
        "declassifications",
    ],
);
const ANSWER: Again = (
    "the answer is the order as it now stands on record, and how the one before it ended",
    &[
        "orders",
        "orders",
        "sponsors",
        "terms",
        "regime_acts",
        "docket",
        "docket",
        "determinations",
        "declassifications",
        "declassifications",
    ],
);

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
    let names = agencies.iter().map(|a| (*a).to_owned()).collect();
    let ask = ReferInput { agencies: names, due_on: None, ..ReferInput::default() };
    let referred = refer(cx, &any(&exam), received.id, &ask).expect("referred");
    let mut officials = vec![];
    for referral in referred {
        let agency = referral.agency.as_str();
        let official = office.person(&format!("chief-{}", agency.to_lowercase()), Role::Official, Some(agency));
        let seen = referrals::get(cx, &official, referral.id).expect("seen");
        let statement = seen.acknowledgment_statement.expect("a statement");
        acknowledge(cx, &any(&official), referral.id, &AcknowledgeInput { statement }).expect("signed");
        let ask = RecommendInput {
            determination: Finding::WouldBeDetrimental,
            order_type: Some(OrderType::III),
            conditions: vec![],
            reason: "as found".into(),
            filing_version: None,
        };
        recommend(cx, &any(&official), referral.id, &ask).expect("recommended");
        officials.push(official);
    }
    (received.id, People { officer: office.person("officer", Role::LicensingOfficer, None), officials })
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
    check("issuing an order", &reads, &[NUMBER, NUMBERS, STATUS, ANSWER]);

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
