//! `subrosa tick` and `subrosa renewals`: the clock, by hand.

use crate::cli::frame::render::{Colours, Page, Paper};
use crate::cli::office::{clerk, open};
use crate::cli::{Exit, Output, put};
use crate::config::StoreArgs;
use crate::workflow::clock::tick;
use crate::workflow::order::orders;
use anyhow::{Result, bail};
use domain::order::OrderStatus;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde_json::json;

/// Runs the clock once: renews what has its determinations, lapses what has none, gives reminders.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The service does this by itself; running it twice does nothing twice. An instant in the future is \
refused except in a demonstration: the record must not run ahead of the calendar.\n\n\
Exit codes: 0 done, 2 some orders could not be looked at, or none.\n\nExample: subrosa tick --data /var/lib/subrosa"
)]
pub struct TickArgs {
    /// The instant to run it for; the present without it.
    #[arg(long, value_name = "INSTANT", value_parser = crate::cli::args::instant)]
    now: Option<Timestamp>,
    /// How to print what was done.
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
    #[command(flatten)]
    store: StoreArgs,
}

/// Runs `subrosa tick`.
pub fn run(args: &TickArgs) -> Result<Exit> {
    let (_, cx) = open(&args.store)?;
    let present = cx.now();
    let now = args.now.unwrap_or(present);
    if now > present && !cx.store.is_demo() {
        bail!("{now} is in the future; only a demonstration database may be run ahead of the calendar");
    }
    let done = tick::tick(&cx, now)?;
    match args.format {
        Output::Json => put_line!("{}", serde_json::to_string(&done)?),
        Output::Text => {
            for number in &done.renewed {
                put_line!("renewed {number}");
            }
            for number in &done.lapsed {
                put_line!("lapsed {number}");
            }
            put_line!(
                "{} renewed, {} lapsed, {} reminders, {} alarms, {} failed",
                done.renewed.len(),
                done.lapsed.len(),
                done.reminded,
                done.alarmed,
                done.failed
            );
        }
    }
    Ok(if done.failed > 0 { Exit::Trouble } else { Exit::Fine })
}

/// Lists the orders whose term ends soon, and who has not answered.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 listed, 2 the database cannot be read.\n\n\
Example: subrosa renewals --data /var/lib/subrosa --due-before 2027-03-31")]
pub struct RenewalsArgs {
    /// Last day to look at; 120 days ahead without it.
    #[arg(long, value_name = "DATE", value_parser = crate::cli::args::date)]
    due_before: Option<Date>,
    /// How to print them.
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
    #[command(flatten)]
    store: StoreArgs,
}

/// Runs `subrosa renewals`.
pub fn renewals(args: &RenewalsArgs) -> Result<Exit> {
    let (_, cx) = open(&args.store)?;
    let today = cx.today();
    let until = args.due_before.unwrap_or_else(|| today.saturating_add(120.days()));
    let mut found = vec![];
    let mut after = None;
    loop {
        let query = orders::OrderQuery {
            status: Some(OrderStatus::InEffect),
            expires_by: Some(until),
            after,
            limit: 200,
            ..orders::OrderQuery::default()
        };
        let page = orders::list(&cx, &clerk(), &query)?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        found.extend(page);
    }
    found.sort_by_key(|o| o.expires_on);
    match args.format {
        Output::Json => {
            let item = |o: &orders::OrderView| {
                json!({"order": o.number, "expires_on": o.expires_on, "working_deadline": o.renewal_deadline,
                       "awaited": o.awaited, "sponsors": sponsors(o)})
            };
            put_line!("{}", json!({ "items": found.iter().map(item).collect::<Vec<_>>() }));
        }
        Output::Text => {
            let mut paper = Paper::new(Page::stdout(Colours::Auto));
            if found.is_empty() {
                paper.text(0, &format!("no order's term ends by {until}"));
            }
            for o in &found {
                let days = today.until(o.expires_on).map_or(0, |s| s.get_days());
                let ends = format!("ends {} (in {days} days; working deadline {})", o.expires_on, o.renewal_deadline);
                paper.beside(0, &o.number, &format!("{ends}  sponsors: {}{}", sponsors(o).join(", "), awaits(o)));
            }
            put(&paper.finish())?;
        }
    }
    Ok(Exit::Fine)
}

/// The agencies that sponsor an order today.
fn sponsors(o: &orders::OrderView) -> Vec<&str> {
    o.sponsors.iter().filter(|s| s.until.is_none()).map(|s| s.agency.as_str()).collect()
}

/// Whose determination an order awaits, in words.
fn awaits(o: &orders::OrderView) -> String {
    if o.awaited.is_empty() {
        return String::new();
    }
    let names: Vec<_> = o.awaited.iter().map(|a| a.as_str()).collect();
    format!("  awaits: {}", names.join(", "))
}
