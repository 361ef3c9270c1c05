//! An amendment: a filing gets another text, which is screened as a whole (R2.7 \[D\], E27: matter added
//! after clearance is looked at again).
//!
//! Every text is kept for ever. What an amendment leaves out stays as it was: an amendment with new claims only is
//! screened with the old description, and the principals of an order stay on record. An amendment never lowers the
//! marking. Its sender must be cleared for the filing, else there is no such filing for the sender, and is shown no
//! passage that the sender did not send. A filing under an order is not amended this way: nothing is entered while the
//! order stands (R8.5). Decisions on hits go over as `succession` says.

use crate::store::Tx;
use crate::store::filing::filings::{self, FilingRecord, judged};
use crate::store::filing::screenings;
use crate::store::list::lists as list_store;
use crate::store::order::standing;
use crate::workflow::filing::assign;
use crate::workflow::filing::intake::{self, BRINGERS, MOST_ROUNDS, Received};
use crate::workflow::filing::receipt_license;
use crate::workflow::filing::succession::{self, Cause};
use crate::workflow::frame::act::{By, Ctx, Error, Record};
use crate::workflow::frame::present_list;
use crate::workflow::frame::{case, status};
use domain::base::ids::{AcknowledgmentId, FilingId, ListRevisionId};
use domain::base::refusal::{AMENDMENT_OF_ANOTHER, FILING_COVERED, Refusal};
use domain::filing::Filing;
use domain::filing::screening::Screening;
use domain::review::access;

/// The amended text with its screening.
struct Ready {
    text: Filing,
    digest: String,
    result: Screening,
    list: ListRevisionId,
}

/// Amends a filing. If the text is the present one, the answer is that of the first time.
pub fn amend(cx: &Ctx, by: &By<'_>, id: FilingId, amendment: &Filing) -> Result<Received, Error> {
    for _ in 0..MOST_ROUNDS {
        let list = present_list::in_force(cx)?;
        // Screening needs no lock. The list and the text it rests on are compared again under the lock.
        let read = match access::role(by.actor, &BRINGERS) {
            // A filing that the account may not see is not screened for it either: the time of the answer would tell
            // that the filing exists.
            Ok(()) => cx.read(|conn| {
                let known = filings::get(conn, id)?.filter(|f| access::bring_papers_of(by.actor, &f.marking).is_ok());
                known.map(|f| Ok((f.text_version, case::document(conn, &f)?))).transpose()
            })?,
            Err(_) => None,
        };
        let ready = read.map(|(version, before)| {
            let text = merge_texts(&before, amendment);
            let (digest, result) = (text.digest(), list.screener.screen(&text));
            (version, before, Ready { text, digest, result, list: list.id })
        });
        let mut outdated = false;
        let done = cx.act(by, "filing.amend", format!("filing:{id}"), |tx, record| {
            access::role(by.actor, &BRINGERS)?;
            let known = filings::get(tx, id)?.ok_or_else(access::not_found)?;
            access::bring_papers_of(by.actor, &known.marking)?;
            let (version, before, ready) = ready.as_ref().ok_or_else(access::not_found)?;
            if list_store::in_force(tx)? != Some(ready.list) || known.text_version != *version {
                outdated = true;
                return Err(Error::Internal("the list or the text was replaced".into()));
            }
            check_same_application(&known, amendment)?;
            access::claim_way(by.actor, &ready.text.marking, ready.text.received_by)?;
            intake::check_text(&ready.text)?;
            // Only the present text: to go back to an earlier one is a change like any other.
            if known.document_sha256 == ready.digest
                && let Some(mut answer) =
                    intake::find_answer_to_text(tx, known.clone(), &ready.digest, &ready.text.marking)?
            {
                intake::keep_what_was_sent(&mut answer, &ready.text, amendment);
                record.detail = format!("sha256={} existing", ready.digest);
                return Ok(answer);
            }
            by.check_version(known.version)?;
            amendment.check_way()?;
            check_open_to_intake(cx, tx, &known, &ready.text)?;
            let mut received = store_text(cx, tx, known, before, ready, record)?;
            if receipt_license::grant_on_receipt(cx, tx, id)? {
                received.version = case::filing_of(tx, id)?.version;
            }
            intake::keep_what_was_sent(&mut received, &ready.text, amendment);
            Ok(received)
        });
        if !outdated {
            return done;
        }
    }
    Err(Error::Internal("the review list is being replaced again and again; send the amendment again".into()))
}

