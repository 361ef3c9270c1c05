//! Reading referrals, and the register of acknowledgments. Before its acknowledgment is signed a
//! referral shows the number of the filing and nothing of what it says (R2.2).

use crate::store::Conn;
use crate::store::office::agencies;
use crate::store::order::standing;
use crate::store::review::referrals;
use crate::store::review::referrals::{
    Filter, Side, acknowledgments, opinions, questions as stored_questions, recommendations,
};
use crate::workflow::frame::case;
use crate::workflow::review::hits::{self, ReferredHit};
use crate::workflow::review::questions;
use crate::workflow::{Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::agency::AgencyCode;
use domain::base::ids::{AccountId, AcknowledgmentId, FilingId, OpinionId, RecommendationId, ReferralId};
use domain::base::order_type::OrderType;
use domain::base::refusal::{INVALID, Refusal};
use domain::filing::ApplicationNumber;
use domain::review::access::{self, Reach, View};
use domain::review::question::{DueDay, due_day};
use domain::review::referral::{
    Acknowledgment, Branch, Conclusion, Finding, Opinion, Recommendation, Referral, ReferralStatus,
    acknowledgment_statement,
};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A referral, as the caller may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Referral)]
pub struct ReferralView {
    /// Id of the referral.
    #[schema(value_type = uuid::Uuid)]
    pub id: ReferralId,
    /// Counts changes of the referral.
    #[serde(rename = "etag", alias = "version", with = "crate::workflow::frame::etag")]
    #[schema(value_type = String, example = "\"1\"")]
    pub version: i32,
    /// The filing.
    #[schema(value_type = uuid::Uuid)]
    pub filing_id: FilingId,
    /// Number of the filing: all that is said of it before the acknowledgment.
    #[schema(value_type = String, example = "18/123,456")]
    pub application_number: ApplicationNumber,
    /// Which of its texts is the present one; what opinions and recommendations speak of.
    pub filing_version: i32,
    /// The agency to which the filing was made available.
    #[schema(value_type = String, example = "NAVY")]
    pub agency: AgencyCode,
    /// The day by which an answer is asked for, as the clock stands today: the day that the examiner named, later by each
    /// day on which the clock stood still.
    pub due_on: Date,
    /// The day since which the clock stands still, because a question of the agency is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_since: Option<Date>,
    /// Whether that day is past without an answer. Never a clearance.
    pub overdue: bool,
    /// Where the referral stands.
    pub status: ReferralStatus,
    /// When the referral was made.
    pub referred_at: Timestamp,
    /// Who made the referral.
    pub referred_by: String,
    /// Whether the caller has signed for the filing.
    pub acknowledged: bool,
    /// The exact text for the caller to sign; for people of agencies only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledgment_statement: Option<String>,
    /// What the examiner tells the agency, for those who may read the text of the filing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Why the filing was referred: the hits of its latest screening, for those who may read its text. In an answer about
    /// one referral only; a list leaves them out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hits: Option<Vec<ReferredHit>>,
    /// Opinions given on the referral, for people of the agency who may read the filing. A reviewer sees only the own ones
    /// until every agency that was asked has answered.
    pub opinions: Vec<OpinionView>,
    /// The agency's answer, for the Office and for those who may read the filing; for a reviewer of another agency when
    /// every agency that was asked has answered.
    pub recommendation: Option<RecommendationView>,
}

/// A component's opinion on one version of a filing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Opinion)]
pub struct OpinionView {
    /// Id of the opinion.
    #[schema(value_type = uuid::Uuid)]
    pub id: OpinionId,
    /// The referral.
    #[schema(value_type = uuid::Uuid)]
    pub referral_id: ReferralId,
    /// Which text of the filing the opinion speaks of.
    pub filing_version: i32,
    /// Who gave the opinion.
    pub person: String,
    /// What the reviewer concludes.
    pub conclusion: Conclusion,
    /// The type of the order, with the conclusion `order`.
    pub order_type: Option<OrderType>,
    /// Categories that the opinion stands on.
    pub grounds: Vec<String>,
    /// What speaks for and against.
    pub considerations: Option<String>,
    /// Conditions asked for.
    pub conditions: Vec<String>,
    /// The reviewer's reason.
    pub reason: String,
    /// When the opinion was given.
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

/// The answer of an agency or department to the Office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Recommendation)]
pub struct RecommendationView {
    /// Id of the recommendation.
    #[schema(value_type = uuid::Uuid)]
    pub id: RecommendationId,
    /// The referral that the recommendation answers.
    #[schema(value_type = uuid::Uuid)]
    pub referral_id: ReferralId,
    /// The agency that the referral asked.
    #[schema(value_type = String, example = "NAVY")]
    pub agency: AgencyCode,
    pub determination: Finding,
    /// Whether the Office must issue an order on the finding.
    pub binding: bool,
    /// The branch of 35 USC 181.
    pub branch: Branch,
    /// The words of the statute that the finding stands on.
    pub threshold_text: String,
    /// The type of the order, where the finding asks for one.
    pub order_type: Option<OrderType>,
    /// Conditions asked for.
    pub conditions: Vec<String>,
    /// The official's reason.
    pub reason: String,
    /// Who signed.
    pub signer: String,
    /// The agency or department for which the official signed.
    #[schema(value_type = String, example = "DOD")]
    pub signer_agency: AgencyCode,
    /// Which text of the filing the finding speaks of.
    pub filing_version: i32,
    /// When the official signed.
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

/// One entry of the register of acknowledgments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Acknowledgment)]
pub struct AcknowledgmentView {
    /// Id of the acknowledgment.
    #[schema(value_type = uuid::Uuid)]
    pub id: AcknowledgmentId,
    /// The filing.
    #[schema(value_type = uuid::Uuid)]
    pub filing_id: FilingId,
    /// The referral under which the acknowledgment was signed.
    #[schema(value_type = uuid::Uuid)]
    pub referral_id: ReferralId,
    /// Who signed.
    pub person: String,
    /// The agency of the signer.
    #[schema(value_type = String, example = "NAVY")]
    pub agency: AgencyCode,
    /// The words that were signed.
    pub statement: String,
    /// When the acknowledgment was signed.
    pub signed_at: Timestamp,
    /// The thumbprint of the person's key by which it was signed; `null` where the service has signed for the person, who
    /// was signed in.
    #[serde(default)]
    pub personal_key: Option<String>,
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
            personal_key: a.personal_key,
        }
    }
}

