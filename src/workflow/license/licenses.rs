//! Foreign filing licenses: asked for, granted, refused, revoked (section 6 of the rule book).

use crate::workflow::frame::docket::{self, About, EntryView};
use crate::workflow::frame::reason::ReasonInput;
use crate::workflow::frame::{input, status};
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::ids::{EntryId, FilingId};
use domain::base::refusal::{LICENSE_PETITION, Refusal};
use domain::case::CaseFile;
use domain::law::license::{self, Need, Petition, PetitionKind, Scope, Source, Standing};
use domain::review::access;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const OFFICERS: [Role; 1] = [Role::LicensingOfficer];

/// The state of the license of a filing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LicenseView {
    pub filing_id: FilingId,
    /// Whether one is needed today.
    pub need: Need,
    pub standing: Standing,
    /// Every entry about it, in the order of entry.
    pub entries: Vec<EntryView>,
    /// Counts changes of the filing; its ETag.
    pub version: i32,
}

/// The state of the license of a filing today.
pub fn of_filing(cx: &Ctx, actor: &Actor, filing: FilingId) -> Result<LicenseView, Error> {
    access::role(actor, &[Role::Examiner, Role::LicensingOfficer])?;
    let today = cx.today();
    let (case, entries) = cx.look(actor, "filing.read", format!("filing:{filing}"), |conn| {
        let case = docket::open(conn, actor, filing)?;
        let entries = docket::of_field(conn, &case, None, "license")?;
        Ok((case, entries))
    })?;
    Ok(LicenseView {
        filing_id: filing,
        need: license::need(&case, today),
        standing: license::standing(&case, today),
        entries,
        version: case.version,
    })
}

/// One license, by the entry of its grant.
pub fn get(cx: &Ctx, actor: &Actor, id: EntryId) -> Result<EntryView, Error> {
    docket::get_if(cx, actor, id, |entry| entry.kind == "license.granted")
}

/// A petition for a license as received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewLicensePetition)]
pub struct PetitionInput {
    /// What is asked for.
    pub kind: PetitionKind,
    /// Name of the petitioner.
    pub by: String,
    /// Whether the fee of 37 CFR 1.17(g) came with the petition.
    #[serde(default)]
    pub fee_paid: bool,
    /// The petitioner's reason.
    pub reason: String,
}

/// Puts a petition on the docket (R6.4, R6.10).
pub fn petition(cx: &Ctx, by: &By<'_>, filing: FilingId, ask: &PetitionInput) -> Result<EntryView, Error> {
    cx.act(by, "license.petition", format!("filing:{filing}"), |tx, record| {
        let case = docket::begin(tx, by, &OFFICERS, filing)?;
        let petition = Petition {
            kind: ask.kind.clone(),
            by: input::line(&ask.by, "by")?,
            fee_paid: ask.fee_paid,
            reason: input::reason(&ask.reason)?,
        };
        license::accept_petition(&case, &petition, cx.today())?;
        docket::enter(cx, tx, by.actor, record, &case, About::default(), license::Act::Petitioned(petition))
    })
}

/// A license to be granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewLicense)]
pub struct GrantInput {
    /// How far the license reaches; left out, as far as the law lets it.
    #[serde(default)]
    pub scope: Option<Scope>,
    /// The petition that the license answers; left out, the filing itself.
    #[serde(default)]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub petition: Option<EntryId>,
}

/// Grants a license.
pub fn grant(cx: &Ctx, by: &By<'_>, filing: FilingId, ask: &GrantInput) -> Result<EntryView, Error> {
    cx.act(by, "license.grant", format!("filing:{filing}"), |tx, record| {
        let case = docket::begin(tx, by, &OFFICERS, filing)?;
        let today = cx.today();
        // The stored status may be of an earlier day, on which an order was in effect that has lapsed since. A late
        // flag or an undecided hit that the order hid still bars a license.
        let case = CaseFile { status: status::recompute(tx, filing, today)?, ..case };
        let scope = ask.scope.unwrap_or(if case.referrals.is_empty() { Scope::Broad } else { Scope::Narrow });
        let (source, covers) = match ask.petition {
            None => (Source::Filing, vec![]),
            Some(id) => match license::must_be_open(&case, id)? {
                PetitionKind::Retroactive { filings, .. } => (Source::Retroactive, filings.clone()),
                _ => (Source::Petition, vec![]),
            },
        };
        let act = license::grant(&case, scope, source, covers, today)?;
        let about = About { answers: ask.petition, ..About::default() };
        docket::enter(cx, tx, by.actor, record, &case, about, act)
    })
}

/// Refuses a petition for a license.
pub fn refuse(cx: &Ctx, by: &By<'_>, petition: EntryId, ask: &ReasonInput) -> Result<EntryView, Error> {
    cx.act(by, "license.refuse", format!("entry:{petition}"), |tx, record| {
        let (case, entry) = docket::begin_answer(cx, tx, by, &OFFICERS, petition)?;
        let reason = input::reason(&ask.reason)?;
        let days = cx.settings.retroactive_renewal_days;
        let act = license::refuse_petition(&case, petition, reason, days, cx.today())?;
        docket::enter(cx, tx, by.actor, record, &case, About::answer(&entry), act)
    })
}

/// Revokes a license.
pub fn revoke(cx: &Ctx, by: &By<'_>, granted: EntryId, ask: &ReasonInput) -> Result<EntryView, Error> {
    cx.act(by, "license.revoke", format!("entry:{granted}"), |tx, record| {
        let (case, entry) = docket::begin_answer(cx, tx, by, &OFFICERS, granted)?;
        if !matches!(license::Act::of(&entry.matter), Some(license::Act::Granted { .. })) {
            return Err(Refusal::new(&LICENSE_PETITION, "This entry is no license.").into());
        }
        let act = license::revoke(&case, granted, input::reason(&ask.reason)?)?;
        docket::enter(cx, tx, by.actor, record, &case, About::answer(&entry), act)
    })
}
