//! What referrals look like on the wire.

use crate::api::frame::etag::etag;
use crate::api::frame::wire::{Branch, Conclusion, Finding, OrderType, ReferralStatus};
use crate::workflow::review::acknowledge::AcknowledgeInput;
use crate::workflow::review::opine::OpinionInput;
use crate::workflow::review::recommend::RecommendInput;
use crate::workflow::review::refer::ReferInput;
use crate::workflow::review::referrals as workflow;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A referral, as the caller may see it.
#[derive(Serialize, ToSchema)]
#[schema(as = Referral)]
pub struct ReferralView {
    /// Its id.
    id: Uuid,
    /// Its version.
    #[schema(example = "\"1\"")]
    etag: String,
    /// The filing.
    filing_id: Uuid,
    /// Number of the filing.
    #[schema(example = "18/123,456")]
    application_number: String,
    /// Which of its texts is the present one.
    filing_version: i32,
    /// The agency it was made available to.
    #[schema(example = "NAVY")]
    agency: String,
    /// The day by which an answer is asked for.
    due_on: Date,
    /// Whether that day is past without an answer. Never a clearance.
    overdue: bool,
    /// Where it stands.
    status: ReferralStatus,
    /// When it was made.
    referred_at: Timestamp,
    /// By whom.
    referred_by: String,
    /// Whether the caller has signed for the filing.
    acknowledged: bool,
    /// The exact text for the caller to sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    acknowledgment_statement: Option<String>,
    /// Opinions given on it, for those who may read the filing.
    opinions: Vec<OpinionView>,
    /// The agency's answer.
    recommendation: Option<RecommendationView>,
}

impl From<workflow::ReferralView> for ReferralView {
    fn from(r: workflow::ReferralView) -> Self {
        Self {
            id: r.id.as_uuid(),
            etag: etag(r.version),
            filing_id: r.filing_id.as_uuid(),
            application_number: r.application_number.to_string(),
            filing_version: r.filing_version,
            agency: r.agency.to_string(),
            due_on: r.due_on,
            overdue: r.overdue,
            status: r.status.into(),
            referred_at: r.referred_at,
            referred_by: r.referred_by,
            acknowledged: r.acknowledged,
            acknowledgment_statement: r.acknowledgment_statement,
            opinions: r.opinions.into_iter().map(OpinionView::from).collect(),
            recommendation: r.recommendation.map(RecommendationView::from),
        }
    }
}

/// A component's opinion on one version of a filing.
#[derive(Serialize, ToSchema)]
#[schema(as = Opinion)]
pub struct OpinionView {
    /// Its id.
    id: Uuid,
    /// The referral.
    referral_id: Uuid,
    /// Which text of the filing it speaks of.
    filing_version: i32,
    /// Who gave it.
    person: String,
    /// What.
    conclusion: Conclusion,
    /// Which order, if one.
    order_type: Option<OrderType>,
    /// Categories it stands on.
    grounds: Vec<String>,
    /// What speaks for and against.
    considerations: Option<String>,
    /// Conditions asked for.
    conditions: Vec<String>,
    /// Why.
    reason: String,
    /// When.
    given_at: Timestamp,
}

impl From<workflow::OpinionView> for OpinionView {
    fn from(o: workflow::OpinionView) -> Self {
        Self {
            id: o.id.as_uuid(),
            referral_id: o.referral_id.as_uuid(),
            filing_version: o.filing_version,
            person: o.person,
            conclusion: o.conclusion.into(),
            order_type: o.order_type.map(Into::into),
            grounds: o.grounds,
            considerations: o.considerations,
            conditions: o.conditions,
            reason: o.reason,
            given_at: o.given_at,
        }
    }
}

/// What an agency or department tells the Office.
#[derive(Serialize, ToSchema)]
#[schema(as = Recommendation)]
pub struct RecommendationView {
    /// Its id.
    id: Uuid,
    /// The referral it answers.
    referral_id: Uuid,
    /// The agency it speaks for.
    #[schema(example = "NAVY")]
    agency: String,
    /// The finding.
    determination: Finding,
    /// Whether the Office must order secrecy on it.
    binding: bool,
    /// The branch of 35 USC 181.
    branch: Branch,
    /// The statute's words it stands on.
    threshold_text: String,
    /// Which order, if one.
    order_type: Option<OrderType>,
    /// Conditions asked for.
    conditions: Vec<String>,
    /// Why.
    reason: String,
    /// Who signed.
    signer: String,
    /// For which agency or department.
    #[schema(example = "DOD")]
    signer_agency: String,
    /// Which text of the filing it speaks of.
    filing_version: i32,
    /// When.
    signed_at: Timestamp,
}

