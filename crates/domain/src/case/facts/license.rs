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

/// The petition on which a license was granted (R6.3, R6.4, R6.10).
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
    /// Somebody petitioned for a license. The filing itself is a petition too, without such an entry.
    Petitioned(Petition),
    Granted {
        /// How far it reaches.
        scope: Scope,
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
            // Each petition has one decision, and so does the filing, which is a petition itself.
            Self::Granted { source: Source::Filing, .. } => None,
            Self::Granted { .. } | Self::Refused { .. } => of.answer_once("license.decision"),
            Self::Revoked { .. } => of.answer_once("license.revocation"),
        }
    }
    pub(crate) fn audience(&self) -> Audience {
        Audience::Office
    }
}

/// The subject of a petition for a license.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = LicensePetitionKind))]
#[serde(rename_all = "snake_case")]
pub enum PetitionKind {
    /// An express petition under 37 CFR 5.12(b): no license came with the receipt, or no receipt yet.
    Express,
    /// An express petition with expedited handling.
    Expedited,
    /// A petition to make a narrow license broad (37 CFR 5.15(c)).
    Broaden,
    /// A petition for filings made abroad in error (37 CFR 5.25).
    Retroactive {
        /// The filings abroad, by country and date.
        filings: Vec<Past>,
        /// Whether the oath says that the matter was not under an order when it was filed abroad.
        not_under_order_then: bool,
        /// Whether the oath says that the matter is not under an order now.
        not_under_order_now: bool,
        /// How diligence was used after discovery.
        diligence: String,
        error: String,
    },
    /// A petition to reconsider a final refusal of a retroactive petition (37 CFR 1.181), within two months.
    Reconsider,
}

/// A filing that was made abroad.
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

/// A petition for a foreign filing license or for a change of one (37 CFR 5.12, 5.15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Petition {
    pub kind: PetitionKind,
    /// Who asks. Anyone interested may, for the inventor or assigns (R6.6).
    pub by: String,
    /// Whether the fee of 37 CFR 1.17(g) came with it (R5.7, R6.10).
    pub fee_paid: bool,
    /// Why.
    pub reason: String,
}
