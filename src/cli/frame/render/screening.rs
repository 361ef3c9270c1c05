//! One screening as people read it: the filing and its verdict, a row for each category with its points
//! and owners, under it the passages by clause and place.

use crate::cli::frame::render::measure::{keep_both, keep_start, one_line, pad, safe, width, wrap};
use crate::cli::frame::render::page::{Page, Style};
use crate::cli::frame::render::passage::{passage, place};
use domain::filing::screening::{CategoryHit, Evidence, Observation, ObservationKind, Screening, Suppressed, Verdict};
use domain::filing::{Filing, Paragraph};

/// Passages shown of one clause; more are counted.
const PASSAGES: usize = 2;
/// Columns that passages are set in by.
const INDENT: usize = 4;
/// Widest column of clauses.
const CLAUSE: usize = 16;
/// Widest column of places.
const PLACE: usize = 18;
/// A passage with less room than this gets a line of its own.
const LEAST_PASSAGE: usize = 36;

/// One screening, as some lines.
pub fn screening(s: &Screening, filing: &Filing, page: Page) -> String {
    let paragraphs = filing.paragraphs();
    let mut sheet = Sheet { lines: Vec::new(), page, paragraphs: &paragraphs };
    sheet.head(s, filing);
    if let Some(problem) = &s.problem {
        sheet.text(2, &safe(problem));
    }
    s.hits.iter().for_each(|h| sheet.hit(h));
    s.suppressed.iter().for_each(|x| sheet.suppressed(x));
    s.observations.iter().for_each(|o| sheet.observation(o));
    sheet.lines.push(String::new());
    sheet.lines.join("\n")
}

/// The word for a verdict.
pub fn verdict(v: Verdict, style: Style) -> String {
    match v {
        Verdict::Clear => style.good("clear"),
        Verdict::Flagged => style.alarm("FLAGGED"),
        Verdict::NeedsHuman => style.doubt("NEEDS A HUMAN"),
    }
}

/// Lines in the making.
pub(super) struct Sheet<'p> {
    pub(super) lines: Vec<String>,
    pub(super) page: Page,
    pub(super) paragraphs: &'p [Paragraph<'p>],
}

