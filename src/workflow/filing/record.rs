//! The record of a filing beside its text: correcting it, flagging the filing late, recording its disposal and filings
//! abroad (R1.1, R1.2, R1.6, E15, E17, E21).

use crate::store::Tx;
use crate::store::filing::filings;
use crate::store::order::orders;
use crate::workflow::filing::{amend, assign, receipt_license};
use crate::workflow::frame::act::Record;
use crate::workflow::frame::docket::{self, About, EntryView};
use crate::workflow::frame::reason::ReasonInput;
use crate::workflow::frame::{case, input, status};
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::Role;
use domain::base::ids::{AcknowledgmentId, EntryId, FilingId};
use domain::base::marking::Marking;
use domain::base::refusal::{INVALID, MARKING_LOWERED, RECORD_FLAG, Refusal};
use domain::case::CaseFile;
use domain::filing::number::canonical_or_given;
use domain::filing::{Party, Related};
use domain::law::marked;
use domain::law::record::{self, Act, Contract, Correction, Disposal};
use domain::order::Order;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const OFFICE: [Role; 2] = [Role::Examiner, Role::LicensingOfficer];

/// What is corrected of a filing's record. What is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Correction)]
pub struct CorrectInput {
    /// The parties of record, all of them.
    #[serde(default)]
    pub parties: Option<Vec<Party>>,
    /// The related applications, all of them.
    #[serde(default)]
    pub related: Option<Vec<Related>>,
    /// Country the invention was made in; empty for not known.
    #[serde(default)]
    #[schema(example = "US")]
    pub made_in: Option<String>,
    /// The Government's interest; empty for none.
    #[serde(default)]
    pub government_interest: Option<String>,
    /// The marking of the filing. A classified marking comes down with a recorded declassification only.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "S//NF")]
    pub marking: Option<Marking>,
    /// The examiner's reason.
    pub reason: String,
}

/// Corrects the record of a filing. The text as received stays. If the correction changes the statement of Government
/// interest, which is screened, the corrected text is screened before the answer.
pub fn correct(cx: &Ctx, by: &By<'_>, filing: FilingId, ask: &CorrectInput) -> Result<EntryView, Error> {
    cx.act(by, "filing.correct", format!("filing:{filing}"), |tx, record| {
        let before = docket::begin(tx, by, &[Role::Examiner], filing)?;
        let correction = Correction { text_version: before.text_version, ..read_correction(ask)? };
        if correction.is_empty() {
            return Err(Refusal::new(
                &INVALID,
                "Say what to correct: parties, related, made_in, government_interest or marking.",
            )
            .into());
        }
        if let Some(marking) = &correction.marking {
            check_may_be_marked(&before, marking)?;
            filings::set_marking(tx, filing, marking)?;
        }
        if correction.changes_what_is_screened() {
            let mut text = before.document.clone();
            correction.apply(&mut text);
            let known = case::filing_of(tx, filing)?;
            amend::replace_text(cx, tx, known, &before.document, text, record)?;
        }
        let marked = correction.marking.is_some();
        let above = correction.marking.clone().filter(|marking| !by.actor.clearance.dominates(marking));
        if correction.marking.as_ref().is_some_and(|marking| !before.marking.covers(marking)) {
            filings::ask_for_new_acknowledgments(tx, filing, AcknowledgmentId::fresh(cx.ids.as_ref()))?;
        }
        let corrected = docket::enter(cx, tx, by.actor, record, &before, About::default(), Act::Corrected(correction))?;
        if let Some(marking) = above {
            flag_marking_above(cx, tx, by, record, &before, &marking)?;
        }
        if marked {
            assign::return_above_clearance(tx, filing, cx.today())?;
            // A marking raised while an order runs makes its matter classified: a new version of the order, and
            // another answer for whatever it covers (R4.7).
            let today = cx.today();
            for order in &before.orders {
                orders::touch(tx, order.id)?;
                status::recompute_reached(tx, order.id, filing, today)?;
            }
        }
        // If the invention was found to have been made here, the filing is itself a petition for a license now.
        receipt_license::grant_on_receipt(cx, tx, filing)?;
        Ok(corrected)
    })
}

