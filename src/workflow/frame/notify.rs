//! Queues notices with their letters, for the verb that causes them and in its transaction.
//!
//! Sending a notice is the business of the chapter `notice`.

use crate::store::filing::filings::FilingRecord;
use crate::store::notice::notices;
use crate::store::office::agencies;
use crate::store::{Conn, Tx};
use crate::workflow::frame::case;
use crate::workflow::{Ctx, Error};
use domain::base::agency::Agencies;
use domain::base::agency::AgencyCode;
use domain::base::calendar::washington_date;
use domain::base::ids::{FilingId, NoticeId, OrderId};
use domain::filing::{Party, PartyRole};
use domain::letter::{Facts, Head, InEffect, sponsor_names};
use domain::notice::{Notice, NoticeKind, NoticeState, Service, Subject, message_id, reference};
use domain::order::{Order, Term};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One message to one principal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Notice)]
pub struct NoticeView {
    /// Id of the notice.
    #[schema(value_type = uuid::Uuid)]
    pub id: NoticeId,
    /// Counts changes of the notice.
    #[serde(rename = "etag", alias = "version", with = "crate::workflow::frame::etag")]
    #[schema(value_type = String, example = "\"1\"")]
    pub version: i32,
    /// The filing.
    #[schema(value_type = uuid::Uuid)]
    pub filing_id: FilingId,
    /// The order, if the notice is about one.
    #[schema(value_type = Option<uuid::Uuid>)]
    pub order_id: Option<OrderId>,
    /// What the notice is about; never said in the mail.
    pub kind: NoticeKind,
    /// Which of its kind: the number of the term, the permit, the petition that the notice belongs to.
    pub term: i32,
    /// Name of the principal.
    pub principal: String,
    pub role: PartyRole,
    /// Mail address, if one is on record.
    pub address: Option<String>,
    /// The reference that the mail names and that the principal gives at the window.
    #[schema(example = "K7QX-M2PA-9RTD")]
    pub reference: String,
    /// Message-ID, without angle brackets.
    pub message_id: String,
    /// Where the notice stands.
    pub state: NoticeState,
    /// Times tried since the notice was last queued.
    pub attempts: i32,
    /// When the notice is tried next, while it waits.
    pub next_attempt_at: Option<Timestamp>,
    /// The mail server's last words.
    pub last_reply: Option<String>,
    /// When the notice was queued.
    pub queued_at: Timestamp,
    /// When the notice was sent.
    pub sent_at: Option<Timestamp>,
    /// Proof of service.
    pub service: Option<Service>,
    /// How often an officer had the notice sent again.
    pub resends: i32,
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
pub(crate) enum About<'a> {
    Order(&'a Order),
    /// A filing, where no order stands behind the notice.
    Filing(FilingId),
}

impl About<'_> {
    pub(crate) fn filing(self) -> FilingId {
        match self {
            Self::Order(order) => order.filing,
            Self::Filing(id) => id,
        }
    }
    pub(crate) fn order(&self) -> Option<&Order> {
        match self {
            Self::Order(order) => Some(order),
            Self::Filing(_) => None,
        }
    }
}

/// Queues a notice with its letter for every principal of record and the correspondent (R3.5), in the transaction of
/// the act that it reports. A person without a mail address gets the letter on paper. If nobody is on record, the
/// applicant of record is written to. `number` says which of its kind the notice is (of a term, a permit, a petition):
/// a kind and number is queued once. Returns how many notices were queued.
pub(crate) fn queue(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    about: About<'_>,
    number: i32,
    facts: &Facts,
    now: Timestamp,
) -> Result<usize, Error> {
    let filing = case::filing_of(tx, about.filing())?;
    let parties = case::parties(tx, &filing)?;
    queue_for(cx, tx, &Recipients::of(filing, &parties), about.order(), number, facts, now)
}

/// Queues a notice with its letter for one person.
#[expect(clippy::too_many_arguments, reason = "all of it is what a notice is")]
pub(crate) fn queue_one(
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
    let letter = letter.map_err(|e| Error::Internal(e.to_string()))?;
    notices::queue(tx, &notice, &letter)?;
    Ok(notice.id)
}

/// The facts of an order in one of its terms, for a letter. `leaving` are sponsors that left before the term began, if
/// `order` was read before they left.
pub(crate) fn in_effect(
    conn: &mut Conn,
    order: &Order,
    term: &Term,
    leaving: &[AgencyCode],
) -> Result<InEffect, Error> {
    Ok(in_effect_with(&agencies::all(conn)?, order, term, leaving))
}

/// The names of the sponsors of an order on a day, as letters give them.
pub(crate) fn sponsors(conn: &mut Conn, order: &Order, on: Date) -> Result<Vec<String>, Error> {
    Ok(sponsor_names(order, &agencies::all(conn)?, on))
}

/// The subject of a notice as the ledger names it: `order=ID` or `filing=ID`.
pub(crate) fn ledger_subject(notice: &Notice) -> String {
    match notice.subject() {
        Subject::Order(id) => format!("order={id}"),
        Subject::Filing(id) => format!("filing={id}"),
    }
}

/// The filing that notices are about, and whom they go to.
pub(crate) struct Recipients {
    filing: FilingRecord,
    people: Vec<Party>,
}

impl Recipients {
    /// Every principal of record and the correspondent (R3.5); where nobody is on record, the applicant.
    pub(crate) fn of(filing: FilingRecord, parties: &[Party]) -> Self {
        let mut people = domain::notice::addressees(parties);
        if people.is_empty() {
            people.push(Party {
                role: PartyRole::Applicant,
                name: "applicant of record".into(),
                country: None,
                email: None,
            });
        }
        Self { filing, people }
    }
}

/// Queues a notice with its letter for each of these recipients; see [`queue`].
pub(crate) fn queue_for(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    to: &Recipients,
    order: Option<&Order>,
    number: i32,
    facts: &Facts,
    now: Timestamp,
) -> Result<usize, Error> {
    let order = order.map(|o| (o.id, o.number.as_str()));
    for person in &to.people {
        queue_one(cx, tx, &to.filing, order, person, number, facts, now)?;
    }
    Ok(to.people.len())
}

/// The facts of an order in one of its terms, given the agencies; see [`in_effect`].
pub(crate) fn in_effect_with(all: &Agencies, order: &Order, term: &Term, leaving: &[AgencyCode]) -> InEffect {
    if leaving.is_empty() {
        return InEffect::of(order, term, all);
    }
    let mut after = order.clone();
    after.sponsors.retain(|s| !leaving.contains(&s.agency));
    InEffect::of(&after, term, all)
}
