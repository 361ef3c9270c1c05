//! The answer of intake: what it says, and the answer that a filing got when it came before.

use crate::store::filing::filings::{self, FilingRecord, numbers};
use crate::store::filing::screenings;
use crate::store::{Conn, StoreError};
use crate::workflow::filing::screenings::ScreeningRecord;
use crate::workflow::frame::act::Error;
use domain::base::actor::Actor;
use domain::base::ids::FilingId;
use domain::base::marking::Marking;
use domain::case::holds::{Facts, Screened};
use domain::case::status::{FilingStatus, status};
use domain::filing::Filing;
use domain::filing::screening::{EvidenceSection, Screening};
use domain::review::access;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashSet;

/// The answer to a filing that came in: its state on receipt, also if the answer is given again later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    pub id: FilingId,
    /// Its version, for an `If-Match`.
    pub version: i32,
    /// Where it stood on receipt.
    pub status: FilingStatus,
    /// The day it was received, in Washington.
    pub received_on: Date,
    /// The screening on receipt.
    pub screening: ScreeningRecord,
    /// Whether it was on record before.
    pub existing: bool,
}

/// The filing with its application numbers in canonical form.
pub(super) fn canonical(filing: &Filing) -> Cow<'_, Filing> {
    if filing.is_canonical() {
        return Cow::Borrowed(filing);
    }
    let mut filing = filing.clone();
    filing.canonicalize();
    Cow::Owned(filing)
}

/// The answer that a filing got before; `None` if the filing is new, or marked since above the clearance of the actor and
/// the marking of this text: the version in the answer would tell what happens to it. An error if a text on record has no
/// screening.
pub(super) fn find_earlier_answer(
    conn: &mut Conn,
    actor: &Actor,
    filing: &Filing,
    digest: &str,
) -> Result<Option<Received>, Error> {
    for known in numbers::of_number(conn, &filing.application_number)? {
        let raised = !filing.marking.covers(&known.marking);
        if raised && access::bring_papers_of(actor, &known.marking).is_err() {
            continue;
        }
        if let Some(answer) = find_answer_to_text(conn, known, digest, &filing.marking)? {
            return Ok(Some(answer));
        }
    }
    Ok(None)
}

/// The answer that a text of a filing on record got when it came, as the first text or as an amendment. `digest` and
/// `marking` belong to that text.
pub(crate) fn find_answer_to_text(
    conn: &mut Conn,
    known: FilingRecord,
    digest: &str,
    marking: &Marking,
) -> Result<Option<Received>, Error> {
    let text_version = match filings::text_of_digest(conn, known.id, digest)? {
        Some(version) => Some(version),
        None => find_text_spelled_otherwise(conn, known.id, digest)?,
    };
    let Some(text_version) = text_version else { return Ok(None) };
    let screening = screenings::first_of(conn, known.id, text_version)?
        .ok_or_else(|| StoreError::Corrupt(format!("text {text_version} of filing {} has no screening", known.id)))?;
    Ok(Some(answer_of_intake(known, screening, marking, true)))
}

/// The version of a text on record that differs only in the spelling of numbers: an older version of the program stored
/// numbers as they came.
fn find_text_spelled_otherwise(conn: &mut Conn, id: FilingId, digest: &str) -> Result<Option<i32>, Error> {
    let texts = filings::texts(conn, id)?;
    Ok(texts.into_iter().find_map(|(version, text)| match canonical(&text) {
        Cow::Owned(text) if text.digest() == digest => Some(version),
        _ => None,
    }))
}

/// The answer of intake. It leaves out decisions and orders since receipt, which are not for accounts that bring
/// filings. `marking` is that of the text.
pub(crate) fn answer_of_intake(
    filing: FilingRecord,
    mut screening: ScreeningRecord,
    marking: &Marking,
    existing: bool,
) -> Received {
    for hit in &mut screening.hits {
        (hit.triage, hit.version, hit.before, hit.returned_because) = (None, 1, None, None);
    }
    screening.gone.clear();
    Received {
        id: filing.id,
        version: filing.version,
        status: status(&facts_on_receipt(&screening.result, marking), filing.received_on),
        received_on: filing.received_on,
        screening,
        existing,
    }
}

/// The facts of a filing on receipt: its text, and what screening found in it.
pub(super) fn facts_on_receipt(result: &Screening, marking: &Marking) -> Facts<'static> {
    let screened = Screened { verdict: Some(result.verdict), hits_undecided: result.hits.len(), ..Screened::default() };
    Facts { screened, marking: marking.clone(), legend: result.bears_legend(), ..Facts::default() }
}

/// Removes from an answer all passages that its caller did not send. `whole` is the text that was screened. An
/// amendment leaves out parts of it, and no intake account may read those.
pub(crate) fn keep_what_was_sent(answer: &mut Received, whole: &Filing, sent: &Filing) {
    let place = |section, place: &str| (EvidenceSection::from(section), place.to_owned());
    let came: HashSet<_> = sent.paragraphs().into_iter().map(|p| (p.section, p.place, p.text)).collect();
    let (mut shown, mut kept_back) = (HashSet::new(), HashSet::new());
    for p in whole.paragraphs() {
        let at = place(p.section, &p.place);
        if came.contains(&(p.section, p.place, p.text)) {
            shown.insert(at)
        } else {
            kept_back.insert(at)
        };
    }
    let was_sent = |section: EvidenceSection, place: &str| match section {
        EvidenceSection::Classes => !sent.classes.is_empty(),
        _ => {
            let at = (section, place.to_owned());
            shown.contains(&at) && !kept_back.contains(&at)
        }
    };
    let ScreeningRecord { result, hits, .. } = &mut answer.screening;
    for found in &mut result.hits {
        let keep: Vec<bool> = found.evidence.iter().map(|e| was_sent(e.section, &e.place)).collect();
        let places = keep.iter().scan(0, |next, keep| Some(std::mem::replace(next, *next + usize::from(*keep))));
        let moved: Vec<usize> = places.collect();
        for hit in hits.iter_mut().filter(|h| h.category == found.category) {
            if let Some(new) = &mut hit.new_evidence {
                new.retain(|n| keep.get(*n) == Some(&true));
                new.iter_mut().for_each(|n| *n = moved[*n]);
            }
        }
        let mut keep = keep.into_iter();
        found.evidence.retain(|_| keep.next() == Some(true));
    }
    for held_back in &mut result.suppressed {
        held_back.evidence.retain(|e| was_sent(e.section, &e.place));
    }
    result.observations.retain(|o| was_sent(o.section, &o.place));
}
