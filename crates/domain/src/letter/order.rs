//! Facts of letters about an order: its issue, renewal, modification, sealing and end, and regimes that change its
//! dates.
//!
//! What a type permits, and how a petition is made, is `[U]` in the rule book. The sentences in `templates/` follow it
//! (R3.2, R5.1), and say where the order itself, which binds, has other words.

use crate::base::agency::Agencies;
use crate::base::order_type::OrderType;
use crate::order::{Order, Term};
use jiff::civil::Date;
use serde::Serialize;

/// The facts about an order in effect that its principals must know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InEffect {
    /// `None` outside the Department of Defense (R3.2).
    pub order_type: Option<OrderType>,
    /// The countries of a Type I order, as codes.
    pub countries: Vec<String>,
    /// The conditions, in the words of the order.
    pub conditions: Vec<String>,
    /// The names of the sponsors, to which claims go (R7.4, E33).
    pub sponsors: Vec<String>,
    /// The first day of the term that the letter is about.
    pub from: Date,
    /// The last day of that term.
    pub until: Date,
    /// Whether the matter is classified (R4.7).
    pub classified: bool,
}

impl InEffect {
    /// The facts about an order in one of its terms, with its sponsors on the first day of that term.
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

/// The names of the sponsors of an order on a day, without repeats. An agency without a name on file is given by its
/// code.
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

/// What decides about the duration of orders (R4.9 to R4.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// An order lasts a year at a time.
    Peacetime,
    /// An order lasts for the duration of hostilities and one year.
    War,
    /// An order lasts for the duration of the emergency and six months.
    Emergency,
}
