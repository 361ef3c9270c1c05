//! Referrals: which filing was made available to which agency, and what came back: acknowledgments,
//! opinions, questions, recommendations, each in its own file.
//!
//! The filters only keep rows from being read in vain. Not its job: who may see a referral (`domain::review::access`).

pub mod acknowledgments;
pub mod opinions;
pub mod questions;
pub mod recommendations;

use crate::store::frame::column::{agency, date_from_db, date_to_db, from_db, name, parse, to_db, word};
use crate::store::frame::marking::MarkingsWithin;
use crate::store::frame::schema::{
    filings, opinions as opinion_rows, orders, question_answers, questions as question_rows, referrals, sponsors,
};
use crate::store::frame::{signed_by, within_reach};
use crate::store::{Conn, StoreError, Tx};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use domain::base::agency::AgencyCode;
use domain::base::ids::{AccountId, FilingId, ReferralId};
use domain::review::access::Reach;
use domain::review::referral::{Referral, ReferralStatus};
use jiff::civil::Date;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = referrals)]
struct Row {
    id: String,
    filing_id: String,
    agency: String,
    due_on: NaiveDate,
    status: String,
    referred_at: NaiveDateTime,
    referred_by: String,
    version: i32,
    message: Option<String>,
}

impl TryFrom<Row> for Referral {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            filing: parse(&r.filing_id)?,
            agency: agency(&r.agency)?,
            due_on: date_from_db(r.due_on)?,
            status: word(&r.status)?,
            referred_at: from_db(r.referred_at)?,
            referred_by: r.referred_by,
            message: r.message,
            version: r.version,
        })
    }
}

/// Records a referral.
pub fn insert(tx: &mut Tx<'_>, referral: &Referral) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let row = Row {
        id: referral.id.to_string(),
        filing_id: referral.filing.to_string(),
        agency: referral.agency.to_string(),
        due_on: date_to_db(referral.due_on),
        status: name(&referral.status)?,
        referred_at: to_db(referral.referred_at),
        referred_by: referral.referred_by.clone(),
        message: referral.message.clone(),
        version: referral.version,
    };
    diesel::insert_into(referrals::table).values(&row).execute(conn)?;
    Ok(())
}

/// Reads a referral by its id.
pub fn find(conn: &mut Conn, id: ReferralId) -> Result<Option<Referral>, StoreError> {
    let row: Option<Row> = referrals::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    row.map(Referral::try_from).transpose()
}

/// All referrals of a filing, in the order they were made.
pub fn of_filing(conn: &mut Conn, filing: FilingId) -> Result<Vec<Referral>, StoreError> {
    let rows: Vec<Row> = referrals::table
        .filter(referrals::filing_id.eq(filing.to_string()))
        .order(referrals::id)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Referral::try_from).collect()
}

/// Sets where a referral stands, as a new version of it.
pub fn set_status(tx: &mut Tx<'_>, id: ReferralId, status: ReferralStatus) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(referrals::table.find(id.to_string()))
        .set((referrals::status.eq(name(&status)?), referrals::version.eq(referrals::version + 1)))
        .execute(conn)?;
    Ok(())
}

/// Which referrals a list is to show.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those of these agencies; `None` for all.
    pub agencies: Option<Vec<AgencyCode>>,
    /// Those of filings within it.
    pub reach: Reach,
    /// Those that are shown to stand so.
    pub status: Option<ReferralStatus>,
    /// The agency of a reviewer, from whom the answers of other agencies are sealed
    /// (`domain::review::access::referral_status_shown`).
    pub sealed_from: Option<AgencyCode>,
    pub filing: Option<FilingId>,
    /// Those whose answer is asked for by this day.
    pub due_by: Option<Date>,
    /// Those that are open, or of a sponsor, and for whose filing this account has not signed since its marking was widened.
    pub unsigned_by: Option<AccountId>,
    /// Those that are open and on whose present text this account has given no opinion.
    pub without_opinion_of: Option<AccountId>,
    /// Those that are not closed and have a question that this side has not answered.
    pub unanswered_by: Option<Side>,
}

