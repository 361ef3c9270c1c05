//! Determinations for many orders in one letter, alarms, gaps after a lapse, declassification, years in which nobody renews,
//! and clocks that are set back. Section 4, E3, E5, E9.

use crate::frame::office::{TestOffice, by, day, everywhere, noon, refused};
use domain::base::order_type::OrderType;
use domain::order::{Gap, Need, OrderStatus};
use domain::review::referral::ReferralStatus;
use jiff::civil::Date;
use serde_json::json;
use subrosa::workflow::clock::clocks::{self, ClockQuery};
use subrosa::workflow::clock::tick;
use subrosa::workflow::filing::filings;
use subrosa::workflow::order::declassify::{DeclassifyInput, declassify};
use subrosa::workflow::order::determine_many::{LetterInput, Line, determine_many};
use subrosa::workflow::order::orders::{self, OrderQuery, OrderView};
use subrosa::workflow::order::settle;
use subrosa::workflow::review::referrals;
use subrosa::workflow::{By, Error, Idempotency, IfMatch};

const III: Option<OrderType> = Some(OrderType::III);

fn letter(orders: &[&str]) -> LetterInput {
    LetterInput {
        determination: Need::NationalInterestRequires,
        reason: "as found for each".into(),
        orders: orders.iter().map(|o| (*o).to_owned()).collect(),
        agency: None,
    }
}

fn codes(lines: &[Line]) -> Vec<&str> {
    lines.iter().map(|l| l.refused.as_ref().map_or("done", |r| r.code.as_str())).collect()
}

#[test]
fn e05_r4_3_a_letter_for_many_orders_is_one_line_for_each_and_an_answer_for_each() {
    everywhere("e05 letter", |h| {
        let two = [("NAVY", "navy2", III), ("ARMY", "army2", III)];
        let both = h.order(1, &two, json!({}));
        let navy = h.navy_order(2);
        let doe = h.order(3, &[("DOE", "doe1", None)], json!({}));
        h.pass_until("2027-01-10");
        h.require_another_term("dod1", navy.id).expect("determined before");
        // A determination for all orders at once, without a line for each, counts for none of them.
        for nothing in [&[][..], &["all"], &[&both.number, "ALL"]] {
            let Err(Error::Refused(r)) = determine_many(&h.cx, &by(h.who("dod1")), &letter(nothing)) else {
                panic!("not refused");
            };
            assert_eq!((r.code.code, r.code.rule), ("order.renew_all", Some("R4.3, E5")));
            assert_eq!(r.code.citation, Some("35 USC 181 ¶4"));
        }
        assert_eq!(refused(determine_many(&h.cx, &by(h.who("dod1")), &letter(&["SO-1", " SO-1"]))), "request.invalid");
        assert_eq!(refused(determine_many(&h.cx, &by(h.who("officer1")), &letter(&["SO-1"]))), "role.forbidden");
        let id = both.id.to_string();
        let ask = letter(&[&id, &navy.number, &doe.number, "SO-1999-000001"]);
        let promise = Idempotency { key: "k1".into(), fingerprint: "f".into() };
        let signer = By { actor: h.who("dod1"), if_match: IfMatch::Missing, idempotency: Some(promise), sent: None };
        let lines = determine_many(&h.cx, &signer, &ask).expect("received");
        assert_eq!(codes(&lines), ["done", "order.determination_exists", "not_found", "not_found"]);
        let signed: Vec<_> = lines[0].signed.iter().map(|a| a.as_str()).collect();
        assert_eq!(signed, ["ARMY", "NAVY"], "one line for each sponsor it speaks for");
        assert_eq!((lines[1].order, lines[2].order), (Some(navy.id), None), "what one may not see has no id");
        // A letter that is sent again signs nothing a second time.
        assert_eq!(determine_many(&h.cx, &signer, &ask).expect("the same answer"), lines);
        assert_eq!(h.see(both.id).coming_determinations.len(), 2);
        let acts = |o: &OrderView| {
            let all = h.acts(&format!("order:{}", o.id));
            all.into_iter().filter(|a| a.starts_with("order.determine")).collect::<Vec<_>>()
        };
        assert_eq!(acts(&both), ["order.determine done"]);
        assert_eq!(acts(&navy), ["order.determine done", "order.determine refused"]);
        assert_eq!(acts(&doe), ["order.determine refused"]);
        assert_eq!(h.pass_until("2027-01-11").renewed.len(), 2);
        h.pass_until("2027-03-11");
        let late = determine_many(&h.cx, &by(h.who("doe1")), &letter(&[&doe.number])).expect("answered");
        assert_eq!(codes(&late), ["order.renewal_after_expiry"]);
        assert_eq!(late[0].refused.as_ref().and_then(|r| r.citation.as_deref()), Some("35 USC 181 ¶4"));
    });
}

