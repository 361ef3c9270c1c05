//! The notices that an entry of the docket causes: to the principals, and where the law says so to the sponsors. They
//! are decided in this one place, so that none is forgotten and none says too much. The words of a letter are the job
//! of `domain::letter`.
//!
//! The reasons in entries are the Office's own and go into no letter. Nobody is notified of a finding that another
//! applicant's filing has something in common with the ordered one (E12), nor of an incident, a condition, a position
//! or a property claim between the agency and the Office.

use crate::store::filing::docket;
use crate::store::order::orders;
use crate::store::{StoreError, Tx};
use crate::workflow::frame::case;
use crate::workflow::frame::notify;
use crate::workflow::frame::notify::About;
use crate::workflow::{Ctx, Error};
use domain::base::order_type::OrderType;
use domain::case::{Entry, Matter};
use domain::filing::{Party, PartyRole};
use domain::law::examination::{self, Step};
use domain::law::petition::{Change, Person, Scope, same_name};
use domain::law::{appeal, license, marked, petition, property, violation};
use domain::letter::{
    AppealOutcome, Facts, Hearing, InEffect, LicenseScope, MarkingConcern, PastFiling, Permit, PetitionKind,
    PropertyAgency,
};
use domain::notice::addressees;
use domain::order::Order;
use jiff::ToSpan;
use jiff::civil::Date;

/// Queues the notices of an entry that has just been written.
pub(crate) fn notify_of_entry(cx: &Ctx, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), Error> {
    let order = match entry.order {
        Some(id) => orders::find(tx, id)?,
        None => None,
    };
    let question = match entry.answers {
        Some(id) => docket::find(tx, id)?,
        None => None,
    };
    let number = i32::try_from(docket::of_filing(tx, entry.filing)?.len()).unwrap_or(i32::MAX);
    if let Some((order, facts)) = order.as_ref().and_then(|order| Some((order, facts_for_sponsors(entry, order)?))) {
        notify_sponsors(cx, tx, entry, order, number, &facts)?;
    }
    let Some(facts) = facts_for_principals(cx, tx, entry, order.as_ref(), question.as_ref())? else { return Ok(()) };
    // If the order is on another filing, the notice is about this filing: its principals are no party to that order.
    let about = match &order {
        Some(order) if order.filing == entry.filing => About::Order(order),
        _ => About::Filing(entry.filing),
    };
    let appellant = question.as_ref().and_then(|q| match appeal::Act::of(&q.matter) {
        Some(appeal::Act::Received { principal, .. }) => Some(principal.as_str()),
        _ => None,
    });
    if let (Facts::AppealHearing { .. }, Some(appellant), Some(order)) = (&facts, appellant, &order) {
        return notify_appellant(cx, tx, entry, order, number, &facts, appellant);
    }
    notify::queue(cx, tx, about, number, &facts, entry.at)?;
    Ok(())
}

/// What the sponsors of an order are notified of on paper (R5.3, R8.4). Everything else they read on its docket.
fn facts_for_sponsors(entry: &Entry, order: &Order) -> Option<Facts> {
    let until = (!order.has_no_end()).then(|| order.expires_on());
    match &entry.matter {
        Matter::Appeal(appeal::Act::Hearing { on, at, place }) => {
            Some(Facts::SponsorHearing { hearing: Hearing { on: *on, at: *at, place: place.clone() }, until })
        }
        Matter::Examination(examination::Act::Step { step: Step::Allowable, on, .. }) => {
            Some(Facts::SponsorAllowability { on: *on, until })
        }
        _ => None,
    }
}

/// Queues one notice for each sponsor of the day. Agencies have no mail address, so the notice waits as paper until an
/// officer has proof of service.
fn notify_sponsors(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    entry: &Entry,
    order: &Order,
    number: i32,
    facts: &Facts,
) -> Result<(), Error> {
    let filing = case::filing_of(tx, order.filing)?;
    for name in notify::sponsors(tx, order, entry.on)? {
        let agency = Party { role: PartyRole::Correspondent, name, country: None, email: None };
        let about = Some((order.id, order.number.as_str()));
        notify::queue_one(cx, tx, &filing, about, &agency, number, facts, entry.at)?;
    }
    Ok(())
}

