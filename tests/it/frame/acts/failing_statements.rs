//! Every statement that an act writes is made to fail, one after the other, and each time nothing of the act may remain.
//! The tests run on SQLite only, because the failures are triggers that are put into the file; the transaction under test
//! is the same on both databases.

use crate::frame::harness::Place;
use crate::frame::office::{TestOffice, by, refused};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use domain::base::order_type::OrderType;
use domain::order::Need;
use domain::review::referral::Finding;
use serde_json::json;
use subrosa::workflow::Error;
use subrosa::workflow::clock::tick;
use subrosa::workflow::notice::notices::{ServiceInput, record_service, resend};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Nullable<Text>)]
    text: Option<String>,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// A second connection to the database file, past the store.
struct Outside(SqliteConnection);

impl Outside {
    fn of(office: &TestOffice) -> Self {
        let path = office.place.database.strip_prefix("sqlite:").expect("a file");
        let mut c = SqliteConnection::establish(path).expect("the file");
        c.batch_execute("PRAGMA busy_timeout = 10000").expect("set");
        Self(c)
    }
    fn lines(&mut self, sql: &str) -> Vec<String> {
        let rows: Vec<Line> = diesel::sql_query(sql).load(&mut self.0).expect(sql);
        rows.into_iter().filter_map(|l| l.text).collect()
    }
    fn tables(&mut self) -> Vec<String> {
        self.lines(
            "SELECT name AS text FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
             AND name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY name",
        )
    }
    fn count(&mut self, table: &str) -> i64 {
        let row: Count =
            diesel::sql_query(format!("SELECT count(*) AS n FROM {table}")).get_result(&mut self.0).expect("counted");
        row.n
    }
    /// Every row of every table, as text.
    fn dump(&mut self) -> Vec<String> {
        let mut out = vec![];
        for table in self.tables() {
            let columns =
                self.lines(&format!("SELECT 'quote(\"' || name || '\")' AS text FROM pragma_table_info('{table}')"));
            let row = columns.join(" || ',' || ");
            out.extend(self.lines(&format!("SELECT '{table}: ' || {row} AS text FROM {table} ORDER BY 1")));
        }
        out
    }
}

/// Runs an act on a copy of the office in which one write fails, and returns its outcome. The test fails if a failed act
/// left anything.
fn trial(
    office: &TestOffice,
    what: &str,
    trigger: Option<&str>,
    act: impl Fn(&TestOffice) -> Result<(), Error>,
) -> Trial {
    let copy = office.copy();
    let mut outside = Outside::of(&copy);
    let before = outside.dump();
    if let Some(trigger) = trigger {
        outside.0.batch_execute(&format!("CREATE TRIGGER planned_failure {trigger}")).expect("planned");
    }
    let done = act(&copy);
    if trigger.is_some() {
        outside.0.batch_execute("DROP TRIGGER planned_failure").expect("dropped");
    }
    let after = outside.dump();
    match done {
        Ok(()) => Trial::Done { changed: changed(&before, &after) },
        Err(Error::Store(_)) => {
            assert_eq!(after, before, "{what}: {trigger:?} left something behind");
            Trial::Failed
        }
        Err(other) => panic!("{what}: {trigger:?}: {other:?}"),
    }
}

enum Trial {
    Done { changed: Vec<String> },
    Failed,
}

/// The tables whose lines differ.
fn changed(before: &[String], after: &[String]) -> Vec<String> {
    let mut out: Vec<String> = before
        .iter()
        .filter(|l| !after.contains(l))
        .chain(after.iter().filter(|l| !before.contains(l)))
        .filter_map(|l| Some(l.split_once(':')?.0.to_owned()))
        .collect();
    out.sort();
    out.dedup();
    out
}

/// Makes an act fail at each of its writes in turn, then does it. Returns at how many it failed.
fn fail_everywhere(office: &TestOffice, what: &str, act: impl Fn(&TestOffice) -> Result<(), Error>) -> usize {
    let Trial::Done { changed } = trial(office, what, None, &act) else { panic!("{what} fails by itself") };
    let mut failures = 0;
    for table in &changed {
        let rows = Outside::of(office).count(table);
        // The first insert, the second, and so on, until the act gets through.
        for nth in 0.. {
            let when = rows + nth;
            let trigger = format!(
                "BEFORE INSERT ON {table} WHEN (SELECT count(*) FROM {table}) = {when} \
                 BEGIN SELECT RAISE(ABORT, 'planned failure'); END"
            );
            match trial(office, what, Some(&trigger), &act) {
                Trial::Failed => failures += 1,
                Trial::Done { .. } => break,
            }
        }
        let trigger = format!("BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'planned failure'); END");
        if matches!(trial(office, what, Some(&trigger), &act), Trial::Failed) {
            failures += 1;
        }
    }
    assert!(changed.contains(&"ledger".to_owned()), "{what} is not in the ledger");
    act(office).unwrap_or_else(|e| panic!("{what}: {e}"));
    failures
}

