//! Notices: each is one message to one principal. This module also decides what a mail says. A mail has no title, no
//! number of a filing or order, no category, no agency, and no words of the law.

mod kind;

use crate::base::ids::{FilingId, NoticeId, OrderId};
use crate::base::ledger::hex;
use crate::base::reference::letters_of;
use crate::filing::{Party, PartyRole};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use kind::NoticeKind;

/// The thing that a notice is about. Its reference and Message-ID are made from this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    Order(OrderId),
    /// A filing, for a notice without an order.
    Filing(FilingId),
}

impl Subject {
    fn as_uuid(self) -> uuid::Uuid {
        match self {
            Self::Order(id) => id.as_uuid(),
            Self::Filing(id) => id.as_uuid(),
        }
    }
}

/// How far the delivery of a notice has come.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr, strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum NoticeState {
    /// The notice waits to be sent, or to be tried again.
    Queued,
    /// The mail server accepted the mail, or the mail is in the mail folder.
    Sent,
    /// The mail server refused the mail for good. A person must act.
    Failed,
    /// No mail address is on record. The notice must go on paper.
    Paper,
    /// Proof of service is on record.
    Served,
}

impl NoticeState {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Proof that a notice reached its principal (R3.5): liability under 35 USC 186 needs knowledge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Service {
    /// How it was served (`receipt signed at the window`, `certified mail`).
    pub method: String,
    /// The day the principal received it.
    pub received_on: Date,
    /// The officer who put it on record.
    pub recorded_by: String,
    pub recorded_at: Timestamp,
}

/// One notice to one principal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub id: NoticeId,
    pub filing: FilingId,
    /// The order that the notice is about; `None` if it is about a filing.
    pub order: Option<OrderId>,
    pub kind: NoticeKind,
    /// The number of the term, permit or petition that the notice belongs to. It tells notices of one kind apart.
    pub term: i32,
    pub principal: String,
    pub role: PartyRole,
    /// Mail address, if one is on record.
    pub address: Option<String>,
    /// The only thing that a mail names. It means something to the Office alone.
    pub reference: String,
    /// Computed from the notice, so that a mail that is sent again after a crash has the same id.
    pub message_id: String,
    pub state: NoticeState,
    /// How often sending was tried.
    pub attempts: i32,
    /// When to try next.
    pub next_at: Timestamp,
    /// The last reply of the mail server, or the reason why sending failed.
    pub last_reply: Option<String>,
    pub queued_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    /// Proof of service, once an officer has recorded it.
    pub service: Option<Service>,
    /// How often an officer had the notice sent again. This is part of the Message-ID.
    pub resends: i32,
    /// Counts changes; the ETag of the notice.
    pub version: i32,
}

impl Notice {
    /// The thing that the notice is about.
    pub fn subject(&self) -> Subject {
        self.order.map_or(Subject::Filing(self.filing), Subject::Order)
    }
}

/// The digest from which reference and Message-ID are made: subject, kind, term and principal (by role, name and
/// address). So one principal gets one notice of each event, however often a step is repeated. An order and a filing
/// never have the same id.
fn digest(about: Subject, kind: NoticeKind, term: i32, principal: &Party) -> [u8; 32] {
    let mut h = Sha256::new();
    h.update(b"subrosa notice 1\0");
    h.update(about.as_uuid().as_bytes());
    h.update(kind.as_str());
    h.update(term.to_be_bytes());
    for part in [fold(&principal.name), principal.email.as_deref().map(fold).unwrap_or_default()] {
        h.update((part.len() as u64).to_be_bytes());
        h.update(part);
    }
    h.finalize().into()
}

/// Folds a name or address to a form that all its spellings share. The search for repeated principals and the reference
/// both use this form, so that no two addressees can have the same reference.
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The reference of a notice, in letters and digits that cannot be confused: `K7QX-M2PA-9RTD`.
pub fn reference(about: Subject, kind: NoticeKind, term: i32, principal: &Party) -> String {
    letters_of(&digest(about, kind, term, principal))
}

