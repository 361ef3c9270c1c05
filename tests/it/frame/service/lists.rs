//! Lists over REST, each of those in docs/openapi.json: what they answer to callers without rights, to limits and cursors
//! that are out of range, and to days at both ends of the calendar.

use crate::frame::harness::{Answer, Client, Place, Server, flagged_filing};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::thread;
use subrosa::clock::{Clock as _, SystemClock};

/// A word that only the title of the protected filing has.
const CANARY: &str = "zephyrine";

/// A list of the API, with the parameters of its query.
struct List {
    path: String,
    query: Vec<String>,
}

/// Every GET without an id in its path that asks who sends it.
fn lists() -> Vec<List> {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/openapi.json")).expect("the description");
    let description: Value = serde_json::from_str(&text).expect("JSON");
    let paths = description["paths"].as_object().expect("paths");
    let lists: Vec<List> = paths
        .iter()
        .filter(|(path, operations)| !path.contains('{') && operations.get("get").is_some())
        .filter(|(_, operations)| operations["get"]["security"] != json!([{}]))
        // A list shows something without being asked for anything.
        .filter(|(_, operations)| {
            let mut parameters = operations["get"]["parameters"].as_array().into_iter().flatten();
            !parameters.any(|p| p["in"] == "query" && p["required"] == true)
        })
        .map(|(path, operations)| {
            let parameters = operations["get"]["parameters"].as_array().cloned().unwrap_or_default();
            let query = parameters.iter().filter(|p| p["in"] == "query");
            List {
                path: path.strip_prefix("/api/v1").expect("the prefix").to_owned(),
                query: query.map(|p| p["name"].as_str().expect("a name").to_owned()).collect(),
            }
        })
        .collect();
    assert!(lists.len() > 10, "only {} lists: has the description another form?", lists.len());
    lists
}

/// A service with a TOP SECRET filing that an examiner has referred to the Navy.
fn service() -> (Place, Server) {
    let place = Place::sqlite();
    place.people(false);
    place.account_cleared("U", "low1", "intake", None, false);
    place.account_cleared("U", "low2", "examiner", None, false);
    let server = Server::start(&place, &[]);
    let mut filing = flagged_filing(1);
    filing["title"] = json!(format!("Guided missile with a {CANARY} nose"));
    filing["marking"] = json!("TS");
    filing["received_by"] = json!("hand_carried");
    let came = server.sign_in("intake1").post("/filings", filing, None).expect(201);
    let id = came.body["id"].as_str().expect("an id");
    let referred =
        server.sign_in("exam1").post(&format!("/filings/{id}/referrals"), json!({"agencies": ["NAVY"]}), Some("*"));
    assert!(referred.status < 300, "{}", referred.text);
    (place, server)
}

#[test]
fn every_list_asked_at_once_by_callers_without_rights_shows_nothing() {
    let (_place, server) = service();
    let lists = lists();
    let nobody = server.anonymous();
    let callers = [("nobody", nobody), ("low1", server.sign_in("low1")), ("low2", server.sign_in("low2"))];
    let answers: Vec<(&str, &str, Answer)> = thread::scope(|scope| {
        let running: Vec<_> = callers
            .iter()
            .flat_map(|(name, client)| lists.iter().map(move |list| (*name, client, list.path.as_str())))
            .map(|(name, client, path)| scope.spawn(move || (name, path, client.get(path))))
            .collect();
        running.into_iter().map(|thread| thread.join().expect("an answer")).collect()
    });
    assert_eq!(answers.len(), 3 * lists.len());
    for (name, path, answer) in &answers {
        match *name {
            "nobody" => assert_eq!((answer.status, answer.code()), (401, "session.sign_in_required"), "{path}"),
            _ => assert!([200, 403].contains(&answer.status), "{name} {path}: {}", answer.text),
        }
        for word in [CANARY, "19/700,001", "Deepfield"] {
            assert!(!answer.text.to_lowercase().contains(&word.to_lowercase()), "{name} {path}: {}", answer.text);
        }
    }
    for path in ["/filings", "/referrals", "/clocks"] {
        let of = |who: &str| answers.iter().find(|(name, at, _)| (*name, *at) == (who, path)).expect("an answer");
        assert!(of("low2").2.status == 403 || of("low2").2.items().is_empty(), "{path}: {}", of("low2").2.text);
        // The same list has something for an examiner with the clearance, so the test could fail.
        assert!(!server.sign_in("exam1").get(path).expect(200).items().is_empty(), "{path}");
    }
}

/// The first of these people whom the list answers.
fn reader<'a>(people: &'a [Client], list: &List) -> &'a Client {
    people.iter().find(|who| who.get(&list.path).status == 200).unwrap_or_else(|| panic!("nobody reads {}", list.path))
}