/// Runs the clock job; an order that it could not deal with counts as a failure.
fn clock(h: &TestOffice) -> Result<(), Error> {
    let done = tick::tick(&h.cx, h.cx.now())?;
    if done.failed == 0 { Ok(()) } else { Err(subrosa::store::StoreError::Busy.into()) }
}

#[test]
fn an_act_that_fails_at_any_statement_leaves_nothing() {
    let h = TestOffice::at(Place::sqlite());
    let filing = h.confirmed(1, json!({}));
    let mut at = vec![];
    let mut run = |what: &'static str, act: &dyn Fn(&TestOffice) -> Result<(), Error>| {
        at.push((what, fail_everywhere(&h, what, act)));
    };
    let iii = Some(OrderType::III);
    run("refer", &|h| h.refer(filing, &["NAVY", "DOE"]).map(drop));
    let (navy, doe) = (h.referral(filing, "NAVY"), h.referral(filing, "DOE"));
    run("acknowledge", &|h| h.sign("navy1", navy).map(drop));
    run("opine", &|h| h.opine("navy1", navy).map(drop));
    h.sign("navy2", navy).expect("signed");
    h.sign("doe1", doe).expect("signed");
    run("recommend", &|h| h.recommend("navy2", navy, Finding::WouldBeDetrimental, iii).map(drop));
    run("issue", &|h| h.issue(filing).map(drop));
    run("join", &|h| h.recommend("doe1", doe, Finding::WouldBeDetrimental, None).map(drop));
    let order = h.see_only();
    let notice = order.notices.iter().find(|n| n.address.is_none()).expect("on paper").id;
    run("serve", &|h| {
        let ask = ServiceInput { method: "window".into(), received_on: order.issued_on };
        record_service(&h.cx, &by(h.who("officer1")), notice, &ask).map(drop)
    });
    assert_eq!(refused(resend(&h.cx, &by(h.who("officer1")), notice)), "notice.served");
    h.sleep_until("2026-12-01");
    run("remind", &clock);
    run("determine", &|h| h.determine("navy2", order.id, Need::NationalInterestRequires, None).map(drop));
    h.sleep_until("2027-03-10");
    run("renew by the clock", &clock);
    h.sleep_until("2027-03-12");
    run("leave", &clock);
    h.sleep_until("2028-01-03");
    run("determine again", &|h| h.require_another_term("navy2", order.id).map(drop));
    run("renew by hand", &|h| h.renew(order.id).map(drop));
    run("ask for rescission", &|h| h.ask_rescission("navy2", order.id, None).map(drop));
    run("rescind", &|h| h.rescind(order.id).map(drop));
    h.refer(filing, &["NAVY"]).expect("referred");
    h.order_on(filing, &[("NAVY", "navy2", iii)]);
    h.sleep_until("2030-01-03");
    run("lapse", &clock);
    let lines: Vec<String> = at.iter().map(|(what, n)| format!("{what}: fails at {n} statements")).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn an_order_that_cannot_be_read_keeps_no_other_from_its_date() {
    let h = TestOffice::at(Place::sqlite());
    h.is_edited();
    let orders = [1, 2, 3].map(|n| h.navy_order(n));
    Outside::of(&h)
        .0
        .batch_execute(&format!("UPDATE orders SET conditions = 'broken' WHERE id = '{}'", orders[1].id))
        .expect("broken");
    h.sleep_until("2027-03-11");
    let done = tick::tick(&h.cx, h.cx.now()).expect("runs");
    assert_eq!((done.failed, done.lapsed.as_slice()), (1, &[orders[0].number.clone(), orders[2].number.clone()][..]));
    assert_eq!(h.see(orders[2].id).ended_on, Some(crate::frame::office::day("2027-03-11")));
}
