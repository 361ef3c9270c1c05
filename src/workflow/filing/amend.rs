//! An amendment: a filing gets another text, which is screened as a whole (R2.7 \[D\], E27: matter added
//! after clearance is looked at again).
//!
//! Every text is kept for ever. What an amendment leaves out stays as it was, so that one with new claims only is not
//! screened without its description, and the people an order binds are not lost. It never lowers the marking. Whoever
//! sends one is cleared for the filing, or there is no such filing for them, and is shown no passage that they did not
//! send. A filing under order is not amended this way: nothing is entered while the order stands (R8.5). Decisions go
//! over as `succession` says: confirmations stand, dismissed hits come back, and only passages that were not there
//! before are news.

use crate::store::Tx;
use crate::store::filing::filings::{self, FilingRecord, judged};
use crate::store::filing::screenings;
use crate::store::list::lists as list_store;
use crate::workflow::filing::intake::{self, BRINGERS, MOST_ROUNDS, Received};
use crate::workflow::filing::receipt_license;
use crate::workflow::filing::succession::{self, Cause};
use crate::workflow::frame::act::{By, Ctx, Error, Record};
use crate::workflow::frame::present_list;
use crate::workflow::frame::{case, status};
use domain::base::ids::{FilingId, ListRevisionId};
use domain::base::refusal::{AMENDMENT_OF_ANOTHER, FILING_COVERED, Refusal};
use domain::filing::Filing;
use domain::filing::screening::Screening;
use domain::review::access;

/// The amended text, screened.
struct Ready {
    text: Filing,
    digest: String,
    result: Screening,
    list: ListRevisionId,
}

/// Amends a filing. The text it has, sent again, gets the answer it got the first time.
pub fn amend(cx: &Ctx, by: &By<'_>, id: FilingId, amendment: &Filing) -> Result<Received, Error> {
    for _ in 0..MOST_ROUNDS {
        let list = present_list::in_force(cx)?;
        // Screening needs no lock. What it rests on is looked at under it.
        let read = match access::role(by.actor, &BRINGERS) {
            // What the account may not see is not screened for it either: the time of the answer tells nothing.
            Ok(()) => cx.read(|conn| {
                let known = filings::get(conn, id)?.filter(|f| access::bring_papers_of(by.actor, f.marking).is_ok());
                known.map(|f| Ok((f.text_version, case::document(conn, &f)?))).transpose()
            })?,
            Err(_) => None,
        };
        let ready = read.map(|(version, before)| {
            let text = merged(&before, amendment);
            let (digest, result) = (text.digest(), list.screener.screen(&text));
            (version, before, Ready { text, digest, result, list: list.id })
        });
        let mut outdated = false;
        let done = cx.act(by, "filing.amend", format!("filing:{id}"), |tx, record| {
            access::role(by.actor, &BRINGERS)?;
            let known = filings::get(tx, id)?.ok_or_else(access::not_found)?;
            access::bring_papers_of(by.actor, known.marking)?;
            let (version, before, ready) = ready.as_ref().ok_or_else(access::not_found)?;
            if list_store::in_force(tx)? != Some(ready.list) || known.text_version != *version {
                outdated = true;
                return Err(Error::Internal("the list or the text was replaced".into()));
            }
            same_application(&known, amendment)?;
            access::claim_way(by.actor, ready.text.marking, ready.text.received_by)?;
            intake::check_text(&ready.text)?;
            // Only the present text: to go back to an earlier one is a change like any other.
            if known.document_sha256 == ready.digest
                && let Some(mut answer) = intake::known_text(tx, known.clone(), &ready.digest, ready.text.marking)?
            {
                intake::leave_what_was_sent(&mut answer, &ready.text, amendment);
                record.detail = format!("sha256={} existing", ready.digest);
                return Ok(answer);
            }
            by.check_version(known.version)?;
            amendment.check_way()?;
            open_to_intake(cx, tx, &known, &ready.text)?;
            let mut received = store(cx, tx, known, before, ready, record)?;
            if receipt_license::on_receipt(cx, tx, id)? {
                received.version = case::filing_of(tx, id)?.version;
            }
            intake::leave_what_was_sent(&mut received, &ready.text, amendment);
            Ok(received)
        });
        if !outdated {
            return done;
        }
    }
    Err(Error::Internal("the review list is being replaced again and again; send the amendment again".into()))
}

