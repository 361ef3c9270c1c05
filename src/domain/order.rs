//! Secrecy orders: types, sponsors, terms, and the four things that can happen to an order
//! (sections 2, 3 and 4 of the rule book). Pure: every function computes from recorded acts.

use super::agency::AgencyCode;
use super::calendar::{last_business_day_on_or_before, next_day, year_later};
use super::ids::{AccountId, DeterminationId, FilingId, OrderId, RecommendationId, RescissionRequestId};
use super::referral::Recommendation;
use super::refusal::{
    DETERMINATION_EXISTS, DETERMINATION_TOO_EARLY, NOT_A_SPONSOR, ORDER_COUNTRIES, ORDER_EXISTS,
    ORDER_NO_RECOMMENDATION, ORDER_NOT_IN_EFFECT, ORDER_SAME_PERSON, ORDER_TYPE_WEAKER, RENEWAL_AFTER_EXPIRY,
    RENEWAL_NO_DETERMINATION, RESCISSION_NEEDS_ALL, RESCISSION_REQUESTED, Refusal,
};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// Type of an order (R3.1). Orders sponsored outside the DoD may have none (R3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum OrderType {
    /// Secrecy Order and Permit for Foreign Filing in Certain Countries.
    I,
    /// Secrecy Order and Permit for Disclosing Classified Information.
    II,
    /// General Secrecy Order.
    III,
}

impl OrderType {
    /// As written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::I => "I",
            Self::II => "II",
            Self::III => "III",
        }
    }
    /// Reads `I`, `II` or `III`.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::I, Self::II, Self::III].into_iter().find(|t| t.as_str() == text)
    }
    /// The official title (R3.1).
    pub fn title(self) -> &'static str {
        match self {
            Self::I => "Secrecy Order and Permit for Foreign Filing in Certain Countries",
            Self::II => "Secrecy Order and Permit for Disclosing Classified Information",
            Self::III => "General Secrecy Order",
        }
    }
    /// What the order lets its principals do without asking (R3.2).
    fn permissions(self) -> &'static [Permission] {
        match self {
            Self::I => &[Permission::ForeignFilingInNamedCountries, Permission::DisclosureLawfulUnderExportControl],
            Self::II => &[Permission::DisclosureToCleared],
            Self::III => &[],
        }
    }
    /// Whether this type permits nothing that `other` does not (R2.8, E6).
    pub fn permits_no_more_than(self, other: Self) -> bool {
        self.permissions().iter().all(|p| other.permissions().contains(p))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Permission {
    ForeignFilingInNamedCountries,
    DisclosureLawfulUnderExportControl,
    DisclosureToCleared,
}

/// The type that gives only what every sponsor's type gives: the intersection of permissions.
/// Types I and II share none, so together they make a Type III (E6; the law is silent, our reading).
pub fn intersect_types(types: &[Option<OrderType>]) -> Option<OrderType> {
    let named: Vec<OrderType> = types.iter().flatten().copied().collect();
    [OrderType::I, OrderType::II, OrderType::III]
        .into_iter()
        .find(|candidate| !named.is_empty() && named.iter().all(|t| candidate.permits_no_more_than(*t)))
}

/// An agency that caused an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sponsor {
    /// Which.
    pub agency: AgencyCode,
    /// First day.
    pub since: Date,
    /// Last day, once it is known to leave.
    pub until: Option<Date>,
}

impl Sponsor {
    /// Whether it sponsors the order on a date.
    pub fn is_sponsor(&self, on: Date) -> bool {
        self.since <= on && self.until.is_none_or(|until| on <= until)
    }
}

/// What a term stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermBasis {
    /// The recommendations the order was issued on.
    Issue,
    /// Affirmative determinations of sponsors (R4.2).
    Renewal,
}

/// One period of at most a year in an order's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// 1 for the first.
    pub number: i32,
    /// First day in force.
    pub from: Date,
    /// Last day in force.
    pub until: Date,
    /// What it stands on.
    pub basis: TermBasis,
    /// The determinations of a renewal.
    pub determinations: Vec<DeterminationId>,
}

/// What a sponsor determines for the coming term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// The national interest requires another term.
    NationalInterestRequires,
    /// It does not.
    NotRequired,
}

