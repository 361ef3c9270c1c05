//! Screening on several threads, printed in the order of the stream, in memory that does not grow with
//! it.

use super::How;
use crate::domain::screening::Screening;
use crate::formats::{Chunk, Limits, Record, Splitter};
use crate::screening::CompiledList;
use anyhow::Result;
use std::collections::BTreeMap;
use std::io::{BufReader, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What one record came to, with the time it took to parse and to screen it.
pub(super) struct Screened {
    /// The record, and what follows it without being one; each with a screening for every list.
    pub(super) records: Vec<(Record, Vec<Screening>)>,
    /// The time.
    pub(super) took: Duration,
}

/// Records under way for each thread: enough that none waits, few enough to hold.
const UNDER_WAY: usize = 4;

type Job = (u64, Chunk);

/// One thread cuts the stream, others parse and screen, this one hands out the results in the order of
/// the stream. No more records are under way than [`UNDER_WAY`] for each thread, those that wait for a
/// slow one before them included.
pub(super) fn pipeline<R: Read + Send>(
    splitter: Splitter<BufReader<R>>,
    lists: &[Arc<CompiledList>],
    how: How,
    threads: usize,
    mut each: impl FnMut(Screened) -> Result<()>,
) -> Result<()> {
    let most = threads * UNDER_WAY;
    let (to_workers, jobs) = sync_channel::<Job>(most);
    let jobs = Arc::new(Mutex::new(jobs));
    let (to_printer, done) = sync_channel::<(u64, Screened)>(most);
    let (take_place, give_place) = sync_channel::<()>(most);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (jobs, out) = (jobs.clone(), to_printer.clone());
            scope.spawn(move || worker(&jobs, &out, lists, how));
        }
        drop(to_printer);
        drop(jobs);
        scope.spawn(move || {
            for job in (0..).zip(splitter) {
                // Either fails only when nobody listens any more.
                if take_place.send(()).is_err() || to_workers.send(job).is_err() {
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
                // Each result has had its place.
                let _ = give_place.recv();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::filing::Filing;
    use crate::screening::{Options, screen};
    use crate::workflow::setup::SHIPPED_LIST;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Filings looked at while the first one was slow.
    static STARTED: AtomicUsize = AtomicUsize::new(0);
    static WHILE_SLOW: AtomicUsize = AtomicUsize::new(0);

    fn slow_at_first(list: &CompiledList, filing: &Filing, options: Options) -> Screening {
        STARTED.fetch_add(1, Ordering::SeqCst);
        if filing.application_number.as_str() == "18/1000" {
            std::thread::sleep(Duration::from_millis(400));
            WHILE_SLOW.store(STARTED.load(Ordering::SeqCst), Ordering::SeqCst);
            return screen(list, filing, options);
        }
        // Nothing to do: what others find does not matter here.
        let none: Filing = serde_json::from_str(r#"{"application_number": "1", "title": "T"}"#).expect("a filing");
        screen(list, &none, options)
    }

    #[test]
    fn results_come_in_order_and_few_wait_behind_a_slow_one() {
        let list = CompiledList::compile(SHIPPED_LIST).expect("a list");
        let records: String = (1000..1300)
            .map(|n| {
                format!("{{\"application_number\": \"18/{n}\", \"title\": \"T\", \"claims\": [\"1. A latch.\"]}}\n")
            })
            .collect();
        let input = BufReader::new(std::io::Cursor::new(records.into_bytes()));
        let splitter = Splitter::new("x", input, &Limits::default());
        let how = How { screen: slow_at_first, options: Options::default() };
        let mut numbers = Vec::new();
        pipeline(splitter, &[Arc::new(list)], how, 3, |s| {
            numbers.extend(s.records.iter().map(|(r, _)| r.number));
            Ok(())
        })
        .expect("all read");
        assert_eq!(numbers, (1..=300).collect::<Vec<_>>());
        let ahead = WHILE_SLOW.load(Ordering::SeqCst);
        assert!(ahead <= 3 * UNDER_WAY + 1, "{ahead} filings were taken while one was slow");
    }
}
