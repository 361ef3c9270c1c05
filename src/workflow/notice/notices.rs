//! Notices to the people of a case: queued with their letters by what causes them, sent again, proven
//! served (R3.5, R4.4). Sending them is [`super::outbox`]'s job; what a mail says is `domain::notice`'s,
//! what a letter says `domain::letter`'s; asking again for a receipt is [`super::receipts`]'.
//!
//! A verb that must tell somebody calls `queue` in its transaction, with the facts of its kind of
//! letter; all else follows from them.

use super::{By, Ctx, Error, case, input};
use crate::domain::access::{self, not_found};
use crate::domain::actor::{Actor, Role};
use crate::domain::agency::AgencyCode;
use crate::domain::calendar::washington_date;
use crate::domain::filing::{Party, PartyRole};
use crate::domain::ids::{FilingId, NoticeId, OrderId, ServiceRecordId};
use crate::domain::letter::{Facts, Head, InEffect, Letter, sponsor_names};
use crate::domain::notice::{
    Notice, NoticeKind, NoticeState, Service, Subject, addressees, message_id, present_address, reference,
};
use crate::domain::order::{Order, Term};
use crate::domain::refusal::{INVALID, NOTICE_NO_LETTER, NOTICE_NOT_RESENDABLE, NOTICE_SERVED, Refusal};
use crate::store::filings::FilingRecord;
use crate::store::{Conn, StoreError, Tx, agencies, notices};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A notice as officers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeView {
    /// Its id.
    pub id: NoticeId,
    /// The filing.
    pub filing_id: FilingId,
    /// The order, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// What it is about; never told in the mail.
    pub kind: NoticeKind,
    /// Which of its kind: the number of the term, the permit, the petition it belongs to.
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
            filing_id: n.filing,
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

/// What a notice is about.
#[derive(Clone, Copy)]
pub(super) enum About<'a> {
    /// An order.
    Order(&'a Order),
    /// A filing, where no order stands behind the notice.
    Filing(FilingId),
}

impl About<'_> {
    fn filing(self) -> FilingId {
        match self {
            Self::Order(order) => order.filing,
            Self::Filing(id) => id,
        }
    }
    fn order(&self) -> Option<&Order> {
        match self {
            Self::Order(order) => Some(order),
            Self::Filing(_) => None,
        }
    }
}

/// Queues a notice with its letter for every principal of record and the correspondent (R3.5), in the
/// transaction of what it tells. Who has no mail address gets it on paper; where nobody is on record, the
/// applicant does. `number` says which of its kind it is (a term, a permit, a petition): the same kind and
/// number is told once. Returns how many notices there are.
pub(super) fn queue(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    about: About<'_>,
    number: i32,
    facts: &Facts,
    now: Timestamp,
) -> Result<usize, Error> {
    let filing = case::filing_of(tx, about.filing())?;
    let mut people = addressees(&case::parties(tx, filing.id)?);
    if people.is_empty() {
        people.push(Party {
            role: PartyRole::Applicant,
            name: "applicant of record".into(),
            country: None,
            email: None,
        });
    }
    let order = about.order().map(|o| (o.id, o.number.as_str()));
    for person in &people {
        queue_one(cx, tx, &filing, order, person, number, facts, now)?;
    }
    Ok(people.len())
}

