//! Orders: issue, types, sponsors, principals, rescission, statistics. Section 3 and 4.

use crate::frame::office::{by, day, everywhere, refused};
use domain::base::order_type::OrderType;
use domain::case::holds::Bar;
use domain::notice::NoticeState;
use domain::order::OrderStatus;
use domain::review::referral::Finding;
use serde_json::json;
use subrosa::workflow::filing::filings;
use subrosa::workflow::office::statistics;
use subrosa::workflow::order::issue::{IssueInput, issue};
use subrosa::workflow::order::orders;
use subrosa::workflow::{By, Idempotency, IfMatch};

const III: Option<OrderType> = Some(OrderType::III);

#[test]
fn r2_4_no_order_without_a_binding_recommendation() {
    everywhere("r2_4 issue", |h| {
        let filing = h.filing(1, json!({}));
        assert_eq!(refused(h.issue(filing)), "order.no_recommendation");
        h.refer(filing, &["NAVY"]).expect("referred");
        assert_eq!(refused(h.issue(filing)), "order.no_recommendation");
        let referral = h.referral(filing, "NAVY");
        h.sign("navy2", referral).expect("signed");
        h.recommend("navy2", referral, Finding::None, None).expect("recommended");
        assert_eq!(refused(h.issue(filing)), "order.no_recommendation");
        for who in ["exam1", "dod1", "navy1", "audit1", "sec1", "intake1"] {
            let done = issue(&h.cx, &by(h.who(who)), filing, &IssueInput::default());
            assert_eq!(refused(done), "role.forbidden");
        }
        assert_eq!(h.acts(&format!("filing:{filing}")).iter().filter(|a| *a == "order.issue refused").count(), 9);
    });
}

#[test]
fn r3_5_r3_6_an_order_starts_its_year_and_notifies_every_principal() {
    everywhere("r3_5", |h| {
        let order = h.navy_order(1);
        assert_eq!(order.number, "SO-2026-000001");
        assert_eq!((order.terms[0].from, order.terms[0].until), (day("2026-03-10"), day("2027-03-10")));
        assert_eq!(order.status, OrderStatus::InEffect);
        assert_eq!(order.holds, Bar::ALL);
        let mut notices: Vec<_> = order.notices.iter().map(|n| (n.principal.as_str(), n.state)).collect();
        notices.sort_by_key(|(name, _)| *name);
        assert_eq!(
            notices,
            [
                ("Ada Marlowe", NoticeState::Paper),
                ("Deepfield Acoustics LLC", NoticeState::Queued),
                ("Hale & Prior", NoticeState::Queued),
            ]
        );
        assert_eq!(h.status(order.filing_id), "under_order");
        assert_eq!(refused(h.issue(order.filing_id)), "order.exists");
        assert_eq!(h.acts(&format!("order:{}", order.id)), ["order.issue done"]);
        assert_eq!(h.navy_order(2).number, "SO-2026-000002");
    });
}

#[test]
fn r3_5_an_order_on_a_filing_without_parties_is_notified_on_paper() {
    everywhere("no parties", |h| {
        let order = h.order(1, &[("NAVY", "dod1", III)], json!({"parties": []}));
        let notices: Vec<_> = order.notices.iter().map(|n| (n.principal.as_str(), n.state)).collect();
        assert_eq!(notices, [("applicant of record", NoticeState::Paper)]);
    });
}

#[test]
fn r3_5_principals_whose_names_differ_in_letters_only_do_not_keep_an_order_from_issuing() {
    everywhere("spellings", |h| {
        let parties = json!({"parties": [
            {"role": "applicant", "name": "Ärger GmbH", "email": "Docket@x.example"},
            {"role": "assignee", "name": "ÄRGER  GmbH", "email": "docket@x.example"},
            {"role": "inventor", "name": "ärger gmbh"},
        ]});
        assert_eq!(h.order(1, &[("NAVY", "dod1", III)], parties).notices.len(), 1);
    });
}

#[test]
fn e06_types_differ_either_binds_and_only_what_both_permit_is_permitted() {
    everywhere("e06", |h| {
        let two = [("NAVY", "navy2", Some(OrderType::I)), ("ARMY", "army2", Some(OrderType::II))];
        let order = h.order(1, &two, json!({}));
        assert_eq!(order.order_type, III);
        assert_eq!(order.sponsors.iter().map(|s| s.agency.as_str()).collect::<Vec<_>>(), ["NAVY", "ARMY"]);
        let filing = h.filing(2, json!({}));
        h.refer(filing, &["NAVY"]).expect("referred");
        let referral = h.referral(filing, "NAVY");
        h.sign("navy2", referral).expect("signed");
        h.recommend("navy2", referral, Finding::WouldBeDetrimental, III).expect("recommended");
        let ask = |t, countries: Option<&[&str]>| IssueInput {
            order_type: Some(t),
            countries: countries.map(|c| c.iter().map(|c| (*c).into()).collect()),
            conditions: vec!["keep it locked up".into()],
            ..Default::default()
        };
        let officer = by(h.who("officer1"));
        assert_eq!(refused(issue(&h.cx, &officer, filing, &ask(OrderType::I, None))), "order.type_weaker");
        assert_eq!(refused(issue(&h.cx, &officer, filing, &ask(OrderType::III, Some(&["JP"])))), "order.countries");
        let order = issue(&h.cx, &officer, filing, &ask(OrderType::III, None)).expect("issued");
        assert_eq!(order.conditions, ["keep it locked up"]);
    });
}

