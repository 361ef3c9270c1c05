//! Notices to the people of a case: reading them, sending one again, recording that one was served (R3.5, R4.4). Not
//! their job: sending ([`crate::workflow::notice::outbox`]), asking again for a receipt
//! ([`crate::workflow::notice::receipts`]), the words of a mail (`domain::notice`) and of a letter (`domain::letter`).
//!
//! A verb that must notify somebody calls `workflow::frame::notify` in its transaction, with the facts of its kind of
//! letter.

use crate::store::filing::filings::FilingRecord;
use crate::store::notice::notices;
use crate::store::{Conn, StoreError};
use crate::workflow::frame::notify::{NoticeView, ledger_subject};
use crate::workflow::frame::{case, input};
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::calendar::washington_date;
use domain::base::ids::{FilingId, NoticeId, OrderId, ServiceRecordId};
use domain::base::refusal::{INVALID, NOTICE_NO_LETTER, NOTICE_NOT_RESENDABLE, NOTICE_SERVED, Refusal};
use domain::filing::Party;
use domain::letter::Letter;
use domain::notice::{Notice, NoticeKind, NoticeState, Service, message_id, present_address};
use domain::review::access::{self, Reach, not_found};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which notices to list.
#[derive(Debug, Clone, Default)]
pub struct NoticeQuery {
    pub state: Option<NoticeState>,
    pub order: Option<OrderId>,
    /// Those of this filing, about its orders or not.
    pub filing: Option<FilingId>,
    pub kind: Option<NoticeKind>,
    pub after: Option<NoticeId>,
    /// At most this many.
    pub limit: i64,
}

/// The notices an officer may see, in the order they were queued.
pub fn list(cx: &Ctx, actor: &Actor, query: &NoticeQuery) -> Result<Vec<NoticeView>, Error> {
    access::role(actor, &[Role::LicensingOfficer])?;
    cx.read(|conn| {
        let filter = notices::Filter {
            reach: Reach::of(actor),
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

/// Reads a notice by its id, for a licensing officer.
pub fn get(cx: &Ctx, actor: &Actor, id: NoticeId) -> Result<NoticeView, Error> {
    access::role(actor, &[Role::LicensingOfficer])?;
    cx.look(actor, "notice.read", format!("notice:{id}"), |conn| Ok(find_visible(conn, actor, id)?.0.into()))
}

/// A notice with its filing, for whoever may see that. As much is read for a notice that does not exist.
pub(crate) fn find_visible(conn: &mut Conn, actor: &Actor, id: NoticeId) -> Result<(Notice, FilingRecord), Error> {
    let filing = notices::filing_of(conn, id)?.unwrap_or(FilingId::NONE);
    let filing = case::filing(conn, actor, filing)?;
    Ok((notices::find(conn, id)?.ok_or_else(not_found)?, filing))
}

pub(crate) fn view_after_change(conn: &mut Conn, id: NoticeId) -> Result<NoticeView, Error> {
    let notice = notices::find(conn, id)?;
    Ok(notice.ok_or_else(|| StoreError::Corrupt(format!("notice {id} is gone")))?.into())
}

/// A letter as it is handed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Letter)]
pub struct LetterView {
    /// The notice of the letter.
    #[schema(value_type = uuid::Uuid)]
    pub notice_id: NoticeId,
    /// What the letter is, in a few words.
    #[schema(example = "General Secrecy Order")]
    pub title: String,
    /// The whole text.
    pub text: String,
    /// SHA-256 of the text, in hexadecimal.
    pub sha256: String,
}

/// The letter of a notice, exactly as it was when it was queued.
pub fn letter(cx: &Ctx, actor: &Actor, id: NoticeId) -> Result<LetterView, Error> {
    access::role(actor, &[Role::LicensingOfficer])?;
    cx.look(actor, "notice.read", format!("notice:{id}"), |conn| {
        find_visible(conn, actor, id)?;
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

/// Queues a notice once more, under a new Message-ID and to the address now on record.
pub fn resend(cx: &Ctx, by: &By<'_>, id: NoticeId) -> Result<NoticeView, Error> {
    cx.act(by, "notice.resend", format!("notice:{id}"), |tx, record| {
        access::role(by.actor, &[Role::LicensingOfficer])?;
        let (notice, filing) = find_visible(tx, by.actor, id)?;
        by.check_version(notice.version)?;
        let (subject, about) = (notice.subject(), ledger_subject(&notice));
        let parties = case::document(tx, &filing)?.parties;
        let address = present_address(&parties, &notice.principal, notice.address.as_deref());
        // An agency may be a party of record by the same name. As a sponsor it is still written to on paper.
        let address = address.filter(|_| !notice.kind.is_for_sponsors());
        let refuse = |text: &str| Err(Refusal::new(&NOTICE_NOT_RESENDABLE, text).into());
        let address = match (notice.state, address) {
            (NoticeState::Queued, _) => return refuse("It waits to be sent; it will be tried again by itself."),
            (NoticeState::Served, _) => return Err(refuse_served().into()),
            (_, None) => return refuse("No mail address is on record for this principal. Serve it on paper."),
            (NoticeState::Sent | NoticeState::Failed | NoticeState::Paper, Some(address)) => address,
        };
        let person = Party { role: notice.role, name: notice.principal, country: None, email: Some(address.clone()) };
        let resends = notice.resends + 1;
        let id_of_mail = message_id(subject, notice.kind, notice.term, &person, resends, &cx.settings.mail_domain);
        notices::requeue(tx, id, &address, &id_of_mail, cx.now())?;
        record.detail = format!("{about} resends={resends}");
        view_after_change(tx, id)
    })
}

/// Stops every notice that waits, for a person to decide about, in a record that was restored from a backup made at
/// `made`. `why` is shown with each. Returns how many there were.
pub fn hold_waiting(cx: &Ctx, by: &By<'_>, why: &str, made: &str) -> Result<usize, Error> {
    cx.act(by, "database.restore", "database", |tx, record| {
        let held = notices::hold_waiting(tx, why)?;
        record.detail = format!("backup_of={made} notices_held={held}");
        Ok(held)
    })
}

/// Proof of service to be put on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewService)]
pub struct ServiceInput {
    /// How the notice was served.
    #[schema(example = "certified mail")]
    pub method: String,
    /// The day the principal received the notice.
    pub received_on: Date,
}

/// Puts proof of service on record, once and for ever (R3.5).
pub fn record_service(cx: &Ctx, by: &By<'_>, id: NoticeId, ask: &ServiceInput) -> Result<NoticeView, Error> {
    cx.act(by, "notice.serve", format!("notice:{id}"), |tx, record| {
        access::role(by.actor, &[Role::LicensingOfficer])?;
        let (notice, _) = find_visible(tx, by.actor, id)?;
        by.check_version(notice.version)?;
        if notice.state == NoticeState::Served {
            return Err(refuse_served().into());
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
        record.detail = format!("{} received_on={}", ledger_subject(&notice), service.received_on);
        view_after_change(tx, id)
    })
}

pub(crate) fn refuse_served() -> Refusal {
    Refusal::new(&NOTICE_SERVED, "Proof that it arrived is on record; there is nothing left to do.")
}
