//! Amendments: passages that were not there before are marked as new, dismissals come back, and a filing that needed a human
//! leaves that state with a text that can be read.

use super::*;

fn amend(who: &Client, id: &str, filing: &Value, if_match: Option<&str>) -> Answer {
    who.post(&format!("/filings/{id}/amendments"), filing.clone(), if_match)
}

/// The places of a hit's evidence that are new (field `news`), and the number of all its evidence.
fn new_passages(hit: &Value) -> (Vec<String>, usize) {
    let evidence = hit["evidence"].as_array().expect("evidence");
    let fresh = evidence.iter().filter(|e| e["news"] == true);
    (fresh.map(|e| e["place"].as_str().expect("a place").to_owned()).collect(), evidence.len())
}

#[test]
fn only_passages_that_were_not_there_before_are_new_and_a_dismissal_comes_back() {
    everywhere("amendments", |place| {
        place.people(false);
        let server = Server::start(place, &[]);
        let d = Desk::at(&server);
        d.adopt_new(&list("2026-01", &[("I-1", "NAVY", "torpedo"), ("I-2", "ARMY", "howitzer")]));
        let mut filing = saying(1, "A torpedo with a fin.");
        filing["description"] = json!([{"number": "0001", "text": "A torpedo runs deep."}]);
        filing["parties"] = json!([{"role": "inventor", "name": "Ada Marlowe"}]);
        let id = d.bring(&[filing.clone()]).remove(0);
        let first = &d.screenings(&id)[0];
        assert_eq!(
            new_passages(&first["hits"][0]),
            (vec!["claim 1".into(), "0001".into()], 2),
            "in the first screening every passage is new"
        );
        d.decide(&id, "dismiss");
        assert_eq!(d.filing(&id)["status"], "clear");
        // Claim 1 moves down behind a new one, another category is hit, and the description is left out.
        let claims = json!(["1. A net against a torpedo.", "2. A torpedo with a fin.", "3. A howitzer."]);
        let amendment = json!({"application_number": "18/000,001", "title": "Filing 1", "claims": claims});
        assert_eq!(amend(&d.intake, &id, &amendment, None).status, 428);
        assert_eq!(amend(&d.intake, &id, &amendment, Some("\"77\"")).status, 412);
        assert_eq!(amend(&d.examiner, &id, &amendment, Some("*")).status, 403);
        let other = json!({"application_number": "18/999", "title": "T", "claims": ["1. A gate."]});
        assert_eq!(amend(&d.intake, &id, &other, Some("*")).code(), "amendment.other_number");
        let etag = d.filing(&id)["etag"].as_str().expect("an etag").to_owned();
        let done = amend(&d.intake, &id, &amendment, Some(&etag)).expect(201);
        assert_eq!((&done.body["screening"]["text_version"], &done.body["existing"]), (&json!(2), &json!(false)));
        assert!(done.body["screening"]["hits"][0]["returned_because"].is_null(), "decisions are not intake's business");
        let again = amend(&d.intake, &id, &amendment, Some(&etag)).expect(200);
        assert_eq!(
            (&again.body["existing"], &again.body["screening"]["id"]),
            (&json!(true), &done.body["screening"]["id"])
        );

        let latest = &d.screenings(&id)[0];
        let hits = latest["hits"].as_array().expect("hits");
        assert_eq!(new_passages(&hits[0]), (vec!["claim 1".into()], 3), "{latest:#}");
        assert_eq!(hits[0]["returned_because"], "the text changed (amendment 1)");
        assert_eq!(hits[0]["dismissed_before"]["reason"], "looked at it");
        assert!(hits[0]["triage"].is_null());
        assert_eq!((&hits[1]["category"], new_passages(&hits[1]).0), (&json!("I-2"), vec!["claim 3".into()]));
        let now = d.filing(&id);
        assert_eq!((&now["status"], &now["text_version"]), (&json!("in_triage"), &json!(2)));
        assert_eq!(now["parties"][0]["name"], "Ada Marlowe", "parties left out stay");
        let text = d.examiner.get(&format!("/filings/{id}/text")).expect(200).text;
        assert!(text.contains("runs deep") && text.contains("A net"), "a section left out stays: {text}");
        // The first text is answered as before, and stays on record.
        let known = d.intake.post("/filings", filing, None).expect(200);
        assert_eq!((&known.body["screening"]["text_version"], &known.body["existing"]), (&json!(1), &json!(true)));
        // An amendment takes the matter out: hits without a decision vanish, the confirmed one stays.
        d.decide(&id, "confirm");
        let mut last = amendment.clone();
        last["claims"] = json!(["1. A net.", "2. A howitzer."]);
        last["description"] = json!([{"number": "0001", "text": "A net hangs deep."}]);
        amend(&d.intake, &id, &last, Some("*")).expect(201);
        let latest = &d.screenings(&id)[0];
        assert_eq!((&latest["gone"][0]["category"], &latest["hits"][0]["category"]), (&json!("I-1"), &json!("I-2")));
        assert_eq!(latest["gone"][0]["triage"]["decision"], "confirm");
        assert_eq!(latest["hits"][0]["triage"]["decision"], "confirm");
        assert_eq!(latest["text_version"], 3);
        assert_eq!(d.filing(&id)["status"], "in_triage");
        // Going back to an earlier text is a change as any other.
        let mut back = amendment;
        back["description"] = json!([{"number": "0001", "text": "A torpedo runs deep."}]);
        let back = amend(&d.intake, &id, &back, Some("*")).expect(201);
        assert_eq!(back.body["screening"]["text_version"], 4);
        assert_eq!(d.screenings(&id)[0]["hits"][0]["triage"]["decision"], "confirm", "it was never undone");
    });
}