/// The text that an amendment makes of the present one.
fn merged(before: &Filing, amendment: &Filing) -> Filing {
    fn or<T: Clone>(new: &[T], old: &[T]) -> Vec<T> {
        if new.is_empty() { old.to_vec() } else { new.to_vec() }
    }
    let said = |text: &Option<String>| text.clone().filter(|t| !t.trim().is_empty());
    let mut merged = Filing {
        application_number: before.application_number.clone(),
        kind: before.kind,
        filed_on: amendment.filed_on.or(before.filed_on),
        title: amendment.title.clone(),
        abstract_: or(&amendment.abstract_, &before.abstract_),
        claims: or(&amendment.claims, &before.claims),
        description: or(&amendment.description, &before.description),
        classes: or(&amendment.classes, &before.classes),
        parties: or(&amendment.parties, &before.parties),
        priority: or(&amendment.priority, &before.priority),
        related: or(&amendment.related, &before.related),
        made_in: said(&amendment.made_in).or_else(|| before.made_in.clone()),
        government_interest: said(&amendment.government_interest).or_else(|| before.government_interest.clone()),
        marking: amendment.marking.max(before.marking),
        received_by: amendment.received_by,
    };
    merged.canonicalize_relations();
    merged
}

fn same_application(known: &FilingRecord, amendment: &Filing) -> Result<(), Refusal> {
    if amendment.application_number.key() == known.application_number.key() {
        return Ok(());
    }
    let detail = "Send an amendment under the application number of the filing it amends.";
    Err(Refusal::new(&AMENDMENT_OF_ANOTHER, detail).at("application_number"))
}

/// Refuses what is under order, or akin to what is, or on record as classified and brought by an ordinary way,
/// without saying so (R1.6, R3.4, R8.5).
fn open_to_intake(cx: &Ctx, tx: &mut Tx<'_>, known: &FilingRecord, text: &Filing) -> Result<(), Error> {
    let mut numbers: Vec<String> = intake::relatives(text).collect();
    numbers.push(known.application_number.key());
    let classified = text.marking.max(known.marking).0.is_classified() && text.received_by.is_ordinary();
    if classified || filings::any_under_order(tx, &numbers, cx.today())? {
        let detail = "Bring this amendment by hand, or by mail under 37 CFR 5.1(a), to Licensing and Review.";
        return Err(Refusal::new(&FILING_COVERED, detail).into());
    }
    Ok(())
}

/// Puts a corrected text of a filing on record, screened: what an examiner changed of it is part of what
/// the list is held against.
pub(crate) fn replace_text(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    known: FilingRecord,
    before: &Filing,
    text: Filing,
    record: &mut Record,
) -> Result<Received, Error> {
    // By this very transaction: what else is in force at the moment is no business of it.
    let list = cx.lists.current(tx)?;
    let (digest, result) = (text.digest(), list.screener.screen(&text));
    store(cx, tx, known, before, &Ready { text, digest, result, list: list.id }, record)
}

fn store(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    known: FilingRecord,
    before: &Filing,
    ready: &Ready,
    record: &mut Record,
) -> Result<Received, Error> {
    let (now, text_version) = (cx.now(), known.text_version + 1);
    filings::amend(tx, known.id, text_version, &ready.text, &ready.digest, now)?;
    let pass = succession::Pass {
        filing: known.id,
        text_version,
        text: &ready.text,
        list: ready.list,
        at: now,
        result: ready.result.clone(),
    };
    let screening = match case::latest_screening(tx, known.id)? {
        Some(latest) => succession::next(cx, &latest, pass, &Cause::Text { amendment: text_version - 1, before }),
        None => succession::first(cx, pass),
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
    Ok(intake::answer(case::filing_of(tx, known.id)?, screening, ready.text.marking, false))
}
