//! What stands on the docket of a case, through the workflow and the store: corrections, flags, related
//! and international filings, examination, markings, property, types and licenses.

use crate::law::house::{House, by, day, everywhere, refused};
use domain::base::actor::Role;
use domain::base::agency::{Agency, AgencyCode};
use domain::base::ids::{FilingId, OrderId};
use domain::base::marking::{Level, Marking};
use domain::base::order_type::OrderType;
use domain::filing::Party;
use domain::law::adviser::Facts;
use domain::law::examination::Step;
use domain::law::international;
use domain::law::license::{Need, PetitionKind, Scope, State};
use domain::law::marked::Answer;
use domain::law::property::{self, Track};
use domain::law::record::Disposal;
use domain::review::referral::Finding;
use serde_json::json;
use subrosa::store::filing::docket as store;
use subrosa::workflow::Error;
use subrosa::workflow::filing::record::{self, AbroadInput, CorrectInput, DisposeInput};
use subrosa::workflow::filing::relate::{self, CompareInput};
use subrosa::workflow::filing::{examination as exam, international as pct, marked, property as title, screenings};
use subrosa::workflow::frame::docket;
use subrosa::workflow::frame::reason::ReasonInput;
use subrosa::workflow::license::licenses as license;
use subrosa::workflow::office::{accounts, agencies};
use subrosa::workflow::order::issue::{IssueInput, issue};
use subrosa::workflow::order::{advise, orders};

fn reason() -> ReasonInput {
    ReasonInput { reason: "as found".into() }
}

fn correct(h: &House, filing: FilingId, ask: CorrectInput) -> Result<docket::EntryView, Error> {
    record::correct(&h.cx, &by(h.who("exam1")), filing, &CorrectInput { reason: "as found".into(), ..ask })
}

fn step(h: &House, order: OrderId, step: Step) -> Result<docket::EntryView, Error> {
    exam::step(&h.cx, &by(h.who("exam1")), order, &exam::StepInput { step, on: None, note: None })
}

