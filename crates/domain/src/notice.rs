//! Notices: one message to one principal. What a mail may say is decided here, and it says nothing:
//! no title, no number of a filing or order, no category, no agency, and not the words of the law.

use crate::base::ids::{FilingId, NoticeId, OrderId};
use crate::base::ledger::hex;
use crate::base::reference::letters_of;
use crate::filing::{Party, PartyRole};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What a notice is about. Never told in the mail; every kind has the same subject and words. What its
/// letter says is `domain::letter`'s.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr, strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum NoticeKind {
    /// An order has been issued (35 USC 181 ¶3).
    OrderIssued,
    /// An order has been renewed (R4.4).
    OrderRenewed,
    /// An order has lapsed (R4.6).
    OrderLapsed,
    /// An order has been rescinded (R4.8).
    OrderRescinded,
    /// An order has been modified (37 CFR 5.5; R5.8).
    OrderModified,
    /// The application is kept sealed (R3.9).
    OrderSealed,
    /// It is no longer sealed (R3.9).
    OrderUnsealed,
    /// War or an emergency changes how long an order lasts (R4.9, R4.10, E35).
    RegimeChanged,
    /// The matter is expressly declassified (R4.7).
    Declassified,
    /// A permit under an order (37 CFR 5.5; R5.4).
    PermitGranted,
    /// A petition has come in (R5.1).
    PetitionReceived,
    /// A petition has been denied (R5.3).
    PetitionDenied,
    /// Time and place of the hearing of an appeal (R5.3).
    AppealHearing,
    /// The same, to an agency that sponsors the order.
    SponsorHearing,
    /// An appeal has been decided (R5.3).
    AppealDecided,
    /// The signed receipt of a letter is missing (R3.5).
    ReceiptReminder,
    /// A foreign filing license (R6.3, R6.5).
    LicenseGranted,
    /// A foreign filing license is refused (R6.3, R6.10).
    LicenseRefused,
    /// An order has made a license ineffective (R3.7, R6.8).
    LicenseSuspended,
    /// A license has been revoked (R6.8).
    LicenseRevoked,
    /// Form D-10: allowable but for the order (R8.4).
    Allowability,
    /// The same, to an agency that sponsors the order.
    SponsorAllowability,
    /// Papers bear a marking without an order (R1.6, R1.7).
    MarkingQuery,
    /// DOE or NASA need a statement of ownership (R1.9, R1.10).
    PropertyStatementRequest,
    /// The invention is held abandoned (R7.1).
    AbandonmentHeld,
}

impl NoticeKind {
    /// All there are.
    pub const ALL: &[Self] = <Self as strum::VariantArray>::VARIANTS;

    /// As stored.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
    /// What the letter is, in a few words for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::OrderIssued => "Secrecy order",
            Self::OrderRenewed => "Renewal of a secrecy order",
            Self::OrderLapsed => "End of a secrecy order",
            Self::OrderRescinded => "Rescission of a secrecy order",
            Self::OrderModified => "Modification of a secrecy order",
            Self::OrderSealed => "Sealing of an application",
            Self::OrderUnsealed => "End of sealing of an application",
            Self::RegimeChanged => "Change in the duration of a secrecy order",
            Self::Declassified => "Declassification",
            Self::PermitGranted => "Permit under a secrecy order",
            Self::PetitionReceived => "Receipt of a petition",
            Self::PetitionDenied => "Denial of a petition",
            Self::AppealHearing => "Hearing of an appeal",
            Self::SponsorHearing => "Hearing of an appeal, to a sponsor",
            Self::AppealDecided => "Decision on an appeal",
            Self::ReceiptReminder => "Reminder of a receipt",
            Self::LicenseGranted => "Foreign filing license",
            Self::LicenseRefused => "Refusal of a foreign filing license",
            Self::LicenseSuspended => "Foreign filing license without effect",
            Self::LicenseRevoked => "Revocation of a foreign filing license",
            Self::Allowability => "Notice of allowability",
            Self::SponsorAllowability => "Notice of allowability, to a sponsor",
            Self::MarkingQuery => "Question about a marking",
            Self::PropertyStatementRequest => "Request for a statement of ownership",
            Self::AbandonmentHeld => "Invention held abandoned",
        }
    }
    /// Whether it is for an agency that sponsors the order and for no party of the filing. Agencies have no mail
    /// address on record: it goes on paper.
    pub fn is_for_sponsors(self) -> bool {
        matches!(self, Self::SponsorHearing | Self::SponsorAllowability)
    }
    /// Whether its letter carries a receipt to be signed and returned (R3.5): those whose knowledge
    /// matters for liability under 35 USC 186 or for a right that runs out. Our reading.
    pub fn wants_receipt(self) -> bool {
        match self {
            Self::OrderIssued
            | Self::OrderRenewed
            | Self::OrderModified
            | Self::OrderSealed
            | Self::OrderUnsealed
            | Self::RegimeChanged
            | Self::PermitGranted
            | Self::PetitionDenied
            | Self::ReceiptReminder
            | Self::LicenseSuspended
            | Self::LicenseRevoked
            | Self::MarkingQuery
            | Self::PropertyStatementRequest
            | Self::AbandonmentHeld => true,
            Self::OrderLapsed
            | Self::OrderRescinded
            | Self::Declassified
            | Self::PetitionReceived
            | Self::AppealHearing
            | Self::SponsorHearing
            | Self::AppealDecided
            | Self::LicenseGranted
            | Self::LicenseRefused
            | Self::Allowability
            | Self::SponsorAllowability => false,
        }
    }
}

