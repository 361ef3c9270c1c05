//! Reading referrals, and the register of acknowledgments. Before its acknowledgment is signed a
//! referral shows the number of the filing and nothing of what it says (R2.2).

use crate::store::Conn;
use crate::store::filing::filings;
use crate::store::office::agencies;
use crate::store::review::referrals;
use crate::store::review::referrals::{Filter, acknowledgments, opinions, recommendations};
use crate::workflow::frame::case;
use crate::workflow::{Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::agency::AgencyCode;
use domain::base::ids::{AcknowledgmentId, FilingId, OpinionId, RecommendationId, ReferralId};
use domain::base::order_type::OrderType;
use domain::filing::ApplicationNumber;
use domain::review::access::{self, View};
use domain::review::referral::{
    Acknowledgment, Branch, Conclusion, Finding, Opinion, Recommendation, ReferralStatus, acknowledgment_statement,
};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A referral as one reader sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralView {
    /// Its id.
    pub id: ReferralId,
    /// The filing.
    pub filing_id: FilingId,
    /// Number of the filing: all that is said of it before the acknowledgment.
    pub application_number: ApplicationNumber,
    /// Which of its texts is the present one; what opinions and recommendations speak of.
    pub filing_version: i32,
    /// The agency it was made available to.
    pub agency: AgencyCode,
    /// The day by which an answer is asked for (R2.5).
    pub due_on: Date,
    /// Whether that day is past without an answer. Never a clearance (R2.6).
    pub overdue: bool,
    /// Where it stands.
    pub status: ReferralStatus,
    /// When it was made.
    pub referred_at: Timestamp,
    /// By whom.
    pub referred_by: String,
    /// Whether this reader has signed for the filing.
    pub acknowledged: bool,
    /// The exact text for this very reader to sign; for people of agencies only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledgment_statement: Option<String>,
    /// Opinions given on it: for the agency's own people and its department's, once they have signed.
    pub opinions: Vec<OpinionView>,
    /// The answer, for the Office and for those who may read the filing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recommendation: Option<RecommendationView>,
    /// Counts changes; its ETag.
    pub version: i32,
}

/// One opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionView {
    /// Its id.
    pub id: OpinionId,
    /// The referral.
    pub referral_id: ReferralId,
    /// Which text of the filing it speaks of.
    pub filing_version: i32,
    /// Who gave it.
    pub person: String,
    /// What.
    pub conclusion: Conclusion,
    /// Which order, if one.
    pub order_type: Option<OrderType>,
    /// Categories it stands on.
    pub grounds: Vec<String>,
    /// What speaks for and against.
    pub considerations: Option<String>,
    /// Conditions asked for.
    pub conditions: Vec<String>,
    /// Why.
    pub reason: String,
    /// When.
    pub given_at: Timestamp,
}

impl From<Opinion> for OpinionView {
    fn from(o: Opinion) -> Self {
        Self {
            id: o.id,
            referral_id: o.referral,
            filing_version: o.filing_version,
            person: o.person,
            conclusion: o.conclusion,
            order_type: o.order_type,
            grounds: o.grounds,
            considerations: o.considerations,
            conditions: o.conditions,
            reason: o.reason,
            given_at: o.given_at,
        }
    }
}

/// One recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecommendationView {
    /// Its id.
    pub id: RecommendationId,
    /// The referral it answers.
    pub referral_id: ReferralId,
    /// The agency it speaks for.
    pub agency: AgencyCode,
    /// The finding.
    pub determination: Finding,
    /// Whether the Office must order secrecy on it (R2.4).
    pub binding: bool,
    /// The branch of 35 USC 181.
    pub branch: Branch,
    /// The statute's words it stands on.
    pub threshold_text: String,
    /// Which order, if one.
    pub order_type: Option<OrderType>,
    /// Conditions asked for.
    pub conditions: Vec<String>,
    /// Why.
    pub reason: String,
    /// Who signed.
    pub signer: String,
    /// For which agency or department.
    pub signer_agency: AgencyCode,
    /// Which text of the filing it speaks of.
    pub filing_version: i32,
    /// When.
    pub signed_at: Timestamp,
}

impl From<Recommendation> for RecommendationView {
    fn from(r: Recommendation) -> Self {
        Self {
            binding: r.binds(),
            id: r.id,
            referral_id: r.referral,
            agency: r.agency,
            determination: r.finding,
            branch: r.branch,
            threshold_text: r.threshold_text,
            order_type: r.order_type,
            conditions: r.conditions,
            reason: r.reason,
            signer: r.signer,
            signer_agency: r.signer_agency,
            filing_version: r.filing_version,
            signed_at: r.signed_at,
        }
    }
}

/// One entry of the register of acknowledgments (35 USC 181 ¶3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcknowledgmentView {
    /// Its id.
    pub id: AcknowledgmentId,
    /// The filing.
    pub filing_id: FilingId,
    /// The referral it was signed under.
    pub referral_id: ReferralId,
    /// Who signed.
    pub person: String,
    /// For which agency.
    pub agency: AgencyCode,
    /// The words.
    pub statement: String,
    /// When.
    pub signed_at: Timestamp,
}

