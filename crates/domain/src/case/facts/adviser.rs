//! Facts of the field [`crate::law::adviser`], as they are recorded.

use crate::base::marking::Level;
use crate::base::order_type::OrderType;
use crate::case::place::{Audience, Place};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An entry about the type of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// The facts on which the type depends. The last recorded facts count.
    Facts(Facts),
    /// The advice and the decision when an order was issued or its type changed.
    Decided {
        advised: Option<OrderType>,
        decided: Option<OrderType>,
        /// Why the decision differs from the advice; `None` if it does not.
        reason: Option<String>,
        /// The steps that lead to the advice.
        derivation: Vec<Line>,
    },
}

impl Act {
    pub(crate) fn slot(&self, _: &Place) -> Option<String> {
        None
    }
    pub(crate) fn audience(&self) -> Audience {
        Audience::Office
    }
}

/// The facts the type of an order depends on (R3.2; the owner conditions are `[U]`, from recollection).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Level at which the matter is classified, or would be if the Government owned it.
    #[serde(default)]
    pub classified: Option<Level>,
    /// Whether it is properly classifiable though not classified.
    #[serde(default)]
    pub classifiable: bool,
    /// Whether it is export-controlled technical data (10 USC 130).
    #[serde(default)]
    pub export_controlled: bool,
    /// The owner's security agreement with the Department of Defense (DD Form 441).
    #[serde(default)]
    pub security_agreement: Option<Agreement>,
    /// Foreign ownership, control or influence over the owner.
    #[serde(default)]
    pub foreign_ownership: ForeignOwnership,
    /// The country whose Government classified the matter and sent it under a patent security agreement.
    #[serde(default)]
    pub foreign_origin: Option<String>,
    /// The papers or people from which the facts are known.
    pub source: String,
}

/// A security agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// First day.
    pub from: Date,
    /// Last day, if it has one.
    #[serde(default)]
    pub until: Option<Date>,
}

impl Agreement {
    /// Whether it is in force on a date.
    pub fn holds(&self, on: Date) -> bool {
        self.from <= on && self.until.is_none_or(|until| on <= until)
    }
}

/// Foreign ownership, control or influence over the owner.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForeignOwnership {
    #[default]
    None,
    /// There is some, and an arrangement with the Government mitigates it.
    Mitigated,
    /// There is some, and no arrangement. A security agreement does not suffice.
    Unmitigated,
}

/// A step of a derivation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = DerivationLine))]
pub struct Line {
    /// A sentence that says what follows from which fact.
    pub text: String,
    /// The law or rule for the step.
    pub citation: String,
}
