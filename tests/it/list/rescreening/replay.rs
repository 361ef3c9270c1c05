//! A replay says what an adoption would change, and which orders would stand on filings that are no longer flagged.

use super::*;

#[test]
fn a_replay_says_what_the_adoption_then_does() {
    everywhere("replay", |place| {
        place.people(false);
        place.account("exam9", "examiner", None, false);
        let server = Server::start(place, &[]);
        let d = Desk::at(&server);
        d.adopt_new(&list("2026-01", &[("I-1", "NAVY", "torpedo"), ("I-2", "ARMY", "howitzer")]));
        let mut secret = saying(4, "A gate for a bunker.");
        secret["marking"] = json!("S");
        secret["received_by"] = json!("siprnet");
        let ids = d.bring(&[saying(1, "A torpedo."), saying(2, "A howitzer."), saying(3, "A garden gate."), secret]);
        let next = [("I-1", "NAVY", "torpedo"), ("I-2", "ARMY", "mortar"), ("I-3", "NASA", "gate")];
        let source = list("2026-02", &next);
        let two = d.propose(&source);
        let path = format!("/review-lists/{two}/replay");
        let said = d.officer.get(&path).expect(200).body;
        assert_eq!(said["changed_categories"], json!(["I-2", "I-3"]));
        assert_eq!((&said["complete"], &said["in_force"]["revision"]), (&json!(true), &json!("2026-01")));
        assert_eq!((&said["newly_hit"]["filings"], &said["newly_hit"]["by_category"]), (&json!(2), &json!({"I-3": 2})));
        assert_eq!(said["no_longer_hit"]["by_category"], json!({"I-2": 1}));
        let sample = &said["no_longer_hit"]["sample"][0];
        assert_eq!((&sample["application_number"], &sample["title"]), (&json!("18/000,002"), &json!("Filing 2")));
        let month = d.filing(&ids[0])["received_on"].as_str().expect("a day")[..7].to_owned();
        let load = json!([
            {"agency": "ARMY", "month": month, "before": 1, "after": 0},
            {"agency": "NASA", "month": month, "before": 0, "after": 2},
        ]);
        assert_eq!(said["load"], load);
        // A role that keeps lists and reads no filings gets counts without names.
        let unnamed = d.security.get(&path).expect(200).body;
        assert_eq!((&unnamed["newly_hit"]["filings"], &unnamed["newly_hit"]["sample"]), (&json!(2), &json!([])));
        assert_eq!(d.examiner.get(&path).status, 403);
        // The same from a file, on the command line.
        std::fs::write(place.path("next.toml"), &source).expect("a file");
        let shown = place.cli(&["list", "replay", &place.path("next.toml"), "--format", "json"]);
        let shown: Value = serde_json::from_slice(&shown.stdout).unwrap_or_else(|e| panic!("{e} {shown:?}"));
        for part in ["newly_hit", "no_longer_hit"] {
            assert_eq!(shown[part]["by_category"], said[part]["by_category"]);
        }
        assert_eq!(d.filing(&ids[2])["status"], "clear", "nothing was changed by asking");
        d.adopt(&two, json!({})).expect(200);
        let pass = d.wait(&two);
        assert_eq!((&pass["newly_hit"], &pass["changed"]), (&json!(2), &json!(1)));
        let after = d.officer.get(&path).expect(200).body;
        assert_eq!((&after["newly_hit"]["filings"], &after["load"]), (&json!(0), &json!([])));
    });
}

#[test]
fn what_is_above_a_clearance_is_in_no_count_of_a_replay() {
    let place = Place::sqlite();
    place.people(false);
    place.account_cleared("C", "low1", "licensing_officer", None, false);
    let server = Server::start(&place, &[]);
    let d = Desk::at(&server);
    d.adopt_new(&list("2026-01", &[("I-1", "NAVY", "torpedo")]));
    let mut secret = saying(1, "A gate.");
    secret["marking"] = json!("S");
    secret["received_by"] = json!("siprnet");
    d.bring(&[secret, saying(2, "A gate.")]);
    let two = d.propose(&list("2026-02", &[("I-1", "NAVY", "torpedo"), ("I-3", "NASA", "gate")]));
    let path = format!("/review-lists/{two}/replay");
    let counts = |who: &Client| {
        let said = who.get(&path).expect(200).body;
        [&said["candidates"], &said["screened"], &said["newly_hit"]["filings"], &said["load"][0]["after"]]
            .map(|v| v.as_u64())
    };
    assert_eq!(counts(&d.officer), [Some(2); 4]);
    assert_eq!(counts(&server.sign_in("low1")), [Some(1); 4]);
}

#[test]
fn a_revision_that_unflags_orders_needs_a_reason_on_record() {
    everywhere("unflagged orders", |place| {
        place.people(false);
        let server = Server::start(place, &[]);
        let d = Desk::at(&server);
        d.adopt_new(&list("2026-01", &[("I-1", "NAVY", "guided ADJ missile")]));
        let id = order(&server, &d, 1);
        let two = d.propose(&list("2026-02", &[("I-1", "NAVY", "torpedo")]));
        let said = d.officer.get(&format!("/review-lists/{two}/replay")).expect(200).body;
        assert_eq!(said["unflagged_under_order"]["filings"], 1);
        assert_eq!(said["unflagged_under_order"]["sample"][0]["id"], json!(id));
        let refused = d.adopt(&two, json!({})).expect(409);
        assert_eq!(refused.code(), "list.unflags_orders");
        assert_eq!(d.adopt(&two, json!({"reason": "  "})).status, 422);
        let adopted = d.adopt(&two, json!({"reason": "missiles are no longer restricted"})).expect(200);
        assert_eq!(adopted.body["adoption_reason"], "missiles are no longer restricted");
        d.wait(&two);
        let filing = d.filing(&id);
        assert_eq!((&filing["status"], &filing["judged_by"]["revision"]), (&json!("under_order"), &json!("2026-02")));
        let latest = &d.screenings(&id)[0];
        assert_eq!((&latest["hits"], &latest["gone"][0]["triage"]["decision"]), (&json!([]), &json!("confirm")));
        let orders = d.officer.get("/orders").expect(200).items();
        assert_eq!(orders[0]["status"], "in_effect", "no list ends an order");
        // A revision that keeps what it flags needs none.
        let three = d.propose(&list("2026-03", &[("I-1", "NAVY", "torpedo OR mine")]));
        d.adopt(&three, json!({})).expect(200);
    });
}
