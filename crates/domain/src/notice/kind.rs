//! The kinds of notices: names, titles, and which of them want a receipt.

use serde::{Deserialize, Serialize};

/// What a notice is about. The mail does not say it: all kinds have the same subject and words. The words of the letter
/// are in `domain::letter`.
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
    /// The application is no longer sealed (R3.9).
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
    /// Time and place of the hearing of an appeal, to an agency that sponsors the order.
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
    /// Form D-10, to an agency that sponsors the order (R8.4).
    SponsorAllowability,
    /// Papers bear a marking without an order (R1.6, R1.7).
    MarkingQuery,
    /// DOE or NASA need a statement of ownership (R1.9, R1.10).
    PropertyStatementRequest,
    /// The invention is held abandoned (R7.1).
    AbandonmentHeld,
}

impl NoticeKind {
    /// Every kind, in the order of the enum.
    pub const ALL: &[Self] = <Self as strum::VariantArray>::VARIANTS;

    /// As stored.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
    /// The title of the letter, for lists.
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
    /// Whether the notice is for an agency that sponsors the order. No mail address of an agency is on record, so such
    /// a notice goes on paper.
    pub fn is_for_sponsors(self) -> bool {
        matches!(self, Self::SponsorHearing | Self::SponsorAllowability)
    }
    /// Whether the letter has a receipt to be signed and returned (R3.5). It has one if knowledge of the letter matters
    /// for liability under 35 USC 186 or for a right that runs out (our reading).
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_one_name_that_is_read_back() {
        let names: std::collections::HashSet<_> = NoticeKind::ALL.iter().map(|k| k.as_str()).collect();
        assert_eq!(names.len(), NoticeKind::ALL.len());
        for kind in NoticeKind::ALL {
            assert_eq!(serde_json::to_value(kind).expect("json"), kind.as_str());
        }
    }
}
