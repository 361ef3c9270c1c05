//! The property tracks of DOE and NASA, and queries about markings.

use crate::api::frame::answer::Answer;
use crate::api::frame::docket::{EntryView, NewReason, entering};
use crate::api::frame::etag::etag;
use crate::api::frame::guard::{Office, Officers, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::frame::wire::{MarkingAnswer, PropertyOwner, PropertyStep, PropertyTrack};
use crate::api::{Api, block};
use crate::workflow::filing::{marked, property};
use actix_web::{get, post, web};
use domain::base::ids::{EntryId, FilingId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(standing).service(step).service(query).service(answer).service(hold_abandoned);
}

/// Where the property tracks of a filing stand.
#[derive(Serialize, ToSchema)]
#[schema(as = Property)]
struct PropertyView {
    /// The filing.
    filing_id: Uuid,
    /// Version of the filing.
    etag: String,
    /// Each track that was begun.
    tracks: Vec<TrackView>,
    /// Every entry about property.
    entries: Vec<EntryView>,
}

/// One track.
#[derive(Serialize, ToSchema)]
struct TrackView {
    /// Which.
    track: PropertyTrack,
    /// To whom the patent may issue as far as property goes. Security is another question.
    owner: PropertyOwner,
}

impl From<property::PropertyView> for PropertyView {
    fn from(p: property::PropertyView) -> Self {
        let track = |(track, owner): (domain::law::property::Track, domain::law::property::Owner)| TrackView {
            track: track.into(),
            owner: owner.into(),
        };
        Self {
            filing_id: p.filing_id.as_uuid(),
            etag: etag(p.version),
            tracks: p.tracks.into_iter().map(track).collect(),
            entries: p.entries.into_iter().map(EntryView::from).collect(),
        }
    }
}

/// Read where the property tracks of a filing stand.
#[utoipa::path(operation_id = "read_property", tag = "property", params(IdParam), responses((status = 200, description = "Where they stand today", body = PropertyView), NotShown))]
#[get("/filings/{id}/property")]
async fn standing(who: Signed<Office>, api: web::Data<Api>, id: Id<FilingId>) -> Result<Answer<PropertyView>, Problem> {
    let found = block(move || property::of_filing(&api.cx, &who, id.0)).await?;
    let version = found.version;
    Ok(Answer::ok(found.into()).version(version))
}

/// A step of a property track.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPropertyStep {
    /// On which track.
    track: PropertyTrack,
    /// Which.
    step: PropertyStep,
    /// On which day; today if left out.
    #[serde(default)]
    on: Option<Date>,
    /// What else there is to say.
    #[serde(default)]
    note: Option<String>,
}

impl From<NewPropertyStep> for property::StepInput {
    fn from(n: NewPropertyStep) -> Self {
        Self { track: n.track.into(), step: n.step.into(), on: n.on, note: n.note }
    }
}

entering!(
    /// Record a step of a property track. It holds no publication and clears nothing.
    step, "step_property", "property", "/filings/{id}/property-steps", Office, FilingId, NewPropertyStep, property::step
);

/// A query about a marking.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewMarkingQuery {
    /// What the papers bear.
    #[schema(example = "SECRET")]
    marking: String,
    /// Whether the matter is nationally classified (37 CFR 5.1(d)).
    classified: bool,
}

impl From<NewMarkingQuery> for marked::QueryInput {
    fn from(n: NewMarkingQuery) -> Self {
        Self { marking: n.marking, classified: n.classified }
    }
}

entering!(
    /// Ask the applicant about a marking. The papers stay off every public record until it is settled.
    query, "query_marking", "markings", "/filings/{id}/marking-queries", Office, FilingId, NewMarkingQuery, marked::query
);

/// An answer about a marking.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewMarkingAnswer {
    /// How it was answered.
    how: MarkingAnswer,
    /// What proves it.
    evidence: String,
}

impl From<NewMarkingAnswer> for marked::AnswerInput {
    fn from(n: NewMarkingAnswer) -> Self {
        Self { how: n.how.into(), evidence: n.evidence }
    }
}

entering!(
    /// Record how a query about a marking was answered.
    answer, "answer_marking", "markings", "/marking-queries/{id}/answer", Office, EntryId, NewMarkingAnswer,
    marked::answer
);

entering!(
    /// Hold an application abandoned: classified, the period over, nothing shown.
    hold_abandoned, "abandon_marked", "markings", "/marking-queries/{id}/abandonment", Officers, EntryId, NewReason,
    marked::hold_abandoned
);
