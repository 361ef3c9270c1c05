//! Referrals to agencies: the acknowledgment that opens a filing, opinions, recommendations.

mod wire;

use crate::api::filing::filings::agency;
use crate::api::frame::answer::Answer;
use crate::api::frame::change::Change;
use crate::api::frame::guard::{AgencyPeople, Office, Officials, Readers, Reviewers, Signed};
use crate::api::frame::input::{Changing, Id, IdParam};
use crate::api::frame::page::{Page, PageRequest};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::frame::wire::ReferralStatus;
use crate::api::{Api, PREFIX, block};
use crate::workflow::review::referrals::{self, ReferralQuery};
use crate::workflow::review::{acknowledge, opine, recommend, refer};
use actix_web::{get, post, web};
use domain::base::ids::{FilingId, ReferralId};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;
use wire::{
    AcknowledgmentView, NewAcknowledgment, NewOpinion, NewRecommendation, NewReferrals, OpinionView,
    RecommendationView, ReferralView,
};

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(make).service(list).service(one).service(register);
    config.service(sign).service(give_opinion).service(answer);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// Only those to this agency.
    #[param(example = "NAVY")]
    agency: Option<String>,
    /// Only those that stand here.
    status: Option<ReferralStatus>,
    /// Only those of this filing.
    filing_id: Option<Uuid>,
    /// Only those whose answer is asked for by this day.
    due_by: Option<Date>,
    /// Most items wanted.
    limit: Option<u32>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// Refer a filing to agencies.
///
/// Without any named: the agencies of the confirmed hits. Publication is held from now on. Examiners refer; an
/// agency other than the one with a property interest in the invention is asked by a licensing officer, with a
/// reason.
#[utoipa::path(operation_id = "refer_filing", tag = "referrals", params(IdParam, Changing), request_body = NewReferrals, responses((status = 201, description = "One referral an agency", body = Page<ReferralView>), NotDone))]
#[post("/filings/{id}/referrals")]
async fn make(
    who: Signed<Office>,
    api: web::Data<Api>,
    id: Id<FilingId>,
    change: Change<NewReferrals>,
) -> Result<Answer<Page<ReferralView>>, Problem> {
    let made = block(move || {
        let (new, by) = change.by(&who);
        refer::refer(&api.cx, &by, id.0, &new.into())
    })
    .await?;
    let items = made.into_iter().map(ReferralView::from).collect();
    Ok(Answer::created(format!("{PREFIX}/referrals?filing_id={}", id.0), Page::whole(items)))
}

/// List the referrals the caller may see, oldest first.
#[utoipa::path(operation_id = "list_referrals", tag = "referrals", params(Query), responses((status = 200, description = "A page of referrals", body = Page<ReferralView>), NotShown))]
#[get("/referrals")]
async fn list(
    who: Signed<Readers>,
    api: web::Data<Api>,
    query: web::Query<Query>,
) -> Result<Page<ReferralView>, Problem> {
    let page = PageRequest::read(&api, query.limit, query.cursor.as_deref())?;
    let wanted = ReferralQuery {
        agency: agency(query.agency.as_deref())?,
        status: query.status.map(Into::into),
        filing: query.filing_id.map(FilingId::from_uuid),
        due_by: query.due_by,
        after: page.after()?,
        limit: page.one_more(),
    };
    let rows = block(move || referrals::list(&api.cx, &who, &wanted)).await?;
    Ok(Page::of(&page, rows, |r| r.id.to_string(), ReferralView::from))
}

/// Read a referral.
#[utoipa::path(operation_id = "read_referral", tag = "referrals", params(IdParam), responses((status = 200, description = "The referral as the caller may see it", body = ReferralView), NotShown))]
#[get("/referrals/{id}")]
async fn one(who: Signed<Readers>, api: web::Data<Api>, id: Id<ReferralId>) -> Result<Answer<ReferralView>, Problem> {
    let found = block(move || referrals::get(&api.cx, &who, id.0)).await?;
    let version = found.version;
    Ok(Answer::ok(found.into()).version(version))
}

/// Read the register of who was shown a filing.
#[utoipa::path(operation_id = "list_acknowledgments", tag = "referrals", params(IdParam), responses((status = 200, description = "Acknowledgments in the order of signing", body = Page<AcknowledgmentView>), NotShown))]
#[get("/filings/{id}/acknowledgments")]
async fn register(
    who: Signed<Readers>,
    api: web::Data<Api>,
    id: Id<FilingId>,
) -> Result<Page<AcknowledgmentView>, Problem> {
    let all = block(move || referrals::register(&api.cx, &who, id.0)).await?;
    Ok(Page::whole(all.into_iter().map(AcknowledgmentView::from).collect()))
}

/// Sign the acknowledgment of a referral (35 USC 181).
///
/// It opens the filing to this person alone and stays on record for ever.
#[utoipa::path(operation_id = "sign_acknowledgment", tag = "referrals", params(IdParam, Changing), request_body = NewAcknowledgment, responses((status = 201, description = "Signed", body = AcknowledgmentView), NotDone))]
#[post("/referrals/{id}/acknowledgments")]
async fn sign(
    who: Signed<AgencyPeople>,
    api: web::Data<Api>,
    id: Id<ReferralId>,
    change: Change<NewAcknowledgment>,
) -> Result<Answer<AcknowledgmentView>, Problem> {
    let signed = block(move || {
        let (new, by) = change.by(&who);
        acknowledge::acknowledge(&api.cx, &by, id.0, &new.into())
    })
    .await?;
    let at = format!("{PREFIX}/filings/{}/acknowledgments", signed.filing_id);
    Ok(Answer::created(at, signed.into()))
}

/// Give a component's opinion.
#[utoipa::path(operation_id = "give_opinion", tag = "referrals", params(IdParam, Changing), request_body = NewOpinion, responses((status = 201, description = "Given", body = OpinionView), NotDone))]
#[post("/referrals/{id}/opinions")]
async fn give_opinion(
    who: Signed<Reviewers>,
    api: web::Data<Api>,
    id: Id<ReferralId>,
    change: Change<NewOpinion>,
) -> Result<Answer<OpinionView>, Problem> {
    let given = block(move || {
        let (new, by) = change.by(&who);
        opine::opine(&api.cx, &by, id.0, &new.into())
    })
    .await?;
    Ok(Answer::created(format!("{PREFIX}/referrals/{}", id.0), given.into()))
}

/// Answer a referral with the agency's recommendation.
///
/// Signed by an official of the agency, or of its department. A finding that binds obliges the Office
/// to issue an order.
#[utoipa::path(operation_id = "sign_recommendation", tag = "referrals", params(IdParam, Changing), request_body = NewRecommendation, responses((status = 201, description = "Answered", body = RecommendationView), NotDone))]
#[post("/referrals/{id}/recommendation")]
async fn answer(
    who: Signed<Officials>,
    api: web::Data<Api>,
    id: Id<ReferralId>,
    change: Change<NewRecommendation>,
) -> Result<Answer<RecommendationView>, Problem> {
    let signed = block(move || {
        let (new, by) = change.by(&who);
        recommend::recommend(&api.cx, &by, id.0, &new.into())
    })
    .await?;
    Ok(Answer::created(format!("{PREFIX}/referrals/{}", id.0), signed.into()))
}
