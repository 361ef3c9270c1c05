//! `subrosa screen`: files against lists, without any database.

use super::render::{self, Style};
use super::{Exit, say};
use crate::domain::filing::Filing;
use crate::domain::screening::{Screening, Verdict};
use crate::formats::{Chunk, Limits, Record, Splitter};
use crate::screening::{CompiledList, Options, screen, screen_by_engine};
use crate::workflow::setup::SHIPPED_LIST;
use anyhow::{Context as _, Result};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, IsTerminal as _, Read, Write, stdin, stdout};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Screens files against review lists, without any database.
///
/// Reads USPTO application and grant XML (4.x), single or concatenated, JSON and NDJSON, and gzip of any;
/// `-` is standard input. A record that cannot be read is reported and the rest go on.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 all clear, 1 something was flagged or needs a human, 2 something could not be read.\n\n\
Example: subrosa screen --stats samples/week.xml\n         zcat ipa260305.xml.gz | subrosa screen --format ndjson - > screenings.ndjson"
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
    /// Screens by the fast engine, which is on trial: the results must be those of the plain matcher.
    #[arg(long)]
    engine: bool,
    /// Threads; without it, one a core.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// Prints filings a second, megabytes a second and times a filing to standard error.
    #[arg(long)]
    stats: bool,
    /// Prints clear filings too.
    #[arg(long)]
    all: bool,
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

/// What one record came to, with the time it took to parse and to screen it.
struct Screened {
    records: Vec<(Record, Vec<Screening>)>,
    took: Duration,
}

type Job = (u64, Chunk);

/// Which matcher, and how.
#[derive(Clone, Copy)]
struct How {
    screen: fn(&CompiledList, &Filing, Options) -> Screening,
    options: Options,
}

#[derive(Default)]
struct Totals {
    filings: u64,
    bytes: u64,
    flagged: u64,
    needs_human: u64,
    unreadable: u64,
    times: Vec<Duration>,
}

/// Runs the command.
pub fn run(args: &ScreenArgs) -> Result<Exit> {
    let lists = lists(&args.list)?;
    let threads = args
        .threads
        .map_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get), usize::from);
    let options = Options { without_classes: args.without_classes };
    let screen = if args.engine { screen_by_engine } else { screen };
    let how = How { screen, options };
    let mut totals = Totals::default();
    let start = Instant::now();
    let mut out = BufWriter::new(stdout().lock());
    let style = Style::of(stdout().is_terminal());
    for path in &args.files {
        let (name, reader): (String, Box<dyn Read + Send>) = if path.as_os_str() == "-" {
            ("standard input".into(), Box::new(stdin()))
        } else {
            let file = File::open(path).with_context(|| format!("cannot open {}", path.display()));
            match file {
                Ok(f) => (path.display().to_string(), Box::new(f)),
                Err(e) => {
                    say(&format!("{e:#}"));
                    totals.unreadable += 1;
                    continue;
                }
            }
        };
        let splitter = Splitter::new(&name, BufReader::with_capacity(1 << 18, reader), &Limits::default());
        pipeline(splitter, &lists, how, threads, |screened| print(screened, args, style, &mut totals, &mut out))?;
    }
    if args.format == Format::Table {
        let clear = totals.filings - totals.flagged - totals.needs_human;
        writeln!(
            out,
            "{} filings: {} flagged, {clear} clear, {} need a human; {} records could not be read",
            totals.filings, totals.flagged, totals.needs_human, totals.unreadable
        )?;
    }
    out.flush()?;
    if args.stats {
        stats(&mut totals, start.elapsed(), threads);
    }
    Ok(if totals.unreadable > 0 {
        Exit::Trouble
    } else if totals.flagged + totals.needs_human > 0 {
        Exit::Flagged
    } else {
        Exit::Fine
    })
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

/// One thread cuts the stream, others parse and screen, this one prints in the order of the stream.
/// The queues are short, so that memory does not grow with the file.
fn pipeline<R: Read + Send>(
    splitter: Splitter<BufReader<R>>,
    lists: &[Arc<CompiledList>],
    how: How,
    threads: usize,
    mut each: impl FnMut(Screened) -> Result<()>,
) -> Result<()> {
    let (to_workers, jobs) = sync_channel::<Job>(threads * 2);
    let jobs = Arc::new(Mutex::new(jobs));
    let (to_printer, done) = sync_channel::<(u64, Screened)>(threads * 2);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (jobs, out) = (jobs.clone(), to_printer.clone());
            scope.spawn(move || worker(&jobs, &out, lists, how));
        }
        drop(to_printer);
        drop(jobs);
        scope.spawn(move || {
            for job in (0..).zip(splitter) {
                if to_workers.send(job).is_err() {
                    break;
                }
            }
        });
        let mut next = 0;
        let mut early = BTreeMap::new();
        for (n, screened) in done {
            early.insert(n, screened);
            while let Some(s) = early.remove(&next) {
                each(s)?;
                next += 1;
            }
        }
        Ok(())
    })
}

fn worker(jobs: &Mutex<Receiver<Job>>, out: &SyncSender<(u64, Screened)>, lists: &[Arc<CompiledList>], how: How) {
    let limits = Limits::default();
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((n, chunk)) = job else { return };
        let start = Instant::now();
        let records: Vec<_> = chunk
            .read(&limits)
            .map(|record| {
                let results = match &record.outcome {
                    Ok(filing) => lists.iter().map(|list| (how.screen)(list, filing, how.options)).collect(),
                    Err(_) => vec![],
                };
                (record, results)
            })
            .collect();
        if out.send((n, Screened { records, took: start.elapsed() })).is_err() {
            return;
        }
    }
}

fn print(screened: Screened, args: &ScreenArgs, style: Style, totals: &mut Totals, out: &mut impl Write) -> Result<()> {
    totals.times.push(screened.took);
    for (record, results) in screened.records {
        totals.bytes += record.bytes;
        for warning in &record.warnings {
            tracing::debug!(code = warning.oddity.code(), "format.warning");
        }
        let filing = match &record.outcome {
            Ok(filing) => filing,
            Err(_) => {
                totals.unreadable += 1;
                say(&render::safe(&record.to_string()));
                continue;
            }
        };
        totals.filings += 1;
        let any = |v| results.iter().any(|s| s.verdict == v);
        if any(Verdict::Flagged) {
            totals.flagged += 1;
        } else if any(Verdict::NeedsHuman) {
            totals.needs_human += 1;
        }
        for s in &results {
            match args.format {
                Format::Ndjson => {
                    serde_json::to_writer(&mut *out, s)?;
                    out.write_all(b"\n")?;
                }
                Format::Table if args.all || s.verdict != Verdict::Clear => {
                    writeln!(out, "{}", render::screening(s, filing, style))?;
                }
                Format::Table => {}
            }
        }
    }
    Ok(())
}

fn stats(totals: &mut Totals, took: Duration, threads: usize) {
    totals.times.sort();
    let at = |share: f64| {
        let i = ((totals.times.len() as f64 * share) as usize).min(totals.times.len().saturating_sub(1));
        totals.times.get(i).copied().unwrap_or_default()
    };
    let seconds = took.as_secs_f64().max(f64::EPSILON);
    eprintln!(
        "{} filings, {:.1} MB in {seconds:.2} s on {threads} threads: {:.0} filings/s, {:.1} MB/s, p50 {:?}, p99 {:?} a filing",
        totals.filings,
        totals.bytes as f64 / 1e6,
        totals.filings as f64 / seconds,
        totals.bytes as f64 / 1e6 / seconds,
        at(0.50),
        at(0.99),
    );
}
