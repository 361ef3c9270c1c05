//! How a screening of a filing follows the one before: which decisions go over, which hits come back, which are gone,
//! and which evidence is new.
//!
//! A screening undoes no decision. A confirmation goes over to the same category of the next screening and outlives a
//! hit that is gone. A dismissal goes over too, until the text or the rules of its category change: then the hit comes
//! back undecided and says what changed. Not its job: deciding (`triage`) and finding (`screening`).

use crate::store::filing::screenings::{Decision, HitRecord, ScreeningRecord, Triage};
use crate::workflow::frame::act::Ctx;
use domain::base::ids::{FilingId, HitId, ListRevisionId, ScreeningId, TriageId};
use domain::filing::Filing;
use domain::filing::screening::{CategoryHit, Evidence, EvidenceSection, Screening};
use jiff::Timestamp;
use screening::Changed;
use std::cell::OnceCell;
use std::collections::HashMap;

/// One screening that is to be recorded.
pub(crate) struct Pass<'a> {
    pub filing: FilingId,
    pub text_version: i32,
    pub text: &'a Filing,
    pub list: ListRevisionId,
    pub at: Timestamp,
    /// What was found.
    pub result: Screening,
}

/// Why a filing was screened again.
pub(crate) enum Cause<'a> {
    /// It has another text.
    Text {
        /// The number of the amendment, from 1.
        amendment: i32,
        /// The text of the screening before.
        before: &'a Filing,
    },
    /// Another list revision is in force.
    List {
        /// What changed since the revision by which the filing was last judged.
        since: &'a Changed,
    },
}

impl Cause<'_> {
    /// What makes a dismissed hit of a category come back, if something does.
    fn reason_to_return(&self, category: &str, revision: &str) -> Option<String> {
        match self {
            Self::Text { amendment, .. } => Some(format!("the text changed (amendment {amendment})")),
            Self::List { since } if since.contains(category) => {
                Some(format!("the rules of category {category} changed in revision {revision}"))
            }
            Self::List { .. } => None,
        }
    }
}

/// The record of a filing's first screening.
pub(crate) fn first_record(cx: &Ctx, pass: Pass<'_>) -> ScreeningRecord {
    let id = ScreeningId::fresh(cx.ids.as_ref());
    let hits = pass.result.hits.iter().map(|hit| new_hit(cx, id, &pass, hit)).collect();
    pass.record(id, hits, Vec::new())
}

/// The record of a screening that follows another.
pub(crate) fn next_record(cx: &Ctx, before: &ScreeningRecord, pass: Pass<'_>, cause: &Cause<'_>) -> ScreeningRecord {
    let id = ScreeningId::fresh(cx.ids.as_ref());
    let (mut hits, mut all_gone) = (Vec::with_capacity(pass.result.hits.len()), Vec::new());
    let found: HashMap<&str, &CategoryHit> = before.result.hits.iter().map(|h| (h.category.as_str(), h)).collect();
    let known: HashMap<&str, &HitRecord> =
        before.hits.iter().chain(&before.gone).map(|h| (h.category.as_str(), h)).collect();
    let old_text = match cause {
        Cause::Text { before, .. } => before,
        Cause::List { .. } => pass.text,
    };
    let texts = OnceCell::new();
    for hit in &pass.result.hits {
        let category = hit.category.as_str();
        let mut new = new_hit(cx, id, &pass, hit);
        if let Some(old) = known.get(category) {
            carry_decision(cx, &mut new, old, cause.reason_to_return(category, &pass.result.list.revision));
        }
        new.new_evidence = found.get(category).map(|old| match cause {
            // The text is the same, and so are the passages.
            Cause::List { .. } if old.evidence == hit.evidence => Vec::new(),
            _ => texts.get_or_init(|| Texts::of(old_text, pass.text)).new_evidence(&old.evidence, &hit.evidence),
        });
        hits.push(new);
    }
    let still = |h: &&HitRecord| !pass.result.hits.iter().any(|hit| hit.category == h.category);
    // A hit that was gone before is named again only while a decision stands on it.
    let decided = before.gone.iter().filter(|h| h.triage.is_some());
    for old in before.hits.iter().chain(decided).filter(still) {
        let mut gone = HitRecord::new(HitId::fresh(cx.ids.as_ref()), id, pass.filing, &old.category, &old.agencies);
        carry_decision(cx, &mut gone, old, None);
        all_gone.push(gone);
    }
    pass.record(id, hits, all_gone)
}