/// Queues a notice for the appellant and for the representatives and correspondents. The other principals are no party
/// to the appeal.
fn notify_appellant(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    entry: &Entry,
    order: &Order,
    number: i32,
    facts: &Facts,
    appellant: &str,
) -> Result<(), Error> {
    let filing = case::filing_of(tx, order.filing)?;
    let writes_to = |p: &Party| {
        matches!(p.role, PartyRole::Representative | PartyRole::Correspondent) || same_name(&p.name, appellant)
    };
    let people = addressees(&case::parties(tx, &filing)?);
    for person in people.iter().filter(|p| writes_to(p)) {
        let about = Some((order.id, order.number.as_str()));
        notify::queue_one(cx, tx, &filing, about, person, number, facts, entry.at)?;
    }
    Ok(())
}

fn facts_for_principals(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    entry: &Entry,
    order: Option<&Order>,
    question: Option<&Entry>,
) -> Result<Option<Facts>, Error> {
    let mut now = |what: &str| -> Result<InEffect, Error> {
        let order = order.ok_or_else(|| StoreError::Corrupt(format!("{what} {} has no order", entry.id)))?;
        notify::in_effect(tx, order, order.last_term(), &[])
    };
    let on = entry.on;
    Ok(match &entry.matter {
        Matter::License(act) => facts_of_license(act, question, on),
        Matter::Examination(act) => match act {
            examination::Act::Sealed { .. } => Some(Facts::OrderSealed { order: now("a sealing")?, from: on }),
            examination::Act::Unsealed { .. } => Some(Facts::OrderUnsealed { order: now("a sealing")?, from: on }),
            examination::Act::Step { step: Step::Allowable, on, .. } => {
                Some(Facts::Allowability { on: *on, order: now("Form D-10")? })
            }
            examination::Act::Step { .. }
            | examination::Act::Extended { .. }
            | examination::Act::AmendmentHeld { .. }
            | examination::Act::AmendmentDecided { .. }
            | examination::Act::Allowed { .. } => None,
        },
        Matter::Marked(act) => facts_of_marking(act),
        Matter::Property(property::Act::Step { track, step: property::Step::StatementRequested, on, .. }) => {
            let agency = match track {
                property::Track::Doe => PropertyAgency::Doe,
                property::Track::Nasa => PropertyAgency::Nasa,
            };
            let days = i64::from(cx.settings.property_statement_days).days();
            Some(Facts::PropertyStatementRequest { agency, until: on.saturating_add(days) })
        }
        Matter::Petition(act) => match act {
            petition::Act::Rescission(_) | petition::Act::Permit(_) | petition::Act::Modification(_)
                // A sponsor's notice is no principal's petition.
                if entry.agency.is_none() =>
            {
                let petition = petition_kind(act);
                Some(Facts::PetitionReceived { petition, on, missing: vec![], order: now("a petition")? })
            }
            petition::Act::Denied { appeal_by, .. } => match answered_petition(question).filter(|_| is_asked_by_principal(question)) {
                Some(act) => Some(Facts::PetitionDenied {
                    petition: petition_kind(act),
                    on,
                    words: None,
                    appeal_until: *appeal_by,
                    order: now("a denial")?,
                }),
                None => None,
            },
            petition::Act::Permitted { from, until, .. } => match answered_petition(question) {
                Some(petition::Act::Permit(asked)) => {
                    let order = now("a permit")?;
                    let permit = facts_of_permit(asked, question, *from, *until);
                    Some(Facts::PermitGranted { order, permit })
                }
                _ => None,
            },
            petition::Act::Modified { change, .. } => {
                Some(Facts::OrderModified { now: now("a modification")?, from: on, changes: describe_changes(change) })
            }
            // A granted petition for rescission ends the order, of which there is a letter of its own.
            petition::Act::Granted { .. }
            | petition::Act::Rescission(_)
            | petition::Act::Permit(_)
            | petition::Act::Modification(_)
            | petition::Act::Stated { .. }
            | petition::Act::Revoked { .. }
            | petition::Act::CommonMatter { .. } => None,
        },
        Matter::Appeal(appeal::Act::Hearing { on, at, place }) => Some(Facts::AppealHearing {
            hearing: Hearing { on: *on, at: *at, place: place.clone() },
            order: now("a hearing")?,
        }),
        Matter::Appeal(appeal::Act::Decided { outcome, .. }) => {
            let outcome = match outcome {
                appeal::Outcome::Upheld => AppealOutcome::Denied,
                appeal::Outcome::Reversed => AppealOutcome::Granted,
                appeal::Outcome::Remanded => AppealOutcome::Remanded,
            };
            Some(Facts::AppealDecided { on, outcome, order: now("an appeal")? })
        }
        Matter::Violation(violation::Act::Decided { effective: Some(violated_on), .. }) => {
            Some(Facts::AbandonmentHeld { on, violated_on: *violated_on })
        }
        Matter::Property(_)
        | Matter::Appeal(_)
        | Matter::Violation(_)
        | Matter::Record(_)
        | Matter::Advice(_)
        | Matter::Related(_)
        | Matter::Review(_)
        | Matter::International(_)
        | Matter::Condition(_)
        | Matter::Incident(_)
        | Matter::Compensation(_) => None,
    })
}

