//! Failed sign-ins in a row, by account and network. All networks in which an account has never signed in count as one, so
//! that a guesser who owns many addresses has no more tries than one who owns a single address. A network in which the
//! account has signed in counts by itself, so that the tries of strangers never keep the owner out there.

use crate::store::frame::column::to_db;
use crate::store::frame::schema::sign_in_failures as table;
use crate::store::{Conn, StoreError, Tx};
use diesel::prelude::*;
use domain::base::ids::AccountId;
use jiff::Timestamp;

/// The network of the row that counts failures from all unknown networks.
const UNKNOWN: &str = "";

/// Failed sign-ins in a row after which an account is closed to a network, or to all networks in which it has never signed
/// in (NIST SP 800-63B, 3.2.2). Its owner signs in from a known network, or a security officer opens the account.
const MOST: i32 = 100;

/// The row in which a sign-in counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counter {
    account: String,
    network: String,
}

/// Counts a sign-in as failed until [`clear`] says otherwise, so that tries at the same time are all counted. Returns the
/// counter, and whether more failures are let pass. The work is the same for a name that nobody has (`None`).
pub fn count(
    tx: &mut Tx<'_>,
    account: Option<AccountId>,
    network: &str,
    now: Timestamp,
) -> Result<(Counter, bool), StoreError> {
    let conn: &mut Conn = tx;
    let account = account.map(|id| id.to_string()).unwrap_or_default();
    let known: Option<String> = table::table.find((&account, network)).select(table::network).first(conn).optional()?;
    let counter = Counter { account, network: known.unwrap_or_else(|| UNKNOWN.to_owned()) };
    begin(conn, &counter, now)?;
    let below = table::table.find((&counter.account, &counter.network)).filter(table::failures.lt(MOST));
    let counted = diesel::update(below)
        .set((table::failures.eq(table::failures + 1), table::used_at.eq(to_db(now))))
        .execute(conn)?;
    Ok((counter, counted == 1))
}

/// Sets a counter to nothing after a sign-in that succeeded, and takes note that the account has signed in from the network.
pub fn clear(tx: &mut Tx<'_>, counter: &Counter, network: &str, now: Timestamp) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(table::table.find((&counter.account, &counter.network)))
        .set((table::failures.eq(0), table::used_at.eq(to_db(now))))
        .execute(conn)?;
    begin(conn, &Counter { network: network.to_owned(), ..counter.clone() }, now)
}

/// Puts a counter on record, unless there is one. Nobody else writes meanwhile.
fn begin(conn: &mut Conn, counter: &Counter, now: Timestamp) -> Result<(), StoreError> {
    let there = table::table.find((&counter.account, &counter.network));
    if diesel::select(diesel::dsl::exists(there)).get_result(conn)? {
        return Ok(());
    }
    diesel::insert_into(table::table)
        .values((
            table::account_id.eq(&counter.account),
            table::network.eq(&counter.network),
            table::failures.eq(0),
            table::used_at.eq(to_db(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Sets all counters of an account to nothing. The networks in which it has signed in stay known.
pub fn clear_all(tx: &mut Tx<'_>, account: AccountId) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(table::table.filter(table::account_id.eq(account.to_string())))
        .set(table::failures.eq(0))
        .execute(conn)?;
    Ok(())
}

/// The accounts among these that are closed to a network.
pub fn closed(conn: &mut Conn, some: &[AccountId]) -> Result<Vec<AccountId>, StoreError> {
    let ids: Vec<String> = some.iter().map(AccountId::to_string).collect();
    let found: Vec<String> = table::table
        .filter(table::account_id.eq_any(ids))
        .filter(table::failures.ge(MOST))
        .select(table::account_id)
        .distinct()
        .load(conn)?;
    found.iter().map(|id| crate::store::frame::column::parse(id)).collect()
}

/// Deletes up to `most` networks in which their account has not signed in, or failed to, since an instant. Returns how many.
pub fn forget_before(tx: &mut Tx<'_>, at: Timestamp, most: i64) -> Result<usize, StoreError> {
    let conn: &mut Conn = tx;
    let old: Vec<(String, String)> = table::table
        .filter(table::used_at.lt(to_db(at)))
        .filter(table::network.ne(UNKNOWN))
        .order(table::used_at)
        .limit(most)
        .select((table::account_id, table::network))
        .load(conn)?;
    let mut deleted = 0;
    for (account, network) in &old {
        deleted += diesel::delete(table::table.find((account, network))).execute(conn)?;
    }
    Ok(deleted)
}
