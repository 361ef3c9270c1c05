//! Random acts of random people against a small model of the law, written a second time and simply:
//! every act must be done or refused as the model says, and after each of them the order must look as
//! the model has it. The model knows nothing of how the house keeps its record.

use super::house::{House, by};
use crate::harness::Place;
use jiff::ToSpan;
use jiff::civil::Date;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use subrosa::domain::calendar::{is_business_day, washington_date};
use subrosa::domain::ids::{FilingId, OrderId};
use subrosa::domain::order::{Need, OrderStatus, OrderType};
use subrosa::domain::referral::Finding;
use subrosa::domain::refusal::{NOT_FOUND, Refusal};
use subrosa::domain::regime::{RegimeKind, RegimeStatus};
use subrosa::workflow::determine_many::{LetterInput, determine_many};
use subrosa::workflow::regimes::{self, EndInput, ProposeInput};
use subrosa::workflow::{Error, orders};

const AGENCIES: [&str; 3] = ["NAVY", "ARMY", "DOE"];
const READERS: [&str; 7] = ["navy1", "navy2", "army1", "army2", "dod1", "doe1", "doe2"];
const OFFICIALS: [&str; 5] = ["navy2", "army2", "dod1", "doe1", "nasa1"];

/// Whether people of an account act for an agency.
fn acts_for(who: &str, agency: &str) -> bool {
    match &who[..who.len() - 1] {
        "navy" => agency == "NAVY",
        "army" => agency == "ARMY",
        "doe" => agency == "DOE",
        "dod" => agency != "DOE",
        _ => false,
    }
}

#[derive(Debug, Clone)]
enum Step {
    Refer(usize),
    Sign(usize, usize),
    Opine(usize, usize),
    Recommend(usize, usize, bool),
    Issue,
    Determine(usize, usize, bool),
    /// A letter that names the order, for whomever the official acts for.
    Letter(usize, bool),
    Renew,
    AskRescission(usize, usize),
    Rescind,
    /// Two officers record a war (or an emergency) from today; or one of them tries it alone.
    Begin(bool, bool),
    /// Two officers record that what lasts ends today.
    End,
    /// Days pass, with or without the clock job.
    Pass(i32, bool),
    /// The day comes that is so many days before the end of the order's term.
    Approach(i32, bool),
}

/// An official with an agency; mostly one the official acts for.
fn signs() -> impl Strategy<Value = (usize, usize)> {
    let right: Vec<(usize, usize)> = (0..OFFICIALS.len())
        .flat_map(|o| (0..AGENCIES.len()).map(move |a| (o, a)))
        .filter(|(o, a)| acts_for(OFFICIALS[*o], AGENCIES[*a]))
        .collect();
    prop_oneof![6 => prop::sample::select(right), 1 => (0..OFFICIALS.len(), 0..AGENCIES.len())]
}

fn step() -> impl Strategy<Value = Step> {
    let (a, r) = (0..AGENCIES.len(), 0..READERS.len());
    let mostly = |p| prop::bool::weighted(p);
    prop_oneof![
        3 => a.clone().prop_map(Step::Refer),
        3 => (r.clone(), a.clone()).prop_map(|(r, a)| Step::Sign(r, a)),
        2 => (r, a).prop_map(|(r, a)| Step::Opine(r, a)),
        5 => (signs(), mostly(0.85)).prop_map(|((o, a), b)| Step::Recommend(o, a, b)),
        4 => Just(Step::Issue),
        9 => (signs(), mostly(0.7)).prop_map(|((o, a), b)| Step::Determine(o, a, b)),
        2 => (0..OFFICIALS.len(), mostly(0.8)).prop_map(|(o, b)| Step::Letter(o, b)),
        1 => (prop::bool::ANY, mostly(0.8)).prop_map(|(war, two)| Step::Begin(war, two)),
        6 => Just(Step::End),
        2 => Just(Step::Renew),
        2 => signs().prop_map(|(o, a)| Step::AskRescission(o, a)),
        2 => Just(Step::Rescind),
        2 => (1..40i32, mostly(0.8)).prop_map(|(days, clock)| Step::Pass(days, clock)),
        4 => (-3..130i32, mostly(0.8)).prop_map(|(days, clock)| Step::Approach(days, clock)),
    ]
}

