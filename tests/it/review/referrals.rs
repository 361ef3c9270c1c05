//! Referral, acknowledgment, opinion, recommendation: sections 1 and 2 of the rule book.

use crate::frame::office::{by, day, everywhere, refused};
use domain::base::actor::Role;
use domain::base::marking::Level;
use domain::base::order_type::OrderType;
use domain::review::referral::{Conclusion, Finding, ReferralStatus};
use serde_json::json;
use subrosa::store::filing::screenings::Decision;
use subrosa::workflow::clock::clocks;
use subrosa::workflow::filing::filings;
use subrosa::workflow::frame::docket;
use subrosa::workflow::review::acknowledge::{AcknowledgeInput, acknowledge};
use subrosa::workflow::review::opine::{OpinionInput, opine};
use subrosa::workflow::review::refer::{ReferInput, refer};
use subrosa::workflow::review::{referrals, triage};
use subrosa::workflow::{By, Error, IfMatch};

#[test]
fn r1_1_a_late_flag_refers_whatever_screening_found_but_a_default_needs_decided_hits() {
    everywhere("r1_1", |h| {
        let filing = h.filing(1, json!({}));
        assert_eq!(refused(h.refer(filing, &[])), "filing.hits_undecided");
        assert_eq!(h.refer(filing, &["nasa"]).expect("referred").len(), 1);
        assert_eq!(refused(h.refer(filing, &["NASA"])), "referral.exists");
        assert_eq!(refused(h.refer(filing, &["NAVY", "NOWHERE"])), "agency.unknown");
        assert_eq!(refused(h.refer(filing, &["no code!"])), "agency.unknown");

        let hits = h.hits(filing);
        let exam = h.who("exam1");
        for (i, hit) in hits.iter().enumerate() {
            let decision = if i == 0 { Decision::Confirm } else { Decision::Dismiss };
            triage::decide(&h.cx, &by(exam), hit.id, decision, "as seen").expect("decided");
        }
        let mut want: Vec<String> = hits[0].agencies.iter().filter(|a| *a != "NASA").cloned().collect();
        let mut got: Vec<String> =
            h.refer(filing, &[]).expect("referred").iter().map(|r| r.agency.to_string()).collect();
        want.sort();
        got.sort();
        assert_eq!(got, want, "the agencies of the confirmed hit, and of no other");
        assert_eq!(refused(h.refer(filing, &[])), "referral.exists");

        let dull = h.filing(
            2,
            json!({"title": "Latch", "abstract": ["A latch."], "claims": ["1. A latch."], "description": []}),
        );
        assert_eq!(refused(h.refer(dull, &[])), "filing.nothing_confirmed");
    });
}

#[test]
fn r1_5_e23_e24_what_was_made_abroad_is_not_offered_unless_classified_or_of_the_government() {
    everywhere("r1_5", |h| {
        let foreign = h.filing(1, json!({"made_in": "JP"}));
        assert_eq!(refused(h.refer(foreign, &["NAVY"])), "filing.made_abroad");
        assert_eq!(h.status(foreign), "in_triage");
        for (n, more) in [
            (2, json!({"made_in": null})),
            (3, json!({"made_in": "us"})),
            (4, json!({"made_in": "JP", "marking": "S"})),
            (5, json!({"made_in": "JP", "government_interest": "Made with support under contract N00014-01."})),
        ] {
            assert!(h.refer(h.filing(n, more), &["NAVY"]).is_ok(), "{n}");
        }
    });
}

#[test]
fn r1_14_publication_is_held_from_referral_on() {
    everywhere("r1_14", |h| {
        let filing = h.filing(1, json!({}));
        let made = h.refer(filing, &["NAVY"]).expect("referred");
        assert_eq!(h.status(filing), "under_review");
        assert_eq!(made[0].due_on, day("2026-06-08"), "90 days");
    });
}

