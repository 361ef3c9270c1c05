//! The property tracks of DOE and NASA (R1.9, R1.10, E28, E29), beside the security track.

use crate::workflow::frame::docket::{self, About, EntryView};
use crate::workflow::frame::input;
use crate::workflow::{By, Ctx, Error, Settings};
use domain::base::actor::{Actor, Role};
use domain::base::ids::FilingId;
use domain::law::property as law;
use domain::law::property::{Days, Owner, Step, Track};
use domain::review::access;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const OFFICE: [Role; 2] = [Role::Examiner, Role::LicensingOfficer];

/// The periods of the property tracks, from the settings.
pub(crate) fn days_of_tracks(settings: &Settings) -> Days {
    Days {
        statement: settings.property_statement_days,
        claim: settings.property_claim_days,
        hearing: settings.property_hearing_days,
    }
}

/// Where the property tracks of a filing stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Property)]
pub struct PropertyView {
    /// The filing.
    #[schema(value_type = uuid::Uuid)]
    pub filing_id: FilingId,
    /// Counts changes of the filing.
    #[serde(rename = "etag", alias = "version", with = "crate::workflow::frame::etag")]
    #[schema(value_type = String)]
    pub version: i32,
    /// Each track that was begun.
    pub tracks: Vec<TrackView>,
    /// Every entry about property.
    pub entries: Vec<EntryView>,
}

/// One property track.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TrackView {
    /// Which track.
    pub track: Track,
    /// To whom the patent may issue as far as property goes. Security is another question.
    pub owner: Owner,
}

/// The state of the property tracks of a filing today.
pub fn of_filing(cx: &Ctx, actor: &Actor, filing: FilingId) -> Result<PropertyView, Error> {
    access::role(actor, &OFFICE)?;
    let today = cx.today();
    let (case, entries) = cx.look(actor, "filing.read", format!("filing:{filing}"), |conn| {
        let case = docket::open(conn, actor, filing)?;
        let entries = docket::of_field(conn, &case, None, "property")?;
        Ok((case, entries))
    })?;
    let days = days_of_tracks(&cx.settings);
    let begun = |track| Some(TrackView { track, owner: law::owner(&case, track, days, today)? });
    Ok(PropertyView {
        filing_id: filing,
        tracks: Track::ALL.into_iter().filter_map(begun).collect(),
        entries,
        version: case.version,
    })
}

/// A step of a property track.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPropertyStep)]
pub struct StepInput {
    /// The track on which the step was taken.
    pub track: Track,
    /// Which step was taken.
    pub step: Step,
    /// The day of the step; today if left out.
    #[serde(default)]
    pub on: Option<Date>,
    /// What else there is to say.
    #[serde(default)]
    pub note: Option<String>,
}

/// Records a step of a property track.
pub fn step(cx: &Ctx, by: &By<'_>, filing: FilingId, ask: &StepInput) -> Result<EntryView, Error> {
    cx.act(by, "property.step", format!("filing:{filing}"), |tx, record| {
        let case = docket::begin(tx, by, &OFFICE, filing)?;
        let today = cx.today();
        let note = ask.note.as_deref().map(|n| input::passage(n, "note")).transpose()?;
        let days = days_of_tracks(&cx.settings);
        let act = law::step(&case, ask.track, ask.step, ask.on.unwrap_or(today), note, days, today)?;
        docket::enter(cx, tx, by.actor, record, &case, About::default(), act)
    })
}
