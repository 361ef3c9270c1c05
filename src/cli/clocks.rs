//! `subrosa clocks`: every deadline of the office, with what happens if nobody acts.

use crate::cli::frame::render::words::{away, words};
use crate::cli::frame::render::{Colours, Page, Paper};
use crate::cli::office::{clerk, open};
use crate::cli::{Exit, Output, put};
use crate::config::StoreArgs;
use crate::workflow::clock::clocks::{ClockQuery, ClockView, due};
use anyhow::Result;
use jiff::ToSpan;
use jiff::civil::Date;

/// Lists the deadlines of all cases, nearest first, each with what happens if nobody acts.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Nothing is decided here: acts are signed by people over REST. The clocks of one case are at the end of \
subrosa order show and subrosa filing show.\n\n\
Exit codes: 0 nothing is past or in alarm, 1 something is, 2 the database cannot be read.\n\n\
Example: subrosa clocks --data /var/lib/subrosa --until 2027-03-31"
)]
pub struct ClocksArgs {
    /// Last day to look at; 120 days ahead without it.
    #[arg(long, value_name = "DATE", value_parser = crate::cli::args::date)]
    until: Option<Date>,
    /// How to print them.
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
    #[command(flatten)]
    store: StoreArgs,
}

/// Clocks asked for at a time.
const BATCH: usize = 200;

/// Runs `subrosa clocks`.
pub fn run(args: &ClocksArgs) -> Result<Exit> {
    let (_, cx) = open(&args.store)?;
    let until = args.until.unwrap_or_else(|| cx.today().saturating_add(120.days()));
    let mut all: Vec<ClockView> = vec![];
    loop {
        let after = all.last().map(ClockView::key);
        let query = ClockQuery { due_before: Some(until), after, limit: BATCH, ..ClockQuery::default() };
        let page = due(&cx, &clerk(), &query)?;
        let done = page.len() < BATCH;
        all.extend(page);
        if done {
            break;
        }
    }
    match args.format {
        Output::Json => put(&format!("{}\n", serde_json::json!({ "items": all })))?,
        Output::Text if all.is_empty() => put(&format!("no clock runs out by {until}\n"))?,
        Output::Text => put(&wall(&all, Page::stdout(Colours::Auto)))?,
    }
    Ok(if all.iter().any(|c| c.overdue || c.alarm) { Exit::Flagged } else { Exit::Fine })
}

fn wall(all: &[ClockView], page: Page) -> String {
    let mut paper = Paper::new(page);
    for (i, clock) in all.iter().enumerate() {
        if i > 0 {
            paper.gap();
        }
        let order = clock.order_number.as_ref().map(|n| format!(", order {n}")).unwrap_or_default();
        one(&mut paper, 0, clock, &format!("filing {}{order}", clock.application_number));
    }
    paper.finish()
}

/// One clock: its day, what it counts to, what happens by itself, and why.
pub(super) fn one(paper: &mut Paper, indent: usize, clock: &ClockView, of: &str) {
    let mut head = format!("{} {}, {}", clock.due_on, words(&clock.kind), away(clock.days_left));
    for more in [of, clock.agency.as_ref().map_or("", |a| a.as_str())] {
        if !more.is_empty() {
            head = format!("{head}, {more}");
        }
    }
    match (clock.alarm, clock.overdue) {
        (true, _) => paper.alarm(indent, &format!("{head}: ALARM")),
        (false, true) => paper.alarm(indent, &format!("{head}: PAST")),
        (false, false) => paper.text(indent, &head),
    }
    if let Some(day) = clock.working_deadline.filter(|d| *d != clock.due_on) {
        paper.text(indent + 2, &format!("the last business day to act is {day}"));
    }
    paper.text(indent + 2, &clock.if_nobody_acts);
    paper.dim(indent + 2, &format!("{}; rule {}", clock.citation, clock.rule));
}
