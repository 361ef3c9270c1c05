//! Turns what a rule found into the passages that people read, with section, place and character offsets.

use crate::oracle::Found;
use crate::oracle::source::Layout;
use domain::filing::screening::{Evidence, EvidenceSection};
use domain::filing::{Filing, Paragraph};

/// The passages of a clause in reading order (title, abstract, claims, description, class codes), without repeats.
pub fn render(
    clause: &str,
    found: &[Found],
    text: &impl Layout,
    paragraphs: &[Paragraph<'_>],
    filing: &Filing,
) -> Vec<Evidence> {
    let mut out: Vec<(u32, Evidence)> = Vec::new();
    for f in found {
        match f {
            Found::Passage(occurrence) => out.extend(occurrence.pieces().iter().map(|piece| {
                let number = text.paragraph(piece.first);
                let paragraph = &paragraphs[number as usize];
                let (from, to) = (piece.from as usize, piece.to as usize);
                let (start, end) = char_range(paragraph.text, from, to);
                let evidence = Evidence {
                    clause: clause.to_owned(),
                    section: paragraph.section.into(),
                    place: paragraph.place.to_string(),
                    start,
                    end,
                    text: paragraph.text[from..to].to_owned(),
                };
                (number, evidence)
            })),
            Found::Class(index) => {
                let symbol = &filing.classes[*index].symbol;
                let evidence = Evidence {
                    clause: clause.to_owned(),
                    section: EvidenceSection::Classes,
                    place: symbol.clone(),
                    start: 0,
                    end: symbol.chars().count(),
                    text: symbol.clone(),
                };
                out.push((u32::MAX, evidence));
            }
        }
    }
    out.sort_by(|(n, a), (m, b)| (n, a.start, a.end, &a.place).cmp(&(m, b.start, b.end, &b.place)));
    out.dedup();
    out.into_iter().map(|(_, e)| e).collect()
}

/// Converts a range of bytes of a text to a range of characters.
pub fn char_range(text: &str, from: usize, to: usize) -> (usize, usize) {
    let start = text[..from].chars().count();
    (start, start + text[from..to].chars().count())
}
