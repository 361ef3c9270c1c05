//! What orders look like on the wire.

use crate::api::frame::etag::etag;
use crate::api::frame::wire::{Hold, Need, OrderStatus, OrderType, RegimeKind, TermBasis};
use crate::api::notice::notices::NoticeView;
use crate::workflow::order::declassify::DeclassifyInput;
use crate::workflow::order::determine::DetermineInput;
use crate::workflow::order::issue::IssueInput;
use crate::workflow::order::orders as workflow;
use crate::workflow::order::rescind::RescissionRequestInput;
use domain::order::Sponsor as DomainSponsor;
use domain::order::regime::Period as DomainPeriod;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A secrecy order.
#[derive(Serialize, ToSchema)]
#[schema(as = Order)]
pub struct OrderView {
    /// Its id.
    id: Uuid,
    /// Its version.
    #[schema(example = "\"1\"")]
    etag: String,
    /// Its number.
    #[schema(example = "SO-2026-000001")]
    number: String,
    /// The filing it was issued on.
    filing_id: Uuid,
    /// Its type; `null` outside the DoD.
    #[serde(rename = "type")]
    order_type: Option<OrderType>,
    /// Its official title, where it has a type.
    title: Option<String>,
    /// Whether it binds today.
    status: OrderStatus,
    /// Date of issue.
    issued_on: Date,
    /// Who signed.
    issued_by: String,
    /// Agencies it stands on, past ones too.
    sponsors: Vec<Sponsor>,
    /// Its terms, first to last.
    terms: Vec<Term>,
    /// Determinations received for the term that is not yet on record.
    coming_determinations: Vec<DeterminationView>,
    /// Its last day in force as things stand.
    expires_on: Date,
    /// The last business day by which a renewal should be effective.
    renewal_deadline: Date,
    /// The first day on which it is over.
    ended_on: Option<Date>,
    /// Countries of a Type I order.
    countries: Vec<String>,
    /// Conditions in force.
    conditions: Vec<String>,
    /// The bars in force today.
    holds: Vec<Hold>,
    /// Whether the matter is classified, so that the holds outlive the order.
    classified: bool,
    /// Whether no Government interest is on record.
    john_doe: bool,
    /// Regimes of war or emergency that keep it in force beyond its last term. While one has no end,
    /// `expires_on` is 9999-12-31.
    regimes: Vec<RegimePeriod>,
    /// Sponsors whose determination for the coming term is awaited now.
    #[schema(example = json!(["NAVY"]))]
    awaited: Vec<String>,
    /// The days without an order before this one, where the one before it had lapsed. Acts done in them
    /// are no offence under 35 USC 186.
    gap: Option<Gap>,
    /// Sponsors' statements that the matter is declassified.
    declassifications: Vec<Declassification>,
    /// Sponsors' requests that it be rescinded.
    rescission_requests: Vec<RescissionRequest>,
    /// Notices to its principals; for the Office's people only.
    notices: Vec<NoticeView>,
}

impl From<workflow::OrderView> for OrderView {
    fn from(o: workflow::OrderView) -> Self {
        Self {
            id: o.id.as_uuid(),
            etag: etag(o.version),
            number: o.number,
            filing_id: o.filing_id.as_uuid(),
            order_type: o.order_type.map(Into::into),
            title: o.title,
            status: o.status.into(),
            issued_on: o.issued_on,
            issued_by: o.issued_by,
            sponsors: o.sponsors.into_iter().map(Sponsor::from).collect(),
            terms: o.terms.into_iter().map(Term::from).collect(),
            coming_determinations: o.coming_determinations.into_iter().map(DeterminationView::from).collect(),
            expires_on: o.expires_on,
            renewal_deadline: o.renewal_deadline,
            ended_on: o.ended_on,
            countries: o.countries,
            conditions: o.conditions,
            holds: o.holds.into_iter().map(Hold::from).collect(),
            classified: o.classified,
            john_doe: o.john_doe,
            regimes: o.regimes.into_iter().map(RegimePeriod::from).collect(),
            awaited: o.awaited.iter().map(ToString::to_string).collect(),
            gap: o.gap.map(|g| Gap { from: g.from, to: g.to }),
            declassifications: o.declassifications.into_iter().map(Declassification::from).collect(),
            rescission_requests: o.rescission_requests.into_iter().map(RescissionRequest::from).collect(),
            notices: o.notices.into_iter().map(NoticeView::from).collect(),
        }
    }
}

/// An agency that caused an order.
#[derive(Serialize, ToSchema)]
struct Sponsor {
    /// Which.
    #[schema(example = "NAVY")]
    agency: String,
    /// First day.
    since: Date,
    /// Last day, once it is known to leave.
    until: Option<Date>,
}

impl From<DomainSponsor> for Sponsor {
    fn from(s: DomainSponsor) -> Self {
        Self { agency: s.agency.to_string(), since: s.since, until: s.until }
    }
}

/// A regime that keeps an order in force.
#[derive(Serialize, ToSchema)]
struct RegimePeriod {
    /// The regime.
    id: Uuid,
    /// War or emergency.
    kind: RegimeKind,
    /// First day.
    begins_on: Date,
    /// Last day, once its end is confirmed.
    ends_on: Option<Date>,
}

impl From<DomainPeriod> for RegimePeriod {
    fn from(p: DomainPeriod) -> Self {
        Self { id: p.regime.as_uuid(), kind: p.kind.into(), begins_on: p.first_day, ends_on: p.last_day }
    }
}

/// Days without an order.
#[derive(Serialize, ToSchema)]
struct Gap {
    /// First day.
    from: Date,
    /// Last day.
    to: Date,
}

