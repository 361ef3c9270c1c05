//! Petitions about an order: recorded as received, answered by each sponsor, decided by an officer, and carried out (37
//! CFR 5.4, 5.5; section 5 of the rule book).
//!
//! The notices that a verb names are queued by `workflow::frame::tell`.

use crate::store::office::ledger;
use crate::store::order::orders::{determinations, rescissions};
use crate::store::{Conn, Tx};
use crate::workflow::frame::act::{Record, entry};
use crate::workflow::frame::docket::{self, About, EntryView};
use crate::workflow::frame::{case, input};
use crate::workflow::order::determine::speaks_for;
use crate::workflow::order::end;
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::agency::AgencyCode;
use domain::base::calendar::washington_date;
use domain::base::ids::{EntryId, OrderId, RescissionRequestId};
use domain::base::ledger::Outcome;
use domain::base::refusal::{PETITION_POSITION_EXISTS, Refusal};
use domain::case::{CaseFile, Entry};
use domain::law::petition::{
    self, Act, Basis, Decision, ModificationPetition, PermitPetition, Person, Position, Rescission, Scope, Standing,
};
use domain::order::{End, Order, RescissionRequest, originator_lets_go, standing_requests};
use domain::review::access::{self, not_found};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const OFFICERS: [Role; 1] = [Role::LicensingOfficer];
const READERS: [Role; 4] = [Role::Examiner, Role::LicensingOfficer, Role::Reviewer, Role::Official];

/// The order an entry concerns.
pub(crate) fn order_of<'a>(case: &'a CaseFile, entry: &Entry) -> Result<&'a Order, Refusal> {
    entry.order.and_then(|id| case.order(id)).ok_or_else(not_found)
}

/// Reads a text of several lines that may be empty: the rules of law say what must not be missing.
fn optional_passage(text: &str, field: &str) -> Result<String, Refusal> {
    if text.trim().is_empty() { Ok(String::new()) } else { input::passage(text, field) }
}

fn optional_line(text: &str, field: &str) -> Result<String, Refusal> {
    if text.trim().is_empty() { Ok(String::new()) } else { input::line(text, field) }
}

fn line_if_given(text: Option<&String>, field: &str) -> Result<Option<String>, Refusal> {
    Ok(text.map(|t| optional_line(t, field)).transpose()?.filter(|t| !t.is_empty()))
}

fn read_lines(texts: &[String], field: &str) -> Result<Vec<String>, Refusal> {
    let texts = input::passages(texts, field)?;
    texts.iter().enumerate().map(|(i, t)| input::line(t, &format!("{field}[{i}]"))).collect()
}

/// Reads countries as two letters, each once.
fn read_countries(texts: &[String], field: &str) -> Result<Vec<String>, Refusal> {
    let mut out: Vec<String> = vec![];
    for (i, text) in texts.iter().enumerate() {
        let code = read_country(text, &format!("{field}[{i}]"))?;
        if !out.contains(&code) {
            out.push(code);
        }
    }
    Ok(out)
}

fn read_country(text: &str, field: &str) -> Result<String, Refusal> {
    let code = text.trim().to_ascii_uppercase();
    if code.len() == 2 && code.chars().all(|c| c.is_ascii_uppercase()) {
        return Ok(code);
    }
    Err(Refusal::new(&domain::base::refusal::INVALID, "Give the country by its two letters (ISO 3166).").at(field))
}

fn read_people(of: &[Person], field: &str) -> Result<Vec<Person>, Refusal> {
    let read = |(i, p): (usize, &Person)| {
        let mut cleared = p.cleared.clone();
        if let Some(c) = &mut cleared {
            c.agency = input::line(&c.agency, &format!("{field}[{i}].cleared.agency"))?;
        }
        Ok(Person {
            name: input::line(&p.name, &format!("{field}[{i}].name"))?,
            country: read_country(&p.country, &format!("{field}[{i}].country"))?,
            cleared,
        })
    };
    if of.len() > input::MOST_PASSAGES {
        let why = format!("\"{field}\" has {} items; it may have {}.", of.len(), input::MOST_PASSAGES);
        return Err(Refusal::new(&domain::base::refusal::INVALID, why).at(field));
    }
    of.iter().enumerate().map(read).collect()
}

/// Records a petition for rescission (R5.1). Notice to the petitioner: `petition_received`.
pub fn petition_rescission(cx: &Ctx, by: &By<'_>, order: OrderId, ask: &Rescission) -> Result<EntryView, Error> {
    cx.act(by, "petition.receive", format!("order:{order}"), |tx, record| {
        let (case, order) = docket::begin_order(cx, tx, by, &OFFICERS, order)?;
        let mut asked = ask.clone();
        asked.principal = optional_line(&ask.principal, "principal")?;
        asked.signed_by = line_if_given(ask.signed_by.as_ref(), "signed_by")?;
        asked.facts = optional_passage(&ask.facts, "facts")?;
        asked.contracts = read_lines(&ask.contracts, "contracts")?;
        for (i, p) in asked.earlier.iter_mut().enumerate() {
            p.what = input::line(&p.what, &format!("earlier[{i}].what"))?;
        }
        petition::accept_rescission(&case, &order, &asked, cx.today())?;
        docket::enter(cx, tx, by.actor, record, &case, About::order(order.id), Act::Rescission(asked))
    })
}

