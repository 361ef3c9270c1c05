//! How far a long run has come, on a terminal's standard error; nothing where that is none.

use crate::cli::frame::render::screening::plural;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal as _, Read, stderr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A run shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the line is made anew.
const EVERY: Duration = Duration::from_millis(100);

/// A run under way.
pub(super) struct Progress {
    bar: ProgressBar,
    start: Instant,
    shown: Option<Instant>,
    read: Arc<AtomicU64>,
    now: Now,
}

/// What the line says.
#[derive(Debug, Clone, Default)]
struct Now {
    /// Files done and in all.
    files: (usize, usize),
    /// Bytes read, and in all where that is known.
    bytes: (u64, Option<u64>),
    filings: u64,
    flagged: u64,
    elapsed: Duration,
}

/// Counts what passes.
pub(super) struct Counted {
    reader: Box<dyn Read + Send>,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.reader.read(into)?;
        self.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

impl Progress {
    /// Before the first file.
    pub(super) fn new(files: &[PathBuf]) -> Self {
        let sizes = files.iter().map(|f| std::fs::metadata(f).ok().filter(std::fs::Metadata::is_file).map(|m| m.len()));
        let now = Now { files: (0, files.len()), bytes: (0, sizes.sum()), ..Now::default() };
        let style = ProgressStyle::with_template("{wide_msg}").unwrap_or_else(|_| ProgressStyle::default_spinner());
        let bar = ProgressBar::hidden().with_style(style);
        Self { bar, start: Instant::now(), shown: None, read: Arc::default(), now }
    }

    /// Counts the bytes of a file.
    pub(super) fn count(&self, reader: Box<dyn Read + Send>) -> Counted {
        Counted { reader, read: self.read.clone() }
    }

    /// Prints something without tearing the line, if what is printed shows on the same terminal.
    pub(super) fn aside<T>(&self, same_terminal: bool, print: impl FnOnce() -> T) -> T {
        if same_terminal && self.shown.is_some() { self.bar.suspend(print) } else { print() }
    }

    /// So many filings so far.
    pub(super) fn screened(&mut self, filings: u64, flagged: u64) {
        let elapsed = self.start.elapsed();
        if elapsed < PATIENCE || self.shown.is_some_and(|at| at.elapsed() < EVERY) || !stderr().is_terminal() {
            return;
        }
        if self.shown.is_none() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.shown = Some(Instant::now());
        self.now.bytes.0 = self.read.load(Ordering::Relaxed);
        self.now = Now { filings, flagged, elapsed, ..self.now.clone() };
        self.bar.set_message(self.now.line());
        self.bar.tick();
    }

    /// One file more is done.
    pub(super) fn file_done(&mut self) {
        self.now.files.0 += 1;
    }

    /// Takes the line away; how long the run took.
    pub(super) fn finish(&self) -> Duration {
        self.bar.finish_and_clear();
        self.start.elapsed()
    }
}

impl Now {
    fn line(&self) -> String {
        let Self { files, bytes, filings, flagged, elapsed } = self;
        let mut parts = Vec::new();
        if files.1 > 1 {
            parts.push(format!("{} of {} files", files.0, files.1));
        }
        parts.push(match bytes.1 {
            Some(all) if all > 0 => {
                let share = (bytes.0 as f64 / all as f64 * 100.0).min(100.0);
                format!("{} of {} ({share:.0} %)", size(bytes.0), size(all))
            }
            _ => size(bytes.0),
        });
        parts.push(format!("{filings} {}, {flagged} flagged", plural(*filings, "filing")));
        let seconds = elapsed.as_secs_f64().max(f64::EPSILON);
        let rate = bytes.0 as f64 / seconds;
        parts.push(format!("{}/s, {:.0} filings/s", size(rate as u64), *filings as f64 / seconds));
        if let Some(left) = bytes.1.map(|all| all.saturating_sub(bytes.0)).filter(|_| rate > 0.0) {
            parts.push(format!("{} left", clock(left as f64 / rate)));
        }
        parts.join(" \u{b7} ")
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..10_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

/// Hours, minutes and seconds.
fn clock(seconds: f64) -> String {
    let s = seconds.ceil().min(f64::from(u32::MAX)) as u64;
    match s {
        0..3_600 => format!("{}:{:02}", s / 60, s % 60),
        _ => format!("{}:{:02}:{:02}", s / 3_600, s / 60 % 60, s % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_how_far_how_fast_and_how_long() {
        let now = |files, bytes, filings, seconds| Now {
            files,
            bytes,
            filings,
            flagged: 7,
            elapsed: Duration::from_secs(seconds),
        };
        insta::assert_snapshot!(
            [
                now((0, 1), (150_000_000, Some(600_000_000)), 1_100, 10),
                now((2, 12), (1_000, Some(61_000_000_000)), 1, 2),
                now((0, 1), (12_345_678_900, None), 90_000, 100),
                now((0, 1), (0, Some(0)), 0, 1),
            ]
            .map(|n| n.line())
            .join("\n"),
            @"
        150.0 MB of 600.0 MB (25 %) · 1100 filings, 7 flagged · 15.0 MB/s, 110 filings/s · 0:30 left
        2 of 12 files · 1 kB of 61.0 GB (0 %) · 1 filing, 7 flagged · 0 kB/s, 0 filings/s · 33888:53:18 left
        12.3 GB · 90000 filings, 7 flagged · 123.5 MB/s, 900 filings/s
        0 kB · 0 filings, 7 flagged · 0 kB/s, 0 filings/s
        "
        );
    }

    #[test]
    fn what_is_no_file_has_no_size() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), "12345").expect("written");
        assert_eq!(Progress::new(&[file.path().into()]).now.bytes.1, Some(5));
        assert_eq!(Progress::new(&[file.path().into(), "-".into()]).now.bytes.1, None);
    }

    #[test]
    fn bytes_are_counted_as_they_pass() {
        let progress = Progress::new(&[]);
        let mut text = String::new();
        progress.count(Box::new(&b"some text"[..])).read_to_string(&mut text).expect("text");
        assert_eq!(progress.read.load(Ordering::Relaxed), 9);
    }
}
