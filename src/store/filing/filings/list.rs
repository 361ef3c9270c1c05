//! Finding filings for a page of a list. Who may see which is decided above; the decision comes down
//! as a [`Scope`] and is part of the query, so that neither a page nor a count can leak.

use crate::store::filing::filings::{FilingRecord, Row};
use crate::store::frame::column::date_to_db;
use crate::store::frame::conn::MultiBackend;
use crate::store::frame::marking::MarkingsWithin;
use crate::store::frame::schema::{
    filings, hit_agencies, hits, number_findings, orders, referrals, screenings, sponsors,
};
use crate::store::frame::{signed_by, within_reach};
use crate::store::{Conn, StoreError};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use domain::base::agency::AgencyCode;
use domain::base::ids::{AccountId, FilingId};
use domain::case::status::FilingStatus;
use domain::review::access::Reach;
use jiff::civil::Date;
use std::collections::HashSet;

/// Which filings there are for somebody.
#[derive(Debug, Clone)]
pub struct Scope {
    /// Only what is within reach.
    pub reach: Reach,
    /// For people of agencies, only what was made available to them.
    pub reader: Option<Reader>,
}

/// One person of an agency.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Who; only filings this person has signed for.
    pub account: AccountId,
    /// The agencies this person acts for; only filings with a live referral to one of them, or an
    /// order in effect sponsored by one.
    pub agencies: Vec<AgencyCode>,
    /// The day on which orders must be in effect.
    pub today: Date,
    /// Whether answers of agencies are sealed from this person while one is missing
    /// (`domain::review::access::may_read_votes`): an order that is pending then shows as a review.
    pub votes_sealed: bool,
}

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Where it stands.
    pub status: Option<FilingStatus>,
    /// A category hit in its latest screening.
    pub category: Option<String>,
    /// An agency that owns such a category, or that it was referred to.
    pub agency: Option<AgencyCode>,
    /// Received on this day or later.
    pub received_from: Option<Date>,
    /// Received on this day or earlier.
    pub received_to: Option<Date>,
    /// Only those that this examiner has; `Some(None)`: that nobody has.
    pub assigned_to: Option<Option<AccountId>>,
    /// Only these (what a search has found).
    pub among: Option<Vec<FilingId>>,
    /// Only those of the application with this number, in the form of `ApplicationNumber::key`.
    pub number_key: Option<String>,
}

/// A piece of the list, in the order of receipt.
#[derive(Debug, Clone, Copy)]
pub struct Slice {
    /// Beyond this filing's `seq`, in the direction of the list.
    pub after: Option<i64>,
    /// Latest first.
    pub newest_first: bool,
    /// At most this many.
    pub limit: i64,
}

type Query<'a> = filings::BoxedQuery<'a, MultiBackend>;

/// The filings of a slice.
pub fn list(conn: &mut Conn, scope: &Scope, filter: &Filter, slice: Slice) -> Result<Vec<FilingRecord>, StoreError> {
    let markings = MarkingsWithin::reach_of(conn, &scope.reach.clearance)?;
    let mut query = narrow(within(filings::table.into_boxed(), scope, markings), scope, filter);
    query = match (slice.after, slice.newest_first) {
        (Some(seq), true) => query.filter(filings::seq.lt(seq)),
        (Some(seq), false) => query.filter(filings::seq.gt(seq)),
        (None, _) => query,
    };
    query = if slice.newest_first { query.order(filings::seq.desc()) } else { query.order(filings::seq) };
    let rows: Vec<Row> = query.limit(slice.limit).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(FilingRecord::try_from).collect()
}

/// The places in the order of receipt of all filings there are for somebody.
pub fn seqs(conn: &mut Conn, scope: &Scope, filter: &Filter) -> Result<HashSet<i64>, StoreError> {
    let markings = MarkingsWithin::reach_of(conn, &scope.reach.clearance)?;
    let query = narrow(within(filings::table.into_boxed(), scope, markings), scope, filter);
    let seqs: Vec<i64> = query.select(filings::seq).load(conn)?;
    Ok(seqs.into_iter().collect())
}