/// One sponsor's determination for one coming term of one order (R4.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Determination {
    /// Its id.
    pub id: DeterminationId,
    /// The order.
    pub order: OrderId,
    /// The sponsor it speaks for.
    pub agency: AgencyCode,
    /// Number of the term it is for.
    pub term: i32,
    /// What.
    pub need: Need,
    /// Why.
    pub reason: String,
    /// Who signed.
    pub account: AccountId,
    /// Name at the time.
    pub signer: String,
    /// When it was received.
    pub received_at: Timestamp,
    /// The date in Washington.
    pub received_on: Date,
}

/// How an order ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// No timely determination: by operation of law (R4.6).
    Lapsed,
    /// Every sponsor asked for it (R4.8).
    Rescinded,
}

/// Whether an order binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// It does.
    InEffect,
    /// It lapsed.
    Lapsed,
    /// It was rescinded.
    Rescinded,
}

/// A bar in force (R3.7). Always computed, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// 35 USC 122(d); 37 CFR 1.211(a)(2).
    Publication,
    /// 35 USC 181.
    Grant,
    /// 37 CFR 5.3(d): PCT and Hague papers stay here.
    Transmittal,
    /// 35 USC 184; 37 CFR 5.16.
    ForeignFiling,
}

/// All holds there are, in the order people list them.
pub const ALL_HOLDS: [Hold; 4] = [Hold::Publication, Hold::Grant, Hold::Transmittal, Hold::ForeignFiling];

/// A secrecy order with everything recorded about it that its rules look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// Its number (`SO-2026-000001`).
    pub number: String,
    /// The filing it was issued on.
    pub filing: FilingId,
    /// Its type; `None` outside the DoD (R3.2).
    pub order_type: Option<OrderType>,
    /// Date of issue, which starts the year (R3.6).
    pub issued_on: Date,
    /// Who signed.
    pub issued_by: String,
    /// Agencies that caused it.
    pub sponsors: Vec<Sponsor>,
    /// Its terms, first to last; never empty.
    pub terms: Vec<Term>,
    /// How and on which date it ended: the first day it was no longer in effect, or the day of rescission.
    pub ended: Option<(End, Date)>,
    /// Countries of a Type I order.
    pub countries: Vec<String>,
    /// Conditions in force.
    pub conditions: Vec<String>,
    /// Whether the matter is classified: duties then outlive the order (R4.7).
    pub classified: bool,
    /// Whether no Government interest is on record ("John Doe").
    pub john_doe: bool,
    /// Counts changes; its ETag.
    pub version: i32,
}

impl Order {
    /// The term on record last. An order has at least one; the store refuses to load another.
    pub fn last_term(&self) -> &Term {
        static NEVER: Term =
            Term { number: 0, from: Date::MIN, until: Date::MIN, basis: TermBasis::Issue, determinations: Vec::new() };
        self.terms.last().unwrap_or(&NEVER)
    }
    /// Its last day in force as things stand.
    pub fn expires_on(&self) -> Date {
        self.last_term().until
    }
    /// The last business day by which a renewal should be effective (R4.13, E2).
    pub fn renewal_deadline(&self) -> Date {
        last_business_day_on_or_before(self.expires_on())
    }
    /// Whether it binds on a date. Lapse comes by operation of law: after the last day the answer is
    /// *lapsed* whether or not the clock job has recorded it (R4.6).
    pub fn status(&self, on: Date) -> OrderStatus {
        match self.ended {
            Some((End::Rescinded, day)) if on >= day => OrderStatus::Rescinded,
            Some((End::Lapsed, day)) if on >= day => OrderStatus::Lapsed,
            _ if on > self.expires_on() => OrderStatus::Lapsed,
            _ => OrderStatus::InEffect,
        }
    }
    /// The bars in force on a date. A lapse is no declassification: over classified matter the
    /// holds stay until a person lifts them (R4.7, E9).
    pub fn holds(&self, on: Date) -> Vec<Hold> {
        if self.status(on) == OrderStatus::InEffect || self.classified { ALL_HOLDS.to_vec() } else { vec![] }
    }
    /// The sponsors on a date.
    pub fn sponsors_on(&self, on: Date) -> impl Iterator<Item = &Sponsor> {
        self.sponsors.iter().filter(move |s| s.is_sponsor(on))
    }
    fn must_be_in_effect(&self, on: Date) -> Result<(), Refusal> {
        match self.status(on) {
            OrderStatus::InEffect => Ok(()),
            OrderStatus::Lapsed => Err(Refusal::new(
                &ORDER_NOT_IN_EFFECT,
                format!(
                    "Order {} lapsed at the end of {}. A new order needs a fresh finding.",
                    self.number,
                    self.expires_on()
                ),
            )),
            OrderStatus::Rescinded => {
                Err(Refusal::new(&ORDER_NOT_IN_EFFECT, format!("Order {} has been rescinded.", self.number)))
            }
        }
    }
    /// Refuses anyone but a sponsor of today.
    fn must_be_sponsor(&self, agency: &AgencyCode, on: Date) -> Result<(), Refusal> {
        if self.sponsors_on(on).any(|s| s.agency == *agency) {
            return Ok(());
        }
        let sponsors: Vec<_> = self.sponsors_on(on).map(|s| s.agency.as_str()).collect();
        Err(Refusal::new(
            &NOT_A_SPONSOR,
            format!("{agency} is not a sponsor of order {}; its sponsors are {}.", self.number, sponsors.join(", ")),
        ))
    }
}

