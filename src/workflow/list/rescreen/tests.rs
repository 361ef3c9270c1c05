//! Re-screening after an adoption, step by step.

use super::*;
use crate::search::SearchIndex;
use crate::store::filing::screenings::{self, Decision, ScreeningRecord};
use crate::workflow::filing::{filings as reading, index, intake};
use crate::workflow::frame::testing::{CLEAR, FLAGGED, LIST, TestOffice, any, filing};
use crate::workflow::list::lists;
use crate::workflow::list::lists::AdoptInput;
use crate::workflow::review::{refer, triage};
use domain::base::actor::{Actor, Role};
use domain::case::status::FilingStatus;
use serde_json::json;

/// A test office with the accounts that lists and filings need.
pub(in crate::workflow) struct StaffedOffice {
    pub office: TestOffice,
    pub intake: Actor,
    pub examiner: Actor,
    pub officer: Actor,
    pub security: Actor,
}

impl StaffedOffice {
    pub fn new() -> Self {
        let office = TestOffice::new();
        Self {
            intake: office.person("intake1", Role::Intake, None),
            examiner: office.person("exam1", Role::Examiner, None),
            officer: office.person("officer1", Role::LicensingOfficer, None),
            security: office.person("sec1", Role::SecurityOfficer, None),
            office,
        }
    }

    pub fn receive(&self, number: &str, claim: &str) -> FilingId {
        self.receive_as(number, claim, json!({}))
    }

    pub fn receive_as(&self, number: &str, claim: &str, more: serde_json::Value) -> FilingId {
        intake::receive(&self.office.cx, &any(&self.intake), &filing(number, claim, more)).expect("received").id
    }

    /// Brings a revision and has it adopted.
    pub fn adopt(&self, source: &str) -> ListRevisionId {
        let new = lists::upload(&self.office.cx, &any(&self.officer), source).expect("uploaded");
        lists::adopt(&self.office.cx, &any(&self.security), new.id, &AdoptInput::default()).expect("adopted");
        new.id
    }

    /// Re-screens to the end; how many steps it took.
    pub fn rescreen(&self) -> usize {
        let mut rescreener = Rescreener::default();
        let mut steps = 0;
        while rescreener.step(&self.office.cx).expect("a step") {
            steps += 1;
        }
        steps
    }

    pub fn passes(&self, id: FilingId) -> Vec<ScreeningRecord> {
        self.office.cx.read(|conn| Ok(screenings::of_filing(conn, id)?)).expect("screenings")
    }

    pub fn status(&self, id: FilingId) -> FilingStatus {
        reading::get(&self.office.cx, &self.examiner, id).expect("a filing").record.status
    }

    pub fn decide(&self, id: FilingId, decision: Decision) {
        for hit in &self.passes(id)[0].hits {
            triage::decide(&self.office.cx, &any(&self.examiner), hit.id, decision, "looked at it").expect("decided");
        }
    }

    pub fn outcome(&self, list: ListRevisionId) -> progress::Progress {
        let all = progress::list(&self.office.cx, &self.officer).expect("passes");
        all.into_iter().find(|p| p.list_id == list).expect("a pass")
    }
}

/// The list of the test office with further categories, as `(number, rule)`.
pub(in crate::workflow) fn revision(name: &str, lpi: &str, more: &[(&str, &str)]) -> String {
    let mut text = LIST.replace("2026-03\"", &format!("{name}\"")).replace("low ADJ probability ADJ2 intercept", lpi);
    for (number, rule) in more {
        text.push_str(&format!(
            "\n[[category]]\nnumber = \"{number}\"\ngroup = \"IX\"\ntitle = \"Further\"\nagencies = [\"ARMY\"]\n\n\
             [[category.clause]]\nid = \"a\"\npoints = 1\nrule = '''{rule}'''\n"
        ));
    }
    text
}

const LPI: &str = "low ADJ probability ADJ2 intercept";

