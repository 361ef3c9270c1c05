//! Screening on several threads, printed in the order of the stream, in memory that does not grow with
//! it.

use crate::cli::screen::How;
use crate::formats::{Chunk, Limits, Record, Splitter};
use anyhow::Result;
use domain::filing::screening::Screening;
use screening::CompiledList;
use std::collections::BTreeMap;
use std::io::{BufReader, Read};
use std::sync::mpsc::{SyncSender, sync_channel};
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

/// Threads cut the stream in turns, parse and screen; this one hands out the results in the order of the
/// stream. Cutting is quick, so whoever needs a record cuts it: a thread for that alone would only make the
/// others wait to be woken. No more records are under way than [`UNDER_WAY`] for each thread, those that
/// wait for a slow one before them included.
pub(super) fn pipeline<R: Read + Send>(
    splitter: Splitter<BufReader<R>>,
    lists: &[Arc<CompiledList>],
    how: How,
    threads: usize,
    mut each: impl FnMut(Screened) -> Result<()>,
) -> Result<()> {
    let most = threads * UNDER_WAY;
    let stream = Mutex::new((0..).zip(splitter));
    let (to_printer, done) = sync_channel::<(u64, Screened)>(most);
    let (take_place, give_place) = sync_channel::<()>(most);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (place, out, stream) = (take_place.clone(), to_printer.clone(), &stream);
            scope.spawn(move || worker(stream, &place, &out, lists, how));
        }
        drop((to_printer, take_place));
        // Goes when this ends, for whatever reason: threads that wait for a place learn it from that.
        let give_place = give_place;
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

fn worker(
    stream: &Mutex<impl Iterator<Item = (u64, Chunk)>>,
    place: &SyncSender<()>,
    out: &SyncSender<(u64, Screened)>,
    lists: &[Arc<CompiledList>],
    how: How,
) {
    let limits = Limits::default();
    loop {
        // Either channel fails only when nobody listens any more.
        if place.send(()).is_err() {
            return;
        }
        let next = stream.lock().unwrap_or_else(PoisonError::into_inner).next();
        let Some((n, chunk)) = next else { return };
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
    use crate::workflow::list::setup::SHIPPED_LIST;
    use domain::filing::Filing;
    use screening::{Options, screen};
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

    fn many(records: std::ops::Range<u32>) -> Splitter<BufReader<std::io::Cursor<Vec<u8>>>> {
        let records: String = records
            .map(|n| {
                format!("{{\"application_number\": \"18/{n}\", \"title\": \"T\", \"claims\": [\"1. A latch.\"]}}\n")
            })
            .collect();
        Splitter::new("x", BufReader::new(std::io::Cursor::new(records.into_bytes())), &Limits::default())
    }

    #[test]
    fn who_cannot_print_ends_at_once() {
        let list = Arc::new(CompiledList::compile(SHIPPED_LIST).expect("a list"));
        let how = How { screen, options: Options::default() };
        let mut printed = 0;
        let ended = pipeline(many(2000..3000), &[list], how, 3, |_| {
            printed += 1;
            anyhow::ensure!(printed < 10, "the pipe is closed");
            Ok(())
        });
        assert!(ended.is_err() && printed == 10);
    }

    #[test]
    fn results_come_in_order_and_few_wait_behind_a_slow_one() {
        let list = CompiledList::compile(SHIPPED_LIST).expect("a list");
        let how = How { screen: slow_at_first, options: Options::default() };
        let mut numbers = Vec::new();
        pipeline(many(1000..1300), &[Arc::new(list)], how, 3, |s| {
            numbers.extend(s.records.iter().map(|(r, _)| r.number));
            Ok(())
        })
        .expect("all read");
        assert_eq!(numbers, (1..=300).collect::<Vec<_>>());
        let ahead = WHILE_SLOW.load(Ordering::SeqCst);
        assert!(ahead <= 3 * UNDER_WAY + 1, "{ahead} filings were taken while one was slow");
    }
}
