//! Answers whether somebody may learn of the matter under an order (R3.2, R2.10, R5.4; 35 USC 182, 184, 187).

use crate::base::ids::EntryId;
use crate::base::marking::Level;
use crate::base::order_type::{OrderType, intersect_types};
use crate::case::CaseFile;
use crate::case::holds::{Bar, Hold};
use crate::law::adviser::disclosures_frozen;
use crate::law::petition::{Permit, Scope, in_force, last_type_change, lent_permits, level_involved, same_name};
use crate::order::{Order, OrderStatus};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The purpose for which somebody is to learn of the matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Filing abroad.
    ForeignFiling,
    /// The duty of an officer or agent of the United States within their authority, or of somebody who acts on
    /// their written instructions (35 USC 187; R2.10).
    OfficialDuty,
    /// Another purpose, in words.
    Other(String),
}

/// A disclosure or a filing abroad that somebody asks about. What is left out is not limited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Name.
    pub person: Option<String>,
    /// Country of citizenship, or the country to file in.
    pub country: Option<String>,
    pub clearance: Option<Level>,
    pub purpose: Option<Purpose>,
}

/// The ground on which a disclosure is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// No order binds on that day.
    NoOrder,
    /// 35 USC 187.
    OfficialDuty,
    /// The order permits it by its type, without a permit.
    OrderType(OrderType),
    Permit {
        /// The petition on which the permit was granted.
        id: EntryId,
        order_number: String,
        /// Whether the permit was given in another case and serves here for common matter only (E37).
        common_matter_only: bool,
    },
}

/// Whether a permit allows what was asked, with its limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The ground; `None` if the disclosure is not allowed.
    pub by: Option<Ground>,
    /// The last day for which the answer holds by the present record; `None` without an end.
    pub until: Option<Date>,
    /// The limits of what is allowed, or what to ask for.
    pub text: String,
    /// The controlling text.
    pub citation: &'static str,
    /// The rules of the rule book.
    pub rule: &'static str,
}

impl Answer {
    /// Whether the disclosure is allowed.
    pub fn allowed(&self) -> bool {
        self.by.is_some()
    }
}

/// Answers whether somebody may learn of the matter of an order on a day. `lenders` are the cases whose permits serve
/// this case too ([`crate::law::petition::lenders_of`]).
pub fn may_be_told(case: &CaseFile, order: &Order, lenders: &[CaseFile], ask: &Question, on: Date) -> Answer {
    if on < order.issued_on || order.status(on) != OrderStatus::InEffect {
        return without_order(case, order, on);
    }
    if ask.purpose == Some(Purpose::OfficialDuty) {
        return Answer {
            by: Some(Ground::OfficialDuty),
            until: None,
            text:
                "Officers and agents of the United States acting within the scope of their authority, and whoever acts \
                   on their written instructions, are exempt. Rules on classified matter apply to them all the same."
                    .into(),
            citation: "35 USC 187",
            rule: "R2.10",
        };
    }
    if disclosures_frozen(case, order, on) {
        return Answer {
            by: None,
            until: None,
            text: format!(
                "Order {} is of Type II, and its owner's security agreement is not in force: nothing more is disclosed \
                 under it. Ask the sponsors for a Type III order, or renew the agreement.",
                order.number
            ),
            citation: "32 CFR 117",
            rule: "E13",
        };
    }
    if let Some(answer) = by_type(case, order, ask, on) {
        return answer;
    }
    let own = in_force(case, order, on).into_iter().map(|p| (p, false));
    let others = lent_permits(case, order, lenders, on).into_iter().map(|p| (p, true));
    // Of several permits the one that lasts longest is taken, and a permit of this order before one of another case.
    let best = own
        .chain(others)
        .filter(|(p, _)| covers(p, ask))
        .max_by_key(|(p, common)| (p.until.unwrap_or(Date::MAX), !common, p.id));
    match best {
        Some((permit, common)) => by_permit(order, &permit, common),
        None => denial(case, order, ask, on),
    }
}

