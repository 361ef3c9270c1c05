//! Letters as an officer reads them over REST, to hand them out.

use crate::frame::harness::{Call, Place, Server, flagged_filing};
use serde_json::json;

#[test]
fn an_officer_hands_out_the_letter_and_asks_for_its_receipt() {
    let place = Place::sqlite();
    place.people(false);
    let server = Server::start(&place, &[]);
    let [intake, examiner, officer, official] = ["intake1", "exam1", "officer1", "dod1"].map(|n| server.sign_in(n));
    let taken = intake.intake("application/x-ndjson", flagged_filing(1).to_string());
    let id = taken[0]["id"].as_str().expect("an id");
    for hit in
        examiner.get(&format!("/filings/{id}/screenings")).expect(200).items()[0]["hits"].as_array().expect("hits")
    {
        let path = format!("/hits/{}/triage", hit["id"].as_str().expect("an id"));
        examiner.post(&path, json!({"decision": "confirm", "reason": "to the point"}), Some("*")).expect(200);
    }
    let ask = json!({"agencies": ["NAVY"]});
    let referred = examiner.post(&format!("/filings/{id}/referrals"), ask, Some("*")).expect(201).items();
    let referral = format!("/referrals/{}", referred[0]["id"].as_str().expect("an id"));
    let statement = official.get(&referral).expect(200).body["acknowledgment_statement"].clone();
    official.post(&format!("{referral}/acknowledgments"), json!({"statement": statement}), Some("*")).expect(201);
    let body = json!({"determination": "would_be_detrimental", "order_type": "III", "reason": "it would"});
    official.post(&format!("{referral}/recommendation"), body, Some("*")).expect(201);
    let order = officer.post(&format!("/filings/{id}/orders"), json!({"type": "III"}), Some("*")).expect(201);

    // Ada Marlowe has no mail address, so her letter is on paper.
    let notices = order.body["notices"].as_array().expect("notices").clone();
    let notice = notices.iter().find(|n| n["principal"] == "Ada Marlowe").expect("hers");
    assert_eq!((&notice["filing_id"], &notice["order_id"]), (&json!(id), &order.body["id"]));
    let path = format!("/notices/{}/letter", notice["id"].as_str().expect("an id"));
    let letter = officer.get(&path).expect(200);
    assert_eq!(letter.header("content-type"), Some("text/plain; charset=utf-8"));
    assert!(letter.text.contains("GENERAL SECRECY ORDER") && letter.text.contains("To:          Ada Marlowe"));
    let accept = vec![("Accept", "application/json".to_owned())];
    let as_json = officer.call(Call { method: "GET", path: &path, body: None, headers: accept }).expect(200);
    assert_eq!(as_json.body["text"], json!(letter.text));
    assert_eq!(as_json.body["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(examiner.get(&path).status, 403);

    let ask = format!("/notices/{}/receipt-request", notice["id"].as_str().expect("an id"));
    assert_eq!(officer.post(&ask, json!({}), None).status, 428);
    let reminder = officer.post(&ask, json!({}), notice["etag"].as_str()).expect(201);
    assert_eq!(reminder.body["kind"], "receipt_reminder");
    assert_eq!(officer.post(&ask, json!({}), notice["etag"].as_str()).status, 412, "two officers at once");
    let of_kind = officer.get(&format!("/notices?kind=receipt_reminder&filing_id={id}")).expect(200).items();
    assert_eq!(of_kind.len(), 1);
}
