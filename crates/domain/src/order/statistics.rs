//! The yearly table (section 9 of the rule book), computed from the recorded orders.

use crate::base::agency::AgencyCode;
use crate::base::calendar::{fiscal_year, fiscal_year_bounds};
use crate::base::order_type::OrderType;
use crate::order::End;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// The facts about an order that the table needs.
#[derive(Debug, Clone)]
pub struct OrderFacts {
    pub issued_on: Date,
    /// How the order ended, and the first day on which it was not in effect.
    pub ended: Option<(End, Date)>,
    /// The sponsor whose recommendation came first. The order is counted under this sponsor alone, so that the columns
    /// add up to the new orders as in the published table.
    pub lead_sponsor: Option<AgencyCode>,
    /// Whether that sponsor is the Government of another country (R3.8).
    pub foreign: bool,
    pub order_type: Option<OrderType>,
    /// Whether no Government interest is on record.
    pub john_doe: bool,
}

impl OrderFacts {
    /// The column of the table by sponsor.
    fn sponsor_column(&self) -> &str {
        match &self.lead_sponsor {
            Some(_) if self.foreign => "FOREIGN",
            Some(agency) => agency.as_str(),
            None => "unknown",
        }
    }
    /// The column of the table by type. Cases of foreign origin have a column of their own beside Type II.
    fn type_column(&self) -> &'static str {
        match self.order_type {
            Some(OrderType::II) if self.foreign => "II_foreign",
            Some(named) => named.as_str(),
            None => "untyped",
        }
    }
}

/// The orders of one fiscal year, counted as the Office publishes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = FiscalYear))]
pub struct Row {
    /// The fiscal year (FY2026 ends 2026-09-30).
    #[cfg_attr(feature = "schema", schema(example = 2026))]
    pub fiscal_year: i16,
    /// Orders in effect when the year began.
    pub in_effect_start: usize,
    /// Orders issued.
    pub new: usize,
    /// Orders rescinded.
    pub rescinded: usize,
    /// Orders lapsed.
    pub lapsed: usize,
    /// Orders in effect when the year ended, or today.
    pub in_effect_end: usize,
    /// New orders without a Government interest.
    pub john_doe_new: usize,
    /// New orders by sponsor; those for governments abroad together as `FOREIGN`.
    pub new_by_sponsor: BTreeMap<String, usize>,
    /// New orders by type: `I`, `II`, `III`, `II_foreign` for governments abroad under a security
    /// agreement, `untyped` outside the DoD.
    pub new_by_type: BTreeMap<&'static str, usize>,
    /// Whether the new orders by sponsor and by type are withheld, because a column counts fewer than five of them.
    pub columns_withheld: bool,
}

/// A column that counts fewer orders than this is not shown to readers who may not know of each.
const SMALL: usize = 5;

impl Row {
    /// The row for readers who may not know of every order. The columns of a year add up to its new orders, so one that
    /// was left out could be computed: all are withheld if one is small.
    fn without_small_columns(mut self) -> Self {
        let is_small = |n: &usize| *n < SMALL;
        self.columns_withheld = self.new_by_sponsor.values().chain(self.new_by_type.values()).any(is_small);
        if self.columns_withheld {
            self.new_by_sponsor.clear();
            self.new_by_type.clear();
        }
        self
    }
}

/// The table as it is published every year, for readers who may not know of every order (S-02). The totals of a year that
/// is over are public: the Office has given them to whoever asked under the Freedom of Information Act. The year under
/// way is left out, because its counts change with each order that issues.
pub fn published(rows: Vec<Row>, today: Date) -> Vec<Row> {
    let over = rows.into_iter().filter(|row| row.fiscal_year < fiscal_year(today));
    over.map(Row::without_small_columns).collect()
}

/// The rows from the year of the first order to that of `today`; empty without orders.
pub fn fiscal_years(orders: &[OrderFacts], today: Date) -> Vec<Row> {
    let Some(first) = orders.iter().map(|o| o.issued_on).min() else { return vec![] };
    let last = fiscal_year(today).max(fiscal_year(first));
    let mut start = 0usize;
    (fiscal_year(first)..=last)
        .map(|year| {
            let (from, to) = fiscal_year_bounds(year);
            let within = |d: Date| (from..=to).contains(&d) && d <= today;
            let new: Vec<_> = orders.iter().filter(|o| within(o.issued_on)).collect();
            let ended =
                |how| orders.iter().filter(|o| matches!(o.ended, Some((e, d)) if e == how && within(d))).count();
            let (rescinded, lapsed) = (ended(End::Rescinded), ended(End::Lapsed));
            let mut new_by_sponsor = BTreeMap::new();
            let mut new_by_type = BTreeMap::new();
            for o in &new {
                *new_by_sponsor.entry(o.sponsor_column().to_owned()).or_default() += 1;
                *new_by_type.entry(o.type_column()).or_default() += 1;
            }
            let row = Row {
                fiscal_year: year,
                in_effect_start: start,
                new: new.len(),
                rescinded,
                lapsed,
                in_effect_end: (start + new.len()).saturating_sub(rescinded + lapsed),
                john_doe_new: new.iter().filter(|o| o.john_doe).count(),
                new_by_sponsor,
                new_by_type,
                columns_withheld: false,
            };
            start = row.in_effect_end;
            row
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn order(issued: Date, ended: Option<(End, Date)>) -> OrderFacts {
        OrderFacts {
            issued_on: issued,
            ended,
            lead_sponsor: AgencyCode::parse("NAVY").ok(),
            foreign: false,
            order_type: Some(OrderType::II),
            john_doe: true,
        }
    }

    #[test]
    fn s9_the_identity_holds_and_ends_count_in_their_own_year() {
        let orders = [
            order(date(2025, 10, 1), Some((End::Lapsed, date(2026, 10, 1)))),
            order(date(2026, 3, 10), Some((End::Rescinded, date(2026, 9, 30)))),
            order(date(2027, 1, 1), None),
        ];
        let rows = fiscal_years(&orders, date(2027, 6, 1));
        let table: Vec<_> = rows
            .iter()
            .map(|r| (r.fiscal_year, r.in_effect_start, r.new, r.rescinded, r.lapsed, r.in_effect_end))
            .collect();
        assert_eq!(table, [(2026, 0, 2, 1, 0, 1), (2027, 1, 1, 0, 1, 1)]);
        assert_eq!(rows[0].new_by_sponsor["NAVY"], 2);
        assert_eq!(rows[0].new_by_type["II"], 2);
        assert!(fiscal_years(&[], date(2027, 1, 1)).is_empty());
    }

    #[test]
    fn s_02_the_published_table_has_no_year_under_way_and_no_small_column() {
        let of = |year: i16, n: usize| vec![order(date(year, 3, 10), None); n];
        let orders = [of(2024, 6), of(2025, 4), of(2026, 9)].concat();
        let today = date(2026, 6, 1);
        let rows = published(fiscal_years(&orders, today), today);
        let totals: Vec<_> = rows.iter().map(|r| (r.fiscal_year, r.new, r.in_effect_end)).collect();
        assert_eq!(totals, [(2024, 6, 6), (2025, 4, 10)]);
        assert!(!rows[0].columns_withheld && rows[0].new_by_sponsor["NAVY"] == 6);
        assert!(rows[1].columns_withheld && rows[1].new_by_sponsor.is_empty() && rows[1].new_by_type.is_empty());
    }
}
