//! Words that several resources use on the wire. Each enumeration repeats one of the domain's, so
//! that the description names its words and a change of the law's words is a change of the contract
//! somebody has to make; the matches below fail to compile until they do.

use domain;
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
    /// The way papers came in. Classified ones are carried by hand, mailed under 37 CFR 5.1(a) or sent over SIPRNET.
    ReceivedBy = domain::filing::ReceivedBy { Ordinary, HandCarried, Mailed, Siprnet }
    /// A section of a filing's text.
    Section = domain::filing::Section { Title, Abstract, Claims, Description }
    /// A classification scheme.
    Scheme = domain::filing::Scheme { Cpc, Ipc, Uspc, Locarno }
    /// The overall answer of a screening. `needs_human` is never clear.
    Verdict = domain::screening::Verdict { Clear, Flagged, NeedsHuman }
    /// Where a re-screening stands.
    PassState = crate::workflow::list::rescreen::progress::PassState { Waiting, Running, Done, Superseded }
    /// Why a re-screening was due: a list revision was adopted, or another screening engine runs.
    RescreeningReason = crate::workflow::list::rescreen::progress::Reason { List, Engine }
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
    /// Whether a license is needed to file abroad.
    LicenseNeed = domain::license::Need { NotMadeHere, SixMonthsPast, Needed, UnderOrder }
    /// Where a license stands.
    LicenseState = domain::license::State { Pending, Granted, Suspended, Revoked, Refused }
    /// How far a license reaches.
    LicenseScope = domain::license::Scope { Broad, Narrow }
    /// A step of examination under an order.
    ExaminationStep = domain::examination::Step {
        Action, FinalRejection, Reply, Appeal, ExaminersAnswer, Allowable, InterferenceSuggested,
    }
    /// Why days are given back to the term of a patent.
    DelayKind = domain::examination::DelayKind { Sealed, ExaminersAnswer, Allowable }
    /// What may not be instituted under an order.
    Proceeding = crate::workflow::filing::examination::Proceeding { Hearing, Interference }
    /// A step of an international application.
    InternationalStep = domain::international::Step { Transmitted, Notified, NationalStage, TreatedWithdrawn }
    /// How a marking was answered.
    MarkingAnswer = domain::marked::Answer { Declassified, Removed, UnderOrder, GoodFaith }
    /// Which agency may claim an invention.
    PropertyTrack = domain::property::Track { Doe, Nasa }
    /// A step on a property track.
    PropertyStep = domain::property::Step {
        Notified, StatementRequested, StatementReceived, CopiesSent, Claimed, Waived, HearingRequested,
        HeardForApplicant, HeardForAgency, FalseStatement,
    }
    /// To whom a patent may issue as far as property goes.
    PropertyOwner = domain::property::Owner { Applicant, Agency, Open }
    /// How a filing left the Office's hands.
    Disposal = domain::record::Disposal { Published, Patented, Abandoned, Withdrawn }
    /// Foreign ownership, control or influence over an owner.
    ForeignOwnership = domain::adviser::ForeignOwnership { None, Mitigated, Unmitigated }
    /// A bar in force.
    Hold = domain::holds::Bar { Publication, Grant, Transmittal, ForeignFiling }
    /// What a term stands on.
    TermBasis = domain::order::TermBasis { Issue, Renewal }
    /// What a sponsor determines for the coming term.
    Need = domain::order::Need { NationalInterestRequires, NotRequired }
    /// What makes orders outlive their year.
    RegimeKind = domain::regime::RegimeKind { War, Emergency }
    /// Where a regime stands.
    RegimeStatus = domain::regime::RegimeStatus { Proposed, Withdrawn, InForce, EndProposed, Ended }
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
    ClockKind = domain::clocks::ClockKind {
        OrderExpiry, AgencyAlarm, SixMonths, ReferralDue, ReceiptOutstanding, ProvisionalEnd, TreatyNotice,
        TreatyWithdrawal,
        SecurityAgreementEnd, MarkingPeriod, PropertyStatement, PropertyClaim, PropertyHearing, AppealDue, PermitEnds,
        CompensationEnds, InterestUnasked, ReversalOpen,
    }
    /// An examiner's decision on a hit.
    Decision = crate::workflow::filing::screenings::Decision { Confirm, Dismiss }
    /// A sponsor's position on a petition.
    Position = domain::petition::Position { Concur, Object }
    /// Where a petition stands.
    PetitionState = domain::petition::State { Open, Granted, Denied }
    /// What the Secretary of Commerce decides.
    AppealOutcome = domain::appeal::Outcome { Upheld, Reversed, Remanded }
    /// Where an agency's condition stands.
    ConditionState = domain::condition::LineState { Untouched, BesideAnother, Unaccounted, Adopted, Merged, Declined }
    /// What was done in violation of an order.
    Offence = domain::violation::Offence { Publication, Disclosure, ForeignFiling }
    /// Who can violate an order so that the invention is held abandoned.
    Offender = domain::violation::Offender { Inventor, Successor, Assign, LegalRepresentative, InPrivity }
    /// What is decided on a finding of a violation.
    Holding = domain::violation::Holding { HoldAbandoned, NotHeld }
    /// Who a disclosee is to the rules.
    Disclosee = domain::incident::Disclosee { CitizenInUs, Foreign }
    /// Where the window for compensation stands.
    WindowState = domain::compensation::WindowState { NotOpen, Open, Closed }
    /// How an act came out.
    Outcome = domain::ledger::Outcome { Done, Refused }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::base::actor::Role as DomainRole;

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