/// Leaves what there is for somebody; says with SQL what `domain::review::access::read_filing` says of one.
fn within<'a>(query: Query<'a>, scope: &Scope, markings: MarkingsWithin) -> Query<'a> {
    let query = query.filter(within_reach!(scope.reach, markings));
    let Some(reader) = &scope.reader else { return query };
    let codes: Vec<String> = reader.agencies.iter().map(AgencyCode::to_string).collect();
    let today = date_to_db(reader.today);
    let referred = referrals::table
        .filter(referrals::filing_id.eq(filings::id))
        .filter(referrals::agency.eq_any(codes.clone()))
        .filter(referrals::status.ne("closed"));
    let sponsored = orders::table
        .inner_join(sponsors::table)
        .filter(orders::filing_id.eq(filings::id))
        .filter(sponsors::agency.eq_any(codes))
        .filter(sponsors::since.le(today))
        .filter(sponsors::until.is_null().or(sponsors::until.ge(today)))
        .filter(orders::ended.is_null())
        .filter(orders::expires_on.ge(today));
    query.filter(signed_by!(reader.account)).filter(exists(referred).or(exists(sponsored)))
}

/// Leaves what is shown to stand so.
fn standing<'a>(query: Query<'a>, scope: &Scope, status: FilingStatus) -> Query<'a> {
    let stands = filings::status.eq(status.as_str());
    if !scope.reader.as_ref().is_some_and(|reader| reader.votes_sealed) {
        return query.filter(stands);
    }
    let missing = referrals::table.filter(referrals::filing_id.eq(filings::id)).filter(referrals::status.eq("open"));
    let pending = filings::status.eq(FilingStatus::OrderPending.as_str());
    match status {
        FilingStatus::OrderPending => query.filter(stands.and(not(exists(missing)))),
        FilingStatus::UnderReview => query.filter(stands.or(pending.and(exists(missing)))),
        _ => query.filter(stands),
    }
}

fn narrow<'a>(mut query: Query<'a>, scope: &Scope, filter: &Filter) -> Query<'a> {
    if let Some(status) = filter.status {
        query = standing(query, scope, status);
    }
    query = match filter.assigned_to {
        None => query,
        Some(None) => query.filter(filings::assigned_to.is_null()),
        Some(Some(examiner)) => query.filter(filings::assigned_to.eq(examiner.to_string())),
    };
    if let Some(from) = filter.received_from {
        query = query.filter(filings::received_on.ge(date_to_db(from)));
    }
    if let Some(to) = filter.received_to {
        query = query.filter(filings::received_on.le(date_to_db(to)));
    }
    if let Some(ids) = &filter.among {
        let ids: Vec<String> = ids.iter().map(FilingId::to_string).collect();
        query = query.filter(filings::id.eq_any(ids));
    }
    if let Some(key) = &filter.number_key {
        let doubles = number_findings::table
            .filter(number_findings::number_key.eq(key.clone()))
            .select(number_findings::filing_id);
        query = query.filter(filings::number_key.eq(key.clone()).or(filings::id.eq_any(doubles)));
    }
    if let Some(category) = &filter.category {
        let hit = latest_hits!().filter(hits::category.eq(category.clone())).select(hits::filing_id);
        query = query.filter(filings::id.eq_any(hit));
    }
    if let Some(agency) = &filter.agency {
        let theirs =
            hit_agencies::table.filter(hit_agencies::agency.eq(agency.to_string())).select(hit_agencies::hit_id);
        let owned = latest_hits!().filter(hits::id.eq_any(theirs)).select(hits::filing_id);
        let referred = referrals::table.filter(referrals::agency.eq(agency.to_string())).select(referrals::filing_id);
        query = query.filter(filings::id.eq_any(owned).or(filings::id.eq_any(referred)));
    }
    query
}
