//! War and emergency (R4.9 to R4.11, E34, E35), through the real workflow and store.

use crate::frame::office::{TestOffice, by, day, everywhere, refused};
use domain::base::ids::RegimeId;
use domain::base::order_type::OrderType;
use domain::law::violation::{Offence, Offender};
use domain::notice::NoticeKind;
use domain::order::OrderStatus;
use domain::order::regime::{NO_END, Regime, RegimeKind, RegimeStatus};
use jiff::civil::Date;
use serde_json::json;
use subrosa::store::order::orders::expiry;
use subrosa::store::order::regimes as stored;
use subrosa::workflow::Error;
use subrosa::workflow::clock::tick;
use subrosa::workflow::order::regimes::{self, EndInput, ProposeInput, Simulation};
use subrosa::workflow::petition::violations::{self, FindingInput};

const III: Option<OrderType> = Some(OrderType::III);

fn propose(h: &TestOffice, who: &str, kind: RegimeKind, on: &str, provision: Option<&str>) -> Result<Regime, Error> {
    let ask = ProposeInput {
        kind,
        begins_on: day(on),
        citation: "Proclamation of that day".into(),
        provision: provision.map(str::to_owned),
    };
    regimes::propose(&h.cx, &by(h.who(who)), &ask)
}

fn confirm(h: &TestOffice, who: &str, id: RegimeId) -> Result<Regime, Error> {
    regimes::confirm(&h.cx, &by(h.who(who)), id)
}

fn propose_end(h: &TestOffice, who: &str, id: RegimeId, on: &str) -> Result<Regime, Error> {
    let ask = EndInput { ends_on: day(on), citation: "Act of that day".into() };
    regimes::propose_end(&h.cx, &by(h.who(who)), id, &ask)
}

fn confirm_end(h: &TestOffice, who: &str, id: RegimeId) -> Result<Regime, Error> {
    regimes::confirm_end(&h.cx, &by(h.who(who)), id)
}

/// A regime in force, set by two officers.
pub fn begun(h: &TestOffice, kind: RegimeKind, on: &str) -> RegimeId {
    let provision = (kind == RegimeKind::Emergency).then_some("35 USC 181");
    let id = propose(h, "officer1", kind, on, provision).expect("proposed").id;
    confirm(h, "officer2", id).expect("confirmed");
    id
}

/// Ends a regime, by two officers.
pub fn over(h: &TestOffice, id: RegimeId, on: &str) {
    propose_end(h, "officer2", id, on).expect("proposed");
    confirm_end(h, "officer1", id).expect("confirmed");
}

fn simulate(h: &TestOffice, id: RegimeId, ends_on: Option<&str>) -> Simulation {
    regimes::simulate(&h.cx, h.who("officer1"), id, ends_on.map(day)).expect("simulated")
}

/// Asserts that the stored last day of each order is the one its terms and the regimes come to.
#[track_caller]
fn in_step(h: &TestOffice) {
    let off = h.cx.read(|conn| {
        let periods = stored::periods(conn)?;
        Ok(expiry::moved_by(conn, &periods)?)
    });
    assert_eq!(off.expect("read"), []);
}

