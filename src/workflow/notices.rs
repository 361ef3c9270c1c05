//! Notices to the people an order binds: queued with what causes them, sent again, proven served
//! (R3.5, R4.4). Sending them is [`super::outbox`]'s job; what a mail says is `domain::notice`'s.

use super::{By, Ctx, Error, case, input};
use crate::domain::access::{self, not_found};
use crate::domain::actor::{Actor, Role};
use crate::domain::calendar::washington_date;
use crate::domain::filing::{Party, PartyRole};
use crate::domain::ids::{NoticeId, OrderId, ServiceRecordId};
use crate::domain::notice::{
    Notice, NoticeKind, NoticeState, Service, addressees, message_id, present_address, reference,
};
use crate::domain::order::Order;
use crate::domain::refusal::{INVALID, NOTICE_NOT_RESENDABLE, NOTICE_SERVED, Refusal};
use crate::store::filings::FilingRecord;
use crate::store::{Conn, StoreError, Tx, filings, notices, orders};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A notice as officers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeView {
    /// Its id.
    pub id: NoticeId,
    /// The order.
    pub order_id: OrderId,
    /// What it is about; never told in the mail.
    pub kind: NoticeKind,
    /// Number of the term it belongs to.
    pub term: i32,
    /// Whom it is for.
    pub principal: String,
    /// The role of that party.
    pub role: PartyRole,
    /// Mail address, if one is on record.
    pub address: Option<String>,
    /// What the mail names, and what the principal will give at the window.
    pub reference: String,
    /// Message-ID, without angle brackets.
    pub message_id: String,
    /// Where it stands.
    pub state: NoticeState,
    /// Times tried since it was last queued.
    pub attempts: i32,
    /// When it is tried next, while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_attempt_at: Option<Timestamp>,
    /// The mail server's last words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_reply: Option<String>,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// When it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Timestamp>,
    /// Proof of service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
    /// How often an officer had it sent again.
    pub resends: i32,
    /// Counts changes; its ETag.
    pub version: i32,
}

impl From<Notice> for NoticeView {
    fn from(n: Notice) -> Self {
        Self {
            id: n.id,
            order_id: n.order,
            kind: n.kind,
            term: n.term,
            principal: n.principal,
            role: n.role,
            address: n.address,
            reference: n.reference,
            message_id: n.message_id,
            state: n.state,
            attempts: n.attempts,
            next_attempt_at: (n.state == NoticeState::Queued).then_some(n.next_at),
            last_reply: n.last_reply,
            queued_at: n.queued_at,
            sent_at: n.sent_at,
            service: n.service,
            resends: n.resends,
            version: n.version,
        }
    }
}

/// Queues one notice for every principal of record and the correspondent (R3.5), in the transaction
/// of what it tells. Who has no mail address gets it on paper; where nobody is on record, the
/// applicant does. Returns how many there are.
pub(super) fn queue_for_all(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    order: &Order,
    kind: NoticeKind,
    term: i32,
    now: Timestamp,
) -> Result<usize, Error> {
    let mut people = addressees(&case::parties(tx, order.filing)?);
    if people.is_empty() {
        people.push(Party {
            role: PartyRole::Applicant,
            name: "applicant of record".into(),
            country: None,
            email: None,
        });
    }
    for person in &people {
        let notice = Notice {
            id: NoticeId::fresh(&*cx.ids),
            order: order.id,
            kind,
            term,
            principal: person.name.clone(),
            role: person.role,
            address: person.email.clone(),
            reference: reference(order.id, kind, term, person),
            message_id: message_id(order.id, kind, term, person, 0, &cx.settings.mail_domain),
            state: if person.email.is_some() { NoticeState::Queued } else { NoticeState::Paper },
            attempts: 0,
            next_at: now,
            last_reply: None,
            queued_at: now,
            sent_at: None,
            service: None,
            resends: 0,
            version: 1,
        };
        notices::queue(tx, &notice)?;
    }
    Ok(people.len())
}

/// Which notices to list.
#[derive(Debug, Clone, Default)]
pub struct NoticeQuery {
    /// Those in this state.
    pub state: Option<NoticeState>,
    /// Those of this order.
    pub order: Option<OrderId>,
    /// Those after this one.
    pub after: Option<NoticeId>,
    /// At most this many.
    pub limit: i64,
}