impl From<Acknowledgment> for AcknowledgmentView {
    fn from(a: Acknowledgment) -> Self {
        Self {
            id: a.id,
            filing_id: a.filing,
            referral_id: a.referral,
            person: a.person,
            agency: a.agency,
            statement: a.statement,
            signed_at: a.signed_at,
        }
    }
}

/// Which referrals to list.
#[derive(Debug, Clone, Default)]
pub struct ReferralQuery {
    /// Those of this agency.
    pub agency: Option<AgencyCode>,
    /// Those that stand so.
    pub status: Option<ReferralStatus>,
    /// Those of this filing.
    pub filing: Option<FilingId>,
    /// Those whose answer is asked for by this day.
    pub due_by: Option<Date>,
    /// Those after this one.
    pub after: Option<ReferralId>,
    /// At most this many.
    pub limit: i64,
}

const READERS: [Role; 4] = [Role::Examiner, Role::LicensingOfficer, Role::Reviewer, Role::Official];

/// One referral.
pub fn get(cx: &Ctx, actor: &Actor, id: ReferralId) -> Result<ReferralView, Error> {
    access::role(actor, &READERS)?;
    let today = cx.today();
    cx.read(|conn| {
        let case = case::referral(conn, actor, id)?;
        view(conn, actor, &case, today)
    })
}

/// The referrals this reader may see.
pub fn list(cx: &Ctx, actor: &Actor, query: &ReferralQuery) -> Result<Vec<ReferralView>, Error> {
    access::role(actor, &READERS)?;
    let today = cx.today();
    cx.read(|conn| {
        let all = agencies::all(conn)?;
        let mut mine = actor.agency.as_ref().map(|own| all.acting_for(own));
        if let Some(one) = &query.agency {
            let may = mine.as_ref().is_none_or(|codes| codes.contains(one));
            mine = Some(if may { vec![one.clone()] } else { vec![] });
        }
        let filter = Filter {
            agencies: mine,
            clearance: actor.clearance,
            status: query.status,
            filing: query.filing,
            due_by: query.due_by,
        };
        let found = referrals::list(conn, &filter, query.after, query.limit)?;
        let mut items = Vec::with_capacity(found.len());
        for referral in found {
            let filing = case::filing_of(conn, referral.filing)?;
            access::see_referral(actor, &referral.agency, filing.marking, &all)?;
            let case = case::ReferralCase { referral, filing, agencies: all.clone() };
            items.push(view(conn, actor, &case, today)?);
        }
        Ok(items)
    })
}

/// The register of a filing: who has signed for it, in the order of signing (R2.2). People of an agency see the entries
/// of agencies they act for.
pub fn register(cx: &Ctx, actor: &Actor, id: FilingId) -> Result<Vec<AcknowledgmentView>, Error> {
    access::role(actor, &READERS)?;
    cx.read(|conn| {
        let filing = case::filing(conn, actor, id)?;
        let all = agencies::all(conn)?;
        let mine = actor.agency.as_ref().map(|own| all.acting_for(own));
        if let Some(mine) = &mine {
            let referred = referrals::of_filing(conn, filing.id)?;
            if !referred.iter().any(|r| mine.contains(&r.agency)) {
                return Err(access::not_found().into());
            }
        }
        let entries = acknowledgments::of_filing(conn, filing.id)?;
        let shown = entries.into_iter().filter(|a| mine.as_ref().is_none_or(|codes| codes.contains(&a.agency)));
        Ok(shown.map(AcknowledgmentView::from).collect())
    })
}

/// A referral as this reader sees it.
pub(crate) fn view(
    conn: &mut Conn,
    actor: &Actor,
    case: &case::ReferralCase,
    today: Date,
) -> Result<ReferralView, Error> {
    let (r, f) = (&case.referral, &case.filing);
    let facts = filings::access_facts(conn, f.id, f.marking, actor.account, today)?;
    let may_read = access::read_filing(actor, &facts, &case.agencies, View::Text).is_ok();
    let of_agency = actor.agency.as_ref();
    let opinions = if of_agency.is_some() && may_read { opinions::of_referral(conn, r.id)? } else { vec![] };
    let office = matches!(actor.role, Some(Role::Examiner | Role::LicensingOfficer));
    let answer = if office || may_read { recommendations::of_referral(conn, r.id)? } else { None };
    Ok(ReferralView {
        id: r.id,
        filing_id: r.filing,
        application_number: f.application_number.clone(),
        filing_version: f.text_version,
        agency: r.agency.clone(),
        due_on: r.due_on,
        overdue: r.status == ReferralStatus::Open && today > r.due_on,
        status: r.status,
        referred_at: r.referred_at,
        referred_by: r.referred_by.clone(),
        acknowledged: facts.acknowledged,
        acknowledgment_statement: of_agency
            .map(|own| acknowledgment_statement(f.application_number.as_str(), own, &actor.name)),
        opinions: opinions.into_iter().map(OpinionView::from).collect(),
        recommendation: answer.map(RecommendationView::from),
        version: r.version,
    })
}