/// What a referral waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WaitsFor {
    /// Your acknowledgment.
    Signature,
    /// Your opinion on the present text.
    Opinion,
    /// Your answer to a question: of the agency, for examiners; of the Office, for people of the agency who have signed.
    Answer,
}

/// Which referrals to list.
#[derive(Debug, Clone, Default)]
pub struct ReferralQuery {
    pub agency: Option<AgencyCode>,
    /// Those that stand so.
    pub status: Option<ReferralStatus>,
    pub filing: Option<FilingId>,
    /// Those whose answer is asked for by this day.
    pub due_by: Option<Date>,
    /// Those that wait for this of the reader.
    pub waits_for: Option<WaitsFor>,
    pub after: Option<ReferralId>,
    /// At most this many.
    pub limit: i64,
}

const READERS: [Role; 4] = [Role::Examiner, Role::LicensingOfficer, Role::Reviewer, Role::Official];

/// Reads a referral by its id, as far as the reader may see it. That its passages were shown is entered.
pub fn get(cx: &Ctx, actor: &Actor, id: ReferralId) -> Result<ReferralView, Error> {
    access::role(actor, &READERS)?;
    let today = cx.today();
    let shown = cx.look(actor, "referral.read", format!("referral:{id}"), |conn| {
        let case = case::referral(conn, actor, id)?;
        let (mut shown, may_read) = view_for(cx, conn, actor, &case, today)?;
        if may_read {
            shown.hits = case::latest_screening(conn, case.filing.id)?.map(hits::of_screening);
        }
        Ok(shown)
    })?;
    if shown.hits.is_some() {
        let detail = format!("filing={} text_version={}", shown.filing_id, shown.filing_version);
        cx.enter_read(actor, shown.filing_id, format!("referral:{id}"), detail)?;
    }
    Ok(shown)
}

/// The referrals this reader may see.
pub fn list(cx: &Ctx, actor: &Actor, query: &ReferralQuery) -> Result<Vec<ReferralView>, Error> {
    access::role(actor, &READERS)?;
    query.waits_for.map_or(Ok(()), |what| check_waits_for(what, actor))?;
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
            reach: Reach::of(actor),
            status: query.status,
            sealed_from: actor.agency.clone().filter(|_| actor.role == Some(Role::Reviewer)),
            filing: query.filing,
            due_by: query.due_by,
            unsigned_by: actor.account.filter(|_| query.waits_for == Some(WaitsFor::Signature)),
            without_opinion_of: actor.account.filter(|_| query.waits_for == Some(WaitsFor::Opinion)),
            unanswered_by: (query.waits_for == Some(WaitsFor::Answer)).then(|| answering_side(actor)),
        };
        let found = list_due(cx, conn, &filter, query, today)?;
        let mut items = Vec::with_capacity(found.len());
        for referral in found {
            let filing = case::filing_of(conn, referral.filing)?;
            access::see_referral(actor, &referral.agency, (&filing.marking, filing.assigned_to), &all)?;
            let case = case::ReferralCase { referral, filing, agencies: all.clone() };
            items.push(view(cx, conn, actor, &case, today)?);
        }
        Ok(items)
    })
}

fn answering_side(actor: &Actor) -> Side {
    match &actor.agency {
        None => Side::Office,
        Some(_) => Side::Agency(actor.account.unwrap_or(AccountId::NONE)),
    }
}

