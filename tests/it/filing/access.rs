//! Over REST, on both databases: an account can neither change what it may not see nor learn of it.

use crate::frame::harness::{Answer, Call, Client, Place, Server, flagged_filing};
use serde_json::{Value, json};

const NOWHERE: &str = "01999999-0000-7000-8000-000000000000";
/// A word that only the text of the protected filing has.
const CANARY: &str = "zqt00020abstract";

fn everywhere(what: &str, test: impl Fn(&Server)) {
    for place in [Some(Place::sqlite()), Place::postgres(what)].into_iter().flatten() {
        place.people(false);
        place.account_cleared("U", "low1", "intake", None, false);
        place.account_cleared("S", "mid1", "intake", None, false);
        let server = Server::start(&place, &[]);
        test(&server);
    }
}

/// A filing with the canary and a passage that a rule of the shipped list meets.
fn secret(n: u64, marking: &str) -> Value {
    let mut filing = flagged_filing(n);
    filing["marking"] = json!(marking);
    filing["description"] = json!([{"number": "0001", "text":
        format!("A guided missile {CANARY} has a radar absorbing {CANARY} coating that reduces the radar cross section.")}]);
    if marking != "U" {
        filing["received_by"] = json!("hand_carried");
    }
    filing
}

fn amend(who: &Client, id: &str, filing: &Value, headers: Vec<(&'static str, String)>) -> Answer {
    let body = Some(("application/json", filing.to_string().into_bytes()));
    who.call(Call { method: "POST", path: &format!("/filings/{id}/amendments"), body, headers })
}

/// The status and the body of an answer, without the parts that differ from request to request.
fn neutral(answer: &Answer) -> (u16, Value) {
    let mut body = answer.body.clone();
    body.as_object_mut().expect("a problem").remove("instance");
    (answer.status, body)
}

#[test]
fn an_amendment_of_a_filing_above_the_clearance_is_answered_as_not_found() {
    everywhere("amendments of what may not be seen", |server| {
        let (high, exam) = (server.sign_in("intake1"), server.sign_in("exam1"));
        for (n, marking, who) in [(1, "TS", "low1"), (2, "TS", "mid1"), (3, "CUI", "low1")] {
            let who = server.sign_in(who);
            let came = high.post("/filings", secret(n, marking), None).expect(201);
            let id = came.body["id"].as_str().expect("an id").to_owned();
            let mut claims = json!({"application_number": secret(n, marking)["application_number"], "title": "x", "claims": ["1. x"]});
            for more in
                [json!({}), json!({"received_by": "siprnet"}), json!({"received_by": "mailed", "marking": marking})]
            {
                for (key, value) in more.as_object().expect("members") {
                    claims[key] = value.clone();
                }
                for headers in [vec![], vec![("If-Match", "*".to_owned())], vec![("If-Match", "\"7\"".to_owned())]] {
                    let seen = amend(&who, &id, &claims, headers.clone());
                    assert_eq!(seen.status, 404, "{marking} {more}: {}", seen.text);
                    assert_eq!(neutral(&seen), neutral(&amend(&who, NOWHERE, &claims, headers)));
                }
            }
            let now = exam.get(&format!("/filings/{id}")).expect(200);
            assert_eq!((&now.body["text_version"], &now.body["title"]), (&json!(1), &secret(n, marking)["title"]));
            // A clerk with the clearance may amend the filing, so the clearance alone made the difference.
            claims["received_by"] = json!("mailed");
            amend(&high, &id, &claims, vec![("If-Match", "*".into())]).expect(201);
        }
    });
}

#[test]
fn a_number_on_record_reveals_nothing_of_a_filing_above_the_clearance() {
    everywhere("numbers of what may not be seen", |server| {
        let (high, low) = (server.sign_in("intake1"), server.sign_in("low1"));
        let came = high.post("/filings", secret(1, "S"), None).expect(201);
        let told = [
            came.body["id"].clone(),
            came.body["screening"]["document_sha256"].clone(),
            came.body["received_on"].clone(),
        ];
        let mut other = secret(1, "U");
        other["title"] = json!("x");
        let alone = low.post("/filings", other.clone(), None).expect(409);
        let stream = low.intake("application/x-ndjson", other.to_string());
        assert_eq!(
            (alone.code(), &stream[0]["problem"]["code"]),
            ("filing.number_taken", &json!("filing.number_taken"))
        );
        for text in [alone.text.clone(), stream[0].to_string()] {
            for word in &told {
                assert!(!text.contains(word.as_str().expect("a text")), "{word} in {text}");
            }
            assert!(
                !text.to_lowercase().contains("sha") && !text.contains("SECRET") && !text.contains("amendment"),
                "{text}"
            );
        }
        // A clerk with the clearance gets the whole refusal: what is on record, and the way out.
        let named = high.post("/filings", other, None).expect(409);
        assert!(told.iter().all(|word| named.text.contains(word.as_str().expect("a text"))), "{}", named.text);
    });
}

/// A text sent again is answered as at first, until the filing is marked above the clearance of the sender: its version
/// would count the referrals and orders that the sender may not know of.
#[test]
fn c1_the_first_text_of_a_filing_that_was_raised_since_is_a_number_that_is_taken() {
    everywhere("texts of what may not be seen any more", |server| {
        let (high, low) = (server.sign_in("intake1"), server.sign_in("low1"));
        let filing = secret(1, "U");
        let came = low.post("/filings", filing.clone(), None).expect(201);
        let id = came.body["id"].as_str().expect("an id").to_owned();
        assert_eq!(low.post("/filings", filing.clone(), None).expect(200).body["id"], came.body["id"]);
        amend(&high, &id, &secret(1, "S"), vec![("If-Match", "*".into())]).expect(201);
        let again = low.post("/filings", filing.clone(), None).expect(409);
        assert_eq!(again.code(), "filing.number_taken");
        assert!(!again.text.contains(&id) && !again.text.to_lowercase().contains("sha"), "{}", again.text);
        let stream = low.intake("application/x-ndjson", filing.to_string());
        assert_eq!(stream[0]["problem"]["code"], "filing.number_taken");
        // A clerk with the clearance gets the first answer again.
        assert_eq!(high.post("/filings", filing, None).expect(200).body["id"], came.body["id"]);
        // A sender who marked the text itself gets the answer again, too: the marking says nothing new.
        let mut own = secret(2, "U");
        own["marking"] = json!("CUI");
        let first = low.post("/filings", own.clone(), None).expect(201);
        assert_eq!(low.post("/filings", own, None).expect(200).body["id"], first.body["id"]);
    });
}

#[test]
fn r1_6_the_way_of_classified_papers_is_claimed_only_by_an_account_cleared_for_the_marking() {
    everywhere("ways that are claimed", |server| {
        let (high, low, mid, exam) =
            (server.sign_in("intake1"), server.sign_in("low1"), server.sign_in("mid1"), server.sign_in("exam1"));
        for (n, (who, marking, way, taken)) in [
            (&low, "S", "hand_carried", false),
            (&low, "C", "mailed", false),
            (&mid, "TS", "siprnet", false),
            (&mid, "S", "siprnet", true),
            (&high, "TS", "hand_carried", true),
            (&low, "U", "siprnet", true),
        ]
        .into_iter()
        .enumerate()
        {
            let mut filing = secret(n as u64 + 1, marking);
            filing["received_by"] = json!(way);
            let alone = who.post("/filings", filing.clone(), None);
            let stream = who.intake("application/x-ndjson", filing.to_string());
            let listed = exam.get("/filings?limit=200").items();
            let kept = listed.iter().any(|f| f["application_number"] == filing["application_number"]);
            assert_eq!((alone.status == 201, kept), (taken, taken), "{marking} {way}: {}", alone.text);
            if !taken {
                assert_eq!(alone.code(), "filing.classified_papers");
                assert_eq!(stream[0]["problem"]["code"], "filing.classified_papers");
                assert_eq!(alone.body["errors"][0]["field"], "received_by");
            }
        }
        // Sending the same text again, word for word, does not open the filing either.
        let known = secret(4, "S");
        let mut known = known;
        known["received_by"] = json!("siprnet");
        assert_eq!(low.post("/filings", known, None).expect(409).code(), "filing.classified_papers");
    });
}

#[test]
fn an_amendment_is_answered_with_passages_of_what_was_sent_and_no_others() {
    everywhere("passages of what was not sent", |server| {
        let (high, low, exam) = (server.sign_in("intake1"), server.sign_in("low1"), server.sign_in("exam1"));
        let came = high.post("/filings", secret(1, "U"), None).expect(201);
        assert!(came.text.contains(CANARY), "the sender sees what was sent: {}", came.text);
        let id = came.body["id"].as_str().expect("an id").to_owned();
        let mut claims = json!({"application_number": secret(1, "U")["application_number"], "title": "A guided missile",
            "claims": ["1. A guided missile comprising a warhead, and a radar absorbing coating that reduces the radar cross section of the missile."]});
        for status in [201, 200] {
            let done = amend(&low, &id, &claims, vec![("If-Match", "*".into())]).expect(status);
            assert!(!done.text.contains(CANARY), "{}", done.text);
            let hits = done.body["screening"]["hits"].as_array().expect("hits").clone();
            let places: Vec<_> =
                hits.iter().flat_map(|h| h["evidence"].as_array().expect("evidence").clone()).collect();
            assert!(!hits.is_empty() && !places.is_empty(), "{}", done.text);
            assert!(places.iter().all(|e| e["section"] == "claims" || e["section"] == "title"), "{places:?}");
        }
        // The examiner sees the whole, as it was screened.
        let whole = exam.get(&format!("/filings/{id}/screenings")).expect(200);
        assert!(whole.items()[0].to_string().contains(CANARY), "{}", whole.text);
        // A passage that the next amendment contains is shown in its answer.
        claims["description"] = secret(1, "U")["description"].clone();
        claims["claims"] = json!(["1. A guided missile with a radar absorbing coating."]);
        let done = amend(&low, &id, &claims, vec![("If-Match", "*".into())]).expect(201);
        assert!(done.text.contains(CANARY), "{}", done.text);
    });
}
