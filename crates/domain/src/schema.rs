//! The enumerations of this crate as an OpenAPI document describes them: the name, the description and the words of
//! each, for a program that shows them to others.
//!
//! Not its job: how a value is written as JSON. That is `serde` at each type, and the words are taken from there. The
//! module is built with the feature `schema` only, so that whoever uses the law alone does not build `utoipa`.
//!
//! The list has every variant of each enumeration: a new variant does not compile until it stands here.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::borrow::Cow;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{RefOr, schema::SchemaType};
use utoipa::{PartialSchema, ToSchema};

/// An enumeration with the words by which it is written and read.
#[derive(Debug)]
pub struct Words {
    /// Name in the description.
    pub name: &'static str,
    /// The word of each variant, in their order.
    pub written: Vec<Value>,
    /// Reads a word; the error of `serde` lists the words that are read.
    pub read: fn(Value) -> Result<(), serde_json::Error>,
}

fn written<T: Serialize>(all: &[T]) -> Vec<Value> {
    // A variant without members is written as a string, which cannot fail.
    all.iter().map(|word| serde_json::to_value(word).unwrap_or_default()).collect()
}

fn read<T: DeserializeOwned>(word: Value) -> Result<(), serde_json::Error> {
    serde_json::from_value::<T>(word).map(drop)
}

fn schema(description: &str, words: Vec<Value>) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::String))
        .description(Some(description))
        .enum_values(Some(words))
        .into()
}

macro_rules! described {
    ($($name:ident = $type:ty, $description:literal: $($variant:ident)+;)+) => {
        $(
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                schema($description, written(&[$(<$type>::$variant),+]))
            }
        }
        impl ToSchema for $type {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
        )+
        /// Every enumeration described here.
        pub fn words() -> Vec<Words> {
            vec![$({
                // Does not compile while a variant is missing above.
                let _listed = |variant: $type| match variant { $(<$type>::$variant => {}),+ };
                Words { name: stringify!($name), written: written(&[$(<$type>::$variant),+]), read: read::<$type> }
            }),+]
        }
    };
}

