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

const OFFICE: [Role; 2] = [Role::Examiner, Role::LicensingOfficer];

/// The periods of the property tracks, from the settings.
pub(crate) fn days_of_tracks(settings: &Settings) -> Days {
    Days {
        statement: settings.property_statement_days,
        claim: settings.property_claim_days,
        hearing: settings.property_hearing_days,
    }
}

/// The state of both property tracks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PropertyView {
    /// The filing.
    pub filing_id: FilingId,
    /// Each track that was begun, and to whom the patent may issue as far as property goes.
    pub tracks: Vec<(Track, Owner)>,
    /// Every entry about property.
    pub entries: Vec<EntryView>,
    /// Version of the filing.
    pub version: i32,
}

/// The state of the property tracks of a filing today.
pub fn of_filing(cx: &Ctx, actor: &Actor, filing: FilingId) -> Result<PropertyView, Error> {
    access::role(actor, &OFFICE)?;
    let today = cx.today();
    let (case, entries) = cx.read(|conn| {
        let case = docket::open(conn, actor, filing)?;
        let entries = docket::of_field(conn, &case, None, "property")?;
        Ok((case, entries))
    })?;
    let days = days_of_tracks(&cx.settings);
    Ok(PropertyView {
        filing_id: filing,
        tracks: Track::ALL.into_iter().filter_map(|t| Some((t, law::owner(&case, t, days, today)?))).collect(),
        entries,
        version: case.version,
    })
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepInput {
    /// On which track.
    pub track: Track,
    /// Which.
    pub step: Step,
    /// On which day; today if left out.
    pub on: Option<Date>,
    /// What else there is to say.
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
