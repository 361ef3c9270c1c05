//! One answer to "what bars lie on this filing, and why?": whoever asks, and however the record came about.

use crate::frame::harness::{Place, flagged_filing};
use crate::frame::office::{TestOffice as House, by, day, everywhere, refused};
use crate::frame::store::past_the_store;
use crate::order::regimes::{begun, over};
use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use domain::base::calendar::washington_date;
use domain::base::ids::{FilingId, OrderId};
use domain::base::order_type::OrderType;
use domain::case::holds::{self, Bar, Reason};
use domain::case::status::status;
use domain::filing::Filing;
use domain::law::license::{Need, State};
use domain::law::marked::Answer;
use domain::law::petition::{Change, Decision, ModificationPetition};
use domain::law::record::Disposal;
use domain::order::OrderStatus;
use domain::order::regime::{NO_END, RegimeKind};
use jiff::ToSpan as _;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use subrosa::store::order::standing;
use subrosa::store::{Conn, OpenError, Store, StoreError};
use subrosa::workflow::Error;
use subrosa::workflow::filing::record::{self, CorrectInput, DisposeInput};
use subrosa::workflow::filing::relate::{self, CompareInput};
use subrosa::workflow::filing::{intake, marked};
use subrosa::workflow::frame::docket::EntryView;
use subrosa::workflow::license::licenses as license;
use subrosa::workflow::order::declassify::{DeclassifyInput, declassify};
use subrosa::workflow::order::orders::OrderView;
use subrosa::workflow::order::{advise, orders, regimes};
use subrosa::workflow::petition::petitions;
use subrosa::workflow::review::refer::{ReferInput, refer};

const III: Option<OrderType> = Some(OrderType::III);

pub fn pot() -> Value {
    json!({"title": "A pot", "abstract": ["A pot."], "claims": ["1. A pot."], "description": []})
}

/// Its only sponsor gives notice that an order should be of another type, and the Office modifies it.
pub fn modify(h: &House, order: OrderId, to: OrderType) -> Result<(), Error> {
    let petition = ModificationPetition {
        copies: 2,
        reason: "as the sponsor sees it".into(),
        change: Change { order_type: Some(to), ..Change::default() },
        ..ModificationPetition::default()
    };
    let ask = petitions::ModificationInput { petition, agency: None };
    let p = petitions::modify(&h.cx, &by(h.who("navy2")), order, &ask)?;
    let ask = petitions::DecisionInput {
        decision: Decision::Grant { from: None, until: None },
        reason: "on the record".into(),
    };
    petitions::decide(&h.cx, &by(h.who("officer1")), p.id, &ask).map(drop)
}

pub fn state(h: &House, order: OrderId) -> Result<OrderView, Error> {
    let on = washington_date(h.cx.now());
    let ask = DeclassifyInput { agency: "NAVY".into(), declassified_on: on, statement: "a memorandum".into() };
    declassify(&h.cx, &by(h.who("officer1")), order, &ask)
}

pub fn mark(h: &House, filing: FilingId, level: &str) -> Result<EntryView, Error> {
    let ask = CorrectInput {
        marking: serde_json::from_value(json!(level)).expect("a marking"),
        reason: "as found".into(),
        ..CorrectInput::default()
    };
    let marked = record::correct(&h.cx, &by(h.who("exam1")), filing, &ask)?;
    h.sign_anew(filing);
    Ok(marked)
}

pub fn publish(h: &House, filing: FilingId) -> Result<EntryView, Error> {
    let ask = DisposeInput { how: Disposal::Published, on: washington_date(h.cx.now()) };
    record::dispose(&h.cx, &by(h.who("exam1")), filing, &ask)
}

pub fn grant(h: &House, filing: FilingId) -> Result<EntryView, Error> {
    let ask = license::GrantInput { scope: None, petition: None };
    license::grant(&h.cx, &by(h.who("officer1")), filing, &ask)
}

pub fn license_of(h: &House, filing: FilingId) -> (Need, State) {
    let seen = license::of_filing(&h.cx, h.who("officer1"), filing).expect("a license");
    (seen.need, seen.standing.state)
}

pub fn compare(h: &House, filing: FilingId, order: OrderId, significant_part: bool) -> Result<EntryView, Error> {
    let ask = CompareInput { order, significant_part, same_applicant: false, reason: "claim 1".into() };
    relate::record_comparison(&h.cx, &by(h.who("exam1")), filing, &ask)
}

