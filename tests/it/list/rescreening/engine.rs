//! Filings whose screening is by an older engine: the service screens them again by itself.

use super::*;
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use subrosa::store::{Conn, Store, StoreError};

/// Rewrites every screening on record as one of an older engine that found nothing. The trigger that guards evidence is
/// removed for that and put back.
fn attribute_to_an_older_engine(place: &Place) {
    let store = Store::open(&place.database.parse().expect("a URL"), false).expect("a store");
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        id: String,
        #[diesel(sql_type = diesel::sql_types::Text)]
        result: String,
    }
    let done = store.write_unentered(|tx| {
        let conn: &mut Conn = tx;
        let lite = matches!(conn, Conn::Sqlite(_));
        conn.batch_execute(if lite {
            "DROP TRIGGER screenings_no_update"
        } else {
            "ALTER TABLE screenings DISABLE TRIGGER USER"
        })?;
        conn.batch_execute("DELETE FROM hits")?;
        for row in diesel::sql_query("SELECT id, result FROM screenings").load::<Row>(conn)? {
            let mut result: Value = serde_json::from_str(&row.result).expect("JSON");
            result["engine"] = json!("1");
            result["verdict"] = json!("clear");
            result["hits"] = json!([]);
            let result = result.to_string().replace('\'', "''");
            let sql = format!(
                "UPDATE screenings SET engine = '1', verdict = 'clear', result = '{result}' WHERE id = '{}'",
                row.id
            );
            diesel::sql_query(sql).execute(conn)?;
        }
        conn.batch_execute("UPDATE filings SET status = 'clear'")?;
        conn.batch_execute(if lite {
            "CREATE TRIGGER screenings_no_update BEFORE UPDATE ON screenings \
             BEGIN SELECT RAISE(ABORT, 'screenings is append-only'); END"
        } else {
            "ALTER TABLE screenings ENABLE TRIGGER USER"
        })?;
        Ok::<_, StoreError>(())
    });
    done.expect("aged");
}

/// The re-screening for an engine, once there is one.
fn engine_pass(d: &Desk) -> Option<Value> {
    let mut all = d.examiner.get("/rescreenings").expect(200).items();
    all.retain(|p| p["reason"] == "engine");
    assert!(all.len() <= 1, "{all:?}");
    all.pop()
}

#[test]
fn a_start_with_another_engine_screens_what_is_on_record_and_a_kill_loses_nothing() {
    const FILINGS: usize = 600;
    everywhere("another engine", |place| {
        place.people(false);
        let server = Server::start(place, &[]);
        let d = Desk::at(&server);
        let list = d.adopt_new(&list("2026-01", &[("I-1", "NAVY", "torpedo")]));
        d.wait(&list);
        let text = |n: usize| if n.is_multiple_of(3) { "A torpedo with a gate." } else { "A gate in a fence." };
        let ids = d.bring(&(1..=FILINGS).map(|n| saying(n, text(n))).collect::<Vec<_>>());
        assert_eq!(engine_pass(&d), None, "all of it is by this engine");
        server.kill();
        attribute_to_an_older_engine(place);
        let (mut kills, mut seen) = (0, -1);
        // The service is killed each time something more is done, until all is done.
        let server = loop {
            let running = Server::start(place, &[]);
            let d = d.moved(&running);
            let pass = loop {
                if let Some(pass) = engine_pass(&d) {
                    let done = pass["done"].as_i64().expect("a number");
                    if pass["state"] == "done" || (pass["state"] == "running" && done > seen) {
                        seen = done;
                        break pass;
                    }
                }
                std::thread::sleep(Duration::from_millis(2));
            };
            if pass["state"] == "done" {
                break running;
            }
            running.kill();
            kills += 1;
        };
        assert!(kills >= 2, "it was killed {kills} times only");
        let d = d.moved(&server);
        let pass = engine_pass(&d).expect("a pass");
        let lit = FILINGS / 3;
        assert_eq!(
            (&pass["left"], &pass["newly_hit"], &pass["same"], &pass["changed_categories"]),
            (&json!(0), &json!(lit), &json!(FILINGS - lit), &json!([])),
            "{pass}"
        );
        for (at, id) in ids.iter().enumerate().step_by(29) {
            let passes = d.screenings(id);
            assert_eq!(passes.len(), 2, "one on receipt, one more");
            let flagged = (at + 1).is_multiple_of(3);
            assert_eq!(passes[0]["hits"].as_array().map(Vec::len), Some(usize::from(flagged)));
            let filing = d.filing(id);
            assert_eq!(filing["status"], if flagged { "in_triage" } else { "clear" });
            assert_eq!(filing["awaits_rescreening"], false);
        }
        server.kill();
        // Neither the next start nor the command finds anything left to do.
        let run = place.cli(&["rescreen", "run"]);
        let text = String::from_utf8_lossy(&run.stdout).into_owned();
        assert!(run.status.success() && text.contains("engine ") && text.contains("200 newly hit"), "{text}");
        assert_eq!(text.lines().filter(|l| !l.starts_with(' ')).count(), 2, "{text}");
    });
}

#[test]
fn the_command_screens_what_another_engine_left_without_a_service() {
    everywhere("another engine, by command", |place| {
        place.people(false);
        let server = Server::start(place, &[]);
        let d = Desk::at(&server);
        let list = d.adopt_new(&list("2026-01", &[("I-1", "NAVY", "torpedo")]));
        d.wait(&list);
        d.bring(&[saying(1, "A torpedo."), saying(2, "A gate.")]);
        server.kill();
        attribute_to_an_older_engine(place);
        let run = place.cli(&["rescreen", "run", "--format", "json"]);
        let shown: Value = serde_json::from_slice(&run.stdout).expect("JSON");
        let pass = &shown["items"][0];
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        assert_eq!(
            (&pass["reason"], &pass["state"], &pass["newly_hit"]),
            (&json!("engine"), &json!("done"), &json!(1))
        );
    });
}