#[test]
fn r2_2_e30_nothing_is_shown_or_said_before_each_person_has_signed() {
    everywhere("r2_2", |h| {
        let filing = h.filing(1, json!({}));
        h.refer(filing, &["NAVY"]).expect("referred");
        let referral = h.referral(filing, "NAVY");
        // E30: the attempt is refused and entered.
        assert_eq!(refused(filings::text(&h.cx, h.who("navy1"), filing)), "referral.not_acknowledged");
        assert!(h.acts(&format!("filing:{filing}")).contains(&"filing.read_text refused".to_owned()));
        assert_eq!(refused(h.opine("navy1", referral)), "referral.not_acknowledged");
        let would = (Finding::WouldBeDetrimental, Some(OrderType::II));
        assert_eq!(refused(h.recommend("navy2", referral, would.0, would.1)), "referral.not_acknowledged");

        // Before signing a referral names the filing by its number and no more.
        let shown = referrals::get(&h.cx, h.who("navy1"), referral).expect("seen");
        let text = serde_json::to_string(&shown).expect("json").to_lowercase();
        assert!(text.contains("19/700,001") && !text.contains("missile") && !text.contains("deepfield"), "{text}");
        assert!(!shown.acknowledged);

        let wrong = AcknowledgeInput { statement: "I acknowledge".into() };
        assert_eq!(refused(acknowledge(&h.cx, &by(h.who("navy1")), referral, &wrong)), "acknowledgment.other_words");
        // A person cannot sign the statement shown to another.
        let theirs = referrals::get(&h.cx, h.who("navy2"), referral).expect("seen").acknowledgment_statement;
        let theirs = AcknowledgeInput { statement: theirs.expect("a statement") };
        assert_eq!(refused(acknowledge(&h.cx, &by(h.who("navy1")), referral, &theirs)), "acknowledgment.other_words");

        let before = referrals::get(&h.cx, h.who("navy2"), referral).expect("seen").version;
        let signed = h.sign("navy1", referral).expect("signed");
        assert!(signed.statement.contains("navy1") && signed.statement.contains("NAVY"));
        assert_eq!(refused(h.sign("navy1", referral)), "acknowledgment.exists");
        assert_eq!(
            referrals::get(&h.cx, h.who("navy2"), referral).expect("seen").version,
            before,
            "a signature of another person changes no version that others see"
        );
        assert!(filings::text(&h.cx, h.who("navy1"), filing).is_ok());
        assert!(filings::text(&h.cx, h.who("navy2"), filing).is_err(), "a signature is one person's");
        let register = referrals::register(&h.cx, h.who("exam1"), filing).expect("the register");
        assert_eq!(register.iter().map(|a| a.person.as_str()).collect::<Vec<_>>(), ["navy1"]);
    });
}

#[test]
fn r2_1_r2_3_another_agency_finds_nothing_and_a_component_sees_only_its_own() {
    everywhere("r2_3", |h| {
        let filing = h.filing(1, json!({}));
        h.refer(filing, &["NAVY", "ARMY"]).expect("referred");
        let (navy, army) = (h.referral(filing, "NAVY"), h.referral(filing, "ARMY"));
        let get = |who: &str, id| referrals::get(&h.cx, h.who(who), id);
        assert_eq!(refused(get("army1", navy)), "not_found");
        assert_eq!(refused(get("doe1", navy)), "not_found");
        assert_eq!(refused(get("audit1", navy)), "role.forbidden");
        assert!(get("dod1", navy).is_ok() && get("dod1", army).is_ok());
        let count = |who: &str| {
            let query = referrals::ReferralQuery { limit: 50, ..Default::default() };
            referrals::list(&h.cx, h.who(who), &query).expect("listed").len()
        };
        assert_eq!(["navy1", "army1", "dod1", "doe1", "exam1"].map(count), [1, 1, 2, 0, 2]);

        h.sign("navy1", navy).expect("signed");
        h.opine("navy1", navy).expect("given");
        h.opine("navy1", navy).expect("a second one stands beside the first");
        assert_eq!(get("navy1", navy).expect("seen").opinions.len(), 2);
        assert_eq!(get("dod1", navy).expect("seen").opinions.len(), 0, "not before the department's reader signs");
        h.sign("dod1", army).expect("signed under the other referral, for the same filing");
        assert_eq!(get("dod1", navy).expect("seen").opinions.len(), 2);
        assert_eq!(get("exam1", navy).expect("seen").opinions.len(), 0, "opinions stay in the department");
        let register = |who: &str| referrals::register(&h.cx, h.who(who), filing);
        assert_eq!(refused(register("army1")), "referral.not_acknowledged", "the register is part of the case");
        h.sign("army1", army).expect("signed");
        assert_eq!(register("army1").expect("register").len(), 1, "its own agency's people");
        assert_eq!(register("dod1").expect("register").len(), 3);
        assert_eq!(refused(register("doe1")), "not_found");
    });
}

