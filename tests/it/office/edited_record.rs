//! `subrosa ledger verify` and `subrosa backup` on a record that somebody edited with the tools of the database.

use crate::frame::harness::{Place, Server, flagged_filing};
use crate::frame::store::past_the_store;
use diesel::connection::SimpleConnection as _;
use serde_json::{Value, json};
use subrosa::store::Conn;

/// Runs statements without any trigger of the database.
fn edit(place: &Place, statements: &str) {
    past_the_store(place, |conn| {
        match conn {
            Conn::Sqlite(c) => c.batch_execute("DROP TRIGGER filing_texts_no_update")?,
            Conn::Pg(c) => c.batch_execute("SET session_replication_role = replica")?,
        }
        Ok(conn.batch_execute(statements)?)
    })
    .expect("edited");
}

#[test]
fn a_record_that_was_edited_is_shown_row_by_row_and_not_backed_up() {
    for place in std::iter::once(Place::sqlite()).chain(Place::postgres("an edited record")) {
        place.people(false);
        let server = Server::start(&place, &[]);
        let lines = server.sign_in("intake1").intake("application/x-ndjson", flagged_filing(1).to_string());
        let filing = lines[0]["id"].as_str().expect("an id").to_owned();
        let accounts = server.sign_in("sec1").get("/accounts").expect(200).items();
        let account = accounts.iter().find(|a| a["username"] == "exam1").expect("an account");
        let account = account["id"].as_str().expect("an id").to_owned();
        drop(server);
        let verify = |more: &[&str]| {
            let out = place.cli(&[&["ledger", "verify"], more].concat());
            (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned())
        };
        let (code, said) = verify(&[]);
        assert!(code == Some(0) && said.contains("rows of evidence are as the ledger has them"), "{said}");
        assert!(!said.contains("proven from"), "a record that was always entered: {said}");

        edit(
            &place,
            &format!(
                "UPDATE accounts SET clearance = 'U' WHERE id = '{account}'; \
                 UPDATE filing_texts SET document = replace(document, 'radar', 'sonar') WHERE filing_id = '{filing}'; \
                 INSERT INTO agencies VALUES ('SPY', 'Another', NULL, '1952-02-01', NULL, FALSE)"
            ),
        );
        let (code, said) = verify(&[]);
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!((code, lines.len()), (Some(2), 3), "{said}");
        assert_eq!(lines[0], "agencies SPY: not entered: no entry of the ledger put it on record");
        assert!(lines[1].starts_with(&format!("accounts {account}: changed since entry ")), "{said}");
        assert!(lines[2].starts_with(&format!("filing_texts {filing}/1: changed since entry ")), "{said}");
        let (code, said) = verify(&["--format", "json"]);
        let said: Value = serde_json::from_str(&said).expect("JSON");
        assert_eq!(
            (code, &said["intact"], &said["chain"], &said["more"]),
            (Some(2), &json!(false), &Value::Null, &json!(0))
        );
        assert_eq!(said["findings"][0], json!({"table": "agencies", "key": "SPY", "fault": "not_entered"}));
        assert_eq!(said["findings"][1]["fault"], "changed");
        if place.database.starts_with("sqlite") {
            let out = place.cli(&["backup", &place.path("backup")]);
            let said = String::from_utf8_lossy(&out.stderr);
            assert!(!out.status.success() && said.contains("agencies SPY"), "{said}");
        }

        // The service runs on, and what it enters vouches for nothing that it did not write.
        let server = Server::start(&place, &[]);
        server.sign_in("intake1").intake("application/x-ndjson", flagged_filing(2).to_string());
        drop(server);
        assert_eq!(verify(&[]).1.lines().count(), 3);
    }
}
