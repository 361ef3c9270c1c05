//! The queue of notices: each waits here from the transaction that caused it until it is sent, and its proof of service
//! is kept beside it.
//!
//! Sending takes four steps, each its own transaction or none: [`claim`] under a lease, [`offer`] right before the
//! message goes out, deliver (outside any transaction), [`settle`]. The second step records, for every process on this
//! database, that the message may have gone out. If a process dies after it, its lease runs out, and the next claim
//! leaves the notice to a person instead of sending it again, unless it delivers to the same folder, which knows what
//! it got. Not its job: the words of a mail (`domain::notice`) and delivering it (`mail`).

use crate::store::frame::column::{date_from_db, date_to_db, from_db, name, parse, to_db, word};
use crate::store::frame::load_among;
use crate::store::frame::marking::MarkingsWithin;
use crate::store::frame::schema::{filings, letters, notices, service_records};
use crate::store::frame::within_reach;
use crate::store::{Conn, StoreError, Tx};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use domain::base::ids::{FilingId, NoticeId, OrderId, ServiceRecordId};
use domain::letter::Letter;
use domain::notice::{Notice, NoticeKind, NoticeState, Service};
use domain::review::access::Reach;
use jiff::Timestamp;
use std::collections::HashMap;

pub use sending::{Claim, Claimed, MAY_HAVE_ARRIVED, Settled, any_due, claim, hold_waiting, offer, release, settle};

mod sending;

#[derive(Queryable, Selectable)]
#[diesel(table_name = notices)]
struct Row {
    id: String,
    filing_id: String,
    order_id: Option<String>,
    kind: String,
    term: i32,
    principal: String,
    role: String,
    address: Option<String>,
    reference: String,
    message_id: String,
    state: String,
    attempts: i32,
    next_at: NaiveDateTime,
    last_reply: Option<String>,
    queued_at: NaiveDateTime,
    sent_at: Option<NaiveDateTime>,
    resends: i32,
    version: i32,
}

impl Row {
    fn into_notice(self, service: Option<Service>) -> Result<Notice, StoreError> {
        Ok(Notice {
            id: parse(&self.id)?,
            filing: parse(&self.filing_id)?,
            order: self.order_id.as_deref().map(parse).transpose()?,
            kind: word(&self.kind)?,
            term: self.term,
            principal: self.principal,
            role: word(&self.role)?,
            address: self.address,
            reference: self.reference,
            message_id: self.message_id,
            state: word(&self.state)?,
            attempts: self.attempts,
            next_at: from_db(self.next_at)?,
            last_reply: self.last_reply,
            queued_at: from_db(self.queued_at)?,
            sent_at: self.sent_at.map(from_db).transpose()?,
            service,
            resends: self.resends,
            version: self.version,
        })
    }
}

/// The columns of a notice that no process has claimed.
#[derive(AsChangeset)]
#[diesel(table_name = notices, treat_none_as_null = true)]
struct Unclaimed {
    lease_owner: Option<String>,
    lease_until: Option<NaiveDateTime>,
    offered_at: Option<NaiveDateTime>,
    offered_by: Option<String>,
}

const UNCLAIMED: Unclaimed = Unclaimed { lease_owner: None, lease_until: None, offered_at: None, offered_by: None };

