//! `subrosa statistics`: the yearly table.

use crate::cli::office::{holder, open};
use crate::cli::{Exit, Output};
use crate::config::StoreArgs;
use crate::workflow::office::statistics::fiscal_years;
use anyhow::Result;

/// Orders in effect, new, rescinded and lapsed by fiscal year, computed from the recorded orders.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: subrosa statistics --data /var/lib/subrosa --format json")]
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
        Output::Json => println!("{}", serde_json::json!({ "items": rows })),
        Output::Text if rows.is_empty() => println!("no orders on record"),
        Output::Text => {
            println!(
                "{:<6} {:>9} {:>6} {:>10} {:>7} {:>9} {:>9}",
                "FY", "at start", "new", "rescinded", "lapsed", "at end", "John Doe"
            );
            for r in rows {
                println!(
                    "{:<6} {:>9} {:>6} {:>10} {:>7} {:>9} {:>9}",
                    r.fiscal_year, r.in_effect_start, r.new, r.rescinded, r.lapsed, r.in_effect_end, r.john_doe_new
                );
                let list = |m: &mut dyn Iterator<Item = (String, usize)>| {
                    m.map(|(k, v)| format!("{k} {v}")).collect::<Vec<_>>().join(", ")
                };
                if r.new > 0 {
                    println!("       by sponsor: {}", list(&mut r.new_by_sponsor.into_iter()));
                    println!(
                        "       by type: {}",
                        list(&mut r.new_by_type.into_iter().map(|(k, v)| (k.to_string(), v)))
                    );
                }
            }
        }
    }
    Ok(Exit::Fine)
}
