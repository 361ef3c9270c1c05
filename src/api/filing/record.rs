//! The record of a filing beside its text: corrections, late flags, disposal, related and international filings.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::Change;
use crate::api::frame::docket::{entered, entering};
use crate::api::frame::guard::{Examiners, Office, Signed};
use crate::api::frame::input::{Changing, Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::{Api, block};
use crate::workflow::filing::international::{self, StepInput};
use crate::workflow::filing::record::{self, AbroadInput, CorrectInput, DisposeInput};
use crate::workflow::filing::relate::{self, CompareInput, Covering};
use crate::workflow::frame::docket::EntryView;
use crate::workflow::frame::reason::ReasonInput;
use actix_web::{get, patch, post, web};
use domain::base::ids::{EntryId, FilingId};
use domain::law::record::Contract;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(correct_filing)
        .service(flag_filing)
        .service(settle_flag)
        .service(dispose_filing)
        .service(report_filing_abroad)
        .service(record_contract);
    config.service(compare_filing).service(list_covering_orders).service(step_international);
}

/// Correct the record of a filing: parties, related applications, origin, Government interest, marking.
///
/// The text as received stays as it is. A changed statement of Government interest is screened before the
/// answer.
#[utoipa::path(operation_id = "correct_filing", tag = "filings", params(IdParam, Changing), request_body = CorrectInput, responses((status = 201, description = "On the docket", body = EntryView), NotDone))]
#[patch("/filings/{id}")]
async fn correct_filing(
    who: Signed<Examiners>,
    api: web::Data<Api>,
    id: Id<FilingId>,
    change: Change<CorrectInput>,
) -> Result<Answer<EntryView>, Problem> {
    let made = block(move || {
        let (new, by) = change.by(&who);
        record::correct(&api.cx, &by, id.0, &new)
    })
    .await?;
    Ok(entered(made))
}

entering!(
    /// Flag a filing late, because sensitive matter was met after screening. The filing goes back to triage.
    flag_filing, "flag_filing", "filings", "/filings/{id}/flags", Office, FilingId, ReasonInput, record::flag
);

entering!(
    /// Settle a late flag without a referral. The examiner who raised the flag may not settle it.
    settle_flag, "settle_flag", "filings", "/flags/{id}/settlement", Examiners, EntryId, ReasonInput, record::settle_flag
);

entering!(
    /// Record the Government contract behind an application; the case is then in the Government branch.
    record_contract, "record_contract", "filings", "/filings/{id}/contracts", Office, FilingId, Contract, record::record_contract
);

entering!(
    /// Record that a filing was published, issued, abandoned or withdrawn.
    dispose_filing, "dispose_filing", "filings", "/filings/{id}/disposals", Office, FilingId, DisposeInput, record::dispose
);

entering!(
    /// Record a filing abroad that was reported to the Office.
    report_filing_abroad, "report_filing_abroad", "filings", "/filings/{id}/foreign-filings", Office, FilingId, AbroadInput,
    record::report_filed_abroad
);

entering!(
    /// Record what a filing has in common with an ordered one (37 CFR 5.2(c)).
    ///
    /// If the filing discloses a significant part, it is under that order at once.
    compare_filing, "compare_filing", "filings", "/filings/{id}/related-orders", Office, FilingId, CompareInput, relate::record_comparison
);

/// List the orders that cover a filing today without being its own.
#[utoipa::path(operation_id = "list_covering_orders", tag = "filings", params(IdParam), responses((status = 200, description = "Orders in effect that cover it", body = Page<Covering>), NotShown))]
#[get("/filings/{id}/related-orders")]
async fn list_covering_orders(
    who: Signed<Office>,
    api: web::Data<Api>,
    id: Id<FilingId>,
) -> Result<Page<Covering>, Problem> {
    let all = block(move || relate::covering_orders(&api.cx, &who, id.0)).await?;
    Ok(Page::whole(all))
}

entering!(
    /// Record a step of an international application. Under review or order nothing is transmitted.
    step_international, "step_international", "filings", "/filings/{id}/international-steps", Office, FilingId,
    StepInput, international::step
);
