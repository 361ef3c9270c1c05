//! How long a search takes somebody who may see ten of 100,000 filings, for a word that all of them have. Run it with
//! `cargo bench --bench finding`; a number after `--` is another number of filings.

#![allow(clippy::unwrap_used, missing_docs, dead_code, reason = "a benchmark made of the tests' own parts")]

#[path = "../tests/it/frame"]
mod frame {
    pub mod harness;
    pub mod office;
    pub mod seed;
}

use crate::frame::seed;
use diesel::connection::SimpleConnection;
use domain::base::actor::Actor;
use domain::base::marking::{Clearance, Level};
use frame::harness::Place;
use frame::office::House;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use subrosa::mail::Folder;
use subrosa::search::SearchIndex;
use subrosa::store::{Conn, StoreError};
use subrosa::workflow::filing::filings::{Filter, Page};
use subrosa::workflow::filing::find::{Asked, search};
use subrosa::workflow::filing::index;
use subrosa::workflow::{Ctx, Service};

/// Filings, where no other number is asked for.
const FILINGS: u32 = 100_000;
/// Ids of the first filing and of the next.
const FIRST: u32 = 1_000;
const APART: u32 = 10;
/// Filings that the reviewer may see, and that somebody without clearance may.
const SEEN: u32 = 10;

fn fill(h: &House, filings: u32) {
    let reader = h.who("navy1").account.unwrap().to_string();
    let mut at = 0;
    while at < filings {
        let upto = (at + 5_000).min(filings);
        let done = h.cx.store.write(|tx| {
            let conn: &mut Conn = tx;
            for i in at..upto {
                let n = FIRST + i * APART;
                let few = i % (filings / SEEN) == 7;
                let mut rows = seed::filing(n, &format!("18/{n}"), if few { "U" } else { "S" });
                if few {
                    rows.push(seed::referral(n + 1, n, "NAVY", "open"));
                    rows.push(seed::acknowledgment(n + 2, n, n + 1, 0).replace(&seed::id(0), &reader));
                }
                conn.batch_execute(&rows.join(";"))?;
            }
            Ok::<_, StoreError>(())
        });
        done.unwrap();
        at = upto;
    }
}

fn main() {
    let asked = std::env::args().skip(1).find_map(|a| a.parse().ok());
    let filings = asked.unwrap_or(FILINGS);
    let h = House::at(Place::sqlite());
    fill(&h, filings);
    let (found, _) = SearchIndex::open(h.place.path("index")).unwrap();
    let transport = Box::new(Folder::open(Path::new(&h.place.path("mail"))).unwrap());
    let lease = jiff::SignedDuration::from_secs(10);
    let service = Service {
        index: found,
        transport,
        post: subrosa::workflow::frame::post::Post::default(),
        lease,
        demo_clock: None,
    };
    let cx = Ctx { service: Some(Arc::new(service)), ..h.cx.clone() };
    let start = Instant::now();
    while index::follow(&cx, &cx.service().unwrap().index).unwrap() {}
    println!("filings indexed           {filings:>8} in {:>7.1} s", start.elapsed().as_secs_f64());

    let low = Actor { clearance: Clearance(Level::Unclassified), ..h.who("exam1").clone() };
    let people = [("a reviewer", h.who("navy1")), ("not cleared", &low), ("an examiner", h.who("exam1"))];
    for q in ["radio", "radi$", "radio NOT NEAR2 zephyr"] {
        for (who, actor) in people {
            let mut all: Vec<(Duration, usize)> = (0..9)
                .map(|_| {
                    let start = Instant::now();
                    let asked = Asked::parse(q).unwrap();
                    let page = Page { limit: 51, ..Page::default() };
                    let found = search(&cx, actor, &asked, &Filter::default(), &page).unwrap().len();
                    (start.elapsed(), found)
                })
                .collect();
            all.sort_unstable();
            let (took, found) = all[4];
            println!("{q:24} {who:12} finds {found:>3} in {:>6.1} ms", took.as_secs_f64() * 1e3);
        }
    }
}
