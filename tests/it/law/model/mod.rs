//! Random acts of random people against a small model of the law, written a second time and simply:
//! every act must be done or refused as the model says, and after each of them the case must look as
//! the model has it. The model knows nothing of how the house keeps its record. Beside it stand the
//! invariants, which are read off the record alone.

mod acts;
mod bench;
mod invariants;
mod order;
mod petition;
mod reference;
mod steps;

use crate::frame::harness::Place;
use crate::frame::office::TestOffice as House;
use bench::{Bench, to_file_in_japan, to_tell};
use domain::base::actor::Role;
use domain::base::calendar::washington_date;
use domain::base::marking::Level;
use domain::law::license::State;
use domain::order::OrderStatus;
use invariants::Record;
use jiff::ToSpan;
use jiff::civil::Date;
use order::{Regime, Term};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use reference::Model;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use steps::{AGENCIES, Ask, Step};
use subrosa::workflow::Error;
use subrosa::workflow::clock::clocks::{self, ClockQuery};
use subrosa::workflow::license::licenses as license;
use subrosa::workflow::order::orders;

/// Lets days pass in the house and in the model.
fn pass(h: &House, m: &mut Model, to: Date, with_clock: bool) {
    let mut day = washington_date(h.cx.now());
    if !with_clock {
        h.sleep_until(&to.to_string());
        return;
    }
    h.pass_until(&to.to_string());
    while day < to {
        day = day.tomorrow().expect("a day");
        m.tick(day);
    }
}

/// Takes a step in the house and in the model; both must agree on whether it is done.
fn take(b: &mut Bench<'_>, m: &mut Model, step: &Step, seen: &mut Seen) -> Result<(), TestCaseError> {
    let today = washington_date(b.h.cx.now());
    match step {
        Step::Pass(days, clock) => pass(b.h, m, today.saturating_add(i64::from(*days).days()), *clock),
        Step::Approach(days, clock) => {
            let regimes = m.regimes.clone();
            let until = m.live(today).map(|o| o.until(&regimes)).filter(|until| *until < Date::MAX);
            let to = until.map(|until| until.saturating_sub(i64::from(*days).days()));
            if let Some(to) = to.filter(|to| *to > today) {
                pass(b.h, m, to, *clock);
            }
        }
        _ => {
            let before = m.clone();
            let Some(want) = m.take(step, today) else { return Ok(()) };
            let done = b.try_step(step, today);
            prop_assert_eq!(done.is_ok(), want, "{:?} on {}: {:?}\n{:#?}", step, today, done, before);
            seen.note(step, want, &before);
            if let Err(e) = done {
                prop_assert!(matches!(e, Error::Refused(_)), "{:?} failed: {}", step, e);
            }
        }
    }
    Ok(())
}