/// The bars on a filing today with their reasons, as the domain computes them from the record.
pub fn held(h: &House, filing: FilingId) -> Vec<(Bar, Reason, Option<OrderId>)> {
    let today = washington_date(h.cx.now());
    let known = h.cx.read(|conn| Ok(standing::known(conn, filing)?)).expect("read");
    let all = holds::holds(&known.facts(), today);
    all.into_iter().map(|hold| (hold.bar, hold.reason, hold.order.map(|o| o.id))).collect()
}

pub fn navy_order(h: &House, n: u64) -> OrderView {
    h.order(n, &[("NAVY", "navy2", III)], json!({}))
}

#[test]
fn r4_7_r5_8_an_order_modified_to_type_ii_holds_after_its_lapse_until_its_sponsors_have_declassified() {
    everywhere("modified to Type II", |h| {
        let order = navy_order(h, 1);
        let filing = order.filing_id;
        modify(h, order.id, OrderType::II).expect("modified");
        h.pass_until("2027-03-12");
        assert_eq!((h.see(order.id).holds.len(), h.status(filing)), (4, "under_order"), "one answer");
        assert_eq!(refused(publish(h, filing)), "filing.held");
        assert_eq!(refused(grant(h, filing)), "license.under_order");
        let free = state(h, order.id).expect("declassified");
        assert!(free.holds.is_empty() && !free.classified, "declassified for good");
        assert_eq!(h.status(filing), "released");
        publish(h, filing).expect("free");
        assert_eq!(refused(state(h, order.id)), "order.not_classified");
    });
}

#[test]
fn r4_7_matter_that_is_classified_anew_takes_a_new_statement() {
    everywhere("classified anew", |h| {
        let order = navy_order(h, 1);
        modify(h, order.id, OrderType::II).expect("modified");
        assert!(!state(h, order.id).expect("declassified").classified);
        modify(h, order.id, OrderType::III).expect("modified");
        assert!(!h.see(order.id).classified);
        modify(h, order.id, OrderType::II).expect("modified");
        assert!(h.see(order.id).classified, "the old statement says nothing about it");
        h.pass_until("2027-03-12");
        assert_eq!(h.status(order.filing_id), "under_order");
        let again = state(h, order.id).expect("a second statement");
        assert_eq!((again.declassifications.len(), again.holds.len()), (2, 0));
        assert_eq!(h.status(order.filing_id), "released");
    });
}

#[test]
fn r3_4_r6_9_no_license_on_a_filing_that_another_order_covers() {
    everywhere("a license under a covering order", |h| {
        let order = navy_order(h, 1);
        let other = h.filing(2, pot());
        grant(h, other).expect("granted");
        assert_eq!(license_of(h, other), (Need::Needed, State::Granted));
        compare(h, other, order.id, true).expect("found");
        assert_eq!(h.status(other), "under_order");
        assert_eq!(license_of(h, other), (Need::UnderOrder, State::Suspended));
        let third = h.filing(3, pot());
        compare(h, third, order.id, true).expect("found");
        let Err(Error::Refused(why)) = grant(h, third) else { panic!("granted under a covering order") };
        assert_eq!(why.code.code, "license.under_order");
        assert!(!why.detail.contains(&order.number), "E12: another's case is not named: {}", why.detail);
        assert_eq!(refused(publish(h, third)), "filing.held");
    });
}

#[test]
fn r4_7_r6_9_no_license_over_classified_matter_after_a_lapse() {
    everywhere("a license over classified matter", |h| {
        let order = h.order(1, &[("NAVY", "navy2", Some(OrderType::II))], json!({}));
        h.pass_until("2027-03-12");
        let filing = order.filing_id;
        assert!(h.see(order.id).holds.contains(&Bar::ForeignFiling));
        assert_eq!(refused(grant(h, filing)), "license.under_order");
        assert_eq!(license_of(h, filing).0, Need::UnderOrder, "six months give no freedom over classified matter");
        let effects = advise::effects(&h.cx, h.who("officer1"), order.id).expect("effects");
        assert!(effects.iter().filter(|e| ["license", "foreign_filing"].contains(&e.effect)).all(|e| e.in_force));
    });
}

