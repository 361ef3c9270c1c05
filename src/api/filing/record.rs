//! The record of a filing beside its text: corrections, late flags, what became of it, related and
//! international filings.

use crate::api::filing::intake::form::{NewParty, NewRelated};
use crate::api::frame::answer::Answer;
use crate::api::frame::change::Change;
use crate::api::frame::docket::{EntryView, NewReason, entered, entering};
use crate::api::frame::guard::{Examiners, Office, Signed};
use crate::api::frame::input::{Changing, Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::frame::wire::{Disposal, InternationalStep, Level};
use crate::api::{Api, block};
use crate::workflow::filing::{international, record, relate};
use actix_web::{get, patch, post, web};
use domain::base::ids::{EntryId, FilingId, OrderId};
use domain::base::marking::Marking;
use domain::law::record::Contract;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(correct).service(flag).service(settle_flag).service(dispose).service(filed_abroad).service(contract);
    config.service(compare).service(covering).service(international_step);
}

/// What is corrected of a filing's record. What is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Correction {
    /// The parties of record, all of them.
    #[serde(default)]
    parties: Option<Vec<NewParty>>,
    /// The related applications, all of them.
    #[serde(default)]
    related: Option<Vec<NewRelated>>,
    /// Country the invention was made in; empty for not known.
    #[serde(default)]
    #[schema(example = "US")]
    made_in: Option<String>,
    /// The Government's interest; empty for none.
    #[serde(default)]
    government_interest: Option<String>,
    /// Its marking. A classified one comes down with a recorded declassification only.
    #[serde(default)]
    marking: Option<Level>,
    /// Why.
    reason: String,
}

impl From<Correction> for record::CorrectInput {
    fn from(c: Correction) -> Self {
        Self {
            parties: c.parties.map(|all| all.into_iter().map(Into::into).collect()),
            related: c.related.map(|all| all.into_iter().map(Into::into).collect()),
            made_in: c.made_in,
            government_interest: c.government_interest,
            marking: c.marking.map(|level| Marking(level.into())),
            reason: c.reason,
        }
    }
}

/// Correct the record of a filing: parties, related applications, origin, Government interest, marking.
///
/// The text as received stays as it is. A changed statement of Government interest is screened before the
/// answer.
#[utoipa::path(operation_id = "correct_filing", tag = "filings", params(IdParam, Changing), request_body = Correction, responses((status = 201, description = "On the docket", body = EntryView), NotDone))]
#[patch("/filings/{id}")]
async fn correct(
    who: Signed<Examiners>,
    api: web::Data<Api>,
    id: Id<FilingId>,
    change: Change<Correction>,
) -> Result<Answer<EntryView>, Problem> {
    let made = block(move || {
        let (new, by) = change.by(&who);
        record::correct(&api.cx, &by, id.0, &new.into())
    })
    .await?;
    Ok(entered(made))
}

entering!(
    /// Flag a filing late: sensitive matter met after screening. It goes back to triage.
    flag, "flag_filing", "filings", "/filings/{id}/flags", Office, FilingId, NewReason, record::flag
);

entering!(
    /// Settle a late flag without a referral. Another examiner does than the one who raised it.
    settle_flag, "settle_flag", "filings", "/flags/{id}/settlement", Examiners, EntryId, NewReason, record::settle_flag
);

/// A Government contract as the contractor's letter names it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewContract {
    /// Its number.
    #[schema(example = "N00014-26-C-0001")]
    number: String,
    /// Level of the subject matter.
    level: Level,
    /// The day the proposed application went to the contracting officer.
    transmitted_on: Date,
    /// Whether the contracting officer gave instructions that allow the filing.
    #[serde(default)]
    instructed: bool,
}

impl From<NewContract> for Contract {
    fn from(n: NewContract) -> Self {
        Self { number: n.number, level: n.level.into(), transmitted_on: n.transmitted_on, instructed: n.instructed }
    }
}

entering!(
    /// Record the Government contract behind an application; the case is then in the Government branch.
    contract, "record_contract", "filings", "/filings/{id}/contracts", Office, FilingId, NewContract, record::record_contract
);

/// What became of a filing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewDisposal {
    /// How it left the Office's hands.
    how: Disposal,
    /// On which day.
    on: Date,
}