fn held(h: &House, order: OrderId) -> usize {
    h.see(order).holds.len()
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
fn r3_5_new_parties_of_record_are_told_and_the_old_are_not() {
    everywhere("parties", |h| {
        let filing = h.confirmed(1, json!({}));
        let parties: Vec<Party> = serde_json::from_value(json!([
            {"role": "assignee", "name": "Deepfield LLC", "email": "deep@example.org"}
        ]))
        .expect("parties");
        correct(h, filing, CorrectInput { parties: Some(parties), ..Default::default() }).expect("corrected");
        h.refer(filing, &["NAVY"]).expect("referred");
        let order = h.order_on(filing, &[("NAVY", "dod1", Some(OrderType::III))]);
        let told: Vec<_> = order.notices.iter().map(|n| n.principal.as_str()).collect();
        assert_eq!(told, ["Deepfield LLC"]);
    });
}

#[test]
fn r1_6_a_classified_marking_comes_down_with_a_declassification_only() {
    everywhere("markings", |h| {
        let filing = h.filing(1, json!({"marking": "S"}));
        let lower = |to| correct(h, filing, CorrectInput { marking: Some(Marking(to)), ..Default::default() });
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
fn e11_e12_r3_4_what_discloses_a_significant_part_falls_under_the_order_and_ordinary_intake_closes() {
    everywhere("related filings", |h| {
        let order = h.navy_order(1);
        let pot = json!({"title": "A pot", "abstract": ["A pot."], "claims": ["1. A pot."], "description": []});
        let other = h.filing(2, pot.clone());
        assert_eq!(h.status(other), "clear");
        let compare = |significant_part, same_applicant| {
            let ask = CompareInput { order: order.id, significant_part, same_applicant, reason: "claim 1".into() };
            relate::compare(&h.cx, &by(h.who("exam1")), other, &ask)
        };
        compare(true, false).expect("found");
        assert_eq!(h.status(other), "under_order");
        let covering = relate::covering(&h.cx, h.who("officer1"), other).expect("covering");
        assert_eq!(covering[0].order_id, order.id);
        assert!(covering[0].handling.iter().any(|h| h.text.contains("serve nothing")));
        assert!(
            orders::list(&h.cx, h.who("officer1"), &orders::OrderQuery { limit: 9, ..Default::default() })
                .expect("orders")
                .iter()
                .all(|o| o.filing_id != other && o.notices.iter().all(|n| n.order_id == Some(order.id)))
        );
        // A continuation of the covered filing is refused at the ordinary door, without a reason.
        let mut form = crate::harness::flagged_filing(3);
        form["related"] = json!([{"relation": "continuation", "application_number": crate::harness::flagged_filing(2)["application_number"]}]);
        let filing = serde_json::from_value(form).expect("a filing");
        let came = subrosa::workflow::filing::intake::receive(&h.cx, &by(h.who("intake1")), &filing);
        assert_eq!(refused(came), "filing.ordinary_intake_closed");
        compare(false, false).expect("on a second look");
        assert_eq!(h.status(other), "clear");
        compare(true, true).expect("found");
        h.ask_rescission("dod1", order.id, None).expect("asked");
        h.rescind(order.id).expect("rescinded");
        assert!(relate::covering(&h.cx, h.who("officer1"), other).expect("covering").is_empty());
    });
}

#[test]
fn r3_9_r8_2_r8_4_r8_5_examination_under_an_order_goes_to_form_d10_and_waits() {
    everywhere("examination", |h| {
        let order = h.navy_order(1);
        let seal = |agency: &str| {
            let ask = exam::SealInput { agency: agency.into(), reason: "means of collection".into() };
            exam::seal(&h.cx, &by(h.who("officer1")), order.id, &ask)
        };
        assert_eq!(refused(seal("ARMY")), "order.not_a_sponsor");
        seal("NAVY").expect("sealed");
        assert_eq!(refused(step(h, order.id, Step::Action)), "examination.sealed");
        h.sleep_until("2026-04-10");
        exam::unseal(&h.cx, &by(h.who("officer1")), order.id, &reason()).expect("opened");
        step(h, order.id, Step::Allowable).expect("Form D-10");
        assert_eq!(refused(step(h, order.id, Step::Allowable)), "examination.step");
        let ask = exam::HeldInput { on: None, note: "new claim 9".into() };
        let waits = exam::hold_amendment(&h.cx, &by(h.who("exam1")), order.id, &ask).expect("held");
        let decide = || {
            let ask = exam::AmendmentInput { entered: true, reason: "free from objection".into() };
            exam::decide_amendment(&h.cx, &by(h.who("exam1")), waits.id, &ask)
        };
        assert_eq!(refused(decide()), "examination.held");
        let allow = || exam::allow(&h.cx, &by(h.who("exam1")), order.filing_id, &exam::AllowInput::default());
        assert_eq!(refused(allow()), "examination.held");
        let asked = |what| exam::institute(&h.cx, &by(h.who("exam1")), order.id, what);
        assert_eq!(refused(asked(exam::Proceeding::Hearing)), "examination.no_hearing");
        assert_eq!(refused(asked(exam::Proceeding::Interference)), "examination.no_interference");
        // Sponsors read the D-10 and the sealing, and nothing of examination beside.
        let read = docket::of_order(&h.cx, h.who("dod1"), order.id).expect("read");
        let kinds: Vec<_> = read.iter().map(|e| e.kind.as_str()).collect();
        assert_eq!(kinds, ["examination.sealed", "examination.unsealed", "examination.step"]);
        assert!(docket::of_order(&h.cx, h.who("doe1"), order.id).is_err(), "no sponsor");
        h.sleep_until("2026-06-10");
        h.ask_rescission("dod1", order.id, None).expect("asked");
        h.rescind(order.id).expect("rescinded");
        decide().expect("entered");
        allow().expect("allowed");
        let seen = exam::of_order(&h.cx, h.who("exam1"), order.id).expect("seen");
        let days: Vec<_> = seen.delays.iter().map(|d| d.days).collect();
        assert_eq!(days, [31, 61], "R8.9: sealed, and from Form D-10 to the notice of allowance");
    });
}

#[test]
fn r8_1_an_examiner_without_clearance_finds_no_ordered_case() {
    everywhere("cleared examiners", |h| {
        let order = h.order(1, &[("NAVY", "dod1", Some(OrderType::II))], json!({"marking": "S"}));
        let new = accounts::NewAccount {
            username: "exam9".into(),
            role: Role::Examiner,
            agency: None,
            clearance: domain::base::marking::Clearance(Level::Cui),
            password_hash: "not checked here".into(),
        };
        let house = domain::base::actor::Actor::command_line();
        let account = accounts::add(&h.cx, &by(&house), new).expect("added");
        let exam9 = domain::base::actor::Actor::of(&account, "session:exam9".into());
        let ask = exam::StepInput { step: Step::Action, on: None, note: None };
        assert_eq!(refused(exam::step(&h.cx, &by(&exam9), order.id, &ask)), "not_found");
        assert_eq!(refused(docket::of_filing(&h.cx, &exam9, order.filing_id).map(|_| ())), "not_found");
    });
}

#[test]
fn r3_2_the_adviser_derives_a_type_and_another_one_takes_a_reason() {
    everywhere("the adviser", |h| {
        let filing = h.confirmed(1, json!({}));
        h.refer(filing, &["NAVY"]).expect("referred");
        assert_eq!(refused(advise::of_filing(&h.cx, h.who("officer1"), filing)), "order.no_facts");
        let facts = Facts { export_controlled: true, source: "USML review".into(), ..Facts::default() };
        advise::record_facts(&h.cx, &by(h.who("exam1")), filing, &facts).expect("recorded");
        let advice = advise::of_filing(&h.cx, h.who("officer1"), filing).expect("advice").advice;
        assert_eq!(advice.order_type, Some(OrderType::I));
        let referral = h.referral(filing, "NAVY");
        h.sign("dod1", referral).expect("signed");
        h.recommend("dod1", referral, Finding::WouldBeDetrimental, Some(OrderType::I)).expect("recommended");
        let ask = |type_reason: Option<&str>| IssueInput {
            order_type: Some(OrderType::III),
            type_reason: type_reason.map(str::to_owned),
            ..Default::default()
        };
        let officer = by(h.who("officer1"));
        assert_eq!(refused(issue(&h.cx, &officer, filing, &ask(None))), "order.type_reason");
        let order = issue(&h.cx, &officer, filing, &ask(Some("classification is pending"))).expect("issued");
        let entries = h.cx.read(|conn| Ok(store::of_order(conn, order.id)?)).expect("read");
        let (kind, facts) = entries[0].matter.kind_and_facts();
        assert_eq!((kind.as_str(), facts["advised"].as_str()), ("advice.decided", Some("I")));
        let effects = advise::effects(&h.cx, h.who("officer1"), order.id).expect("effects");
        assert!(effects.iter().filter(|e| e.in_force).count() >= 7, "{effects:?}");
    });
}

#[test]
fn r3_8_e25_only_the_originating_government_ends_the_secrecy_of_its_matter_with_six_weeks_notice() {
    everywhere("foreign origin", |h| {
        let house = domain::base::actor::Actor::command_line();
        let agency = Agency {
            code: AgencyCode::parse("NL-MOD").expect("code"),
            name: "Ministry of Defence of the Netherlands".into(),
            department: None,
            valid_from: day("1959-10-08"),
            valid_until: None,
            foreign_government: true,
        };
        agencies::add(&h.cx, &by(&house), agency).expect("added");
        let new = accounts::NewAccount {
            username: "liaison".into(),
            role: Role::Official,
            agency: Some(AgencyCode::parse("NL-MOD").expect("code")),
            clearance: domain::base::marking::Clearance(Level::TopSecret),
            password_hash: "not checked here".into(),
        };
        let account = accounts::add(&h.cx, &by(&house), new).expect("added");
        let liaison = domain::base::actor::Actor::of(&account, "session:liaison".into());
        let filing = h.confirmed(1, json!({"made_in": "NL", "marking": "S"}));
        h.refer(filing, &["NL-MOD"]).expect("classified, so it is referred though made abroad");
        let referral = h.referral(filing, "NL-MOD");
        let shown = subrosa::workflow::review::referrals::get(&h.cx, &liaison, referral).expect("shown");
        let statement = shown.acknowledgment_statement.expect("a statement");
        let sign = subrosa::workflow::review::acknowledge::AcknowledgeInput { statement };
        subrosa::workflow::review::acknowledge::acknowledge(&h.cx, &by(&liaison), referral, &sign).expect("signed");
        let found = subrosa::workflow::review::recommend::RecommendInput {
            determination: Finding::WouldBeDetrimental,
            order_type: Some(OrderType::II),
            conditions: vec![],
            reason: "classified by us".into(),
            filing_version: None,
        };
        subrosa::workflow::review::recommend::recommend(&h.cx, &by(&liaison), referral, &found).expect("recommended");
        let order = h.issue(filing).expect("issued");
        assert!(order.classified);
        assert_eq!(refused(h.ask_rescission("dod1", order.id, None)), "not_found", "E25: no US agency has a say");
        assert_eq!(refused(h.rescind(order.id)), "order.originator");
        let ask = subrosa::workflow::order::rescind::RescissionRequestInput {
            reason: "it is declassified".into(),
            agency: None,
        };
        subrosa::workflow::order::rescind::request_rescission(&h.cx, &by(&liaison), order.id, &ask).expect("asked");
        h.sleep_until("2026-04-20");
        assert_eq!(refused(h.rescind(order.id)), "order.originator", "41 days");
        h.sleep_until("2026-04-21");
        h.rescind(order.id).expect("rescinded");
    });
}

#[test]
fn e18_e19_an_international_application_is_not_transmitted_under_an_order() {
    everywhere("PCT", |h| {
        let order = h.order(1, &[("NAVY", "dod1", Some(OrderType::III))], json!({"kind": "pct"}));
        let take = |step| {
            let ask = pct::StepInput { step, on: None, note: None };
            pct::step(&h.cx, &by(h.who("exam1")), order.filing_id, &ask)
        };
        assert_eq!(refused(take(international::Step::Transmitted)), "international.transmittal_held");
        let entry = take(international::Step::Notified).expect("told");
        assert_eq!(entry.order_id, Some(order.id));
        take(international::Step::NationalStage).expect("entered in time");
        assert_eq!(refused(take(international::Step::NationalStage)), "international.step");
    });
}

#[test]
fn r1_3_r1_9_r1_10_e28_e29_property_is_beside_security() {
    everywhere("property", |h| {
        let clear = json!({"title": "A pot", "abstract": ["A pot."], "claims": ["1. A pot."], "description": []});
        let filing = h.filing(1, clear);
        let take = |track, step| {
            let ask = title::StepInput { track, step, on: None, note: None };
            title::step(&h.cx, &by(h.who("exam1")), filing, &ask)
        };
        take(Track::Doe, property::Step::Notified).expect("told");
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
fn r6_3_r1_1_a_late_flag_bars_a_license_also_where_the_end_of_an_order_is_not_settled_yet() {
    everywhere("licenses and flags", |h| {
        let order = h.navy_order(1);
        h.sleep_until("2026-06-01");
        record::flag(&h.cx, &by(h.who("exam1")), order.filing_id, &reason()).expect("flagged");
        // It lapses by law; the clock has not come round.
        h.sleep_until("2027-03-11");
        let ask = license::GrantInput { scope: None, petition: None };
        let grant = || license::grant(&h.cx, &by(h.who("officer1")), order.filing_id, &ask);
        assert_eq!(refused(grant()), "license.under_review");
        h.pass_until("2027-03-12");
        assert_eq!(refused(grant()), "license.under_review");
    });
}

#[test]
fn r6_3_r6_5_r6_8_e14_a_license_is_granted_suspended_by_an_order_and_revoked() {
    everywhere("licenses", |h| {
        let officer = h.who("officer1");
        let filing = h.confirmed(1, json!({}));
        let grant = |scope| {
            let ask = license::GrantInput { scope, petition: None };
            license::grant(&h.cx, &by(officer), filing, &ask)
        };
        let standing = || license::of_filing(&h.cx, officer, filing).expect("standing");
        assert_eq!(refused(grant(None)), "license.under_review", "confirmed hits await referral");
        h.refer(filing, &["NAVY"]).expect("referred");
        assert_eq!(refused(grant(Some(Scope::Narrow))), "license.under_review");
        let referral = h.referral(filing, "NAVY");
        h.sign("dod1", referral).expect("signed");
        h.recommend("dod1", referral, Finding::None, None).expect("no finding");
        assert_eq!(refused(grant(Some(Scope::Broad))), "license.broad_after_referral");
        let granted = grant(None).expect("granted, narrow by itself");
        assert_eq!(granted.facts["scope"], "narrow");
        assert_eq!(standing().standing.state, State::Granted);
        // A later finding brings an order, which suspends the license by itself.
        h.refer(filing, &["ARMY"]).expect("referred");
        let order = h.order_on(filing, &[("ARMY", "army2", Some(OrderType::I))]);
        let now = standing();
        assert_eq!((now.need, now.standing.state), (Need::UnderOrder, State::Suspended));
        assert_eq!(refused(grant(None)), "license.under_order");
        h.ask_rescission("army2", order.id, None).expect("asked");
        h.rescind(order.id).expect("rescinded");
        assert_eq!(standing().standing.state, State::Granted);
        let ask = reason();
        license::revoke(&h.cx, &by(officer), granted.id, &ask).expect("revoked");
        assert_eq!(refused(license::revoke(&h.cx, &by(officer), granted.id, &ask)), "license.not_in_force");
        let ask = license::PetitionInput {
            kind: PetitionKind::Expedited,
            by: "Ada Marlowe".into(),
            fee_paid: true,
            reason: "a deadline abroad".into(),
        };
        let petition = license::petition(&h.cx, &by(officer), filing, &ask).expect("on the docket");
        let ask = license::GrantInput { scope: None, petition: Some(petition.id) };
        license::grant(&h.cx, &by(officer), filing, &ask).expect("granted");
        let refuse = license::refuse(&h.cx, &by(officer), petition.id, &reason());
        assert_eq!(refused(refuse), "license.petition_decided");
    });
}

#[test]
fn e15_e16_what_was_filed_abroad_is_reported_with_country_and_date() {
    everywhere("filed abroad", |h| {
        let order = h.navy_order(1);
        let report = |on: &str| {
            let ask = AbroadInput { country: "DE".into(), on: day(on), number: Some("10 2026 1".into()) };
            record::filed_abroad(&h.cx, &by(h.who("officer1")), order.filing_id, &ask)
        };
        assert_eq!(refused(report("2026-03-11")), "request.invalid", "not yet");
        report("2026-03-01").expect("reported");
        let effects = advise::effects(&h.cx, h.who("officer1"), order.id).expect("effects");
        let line = effects.iter().find(|e| e.effect == "filed_abroad").expect("a line");
        assert!(line.text.contains("DE on 2026-03-01"));
        assert_eq!(held(h, order.id), 4);
    });
}

#[test]
fn an_entry_is_acted_on_in_the_version_that_was_read_and_a_slot_is_taken_once() {
    everywhere("versions", |h| {
        let order = h.navy_order(1);
        let officer = h.who("officer1");
        let ask = marked::QueryInput { marking: "ITAR".into(), classified: false };
        let pot =
            h.filing(2, json!({"title": "A pot", "abstract": ["A pot."], "claims": ["1. A pot."], "description": []}));
        let query = marked::query(&h.cx, &by(officer), pot, &ask).expect("asked");
        let stale = subrosa::workflow::By {
            actor: officer,
            if_match: subrosa::workflow::IfMatch::Version(query.version + 1),
            idempotency: None,
        };
        let answer = marked::AnswerInput { how: Answer::Removed, evidence: "stamped by mistake".into() };
        assert_eq!(refused(marked::answer(&h.cx, &stale, query.id, &answer)), "precondition.stale");
        let entry = marked::answer(&h.cx, &by(officer), query.id, &answer).expect("answered");
        assert_eq!(entry.answers, Some(query.id));
        assert_eq!(docket::get(&h.cx, officer, query.id).expect("read").version, query.version + 1);
        // The database itself holds to "once": the same entry under another id is refused.
        let entries = h.cx.read(|conn| Ok(store::of_filing(conn, pot)?)).expect("read");
        let mut twice = entries.last().expect("an entry").clone();
        twice.id = domain::base::ids::EntryId::fresh(&*h.cx.ids);
        let again = h.cx.store.write(|tx| store::insert(tx, &twice));
        assert!(again.is_err(), "{again:?}");
        assert!(docket::get(&h.cx, h.who("dod1"), query.id).is_err(), "an entry of the Office's own");
        assert_eq!(held(h, order.id), 4);
    });
}

#[test]
fn r2_5_r2_6_the_clock_reminds_and_escalates_and_silence_decides_nothing() {
    everywhere("reminders of referrals", |h| {
        let filing = h.confirmed(1, json!({}));
        h.refer(filing, &["NAVY", "ARMY"]).expect("referred");
        let referral = h.referral(filing, "ARMY");
        h.sign("army2", referral).expect("signed");
        assert_eq!(h.pass_until("2026-05-24").nudged, 0);
        assert_eq!(h.pass_until("2026-05-25").nudged, 2, "both, two weeks before the day");
        h.recommend("army2", referral, Finding::None, None).expect("answered");
        assert_eq!(h.pass_until("2026-07-08").nudged, 0);
        assert_eq!(h.pass_until("2026-07-09").nudged, 1, "the silent one");
        assert_eq!(h.pass_until("2026-12-01").nudged, 0, "once");
        assert_eq!(h.status(filing), "under_review");
        let silent = h.referral(filing, "NAVY");
        let acts = h.acts(&format!("referral:{silent}"));
        assert!(
            acts.contains(&"referral.remind done".to_owned()) && acts.contains(&"referral.escalate done".to_owned())
        );
    });
}

#[test]
fn e14_everybody_with_a_license_is_told_that_an_order_takes_its_effect() {
    everywhere("license suspended", |h| {
        let filing = h.confirmed(1, json!({}));
        h.refer(filing, &["NAVY"]).expect("referred");
        let referral = h.referral(filing, "NAVY");
        h.sign("dod1", referral).expect("signed");
        h.recommend("dod1", referral, Finding::None, None).expect("no finding");
        license::grant(&h.cx, &by(h.who("officer1")), filing, &license::GrantInput { scope: None, petition: None })
            .expect("granted");
        h.refer(filing, &["ARMY"]).expect("referred");
        h.order_on(filing, &[("ARMY", "army2", Some(OrderType::I))]);
        let query = subrosa::workflow::notice::notices::NoticeQuery { limit: 100, ..Default::default() };
        let told = subrosa::workflow::notice::notices::list(&h.cx, h.who("officer1"), &query).expect("listed");
        let of = |kind: &str| told.iter().filter(|n| n.kind.as_str() == kind).count();
        assert_eq!((of("license_granted"), of("license_suspended"), of("order_issued")), (3, 3, 3));
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
        let enter = |c: &domain::law::record::Contract| record::contract(&h.cx, &by(h.who("exam1")), filing, c);
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
