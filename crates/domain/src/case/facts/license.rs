//! Facts of the field [`crate::law::license`], as they are recorded.

use crate::case::place::{Audience, Place};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How far a license reaches (R6.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// 37 CFR 5.15(a): also later changes and divisions that do not alter the general nature. Only for a
    /// case that never had to be made available to an agency.
    Broad,
    /// 37 CFR 5.15(b): what was submitted, and nothing else.
    Narrow,
}

/// What a license was granted on (R6.3, R6.4, R6.10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The filing itself, which is a petition (37 CFR 5.12(a)).
    Filing,
    /// A petition under 37 CFR 5.12(b).
    Petition,
    /// A petition for filings already made in error (37 CFR 5.25).
    Retroactive,
}

/// An entry about a license.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Somebody asked for one, beside the filing itself.
    Petitioned(Petition),
    /// It was granted.
    Granted {
        /// How far it reaches.
        scope: Scope,
        /// On what.
        source: Source,
        /// The past filings a retroactive license covers.
        #[serde(default)]
        covers: Vec<Past>,
    },
    /// A petition was refused.
    Refused {
        /// Why.
        reason: String,
        /// The last day to renew a retroactive petition (R6.10); the second refusal is final.
        renew_by: Option<Date>,
    },
    /// A license was taken back, on written notice (R6.8).
    Revoked {
        /// Why.
        reason: String,
    },
}

impl Act {
    pub(crate) fn slot(&self, of: &Place) -> Option<String> {
        match self {
            Self::Petitioned(_) => None,
            // One petition has one decision, and the filing as a petition too.
            Self::Granted { source: Source::Filing, .. } => None,
            Self::Granted { .. } | Self::Refused { .. } => of.answer_once("license.decision"),
            Self::Revoked { .. } => of.answer_once("license.revocation"),
        }
    }
    pub(crate) fn audience(&self) -> Audience {
        Audience::Office
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = LicensePetitionKind))]
#[serde(rename_all = "snake_case")]
pub enum PetitionKind {
    /// An express petition under 37 CFR 5.12(b): no license came with the receipt, or no receipt yet.
    Express,
    /// The same with expedited handling.
    Expedited,
    /// That a narrow license be made broad (37 CFR 5.15(c)).
    Broaden,
    /// For filings made abroad in error (37 CFR 5.25).
    Retroactive {
        /// Each country and each date.
        filings: Vec<Past>,
        /// Stated under oath: not under an order when filed abroad.
        not_under_order_then: bool,
        /// Stated under oath: not under an order now.
        not_under_order_now: bool,
        /// How diligence was used after discovery.
        diligence: String,
        /// The error.
        error: String,
    },
    /// That a final refusal of a retroactive petition be looked at again (37 CFR 1.181), within two months.
    Reconsider,
}

/// One filing made abroad.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = PastFiling))]
#[serde(deny_unknown_fields)]
pub struct Past {
    /// Country or office.
    #[cfg_attr(feature = "schema", schema(example = "DE"))]
    pub country: String,
    /// The day.
    pub on: Date,
}

/// One petition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Petition {
    /// What is asked for.
    pub kind: PetitionKind,
    /// Who asks. Anyone interested may, for the inventor or assigns (R6.6).
    pub by: String,
    /// Whether the fee of 37 CFR 1.17(g) came with it (R5.7, R6.10).
    pub fee_paid: bool,
    /// Why.
    pub reason: String,
}