/// Flags a filing whose marking was raised above the clearance of who raised it: the marking holds at once, and somebody
/// who is cleared for it looks at the filing. A patented filing takes no flag; its marking is on the docket.
fn flag_marking_above(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    by: &By<'_>,
    record: &mut Record,
    before: &CaseFile,
    marking: &Marking,
) -> Result<(), Error> {
    if matches!(before.disposal(), Some((Disposal::Patented, _))) {
        return Ok(());
    }
    let reason = format!(
        "{}, who is cleared for {}, has raised the marking to {}. Somebody who is cleared for it decides whether it is right.",
        by.actor.name,
        by.actor.clearance.level.mark(),
        marking
    );
    assign::return_to_queue(tx, before.filing)?;
    docket::enter(cx, tx, by.actor, record, before, About::default(), Act::Flagged { reason })?;
    Ok(())
}

fn read_correction(ask: &CorrectInput) -> Result<Correction, Refusal> {
    let short = |text: &Option<String>, field: &str| match text.as_deref().map(str::trim) {
        None => Ok(None),
        Some("") => Ok(Some(String::new())),
        Some(text) => input::passage(text, field).map(Some),
    };
    for (i, party) in ask.parties.iter().flatten().enumerate() {
        input::line(&party.name, &format!("parties[{i}].name"))?;
        if let Some(email) = &party.email {
            input::line(email, &format!("parties[{i}].email"))?;
        }
    }
    for (i, related) in ask.related.iter().flatten().enumerate() {
        input::line(&related.application_number, &format!("related[{i}].application_number"))?;
    }
    Ok(Correction {
        parties: ask.parties.clone(),
        related: ask.related.clone().map(|related| related.into_iter().map(canonical).collect()),
        made_in: short(&ask.made_in, "made_in")?,
        government_interest: short(&ask.government_interest, "government_interest")?,
        marking: ask.marking.clone(),
        text_version: 0,
        reason: input::reason(&ask.reason)?,
    })
}

/// The relation with its number in canonical form, where it has one.
fn canonical(related: Related) -> Related {
    Related { application_number: canonical_or_given(&related.application_number), ..related }
}

/// Refuses to lower a classified marking without a recorded declassification (R1.6). A word that the table does not know
/// may be taken out, or put right, by an examiner who reads it: two security officers gave the access for it (M9).
fn check_may_be_marked(case: &CaseFile, marking: &Marking) -> Result<(), Refusal> {
    if !marking.covers(&case.marking.of_known_words()) && case.marking.level.is_classified() && !is_declassified(case) {
        return Err(Refusal::new(
            &MARKING_LOWERED,
            "The matter is classified. Record its declassification first, as the answer to a query about its marking.",
        )
        .at("marking"));
    }
    Ok(())
}

/// Whether the matter was declassified since the marking was last raised to a classified level: by an answer to
/// a query, or by every sponsor of an order on the filing.
fn is_declassified(case: &CaseFile) -> bool {
    let raised = case.of(Act::of).filter_map(|(entry, act)| match act {
        Act::Corrected(Correction { marking: Some(to), .. }) if to.level.is_classified() => Some((entry.id, entry.on)),
        _ => None,
    });
    // Ids grow with time, so a later entry has a greater id.
    let raised = raised.max_by_key(|(id, _)| id.as_uuid());
    let answered = case.of(marked::Act::of).any(|(entry, act)| {
        matches!(act, marked::Act::Answered { how: marked::Answer::Declassified, .. })
            && raised.is_none_or(|(id, _)| entry.id.as_uuid() > id.as_uuid())
    });
    let by_sponsors =
        |o: &Order| !o.classified && !o.declassified_by.is_empty() && raised.is_none_or(|(_, on)| on <= o.expires_on());
    answered || case.orders.iter().any(by_sponsors)
}

/// Records the Government contract that a contractor's letter names (R1.8): the case is then in the Government branch.
/// If the application was filed before the day that the contract allows, the ledger says so; what follows is for the
/// contracting officer.
pub fn record_contract(cx: &Ctx, by: &By<'_>, filing: FilingId, ask: &Contract) -> Result<EntryView, Error> {
    cx.act(by, "filing.contract", format!("filing:{filing}"), |tx, record| {
        let case = docket::begin(tx, by, &OFFICE, filing)?;
        let contract = Contract { number: input::line(&ask.number, "number")?, ..ask.clone() };
        let today = cx.today();
        if contract.transmitted_on > today {
            let why = format!("Today is {today}; it has not been transmitted.");
            return Err(Refusal::new(&INVALID, why).at("transmitted_on").into());
        }
        if contract.was_filed_early(case.filed_on()) {
            record.detail = format!("filed_early=true may_file_from={}", contract.may_file_from());
        }
        docket::enter(cx, tx, by.actor, record, &case, About::default(), Act::Contract(contract))
    })
}