#[test]
fn limits_cursors_and_days_out_of_range_are_refused_by_every_list() {
    let (_place, server) = service();
    let people = ["exam1", "officer1", "audit1", "sec1"].map(|name| server.sign_in(name));
    let keys = [
        "0",
        "-1",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "9999-12-31",
        "01900000-0000-7000-8000-000000000000",
        "9999-12-31 01900000-0000-7000-8000-000000000000",
        "x",
        "",
        "\0",
    ];
    let made = keys.map(|key| BASE64_URL_SAFE_NO_PAD.encode(key));
    let long = "x".repeat(6_000);
    let raw = ["", "!", "%00", "%F0%9F", &long];
    let cursors: Vec<&str> = raw.into_iter().chain(made.iter().map(String::as_str)).collect();
    let limits = ["0", "-1", "201", "4294967295", "4294967296", "99999999999999999999", "ten", "", "1e2", "%EF%BC%95"];
    let days = ["10000-01-01", "-9999-01-01", "0000-00-00", "2026-02-30", "-262144-01-01", "tomorrow", ""];
    let (mut paged, mut dated) = (0, 0);
    for list in lists() {
        let who = reader(&people, &list);
        let ask = |query: &str| {
            let answer = who.get(&format!("{}?{query}", list.path));
            let refused = answer.status == 422 && answer.code() == "request.invalid";
            assert!(
                refused || answer.status == 200,
                "{} {}: {} {}",
                list.path,
                &query[..query.len().min(60)],
                answer.status,
                answer.text
            );
            refused
        };
        let has = |name: &str| list.query.iter().any(|q| q == name);
        if has("limit") {
            paged += 1;
            for limit in limits {
                assert!(ask(&format!("limit={limit}")), "{} limit={limit}", list.path);
            }
            assert!(!ask("limit=1") && !ask("limit=200"), "{}", list.path);
        }
        if has("cursor") {
            // Only the service makes cursors.
            for cursor in &cursors {
                assert!(ask(&format!("cursor={cursor}")), "{} takes {cursor}", list.path);
            }
        }
        for name in ["due_before", "due_by", "received_from", "received_to", "expires_by"] {
            if has(name) {
                dated += 1;
                for day in days {
                    assert!(ask(&format!("{name}={day}")), "{} {name}={day}", list.path);
                }
                assert!(
                    !ask(&format!("{name}=9999-12-31")) && !ask(&format!("{name}=0001-01-01")),
                    "{} {name}",
                    list.path
                );
            }
        }
    }
    assert!(paged >= 6 && dated >= 4, "{paged} lists with pages, {dated} days");
}

#[test]
fn the_year_9999_is_answered_by_the_lists_of_clocks_and_their_commands() {
    let (place, server) = service();
    let exam = server.sign_in("exam1");
    let all = exam.get("/clocks?due_before=9999-12-31&limit=200").expect(200).items();
    assert!(all.iter().any(|clock| clock["kind"] == "referral_due"), "{all:?}");
    // 1 says that a deadline is past.
    for (args, codes) in [
        (&["clocks", "--until", "9999-12-31"][..], [0, 1]),
        (&["clocks", "--until", "10000-01-01"], [2, 2]),
        (&["renewals", "--due-before", "9999-12-31"], [0, 0]),
        (&["renewals", "--due-before", "10000-01-01"], [2, 2]),
        (&["order", "list", "--expires-by", "9999-12-31"], [0, 0]),
    ] {
        let out = place.cli(args);
        let code = out.status.code().expect("an exit code");
        assert!(codes.contains(&code), "{args:?} {code}: {}", String::from_utf8_lossy(&out.stderr));
    }
}

#[test]
fn a_demonstration_is_set_forward_ten_years_at_most_in_one_request() {
    let place = Place::sqlite();
    place.account("officer1", "licensing_officer", None, true);
    let server = Server::start(&place, &["--demo"]);
    let officer = server.sign_in("officer1");
    let set = |now: &str| officer.post("/demo/clock", json!({"now": now}), None);
    for far in ["9999-12-30T12:00:00Z", "2237-01-01T00:00:00Z"] {
        let refused = set(far).expect(422);
        assert_eq!((refused.code(), &refused.body["errors"][0]["field"]), ("request.invalid", &json!("now")));
        assert!(refused.text.contains("10 years"), "{}", refused.text);
    }
    // The refusals have set nothing: a day from now is still ahead.
    let tomorrow = SystemClock.now() + jiff::SignedDuration::from_hours(24);
    set(&tomorrow.to_string()).expect(200);
}
