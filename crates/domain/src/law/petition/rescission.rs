//! The content that a petition for rescission must have (37 CFR 5.4 `[U]`; R5.1).

use crate::base::refusal::Refusal;
use crate::case::CaseFile;
pub use crate::case::facts::petition::{Publication, Rescission};
use crate::law::petition::papers::{complete, must_be_principal};
use crate::order::Order;
use jiff::civil::Date;

/// Checks a petition for rescission before it goes on the docket (R5.1). The refusal of an incomplete petition names
/// everything that is missing.
pub fn accept_rescission(case: &CaseFile, order: &Order, asked: &Rescission, on: Date) -> Result<(), Refusal> {
    order.must_be_in_effect(on)?;
    must_be_principal(case, &asked.principal)?;
    complete(asked.missing())
}