#[test]
fn r3_4_when_a_covering_order_ends_what_it_covered_gets_its_state_at_once() {
    everywhere("the end of a covering order", |h| {
        let (one, two) = (navy_order(h, 1), navy_order(h, 2));
        let (by_one, by_both) = (h.filing(3, pot()), h.filing(4, pot()));
        compare(h, by_one, one.id, true).expect("found");
        compare(h, by_both, one.id, true).expect("found");
        compare(h, by_both, two.id, true).expect("found");
        h.ask_rescission("navy2", one.id, None).expect("asked");
        h.rescind(one.id).expect("rescinded");
        assert_eq!((h.status(by_one), h.status(by_both)), ("clear", "under_order"));
        // The second lapses by the clock.
        h.pass_until("2027-03-12");
        assert_eq!(h.see(two.id).status, OrderStatus::Lapsed);
        assert_eq!(h.status(by_both), "clear");
    });
}

#[test]
fn r3_4_r4_7_a_covering_order_over_classified_matter_covers_until_it_is_declassified() {
    everywhere("covered after a lapse", |h| {
        let order = h.order(1, &[("NAVY", "navy2", Some(OrderType::II))], json!({}));
        let other = h.filing(2, pot());
        compare(h, other, order.id, true).expect("found");
        h.pass_until("2027-03-12");
        assert_eq!(h.status(other), "under_order");
        let covering = || relate::covering_orders(&h.cx, h.who("officer1"), other).expect("covering").len();
        assert_eq!(covering(), 1, "covered in status and among the related orders alike");
        let late = h.filing(3, pot());
        compare(h, late, order.id, true).expect("its matter is still held");
        state(h, order.id).expect("declassified");
        assert_eq!((h.status(other), h.status(late), covering()), ("clear", "clear", 0));
        let fourth = h.filing(4, pot());
        assert_eq!(refused(compare(h, fourth, order.id, true)), "order.not_in_effect");
    });
}

#[test]
fn r1_6_r1_14_what_is_marked_confidential_or_above_is_not_published() {
    everywhere("marked and carried", |h| {
        for (n, level) in ["C", "S", "TS"].into_iter().enumerate() {
            let mut form = pot();
            form["marking"] = json!(level);
            let filing = h.filing(n as u64 + 1, form);
            assert_eq!(h.status(filing), "needs_human", "{level}");
            assert_eq!(refused(publish(h, filing)), "filing.held", "{level}");
            assert_ne!(refused(grant(h, filing)), "license.exists");
            // Given up, it is no public record either.
            let ask = DisposeInput { how: Disposal::Abandoned, on: day("2026-03-10") };
            record::dispose(&h.cx, &by(h.who("exam1")), filing, &ask).expect("on record");
            assert_eq!((h.status(filing), refused(publish(h, filing))), ("withdrawn", "filing.held"));
        }
        let mut form = pot();
        form["marking"] = json!("CUI");
        let open = h.filing(9, form);
        assert_eq!(h.status(open), "clear");
        // Raised later, declassified, lowered.
        mark(h, open, "S").expect("marked");
        assert_eq!((h.status(open), refused(publish(h, open))), ("needs_human", "filing.held"));
        assert_eq!(refused(mark(h, open, "U")), "filing.marking_lowered");
        settle(h, open, true, Answer::Declassified);
        mark(h, open, "U").expect("declassified");
        assert_eq!(h.status(open), "clear");
        mark(h, open, "S").expect("marked");
        assert_eq!(refused(mark(h, open, "U")), "filing.marking_lowered", "that declassification is older");
    });
}

fn settle(h: &House, filing: FilingId, classified: bool, how: Answer) {
    let ask = marked::QueryInput { marking: "SECRET".into(), classified };
    let query = marked::query(&h.cx, &by(h.who("exam1")), filing, &ask).expect("asked");
    let ask = marked::AnswerInput { how, evidence: "a letter of the owner".into() };
    marked::answer(&h.cx, &by(h.who("exam1")), query.id, &ask).expect("answered");
}

#[test]
fn r4_7_r1_6_a_marking_raised_while_an_order_runs_is_remembered_at_its_lapse() {
    everywhere("raised under an order", |h| {
        let order = navy_order(h, 1);
        mark(h, order.filing_id, "S").expect("marked");
        assert!(h.see(order.id).classified);
        h.pass_until("2027-03-12");
        assert_eq!((h.see(order.id).holds.len(), h.status(order.filing_id)), (4, "under_order"));
        let acts = h.acts(&format!("order:{}", order.id));
        assert!(acts.contains(&"order.lapse_classified done".to_owned()), "{acts:?}");
        state(h, order.id).expect("declassified");
        assert_eq!(h.status(order.filing_id), "needs_human", "the papers still bear it");
        assert_eq!(refused(publish(h, order.filing_id)), "filing.held");
        mark(h, order.filing_id, "U").expect("its sponsors have declassified it");
        assert_eq!(h.status(order.filing_id), "released");
        // Raised after the end it is no matter of the order; the marking itself holds.
        let later = navy_order(h, 2);
        h.ask_rescission("navy2", later.id, None).expect("asked");
        h.rescind(later.id).expect("rescinded");
        h.sleep_until("2027-03-14");
        mark(h, later.filing_id, "S").expect("marked");
        assert!(!h.see(later.id).classified && h.see(later.id).holds.is_empty());
        assert_eq!(refused(publish(h, later.filing_id)), "filing.held");
    });
}

