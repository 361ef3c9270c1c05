//! Accounts of people and services. Their sign-ins are in `sessions`. Not its job: hashing and tokens (`auth`), which
//! give only hashes to the store.

use crate::store::frame::column::{agency, from_db, from_json, json, name, parse, to_db, word};
use crate::store::frame::schema::{account_proposals, accounts};
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::base::actor::{Account, Role};
use domain::base::agency::AgencyCode;
use domain::base::ids::{AccountId, AccountProposalId};
use domain::base::marking::Grant;
use jiff::Timestamp;

/// A row without the hash of the password, which only [`credentials`] returns.
#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub(crate) struct Row {
    id: String,
    username: String,
    role: String,
    agency: Option<String>,
    clearance: String,
    stamp: i32,
    enabled: bool,
    supervisor: bool,
    clearance_terms: String,
}

impl TryFrom<Row> for Account {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            username: r.username,
            role: Role::parse(&r.role).ok_or_else(|| StoreError::Corrupt(format!("role {}", r.role)))?,
            agency: r.agency.as_deref().map(agency).transpose()?,
            clearance: Grant { level: word(&r.clearance)?, terms: from_json(&r.clearance_terms)? },
            stamp: r.stamp,
            enabled: r.enabled,
            supervisor: r.supervisor,
        })
    }
}

/// The hash of a password, and whether the password is good once only, to choose another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Password {
    pub hash: String,
    /// Whether somebody else gave it.
    pub temporary: bool,
}

impl Password {
    /// One that its owner has chosen.
    pub fn own(hash: impl Into<String>) -> Self {
        Self { hash: hash.into(), temporary: false }
    }
    /// One that somebody else has given the account.
    pub fn given(hash: impl Into<String>) -> Self {
        Self { hash: hash.into(), temporary: true }
    }
}