impl From<workflow::RecommendationView> for RecommendationView {
    fn from(r: workflow::RecommendationView) -> Self {
        Self {
            id: r.id.as_uuid(),
            referral_id: r.referral_id.as_uuid(),
            agency: r.agency.to_string(),
            determination: r.determination.into(),
            binding: r.binding,
            branch: r.branch.into(),
            threshold_text: r.threshold_text,
            order_type: r.order_type.map(Into::into),
            conditions: r.conditions,
            reason: r.reason,
            signer: r.signer,
            signer_agency: r.signer_agency.to_string(),
            filing_version: r.filing_version,
            signed_at: r.signed_at,
        }
    }
}

/// One entry of the register of acknowledgments.
#[derive(Serialize, ToSchema)]
#[schema(as = Acknowledgment)]
pub struct AcknowledgmentView {
    /// Its id.
    id: Uuid,
    /// The filing.
    filing_id: Uuid,
    /// The referral it was signed under.
    referral_id: Uuid,
    /// Who signed.
    person: String,
    /// For which agency.
    #[schema(example = "NAVY")]
    agency: String,
    /// The words.
    statement: String,
    /// When.
    signed_at: Timestamp,
}

impl From<workflow::AcknowledgmentView> for AcknowledgmentView {
    fn from(a: workflow::AcknowledgmentView) -> Self {
        Self {
            id: a.id.as_uuid(),
            filing_id: a.filing_id.as_uuid(),
            referral_id: a.referral_id.as_uuid(),
            person: a.person,
            agency: a.agency.to_string(),
            statement: a.statement,
            signed_at: a.signed_at,
        }
    }
}

/// A referral to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReferrals {
    /// The agencies; without any, those of the confirmed hits.
    #[serde(default)]
    #[schema(example = json!(["NAVY", "ARMY"]))]
    agencies: Vec<String>,
    /// The day by which an answer is asked for.
    #[serde(default)]
    due_on: Option<Date>,
    /// Why an agency is asked that has no property interest in an invention in which another has one (37 CFR
    /// 5.1(f)). For licensing officers; it is kept on the docket.
    #[serde(default)]
    despite_property_interest: Option<String>,
}

impl From<NewReferrals> for ReferInput {
    fn from(n: NewReferrals) -> Self {
        Self { agencies: n.agencies, due_on: n.due_on, despite_property_interest: n.despite_property_interest }
    }
}

/// An acknowledgment to be signed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAcknowledgment {
    /// The `acknowledgment_statement` of the referral, word for word.
    statement: String,
}

impl From<NewAcknowledgment> for AcknowledgeInput {
    fn from(n: NewAcknowledgment) -> Self {
        Self { statement: n.statement }
    }
}

/// An opinion to be given.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOpinion {
    /// What.
    conclusion: Conclusion,
    /// Which order, with the conclusion `order`.
    #[serde(default)]
    order_type: Option<OrderType>,
    /// Numbers of the categories it stands on.
    #[serde(default)]
    grounds: Vec<String>,
    /// What speaks for and against.
    #[serde(default)]
    considerations: Option<String>,
    /// Conditions asked for.
    #[serde(default)]
    conditions: Vec<String>,
    /// Why.
    reason: String,
    /// Which text of the filing was read; the present one if left out.
    #[serde(default)]
    filing_version: Option<i32>,
}

impl From<NewOpinion> for OpinionInput {
    fn from(n: NewOpinion) -> Self {
        Self {
            conclusion: n.conclusion.into(),
            order_type: n.order_type.map(Into::into),
            grounds: n.grounds,
            considerations: n.considerations,
            conditions: n.conditions,
            reason: n.reason,
            filing_version: n.filing_version,
        }
    }
}

/// A recommendation to be signed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRecommendation {
    /// The finding.
    determination: Finding,
    /// Which order, if one.
    #[serde(default)]
    order_type: Option<OrderType>,
    /// Conditions asked for.
    #[serde(default)]
    conditions: Vec<String>,
    /// Why.
    reason: String,
    /// Which text of the filing was read; the present one if left out.
    #[serde(default)]
    filing_version: Option<i32>,
}

impl From<NewRecommendation> for RecommendInput {
    fn from(n: NewRecommendation) -> Self {
        Self {
            determination: n.determination.into(),
            order_type: n.order_type.map(Into::into),
            conditions: n.conditions,
            reason: n.reason,
            filing_version: n.filing_version,
        }
    }
}
