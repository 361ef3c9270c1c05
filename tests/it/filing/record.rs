//! What an examiner enters on the record of a filing: corrections, parties, flags, disposal, contracts, property.

use crate::frame::office::{TestOffice, by, day, everywhere, refused};
use domain::base::ids::FilingId;
use domain::base::marking::Level;
use domain::base::order_type::OrderType;
use domain::filing::Party;
use domain::law::property::{self, Track};
use domain::law::record::Disposal;
use domain::review::referral::Finding;
use serde_json::json;
use subrosa::workflow::Error;
use subrosa::workflow::filing::record::{self, CorrectInput, DisposeInput};
use subrosa::workflow::filing::{property as title, screenings};
use subrosa::workflow::frame::docket;
use subrosa::workflow::frame::reason::ReasonInput;
use subrosa::workflow::order::issue::{IssueInput, issue};

fn reason() -> ReasonInput {
    ReasonInput { reason: "as found".into() }
}

fn correct(h: &TestOffice, filing: FilingId, ask: CorrectInput) -> Result<docket::EntryView, Error> {
    record::correct(&h.cx, &by(h.who("exam1")), filing, &CorrectInput { reason: "as found".into(), ..ask })
}

#[test]
fn r1_4_r1_5_a_corrected_record_changes_the_branch_and_is_screened_and_the_text_stays() {
    everywhere("corrections", |h| {
        let filing = h.filing(1, json!({"made_in": "JP"}));
        let refer = || h.refer(filing, &["NAVY"]);
        assert_eq!(refused(refer()), "filing.made_abroad");
        let ask =
            CorrectInput { government_interest: Some("Made with support of the Navy.".into()), ..Default::default() };
        let before = screenings::of_filing(&h.cx, h.who("exam1"), filing).expect("screenings").len();
        let entry = correct(h, filing, ask).expect("corrected");
        assert_eq!(entry.kind, "record.corrected");
        let after = screenings::of_filing(&h.cx, h.who("exam1"), filing).expect("screenings").len();
        assert_eq!(after, before + 1, "the statement is part of what is screened");
        assert!(refer().is_ok(), "the Government branch");
        let seen = subrosa::workflow::filing::filings::get(&h.cx, h.who("exam1"), filing).expect("seen");
        assert!(seen.government_interest);
        assert_eq!(seen.made_in.as_deref(), Some("JP"));
        assert_eq!(refused(correct(h, filing, CorrectInput::default())), "request.invalid");
        assert_eq!(h.acts(&format!("filing:{filing}")).last().map(String::as_str), Some("filing.correct refused"));
    });
}

#[test]
fn r3_5_new_parties_of_record_are_notified_and_the_old_are_not() {
    everywhere("parties", |h| {
        let filing = h.confirmed(1, json!({}));
        let parties: Vec<Party> = serde_json::from_value(json!([
            {"role": "assignee", "name": "Deepfield LLC", "email": "deep@example.org"}
        ]))
        .expect("parties");
        correct(h, filing, CorrectInput { parties: Some(parties), ..Default::default() }).expect("corrected");
        h.refer(filing, &["NAVY"]).expect("referred");
        let order = h.order_on(filing, &[("NAVY", "dod1", Some(OrderType::III))]);
        let notified: Vec<_> = order.notices.iter().map(|n| n.principal.as_str()).collect();
        assert_eq!(notified, ["Deepfield LLC"]);
    });
}

#[test]
fn r1_1_e27_a_late_flag_brings_a_clear_filing_back_to_triage() {
    everywhere("late flags", |h| {
        let clear = json!({"title": "A pot", "abstract": ["A pot."], "claims": ["1. A pot."], "description": []});
        let filing = h.filing(1, clear);
        let flag = record::flag(&h.cx, &by(h.who("exam1")), filing, &reason()).expect("flagged");
        assert_eq!(h.status(filing), "in_triage");
        let settle = |who| record::settle_flag(&h.cx, &by(h.who(who)), flag.id, &reason());
        assert_eq!(refused(settle("exam1")), "filing.flag", "another examiner");
        assert_eq!(refused(settle("officer1")), "role.forbidden");
        h.refer(filing, &["NAVY"]).expect("referred: a flag needs no hit");
        assert_eq!(h.status(filing), "under_review");
    });
}

