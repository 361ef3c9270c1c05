//! Words that several resources use on the wire. Each enumeration repeats one of the domain's, so
//! that the description names its words and a change of the law's words is a change of the contract
//! somebody has to make; the matches below fail to compile until they do.

use domain;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

// A word is one token (`tt`) and no `literal`: the derive of the description does not look into the invisible
// group that a `literal` comes in, and would describe the name of the variant instead.
macro_rules! words {
    ($($(#[$meta:meta])* $name:ident = $domain:path { $($variant:ident $(= $word:tt)?),+ $(,)? })+) => {
        $(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, strum::VariantArray)]
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
        )+
        /// Each enumeration with the words it gives on the wire.
        #[cfg(test)]
        pub(crate) fn given() -> Vec<(&'static str, Vec<serde_json::Value>)> {
            use strum::VariantArray as _;
            vec![$((
                stringify!($name),
                $name::VARIANTS.iter().map(|v| serde_json::to_value(v).expect("json")).collect(),
            )),+]
        }
        /// Each enumeration with the words it takes on the wire.
        #[cfg(test)]
        pub(crate) fn taken() -> Vec<(&'static str, Vec<String>)> {
            vec![$((stringify!($name), crate::api::tests::words::taken::<$name>())),+]
        }
    };
}

words! {
    /// What an account may do at all.
    Role = domain::base::actor::Role { Intake, Examiner, LicensingOfficer, Reviewer, Official, SecurityOfficer, Auditor }
    /// A classification level, by its portion mark.
    Level = domain::base::marking::Level {
        Unclassified = "U", Cui = "CUI", Confidential = "C", Secret = "S", TopSecret = "TS",
    }
    /// Where a filing stands.
    FilingStatus = domain::case::status::FilingStatus {
        Clear, InTriage, UnderReview, OrderPending, UnderOrder, Released, Withdrawn, NeedsHuman,
    }
    /// What kind of application it is.
    FilingKind = domain::filing::FilingKind {
        Nonprovisional, Provisional, Pct, NationalStage, Design, Plant, Reissue, Hague,
    }
    /// What a party is to a filing.
    PartyRole = domain::filing::PartyRole { Applicant, Inventor, Assignee, Representative, Correspondent }
    /// The way papers came in. Classified ones are carried by hand, mailed under 37 CFR 5.1(a) or sent over SIPRNET.
    ReceivedBy = domain::filing::ReceivedBy { Ordinary, HandCarried, Mailed, Siprnet }
    /// A section of a filing's text.
    Section = domain::filing::Section { Title, Abstract, Claims, Description }
    /// A classification scheme.
    Scheme = domain::filing::Scheme { Cpc, Ipc, Uspc, Locarno }
    /// The overall answer of a screening. `needs_human` is never clear.
    Verdict = domain::filing::screening::Verdict { Clear, Flagged, NeedsHuman }
    /// Where a re-screening stands.
    PassState = crate::workflow::list::rescreen::progress::PassState { Waiting, Running, Done, Superseded }
    /// Why a re-screening was due: a list revision was adopted, or another screening engine runs.
    RescreeningReason = crate::workflow::list::rescreen::progress::Reason { List, Engine }
    /// Whether a foreign filing license may be given.
    LicenseOutcome = domain::filing::screening::LicenseOutcome { Grant, Withhold }
    /// Where a passage stands.
    EvidenceSection = domain::filing::screening::EvidenceSection { Title, Abstract, Claims, Description, Classes }
    /// What was seen beside the list.
    ObservationKind = domain::filing::screening::ObservationKind {
        GovernmentInterest, SecurityMarking, ExportControlLegend, RelatedApplication,
    }
    /// Where a referral stands.
    ReferralStatus = domain::review::referral::ReferralStatus { Open, Answered, Closed }
    /// What a reviewer concludes.
    Conclusion = domain::review::referral::Conclusion { Order, NoObjection, MoreTime, Recuse }
    /// The finding of an agency: whether disclosure would be, or might be, detrimental to the national security.
    Finding = domain::review::referral::Finding { WouldBeDetrimental, MightBeDetrimental, None }
    /// The branch of 35 USC 181 a filing follows.
    Branch = domain::review::referral::Branch { Government, Private }
    /// Type of an order. Orders sponsored outside the DoD may have none.
    #[expect(clippy::upper_case_acronyms, reason = "Roman numerals")]
    OrderType = domain::base::order_type::OrderType { I = "I", II = "II", III = "III" }
    /// Whether an order binds.
    OrderStatus = domain::order::OrderStatus { InEffect, Lapsed, Rescinded }
    /// Whether a license is needed to file abroad.
    LicenseNeed = domain::law::license::Need { NotMadeHere, SixMonthsPast, Needed, UnderOrder }
    /// Where a license stands.
    LicenseState = domain::law::license::State { Pending, Granted, Suspended, Revoked, Refused }
    /// How far a license reaches.
    LicenseScope = domain::law::license::Scope { Broad, Narrow }
    /// A step of examination under an order.
    ExaminationStep = domain::law::examination::Step {
        Action, FinalRejection, Reply, Appeal, ExaminersAnswer, Allowable, InterferenceSuggested,
    }
    /// Why days are given back to the term of a patent.
    DelayKind = domain::law::examination::DelayKind { Sealed, ExaminersAnswer, Allowable }
    /// What may not be instituted under an order.
    Proceeding = crate::workflow::filing::examination::Proceeding { Hearing, Interference }
    /// A step of an international application.
    InternationalStep = domain::law::international::Step { Transmitted, Notified, NationalStage, TreatedWithdrawn }
    /// How a marking was answered.
    MarkingAnswer = domain::law::marked::Answer { Declassified, Removed, UnderOrder, GoodFaith }
    /// Which agency may claim an invention.
    PropertyTrack = domain::law::property::Track { Doe, Nasa }
    /// A step on a property track.
    PropertyStep = domain::law::property::Step {
        Notified, StatementRequested, StatementReceived, CopiesSent, Claimed, Waived, HearingRequested,
        HeardForApplicant, HeardForAgency, FalseStatement,
    }
    /// To whom a patent may issue as far as property goes.
    PropertyOwner = domain::law::property::Owner { Applicant, Agency, Open }
    /// How a filing left the Office's hands.
    Disposal = domain::law::record::Disposal { Published, Patented, Abandoned, Withdrawn }
    /// Foreign ownership, control or influence over an owner.
    ForeignOwnership = domain::law::adviser::ForeignOwnership { None, Mitigated, Unmitigated }
    /// A bar in force.
    Hold = domain::case::holds::Bar { Publication, Grant, Transmittal, ForeignFiling }
    /// What a term stands on.
    TermBasis = domain::order::TermBasis { Issue, Renewal }
    /// What a sponsor determines for the coming term.
    Need = domain::order::Need { NationalInterestRequires, NotRequired }
    /// What makes orders outlive their year.
    RegimeKind = domain::order::regime::RegimeKind { War, Emergency }
    /// Where a regime stands.
    RegimeStatus = domain::order::regime::RegimeStatus { Proposed, Withdrawn, InForce, EndProposed, Ended }
    /// What a notice is about.
    NoticeKind = domain::notice::NoticeKind {
        OrderIssued, OrderRenewed, OrderLapsed, OrderRescinded, OrderModified, OrderSealed, OrderUnsealed,
        RegimeChanged, Declassified, PermitGranted, PetitionReceived, PetitionDenied, AppealHearing, SponsorHearing, AppealDecided,
        ReceiptReminder,
        LicenseGranted, LicenseRefused, LicenseSuspended, LicenseRevoked, Allowability, SponsorAllowability,
        MarkingQuery,
        PropertyStatementRequest, AbandonmentHeld,
    }
    /// Where a notice stands.
    NoticeState = domain::notice::NoticeState { Queued, Sent, Failed, Paper, Served }
    /// What a clock counts down to.
    ClockKind = domain::clock::ClockKind {
        OrderExpiry, AgencyAlarm, SixMonths, ReferralDue, ReceiptOutstanding, ProvisionalEnd, TreatyNotice,
        TreatyWithdrawal,
        SecurityAgreementEnd, MarkingPeriod, PropertyStatement, PropertyClaim, PropertyHearing, AppealDue, PermitEnds,
        CompensationEnds, InterestUnasked, ReversalOpen,
    }
    /// An examiner's decision on a hit.
    Decision = crate::workflow::filing::screenings::Decision { Confirm, Dismiss }
    /// A sponsor's position on a petition.
    Position = domain::law::petition::Position { Concur, Object }
    /// Where a petition stands.
    PetitionState = domain::law::petition::State { Open, Granted, Denied }
    /// What the Secretary of Commerce decides.
    AppealOutcome = domain::law::appeal::Outcome { Upheld, Reversed, Remanded }
    /// Where an agency's condition stands.
    ConditionState = domain::law::condition::LineState { Untouched, BesideAnother, Unaccounted, Adopted, Merged, Declined }
    /// What was done in violation of an order.
    Offence = domain::law::violation::Offence { Publication, Disclosure, ForeignFiling }
    /// Who can violate an order so that the invention is held abandoned.
    Offender = domain::law::violation::Offender { Inventor, Successor, Assign, LegalRepresentative, InPrivity }
    /// What is decided on a finding of a violation.
    Holding = domain::law::violation::Holding { HoldAbandoned, NotHeld }
    /// Who a disclosee is to the rules.
    Disclosee = domain::law::incident::Disclosee { CitizenInUs, Foreign }
    /// Where the window for compensation stands.
    WindowState = domain::law::compensation::WindowState { NotOpen, Open, Closed }
    /// How an act came out.
    Outcome = domain::base::ledger::Outcome { Done, Refused }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::base::actor::Role as DomainRole;

    #[test]
    fn words_on_the_wire_are_those_of_the_domain() {
        for &role in DomainRole::ALL {
            assert_eq!(serde_json::to_value(Role::from(role)).expect("json"), role.as_str());
        }
        for status in domain::case::status::FilingStatus::ALL {
            assert_eq!(serde_json::to_value(FilingStatus::from(status)).expect("json"), status.as_str());
        }
        for (level, mark, _) in domain::base::marking::Level::TABLE {
            assert_eq!(serde_json::to_value(Level::from(level)).expect("json"), mark);
        }
        assert_eq!(serde_json::to_value(OrderType::II).expect("json"), "II");
        assert_eq!(serde_json::to_value(Finding::WouldBeDetrimental).expect("json"), "would_be_detrimental");
    }
}
