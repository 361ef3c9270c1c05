//! Tests the law of holds: its table, its page, and each reason.

use super::*;
use crate::base::marking::Level;
use crate::base::order_type::OrderType;
use crate::case::testing::{FILED, case, order};
use crate::law::marked;
use crate::order::End;
use crate::order::regime::{Period, RegimeKind};
use jiff::civil::date;
use std::collections::BTreeSet;

const TODAY: Date = date(2026, 6, 1);

fn clear() -> Facts<'static> {
    Facts { screened: Screened { verdict: Some(Verdict::Clear), ..Screened::default() }, ..Facts::default() }
}

fn reasons(facts: &Facts<'_>, on: Date) -> Vec<Reason> {
    let all: BTreeSet<Reason> = holds(facts, on).into_iter().map(|h| h.reason).collect();
    all.into_iter().collect()
}

#[test]
fn r3_7_each_reason_has_one_row_that_bars_something_and_says_what_raises_and_lowers_it() {
    let all: BTreeSet<Reason> = TABLE.iter().map(|r| r.reason).collect();
    assert_eq!(all.len(), TABLE.len(), "a reason has two rows");
    for rule in &TABLE {
        assert_eq!(rule.reason.rule().reason, rule.reason);
        let bars: BTreeSet<Bar> = rule.bars.iter().map(|(bar, _)| *bar).collect();
        assert!(bars.contains(&Bar::Publication) && bars.contains(&Bar::Grant), "{rule:?}");
        assert_eq!(bars.len(), rule.bars.len(), "{rule:?}");
        assert!(rule.bars.iter().all(|(_, citation)| !citation.is_empty()) && !rule.rules.is_empty());
        assert!(rule.raised_by.ends_with('.') && rule.lowered_by.ends_with('.'), "{rule:?}");
        // What comes from an order bars all there is.
        assert!(!rule.reason.is_of_an_order() || rule.bars.len() == Bar::ALL.len(), "{rule:?}");
    }
}

#[test]
fn r3_7_every_reason_is_raised_by_what_its_row_says_and_by_nothing_else() {
    assert!(holds(&clear(), TODAY).is_empty());
    let live = [order(None, &["DOE"], FILED)];
    let over = [Order { ended: Some((End::Rescinded, date(2026, 5, 1))), ..live[0].clone() }];
    let secret = [Order { classified: true, ..over[0].clone() }];
    let war = Period {
        regime: crate::base::ids::RegimeId::from_uuid(uuid::Uuid::nil()),
        kind: RegimeKind::War,
        first_day: FILED,
        last_day: None,
    };
    let kept = [Order { regimes: vec![war], ..live[0].clone() }];
    let query = |classified| Some(docket::Unsettled { classified });
    let screened = |verdict, hits_undecided, hits_confirmed| Screened {
        verdict,
        hits_undecided,
        hits_confirmed,
        legend_since: None,
    };
    let rows: Vec<(Facts<'_>, Date, Vec<Reason>)> = vec![
        (Facts { orders: &live, ..clear() }, TODAY, vec![Reason::Order]),
        (Facts { orders: &live, ..clear() }, date(2027, 3, 11), vec![]),
        (Facts { orders: &kept, ..clear() }, date(2027, 3, 10), vec![Reason::Order]),
        (Facts { orders: &kept, ..clear() }, date(2027, 3, 11), vec![Reason::Regime]),
        (Facts { orders: &over, ..clear() }, TODAY, vec![]),
        (Facts { orders: &secret, ..clear() }, TODAY, vec![Reason::ClassifiedMatter]),
        (Facts { covering: &live, ..clear() }, TODAY, vec![Reason::CoveringOrder]),
        (Facts { covering: &kept, ..clear() }, date(2028, 1, 1), vec![Reason::CoveringOrder]),
        (Facts { covering: &over, ..clear() }, TODAY, vec![]),
        (Facts { covering: &secret, ..clear() }, TODAY, vec![Reason::CoveringClassifiedMatter]),
        (Facts { marking: Marking::of(Level::Cui), ..clear() }, TODAY, vec![]),
        (Facts { marking: Marking::of(Level::Confidential), ..clear() }, TODAY, vec![Reason::Marking]),
        (Facts { queried: query(true), ..clear() }, TODAY, vec![Reason::ClassifiedQuery]),
        (Facts { queried: query(false), ..clear() }, TODAY, vec![Reason::MarkingQuery]),
        (Facts { legend: true, ..clear() }, TODAY, vec![Reason::Legend]),
        (Facts { referrals: 1, referrals_open: 1, ..clear() }, TODAY, vec![Reason::Review]),
        (Facts { referrals: 1, binding_unanswered: 1, ..clear() }, TODAY, vec![Reason::Review]),
        (Facts { referrals: 1, ..clear() }, TODAY, vec![]),
        (Facts { flagged_late: true, ..clear() }, TODAY, vec![Reason::Screening]),
        (Facts { screened: screened(None, 0, 0), ..clear() }, TODAY, vec![Reason::Screening]),
        (Facts { screened: screened(Some(Verdict::NeedsHuman), 0, 0), ..clear() }, TODAY, vec![Reason::Screening]),
        (Facts { screened: screened(Some(Verdict::Flagged), 1, 0), ..clear() }, TODAY, vec![Reason::Screening]),
        (Facts { screened: screened(Some(Verdict::Flagged), 0, 1), ..clear() }, TODAY, vec![Reason::Screening]),
        (Facts { given_up: true, ..clear() }, TODAY, vec![]),
    ];
    let mut seen = BTreeSet::new();
    for (facts, on, want) in &rows {
        assert_eq!(reasons(facts, *on), *want, "{on} {facts:?}");
        seen.extend(want.iter().copied());
    }
    assert_eq!(seen.len(), TABLE.len(), "every reason was raised: {seen:?}");
}

#[test]
fn r3_7_holds_add_up_and_each_says_the_order_it_comes_from() {
    let orders = [
        Order { ended: Some((End::Lapsed, date(2026, 5, 1))), ..order(Some(OrderType::II), &["NAVY"], FILED) },
        order(None, &["DOE"], date(2026, 5, 2)),
    ];
    let all = Facts { orders: &orders, marking: Marking::of(Level::Secret), ..clear() };
    let found = holds(&all, TODAY);
    assert_eq!(found.len(), 12);
    assert_eq!(found.iter().filter(|h| h.order.is_some_and(|o| o.order_type == Some(OrderType::II))).count(), 4);
    assert_eq!(of_order(&orders[0], TODAY).len(), 4);
    assert_eq!(first(&found, Bar::Grant).map(|h| h.reason), Some(Reason::ClassifiedMatter));
}

#[test]
fn r1_7_a_legend_is_settled_by_an_answer_that_came_after_the_text() {
    let mut c = case();
    let at = |day| crate::base::calendar::start_of_day(day);
    c.screened.legend_since = Some(at(FILED));
    assert!(c.is_held(Bar::Publication, TODAY) && !c.is_held(Bar::ForeignFiling, TODAY));
    let act = marked::query(&c, "ITAR".into(), false, 60, date(2026, 3, 12)).expect("asked");
    let id = c.enter(date(2026, 3, 12), act, None);
    let act = marked::answer(&c, id, marked::Answer::Removed, "e".into(), 60, date(2026, 3, 20)).expect("answered");
    c.enter(date(2026, 3, 20), act, Some(id));
    assert!(c.holds(TODAY).is_empty());
    c.screened.legend_since = Some(at(date(2026, 4, 1)));
    assert!(c.is_held(Bar::Publication, TODAY), "a text that came in since bears it again");
}
