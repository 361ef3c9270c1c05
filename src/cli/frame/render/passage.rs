//! A match in its context, on one line: what stands around it cut with an ellipsis, the match marked.

use crate::cli::frame::render::measure::{keep_both, keep_end, keep_start, one_line, width};
use crate::cli::frame::render::page::Style;
use domain::filing::screening::{Evidence, EvidenceSection};
use domain::filing::{Paragraph, Section};

/// Characters looked at on each side of a match: more than the widest line shows.
const LOOK: usize = 400;

/// Where a passage stands, as people say it.
pub fn place(section: EvidenceSection, place: &str) -> String {
    match section {
        EvidenceSection::Title => "title".to_owned(),
        EvidenceSection::Classes => format!("class {place}"),
        EvidenceSection::Description if place.starts_with(|c: char| c.is_ascii_digit()) => format!("paragraph {place}"),
        EvidenceSection::Abstract | EvidenceSection::Claims | EvidenceSection::Description => place.to_owned(),
    }
}

/// The passage with what stands around it, in at most `room` columns.
pub fn passage(e: &Evidence, paragraphs: &[Paragraph<'_>], room: usize, style: Style) -> String {
    let Some((before, after)) = around(e, paragraphs) else {
        return shown(("", false), &e.text, ("", false), room, style);
    };
    let start = before.char_indices().rev().nth(LOOK).map(|(i, _)| i);
    let end = after.char_indices().nth(LOOK).map(|(i, _)| i);
    let before = (start.map_or(before, |i| &before[i..]), start.is_some());
    let after = (end.map_or(after, |i| &after[..i]), end.is_some());
    shown(before, &e.text, after, room, style)
}

/// What stands before and after a passage in its paragraph.
fn around<'p>(e: &Evidence, paragraphs: &[Paragraph<'p>]) -> Option<(&'p str, &'p str)> {
    let section = match e.section {
        EvidenceSection::Title => Section::Title,
        EvidenceSection::Abstract => Section::Abstract,
        EvidenceSection::Claims => Section::Claims,
        EvidenceSection::Description => Section::Description,
        EvidenceSection::Classes => return None,
    };
    // Two claims may carry one number: the paragraph is the one that holds the passage.
    paragraphs.iter().filter(|p| p.section == section && p.place == e.place).find_map(|p| {
        let start = p.text.char_indices().map(|(i, _)| i).chain([p.text.len()]).nth(e.start)?;
        let after = p.text[start..].strip_prefix(e.text.as_str())?;
        Some((&p.text[..start], after))
    })
}

/// Each side with whether there is more of it.
fn shown(before: (&str, bool), hit: &str, after: (&str, bool), room: usize, style: Style) -> String {
    let hit = keep_both(&one_line(hit), room.saturating_sub(style.marks()).max(1));
    let (left, right) = (one_line(before.0), one_line(after.0));
    let (left, right) = (left.trim_start(), right.trim_end());
    let spare = room.saturating_sub(width(&hit) + style.marks());
    // Each side gets half; what one does not need goes to the other.
    let (want_left, want_right) = (width(left), width(right));
    let left_room = want_left.min(spare / 2).max(spare.saturating_sub(want_right).min(want_left));
    let right_room = spare - left_room;
    let left = keep_end(left, left_room, before.1);
    let right = keep_start(right, right_room, after.1);
    format!("{left}{}{right}", style.mark(&hit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::filing::Filing;
    use proptest::prelude::*;

    fn filing(text: &str) -> Filing {
        serde_json::from_value(serde_json::json!({
            "application_number": "18/1", "title": "T", "description": [{"number": "0001", "text": text}],
        }))
        .expect("a filing")
    }

    fn at(text: &str, hit: &str, room: usize, style: Style) -> String {
        let start = text[..text.find(hit).expect("it is there")].chars().count();
        let e = Evidence {
            clause: "c".into(),
            section: EvidenceSection::Description,
            place: "0001".into(),
            start,
            end: start + hit.chars().count(),
            text: hit.into(),
        };
        passage(&e, &filing(text).paragraphs(), room, style)
    }

    #[test]
    fn a_match_stands_in_the_middle_of_what_fits() {
        let text = "The transceiver described here uses a waveform with a low probability of intercept, so that an adversary does not find it.";
        insta::assert_snapshot!([20, 40, 60, 80, 200].map(|room| at(text, "low probability of intercept", room, Style::Plain)).join("\n"), @"
        [[low prob…tercept]]
        …a [[low probability of intercept]],…
        …with a [[low probability of intercept]], so that an…
        …uses a waveform with a [[low probability of intercept]], so that an adversary…
        The transceiver described here uses a waveform with a [[low probability of intercept]], so that an adversary does not find it.
        ");
        assert_eq!(
            at("radar paint\n  wide", "radar", 30, Style::Colour),
            "\u{1b}[1;33mradar\u{1b}[0m paint wide",
            "colours take no room"
        );
    }

    #[test]
    fn what_one_side_does_not_need_the_other_has() {
        assert_eq!(
            at("a radar that is followed by many words", "radar", 30, Style::Plain),
            "a [[radar]] that is followed\u{2026}"
        );
        assert_eq!(
            at("many words that end in the word radar", "radar", 30, Style::Plain),
            "\u{2026}end in the word [[radar]]"
        );
    }

    proptest! {
        #[test]
        fn a_line_is_never_too_wide(before in "[a-z雷 ]{0,80}", hit in "[a-z雷]{1,50}", after in "[a-z雷 ]{0,80}", room in 6usize..90) {
            let text = format!("{before}\u{2}{hit}\u{2}{after}");
            let line = at(&text, &text[before.len()..text.len() - after.len()], room, Style::Plain);
            prop_assert!(width(&line) <= room, "{:?} in {}", line, room);
        }
    }
}