/// The present text with everything replaced that the amendment has.
fn merge_texts(before: &Filing, amendment: &Filing) -> Filing {
    fn unless_empty<T: Clone>(new: &[T], old: &[T]) -> Vec<T> {
        if new.is_empty() { old.to_vec() } else { new.to_vec() }
    }
    let said = |text: &Option<String>| text.clone().filter(|t| !t.trim().is_empty());
    let mut merged = Filing {
        application_number: before.application_number.clone(),
        kind: before.kind,
        filed_on: amendment.filed_on.or(before.filed_on),
        title: amendment.title.clone(),
        abstract_: unless_empty(&amendment.abstract_, &before.abstract_),
        claims: unless_empty(&amendment.claims, &before.claims),
        description: unless_empty(&amendment.description, &before.description),
        classes: unless_empty(&amendment.classes, &before.classes),
        parties: unless_empty(&amendment.parties, &before.parties),
        priority: unless_empty(&amendment.priority, &before.priority),
        related: unless_empty(&amendment.related, &before.related),
        made_in: said(&amendment.made_in).or_else(|| before.made_in.clone()),
        government_interest: said(&amendment.government_interest).or_else(|| before.government_interest.clone()),
        marking: amendment.marking.join(&before.marking),
        received_by: amendment.received_by,
    };
    merged.canonicalize_relations();
    merged
}

fn check_same_application(known: &FilingRecord, amendment: &Filing) -> Result<(), Refusal> {
    if amendment.application_number.key() == known.application_number.key() {
        return Ok(());
    }
    let detail = "Send an amendment under the application number of the filing it amends.";
    Err(Refusal::new(&AMENDMENT_OF_ANOTHER, detail).at("application_number"))
}

/// Refuses an amendment to a filing under an order, to a relative of one, or to classified matter that came by an
/// ordinary way, without saying which (R1.6, R3.4, R8.5).
fn check_open_to_intake(cx: &Ctx, tx: &mut Tx<'_>, known: &FilingRecord, text: &Filing) -> Result<(), Error> {
    let mut numbers: Vec<String> = intake::relatives(text).collect();
    numbers.push(known.application_number.key());
    let classified = text.marking.level.max(known.marking.level).is_classified() && text.received_by.is_ordinary();
    if classified || standing::any_under_order(tx, &numbers, cx.today())? {
        let detail = "Bring this amendment by hand, or by mail under 37 CFR 5.1(a), to Licensing and Review.";
        return Err(Refusal::new(&FILING_COVERED, detail).into());
    }
    Ok(())
}

/// Puts a corrected text of a filing on record and screens it: the parts that an examiner corrected are part of what
/// the list is compared with.
pub(crate) fn replace_text(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    known: FilingRecord,
    before: &Filing,
    text: Filing,
    record: &mut Record,
) -> Result<Received, Error> {
    // The list is read in this transaction, so a list that is adopted at the same moment does not matter.
    let list = cx.lists.current(tx)?;
    let (digest, result) = (text.digest(), list.screener.screen(&text));
    store_text(cx, tx, known, before, &Ready { text, digest, result, list: list.id }, record)
}

fn store_text(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    known: FilingRecord,
    before: &Filing,
    ready: &Ready,
    record: &mut Record,
) -> Result<Received, Error> {
    let (now, text_version) = (cx.now(), known.text_version + 1);
    filings::amend(tx, known.id, text_version, &ready.text, &ready.digest, now)?;
    if !known.marking.covers(&ready.text.marking) {
        filings::ask_for_new_acknowledgments(tx, known.id, AcknowledgmentId::fresh(cx.ids.as_ref()))?;
    }
    if ready.text.marking != known.marking {
        assign::return_above_clearance(tx, known.id, cx.today())?;
    }
    let pass = succession::Pass {
        filing: known.id,
        text_version,
        text: &ready.text,
        list: ready.list,
        at: now,
        result: ready.result.clone(),
    };
    let screening = match case::latest_screening(tx, known.id)? {
        Some(latest) => {
            succession::next_record(cx, &latest, pass, &Cause::Text { amendment: text_version - 1, before })
        }
        None => succession::first_record(cx, pass),
    };
    screenings::insert(tx, &screening)?;
    judged::set(tx, known.id, ready.list)?;
    status::recompute(tx, known.id, cx.today())?;
    record.detail = format!(
        "sha256={} text_version={text_version} list={} engine={} hits={} gone={}",
        ready.digest,
        ready.result.list.sha256,
        ready.result.engine,
        screening.hits.len(),
        screening.gone.len()
    );
    Ok(intake::answer_of_intake(case::filing_of(tx, known.id)?, screening, &ready.text.marking, false))
}
