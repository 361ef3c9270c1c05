//! Referrals to agencies: the acknowledgment that opens a filing, opinions, recommendations.

use crate::api::filing::filings::parse_agency;
use crate::api::frame::answer::Answer;
use crate::api::frame::change::Change;
use crate::api::frame::guard::{AgencyPeople, Office, Officials, Readers, Reviewers, Signed};
use crate::api::frame::input::{Changing, Id, IdParam};
use crate::api::frame::page::{Page, PageRequest};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::{Api, PREFIX, block};
use crate::workflow::review::acknowledge::{self, AcknowledgeInput};
use crate::workflow::review::opine::{self, OpinionInput};
use crate::workflow::review::recommend::{self, RecommendInput};
use crate::workflow::review::refer::{self, ReferInput};
use crate::workflow::review::referrals::{
    self, AcknowledgmentView, OpinionView, RecommendationView, ReferralQuery, ReferralView, WaitsFor,
};
use actix_web::{get, post, web};
use domain::base::ids::{FilingId, ReferralId};
use domain::review::referral::ReferralStatus;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(refer_filing).service(list_referrals).service(read_referral).service(list_acknowledgments);
    config.service(sign_acknowledgment).service(give_opinion).service(sign_recommendation);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// Only referrals to this agency.
    #[param(example = "NAVY")]
    agency: Option<String>,
    /// Only referrals with this status.
    status: Option<ReferralStatus>,
    /// Only referrals of this filing.
    filing_id: Option<Uuid>,
    /// Only referrals whose answer is asked for by this day.
    due_by: Option<Date>,
    /// Only open referrals that wait for this of you.
    waits_for: Option<WaitsFor>,
    /// Most items on the page.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// The cursor from the `Link` of the page before.
    cursor: Option<String>,
}

/// Refer a filing to agencies.
///
/// If no agency is named, the agencies of the confirmed hits are asked. Publication is held from now on. Examiners refer.
/// If an agency has a property interest in the invention, only a licensing officer asks another, with a reason.
#[utoipa::path(operation_id = "refer_filing", tag = "referrals", params(IdParam, Changing), request_body = ReferInput, responses((status = 201, description = "One referral an agency", body = Page<ReferralView>), NotDone))]
#[post("/filings/{id}/referrals")]
async fn refer_filing(
    who: Signed<Office>,
    api: web::Data<Api>,
    id: Id<FilingId>,
    change: Change<ReferInput>,
) -> Result<Answer<Page<ReferralView>>, Problem> {
    let made = block(move || {
        let (new, by) = change.by(&who);
        refer::refer(&api.cx, &by, id.0, &new)
    })
    .await?;
    Ok(Answer::created(format!("{PREFIX}/referrals?filing_id={}", id.0), Page::whole(made)))
}

/// List the referrals the caller may see, oldest first.
#[utoipa::path(operation_id = "list_referrals", tag = "referrals", params(Query), responses((status = 200, description = "A page of referrals", body = Page<ReferralView>), NotShown))]
#[get("/referrals")]
async fn list_referrals(
    who: Signed<Readers>,
    api: web::Data<Api>,
    query: web::Query<Query>,
) -> Result<Page<ReferralView>, Problem> {
    let page = PageRequest::read(&api, query.limit, query.cursor.as_deref())?;
    let wanted = ReferralQuery {
        agency: parse_agency(query.agency.as_deref())?,
        status: query.status,
        filing: query.filing_id.map(FilingId::from_uuid),
        due_by: query.due_by,
        waits_for: query.waits_for,
        after: page.after()?,
        limit: page.one_more(),
    };
    let rows = block(move || referrals::list(&api.cx, &who, &wanted)).await?;
    Ok(Page::of(&page, rows, |r| r.id.to_string()))
}

/// Read a referral.
#[utoipa::path(operation_id = "read_referral", tag = "referrals", params(IdParam), responses((status = 200, description = "The referral as the caller may see it", body = ReferralView), NotShown))]
#[get("/referrals/{id}")]
async fn read_referral(
    who: Signed<Readers>,
    api: web::Data<Api>,
    id: Id<ReferralId>,
) -> Result<Answer<ReferralView>, Problem> {
    let found = block(move || referrals::get(&api.cx, &who, id.0)).await?;
    let version = found.version;
    Ok(Answer::ok(found).version(version))
}

/// Read the register of the people to whom a filing was shown.
#[utoipa::path(operation_id = "list_acknowledgments", tag = "referrals", params(IdParam), responses((status = 200, description = "Acknowledgments in the order of signing", body = Page<AcknowledgmentView>), NotShown))]
#[get("/filings/{id}/acknowledgments")]
async fn list_acknowledgments(
    who: Signed<Readers>,
    api: web::Data<Api>,
    id: Id<FilingId>,
) -> Result<Page<AcknowledgmentView>, Problem> {
    let all = block(move || referrals::register(&api.cx, &who, id.0)).await?;
    Ok(Page::whole(all))
}

/// Sign the acknowledgment of a referral (35 USC 181).
///
/// The acknowledgment opens the filing to this person alone. It stays on record.
#[utoipa::path(operation_id = "sign_acknowledgment", tag = "referrals", params(IdParam, Changing), request_body = AcknowledgeInput, responses((status = 201, description = "Signed", body = AcknowledgmentView), NotDone))]
#[post("/referrals/{id}/acknowledgments")]
async fn sign_acknowledgment(
    who: Signed<AgencyPeople>,
    api: web::Data<Api>,
    id: Id<ReferralId>,
    change: Change<AcknowledgeInput>,
) -> Result<Answer<AcknowledgmentView>, Problem> {
    let signed = block(move || {
        let (new, by) = change.by(&who);
        acknowledge::acknowledge(&api.cx, &by, id.0, &new)
    })
    .await?;
    let at = format!("{PREFIX}/filings/{}/acknowledgments", signed.filing_id);
    Ok(Answer::created(at, signed))
}

/// Give a component's opinion.
#[utoipa::path(operation_id = "give_opinion", tag = "referrals", params(IdParam, Changing), request_body = OpinionInput, responses((status = 201, description = "Given", body = OpinionView), NotDone))]
#[post("/referrals/{id}/opinions")]
async fn give_opinion(
    who: Signed<Reviewers>,
    api: web::Data<Api>,
    id: Id<ReferralId>,
    change: Change<OpinionInput>,
) -> Result<Answer<OpinionView>, Problem> {
    let given = block(move || {
        let (new, by) = change.by(&who);
        opine::opine(&api.cx, &by, id.0, &new)
    })
    .await?;
    Ok(Answer::created(format!("{PREFIX}/referrals/{}", id.0), given))
}

/// Answer a referral with the agency's recommendation.
///
/// An official of the agency, or of its department, signs it. A finding that binds obliges the Office to issue an order.
#[utoipa::path(operation_id = "sign_recommendation", tag = "referrals", params(IdParam, Changing), request_body = RecommendInput, responses((status = 201, description = "Answered", body = RecommendationView), NotDone))]
#[post("/referrals/{id}/recommendation")]
async fn sign_recommendation(
    who: Signed<Officials>,
    api: web::Data<Api>,
    id: Id<ReferralId>,
    change: Change<RecommendInput>,
) -> Result<Answer<RecommendationView>, Problem> {
    let signed = block(move || {
        let (new, by) = change.by(&who);
        recommend::recommend(&api.cx, &by, id.0, &new)
    })
    .await?;
    Ok(Answer::created(format!("{PREFIX}/referrals/{}", id.0), signed))
}
