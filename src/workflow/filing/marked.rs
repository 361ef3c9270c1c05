//! Queries about marked papers and nationally classified filings: asked, answered, and the application held abandoned
//! for want of an answer (R1.6, R1.7, E26).

use crate::workflow::frame::docket::{self, About, EntryView};
use crate::workflow::frame::input;
use crate::workflow::frame::reason::ReasonInput;
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::Role;
use domain::base::ids::{EntryId, FilingId};
use domain::law::marked as law;
use domain::law::marked::Answer;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const OFFICE: [Role; 2] = [Role::Examiner, Role::LicensingOfficer];

/// A query about a marking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMarkingQuery)]
pub struct QueryInput {
    /// The marking that the papers bear.
    #[schema(example = "SECRET")]
    pub marking: String,
    /// Whether the matter is nationally classified (37 CFR 5.1(d)).
    pub classified: bool,
}

/// Asks the applicant about a marking (R1.6, R1.7).
pub fn query(cx: &Ctx, by: &By<'_>, filing: FilingId, ask: &QueryInput) -> Result<EntryView, Error> {
    cx.act(by, "marking.query", format!("filing:{filing}"), |tx, record| {
        let case = docket::begin(tx, by, &OFFICE, filing)?;
        let marking = input::line(&ask.marking, "marking")?;
        let days = cx.settings.marking_period_days;
        let act = law::query(&case, marking, ask.classified, days, cx.today())?;
        docket::enter(cx, tx, by.actor, record, &case, About::default(), act)
    })
}

/// An answer about a marking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMarkingAnswer)]
pub struct AnswerInput {
    /// How the query was answered.
    pub how: Answer,
    /// What proves the answer.
    pub evidence: String,
}

/// Records how a query was answered.
pub fn answer(cx: &Ctx, by: &By<'_>, query: EntryId, ask: &AnswerInput) -> Result<EntryView, Error> {
    cx.act(by, "marking.answer", format!("entry:{query}"), |tx, record| {
        let (case, entry) = docket::begin_answer(cx, tx, by, &OFFICE, query)?;
        let evidence = input::passage(&ask.evidence, "evidence")?;
        let days = cx.settings.marking_period_days;
        let act = law::answer(&case, query, ask.how, evidence, days, cx.today())?;
        docket::enter(cx, tx, by.actor, record, &case, About::answer(&entry), act)
    })
}

/// Holds an application abandoned for want of an answer (37 CFR 5.1(d)). A person decides this.
pub fn hold_abandoned(cx: &Ctx, by: &By<'_>, query: EntryId, ask: &ReasonInput) -> Result<EntryView, Error> {
    cx.act(by, "marking.hold_abandoned", format!("entry:{query}"), |tx, record| {
        let (case, entry) = docket::begin_answer(cx, tx, by, &[Role::LicensingOfficer], query)?;
        let act = law::hold_abandoned(&case, query, input::reason(&ask.reason)?, cx.today())?;
        docket::enter(cx, tx, by.actor, record, &case, About::answer(&entry), act)
    })
}