#[test]
fn e27_a_filing_that_was_clear_is_opened_by_a_new_category_and_others_are_left_alone() {
    let o = StaffedOffice::new();
    let (gate, radio) = (o.receive("18/1", CLEAR), o.receive("18/2", FLAGGED));
    let first = o.office.cx.read(|c| Ok(list_store::in_force(c)?)).expect("read").expect("a list");
    let view = reading::get(&o.office.cx, &o.examiner, gate).expect("a filing");
    assert_eq!((view.record.judged_by, view.awaits_rescreening), (Some(first), false));
    let list = o.adopt(&revision("2026-12", LPI, &[("IX-7", "garden ADJ gate")]));
    assert!(reading::get(&o.office.cx, &o.examiner, gate).expect("a filing").awaits_rescreening);
    assert_eq!(o.outcome(list).state, PassState::Waiting);
    o.rescreen();
    assert_eq!((o.status(gate), o.status(radio)), (FilingStatus::InTriage, FilingStatus::InTriage));
    let passes = o.passes(gate);
    assert_eq!(passes.len(), 2);
    assert_eq!(passes[0].result.hits[0].category, "IX-7");
    assert_eq!((passes[0].list, &passes[0].hits[0].new_evidence), (list, &None));
    assert_eq!(o.passes(radio).len(), 1, "it comes out as before: no new screening");
    for id in [gate, radio] {
        let view = reading::get(&o.office.cx, &o.examiner, id).expect("a filing");
        assert_eq!(view.judged_by.expect("a list").revision, "2026-12");
        assert!(!view.awaits_rescreening);
    }
    let pass = o.outcome(list);
    assert_eq!((pass.state, pass.left, pass.newly_hit, pass.same), (PassState::Done, 0, 1, 1));
    assert_eq!((pass.seconds_left, pass.changed.as_slice()), (Some(0), ["IX-7".to_owned()].as_slice()));
    assert_eq!(o.rescreen(), 0, "nothing is done twice");
    triage::decide(&o.office.cx, &any(&o.examiner), passes[0].hits[0].id, Decision::Dismiss, "no match")
        .expect("decided");
    assert_eq!(o.status(gate), FilingStatus::Clear);
}

#[test]
fn a_hit_that_vanishes_is_gone_where_undecided_and_stands_where_confirmed() {
    let o = StaffedOffice::new();
    let (undecided, confirmed, dismissed) =
        (o.receive("18/1", FLAGGED), o.receive("18/2", FLAGGED), o.receive("18/3", FLAGGED));
    o.decide(confirmed, Decision::Confirm);
    o.decide(dismissed, Decision::Dismiss);
    o.adopt(&revision("2026-12", "jamming", &[]));
    o.rescreen();
    for (id, status) in
        [(undecided, FilingStatus::Clear), (confirmed, FilingStatus::InTriage), (dismissed, FilingStatus::Clear)]
    {
        let latest = &o.passes(id)[0];
        assert_eq!((latest.hits.len(), latest.gone.len()), (0, 1));
        assert_eq!(latest.gone[0].category, "IX-6A");
        assert_eq!(o.status(id), status);
    }
    let gone = &o.passes(undecided)[0].gone[0];
    assert_eq!(gone.triage, None);
    let refused = triage::decide(&o.office.cx, &any(&o.examiner), gone.id, Decision::Confirm, "x");
    assert!(matches!(refused, Err(Error::Refused(r)) if r.code.code == "filing.not_in_triage"));
    // What was confirmed is still referred to those who own it.
    let made =
        refer::refer(&o.office.cx, &any(&o.examiner), confirmed, &refer::ReferInput::default()).expect("referred");
    assert_eq!(made.len(), 2);
    // Other rules change: the confirmation still stands.
    o.adopt(&revision("2027-01", "jamming", &[("IX-7", "transceiver")]));
    o.rescreen();
    let latest = &o.passes(confirmed)[0];
    assert_eq!((latest.hits.len(), latest.gone.len()), (1, 1));
    let made = latest.gone[0].triage.as_ref().expect("a decision");
    assert_eq!((made.decision, made.person.as_str()), (Decision::Confirm, "exam1"));
    assert!(made.carried_from.is_some());
}

