//! What a docket says of its case at large: queries about markings, late flags, applications that were given up. Bars
//! are computed from it ([`crate::case::holds`]); what may be entered is the law of each field.

use crate::case::entry::Entry;
use crate::case::facts::{marked, record};
use jiff::Timestamp;

/// A query that nothing has settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsettled {
    /// Whether it is about nationally classified matter.
    pub classified: bool,
}

/// An answer for good: it settles the marking.
fn settles(entry: &Entry) -> bool {
    matches!(
        marked::Act::of(&entry.matter),
        Some(marked::Act::Answered {
            how: marked::Answer::Declassified | marked::Answer::Removed | marked::Answer::UnderOrder,
            ..
        })
    )
}

/// The query on a docket that was not answered for good, if there is one; one about nationally classified
/// matter before another.
pub fn unsettled(docket: &[Entry]) -> Option<Unsettled> {
    let open = docket.iter().filter_map(|query| match marked::Act::of(&query.matter) {
        Some(marked::Act::Queried { classified, .. }) => {
            let settled = docket.iter().any(|e| e.answers == Some(query.id) && settles(e));
            (!settled).then_some(Unsettled { classified: *classified })
        }
        _ => None,
    });
    open.max_by_key(|u| u.classified)
}

/// Whether a query was answered for good at or after an instant.
pub fn settled_since(docket: &[Entry], since: Timestamp) -> bool {
    docket.iter().any(|e| settles(e) && e.at >= since)
}

/// Whether a late flag awaits an answer: it was neither settled nor followed by a referral (R1.1).
pub fn flag_is_open(docket: &[Entry], last_referral: Option<Timestamp>) -> bool {
    docket.iter().any(|e| {
        matches!(record::Act::of(&e.matter), Some(record::Act::Flagged { .. }))
            && !docket.iter().any(|answer| answer.answers == Some(e.id))
            && last_referral.is_none_or(|at| at < e.at)
    })
}

/// Whether the applicant gave the application up (E21).
pub fn is_given_up(docket: &[Entry]) -> bool {
    docket.iter().any(|e| {
        matches!(
            record::Act::of(&e.matter),
            Some(record::Act::Disposed { how: record::Disposal::Abandoned | record::Disposal::Withdrawn, .. })
        )
    })
}