fn with_services(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Notice>, StoreError> {
    type Columns = (String, String, NaiveDate, String, NaiveDateTime);
    let ids: Vec<&str> = rows.iter().map(|r| r.id.as_str()).collect();
    let query = service_records::table.select((
        service_records::notice_id,
        service_records::method,
        service_records::received_on,
        service_records::recorded_by,
        service_records::recorded_at,
    ));
    let services: Vec<Columns> = load_among!(conn, query, service_records::notice_id, ids)?;
    let mut of_notice = HashMap::new();
    for (notice, method, received_on, recorded_by, recorded_at) in services {
        let received_on = date_from_db(received_on)?;
        of_notice.insert(notice, Service { method, received_on, recorded_by, recorded_at: from_db(recorded_at)? });
    }
    rows.into_iter()
        .map(|row| {
            let service = of_notice.remove(&row.id);
            row.into_notice(service)
        })
        .collect()
}

/// Queues a notice with its letter. The database refuses the same notice a second time, because Message-IDs are unique.
pub fn queue(tx: &mut Tx<'_>, n: &Notice, letter: &Letter) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::insert_into(notices::table)
        .values((
            notices::id.eq(n.id.to_string()),
            notices::filing_id.eq(n.filing.to_string()),
            notices::order_id.eq(n.order.map(|id| id.to_string())),
            notices::kind.eq(n.kind.as_str()),
            notices::term.eq(n.term),
            notices::principal.eq(&n.principal),
            notices::role.eq(name(&n.role)?),
            notices::address.eq(&n.address),
            notices::reference.eq(&n.reference),
            notices::message_id.eq(&n.message_id),
            notices::state.eq(n.state.as_str()),
            notices::attempts.eq(n.attempts),
            notices::next_at.eq(to_db(n.next_at)),
            notices::queued_at.eq(to_db(n.queued_at)),
            notices::resends.eq(n.resends),
            notices::version.eq(n.version),
        ))
        .execute(conn)?;
    diesel::insert_into(letters::table)
        .values((
            letters::notice_id.eq(n.id.to_string()),
            letters::title.eq(&letter.title),
            letters::text.eq(&letter.text),
            letters::sha256.eq(letter.sha256()),
        ))
        .execute(conn)?;
    Ok(())
}

/// The letter of a notice, as it was when it was queued. Notices of older versions have none.
pub fn letter(conn: &mut Conn, id: NoticeId) -> Result<Option<Letter>, StoreError> {
    let row: Option<(String, String, String)> = letters::table
        .find(id.to_string())
        .select((letters::title, letters::text, letters::sha256))
        .first(conn)
        .optional()?;
    let Some((title, text, sha256)) = row else { return Ok(None) };
    let letter = Letter { title, text };
    if letter.sha256() != sha256 {
        return Err(StoreError::Corrupt(format!("the letter of notice {id} is not what was written")));
    }
    Ok(Some(letter))
}

/// Makes a new version of a notice, so that an officer who holds an older one must read it again.
pub fn touch(tx: &mut Tx<'_>, id: NoticeId) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(notices::table.find(id.to_string())).set(notices::version.eq(notices::version + 1)).execute(conn)?;
    Ok(())
}

/// How many notices of a kind there are about a filing or its orders. The next one is numbered by this.
pub fn count_of_kind(conn: &mut Conn, filing: FilingId, kind: NoticeKind) -> Result<i64, StoreError> {
    let of = notices::table.filter(notices::filing_id.eq(filing.to_string())).filter(notices::kind.eq(kind.as_str()));
    Ok(of.count().get_result(conn)?)
}

/// Queues a notice once more, to this address under a new Message-ID, as a new version of it.
pub fn requeue(
    tx: &mut Tx<'_>,
    id: NoticeId,
    address: &str,
    message_id: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(notices::table.find(id.to_string()))
        .set((
            notices::state.eq(NoticeState::Queued.as_str()),
            notices::address.eq(address),
            notices::message_id.eq(message_id),
            notices::attempts.eq(0),
            notices::next_at.eq(to_db(now)),
            UNCLAIMED,
            notices::resends.eq(notices::resends + 1),
            notices::version.eq(notices::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Puts proof of service on record, as a new version of the notice.
pub fn record_service(tx: &mut Tx<'_>, record: ServiceRecordId, id: NoticeId, s: &Service) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::insert_into(service_records::table)
        .values((
            service_records::id.eq(record.to_string()),
            service_records::notice_id.eq(id.to_string()),
            service_records::method.eq(&s.method),
            service_records::received_on.eq(date_to_db(s.received_on)),
            service_records::recorded_by.eq(&s.recorded_by),
            service_records::recorded_at.eq(to_db(s.recorded_at)),
        ))
        .execute(conn)?;
    diesel::update(notices::table.find(id.to_string()))
        .set((notices::state.eq(NoticeState::Served.as_str()), UNCLAIMED, notices::version.eq(notices::version + 1)))
        .execute(conn)?;
    Ok(())
}

/// Reads a notice by its id.
pub fn find(conn: &mut Conn, id: NoticeId) -> Result<Option<Notice>, StoreError> {
    let row: Option<Row> = notices::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    Ok(with_services(conn, row.into_iter().collect())?.pop())
}

/// The filing that a notice is about; `None` if there is no such notice.
pub fn filing_of(conn: &mut Conn, id: NoticeId) -> Result<Option<FilingId>, StoreError> {
    let filing: Option<String> =
        notices::table.find(id.to_string()).select(notices::filing_id).first(conn).optional()?;
    filing.as_deref().map(parse).transpose()
}

/// The notices of some orders, in the order they were queued.
pub fn of_orders(conn: &mut Conn, orders: &[OrderId]) -> Result<Vec<Notice>, StoreError> {
    let ids: Vec<String> = orders.iter().map(OrderId::to_string).collect();
    let query = notices::table.order(notices::id).select(Row::as_select());
    let rows: Vec<Row> = load_among!(conn, query, notices::order_id.assume_not_null(), ids)?;
    with_services(conn, rows)
}

/// Which notices a list is to show.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those about filings within it.
    pub reach: Reach,
    pub state: Option<NoticeState>,
    pub order: Option<OrderId>,
    /// Those of this filing, about its orders or not.
    pub filing: Option<FilingId>,
    pub kind: Option<NoticeKind>,
}

/// Up to `limit` notices after one of them, in the order they were queued.
pub fn list(conn: &mut Conn, filter: &Filter, after: Option<NoticeId>, limit: i64) -> Result<Vec<Notice>, StoreError> {
    let markings = MarkingsWithin::reach_of(conn, &filter.reach.clearance)?;
    let mut query =
        notices::table.inner_join(filings::table).filter(within_reach!(filter.reach, markings)).into_boxed();
    if let Some(state) = filter.state {
        query = query.filter(notices::state.eq(state.as_str()));
    }
    if let Some(order) = filter.order {
        query = query.filter(notices::order_id.eq(order.to_string()));
    }
    if let Some(filing) = filter.filing {
        query = query.filter(notices::filing_id.eq(filing.to_string()));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(notices::kind.eq(kind.as_str()));
    }
    if let Some(after) = after {
        query = query.filter(notices::id.gt(after.to_string()));
    }
    let rows: Vec<Row> = query.order(notices::id).limit(limit).select(Row::as_select()).load(conn)?;
    with_services(conn, rows)
}

/// How many notices wait, and since when the one that has waited longest. For the health check.
pub fn waiting(conn: &mut Conn) -> Result<(i64, Option<Timestamp>), StoreError> {
    let queued = || notices::table.filter(notices::state.eq(NoticeState::Queued.as_str()));
    let n: i64 = queued().count().get_result(conn)?;
    let oldest: Option<NaiveDateTime> = queued().select(diesel::dsl::min(notices::queued_at)).first(conn)?;
    Ok((n, oldest.map(from_db).transpose()?))
}
