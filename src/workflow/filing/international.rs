//! Steps of international applications that an order holds (R3.7, E18, E19).

use crate::workflow::frame::docket::{self, About, EntryView};
use crate::workflow::frame::input;
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::Role;
use domain::base::ids::FilingId;
use domain::law::international as law;
use domain::law::international::Step;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A step of an international application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewInternationalStep)]
pub struct StepInput {
    /// Which step was taken.
    pub step: Step,
    /// The day of the step; today if left out.
    #[serde(default)]
    pub on: Option<Date>,
    /// What else there is to say.
    #[serde(default)]
    pub note: Option<String>,
}

/// Records a step of an international application.
pub fn step(cx: &Ctx, by: &By<'_>, filing: FilingId, ask: &StepInput) -> Result<EntryView, Error> {
    cx.act(by, "international.step", format!("filing:{filing}"), |tx, record| {
        let case = docket::begin(tx, by, &[Role::Examiner, Role::LicensingOfficer], filing)?;
        let today = cx.today();
        let note = ask.note.as_deref().map(|n| input::passage(n, "note")).transpose()?;
        let act = law::step(&case, ask.step, ask.on.unwrap_or(today), note, today)?;
        let order = case.order_in_effect(today).map(|o| o.id);
        docket::enter(cx, tx, by.actor, record, &case, About { order, ..About::default() }, act)
    })
}
