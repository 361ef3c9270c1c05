//! Agencies and their components, with the dates they may be asked on.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::Change;
use crate::api::frame::guard::{Anyone, SecurityOfficers, Signed};
use crate::api::frame::input::Creating;
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::{Api, PREFIX, block};
use crate::workflow::office::agencies;
use actix_web::{get, post, web};
use domain::base::agency::{Agency, AgencyCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_agencies).service(add_agency);
}

/// An agency or a component of a department.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = Agency)]
#[serde(deny_unknown_fields)]
struct AgencyForm {
    /// Code of the agency.
    #[schema(example = "NAVY")]
    code: String,
    /// Name of the agency.
    #[schema(example = "Department of the Navy")]
    name: String,
    /// The department of which it is a component.
    #[serde(default)]
    #[schema(example = "DOD")]
    department: Option<String>,
    /// First day on which the agency may be asked.
    valid_from: Date,
    /// Last day on which the agency may be asked, if there is one.
    #[serde(default)]
    valid_until: Option<Date>,
    /// Whether the agency stands for the Government of another country. Only that Government can release its classified
    /// matter.
    #[serde(default)]
    foreign_government: bool,
}

impl From<Agency> for AgencyForm {
    fn from(a: Agency) -> Self {
        Self {
            code: a.code.to_string(),
            name: a.name,
            department: a.department.map(|d| d.to_string()),
            valid_from: a.valid_from,
            valid_until: a.valid_until,
            foreign_government: a.foreign_government,
        }
    }
}

impl TryFrom<AgencyForm> for Agency {
    type Error = Problem;
    fn try_from(a: AgencyForm) -> Result<Self, Problem> {
        let code =
            |text: &str, field: &str| AgencyCode::parse(text).map_err(|e| Problem::invalid(field, format!("{e}.")));
        Ok(Self {
            code: code(&a.code, "code")?,
            name: a.name,
            department: a.department.as_deref().map(|d| code(d, "department")).transpose()?,
            valid_from: a.valid_from,
            valid_until: a.valid_until,
            foreign_government: a.foreign_government,
        })
    }
}

/// List agencies, past ones too.
#[utoipa::path(operation_id = "list_agencies", tag = "office", responses((status = 200, description = "All agencies", body = Page<AgencyForm>), NotShown))]
#[get("/agencies")]
async fn list_agencies(_who: Signed<Anyone>, api: web::Data<Api>) -> Result<Page<AgencyForm>, Problem> {
    let all = block(move || agencies::list(&api.cx)).await?;
    Ok(Page::whole(all.0.into_iter().map(AgencyForm::from).collect()))
}

/// Add an agency, or a component of a department.
#[utoipa::path(operation_id = "add_agency", tag = "office", params(Creating), request_body = AgencyForm, responses((status = 201, description = "Added", body = AgencyForm), NotDone))]
#[post("/agencies")]
async fn add_agency(
    who: Signed<SecurityOfficers>,
    api: web::Data<Api>,
    change: Change<AgencyForm>,
) -> Result<Answer<AgencyForm>, Problem> {
    let made = block(move || {
        let (form, by) = change.by(&who);
        Ok::<_, Problem>(agencies::add(&api.cx, &by, form.try_into()?)?)
    })
    .await?;
    Ok(Answer::created(format!("{PREFIX}/agencies"), made.into()))
}
