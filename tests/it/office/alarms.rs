//! The alarm about a person who reads the texts of many filings within an hour, as security officers and auditors meet it.

use crate::frame::harness::{Client, Place, Server};
use crate::frame::office::TestOffice;
use serde_json::json;

#[test]
fn s_41_who_reads_many_filings_within_an_hour_alarms_the_security_officers_once() {
    for place in [Some(Place::sqlite()), Place::postgres("alarms")].into_iter().flatten() {
        let h = TestOffice::at(place);
        let filings = [1, 2, 3, 4, 5, 6].map(|n| h.filing(n, json!({})));
        for (name, role) in [("exam9", "examiner"), ("sec9", "security_officer"), ("audit9", "auditor")] {
            h.place.account(name, role, None, false);
        }
        let server = Server::start(&h.place, &["--alarms-filings-read", "3"]);
        let [examiner, keeper, auditor] = ["exam9", "sec9", "audit9"].map(|name| server.sign_in(name));
        let read = |n: usize| drop(examiner.get(&format!("/filings/{}/text", filings[n])).expect(200));
        let alarms = |who: &Client| who.get("/alarms").expect(200).items();
        for n in [0, 1, 2, 2, 1, 0] {
            read(n);
        }
        assert!(alarms(&keeper).is_empty(), "three filings are allowed");
        // The fourth is shown all the same, and so is what comes after it.
        for n in [3, 4, 5, 0] {
            read(n);
        }
        let raised = alarms(&keeper);
        assert_eq!(raised.len(), 1, "{raised:?}");
        assert_eq!((raised[0]["person"].as_str(), raised[0]["filings"].as_i64()), (Some("exam9"), Some(4)));
        assert_eq!(alarms(&auditor), raised);
        assert_eq!(examiner.get("/alarms").expect(403).code(), "role.forbidden");
        assert!(!raised[0].to_string().contains(&filings[3].to_string()), "no filing is named");
        let subject = format!("account:{}", raised[0]["account_id"].as_str().expect("an id"));
        assert_eq!(h.acts(&subject).iter().filter(|act| *act == "account.alarm done").count(), 1);
        let log = server.log();
        assert!(log.lines().any(|line| line.contains("WARN") && line.contains("reads.alarm")), "{log}");
        // A service that starts anew counts from nothing, and does not repeat the alarm within the hour.
        drop(server);
        let server = Server::start(&h.place, &["--alarms-filings-read", "3"]);
        let [examiner, keeper] = ["exam9", "sec9"].map(|name| server.sign_in(name));
        for filing in filings {
            examiner.get(&format!("/filings/{filing}/text")).expect(200);
        }
        assert_eq!(alarms(&keeper).len(), 1);
        // A job sets the metric as the service starts.
        let metrics = metrics(&server);
        assert!(metrics.lines().any(|line| line == "subrosa_read_alarms 1"), "{metrics}");
    }
}

/// The metrics of a service, from its other listener.
fn metrics(server: &Server) -> String {
    let log = server.log();
    let line = log.lines().find_map(|line| line.split_once("ops.listening")?.1.split_once("address="));
    let address = line.expect("a listener").1.split_whitespace().next().expect("an address");
    server.anonymous().get(&format!("http://{address}/metrics")).expect(200).text
}
