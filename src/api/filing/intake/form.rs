//! A filing as JSON, for the description only: `formats` reads it.

use crate::api::frame::wire::{FilingKind, Level, PartyRole, ReceivedBy, Scheme};
use ::domain::filing as domain;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

/// A filing as JSON: the body of `POST /filings`, a line of `POST /intake`.
///
/// Only a number, a title and one of abstract, claims and description are required.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub struct NewFiling {
    /// Its number.
    #[schema(example = "18/123,456")]
    application_number: String,
    /// Its kind; `nonprovisional` if left out.
    #[schema(required = false)]
    kind: FilingKind,
    /// The day it was filed.
    filed_on: Option<Date>,
    /// Its title.
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
    parties: Vec<NewParty>,
    /// Priority claims.
    #[schema(required = false)]
    priority: Vec<NewPriority>,
    /// Related applications.
    #[schema(required = false)]
    related: Vec<NewRelated>,
    /// Country the invention was made in.
    #[schema(example = "US")]
    made_in: Option<String>,
    /// The Government-interest statement.
    government_interest: Option<String>,
    /// Its security marking; `U` if left out.
    #[schema(required = false)]
    marking: Level,
    /// The way it came in; `ordinary` if left out, by which nothing classified is taken.
    #[schema(required = false)]
    received_by: ReceivedBy,
}

/// A heading, or a paragraph with the number printed in the document.
#[derive(ToSchema)]
#[schema(example = json!({"number": "0001", "text": "The field is latches."}))]
#[expect(dead_code, reason = "only described")]
struct DescriptionItem {
    /// A heading; then there is nothing else.
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
    /// Which scheme.
    scheme: Scheme,
    /// The symbol.
    #[schema(example = "F41H 3/00")]
    symbol: String,
    /// Whether it is the main code.
    #[schema(required = false)]
    first: bool,
}

/// A party of record.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewParty {
    /// What it is to the filing.
    role: PartyRole,
    /// Its name.
    name: String,
    /// Country of its residence.
    #[schema(example = "US")]
    country: Option<String>,
    /// Address for mail.
    email: Option<String>,
}

/// A priority claim.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
struct NewPriority {
    /// Country of the earlier filing.
    #[schema(example = "JP")]
    country: String,
    /// Its number.
    number: String,
    /// Its date.
    date: Option<Date>,
}

/// A related application.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRelated {
    /// How it is related.
    #[schema(example = "continuation")]
    relation: String,
    /// Its number.
    application_number: String,
}

impl From<NewParty> for domain::Party {
    fn from(p: NewParty) -> Self {
        Self { role: p.role.into(), name: p.name, country: p.country, email: p.email }
    }
}

impl From<NewRelated> for domain::Related {
    fn from(r: NewRelated) -> Self {
        Self { relation: r.relation, application_number: r.application_number }
    }
}
