//! Agencies on file: listing them, adding one.

use crate::store::office::agencies;
use crate::workflow::frame::act::{By, Ctx, Error};
use crate::workflow::frame::input;
use domain::base::actor::Role;
use domain::base::agency::{Agencies, Agency};
use domain::base::refusal::{AGENCY_EXISTS, AGENCY_UNKNOWN, INVALID, Refusal};
use domain::review::access;

/// All agencies, past ones too, for everybody who has signed in.
pub fn list(cx: &Ctx) -> Result<Agencies, Error> {
    cx.read(|conn| Ok(agencies::all(conn)?))
}

/// Adds an agency, or a component of a department (R2.1).
pub fn add(cx: &Ctx, by: &By<'_>, agency: Agency) -> Result<Agency, Error> {
    cx.act(by, "agency.add", format!("agency:{}", agency.code), |tx, record| {
        access::role(by.actor, &[Role::SecurityOfficer])?;
        let agency = Agency { name: input::line(&agency.name, "name")?, ..agency };
        let known = agencies::all(tx)?;
        if known.0.iter().any(|a| a.code == agency.code) {
            return Err(Refusal::new(&AGENCY_EXISTS, format!("{} is on file.", agency.code)).into());
        }
        if let Some(department) = &agency.department {
            let Some(found) = known.0.iter().find(|a| a.code == *department) else {
                let detail = format!("There is no department {department}; add it first.");
                return Err(Refusal::new(&AGENCY_UNKNOWN, detail).at("department").into());
            };
            if let Some(above) = &found.department {
                let detail = format!("{department} is itself a component of {above}; name the department.");
                return Err(Refusal::new(&INVALID, detail).at("department").into());
            }
        }
        if agency.valid_until.is_some_and(|until| until < agency.valid_from) {
            let detail = "The last day is before the first.";
            return Err(Refusal::new(&INVALID, detail).at("valid_until").into());
        }
        agencies::insert(tx, &agency)?;
        record.detail = format!("from={}", agency.valid_from);
        Ok(agency)
    })
}
