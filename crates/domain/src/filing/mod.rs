//! A filing: one patent application as received, and the one way its text is cut into paragraphs.
//!
//! Reading formats is `formats`' job, deciding what a text means is `screening`'s. The serde form of
//! [`Filing`] is the stored form and that of `API.md` section 3.

pub mod certificate;
pub mod number;
pub mod screening;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

use crate::base::marking::Marking;
use crate::base::refusal::{FILING_CLASSIFIED, Refusal};
use crate::filing::number::Number;

pub use crate::filing::number::{ApplicationNumber, BadApplicationNumber};

/// What kind of application it is; all are screened alike (R1.2).
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

/// Part an item of the description belongs to, as examiners' field suffixes name them.
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

/// One item of the description, in the order of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, try_from = "ItemForm")]
pub enum DescriptionItem {
    /// A heading.
    Heading {
        /// Its text.
        heading: String,
    },
    /// A paragraph.
    Paragraph {
        /// The number printed in the document, without brackets (`0001`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<String>,
        /// Its text. Items of lists, rows of tables and preformatted lines are lines, cells are parted
        /// by ` | `; a line feed stands for nothing else.
        text: String,
    },
}

/// The stored form of a [`DescriptionItem`]. An untagged enum would read the same, but answer every
/// mistake with "did not match any variant".
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

/// One class code of a filing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassCode {
    /// Which scheme.
    pub scheme: Scheme,
    /// The symbol as the scheme writes it, one space after the subclass (`F41H 3/00`).
    pub symbol: String,
    /// Whether it is the first (main) code.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub first: bool,
}

/// The way papers came in. Nationally classified ones have ways of their own (37 CFR 5.1(a), (c); MPEP 115;
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
    /// The ordinary ways, electronic filing first of all.
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
    /// All.
    pub const ALL: &[Self] = <Self as strum::VariantArray>::VARIANTS;
    /// As written.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
    /// Reads one.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }
    /// Whether it is the ordinary way, by which no classified paper may come.
    pub fn is_ordinary(&self) -> bool {
        *self == Self::Ordinary
    }
}

/// What a party is to the filing.
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
    /// Whether an order binds this party by law (R3.5): everyone but a mere address for mail.
    pub fn is_principal(self) -> bool {
        self != Self::Correspondent
    }
}

/// One party of record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = NewParty))]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// What it is to the filing.
    pub role: PartyRole,
    /// Its name.
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
    /// Country or organisation of the earlier filing.
    pub country: String,
    /// Its number; empty where the document does not give it.
    pub number: String,
    /// Its date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
}

impl Priority {
    /// Its number in canonical form if it is of this country or under the PCT; otherwise as its office writes it.
    fn canonical_number(&self) -> String {
        match self.earlier() {
            Some(earlier @ (Number::Us { .. } | Number::Pct { .. })) => earlier.to_string(),
            _ => self.number.trim().to_owned(),
        }
    }

    /// The application whose priority is claimed, read with the country it is of; `None` where its number
    /// cannot be read.
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
    /// How it is related: `continuation`, `division`, `continuation_in_part`, `provisional`,
    /// `reissue`, `national_stage`, `substitution`, `earlier_publication`, or the source's own word.
    #[cfg_attr(feature = "schema", schema(example = "continuation"))]
    pub relation: String,
    /// Its number.
    pub application_number: String,
}

/// One patent application as received.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    /// Its number.
    pub application_number: ApplicationNumber,
    /// Its kind.
    #[serde(default)]
    pub kind: FilingKind,
    /// The day it was filed, in Washington.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed_on: Option<Date>,
    /// Its title.
    pub title: String,
    /// Paragraphs of the abstract.
    #[serde(default, rename = "abstract")]
    pub abstract_: Vec<String>,
    /// The claims, each a paragraph that opens with its number.
    #[serde(default)]
    pub claims: Vec<String>,
    /// Headings and paragraphs of the description.
    #[serde(default)]
    pub description: Vec<DescriptionItem>,
    /// Class codes.
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
    /// Country the invention was made in, where known.
    #[serde(default)]
    pub made_in: Option<String>,
    /// The Government-interest statement, where the document has one: a line a paragraph.
    #[serde(default)]
    pub government_interest: Option<String>,
    /// Its security marking.
    #[serde(default)]
    pub marking: Marking,
    /// The way this text came in (R1.6).
    #[serde(default, skip_serializing_if = "ReceivedBy::is_ordinary")]
    pub received_by: ReceivedBy,
}

/// A section of a filing, as evidence names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// The title.
    Title,
    /// The abstract.
    Abstract,
    /// The claims.
    Claims,
    /// The description, headings and Government-interest statement included.
    Description,
}

