//! How long a search takes somebody who may see ten of 100,000 filings, for a word that all of them have. Run it with
//! `cargo bench --bench finding`; a number after `--` is another number of filings.

#![allow(clippy::unwrap_used, missing_docs, dead_code, reason = "a benchmark made of the tests' own parts")]

#[path = "shared/office.rs"]
mod shared;

use domain::base::actor::Actor;
use domain::base::marking::{Clearance, Level};
use shared::frame::harness::Place;
use shared::frame::office::TestOffice;
use shared::frame::{self, seed};
use shared::{filings_asked, median_run, millis, number_of, write_filings};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use subrosa::mail::Folder;
use subrosa::search::SearchIndex;
use subrosa::workflow::filing::filings::{Filter, Page};
use subrosa::workflow::filing::find::{Asked, search};
use subrosa::workflow::filing::index;
use subrosa::workflow::frame::read_window::ReadWindow;
use subrosa::workflow::{Ctx, Service};

/// Filings that the reviewer may see, and that somebody without clearance may.
const SEEN: u32 = 10;

/// The rows of a filing: SECRET but for one in so many, which the reviewer has signed for.
fn rows(place: u32, id: u32, filings: u32, reader: &str) -> Vec<String> {
    let few = place % (filings / SEEN) == 7;
    let mut rows = seed::filing(id, &number_of(id), if few { "U" } else { "S" });
    if few {
        rows.push(seed::referral(id + 1, id, "NAVY", "open"));
        rows.push(seed::acknowledgment(id + 2, id, id + 1, 0).replace(&seed::id(0), reader));
    }
    rows
}

fn main() {
    let filings = filings_asked();
    let h = TestOffice::at(Place::sqlite());
    let reader = h.who("navy1").account.unwrap().to_string();
    write_filings(&h, filings, |place, id| rows(place, id, filings, &reader));
    let (found, _) = SearchIndex::open(h.place.path("index")).unwrap();
    let transport = Box::new(Folder::open(Path::new(&h.place.path("mail"))).unwrap());
    let lease = jiff::SignedDuration::from_secs(10);
    let service = Service {
        index: found,
        transport,
        post: subrosa::workflow::frame::post::Post::default(),
        lease,
        reads: ReadWindow::default(),
        demo_clock: None,
    };
    let cx = Ctx { service: Some(Arc::new(service)), ..h.cx.clone() };
    let start = Instant::now();
    while index::index_next_batch(&cx, &cx.service().unwrap().index).unwrap() {}
    println!("filings indexed           {filings:>8} in {:>7.1} s", start.elapsed().as_secs_f64());

    let low = Actor { clearance: Clearance::of(Level::Unclassified), ..h.who("exam1").clone() };
    let people = [("a reviewer", h.who("navy1")), ("not cleared", &low), ("an examiner", h.who("exam1"))];
    for q in ["radio", "radi$", "radio NOT NEAR2 zephyr"] {
        for (who, actor) in people {
            let (took, found) = median_run(9, || {
                let asked = Asked::parse(q).unwrap();
                let page = Page { limit: 51, ..Page::default() };
                search(&cx, actor, &asked, &Filter::default(), &page).unwrap().filings.len()
            });
            println!("{q:24} {who:12} finds {found:>3} in {:>6.1} ms", millis(took));
        }
    }
}