#[test]
fn e17_an_order_on_a_published_application_is_a_persons_decision_and_on_a_patent_impossible() {
    everywhere("published", |h| {
        let ready = |n: u64| {
            let filing = h.filing(n, json!({"title": "A pot", "abstract": ["A pot."], "claims": ["1. A pot."], "description": [], "filed_on": "2024-05-01"}));
            let how = if n == 1 { Disposal::Published } else { Disposal::Patented };
            let ask = DisposeInput { how, on: day("2026-01-05") };
            record::dispose(&h.cx, &by(h.who("exam1")), filing, &ask).expect("on record");
            h.refer(filing, &["NAVY"]).expect("referred");
            let referral = h.referral(filing, "NAVY");
            h.sign("dod1", referral).expect("signed");
            h.recommend("dod1", referral, Finding::WouldBeDetrimental, Some(OrderType::III)).expect("recommended");
            filing
        };
        let published = ready(1);
        assert_eq!(refused(h.issue(published)), "order.published");
        let ask = IssueInput { despite_publication: Some("grant can be withheld".into()), ..Default::default() };
        issue(&h.cx, &by(h.who("officer1")), published, &ask).expect("issued");
        let patented = ready(2);
        assert_eq!(refused(h.issue(patented)), "order.patented");
        assert_eq!(refused(issue(&h.cx, &by(h.who("officer1")), patented, &ask)), "order.patented");
    });
}

#[test]
fn e21_an_abandoned_filing_stays_under_its_order_and_an_ordinary_one_is_withdrawn() {
    everywhere("abandoned", |h| {
        let give_up = |filing| {
            let ask = DisposeInput { how: Disposal::Abandoned, on: day("2026-03-10") };
            record::dispose(&h.cx, &by(h.who("exam1")), filing, &ask).expect("on record")
        };
        let order = h.navy_order(1);
        give_up(order.filing_id);
        assert_eq!(h.status(order.filing_id), "under_order");
        h.pass_until("2027-03-11");
        assert_eq!(h.status(order.filing_id), "withdrawn");
        let pot =
            h.filing(2, json!({"title": "A pot", "abstract": ["A pot."], "claims": ["1. A pot."], "description": []}));
        give_up(pot);
        assert_eq!(h.status(pot), "withdrawn");
    });
}

#[test]
fn r1_3_r1_9_r1_10_e28_e29_property_claims_change_no_status_and_have_their_own_deadline() {
    everywhere("property", |h| {
        let clear = json!({"title": "A pot", "abstract": ["A pot."], "claims": ["1. A pot."], "description": []});
        let filing = h.filing(1, clear);
        let take = |track, step| {
            let ask = title::StepInput { track, step, on: None, note: None };
            title::step(&h.cx, &by(h.who("exam1")), filing, &ask)
        };
        take(Track::Doe, property::Step::Notified).expect("notified");
        assert_eq!(h.status(filing), "clear", "E28: no review and no hold");
        take(Track::Nasa, property::Step::StatementReceived).expect("came");
        take(Track::Nasa, property::Step::CopiesSent).expect("sent");
        h.sleep_until("2026-06-09");
        assert_eq!(refused(take(Track::Nasa, property::Step::Claimed)), "property.late");
        let seen = title::of_filing(&h.cx, h.who("exam1"), filing).expect("seen");
        let tracks: Vec<_> = seen.tracks.iter().map(|t| (t.track, t.owner)).collect();
        assert_eq!(tracks, [(Track::Doe, property::Owner::Open), (Track::Nasa, property::Owner::Applicant)]);
    });
}

#[test]
fn r1_8_a_contract_puts_an_invention_made_abroad_in_the_government_branch() {
    everywhere("contracts", |h| {
        let filing = h.confirmed(1, json!({"made_in": "JP"}));
        assert_eq!(refused(h.refer(filing, &["NAVY"])), "filing.made_abroad");
        let contract = domain::law::record::Contract {
            number: "N00014-26-C-0001".into(),
            level: Level::Secret,
            transmitted_on: day("2026-01-05"),
            instructed: false,
        };
        let enter = |c: &domain::law::record::Contract| record::record_contract(&h.cx, &by(h.who("exam1")), filing, c);
        let to_come = domain::law::record::Contract { transmitted_on: day("2026-03-11"), ..contract.clone() };
        assert_eq!(refused(enter(&to_come)), "request.invalid");
        enter(&contract).expect("on record");
        h.refer(filing, &["NAVY"]).expect("the Government has an interest");
        let referral = h.referral(filing, "NAVY");
        h.sign("dod1", referral).expect("signed");
        let found = h.recommend("dod1", referral, Finding::MightBeDetrimental, Some(OrderType::III));
        assert!(found.expect("might be suffices").binding);
    });
}