fn without_order(case: &CaseFile, order: &Order, on: Date) -> Answer {
    let over = on >= order.issued_on;
    if over && order.classified {
        return Answer {
            by: None,
            until: None,
            text: format!(
                "Order {} is not in effect on {on}, but its matter is classified and the end of an order is no \
                 declassification. Ask the agency that classified it.",
                order.number
            ),
            citation: "37 CFR 5.1(e); MPEP 120",
            rule: "R4.7, E9",
        };
    }
    if let Some(hold) = otherwise_held(case, order, on) {
        return Answer {
            by: None,
            until: None,
            // Another's case is not named (E12).
            text: format!(
                "Order {} is not in effect on {on}, but the filing is held otherwise ({}). Ask about that hold.",
                order.number,
                hold.reason.rule().title
            ),
            citation: hold.citation,
            rule: hold.reason.rule().rules,
        };
    }
    Answer {
        by: Some(Ground::NoOrder),
        until: (!over).then(|| order.issued_on.saturating_sub(jiff::ToSpan::days(1))),
        text: format!(
            "Order {} is not in effect on {on}. Export control and licenses may still stand in the way.",
            order.number
        ),
        citation: "35 USC 181 ¶4, 182",
        rule: "R4.6, E3",
    }
}

/// What forbids on a day to carry the matter abroad, and so to tell of it, though the order that was asked about does not:
/// another order on the filing or one that covers it, classified matter, a marking.
fn otherwise_held<'a>(case: &'a CaseFile, order: &Order, on: Date) -> Option<Hold<'a>> {
    let issued = |h: &Hold<'_>| h.order.is_none_or(|o| o.id != order.id && o.issued_on <= on);
    case.holds(on).into_iter().find(|h| h.bar == Bar::ForeignFiling && issued(h))
}

/// The type that binds: the type of the order, limited to what every agency asked for that has joined since the type
/// was set (E6). An order without a type permits nothing by itself.
fn binding_type(case: &CaseFile, order: &Order, on: Date) -> Option<OrderType> {
    let since = last_type_change(case, order).unwrap_or(Timestamp::MIN);
    let joined = case
        .recommendations
        .iter()
        .filter(|r| r.binds() && r.signed_at > since && order.sponsors_on(on).any(|s| s.agency == r.agency));
    let types: Vec<_> = std::iter::once(Some(order.order_type?)).chain(joined.map(|r| r.order_type)).collect();
    intersect_types(&types)
}

fn is_us(country: &str) -> bool {
    ["US", "USA"].iter().any(|us| country.trim().eq_ignore_ascii_case(us))
}

fn names_country(countries: &[String], country: &str) -> bool {
    countries.iter().any(|c| c.eq_ignore_ascii_case(country.trim()))
}

/// What the type of the order itself allows (R3.2, `[U]` for its details); `None` if it does not allow what is asked.
fn by_type(case: &CaseFile, order: &Order, ask: &Question, on: Date) -> Option<Answer> {
    let order_type = binding_type(case, order, on)?;
    let country = ask.country.as_deref();
    let abroad = ask.purpose == Some(Purpose::ForeignFiling);
    let (allowed, text) = match order_type {
        OrderType::I if abroad => (
            country.is_some_and(|c| names_country(&order.countries, c)),
            "For a national filing in a country named in the order; not by a regional or international route.",
        ),
        OrderType::I => (country.is_some_and(is_us), "Where export control lets it; no further."),
        // A clearance by another Government takes a permit, because a person must look at it (our reading).
        OrderType::II => (
            !abroad && country.is_none_or(is_us) && ask.clearance.is_some_and(|has| has >= level_involved(case, order)),
            "Handled as classified (32 CFR 117), and only to those who need to know.",
        ),
        OrderType::III => (false, ""),
    };
    allowed.then(|| Answer {
        by: Some(Ground::OrderType(order_type)),
        until: Some(order.expires_on()),
        text: add_conditions(text.to_owned(), order),
        citation: "MPEP 120; 35 USC 182",
        rule: "R3.2",
    })
}

fn add_conditions(text: String, order: &Order) -> String {
    if order.conditions.is_empty() {
        return text;
    }
    format!("{text} The order's conditions apply: {}.", order.conditions.join("; "))
}

