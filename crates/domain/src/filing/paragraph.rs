//! The paragraphs of a filing: the one way in which its text is cut.
//!
//! Positions, evidence and the operator `SAME` count in these paragraphs. The places are stable: they depend on the
//! text of the filing and on nothing else.

use std::borrow::Cow;

use crate::filing::{DescriptionItem, Filing, Part};
use serde::{Deserialize, Serialize};

/// A section of a filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    Title,
    Abstract,
    Claims,
    /// The description, headings and Government-interest statement included.
    Description,
}

/// A paragraph of a filing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph<'a> {
    pub section: Section,
    /// The stable name of the paragraph: `title`, `abstract 1`, `claim 3`, `0002`, `heading 1`, `p 7`.
    pub place: Cow<'a, str>,
    /// The part of the description; `None` in other sections, and if the headings of the document do not tell.
    pub part: Option<Part>,
    pub heading: bool,
    pub text: &'a str,
}

impl Filing {
    /// All paragraphs in reading order: title, abstract, claims, description. The Government-interest statement comes
    /// last, unless the description has it.
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

/// The number with which a claim opens (`12. The device of ...`).
fn claim_number(text: &str) -> Option<u32> {
    let text = text.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    (1..=5).contains(&digits).then_some(())?;
    rest.trim_start().starts_with(['.', ')', ':', '-', '\u{2013}']).then(|| number.parse().ok())?
}

/// The part of the description that a heading opens; `None` if the heading does not tell.
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
    use crate::filing::tests::filing;

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
    fn a_statement_of_several_paragraphs_is_not_repeated() {
        let mut f = filing();
        f.government_interest = Some("Old latches.\nMore.".into());
        assert!(f.paragraphs().iter().all(|p| p.place != "government interest"));
    }

    #[test]
    fn the_description_of_drawings_in_detail_is_no_list_of_drawings() {
        assert_eq!(part_of_heading("DETAILED DESCRIPTION OF THE DRAWINGS"), Some(Part::DetailedDescription));
        assert_eq!(part_of_heading("BRIEF DESCRIPTION OF THE DRAWINGS"), Some(Part::Drawings));
    }
}