impl Pass<'_> {
    fn record(self, id: ScreeningId, hits: Vec<HitRecord>, gone: Vec<HitRecord>) -> ScreeningRecord {
        let Self { filing, text_version, list, at, result, .. } = self;
        ScreeningRecord { id, filing, text_version, list, screened_at: at, result, hits, gone }
    }
}

fn new_hit(cx: &Ctx, screening: ScreeningId, pass: &Pass<'_>, hit: &CategoryHit) -> HitRecord {
    HitRecord::new(HitId::fresh(cx.ids.as_ref()), screening, pass.filing, &hit.category, &hit.agencies)
}

/// Takes a decision over to the next hit of its category, unless it is a dismissal and something makes the hit come
/// back.
fn carry_decision(cx: &Ctx, new: &mut HitRecord, old: &HitRecord, returns: Option<String>) {
    new.previous = Some(old.id);
    match (&old.triage, returns) {
        (Some(made), Some(because)) if made.decision == Decision::Dismiss => new.returned_because = Some(because),
        (Some(made), _) => {
            let carried_from = Some(made.carried_from.unwrap_or(made.id));
            new.triage = Some(Triage { id: TriageId::fresh(cx.ids.as_ref()), carried_from, ..made.clone() });
        }
        // Nobody has decided since the hit came back, so it keeps its reason.
        (None, _) if old.returned_because.is_some() => {
            new.returned_because.clone_from(&old.returned_because);
            new.previous = old.previous;
        }
        (None, _) => {}
    }
}

/// The paragraphs of the text before and of the present one, by section and place.
struct Texts<'a> {
    before: HashMap<(EvidenceSection, String), &'a str>,
    now: HashMap<(EvidenceSection, String), &'a str>,
}

impl<'a> Texts<'a> {
    fn of(before: &'a Filing, now: &'a Filing) -> Self {
        let paragraphs = |f: &'a Filing| {
            f.paragraphs().into_iter().map(|p| ((p.section.into(), p.place.into_owned()), p.text)).collect()
        };
        Self { before: paragraphs(before), now: paragraphs(now) }
    }

    /// The places, in the evidence, of passages that are new. A passage is not new if its paragraph was in the text
    /// before, wherever it stood, or if the paragraph of the same name held the same words.
    fn new_evidence(&self, before: &[Evidence], now: &[Evidence]) -> Vec<usize> {
        let mut left: Vec<&Evidence> = before.iter().collect();
        let mut fresh: Vec<usize> = (0..now.len()).collect();
        let same_paragraph = |old: &Evidence, new: &Evidence| {
            let (was, is) = (place_in_paragraph(&self.before, old), place_in_paragraph(&self.now, new));
            is.is_some() && was == is
        };
        let same_place = |old: &Evidence, new: &Evidence| {
            (old.section, &old.place, &old.text) == (new.section, &new.place, &new.text)
        };
        for same in [&same_paragraph as &dyn Fn(&Evidence, &Evidence) -> bool, &same_place] {
            fresh.retain(|&i| {
                let known = left.iter().position(|old| old.clause == now[i].clause && same(old, &now[i]));
                known.map(|at| left.swap_remove(at)).is_none()
            });
        }
        fresh
    }
}