impl From<NewDisposal> for record::DisposeInput {
    fn from(n: NewDisposal) -> Self {
        Self { how: n.how.into(), on: n.on }
    }
}

entering!(
    /// Record that a filing was published, issued, abandoned or withdrawn.
    dispose, "dispose_filing", "filings", "/filings/{id}/disposals", Office, FilingId, NewDisposal, record::dispose
);

/// A filing abroad as reported.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewFilingAbroad {
    /// Country or office.
    #[schema(example = "DE")]
    country: String,
    /// The day.
    on: Date,
    /// Its number there.
    #[serde(default)]
    number: Option<String>,
}

impl From<NewFilingAbroad> for record::AbroadInput {
    fn from(n: NewFilingAbroad) -> Self {
        Self { country: n.country, on: n.on, number: n.number }
    }
}

entering!(
    /// Record a filing abroad that was reported to the Office.
    filed_abroad, "report_filing_abroad", "filings", "/filings/{id}/foreign-filings", Office, FilingId, NewFilingAbroad,
    record::report_filed_abroad
);

/// What a filing has in common with an ordered one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Comparison {
    /// The order.
    order_id: Uuid,
    /// Whether the filing discloses a significant part of the ordered subject matter.
    significant_part: bool,
    /// Whether the applicant is the same or in privity; only then is anybody told.
    same_applicant: bool,
    /// What they have in common, or why nothing that counts.
    reason: String,
}

impl From<Comparison> for relate::CompareInput {
    fn from(n: Comparison) -> Self {
        Self {
            order: OrderId::from_uuid(n.order_id),
            significant_part: n.significant_part,
            same_applicant: n.same_applicant,
            reason: n.reason,
        }
    }
}

entering!(
    /// Record what a filing has in common with an ordered one (37 CFR 5.2(c)).
    ///
    /// A significant part brings it under that order at once.
    compare, "compare_filing", "filings", "/filings/{id}/related-orders", Office, FilingId, Comparison, relate::record_comparison
);

/// An order that covers a filing without being its own.
#[derive(Serialize, ToSchema)]
struct CoveringOrder {
    /// The order (`covered_by_order_id`).
    order_id: Uuid,
    /// Its number.
    number: String,
    /// Whether the applicant is the same.
    same_applicant: bool,
    /// How the filing is handled, with what that stands on.
    handling: Vec<Handling>,
}

/// How a covered filing is handled.
#[derive(Serialize, ToSchema)]
struct Handling {
    /// What is done.
    text: String,
    /// What it stands on.
    citation: String,
}

impl From<relate::Covering> for CoveringOrder {
    fn from(c: relate::Covering) -> Self {
        Self {
            order_id: c.order_id.as_uuid(),
            number: c.number,
            same_applicant: c.same_applicant,
            handling: c.handling.into_iter().map(|(text, citation)| Handling { text, citation }).collect(),
        }
    }
}

/// List the orders that cover a filing today without being its own.
#[utoipa::path(operation_id = "list_covering_orders", tag = "filings", params(IdParam), responses((status = 200, description = "Orders in effect that cover it", body = Page<CoveringOrder>), NotShown))]
#[get("/filings/{id}/related-orders")]
async fn covering(who: Signed<Office>, api: web::Data<Api>, id: Id<FilingId>) -> Result<Page<CoveringOrder>, Problem> {
    let all = block(move || relate::covering_orders(&api.cx, &who, id.0)).await?;
    Ok(Page::whole(all.into_iter().map(CoveringOrder::from).collect()))
}

/// A step of an international application.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewInternationalStep {
    /// Which.
    step: InternationalStep,
    /// On which day; today if left out.
    #[serde(default)]
    on: Option<Date>,
    /// What else there is to say.
    #[serde(default)]
    note: Option<String>,
}

impl From<NewInternationalStep> for international::StepInput {
    fn from(n: NewInternationalStep) -> Self {
        Self { step: n.step.into(), on: n.on, note: n.note }
    }
}

entering!(
    /// Record a step of an international application. Nothing is transmitted under review or order.
    international_step, "step_international", "filings", "/filings/{id}/international-steps", Office, FilingId,
    NewInternationalStep, international::step
);
