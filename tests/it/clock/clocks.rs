//! Clocks: every deadline of every case in one list, with what happens if nobody acts, and the calendar, which reveals
//! nothing of a case.

use crate::frame::office::{TestOffice, by, day, everywhere, noon, refused};
use domain::base::actor::{Actor, Role};
use domain::base::deadline::ClockKind;
use domain::base::marking::{Clearance, Level, Marking};
use domain::base::order_type::OrderType;
use domain::order::regime::RegimeKind;
use ical::IcalParser;
use serde_json::json;
use subrosa::workflow::clock::clocks::{self, ClockQuery, ClockView};
use subrosa::workflow::clock::feeds::{self, FeedInput};
use subrosa::workflow::notice::notices::{self, ServiceInput};
use subrosa::workflow::office::accounts;
use subrosa::workflow::review::refer::{ReferInput, refer};
use subrosa::workflow::{Ctx, Settings};

const III: Option<OrderType> = Some(OrderType::III);

/// Parties without a mail address, so that every letter goes on paper and waits for its receipt.
fn on_paper() -> serde_json::Value {
    json!([{"role": "applicant", "name": "Ada Marlowe"}])
}

fn list(h: &TestOffice, who: &str, query: &ClockQuery) -> Vec<ClockView> {
    clocks::due(&h.cx, h.who(who), query).expect("listed")
}

fn until(due_before: &str) -> ClockQuery {
    ClockQuery { due_before: Some(day(due_before)), limit: 100, ..ClockQuery::default() }
}

fn kinds_and_days(clocks: &[ClockView]) -> Vec<(&'static str, String)> {
    clocks.iter().map(|c| (c.kind.as_str(), c.due_on.to_string())).collect()
}

#[test]
fn r2_5_r4_5_r4_6_clocks_say_when_and_what_if_nobody_acts() {
    everywhere("clocks", |h| {
        let order = h.order(1, &[("NAVY", "dod1", III)], json!({"parties": on_paper()}));
        let pending = h.filing(2, json!({"filed_on": "2026-03-02"}));
        h.refer(pending, &["DOE"]).expect("referred");
        let all = list(h, "officer1", &until("2027-12-31"));
        assert_eq!(
            kinds_and_days(&all),
            [
                ("receipt_outstanding", "2026-04-09".into()),
                ("referral_due", "2026-06-08".into()),
                ("six_months", "2026-09-02".into()),
                ("agency_alarm", "2027-03-03".into()),
                ("order_expiry", "2027-03-10".into()),
            ]
        );
        assert_eq!(all[4].order_number.as_ref(), Some(&order.number));
        assert!(all[4].if_nobody_acts.contains("lapses at the end of that day"));
        for clock in &all {
            assert!(clock.if_nobody_acts.len() > 40 && clock.if_nobody_acts.ends_with('.'), "{clock:?}");
            assert!(!clock.rule.is_empty() && !clock.citation.is_empty());
        }
        assert_eq!(list(h, "exam1", &until("2026-06-08")).len(), 2);
        assert_eq!(list(h, "exam1", &until("2026-06-07")).len(), 1);
        // The list can be read in pages, by kind, and by the reference in a calendar.
        let first = list(h, "officer1", &ClockQuery { limit: 1, ..until("2027-12-31") });
        let rest = list(h, "officer1", &ClockQuery { after: Some(first[0].key()), ..until("2027-12-31") });
        assert_eq!(rest, all[1..]);
        let one = ClockQuery { reference: Some(all[2].reference.clone()), ..until("2027-12-31") };
        assert_eq!(list(h, "officer1", &one), all[2..3]);
        assert_eq!(list(h, "officer1", &ClockQuery { kind: Some(all[1].kind), ..until("2027-12-31") }), all[1..2]);
        assert_eq!(refused(clocks::due(&h.cx, h.who("navy1"), &until("2027-12-31"))), "role.forbidden");

        // The clocks of one case are the same as in the list of all.
        let of = |filing| clocks::of_filing(&h.cx, h.who("officer1"), filing).expect("clocks");
        assert_eq!(of(order.filing_id), [all[0].clone(), all[3].clone(), all[4].clone()]);
        assert_eq!(of(pending), all[1..3]);

        // With the receipt back and the determination in, neither has a clock any more.
        let ask = ServiceInput { method: "window".into(), received_on: day("2026-03-10") };
        let notice = order.notices.first().expect("a notice").id;
        notices::record_service(&h.cx, &by(h.who("officer1")), notice, &ask).expect("served");
        h.sleep_until("2027-01-04");
        h.require_another_term("dod1", order.id).expect("determined");
        assert_eq!(kinds_and_days(&of(order.filing_id)), [("order_expiry", "2027-03-10".into())]);
        h.clock.set(noon(day("2027-03-11")));
        assert!(of(order.filing_id)[0].overdue);
    });
}

