//! Explanations over REST.

use crate::api::tests::harness::served;
use domain::base::actor::Role;
use serde_json::json;

#[test]
fn a_category_is_explained_to_examiners_alone() {
    let s = served();
    let intake = s.token("intake1", Role::Intake, None);
    let filing = json!({"application_number": "18/000,001", "title": "Radio",
        "claims": ["1. A radio of low cost whose signals have a small probability of being found by any intercept receiver."]});
    let made = s.post("/filings", &intake, &filing).expect(201);
    let path = format!("/filings/{}/explain", made.body["id"].as_str().expect("an id"));
    let examiner = s.token("erin", Role::Examiner, None);
    let explained = s.get(&format!("{path}?category=IX-6A"), &examiner).expect(200).body;
    assert_eq!(
        (&explained["outcome"], &explained["points"], &explained["list"]["id"]),
        (&json!("short"), &json!(0), &json!("us-test"))
    );
    insta::assert_json_snapshot!(explained["clauses"]);
    let unknown = s.get(&format!("{path}?category=IX-6"), &examiner).expect(422);
    assert_eq!(unknown.body["errors"][0]["field"], "category");
    assert!(unknown.text.contains("did you mean IX-6A?"), "{}", unknown.text);
    s.get(&path, &examiner).expect(422);
    s.get(&format!("{path}?category=IX-6A"), &intake).expect(403);
    let other = "/filings/01999999-0000-7000-8000-000000000000/explain?category=IX-6A";
    s.get(other, &examiner).expect(404);
    let officer = s.token("otto", Role::LicensingOfficer, None);
    s.get(&format!("{path}?category=IX-6A"), &officer).expect(403);
}
