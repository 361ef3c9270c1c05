//! Decides the issue of an order: its sponsors, its type, its countries (R2.4, R2.8, R3.2).

use crate::base::agency::AgencyCode;
use crate::base::calendar::year_later;
use crate::base::ids::{AccountId, RecommendationId};
use crate::base::order_type::{OrderType, intersect_types};
use crate::base::refusal::{
    ORDER_COUNTRIES, ORDER_EXISTS, ORDER_NO_RECOMMENDATION, ORDER_PATENTED, ORDER_PUBLISHED, ORDER_SAME_PERSON,
    ORDER_TYPE_WEAKER, Refusal,
};
use crate::case::Entry;
use crate::law::condition::{self, Line};
use crate::law::record::Disposal;
use crate::order::{Order, Term, TermBasis};
use crate::review::referral::{Branch, Recommendation};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The table of the countries that Type I orders may name, in force from a day (R3.2, `[U]`: a setting).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountryTable {
    /// The first day on which the table applies.
    pub from: Date,
    /// ISO 3166 codes.
    pub countries: Vec<String>,
}

/// The default table, from recollection and not verified (R3.2): configuration overrides it.
pub const DEFAULT_COUNTRIES: [&str; 18] =
    ["AU", "BE", "CA", "DE", "DK", "ES", "FR", "GB", "GR", "IT", "JP", "KR", "LU", "NL", "NO", "PT", "SE", "TR"];

/// The request of an officer to issue an order.
#[derive(Debug, Clone, Default)]
pub struct IssueRequest {
    /// The type that the officer decided on. `None` takes the type that follows from the recommendations.
    pub order_type: Option<OrderType>,
    /// The countries of a Type I order. `None` takes all countries of the table in force.
    pub countries: Option<Vec<String>>,
    /// Conditions in addition to those of the recommendations.
    pub conditions: Vec<String>,
    /// The docket of the case, for the entries about the conditions of the sponsors.
    pub docket: Vec<Entry>,
}

/// The content of an order to be issued. The workflow adds id and number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    pub order_type: Option<OrderType>,
    /// The sponsors, each with its recommendation, in the order of the recommendations.
    pub sponsors: Vec<(AgencyCode, RecommendationId)>,
    /// The first term.
    pub term: Term,
    pub countries: Vec<String>,
    pub conditions: Vec<String>,
    /// The ledger of the sponsors' conditions, from which the conditions of the order come.
    pub lines: Vec<Line>,
    /// Whether no Government interest is on record.
    pub john_doe: bool,
}

/// Decides the issue of an order (R2.4, R2.8, R3.2, E6). One binding recommendation makes the order mandatory. The
/// officer may choose a stricter type, and never one that permits more.
pub fn issue(
    ask: &IssueRequest,
    recommendations: &[Recommendation],
    in_effect: Option<&Order>,
    officer: Option<AccountId>,
    countries_in_force: &[String],
    on: Date,
) -> Result<Issue, Refusal> {
    if let Some(order) = in_effect {
        return Err(Refusal::new(
            &ORDER_EXISTS,
            format!("Order {} is in effect until {}.", order.number, order.expires_on()),
        ));
    }
    let mut binding: Vec<&Recommendation> = recommendations.iter().filter(|r| r.binds()).collect();
    binding.sort_by_key(|r| (r.signed_at, r.id));
    if binding.is_empty() {
        return Err(Refusal::new(
            &ORDER_NO_RECOMMENDATION,
            "An order needs a recommendation signed by an official of an agency that disclosure would be detrimental \
             to the national security. Refer the filing and wait for the answers.",
        ));
    }
    if officer.is_some_and(|o| binding.iter().any(|r| r.account == o)) {
        return Err(Refusal::new(&ORDER_SAME_PERSON, "Another licensing officer must sign this order."));
    }
    let types: Vec<_> = binding.iter().map(|r| r.order_type).collect();
    let strictest = intersect_types(&types);
    let order_type = match (ask.order_type, strictest) {
        (Some(asked), Some(limit)) if !asked.permits_no_more_than(limit) => {
            return Err(Refusal::new(
                &ORDER_TYPE_WEAKER,
                format!(
                    "The sponsors' recommendations together allow Type {} at most; Type {} would permit more.",
                    limit.as_str(),
                    asked.as_str()
                ),
            )
            .at("type"));
        }
        (Some(asked), _) => Some(asked),
        (None, limit) => limit,
    };
    let countries = decide_countries(order_type, ask.countries.as_deref(), countries_in_force)?;
    let mut lines = condition::lines(binding.iter().copied(), &ask.docket);
    condition::set_side_by_side(&mut lines, &binding.iter().map(|r| r.id).collect::<Vec<_>>());
    let mut conditions = condition::settle(&lines)?;
    for c in &ask.conditions {
        if !conditions.contains(c) {
            conditions.push(c.clone());
        }
    }
    let mut sponsors: Vec<(AgencyCode, RecommendationId)> = Vec::new();
    for r in &binding {
        if !sponsors.iter().any(|(agency, _)| *agency == r.agency) {
            sponsors.push((r.agency.clone(), r.id));
        }
    }
    Ok(Issue {
        order_type,
        sponsors,
        term: Term { number: 1, from: on, until: year_later(on), basis: TermBasis::Issue, determinations: vec![] },
        countries,
        conditions,
        lines,
        john_doe: binding.iter().all(|r| r.branch == Branch::Private),
    })
}

/// Checks that an order can reach the application (E17, our reading). An issued patent is outside 35 USC 181. A
/// published application can still be ordered, because publication or grant is withheld. It cannot be recalled, so a
/// person must say why an order is issued.
pub fn check_reachable(disposal: Option<(Disposal, Date)>, despite: Option<&str>) -> Result<(), Refusal> {
    match disposal {
        Some((Disposal::Patented, on)) => Err(Refusal::new(
            &ORDER_PATENTED,
            format!("A patent issued on {on}. The agency may be told; no order can issue."),
        )),
        Some((Disposal::Published, on)) if despite.is_none() => Err(Refusal::new(
            &ORDER_PUBLISHED,
            format!(
                "It was published on {on}, which no order recalls; a petition may call the order ineffectual. If it shall \
                 issue all the same, say why in \"despite_publication\"."
            ),
        )
        .at("despite_publication")),
        _ => Ok(()),
    }
}

fn decide_countries(
    order_type: Option<OrderType>,
    asked: Option<&[String]>,
    in_force: &[String],
) -> Result<Vec<String>, Refusal> {
    let refuse = |text: String| Err(Refusal::new(&ORDER_COUNTRIES, text).at("countries"));
    match (order_type, asked) {
        (Some(OrderType::I), None) => Ok(in_force.to_vec()),
        (Some(OrderType::I), Some(asked)) => match asked.iter().find(|c| !in_force.contains(c)) {
            Some(c) => refuse(format!("{c} is not in the table of countries in force: {}.", in_force.join(", "))),
            None => Ok(asked.to_vec()),
        },
        (_, Some(asked)) if !asked.is_empty() => {
            refuse("Leave countries out: only Type I permits filing abroad.".into())
        }
        _ => Ok(vec![]),
    }
}
