//! A search of the texts of filings finds what its reader may read, at once, and nothing else.

use crate::frame::harness::{Answer, Place, Server, flagged_filing};
use crate::frame::office::{TestOffice, everywhere, refused};
use domain::base::actor::Actor;
use domain::base::ids::FilingId;
use domain::base::marking::{Clearance, Level, Marking};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use subrosa::mail::Folder;
use subrosa::search::SearchIndex;
use subrosa::workflow::filing::filings::{self, Filter, Page};
use subrosa::workflow::filing::find::{Asked, search};
use subrosa::workflow::filing::index;
use subrosa::workflow::{Ctx, Service};

/// The office with an index that has caught up.
fn with_index(h: &TestOffice) -> Ctx {
    let (found, _) = SearchIndex::open(h.place.path("index")).expect("an index");
    let transport = Box::new(Folder::open(Path::new(&h.place.path("mail"))).expect("a folder"));
    let lease = jiff::SignedDuration::from_secs(10);
    let service = Service {
        index: found,
        transport,
        post: subrosa::workflow::frame::post::Post::default(),
        lease,
        reads: Default::default(),
        demo_clock: None,
    };
    let cx = Ctx { service: Some(Arc::new(service)), ..h.cx.clone() };
    while index::index_next_batch(&cx, &cx.service().expect("a service").index).expect("followed") {}
    cx
}

/// The filings that a query finds, read page by page.
fn found(cx: &Ctx, actor: &Actor, q: &str, filter: &Filter, limit: i64) -> Vec<FilingId> {
    let asked = Asked::parse(q).expect("a query");
    let (mut out, mut after) = (vec![], None);
    loop {
        let page = search(cx, actor, &asked, filter, &Page { after, limit, ..Page::default() }).expect("searched");
        out.extend(page.filings.iter().map(|f| f.id));
        after = match page.reached.or_else(|| page.filings.last().map(|f| f.seq)) {
            Some(reached) => Some(reached),
            None => return out,
        };
    }
}

/// The filings that the same query must find, by reading the whole list.
fn read_through(cx: &Ctx, actor: &Actor, filter: &Filter, holds: impl Fn(FilingId) -> bool) -> Vec<FilingId> {
    let all = filings::list(cx, actor, filter, &Page { limit: 10_000, ..Page::default() }).expect("listed");
    all.into_iter().map(|f| f.id).filter(|id| holds(*id)).collect()
}

/// More filings than the index is asked for at a time, and people who see all, some, few and none of them.
#[test]
fn r2_2_r2_9_a_search_finds_what_its_reader_may_see_at_once_and_nothing_else() {
    everywhere("searching", |h| {
        let mut all = vec![];
        for n in 0..230 {
            let marking = if n % 40 == 7 { "U" } else { "S" };
            let word = if u64::is_multiple_of(n, 3) { "zymurgy" } else { "zephyr" };
            all.push(h.filing(n, json!({"title": format!("A {word} with a radar"), "marking": marking})));
        }
        for n in [3, 60, 61, 229] {
            h.refer(all[n], &["NAVY"]).expect("referred");
            if n != 61 {
                h.sign("navy1", h.referral(all[n], "NAVY")).expect("signed");
            }
        }
        let cx = with_index(h);
        let low = Actor { clearance: Clearance::of(Level::Unclassified), ..h.who("exam1").clone() };
        let third = |id: FilingId| all.iter().position(|a| *a == id).is_some_and(|n| n.is_multiple_of(3));
        let everything = Filter::default();
        let flagged = Filter { status: Some(domain::case::status::FilingStatus::UnderReview), ..Filter::default() };
        for (who, actor) in
            [("exam1", h.who("exam1")), ("low", &low), ("navy1", h.who("navy1")), ("army1", h.who("army1"))]
        {
            for filter in [&everything, &flagged] {
                for limit in [7, 500] {
                    let by_word = found(&cx, actor, "radar", filter, limit);
                    assert_eq!(by_word, read_through(&cx, actor, filter, |_| true), "{who}, {limit} at a time");
                    // The index alone decides the first query; the second needs the text.
                    for q in ["zymurgy", "zymurgy NOT NEAR2 missile"] {
                        assert_eq!(
                            found(&cx, actor, q, filter, limit),
                            read_through(&cx, actor, filter, third),
                            "{who}: {q}"
                        );
                    }
                }
            }
        }
        let navy = found(&cx, h.who("navy1"), "radar", &everything, 100);
        assert_eq!(navy, [all[229], all[60], all[3]]);
        assert_eq!(found(&cx, &low, "radar", &everything, 100).len(), 6);

        // The index is no longer kept up to date; what may be seen is still read from the record.
        h.is_edited();
        let secret = |n: usize| {
            let marked = h.cx.store.write_unentered(|tx| {
                subrosa::store::filing::filings::set_marking(tx, all[n], &Marking::of(Level::Secret))
            });
            marked.expect("marked");
        };
        secret(7);
        secret(47);
        assert_eq!(found(&cx, &low, "radar", &everything, 100).len(), 4);
        let navy = Actor { clearance: Clearance::of(Level::Unclassified), ..h.who("navy1").clone() };
        assert!(found(&cx, &navy, "radar", &everything, 100).is_empty());
    });
}

