//! The text of a filing with what stands on its first page: parties, priority, relations, marking, classes.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::base::marking::Marking;
use crate::base::refusal::{FILING_CLASSIFIED, Refusal};
use crate::filing::number::{self, ApplicationNumber, Number};

/// The kind of an application. All kinds are screened alike (R1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilingKind {
    /// 35 USC 111(a).
    #[default]
    Nonprovisional,
    /// 35 USC 111(b).
    Provisional,
    /// An international application filed here under the PCT.
    Pct,
    /// A national stage entry, 35 USC 371.
    NationalStage,
    /// 35 USC 171.
    Design,
    /// 35 USC 161.
    Plant,
    /// 35 USC 251.
    Reissue,
    /// An international design application (Hague).
    Hague,
}

/// A part of the description, as the field suffixes of rules name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Background and brief summary (`.bsum.`).
    BriefSummary,
    /// Brief description of the drawings.
    Drawings,
    /// Detailed description (`.detd.`).
    DetailedDescription,
}

/// A heading or a paragraph of the description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, try_from = "ItemForm")]
pub enum DescriptionItem {
    Heading {
        /// Its text.
        heading: String,
    },
    Paragraph {
        /// The number printed in the document, without brackets (`0001`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<String>,
        /// The text. An item of a list, a row of a table and a preformatted line are a line each, and ` | ` separates
        /// cells. A line feed has no other meaning.
        text: String,
    },
}

/// The stored form of a [`DescriptionItem`]. An untagged enum would read the same form, but its error would always be
/// "did not match any variant".
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemForm {
    heading: Option<String>,
    number: Option<String>,
    text: Option<String>,
}

impl TryFrom<ItemForm> for DescriptionItem {
    type Error = &'static str;

    fn try_from(form: ItemForm) -> Result<Self, Self::Error> {
        match form {
            ItemForm { heading: Some(heading), text: None, .. } => Ok(Self::Heading { heading }),
            ItemForm { heading: None, text: Some(text), number } => Ok(Self::Paragraph { number, text }),
            ItemForm { heading: Some(_), text: Some(_), .. } => Err("has both `heading` and `text`: make it two items"),
            ItemForm { heading: None, text: None, .. } => Err("needs `heading` or `text`"),
        }
    }
}

/// A classification scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// Cooperative Patent Classification.
    Cpc,
    /// International Patent Classification.
    Ipc,
    /// The former United States classification.
    Uspc,
    /// Locarno classification of designs.
    Locarno,
}

/// A class code of a filing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassCode {
    pub scheme: Scheme,
    /// The symbol as the scheme writes it, one space after the subclass (`F41H 3/00`).
    pub symbol: String,
    /// Whether it is the first (main) code.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub first: bool,
}

/// The way in which papers came in. Nationally classified papers have ways of their own (37 CFR 5.1(a), (c); MPEP 115;
/// R1.6).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Default,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ReceivedBy {
    /// An ordinary way, usually electronic filing.
    #[default]
    Ordinary,
    /// Carried by hand to Licensing and Review.
    HandCarried,
    /// Mailed as 37 CFR 5.1(a) says.
    Mailed,
    /// Over SIPRNET.
    Siprnet,
}

impl ReceivedBy {
    /// Every way of receipt, in the order of the enum.
    pub const ALL: &[Self] = <Self as strum::VariantArray>::VARIANTS;
    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
    /// Parses the word in JSON; `None` for another word.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }
    /// Whether it is an ordinary way, by which no classified paper may come.
    pub fn is_ordinary(&self) -> bool {
        *self == Self::Ordinary
    }
}

/// The relation of a party to the filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyRole {
    /// Whoever filed it.
    Applicant,
    /// Whoever made the invention.
    Inventor,
    /// Whoever holds the rights.
    Assignee,
    /// Attorney or agent of record.
    Representative,
    /// Where the Office writes to.
    Correspondent,
}

impl PartyRole {
    /// Whether an order binds this party by law (R3.5). It binds all roles but the correspondent.
    pub fn is_principal(self) -> bool {
        self != Self::Correspondent
    }
}

/// A party of record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = NewParty))]
#[serde(deny_unknown_fields)]
pub struct Party {
    pub role: PartyRole,
    pub name: String,
    /// Country code of its residence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(example = "US"))]
    pub country: Option<String>,
    /// Address for mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// A priority claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Priority {
    /// The country or organization of the earlier filing.
    pub country: String,
    /// The number of the earlier filing; empty if the document does not give it.
    pub number: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
}

impl Priority {
    /// The number of the earlier filing: canonical for one in this country or under the PCT, otherwise as its office
    /// writes it.
    fn canonical_number(&self) -> String {
        match self.earlier() {
            Some(earlier @ (Number::Us { .. } | Number::Pct { .. })) => earlier.to_string(),
            _ => self.number.trim().to_owned(),
        }
    }