impl Sheet<'_> {
    fn head(&mut self, s: &Screening, filing: &Filing) {
        let style = self.page.style;
        let used = width(&s.application_number) + 2 + width(&verdict(s.verdict, Style::Plain)) + 2;
        let title = keep_start(&one_line(&filing.title), self.page.width.saturating_sub(used), false);
        let head = format!("{}  {}  {title}", style.bold(&s.application_number), verdict(s.verdict, style));
        self.lines.push(head.trim_end().to_owned());
    }

    fn hit(&mut self, h: &CategoryHit) {
        let score = score(h.points, h.threshold);
        self.row(&h.category, &h.title, &score, &h.agencies.join(", "));
        if !h.conditional_on.is_empty() {
            self.text(INDENT, &format!("only if an examiner establishes: {}", h.conditional_on.join(", ")));
        }
        self.passages(&h.evidence);
    }

    /// A category: its number, as much of its title as fits, and at the right edge what matters.
    pub(super) fn row(&mut self, category: &str, title: &str, score: &str, owners: &str) {
        let style = self.page.style;
        let right = if owners.is_empty() { score.to_owned() } else { format!("{score}  {owners}") };
        let room = self.page.width.saturating_sub(2 + width(category) + 2 + 2 + width(&right));
        let title = one_line(title);
        if room >= width(&title).min(20) {
            let title = pad(&keep_start(&title, room, false), room);
            self.lines.push(format!("  {}  {title}  {right}", style.bold(category)));
        } else {
            let room = self.page.width.saturating_sub(2 + width(category) + 2);
            self.lines.push(format!("  {}  {}", style.bold(category), keep_start(&title, room, false)));
            self.text(INDENT, &right);
        }
    }

    /// Passages by clause, the first of each in full, the rest counted.
    pub(super) fn passages(&mut self, all: &[Evidence]) {
        let mut clauses: Vec<&str> = Vec::new();
        for e in all {
            if !clauses.contains(&e.clause.as_str()) {
                clauses.push(&e.clause);
            }
        }
        let shown = |clause: &&str| all.iter().filter(|e| e.clause == *clause).take(PASSAGES).collect::<Vec<_>>();
        let widest = |most: usize, of: &mut dyn Iterator<Item = usize>| of.max().unwrap_or(0).min(most);
        let clause_width = widest(CLAUSE, &mut clauses.iter().map(|c| width(c)));
        let place_width =
            widest(PLACE, &mut clauses.iter().flat_map(shown).map(|e| width(&one_line(&place(e.section, &e.place)))));
        for clause in &clauses {
            for (i, e) in shown(clause).into_iter().enumerate() {
                let clause = if i == 0 { clause } else { "" };
                self.passage(clause, clause_width, e, place_width);
            }
            let more = all.iter().filter(|e| e.clause == **clause).count().saturating_sub(PASSAGES);
            if more > 0 {
                self.lines.push(format!("{}and {more} more", " ".repeat(INDENT + clause_width + 2)));
            }
        }
    }

    fn passage(&mut self, clause: &str, clause_width: usize, e: &Evidence, place_width: usize) {
        let Page { style, width } = self.page;
        let clause = pad(&keep_both(clause, clause_width), clause_width);
        let at = pad(&keep_both(&one_line(&place(e.section, &e.place)), place_width), place_width);
        let room = width.saturating_sub(INDENT + clause_width + 2 + place_width + 2);
        let (indent, head) = (" ".repeat(INDENT), format!("{clause}  {}", style.dim(&at)));
        if room >= LEAST_PASSAGE {
            self.lines.push(format!("{indent}{head}  {}", passage(e, self.paragraphs, room, style)));
        } else {
            self.lines.push(format!("{indent}{}", head.trim_end()));
            let room = width.saturating_sub(INDENT + 2);
            self.lines.push(format!("{indent}  {}", passage(e, self.paragraphs, room, style)));
        }
    }

    /// One passage at its place, without its clause.
    pub(super) fn near(&mut self, e: &Evidence, indent: usize) {
        let Page { style, width: columns } = self.page;
        let at = keep_both(&one_line(&place(e.section, &e.place)), PLACE);
        let used = indent + width(&at) + 2;
        let shown = passage(e, self.paragraphs, columns.saturating_sub(used), style);
        self.lines.push(format!("{}{}  {shown}", " ".repeat(indent), style.dim(&at)));
    }

    fn suppressed(&mut self, x: &Suppressed) {
        self.text(2, &format!("{}  held back by the exception \"{}\"", x.category, x.except));
        self.passages(&x.evidence);
    }

    fn observation(&mut self, o: &Observation) {
        let what = match o.kind {
            ObservationKind::GovernmentInterest => "Government interest",
            ObservationKind::SecurityMarking => "security marking",
            ObservationKind::ExportControlLegend => "export-control legend",
            ObservationKind::RelatedApplication => "related application",
        };
        let by = [o.agency.as_deref(), o.contract.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let by = if by.is_empty() { by } else { format!(" ({by})") };
        self.text(2, &format!("seen: {what}{}", safe(&by)));
        let at = one_line(&place(o.section, &o.place));
        let room = self.page.width.saturating_sub(INDENT + width(&at) + 2);
        let text = keep_both(&one_line(&o.text), room);
        self.lines.push(format!("{}{}  {text}", " ".repeat(INDENT), self.page.style.dim(&at)));
    }

    /// A sentence, broken where the page ends.
    pub(super) fn text(&mut self, indent: usize, text: &str) {
        let room = self.page.width.saturating_sub(indent + 2).max(1);
        for (i, line) in wrap(text, room).into_iter().enumerate() {
            let indent = if i == 0 { indent } else { indent + 2 };
            self.lines.push(format!("{}{line}", " ".repeat(indent)));
        }
    }
}

/// Points against the points needed. More than were needed are no part of them.
pub fn score(points: u32, needed: u32) -> String {
    if points > needed {
        format!("{points} points, {needed} needed")
    } else {
        format!("{points} of {needed} {}", plural(needed, "point"))
    }
}

/// A word for one or many.
pub fn plural(n: impl Into<u64>, word: &str) -> String {
    if n.into() == 1 { word.to_owned() } else { format!("{word}s") }
}