#[test]
fn r4_9_an_order_rescinded_during_a_war_keeps_no_day_that_never_comes() {
    everywhere("rescinded in a war", |h| {
        let order = navy_order(h, 1);
        let war = begun(h, RegimeKind::War, "2026-03-10");
        assert_eq!(h.see(order.id).expires_on, NO_END);
        h.pass_until("2028-05-01");
        h.ask_rescission("navy2", order.id, None).expect("asked");
        let gone = h.rescind(order.id).expect("rescinded");
        let last = day("2028-04-30");
        assert_eq!((gone.expires_on, gone.ended_on), (last, Some(day("2028-05-01"))));
        assert_eq!(gone.regimes.len(), 1, "the war had kept it until then");
        over(h, war, "2028-06-01");
        assert_eq!(h.see(order.id).expires_on, last, "an end that was recorded stays");
        let was =
            h.cx.read(|conn| Ok(subrosa::store::order::orders::find(conn, order.id)?))
                .expect("read")
                .expect("an order");
        assert_eq!(was.status(day("2028-04-30")), OrderStatus::InEffect, "what was done until then, was done under it");
        assert_eq!(was.status(day("2028-05-01")), OrderStatus::Rescinded);
    });
}

#[test]
fn e3_r4_7_after_a_lapse_an_agency_is_asked_by_name_or_without_one_alike() {
    everywhere("asked again", |h| {
        let filing = h.confirmed(1, json!({}));
        refer(&h.cx, &by(h.who("exam1")), filing, &ReferInput::default()).expect("referred");
        let agency = {
            let query = subrosa::workflow::review::referrals::ReferralQuery {
                filing: Some(filing),
                limit: 9,
                ..Default::default()
            };
            let all = subrosa::workflow::review::referrals::list(&h.cx, h.who("exam1"), &query).expect("listed");
            all.iter().map(|r| r.agency.to_string()).collect::<Vec<_>>()
        };
        let signs = |agency: &str| match agency {
            "DOE" => ("doe1", None),
            "NASA" => ("nasa1", None),
            _ => ("dod1", Some(OrderType::II)),
        };
        let sponsors: Vec<_> = agency.iter().map(|a| (a.as_str(), signs(a).0, signs(a).1)).collect();
        h.order_on(filing, &sponsors);
        assert_eq!(refused(refer(&h.cx, &by(h.who("exam1")), filing, &ReferInput::default())), "referral.exists");
        h.pass_until("2027-03-12");
        let asked =
            refer(&h.cx, &by(h.who("exam1")), filing, &ReferInput::default()).expect("a fresh finding is asked for");
        assert_eq!(asked.len(), agency.len());
    });
}

#[test]
fn r1_7_a_legend_in_an_amended_text_is_settled_anew() {
    everywhere("a legend", |h| {
        let mut form = pot();
        form["abstract"] = json!(["SECRET", "A pot."]);
        let filing = h.filing(1, form);
        assert_eq!((h.status(filing), refused(publish(h, filing))), ("needs_human", "filing.held"));
        assert_eq!(refused(grant(h, filing)), "license.under_review");
        h.sleep_until("2026-03-12");
        settle(h, filing, false, Answer::Removed);
        assert_eq!(h.status(filing), "clear");
        h.sleep_until("2026-03-14");
        let mut form = flagged_filing(1);
        for (key, value) in pot().as_object().expect("an object") {
            form[key] = value.clone();
        }
        form["abstract"] = json!(["SECRET", "A pot with a lid."]);
        let text: Filing = serde_json::from_value(form).expect("a filing");
        subrosa::workflow::filing::amend::amend(&h.cx, &by(h.who("intake1")), filing, &text).expect("amended");
        assert_eq!((h.status(filing), refused(publish(h, filing))), ("needs_human", "filing.held"));
    });
}