/// One sponsor's statement that the matter is declassified.
#[derive(Serialize, ToSchema)]
struct Declassification {
    /// The sponsor.
    #[schema(example = "NAVY")]
    agency: String,
    /// From when.
    declassified_on: Date,
    /// The statement.
    statement: String,
    /// The officer who recorded it.
    recorded_by: String,
    /// When.
    recorded_at: Timestamp,
}

impl From<workflow::DeclassificationView> for Declassification {
    fn from(d: workflow::DeclassificationView) -> Self {
        Self {
            agency: d.agency.to_string(),
            declassified_on: d.declassified_on,
            statement: d.statement,
            recorded_by: d.recorded_by,
            recorded_at: d.recorded_at,
        }
    }
}

/// One period of at most a year.
#[derive(Serialize, ToSchema)]
struct Term {
    /// 1 for the first.
    number: i32,
    /// First day in force.
    from: Date,
    /// Last day in force.
    until: Date,
    /// What it stands on.
    basis: TermBasis,
    /// Every determination received for it, negative ones too.
    determinations: Vec<DeterminationView>,
}

impl From<workflow::TermView> for Term {
    fn from(t: workflow::TermView) -> Self {
        Self {
            number: t.number,
            from: t.from,
            until: t.until,
            basis: t.basis.into(),
            determinations: t.determinations.into_iter().map(DeterminationView::from).collect(),
        }
    }
}

/// One sponsor's determination for one term.
#[derive(Serialize, ToSchema)]
#[schema(as = Determination)]
struct DeterminationView {
    /// Its id.
    id: Uuid,
    /// The sponsor it speaks for.
    #[schema(example = "NAVY")]
    agency: String,
    /// Number of the term it is for.
    term: i32,
    /// What.
    determination: Need,
    /// Why.
    reason: String,
    /// Who signed.
    signer: String,
    /// When it was received.
    received_at: Timestamp,
    /// The date in Washington.
    received_on: Date,
}

impl From<workflow::DeterminationView> for DeterminationView {
    fn from(d: workflow::DeterminationView) -> Self {
        Self {
            id: d.id.as_uuid(),
            agency: d.agency.to_string(),
            term: d.term,
            determination: d.determination.into(),
            reason: d.reason,
            signer: d.signer,
            received_at: d.received_at,
            received_on: d.received_on,
        }
    }
}

/// One sponsor's request for rescission.
#[derive(Serialize, ToSchema)]
struct RescissionRequest {
    /// Its id.
    id: Uuid,
    /// The sponsor it speaks for.
    #[schema(example = "NAVY")]
    agency: String,
    /// Why.
    reason: String,
    /// Who signed.
    signer: String,
    /// When.
    requested_at: Timestamp,
    /// Whether it still stands.
    stands: bool,
}

impl From<workflow::RescissionRequestView> for RescissionRequest {
    fn from(r: workflow::RescissionRequestView) -> Self {
        Self {
            id: r.id.as_uuid(),
            agency: r.agency.to_string(),
            reason: r.reason,
            signer: r.signer,
            requested_at: r.requested_at,
            stands: r.stands,
        }
    }
}

/// An order to be issued.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOrder {
    /// The type; left out, what the sponsors' recommendations come to.
    #[serde(default, rename = "type")]
    order_type: Option<OrderType>,
    /// Countries of a Type I order; left out, the table in force.
    #[serde(default)]
    #[schema(example = json!(["JP", "GB"]))]
    countries: Option<Vec<String>>,
    /// Conditions beside those of the recommendations.
    #[serde(default)]
    conditions: Vec<String>,
    /// Why the type is not the one the recorded facts come to.
    #[serde(default)]
    type_reason: Option<String>,
    /// Why an order issues on an application that has been published.
    #[serde(default)]
    despite_publication: Option<String>,
}

impl From<NewOrder> for IssueInput {
    fn from(n: NewOrder) -> Self {
        Self {
            order_type: n.order_type.map(Into::into),
            countries: n.countries,
            conditions: n.conditions,
            type_reason: n.type_reason,
            despite_publication: n.despite_publication,
        }
    }
}

/// A determination to be signed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDetermination {
    /// What.
    determination: Need,
    /// Why.
    reason: String,
    /// The sponsor it speaks for; left out, all the signer may speak for.
    #[serde(default)]
    #[schema(example = "NAVY")]
    agency: Option<String>,
}

impl From<NewDetermination> for DetermineInput {
    fn from(n: NewDetermination) -> Self {
        Self { determination: n.determination.into(), reason: n.reason, agency: n.agency }
    }
}

/// A request for rescission to be signed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRescissionRequest {
    /// Why.
    reason: String,
    /// The sponsor it speaks for; left out, all the signer may speak for.
    #[serde(default)]
    #[schema(example = "NAVY")]
    agency: Option<String>,
}

impl From<NewRescissionRequest> for RescissionRequestInput {
    fn from(n: NewRescissionRequest) -> Self {
        Self { reason: n.reason, agency: n.agency }
    }
}

/// A sponsor's statement to be recorded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDeclassification {
    /// The sponsor whose statement it is.
    #[schema(example = "NAVY")]
    agency: String,
    /// The day from which the matter is not classified.
    declassified_on: Date,
    /// The statement, or where it is found.
    statement: String,
}

impl From<NewDeclassification> for DeclassifyInput {
    fn from(n: NewDeclassification) -> Self {
        Self { agency: n.agency, declassified_on: n.declassified_on, statement: n.statement }
    }
}
