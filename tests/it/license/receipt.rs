//! The license that comes with the filing receipt (R6.3): it is granted in the act that clears a filing, never beside a flag
//! or a referral, and is suspended and revoked as any other.

use crate::frame::office::{TestOffice, by, everywhere, refused};
use domain::base::ids::FilingId;
use domain::base::order_type::OrderType;
use domain::law::license::{Need, PetitionKind, ReceiptLicense, Scope, State};
use domain::review::referral::Finding;
use serde_json::{Value, json};
use std::sync::{Arc, Barrier};
use subrosa::store::filing::docket as store;
use subrosa::store::filing::screenings::Decision;
use subrosa::workflow::filing::intake;
use subrosa::workflow::filing::record::{self, CorrectInput};
use subrosa::workflow::frame::notify;
use subrosa::workflow::frame::reason::ReasonInput;
use subrosa::workflow::license::licenses as license;
use subrosa::workflow::notice::notices::{self, NoticeQuery};
use subrosa::workflow::review::triage;
use subrosa::workflow::{Ctx, Settings};

fn reason() -> ReasonInput {
    ReasonInput { reason: "as found".into() }
}

/// A filing in which nothing is found.
fn pot() -> Value {
    json!({"title": "A pot", "abstract": ["A pot."], "claims": ["1. A pot."], "description": []})
}

fn dismiss_all(h: &TestOffice, filing: FilingId) {
    for hit in h.hits(filing) {
        let reason = "a bottle opener";
        triage::decide(&h.cx, &by(h.who("exam1")), hit.id, Decision::Dismiss, reason).expect("decided");
    }
}

fn standing(h: &TestOffice, filing: FilingId) -> license::LicenseView {
    license::of_filing(&h.cx, h.who("officer1"), filing).expect("standing")
}

fn with(h: &TestOffice, receipt_license: ReceiptLicense) -> Ctx {
    let settings = Settings { receipt_license, ..(*h.cx.settings).clone() };
    Ctx { settings: Arc::new(settings), ..h.cx.clone() }
}