#[test]
fn r4_6_a_clock_says_that_its_term_is_over() {
    everywhere("a lapse nobody recorded", |h| {
        let order = h.navy_order(1);
        h.clock.set(noon(day("2027-03-11")));
        let over = clocks::of_filing(&h.cx, h.who("officer1"), order.filing_id).expect("clocks");
        let expiry = over.iter().find(|c| c.kind.as_str() == "order_expiry").expect("a clock");
        assert!(expiry.overdue && expiry.if_nobody_acts.contains("lapsed by law"));
        assert!(!over.iter().any(|c| c.kind.as_str() == "agency_alarm"));
    });
}

#[test]
fn e18_e19_e20_applications_toward_foreign_countries_have_their_clocks_under_an_order() {
    everywhere("e18", |h| {
        let provisional = json!({"kind": "provisional", "filed_on": "2026-03-02", "parties": []});
        let pct = json!({"kind": "pct", "filed_on": "2026-03-02", "application_number": "PCT/US2026/000002",
            "priority": [{"country": "US", "number": "63/000,001", "date": "2025-10-31"}]});
        let first = h.order(1, &[("NAVY", "dod1", III)], provisional);
        let second = h.order(2, &[("NAVY", "dod1", III)], pct);
        let of = |filing| {
            let all = clocks::of_filing(&h.cx, h.who("officer1"), filing).expect("clocks");
            kinds_and_days(&all)
                .into_iter()
                .filter(|(k, _)| !k.contains("order") && !k.contains("agency") && !k.contains("receipt"))
                .collect::<Vec<_>>()
        };
        let ends = ("provisional_end", "2027-03-02".to_owned());
        let (notice, gone) =
            (("treaty_notice", "2026-11-30".to_owned()), ("treaty_withdrawal", "2027-03-31".to_owned()));
        assert_eq!(of(first.filing_id), std::slice::from_ref(&ends));
        assert_eq!(of(second.filing_id), [notice.clone(), gone.clone()]);
        let all = kinds_and_days(&list(h, "officer1", &until("2027-12-31")));
        for clock in [ends, notice, gone] {
            assert!(all.contains(&clock), "{clock:?}: {all:?}");
        }
        // Without an order these applications have no clock.
        let free = h.filing(3, json!({"kind": "provisional", "filed_on": "2026-03-02"}));
        assert_eq!(of(free).len(), 1, "the six months alone");
    });
}

fn events(text: &str) -> Vec<(String, String, String)> {
    let calendar = IcalParser::new(text.as_bytes()).next().expect("a calendar").expect("one that reads");
    let value = |c: &ical::parser::ical::component::IcalEvent, name: &str| {
        let property = c.properties.iter().find(|p| p.name == name);
        property.and_then(|p| p.value.clone()).unwrap_or_default()
    };
    calendar.events.iter().map(|c| (value(c, "UID"), value(c, "DTSTART"), value(c, "SUMMARY"))).collect()
}

#[test]
fn a_calendar_shows_days_neutral_words_and_references_only() {
    everywhere("calendar", |h| {
        let order = h.order(1, &[("NAVY", "dod1", III)], json!({"parties": on_paper()}));
        let pending = h.filing(2, json!({"filed_on": "2026-03-02"}));
        h.refer(pending, &["DOE"]).expect("referred");
        h.sleep_until("2027-02-01");
        let text = feeds::calendar(&h.cx, h.who("officer1")).expect("a calendar");
        for word in [
            "secre",
            "patent",
            "invention",
            "missile",
            "NAVY",
            "DOE",
            "19/700",
            "SO-2026",
            "Marlowe",
            "order",
            "agency",
        ] {
            assert!(!text.to_lowercase().contains(&word.to_lowercase()), "{word}: {text}");
        }
        for id in [order.id.to_string(), order.filing_id.to_string(), pending.to_string()] {
            assert!(!text.contains(&id), "{id}");
        }
        let before = events(&text);
        let days: Vec<_> = before.iter().map(|(_, day, words)| (day.as_str(), words.as_str())).collect();
        assert_eq!(
            days,
            [
                ("20260409", "Receipt outstanding"),
                ("20260608", "Answer due"),
                ("20260902", "Six months are over"),
                ("20270303", "Last call for an answer"),
                ("20270310", "Term ends"),
            ]
        );
        // The list finds the clock by the reference in the calendar.
        let all = list(h, "officer1", &until("2027-12-31"));
        assert!(all.iter().all(|c| text.contains(&c.reference)));
        // A year later the same event stands on another day.
        h.require_another_term("dod1", order.id).expect("determined");
        h.pass_until("2028-02-01");
        let after = events(&feeds::calendar(&h.cx, h.who("officer1")).expect("a calendar"));
        let term = |events: &[(String, String, String)]| {
            events.iter().find(|(.., words)| words == "Term ends").map(|(uid, day, _)| (uid.clone(), day.clone()))
        };
        let (one, other) = (term(&before).expect("a term"), term(&after).expect("a term"));
        assert_eq!((one.0 == other.0, other.1.as_str()), (true, "20280310"));
        assert_eq!(refused(feeds::calendar(&h.cx, h.who("navy1"))), "role.forbidden");
    });
}

