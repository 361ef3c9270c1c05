//! Petitions under an order and what they come to, told simply.

use crate::law::model::order::Order;
use crate::law::model::steps::{Ask, Kind};
use domain::base::calendar::is_business_day;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

#[derive(Debug, Clone)]
pub struct Petition {
    /// Which order of the case.
    pub order: usize,
    pub ask: Ask,
    /// The sponsor whose notice it is.
    pub notice: Option<usize>,
    /// Which agency concurs, which objects.
    pub said: BTreeMap<usize, bool>,
    /// Whether it was granted, when, and as which decision of the case.
    pub decided: Option<(bool, Date, usize)>,
    /// The last day of a permit.
    pub until: Option<Date>,
    pub revoked: bool,
    pub appealed: bool,
}

impl Petition {
    pub fn new(order: usize, ask: Ask, notice: Option<usize>, today: Date) -> Self {
        let until = if let Ask::Permit(days) = ask { days } else { None };
        Self {
            order,
            ask,
            notice,
            said: notice.map(|a| (a, true)).into_iter().collect(),
            decided: None,
            until: until.map(|days| today.saturating_add(i64::from(days).days())),
            revoked: false,
            appealed: false,
        }
    }
    /// Whether every sponsor of the day concurs.
    pub fn all_concur(&self, order: &Order, today: Date) -> bool {
        order.sponsors_on(today).iter().all(|a| self.said.get(a) == Some(&true))
    }
    pub fn granted(&self) -> bool {
        matches!(self.decided, Some((true, ..)))
    }
    pub fn is_permit(&self) -> bool {
        matches!(self.ask, Ask::Permit(_))
    }
    /// Whether its days are not over.
    pub fn runs(&self, today: Date) -> bool {
        self.until.is_none_or(|until| today <= until)
    }
    /// Whether a permit serves today, under an order that is in effect.
    pub fn serves(&self, order: &Order, today: Date) -> bool {
        self.is_permit() && self.granted() && !self.revoked && self.runs(today) && self.all_concur(order, today)
    }
    /// Whether it may be granted under an order that is in effect today.
    pub fn may_be_granted(&self, order: &Order, today: Date) -> bool {
        match self.ask {
            Ask::Rescission => order.sponsors_on(today).iter().all(|a| order.asked.contains(a)),
            Ask::Permit(_) => self.all_concur(order, today) && self.runs(today),
            // One sponsor alone may have an order made stricter, or as it is.
            Ask::Type(kind) => {
                let gives_no_more = kind == Kind::III || kind == order.kind.0;
                self.notice.is_some() && gives_no_more || self.all_concur(order, today)
            }
        }
    }
    /// Whether an appeal from its denial is in time.
    pub fn appeal_in_time(&self, today: Date) -> bool {
        let Some((false, denied, _)) = self.decided else { return false };
        today <= last_day_to_appeal(denied)
    }
}

/// Sixty days; a last day on which the Office is closed moves on.
pub fn last_day_to_appeal(denied: Date) -> Date {
    let mut last = denied.saturating_add(60.days());
    while !is_business_day(last) {
        last = last.tomorrow().expect("a day");
    }
    last
}