fn letters(h: &TestOffice, filing: FilingId) -> Vec<String> {
    let query = NoticeQuery { limit: 100, filing: Some(filing), ..Default::default() };
    let all = notices::list(&h.cx, h.who("officer1"), &query).expect("listed");
    let text = |n: &notify::NoticeView| notices::letter(&h.cx, h.who("officer1"), n.id).expect("a letter").text;
    all.iter().map(|n| text(n).split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn r6_3_the_last_dismissal_grants_the_license_and_the_letter_says_so() {
    everywhere("receipt license", |h| {
        let filing = h.filing(1, json!({}));
        assert_eq!(standing(h, filing).standing.state, State::Pending);
        dismiss_all(h, filing);
        assert_eq!(h.status(filing), "clear");
        let now = standing(h, filing);
        assert_eq!((now.standing.state, now.standing.scope), (State::Granted, Some(Scope::Broad)));
        assert_eq!(now.entries[0].person, "house");
        let letters = letters(h, filing);
        assert_eq!(letters.len(), 3);
        assert!(letters.iter().all(|t| t.contains("37 CFR 5.12(a)")), "{}", letters[0]);
        assert_eq!(h.acts(&format!("filing:{filing}")).last().map(String::as_str), Some("license.grant done"));
        let again = license::GrantInput { scope: Some(Scope::Broad), petition: None };
        let officer = by(h.who("officer1"));
        assert_eq!(refused(license::grant(&h.cx, &officer, filing, &again)), "license.exists");
    });
}

#[test]
fn r6_3_what_no_examiner_has_cleared_waits_for_an_officer_unless_the_office_says_otherwise() {
    everywhere("receipt license by screening", |h| {
        let filing = h.filing(1, pot());
        assert_eq!(h.status(filing), "clear");
        assert_eq!(standing(h, filing).standing.state, State::Pending, "by the default");
        let receive = |n: u64, setting, more: Value| {
            let mut form = crate::frame::harness::flagged_filing(n);
            for (key, value) in pot().as_object().expect("an object").iter().chain(more.as_object().expect("an object"))
            {
                form[key] = value.clone();
            }
            let filing = serde_json::from_value(form).expect("a filing");
            intake::receive(&with(h, setting), &by(h.who("intake1")), &filing).expect("received")
        };
        let state = |id| standing(h, id).standing.state;
        let screened = receive(2, ReceiptLicense::Screened, json!({}));
        assert_eq!(state(screened.id), State::Granted);
        assert_eq!(screened.version, standing(h, screened.id).version, "the version answered is the present one");
        for (n, more) in [
            (3, json!({"made_in": "JP"})),
            (4, json!({"government_interest": "Made with support of the Navy."})),
            (5, json!({"abstract": ["SECRET", "A pot."]})),
            (6, json!({"filed_on": "2025-01-05"})),
        ] {
            let received = receive(n, ReceiptLicense::Screened, more.clone());
            assert_eq!(state(received.id), State::Pending, "{more}");
        }
        let off = receive(7, ReceiptLicense::Off, json!({}));
        assert_eq!(state(off.id), State::Pending);
    });
}

#[test]
fn r6_3_a_record_corrected_to_made_in_the_us_is_a_petition_at_once() {
    everywhere("receipt license after a correction", |h| {
        let filing = h.filing(1, json!({"made_in": "JP"}));
        dismiss_all(h, filing);
        assert_eq!(standing(h, filing).need, Need::NotMadeHere);
        assert!(letters(h, filing).is_empty());
        let ask = CorrectInput { made_in: Some("US".into()), reason: "as found".into(), ..Default::default() };
        record::correct(&h.cx, &by(h.who("exam1")), filing, &ask).expect("corrected");
        assert_eq!(standing(h, filing).standing.state, State::Granted);
    });
}

#[test]
fn r6_3_r6_5_r6_8_a_receipt_license_is_suspended_by_an_order_revoked_by_an_officer_and_not_given_twice() {
    everywhere("receipt license lost", |h| {
        let filing = h.filing(1, json!({}));
        dismiss_all(h, filing);
        let officer = h.who("officer1");
        let granted = standing(h, filing).standing.grant.expect("a license");
        let flag = record::flag(&h.cx, &by(officer), filing, &reason()).expect("flagged");
        license::revoke(&h.cx, &by(officer), granted, &reason()).expect("revoked, on written notice");
        record::settle_flag(&h.cx, &by(h.who("exam1")), flag.id, &reason()).expect("settled");
        assert_eq!(h.status(filing), "clear");
        assert_eq!(standing(h, filing).standing.state, State::Revoked, "a person took it back, a person gives it");

        let other = h.filing(2, json!({}));
        dismiss_all(h, other);
        h.refer(other, &["NAVY"]).expect("referred after all");
        let order = h.order_on(other, &[("NAVY", "dod1", Some(OrderType::III))]);
        assert_eq!(standing(h, other).standing.state, State::Suspended);
        let ask = license::PetitionInput {
            kind: PetitionKind::Express,
            by: "Ada Marlowe".into(),
            fee_paid: true,
            reason: "a deadline".into(),
        };
        assert_eq!(refused(license::petition(&h.cx, &by(officer), other, &ask)), "license.petition");
        h.ask_rescission("dod1", order.id, None).expect("asked");
        h.rescind(order.id).expect("rescinded");
        assert_eq!(standing(h, other).standing.state, State::Granted);
    });
}

#[test]
fn r6_3_r6_5_after_a_referral_no_license_is_granted_without_an_officer() {
    everywhere("referred first", |h| {
        let filing = h.filing(1, json!({}));
        h.refer(filing, &["NAVY"]).expect("referred");
        dismiss_all(h, filing);
        let referral = h.referral(filing, "NAVY");
        h.sign("dod1", referral).expect("signed");
        h.recommend("dod1", referral, Finding::None, None).expect("no finding");
        assert_eq!(h.status(filing), "released");
        assert_eq!(standing(h, filing).standing.state, State::Pending, "narrow, and an officer's to grant");
    });
}

#[test]
fn r6_3_a_grant_never_comes_between_a_flag_or_a_referral_and_its_effect() {
    everywhere("receipt license races", |h| {
        let filings: Vec<FilingId> = (1..=8).map(|n| h.filing(n, json!({}))).collect();
        for (n, filing) in filings.iter().copied().enumerate() {
            let gate = Barrier::new(2);
            std::thread::scope(|s| {
                s.spawn(|| {
                    gate.wait();
                    dismiss_all(h, filing);
                });
                s.spawn(|| {
                    gate.wait();
                    if n % 2 == 0 {
                        record::flag(&h.cx, &by(h.who("officer1")), filing, &reason()).expect("flagged");
                    } else {
                        h.refer(filing, &["NAVY"]).expect("referred");
                    }
                });
            });
            let granted = standing(h, filing).standing.state == State::Granted;
            let acts = h.acts(&format!("filing:{filing}"));
            let place = |act: &str| acts.iter().position(|a| a == act);
            let against = if n % 2 == 0 { place("filing.flag done") } else { place("filing.refer done") };
            assert_eq!(granted, place("license.grant done").is_some(), "{acts:?}");
            if granted {
                assert!(place("license.grant done") < against, "granted while it was clear: {acts:?}");
            }
            let entries = h.cx.read(|conn| Ok(store::of_filing(conn, filing)?)).expect("read");
            assert_eq!(entries.len(), usize::from(granted) + usize::from(n % 2 == 0), "no half of an act");
        }
    });
}