#[test]
fn docs_holds_is_what_the_table_of_holds_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/holds.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, holds::page()).expect("written");
    }
    let on_disk = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(on_disk == holds::page(), "docs/holds.md is stale; run UPDATE=1 cargo nextest run -E 'test(docs_holds)'");
}

// What an older program left.

pub fn sql(store: &Store, statements: &[String]) {
    let done = store.write_unentered(|tx| {
        let conn: &mut Conn = tx;
        for statement in statements {
            diesel::sql_query(statement).execute(conn)?;
        }
        Ok::<_, StoreError>(())
    });
    done.expect("done");
}

/// Takes the schema back to what it was before orders were held to their acts.
fn take_back(place: &Place) {
    let tree = if place.database.starts_with("sqlite") { "sqlite" } else { "postgres" };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(tree);
    let names = std::fs::read_dir(&folder).expect("a folder").map(|e| e.expect("an entry").file_name().into_string());
    let mut names: Vec<String> =
        names.map(|n| n.expect("UTF-8")).filter(|n| n.as_str() >= "2026-11-27-000010").collect();
    names.sort();
    let done = past_the_store(place, |conn| {
        for name in names.iter().rev() {
            let down = std::fs::read_to_string(folder.join(name).join("down.sql")).expect("down.sql");
            conn.batch_execute(&down)?;
        }
        conn.batch_execute("DELETE FROM __diesel_schema_migrations WHERE version >= '20261127000010'")?;
        Ok(())
    });
    done.expect("taken back");
}

fn open(place: &Place) -> Result<Store, OpenError> {
    Store::open(&place.database.parse().expect("a URL"), false)
}

#[test]
fn r4_7_r4_9_a_database_of_the_older_program_opens_and_is_right() {
    everywhere("an older record", |h| {
        let modified = navy_order(h, 1);
        modify(h, modified.id, OrderType::II).expect("modified");
        let raised = navy_order(h, 2);
        mark(h, raised.filing_id, "S").expect("marked");
        let marked_before = h.confirmed(3, json!({}));
        mark(h, marked_before, "C").expect("marked");
        h.refer(marked_before, &["NAVY"]).expect("referred");
        let marked_before = h.order_on(marked_before, &[("NAVY", "navy2", III)]);
        let carried = h.order(4, &[("NAVY", "navy2", III)], json!({"marking": "S"}));
        let lifted = h.order(5, &[("NAVY", "navy2", Some(OrderType::II))], json!({}));
        state(h, lifted.id).expect("declassified");
        let plain = navy_order(h, 6);
        let rescinded = navy_order(h, 7);
        begun(h, RegimeKind::War, "2026-03-10");
        h.pass_until("2028-05-01");
        h.ask_rescission("navy2", rescinded.id, None).expect("asked");
        h.rescind(rescinded.id).expect("rescinded");
        let all = [&modified, &raised, &marked_before, &carried, &lifted, &plain, &rescinded];
        let before: Vec<OrderView> = all.iter().map(|o| h.see(o.id)).collect();
        assert_eq!(
            before.iter().map(|o| o.classified).collect::<Vec<_>>(),
            [true, true, true, true, false, false, false]
        );
        take_back(&h.place);
        // As it was written: no word of modifications and markings, the declassified one cleared, the war's last day.
        let set = |o: &OrderView, what: &str| format!("UPDATE orders SET {what} WHERE id = '{}'", o.id);
        let off = [
            set(&modified, "classified = FALSE"),
            set(&raised, "classified = FALSE"),
            set(&carried, "classified = FALSE"),
            set(&lifted, "classified = FALSE"),
            set(&plain, "classified = TRUE"),
            set(&rescinded, "expires_on = '9999-12-31'"),
        ];
        past_the_store(&h.place, |conn| Ok(conn.batch_execute(&off.join(";"))?)).expect("as it was");
        h.is_edited();
        drop(open(&h.place).expect("opens and migrates"));
        let after: Vec<OrderView> = all.iter().map(|o| h.see(o.id)).collect();
        assert_eq!(after, before);
        h.acts("");
    });
}