#[test]
fn a_feed_shows_what_its_owner_may_see_now() {
    let test = |mut h: TestOffice| {
        h.add_person("officer9", Role::LicensingOfficer, None, Level::Confidential);
        h.order(1, &[("NAVY", "dod1", III)], json!({"marking": "S"}));
        h.order(2, &[("NAVY", "dod1", III)], json!({}));
        h.sleep_until("2027-02-01");
        let ask = FeedInput { name: "desk phone".into() };
        let make = |who: &str, hash: &str| feeds::make(&h.cx, &by(h.who(who)), &ask, hash);
        let terms = |hash: &str| {
            let text = feeds::fetch(&h.cx, hash).expect("a calendar");
            events(&text).iter().filter(|(.., words)| words == "Term ends").count()
        };
        let first = make("officer1", "hash-1").expect("made").feed;
        make("officer9", "hash-2").expect("made");
        assert_eq!((terms("hash-1"), terms("hash-2")), (2, 1), "officer9 is not cleared for secrets");
        assert_eq!(refused(make("navy1", "hash-3")), "role.forbidden");
        assert_eq!(refused(feeds::fetch(&h.cx, "hash-3")), "not_found");
        assert_eq!(feeds::list(&h.cx, h.who("officer1")).expect("listed"), std::slice::from_ref(&first));

        // Rights that were taken away, and an account that was switched off, count at the next fetch.
        let sec = by(h.who("sec1"));
        let id = h.who("officer1").account.expect("an account");
        let less = accounts::Change { clearance: Some(Level::Unclassified), ..accounts::Change::default() };
        accounts::change(&h.cx, &sec, id, &less).expect("changed");
        assert_eq!(terms("hash-1"), 1);
        let off = accounts::Change { enabled: Some(false), ..accounts::Change::default() };
        accounts::change(&h.cx, &sec, h.who("officer9").account.expect("an account"), &off).expect("changed");
        assert_eq!(refused(feeds::fetch(&h.cx, "hash-2")), "not_found");

        // A person can revoke their own feed only, and a revoked feed stays revoked.
        assert_eq!(refused(feeds::revoke(&h.cx, &by(h.who("exam1")), first.id)), "not_found");
        feeds::revoke(&h.cx, &by(h.who("officer1")), first.id).expect("revoked");
        assert_eq!(refused(feeds::revoke(&h.cx, &by(h.who("officer1")), first.id)), "not_found");
        assert_eq!(refused(feeds::fetch(&h.cx, "hash-1")), "not_found");
        assert!(feeds::list(&h.cx, h.who("officer1")).expect("listed").is_empty());
    };
    test(TestOffice::at(crate::frame::harness::Place::sqlite()));
    if let Some(place) = crate::frame::harness::Place::postgres("feeds") {
        test(TestOffice::at(place));
    }
}

