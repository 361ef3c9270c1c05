//! A re-screening that is killed (SIGKILL) is finished after the restart, and no filing is judged twice.

use super::*;

const FILINGS: usize = 700;

#[test]
fn a_killed_rescreening_is_finished_and_repeats_nothing() {
    everywhere("re-screening killed", |place| {
        place.people(false);
        let first = [("I-1", "NAVY", "torpedo")];
        let server = Server::start(place, &[]);
        let d = Desk::at(&server);
        d.adopt_new(&list("2026-01", &first));
        let filings: Vec<Value> = (1..=FILINGS)
            .map(|n| saying(n, if n % 3 == 0 { "A torpedo with a gate." } else { "A gate in a fence." }))
            .collect();
        let ids = d.bring(&filings);
        let two = d.propose(&list("2026-02", &[("I-1", "NAVY", "torpedo"), ("I-2", "ARMY", "gate")]));
        d.adopt(&two, json!({})).expect(200);
        let mut server = Some(server);
        let mut kills = 0;
        let mut seen = -1;
        // The service is killed each time something more is done, until all is done.
        loop {
            let running = server.take().unwrap_or_else(|| Server::start(place, &[]));
            // The tokens from before are used again: signing in anew takes as long as the rest of the work.
            let d = d.moved(&running);
            let pass = loop {
                let pass = d.pass(&two);
                let done = pass["done"].as_i64().expect("a number");
                if pass["state"] == "done" || (pass["state"] == "running" && done > seen) {
                    seen = done;
                    break pass;
                }
                std::thread::sleep(Duration::from_millis(2));
            };
            if pass["state"] == "done" {
                check(place, &d, &two, &ids);
                break;
            }
            assert_eq!(pass["done"].as_i64().zip(pass["left"].as_i64()).map(|(a, b)| a + b), Some(FILINGS as i64));
            running.kill();
            kills += 1;
        }
        assert!(kills >= 2, "it was killed {kills} times only");
    });
}

fn check(place: &Place, d: &Desk, list: &str, ids: &[String]) {
    let pass = d.pass(list);
    assert_eq!((&pass["left"], &pass["newly_hit"]), (&json!(0), &json!(FILINGS)), "{pass}");
    for id in ids.iter().step_by(37) {
        let passes = d.screenings(id);
        assert_eq!(passes.len(), 2, "one screening on receipt, one more");
        let hits = passes[0]["hits"].as_array().expect("hits");
        assert_eq!(hits.iter().filter(|h| h["category"] == "I-2").count(), 1);
        assert_eq!(d.filing(id)["status"], "in_triage");
    }
    // Each filing has one entry of its re-screening.
    let auditor = Client { token: None, ..d.examiner.clone() };
    let signed = auditor.post("/session", json!({"username": "audit1", "password": PASSWORD}), None);
    let auditor = Client { token: signed.body["access_token"].as_str().map(Into::into), ..auditor };
    let (mut path, mut entries) = ("/ledger?limit=200".to_owned(), Vec::new());
    loop {
        let page = auditor.get(&path).expect(200);
        entries.extend(
            page.items().into_iter().filter(|e| e["act"] == "filing.rescreen").map(|e| e["subject"].to_string()),
        );
        match page.header("Link").and_then(|l| l.split(['<', '>']).nth(1)) {
            Some(next) => path = next.trim_start_matches("/api/v1").to_owned(),
            None => break,
        }
    }
    assert_eq!(entries.len(), FILINGS);
    entries.sort();
    entries.dedup();
    assert_eq!(entries.len(), FILINGS, "a filing was judged twice");
    let verified = place.cli(&["ledger", "verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
}