#[test]
fn a_dismissal_stays_until_the_rules_of_its_category_change() {
    let o = StaffedOffice::new();
    let id = o.receive("18/1", FLAGGED);
    o.decide(id, Decision::Dismiss);
    // Another category changes and is hit: the dismissal goes over to the new screening.
    o.adopt(&revision("2026-12", LPI, &[("IX-7", "transceiver")]));
    o.rescreen();
    let latest = &o.passes(id)[0];
    assert_eq!(latest.hits.iter().map(|h| h.triage.is_some()).collect::<Vec<_>>(), [true, false]);
    assert_eq!(latest.hits[0].new_evidence, Some(vec![]), "none of its evidence is new");
    o.decide_last(id);
    assert_eq!(o.status(id), FilingStatus::Clear);
    // Its own rules change: it comes back and says so.
    o.adopt(&revision("2027-01", "low ADJ probability", &[("IX-7", "transceiver")]));
    o.rescreen();
    let latest = &o.passes(id)[0];
    assert_eq!(
        latest.hits[0].returned_because.as_deref(),
        Some("the rules of category IX-6A changed in revision 2027-01")
    );
    assert_eq!(latest.hits[0].before.as_ref().map(|t| t.reason.as_str()), Some("looked at it"));
    assert_eq!((latest.hits[0].triage.is_none(), latest.hits[1].triage.is_some()), (true, true));
    assert_eq!(o.status(id), FilingStatus::InTriage);
    // It is still undecided when yet another revision comes: it says what it said.
    o.adopt(&revision("2027-02", "low ADJ probability", &[("IX-7", "transceiver"), ("IX-8", "waveform")]));
    o.rescreen();
    let latest = &o.passes(id)[0];
    assert!(latest.hits[0].returned_because.as_deref().is_some_and(|b| b.ends_with("2027-01")));
    assert!(latest.hits[0].before.is_some());
}

impl StaffedOffice {
    /// Dismisses the hits of the latest screening that nobody has decided on.
    fn decide_last(&self, id: FilingId) {
        for hit in self.passes(id)[0].hits.iter().filter(|h| h.triage.is_none()) {
            triage::decide(&self.office.cx, &any(&self.examiner), hit.id, Decision::Dismiss, "nor this")
                .expect("decided");
        }
    }
}

#[test]
fn another_adoption_takes_over_what_was_left() {
    let o = StaffedOffice::new();
    let ids: Vec<FilingId> = (0..3).map(|n| o.receive(&format!("18/{}", n + 1), CLEAR)).collect();
    let one = o.adopt(&revision("2026-12", LPI, &[("IX-7", "garden ADJ gate")]));
    let mut rescreener = Rescreener::default();
    assert!(rescreener.step(&o.office.cx).expect("candidates"));
    let two = o.adopt(&revision("2027-01", LPI, &[("IX-7", "garden ADJ gate"), ("IX-8", "sonar")]));
    while rescreener.step(&o.office.cx).expect("a step") {}
    assert_eq!((o.outcome(one).state, o.outcome(one).done), (PassState::Superseded, 0));
    assert_eq!((o.outcome(two).state, o.outcome(two).newly_hit), (PassState::Done, 3));
    for id in ids {
        assert_eq!(o.passes(id).iter().map(|s| s.list).collect::<Vec<_>>()[0], two);
        assert_eq!(o.status(id), FilingStatus::InTriage);
    }
}