/// One paragraph of a filing, borrowed from it: the unit that positions, evidence and `SAME` count in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph<'a> {
    /// Its section.
    pub section: Section,
    /// Its stable name in the section: `title`, `abstract 1`, `claim 3`, `0002`, `heading 1`, `p 7`.
    pub place: Cow<'a, str>,
    /// For the description: its part. `None` where the document's headings do not tell.
    pub part: Option<Part>,
    /// Whether it is a heading.
    pub heading: bool,
    /// Its text.
    pub text: &'a str,
}

impl Filing {
    /// Whether there is anything to screen beside the title.
    pub fn has_text(&self) -> bool {
        let filled = |text: &String| !text.trim().is_empty();
        self.abstract_.iter().any(filled)
            || self.claims.iter().any(filled)
            || self.description.iter().any(|item| match item {
                DescriptionItem::Heading { heading } => filled(heading),
                DescriptionItem::Paragraph { text, .. } => filled(text),
            })
    }

    /// Gives its numbers their canonical form, as far as they have one: its own, those of related applications,
    /// and those of applications in this country or under the PCT whose priority it claims. The numbers of other
    /// offices stay as their office writes them.
    pub fn canonicalise(&mut self) {
        self.application_number = self.application_number.canonical();
        self.canonicalise_relations();
    }

    /// Whether [`Self::canonicalise`] would change nothing.
    pub fn is_canonical(&self) -> bool {
        self.application_number.canonical() == self.application_number
            && self.related.iter().all(|r| number::canonical_or_given(&r.application_number) == r.application_number)
            && self.priority.iter().all(|p| p.canonical_number() == p.number)
    }

    /// As [`Self::canonicalise`], but for its own number.
    pub fn canonicalise_relations(&mut self) {
        for related in &mut self.related {
            related.application_number = number::canonical_or_given(&related.application_number);
        }
        for priority in &mut self.priority {
            priority.number = priority.canonical_number();
        }
    }