/// Records a petition for a permit (R5.4). Notice to the petitioner: `petition_received`.
pub fn petition_permit(cx: &Ctx, by: &By<'_>, order: OrderId, ask: &PermitPetition) -> Result<EntryView, Error> {
    cx.act(by, "petition.receive", format!("order:{order}"), |tx, record| {
        let (case, order) = docket::begin_order(cx, tx, by, &OFFICERS, order)?;
        let mut asked = ask.clone();
        asked.principal = optional_line(&ask.principal, "principal")?;
        asked.signed_by = line_if_given(ask.signed_by.as_ref(), "signed_by")?;
        asked.reason = optional_passage(&ask.reason, "reason")?;
        asked.purpose = line_if_given(ask.purpose.as_ref(), "purpose")?;
        asked.scope = match &ask.scope {
            Scope::Persons { people: all } => Scope::Persons { people: read_people(all, "people")? },
            Scope::ForeignFiling { countries: all, holders, vouched } => Scope::ForeignFiling {
                countries: read_countries(all, "countries")?,
                holders: read_people(holders, "holders")?,
                vouched: *vouched,
            },
            Scope::General { clearance } => Scope::General { clearance: *clearance },
        };
        petition::accept_permit(&case, &order, &asked, cx.today())?;
        docket::enter(cx, tx, by.actor, record, &case, About::order(order.id), Act::Permit(asked))
    })
}

/// A modification as asked for: by a principal, whose petition an officer records, or by a sponsor's official.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModificationInput {
    /// What is asked.
    pub petition: ModificationPetition,
    /// The sponsor that gives notice; chosen as for a determination if left out. For officials only.
    pub agency: Option<String>,
}

/// Records a petition for modification, or a sponsor's notice of one (R5.8, E38). Notice to the petitioner:
/// `petition_received`.
pub fn modify(cx: &Ctx, by: &By<'_>, order: OrderId, ask: &ModificationInput) -> Result<EntryView, Error> {
    cx.act(by, "petition.receive", format!("order:{order}"), |tx, record| {
        let (case, order) = docket::begin_order(cx, tx, by, &[Role::LicensingOfficer, Role::Official], order)?;
        let today = cx.today();
        let sponsor = match &by.actor.agency {
            None => None,
            Some(own) => {
                let agencies = docket::agencies_of(tx)?;
                speaks_for(&order, &agencies, own, ask.agency.as_deref(), today)?.into_iter().next()
            }
        };
        let mut asked = ask.petition.clone();
        asked.principal = if sponsor.is_some() { None } else { line_if_given(asked.principal.as_ref(), "principal")? };
        asked.signed_by = line_if_given(asked.signed_by.as_ref(), "signed_by")?;
        asked.reason =
            if sponsor.is_some() { input::reason(&asked.reason)? } else { optional_passage(&asked.reason, "reason")? };
        asked.holders = read_people(&asked.holders, "holders")?;
        asked.change.countries =
            asked.change.countries.as_deref().map(|c| read_countries(c, "countries")).transpose()?;
        asked.change.conditions =
            asked.change.conditions.as_deref().map(|c| input::passages(c, "conditions")).transpose()?;
        petition::accept_modification(&case, &order, &asked, sponsor.as_ref(), today)?;
        let about = About { agency: sponsor, ..About::order(order.id) };
        docket::enter(cx, tx, by.actor, record, &case, about, Act::Modification(asked))
    })
}

/// A sponsor's position on a petition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPosition)]
pub struct PositionInput {
    /// Whether the sponsor concurs.
    pub position: Position,
    /// The official's reason.
    pub reason: String,
    /// The sponsor for which the official speaks; left out, chosen as for a determination.
    #[serde(default)]
    #[schema(example = "NAVY")]
    pub agency: Option<String>,
}