described! {
    Role = crate::base::actor::Role, "What an account may do at all.":
        Intake Examiner LicensingOfficer Reviewer Official SecurityOfficer Auditor;
    Level = crate::base::marking::Level, "A classification level, by its portion mark.":
        Unclassified Cui Confidential Secret TopSecret;
    FilingStatus = crate::case::status::FilingStatus, "Where a filing stands.":
        Clear InTriage UnderReview OrderPending UnderOrder Released Withdrawn NeedsHuman;
    FilingKind = crate::filing::FilingKind, "What kind of application it is.":
        Nonprovisional Provisional Pct NationalStage Design Plant Reissue Hague;
    PartyRole = crate::filing::PartyRole, "What a party is to a filing.":
        Applicant Inventor Assignee Representative Correspondent;
    ReceivedBy = crate::filing::ReceivedBy,
        "The way papers came in. Classified ones are carried by hand, mailed under 37 CFR 5.1(a) or sent over SIPRNET.":
        Ordinary HandCarried Mailed Siprnet;
    Section = crate::filing::Section, "A section of a filing's text.": Title Abstract Claims Description;
    Scheme = crate::filing::Scheme, "A classification scheme.": Cpc Ipc Uspc Locarno;
    Verdict = crate::filing::screening::Verdict, "The overall answer of a screening. `needs_human` is never clear.":
        Clear Flagged NeedsHuman;
    LicenseOutcome = crate::filing::screening::LicenseOutcome, "Whether a foreign filing license may be given.":
        Grant Withhold;
    EvidenceSection = crate::filing::screening::EvidenceSection, "Where a passage stands.":
        Title Abstract Claims Description Classes;
    ObservationKind = crate::filing::screening::ObservationKind, "What was seen beside the list.":
        GovernmentInterest SecurityMarking ExportControlLegend RelatedApplication;
    ReferralStatus = crate::review::referral::ReferralStatus, "Where a referral stands.": Open Answered Closed;
    QuestionStatus = crate::review::question::QuestionStatus,
        "Where a question stands; closed means that its referral was closed before anybody answered.": Open Answered Closed;
    Conclusion = crate::review::referral::Conclusion, "What a reviewer concludes.":
        Order NoObjection MoreTime Recuse;
    Finding = crate::review::referral::Finding,
        "The finding of an agency: whether disclosure would be, or might be, detrimental to the national security.":
        WouldBeDetrimental MightBeDetrimental None;
    Branch = crate::review::referral::Branch, "The branch of 35 USC 181 a filing follows.": Government Private;
    OrderType = crate::base::order_type::OrderType,
        "Type of an order. Orders sponsored outside the DoD may have none.": I II III;
    OrderStatus = crate::order::OrderStatus, "Whether an order binds.": InEffect Lapsed Rescinded;
    LicenseNeed = crate::law::license::Need, "Whether a license is needed to file abroad.":
        NotMadeHere SixMonthsPast Needed UnderOrder;
    LicenseState = crate::law::license::State, "Where a license stands.": Pending Granted Suspended Revoked Refused;
    LicenseScope = crate::law::license::Scope, "How far a license reaches.": Broad Narrow;
    ExaminationStep = crate::law::examination::Step, "A step of examination under an order.":
        Action FinalRejection Reply Appeal ExaminersAnswer Allowable InterferenceSuggested;
    DelayKind = crate::law::examination::DelayKind, "Why days are given back to the term of a patent.":
        Sealed ExaminersAnswer Allowable;
    InternationalStep = crate::law::international::Step, "A step of an international application.":
        Transmitted Notified NationalStage TreatedWithdrawn;
    MarkingAnswer = crate::law::marked::Answer, "How a marking was answered.":
        Declassified Removed UnderOrder GoodFaith;
    PropertyTrack = crate::law::property::Track, "Which agency may claim an invention.": Doe Nasa;
    PropertyStep = crate::law::property::Step, "A step on a property track.":
        Notified StatementRequested StatementReceived CopiesSent Claimed Waived HearingRequested HeardForApplicant
        HeardForAgency FalseStatement;
    PropertyOwner = crate::law::property::Owner, "To whom a patent may issue as far as property goes.":
        Applicant Agency Open;
    Disposal = crate::law::record::Disposal, "How a filing left the Office's hands.":
        Published Patented Abandoned Withdrawn;
    ForeignOwnership = crate::law::adviser::ForeignOwnership, "Foreign ownership, control or influence over an owner.":
        None Mitigated Unmitigated;
    Hold = crate::case::holds::Bar, "A bar in force.": Publication Grant Transmittal ForeignFiling;
    TermBasis = crate::order::TermBasis, "What a term stands on.": Issue Renewal;
    Need = crate::order::Need, "What a sponsor determines for the coming term.":
        NationalInterestRequires NotRequired;
    RegimeKind = crate::order::regime::RegimeKind, "What makes orders outlive their year.": War Emergency;
    RegimeStatus = crate::order::regime::RegimeStatus, "Where a regime stands.":
        Proposed Withdrawn InForce EndProposed Ended;
    NoticeKind = crate::notice::NoticeKind, "What a notice is about.":
        OrderIssued OrderRenewed OrderLapsed OrderRescinded OrderModified OrderSealed OrderUnsealed RegimeChanged
        Declassified PermitGranted PetitionReceived PetitionDenied AppealHearing SponsorHearing AppealDecided
        ReceiptReminder LicenseGranted LicenseRefused LicenseSuspended LicenseRevoked Allowability SponsorAllowability
        MarkingQuery PropertyStatementRequest AbandonmentHeld;
    NoticeState = crate::notice::NoticeState, "Where a notice stands.": Queued Sent Failed Paper Served;
    ClockKind = crate::clock::ClockKind, "What a clock counts down to.":
        OrderExpiry AgencyAlarm SixMonths ReferralDue ReceiptOutstanding ProvisionalEnd TreatyNotice TreatyWithdrawal
        SecurityAgreementEnd MarkingPeriod PropertyStatement PropertyClaim PropertyHearing AppealDue InterestUnasked
        ReversalOpen PermitEnds CompensationEnds;
    Position = crate::law::petition::Position, "A sponsor's position on a petition.": Concur Object;
    PetitionState = crate::law::petition::State, "Where a petition stands.": Open Granted Denied;
    AppealOutcome = crate::law::appeal::Outcome, "What the Secretary of Commerce decides.":
        Upheld Reversed Remanded;
    ConditionState = crate::law::condition::LineState, "Where an agency's condition stands.":
        Untouched BesideAnother Unaccounted Adopted Merged Declined;
    Offence = crate::law::violation::Offence, "What was done in violation of an order.":
        Publication Disclosure ForeignFiling;
    Offender = crate::law::violation::Offender,
        "Who can violate an order so that the invention is held abandoned.":
        Inventor Successor Assign LegalRepresentative InPrivity;
    Holding = crate::law::violation::Holding, "What is decided on a finding of a violation.":
        HoldAbandoned NotHeld;
    Disclosee = crate::law::incident::Disclosee, "Who a disclosee is to the rules.": CitizenInUs Foreign;
    WindowState = crate::law::compensation::WindowState, "Where the window for compensation stands.":
        NotOpen Open Closed;
    Outcome = crate::base::ledger::Outcome, "How an act came out.": Done Refused;
}
