//! Re-screening, replay and amendments, driven over HTTP as their users do, on both databases.

use crate::frame::harness::{Answer, Call, Client, PASSWORD, Place, Server, flagged_filing};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

mod amendments;
mod engine;
mod equality;
mod killed;
mod replay;

/// Runs a test on each database.
fn everywhere(what: &str, test: impl Fn(&Place)) {
    test(&Place::sqlite());
    if let Some(place) = Place::postgres(what) {
        test(&place);
    }
}

/// A list that replaces the shipped one, with these categories as `(number, agency, rule)`.
fn list(revision: &str, categories: &[(&str, &str, &str)]) -> String {
    let mut text = format!(
        "[list]\nid = \"us-own\"\ntitle = \"A list for tests\"\njurisdiction = \"US\"\nrevision = \"{revision}\"\n\
         effective = 2026-03-01\nmarking = \"UNCLASSIFIED\"\nsources = [\"tests\"]\n\n[[group]]\nnumber = \"I\"\ntitle = \"Things\"\n"
    );
    for (number, agency, rule) in categories {
        text.push_str(&format!(
            "\n[[category]]\nnumber = \"{number}\"\ngroup = \"I\"\ntitle = \"Thing {number}\"\nagencies = [\"{agency}\"]\n\
             threshold = 1\n\n[[category.clause]]\nid = \"a\"\npoints = 1\nrule = '''{rule}'''\n"
        ));
    }
    text
}

/// A filing with this claim.
fn saying(n: usize, claim: &str) -> Value {
    json!({"application_number": format!("18/{:03},{:03}", n / 1000, n % 1000), "title": format!("Filing {n}"),
        "claims": [format!("1. {claim}")]})
}

/// Everybody a test needs, signed in.
struct Desk {
    intake: Client,
    examiner: Client,
    officer: Client,
    officer2: Client,
    security: Client,
}

impl Desk {
    /// The same people with the same tokens at a service that was started again.
    fn moved(&self, server: &Server) -> Self {
        let moved = |c: &Client| Client { url: server.url.clone(), token: c.token.clone() };
        Self {
            intake: moved(&self.intake),
            examiner: moved(&self.examiner),
            officer: moved(&self.officer),
            officer2: moved(&self.officer2),
            security: moved(&self.security),
        }
    }

    fn at(server: &Server) -> Self {
        Self {
            intake: server.sign_in("intake1"),
            examiner: server.sign_in("exam1"),
            officer: server.sign_in("officer1"),
            officer2: server.sign_in("officer2"),
            security: server.sign_in("sec1"),
        }
    }

    fn bring(&self, filings: &[Value]) -> Vec<String> {
        let lines: Vec<String> = filings.iter().map(Value::to_string).collect();
        let answers = self.intake.intake("application/x-ndjson", lines.join("\n"));
        answers.iter().map(|a| a["id"].as_str().unwrap_or_else(|| panic!("{a}")).to_owned()).collect()
    }

    fn upload(&self, source: &str) -> Answer {
        let body = Some(("application/toml", source.as_bytes().to_vec()));
        self.officer.call(Call { method: "POST", path: "/review-lists", body, headers: vec![] })
    }

    /// Uploads a revision and returns its id.
    fn propose(&self, source: &str) -> String {
        self.upload(source).expect(201).body["id"].as_str().expect("an id").to_owned()
    }

    fn adopt(&self, id: &str, body: Value) -> Answer {
        self.officer2.post(&format!("/review-lists/{id}/adopt"), body, Some("*"))
    }

    fn adopt_new(&self, source: &str) -> String {
        let id = self.propose(source);
        self.adopt(&id, json!({})).expect(200);
        id
    }

    /// The re-screening of a revision.
    fn pass(&self, list: &str) -> Value {
        let all = self.examiner.get("/rescreenings").expect(200).items();
        all.into_iter().find(|p| p["review_list_id"] == list).expect("a re-screening")
    }

