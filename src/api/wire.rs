//! Words that several resources use on the wire. Each enumeration repeats one of the domain's, so
//! that the description names its words and a change of the law's words is a change of the contract
//! somebody has to make; the matches below fail to compile until they do.

use crate::domain;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident = $domain:path { $($variant:ident $(= $word:literal)?),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $(#[doc = concat!("As in the domain: ", stringify!($variant), ".")] $(#[serde(rename = $word)])? $variant),+
        }
        impl From<$domain> for $name {
            fn from(d: $domain) -> Self {
                type Domain = $domain;
                match d { $(Domain::$variant => Self::$variant),+ }
            }
        }
        impl From<$name> for $domain {
            fn from(w: $name) -> Self {
                type Domain = $domain;
                match w { $($name::$variant => Domain::$variant),+ }
            }
        }
    )+};
}

words! {
    /// What an account may do at all.
    Role = domain::actor::Role { Intake, Examiner, LicensingOfficer, Reviewer, Official, SecurityOfficer, Auditor }
    /// A classification level, by its portion mark.
    Level = domain::marking::Level {
        Unclassified = "U", Cui = "CUI", Confidential = "C", Secret = "S", TopSecret = "TS",
    }
    /// Where a filing stands.
    FilingStatus = domain::status::FilingStatus {
        Clear, InTriage, UnderReview, OrderPending, UnderOrder, Released, Withdrawn, NeedsHuman,
    }
    /// What kind of application it is.
    FilingKind = domain::filing::FilingKind {
        Nonprovisional, Provisional, Pct, NationalStage, Design, Plant, Reissue, Hague,
    }
    /// What a party is to a filing.
    PartyRole = domain::filing::PartyRole { Applicant, Inventor, Assignee, Representative, Correspondent }
    /// A section of a filing's text.
    Section = domain::filing::Section { Title, Abstract, Claims, Description }
    /// A classification scheme.
    Scheme = domain::filing::Scheme { Cpc, Ipc, Uspc, Locarno }
    /// The overall answer of a screening. `needs_human` is never clear.
    Verdict = domain::screening::Verdict { Clear, Flagged, NeedsHuman }
    /// Where a re-screening stands.
    PassState = crate::workflow::rescreen::progress::PassState { Waiting, Running, Done, Superseded }
    /// Whether a foreign filing license may be given.
    LicenseOutcome = domain::screening::LicenseOutcome { Grant, Withhold }
    /// Where a passage stands.
    EvidenceSection = domain::screening::EvidenceSection { Title, Abstract, Claims, Description, Classes }
    /// What was seen beside the list.
    ObservationKind = domain::screening::ObservationKind {
        GovernmentInterest, SecurityMarking, ExportControlLegend, RelatedApplication,
    }
    /// Where a referral stands.
    ReferralStatus = domain::referral::ReferralStatus { Open, Answered, Closed }
    /// What a reviewer concludes.
    Conclusion = domain::referral::Conclusion { Order, NoObjection, MoreTime, Recuse }
    /// The finding of an agency: whether disclosure would be, or might be, detrimental to the national security.
    Finding = domain::referral::Finding { WouldBeDetrimental, MightBeDetrimental, None }
    /// The branch of 35 USC 181 a filing follows.
    Branch = domain::referral::Branch { Government, Private }
    /// Type of an order. Orders sponsored outside the DoD may have none.
    #[expect(clippy::upper_case_acronyms, reason = "Roman numerals")]
    OrderType = domain::order::OrderType { I = "I", II = "II", III = "III" }
    /// Whether an order binds.
    OrderStatus = domain::order::OrderStatus { InEffect, Lapsed, Rescinded }
    /// A bar in force.
    Hold = domain::order::Hold { Publication, Grant, Transmittal, ForeignFiling }
    /// What a term stands on.
    TermBasis = domain::order::TermBasis { Issue, Renewal }
    /// What a sponsor determines for the coming term.
    Need = domain::order::Need { NationalInterestRequires, NotRequired }
    /// What a notice is about.
    NoticeKind = domain::notice::NoticeKind {
        OrderIssued, OrderRenewed, OrderLapsed, OrderRescinded, OrderModified, OrderSealed, OrderUnsealed,
        RegimeChanged, Declassified, PermitGranted, PetitionReceived, PetitionDenied, AppealDecided, ReceiptReminder,
        LicenseGranted, LicenseRefused, LicenseSuspended, LicenseRevoked, Allowability, MarkingQuery,
        PropertyStatementRequest, AbandonmentHeld,
    }
    /// Where a notice stands.
    NoticeState = domain::notice::NoticeState { Queued, Sent, Failed, Paper, Served }
    /// What a clock counts down to.
    ClockKind = domain::clocks::ClockKind {
        OrderExpiry, AgencyAlarm, SixMonths, ReferralDue, ReceiptOutstanding, ProvisionalEnd, TreatyNotice,
        TreatyWithdrawal,
    }
    /// An examiner's decision on a hit.
    Decision = crate::workflow::screenings::Decision { Confirm, Dismiss }
    /// How an act came out.
    Outcome = domain::ledger::Outcome { Done, Refused }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actor::Role as DomainRole;

    #[test]
    fn words_on_the_wire_are_those_of_the_domain() {
        for role in DomainRole::ALL {
            assert_eq!(serde_json::to_value(Role::from(role)).expect("json"), role.as_str());
        }
        for status in domain::status::FilingStatus::ALL {
            assert_eq!(serde_json::to_value(FilingStatus::from(status)).expect("json"), status.as_str());
        }
        for (level, mark, _) in domain::marking::Level::TABLE {
            assert_eq!(serde_json::to_value(Level::from(level)).expect("json"), mark);
        }
        assert_eq!(serde_json::to_value(OrderType::II).expect("json"), "II");
        assert_eq!(serde_json::to_value(Finding::WouldBeDetrimental).expect("json"), "would_be_detrimental");
    }
}
