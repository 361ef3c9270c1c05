//! How fast a file of the Office's XML is screened as it streams by, beside parsing it alone, on two
//! threads in the same run.
//!
//! `cargo bench --bench streaming` reads the weekly file of `../shared/data` where it is, five times in a
//! row so that the word caches are warm for most of it, and the sample filings of the project, many times
//! over, where it is not. One thread at a time cuts the stream into records, both parse and screen them
//! against the shipped list, evidence included. It takes turns, three rounds, medians.

#[path = "shared/material.rs"]
mod material;

use material::shared_folder;
use std::fs::File;
use std::io::{BufReader, Cursor, Read};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use screening::{CompiledList, Options, screen};
use subrosa::formats::{Limits, Splitter};

const ROUNDS: usize = 3;
const REPEATS: usize = 5;
const LIST: &str = include_str!("../review-lists/us-public.toml");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let list = CompiledList::compile(LIST).map_err(|e| e.to_string())?;
    let xml = input()?.repeat(REPEATS);
    let mut times: [Vec<Duration>; 2] = Default::default();
    let mut records = 0;
    for _ in 0..ROUNDS {
        for (times, list) in times.iter_mut().zip([None, Some(&list)]) {
            let start = Instant::now();
            records = stream(&xml, list);
            times.push(start.elapsed());
        }
    }
    let [parsed, screened] = times.map(|mut t| {
        t.sort();
        xml.len() as f64 / 1e6 / t[ROUNDS / 2].as_secs_f64()
    });
    println!("{records} filings, {:.0} MB of XML, two threads", xml.len() as f64 / 1e6);
    println!("  parsed only        {parsed:6.0} MB/s");
    println!("  parsed, screened   {screened:6.0} MB/s   parsing alone is {:.2} x as fast", parsed / screened);
    Ok(())
}

/// Reads a stream on two threads; says how many filings were in it.
fn stream(xml: &[u8], list: Option<&CompiledList>) -> usize {
    let limits = Limits::default();
    let splitter = Mutex::new(Splitter::new("bench", BufReader::new(Cursor::new(xml)), &limits));
    std::thread::scope(|s| {
        let work = || {
            let mut filings = 0;
            loop {
                let chunk = splitter.lock().unwrap_or_else(PoisonError::into_inner).next();
                let Some(chunk) = chunk else { return filings };
                for filing in chunk.read(&limits).filter_map(|r| r.outcome.ok()) {
                    filings += 1;
                    if let Some(list) = list {
                        std::hint::black_box(screen(list, &filing, Options::default()));
                    }
                }
            }
        };
        let other = s.spawn(work);
        work() + other.join().unwrap_or(0)
    })
}

fn input() -> std::io::Result<Vec<u8>> {
    let root = env!("CARGO_MANIFEST_DIR");
    let mut xml = Vec::new();
    if let Some(file) = shared_folder("data").and_then(|f| File::open(f.join("grants-2007-11-20.xml.gz")).ok()) {
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut xml)?;
        return Ok(xml);
    }
    println!("no ../shared/data: the samples of the project, 200 times over");
    let mut samples: Vec<_> = std::fs::read_dir(format!("{root}/samples"))?.collect::<Result<_, _>>()?;
    samples.sort_by_key(std::fs::DirEntry::path);
    for sample in samples.iter().map(std::fs::DirEntry::path).filter(|p| p.extension().is_some_and(|e| e == "xml")) {
        File::open(sample)?.read_to_end(&mut xml)?;
        xml.push(b'\n');
    }
    Ok(xml.repeat(200))
}
