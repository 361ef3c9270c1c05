//! Violations and disclosure incidents: recorded by one person, decided or handled by another (R7.1 to R7.3, R3.10).
//! Only a holding sends a notice, to the principals.

use crate::store::notice::notices;
use crate::workflow::frame::docket::{self, About, EntryView};
use crate::workflow::frame::input;
use crate::workflow::petition::petitions::order_of;
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::ids::{EntryId, OrderId};
use domain::law::incident::{self, Disclosee, Incident};
use domain::law::violation::{self, Act, Consequence, Finding, Holding, Offence, Offender};
use domain::review::access::{self, not_found};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const OFFICERS: [Role; 1] = [Role::LicensingOfficer];
const OFFICE: [Role; 2] = [Role::Examiner, Role::LicensingOfficer];

/// A violation as found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewViolation)]
pub struct FindingInput {
    /// What was done.
    pub offence: Offence,
    /// By whom, in the words of the law.
    pub offender: Offender,
    /// Name of the offender.
    pub name: String,
    /// The day of the act.
    pub on: Date,
    /// What the act was, and how it is known.
    pub evidence: String,
    /// Found to have been without consent.
    #[serde(default)]
    pub without_consent: bool,
}

/// Records a finding (R7.1), with the proof of knowledge that the service records hold (R3.5).
pub fn find(cx: &Ctx, by: &By<'_>, order: OrderId, ask: &FindingInput) -> Result<EntryView, Error> {
    cx.act(by, "violation.find", format!("order:{order}"), |tx, record| {
        let (case, order) = docket::begin_order(cx, tx, by, &OFFICERS, order)?;
        let name = input::line(&ask.name, "name")?;
        let knowledge = violation::knowledge(&notices::of_orders(tx, &[order.id])?, &name, ask.on);
        let finding = Finding {
            offence: ask.offence,
            offender: ask.offender,
            name,
            on: ask.on,
            evidence: input::passage(&ask.evidence, "evidence")?,
            without_consent: ask.without_consent,
            knowledge,
        };
        violation::find(&order, &finding, cx.today())?;
        docket::enter(cx, tx, by.actor, record, &case, About::order(order.id), Act::Found(finding))
    })
}

/// A decision on a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewHolding)]
pub struct HoldingInput {
    /// Whether the invention is held abandoned.
    #[serde(rename = "decision")]
    pub holding: Holding,
    /// The officer's reason.
    pub reason: String,
}

/// Decides whether the invention is held abandoned (R7.1). Notice to the principals of a holding:
/// `abandonment_held`.
pub fn decide(cx: &Ctx, by: &By<'_>, violation: EntryId, ask: &HoldingInput) -> Result<EntryView, Error> {
    cx.act(by, "violation.decide", format!("entry:{violation}"), |tx, record| {
        let (case, entry) = docket::begin_answer(cx, tx, by, &OFFICERS, violation)?;
        let reason = input::reason(&ask.reason)?;
        let act = violation::decide(&case, violation, ask.holding, reason, by.actor.account)?;
        docket::enter(cx, tx, by.actor, record, &case, About::answer(&entry), act)
    })
}

/// A finding with its decision.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Violation)]
pub struct ViolationView {
    /// The finding.
    #[serde(flatten)]
    pub entry: EntryView,
    pub decision: Option<EntryView>,
    /// What the law has for such an act. For information: nothing of it happens here.
    pub consequences: Vec<Consequence>,
}

/// One finding.
pub fn get(cx: &Ctx, actor: &Actor, id: EntryId) -> Result<ViolationView, Error> {
    access::role(actor, &OFFICE)?;
    cx.look(actor, "docket.read", format!("entry:{id}"), |conn| {
        let (case, entry, _) = docket::open_entry(cx, conn, actor, id)?;
        let Some(Act::Found(finding)) = Act::of(&entry.matter) else { return Err(not_found().into()) };
        let consequences = violation::consequences(finding.offence, finding.knowledge.as_ref());
        let decided = violation::decision(&case, &entry).map(|(e, _)| e.clone());
        let decision = decided.map(|e| docket::view(conn, e)).transpose()?;
        Ok(ViolationView { entry: docket::view(conn, entry)?, decision, consequences })
    })
}

/// Records a disclosure incident (R3.10). No notice is sent to anybody: the handling that an officer reads says whom to
/// notify, if anyone.
pub fn report(cx: &Ctx, by: &By<'_>, order: OrderId, ask: &Incident) -> Result<EntryView, Error> {
    cx.act(by, "incident.report", format!("order:{order}"), |tx, record| {
        let (case, order) = docket::begin_order(cx, tx, by, &OFFICE, order)?;
        // The rules of law say what must not be missing.
        let text = |t: &str, field| if t.trim().is_empty() { Ok(String::new()) } else { input::passage(t, field) };
        let incident = Incident {
            on: ask.on,
            name: text(&ask.name, "name")?,
            address: text(&ask.address, "address")?,
            citizen_of: text(&ask.citizen_of, "citizen_of")?,
            located_in: text(&ask.located_in, "located_in")?,
            what: text(&ask.what, "what")?,
            export_authorization: text(&ask.export_authorization, "export_authorization")?,
            foreign_application: text(&ask.foreign_application, "foreign_application")?,
        };
        incident::report(&order, &incident, cx.today())?;
        docket::enter(cx, tx, by.actor, record, &case, About::order(order.id), incident::Act::Reported(incident))
    })
}

/// An incident with how it is handled.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Incident)]
pub struct IncidentView {
    /// The report.
    #[serde(flatten)]
    pub entry: EntryView,
    /// Who the disclosee is to the rules.
    pub disclosee: Disclosee,
    /// What to do.
    pub handling: &'static str,
    /// The entry that records that the disclosee was notified of the order.
    pub told: Option<EntryView>,
}

/// Reads the report of an incident, with whether the disclosee was notified.
pub fn get_incident(cx: &Ctx, actor: &Actor, id: EntryId) -> Result<IncidentView, Error> {
    access::role(actor, &OFFICE)?;
    cx.look(actor, "docket.read", format!("entry:{id}"), |conn| {
        let (case, entry, _) = docket::open_entry(cx, conn, actor, id)?;
        let disclosee = incident::find(&case, id).map_err(|_| not_found())?.disclosee();
        let told = case.answers_to(id).next().cloned().map(|e| docket::view(conn, e)).transpose()?;
        Ok(IncidentView { entry: docket::view(conn, entry)?, disclosee, handling: disclosee.handling(), told })
    })
}

/// The record that a disclosee was notified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTold)]
pub struct ToldInput {
    /// The day on which the disclosee was notified.
    pub on: Date,
    /// How the disclosee was notified, and by whom.
    pub how: String,
}

/// Records that a citizen in the United States was notified of the order. It is refused for everybody else.
pub fn record_disclosee_notified(
    cx: &Ctx,
    by: &By<'_>,
    incident: EntryId,
    ask: &ToldInput,
) -> Result<EntryView, Error> {
    cx.act(by, "incident.told", format!("entry:{incident}"), |tx, record| {
        let (case, entry) = docket::begin_answer(cx, tx, by, &OFFICERS, incident)?;
        order_of(&case, &entry)?;
        let how = input::passage(&ask.how, "how")?;
        let act = incident::record_notification(&case, incident, ask.on, how, cx.today())?;
        docket::enter(cx, tx, by.actor, record, &case, About::answer(&entry), act)
    })
}