/// What every case begins with, so that most of them come to an order.
fn opening() -> impl Iterator<Item = Step> {
    let refer = (0..AGENCIES.len()).map(Step::Refer);
    let who = |name: &str| READERS.iter().position(|r| *r == name).expect("a reader");
    let sign = [("navy2", 0), ("army2", 1), ("dod1", 0), ("doe1", 2)];
    refer.chain(sign.map(|(name, agency)| Step::Sign(who(name), agency)))
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Referral {
    Open,
    /// Answered with a binding finding; whether an order stands on it.
    Answered {
        taken_up: bool,
    },
    Closed,
}

/// A war or an emergency: which, its first day, its last.
#[derive(Debug, Clone, Copy)]
struct Regime {
    war: bool,
    from: Date,
    to: Option<Date>,
}

impl Regime {
    /// The last day of what it covers.
    fn holds(&self) -> Date {
        self.to
            .map_or(Date::MAX, |to| if self.war { to.saturating_add(1.year()) } else { to.saturating_add(6.months()) })
    }
}

/// A term: its number, first day, last day.
type Term = (usize, Date, Date);

#[derive(Debug, Clone)]
struct Order {
    /// Sponsors with their last day.
    sponsors: BTreeMap<usize, Option<Date>>,
    terms: Vec<Term>,
    /// For (term, agency): whether it is required, and when it came in.
    answers: BTreeMap<(usize, usize), (bool, Date)>,
    /// Agencies whose request for rescission stands.
    asked: BTreeSet<usize>,
    /// How it ended, and from which day.
    ended: Option<(OrderStatus, Date)>,
}

impl Order {
    fn last(&self) -> Term {
        *self.terms.last().expect("a term")
    }
    /// The last day: that of the last term, or what the regimes that met the order make of it.
    fn until(&self, regimes: &[Regime]) -> Date {
        let (issued, mut until) = (self.terms[0].1, self.last().2);
        loop {
            let met = |r: &&Regime| r.from <= until && r.to.is_none_or(|to| to >= issued);
            let later = regimes.iter().filter(met).map(Regime::holds).max().unwrap_or(until);
            if later <= until {
                return until;
            }
            until = later;
        }
    }
    fn status(&self, on: Date, regimes: &[Regime]) -> OrderStatus {
        match self.ended {
            Some((how, _)) => how,
            None if on > self.until(regimes) => OrderStatus::Lapsed,
            None => OrderStatus::InEffect,
        }
    }
    fn sponsors_on(&self, on: Date) -> Vec<usize> {
        self.sponsors.iter().filter(|(_, until)| until.is_none_or(|u| on <= u)).map(|(a, _)| *a).collect()
    }
    /// The number of the term after the last one: every regime that moved its end takes one.
    fn next_number(&self, regimes: &[Regime]) -> usize {
        let (end, until) = (self.last().2, self.until(regimes));
        let moved = |r: &&Regime| r.from <= until && r.holds() > end && r.to.is_none_or(|to| to >= self.terms[0].1);
        self.last().0 + 1 + regimes.iter().filter(moved).count()
    }
    /// The term a determination speaks of, the last day before it, and whether it is on record already.
    fn coming(&self, on: Date, regimes: &[Regime]) -> (usize, Date, bool) {
        match self.terms.iter().find(|(_, from, _)| *from > on) {
            Some((number, from, _)) => (*number, from.yesterday().expect("a day"), true),
            None => (self.next_number(regimes), self.until(regimes), false),
        }
    }
    fn carried(&self, term: usize, by: Date) -> Vec<usize> {
        let yes = |(t, _): &(usize, usize), (need, day): &(bool, Date)| *t == term && *need && *day <= by;
        self.answers.iter().filter(|(k, v)| yes(k, v)).map(|((_, a), _)| *a).collect()
    }
    fn renew(&mut self, regimes: &[Regime]) {
        let (number, old) = (self.next_number(regimes), self.until(regimes));
        let carried = self.carried(number, old);
        for (agency, until) in &mut self.sponsors {
            if until.is_none() && !carried.contains(agency) {
                *until = Some(old);
            }
        }
        self.terms.push((number, old.tomorrow().expect("a day"), old.saturating_add(1.year())));
    }
    /// A sponsor's answer, if it may give one today.
    fn answer(&mut self, agency: usize, yes: bool, today: Date, regimes: &[Regime]) -> bool {
        let (coming, end, on_record) = self.coming(today, regimes);
        let may = end < Date::MAX
            && self.sponsors_on(today).contains(&agency)
            && today >= end.saturating_sub(120.days())
            && !self.answers.contains_key(&(coming, agency));
        if may {
            self.answers.insert((coming, agency), (yes, today));
            if yes {
                self.asked.remove(&agency);
                if on_record {
                    self.sponsors.insert(agency, None);
                }
            }
        }
        may
    }
}

/// The law of one filing, told simply.
#[derive(Debug, Clone, Default)]
struct Model {
    signed: BTreeSet<usize>,
    referrals: BTreeMap<usize, Referral>,
    orders: Vec<(OrderId, Order)>,
    /// Of the whole house.
    regimes: Vec<Regime>,
}

impl Model {
    fn live(&mut self, on: Date) -> Option<&mut Order> {
        let regimes = &self.regimes;
        self.orders.last_mut().map(|(_, o)| o).filter(|o| o.status(on, regimes) == OrderStatus::InEffect)
    }
    fn close_answered(&mut self) {
        for r in self.referrals.values_mut() {
            if *r == (Referral::Answered { taken_up: true }) {
                *r = Referral::Closed;
            }
        }
    }
    /// What the clock does on a day.
    fn tick(&mut self, on: Date) {
        loop {
            let Some((_, o)) = self.orders.last_mut().filter(|(_, o)| o.ended.is_none()) else { return };
            if o.last().1 > on {
                break;
            }
            let (term, old) = (o.next_number(&self.regimes), o.until(&self.regimes));
            let mut deadline = old;
            while !is_business_day(deadline) {
                deadline = deadline.yesterday().expect("a day");
            }
            let answered = |a: &usize| o.answers.get(&(term, *a)).is_some_and(|(_, day)| *day <= old);
            let all = o.sponsors_on(old).iter().all(answered);
            if !o.carried(term, old).is_empty() && (all || on >= deadline) {
                o.renew(&self.regimes);
            } else if on > old {
                o.ended = Some((OrderStatus::Lapsed, old.tomorrow().expect("a day")));
                self.close_answered();
                return;
            } else {
                break;
            }
        }
        // Whoever left has no business with the case any more.
        let Some((_, o)) = self.orders.last() else { return };
        let stay = o.sponsors_on(on);
        let left: Vec<usize> = o.sponsors.keys().filter(|a| !stay.contains(a)).copied().collect();
        for agency in left {
            if self.referrals.get(&agency) == Some(&Referral::Answered { taken_up: true }) {
                self.referrals.insert(agency, Referral::Closed);
            }
        }
    }
}

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
fn take(h: &House, filing: FilingId, m: &mut Model, step: &Step) -> Result<(), TestCaseError> {
    let today = washington_date(h.cx.now());
    let order_id = m.orders.last().map(|(id, _)| *id);
    let (done, want): (Result<(), Error>, bool) = match step {
        Step::Refer(a) => {
            let over = m.orders.iter().all(|(_, o)| o.status(today, &m.regimes) != OrderStatus::InEffect)
                && !m.orders.is_empty();
            let want = match m.referrals.get(a) {
                None | Some(Referral::Closed) => true,
                Some(Referral::Answered { taken_up }) => *taken_up && over,
                Some(Referral::Open) => false,
            };
            if want {
                m.referrals.insert(*a, Referral::Open);
            }
            (h.refer(filing, &[AGENCIES[*a]]).map(drop), want)
        }
        Step::Sign(r, a) => {
            let want = acts_for(READERS[*r], AGENCIES[*a])
                && !m.signed.contains(r)
                && m.referrals.get(a).is_some_and(|s| *s != Referral::Closed);
            if want {
                m.signed.insert(*r);
            }
            if !m.referrals.contains_key(a) {
                return Ok(());
            }
            (h.sign(READERS[*r], h.referral(filing, AGENCIES[*a])).map(drop), want)
        }
        Step::Opine(r, a) => {
            if !m.referrals.contains_key(a) {
                return Ok(());
            }
            let reviewer =
                READERS[*r].ends_with('1') && !["dod1", "doe1"].contains(&READERS[*r]) || READERS[*r] == "doe2";
            let want = reviewer
                && acts_for(READERS[*r], AGENCIES[*a])
                && m.signed.contains(r)
                && m.referrals.get(a).is_some_and(|s| *s != Referral::Closed);
            (h.opine(READERS[*r], h.referral(filing, AGENCIES[*a])).map(drop), want)
        }
        Step::Recommend(o, a, would) => {
            if !m.referrals.contains_key(a) {
                return Ok(());
            }
            let who = OFFICIALS[*o];
            let signed = READERS.iter().position(|r| *r == who).is_some_and(|r| m.signed.contains(&r));
            let want = acts_for(who, AGENCIES[*a]) && signed && m.referrals.get(a) == Some(&Referral::Open);
            if want {
                let joins = *would && m.live(today).is_some();
                if joins && let Some(order) = m.live(today) {
                    order.sponsors.insert(*a, None);
                }
                let state = if *would { Referral::Answered { taken_up: joins } } else { Referral::Closed };
                m.referrals.insert(*a, state);
            }
            let (finding, kind) =
                if *would { (Finding::WouldBeDetrimental, Some(OrderType::III)) } else { (Finding::None, None) };
            (h.recommend(who, h.referral(filing, AGENCIES[*a]), finding, kind).map(drop), want)
        }
        Step::Issue => {
            // An order over by law is settled first, in the same transaction: kept only if it issues.
            let mut settled = m.clone();
            if settled.orders.last().is_some_and(|(_, o)| o.status(today, &m.regimes) == OrderStatus::Lapsed) {
                settled.settle_order(today);
            }
            let waiting: Vec<usize> = settled
                .referrals
                .iter()
                .filter(|(_, s)| **s == (Referral::Answered { taken_up: false }))
                .map(|(a, _)| *a)
                .collect();
            let want = settled.live(today).is_none() && !waiting.is_empty();
            let made = h.issue(filing);
            if want && let Ok(view) = &made {
                *m = settled;
                for a in &waiting {
                    m.referrals.insert(*a, Referral::Answered { taken_up: true });
                }
                let order = Order {
                    sponsors: waiting.into_iter().map(|a| (a, None)).collect(),
                    terms: vec![(1, today, today.saturating_add(1.year()))],
                    answers: BTreeMap::new(),
                    asked: BTreeSet::new(),
                    ended: None,
                };
                m.orders.push((view.id, order));
            }
            (made.map(drop), want)
        }
        Step::Determine(o, a, yes) => {
            let Some(id) = order_id else { return Ok(()) };
            let who = OFFICIALS[*o];
            let regimes = m.regimes.clone();
            let want = acts_for(who, AGENCIES[*a])
                && m.live(today).is_some_and(|order| order.answer(*a, *yes, today, &regimes));
            let need = if *yes { Need::NationalInterestRequires } else { Need::NotRequired };
            (h.determine(who, id, need, Some(AGENCIES[*a])).map(drop), want)
        }
        Step::Letter(o, yes) => {
            let Some(id) = order_id else { return Ok(()) };
            let who = OFFICIALS[*o];
            let regimes = m.regimes.clone();
            let mut want = false;
            if let Some(order) = m.live(today) {
                for a in order.sponsors_on(today).into_iter().filter(|a| acts_for(who, AGENCIES[*a])) {
                    want |= order.answer(a, *yes, today, &regimes);
                }
            }
            (letter(h, who, id, *yes), want)
        }
        Step::Begin(war, two) => {
            if m.regimes.iter().any(|r| r.to.is_none()) {
                return Ok(());
            }
            if *two {
                m.regimes.push(Regime { war: *war, from: today, to: None });
            }
            (begin(h, *war, today, if *two { "officer2" } else { "officer1" }), *two)
        }
        Step::End => {
            let Some(open) = m.regimes.iter_mut().find(|r| r.to.is_none()) else { return Ok(()) };
            open.to = Some(today);
            (end(h, today), true)
        }
        Step::Renew => {
            let Some(id) = order_id else { return Ok(()) };
            let regimes = m.regimes.clone();
            let mut want = false;
            if let Some(order) = m.live(today) {
                let until = order.until(&regimes);
                want = order.last().1 <= today && !order.carried(order.next_number(&regimes), until).is_empty();
                if want {
                    order.renew(&regimes);
                }
            }
            (h.renew(id).map(drop), want)
        }
        Step::AskRescission(o, a) => {
            let Some(id) = order_id else { return Ok(()) };
            let who = OFFICIALS[*o];
            let mut want = false;
            if let Some(order) = m.live(today) {
                want = acts_for(who, AGENCIES[*a]) && order.sponsors_on(today).contains(a) && !order.asked.contains(a);
                if want {
                    order.asked.insert(*a);
                }
            }
            (h.ask_rescission(who, id, Some(AGENCIES[*a])).map(drop), want)
        }
        Step::Rescind => {
            let Some(id) = order_id else { return Ok(()) };
            let mut want = false;
            if let Some(order) = m.live(today) {
                want = order.sponsors_on(today).iter().all(|a| order.asked.contains(a));
                if want {
                    order.ended = Some((OrderStatus::Rescinded, today));
                    m.close_answered();
                }
            }
            (h.rescind(id).map(drop), want)
        }
        Step::Pass(days, clock) => {
            pass(h, m, today.saturating_add(i64::from(*days).days()), *clock);
            return Ok(());
        }
        Step::Approach(days, clock) => {
            let regimes = m.regimes.clone();
            let until = m.live(today).map(|o| o.until(&regimes)).filter(|until| *until < Date::MAX);
            let to = until.map(|until| until.saturating_sub(i64::from(*days).days()));
            if let Some(to) = to.filter(|to| *to > today) {
                pass(h, m, to, *clock);
            }
            return Ok(());
        }
    };
    prop_assert_eq!(done.is_ok(), want, "{:?} on {}: {:?}\n{:#?}", step, today, done, m);
    if let Err(e) = done {
        prop_assert!(matches!(e, Error::Refused(_)), "{:?} failed: {}", step, e);
    }
    Ok(())
}

/// A letter that names one order comes to one line.
fn letter(h: &House, who: &str, order: OrderId, yes: bool) -> Result<(), Error> {
    let ask = LetterInput {
        determination: if yes { Need::NationalInterestRequires } else { Need::NotRequired },
        reason: "as found".into(),
        orders: vec![order.to_string()],
        agency: None,
    };
    let lines = determine_many(&h.cx, &by(h.who(who)), &ask)?;
    match &lines[0].refused {
        None => Ok(()),
        Some(why) => Err(Error::Refused(Refusal::new(&NOT_FOUND, why.detail.clone()))),
    }
}

fn begin(h: &House, war: bool, today: Date, second: &str) -> Result<(), Error> {
    let ask = ProposeInput {
        kind: if war { RegimeKind::War } else { RegimeKind::Emergency },
        begins_on: today,
        citation: "an act of that day".into(),
        provision: Some("35 USC 181".into()),
    };
    let regime = regimes::propose(&h.cx, &by(h.who("officer1")), &ask)?;
    regimes::confirm(&h.cx, &by(h.who(second)), regime.id).map(drop)
}

fn end(h: &House, today: Date) -> Result<(), Error> {
    let all = regimes::list(&h.cx, h.who("officer1"))?;
    let open = all.iter().find(|r| r.status() == RegimeStatus::InForce).expect("one in force");
    let ask = EndInput { ends_on: today, citation: "an act of that day".into() };
    regimes::propose_end(&h.cx, &by(h.who("officer2")), open.id, &ask)?;
    regimes::confirm_end(&h.cx, &by(h.who("officer1")), open.id).map(drop)
}

impl Model {
    /// The clock's part for the order alone.
    fn settle_order(&mut self, on: Date) {
        let kept = self.referrals.clone();
        self.tick(on);
        let ended = self.orders.last().is_some_and(|(_, o)| o.ended.is_some());
        if !ended {
            self.referrals = kept;
        }
    }
}

/// What must hold of every order at all times, whatever the model says, and that the model says it.
fn check(h: &House, filing: FilingId, m: &Model) -> Result<(), TestCaseError> {
    let today = washington_date(h.cx.now());
    for (id, order) in &m.orders {
        let seen = orders::get(&h.cx, h.who("officer1"), *id).expect("an order");
        prop_assert!(!seen.sponsors.is_empty() && !seen.terms.is_empty());
        if seen.status != OrderStatus::Rescinded {
            prop_assert_eq!(seen.expires_on, order.until(&m.regimes), "R4.9, R4.10");
        }
        for (n, term) in seen.terms.iter().enumerate() {
            prop_assert!(term.until <= term.from.saturating_add(1.year()), "R4.1");
            if n > 0 {
                // Terms follow each other to the day, but where a regime kept the order in between.
                let until = term.from.yesterday().expect("a day");
                let between = until != seen.terms[n - 1].until;
                prop_assert!(until >= seen.terms[n - 1].until, "R4.12");
                prop_assert!(!between || m.regimes.iter().any(|r| r.holds() == until), "R4.12");
                prop_assert_eq!(between, term.number > seen.terms[n - 1].number + 1);
                let carried = term
                    .determinations
                    .iter()
                    .any(|d| d.determination == Need::NationalInterestRequires && d.received_on <= until);
                prop_assert!(carried, "R4.2: no renewal without a determination in time");
            }
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
    let open = m.referrals.values().any(|r| *r == Referral::Open);
    let status = h.status(filing);
    if open {
        prop_assert!(!["released", "clear"].contains(&status), "R2.6: {}", status);
    }
    if m.orders.iter().any(|(_, o)| o.status(today, &m.regimes) == OrderStatus::InEffect) {
        prop_assert_eq!(status, "under_order");
    }
    Ok(())
}

/// What came about in some cases, so that a model that never gets anywhere is noticed.
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
}

impl Seen {
    fn note(&mut self, m: &Model) {
        self.orders += m.orders.len();
        self.second_orders += m.orders.len().saturating_sub(1);
        for (_, o) in &m.orders {
            self.renewals += o.terms.len() - 1;
            self.renewals_after_regimes += o.terms.windows(2).filter(|two| two[1].0 > two[0].0 + 1).count();
            self.joined += usize::from(o.sponsors.len() > 1);
            self.left += o.sponsors.values().filter(|until| until.is_some()).count();
            self.lapses += usize::from(matches!(o.ended, Some((OrderStatus::Lapsed, _))));
            self.rescissions += usize::from(matches!(o.ended, Some((OrderStatus::Rescinded, _))));
        }
    }
}

fn run(place: Place, cases: u32) {
    let house = House::at(place);
    let seen = Mutex::new(Seen::default());
    // Each case has a filing of its own; the clock goes on from where the last one left it.
    let next = Mutex::new(0u64);
    // So do the regimes, which are the whole house's.
    let regimes = Mutex::new(Vec::<Regime>::new());
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let steps = prop::collection::vec(step(), 20..90);
    let done = TestRunner::new(config).run(&steps, |steps| {
        let n = {
            let mut next = next.lock().unwrap();
            *next += 1;
            *next
        };
        let filing = house.confirmed(n, json!({}));
        let mut model = Model { regimes: regimes.lock().unwrap().clone(), ..Model::default() };
        for step in opening().chain(steps) {
            let done = take(&house, filing, &mut model, &step);
            regimes.lock().unwrap().clone_from(&model.regimes);
            done?;
            check(&house, filing, &model)?;
        }
        seen.lock().unwrap().note(&model);
        Ok(())
    });
    if let Err(e) = done {
        panic!("{e}");
    }
    // The whole chain of the ledger verifies.
    house.acts("");
    let seen = seen.into_inner().unwrap();
    eprintln!("{seen:?}");
    // A few cases need not come to everything.
    let everything = seen.renewals > 0 && seen.lapses > 0;
    assert!(seen.orders > 0 && (cases < 10 || everything), "the model got nowhere: {seen:?}");
}

#[test]
fn random_acts_of_random_people_come_out_as_the_model_says() {
    run(Place::sqlite(), 40);
    if let Some(place) = Place::postgres("model of the law") {
        run(place, 4);
    }
}
