//! Re-screening of what another engine screened.

use crate::store::filing::screenings;
use crate::store::filing::screenings::rewritten::rewrite;
use crate::store::filing::screenings::{Decision, ScreeningRecord};
use crate::store::office::ledger;
use crate::workflow::filing::{filings as reading, intake};
use crate::workflow::frame::status;
use crate::workflow::frame::testing::{CLEAR, FLAGGED, any, filing};
use crate::workflow::list::rescreen::Rescreener;
use crate::workflow::list::rescreen::progress::{PassState, Progress, Reason, list as passes};
use crate::workflow::list::rescreen::tests::{StaffedOffice, revision};
use domain::base::ids::FilingId;
use domain::case::status::FilingStatus;
use domain::filing::screening::{ENGINE, Screening, Verdict};
use serde_json::json;

const LPI: &str = "low ADJ probability ADJ2 intercept";

/// Has the latest screening of a filing be by an older engine, which found what `found` leaves of it.
fn by_an_older_engine(o: &StaffedOffice, id: FilingId, found: impl FnOnce(&mut Screening)) {
    let latest = o.passes(id).remove(0);
    let mut result = latest.result;
    result.engine = "1".into();
    found(&mut result);
    let done = o.office.cx.store.write_unentered(|tx| {
        rewrite(tx, latest.id, &result)?;
        status::recompute(tx, id, o.office.cx.today())
    });
    done.expect("rewritten");
}

fn nothing(result: &mut Screening) {
    result.hits.clear();
    result.suppressed.clear();
    result.problem = None;
    result.verdict = Verdict::Clear;
}

fn engine_passes(o: &StaffedOffice) -> Vec<Progress> {
    let all = passes(&o.office.cx, &o.officer).expect("passes");
    all.into_iter().filter(|p| p.reason == Reason::Engine).collect()
}

fn awaits(o: &StaffedOffice, id: FilingId) -> bool {
    reading::get(&o.office.cx, &o.examiner, id).expect("a filing").awaits_rescreening
}

/// What a filing would come to on receipt.
fn on_receipt(o: &StaffedOffice, text: &domain::filing::Filing) -> Screening {
    crate::workflow::frame::present_list::in_force(&o.office.cx).expect("a list").screener.screen(text)
}

#[test]
fn what_an_older_engine_missed_comes_up_and_nothing_is_done_twice() {
    let o = StaffedOffice::new();
    let (flagged, gate) = (o.receive("18/1", FLAGGED), o.receive("18/2", CLEAR));
    let title_only = filing("18/3", "", json!({"claims": []}));
    let human = intake::receive(&o.office.cx, &any(&o.intake), &title_only).expect("received").id;
    let own = o.receive("18/4", FLAGGED);
    for id in [flagged, gate, human] {
        by_an_older_engine(&o, id, nothing);
        assert_eq!((o.status(id), awaits(&o, id)), (FilingStatus::Clear, true));
    }
    assert!(!awaits(&o, own));
    assert!(engine_passes(&o).is_empty());
    o.rescreen();
    assert_eq!(
        [flagged, gate, human, own].map(|id| o.status(id)),
        [FilingStatus::InTriage, FilingStatus::Clear, FilingStatus::NeedsHuman, FilingStatus::InTriage]
    );
    let pass = engine_passes(&o).remove(0);
    assert_eq!((pass.engine.as_deref(), pass.state, pass.left), (Some(ENGINE), PassState::Done, 0));
    assert_eq!((pass.candidates, pass.filings, pass.changed.len()), (3, Some(3), 0));
    assert_eq!((pass.newly_hit, pass.needs_human, pass.same, pass.changed_outcome), (1, 1, 1, 0));
    let latest = &o.passes(flagged)[0];
    assert_eq!(latest.result, on_receipt(&o, &filing("18/1", FLAGGED, json!({}))));
    assert_eq!((latest.hits.len(), &latest.hits[0].new_evidence), (1, &None), "all of its evidence is new");
    for id in [flagged, gate, human] {
        assert_eq!((o.passes(id).len(), o.passes(id)[0].result.engine.as_str(), awaits(&o, id)), (2, ENGINE, false));
    }
    assert_eq!(o.passes(own).len(), 1, "it is by this engine already");
    // The next start finds nothing to do and puts nothing on record.
    assert_eq!((o.rescreen(), engine_passes(&o).len()), (0, 1));
    let acts = o.office.cx.read(|conn| Ok(ledger::after(conn, 0, i64::MAX)?)).expect("the ledger");
    let count = |act: &str| acts.iter().filter(|e| e.act.act == act).count();
    assert_eq!((count("engine.rescreen_due"), count("engine.rescreen_begin")), (1, 1));
    assert_eq!((count("engine.rescreen"), count("filing.rescreen")), (1, 3));
}