/// That the case looks as the model has it.
fn compare(b: &Bench<'_>, m: &Model) -> Result<(), TestCaseError> {
    let (h, today) = (b.h, washington_date(b.h.cx.now()));
    for (id, order) in b.orders.iter().zip(&m.orders) {
        let seen = orders::get(&h.cx, h.who("officer1"), *id).expect("an order");
        if seen.status != OrderStatus::Rescinded {
            prop_assert_eq!(seen.expires_on, order.until(&m.regimes), "R4.9, R4.10");
        }
        let terms: Vec<Term> =
            seen.terms.iter().map(|t| (usize::try_from(t.number).expect("from 1"), t.from, t.until)).collect();
        prop_assert_eq!(&terms, &order.terms);
        prop_assert_eq!(seen.status, order.status(today, &m.regimes));
        let mut sponsors: BTreeMap<String, Option<Date>> = BTreeMap::new();
        for s in &seen.sponsors {
            // An agency that came back has an earlier, ended part as well.
            let last = sponsors.entry(s.agency.to_string()).or_insert(s.until);
            *last = s.until;
        }
        let want: BTreeMap<String, Option<Date>> =
            order.sponsors.iter().map(|(a, until)| (AGENCIES[*a].to_owned(), *until)).collect();
        prop_assert_eq!(sponsors, want);
        let standing: BTreeSet<_> =
            seen.rescission_requests.iter().filter(|r| r.stands).map(|r| r.agency.to_string()).collect();
        let asked: BTreeSet<_> = order.asked.iter().map(|a| AGENCIES[*a].to_owned()).collect();
        prop_assert_eq!(standing, asked);
    }
    if let Some((n, id)) = b.orders.iter().enumerate().next_back() {
        prop_assert_eq!(b.allowed(*id, &to_tell()), m.may_be_told(n, today), "R5.4: {:#?}", m);
        prop_assert_eq!(b.allowed(*id, &to_file_in_japan()), m.may_file_in_japan(n, today), "R3.2, E38: {:#?}", m);
    }
    let in_effect = m.orders.last().is_some_and(|o| o.status(today, &m.regimes) == OrderStatus::InEffect);
    let seen = license::of_filing(&h.cx, h.who("officer1"), b.filing).expect("a license");
    let state = match m.license() {
        Some(_) if m.is_kept_here(today) => State::Suspended,
        Some(_) => State::Granted,
        None if m.licenses.is_empty() => State::Pending,
        None => State::Revoked,
    };
    prop_assert_eq!(seen.standing.state, state, "R3.7, R6.8: {:#?}", m);
    prop_assert_eq!(seen.standing.grant, m.license().map(|n| b.licenses[n]));
    // Whatever is kept as valid is right before anybody looks; and the list of all is that of the case.
    prop_assert_eq!(clocks::kept::differs(&h.cx, b.filing).expect("compared"), None);
    if m.orders.len().is_multiple_of(2) {
        prop_assert_eq!(clocks::kept::catch_up(&h.cx).expect("computed").failed, 0);
        prop_assert_eq!(clocks::kept::differs(&h.cx, b.filing).expect("compared"), None);
    }
    let all = ClockQuery { due_before: Some(Date::MAX), limit: usize::MAX, ..ClockQuery::default() };
    let mut listed = clocks::due(&h.cx, h.who("officer1"), &all).expect("clocks");
    listed.retain(|c| c.filing_id == b.filing);
    prop_assert_eq!(listed, clocks::of_filing(&h.cx, h.who("officer1"), b.filing).expect("clocks"));
    // Whoever looks at the orders one by one finds the same bars.
    for (id, order) in b.orders.iter().zip(&m.orders) {
        let seen = orders::get(&h.cx, h.who("officer1"), *id).expect("an order");
        prop_assert_eq!(!seen.holds.is_empty(), order.holds_matter(today, &m.regimes), "R3.7, R4.7: {:#?}", m);
        prop_assert_eq!(seen.classified, order.classified, "R4.7: {:#?}", m);
    }
    prop_assert_eq!(h.status(b.carried), "needs_human", "R1.6");
    let beside = license::of_filing(&h.cx, h.who("officer1"), b.other).expect("a license").standing.state;
    let state = match (m.license_beside, m.is_covering(today)) {
        (true, true) => State::Suspended,
        (true, false) => State::Granted,
        (false, _) => State::Pending,
    };
    prop_assert_eq!(beside, state, "R3.4, R6.9: {:#?}", m);
    if m.covering
        .iter()
        .all(|n| m.orders[*n].ended.is_some() || m.orders[*n].status(today, &m.regimes) == OrderStatus::InEffect)
    {
        let status = if m.is_covering(today) { "under_order" } else { "clear" };
        prop_assert_eq!(h.status(b.other), status, "R3.4: {:#?}", m);
    }
    // What is kept for lists follows the clock.
    if in_effect || m.orders.last().is_none_or(|o| o.ended.is_some()) {
        prop_assert_eq!(h.status(b.filing), m.status(today), "{:#?}", m);
    }
    Ok(())
}

/// What came about, so that a model that never gets anywhere is noticed.
#[derive(Debug, Default)]
struct Seen {
    orders: usize,
    second_orders: usize,
    joined: usize,
    renewals: usize,
    left: usize,
    lapses: usize,
    rescissions: usize,
    renewals_after_regimes: usize,
    /// Broad licenses, most of which come with the receipt.
    broad: usize,
    /// Acts done and refused, by name.
    acts: BTreeMap<String, (usize, usize)>,
}