/// The thing a notice is about: what its reference and Message-ID are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// An order.
    Order(OrderId),
    /// A filing, where no order stands behind the notice.
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

/// Where a notice stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr, strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum NoticeState {
    /// Waits to be sent, or to be tried again.
    Queued,
    /// The mail server took it, or it lies in the mail folder.
    Sent,
    /// The mail server refused it for good; a person must act.
    Failed,
    /// No mail address is on record; it must go on paper.
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
    /// When.
    pub recorded_at: Timestamp,
}

/// One notice to one principal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// The filing.
    pub filing: FilingId,
    /// The order, if it is about one.
    pub order: Option<OrderId>,
    /// What it is about.
    pub kind: NoticeKind,
    /// Which of its kind: the number of the term, the permit, the petition it belongs to.
    pub term: i32,
    /// Whom it is for.
    pub principal: String,
    /// The role of that party.
    pub role: PartyRole,
    /// Mail address, if one is on record.
    pub address: Option<String>,
    /// The one thing a mail names: meaningless to anyone but the Office.
    pub reference: String,
    /// Deterministic, so that a crash never sends twice.
    pub message_id: String,
    /// Where it stands.
    pub state: NoticeState,
    /// Times tried.
    pub attempts: i32,
    /// When to try next.
    pub next_at: Timestamp,
    /// The mail server's last reply, or why it failed.
    pub last_reply: Option<String>,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// Proof of service, once an officer has recorded it.
    pub service: Option<Service>,
    /// How often an officer had it sent again; part of the Message-ID.
    pub resends: i32,
    /// Counts changes; its ETag.
    pub version: i32,
}

impl Notice {
    /// The thing it is about.
    pub fn subject(&self) -> Subject {
        self.order.map_or(Subject::Filing(self.filing), Subject::Order)
    }
}

/// The digest that reference and Message-ID are made of: subject, kind, term and principal (by role,
/// name and address), so that one principal gets one notice of each event however often a step is
/// repeated. Ids of orders and of filings never coincide.
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

/// The form in which two spellings of one name or address are the same. Used both to find the same
/// principal twice and to make its reference, so that no two addressees can share one.
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

/// Whom to write to: every principal of record (R3.5) and the correspondent, each person once. The
/// same person under several roles is written to once, in the first of them; the same name with an
/// address is preferred to one without.
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

/// The address a notice is to be sent to now, when an officer has it sent again: the one it was
/// made for while that is still on record, else the one now on record for this name, so that a
/// corrected address is used.
pub fn present_address(parties: &[Party], name: &str, made_for: Option<&str>) -> Option<String> {
    let name = fold(name);
    let of_name = addressees(parties).into_iter().filter(|p| fold(&p.name) == name);
    let candidates: Vec<String> = of_name.filter_map(|p| p.email).collect();
    match made_for {
        Some(old) if candidates.iter().any(|c| fold(c) == fold(old)) => Some(old.to_owned()),
        _ => candidates.into_iter().next().or_else(|| made_for.map(str::to_owned)),
    }
}

/// Whom a mail tells the reader to ask: the Office's own words, from the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OfficeAddress {
    /// Name that signs.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Mail address of the desk.
    pub email: String,
    /// Where a letter is handed out after an identity check.
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

/// The one subject line of all notices.
pub const SUBJECT: &str = "A letter is waiting for you";

/// The one text of all notices: a reference, where to fetch the letter, whom to ask. It depends on
/// nothing else, so that neither words nor length tell what the letter is. Its words are in
/// `notice/mail.txt`.
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

/// When to try again after a failed attempt: 1 minute, doubled each time, at most 6 hours.
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
    fn every_kind_has_one_name_that_is_read_back() {
        let names: std::collections::HashSet<_> = NoticeKind::ALL.iter().map(|k| k.as_str()).collect();
        assert_eq!(names.len(), NoticeKind::ALL.len());
        for kind in NoticeKind::ALL {
            assert_eq!(serde_json::to_value(kind).expect("json"), kind.as_str());
        }
    }

    #[test]
    fn retries_back_off_to_a_cap() {
        let minutes: Vec<_> = (1..=11).map(|n| retry_after(n).as_mins()).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]);
        assert_eq!(retry_after(i32::MAX).as_mins(), 360);
    }
}
