//! `subrosa rescreen`: how far re-screening is, and doing it without a running service.

use crate::cli::frame::render::{Colours, Page, Paper};
use crate::cli::office::{holder, open};
use crate::cli::{Exit, Output, put};
use crate::config::StoreArgs;
use crate::workflow::Ctx;
use crate::workflow::list::rescreen::Rescreener;
use crate::workflow::list::rescreen::progress::{self, PassState, Progress};
use anyhow::Result;

/// Re-screening of the filings on record: after a list revision was adopted, or where another screening engine runs.
#[derive(Debug, clap::Args)]
pub struct RescreenArgs {
    #[command(subcommand)]
    command: RescreenCommand,
}

#[derive(Debug, clap::Subcommand)]
enum RescreenCommand {
    /// Shows each re-screening: how many filings, how many are done, what is left and how long it will take.
    #[command(after_help = "The running service re-screens by itself; after a crash it goes on where it was.\n\n\
Exit codes: 0 nothing is left, 1 work is left, 2 the database cannot be read.\n\n\
Example: subrosa rescreen status --data /var/lib/subrosa")]
    Status {
        /// How to print it.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Re-screens now whatever waits for it, to the end, and shows what came of it.
    #[command(
        after_help = "For an upgrade with the service stopped: filings that an older screening engine screened are \
screened again. It does no harm beside a running service, which does the same by itself; stopped in the middle, the \
rest is done by the next run or start.\n\n\
Exit codes: 0 nothing is left, 2 it could not be done.\n\n\
Example: subrosa rescreen run --data /var/lib/subrosa"
    )]
    Run {
        /// How to print it.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        #[command(flatten)]
        store: StoreArgs,
    },
}

/// Runs the command.
pub fn run(args: &RescreenArgs) -> Result<Exit> {
    match &args.command {
        RescreenCommand::Status { format, store } => show(&open(store)?.1, *format),
        RescreenCommand::Run { format, store } => {
            let (_, cx) = open(store)?;
            let mut rescreener = Rescreener::default();
            while rescreener.step(&cx)? {}
            show(&cx, *format)
        }
    }
}

fn show(cx: &Ctx, format: Output) -> Result<Exit> {
    let all = progress::list(cx, &holder())?;
    match format {
        Output::Json => put_line!("{}", serde_json::to_string(&serde_json::json!({ "items": all }))?),
        Output::Text => {
            let mut paper = Paper::new(Page::stdout(Colours::Auto));
            if all.is_empty() {
                paper.text(0, "nothing has had to be re-screened since this database was made");
            }
            for p in &all {
                paper.beside(0, &what(p), &stands(p));
            }
            put(&paper.finish())?;
        }
    }
    let open = all.iter().any(|p| matches!(p.state, PassState::Waiting | PassState::Running));
    Ok(if open { Exit::Flagged } else { Exit::Fine })
}

/// The words for what is re-screened, and why.
fn what(p: &Progress) -> String {
    match &p.engine {
        Some(engine) => format!("engine {engine} (list {} {}):", p.list.id, p.list.revision),
        None => format!("{} {} (was {}):", p.list.id, p.list.revision, p.replaced.revision),
    }
}

/// The words for how far a re-screening is and what it has found.
fn stands(p: &Progress) -> String {
    let human = if p.needs_human > 0 { format!("{} now need a human, ", p.needs_human) } else { String::new() };
    let found = format!("{} newly hit, {human}{} changed, {} the same", p.newly_hit, p.changed_outcome, p.same);
    match p.state {
        PassState::Waiting => "waiting; the service looks for the filings it concerns".to_owned(),
        PassState::Superseded => format!("superseded by a later one after {}; {found}", p.done),
        PassState::Done => format!("done; {} of {} filings re-screened: {found}", p.done, total(p)),
        PassState::Running => {
            let time = p.seconds_left.map_or_else(String::new, |s| format!(", about {s} s"));
            format!("{} of {} candidates done, {} left{time}: {found}", p.done, p.candidates, p.left)
        }
    }
}

fn total(p: &Progress) -> i64 {
    p.filings.unwrap_or(p.candidates)
}
