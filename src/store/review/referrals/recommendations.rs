//! Recommendations of agencies and departments, one for each referral, never changed.

use crate::store::frame::column::{agency, from_db, from_json, json, name, parse, to_db, word};
use crate::store::frame::schema::{recommendations, sponsors};
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use domain::base::ids::{FilingId, ReferralId};
use domain::base::order_type::OrderType;
use domain::review::referral::Recommendation;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = recommendations)]
struct Row {
    id: String,
    referral_id: String,
    filing_id: String,
    agency: String,
    finding: String,
    branch: String,
    threshold_text: String,
    order_type: Option<String>,
    conditions: String,
    reason: String,
    account_id: String,
    signer: String,
    signer_agency: String,
    filing_version: i32,
    signed_at: NaiveDateTime,
}

impl TryFrom<Row> for Recommendation {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            referral: parse(&r.referral_id)?,
            agency: agency(&r.agency)?,
            finding: word(&r.finding)?,
            branch: word(&r.branch)?,
            threshold_text: r.threshold_text,
            order_type: r.order_type.as_deref().map(word).transpose()?,
            conditions: from_json(&r.conditions)?,
            reason: r.reason,
            account: parse(&r.account_id)?,
            signer: r.signer,
            signer_agency: agency(&r.signer_agency)?,
            filing_version: r.filing_version,
            signed_at: from_db(r.signed_at)?,
        })
    }
}

/// Records a recommendation on a filing.
pub fn insert(tx: &mut Tx<'_>, filing: FilingId, r: &Recommendation) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let row = Row {
        id: r.id.to_string(),
        referral_id: r.referral.to_string(),
        filing_id: filing.to_string(),
        agency: r.agency.to_string(),
        finding: name(&r.finding)?,
        branch: name(&r.branch)?,
        threshold_text: r.threshold_text.clone(),
        order_type: r.order_type.map(OrderType::as_str).map(str::to_owned),
        conditions: json(&r.conditions)?,
        reason: r.reason.clone(),
        account_id: r.account.to_string(),
        signer: r.signer.clone(),
        signer_agency: r.signer_agency.to_string(),
        filing_version: r.filing_version,
        signed_at: to_db(r.signed_at),
    };
    diesel::insert_into(recommendations::table).values(&row).execute(conn)?;
    Ok(())
}

/// The recommendation that answers a referral.
pub fn of_referral(conn: &mut Conn, referral: ReferralId) -> Result<Option<Recommendation>, StoreError> {
    let row: Option<Row> = recommendations::table
        .filter(recommendations::referral_id.eq(referral.to_string()))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Recommendation::try_from).transpose()
}

/// Every recommendation ever made on a filing, in the order they were signed.
pub fn of_filing(conn: &mut Conn, filing: FilingId) -> Result<Vec<Recommendation>, StoreError> {
    let rows: Vec<Row> = recommendations::table
        .filter(recommendations::filing_id.eq(filing.to_string()))
        .order((recommendations::signed_at, recommendations::id))
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Recommendation::try_from).collect()
}

/// The recommendations on a filing that no order has taken up, in the order they were signed. An
/// ended order's do not come back: a new order needs a fresh finding (E3).
pub fn not_taken_up(conn: &mut Conn, filing: FilingId) -> Result<Vec<Recommendation>, StoreError> {
    let taken_up = sponsors::table.filter(sponsors::recommendation_id.eq(recommendations::id));
    let rows: Vec<Row> = recommendations::table
        .filter(recommendations::filing_id.eq(filing.to_string()))
        .filter(not(exists(taken_up)))
        .order((recommendations::signed_at, recommendations::id))
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Recommendation::try_from).collect()
}
