//! Opinions of reviewers. All are kept: a later opinion of the same person stands beside the earlier one.

use crate::store::frame::column::{from_db, from_json, json, name, parse, to_db, word};
use crate::store::frame::schema::opinions;
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::base::ids::ReferralId;
use domain::base::order_type::OrderType;
use domain::review::referral::Opinion;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = opinions)]
struct Row {
    id: String,
    referral_id: String,
    filing_version: i32,
    account_id: String,
    person: String,
    conclusion: String,
    order_type: Option<String>,
    grounds: String,
    considerations: Option<String>,
    conditions: String,
    reason: String,
    given_at: NaiveDateTime,
}

impl TryFrom<Row> for Opinion {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            referral: parse(&r.referral_id)?,
            filing_version: r.filing_version,
            account: parse(&r.account_id)?,
            person: r.person,
            conclusion: word(&r.conclusion)?,
            order_type: r.order_type.as_deref().map(word).transpose()?,
            grounds: from_json(&r.grounds)?,
            considerations: r.considerations,
            conditions: from_json(&r.conditions)?,
            reason: r.reason,
            given_at: from_db(r.given_at)?,
        })
    }
}

/// Records an opinion.
pub fn insert(tx: &mut Tx<'_>, o: &Opinion) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let row = Row {
        id: o.id.to_string(),
        referral_id: o.referral.to_string(),
        filing_version: o.filing_version,
        account_id: o.account.to_string(),
        person: o.person.clone(),
        conclusion: name(&o.conclusion)?,
        order_type: o.order_type.map(OrderType::as_str).map(str::to_owned),
        grounds: json(&o.grounds)?,
        considerations: o.considerations.clone(),
        conditions: json(&o.conditions)?,
        reason: o.reason.clone(),
        given_at: to_db(o.given_at),
    };
    diesel::insert_into(opinions::table).values(&row).execute(conn)?;
    Ok(())
}

/// The opinions on a referral, in the order they were given.
pub fn of_referral(conn: &mut Conn, referral: ReferralId) -> Result<Vec<Opinion>, StoreError> {
    let rows: Vec<Row> = opinions::table
        .filter(opinions::referral_id.eq(referral.to_string()))
        .order((opinions::given_at, opinions::id))
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Opinion::try_from).collect()
}