fn awaiting(h: &TestOffice, who: &str) -> Vec<String> {
    let query = OrderQuery { awaiting_determination: true, limit: 50, ..OrderQuery::default() };
    let found = orders::list(&h.cx, h.who(who), &query).expect("listed");
    found.iter().map(|o| format!("{} {}", o.number, o.awaited[0])).collect()
}

#[test]
fn r4_3_officials_find_what_awaits_their_determination() {
    everywhere("r4_3 list", |h| {
        let shared = h.order(1, &[("NAVY", "navy2", III), ("DOE", "doe1", None)], json!({}));
        h.navy_order(2);
        h.pass_until("2026-11-09");
        assert!(awaiting(h, "officer1").is_empty(), "not before determinations are taken");
        h.pass_until("2026-11-10");
        assert_eq!(awaiting(h, "officer1"), ["SO-2026-000001 DOE", "SO-2026-000002 NAVY"]);
        assert_eq!(awaiting(h, "doe1"), ["SO-2026-000001 DOE"]);
        assert_eq!(awaiting(h, "dod1").len(), 2);
        assert!(awaiting(h, "army2").is_empty() && awaiting(h, "nasa1").is_empty());
        h.require_another_term("doe1", shared.id).expect("determined");
        assert!(awaiting(h, "doe1").is_empty());
        assert_eq!(awaiting(h, "navy2"), ["SO-2026-000001 NAVY", "SO-2026-000002 NAVY"]);
        h.determine("navy2", shared.id, Need::NotRequired, None).expect("determined");
        assert_eq!(awaiting(h, "navy2"), ["SO-2026-000002 NAVY"]);
        let query = OrderQuery { awaiting_determination: true, limit: 1, ..OrderQuery::default() };
        assert_eq!(orders::list(&h.cx, h.who("dod1"), &query).expect("a page").len(), 1);
    });
}

#[test]
fn r4_5_r4_13_the_alarm_comes_five_business_days_before_the_working_deadline_to_both_sides() {
    everywhere("r4_5 alarm", |h| {
        // Ends on Sunday 4 July 2027: the working deadline is Friday the 2nd, five business days before it
        // Friday 25 June.
        h.sleep_until("2026-07-04");
        let order = h.order(1, &[("NAVY", "navy2", III), ("DOE", "doe1", None)], json!({}));
        let quiet = h.order(2, &[("DOE", "doe1", None)], json!({}));
        h.pass_until("2027-06-01");
        h.determine("doe1", quiet.id, Need::NotRequired, None).expect("determined");
        h.determine("doe1", order.id, Need::NotRequired, None).expect("determined");
        assert_eq!((h.pass_until("2027-06-24").alarmed, clocks::alarms(&h.cx).expect("counted")), (0, 0));
        assert_eq!(h.pass_until("2027-06-25").alarmed, 1, "to the sponsor that has not answered");
        assert_eq!(tick::tick(&h.cx, h.cx.now()).expect("runs").alarmed, 0, "once");
        assert_eq!(clocks::alarms(&h.cx).expect("counted"), 2, "both will lapse, and the Office sees it");
        let of_terms = Some(domain::base::deadline::ClockKind::OrderExpiry);
        let query = ClockQuery { due_before: Some(day("2027-07-04")), kind: of_terms, limit: 10, ..Default::default() };
        let all = clocks::due(&h.cx, h.who("officer1"), &query).expect("clocks");
        assert_eq!(all.iter().map(|c| c.alarm).collect::<Vec<_>>(), [true, true]);
        let acts = h.acts(&format!("order:{}", order.id));
        assert_eq!(acts.iter().filter(|a| *a == "order.alarm done").count(), 1, "{acts:?}");
        h.require_another_term("navy2", order.id).expect("determined");
        assert_eq!(h.pass_until("2027-06-26").renewed, [order.number]);
        assert_eq!(clocks::alarms(&h.cx).expect("counted"), 1);
    });
}

#[test]
fn r4_6_e03_a_new_order_after_a_lapse_names_the_gap() {
    everywhere("e03 gap", |h| {
        let first = h.navy_order(1);
        assert_eq!(first.gap, None);
        h.pass_until("2027-04-20");
        h.refer(first.filing_id, &["NAVY"]).expect("referred");
        let second = h.order_on(first.filing_id, &[("NAVY", "dod1", III)]);
        // No act in these days is an offence under 35 USC 186.
        assert_eq!(second.gap, Some(Gap { from: day("2027-03-11"), to: day("2027-04-19") }));
        assert_eq!(h.see(first.id).gap, None);
        h.ask_rescission("dod1", second.id, None).expect("asked");
        h.rescind(second.id).expect("rescinded");
        h.pass_until("2027-06-01");
        h.refer(first.filing_id, &["NAVY"]).expect("referred");
        let third = h.order_on(first.filing_id, &[("NAVY", "dod1", III)]);
        assert_eq!(third.gap, None, "secrecy was lifted, not lost");
    });
}