#[test]
fn r4_6_a_copy_that_is_off_is_refused_with_the_order_and_the_way_out() {
    everywhere("a copy that is off", |h| {
        let (order, other) = (navy_order(h, 1), navy_order(h, 2));
        let load = |id| h.cx.store.read(|conn| subrosa::store::order::orders::find(conn, id));
        for (what, column, right) in [
            ("classified = TRUE", "classified", "classified = FALSE"),
            ("issued_marking = 'S'", "classified", "issued_marking = 'U'"),
            ("order_type = 'II'", "classified", "order_type = 'III'"),
            ("expires_on = '2027-03-09'", "expires_on", "expires_on = '2027-03-10'"),
        ] {
            sql(&h.cx.store, &[format!("UPDATE orders SET {what} WHERE id = '{}'", order.id)]);
            let Err(e @ StoreError::CopyOff { .. }) = load(order.id) else { panic!("{what} was read") };
            let said = e.to_string();
            assert!(said.contains(&order.number) && said.contains(column) && said.contains("backup"), "{said}");
            assert!(load(other.id).is_ok(), "the others are read");
            let failed = orders::get(&h.cx, h.who("officer1"), order.id);
            assert!(matches!(failed, Err(Error::Store(StoreError::CopyOff { .. }))), "{failed:?}");
            if column == "expires_on" {
                let Err(refused) = open(&h.place).map(drop) else { panic!("opened") };
                assert!(refused.to_string().contains(&order.number), "{refused}");
                // The way out, as it says.
                let (_, way) = said.split_once("UPDATE").expect("a way out");
                sql(&h.cx.store, &[format!("UPDATE{way}")]);
                assert!(open(&h.place).is_ok());
            } else {
                sql(&h.cx.store, &[format!("UPDATE orders SET {right} WHERE id = '{}'", order.id)]);
            }
            assert!(load(order.id).is_ok(), "{right}");
        }
    });
}

// Random records, and every asker held to the one answer.

#[derive(Debug, Clone, Copy)]
enum Act {
    Order(usize, bool),
    Refer(usize),
    Modify(usize, bool),
    Mark(usize, usize),
    Query(usize, bool, usize),
    Cover(usize, usize, bool),
    Declassify(usize),
    Rescind(usize),
    War,
    Peace,
    GiveUp(usize),
    Pass(i32),
    ToTheEnd(usize),
}

const FILINGS: usize = 3;

fn act() -> impl Strategy<Value = Act> {
    let f = 0..FILINGS;
    prop_oneof![
        4 => (f.clone(), any::<bool>()).prop_map(|(f, two)| Act::Order(f, two)),
        1 => f.clone().prop_map(Act::Refer),
        4 => (f.clone(), prop::bool::weighted(0.8)).prop_map(|(f, two)| Act::Modify(f, two)),
        3 => (f.clone(), 0..5usize).prop_map(|(f, level)| Act::Mark(f, level)),
        2 => (f.clone(), any::<bool>(), 0..3usize).prop_map(|(f, c, how)| Act::Query(f, c, how)),
        4 => (f.clone(), f.clone(), prop::bool::weighted(0.8)).prop_map(|(f, by, part)| Act::Cover(f, by, part)),
        3 => f.clone().prop_map(Act::Declassify),
        3 => f.clone().prop_map(Act::Rescind),
        1 => Just(Act::War),
        2 => Just(Act::Peace),
        1 => f.clone().prop_map(Act::GiveUp),
        2 => (1..60i32).prop_map(Act::Pass),
        4 => f.prop_map(Act::ToTheEnd),
    ]
}

/// The filings of one case with the orders issued on them.
struct Case {
    filings: Vec<FilingId>,
    numbers: Vec<String>,
    orders: Vec<Vec<OrderId>>,
}

impl Case {
    fn last(&self, f: usize) -> Option<OrderId> {
        self.orders[f].last().copied()
    }

