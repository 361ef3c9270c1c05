//! Petitions and what they come to, as another program asks for them.

use crate::api::tests::harness::{Reply, Served, served};
use crate::workflow::filing::intake;
use crate::workflow::frame::testing::{FLAGGED, any, filing};
use crate::workflow::order::issue::{IssueInput, issue};
use crate::workflow::review::acknowledge::{AcknowledgeInput, acknowledge};
use crate::workflow::review::recommend::{RecommendInput, recommend};
use crate::workflow::review::refer::{ReferInput, refer};
use crate::workflow::review::referrals;
use domain::base::actor::{Actor, Role};
use domain::base::order_type::OrderType;
use domain::review::referral::Finding;
use serde_json::{Value, json};
use ureq::http::Method;

/// An order of the Navy's, Type III, with one condition; its id and its filing's.
fn ordered(s: &Served) -> (String, String) {
    let person = |name: &str, role, agency| {
        Actor::of(&s.account(name, role, agency), format!("session:{name}"), s.house.cx.today())
    };
    let cx = &s.house.cx;
    let parties = json!({"parties": [{"role": "inventor", "name": "Ada Marlowe", "country": "US"}], "made_in": "US"});
    let received =
        intake::receive(cx, &any(&person("scanner", Role::Intake, None)), &filing("19/000,001", FLAGGED, parties));
    let id = received.expect("received").id;
    let ask = ReferInput { agencies: vec!["NAVY".into()], due_on: None, ..ReferInput::default() };
    let referral = refer(cx, &any(&person("exam", Role::Examiner, None)), id, &ask).expect("referred")[0].id;
    let navy = person("navy-chief", Role::Official, Some("NAVY"));
    let statement = referrals::get(cx, &navy, referral).expect("seen").acknowledgment_statement.expect("a statement");
    acknowledge(cx, &any(&navy), referral, &AcknowledgeInput { statement }).expect("signed");
    let ask = RecommendInput {
        determination: Finding::WouldBeDetrimental,
        order_type: Some(OrderType::III),
        conditions: vec!["lock it up".into()],
        reason: "as found".into(),
        filing_version: None,
    };
    recommend(cx, &any(&navy), referral, &ask).expect("recommended");
    let officer = person("first-officer", Role::LicensingOfficer, None);
    let order = issue(cx, &any(&officer), id, &IssueInput::default()).expect("issued");
    (order.id.to_string(), id.to_string())
}

fn post(s: &Served, path: &str, token: &str, body: &Value) -> Reply {
    let headers = [("content-type", "application/json"), ("if-match", "*")];
    s.call(Method::POST, path, token, &headers, Some(body.to_string().into_bytes()))
}

#[test]
fn r5_1_r5_4_petitions_from_the_outside() {
    let s = served();
    let (order, filing) = ordered(&s);
    let officer = s.token("officer", Role::LicensingOfficer, None);
    let navy = s.token("navy", Role::Official, Some("NAVY"));
    let at = |path: &str| format!("/orders/{order}/{path}");
    s.get(&at("permits"), &navy).expect(404);
    let referral = s.get("/referrals", &navy).expect(200).body["items"][0].clone();
    let signed = json!({"statement": referral["acknowledgment_statement"]});
    let path = format!("/referrals/{}/acknowledgments", referral["id"].as_str().expect("an id"));
    post(&s, &path, &navy, &signed).expect(201);
    let none = post(&s, &at("petitions"), &officer, &json!({"principal": "Ada Marlowe"})).expect(422);
    assert_eq!((none.code(), &none.body["rule"]), ("petition.incomplete", &json!("R5.1, R5.4")));
    assert_eq!(none.body["errors"][0]["field"], "copies");
    let permit = json!({
        "principal": "Ada Marlowe", "copies": 2, "reason": "A part must be built.", "until": "2026-12-31",
        "scope": {"persons": {"people": [{"name": "Bob Stone", "country": "US",
            "cleared": {"agency": "DCSA", "on": "2025-01-02", "level": "S"}}]}}
    });
    let petition = post(&s, &at("permits"), &officer, &permit).expect(201);
    assert_eq!(petition.body["kind"], "petition.permit");
    let id = petition.body["id"].as_str().expect("an id").to_owned();
    let concur = json!({"position": "concur", "reason": "a known firm"});
    post(&s, &format!("/petitions/{id}/concurrences"), &navy, &concur).expect(201);
    let grant = json!({"decision": "grant", "reason": "all concur"});
    post(&s, &format!("/petitions/{id}/decision"), &officer, &grant).expect(201);
    let seen = s.get(&format!("/petitions/{id}"), &navy).expect(200);
    assert_eq!((&seen.body["state"], &seen.body["concurred"]), (&json!("granted"), &json!(["NAVY"])));
    assert_eq!(s.get(&at("permits"), &navy).expect(200).body["items"][0]["id"], id.as_str());
    let yes = s.get(&at("disclosure?person=Bob%20Stone&country=US"), &navy).expect(200);
    assert_eq!((&yes.body["allowed"], &yes.body["permit_id"]), (&json!(true), &json!(id)));
    assert_eq!(yes.body["until"], "2026-12-31");
    let no = s.get(&at("disclosure?country=JP&purpose=foreign_filing"), &officer).expect(200);
    assert_eq!((&no.body["allowed"], &no.body["citation"]), (&json!(false), &json!("37 CFR 5.5(c); 35 USC 184(a)")));
    s.get(&at("disclosure?planet=Mars"), &officer).expect(422);
    let ledger = s.get(&format!("/filings/{filing}/conditions"), &navy).expect(200);
    assert_eq!(ledger.body["items"][0]["state"], "adopted");
    let window = s.get(&at("compensation"), &navy).expect(200);
    assert_eq!((&window.body["state"], &window.body["ask"]), (&json!("not_open"), &json!(["NAVY"])));
    let claim = post(&s, &at("compensation-claims"), &officer, &json!({"claimant": "Ada Marlowe"})).expect(409);
    assert!(claim.code() == "compensation.not_here" && claim.text.contains("NAVY"), "{}", claim.text);
    let early = json!({"principal": "Ada Marlowe", "grounds": "known"});
    assert_eq!(post(&s, &at("appeals"), &officer, &early).expect(409).code(), "appeal.premature");
    let foreign = json!({"on": "2026-03-10", "name": "C. Lane", "address": "1 Harbour Road", "citizen_of": "GB",
        "located_in": "US", "what": "drawings", "export_authorization": "none", "foreign_application": "none"});
    let incident = post(&s, &at("incidents"), &officer, &foreign).expect(201);
    let id = incident.body["id"].as_str().expect("an id");
    let shown = s.get(&format!("/incidents/{id}"), &officer).expect(200);
    assert!(shown.body["handling"].as_str().is_some_and(|t| t.contains("Do NOT tell")));
    let told = json!({"on": "2026-03-10", "how": "by telephone"});
    assert_eq!(post(&s, &format!("/incidents/{id}/told"), &officer, &told).expect(409).code(), "incident.never_tell");
    s.get(&format!("/incidents/{id}"), &navy).expect(403);
}