#[test]
fn an_excessive_query_is_refused_when_it_is_parsed() {
    let many = vec!["w$"; 300].join(" NEAR999 ");
    let long = format!("\"{}\"", vec!["word"; 10_000].join(" "));
    let deep = format!("{}a{}", "(".repeat(5_000), ")".repeat(5_000));
    for q in [&many, &long, &deep] {
        let refusal = Asked::parse(q).map(|_| ()).expect_err("refused");
        assert_eq!((refusal.code.code, refusal.field.as_deref()), ("request.invalid", Some("q")), "{}", &q[..20]);
    }
    assert!(Asked::parse(&vec!["w$"; 40].join(" NEAR999 ")).is_ok());
}

/// A number finds its filing in any spelling, for whoever may see the record and for nobody else; a text that says it
/// is found too, by whoever may read texts.
#[test]
fn r2_2_a_number_in_any_spelling_finds_its_filing_for_whoever_may_see_it() {
    everywhere("searching for a number", |h| {
        let plain = h.filing(1, json!({"application_number": "18/223,456"}));
        let secret = h.filing(2, json!({"application_number": "18/223,457", "marking": "S"}));
        let pct = h.filing(3, json!({"application_number": "PCT/US2023/012345"}));
        let says_it = json!([{"text": "A missile as in serial number 18223456."}]);
        let names_it = h.filing(4, json!({"application_number": "18/223,458", "description": says_it}));
        let cx = with_index(h);
        let low = Actor { clearance: Clearance::of(Level::Unclassified), ..h.who("exam1").clone() };
        let everything = Filter::default();
        for spelling in ["18/223,456", "US 18/223,456", "USSN 18/223456", "Serial No. 18/223,456"] {
            for who in ["exam1", "officer1"] {
                assert_eq!(found(&cx, h.who(who), spelling, &everything, 10), [plain], "{who}: {spelling}");
            }
            assert_eq!(found(&cx, &low, spelling, &everything, 10), [plain], "{spelling}");
            assert!(found(&cx, h.who("navy1"), spelling, &everything, 10).is_empty(), "nothing was referred to it");
        }
        // These can be read as words too, so a text that says the number is found as well.
        let full_width = "\u{ff11}\u{ff18}\u{ff0f}\u{ff12}\u{ff12}\u{ff13}\u{ff0c}\u{ff14}\u{ff15}\u{ff16}";
        for (spelling, limit) in [("18223456", 1), ("18223456", 10), (full_width, 10)] {
            let both = found(&cx, h.who("exam1"), spelling, &everything, limit);
            assert_eq!(both, [names_it, plain], "{spelling}, {limit} a page");
            assert_eq!(found(&cx, h.who("officer1"), spelling, &everything, limit), [plain], "who reads no texts");
        }
        assert_eq!(found(&cx, h.who("exam1"), "PCT/US23/12345", &everything, 10), [pct]);
        assert_eq!(found(&cx, h.who("exam1"), "US 18/223,457", &everything, 10), [secret]);
        assert!(found(&cx, &low, "US 18/223,457", &everything, 10).is_empty(), "above the clearance");
        assert!(found(&cx, h.who("exam1"), "18/999,999", &everything, 10).is_empty());
        let later = Filter { received_from: Some(jiff::civil::date(2090, 1, 1)), ..Filter::default() };
        assert!(found(&cx, h.who("exam1"), "18/223,456", &later, 10).is_empty(), "the other filters hold");
        h.refer(plain, &["NAVY"]).expect("referred");
        h.sign("navy1", h.referral(plain, "NAVY")).expect("signed");
        assert_eq!(found(&cx, h.who("navy1"), "US 18/223,456", &everything, 10), [plain]);
        let refusal = Asked::parse("18/22345 AND").map(|_| ()).expect_err("neither a number nor words");
        assert_eq!(refusal.field.as_deref(), Some("q"));
    });
}

