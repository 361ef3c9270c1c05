//! Examination under an order: sealing, its steps, amendments that wait, the notice of allowance (R3.9,
//! section 8 of the rule book).

use crate::workflow::frame::docket::{self, About, EntryView};
use crate::workflow::frame::input;
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::agency::AgencyCode;
use domain::base::ids::{EntryId, FilingId, OrderId};
use domain::base::refusal::{AGENCY_UNKNOWN, Refusal};
use domain::law::examination as law;
use domain::law::examination::{Delay, Step};
use domain::review::access;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const EXAMINERS: [Role; 1] = [Role::Examiner];
const OFFICERS: [Role; 1] = [Role::LicensingOfficer];

/// Where examination stands under an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Examination)]
pub struct ExaminationView {
    /// The order.
    #[schema(value_type = uuid::Uuid)]
    pub order_id: OrderId,
    /// Counts changes of the order.
    #[serde(rename = "etag", alias = "version", with = "crate::workflow::frame::etag")]
    #[schema(value_type = String)]
    pub version: i32,
    /// The first day on which the case is sealed.
    pub sealed_since: Option<Date>,
    /// Date of Form D-10.
    pub allowable_on: Option<Date>,
    /// The last day to reply to the action that awaits a reply.
    pub reply_by: Option<Date>,
    /// Delays that give days back to the term of a patent.
    pub delays: Vec<Delay>,
    /// Every entry about the examination.
    pub entries: Vec<EntryView>,
}

/// Where examination stands under an order today.
pub fn of_order(cx: &Ctx, actor: &Actor, order: OrderId) -> Result<ExaminationView, Error> {
    access::role(actor, &[Role::Examiner, Role::LicensingOfficer])?;
    let today = cx.today();
    let (case, found, entries) = cx.look(actor, "order.read", format!("order:{order}"), |conn| {
        let (case, found) = docket::open_order(cx, conn, actor, order)?;
        let entries = docket::of_field(conn, &case, Some(found.id), "examination")?;
        Ok((case, found, entries))
    })?;
    Ok(ExaminationView {
        order_id: found.id,
        sealed_since: law::sealed_since(&case, &found, today),
        allowable_on: law::allowable_on(&case),
        reply_by: law::reply_by(&case, &found).map(|(_, by)| by),
        delays: law::adjustment(&case, today),
        entries,
        version: found.version,
    })
}

/// A sealing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSeal)]
pub struct SealInput {
    /// The sponsor that showed why the case must be sealed.
    #[schema(example = "NAVY")]
    pub agency: String,
    /// What the sponsor showed.
    pub reason: String,
}

/// Seals a case on a sponsor's showing (R3.9).
pub fn seal(cx: &Ctx, by: &By<'_>, order: OrderId, ask: &SealInput) -> Result<EntryView, Error> {
    cx.act(by, "order.seal", format!("order:{order}"), |tx, record| {
        let (case, order) = docket::begin_order(cx, tx, by, &OFFICERS, order)?;
        let agency =
            AgencyCode::parse(&ask.agency).map_err(|e| Refusal::new(&AGENCY_UNKNOWN, e.to_string()).at("agency"))?;
        let today = cx.today();
        let act = law::seal(&case, &order, agency.clone(), input::reason(&ask.reason)?, today)?;
        docket::enter(cx, tx, by.actor, record, &case, About::order(order.id).signed_for(agency), act)
    })
}

/// Ends the sealing of a case.
pub fn unseal(
    cx: &Ctx,
    by: &By<'_>,
    order: OrderId,
    ask: &crate::workflow::frame::reason::ReasonInput,
) -> Result<EntryView, Error> {
    cx.act(by, "order.unseal", format!("order:{order}"), |tx, record| {
        let (case, order) = docket::begin_order(cx, tx, by, &OFFICERS, order)?;
        let act = law::unseal(&case, &order, input::reason(&ask.reason)?, cx.today())?;
        docket::enter(cx, tx, by.actor, record, &case, About::order(order.id), act)
    })
}

/// A step of examination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewStep)]
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

/// Records a step of examination under an order (R8.2 to R8.6).
pub fn step(cx: &Ctx, by: &By<'_>, order: OrderId, ask: &StepInput) -> Result<EntryView, Error> {
    cx.act(by, "examination.step", format!("order:{order}"), |tx, record| {
        let (case, order) = docket::begin_order(cx, tx, by, &EXAMINERS, order)?;
        let today = cx.today();
        let note = ask.note.as_deref().map(|n| input::passage(n, "note")).transpose()?;
        let act = law::step(&case, &order, ask.step, ask.on.unwrap_or(today), note, today)?;
        docket::enter(cx, tx, by.actor, record, &case, About::order(order.id), act)
    })
}