#[test]
fn a_filing_marked_above_the_clearance_is_not_found() {
    everywhere("clearance", |h| {
        let filing = h.filing(1, json!({"marking": "TS"}));
        h.refer(filing, &["NAVY"]).expect("referred");
        let referral = h.referral(filing, "NAVY");
        let mut low = crate::frame::office::TestOffice::at(crate::frame::harness::Place::sqlite());
        low.add_person("navy9", Role::Reviewer, Some("NAVY"), Level::Secret);
        low.add_person("exam9", Role::Examiner, None, Level::Secret);
        let filing_low = low.filing(1, json!({"marking": "TS"}));
        low.refer(filing_low, &["NAVY"]).expect("referred");
        let hidden = low.referral(filing_low, "NAVY");
        assert_eq!(refused(referrals::get(&low.cx, low.who("navy9"), hidden)), "not_found");
        assert_eq!(refused(low.sign("navy9", hidden)), "not_found");
        let query = referrals::ReferralQuery { limit: 50, ..Default::default() };
        assert!(referrals::list(&low.cx, low.who("exam9"), &query).expect("listed").is_empty());
        assert!(h.sign("navy1", referral).is_ok());
    });
}

#[test]
fn r2_7_an_opinion_speaks_of_the_present_text_and_of_known_categories() {
    everywhere("r2_7", |h| {
        let filing = h.filing(1, json!({}));
        h.refer(filing, &["NAVY"]).expect("referred");
        let referral = h.referral(filing, "NAVY");
        h.sign("navy1", referral).expect("signed");
        let ask = |grounds: &[&str], version, order_type| OpinionInput {
            conclusion: if order_type { Conclusion::NoObjection } else { Conclusion::Order },
            order_type: Some(OrderType::I),
            grounds: grounds.iter().map(|g| (*g).into()).collect(),
            considerations: Some(" ".into()),
            conditions: vec![],
            reason: "as read".into(),
            filing_version: version,
        };
        let give = |ask: &OpinionInput| opine(&h.cx, &by(h.who("navy1")), referral, ask);
        assert_eq!(refused(give(&ask(&["NO-SUCH"], None, false))), "opinion.unknown_grounds");
        assert_eq!(refused(give(&ask(&[], Some(2), false))), "opinion.outdated_version");
        assert_eq!(refused(give(&ask(&[], Some(1), true))), "request.invalid");
        let hits = h.hits(filing);
        let given = give(&ask(&[&hits[0].category], Some(1), false)).expect("given");
        assert_eq!((given.filing_version, given.considerations), (1, None));
        assert_eq!(refused(h.opine("navy2", referral)), "role.forbidden", "officials recommend");
    });
}

#[test]
fn r2_4_only_an_official_with_authority_recommends_and_only_once() {
    everywhere("r2_4", |h| {
        let filing = h.filing(1, json!({}));
        h.refer(filing, &["NAVY", "DOE"]).expect("referred");
        let (navy, doe) = (h.referral(filing, "NAVY"), h.referral(filing, "DOE"));
        let would = Finding::WouldBeDetrimental;
        for official in ["doe1", "army2", "nasa1"] {
            let code = refused(h.recommend(official, navy, would, Some(OrderType::II)));
            assert_eq!(code, "recommendation.not_authorised");
            // A referral that does not exist is answered in the same way.
            let nowhere = domain::base::ids::ReferralId::from_uuid(uuid::Uuid::nil());
            assert_eq!(refused(h.recommend(official, nowhere, would, None)), code);
        }
        assert_eq!(refused(h.recommend("navy1", navy, would, Some(OrderType::II))), "role.forbidden");
        h.sign("navy2", navy).expect("signed");
        assert_eq!(refused(h.recommend("navy2", navy, would, None)), "recommendation.type_missing");
        assert_eq!(
            refused(h.recommend("navy2", navy, Finding::MightBeDetrimental, Some(OrderType::II))),
            "recommendation.threshold"
        );
        let made = h.recommend("navy2", navy, would, Some(OrderType::II)).expect("recommended");
        assert!(made.binding && made.threshold_text.contains("would be detrimental"));
        assert_eq!(h.status(filing), "order_pending");
        assert_eq!(refused(h.recommend("navy2", navy, would, Some(OrderType::II))), "recommendation.exists");
        // Outside the DoD orders have no type (R3.2).
        h.sign("doe1", doe).expect("signed");
        assert!(h.recommend("doe1", doe, would, None).is_ok());
    });
}

