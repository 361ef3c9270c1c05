//! Facts of letters about foreign filing licenses (35 USC 184; R6.1 to R6.10, E14, E15).

use jiff::civil::Date;
use serde::Serialize;

/// The scope of a license (R6.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum LicenseScope {
    /// 37 CFR 5.15(a).
    Broad,
    /// 37 CFR 5.15(b).
    Narrow,
}

/// A filing abroad from before a retroactive license (37 CFR 5.25).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PastFiling {
    /// Country, as a code.
    pub country: String,
    /// The day.
    pub on: Date,
}
