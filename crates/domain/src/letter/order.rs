//! Facts of letters about an order: issued, renewed, modified, sealed, ended, and what changes its dates.
//!
//! What a type permits and how a petition is made is `[U]` in the rule book: the sentences in
//! `templates/` follow it (R3.2, R5.1), and say where the order itself, which binds, says otherwise.

use crate::base::agency::Agencies;
use crate::base::order_type::OrderType;
use crate::order::{Order, Term};
use jiff::civil::Date;
use serde::Serialize;

/// An order in effect, as far as its principals must know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InEffect {
    /// Its type; none outside the Department of Defense (R3.2).
    pub order_type: Option<OrderType>,
    /// Countries of a Type I order, as codes.
    pub countries: Vec<String>,
    /// Its conditions, in its own words.
    pub conditions: Vec<String>,
    /// Names of the agencies that sponsor it: claims go to them (R7.4, E33).
    pub sponsors: Vec<String>,
    /// First day of the term spoken of.
    pub from: Date,
    /// Its last day.
    pub until: Date,
    /// Whether the matter is classified (R4.7).
    pub classified: bool,
}

impl InEffect {
    /// An order in one of its terms, with the sponsors it has on that term's first day.
    pub fn of(order: &Order, term: &Term, agencies: &Agencies) -> Self {
        Self {
            order_type: order.order_type,
            countries: order.countries.clone(),
            conditions: order.conditions.clone(),
            sponsors: sponsor_names(order, agencies, term.from),
            from: term.from,
            until: term.until,
            classified: order.classified,
        }
    }
}

/// The names of an order's sponsors on a day, each once; the code where no name is on file.
pub fn sponsor_names(order: &Order, agencies: &Agencies, on: Date) -> Vec<String> {
    let mut out: Vec<String> = vec![];
    for sponsor in order.sponsors_on(on) {
        let known = agencies.0.iter().find(|a| a.code == sponsor.agency);
        let name = known.map_or_else(|| sponsor.agency.to_string(), |a| a.name.clone());
        if !out.contains(&name) {
            out.push(name);
        }
    }
    out
}

/// What is in force for the duration of orders (R4.9 to R4.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// A year at a time.
    Peacetime,
    /// The duration of hostilities and one year.
    War,
    /// The duration of the emergency and six months.
    Emergency,
}
