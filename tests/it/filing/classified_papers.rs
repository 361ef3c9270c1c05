//! Classified papers come by hand, by mail under 37 CFR 5.1(a) or over SIPRNET (R1.6); markings, and what settles them.

use crate::frame::harness::flagged_filing;
use crate::frame::office::{TestOffice, by, everywhere, refused};
use domain::base::ids::FilingId;
use domain::base::marking::{Level, Marking};
use domain::case::holds::{Bar, Reason, holds};
use domain::case::status::FilingStatus;
use domain::filing::{Filing, ReceivedBy};
use domain::law::marked::Answer;
use domain::law::record::Disposal;
use serde_json::{Value, json};
use subrosa::store::filing::filings;
use subrosa::store::office::ledger;
use subrosa::store::order::standing;
use subrosa::workflow::Error;
use subrosa::workflow::filing::intake::{self, Received};
use subrosa::workflow::filing::record::{self, CorrectInput, DisposeInput};
use subrosa::workflow::filing::{amend, filings as readers, marked};
use subrosa::workflow::frame::docket;
use subrosa::workflow::frame::reason::ReasonInput;

fn form(n: u64, more: &Value) -> Filing {
    let mut form = flagged_filing(n);
    for (key, value) in more.as_object().expect("an object") {
        form[key] = value.clone();
    }
    serde_json::from_value(form).expect("a filing")
}

fn receive(h: &TestOffice, n: u64, more: &Value) -> Result<Received, Error> {
    intake::receive(&h.cx, &by(h.who("intake1")), &form(n, more))
}

#[test]
fn r1_6_classified_papers_are_refused_by_the_ordinary_way_and_nothing_of_them_is_kept() {
    everywhere("doors", |h| {
        for (n, level) in ["C", "S", "TS"].into_iter().enumerate() {
            let (n, more) = (n as u64 + 1, json!({"marking": level, "title": "Zephyrine in a nose cone"}));
            let Err(Error::Refused(refusal)) = receive(h, n, &more) else { panic!("{level} was taken") };
            assert_eq!(refusal.code.code, "filing.classified_papers");
            assert_eq!(
                (refusal.code.citation, refusal.code.rule),
                (Some("37 CFR 5.1(a), (c); MPEP 115"), Some("R1.6"))
            );
            assert!(refusal.detail.contains("SIPRNET") && !refusal.detail.contains("Zephyrine"), "{}", refusal.detail);
            let number = form(n, &more).application_number;
            let kept = h.cx.read(|conn| Ok(filings::by_number(conn, &number)?)).expect("read");
            assert!(kept.is_none(), "{level}");
        }
        let entries = h.cx.read(|conn| Ok(ledger::after(conn, 0, i64::MAX)?)).expect("read");
        let said = format!("{entries:?}");
        assert!(said.contains("filing.classified_papers") && !said.contains("Zephyrine"), "the refusal and no text");
        // Controlled unclassified papers are taken by the ordinary way.
        receive(h, 9, &json!({"marking": "CUI"})).expect("taken");
    });
}

#[test]
fn r1_6_papers_by_hand_by_mail_or_over_siprnet_are_taken_and_the_way_is_on_record() {
    everywhere("ways", |h| {
        for (n, way) in ["hand_carried", "mailed", "siprnet"].into_iter().enumerate() {
            let received = receive(h, n as u64 + 1, &json!({"marking": "S", "received_by": way})).expect(way);
            let seen = readers::get(&h.cx, h.who("exam1"), received.id).expect("seen");
            assert_eq!(seen.received_by.as_str(), way);
            let entries = h.cx.read(|conn| Ok(ledger::after(conn, 0, i64::MAX)?)).expect("read");
            let subject = format!("filing:{}", received.id);
            let entry = entries.iter().find(|e| e.act.subject == subject).expect("an entry");
            assert!(entry.act.detail.contains(&format!("received_by={way}")), "{}", entry.act.detail);
        }
        let plain = receive(h, 7, &json!({})).expect("taken");
        assert_eq!(readers::get(&h.cx, h.who("exam1"), plain.id).expect("seen").received_by, ReceivedBy::Ordinary);
    });
}

#[test]
fn r1_6_in_a_stream_the_classified_record_is_refused_in_its_place() {
    everywhere("a stream", |h| {
        let batch = [form(1, &json!({})), form(2, &json!({"marking": "S"})), form(3, &json!({}))];
        let answers = intake::receive_all(&h.cx, &by(h.who("intake1")), &batch).expect("answered");
        let codes: Vec<_> = answers.iter().map(|a| a.as_ref().map_err(|r| r.code.code).map(|_| ())).collect();
        assert_eq!(codes, [Ok(()), Err("filing.classified_papers"), Ok(())]);
    });
}

