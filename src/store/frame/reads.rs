//! Counts what a test reads from the store, by table. Only tests have it.

use diesel::connection::{InstrumentationEvent, set_default_instrumentation};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

thread_local! {
    /// The statements of this thread while somebody counts.
    static SEEN: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Makes connections that are opened from now on countable. Before the store is opened.
pub(crate) fn listen() {
    fn note(event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            SEEN.with_borrow_mut(|seen| {
                if let Some(seen) = seen {
                    seen.push(query.to_string());
                }
            });
        }
    }
    set_default_instrumentation(|| Some(Box::new(note))).expect("nobody holds the default");
}

/// How often `f` reads each table. A read is a `SELECT` that names the table after `FROM` or `JOIN`, in a
/// subquery too; one statement reads a table once, however often it names it. A write is no read.
pub(crate) fn count<T>(f: impl FnOnce() -> T) -> (T, BTreeMap<String, usize>) {
    SEEN.set(Some(vec![]));
    let out = f();
    let mut reads = BTreeMap::new();
    for statement in SEEN.take().unwrap_or_default() {
        for table in tables_read(&statement) {
            *reads.entry(table).or_default() += 1;
        }
    }
    (out, reads)
}

fn tables_read(statement: &str) -> BTreeSet<String> {
    let text = statement.split(" -- binds").next().unwrap_or_default();
    if !text.trim_start().to_uppercase().starts_with("SELECT") {
        return BTreeSet::new();
    }
    let mut words = text.split(|c: char| c.is_whitespace() || "()".contains(c)).filter(|w| !w.is_empty());
    let mut out = BTreeSet::new();
    while let Some(word) = words.next() {
        if word != "FROM" && word != "JOIN" {
            continue;
        }
        let table = words.next().filter(|t| t.starts_with(['`', '"']));
        out.extend(table.map(|t| t.trim_matches(['`', '"', ',']).to_owned()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_by_selects_and_each_once_a_statement() {
        let read = |text: &str| tables_read(text).into_iter().collect::<Vec<_>>();
        assert_eq!(read("SELECT `a`.`id` FROM `a` WHERE (`a`.`id` = ?) -- binds: [\"x FROM `b`\"]"), ["a"]);
        assert_eq!(
            read("SELECT x FROM (\"a\" INNER JOIN \"b\" ON (y)) WHERE EXISTS (SELECT 1 FROM \"c\")"),
            ["a", "b", "c"]
        );
        assert_eq!(read("SELECT x FROM (`a` INNER JOIN `a` AS `b` ON (y))"), ["a"]);
        assert_eq!(read("SELECT 1 -- binds: []"), Vec::<String>::new());
        for write in ["INSERT INTO `a` (x) VALUES (?)", "UPDATE `a` SET x = ?", "DELETE FROM `a`", "BEGIN IMMEDIATE"] {
            assert_eq!(read(write), Vec::<String>::new(), "{write}");
        }
    }
}