/// An extension of the time to reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewExtension)]
pub struct ExtendInput {
    /// The last day to reply.
    pub until: Date,
    /// The agency's certificate that the invention is important to the armament or defense.
    pub certificate: String,
}

/// Extends the time to reply to an action in a case of the Government's own (35 USC 267; R8.7).
pub fn extend(cx: &Ctx, by: &By<'_>, order: OrderId, ask: &ExtendInput) -> Result<EntryView, Error> {
    cx.act(by, "examination.extend", format!("order:{order}"), |tx, record| {
        let (case, order) = docket::begin_order(cx, tx, by, &OFFICERS, order)?;
        let certificate = input::passage(&ask.certificate, "certificate")?;
        let act = law::extend(&case, &order, ask.until, certificate, cx.today())?;
        docket::enter(cx, tx, by.actor, record, &case, About::order(order.id), act)
    })
}

/// What may not be instituted under an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Proceeding {
    /// A hearing in an appeal to the Board.
    Hearing,
    /// An interference or derivation.
    Interference,
}

/// Refuses to institute a proceeding while the order stands. The refusal is in the ledger (R3.7, R8.3, R8.6).
pub fn institute(cx: &Ctx, by: &By<'_>, order: OrderId, what: Proceeding) -> Result<(), Error> {
    cx.act(by, "examination.institute", format!("order:{order}"), |tx, _| {
        let (_, order) = docket::begin_order(cx, tx, by, &EXAMINERS, order)?;
        Ok(law::institute(&order, what == Proceeding::Hearing, cx.today())?)
    })
}

/// An amendment that came after Form D-10.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewHeldAmendment)]
pub struct HeldInput {
    /// The day the amendment came; today if left out.
    #[serde(default)]
    pub on: Option<Date>,
    /// What the amendment says, in a few words.
    pub note: String,
}

/// Records an amendment that came after Form D-10. It is entered only after the end of the order (R8.5).
pub fn hold_amendment(cx: &Ctx, by: &By<'_>, order: OrderId, ask: &HeldInput) -> Result<EntryView, Error> {
    cx.act(by, "examination.hold_amendment", format!("order:{order}"), |tx, record| {
        let (case, order) = docket::begin_order(cx, tx, by, &EXAMINERS, order)?;
        let today = cx.today();
        let note = input::passage(&ask.note, "note")?;
        let act = law::hold_amendment(&case, &order, ask.on.unwrap_or(today), note, today)?;
        docket::enter(cx, tx, by.actor, record, &case, About::order(order.id), act)
    })
}

/// What becomes of a held amendment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HeldAmendmentDecision)]
pub struct AmendmentInput {
    /// Whether the amendment is entered.
    pub entered: bool,
    /// The examiner's reason.
    pub reason: String,
}

/// Decides on a held amendment after the end of the order (R8.5).
pub fn decide_amendment(cx: &Ctx, by: &By<'_>, held: EntryId, ask: &AmendmentInput) -> Result<EntryView, Error> {
    cx.act(by, "examination.decide_amendment", format!("entry:{held}"), |tx, record| {
        let (case, entry) = docket::begin_answer(cx, tx, by, &EXAMINERS, held)?;
        let reason = input::reason(&ask.reason)?;
        let act = law::decide_amendment(&case, held, ask.entered, reason, cx.today())?;
        docket::enter(cx, tx, by.actor, record, &case, About::answer(&entry), act)
    })
}

/// A notice of allowance.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAllowance)]
pub struct AllowInput {
    /// The day of the notice; today if left out.
    #[serde(default)]
    pub on: Option<Date>,
}

/// Records the ordinary notice of allowance, once nothing bars it (R8.8, R1.6).
pub fn allow(cx: &Ctx, by: &By<'_>, filing: FilingId, ask: &AllowInput) -> Result<EntryView, Error> {
    cx.act(by, "examination.allow", format!("filing:{filing}"), |tx, record| {
        let case = docket::begin(tx, by, &EXAMINERS, filing)?;
        let today = cx.today();
        let act = law::allow(&case, ask.on.unwrap_or(today).min(today), today)?;
        docket::enter(cx, tx, by.actor, record, &case, About::default(), act)
    })
}
