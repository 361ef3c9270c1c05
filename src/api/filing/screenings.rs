//! The screenings of a filing, and the examiner's decisions on their hits.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::Change;
use crate::api::frame::etag::etag;
use crate::api::frame::guard::{Examiners, Signed};
use crate::api::frame::input::{Changing, Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::{Api, block};
use crate::workflow::filing::screenings::{self, Decision, HitRecord, ScreeningRecord, Triage};
use crate::workflow::review::triage::{self, Triaged};
use ::domain::base::ids::{FilingId, HitId, ScreeningId};
use ::domain::case::status::FilingStatus;
use ::domain::filing::screening::{self as domain, EvidenceSection, LicenseOutcome, ListRef, Observation, Verdict};
use actix_web::{get, post, web};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_screenings).service(read_screening).service(decide_hit);
}

/// One filing screened against one revision of the list.
#[derive(Serialize, ToSchema)]
#[schema(as = Screening)]
pub(crate) struct ScreeningView {
    /// Id of the screening.
    id: Uuid,
    /// The filing.
    filing_id: Uuid,
    /// Which of its texts was screened.
    text_version: i32,
    /// When the text was screened.
    screened_at: Timestamp,
    /// Number of the filing.
    #[schema(example = "18/123,456")]
    application_number: String,
    /// SHA-256 of the text screened.
    document_sha256: String,
    /// The list.
    list: ListRef,
    /// Version of the engine.
    engine: String,
    /// The overall answer.
    verdict: Verdict,
    /// Why a person must look, with `needs_human`.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
    /// What the foreign filing license waits for.
    license: LicenseOutcome,
    /// Agencies with a property interest, which are to be notified.
    property_interest: Vec<String>,
    /// Categories hit, in the order of the list.
    hits: Vec<Hit>,
    /// Categories hit in the screening before and not in this one. A decision on such a hit stands.
    gone: Vec<GoneHit>,
    /// Categories held back by an exception.
    suppressed: Vec<Suppressed>,
    /// What else was seen.
    observations: Vec<Observation>,
}

/// One category that reached its threshold.
#[derive(Serialize, ToSchema)]
struct Hit {
    /// Id of the hit.
    id: Uuid,
    /// Counts changes of the hit.
    #[schema(example = "\"1\"")]
    etag: String,
    /// Number of the category.
    #[schema(example = "IX-6A")]
    category: String,
    /// Title of the category.
    title: String,
    /// Points of the clauses that matched.
    points: u32,
    /// Points needed.
    threshold: u32,
    /// Agencies that own the category.
    agencies: Vec<String>,
    /// Facts no text can show, for the examiner to establish.
    conditional_on: Vec<String>,
    /// Order type the list suggests.
    #[serde(skip_serializing_if = "Option::is_none")]
    suggested_type: Option<String>,
    /// What an examiner should look for.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// The passages, in reading order.
    evidence: Vec<Evidence>,
    /// The decision, once made. A decision on the same hit of an earlier screening is carried over.
    triage: Option<TriageView>,
    /// Why a hit that was dismissed before came back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "the text changed (amendment 2)")]
    returned_because: Option<String>,
    /// The dismissal that no longer holds, on a hit that came back.
    #[serde(skip_serializing_if = "Option::is_none")]
    dismissed_before: Option<TriageView>,
}

/// A category that is no longer hit.
#[derive(Serialize, ToSchema)]
struct GoneHit {
    /// Id of the hit.
    id: Uuid,
    /// Number of the category.
    #[schema(example = "IX-6A")]
    category: String,
    /// Agencies that own the category.
    agencies: Vec<String>,
    /// The decision on the hit; a confirmation stands.
    triage: Option<TriageView>,
}

/// The exact passage that satisfied a clause.
#[derive(Serialize, ToSchema)]
pub(crate) struct Evidence {
    /// Id of the clause or exception.
    clause: String,
    /// Section of the filing.
    section: EvidenceSection,
    /// Paragraph or claim.
    #[schema(example = "claim 1")]
    place: String,
    /// First character of the passage in its paragraph.
    start: usize,
    /// The character after the last one.
    end: usize,
    /// The passage.
    text: String,
    /// Whether the passage is new since the screening before. Left out for passages of exceptions.
    #[serde(skip_serializing_if = "Option::is_none")]
    news: Option<bool>,
}

/// A category that would have hit but for an exception.
#[derive(Serialize, ToSchema)]
struct Suppressed {
    /// Number of the category.
    category: String,
    /// Id of the exception that matched.
    except: String,
    /// The passages of the exception.
    evidence: Vec<Evidence>,
}

/// An examiner's decision on a hit.
#[derive(Serialize, ToSchema)]
#[schema(as = Triage)]
struct TriageView {
    /// Whether the hit is confirmed or dismissed.
    decision: Decision,
    /// The examiner's reason.
    reason: String,
    /// The examiner.
    person: String,
    /// When the decision was made.
    decided_at: Timestamp,
}

/// A decision to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewTriage {
    /// Whether the filing falls in the category.
    decision: Decision,
    /// The examiner's reason.
    #[schema(max_length = 4000)]
    reason: String,
}

