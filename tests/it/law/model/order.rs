//! The years of an order, told simply: its terms, its sponsors, what they determine, what a war makes of it.

use crate::law::model::steps::Kind;
use domain::order::OrderStatus;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A war or an emergency: which, its first day, its last.
#[derive(Debug, Clone, Copy)]
pub struct Regime {
    pub war: bool,
    pub from: Date,
    pub to: Option<Date>,
}

impl Regime {
    /// The last day of what it covers.
    pub fn holds(&self) -> Date {
        self.to
            .map_or(Date::MAX, |to| if self.war { to.saturating_add(1.year()) } else { to.saturating_add(6.months()) })
    }
}

/// A term: its number, first day, last day.
pub type Term = (usize, Date, Date);

#[derive(Debug, Clone)]
pub struct Order {
    /// Sponsors with their last day.
    pub sponsors: BTreeMap<usize, Option<Date>>,
    pub terms: Vec<Term>,
    /// For (term, agency): whether it is required, and when it came in.
    pub answers: BTreeMap<(usize, usize), (bool, Date)>,
    /// Agencies whose request for rescission stands.
    pub asked: BTreeSet<usize>,
    /// How it ended, and from which day.
    pub ended: Option<(OrderStatus, Date)>,
    /// Its type, and since when it has been of it. Every agency asks for Type III.
    pub kind: (Kind, Option<Date>),
    /// Whether its matter is classified, and which agencies have taken that back since it became so.
    pub classified: bool,
    pub declassified_by: BTreeSet<usize>,
    /// The day on which an agency joined after the issue.
    pub joined: BTreeMap<usize, Date>,
    pub sealed: bool,
}

impl Order {
    pub fn issued(sponsors: Vec<usize>, marked: bool, today: Date) -> Self {
        Self {
            sponsors: sponsors.into_iter().map(|a| (a, None)).collect(),
            terms: vec![(1, today, today.saturating_add(1.year()))],
            answers: BTreeMap::new(),
            asked: BTreeSet::new(),
            ended: None,
            kind: (Kind::III, None),
            classified: marked,
            declassified_by: BTreeSet::new(),
            joined: BTreeMap::new(),
            sealed: false,
        }
    }
    pub fn last(&self) -> Term {
        *self.terms.last().expect("a term")
    }
    /// The last day: that of the last term, or what the regimes that met the order make of it.
    pub fn until(&self, regimes: &[Regime]) -> Date {
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
    pub fn status(&self, on: Date, regimes: &[Regime]) -> OrderStatus {
        match self.ended {
            Some((how, _)) => how,
            None if on > self.until(regimes) => OrderStatus::Lapsed,
            None => OrderStatus::InEffect,
        }
    }
    /// Whether it bars anything: while it is in effect, and after that over classified matter.
    pub fn holds_matter(&self, on: Date, regimes: &[Regime]) -> bool {
        self.status(on, regimes) == OrderStatus::InEffect || self.classified
    }
    pub fn classify(&mut self) {
        self.classified = true;
        self.declassified_by.clear();
    }
    pub fn sponsors_on(&self, on: Date) -> Vec<usize> {
        self.sponsors.iter().filter(|(_, until)| until.is_none_or(|u| on <= u)).map(|(a, _)| *a).collect()
    }
    /// The number of the term after the last one: every regime that moved its end takes one.
    pub fn next_number(&self, regimes: &[Regime]) -> usize {
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
    pub fn carried(&self, term: usize, by: Date) -> Vec<usize> {
        let yes = |(t, _): &(usize, usize), (need, day): &(bool, Date)| *t == term && *need && *day <= by;
        self.answers.iter().filter(|(k, v)| yes(k, v)).map(|((_, a), _)| *a).collect()
    }
    pub fn renew(&mut self, regimes: &[Regime]) {
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
    pub fn answer(&mut self, agency: usize, yes: bool, today: Date, regimes: &[Regime]) -> bool {
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
    /// Whether filing in Japan is allowed by its type, cut to that of every sponsor that joined since.
    pub fn lets_file_in_japan(&self, on: Date) -> bool {
        let (kind, since) = self.kind;
        let later = |a: &usize| self.joined.get(a).is_some_and(|day| since.is_none_or(|s| *day > s));
        kind == Kind::I && !self.sponsors_on(on).iter().any(later)
    }
}