#[test]
fn r1_4_in_a_government_case_might_be_detrimental_suffices() {
    everywhere("r1_4", |h| {
        let interest = json!({"government_interest": "This invention was made with Government support."});
        let filing = h.filing(1, interest);
        h.refer(filing, &["NAVY"]).expect("referred");
        let referral = h.referral(filing, "NAVY");
        h.sign("navy2", referral).expect("signed");
        let made =
            h.recommend("navy2", referral, Finding::MightBeDetrimental, Some(OrderType::I)).expect("recommended");
        assert!(made.binding && made.threshold_text.contains("might be"));
        assert!(!h.issue(filing).expect("issued").john_doe);
    });
}

#[test]
fn r2_6_e10_silence_is_never_a_clearance() {
    everywhere("r2_6", |h| {
        let filing = h.filing(1, json!({"filed_on": "2026-03-02"}));
        h.refer(filing, &["NAVY", "ARMY"]).expect("referred");
        let navy = h.referral(filing, "NAVY");
        h.sign("navy2", navy).expect("signed");
        h.recommend("navy2", navy, Finding::None, None).expect("recommended");
        h.pass_until("2027-03-01");
        assert_eq!(h.status(filing), "under_review", "one answered, one silent for a year");
        let army = referrals::get(&h.cx, h.who("exam1"), h.referral(filing, "ARMY")).expect("seen");
        assert_eq!((army.status, army.overdue), (ReferralStatus::Open, true));
        let due = clocks::of_filing(&h.cx, h.who("exam1"), filing).expect("clocks");
        let kinds: Vec<_> = due.iter().map(|c| (c.kind.as_str(), c.due_on, c.overdue)).collect();
        assert_eq!(kinds, [("referral_due", day("2026-06-08"), true), ("six_months", day("2026-09-02"), true)]);
        // R2.9: the one that answered has lost its access.
        assert_eq!(refused(filings::text(&h.cx, h.who("navy2"), filing)), "not_found");
        assert_eq!(refused(h.sign("navy1", navy)), "referral.closed");
    });
}

#[test]
fn r2_9_a_full_set_of_answers_without_a_finding_releases() {
    everywhere("r2_9", |h| {
        let filing = h.confirmed(1, json!({}));
        h.refer(filing, &["NAVY", "DOE"]).expect("referred");
        for (agency, who) in [("NAVY", "dod1"), ("DOE", "doe1")] {
            let referral = h.referral(filing, agency);
            h.sign(who, referral).expect("signed");
            h.recommend(who, referral, Finding::None, None).expect("recommended");
        }
        assert_eq!(h.status(filing), "released");
        // The examiner may refer the filing again; who signed before need not sign again.
        let again = h.refer(filing, &["NAVY"]).expect("referred");
        assert!(referrals::get(&h.cx, h.who("dod1"), again[0].id).expect("seen").acknowledged);
    });
}

#[test]
fn an_outdated_version_changes_nothing_and_a_missing_one_is_asked_for() {
    everywhere("versions", |h| {
        let filing = h.filing(1, json!({}));
        let exam = h.who("exam1");
        let ask = ReferInput { agencies: vec!["NAVY".into()], due_on: None, ..ReferInput::default() };
        let with = |if_match| By { actor: exam, if_match, idempotency: None, sent: None };
        let current = filings::get(&h.cx, exam, filing).expect("a filing").record.version;
        assert_eq!(refused(refer(&h.cx, &with(IfMatch::Missing), filing, &ask)), "precondition.required");
        assert_eq!(refused(refer(&h.cx, &with(IfMatch::Version(current + 1)), filing, &ask)), "precondition.stale");
        assert!(refer(&h.cx, &with(IfMatch::Version(current)), filing, &ask).is_ok());
        let past =
            ReferInput { agencies: vec!["ARMY".into()], due_on: Some(day("2026-03-09")), ..ReferInput::default() };
        assert_eq!(refused(refer(&h.cx, &by(exam), filing, &past)), "request.invalid");
        // A stale version reveals nothing to a person who may not see the referral.
        let referral = h.referral(filing, "NAVY");
        let doe = By { actor: h.who("doe2"), if_match: IfMatch::Missing, idempotency: None, sent: None };
        let statement = AcknowledgeInput { statement: String::new() };
        assert_eq!(refused(acknowledge(&h.cx, &doe, referral, &statement)), "not_found");
    });
}