/// The Message-ID of a notice, without angle brackets.
pub fn message_id(
    about: Subject,
    kind: NoticeKind,
    term: i32,
    principal: &Party,
    resends: i32,
    domain: &str,
) -> String {
    let d = hex(&digest(about, kind, term, principal)[12..28]);
    if resends == 0 { format!("{d}@{domain}") } else { format!("{d}.{resends}@{domain}") }
}

/// The people to write to: every principal of record (R3.5) and the correspondent. A person with several roles is
/// listed once, with the first of them. Of two entries with the same name the one with an address is taken.
pub fn addressees(parties: &[Party]) -> Vec<Party> {
    let mut out: Vec<Party> = Vec::new();
    for party in parties {
        let party = Party { email: party.email.clone().filter(|e| !e.trim().is_empty()), ..party.clone() };
        let same = |a: &&mut Party| {
            let (one, other) = (a.email.as_deref().map(fold), party.email.as_deref().map(fold));
            fold(&a.name) == fold(&party.name) && (one == other || one.is_none() || other.is_none())
        };
        match out.iter_mut().find(same) {
            Some(known) if known.email.is_none() => known.email.clone_from(&party.email),
            Some(_) => {}
            None => out.push(party),
        }
    }
    out
}

/// The address for a notice that an officer has sent again. It is the first address while that is on record. Otherwise
/// it is the address now on record for this name, so that a corrected address is used.
pub fn present_address(parties: &[Party], name: &str, made_for: Option<&str>) -> Option<String> {
    let name = fold(name);
    let of_name = addressees(parties).into_iter().filter(|p| fold(&p.name) == name);
    let candidates: Vec<String> = of_name.filter_map(|p| p.email).collect();
    match made_for {
        Some(old) if candidates.iter().any(|c| fold(c) == fold(old)) => Some(old.to_owned()),
        _ => candidates.into_iter().next().or_else(|| made_for.map(str::to_owned)),
    }
}

/// How to reach the Office, as mails and letters say it. The values come from the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OfficeAddress {
    /// The name under a mail.
    pub name: String,
    pub phone: String,
    /// The mail address for questions.
    pub email: String,
    /// The place and hours where a letter is handed out after a check of identity.
    pub pickup: String,
}

impl Default for OfficeAddress {
    fn default() -> Self {
        Self {
            name: "Records Desk".into(),
            phone: "+1 202 555 0100".into(),
            email: "desk@office.example".into(),
            pickup: "the service window of the Office, Monday to Friday, 9:00 to 16:00, with a photo identity document"
                .into(),
        }
    }
}

/// The subject line of every mail.
pub const SUBJECT: &str = "A letter is waiting for you";

/// The text of every mail: the reference, where to fetch the letter, whom to ask. The words are in `notice/mail.txt`.
/// The text depends on nothing else, so that neither its words nor its length show what the letter is about.
pub fn mail_text(reference: &str, office: &OfficeAddress) -> String {
    format!(
        include_str!("notice/mail.txt"),
        reference = reference,
        pickup = office.pickup,
        name = office.name,
        phone = office.phone,
        email = office.email,
    )
}

