//! Compares the rows of evidence with what the ledger commits to. Rows and commitments are read as a stream, so that a
//! record of any size needs little memory.

use crate::store::frame::evidence::commit::{Sum, stated};
use crate::store::frame::evidence::lines::each;
use crate::store::frame::evidence::tables::Evidence;
use crate::store::{Conn, StoreError};
use domain::base::ledger::Entry;
use serde::Serialize;
use std::collections::BTreeMap;

pub use crate::store::frame::evidence::commit::BASELINE;

/// The name under which commitments that are off are shown.
const COMMITMENTS: &str = "commitments";

/// A row that is not as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub table: String,
    /// The key of the row, its parts with a slash between them; of commitments the number of the entry.
    pub key: String,
    #[serde(flatten)]
    pub fault: Fault,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    /// It is not as the entry that wrote it last left it.
    Changed {
        /// Number of the entry.
        entry: i64,
    },
    /// The last entry that wrote it left it on record, and it is there no more.
    Gone {
        /// Number of the entry.
        entry: i64,
    },
    /// No entry put it on record.
    NotEntered,
    /// Commitments were changed, removed or added: they are not those of the entry.
    NotOfTheEntry,
    /// Nobody can be shown to have vouched for the act of this entry.
    Unproven {
        /// What is wrong with the statement about it.
        why: String,
    },
}

impl Finding {
    /// That the act of an entry is not proven.
    pub fn of_signed_act(seq: i64, why: &impl ToString) -> Self {
        let fault = Fault::Unproven { why: why.to_string() };
        Self { table: "signed_acts".to_owned(), key: seq.to_string(), fault }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: ", self.table, self.key)?;
        match &self.fault {
            Fault::Changed { entry } => write!(f, "changed since entry {entry} of the ledger"),
            Fault::Gone { entry } => write!(f, "gone, though entry {entry} of the ledger left it on record"),
            Fault::NotEntered => write!(f, "not entered: no entry of the ledger put it on record"),
            Fault::Unproven { why } => write!(f, "{why}"),
            Fault::NotOfTheEntry => write!(f, "not those of this entry of the ledger: changed, removed or added"),
        }
    }
}

/// Compares the commitments of consecutive entries, which follow entry `after`, with the entries.
pub fn compare_commitments(
    conn: &mut Conn,
    after: i64,
    entries: &[Entry],
    found: &mut dyn FnMut(Finding),
) -> Result<(), StoreError> {
    let Some(last) = entries.last() else { return Ok(()) };
    let mut sums: BTreeMap<i64, Sum> = BTreeMap::new();
    let sql = format!(
        "SELECT CAST(seq AS TEXT) AS c0, table_name AS c1, key_first AS c2, key_rest AS c3, sha256 AS c4 \
         FROM commitments WHERE seq > {after} AND seq <= {} ORDER BY seq, place",
        last.seq
    );
    each(conn, &sql, |line| {
        let key = (line.text(2)?, line.text(3)?);
        sums.entry(line.number(0)?).or_default().add(line.text(1)?, key, line.0.get(4).and_then(|c| c.as_deref()));
        Ok(())
    })?;
    for entry in entries {
        let there = sums.remove(&entry.seq).map(Sum::finish);
        if there.as_deref() != stated(&entry.act.detail) {
            found(of_entry(entry.seq));
        }
    }
    Ok(())
}

/// Finds commitments of entries that there are not: before the first, or behind the last.
pub fn find_strange_commitments(conn: &mut Conn, last: i64, found: &mut dyn FnMut(Finding)) -> Result<(), StoreError> {
    let sql =
        format!("SELECT DISTINCT CAST(seq AS TEXT) AS c0 FROM commitments WHERE seq < 1 OR seq > {last} ORDER BY 1");
    each(conn, &sql, |line| {
        found(of_entry(line.number(0)?));
        Ok(())
    })
}

fn of_entry(seq: i64) -> Finding {
    Finding { table: COMMITMENTS.to_owned(), key: seq.to_string(), fault: Fault::NotOfTheEntry }
}

/// Compares the rows of a table with the last commitment to each. Returns how many rows there are.
pub fn compare_table(conn: &mut Conn, e: &Evidence, found: &mut dyn FnMut(Finding)) -> Result<u64, StoreError> {
    let (table, first, rest) = (e.table, e.key_first("t"), e.key_rest("t"));
    let mut finding = |key: (&str, &str), fault| {
        let key = if key.1.is_empty() { key.0.to_owned() } else { format!("{}/{}", key.0, key.1) };
        found(Finding { table: table.to_owned(), key, fault });
    };
    let mut rows = 0;
    let there = format!(
        "SELECT {first} AS c0, {rest} AS c1, \
         (SELECT CAST(c.seq AS TEXT) || ':' || coalesce(c.sha256, '') FROM commitments c \
          WHERE c.table_name = '{table}' AND c.key_first = {first} AND c.key_rest = {rest} \
          ORDER BY c.seq DESC LIMIT 1) AS c2{} FROM {table} t",
        e.texts("t", 3)
    );
    each(conn, &there, |line| {
        rows += 1;
        let key = (line.text(0)?, line.text(1)?);
        let committed = line.0.get(2).and_then(|c| c.as_deref()?.split_once(':'));
        match committed {
            None | Some((_, "")) => finding(key, Fault::NotEntered),
            Some((entry, sha256)) if *sha256 != e.digest(key, line.0.get(3..).unwrap_or_default()) => {
                let entry = entry.parse().map_err(|_| StoreError::Corrupt(format!("{entry:?} is no entry")))?;
                finding(key, Fault::Changed { entry });
            }
            Some(_) => {}
        }
        Ok(())
    })?;
    let gone = format!(
        "SELECT c.key_first AS c0, c.key_rest AS c1, CAST(c.seq AS TEXT) AS c2 FROM commitments c \
         WHERE c.table_name = '{table}' AND c.sha256 IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM commitments l WHERE l.table_name = c.table_name \
                         AND l.key_first = c.key_first AND l.key_rest = c.key_rest AND l.seq > c.seq) \
         AND NOT EXISTS (SELECT 1 FROM {table} t WHERE {first} = c.key_first AND {rest} = c.key_rest)"
    );
    each(conn, &gone, |line| {
        finding((line.text(0)?, line.text(1)?), Fault::Gone { entry: line.number(2)? });
        Ok(())
    })?;
    Ok(rows)
}