/// Queues a notice with its letter for one person.
#[expect(clippy::too_many_arguments, reason = "all of it is what a notice is")]
pub(super) fn queue_one(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    filing: &FilingRecord,
    order: Option<(OrderId, &str)>,
    person: &Party,
    number: i32,
    facts: &Facts,
    now: Timestamp,
) -> Result<NoticeId, Error> {
    let kind = facts.kind();
    let subject = order.map_or(Subject::Filing(filing.id), |(id, _)| Subject::Order(id));
    let notice = Notice {
        id: NoticeId::fresh(&*cx.ids),
        filing: filing.id,
        order: order.map(|(id, _)| id),
        kind,
        term: number,
        principal: person.name.clone(),
        role: person.role,
        address: person.email.clone(),
        reference: reference(subject, kind, number, person),
        message_id: message_id(subject, kind, number, person, 0, &cx.settings.mail_domain),
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
    let letter = facts.letter(&Head {
        principal: &notice.principal,
        reference: &notice.reference,
        dated: washington_date(now),
        application: filing.application_number.as_str(),
        order: order.map(|(_, number)| number),
        office: &cx.settings.office,
    });
    notices::queue(tx, &notice, &letter)?;
    Ok(notice.id)
}

/// An order in one of its terms, as its letters tell it. `leaving` are sponsors that the term begins
/// without, where the order was read before they left.
pub(super) fn in_effect(
    conn: &mut Conn,
    order: &Order,
    term: &Term,
    leaving: &[AgencyCode],
) -> Result<InEffect, Error> {
    let agencies = agencies::all(conn)?;
    if leaving.is_empty() {
        return Ok(InEffect::of(order, term, &agencies));
    }
    let mut after = order.clone();
    after.sponsors.retain(|s| !leaving.contains(&s.agency));
    Ok(InEffect::of(&after, term, &agencies))
}

/// The names of those who sponsor an order on a day, as its letters tell them.
pub(super) fn sponsors(conn: &mut Conn, order: &Order, on: Date) -> Result<Vec<String>, Error> {
    Ok(sponsor_names(order, &agencies::all(conn)?, on))
}

/// A notice's subject as the ledger names it.
pub(super) fn about(notice: &Notice) -> String {
    match notice.subject() {
        Subject::Order(id) => format!("order={id}"),
        Subject::Filing(id) => format!("filing={id}"),
    }
}

/// Which notices to list.
#[derive(Debug, Clone, Default)]
pub struct NoticeQuery {
    /// Those in this state.
    pub state: Option<NoticeState>,
    /// Those of this order.
    pub order: Option<OrderId>,
    /// Those of this filing, about its orders or not.
    pub filing: Option<FilingId>,
    /// Those of this kind.
    pub kind: Option<NoticeKind>,
    /// Those after this one.
    pub after: Option<NoticeId>,
    /// At most this many.
    pub limit: i64,
}

/// The notices an officer may see, in the order they were queued.
pub fn list(cx: &Ctx, actor: &Actor, query: &NoticeQuery) -> Result<Vec<NoticeView>, Error> {
    access::role(actor, &[Role::LicensingOfficer])?;
    cx.read(|conn| {
        let filter = notices::Filter {
            clearance: actor.clearance,
            state: query.state,
            order: query.order,
            filing: query.filing,
            kind: query.kind,
        };
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

pub(super) fn find(conn: &mut Conn, actor: &Actor, id: NoticeId) -> Result<(Notice, FilingRecord), Error> {
    let Some(notice) = notices::find(conn, id)? else { return Err(not_found().into()) };
    let filing = case::filing(conn, actor, notice.filing)?;
    Ok((notice, filing))
}

pub(super) fn again(conn: &mut Conn, id: NoticeId) -> Result<NoticeView, Error> {
    let notice = notices::find(conn, id)?;
    Ok(notice.ok_or_else(|| StoreError::Corrupt(format!("notice {id} is gone")))?.into())
}

/// A letter as an officer hands it out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterView {
    /// Its notice.
    pub notice_id: NoticeId,
    /// What it is, in a few words.
    pub title: String,
    /// The whole text.
    pub text: String,
    /// SHA-256 of the text, in hexadecimal.
    pub sha256: String,
}

/// The letter of a notice, exactly as it was when it was queued.
pub fn letter(cx: &Ctx, actor: &Actor, id: NoticeId) -> Result<LetterView, Error> {
    access::role(actor, &[Role::LicensingOfficer])?;
    cx.read(|conn| {
        find(conn, actor, id)?;
        let Some(letter) = notices::letter(conn, id)? else {
            return Err(Refusal::new(
                &NOTICE_NO_LETTER,
                "It was queued by an earlier version, which kept no letters; hand out the papers of the case.",
            )
            .into());
        };
        let sha256 = letter.sha256();
        let Letter { title, text } = letter;
        Ok(LetterView { notice_id: id, title, text, sha256 })
    })
}

/// Has a notice sent once more, under a new Message-ID and to the address now on record.
pub fn resend(cx: &Ctx, by: &By<'_>, id: NoticeId) -> Result<NoticeView, Error> {
    cx.act(by, "notice.resend", format!("notice:{id}"), |tx, record| {
        access::role(by.actor, &[Role::LicensingOfficer])?;
        let (notice, filing) = find(tx, by.actor, id)?;
        by.check_version(notice.version)?;
        let (subject, about) = (notice.subject(), about(&notice));
        let parties = case::document(tx, &filing)?.parties;
        let address = present_address(&parties, &notice.principal, notice.address.as_deref());
        // An agency that is a party of record by the same name is written to as a sponsor all the same.
        let address = address.filter(|_| !notice.kind.is_for_sponsors());
        let refuse = |text: &str| Err(Refusal::new(&NOTICE_NOT_RESENDABLE, text).into());
        let address = match (notice.state, address) {
            (NoticeState::Queued, _) => return refuse("It waits to be sent; it will be tried again by itself."),
            (NoticeState::Served, _) => return Err(served().into()),
            (_, None) => return refuse("No mail address is on record for this principal. Serve it on paper."),
            (NoticeState::Sent | NoticeState::Failed | NoticeState::Paper, Some(address)) => address,
        };
        let person = Party { role: notice.role, name: notice.principal, country: None, email: Some(address.clone()) };
        let resends = notice.resends + 1;
        let id_of_mail = message_id(subject, notice.kind, notice.term, &person, resends, &cx.settings.mail_domain);
        notices::requeue(tx, id, &address, &id_of_mail, cx.now())?;
        record.detail = format!("{about} resends={resends}");
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
        record.detail = format!("{} received_on={}", about(&notice), service.received_on);
        again(tx, id)
    })
}

pub(super) fn served() -> Refusal {
    Refusal::new(&NOTICE_SERVED, "Proof that it arrived is on record; there is nothing left to do.")
}