    /// SHA-256 of the stored form, in hexadecimal: names this very text in screenings,
    /// acknowledgments and opinions.
    pub fn digest(&self) -> String {
        let form = serde_json::to_vec(self).expect("a filing is strings, lists and dates, which all have a JSON form");
        Sha256::digest(form).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Refuses papers that say they are nationally classified and came in by an ordinary way (37 CFR 5.1(c);
    /// R1.6). Controlled but unclassified ones are no such papers; a marking found in the text holds
    /// the papers and refuses nothing (R1.7).
    pub fn check_way(&self) -> Result<(), Refusal> {
        if !self.marking.0.is_classified() || !self.received_by.is_ordinary() {
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

    /// How many bytes its texts have together.
    pub fn text_bytes(&self) -> usize {
        self.paragraphs().iter().map(|p| p.text.len()).sum()
    }

    /// All paragraphs in reading order: title, abstract, claims, description, and last the
    /// Government-interest statement where it is not part of the description. The place names are
    /// stable: they depend on this filing's own text only.
    pub fn paragraphs(&self) -> Vec<Paragraph<'_>> {
        let plain =
            |section, place: Cow<'static, str>, text| Paragraph { section, place, part: None, heading: false, text };
        let mut out = vec![plain(Section::Title, "title".into(), self.title.as_str())];
        out.extend(
            (1..).zip(&self.abstract_).map(|(n, t)| plain(Section::Abstract, format!("abstract {n}").into(), t)),
        );
        out.extend((1..).zip(&self.claims).map(|(n, t)| {
            let number = claim_number(t).unwrap_or(n);
            plain(Section::Claims, format!("claim {number}").into(), t)
        }));
        let mut part = None;
        let (mut headings, mut unnumbered) = (0, 0);
        for item in &self.description {
            out.push(match item {
                DescriptionItem::Heading { heading } => {
                    part = part_of_heading(heading).or(part);
                    headings += 1;
                    Paragraph {
                        section: Section::Description,
                        place: format!("heading {headings}").into(),
                        part,
                        heading: true,
                        text: heading,
                    }
                }
                DescriptionItem::Paragraph { number, text } => Paragraph {
                    section: Section::Description,
                    place: match number {
                        Some(n) => Cow::Borrowed(n.as_str()),
                        None => {
                            unnumbered += 1;
                            format!("p {unnumbered}").into()
                        }
                    },
                    part,
                    heading: false,
                    text,
                },
            });
        }
        let described = |line: &str| out.iter().any(|p| p.section == Section::Description && p.text.contains(line));
        if let Some(statement) = &self.government_interest
            && !statement.lines().all(described)
        {
            out.push(plain(Section::Description, "government interest".into(), statement));
        }
        out
    }
}

/// The number a claim opens with (`12. The device of ...`).
fn claim_number(text: &str) -> Option<u32> {
    let text = text.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    (1..=5).contains(&digits).then_some(())?;
    rest.trim_start().starts_with(['.', ')', ':', '-', '\u{2013}']).then(|| number.parse().ok())?
}

/// Which part of the description a heading opens, if it says so.
fn part_of_heading(heading: &str) -> Option<Part> {
    let h = heading.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| h.contains(w));
    if has(&["drawing", "figures"]) && !has(&["detailed"]) {
        Some(Part::Drawings)
    } else if has(&[
        "detailed",
        "embodiment",
        "best mode",
        "modes for carrying",
        "example",
        "description of the invention",
    ]) {
        Some(Part::DetailedDescription)
    } else if has(&[
        "background",
        "summary",
        "field",
        "related art",
        "prior art",
        "disclosure of",
        "cross-reference",
        "cross reference",
        "related application",
    ]) {
        Some(Part::BriefSummary)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filing() -> Filing {
        serde_json::from_value(serde_json::json!({
            "application_number": "18/123,456", "title": "Latch",
            "abstract": ["A latch."], "claims": ["1. A latch.", "3. The latch of claim 1.", "The latch."],
            "description": [{"heading": "BACKGROUND"}, {"number": "0001", "text": "Old latches."}, {"text": "More."},
                            {"heading": "DETAILED DESCRIPTION"}, {"number": "0002", "text": "New latches."}],
            "government_interest": "Made with support under contract X."
        }))
        .expect("a filing")
    }

    #[test]
    fn paragraphs_have_stable_places_and_parts() {
        let f = filing();
        let got: Vec<_> = f.paragraphs().iter().map(|p| format!("{:?}|{}|{:?}", p.section, p.place, p.part)).collect();
        assert_eq!(
            got,
            [
                "Title|title|None",
                "Abstract|abstract 1|None",
                "Claims|claim 1|None",
                "Claims|claim 3|None",
                "Claims|claim 3|None",
                "Description|heading 1|Some(BriefSummary)",
                "Description|0001|Some(BriefSummary)",
                "Description|p 1|Some(BriefSummary)",
                "Description|heading 2|Some(DetailedDescription)",
                "Description|0002|Some(DetailedDescription)",
                "Description|government interest|None",
            ]
        );
    }

    #[test]
    fn the_digest_names_the_text() {
        let (f, mut g) = (filing(), filing());
        assert_eq!(f.digest(), g.digest());
        assert_eq!(f.digest().len(), 64);
        g.claims[0].push('!');
        assert_ne!(f.digest(), g.digest());
    }

    #[test]
    fn r1_6_classified_papers_have_ways_of_their_own() {
        use crate::base::marking::Level;
        for (level, ..) in Level::TABLE {
            for &way in ReceivedBy::ALL {
                let f = Filing { marking: Marking(level), received_by: way, ..filing() };
                let refused = f.check_way().map_err(|r| r.code.code);
                let taken = level < Level::Confidential || way != ReceivedBy::Ordinary;
                assert_eq!(refused.is_ok(), taken, "{level:?} {way:?}");
                assert_eq!(serde_json::to_value(way).expect("json"), way.as_str());
                assert_eq!(ReceivedBy::parse(way.as_str()), Some(way));
            }
        }
        let carried = Filing { received_by: ReceivedBy::HandCarried, ..filing() };
        assert_ne!(carried.digest(), filing().digest(), "how it came is on record with it");
        let form = serde_json::to_string(&filing()).expect("writes");
        assert!(!form.contains("received_by"), "texts on record keep their digests: {form}");
    }

    #[test]
    fn a_statement_of_several_paragraphs_is_not_told_twice() {
        let mut f = filing();
        f.government_interest = Some("Old latches.\nMore.".into());
        assert!(f.paragraphs().iter().all(|p| p.place != "government interest"));
    }

    #[test]
    fn the_description_of_drawings_in_detail_is_no_list_of_drawings() {
        assert_eq!(part_of_heading("DETAILED DESCRIPTION OF THE DRAWINGS"), Some(Part::DetailedDescription));
        assert_eq!(part_of_heading("BRIEF DESCRIPTION OF THE DRAWINGS"), Some(Part::Drawings));
    }

    #[test]
    fn a_filing_survives_its_stored_form() {
        let f = filing();
        let text = serde_json::to_string(&f).expect("writes");
        assert_eq!(serde_json::from_str::<Filing>(&text).expect("reads"), f);
    }
}