/// Whether a permit covers a question.
fn covers(permit: &Permit<'_>, ask: &Question) -> bool {
    let (person, country) = (ask.person.as_deref(), ask.country.as_deref());
    let abroad = ask.purpose == Some(Purpose::ForeignFiling);
    let among = |people: &[crate::law::petition::Person]| {
        person.is_some_and(|name| {
            people
                .iter()
                .any(|p| same_name(&p.name, name) && country.is_none_or(|c| p.country.eq_ignore_ascii_case(c.trim())))
        })
    };
    let purpose = || match (&permit.asked.purpose, &ask.purpose) {
        (None, _) => true,
        (Some(only), Some(Purpose::Other(asked))) => same_name(only, asked),
        (Some(_), _) => false,
    };
    match &permit.asked.scope {
        Scope::Persons { people } => !abroad && purpose() && among(people),
        Scope::ForeignFiling { countries, holders, .. } => {
            let there = country.is_some_and(|c| names_country(countries, c));
            let holder = |name| holders.iter().any(|p| same_name(&p.name, name));
            abroad && (among(holders) || there && person.is_none_or(holder))
        }
        Scope::General { clearance } => {
            !abroad && purpose() && country.is_none_or(is_us) && ask.clearance.is_some_and(|has| has >= *clearance)
        }
    }
}

fn by_permit(order: &Order, permit: &Permit<'_>, common: bool) -> Answer {
    let mut text = match &permit.asked.scope {
        Scope::Persons { .. } => "By a permit for this person.".to_owned(),
        Scope::ForeignFiling { .. } => "By a permit to file in the countries it names.".to_owned(),
        Scope::General { .. } => "By a general permit for routine disclosures.".to_owned(),
    };
    if let Some(purpose) = &permit.asked.purpose {
        text = format!("{text} For this purpose only: {purpose}.");
    }
    if common {
        text = format!(
            "{text} It was given in order {} and serves here for common matter only, not out of context.",
            permit.order_number
        );
    }
    Answer {
        by: Some(Ground::Permit {
            id: permit.id,
            order_number: permit.order_number.to_owned(),
            common_matter_only: common,
        }),
        until: Some(permit.until.unwrap_or(Date::MAX).min(order.expires_on())),
        text: add_conditions(text, order),
        citation: if common { "37 CFR 5.5(d); 35 USC 182" } else { "37 CFR 5.5; 35 USC 182" },
        rule: if common { "R5.4, E37" } else { "R5.4" },
    }
}

/// The answer that the disclosure is not allowed, with what to ask for.
fn denial(case: &CaseFile, order: &Order, ask: &Question, on: Date) -> Answer {
    let answer = |text: String, citation, rule| Answer { by: None, until: None, text, citation, rule };
    let order_type = binding_type(case, order, on);
    if ask.purpose == Some(Purpose::ForeignFiling) {
        if order_type == Some(OrderType::I) {
            return answer(
                format!(
                    "The order permits filing in {} only. Petition for a modification that adds the country, or for a \
                     permit to file there; all sponsors must concur.",
                    order.countries.join(", ")
                ),
                "37 CFR 5.5(c); 35 USC 184(a)",
                "R5.4, E38",
            );
        }
        return answer(
            "Petition for a permit to file abroad: all countries, all who will hold the material before it is lodged, and \
             a statement vouching for them; all sponsors must concur."
                .into(),
            "37 CFR 5.5(c); 35 USC 184(a)",
            "R5.4, R6.9",
        );
    }
    match order_type {
        Some(OrderType::I) if ask.country.is_none() => answer(
            "That depends on citizenship: say of which country this person is a citizen.".into(),
            "MPEP 120; 35 USC 182",
            "R3.2",
        ),
        Some(OrderType::II) => answer(
            format!(
                "The order permits disclosure to people cleared {} or higher. For others petition for a permit that names \
                 them, with the agency, date and degree of any clearance; all sponsors must concur.",
                level_involved(case, order).mark()
            ),
            "37 CFR 5.5(b); 35 USC 182",
            "R3.2, R5.4",
        ),
        _ => answer(
            "Petition for a permit that names this person and gives the full reason, in duplicate; all sponsors must \
             concur. Without written consent nobody may be told."
                .into(),
            "37 CFR 5.5(b); 35 USC 182",
            "R3.2, R5.4",
        ),
    }
}
