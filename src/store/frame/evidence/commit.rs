//! Puts the digests of noted rows on record with the entry of the ledger that commits to them.

use crate::store::frame::column::from_json;
use crate::store::frame::evidence::digest::{field, list_digest};
use crate::store::frame::evidence::lines::{each, run};
use crate::store::frame::evidence::notes;
use crate::store::frame::evidence::tables::{EVIDENCE, Evidence, find};
use crate::store::frame::schema::commitments;
use crate::store::{Conn, StoreError};
use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, HasSqlType, Nullable, Text};
use domain::base::ledger::{Act, hex};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The verb of the entry that commits to every row there is.
pub const BASELINE: &str = "ledger.baseline";

/// The name under which the list of evidence itself is committed to.
const LIST: &str = "evidence list";

/// Rows whose digests are computed and written at a time.
const AT_ONCE: usize = 1_000;

struct Commitment {
    seq: i64,
    place: i64,
    table_name: String,
    key_first: String,
    key_rest: String,
    sha256: Option<String>,
}

/// A commitment as a statement that its connection prepares once. What diesel makes of an optional column, or of several
/// rows, is prepared anew each time.
impl<DB> QueryFragment<DB> for Commitment
where
    DB: Backend + HasSqlType<BigInt> + HasSqlType<Text>,
    i64: ToSql<BigInt, DB>,
    String: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("INSERT INTO commitments (seq, place, table_name, key_first, key_rest, sha256) VALUES (");
        out.push_bind_param::<BigInt, _>(&self.seq)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&self.place)?;
        for text in [&self.table_name, &self.key_first, &self.key_rest] {
            out.push_sql(", ");
            out.push_bind_param::<Text, _>(text)?;
        }
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Text>, _>(&self.sha256)?;
        out.push_sql(")");
        Ok(())
    }
}

impl QueryId for Commitment {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C> RunQueryDsl<C> for Commitment {}

/// The number of the commitments of an entry and the digest over them, in their order.
#[derive(Default)]
pub(super) struct Sum {
    n: u64,
    hash: Sha256,
}

impl Sum {
    pub(super) fn add(&mut self, table: &str, key: (&str, &str), sha256: Option<&str>) {
        self.n += 1;
        for text in [table, key.0, key.1, sha256.unwrap_or("gone")] {
            field(&mut self.hash, text);
        }
    }
    /// The words at the end of the entry's detail.
    pub(super) fn finish(self) -> String {
        format!("rows={}:{}", self.n, hex(&self.hash.finalize()))
    }
}

/// The words about commitments at the end of a detail, if there are any.
pub(super) fn stated(detail: &str) -> Option<&str> {
    let words = detail.rsplit(' ').next()?;
    let (n, digest) = words.strip_prefix("rows=")?.split_once(':')?;
    (n.bytes().all(|b| b.is_ascii_digit()) && digest.len() == 64).then_some(words)
}

/// Writes the commitments of an entry: the rows noted since the last one. Adds to its detail how many they are, with a
/// digest over them.
pub(crate) fn commit_noted(conn: &mut Conn, seq: i64, act: &mut Act) -> Result<(), StoreError> {
    let mut batch = Batch { seq, place: 0, sum: Sum::default() };
    // The first entry of a database says from which list its commitments are made, and each that begins anew.
    if seq == 1 || act.act == BASELINE {
        batch.write(conn, vec![(LIST.to_owned(), String::new(), String::new(), Some(list_digest()))])?;
    }
    let tables = notes::noted_tables(conn)?;
    for table in &tables {
        let evidence = find(table).ok_or_else(|| StoreError::Corrupt(format!("{table} is no evidence")))?;
        batch.commit_table(conn, evidence)?;
    }
    if !tables.is_empty() {
        notes::forget(conn)?;
    }
    if batch.place > 0 {
        let space = if act.detail.is_empty() { "" } else { " " };
        act.detail.push_str(&format!("{space}{}", batch.sum.finish()));
    }
    Ok(())
}

/// Table, key and digest of a row.
type Digested = (String, String, String, Option<String>);

/// The statements by which the rows of a table are committed to. Their text is the same each time, so that each connection
/// keeps them prepared.
struct Statements {
    /// Reads the first [`AT_ONCE`] noted rows: the key, whether the row is there, what it was, the last commitment, and what
    /// it is.
    read: String,
    /// Forgets these notes.
    forget: String,
}

impl Statements {
    fn of(e: &Evidence) -> &'static Self {
        static ALL: LazyLock<HashMap<&str, Statements>> =
            LazyLock::new(|| EVIDENCE.iter().map(|e| (e.table, Statements::make(e))).collect());
        // Every table that is found is in the list that these are made from.
        &ALL[e.table]
    }
    fn make(e: &Evidence) -> Self {
        let (table, first, rest) = (e.table, e.key_first("t"), e.key_rest("t"));
        let page = format!(
            "SELECT key_first, key_rest, was FROM evidence_notes WHERE table_name = '{table}' \
             ORDER BY key_first, key_rest LIMIT {AT_ONCE}"
        );
        let read = format!(
            "SELECT n.key_first AS c0, n.key_rest AS c1, {first} AS c2, n.was AS c3, \
             CASE WHEN n.was IS NULL THEN NULL ELSE (SELECT c.sha256 FROM commitments c WHERE c.table_name = '{table}' \
             AND c.key_first = n.key_first AND c.key_rest = n.key_rest ORDER BY c.seq DESC LIMIT 1) END AS c4{} \
             FROM ({page}) n LEFT JOIN {table} t ON {first} = n.key_first AND {rest} = n.key_rest",
            e.texts("t", 5)
        );
        let forget = format!(
            "DELETE FROM evidence_notes WHERE table_name = '{table}' AND (key_first, key_rest) IN \
             (SELECT key_first, key_rest FROM ({page}) p)"
        );
        Self { read, forget }
    }
}