#[test]
fn r1_6_an_amendment_of_classified_matter_goes_the_same_ways() {
    everywhere("amended by the wrong way", |h| {
        let open = h.filing(1, json!({}));
        let amend = |id, more: &Value| amend::amend(&h.cx, &by(h.who("intake1")), id, &form(1, more));
        let raised = json!({"marking": "S", "claims": ["1. A seeker."]});
        assert_eq!(refused(amend(open, &raised)), "filing.classified_papers");
        // An examiner has raised the marking; the refusal does not say so to the intake clerk.
        let ask = CorrectInput {
            marking: serde_json::from_value(json!("S")).expect("a marking"),
            reason: "as found".into(),
            ..Default::default()
        };
        record::correct(&h.cx, &by(h.who("exam1")), open, &ask).expect("corrected");
        let silent = json!({"claims": ["1. A seeker."]});
        assert_eq!(refused(amend(open, &silent)), "filing.ordinary_intake_closed");
        let carried = json!({"claims": ["1. A seeker."], "received_by": "mailed"});
        amend(open, &carried).expect("taken");
    });
}

#[test]
fn r1_6_r1_7_a_marking_found_in_the_text_refuses_nothing() {
    everywhere("marked papers at the door", |h| {
        let form = json!({
            "abstract": ["SECRET", "A pot."], "title": "A pot", "claims": ["1. A pot."], "description": [],
        });
        let taken = receive(h, 1, &form).expect("taken, and held by its marking");
        assert_eq!(taken.status, FilingStatus::NeedsHuman);
        let known = h.cx.read(|conn| Ok(standing::known(conn, taken.id)?)).expect("read");
        let day = jiff::civil::date(2026, 3, 10);
        let held: Vec<_> = holds(&known.facts(), day).iter().map(|hold| (hold.bar, hold.reason)).collect();
        let bars = [Bar::Publication, Bar::Grant, Bar::Transmittal];
        assert_eq!(held, bars.map(|bar| (bar, Reason::Legend)));
        let published = DisposeInput { how: Disposal::Published, on: day };
        assert_eq!(refused(record::dispose(&h.cx, &by(h.who("exam1")), taken.id, &published)), "filing.held");
    });
}

fn reason() -> ReasonInput {
    ReasonInput { reason: "as found".into() }
}

fn correct(h: &TestOffice, filing: FilingId, ask: CorrectInput) -> Result<docket::EntryView, Error> {
    record::correct(&h.cx, &by(h.who("exam1")), filing, &CorrectInput { reason: "as found".into(), ..ask })
}

#[test]
fn r1_6_a_classified_marking_comes_down_with_a_declassification_only() {
    everywhere("markings", |h| {
        let filing = h.filing(1, json!({"marking": "S"}));
        let lower = |to| correct(h, filing, CorrectInput { marking: Some(Marking::of(to)), ..Default::default() });
        assert_eq!(refused(lower(Level::Unclassified)), "filing.marking_lowered");
        lower(Level::TopSecret).expect("raised");
        let ask = marked::QueryInput { marking: "SECRET".into(), classified: true };
        let query = marked::query(&h.cx, &by(h.who("exam1")), filing, &ask).expect("asked");
        let answer = |how| {
            let ask = marked::AnswerInput { how, evidence: "letter of the owner".into() };
            marked::answer(&h.cx, &by(h.who("exam1")), query.id, &ask)
        };
        assert_eq!(refused(answer(Answer::UnderOrder)), "marking.answer");
        answer(Answer::Declassified).expect("declassified");
        lower(Level::Unclassified).expect("lowered");
        assert_eq!(refused(answer(Answer::Removed)), "marking.answer", "it is settled");
    });
}

#[test]
fn r1_7_e26_a_marked_filing_needs_a_human_until_it_is_settled_or_abandoned() {
    everywhere("marked papers", |h| {
        let clear = json!({"title": "A pot", "abstract": ["A pot."], "claims": ["1. A pot."], "description": []});
        let filing = h.filing(1, clear);
        assert_eq!(h.status(filing), "clear");
        let ask = marked::QueryInput { marking: "SECRET".into(), classified: true };
        let query = marked::query(&h.cx, &by(h.who("officer1")), filing, &ask).expect("asked");
        assert_eq!(h.status(filing), "needs_human", "no public record");
        let abandon = || marked::hold_abandoned(&h.cx, &by(h.who("officer1")), query.id, &reason());
        assert_eq!(refused(abandon()), "marking.period");
        let good_faith = marked::AnswerInput { how: Answer::GoodFaith, evidence: "letters to the Army".into() };
        marked::answer(&h.cx, &by(h.who("officer1")), query.id, &good_faith).expect("a further period");
        h.sleep_until("2026-05-20");
        abandon().expect("abandoned");
        assert_eq!(h.status(filing), "needs_human");
        assert_eq!(refused(abandon()), "marking.period");
    });
}