/// The countries table of Type I orders: a dated list, in force from a day (R3.2, `[U]`: configuration).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountryTable {
    /// First day it applies.
    pub from: Date,
    /// ISO 3166 codes.
    pub countries: Vec<String>,
}

/// The default table, from recollection and not verified (R3.2): configuration overrides it.
pub const DEFAULT_COUNTRIES: [&str; 18] =
    ["AU", "BE", "CA", "DE", "DK", "ES", "FR", "GB", "GR", "IT", "JP", "KR", "LU", "NL", "NO", "PT", "SE", "TR"];

/// What an officer asks to issue.
#[derive(Debug, Clone, Default)]
pub struct IssueRequest {
    /// The type decided on; `None` takes what the sponsors' recommendations come to.
    pub order_type: Option<OrderType>,
    /// Countries of a Type I order; `None` takes the whole table in force.
    pub countries: Option<Vec<String>>,
    /// Conditions beside those of the recommendations.
    pub conditions: Vec<String>,
}

/// What issuing decides; the workflow adds id and number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Type.
    pub order_type: Option<OrderType>,
    /// Sponsors with the recommendation each joined on, in the order the recommendations came.
    pub sponsors: Vec<(AgencyCode, RecommendationId)>,
    /// First term.
    pub term: Term,
    /// Countries.
    pub countries: Vec<String>,
    /// Conditions.
    pub conditions: Vec<String>,
    /// Whether no Government interest is on record.
    pub john_doe: bool,
}

/// Decides the issue of an order (R2.4, R2.8, R3.2, E6). Any one binding recommendation makes it
/// mandatory; the officer may choose a stricter type, never one that gives more.
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
    let mut conditions: Vec<String> = Vec::new();
    for c in binding.iter().flat_map(|r| &r.conditions).chain(&ask.conditions) {
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
        john_doe: binding.iter().all(|r| r.branch == super::referral::Branch::Private),
    })
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

/// Checks that a sponsor may make a determination for the coming term now (R4.2, R4.3, R4.5, E3, E4).
/// `earliest` is the number of days before the end of the term from which determinations are taken,
/// a setting: one made a year ahead would not speak of the coming year. Returns the term's number.
pub fn accept_determination(
    order: &Order,
    agency: &AgencyCode,
    existing: &[Determination],
    earliest: i32,
    on: Date,
) -> Result<i32, Refusal> {
    order.must_be_in_effect(on).map_err(|r| expired_or(order, on, r))?;
    order.must_be_sponsor(agency, on)?;
    // A renewal recorded before its term begins does not shut out a sponsor that still has time.
    let current = order.terms.iter().rev().find(|t| t.from <= on).map_or(1, |t| t.number);
    let coming = current + 1;
    let end = order.terms.iter().find(|t| t.number == current).map_or(order.expires_on(), |t| t.until);
    let opens = end.saturating_sub(i64::from(earliest).days());
    if on < opens {
        return Err(Refusal::new(
            &DETERMINATION_TOO_EARLY,
            format!("The term ends on {end}; determinations for the next are taken from {opens} on."),
        ));
    }
    if existing.iter().any(|d| d.term == coming && d.agency == *agency) {
        return Err(Refusal::new(
            &DETERMINATION_EXISTS,
            format!("{agency} has made its determination for the term after {end}."),
        ));
    }
    Ok(coming)
}