/// Flags a filing late: it goes back to triage, whatever screening found (R1.1, E27).
pub fn flag(cx: &Ctx, by: &By<'_>, filing: FilingId, ask: &ReasonInput) -> Result<EntryView, Error> {
    cx.act(by, "filing.flag", format!("filing:{filing}"), |tx, record| {
        let case = docket::begin(tx, by, &OFFICE, filing)?;
        if let Some((Disposal::Patented, on)) = case.disposal() {
            return Err(
                Refusal::new(&RECORD_FLAG, format!("A patent issued on {on}: flags are raised before issue.")).into()
            );
        }
        let act = Act::Flagged { reason: input::reason(&ask.reason)? };
        // Another examiner settles the flag.
        assign::return_to_queue(tx, case.filing)?;
        docket::enter(cx, tx, by.actor, record, &case, About::default(), act)
    })
}

/// Settles a late flag without a referral, with a reason.
pub fn settle_flag(cx: &Ctx, by: &By<'_>, flag: EntryId, ask: &ReasonInput) -> Result<EntryView, Error> {
    cx.act(by, "filing.settle_flag", format!("entry:{flag}"), |tx, record| {
        let (case, entry) = docket::begin_answer(cx, tx, by, &[Role::Examiner], flag)?;
        let flagged = matches!(Act::of(&entry.matter), Some(Act::Flagged { .. }));
        if !flagged || case.answers_to(entry.id).next().is_some() {
            return Err(Refusal::new(&RECORD_FLAG, "There is no flag of this id that awaits an answer.").into());
        }
        if entry.account.is_some() && entry.account == by.actor.account {
            return Err(Refusal::new(&RECORD_FLAG, "Another examiner settles a flag that you raised.").into());
        }
        let act = Act::FlagSettled { reason: input::reason(&ask.reason)? };
        let settled = docket::enter(cx, tx, by.actor, record, &case, About::answer(&entry), act)?;
        receipt_license::grant_on_receipt(cx, tx, case.filing)?;
        Ok(settled)
    })
}

/// What became of a filing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDisposal)]
pub struct DisposeInput {
    /// How the filing left the Office's hands.
    pub how: Disposal,
    /// The day on which it did.
    pub on: Date,
}

/// Records that a filing was published, issued, abandoned or withdrawn (E17, E21).
pub fn dispose(cx: &Ctx, by: &By<'_>, filing: FilingId, ask: &DisposeInput) -> Result<EntryView, Error> {
    cx.act(by, "filing.dispose", format!("filing:{filing}"), |tx, record| {
        let case = docket::begin(tx, by, &OFFICE, filing)?;
        let act = record::dispose(&case, ask.how, ask.on, cx.today())?;
        docket::enter(cx, tx, by.actor, record, &case, About::default(), act)
    })
}

/// A filing abroad as reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewFilingAbroad)]
pub struct AbroadInput {
    /// Country or office.
    #[schema(example = "DE")]
    pub country: String,
    /// The day of the filing abroad.
    pub on: Date,
    /// Number of the filing abroad.
    #[serde(default)]
    pub number: Option<String>,
}

/// Records a filing abroad that was reported to the Office (E15, E16).
pub fn report_filed_abroad(cx: &Ctx, by: &By<'_>, filing: FilingId, ask: &AbroadInput) -> Result<EntryView, Error> {
    cx.act(by, "filing.report_abroad", format!("filing:{filing}"), |tx, record| {
        let case = docket::begin(tx, by, &OFFICE, filing)?;
        let today = cx.today();
        if ask.on > today {
            return Err(Refusal::new(&INVALID, format!("Today is {today}; it has not been filed.")).at("on").into());
        }
        let act = Act::FiledAbroad {
            country: input::line(&ask.country, "country")?,
            on: ask.on,
            number: ask.number.as_deref().map(|n| input::line(n, "number")).transpose()?,
        };
        docket::enter(cx, tx, by.actor, record, &case, About::default(), act)
    })
}