#[test]
fn decisions_go_over_and_a_dismissal_stays_as_no_text_and_no_rule_changed() {
    let o = StaffedOffice::new();
    let (confirmed, dismissed) = (o.receive("18/1", FLAGGED), o.receive("18/2", FLAGGED));
    o.decide(confirmed, Decision::Confirm);
    o.decide(dismissed, Decision::Dismiss);
    // The older engine found one passage less.
    for id in [confirmed, dismissed] {
        by_an_older_engine(&o, id, |r| r.hits[0].evidence.clear());
    }
    o.rescreen();
    let decision = |id| {
        let latest: ScreeningRecord = o.passes(id).remove(0);
        let hit = &latest.hits[0];
        assert_eq!((latest.result.engine.as_str(), hit.returned_because.is_some()), (ENGINE, false));
        assert_eq!(hit.new_evidence.as_ref().map(Vec::len), Some(latest.result.hits[0].evidence.len()));
        hit.triage.as_ref().map(|t| (t.decision, t.carried_from.is_some()))
    };
    assert_eq!(decision(confirmed), Some((Decision::Confirm, true)));
    assert_eq!(decision(dismissed), Some((Decision::Dismiss, true)));
    assert_eq!((o.status(confirmed), o.status(dismissed)), (FilingStatus::InTriage, FilingStatus::Clear));
    assert_eq!(engine_passes(&o)[0].changed_outcome, 2);
}

#[test]
fn an_adoption_takes_over_what_another_engine_screened_whatever_changed() {
    let o = StaffedOffice::new();
    let ids = [o.receive("18/1", FLAGGED), o.receive("18/2", FLAGGED)];
    for id in ids {
        by_an_older_engine(&o, id, nothing);
    }
    let mut rescreener = Rescreener::default();
    assert!(rescreener.step(&o.office.cx).expect("candidates"));
    assert_eq!(engine_passes(&o)[0].state, PassState::Running);
    // Only a category changes that neither is in.
    let list = o.adopt(&revision("2026-12", LPI, &[("IX-7", "zeppelin")]));
    while rescreener.step(&o.office.cx).expect("a step") {}
    assert_eq!((engine_passes(&o)[0].state, engine_passes(&o)[0].left), (PassState::Superseded, 0));
    assert_eq!((o.outcome(list).state, o.outcome(list).newly_hit), (PassState::Done, 2));
    for id in ids {
        assert_eq!((o.status(id), o.passes(id)[0].result.engine.as_str()), (FilingStatus::InTriage, ENGINE));
    }
    assert_eq!((o.rescreen(), engine_passes(&o).len()), (0, 1));
}

#[test]
fn what_this_engine_has_screened_is_not_screened_by_it_again_after_a_newer_one() {
    let o = StaffedOffice::new();
    let id = o.receive("18/1", FLAGGED);
    let mut newer = o.passes(id).remove(0);
    newer.id = domain::base::ids::ScreeningId::fresh(&*o.office.cx.ids);
    newer.result.engine = "99".into();
    newer.hits.clear();
    newer.result.hits.clear();
    o.office.cx.store.write_unentered(|tx| screenings::insert(tx, &newer)).expect("written");
    assert!(!awaits(&o, id));
    assert_eq!((o.rescreen(), engine_passes(&o).len()), (0, 0));
}
