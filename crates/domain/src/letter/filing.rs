//! Facts of letters about an application and not about an order: markings and ownership (R1.6, R1.7, R1.9, R1.10).

use serde::Serialize;

/// The reason why the Office asks about a marking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MarkingConcern {
    /// The application is marked as nationally classified, and no agency has said anything about it (R1.6, E26).
    Classified {
        /// The marking as it stands on the papers.
        marking: String,
    },
    /// A paper bears a marking without an order (R1.7).
    Unexplained {
        /// The marking as it stands on the paper.
        marking: String,
    },
}

/// The agency for which a statement of ownership is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum PropertyAgency {
    /// Department of Energy (42 USC 2182; R1.9).
    Doe,
    /// National Aeronautics and Space Administration (51 USC 20135; R1.10).
    Nasa,
}
