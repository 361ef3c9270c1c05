//! What a run comes to: each screening printed as it comes, and the sum of all.

use crate::cli::frame::render::screening::plural;
use crate::cli::frame::render::{self, Page};
use crate::cli::screen::explain::Asked;
use crate::cli::screen::pipeline::Screened;
use crate::cli::screen::stats::Times;
use crate::cli::screen::{Format, ScreenArgs};
use crate::cli::{Exit, say};
use anyhow::Result;
use domain::filing::Filing;
use domain::filing::screening::{Screening, Verdict};
use screening::Options;
use std::io::Write;

/// The run so far.
pub(super) struct Report<'a> {
    /// What was asked for.
    pub(super) args: &'a ScreenArgs,
    /// Where tables go.
    pub(super) page: Page,
    /// What to explain in place of the table.
    pub(super) asked: Asked,
    /// What it came to.
    pub(super) totals: Totals,
    /// How long filings took.
    pub(super) times: Times,
}

/// Counts of a run.
#[derive(Debug, Default)]
pub(super) struct Totals {
    /// Filings screened.
    pub(super) filings: u64,
    /// Their size, unpacked, in bytes.
    pub(super) bytes: u64,
    /// Those flagged by at least one list.
    pub(super) flagged: u64,
    /// Those not flagged that a person must look at.
    pub(super) needs_human: u64,
    /// Files and records that could not be read.
    pub(super) unreadable: u64,
}

impl Report<'_> {
    /// Prints what came of one record.
    pub(super) fn print(&mut self, screened: Screened, out: &mut impl Write) -> Result<()> {
        self.times.add(screened.took);
        for (record, results) in screened.records {
            self.totals.bytes += record.bytes;
            for warning in &record.warnings {
                tracing::debug!(code = warning.oddity.code(), "format.warning");
            }
            match &record.outcome {
                Ok(filing) => {
                    self.totals.add(&results);
                    if self.asked.is_empty() {
                        results.iter().try_for_each(|s| self.one(s, filing, out))?;
                    } else {
                        let options = Options { without_classes: self.args.without_classes };
                        self.asked.print(filing, options, self.args.format, self.page, out)?;
                    }
                }
                Err(_) => {
                    self.totals.unreadable += 1;
                    say(&render::safe(&record.to_string()));
                }
            }
        }
        Ok(())
    }

    fn one(&self, s: &Screening, filing: &Filing, out: &mut impl Write) -> Result<()> {
        match self.args.format {
            Format::Ndjson => {
                serde_json::to_writer(&mut *out, s)?;
                out.write_all(b"\n")?;
            }
            Format::Table if self.args.all || s.verdict != Verdict::Clear => {
                if self.args.list.len() > 1 {
                    writeln!(out, "{}", self.page.style.dim(&format!("{} {}", s.list.id, s.list.revision)))?;
                }
                writeln!(out, "{}", render::screening(s, filing, self.page))?;
            }
            Format::Table => {}
        }
        Ok(())
    }
}

impl Totals {
    fn add(&mut self, results: &[Screening]) {
        self.filings += 1;
        let any = |v| results.iter().any(|s| s.verdict == v);
        if any(Verdict::Flagged) {
            self.flagged += 1;
        } else if any(Verdict::NeedsHuman) {
            self.needs_human += 1;
        }
    }

    /// The last line of a table.
    pub(super) fn summary(&self) -> String {
        let unreadable = match self.unreadable {
            0 => String::new(),
            n => format!("; {n} could not be read"),
        };
        if self.filings == 0 {
            return format!("no filing was screened{unreadable}");
        }
        let clear = self.filings - self.flagged - self.needs_human;
        let human = match self.needs_human {
            0 => String::new(),
            1 => ", 1 needs a human".to_owned(),
            n => format!(", {n} need a human"),
        };
        let flagged = if self.flagged == 0 { "none".to_owned() } else { self.flagged.to_string() };
        let filings = plural(self.filings, "filing");
        format!("{} {filings} screened: {flagged} flagged, {clear} clear{human}{unreadable}", self.filings)
    }

    /// How the command ends.
    pub(super) fn exit(&self) -> Exit {
        if self.unreadable > 0 {
            Exit::Trouble
        } else if self.flagged + self.needs_human > 0 {
            Exit::Flagged
        } else {
            Exit::Fine
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_says_what_it_came_to() {
        let of = |filings, flagged, needs_human, unreadable| {
            Totals { filings, flagged, needs_human, unreadable, bytes: 0 }.summary()
        };
        insta::assert_snapshot!(
            [of(0, 0, 0, 0), of(0, 0, 0, 1), of(1, 0, 0, 0), of(1, 1, 0, 0), of(12, 3, 1, 0), of(9, 0, 2, 3)].join("\n"),
            @"
        no filing was screened
        no filing was screened; 1 could not be read
        1 filing screened: none flagged, 1 clear
        1 filing screened: 1 flagged, 0 clear
        12 filings screened: 3 flagged, 8 clear, 1 needs a human
        9 filings screened: none flagged, 7 clear, 2 need a human; 3 could not be read
        "
        );
    }
}