/// The words of the paragraph of a passage, with the place of the passage among them. The number that a claim opens
/// with is left out, so that a claim that moved down is the same claim.
fn place_in_paragraph<'a>(
    of: &HashMap<(EvidenceSection, String), &'a str>,
    e: &Evidence,
) -> Option<(&'a str, usize, usize)> {
    let text = of.get(&(e.section, e.place.clone()))?;
    let digits = text.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    let body = match digits.strip_prefix(['.', ')']) {
        Some(rest) if e.section == EvidenceSection::Claims && digits.len() < text.trim_start().len() => rest,
        _ => text,
    };
    let number = text[..text.len() - body.len()].chars().count();
    Some((body, e.start.checked_sub(number)?, e.end.checked_sub(number)?))
}

/// Whether two screenings of one text differ in categories, passages, agencies or reasons. Title and note of a category
/// do not count.
pub(crate) fn results_differ(a: &Screening, b: &Screening) -> bool {
    (a.verdict, &a.problem, a.license) != (b.verdict, &b.problem, b.license)
        || a.property_interest != b.property_interest
        || a.hits.len() != b.hits.len()
        || a.hits.iter().zip(&b.hits).any(|(a, b)| hits_differ(a, b))
        || a.suppressed != b.suppressed
        || a.observations != b.observations
}

fn hits_differ(a: &CategoryHit, b: &CategoryHit) -> bool {
    let CategoryHit {
        category,
        title: _,
        points,
        threshold,
        agencies,
        conditional_on,
        suggested_type: _,
        note: _,
        evidence,
    } = a;
    (category, points, threshold) != (&b.category, &b.points, &b.threshold)
        || (agencies, conditional_on, evidence) != (&b.agencies, &b.conditional_on, &b.evidence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::frame::testing::filing;
    use serde_json::json;

    /// Passages that say `radar`, one a paragraph that has it.
    fn passages(f: &Filing) -> Vec<Evidence> {
        let found = f.paragraphs().into_iter().filter_map(|p| {
            let start = p.text.find("radar")?;
            Some(Evidence {
                clause: "a".into(),
                section: p.section.into(),
                place: p.place.into_owned(),
                start,
                end: start + 5,
                text: "radar".into(),
            })
        });
        found.collect()
    }

    fn new_evidence(before: &Filing, now: &Filing) -> Vec<String> {
        let all = passages(now);
        let fresh = Texts::of(before, now).new_evidence(&passages(before), &all);
        fresh.into_iter().map(|i| all[i].place.clone()).collect()
    }

    fn claims(all: &[&str]) -> Filing {
        filing("18/1", "", json!({"title": "T", "claims": all}))
    }

    #[test]
    fn a_passage_is_new_if_neither_its_paragraph_nor_its_place_had_it() {
        let before = claims(&["1. A radar.", "2. A latch."]);
        for (now, fresh) in [
            (vec!["1. A radar.", "2. A latch."], vec![]),
            // Words beside it do not make it new.
            (vec!["1. A radar of steel.", "2. A latch."], vec![]),
            // A claim that moved is the same claim, and the one in its place is not.
            (vec!["1. A net for a radar.", "2. A radar.", "3. A latch."], vec!["claim 1"]),
            (vec!["1. A radar.", "2. A latch for a radar."], vec!["claim 2"]),
            (vec!["1. A latch.", "2. A gate.", "3. The radar of a ship."], vec!["claim 3"]),
            (vec!["1. A latch."], vec![]),
        ] {
            assert_eq!(new_evidence(&before, &claims(&now)), fresh, "{now:?}");
        }
    }

    #[test]
    fn numbers_of_claims_do_not_count_but_numbers_in_them_do() {
        let before = claims(&["9. A radar.", "10 radar sets."]);
        assert_eq!(new_evidence(&before, &claims(&["A gate.", "10. A radar."])), ["claim 2"; 0]);
        assert_eq!(new_evidence(&before, &claims(&["A gate.", "A latch.", "11 radar sets."])), ["claim 3"]);
    }
}
