//! `subrosa screen`: files against lists, without any database.

mod explain;
mod pipeline;
mod progress;
mod report;
mod stats;

use crate::cli::frame::render::{Colours, Page};
use crate::cli::{Exit, aside, say};
use crate::formats::{Limits, Splitter};
use crate::workflow::list::setup::SHIPPED_LIST;
use anyhow::{Context as _, Result};
use domain::filing::Filing;
use domain::filing::screening::Screening;
use explain::Asked;
use pipeline::pipeline;
use progress::Progress;
use report::{Report, Totals};
use screening::{CompiledList, Options, screen, screen_by_oracle};
use stats::Times;
use std::fs::File;
use std::io::{BufReader, BufWriter, IsTerminal as _, Read, Write, stdin, stdout};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Screens files against review lists, without any database.
///
/// Reads USPTO application and grant XML (4.x), single or concatenated, JSON and NDJSON, and gzip of any;
/// `-` is standard input. A record that cannot be read is reported and the rest go on.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 all clear, 1 something was flagged or needs a human, 2 something could not be read.\n\n\
Example: subrosa screen --stats samples/week.xml\n         subrosa screen --explain IX-1 18-123456.xml\n         \
zcat ipa260305.xml.gz | subrosa screen --format ndjson - > screenings.ndjson"
)]
pub struct ScreenArgs {
    /// Review list to screen against; may be given several times. Without it, the shipped list.
    #[arg(long, value_name = "FILE")]
    list: Vec<PathBuf>,
    /// A table for people, or one JSON object a filing and list.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Ignores class codes: what does the text alone say?
    #[arg(long)]
    without_classes: bool,
    /// Screens by the plain matcher alone, which the engine is held to: slow, and the same results.
    #[arg(long)]
    oracle: bool,
    /// Threads; without it, one a core.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// Prints filings a second, megabytes a second and times a filing to standard error.
    #[arg(long)]
    stats: bool,
    /// Prints clear filings too.
    #[arg(long)]
    all: bool,
    /// Says why this category hit each filing or did not, clause by clause; may be given several times.
    #[arg(long, value_name = "CATEGORY")]
    explain: Vec<String>,
    /// When to use colours in the table.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    color: Colours,
    /// Files; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// For programs.
    Ndjson,
}

/// Which matcher, and how.
#[derive(Clone, Copy)]
struct How {
    screen: fn(&CompiledList, &Filing, Options) -> Screening,
    options: Options,
}

/// Runs the command.
pub fn run(args: &ScreenArgs) -> Result<Exit> {
    let lists = lists(&args.list)?;
    let threads = args
        .threads
        .map_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get), usize::from);
    let options = Options { without_classes: args.without_classes };
    let screen = if args.oracle { screen_by_oracle } else { screen };
    let how = How { screen, options };
    let mut out = BufWriter::new(stdout().lock());
    let asked = Asked::find(&args.explain, &lists)?;
    let mut report =
        Report { args, page: Page::stdout(args.color), asked, totals: Totals::default(), times: Times::default() };
    let mut progress = Progress::new(&args.files);
    for path in &args.files {
        let reader = match open(path) {
            Ok(reader) => progress.count(reader),
            Err(e) => {
                progress.aside(true, || say(&format!("{e:#}")));
                report.totals.unreadable += 1;
                continue;
            }
        };
        let reader = BufReader::with_capacity(1 << 18, reader);
        let splitter = Splitter::new(&name(path), reader, &Limits::default());
        pipeline(splitter, &lists, how, threads, |screened| {
            progress.aside(stdout().is_terminal(), || report.print(screened, &mut out))?;
            progress.screened(report.totals.filings, report.totals.flagged);
            Ok(())
        })?;
        progress.file_done();
    }
    let took = progress.finish();
    if args.format == Format::Table {
        writeln!(out, "{}", report.totals.summary())?;
    }
    out.flush()?;
    if args.stats {
        aside(&stats::line(&report.totals, &report.times, took, threads));
    }
    // The process ends here: freeing the lists word by word would only take time.
    std::mem::forget(lists);
    Ok(report.totals.exit())
}

fn name(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".into() } else { path.display().to_string() }
}

fn open(path: &Path) -> Result<Box<dyn Read + Send>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(stdin()));
    }
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    Ok(Box::new(file))
}

fn lists(paths: &[PathBuf]) -> Result<Vec<Arc<CompiledList>>> {
    if paths.is_empty() {
        let shipped = CompiledList::compile(SHIPPED_LIST).map_err(|e| anyhow::anyhow!("the shipped list: {e}"))?;
        return Ok(vec![Arc::new(shipped)]);
    }
    paths
        .iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            let list = CompiledList::compile(&text).map_err(|e| {
                let shown: Vec<String> =
                    e.0.iter().map(|d| d.show(&path.display().to_string(), &text).to_string()).collect();
                anyhow::anyhow!("{}\n{} does not compile", shown.join("\n"), path.display())
            })?;
            Ok(Arc::new(list))
        })
        .collect()
}
