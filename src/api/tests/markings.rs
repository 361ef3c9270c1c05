//! Markings and the terms of clearances over the wire: what is shown, what is refused, and when it takes effect.

use crate::api::tests::harness::{Served, served};
use domain::base::actor::Role;
use serde_json::{Value, json};
use ureq::http::Method;

fn filing(n: usize, marking: &str) -> Value {
    json!({"application_number": format!("18/{n:06}"), "title": "Latch", "claims": ["1. A latch with a spring."],
           "parties": [{"role": "inventor", "name": "Ada Marlowe"}], "marking": marking, "received_by": "hand_carried"})
}

fn account_id(s: &Served, keeper: &str, name: &str) -> String {
    let all = s.get("/accounts?limit=200", keeper).expect(200).body;
    let found = all["items"].as_array().expect("items").iter().find(|a| a["username"] == name).expect("an account");
    found["id"].as_str().expect("an id").to_owned()
}

/// Gives an account terms, in the office of a demonstration where one officer suffices; the answer.
fn give(s: &Served, keeper: &str, name: &str, terms: &Value) -> (u16, Value) {
    let path = format!("/accounts/{}", account_id(s, keeper, name));
    let headers = [("content-type", "application/json"), ("if-match", "*")];
    let body = json!({ "clearance_terms": terms }).to_string();
    let reply = s.call(Method::PATCH, &path, keeper, &headers, Some(body.into()));
    (reply.status, reply.body)
}

#[test]
fn m2_m10_a_filing_shows_its_marking_in_both_forms_and_a_page_the_least_that_covers_its_items() {
    let s = served();
    let clerk = s.token("clerk", Role::Intake, None);
    let exam = s.token("exam", Role::Examiner, None);
    for (n, given) in [(1, "CUI//SP-CTI"), (2, "secret"), (3, "controlled // PSEC")] {
        s.post("/filings", &clerk, &filing(n, given)).expect(201);
    }
    let page = s.get("/filings?oldest_first=true", &exam).expect(200).body;
    let shown: Vec<_> =
        page["items"].as_array().expect("items").iter().map(|f| (&f["marking"], &f["banner"])).collect();
    let want = [("CUI//SP-CTI", "CUI//SP-CTI"), ("S", "SECRET"), ("CUI//PSEC", "CUI//PSEC")];
    assert_eq!(json!(shown), json!(want));
    assert_eq!(page["banner"], "SECRET//SP-CTI/PSEC");
    let first = s.get("/filings?oldest_first=true&limit=1", &exam).expect(200).body;
    assert_eq!(first["banner"], "CUI//SP-CTI");
    let none = s.get("/filings?received_to=2000-01-01", &exam).expect(200).body;
    assert_eq!(none["banner"], "UNCLASSIFIED");
}

#[test]
fn m2_what_is_no_marking_is_refused_with_what_to_write() {
    let s = served();
    let clerk = s.token("clerk", Role::Intake, None);
    for (given, says) in [
        ("S//NF/REL TO USA, GBR", "exclude each other"),
        ("S//REL TO GBR, JPN", "USA first"),
        ("S//REL TO USA, XYZ", "ISO 3166-1"),
        ("NATO SECRET", "begins with its level"),
        ("U//NF", "UNCLASSIFIED"),
    ] {
        let reply = s.post("/filings", &clerk, &filing(1, given)).expect(422);
        assert!(reply.text.contains(says), "{given}: {}", reply.text);
    }
}

#[test]
fn p6_what_is_given_or_taken_of_a_clearance_counts_with_the_next_request() {
    let s = served();
    let [clerk, exam] = [s.token("clerk", Role::Intake, None), s.token("exam", Role::Examiner, None)];
    let keeper = s.token("keeper", Role::SecurityOfficer, None);
    let made = s.post("/filings", &clerk, &filing(1, "U")).expect(201).body;
    let path = format!("/filings/{}", made["id"].as_str().expect("an id"));
    s.get(&path, &exam).expect(200);
    let today = s.house.cx.today();
    let suspended = json!({"suspended": {"since": today, "reason": "an inquiry"}});
    let (status, account) = give(&s, &keeper, "exam", &suspended);
    assert_eq!((status, &account["clearance"]), (200, &json!("TS")), "{account}");
    assert_eq!(account["clearance_terms"]["suspended"]["reason"], "an inquiry");
    assert_eq!(s.get(&path, &exam).expect(401).code(), "session.over", "as after every change of an account");
    let exam = s.sign_in("exam").expect(200).body["access_token"].as_str().expect("a token").to_owned();
    s.get(&path, &exam).expect(200);
    let raised = s.post("/filings", &clerk, &filing(2, "S")).expect(201).body;
    s.get(&format!("/filings/{}", raised["id"].as_str().expect("an id")), &exam).expect(404);
    for (terms, code) in [
        (json!({"kind": "doe_q"}), "clearance.terms"),
        (json!({"accesses": ["REL TO USA, GBR"]}), "clearance.terms"),
        (json!({"citizenships": ["XYZ"]}), "request.invalid"),
        (json!({"kinds": "national"}), "request.invalid"),
    ] {
        let (status, problem) = give(&s, &keeper, "exam", &terms);
        assert_eq!((status, problem["code"].as_str()), (422, Some(code)), "{terms}: {problem}");
    }
}

#[test]
fn m9_security_officers_see_the_words_of_markings_and_the_unknown_ones_on_record() {
    let s = served();
    let clerk = s.token("clerk", Role::Intake, None);
    let keeper = s.token("keeper", Role::SecurityOfficer, None);
    s.post(
        "/filings",
        &clerk,
        &json!({"application_number": "18/000001", "title": "Latch", "claims": ["1. A latch."],
                                       "marking": "U//NOFRN"}),
    )
    .expect(201);
    let words = s.get("/marking-words", &keeper).expect(200).body;
    assert_eq!(words["unknown"], json!(["NOFRN"]));
    assert!(words["words"].as_array().expect("words").iter().any(|w| w["banner"] == "NOFORN" && w["portion"] == "NF"));
    assert!(!words.to_string().contains("18/000001"));
    s.get("/marking-words", &clerk).expect(403);
}