    /// The application whose priority is claimed, parsed with its country. `None` if its number cannot be parsed.
    pub fn earlier(&self) -> Option<Number> {
        let number = Number::parse(&self.number).ok();
        match number {
            Some(Number::Us { .. }) | None if !self.country.trim().is_empty() => {
                Number::parse(&format!("{} {}", self.country.trim(), self.number)).ok()
            }
            number => number,
        }
    }
}

/// A related application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = NewRelated))]
#[serde(deny_unknown_fields)]
pub struct Related {
    /// The relation: `continuation`, `division`, `continuation_in_part`, `provisional`, `reissue`, `national_stage`,
    /// `substitution`, `earlier_publication`, or the word of the source.
    #[cfg_attr(feature = "schema", schema(example = "continuation"))]
    pub relation: String,
    pub application_number: String,
}

/// A patent application as received.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    pub application_number: ApplicationNumber,
    #[serde(default)]
    pub kind: FilingKind,
    /// The day of filing, in Washington.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed_on: Option<Date>,
    pub title: String,
    /// Paragraphs of the abstract.
    #[serde(default, rename = "abstract")]
    pub abstract_: Vec<String>,
    /// The claims. Each is a paragraph that opens with its number.
    #[serde(default)]
    pub claims: Vec<String>,
    /// Headings and paragraphs of the description.
    #[serde(default)]
    pub description: Vec<DescriptionItem>,
    #[serde(default)]
    pub classes: Vec<ClassCode>,
    /// Parties of record.
    #[serde(default)]
    pub parties: Vec<Party>,
    /// Priority claims.
    #[serde(default)]
    pub priority: Vec<Priority>,
    /// Related applications.
    #[serde(default)]
    pub related: Vec<Related>,
    /// The country in which the invention was made; `None` if it is not known.
    #[serde(default)]
    pub made_in: Option<String>,
    /// The Government-interest statement, with a line for each paragraph; `None` if the document has none.
    #[serde(default)]
    pub government_interest: Option<String>,
    /// Its security marking.
    #[serde(default)]
    pub marking: Marking,
    /// The way this text came in (R1.6).
    #[serde(default, skip_serializing_if = "ReceivedBy::is_ordinary")]
    pub received_by: ReceivedBy,
}

impl Filing {
    /// Whether the filing has text beside its title.
    pub fn has_text(&self) -> bool {
        let filled = |text: &String| !text.trim().is_empty();
        self.abstract_.iter().any(filled)
            || self.claims.iter().any(filled)
            || self.description.iter().any(|item| match item {
                DescriptionItem::Heading { heading } => filled(heading),
                DescriptionItem::Paragraph { text, .. } => filled(text),
            })
    }

    /// Gives the numbers in the filing their canonical form, if they have one: its own number, the numbers of related
    /// applications, and those of applications in this country or under the PCT whose priority it claims. The numbers
    /// of other offices stay as their office writes them.
    pub fn canonicalize(&mut self) {
        self.application_number = self.application_number.canonical();
        self.canonicalize_relations();
    }

    /// Whether [`Self::canonicalize`] would change nothing.
    pub fn is_canonical(&self) -> bool {
        self.application_number.canonical() == self.application_number
            && self.related.iter().all(|r| number::canonical_or_given(&r.application_number) == r.application_number)
            && self.priority.iter().all(|p| p.canonical_number() == p.number)
    }

    /// As [`Self::canonicalize`], without the number of the filing itself.
    pub fn canonicalize_relations(&mut self) {
        for related in &mut self.related {
            related.application_number = number::canonical_or_given(&related.application_number);
        }
        for priority in &mut self.priority {
            priority.number = priority.canonical_number();
        }
    }

    /// SHA-256 of the stored form, in hexadecimal. Screenings, acknowledgments and opinions name a text by it.
    pub fn digest(&self) -> String {
        let form = serde_json::to_vec(self).expect("a filing is strings, lists and dates, which all have a JSON form");
        Sha256::digest(form).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Refuses papers that are marked as nationally classified and came in by an ordinary way (37 CFR 5.1(c); R1.6).
    /// Papers with controlled unclassified information are not refused. A marking that is only found in the text holds
    /// the papers and refuses nothing (R1.7).
    pub fn check_way(&self) -> Result<(), Refusal> {
        if !self.marking.level.is_classified() || !self.received_by.is_ordinary() {
            return Ok(());
        }
        Err(Refusal::new(
            &FILING_CLASSIFIED,
            "Nothing of it was kept. Have it carried by hand to Licensing and Review, mailed there under 37 CFR 5.1(a), or \
             sent over SIPRNET; whoever enters it then says so in received_by (hand_carried, mailed, siprnet). If it is \
             not classified, correct its marking.",
        )
        .at("marking"))
    }

    /// The length of all paragraphs together, in bytes.
    pub fn text_bytes(&self) -> usize {
        self.paragraphs().iter().map(|p| p.text.len()).sum()
    }
}
