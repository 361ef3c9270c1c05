//! The types of secrecy orders (R3.1) and what each of them permits (R3.2).

use serde::{Deserialize, Serialize};

/// Type of an order (R3.1). Orders sponsored outside the DoD may have none (R3.2).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
pub enum OrderType {
    /// Secrecy Order and Permit for Foreign Filing in Certain Countries.
    I,
    /// Secrecy Order and Permit for Disclosing Classified Information.
    II,
    /// General Secrecy Order.
    III,
}

impl OrderType {
    /// The number of the type: `I`, `II` or `III`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
    /// Parses `I`, `II` or `III`.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }
    /// The official title (R3.1).
    pub fn title(self) -> &'static str {
        match self {
            Self::I => "Secrecy Order and Permit for Foreign Filing in Certain Countries",
            Self::II => "Secrecy Order and Permit for Disclosing Classified Information",
            Self::III => "General Secrecy Order",
        }
    }
    /// What principals may do under this type without asking (R3.2).
    pub(crate) fn permissions(self) -> &'static [Permission] {
        match self {
            Self::I => &[Permission::ForeignFilingInNamedCountries, Permission::DisclosureLawfulUnderExportControl],
            Self::II => &[Permission::DisclosureToCleared],
            Self::III => &[],
        }
    }
    /// Whether this type permits nothing that `other` does not (R2.8, E6).
    pub fn permits_no_more_than(self, other: Self) -> bool {
        self.permissions().iter().all(|p| other.permissions().contains(p))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Permission {
    ForeignFilingInNamedCountries,
    DisclosureLawfulUnderExportControl,
    DisclosureToCleared,
}

/// The type that permits only what the type of every sponsor permits. Types I and II permit nothing in common, so
/// together they make a Type III (E6; the law is silent, our reading).
pub fn intersect_types(types: &[Option<OrderType>]) -> Option<OrderType> {
    let named: Vec<OrderType> = types.iter().flatten().copied().collect();
    [OrderType::I, OrderType::II, OrderType::III]
        .into_iter()
        .find(|candidate| !named.is_empty() && named.iter().all(|t| candidate.permits_no_more_than(*t)))
}