#[test]
fn r4_9_while_a_war_lasts_nothing_lapses_and_orders_run_a_year_beyond_it() {
    everywhere("r4_9", |h| {
        let before = h.navy_order(1);
        h.pass_until("2026-06-01");
        let war = begun(h, RegimeKind::War, "2026-06-01");
        let during = h.navy_order(2);
        for id in [before.id, during.id] {
            let seen = h.see(id);
            assert_eq!((seen.expires_on, seen.regimes.len()), (NO_END, 1));
        }
        let notified = |id| h.see(id).notices.iter().filter(|n| n.kind == NoticeKind::RegimeChanged).count();
        assert_eq!(
            [notified(before.id), notified(during.id)],
            [3, 0],
            "principals of an order from before the war are notified that it lasts"
        );
        // Years without a determination, and nobody is asked for one.
        let passed = h.pass_until("2028-08-01");
        assert_eq!((passed.lapsed.len(), passed.reminded, passed.alarmed), (0, 0, 0));
        assert_eq!(h.see(before.id).status, OrderStatus::InEffect);
        assert_eq!(refused(h.require_another_term("dod1", before.id)), "order.determination_too_early");
        assert_eq!(refused(h.renew(before.id)), "order.no_determination");
        over(h, war, "2028-08-01");
        let after = h.navy_order(3);
        in_step(h);
        // An order issued on that day runs for its own year, which is as long.
        let until = |id| h.see(id).expires_on;
        assert_eq!([before.id, during.id, after.id].map(until), [day("2029-08-01"); 3]);
        assert_eq!(
            [before.id, during.id, after.id].map(notified),
            [6, 3, 0],
            "principals of every order it covered are notified of its end"
        );
        assert!(h.see(after.id).regimes.is_empty());
        assert_eq!(h.see(before.id).terms.len(), 1, "terms stay as recorded");
        // Then each needs a determination of its own, in the window before its last day (E35).
        h.pass_until("2029-04-03");
        assert_eq!(h.see(before.id).awaited.len(), 1);
        h.require_another_term("dod1", before.id).expect("determined");
        let passed = h.pass_until("2029-08-02");
        assert_eq!((passed.renewed.len(), passed.lapsed.len()), (1, 2));
        let seen = h.see(before.id);
        let terms: Vec<_> = seen.terms.iter().map(|t| (t.number, t.from, t.until)).collect();
        assert_eq!(
            terms,
            [(1, day("2026-03-10"), day("2027-03-10")), (3, day("2029-08-02"), day("2030-08-01"))],
            "the time under the regime takes a number and no term"
        );
        assert_eq!(seen.terms[1].determinations.len(), 1);
        assert!(seen.regimes.is_empty(), "peacetime again");
        assert_eq!(h.see(during.id).ended_on, Some(day("2029-08-02")));
        in_step(h);
    });
}

#[test]
fn r4_10_an_emergency_holds_orders_for_six_months_after_it_and_shortens_none() {
    everywhere("r4_10", |h| {
        let old = h.navy_order(1);
        h.pass_until("2026-05-01");
        let young = h.navy_order(2);
        let id = begun(h, RegimeKind::Emergency, "2026-05-01");
        h.pass_until("2026-10-15");
        over(h, id, "2026-10-15");
        let (old, young) = (h.see(old.id), h.see(young.id));
        assert_eq!(old.expires_on, day("2027-04-15"), "longer than its own year");
        assert_eq!(young.expires_on, day("2027-05-01"), "its own year is longer");
        assert!(young.regimes.is_empty());
        assert_eq!(h.pass_until("2027-04-16").lapsed, [old.number]);
        in_step(h);
    });
}

#[test]
fn r4_10_what_a_sponsor_determined_before_a_regime_does_not_speak_of_the_time_after_it() {
    everywhere("stale determination", |h| {
        let order = h.order(1, &[("NAVY", "navy2", III), ("DOE", "doe1", None)], json!({}));
        h.pass_until("2027-03-01");
        h.require_another_term("navy2", order.id).expect("for the year after 10 March 2027");
        let id = begun(h, RegimeKind::Emergency, "2027-03-02");
        h.pass_until("2029-03-02");
        over(h, id, "2029-03-02");
        h.pass_until("2029-08-20");
        assert_eq!(h.see(order.id).awaited.len(), 2, "both are asked anew");
        assert_eq!(h.pass_until("2029-09-03").lapsed, [order.number]);
    });
}