/// Records the position of a sponsor, or of each sponsor a department's official speaks for. To concur in a
/// petition for rescission is to ask for rescission (181 ¶4: the sponsors notify the Office), so it is
/// recorded as that sponsor's request too; one that stands already is left alone.
pub fn state_position(cx: &Ctx, by: &By<'_>, petition: EntryId, ask: &PositionInput) -> Result<EntryView, Error> {
    cx.act(by, "petition.position", format!("entry:{petition}"), |tx, record| {
        let (case, entry) = docket::begin_answer(cx, tx, by, &[Role::Official], petition)?;
        let order = order_of(&case, &entry)?;
        let reason = input::reason(&ask.reason)?;
        let today = cx.today();
        let own = by.actor.agency.clone().ok_or_else(not_found)?;
        let agencies = docket::agencies_of(tx)?;
        let mut last = None;
        for agency in speaks_for(order, &agencies, &own, ask.agency.as_deref(), today)? {
            match petition::state_position(&case, order, petition, &agency, today) {
                Ok(()) => {}
                // Components that have stated their position are left out.
                Err(r) if r.code == &PETITION_POSITION_EXISTS && ask.agency.is_none() => continue,
                Err(r) => return Err(r.into()),
            }
            let act = Act::Stated { position: ask.position, reason: reason.clone() };
            let about = About::answer(&entry).signed_for(agency.clone());
            last = Some(docket::enter(cx, tx, by.actor, record, &case, about, act)?);
            let asks_rescission = matches!(Act::of(&entry.matter), Some(Act::Rescission(_)));
            if asks_rescission
                && ask.position == Position::Concur
                && !agencies_asking_rescission(tx, order.id)?.contains(&agency)
            {
                let account = case::signer(by.actor)?;
                let request = RescissionRequest {
                    id: RescissionRequestId::fresh(&*cx.ids),
                    order: order.id,
                    agency,
                    reason: reason.clone(),
                    account,
                    signer: by.actor.name.clone(),
                    requested_at: cx.now(),
                };
                rescissions::insert(tx, &request)?;
            }
        }
        let spoken = || {
            let why = format!("Every sponsor {own} acts for has stated its position on this petition.");
            Refusal::new(&PETITION_POSITION_EXISTS, why).into()
        };
        last.ok_or_else(spoken)
    })
}

/// Agencies whose request for rescission of an order stands.
fn agencies_asking_rescission(conn: &mut Conn, order: OrderId) -> Result<Vec<AgencyCode>, Error> {
    Ok(standing_requests(&rescissions::of_orders(conn, &[order])?, &determinations::of_order(conn, order)?))
}

/// The decision of an officer on a petition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionInput {
    pub decision: Decision,
    /// Why.
    pub reason: String,
}

/// Decides a petition (R5.2). Granting a petition for rescission also rescinds the order, by the rule of every
/// rescission. Notices: `petition_denied` for a denial, `permit_granted` for a permit, `order_modified` for a
/// modification; a rescission sends its own.
pub fn decide(cx: &Ctx, by: &By<'_>, petition: EntryId, ask: &DecisionInput) -> Result<EntryView, Error> {
    cx.act(by, "petition.decide", format!("entry:{petition}"), |tx, record| {
        let (case, entry) = docket::begin_answer(cx, tx, by, &OFFICERS, petition)?;
        let order = order_of(&case, &entry)?;
        let now = cx.now();
        let today = washington_date(now);
        let asked = agencies_asking_rescission(tx, order.id)?;
        let basis = Basis { asked: &asked, appeal_days: cx.settings.appeal_days, on: today };
        let reason = input::reason(&ask.reason)?;
        let act = petition::decide(&case, order, petition, ask.decision, reason, &basis)?;
        let rescinds = matches!(act, Act::Granted { .. });
        let done = docket::enter(cx, tx, by.actor, record, &case, About::answer(&entry), act)?;
        if rescinds {
            let requests = rescissions::of_orders(tx, &[order.id])?;
            let foreign = docket::agencies_of(tx)?.foreign_governments();
            originator_lets_go(order, &requests, &foreign, cx.settings.originator_notice_days, today)?;
            rescind_order(cx, tx, by.actor, order, &asked)?;
        }
        Ok(done)
    })
}

/// Rescinds the order of a granted petition, with the ledger entry that every rescission has.
fn rescind_order(cx: &Ctx, tx: &mut Tx<'_>, by: &Actor, order: &Order, asked: &[AgencyCode]) -> Result<(), Error> {
    let now = cx.now();
    let names: Vec<_> = asked.iter().map(AgencyCode::as_str).collect();
    let detail = format!("sponsors={} classified={}", names.join(","), order.classified);
    let line = Record { subject: format!("order:{}", order.id), detail };
    ledger::append(tx, entry(by, "order.rescind", &line, Outcome::Done, now))?;
    end::end(cx, tx, order, End::Rescinded, washington_date(now), now)
}

/// A petition with its state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PetitionView {
    /// As it was received.
    pub entry: EntryView,
    /// Where it stands today.
    pub standing: Standing,
    /// What answers it: positions, the decision, a revocation, an appeal.
    pub answers: Vec<EntryView>,
}

/// Reads a petition by the id of its entry, with what answered it.
pub fn get(cx: &Ctx, actor: &Actor, id: EntryId) -> Result<PetitionView, Error> {
    access::role(actor, &READERS)?;
    let today = cx.today();
    cx.look(actor, "docket.read", format!("entry:{id}"), |conn| {
        let (case, entry, _) = docket::open_entry(cx, conn, actor, id)?;
        let order = order_of(&case, &entry)?;
        if petition::find(&case, id).is_err() {
            return Err(not_found().into());
        }
        let answers = case.answers_to(id).cloned().map(|e| docket::view(conn, e)).collect::<Result<_, _>>()?;
        let standing = petition::standing(&case, order, &entry, today);
        Ok(PetitionView { entry: docket::view(conn, entry)?, standing, answers })
    })
}
