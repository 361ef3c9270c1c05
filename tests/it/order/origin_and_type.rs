//! Whose secret an order keeps and of which type it is: the adviser (R3.2), matter of a foreign government (R3.8).

use crate::frame::office::{by, day, everywhere, refused};
use domain::base::actor::Role;
use domain::base::agency::{Agency, AgencyCode};
use domain::base::marking::Level;
use domain::base::order_type::OrderType;
use domain::law::adviser::Facts;
use domain::review::referral::Finding;
use serde_json::json;
use subrosa::store::filing::docket as store;
use subrosa::workflow::office::{accounts, agencies};
use subrosa::workflow::order::advise;
use subrosa::workflow::order::issue::{IssueInput, issue};

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
        let system = domain::base::actor::Actor::command_line();
        let agency = Agency {
            code: AgencyCode::parse("NL-MOD").expect("code"),
            name: "Ministry of Defence of the Netherlands".into(),
            department: None,
            valid_from: day("1959-10-08"),
            valid_until: None,
            foreign_government: true,
        };
        agencies::add(&h.cx, &by(&system), agency).expect("added");
        let new = accounts::NewAccount {
            supervisor: false,
            username: "liaison".into(),
            role: Role::Official,
            agency: Some(AgencyCode::parse("NL-MOD").expect("code")),
            clearance: domain::base::marking::Grant::of(Level::TopSecret),
            password: accounts::Password::own("not checked here"),
        };
        let account = accounts::add(&h.cx, &by(&system), new).expect("added").account;
        let liaison = domain::base::actor::Actor::of(&account, "session:liaison".into(), h.cx.today());
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