#[test]
fn r4_11_it_is_peacetime_unless_two_officers_record_another_regime() {
    everywhere("r4_11", |h| {
        let order = h.navy_order(1);
        let one = propose(h, "officer1", RegimeKind::War, "2026-03-10", None).expect("proposed");
        assert_eq!((one.status(), one.version), (RegimeStatus::Proposed, 1));
        assert_eq!(h.see(order.id).expires_on, order.expires_on, "a proposal changes nothing");
        assert_eq!(refused(confirm(h, "officer1", one.id)), "regime.second_person");
        for other in ["exam1", "dod1", "sec1", "audit1"] {
            assert_eq!(refused(confirm(h, other, one.id)), "role.forbidden");
            assert_eq!(refused(propose(h, other, RegimeKind::War, "2026-03-10", None)), "role.forbidden");
        }
        assert_eq!(refused(propose_end(h, "officer1", one.id, "2027-01-01")), "regime.other_state");
        // A proposal that was taken back can be confirmed by nobody.
        let gone = regimes::withdraw(&h.cx, &by(h.who("officer2")), one.id).expect("taken back");
        assert_eq!(gone.status(), RegimeStatus::Withdrawn);
        assert_eq!(refused(confirm(h, "officer2", one.id)), "regime.other_state");
        let two = begun(h, RegimeKind::War, "2026-03-10");
        assert_eq!(refused(confirm(h, "officer1", two)), "regime.other_state");
        assert_eq!(refused(regimes::withdraw(&h.cx, &by(h.who("officer1")), two)), "regime.other_state");
        assert_eq!(h.see(order.id).expires_on, NO_END);
        // The end of a regime takes two officers too. Its proposal may be corrected, and the last one counts.
        assert_eq!(refused(propose_end(h, "officer1", two, "2026-03-09")), "request.invalid");
        propose_end(h, "officer1", two, "2027-01-01").expect("proposed");
        propose_end(h, "officer2", two, "2027-02-01").expect("corrected");
        assert_eq!(refused(confirm_end(h, "officer2", two)), "regime.second_person");
        assert_eq!(h.see(order.id).expires_on, NO_END, "still in force");
        let ended = confirm_end(h, "officer1", two).expect("confirmed");
        assert_eq!((ended.status(), ended.version), (RegimeStatus::Ended, 5));
        assert_eq!(h.see(order.id).expires_on, day("2028-02-01"));
        let acts = h.acts(&format!("regime:{two}"));
        assert_eq!(acts.iter().filter(|a| a.ends_with("done")).count(), 5, "{acts:?}");
        assert!(acts.contains(&"regime.confirm_end refused".to_owned()), "{acts:?}");
        assert_eq!(regimes::list(&h.cx, h.who("officer1")).expect("listed").len(), 2);
        in_step(h);
    });
}

#[test]
fn e34_an_emergency_on_another_subject_changes_nothing() {
    everywhere("e34", |h| {
        let order = h.navy_order(1);
        for provision in [None, Some("10 USC 123 and 14 USC 331")] {
            let Err(Error::Refused(r)) = propose(h, "officer1", RegimeKind::Emergency, "2026-03-10", provision) else {
                panic!("not refused");
            };
            assert_eq!(r.code.code, "regime.provision_not_specified");
            assert_eq!(r.code.citation, Some("50 USC 1621(b), 1631; 35 USC 181 ¶4"));
            assert_eq!(r.field.as_deref(), Some("provision"));
        }
        assert_eq!(regimes::list(&h.cx, h.who("officer1")).expect("listed"), []);
        assert_eq!(h.see(order.id).expires_on, order.expires_on);
        assert_eq!(h.acts("regime:new"), ["regime.propose refused", "regime.propose refused"]);
    });
}