#[test]
fn r1_4_r1_5_an_invention_of_a_defense_agency_is_offered_to_it_and_to_no_other() {
    everywhere("r1_5 property", |h| {
        let interest = json!({"government_interest": "Made with Government support under a contract awarded by the \
            Department of the Navy. The Government has certain rights in the invention."});
        let filing = h.confirmed(1, interest.clone());
        let Err(Error::Refused(refusal)) = h.refer(filing, &["NAVY", "ARMY"]) else { panic!("offered to the Army") };
        assert_eq!(refusal.code.code, "filing.interest_of_another");
        assert_eq!((refusal.code.citation, refusal.code.rule), (Some("37 CFR 5.1(f); 35 USC 181 ¶1"), Some("R1.5")));
        assert_eq!(h.status(filing), "in_triage", "all are asked, or none");
        assert_eq!(refused(h.refer(filing, &["DOE"])), "filing.interest_of_another");
        let made = h.refer(filing, &[]).expect("without names, those of the confirmed hits that may be asked");
        assert_eq!(made.iter().map(|r| r.agency.as_str()).collect::<Vec<_>>(), ["NAVY"]);
        let other = h.filing(2, interest);
        h.refer(other, &["DOD"]).expect("its department");
        let nobodys = h.filing(3, json!({"government_interest": "This invention was made with Government support."}));
        h.refer(nobodys, &["ARMY"]).expect("nobody knows whose it is");
        let science = json!({"government_interest": "Made with Government support under a grant awarded by the National \
            Science Foundation. The Government has certain rights in the invention."});
        h.refer(h.filing(4, science), &["ARMY"]).expect("no defense agency");
    });
}

#[test]
fn r1_5_an_officer_may_refer_despite_the_interest_with_a_reason_and_the_case_stays_on_the_list() {
    everywhere("r1_5 despite", |h| {
        let interest = json!({"government_interest": "Made with Government support under a contract awarded by the \
            Department of the Navy. The Government has certain rights in the invention."});
        let filing = h.confirmed(1, interest);
        let ask = |who: &str, agency: &str, reason: &str| {
            let ask = ReferInput {
                agencies: vec![agency.into()],
                despite_property_interest: Some(reason.into()),
                ..ReferInput::default()
            };
            refer(&h.cx, &by(h.who(who)), filing, &ask)
        };
        let listed = |on: &str| {
            h.sleep_until(on);
            let query = clocks::ClockQuery { due_before: Some(day(on)), limit: 100, ..Default::default() };
            let all = clocks::due(&h.cx, h.who("officer1"), &query).expect("clocks");
            all.iter().filter(|c| c.filing_id == filing && c.kind.as_str() == "interest_unasked").count()
        };
        assert_eq!(refused(ask("exam1", "ARMY", "the Navy has waived")), "role.forbidden");
        assert_eq!(refused(ask("officer1", "ARMY", " ")), "request.invalid");
        assert_eq!(refused(ask("officer1", "NAVY", "to be sure")), "request.invalid", "it needs no reason");
        ask("officer1", "ARMY", "the Navy has waived").expect("referred");
        let entries = docket::of_filing(&h.cx, h.who("officer1"), filing).expect("entries");
        let entry = entries.iter().find(|e| e.kind == "record.referred_despite").expect("on the docket");
        assert_eq!(
            (&entry.facts["reason"], &entry.facts["holders"]),
            (&json!("the Navy has waived"), &json!(["NAVY"]))
        );
        assert_eq!(h.acts(&format!("filing:{filing}")).last().map(String::as_str), Some("filing.refer done"));
        assert_eq!(listed("2026-03-11"), 1);
        let referral = h.referral(filing, "ARMY");
        h.sign("army2", referral).expect("signed");
        h.recommend("army2", referral, Finding::None, None).expect("no finding");
        assert_eq!(listed("2026-12-01"), 1, "the answer of the Army does not count for the Navy");
        h.refer(filing, &["NAVY"]).expect("asked after all");
        assert_eq!(listed("2026-12-01"), 0);
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