struct Batch {
    seq: i64,
    place: i64,
    sum: Sum,
}

impl Batch {
    fn commit_table(&mut self, conn: &mut Conn, e: &Evidence) -> Result<(), StoreError> {
        let (table, statements) = (e.table, Statements::of(e));
        loop {
            let (mut digests, mut read): (Vec<Digested>, usize) = (vec![], 0);
            each(conn, &statements.read, |line| {
                read += 1;
                let key = (line.text(0)?, line.text(1)?);
                let [there, was, committed] = [2, 3, 4].map(|n| line.0.get(n).and_then(Option::as_deref));
                if let Some(was) = was
                    && committed != Some(&e.digest(key, &from_json::<Vec<Option<String>>>(was)?))
                {
                    // Edited past the program: the last commitment stays, and the row goes on differing from it.
                    return Ok(());
                }
                let sha256 = there.is_some().then(|| e.digest(key, line.0.get(5..).unwrap_or_default()));
                digests.push((table.to_owned(), key.0.to_owned(), key.1.to_owned(), sha256));
                Ok(())
            })?;
            let full = read == AT_ONCE;
            self.write(conn, digests)?;
            if !full {
                return Ok(());
            }
            run(conn, &statements.forget)?;
        }
    }

    fn write(&mut self, conn: &mut Conn, digests: Vec<Digested>) -> Result<(), StoreError> {
        for (table_name, key_first, key_rest, sha256) in digests {
            self.place += 1;
            self.sum.add(&table_name, (&key_first, &key_rest), sha256.as_deref());
            let row = Commitment { seq: self.seq, place: self.place, table_name, key_first, key_rest, sha256 };
            match conn {
                Conn::Sqlite(c) => row.execute(c)?,
                #[cfg(feature = "postgres")]
                Conn::Pg(c) => row.execute(c)?,
            };
        }
        Ok(())
    }
}

/// Refuses a change of evidence that no entry of the ledger commits to.
pub(crate) fn refuse_unentered(conn: &mut Conn) -> Result<(), StoreError> {
    let tables = notes::noted_tables(conn)?;
    if tables.is_empty() { Ok(()) } else { Err(StoreError::NotEntered(tables.join(", "))) }
}

/// Notes every row there is, if the database was written by a program that did not commit to rows, or by another list of
/// evidence, and returns whether it did. Both are seen by what the ledger commits to, so that nobody gets all rows
/// committed to anew by changing a setting.
pub(in crate::store) fn note_all_if_new(conn: &mut Conn) -> Result<bool, StoreError> {
    let last: Option<Option<String>> = commitments::table
        .filter(commitments::table_name.eq(LIST))
        .order(commitments::seq.desc())
        .select(commitments::sha256)
        .first(conn)
        .optional()?;
    let is_new = match last {
        Some(list) => list != Some(list_digest()),
        None => commitments::table.select(commitments::seq).first::<i64>(conn).optional()?.is_none(),
    };
    if is_new {
        notes::note_all(conn)?;
    }
    Ok(is_new)
}