impl Seen {
    fn note(&mut self, step: &Step, done: bool, before: &Model) {
        let text = format!("{step:?}");
        let mut name = text.split('(').next().unwrap_or_default().to_owned();
        match step {
            Step::License(broad) => name = format!("{} license", if *broad { "broad" } else { "narrow" }),
            Step::Decide(n, grant) => {
                let at = reference::nth_last(before.petitions.len(), *n).expect("a petition");
                let what = match before.petitions[at].ask {
                    Ask::Rescission => "rescission",
                    Ask::Permit(_) => "permit",
                    Ask::Type(_) => "modification",
                };
                name = format!("{} {what}", if *grant { "grant" } else { "deny" });
            }
            _ => {}
        }
        let (yes, no) = self.acts.entry(name).or_default();
        *(if done { yes } else { no }) += 1;
    }
    fn add(&mut self, m: &Model) {
        self.orders += m.orders.len();
        self.second_orders += m.orders.len().saturating_sub(1);
        self.broad += m.licenses.iter().filter(|(broad, _)| *broad).count();
        for o in &m.orders {
            self.renewals += o.terms.len() - 1;
            self.renewals_after_regimes += o.terms.windows(2).filter(|two| two[1].0 > two[0].0 + 1).count();
            self.joined += o.joined.len();
            self.left += o.sponsors.values().filter(|until| until.is_some()).count();
            self.lapses += usize::from(matches!(o.ended, Some((OrderStatus::Lapsed, _))));
            self.rescissions += usize::from(matches!(o.ended, Some((OrderStatus::Rescinded, _))));
        }
    }
    /// What enough cases must have come to: acts that were done, and acts that were refused.
    fn enough(&self) -> Result<(), String> {
        if self.renewals == 0 || self.lapses == 0 {
            return Err("never: a renewal or a lapse".into());
        }
        let done = |name: &str| self.acts.get(name).map_or(0, |(yes, _)| *yes);
        let refused = |name: &str| self.acts.get(name).map_or(0, |(_, no)| *no);
        if self.broad == 0 {
            return Err("never: a broad license".into());
        }
        let all = ["narrow license", "Petition", "State", "grant permit", "deny rescission", "Appeal"];
        let holds = ["Publish", "LicenseBeside"];
        if let Some(name) = holds.iter().find(|name| refused(name) == 0) {
            return Err(format!("never refused: {name}"));
        }
        if ["Declassify", "Cover", "Mark"].iter().any(|name| done(name) == 0) {
            return Err("never: a declassification, a covering or a marking".into());
        }
        let both = ["broad license", "Appeal", "grant permit", "grant rescission", "Action", "Opine", "HoldViolation"];
        for (names, count) in [(&all[..], &done as &dyn Fn(&str) -> usize), (&both[..], &refused)] {
            if let Some(name) = names.iter().find(|name| count(name) == 0) {
                return Err(format!("never: {name}"));
            }
        }
        Ok(())
    }
}

/// Fewer cases need not come to everything.
const ENOUGH_CASES: u32 = 10;
/// How often as many cases are tried, until they have come to everything.
const MOST_ROUNDS: usize = 4;

fn run(place: Place, cases: u32) {
    let mut house = House::at(place);
    house.add_person("exam2", Role::Examiner, None, Level::TopSecret);
    // The model is of the law; who has a filing on the desk is no part of it.
    house.let_supervise("exam2");
    let seen = Mutex::new(Seen::default());
    // Each case has a filing of its own; the clock goes on from where the last one left it.
    let next = Mutex::new(0u64);
    // So do the regimes, which are the whole house's.
    let regimes = Mutex::new(Vec::<Regime>::new());
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 60, ..Config::default() };
    let case = |steps: Vec<Step>| {
        let n = {
            let mut next = next.lock().unwrap();
            *next += 1;
            *next
        };
        let mut bench = Bench::new(&house, n);
        let mut model = Model { filed: bench.filed, regimes: regimes.lock().unwrap().clone(), ..Model::default() };
        let mut seen = seen.lock().unwrap();
        for step in &steps {
            let done = take(&mut bench, &mut model, step, &mut seen);
            regimes.lock().unwrap().clone_from(&model.regimes);
            done?;
            for filing in [bench.filing, bench.other, bench.carried] {
                Record::of(&house, filing).check()?;
            }
            compare(&bench, &model)?;
        }
        seen.add(&model);
        Ok(())
    };
    // By chance some acts do not come up among so few cases. Then more cases are tried.
    for _ in 0..MOST_ROUNDS {
        if let Err(e) = TestRunner::new(config.clone()).run(&steps::case(), case) {
            panic!("{e}");
        }
        if cases < ENOUGH_CASES || seen.lock().unwrap().enough().is_ok() {
            break;
        }
    }
    // The whole chain of the ledger verifies.
    house.acts("");
    let seen = seen.into_inner().unwrap();
    eprintln!("{seen:?}");
    assert!(seen.orders > 0, "the model got nowhere: {seen:?}");
    if cases >= ENOUGH_CASES {
        seen.enough().unwrap_or_else(|what| panic!("{what}: {seen:?}"));
    }
}

#[test]
fn random_acts_of_random_people_come_out_as_the_model_says() {
    run(Place::sqlite(), 24);
    if let Some(place) = Place::postgres("model of the law") {
        run(place, 3);
    }
}