/// A hit with its decision, and where the filing stands now.
#[derive(Serialize, ToSchema)]
struct DecidedHit {
    /// Id of the hit.
    id: Uuid,
    /// Counts changes of the hit.
    etag: String,
    /// Number of the category.
    category: String,
    /// Agencies that own the category.
    agencies: Vec<String>,
    /// The decision.
    triage: Option<TriageView>,
    /// The filing.
    filing_id: Uuid,
    /// Where the filing stands now.
    filing_status: FilingStatus,
}

impl From<ScreeningRecord> for ScreeningView {
    fn from(s: ScreeningRecord) -> Self {
        let r = s.result;
        Self {
            id: s.id.as_uuid(),
            filing_id: s.filing.as_uuid(),
            text_version: s.text_version,
            screened_at: s.screened_at,
            application_number: r.application_number,
            document_sha256: r.document_sha256,
            list: r.list,
            engine: r.engine,
            verdict: r.verdict,
            problem: r.problem,
            license: r.license,
            property_interest: r.property_interest,
            hits: r.hits.into_iter().zip(s.hits).map(Hit::from).collect(),
            gone: s.gone.into_iter().map(GoneHit::from).collect(),
            suppressed: r.suppressed.into_iter().map(Suppressed::from).collect(),
            observations: r.observations,
        }
    }
}

impl From<(domain::CategoryHit, HitRecord)> for Hit {
    fn from((h, record): (domain::CategoryHit, HitRecord)) -> Self {
        Self {
            id: record.id.as_uuid(),
            etag: etag(record.version),
            category: h.category,
            title: h.title,
            points: h.points,
            threshold: h.threshold,
            agencies: h.agencies,
            conditional_on: h.conditional_on,
            suggested_type: h.suggested_type,
            note: h.note,
            evidence: (h.evidence.into_iter().enumerate())
                .map(|(i, e)| Evidence {
                    news: Some(record.new_evidence.as_ref().is_none_or(|n| n.contains(&i))),
                    ..e.into()
                })
                .collect(),
            triage: record.triage.map(TriageView::from),
            returned_because: record.returned_because,
            dismissed_before: record.before.map(TriageView::from),
        }
    }
}

impl From<HitRecord> for GoneHit {
    fn from(h: HitRecord) -> Self {
        let triage = h.triage.map(TriageView::from);
        Self { id: h.id.as_uuid(), category: h.category, agencies: h.agencies, triage }
    }
}

impl From<domain::Evidence> for Evidence {
    fn from(e: domain::Evidence) -> Self {
        let news = None;
        Self { clause: e.clause, section: e.section, place: e.place, start: e.start, end: e.end, text: e.text, news }
    }
}

impl From<domain::Suppressed> for Suppressed {
    fn from(s: domain::Suppressed) -> Self {
        let evidence = s.evidence.into_iter().map(Evidence::from).collect();
        Self { category: s.category, except: s.except, evidence }
    }
}

impl From<Triage> for TriageView {
    fn from(t: Triage) -> Self {
        Self { decision: t.decision, reason: t.reason, person: t.person, decided_at: t.decided_at }
    }
}

impl From<Triaged> for DecidedHit {
    fn from(t: Triaged) -> Self {
        Self {
            id: t.hit.id.as_uuid(),
            etag: etag(t.hit.version),
            category: t.hit.category,
            agencies: t.hit.agencies,
            triage: t.hit.triage.map(TriageView::from),
            filing_id: t.filing.as_uuid(),
            filing_status: t.status,
        }
    }
}

/// List all screenings of a filing, latest first.
#[utoipa::path(operation_id = "list_screenings", tag = "screening", params(IdParam), responses((status = 200, description = "Every pass", body = Page<ScreeningView>), NotShown))]
#[get("/filings/{id}/screenings")]
async fn list_screenings(
    who: Signed<Examiners>,
    api: web::Data<Api>,
    id: Id<FilingId>,
) -> Result<Page<ScreeningView>, Problem> {
    let all = block(move || screenings::of_filing(&api.cx, &who, id.0)).await?;
    Ok(Page::whole(all.into_iter().map(ScreeningView::from).collect()))
}

/// Read a screening.
#[utoipa::path(operation_id = "read_screening", tag = "screening", params(IdParam), responses((status = 200, description = "The screening", body = ScreeningView), NotShown))]
#[get("/screenings/{id}")]
async fn read_screening(
    who: Signed<Examiners>,
    api: web::Data<Api>,
    id: Id<ScreeningId>,
) -> Result<Answer<ScreeningView>, Problem> {
    let found = block(move || screenings::get(&api.cx, &who, id.0)).await?;
    Ok(Answer::ok(found.into()))
}

/// Decide on a hit.
///
/// The decision stands until a new text or a new list brings the hit up again.
#[utoipa::path(operation_id = "decide_hit", tag = "screening", params(IdParam, Changing), request_body = NewTriage, responses((status = 200, description = "Decided", body = DecidedHit), NotDone))]
#[post("/hits/{id}/triage")]
async fn decide_hit(
    who: Signed<Examiners>,
    api: web::Data<Api>,
    id: Id<HitId>,
    change: Change<NewTriage>,
) -> Result<Answer<DecidedHit>, Problem> {
    let decided = block(move || {
        let (new, by) = change.by(&who);
        triage::decide(&api.cx, &by, id.0, new.decision, &new.reason)
    })
    .await?;
    let version = decided.hit.version;
    Ok(Answer::ok(decided.into()).version(version))
}