#[test]
fn a_filing_that_needed_a_human_goes_on_with_a_text_that_can_be_read() {
    everywhere("a readable amendment", |place| {
        place.people(false);
        let server = Server::start(place, &[]);
        let d = Desk::at(&server);
        d.adopt_new(&list("2026-01", &[("I-1", "NAVY", "torpedo")]));
        for (n, claim, status) in [(1, "A torpedo.", "in_triage"), (2, "A gate.", "clear")] {
            let mut empty = saying(n, "");
            empty["claims"] = json!(["..."]);
            let id = d.bring(&[empty]).remove(0);
            assert_eq!(d.filing(&id)["status"], "needs_human");
            let done = amend(&d.intake, &id, &saying(n, claim), Some("*")).expect(201);
            assert_eq!(done.body["status"], status);
            assert_eq!(d.filing(&id)["status"], status);
        }
    });
}

#[test]
fn an_amendment_never_lowers_a_marking_and_never_reaches_a_filing_under_order() {
    let place = Place::sqlite();
    place.people(false);
    let server = Server::start(&place, &[]);
    let d = Desk::at(&server);
    d.adopt_new(&list("2026-01", &[("I-1", "NAVY", "guided ADJ missile")]));
    let mut secret = saying(5, "A gate.");
    secret["marking"] = json!("S");
    secret["received_by"] = json!("hand_carried");
    let id = d.bring(&[secret]).remove(0);
    let mut steel = saying(5, "A gate of steel.");
    let refused = amend(&d.intake, &id, &steel, Some("*")).expect(409);
    assert_eq!(refused.body["code"], "filing.ordinary_intake_closed", "R1.6, without a word of why");
    steel["received_by"] = json!("siprnet");
    amend(&d.intake, &id, &steel, Some("*")).expect(201);
    assert_eq!(d.filing(&id)["marking"], "S");
    let held = order(&server, &d, 1);
    let mut more = flagged_filing(1);
    more["claims"] = json!(["1. Something else."]);
    let refused = amend(&d.intake, &held, &more, Some("*")).expect(409);
    assert_eq!(refused.code(), "filing.ordinary_intake_closed");
    assert!(!refused.text.contains("order"), "intake learns of no order: {}", refused.text);
    let nowhere = "/filings/01999999-0000-7000-8000-000000000000/amendments";
    assert_eq!(d.intake.post(nowhere, more, Some("*")).status, 404);
}

#[test]
fn an_amendment_in_the_middle_of_a_rescreening_is_judged_once_by_the_new_list() {
    let place = Place::sqlite();
    place.people(false);
    let server = Server::start(&place, &[]);
    let d = Desk::at(&server);
    d.adopt_new(&list("2026-01", &[("I-1", "NAVY", "torpedo")]));
    let filings: Vec<Value> = (1..=300).map(|n| saying(n, "A gate.")).collect();
    let ids = d.bring(&filings);
    let two = d.adopt_new(&list("2026-02", &[("I-1", "NAVY", "torpedo"), ("I-2", "ARMY", "gate")]));
    for (n, id) in ids.iter().enumerate().rev().take(20) {
        amend(&d.intake, id, &saying(n + 1, "A gate of steel."), Some("*")).expect(201);
    }
    d.wait(&two);
    for id in ids.iter().rev().take(20) {
        let latest = &d.screenings(id)[0];
        assert_eq!((&latest["text_version"], &latest["list"]["revision"]), (&json!(2), &json!("2026-02")));
        assert_eq!(d.filing(id)["status"], "in_triage");
    }
}
