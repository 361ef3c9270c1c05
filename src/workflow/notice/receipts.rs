//! An officer asks again for the signed receipt of a letter (R3.5). Liability needs knowledge of the order, so proof
//! that a letter arrived is worth asking for twice.

use crate::store::StoreError;
use crate::store::notice::notices as rows;
use crate::store::order::orders;
use crate::workflow::frame::case;
use crate::workflow::frame::notify;
use crate::workflow::frame::notify::NoticeView;
use crate::workflow::notice::notices;
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::Role;
use domain::base::calendar::washington_date;
use domain::base::ids::NoticeId;
use domain::base::refusal::{RECEIPT_NOT_ASKED, Refusal};
use domain::filing::Party;
use domain::letter::Facts;
use domain::notice::{NoticeKind, NoticeState, present_address};
use domain::review::access;

/// Queues a reminder of a notice's receipt for its principal, to the address now on record, and returns the reminder.
/// The notice it reminds of gets a new version, so that two officers do not ask at the same time.
pub fn request_receipt(cx: &Ctx, by: &By<'_>, id: NoticeId) -> Result<NoticeView, Error> {
    cx.act(by, "notice.request_receipt", format!("notice:{id}"), |tx, record| {
        access::role(by.actor, &[Role::LicensingOfficer])?;
        let (notice, filing) = notices::find_visible(tx, by.actor, id)?;
        by.check_version(notice.version)?;
        let refuse = |text: &str| Err(Refusal::new(&RECEIPT_NOT_ASKED, text).into());
        match (notice.kind, notice.state) {
            (_, NoticeState::Served) => return Err(notices::refuse_served().into()),
            (NoticeKind::ReceiptReminder, _) => {
                return refuse("It is itself a reminder. Ask for the receipt of the letter it is about.");
            }
            (kind, _) if !kind.wants_receipt() => return refuse("The letter carries no receipt."),
            (_, NoticeState::Queued) => return refuse("It has not gone out yet; there is nothing to ask for."),
            (_, NoticeState::Sent | NoticeState::Failed | NoticeState::Paper) => {}
        }
        let now = cx.now();
        let order = match notice.order {
            Some(id) => {
                let order = orders::find(tx, id)?;
                Some(order.ok_or_else(|| StoreError::Corrupt(format!("order {id} is gone")))?)
            }
            None => None,
        };
        let parties = case::document(tx, &filing)?.parties;
        let person = Party {
            role: notice.role,
            email: present_address(&parties, &notice.principal, notice.address.as_deref()),
            name: notice.principal.clone(),
            country: None,
        };
        let asked = rows::count_of_kind(tx, filing.id, NoticeKind::ReceiptReminder)?;
        let number = i32::try_from(asked + 1).map_err(|e| Error::Internal(e.to_string()))?;
        let facts = Facts::ReceiptReminder {
            kind: notice.kind,
            dated: washington_date(notice.queued_at),
            reference: notice.reference.clone(),
        };
        let order = order.as_ref().map(|o| (o.id, o.number.as_str()));
        let reminder = notify::queue_one(cx, tx, &filing, order, &person, number, &facts, now)?;
        rows::touch(tx, id)?;
        record.detail = format!("{} reminder={reminder}", notify::ledger_subject(&notice));
        notices::view_after_change(tx, reminder)
    })
}