/// Puts an account on record.
pub fn insert(tx: &mut Tx<'_>, a: &Account, password: &Password, at: Timestamp) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(a.id.to_string()),
            accounts::username.eq(&a.username),
            accounts::role.eq(a.role.as_str()),
            accounts::agency.eq(a.agency.as_ref().map(AgencyCode::to_string)),
            accounts::clearance.eq(name(&a.clearance.level)?),
            accounts::clearance_terms.eq(json(&a.clearance.terms)?),
            accounts::password_hash.eq(&password.hash),
            accounts::temporary_password.eq(password.temporary),
            accounts::stamp.eq(a.stamp),
            accounts::enabled.eq(a.enabled),
            accounts::supervisor.eq(a.supervisor),
            accounts::created_at.eq(to_db(at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Reads an account by its id.
pub fn get(conn: &mut Conn, id: AccountId) -> Result<Option<Account>, StoreError> {
    let row: Option<Row> = accounts::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    row.map(Account::try_from).transpose()
}

/// The account of a name, with the hash its password is checked against.
pub fn credentials(conn: &mut Conn, username: &str) -> Result<Option<(Account, Password)>, StoreError> {
    let row: Option<(Row, String, bool)> = accounts::table
        .filter(accounts::username.eq(username))
        .select((Row::as_select(), accounts::password_hash, accounts::temporary_password))
        .first(conn)
        .optional()?;
    row.map(|(row, hash, temporary)| Ok((row.try_into()?, Password { hash, temporary }))).transpose()
}

/// Up to `limit` accounts after one, oldest first.
pub fn page(conn: &mut Conn, after: Option<AccountId>, limit: i64) -> Result<Vec<Account>, StoreError> {
    let mut query = accounts::table.order(accounts::id).limit(limit).select(Row::as_select()).into_boxed();
    if let Some(after) = after {
        query = query.filter(accounts::id.gt(after.to_string()));
    }
    let rows: Vec<Row> = query.load(conn)?;
    rows.into_iter().map(Account::try_from).collect()
}

/// Whether there is any account.
pub fn any_on_record(conn: &mut Conn) -> Result<bool, StoreError> {
    Ok(diesel::select(diesel::dsl::exists(accounts::table.select(accounts::id))).get_result(conn)?)
}

/// Writes the rights of an account under its stamp, a new one. Every token of an older stamp is refused from now on.
pub fn set_rights(tx: &mut Tx<'_>, account: &Account) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(accounts::table.find(account.id.to_string()))
        .set((
            accounts::enabled.eq(account.enabled),
            accounts::clearance.eq(name(&account.clearance.level)?),
            accounts::clearance_terms.eq(json(&account.clearance.terms)?),
            accounts::supervisor.eq(account.supervisor),
            accounts::stamp.eq(account.stamp),
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes the hash of a new password.
pub fn set_password(tx: &mut Tx<'_>, id: AccountId, password: &Password) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(accounts::table.find(id.to_string()))
        .set((accounts::password_hash.eq(&password.hash), accounts::temporary_password.eq(password.temporary)))
        .execute(conn)?;
    Ok(())
}

/// What a security officer would give an account, until another one confirms it or takes it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub id: AccountProposalId,
    pub account: AccountId,
    /// The stamp of the account for which it was proposed.
    pub stamp: i32,
    /// Whether the account may then sign in.
    pub enabled: bool,
    /// What it may then read at most.
    pub clearance: Grant,
    /// Whether it is then a supervisor of examiners.
    pub supervisor: bool,
    /// Hash of its next password; `None` if it keeps its own.
    pub password_hash: Option<String>,
    /// Whether the account then has no second factor any more.
    pub removes_factor: bool,
    /// The account of the security officer.
    pub proposed_by: AccountId,
    /// The security officer's name.
    pub proposer: String,
    pub proposed_at: Timestamp,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = account_proposals)]
struct ProposalRow {
    id: String,
    account_id: String,
    stamp: i32,
    enabled: bool,
    clearance: String,
    password_hash: Option<String>,
    proposed_by: String,
    proposer: String,
    proposed_at: NaiveDateTime,
    supervisor: bool,
    removes_factor: bool,
    clearance_terms: String,
}

impl TryFrom<ProposalRow> for Proposal {
    type Error = StoreError;
    fn try_from(r: ProposalRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            account: parse(&r.account_id)?,
            stamp: r.stamp,
            enabled: r.enabled,
            clearance: Grant { level: word(&r.clearance)?, terms: from_json(&r.clearance_terms)? },
            password_hash: r.password_hash,
            proposed_by: parse(&r.proposed_by)?,
            proposer: r.proposer,
            supervisor: r.supervisor,
            removes_factor: r.removes_factor,
            proposed_at: from_db(r.proposed_at)?,
        })
    }
}

/// Puts a proposal on record, in the place of an earlier one for the same account.
pub fn propose(tx: &mut Tx<'_>, p: &Proposal) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let account = p.account.to_string();
    diesel::delete(account_proposals::table.filter(account_proposals::account_id.eq(&account))).execute(conn)?;
    let row = ProposalRow {
        id: p.id.to_string(),
        account_id: account,
        stamp: p.stamp,
        enabled: p.enabled,
        clearance: name(&p.clearance.level)?,
        clearance_terms: json(&p.clearance.terms)?,
        password_hash: p.password_hash.clone(),
        proposed_by: p.proposed_by.to_string(),
        proposer: p.proposer.clone(),
        proposed_at: to_db(p.proposed_at),
        supervisor: p.supervisor,
        removes_factor: p.removes_factor,
    };
    diesel::insert_into(account_proposals::table).values(&row).execute(conn)?;
    Ok(())
}

/// Reads a proposal by its id.
pub fn proposal(conn: &mut Conn, id: AccountProposalId) -> Result<Option<Proposal>, StoreError> {
    let row: Option<ProposalRow> =
        account_proposals::table.find(id.to_string()).select(ProposalRow::as_select()).first(conn).optional()?;
    row.map(Proposal::try_from).transpose()
}

/// The proposals for some accounts.
pub fn proposals_for(conn: &mut Conn, some: &[AccountId]) -> Result<Vec<Proposal>, StoreError> {
    let ids: Vec<String> = some.iter().map(AccountId::to_string).collect();
    let rows: Vec<ProposalRow> = account_proposals::table
        .filter(account_proposals::account_id.eq_any(ids))
        .select(ProposalRow::as_select())
        .load(conn)?;
    rows.into_iter().map(Proposal::try_from).collect()
}

/// Removes a proposal, once it is confirmed or taken back. The ledger keeps what it said.
pub fn remove_proposal(tx: &mut Tx<'_>, id: AccountProposalId) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::delete(account_proposals::table.find(id.to_string())).execute(conn)?;
    Ok(())
}
