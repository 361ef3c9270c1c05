//! Typed identifiers: a type over a UUIDv7 for each kind of thing, so that an order id cannot be passed for a filing
//! id. The workflow gets new ids from its [`IdSource`], which tests seed.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The error for a text that is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an id")]
pub struct BadId(pub String);

/// The source of new ids. It is a parameter, as the clock is, because the outcome of a use case must depend only on its
/// inputs.
pub trait IdSource: Send + Sync {
    /// Makes a UUIDv7. A later one sorts after an earlier one.
    fn fresh(&self) -> Uuid;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Makes an id from a source.
            pub fn fresh(ids: &dyn IdSource) -> Self {
                Self(ids.fresh())
            }
            /// The id that has a given UUID.
            pub const fn from_uuid(id: Uuid) -> Self {
                Self(id)
            }
            /// The id of nothing: what is looked up where there is nothing to look up, so that as much is read.
            pub const NONE: Self = Self(Uuid::nil());
            /// The UUID inside.
            pub const fn as_uuid(&self) -> Uuid {
                self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                Uuid::parse_str(text).map(Self).map_err(|_| BadId(text.to_owned()))
            }
        }
    )+};
}

ids! {
    /// One filing.
    FilingId,
    /// One proposal to give an account rights or a password.
    AccountProposalId,
    /// One request for new token keys.
    KeyRotationId,
    /// One screening of one version of a filing.
    ScreeningId,
    /// One category hit inside a screening.
    HitId,
    /// One examiner's decision on a hit.
    TriageId,
    /// One filing made available to one agency.
    ReferralId,
    /// One person's signed acknowledgment for one filing.
    AcknowledgmentId,
    /// One reviewer's opinion.
    OpinionId,
    /// One question about a referral.
    QuestionId,
    /// One agency's or department's recommendation.
    RecommendationId,
    /// One secrecy order.
    OrderId,
    /// One determination of one sponsor for one coming term.
    DeterminationId,
    /// One sponsor's request that an order be rescinded.
    RescissionRequestId,
    /// One notice to one principal.
    NoticeId,
    /// One proof that a notice arrived.
    ServiceRecordId,
    /// One entry of the docket of a case.
    EntryId,
    /// One second factor of an account.
    FactorId,
    /// One alarm about a person who read many filings.
    ReadAlarmId,
    /// One key by which a service brings filings in.
    ServiceKeyId,
    /// One key by which a person signs.
    PersonalKeyId,
    /// One account of a person or service.
    AccountId,
    /// One sign-in, which its refresh tokens belong to.
    SessionId,
    /// One secret address of a calendar feed.
    FeedId,
    /// One uploaded review list revision.
    ListRevisionId,
    /// One issuer of tokens of an agency.
    IssuerId,
    /// One name that an issuer has for a person.
    IdentityId,
    /// One witness of the ledger, with its key.
    WitnessId,
    /// One co-signature of a witness.
    CosignatureId,
    /// One regime of war or emergency.
    RegimeId,
    /// One act about a regime.
    RegimeActId,
    /// One sponsor's statement that matter is no longer classified.
    DeclassificationId,
    /// One pass over the stored filings after an adoption.
    RescreeningId,
}