/// The notices an officer may see, in the order they were queued.
pub fn list(cx: &Ctx, actor: &Actor, query: &NoticeQuery) -> Result<Vec<NoticeView>, Error> {
    access::role(actor, &[Role::LicensingOfficer])?;
    cx.read(|conn| {
        let filter = notices::Filter { clearance: actor.clearance, state: query.state, order: query.order };
        let found = notices::list(conn, &filter, query.after, query.limit)?;
        let items = found.into_iter().map(NoticeView::from).collect();
        Ok(items)
    })
}

/// One notice.
pub fn get(cx: &Ctx, actor: &Actor, id: NoticeId) -> Result<NoticeView, Error> {
    access::role(actor, &[Role::LicensingOfficer])?;
    cx.read(|conn| Ok(find(conn, actor, id)?.0.into()))
}

fn find(conn: &mut Conn, actor: &Actor, id: NoticeId) -> Result<(Notice, FilingRecord), Error> {
    let Some(notice) = notices::find(conn, id)? else { return Err(not_found().into()) };
    let order = orders::find(conn, notice.order)?;
    let order = order.ok_or_else(|| StoreError::Corrupt(format!("order {} is gone", notice.order)))?;
    let filing = case::filing(conn, actor, order.filing)?;
    Ok((notice, filing))
}

fn again(conn: &mut Conn, id: NoticeId) -> Result<NoticeView, Error> {
    let notice = notices::find(conn, id)?;
    Ok(notice.ok_or_else(|| StoreError::Corrupt(format!("notice {id} is gone")))?.into())
}

/// Has a notice sent once more, under a new Message-ID and to the address now on record.
pub fn resend(cx: &Ctx, by: &By<'_>, id: NoticeId) -> Result<NoticeView, Error> {
    cx.act(by, "notice.resend", format!("notice:{id}"), |tx, record| {
        access::role(by.actor, &[Role::LicensingOfficer])?;
        let (notice, filing) = find(tx, by.actor, id)?;
        by.check_version(notice.version)?;
        let parties = case::document(tx, &filing)?.parties;
        let address = present_address(&parties, &notice.principal, notice.address.as_deref());
        let refuse = |text: &str| Err(Refusal::new(&NOTICE_NOT_RESENDABLE, text).into());
        let address = match (notice.state, address) {
            (NoticeState::Queued, _) => return refuse("It waits to be sent; it will be tried again by itself."),
            (NoticeState::Served, _) => return Err(served().into()),
            (_, None) => return refuse("No mail address is on record for this principal. Serve it on paper."),
            (NoticeState::Sent | NoticeState::Failed | NoticeState::Paper, Some(address)) => address,
        };
        let person = Party { role: notice.role, name: notice.principal, country: None, email: Some(address.clone()) };
        let resends = notice.resends + 1;
        let id_of_mail = message_id(notice.order, notice.kind, notice.term, &person, resends, &cx.settings.mail_domain);
        notices::requeue(tx, id, &address, &id_of_mail, cx.now())?;
        record.detail = format!("order={} resends={resends}", notice.order);
        again(tx, id)
    })
}

/// What an officer records of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceInput {
    /// How it was served.
    pub method: String,
    /// The day the principal received it.
    pub received_on: Date,
}

/// Puts proof of service on record, once and for ever (R3.5).
pub fn record_service(cx: &Ctx, by: &By<'_>, id: NoticeId, ask: &ServiceInput) -> Result<NoticeView, Error> {
    cx.act(by, "notice.serve", format!("notice:{id}"), |tx, record| {
        access::role(by.actor, &[Role::LicensingOfficer])?;
        let (notice, _) = find(tx, by.actor, id)?;
        by.check_version(notice.version)?;
        if notice.state == NoticeState::Served {
            return Err(served().into());
        }
        let now = cx.now();
        let (first, today) = (washington_date(notice.queued_at), washington_date(now));
        if ask.received_on < first || ask.received_on > today {
            return Err(Refusal::new(
                &INVALID,
                format!("The notice dates from {first} and today is {today}; it was received in between."),
            )
            .at("received_on")
            .into());
        }
        let service = Service {
            method: input::line(&ask.method, "method")?,
            received_on: ask.received_on,
            recorded_by: by.actor.name.clone(),
            recorded_at: now,
        };
        notices::record_service(tx, ServiceRecordId::fresh(&*cx.ids), id, &service)?;
        record.detail = format!("order={} received_on={}", notice.order, service.received_on);
        again(tx, id)
    })
}

fn served() -> Refusal {
    Refusal::new(&NOTICE_SERVED, "Proof that it arrived is on record; there is nothing left to do.")
}