#[test]
fn r3_2_a_type_i_order_names_countries_and_an_order_outside_the_dod_has_no_type() {
    everywhere("r3_2", |h| {
        let first = h.order(1, &[("NAVY", "dod1", Some(OrderType::I))], json!({}));
        assert_eq!(first.countries, ["GB", "JP"]);
        let doe = h.order(2, &[("DOE", "doe1", None)], json!({}));
        assert_eq!((doe.order_type, doe.title), (None, None));
    });
}

#[test]
fn agency_people_see_their_orders_without_the_principals() {
    everywhere("order access", |h| {
        let order = h.navy_order(1);
        let seen = orders::get(&h.cx, h.who("navy1"), order.id).expect("seen");
        assert!(seen.notices.is_empty());
        assert!(!serde_json::to_string(&seen).expect("json").contains("Deepfield"));
        for (who, code) in [("army1", "not_found"), ("doe1", "not_found"), ("audit1", "role.forbidden")] {
            assert_eq!(refused(orders::get(&h.cx, h.who(who), order.id)), code);
        }
        h.order(2, &[("DOE", "doe1", None)], json!({}));
        let query = |agency: Option<&str>| orders::OrderQuery {
            agency: agency.map(|a| domain::base::agency::AgencyCode::parse(a).expect("code")),
            limit: 50,
            ..Default::default()
        };
        let count = |who: &str, agency| orders::list(&h.cx, h.who(who), &query(agency)).expect("listed").len();
        assert_eq!(["navy1", "dod1", "doe1", "army1", "officer1"].map(|w| count(w, None)), [1, 1, 1, 0, 2]);
        assert_eq!(count("doe1", Some("NAVY")), 0, "a filter never widens the view");
        assert_eq!(count("officer1", Some("NAVY")), 1);
    });
}

#[test]
fn e07_one_of_two_sponsors_asks_for_rescission_and_then_both() {
    everywhere("e07", |h| {
        let order = h.order(1, &[("NAVY", "navy2", III), ("DOE", "doe1", None)], json!({}));
        assert_eq!(refused(h.rescind(order.id)), "order.rescission_needs_all_sponsors");
        h.ask_rescission("navy2", order.id, None).expect("asked");
        assert_eq!(refused(h.ask_rescission("dod1", order.id, Some("NAVY"))), "order.rescission_requested");
        assert_eq!(refused(h.rescind(order.id)), "order.rescission_needs_all_sponsors");
        assert_eq!(refused(h.ask_rescission("army2", order.id, None)), "not_found");
        assert_eq!(refused(h.ask_rescission("dod1", order.id, Some("DOE"))), "order.not_a_sponsor");
        h.ask_rescission("doe1", order.id, None).expect("asked");
        let gone = h.rescind(order.id).expect("rescinded");
        assert_eq!((gone.status, gone.ended_on), (OrderStatus::Rescinded, Some(day("2026-03-10"))));
        assert!(gone.holds.is_empty());
        assert_eq!(h.status(order.filing_id), "released");
        assert_eq!(gone.notices.len(), 6, "issue and rescission, three each");
        assert_eq!(refused(h.rescind(order.id)), "order.not_in_effect");
        assert_eq!(refused(h.require_another_term("navy2", order.id)), "order.not_in_effect");
        assert_eq!(refused(h.renew(order.id)), "order.not_in_effect");
        // R2.9: the case is over for the agencies.
        assert_eq!(refused(filings::text(&h.cx, h.who("navy2"), order.filing_id)), "not_found");
    });
}