/// Who answers a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The Office, asked by the agency.
    Office,
    /// The agency, asked by the Office: this account, if it has signed for the filing.
    Agency(AccountId),
}

/// Up to `limit` referrals after one of them, in the order they were made.
pub fn list(
    conn: &mut Conn,
    filter: &Filter,
    after: Option<ReferralId>,
    limit: i64,
) -> Result<Vec<Referral>, StoreError> {
    let markings = MarkingsWithin::reach_of(conn, &filter.reach.clearance)?;
    let mut query =
        referrals::table.inner_join(filings::table).filter(within_reach!(filter.reach, markings)).into_boxed();
    if let Some(agencies) = &filter.agencies {
        query = query.filter(referrals::agency.eq_any(agencies.iter().map(AgencyCode::to_string).collect::<Vec<_>>()));
    }
    query = match (filter.status, &filter.sealed_from) {
        (None, _) => query,
        (Some(status @ (ReferralStatus::Answered | ReferralStatus::Closed)), Some(own)) => {
            let other = diesel::alias!(referrals as other);
            let missing = other
                .filter(other.field(referrals::filing_id).eq(referrals::filing_id))
                .filter(other.field(referrals::status).eq(name(&ReferralStatus::Open)?));
            let sealed = referrals::agency.ne(own.to_string()).and(exists(missing));
            let closed = referrals::status.eq(name(&ReferralStatus::Closed)?);
            if status == ReferralStatus::Closed {
                query.filter(closed.and(not(sealed)))
            } else {
                query.filter(referrals::status.eq(name(&status)?).or(closed.and(sealed)))
            }
        }
        (Some(status), _) => query.filter(referrals::status.eq(name(&status)?)),
    };
    if let Some(filing) = filter.filing {
        query = query.filter(referrals::filing_id.eq(filing.to_string()));
    }
    if let Some(day) = filter.due_by {
        query = query.filter(referrals::due_on.le(date_to_db(day)));
    }
    let open = referrals::status.eq(name(&ReferralStatus::Open)?);
    if let Some(person) = filter.unsigned_by {
        // A sponsor answers for its order when the referral is over, and signs anew for a marking that was widened.
        let sponsored = orders::table
            .inner_join(sponsors::table)
            .filter(orders::filing_id.eq(referrals::filing_id))
            .filter(sponsors::agency.eq(referrals::agency));
        let anew = filings::acknowledge_after.is_not_null().and(exists(sponsored));
        query = query.filter(open.clone().or(anew)).filter(not(signed_by!(person)));
    }
    if filter.without_opinion_of.is_some() {
        query = query.filter(open);
    }
    if let Some(person) = filter.without_opinion_of {
        let given = opinion_rows::table
            .filter(opinion_rows::referral_id.eq(referrals::id))
            .filter(opinion_rows::account_id.eq(person.to_string()))
            .filter(opinion_rows::filing_version.eq(filings::text_version));
        query = query.filter(not(exists(given)));
    }
    if let Some(side) = filter.unanswered_by {
        let answered = question_answers::table.filter(question_answers::question_id.eq(question_rows::id));
        let open =
            question_rows::table.filter(question_rows::referral_id.eq(referrals::id)).filter(not(exists(answered)));
        query = query.filter(referrals::status.ne(name(&ReferralStatus::Closed)?));
        query = match side {
            Side::Office => query.filter(exists(open.filter(question_rows::agency.is_not_null()))),
            Side::Agency(person) => {
                query.filter(exists(open.filter(question_rows::agency.is_null()))).filter(signed_by!(person))
            }
        };
    }
    if let Some(after) = after {
        query = query.filter(referrals::id.gt(after.to_string()));
    }
    let rows: Vec<Row> = query.order(referrals::id).limit(limit).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(Referral::try_from).collect()
}