fn state(h: &TestOffice, order: &OrderView, agency: &str, on: &str) -> Result<OrderView, Error> {
    let ask = DeclassifyInput {
        agency: agency.into(),
        declassified_on: day(on),
        statement: "Memorandum of the original classification authority".into(),
    };
    declassify(&h.cx, &by(h.who("officer1")), order.id, &ask)
}

#[test]
fn r4_7_e09_holds_that_outlive_an_order_fall_when_every_sponsor_has_declassified() {
    everywhere("r4_7 declassification", |h| {
        let sponsors = [("NAVY", "navy2", Some(OrderType::II)), ("DOE", "doe1", None)];
        let order = h.order(1, &sponsors, json!({"marking": "S"}));
        let filing = order.filing_id;
        h.pass_until("2027-03-12");
        assert_eq!((h.see(order.id).status, h.see(order.id).holds.len()), (OrderStatus::Lapsed, 4));
        let officers_own =
            DeclassifyInput { agency: "NAVY".into(), declassified_on: day("2027-03-01"), statement: "I say so".into() };
        assert_eq!(refused(declassify(&h.cx, &by(h.who("navy2")), order.id, &officers_own)), "role.forbidden");
        assert_eq!(refused(state(h, &order, "ARMY", "2027-03-01")), "order.not_a_sponsor");
        assert_eq!(refused(state(h, &order, "NAVY", "2027-03-13")), "request.invalid");
        let half = state(h, &order, "NAVY", "2027-03-01").expect("recorded");
        assert_eq!((half.holds.len(), half.declassifications.len()), (4, 1), "the other still classifies it");
        assert_eq!(refused(state(h, &order, "NAVY", "2027-03-01")), "order.declassification_exists");
        let whole = state(h, &order, "DOE", "2027-03-12").expect("recorded");
        assert!(whole.holds.is_empty() && !whole.classified);
        // The papers are marked SECRET until somebody lowers that, which the sponsors' word now allows (R1.6).
        assert_eq!(h.status(filing), "needs_human");
        let lower = subrosa::workflow::filing::record::CorrectInput {
            marking: serde_json::from_value(json!("U")).expect("a marking"),
            reason: "declassified by all".into(),
            ..Default::default()
        };
        subrosa::workflow::filing::record::correct(&h.cx, &by(h.who("exam1")), filing, &lower).expect("lowered");
        assert_eq!(h.status(filing), "released");
        let query = referrals::ReferralQuery { filing: Some(filing), limit: 10, ..Default::default() };
        let all = referrals::list(&h.cx, h.who("exam1"), &query).expect("listed");
        assert!(all.iter().all(|r| r.status == ReferralStatus::Closed), "the agencies' business is over");
        assert_eq!(refused(filings::text(&h.cx, h.who("navy2"), filing)), "not_found");
        assert_eq!(refused(state(h, &order, "DOE", "2027-03-12")), "order.not_classified");
        assert_eq!(h.acts(&format!("order:{}", order.id)).iter().filter(|a| *a == "order.declassify done").count(), 2);
    });
}

#[test]
fn e09_r4_7_declassified_while_in_effect_an_order_binds_on_and_leaves_nothing_behind() {
    everywhere("e09 declassification", |h| {
        let order = h.order(1, &[("NAVY", "dod1", Some(OrderType::II))], json!({}));
        let seen = state(h, &order, "NAVY", "2026-03-10").expect("recorded");
        assert_eq!((seen.status, seen.holds.len()), (OrderStatus::InEffect, 4));
        h.ask_rescission("dod1", order.id, None).expect("asked");
        assert!(h.rescind(order.id).expect("rescinded").holds.is_empty());
        assert_eq!(h.status(order.filing_id), "released");
    });
}

#[test]
fn r4_6_a_year_in_which_nobody_renews_ends_every_order_on_its_own_day() {
    everywhere("no renewals", |h| {
        let mut orders: Vec<(OrderView, Date)> = vec![];
        for (n, on) in (1..).zip(["2026-03-10", "2026-03-11", "2026-05-25", "2026-07-04", "2026-12-31"]) {
            h.pass_until(on);
            let marking = if n % 2 == 0 { "S" } else { "U" };
            orders.push((h.order(n, &[("NAVY", "dod1", III)], json!({"marking": marking})), day(on)));
        }
        let mut lapsed = vec![];
        for (order, on) in &orders {
            let last = format!("{}{}", on.year() + 1, &on.to_string()[4..]);
            lapsed.extend(h.pass_until(&last).lapsed);
            let seen = h.see(order.id);
            assert_eq!((seen.status, seen.expires_on), (OrderStatus::InEffect, day(&last)), "to its last day");
        }
        lapsed.extend(h.pass_until("2028-01-01").lapsed);
        assert_eq!(lapsed, orders.iter().map(|(o, _)| o.number.clone()).collect::<Vec<_>>());
        for (n, (order, on)) in (1..).zip(&orders) {
            let seen = h.see(order.id);
            let over = day(&format!("{}{}", on.year() + 1, &on.to_string()[4..])).tomorrow().expect("a day");
            assert_eq!((seen.status, seen.ended_on), (OrderStatus::Lapsed, Some(over)));
            assert_eq!(seen.holds.len(), if n % 2 == 0 { 4 } else { 0 }, "R4.7: a lapse is no declassification");
        }
    });
}