#[test]
fn r4_8_a_request_overtaken_by_a_determination_no_longer_counts() {
    everywhere("r4_8", |h| {
        let order = h.order(1, &[("NAVY", "navy2", III), ("DOE", "doe1", None)], json!({}));
        h.pass_until("2026-12-01");
        h.ask_rescission("navy2", order.id, None).expect("asked");
        h.pass_until("2027-01-10");
        let seen = h.require_another_term("navy2", order.id).expect("determined");
        assert!(!seen.rescission_requests[0].stands);
        h.require_another_term("doe1", order.id).expect("determined");
        h.pass_until("2027-06-01");
        h.ask_rescission("doe1", order.id, None).expect("asked");
        assert_eq!(refused(h.rescind(order.id)), "order.rescission_needs_all_sponsors");
        let seen = h.ask_rescission("navy2", order.id, None).expect("asked again");
        assert_eq!(seen.rescission_requests.iter().map(|r| r.stands).collect::<Vec<_>>(), [false, true, true]);
        assert!(h.rescind(order.id).is_ok());
    });
}

#[test]
fn e09_rescission_over_classified_matter_leaves_the_holds() {
    everywhere("e09", |h| {
        let order = h.order(1, &[("NAVY", "dod1", Some(OrderType::II))], json!({}));
        assert!(order.classified);
        h.ask_rescission("dod1", order.id, None).expect("asked");
        let gone = h.rescind(order.id).expect("rescinded");
        assert_eq!((gone.status, gone.holds.len()), (OrderStatus::Rescinded, 4));
        assert_eq!(h.status(order.filing_id), "under_order");
    });
}

#[test]
fn r2_8_an_agency_that_recommends_later_joins_the_order_in_effect() {
    everywhere("r2_8", |h| {
        let filing = h.confirmed(1, json!({}));
        h.refer(filing, &["NAVY", "ARMY"]).expect("referred");
        let order = h.order_on(filing, &[("NAVY", "navy2", III)]);
        h.pass_until("2026-05-01");
        let army = h.referral(filing, "ARMY");
        h.sign("army2", army).expect("signed");
        h.recommend("army2", army, Finding::WouldBeDetrimental, III).expect("recommended");
        let seen = h.see(order.id);
        let sponsors: Vec<_> = seen.sponsors.iter().map(|s| (s.agency.as_str(), s.since)).collect();
        assert_eq!(sponsors, [("NAVY", day("2026-03-10")), ("ARMY", day("2026-05-01"))]);
        assert!(h.acts(&format!("order:{}", order.id)).contains(&"order.join done".to_owned()));
        h.ask_rescission("navy2", order.id, None).expect("asked");
        assert_eq!(refused(h.rescind(order.id)), "order.rescission_needs_all_sponsors");
        h.ask_rescission("army2", order.id, None).expect("asked");
        assert!(h.rescind(order.id).is_ok());
        assert_eq!(h.status(filing), "released", "no recommendation is left behind");
    });
}

#[test]
fn the_same_request_is_done_once_and_another_under_its_key_is_refused() {
    everywhere("idempotency", |h| {
        let filing = h.filing(1, json!({}));
        h.refer(filing, &["NAVY"]).expect("referred");
        let referral = h.referral(filing, "NAVY");
        h.sign("dod1", referral).expect("signed");
        h.recommend("dod1", referral, Finding::WouldBeDetrimental, III).expect("recommended");
        let keyed = |print: &str| By {
            actor: h.who("officer1"),
            if_match: IfMatch::Any,
            idempotency: Some(Idempotency { key: "k".into(), fingerprint: print.into() }),
            sent: None,
        };
        let ask = IssueInput::default();
        let first = issue(&h.cx, &keyed("a"), filing, &ask).expect("issued");
        assert_eq!(issue(&h.cx, &keyed("a"), filing, &ask).expect("the same answer"), first);
        assert_eq!(refused(issue(&h.cx, &keyed("b"), filing, &ask)), "idempotency.key_reused");
    });
}

#[test]
fn s9_statistics_hold_the_identity_and_count_a_lapse_the_clock_has_not_seen() {
    everywhere("s9", |h| {
        h.navy_order(1);
        let doe = h.order(2, &[("DOE", "doe1", None)], json!({"government_interest": "Made with support."}));
        h.ask_rescission("doe1", doe.id, None).expect("asked");
        h.rescind(doe.id).expect("rescinded");
        h.sleep_until("2027-10-02");
        let rows = statistics::fiscal_years(&h.cx, h.who("audit1")).expect("counted");
        let table: Vec<_> = rows
            .iter()
            .map(|r| (r.fiscal_year, r.in_effect_start, r.new, r.rescinded, r.lapsed, r.in_effect_end, r.john_doe_new))
            .collect();
        assert_eq!(table, [(2026, 0, 2, 1, 0, 1, 1), (2027, 1, 0, 0, 1, 0, 0), (2028, 0, 0, 0, 0, 0, 0)]);
        assert_eq!(rows[0].new_by_sponsor, [("DOE".to_owned(), 1), ("NAVY".to_owned(), 1)].into());
        assert_eq!(rows[0].new_by_type, [("III", 1), ("untyped", 1)].into());
    });
}