    /// Tries an act. A refusal is an answer; anything else that fails is a fault.
    fn take(&mut self, h: &House, act: Act) -> Result<(), TestCaseError> {
        let today = washington_date(h.cx.now());
        let filing = |f: usize| self.filings[f];
        let done: Result<(), Error> = match act {
            Act::Order(f, two) => self.order(h, f, if two { OrderType::II } else { OrderType::III }),
            Act::Refer(f) => h.refer(filing(f), &["ARMY"]).map(drop),
            Act::Modify(f, two) => {
                self.last(f).map_or(Ok(()), |o| modify(h, o, if two { OrderType::II } else { OrderType::III }))
            }
            Act::Mark(f, level) => mark(h, filing(f), ["U", "CUI", "C", "S", "TS"][level]).map(drop),
            Act::Query(f, classified, how) => {
                let ask = marked::QueryInput { marking: "SECRET".into(), classified };
                marked::query(&h.cx, &by(h.who("exam1")), filing(f), &ask).and_then(|query| {
                    let Some(how) = [Answer::Declassified, Answer::Removed].get(how).copied() else { return Ok(()) };
                    let ask = marked::AnswerInput { how, evidence: "a letter".into() };
                    marked::answer(&h.cx, &by(h.who("exam1")), query.id, &ask).map(drop)
                })
            }
            Act::Cover(f, of, part) if f != of => {
                self.last(of).map_or(Ok(()), |o| compare(h, filing(f), o, part).map(drop))
            }
            Act::Cover(..) => Ok(()),
            Act::Declassify(f) => self.last(f).map_or(Ok(()), |o| state(h, o).map(drop)),
            Act::Rescind(f) => {
                self.last(f).map_or(Ok(()), |o| h.ask_rescission("navy2", o, None).and_then(|_| h.rescind(o)).map(drop))
            }
            Act::War => {
                if open_regime(h).is_none() {
                    begun(h, RegimeKind::War, &today.to_string());
                }
                Ok(())
            }
            Act::Peace => {
                if let Some(war) = open_regime(h) {
                    over(h, war, &today.to_string());
                }
                Ok(())
            }
            Act::GiveUp(f) => {
                let ask = DisposeInput { how: Disposal::Abandoned, on: today };
                record::dispose(&h.cx, &by(h.who("exam1")), filing(f), &ask).map(drop)
            }
            Act::Pass(days) => {
                h.pass_until(&today.saturating_add(i64::from(days).days()).to_string());
                Ok(())
            }
            Act::ToTheEnd(f) => {
                let end = self.last(f).map(|o| h.see(o)).filter(|o| o.status == OrderStatus::InEffect);
                if let Some(end) = end.map(|o| o.expires_on).filter(|end| *end < NO_END) {
                    h.pass_until(&end.saturating_add(2.days()).to_string());
                }
                Ok(())
            }
        };
        prop_assert!(matches!(done, Ok(()) | Err(Error::Refused(_))), "{:?} failed: {:?}", act, done);
        Ok(())
    }

    fn order(&mut self, h: &House, f: usize, order_type: OrderType) -> Result<(), Error> {
        let filing = self.filings[f];
        h.refer(filing, &["NAVY"])?;
        let referral = h.referral(filing, "NAVY");
        let signed = subrosa::workflow::review::referrals::get(&h.cx, h.who("navy2"), referral)?.acknowledged;
        if !signed {
            h.sign("navy2", referral)?;
        }
        let finding = domain::review::referral::Finding::WouldBeDetrimental;
        h.recommend("navy2", referral, finding, Some(order_type))?;
        self.orders[f].push(h.issue(filing)?.id);
        Ok(())
    }
}

fn open_regime(h: &House) -> Option<domain::base::ids::RegimeId> {
    let all = regimes::list(&h.cx, h.who("officer1")).expect("listed");
    let open = domain::order::regime::RegimeStatus::InForce;
    all.iter().find(|r| r.status() == open).map(|r| r.id)
}