#[test]
fn only_what_the_index_names_is_screened_and_what_it_has_not_seen() {
    let o = StaffedOffice::new();
    let dir = tempfile::tempdir().expect("a folder");
    let (search, _) = SearchIndex::open(dir.path()).expect("an index");
    let ids: Vec<FilingId> = ["A garden gate.", "A sonar.", "A ship's log.", FLAGGED]
        .iter()
        .enumerate()
        .map(|(n, claim)| o.receive(&format!("18/{}", n + 1), claim))
        .collect();
    while index::index_next_batch(&o.office.cx, &search).expect("followed") {}
    let late = o.receive("18/9", "A late gate.");
    let old = o.office.cx.read(|c| Ok(list_store::in_force(c)?)).expect("read");
    let new =
        revision("2026-12", "low ADJ probability", &[("IX-7", "gate"), ("IX-8", "sonar OR [length > 1 km].clm.")]);
    let compiled = Screener::compile(&new).expect("a list");
    let picked = |changed: &Changed| {
        let picked = select::pick_in(Some(&search), changed);
        let of = |conn: &mut Conn| {
            let older = judged::by(conn, old)?;
            picked.of(conn, older)
        };
        o.office.cx.read(of).expect("candidates")
    };
    let changed = o.office.cx.read(|c| changes_since(c, old, &compiled)).expect("changes");
    assert_eq!(changed.numbers(), ["IX-6A", "IX-7", "IX-8"]);
    assert_eq!(picked(&changed).len(), 5, "a quantity is in no posting list: every filing is a candidate");
    let new = new.replace(" OR [length > 1 km].clm.", "");
    let compiled = Screener::compile(&new).expect("a list");
    let changed = o.office.cx.read(|c| changes_since(c, old, &compiled)).expect("changes");
    assert_eq!(picked(&changed), [ids[0], ids[1], ids[3], late]);
    // Only a category that is gone: what was hit in it is known without the index.
    let gone = Screener::compile(&new.replace("IX-6A", "IX-9")).expect("a list");
    let same = Changed::between(gone.compiled(), compiled.compiled());
    assert_eq!(same.numbers(), ["IX-6A", "IX-9"]);
    // An index that is ahead of the record is another record's.
    search.apply(&[], 1_000_000).expect("applied");
    assert_eq!(picked(&changed).len(), 5);
}

#[test]
fn a_filing_that_needed_a_human_is_judged_again_as_a_whole() {
    let o = StaffedOffice::new();
    let title_only = intake::receive(&o.office.cx, &any(&o.intake), &filing("18/1", "", json!({"claims": []})));
    let id = title_only.expect("received").id;
    assert_eq!(o.status(id), FilingStatus::NeedsHuman);
    let list = o.adopt(&revision("2026-12", LPI, &[("IX-7", "radio")]));
    o.rescreen();
    assert_eq!(o.status(id), FilingStatus::NeedsHuman, "never clear, whatever a list finds in its title");
    assert_eq!(o.passes(id)[0].result.hits.len(), 1);
    assert_eq!(o.outcome(list).newly_hit, 1);
}

#[test]
fn no_count_betrays_what_is_above_a_clearance() {
    use domain::base::marking::Level;
    let o = StaffedOffice::new();
    o.receive_as("18/1", CLEAR, json!({"marking": "S"}));
    o.receive("18/2", CLEAR);
    o.adopt(&revision("2026-12", LPI, &[("IX-7", "garden ADJ gate")]));
    o.rescreen();
    let low = Actor::of(
        &o.office.account("exam2", Role::Examiner, None, Level::Confidential),
        "session:low".into(),
        o.office.cx.today(),
    );
    let seen = |who: &Actor| {
        let p = progress::list(&o.office.cx, who).expect("passes").remove(0);
        (p.candidates, p.newly_hit, p.filings)
    };
    assert_eq!(seen(&o.examiner), (2, 2, Some(2)));
    assert_eq!(seen(&low), (1, 1, None));
    for role in [Role::Intake, Role::Auditor] {
        let who = o.office.person(&format!("x-{}", role.as_str()), role, None);
        assert!(progress::list(&o.office.cx, &who).is_err());
    }
}