    /// Waits until a revision's re-screening is over.
    fn wait(&self, list: &str) -> Value {
        let start = Instant::now();
        loop {
            let pass = self.pass(list);
            if pass["state"] == "done" {
                return pass;
            }
            assert!(start.elapsed() < Duration::from_secs(60), "{pass}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn filing(&self, id: &str) -> Value {
        self.examiner.get(&format!("/filings/{id}")).expect(200).body
    }

    fn screenings(&self, id: &str) -> Vec<Value> {
        self.examiner.get(&format!("/filings/{id}/screenings")).expect(200).items()
    }

    /// Decides on every open hit of the latest screening.
    fn decide(&self, id: &str, decision: &str) {
        for hit in self.screenings(id)[0]["hits"].as_array().expect("hits") {
            if hit["triage"].is_null() {
                let path = format!("/hits/{}/triage", hit["id"].as_str().expect("an id"));
                let body = json!({"decision": decision, "reason": "looked at it"});
                self.examiner.post(&path, body, hit["etag"].as_str()).expect(200);
            }
        }
    }
}

#[test]
fn an_adoption_rescreens_by_itself_and_says_how_far_it_is() {
    everywhere("re-screening", |place| {
        place.people(false);
        let server = Server::start(place, &[]);
        let d = Desk::at(&server);
        let one = d.adopt_new(&list("2026-01", &[("I-1", "NAVY", "torpedo"), ("I-2", "ARMY", "howitzer")]));
        assert_eq!(d.wait(&one)["filings"], 0);
        let ids = d.bring(&[saying(1, "A torpedo."), saying(2, "A howitzer."), saying(3, "A garden gate.")]);
        d.decide(&ids[0], "dismiss");
        let second = [("I-1", "NAVY", "torpedo"), ("I-2", "ARMY", "mortar"), ("I-3", "NASA", "gate")];
        let two = d.adopt_new(&list("2026-02", &second));
        let pass = d.wait(&two);
        assert_eq!(pass["changed_categories"], json!(["I-2", "I-3"]));
        assert_eq!((&pass["left"], &pass["newly_hit"], &pass["changed"]), (&json!(0), &json!(1), &json!(1)), "{pass}");
        let status = |id: &str| d.filing(id)["status"].as_str().expect("a status").to_owned();
        assert_eq!([status(&ids[0]), status(&ids[1]), status(&ids[2])], ["clear", "clear", "in_triage"]);
        for id in &ids {
            let filing = d.filing(id);
            assert_eq!(
                (&filing["judged_by"]["revision"], &filing["awaits_rescreening"]),
                (&json!("2026-02"), &json!(false))
            );
        }
        assert_eq!(d.screenings(&ids[0]).len(), 1, "nothing of it changed");
        let gone = &d.screenings(&ids[1])[0];
        assert_eq!((&gone["hits"], &gone["gone"][0]["category"]), (&json!([]), &json!("I-2")));
        let found = d.officer.get("/filings?category=I-3").expect(200).items();
        assert_eq!(found.len(), 1);
        assert_eq!(d.officer.get("/filings?category=I-2").expect(200).items().len(), 0);
        assert_eq!(d.pass(&one)["state"], "done");
        let shown = place.cli(&["rescreen", "status"]);
        let text = String::from_utf8_lossy(&shown.stdout).into_owned();
        assert!(shown.status.success() && text.contains("us-own 2026-02") && text.contains("1 newly hit"), "{text}");
        let shown = place.cli(&["rescreen", "status", "--format", "json"]);
        let shown: Value = serde_json::from_slice(&shown.stdout).expect("JSON");
        assert_eq!(shown["items"].as_array().map(Vec::len), Some(2));
        let verified = place.cli(&["ledger", "verify"]);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
    });
}

#[test]
fn a_list_that_is_not_right_is_never_adopted_and_adoption_takes_two() {
    everywhere("adoption", |place| {
        place.people(false);
        let server = Server::start(place, &[]);
        let d = Desk::at(&server);
        let good = list("2026-01", &[("I-1", "NAVY", "torpedo")]);
        let in_force = d.adopt_new(&good);
        assert_eq!(d.upload(&list("2026-02", &[("I-1", "NAVY", "torpedo AND (")])).code(), "list.does_not_compile");
        let sample = "\n[[category.sample]]\ntext = \"A garden gate.\"\nexpect = \"hit\"\n";
        let failing = d.upload(&format!("{}{sample}", list("2026-02", &[("I-1", "NAVY", "torpedo")]))).expect(422);
        assert_eq!(failing.code(), "list.does_not_compile");
        assert!(failing.text.contains("sample"), "{}", failing.text);
        let next = d.propose(&list("2026-03", &[("I-1", "NAVY", "torpedo OR mine")]));
        let own = d.officer.post(&format!("/review-lists/{next}/adopt"), json!({}), Some("*"));
        assert_eq!((own.status, own.code()), (409, "list.second_person"));
        let unknown = d.adopt(&next, json!({"raeson": "x"}));
        assert_eq!(unknown.status, 422, "{}", unknown.text);
        let now = d.officer.get("/review-lists").expect(200).items();
        assert_eq!(now.iter().find(|l| l["status"] == "in_force").map(|l| l["id"].clone()), Some(json!(in_force)));
        d.adopt(&next, json!({})).expect(200);
        assert_eq!(d.wait(&next)["candidates"], 0);
    });
}

/// Takes a filing of weapon matter through to an order of the Navy's.
fn order(server: &Server, d: &Desk, n: u64) -> String {
    let id = d.bring(&[flagged_filing(n)]).remove(0);
    d.decide(&id, "confirm");
    let etag = d.filing(&id)["etag"].as_str().expect("an etag").to_owned();
    let referred = d.examiner.post(&format!("/filings/{id}/referrals"), json!({"agencies": ["NAVY"]}), Some(&etag));
    let referral = format!("/referrals/{}", referred.expect(201).items()[0]["id"].as_str().expect("an id"));
    let official = server.sign_in("dod1");
    let statement = official.get(&referral).expect(200).body["acknowledgment_statement"].clone();
    official.post(&format!("{referral}/acknowledgments"), json!({"statement": statement}), Some("*")).expect(201);
    let body = json!({"determination": "would_be_detrimental", "order_type": "II", "reason": "it is detrimental"});
    official.post(&format!("{referral}/recommendation"), body, Some("*")).expect(201);
    d.officer.post(&format!("/filings/{id}/orders"), json!({"type": "II"}), Some("*")).expect(201);
    id
}