#[test]
fn r4_12_a_clock_set_back_undoes_nothing_and_does_nothing_twice() {
    everywhere("clock back", |h| {
        let kept = h.navy_order(1);
        let lost = h.navy_order(2);
        h.pass_until("2027-02-01");
        h.require_another_term("dod1", kept.id).expect("determined");
        h.pass_until("2027-03-11");
        let before = (h.see(kept.id).terms, h.see(lost.id).ended_on);
        let entries =
            || h.cx.read(|conn| Ok(subrosa::store::office::ledger::last(conn)?)).expect("read").map(|e| e.seq);
        let (was, now) = (entries(), h.cx.now());
        for earlier in ["2027-03-10", "2026-12-01", "2026-03-10", "2020-01-01"] {
            let done = tick::tick(&h.cx, noon(day(earlier))).expect("runs");
            assert_eq!(done, settle::TickSummary::default(), "{earlier}");
        }
        assert_eq!(entries(), was);
        assert_eq!((h.see(kept.id).terms, h.see(lost.id).ended_on), before);
        assert_eq!(tick::tick(&h.cx, now).expect("runs"), settle::TickSummary::default());
    });
}

#[test]
fn r4_14_officials_of_the_sponsor_or_its_department_determine_and_the_office_renews() {
    everywhere("r4_14", |h| {
        let order = h.navy_order(1);
        h.pass_until("2027-01-10");
        // A reviewer of the sponsor, an officer and an official of another agency cannot determine for the sponsor.
        for (who, code) in [("navy1", "role.forbidden"), ("officer1", "role.forbidden"), ("army2", "not_found")] {
            assert_eq!(refused(h.require_another_term(who, order.id)), code, "{who}");
        }
        let seen = h.require_another_term("dod1", order.id).expect("the department's official");
        assert_eq!(
            (seen.coming_determinations[0].agency.as_str(), seen.coming_determinations[0].signer.as_str()),
            ("NAVY", "dod1")
        );
        // A determination does not renew the order; the Office does.
        assert_eq!(h.see(order.id).terms.len(), 1);
        for who in ["dod1", "exam1"] {
            let done = subrosa::workflow::order::renew::renew(&h.cx, &by(h.who(who)), order.id);
            assert_eq!(refused(done), "role.forbidden");
        }
        assert_eq!(h.renew(order.id).expect("renewed").terms.len(), 2);
    });
}

#[test]
fn r4_6_one_order_in_trouble_keeps_no_other_from_its_date() {
    use diesel::RunQueryDsl as _;
    everywhere("trouble", |h| {
        let orders: Vec<_> = (1..=4).map(|n| h.navy_order(n)).collect();
        h.pass_until("2027-02-01");
        let named: Vec<&str> = orders[..3].iter().map(|o| o.number.as_str()).collect();
        determine_many(&h.cx, &by(h.who("dod1")), &letter(&named)).expect("received");
        // The stored last day of one order is wrong, so the order cannot be read and the first attempt at its group fails.
        let set = |day: &str| {
            let sql = format!("UPDATE orders SET expires_on = '{day}' WHERE id = '{}'", orders[1].id);
            let done = h.cx.store.write_unentered(|tx| {
                let conn: &mut subrosa::store::Conn = tx;
                diesel::sql_query(sql).execute(conn)?;
                Ok::<_, subrosa::store::StoreError>(())
            });
            done.expect("set");
        };
        set("2027-03-09");
        let done = tick::tick(&h.cx, noon(day("2027-02-02"))).expect("runs");
        assert_eq!((done.renewed, done.failed), (vec![orders[0].number.clone(), orders[2].number.clone()], 1));
        let done = tick::tick(&h.cx, noon(day("2027-03-11"))).expect("runs");
        assert_eq!((done.lapsed, done.failed), (vec![orders[3].number.clone()], 1));
        // Once the record is put right, the determination that came in time renews the order.
        set("2027-03-10");
        let done = tick::tick(&h.cx, noon(day("2027-03-12"))).expect("runs");
        assert_eq!((done.renewed, done.failed), (vec![orders[1].number.clone()], 0));
    });
}