/// The referrals of a list. The database compares the day that the examiner named, which a pause only makes later, so those
/// whose day is later by now are left out here and others are read in their place.
fn list_due(
    cx: &Ctx,
    conn: &mut Conn,
    filter: &Filter,
    query: &ReferralQuery,
    today: Date,
) -> Result<Vec<Referral>, Error> {
    let (mut found, mut after) = (vec![], query.after);
    loop {
        let page = referrals::list(conn, filter, after, query.limit)?;
        let is_last = i64::try_from(page.len()).unwrap_or(i64::MAX) < query.limit;
        after = page.last().map(|referral| referral.id);
        for referral in page {
            let is_due = match query.due_by {
                Some(day) => due_today(cx, conn, &referral, today)?.on <= day,
                None => true,
            };
            if is_due && i64::try_from(found.len()).unwrap_or(i64::MAX) < query.limit {
                found.push(referral);
            }
        }
        if is_last || i64::try_from(found.len()).unwrap_or(i64::MAX) >= query.limit {
            return Ok(found);
        }
    }
}

/// The day by which the answer to a referral is asked for, as its clock stands today.
fn due_today(cx: &Ctx, conn: &mut Conn, referral: &Referral, today: Date) -> Result<DueDay, Error> {
    let asked = stored_questions::of_referral(conn, referral.id)?;
    Ok(due_day(referral, &asked, cx.settings.paused_by_questions, today))
}

/// Refuses to look for what this reader never gives.
fn check_waits_for(what: WaitsFor, actor: &Actor) -> Result<(), Refusal> {
    let (gives, whose) = match what {
        WaitsFor::Answer => return questions::check_answers(actor),
        WaitsFor::Signature => (actor.agency.is_some(), "reviewers and officials sign acknowledgments"),
        WaitsFor::Opinion => (actor.role == Some(Role::Reviewer), "reviewers give opinions"),
    };
    if gives {
        return Ok(());
    }
    Err(Refusal::new(&INVALID, format!("Only {whose}; leave this out.")).at("waits_for"))
}

/// The register of a filing: who has signed for it, in the order of signing (R2.2). People of an agency who may read the
/// filing see the entries of agencies they act for.
pub fn register(cx: &Ctx, actor: &Actor, id: FilingId) -> Result<Vec<AcknowledgmentView>, Error> {
    access::role(actor, &READERS)?;
    cx.look(actor, "filing.read", format!("filing:{id}"), |conn| {
        let filing = case::see_filing(cx, conn, actor, Some(id), View::Record)?;
        let mine = match &actor.agency {
            Some(own) => Some(agencies::all(conn)?.acting_for(own)),
            None => None,
        };
        let entries = acknowledgments::of_filing(conn, filing.id)?;
        let shown = entries.into_iter().filter(|a| mine.as_ref().is_none_or(|codes| codes.contains(&a.agency)));
        Ok(shown.map(AcknowledgmentView::from).collect())
    })
}

/// A referral as this reader sees it in a list, without its hits.
pub(crate) fn view(
    cx: &Ctx,
    conn: &mut Conn,
    actor: &Actor,
    case: &case::ReferralCase,
    today: Date,
) -> Result<ReferralView, Error> {
    Ok(view_for(cx, conn, actor, case, today)?.0)
}

/// The same, and whether the reader may read the text of the filing.
fn view_for(
    cx: &Ctx,
    conn: &mut Conn,
    actor: &Actor,
    case: &case::ReferralCase,
    today: Date,
) -> Result<(ReferralView, bool), Error> {
    let (r, f) = (&case.referral, &case.filing);
    let facts = standing::access_facts(conn, Some(f), actor.account, today)?;
    let may_read = access::read_filing(actor, &facts, &case.agencies, View::Text).is_ok();
    let of_agency = actor.agency.as_ref();
    let opinions = if of_agency.is_some() && may_read { opinions::of_referral(conn, r.id)? } else { vec![] };
    let opinions = access::opinions_open_to(actor, &facts.referrals, opinions);
    let of_case = may_read || matches!(actor.role, Some(Role::Examiner | Role::LicensingOfficer));
    let open = of_case && access::may_read_answer(actor, &r.agency, &facts.referrals);
    let answer = if open { recommendations::of_referral(conn, r.id)? } else { None };
    let (due, is_open) = (due_today(cx, conn, r, today)?, r.status == ReferralStatus::Open);
    let shown = ReferralView {
        id: r.id,
        filing_id: r.filing,
        application_number: f.application_number.clone(),
        filing_version: f.text_version,
        agency: r.agency.clone(),
        due_on: due.on,
        paused_since: due.pause.filter(|_| is_open).map(|pause| pause.since),
        overdue: is_open && today > due.on,
        status: access::referral_status_shown(actor, &r.agency, r.status, &facts.referrals),
        referred_at: r.referred_at,
        referred_by: r.referred_by.clone(),
        acknowledged: facts.acknowledged,
        acknowledgment_statement: of_agency
            .map(|own| acknowledgment_statement(f.application_number.as_str(), own, &actor.name)),
        message: r.message.clone().filter(|_| may_read),
        opinions: opinions.into_iter().map(OpinionView::from).collect(),
        recommendation: answer.map(RecommendationView::from),
        version: r.version,
        hits: None,
    };
    Ok((shown, may_read))
}
