//! `subrosa statistics`: the yearly table.

use crate::cli::frame::render::{Colours, Page, Paper};
use crate::cli::office::{holder, open};
use crate::cli::{Exit, Output, put};
use crate::config::StoreArgs;
use crate::workflow::office::statistics::fiscal_years;
use anyhow::Result;
use domain::order::statistics::Row;

/// Orders in effect, new, rescinded and lapsed by fiscal year, computed from the recorded orders.
#[derive(Debug, clap::Args)]
#[command(after_help = "In effect at the start and at the end of each year, and what came and went in it.\n\n\
Exit codes: 0 printed, 2 the database cannot be read.\n\nExample: subrosa statistics --data /var/lib/subrosa --format json")]
pub struct StatisticsArgs {
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
    #[command(flatten)]
    store: StoreArgs,
}

/// Runs the command.
pub fn run(args: &StatisticsArgs) -> Result<Exit> {
    let (_, cx) = open(&args.store)?;
    let rows = fiscal_years(&cx, &holder())?;
    match args.format {
        Output::Json => put_line!("{}", serde_json::json!({ "items": rows })),
        Output::Text if rows.is_empty() => put_line!("no orders on record"),
        Output::Text => put(&table(&rows, Page::stdout(Colours::Auto)))?,
    }
    Ok(Exit::Fine)
}

fn table(rows: &[Row], page: Page) -> String {
    let mut paper = Paper::new(page);
    let header = ["FY", "start", "new", "rescinded", "lapsed", "end", "John Doe"];
    let row = |r: &Row| {
        let numbers = [r.in_effect_start, r.new, r.rescinded, r.lapsed, r.in_effect_end, r.john_doe_new];
        let cells = numbers.iter().zip(&header[1..]).map(|(n, name)| format!("{n:>0$}", name.len()));
        std::iter::once(r.fiscal_year.to_string()).chain(cells).collect::<Vec<_>>()
    };
    paper.table(0, &header, &rows.iter().map(row).collect::<Vec<_>>());
    for r in rows.iter().filter(|r| r.new > 0) {
        let by = |all: Vec<String>| all.join(", ");
        let sponsors = by(r.new_by_sponsor.iter().map(|(agency, n)| format!("{agency} {n}")).collect());
        let types = by(r.new_by_type.iter().map(|(kind, n)| format!("{kind} {n}")).collect());
        paper.gap();
        paper.text(0, &format!("new in {}", r.fiscal_year));
        paper.field("by sponsor", &sponsors);
        paper.field("by type", &types);
    }
    paper.finish()
}
