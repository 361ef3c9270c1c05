//! What people read on a terminal: a screening with the passage that matched, marked, in its context.

use crate::domain::filing::{Filing, Section};
use crate::domain::screening::{
    CategoryHit, Evidence, EvidenceSection, Observation, ObservationKind, Screening, Verdict,
};
use std::fmt::Write as _;

/// Characters of context on each side of a passage.
const CONTEXT: usize = 50;
/// Passages shown of one clause; more are counted.
const PASSAGES: usize = 2;

/// How text is marked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// No escape codes; matches stand in `[[ ]]`.
    Plain,
    /// Colours.
    Colour,
}

impl Style {
    /// Colours for a terminal that has not asked for none (`NO_COLOR`).
    pub fn of(is_terminal: bool) -> Self {
        if is_terminal && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()) {
            Self::Colour
        } else {
            Self::Plain
        }
    }
    fn mark(self, text: &str) -> String {
        match self {
            Self::Plain => format!("[[{text}]]"),
            Self::Colour => format!("\x1b[1;33m{text}\x1b[0m"),
        }
    }
    /// Emphasis.
    pub fn bold(self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Colour => format!("\x1b[1m{text}\x1b[0m"),
        }
    }
    fn dim(self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Colour => format!("\x1b[2m{text}\x1b[0m"),
        }
    }
    fn verdict(self, v: Verdict) -> String {
        let (word, code) = match v {
            Verdict::Clear => ("clear", "32"),
            Verdict::Flagged => ("FLAGGED", "1;31"),
            Verdict::NeedsHuman => ("NEEDS A HUMAN", "1;35"),
        };
        match self {
            Self::Plain => word.to_owned(),
            Self::Colour => format!("\x1b[{code}m{word}\x1b[0m"),
        }
    }
}

/// Text from outside, safe on a terminal: control characters, which could move the cursor or hide
/// text, become visible.
pub fn safe(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// One screening, as some lines.
pub fn screening(s: &Screening, filing: &Filing, style: Style) -> String {
    let mut out = String::new();
    let title = safe(&filing.title).replace('\n', " ");
    let _ = writeln!(out, "{}  {}  {}", style.bold(&s.application_number), style.verdict(s.verdict), title);
    if let Some(problem) = &s.problem {
        let _ = writeln!(out, "    {}", safe(problem));
    }
    for h in &s.hits {
        hit(&mut out, h, filing, style);
    }
    for x in &s.suppressed {
        let _ = write!(out, "    {} held back by the exception \"{}\"", x.category, x.except);
        match x.evidence.first() {
            Some(e) => {
                let _ = writeln!(out, ": {} {}", style.dim(&place(e.section, &e.place)), context(e, filing, style));
            }
            None => out.push('\n'),
        }
    }
    for o in &s.observations {
        observation(&mut out, o, style);
    }
    out
}

fn hit(out: &mut String, h: &CategoryHit, filing: &Filing, style: Style) {
    let _ = writeln!(
        out,
        "    {} {}  {} of {} points  to {}",
        style.bold(&h.category),
        h.title,
        h.points,
        h.threshold,
        h.agencies.join(", ")
    );
    if !h.conditional_on.is_empty() {
        let _ = writeln!(out, "        only if an examiner establishes: {}", h.conditional_on.join(", "));
    }
    let mut shown: Vec<(&str, usize)> = vec![];
    for e in &h.evidence {
        let n = match shown.iter_mut().find(|(clause, _)| *clause == e.clause) {
            Some((_, n)) => {
                *n += 1;
                *n
            }
            None => {
                shown.push((&e.clause, 1));
                1
            }
        };
        if n <= PASSAGES {
            let _ = writeln!(
                out,
                "        {}: {} {}",
                e.clause,
                style.dim(&place(e.section, &e.place)),
                context(e, filing, style)
            );
        }
    }
    for (clause, n) in shown.into_iter().filter(|(_, n)| *n > PASSAGES) {
        let _ = writeln!(out, "        {clause}: {} more", n - PASSAGES);
    }
}

fn observation(out: &mut String, o: &Observation, style: Style) {
    let what = match o.kind {
        ObservationKind::GovernmentInterest => "Government interest",
        ObservationKind::SecurityMarking => "security marking",
        ObservationKind::ExportControlLegend => "export-control legend",
        ObservationKind::RelatedApplication => "related application",
    };
    let by = [o.agency.as_deref(), o.contract.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let by = if by.is_empty() { by } else { format!(" ({by})") };
    let text: String = safe(&o.text).chars().take(100).collect();
    let _ = writeln!(out, "    seen: {what}{by}: {} {text}", style.dim(&place(o.section, &o.place)));
}

fn place(section: EvidenceSection, place: &str) -> String {
    match section {
        EvidenceSection::Title | EvidenceSection::Classes => match section {
            EvidenceSection::Title => "[title]".into(),
            _ => format!("[class {place}]"),
        },
        EvidenceSection::Abstract | EvidenceSection::Claims => format!("[{place}]"),
        EvidenceSection::Description => format!("[paragraph {place}]"),
    }
}

/// The passage with what stands around it, the match marked.
fn context(e: &Evidence, filing: &Filing, style: Style) -> String {
    let section = match e.section {
        EvidenceSection::Title => Section::Title,
        EvidenceSection::Abstract => Section::Abstract,
        EvidenceSection::Claims => Section::Claims,
        EvidenceSection::Description => Section::Description,
        EvidenceSection::Classes => return style.mark(&safe(&e.text)),
    };
    let paragraphs = filing.paragraphs();
    let slice =
        |p: &str, from: usize, to: usize| p.chars().skip(from).take(to.saturating_sub(from)).collect::<String>();
    // Two claims may carry one number: the paragraph is the one that holds the passage.
    let Some(p) = paragraphs
        .iter()
        .find(|p| p.section == section && p.place == e.place && slice(p.text, e.start, e.end) == e.text)
    else {
        return style.mark(&safe(&e.text));
    };
    let from = e.start.saturating_sub(CONTEXT);
    let before = slice(p.text, from, e.start);
    let after = slice(p.text, e.end, e.end + CONTEXT);
    let dots = |there: bool| if there { "..." } else { "" };
    let line = |t: &str| safe(t).replace('\n', " ");
    format!(
        "{}{}{}{}{}",
        dots(from > 0),
        line(&before),
        style.mark(&line(&e.text)),
        line(&after),
        dots(p.text.chars().nth(e.end + CONTEXT).is_some())
    )
}
