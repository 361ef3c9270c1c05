//! `subrosa regime`: the regimes of war and emergency on record, and what one moves. Setting one is signed
//! by two officers over REST, never on the command line.

use crate::cli::frame::render::{Colours, Page, Paper};
use crate::cli::office::{holder, open};
use crate::cli::{Exit, Output, put};
use crate::config::StoreArgs;
use crate::workflow::order::regimes;
use anyhow::Result;
use domain::base::ids::RegimeId;
use jiff::civil::Date;

/// Shows the regimes of war and emergency, and what one of them moves.
#[derive(Debug, clap::Args)]
pub struct RegimeArgs {
    #[command(subcommand)]
    command: RegimeCommand,
}

#[derive(Debug, clap::Subcommand)]
enum RegimeCommand {
    /// Lists them, past ones and proposals too; where none is in force it is peacetime.
    #[command(
        after_help = "Exit codes: 0 listed, 2 the database cannot be read.\n\nExample: subrosa regime list --data /var/lib/subrosa"
    )]
    List {
        /// How to print them.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Lists every order whose last day a regime, or its end, would move, with totals by month.
    #[command(after_help = "Exit codes: 0 printed, 2 there is no such regime.\n\n\
Example: subrosa regime simulate 01999999-0000-7000-8000-000000000000 --ends-on 2027-09-14")]
    Simulate {
        /// Its id.
        #[arg(value_parser = crate::cli::args::id::<RegimeId>)]
        id: RegimeId,
        /// A last day to suppose; without it, what is proposed or on record.
        #[arg(long, value_name = "DATE", value_parser = crate::cli::args::date)]
        ends_on: Option<Date>,
        /// How to print it.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        #[command(flatten)]
        store: StoreArgs,
    },
}

/// Runs `subrosa regime`.
pub fn run(args: &RegimeArgs) -> Result<Exit> {
    match &args.command {
        RegimeCommand::List { format, store } => {
            let (_, cx) = open(store)?;
            let all = regimes::list(&cx, &holder())?;
            if *format == Output::Json {
                put_line!("{}", serde_json::json!({ "items": all }));
                return Ok(Exit::Fine);
            }
            let mut paper = Paper::new(Page::stdout(Colours::Auto));
            if !all.iter().any(|r| r.period().is_some_and(|p| p.last_day.is_none())) {
                paper.text(0, "peacetime");
            }
            for r in all {
                let status = serde_json::to_value(r.status())?;
                let end = r.end.as_ref().map(|e| format!(" to {}", e.last_day)).unwrap_or_default();
                let status = status.as_str().unwrap_or_default();
                let days = format!("from {}{end}", r.first_day);
                paper.beside(0, &r.id.to_string(), &format!("{}  {days}  {status}  {}", r.kind.as_str(), r.citation));
            }
            put(&paper.finish())?;
        }
        RegimeCommand::Simulate { id, ends_on, format, store } => {
            let (_, cx) = open(store)?;
            let found = regimes::simulate(&cx, &holder(), *id, *ends_on)?;
            if *format == Output::Json {
                put_line!("{}", serde_json::to_string(&found)?);
                return Ok(Exit::Fine);
            }
            let day = |d: Option<Date>| d.map_or_else(|| "no end".to_owned(), |d| d.to_string());
            for m in &found.moved {
                put_line!("{}  {} -> {}", m.number, day(m.from), day(m.to));
            }
            for (month, orders) in &found.by_month {
                put_line!("{month}: {orders} orders");
            }
            if found.moved.is_empty() {
                put_line!("no order's last day would move");
            }
            for number in &found.lapsed_since {
                put_line!("{number} was in effect when it began and has lapsed since: a person must look at it");
            }
        }
    }
    Ok(Exit::Fine)
}
