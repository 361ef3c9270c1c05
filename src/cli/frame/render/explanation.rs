//! Why a category hit a filing or did not, as people read it: the score, then each rule with what became
//! of it, its parts set in below it.

use crate::cli::frame::render::measure::{keep_both, one_line, width};
use crate::cli::frame::render::page::{Page, Style};
use crate::cli::frame::render::screening::{Sheet, plural, score};
use domain::filing::Filing;
use screening::explain::{Explained, Explanation, Finding, Outcome};

/// Parts further down than this are left out; they are in the JSON.
const DEEPEST: usize = 6;
/// Passages shown of one part.
const PASSAGES: usize = 3;
/// Longest rule that opens a line, in columns.
const LONGEST_RULE: usize = 48;

/// One category over one filing, as some lines.
pub fn explanation(x: &Explanation, filing: &Filing, page: Page) -> String {
    let paragraphs = filing.paragraphs();
    let mut sheet = Sheet { lines: Vec::new(), page, paragraphs: &paragraphs };
    let score = format!("{}: {}", score(x.points, x.threshold), word(x.outcome));
    sheet.row(&x.category, &x.title, &score, "");
    x.clauses.iter().for_each(|c| sheet.rule("clause", c));
    x.excepts.iter().for_each(|e| sheet.rule("exception", e));
    x.agencies_if.iter().for_each(|a| sheet.rule("agency", a));
    if !x.requires.is_empty() {
        sheet.text(4, &format!("an examiner must also establish: {}", x.requires.join(", ")));
    }
    sheet.lines.push(String::new());
    sheet.lines.join("\n")
}

/// The line over the explanations of a filing.
pub fn head(filing: &Filing, page: Page) -> String {
    let number = filing.application_number.as_str();
    let room = page.width.saturating_sub(width(number) + 2);
    format!(
        "{}  {}",
        page.style.bold(number),
        crate::cli::frame::render::measure::keep_start(&one_line(&filing.title), room, false)
    )
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Hit => "a hit",
        Outcome::Suppressed => "held back",
        Outcome::Short => "no hit",
        Outcome::Undecided => "undecided",
    }
}

impl Sheet<'_> {
    fn rule(&mut self, what: &str, rule: &Explained) {
        let style = self.page.style;
        let earns = rule.points.map(|n| format!(", {n} {}", plural(n, "point"))).unwrap_or_default();
        let name = format!("{what} {}{earns}", style.bold(&one_line(&rule.id)));
        self.lines.push(format!("    {}  {name}", mark(rule.finding.met, style)));
        self.finding(&rule.finding, 0);
    }

    fn finding(&mut self, f: &Finding, depth: usize) {
        let indent = 9 + 2 * depth;
        let room = self.page.width.saturating_sub(indent + 2).clamp(8, LONGEST_RULE);
        let rule = keep_both(&one_line(&f.rule), room);
        let sign = match (depth, f.met) {
            (0, _) => "",
            (_, Some(true)) => "+ ",
            (_, Some(false)) => "- ",
            (_, None) => "? ",
        };
        self.text(indent, &format!("{sign}{rule}: {}", one_line(&f.why)));
        let shown = &f.evidence[..f.evidence.len().min(PASSAGES)];
        shown.iter().for_each(|e| self.near(e, indent + 4));
        let more = f.evidence.len() - shown.len();
        if more > 0 {
            self.lines.push(format!("{}and {more} more", " ".repeat(indent + 4)));
        }
        match depth < DEEPEST {
            true => f.parts.iter().for_each(|p| self.finding(p, depth + 1)),
            false if !f.parts.is_empty() => self.lines.push(format!("{}\u{2026}", " ".repeat(indent + 2))),
            false => {}
        }
    }
}

/// Whether a rule holds, in the same width always.
fn mark(met: Option<bool>, style: Style) -> String {
    match met {
        Some(true) => style.good("yes"),
        Some(false) => style.alarm("no "),
        None => style.doubt("?  "),
    }
}
