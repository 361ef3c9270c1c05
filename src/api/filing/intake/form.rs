//! The description of a filing as JSON. `formats` reads it.

use domain::base::marking::Level;
use domain::filing::{FilingKind, Party, ReceivedBy, Related, Scheme};
use jiff::civil::Date;
use utoipa::ToSchema;

/// A filing as JSON: the body of `POST /filings`, a line of `POST /intake`.
///
/// Only a number, a title and one of abstract, claims and description are required.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub struct NewFiling {
    /// Number of the filing.
    #[schema(example = "18/123,456")]
    application_number: String,
    /// Kind of the filing; `nonprovisional` if left out.
    #[schema(required = false)]
    kind: FilingKind,
    /// The day of filing.
    filed_on: Option<Date>,
    /// Title of the filing.
    title: String,
    /// Paragraphs of the abstract.
    #[schema(required = false)]
    r#abstract: Vec<String>,
    /// The claims, each opening with its number.
    #[schema(required = false, example = json!(["1. A latch."]))]
    claims: Vec<String>,
    /// Headings and paragraphs of the description.
    #[schema(required = false)]
    description: Vec<DescriptionItem>,
    /// Class codes.
    #[schema(required = false)]
    classes: Vec<NewClassCode>,
    /// Parties of record.
    #[schema(required = false)]
    parties: Vec<Party>,
    /// Priority claims.
    #[schema(required = false)]
    priority: Vec<NewPriority>,
    /// Related applications.
    #[schema(required = false)]
    related: Vec<Related>,
    /// Country in which the invention was made.
    #[schema(example = "US")]
    made_in: Option<String>,
    /// The Government-interest statement.
    government_interest: Option<String>,
    /// Security marking of the filing; `U` if left out.
    #[schema(required = false)]
    marking: Level,
    /// The way in which the filing came; `ordinary` if left out. Nothing classified is taken in the ordinary way.
    #[schema(required = false)]
    received_by: ReceivedBy,
}

/// A heading, or a paragraph with the number printed in the document.
#[derive(ToSchema)]
#[schema(example = json!({"number": "0001", "text": "The field is latches."}))]
#[expect(dead_code, reason = "only described")]
struct DescriptionItem {
    /// A heading. An item with a heading has no other member.
    heading: Option<String>,
    /// The number of a paragraph.
    number: Option<String>,
    /// The text of a paragraph.
    text: Option<String>,
}

/// A class code.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
struct NewClassCode {
    /// The scheme of the code.
    scheme: Scheme,
    /// The symbol of the class.
    #[schema(example = "F41H 3/00")]
    symbol: String,
    /// Whether this is the main code.
    #[schema(required = false)]
    first: bool,
}

/// A priority claim.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
struct NewPriority {
    /// Country of the earlier filing.
    #[schema(example = "JP")]
    country: String,
    /// Number of the earlier filing.
    number: String,
    /// Date of the earlier filing.
    date: Option<Date>,
}