fn expired_or(order: &Order, on: Date, other: Refusal) -> Refusal {
    if order.status(on) != OrderStatus::Lapsed {
        return other;
    }
    Refusal::new(
        &RENEWAL_AFTER_EXPIRY,
        format!(
            "Order {} ended by law at the end of {}. It cannot be renewed; a new order needs a fresh finding that \
             disclosure would be detrimental.",
            order.number,
            order.expires_on()
        ),
    )
}

/// What a renewal decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewal {
    /// The next term: from the day after the old one's last day, so that terms never drift (R4.12, E4).
    pub term: Term,
    /// Sponsors that carry no determination into it and leave with the old term (R2.8, E8).
    pub leaving: Vec<AgencyCode>,
}

/// Renews an order on the determinations received (R4.1, R4.2, R4.6, R4.12, E3, E8). One sponsor's
/// affirmative determination carries the renewal. `on` must not be after the last day.
pub fn renew(order: &Order, determinations: &[Determination], on: Date) -> Result<Renewal, Refusal> {
    order.must_be_in_effect(on).map_err(|r| expired_or(order, on, r))?;
    let old = order.last_term();
    if old.from > on {
        return Err(Refusal::new(
            &super::refusal::RENEWED_ALREADY,
            format!("The next term, {} to {}, is on record.", old.from, old.until),
        ));
    }
    let coming = old.number + 1;
    let carries =
        |d: &&Determination| d.term == coming && d.need == Need::NationalInterestRequires && d.received_on <= old.until;
    let carried: Vec<&Determination> = determinations.iter().filter(carries).collect();
    if carried.is_empty() {
        return Err(Refusal::new(
            &RENEWAL_NO_DETERMINATION,
            format!(
                "No sponsor has determined that the national interest requires a term after {}. Without one the order \
                 lapses at the end of that day.",
                old.until
            ),
        ));
    }
    let leaving = order
        .sponsors_on(old.until)
        .filter(|s| s.until.is_none() && !carried.iter().any(|d| d.agency == s.agency))
        .map(|s| s.agency.clone())
        .collect();
    Ok(Renewal {
        term: Term {
            number: coming,
            from: next_day(old.until),
            until: year_later(old.until),
            basis: TermBasis::Renewal,
            determinations: carried.iter().map(|d| d.id).collect(),
        },
        leaving,
    })
}

/// What the clock must do with an order on a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// Nothing.
    Nothing,
    /// Renew on the determinations received. `late` when the last day is past although the
    /// determination came in time: the service was down; the record says so.
    Renew {
        /// Whether this comes after the last day.
        late: bool,
    },
    /// Record that it lapsed, as of this first day out of effect.
    Lapse(Date),
}

/// Computes what is due (R4.2, R4.6, R4.13). Renewal is taken up as soon as every sponsor has
/// answered, else on the working deadline, so that a late sponsor may still speak. A determination
/// received in time is honoured even where the clock runs late: the Commissioner *shall* renew.
pub fn due(order: &Order, determinations: &[Determination], on: Date) -> Due {
    if order.ended.is_some() {
        return Due::Nothing;
    }
    let old = order.last_term();
    if old.from > on {
        return Due::Nothing;
    }
    let coming = old.number + 1;
    let answers: Vec<&Determination> =
        determinations.iter().filter(|d| d.term == coming && d.received_on <= old.until).collect();
    let carried = answers.iter().any(|d| d.need == Need::NationalInterestRequires);
    let all_answered = order.sponsors_on(old.until).all(|s| answers.iter().any(|d| d.agency == s.agency));
    if carried && (all_answered || on >= order.renewal_deadline()) {
        Due::Renew { late: on > old.until }
    } else if on > old.until {
        Due::Lapse(next_day(old.until))
    } else {
        Due::Nothing
    }
}