fn facts_of_license(act: &license::Act, question: Option<&Entry>, on: Date) -> Option<Facts> {
    match act {
        license::Act::Petitioned(_) => None,
        license::Act::Granted { scope, covers, source } => Some(Facts::LicenseGranted {
            scope: match scope {
                license::Scope::Broad => LicenseScope::Broad,
                license::Scope::Narrow => LicenseScope::Narrow,
            },
            from: on,
            past: covers.iter().map(|p| PastFiling { country: p.country.clone(), on: p.on }).collect(),
            on_filing: *source == license::Source::Filing,
        }),
        license::Act::Refused { renew_by, .. } => {
            let asked = question.and_then(|q| license::Act::of(&q.matter));
            let retroactive = matches!(
                asked,
                Some(license::Act::Petitioned(p))
                    if matches!(p.kind, license::PetitionKind::Retroactive { .. } | license::PetitionKind::Reconsider)
            );
            Some(Facts::LicenseRefused { on, retroactive, renew_until: *renew_by })
        }
        license::Act::Revoked { .. } => Some(Facts::LicenseRevoked { from: on }),
    }
}

fn facts_of_marking(act: &marked::Act) -> Option<Facts> {
    match act {
        marked::Act::Queried { marking, classified, due_on } => {
            let marking = marking.clone();
            let concern = if *classified {
                MarkingConcern::Classified { marking }
            } else {
                MarkingConcern::Unexplained { marking }
            };
            Some(Facts::MarkingQuery { concern, until: *due_on })
        }
        marked::Act::Answered { .. } | marked::Act::HeldAbandoned { .. } => None,
    }
}

fn answered_petition(question: Option<&Entry>) -> Option<&petition::Act> {
    question.and_then(|q| petition::Act::of(&q.matter))
}

fn is_asked_by_principal(question: Option<&Entry>) -> bool {
    question.is_some_and(|q| q.agency.is_none())
}

fn petition_kind(act: &petition::Act) -> PetitionKind {
    match act {
        petition::Act::Permit(p) => match p.scope {
            Scope::Persons { .. } => PetitionKind::Disclosure,
            Scope::ForeignFiling { .. } => PetitionKind::ForeignFiling,
            Scope::General { .. } => PetitionKind::GeneralPermit,
        },
        petition::Act::Modification(_) => PetitionKind::Modification,
        _ => PetitionKind::Rescission,
    }
}

fn facts_of_permit(
    asked: &petition::PermitPetition,
    question: Option<&Entry>,
    from: Date,
    until: Option<Date>,
) -> Permit {
    let line = |p: &Person| match &p.cleared {
        Some(c) => format!("{} ({}), cleared {} by {} on {}", p.name, p.country, c.level.mark(), c.agency, c.on),
        None => format!("{} ({})", p.name, p.country),
    };
    let (persons, countries): (Vec<String>, Vec<String>) = match &asked.scope {
        Scope::Persons { people } => (people.iter().map(line).collect(), vec![]),
        Scope::ForeignFiling { countries, holders, .. } => (holders.iter().map(line).collect(), countries.clone()),
        Scope::General { clearance } => (vec![format!("persons cleared {} or higher", clearance.mark())], vec![]),
    };
    Permit {
        name: question.map_or_else(String::new, |q| format!("granted on the petition of {}", q.on)),
        general: matches!(asked.scope, Scope::General { .. }),
        persons,
        countries,
        purpose: asked.purpose.clone().unwrap_or_else(|| asked.reason.clone()),
        from,
        until,
        conditions: vec![],
    }
}

fn describe_changes(change: &Change) -> Vec<String> {
    let mut out = vec![];
    if let Some(t) = change.order_type {
        out.push(format!("The order is now of Type {}, {}.", t.as_str(), OrderType::title(t)));
    }
    if let Some(countries) = &change.countries {
        out.push(format!("The countries in which it permits filing are now {}.", countries.join(", ")));
    }
    match change.conditions.as_deref() {
        None => {}
        Some([]) => out.push("It has no conditions of its own any more.".into()),
        Some(_) => out.push("Its conditions are those stated below.".into()),
    }
    out
}