#[test]
fn e35_the_end_of_a_regime_is_simulated_and_then_brings_one_mass_renewal() {
    everywhere("e35", |h| {
        let orders: Vec<_> = (1..=4).map(|n| h.navy_order(n)).collect();
        let gone = h.navy_order(5);
        h.ask_rescission("dod1", gone.id, None).expect("asked");
        h.rescind(gone.id).expect("rescinded");
        let proposed = propose(h, "officer1", RegimeKind::Emergency, "2026-03-10", Some("35 USC 181")).expect("it").id;
        // Before anybody confirms it: every order, from its year to no end; and if it ended on a day, to when.
        let open = simulate(h, proposed, None);
        let numbers = |s: &Simulation| s.moved.iter().map(|m| m.number.clone()).collect::<Vec<_>>();
        assert_eq!(numbers(&open), orders.iter().map(|o| o.number.clone()).collect::<Vec<_>>());
        assert_eq!((open.moved[0].from, open.moved[0].to), (Some(day("2027-03-10")), None));
        assert_eq!(open.by_month.into_iter().collect::<Vec<_>>(), [("never".into(), 4)]);
        let short = simulate(h, proposed, Some("2026-12-31"));
        assert_eq!(short.by_month.into_iter().collect::<Vec<_>>(), [("2027-06".into(), 4)]);
        assert!(simulate(h, proposed, Some("2026-04-01")).moved.is_empty(), "over before it mattered");
        assert_eq!(refused(regimes::simulate(&h.cx, h.who("exam1"), proposed, None)), "role.forbidden");
        confirm(h, "officer2", proposed).expect("confirmed");
        assert!(simulate(h, proposed, None).moved.is_empty(), "done");
        // Twenty-eight years on it ends; the plan is there before the end is confirmed.
        h.sleep_until("2054-09-14");
        tick::tick(&h.cx, h.cx.now()).expect("runs");
        propose_end(h, "officer1", proposed, "2054-09-14").expect("proposed");
        let plan = simulate(h, proposed, None);
        assert_eq!((plan.ends_on, plan.moved.len()), (Some(day("2054-09-14")), 4));
        assert!(plan.moved.iter().all(|m| m.from.is_none() && m.to == Some(day("2055-03-14"))));
        assert_eq!(plan.by_month.into_iter().collect::<Vec<_>>(), [("2055-03".to_owned(), 4)]);
        confirm_end(h, "officer2", proposed).expect("confirmed");
        let ends: Vec<Date> = orders.iter().map(|o| h.see(o.id).expires_on).collect();
        assert_eq!(ends, [day("2055-03-14"); 4], "as simulated");
        in_step(h);
        // Each needs its own determination: two have one, two lapse.
        h.pass_until("2055-01-10");
        for order in &orders[..2] {
            h.require_another_term("dod1", order.id).expect("determined");
        }
        let done = h.pass_until("2055-03-15");
        assert_eq!((done.renewed.len(), done.lapsed.len()), (2, 2));
        assert_eq!(h.see(orders[0].id).expires_on, day("2056-03-14"));
        assert_eq!(h.see(orders[3].id).ended_on, Some(day("2055-03-15")));
    });
}

#[test]
fn a_regime_confirmed_late_brings_back_nothing_that_is_on_record_as_over() {
    everywhere("late regime", |h| {
        let lost = h.navy_order(1);
        let asleep = h.order(2, &[("NAVY", "dod1", III)], json!({}));
        h.pass_until("2027-03-10");
        // The clock job has settled one of the two orders only.
        h.sleep_until("2027-03-12");
        h.refer(lost.filing_id, &["ARMY"]).expect("referred");
        let army = h.referral(lost.filing_id, "ARMY");
        h.sign("army2", army).expect("signed");
        let would = domain::review::referral::Finding::WouldBeDetrimental;
        h.recommend("army2", army, would, III).expect("recommended");
        let fresh = h.issue(lost.filing_id).expect("issued, which records the lapse first");
        let id = propose(h, "officer1", RegimeKind::War, "2027-03-05", None).expect("proposed").id;
        assert_eq!(simulate(h, id, None).lapsed_since, [lost.number.as_str()]);
        confirm(h, "officer2", id).expect("confirmed");
        assert_eq!(h.see(lost.id).status, OrderStatus::Lapsed);
        assert_eq!(h.see(lost.id).expires_on, day("2027-03-10"));
        assert_eq!(h.see(asleep.id).status, OrderStatus::InEffect, "by law it never lapsed");
        assert_eq!(h.see(fresh.id).expires_on, NO_END);
        assert!(h.pass_until("2027-03-20").lapsed.is_empty());
        in_step(h);
    });
}

#[test]
fn r7_1_r4_9_what_is_disclosed_while_a_war_keeps_an_order_in_force_is_a_violation() {
    everywhere("r7_1 in a war", |h| {
        let order = h.navy_order(1);
        h.pass_until("2026-06-01");
        begun(h, RegimeKind::War, "2026-06-01");
        h.pass_until("2027-06-01");
        let find = |on: &str| {
            let ask = FindingInput {
                offence: Offence::Disclosure,
                offender: Offender::Inventor,
                name: "Ada Marlowe".into(),
                on: day(on),
                evidence: "a talk of that day".into(),
                without_consent: true,
            };
            violations::find(&h.cx, &by(h.who("officer1")), order.id, &ask)
        };
        assert_eq!(refused(find("2026-03-09")), "violation.outside_terms");
        // Its last term ended on 10 March 2027; the war keeps it in force.
        find("2027-05-31").expect("found");
    });
}