#[test]
fn r4_9_r4_10_a_clock_asked_for_the_year_9999_is_answered_and_an_order_without_end_has_none() {
    everywhere("the year 9999", |h| {
        let order = h.navy_order(1);
        let ever = until("9999-12-31");
        let all = list(h, "officer1", &ever);
        assert!(all.iter().any(|c| c.kind.as_str() == "order_expiry" && c.days_left == 365), "{all:?}");
        crate::order::regimes::begun(h, RegimeKind::War, "2026-03-10");
        let all = list(h, "officer1", &ever);
        let of_order: Vec<_> = all.iter().filter(|c| c.order_id == Some(order.id)).collect();
        assert!(of_order.is_empty(), "nothing is due while a war lasts: {of_order:?}");
        // The clock of the office stands at nearly the last day that a date can hold.
        for last in ["9998-12-31", "9999-12-30"] {
            h.clock.set(noon(day(last)));
            clocks::kept::catch_up(&h.cx).expect("computed");
            for c in list(h, "officer1", &ever) {
                assert!(c.overdue && c.days_left < -2_000_000, "{c:?}");
            }
        }
        assert!(feeds::calendar(&h.cx, h.who("officer1")).expect("a calendar").contains("BEGIN:VCALENDAR"));
        h.clock.set(noon(day("2026-03-10")));
        assert_eq!(list(h, "officer1", &ever), all, "a clock set back reads as before");
    });
}

#[test]
fn r1_5_a_clock_whose_day_moves_with_the_calendar_moves_in_the_list() {
    everywhere("a day that moves", |h| {
        let interest = json!({"government_interest": "Made with Government support under a contract awarded by the \
            Department of the Navy. The Government has certain rights in the invention."});
        let filing = h.confirmed(1, interest);
        let ask = ReferInput {
            agencies: vec!["ARMY".into()],
            due_on: None,
            despite_property_interest: Some("the Navy has waived".into()),
            ..ReferInput::default()
        };
        refer(&h.cx, &by(h.who("officer1")), filing, &ask).expect("referred");
        for on in ["2026-03-10", "2026-03-11", "2026-04-30"] {
            h.sleep_until(on);
            // The clocks are computed on one day and read on the next, and the other way round.
            for kept in [false, true] {
                if kept {
                    clocks::kept::catch_up(&h.cx).expect("computed");
                }
                let mut all = list(h, "officer1", &until("9999-12-31"));
                all.retain(|c| c.filing_id == filing);
                assert_eq!(all, clocks::of_filing(&h.cx, h.who("officer1"), filing).expect("clocks"), "{on}");
                assert!(all.iter().any(|c| c.kind == ClockKind::InterestUnasked && c.due_on == day(on)), "{all:?}");
            }
        }
    });
}

#[test]
fn a_list_of_clocks_shows_only_what_its_reader_is_cleared_for_at_once() {
    everywhere("clearance and clocks", |h| {
        let filing = h.filing(1, json!({"filed_on": "2026-03-02"}));
        h.refer(filing, &["DOE"]).expect("referred");
        let low = Actor { clearance: Clearance::of(Level::Unclassified), ..h.who("officer1").clone() };
        let seen = |actor: &Actor| clocks::due(&h.cx, actor, &until("9999-12-31")).expect("listed").len();
        assert_eq!((seen(&low), seen(h.who("officer1"))), (2, 2));
        clocks::kept::catch_up(&h.cx).expect("computed");
        h.is_edited();
        h.cx.store
            .write_unentered(|tx| subrosa::store::filing::filings::set_marking(tx, filing, &Marking::of(Level::Secret)))
            .expect("marked");
        assert_eq!((seen(&low), seen(h.who("officer1"))), (0, 2));
    });
}

#[test]
fn a_program_with_other_settings_computes_its_clocks_anew() {
    everywhere("other settings", |h| {
        h.order(1, &[("NAVY", "dod1", III)], json!({"parties": on_paper()}));
        let receipts = |cx: &Ctx| {
            let kind = Some(ClockKind::ReceiptOutstanding);
            let all = clocks::due(cx, h.who("officer1"), &ClockQuery { kind, ..until("9999-12-31") }).expect("listed");
            kinds_and_days(&all)
        };
        clocks::kept::catch_up(&h.cx).expect("computed");
        assert_eq!(receipts(&h.cx), [("receipt_outstanding", "2026-04-09".into())]);
        let settings = Settings { receipt_due_days: 10, ..(*h.cx.settings).clone() };
        let other = Ctx { settings: settings.into(), ..h.cx.clone() };
        assert_eq!(receipts(&other), [("receipt_outstanding", "2026-03-20".into())]);
        let done = clocks::kept::catch_up(&other).expect("computed");
        assert_eq!((done.computed, done.failed), (1, 0));
        assert_eq!(clocks::kept::catch_up(&other).expect("computed").computed, 0, "nothing is left");
        assert_eq!(receipts(&h.cx), [("receipt_outstanding", "2026-04-09".into())]);
    });
}
