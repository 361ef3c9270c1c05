//! What a petition for rescission must hold (37 CFR 5.4 `[U]`; R5.1).

use super::{COPIES, complete, must_be_principal};
use crate::domain::docket::CaseFile;
use crate::domain::order::Order;
use crate::domain::refusal::Refusal;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A petition for rescission, as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rescission {
    /// The principal affected, by or for whom it is made.
    pub principal: String,
    /// Who signed, where that is somebody else.
    pub signed_by: Option<String>,
    /// Copies received.
    pub copies: u32,
    /// The facts that make the order ineffectual or futile.
    pub facts: String,
    /// Earlier publications and patents it relies on.
    pub earlier: Vec<Publication>,
    /// Government contracts under which the invention was made.
    pub contracts: Vec<String>,
    /// Whether it says that there is none.
    pub no_contract: bool,
}

/// An earlier publication or patent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// Which.
    pub what: String,
    /// Whether a copy came with the petition.
    pub copy: bool,
}

impl Rescission {
    fn missing(&self) -> Vec<(&'static str, &'static str)> {
        let mut out = vec![];
        if self.copies < COPIES {
            out.push(("copies", "it comes in duplicate"));
        }
        if self.facts.trim().is_empty() {
            out.push(("facts", "the facts that make the order ineffectual or futile, with full data"));
        }
        if self.earlier.iter().any(|p| !p.copy) {
            out.push(("earlier", "a copy of every earlier publication or patent relied on"));
        }
        match (self.contracts.is_empty(), self.no_contract) {
            (true, false) => out.push(("contracts", "each Government contract, or the statement that there is none")),
            (false, true) => out.push(("no_contract", "it names a contract and says there is none; one of the two")),
            _ => {}
        }
        out
    }
}

/// Checks a petition for rescission before it goes on the docket (R5.1). Incomplete ones are sent back with
/// everything that is missing.
pub fn accept_rescission(case: &CaseFile, order: &Order, asked: &Rescission, on: Date) -> Result<(), Refusal> {
    order.must_be_in_effect(on)?;
    must_be_principal(case, &asked.principal)?;
    complete(asked.missing())
}