/// One sponsor's request that the order be rescinded (R4.8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RescissionRequest {
    /// Its id.
    pub id: RescissionRequestId,
    /// The order.
    pub order: OrderId,
    /// The sponsor it speaks for.
    pub agency: AgencyCode,
    /// Why.
    pub reason: String,
    /// Who signed.
    pub account: AccountId,
    /// Name at the time.
    pub signer: String,
    /// When.
    pub requested_at: Timestamp,
}

/// The agencies whose request stands. A sponsor that afterwards determines that the national
/// interest requires another term has changed its mind: its older request ends with that, and only
/// a new one counts (our reading of R4.8 with R4.2). Ids are made in order and tell two acts of one
/// instant apart.
pub fn standing_requests(requests: &[RescissionRequest], determinations: &[Determination]) -> Vec<AgencyCode> {
    let overtaken = |r: &RescissionRequest| {
        determinations.iter().any(|d| {
            d.agency == r.agency
                && d.need == Need::NationalInterestRequires
                && (d.received_at, d.id.as_uuid()) > (r.requested_at, r.id.as_uuid())
        })
    };
    let mut out: Vec<AgencyCode> = requests.iter().filter(|r| !overtaken(r)).map(|r| r.agency.clone()).collect();
    out.sort();
    out.dedup();
    out
}

/// Checks that a sponsor may ask for rescission (R4.8).
pub fn accept_rescission_request(
    order: &Order,
    agency: &AgencyCode,
    asked: &[AgencyCode],
    on: Date,
) -> Result<(), Refusal> {
    order.must_be_in_effect(on)?;
    order.must_be_sponsor(agency, on)?;
    if asked.contains(agency) {
        return Err(Refusal::new(
            &RESCISSION_REQUESTED,
            format!("{agency} has asked for rescission of {}.", order.number),
        ));
    }
    Ok(())
}

/// Decides a rescission: every sponsor must have asked (R2.8, R4.8, E7).
pub fn rescind(order: &Order, asked: &[AgencyCode], on: Date) -> Result<(), Refusal> {
    order.must_be_in_effect(on)?;
    let missing: Vec<_> =
        order.sponsors_on(on).filter(|s| !asked.contains(&s.agency)).map(|s| s.agency.as_str()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(
        &RESCISSION_NEEDS_ALL,
        format!("Order {} needs the request of every sponsor; missing: {}.", order.number, missing.join(", ")),
    ))
}

/// The rungs of the reminder ladder before the end of a term, in days (R4.5, our reading).
pub const REMINDER_DAYS: [i32; 6] = [120, 90, 60, 30, 14, 7];

/// The reminder that is due on a date for an order whose sponsors have not all answered: the
/// nearest rung reached. `None` outside the ladder.
pub fn reminder_due(expires_on: Date, on: Date) -> Option<i32> {
    let left = on.until(expires_on).ok()?.get_days();
    if left < 0 {
        return None;
    }
    REMINDER_DAYS.into_iter().filter(|rung| left <= *rung).min()
}

/// The reminders to give on a date (R4.5): the rung reached, and the sponsors that have neither
/// answered for the coming term nor been given this rung. Nothing once the next term is on record.
pub fn reminders_due(
    order: &Order,
    determinations: &[Determination],
    given: &[(AgencyCode, i32)],
    on: Date,
) -> Option<(i32, Vec<AgencyCode>)> {
    let term = order.last_term();
    if order.status(on) != OrderStatus::InEffect || term.from > on {
        return None;
    }
    let rung = reminder_due(term.until, on)?;
    let answered =
        |agency: &AgencyCode| determinations.iter().any(|d| d.term == term.number + 1 && d.agency == *agency);
    let mut silent: Vec<AgencyCode> = order
        .sponsors_on(on)
        .map(|s| &s.agency)
        .filter(|agency| !answered(agency) && !given.iter().any(|(a, r)| a == *agency && *r == rung))
        .cloned()
        .collect();
    silent.sort();
    silent.dedup();
    (!silent.is_empty()).then_some((rung, silent))
}

#[cfg(test)]
mod tests;