/// The time to wait after a number of failed attempts: 1 minute, doubled each time, at most 6 hours.
pub fn retry_after(attempts: i32) -> jiff::SignedDuration {
    let minutes = 1i64 << attempts.clamp(1, 16).saturating_sub(1);
    jiff::SignedDuration::from_mins(minutes.min(360))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn party(role: PartyRole, name: &str, email: Option<&str>) -> Party {
        Party { role, name: name.into(), country: None, email: email.map(Into::into) }
    }

    #[test]
    fn r3_5_every_principal_is_written_to_once() {
        let parties = [
            party(PartyRole::Inventor, "Ada Marlowe", None),
            party(PartyRole::Applicant, "Ada Marlowe", Some("ada@example.org")),
            party(PartyRole::Assignee, "Deepfield LLC", None),
            party(PartyRole::Correspondent, "Hale & Prior", Some("docket@example.org")),
            party(PartyRole::Representative, "hale & prior", Some("docket@example.org")),
        ];
        let got: Vec<_> = addressees(&parties).into_iter().map(|p| (p.name, p.email.is_some())).collect();
        assert_eq!(got, [("Ada Marlowe".into(), true), ("Deepfield LLC".into(), false), ("Hale & Prior".into(), true)]);
    }

    #[test]
    fn no_two_addressees_of_an_order_share_a_reference() {
        let spellings = [
            ("Ärger GmbH", Some("A@x.org")),
            ("ärger GmbH", Some("a@x.org")),
            ("ärger  gmbh", None),
            ("Ärger GmbH", Some("b@x.org")),
            ("Ärger GmbH", Some("")),
        ];
        let parties: Vec<_> = spellings.iter().map(|(n, e)| party(PartyRole::Applicant, n, *e)).collect();
        let got = addressees(&parties);
        assert_eq!(got.len(), 2, "one person at each address: {got:?}");
        let order = Subject::Order(OrderId::from_uuid(Uuid::from_u128(1)));
        let references: std::collections::HashSet<_> =
            got.iter().map(|p| reference(order, NoticeKind::OrderIssued, 1, p)).collect();
        assert_eq!(references.len(), got.len());
    }

    #[test]
    fn a_notice_sent_again_goes_to_the_corrected_address() {
        let one = |email| [party(PartyRole::Applicant, "Ada Marlowe", email)];
        let now = |parties: &[Party], old| present_address(parties, "ada marlowe", old);
        assert_eq!(now(&one(Some("new@x.org")), Some("old@x.org")).as_deref(), Some("new@x.org"));
        assert_eq!(now(&one(Some("Old@x.org")), Some("old@x.org")).as_deref(), Some("old@x.org"));
        assert_eq!(now(&one(Some("new@x.org")), None).as_deref(), Some("new@x.org"));
        assert_eq!(now(&one(None), Some("old@x.org")).as_deref(), Some("old@x.org"));
        assert_eq!(now(&[], None), None);
    }

    #[test]
    fn the_mail_says_nothing() {
        let text = mail_text("K7QX-M2PA-9RTD", &OfficeAddress::default());
        for word in
            ["secre", "order", "patent", "application", "invention", "agency", "navy", "defense", "181", "security"]
        {
            assert!(!text.to_lowercase().contains(word), "{word}");
            assert!(!SUBJECT.to_lowercase().contains(word), "{word}");
        }
        insta::assert_snapshot!(text);
    }

    #[test]
    fn ids_depend_on_order_kind_term_and_principal_only() {
        let order = |n| Subject::Order(OrderId::from_uuid(Uuid::from_u128(n)));
        let a = party(PartyRole::Applicant, "A", Some("a@x.org"));
        let id = |o, k, t, p: &Party, r| message_id(order(o), k, t, p, r, "office.example");
        let base = id(1, NoticeKind::OrderIssued, 1, &a, 0);
        assert_eq!(base, id(1, NoticeKind::OrderIssued, 1, &a.clone(), 0));
        for other in [
            id(2, NoticeKind::OrderIssued, 1, &a, 0),
            id(1, NoticeKind::OrderRenewed, 1, &a, 0),
            id(1, NoticeKind::OrderIssued, 2, &a, 0),
            id(1, NoticeKind::OrderIssued, 1, &party(PartyRole::Applicant, "B", Some("a@x.org")), 0),
            id(1, NoticeKind::OrderIssued, 1, &a, 1),
        ] {
            assert_ne!(base, other);
        }
        let r = reference(order(1), NoticeKind::OrderIssued, 1, &a);
        assert_eq!(r.len(), 14);
        assert!(!base.contains(&r.replace('-', "").to_lowercase()));
    }

    #[test]
    fn retries_back_off_to_a_cap() {
        let minutes: Vec<_> = (1..=11).map(|n| retry_after(n).as_mins()).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]);
        assert_eq!(retry_after(i32::MAX).as_mins(), 360);
    }
}
