//! How a case stands, told a second time and simply: what is kept of it, and what follows from that on a day.
//! Nothing here asks the house.

use crate::law::model::order::{Order, Regime};
use crate::law::model::petition::Petition;
use domain::base::calendar::is_business_day;
use domain::order::OrderStatus;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Referral {
    Open,
    /// Answered with a binding finding; whether an order stands on it.
    Answered {
        taken_up: bool,
    },
    Closed,
}

/// What became of the hits of a filing, all together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Hits {
    #[default]
    Undecided,
    Confirmed,
    Dismissed,
}

/// A late flag: who raised it, when, who settled it.
#[derive(Debug, Clone, Copy)]
pub struct Flag {
    pub by: usize,
    pub on: Date,
    pub settled: bool,
}

#[derive(Debug, Clone, Default)]
pub struct Model {
    /// When the filing was filed.
    pub filed: Date,
    pub hits: Hits,
    pub signed: BTreeSet<usize>,
    pub referrals: BTreeMap<usize, Referral>,
    pub last_referral: Option<Date>,
    pub orders: Vec<Order>,
    /// Of the whole house.
    pub regimes: Vec<Regime>,
    /// Licenses granted: whether broad, whether taken back.
    pub licenses: Vec<(bool, bool)>,
    pub flags: Vec<Flag>,
    pub petitions: Vec<Petition>,
    /// Appeals: whether decided.
    pub appeals: Vec<bool>,
    /// Violations found: whether decided on.
    pub violations: Vec<bool>,
    /// Whether it is marked SECRET, and when that was last raised.
    pub marked: bool,
    pub raised: Option<Date>,
    /// When it was raised from nothing.
    pub turned: Option<Date>,
    /// The orders of the case that cover the filing beside it, by the last finding about each.
    pub covering: BTreeSet<usize>,
    /// Whether the filing beside it has a license.
    pub license_beside: bool,
}

/// One of some things, counted from the last.
pub fn nth_last(len: usize, n: usize) -> Option<usize> {
    len.checked_sub(1).map(|last| last - n % len)
}

impl Model {
    pub fn live(&mut self, on: Date) -> Option<&mut Order> {
        let regimes = &self.regimes;
        self.orders.last_mut().filter(|o| o.status(on, regimes) == OrderStatus::InEffect)
    }
    pub fn in_effect(&self, on: Date) -> bool {
        self.orders.last().is_some_and(|o| o.status(on, &self.regimes) == OrderStatus::InEffect)
    }
    pub fn close_answered(&mut self) {
        for r in self.referrals.values_mut() {
            if *r == (Referral::Answered { taken_up: true }) {
                *r = Referral::Closed;
            }
        }
    }
    /// What the clock does on a day.
    pub fn tick(&mut self, on: Date) {
        loop {
            let Some(o) = self.orders.last_mut().filter(|o| o.ended.is_none()) else { return };
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
                // A late clock finds that it ran on: a marking raised in between was raised in its life.
                if self.marked && self.turned.is_some_and(|day| day > old) {
                    o.classify();
                }
            } else if on > old {
                o.ended = Some((OrderStatus::Lapsed, old.tomorrow().expect("a day")));
                // Over classified matter the agencies keep their access (R4.7).
                if !o.classified {
                    self.close_answered();
                }
                return;
            } else {
                break;
            }
        }
        // Whoever left has no business with the case any more.
        let Some(o) = self.orders.last() else { return };
        let stay = o.sponsors_on(on);
        let left: Vec<usize> = o.sponsors.keys().filter(|a| !stay.contains(a)).copied().collect();
        for agency in left {
            if self.referrals.get(&agency) == Some(&Referral::Answered { taken_up: true }) {
                self.referrals.insert(agency, Referral::Closed);
            }
        }
    }
    /// The clock's part for the order alone.
    pub fn settle_order(&mut self, on: Date) {
        let kept = self.referrals.clone();
        self.tick(on);
        if self.orders.last().is_some_and(|o| o.ended.is_none()) {
            self.referrals = kept;
        }
    }

    pub fn waiting(&self) -> Vec<usize> {
        let not_taken_up = |s: &Referral| *s == (Referral::Answered { taken_up: false });
        self.referrals.iter().filter(|(_, s)| not_taken_up(s)).map(|(a, _)| *a).collect()
    }
    fn flagged(&self) -> bool {
        self.flags.iter().any(|f| !f.settled && self.last_referral.is_none_or(|day| day < f.on))
    }
    /// Where the filing stands.
    pub fn status(&self, on: Date) -> &'static str {
        let undecided = self.hits == Hits::Undecided || self.hits == Hits::Confirmed && self.referrals.is_empty();
        if self.is_held_by_an_order(on) {
            "under_order"
        } else if !self.waiting().is_empty() {
            "order_pending"
        } else if self.referrals.values().any(|r| *r == Referral::Open) {
            "under_review"
        } else if self.flagged() || undecided {
            "in_triage"
        } else if self.marked {
            "needs_human"
        } else if self.referrals.is_empty() {
            "clear"
        } else {
            "released"
        }
    }
    /// Whether an order on the filing bars anything: one in effect, or one that is over and its matter classified.
    pub fn is_held_by_an_order(&self, on: Date) -> bool {
        self.orders.iter().any(|o| o.holds_matter(on, &self.regimes))
    }
    /// Whether an order of the case bars anything on the filing beside it.
    pub fn is_covering(&self, on: Date) -> bool {
        self.covering.iter().any(|n| self.orders[*n].holds_matter(on, &self.regimes))
    }
    /// Whether it may not be published.
    pub fn is_unpublishable(&self, on: Date) -> bool {
        !["clear", "released"].contains(&self.status(on))
    }
    /// Whether filing abroad is barred.
    pub fn is_kept_here(&self, on: Date) -> bool {
        self.marked || self.is_held_by_an_order(on)
    }
    /// An examiner has looked and left nothing open: the license comes with the receipt, broad, where none was
    /// ever granted and no agency ever had the filing (R6.3); after six months none is needed.
    pub fn receipt(&mut self, today: Date) {
        let months = today.since((jiff::Unit::Month, self.filed)).expect("two days").get_months();
        if self.status(today) == "clear" && self.licenses.is_empty() && self.orders.is_empty() && months < 6 {
            self.licenses.push((true, false));
        }
    }
    /// Which license is live: the last that nobody has taken back.
    pub fn license(&self) -> Option<usize> {
        self.licenses.iter().rposition(|(_, revoked)| !revoked)
    }
    /// Whether the person every permit names may be told.
    pub fn may_be_told(&self, order: usize, on: Date) -> bool {
        let o = &self.orders[order];
        let serves = |p: &Petition| p.order == order && p.serves(o, on);
        if o.status(on, &self.regimes) == OrderStatus::InEffect {
            self.petitions.iter().any(serves)
        } else {
            !self.is_kept_here(on)
        }
    }
    /// Whether one may file in Japan.
    pub fn may_file_in_japan(&self, order: usize, on: Date) -> bool {
        let o = &self.orders[order];
        let in_effect = o.status(on, &self.regimes) == OrderStatus::InEffect;
        if in_effect { o.lets_file_in_japan(on) } else { !self.is_kept_here(on) }
    }
}