/// Every asker says of a filing what `holds` says of its record.
fn agree(h: &House, case: &Case, next: &AtomicU64) -> Result<(), TestCaseError> {
    let today = washington_date(h.cx.now());
    let listed = orders::list(&h.cx, h.who("officer1"), &orders::OrderQuery { limit: 10_000, ..Default::default() });
    let listed = listed.expect("listed");
    for (f, filing) in case.filings.iter().copied().enumerate() {
        let known = h.cx.read(|conn| Ok(standing::known(conn, filing)?)).expect("read");
        let all = held(h, filing);
        let barred = |bar: Bar| all.iter().any(|(b, ..)| *b == bar);
        let of_an_order = all.iter().any(|(_, reason, _)| reason.is_of_an_order());
        // Status, as computed and as kept.
        prop_assert_eq!(h.status(filing), status(&known.facts(), today).as_str(), "{:?}", all);
        prop_assert_eq!(of_an_order, h.status(filing) == "under_order", "{:?}", all);
        prop_assert!(!known.marking.level.is_classified() || barred(Bar::Publication));
        // License.
        let (need, standing) = license_of(h, filing);
        prop_assert_eq!(need == Need::UnderOrder, barred(Bar::ForeignFiling), "{:?}", all);
        prop_assert!(standing != State::Granted || !barred(Bar::ForeignFiling), "{:?}", all);
        match grant(h, filing) {
            Err(Error::Refused(r)) => {
                let bars = ["license.under_order", "license.under_review"].contains(&r.code.code);
                prop_assert_eq!(bars, barred(Bar::ForeignFiling) || barred(Bar::Publication), "{:?} {:?}", r, all);
            }
            Ok(entry) => {
                prop_assert!(!barred(Bar::ForeignFiling) && !barred(Bar::Publication), "granted over {:?}", all);
                let why = subrosa::workflow::frame::reason::ReasonInput { reason: "a trial".into() };
                license::revoke(&h.cx, &by(h.who("officer1")), entry.id, &why).expect("revoked");
            }
            Err(e) => return Err(TestCaseError::fail(e.to_string())),
        }
        // Disposal, where it leaves nothing behind.
        if barred(Bar::Publication) {
            prop_assert_eq!(refused(publish(h, filing)), "filing.held");
        }
        if barred(Bar::Grant) {
            let ask = DisposeInput { how: Disposal::Patented, on: today };
            prop_assert_eq!(refused(record::dispose(&h.cx, &by(h.who("exam1")), filing, &ask)), "filing.held");
        }
        // Intake of a relative.
        let n = next.fetch_add(1, Ordering::Relaxed);
        let mut form = flagged_filing(n);
        form["related"] = json!([{"relation": "continuation", "application_number": case.numbers[f]}]);
        let relative: Filing = serde_json::from_value(form).expect("a filing");
        match intake::receive(&h.cx, &by(h.who("intake1")), &relative) {
            Ok(_) => prop_assert!(!of_an_order, "taken beside {:?}", all),
            Err(e) => {
                prop_assert_eq!(refused(Err::<(), _>(e)), "filing.ordinary_intake_closed");
                prop_assert!(of_an_order, "refused beside {:?}", all);
            }
        }
        // Orders, one by one, in the list, and their checklists.
        for id in &case.orders[f] {
            let mine: Vec<Bar> = all.iter().filter(|(.., order)| order == &Some(*id)).map(|(bar, ..)| *bar).collect();
            prop_assert_eq!(&h.see(*id).holds, &mine);
            let one = listed.iter().find(|o| o.id == *id).expect("in the list");
            prop_assert_eq!(&one.holds, &mine);
            for effect in advise::effects(&h.cx, h.who("officer1"), *id).expect("effects") {
                let bar = match effect.effect {
                    "publication" => Bar::Publication,
                    "grant" => Bar::Grant,
                    "transmittal" => Bar::Transmittal,
                    "license" | "foreign_filing" => Bar::ForeignFiling,
                    _ => continue,
                };
                prop_assert_eq!(effect.in_force, mine.contains(&bar), "{:?}", effect);
            }
            let covering: Vec<_> = relate::covering_orders(&h.cx, h.who("officer1"), filing).expect("covering");
            let covers = |o: OrderId| {
                all.iter().any(|(_, reason, order)| {
                    *order == Some(o) && matches!(reason, Reason::CoveringOrder | Reason::CoveringClassifiedMatter)
                })
            };
            prop_assert!(covering.iter().all(|c| covers(c.order_id)));
        }
    }
    Ok(())
}

fn hold_every_asker(place: Place, cases: u32, longest: usize) {
    let h = House::at(place);
    let next = AtomicU64::new(1);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 40, ..Config::default() };
    let acts = prop::collection::vec(act(), 4..longest);
    let done = TestRunner::new(config).run(&acts, |acts| {
        let mut case = Case { filings: vec![], numbers: vec![], orders: vec![vec![]; FILINGS] };
        if let Some(war) = open_regime(&h) {
            over(&h, war, &washington_date(h.cx.now()).to_string());
        }
        for f in 0..FILINGS {
            let n = next.fetch_add(1, Ordering::Relaxed);
            let filed = json!({"filed_on": washington_date(h.cx.now())});
            let mut more = if f == 0 { json!({}) } else { pot() };
            more["filed_on"] = filed["filed_on"].clone();
            case.numbers.push(flagged_filing(n)["application_number"].as_str().expect("a number").to_owned());
            case.filings.push(if f == 0 { h.confirmed(n, more) } else { h.filing(n, more) });
        }
        for act in acts {
            case.take(&h, act)?;
            agree(&h, &case, &next)?;
        }
        Ok(())
    });
    if let Err(e) = done {
        panic!("{e}");
    }
    h.acts("");
}

#[test]
fn r3_7_r4_7_every_asker_says_what_the_one_answer_says() {
    hold_every_asker(Place::sqlite(), 14, 12);
    if let Some(place) = Place::postgres("every asker") {
        hold_every_asker(place, 3, 10);
    }
}
