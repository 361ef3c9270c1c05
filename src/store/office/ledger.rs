//! The rows of the ledger: appending one in the transaction of the act, and reading them for auditors and for the
//! verification. The workflow decides nothing by them.

use crate::store::frame::column::{from_db, to_db, word};
use crate::store::frame::evidence::commit::commit_noted;
use crate::store::frame::marking::MarkingColumns;
use crate::store::frame::schema::{
    docket, filings, hits, ledger, notices, orders, questions, recommendations, referrals, screenings,
};
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::dsl::max;
use diesel::prelude::*;
use domain::base::ledger::{Act, Entry, read_hash};
use domain::base::marking::Marking;
use domain::base::merkle::Hash;
use std::collections::HashMap;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = ledger)]
struct Row {
    seq: i64,
    actor: String,
    credential: String,
    act: String,
    subject: String,
    outcome: String,
    detail: String,
    at: NaiveDateTime,
    prev_hash: String,
    hash: String,
}

impl TryFrom<Row> for Entry {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            seq: r.seq,
            act: Act {
                actor: r.actor,
                credential: r.credential,
                act: r.act,
                subject: r.subject,
                outcome: word(&r.outcome)?,
                detail: r.detail,
                at: from_db(r.at)?,
            },
            prev_hash: r.prev_hash,
            hash: r.hash,
        })
    }
}

/// Appends an act to the chain and returns its entry. The entry commits to every row of evidence that the transaction has
/// written since the entry before.
pub fn append(tx: &mut Tx<'_>, mut act: Act) -> Result<Entry, StoreError> {
    let conn: &mut Conn = tx;
    let last: Option<(i64, String)> =
        ledger::table.order(ledger::seq.desc()).select((ledger::seq, ledger::hash)).first(conn).optional()?;
    commit_noted(conn, last.as_ref().map_or(1, |(n, _)| n + 1), &mut act)?;
    let entry = Entry::append(last.as_ref().map(|(n, h)| (*n, h.as_str())), act);
    let row = Row {
        seq: entry.seq,
        actor: entry.act.actor.clone(),
        credential: entry.act.credential.clone(),
        act: entry.act.act.clone(),
        subject: entry.act.subject.clone(),
        outcome: entry.act.outcome.as_str().to_owned(),
        detail: entry.act.detail.clone(),
        at: to_db(entry.act.at),
        prev_hash: entry.prev_hash.clone(),
        hash: entry.hash.clone(),
    };
    diesel::insert_into(ledger::table).values(&row).execute(conn)?;
    Ok(entry)
}

/// Up to `limit` entries after a sequence number, in order.
pub fn after(conn: &mut Conn, seq: i64, limit: i64) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<Row> = ledger::table
        .filter(ledger::seq.gt(seq))
        .order(ledger::seq)
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// The markings of the filings of these things, by the id of the thing: filings themselves, screenings, hits, referrals,
/// questions, recommendations, orders, notices and entries of dockets. Ids of other things are left out.
pub fn markings(conn: &mut Conn, ids: &[String]) -> Result<HashMap<String, Marking>, StoreError> {
    let mut of_filing: Vec<(String, String)> = vec![];
    macro_rules! look_in {
        ($($table:ident),+) => {$(
            let query = $table::table.filter($table::id.eq_any(ids)).select(($table::id, $table::filing_id));
            of_filing.extend(query.load::<(String, String)>(conn)?);
        )+};
    }
    look_in!(screenings, hits, referrals, questions, recommendations, orders, notices, docket);
    let filings_named: Vec<&str> =
        of_filing.iter().map(|(_, filing)| filing.as_str()).chain(ids.iter().map(String::as_str)).collect();
    let marked =
        filings::table.filter(filings::id.eq_any(filings_named)).select((filings::id, MarkingColumns::as_select()));
    let mut markings = HashMap::new();
    for (id, marking) in marked.load::<(String, MarkingColumns)>(conn)? {
        markings.insert(id, Marking::try_from(marking)?);
    }
    for (id, filing) in of_filing {
        let marking = markings.get(&filing).cloned();
        let marking = marking.ok_or_else(|| StoreError::Corrupt(format!("no filing {filing}")))?;
        markings.insert(id, marking);
    }
    Ok(markings)
}

/// The hash of an entry; `None` if there is no such entry.
pub fn hash_at(conn: &mut Conn, seq: i64) -> Result<Option<String>, StoreError> {
    Ok(ledger::table.find(seq).select(ledger::hash).first(conn).optional()?)
}

/// The hashes of up to `limit` entries after a sequence number, in order: the leaves of the Merkle tree. Entries that do not
/// follow one another, or whose hash is none, are an error, so that no tree is made over them.
pub fn hashes(conn: &mut Conn, seq: i64, limit: i64) -> Result<Vec<Hash>, StoreError> {
    let rows: Vec<(i64, String)> = ledger::table
        .filter(ledger::seq.gt(seq))
        .order(ledger::seq)
        .limit(limit)
        .select((ledger::seq, ledger::hash))
        .load(conn)?;
    let read = |((seq, hash), wanted): ((i64, String), i64)| {
        let hash = read_hash(&hash).filter(|_| seq == wanted);
        hash.ok_or_else(|| StoreError::Corrupt(format!("the ledger has no entry {wanted} with its hash")))
    };
    rows.into_iter().zip(seq + 1..).map(read).collect()
}

/// The number of the last entry; 0 if the ledger is empty.
pub fn end(conn: &mut Conn) -> Result<i64, StoreError> {
    let last: Option<i64> = ledger::table.select(max(ledger::seq)).first(conn)?;
    Ok(last.unwrap_or(0))
}

/// The entry with the highest sequence number; `None` if the ledger is empty.
pub fn last(conn: &mut Conn) -> Result<Option<Entry>, StoreError> {
    let row: Option<Row> = ledger::table.order(ledger::seq.desc()).select(Row::as_select()).first(conn).optional()?;
    row.map(Entry::try_from).transpose()
}