/// Once nobody waits for the answer, or the time of a page is over, no further text is read for it. The pages together have
/// all the same.
#[test]
fn h3_a_page_that_ends_early_says_where_the_next_one_begins_and_no_hit_is_lost() {
    everywhere("a search in parts", |h| {
        for n in 0..7 {
            let far = "A radar with a long, long way to go until there is a zymurgy.";
            let near = "A radar beside zymurgy.";
            h.filing(n, json!({"title": if n % 3 == 1 { near } else { far }}));
        }
        let cx = with_index(h);
        let ask = |q: &str, given_up: bool, after: Option<i64>| {
            let asked = Asked::parse(q).expect("a query");
            let asker = asked.asker();
            let _waits = (!given_up).then_some(asker);
            let page = Page { after, limit: 10, ..Page::default() };
            search(&cx, h.who("exam1"), &asked, &Filter::default(), &page).expect("searched")
        };
        // Only the text decides whether a distance is kept.
        let q = "zymurgy NOT NEAR2 radar";
        let whole = ask(q, false, None);
        assert_eq!((whole.filings.len(), whole.reached), (5, None));
        let in_parts = |q: &str| {
            let (mut parts, mut after, mut pages) = (vec![], None, 0);
            loop {
                let part = ask(q, true, after);
                assert!(part.filings.len() <= 1, "one text is read for a page that is given up");
                parts.extend(part.filings);
                pages += 1;
                after = part.reached;
                if after.is_none() {
                    return (parts, pages);
                }
            }
        };
        assert_eq!(in_parts(q), (whole.filings.clone(), 7));
        // A filing that its number finds is on the page of its place, once.
        let last = whole.filings.last().expect("one");
        let found = in_parts(last.application_number.as_str()).0;
        assert_eq!(found.iter().map(|f| f.id).collect::<Vec<_>>(), [last.id]);
    });
}

/// The texts in memory at a time are bounded, however many changes there are, and no change is left out.
#[test]
fn the_index_gets_changes_in_batches_of_bounded_size() {
    everywhere("feeding the index", |h| {
        let mut all: Vec<FilingId> = (0..7).map(|n| h.filing(n, json!({}))).collect();
        h.refer(all[0], &["NAVY"]).expect("referred");
        all.sort();
        for bytes in [1, 700, 1 << 30] {
            let (mut after, mut got, mut feeds) = (0, vec![], 0);
            loop {
                let feed = index::changes_for_index(&h.cx, after, 500, bytes).expect("a feed");
                if feed.upto == after {
                    break;
                }
                assert!(feed.upto > after && !feed.filings.is_empty());
                assert!(bytes > 1 || feed.filings.len() == 1, "one at least, and no more");
                (after, feeds) = (feed.upto, feeds + 1);
                got.extend(feed.filings.into_iter().map(|f| f.id));
            }
            got.sort();
            got.dedup();
            assert_eq!(got, all, "{bytes}");
            assert!(bytes < 1000 && feeds > 2 || feeds == 1, "{bytes}: {feeds}");
            assert_eq!(after, h.cx.read(|c| Ok(subrosa::store::filing::filings::last_change(c)?)).expect("read"));
        }
        // A role that may not search is refused.
        let asked = Asked::parse("radar").expect("a query");
        assert_eq!(
            refused(search(&h.cx, h.who("officer1"), &asked, &Filter::default(), &Page::default())),
            "role.forbidden"
        );
    });
}

#[test]
fn l4_the_words_of_a_search_stand_in_no_address_of_the_answer_and_in_no_log() {
    let place = Place::sqlite();
    place.people(false);
    let server = Server::start(&place, &["--log-filter", "trace"]);
    let intake = server.sign_in("intake1");
    for n in 1..=3 {
        intake.post("/filings", flagged_filing(n), None).expect(201);
    }
    let exam = server.sign_in("exam1");
    let ask = json!({"q": "missile NEAR5 warhead"});
    let start = std::time::Instant::now();
    while exam.post("/filings/search", ask.clone(), None).expect(200).items().len() < 3 {
        assert!(start.elapsed() < std::time::Duration::from_secs(60), "the index lags behind");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let ids = |answer: &Answer| answer.items().iter().map(|f| f["id"].clone()).collect::<Vec<_>>();
    let all = ids(&exam.get("/filings?q=missile%20NEAR5%20warhead").expect(200));
    let (mut found, mut next) = (vec![], Some("/filings/search?limit=1".to_owned()));
    while let Some(path) = next {
        let page = exam.post(&path, ask.clone(), None).expect(200);
        found.extend(ids(&page));
        let said: Vec<_> = page.headers.iter().filter(|(_, value)| value.contains("missile")).collect();
        assert!(said.is_empty(), "{said:?}");
        let link = page.header("Link").map(|link| link.split(['<', '>']).nth(1).expect("an address").to_owned());
        next = link.map(|path| path.strip_prefix("/api/v1").expect("the prefix").to_owned());
    }
    assert_eq!((found.len(), &found), (3, &all));
    assert_eq!(exam.post("/filings/search", json!({"words": "missile"}), None).expect(422).code(), "request.invalid");
    assert_eq!(exam.post("/filings/search", json!({"q": "missile NEAR"}), None).expect(422).code(), "request.invalid");
    intake.post("/filings/search", ask.clone(), None).expect(403);
    server.anonymous().post("/filings/search", ask, None).expect(401);
    assert!(!server.log().to_lowercase().contains("warhead"), "the log has a word of a search");
}
