//! Foreign filing licenses that an officer grants, refuses or revokes, and what flags and orders do to them.

use crate::frame::office::{by, everywhere, refused};
use domain::base::order_type::OrderType;
use domain::law::license::{Need, PetitionKind, Scope, State};
use domain::review::referral::Finding;
use serde_json::json;
use subrosa::workflow::filing::record;
use subrosa::workflow::frame::reason::ReasonInput;
use subrosa::workflow::license::licenses as license;

fn reason() -> ReasonInput {
    ReasonInput { reason: "as found".into() }
}

#[test]
fn r6_3_r1_1_a_late_flag_bars_a_license_also_where_the_end_of_an_order_is_not_settled_yet() {
    everywhere("licenses and flags", |h| {
        let order = h.navy_order(1);
        h.sleep_until("2026-06-01");
        record::flag(&h.cx, &by(h.who("exam1")), order.filing_id, &reason()).expect("flagged");
        // The order has lapsed by law; the clock job has not run.
        h.sleep_until("2027-03-11");
        let ask = license::GrantInput { scope: None, petition: None };
        let grant = || license::grant(&h.cx, &by(h.who("officer1")), order.filing_id, &ask);
        assert_eq!(refused(grant()), "license.under_review");
        h.pass_until("2027-03-12");
        assert_eq!(refused(grant()), "license.under_review");
    });
}

/// What is there and is of another kind is refused like what is not there, and entered like it.
#[test]
fn e30_an_entry_that_is_no_license_is_refused_as_one_and_entered() {
    everywhere("entries of another kind", |h| {
        let officer = h.who("officer1");
        let filing = h.confirmed(1, json!({}));
        let ask = license::PetitionInput {
            kind: PetitionKind::Expedited,
            by: "Ada Marlowe".into(),
            fee_paid: true,
            reason: "a deadline abroad".into(),
        };
        let petition = license::petition(&h.cx, &by(officer), filing, &ask).expect("on the docket").id;
        assert_eq!(refused(license::get(&h.cx, officer, petition)), "not_found");
        assert_eq!(h.acts(&format!("entry:{petition}")).last().map(String::as_str), Some("docket.read refused"));
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
fn e14_every_principal_is_notified_that_an_order_suspends_the_license() {
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
        let notices = subrosa::workflow::notice::notices::list(&h.cx, h.who("officer1"), &query).expect("listed");
        let of = |kind: &str| notices.iter().filter(|n| n.kind.as_str() == kind).count();
        assert_eq!((of("license_granted"), of("license_suspended"), of("order_issued")), (3, 3, 3));
    });
}
