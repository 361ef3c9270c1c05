//! The service is killed (SIGKILL) at random points of a workload of intake, opinions, orders and notices. Nothing that was
//! acknowledged is lost, nothing is done twice, the ledger verifies, and the index catches up.

use crate::frame::harness::{Answer, Call, Client, Place, Server, flagged_filing};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How often the service is killed at least.
const KILLS: usize = 50;
/// More cases than this must have been begun, or the kills met no work.
const FEWEST: usize = 5;

/// The connection broke because the server was killed. The step is tried again with the same key.
struct Broken;

/// One filing on its way to an order, driven by several people, with what the service has acknowledged of it.
struct Case {
    n: u64,
    filing: Option<String>,
    hits: Vec<(String, String)>,
    hit_at: usize,
    referral: Option<String>,
    step: usize,
    order: Option<String>,
}

struct People {
    intake: Client,
    examiner: Client,
    reviewer: Client,
    official: Client,
    officer: Client,
}

impl People {
    fn sign_in(server: &Server) -> Self {
        Self {
            intake: server.sign_in("intake1"),
            examiner: server.sign_in("exam1"),
            reviewer: server.sign_in("navy1"),
            official: server.sign_in("dod1"),
            officer: server.sign_in("officer1"),
        }
    }
    /// The same people with the same tokens at a restarted server: sessions outlive a crash.
    fn at(&self, server: &Server) -> Self {
        let moved = |c: &Client| Client { token: c.token.clone(), ..server.anonymous() };
        Self {
            intake: moved(&self.intake),
            examiner: moved(&self.examiner),
            reviewer: moved(&self.reviewer),
            official: moved(&self.official),
            officer: moved(&self.officer),
        }
    }
}

fn get(who: &Client, path: &str) -> Result<Answer, Broken> {
    let answer = who.try_call(Call { method: "GET", path, body: None, headers: vec![] }).map_err(|_| Broken)?;
    assert!(answer.status == 200, "GET {path}: {} {}", answer.status, answer.text);
    Ok(answer)
}

/// POSTs below a resource on its present version under a fixed key.
fn post(who: &Client, resource: &str, action: &str, key: &str, body: Value) -> Result<Answer, Broken> {
    let etag = get(who, resource)?.header("ETag").expect("an ETag").to_owned();
    post_with(who, &format!("{resource}{action}"), key, &etag, body)
}

fn post_with(who: &Client, path: &str, key: &str, etag: &str, body: Value) -> Result<Answer, Broken> {
    let answer = who
        .try_call(Call {
            method: "POST",
            path,
            body: Some(("application/json", body.to_string().into_bytes())),
            headers: vec![("Idempotency-Key", key.into()), ("If-Match", etag.into())],
        })
        .map_err(|_| Broken)?;
    assert!(answer.status == 200 || answer.status == 201, "POST {path}: {} {}", answer.status, answer.text);
    Ok(answer)
}

impl Case {
    fn new(n: u64) -> Self {
        Self { n, filing: None, hits: vec![], hit_at: 0, referral: None, step: 0, order: None }
    }

    fn key(&self, what: &str) -> String {
        format!("kill-{}-{what}", self.n)
    }

    fn acknowledge(&self, who: &Client, name: &str) -> Result<(), Broken> {
        let referral = format!("/referrals/{}", self.referral.as_deref().expect("a referral"));
        let view = get(who, &referral)?;
        if view.body["acknowledged"] == json!(true) {
            return Ok(());
        }
        let body = json!({"statement": view.body["acknowledgment_statement"]});
        let etag = view.header("ETag").expect("an ETag").to_owned();
        post_with(who, &format!("{referral}/acknowledgments"), &self.key(name), &etag, body)?;
        Ok(())
    }

    /// Takes the next step; `true` when the order is issued.
    fn advance(&mut self, p: &People) -> Result<bool, Broken> {
        match self.step {
            0 => {
                let answer = p
                    .intake
                    .try_call(Call {
                        method: "POST",
                        path: "/intake",
                        body: Some(("application/x-ndjson", flagged_filing(self.n).to_string().into_bytes())),
                        headers: vec![],
                    })
                    .map_err(|_| Broken)?;
                assert_eq!(answer.status, 200, "{}", answer.text);
                let line: Value =
                    answer.text.lines().next().and_then(|l| serde_json::from_str(l).ok()).ok_or(Broken)?;
                let id = line["id"].as_str().unwrap_or_else(|| panic!("{line}")).to_owned();
                assert!(self.filing.as_ref().is_none_or(|known| *known == id), "one filing, two ids");
                self.filing = Some(id);
            }
            1 => {
                let path = format!("/filings/{}/screenings", self.filing());
                let view = get(&p.examiner, &path)?;
                let hits = view.items()[0]["hits"].as_array().cloned().unwrap_or_default();
                assert!(!hits.is_empty(), "{}", view.text);
                let text = |v: &Value| v.as_str().expect("text").to_owned();
                self.hits = hits.iter().map(|h| (text(&h["id"]), text(&h["etag"]))).collect();
            }
            2 => {
                while let Some((hit, etag)) = self.hits.get(self.hit_at) {
                    let body = json!({"decision": "confirm", "reason": "the passage is to the point"});
                    post_with(&p.examiner, &format!("/hits/{hit}/triage"), &self.key(hit), etag, body)?;
                    self.hit_at += 1;
                }
            }
            3 => {
                let filing = format!("/filings/{}", self.filing());
                // A retry after a crash that did commit acts on a newer version than the first try; the
                // key, not the version, makes it the same request.
                let answer =
                    post(&p.examiner, &filing, "/referrals", &self.key("refer"), json!({"agencies": ["NAVY"]}))?;
                self.referral = Some(answer.items()[0]["id"].as_str().expect("an id").to_owned());
            }
            4 => self.acknowledge(&p.reviewer, "ack-navy")?,
            5 => {
                let body =
                    json!({"conclusion": "order", "order_type": "II", "grounds": [], "reason": "reveals a method"});
                post(&p.reviewer, &self.referral(), "/opinions", &self.key("opinion"), body)?;
            }
            6 => self.acknowledge(&p.official, "ack-dod")?,
            7 => {
                let body =
                    json!({"determination": "would_be_detrimental", "order_type": "II", "reason": "it is detrimental"});
                post(&p.official, &self.referral(), "/recommendation", &self.key("recommend"), body)?;
            }
            8 => {
                let filing = format!("/filings/{}", self.filing());
                let answer = post(&p.officer, &filing, "/orders", &self.key("order"), json!({"type": "II"}))?;
                self.order = Some(answer.body["id"].as_str().expect("an id").to_owned());
            }
            _ => return Ok(true),
        }
        self.step += 1;
        Ok(false)
    }

    fn filing(&self) -> &str {
        self.filing.as_deref().expect("a filing")
    }
    fn referral(&self) -> String {
        format!("/referrals/{}", self.referral.as_deref().expect("a referral"))
    }
}

/// Works on cases until `stop` is set or the server is gone. Returns the finished cases and the unfinished ones.
fn work(p: &People, mut open: Vec<Case>, next: &AtomicU64, stop: &AtomicBool) -> (Vec<Case>, Vec<Case>) {
    let mut done = vec![];
    while !stop.load(Ordering::Relaxed) {
        let mut case = open.pop().unwrap_or_else(|| Case::new(next.fetch_add(1, Ordering::Relaxed)));
        match case.advance(p) {
            Ok(true) => done.push(case),
            Ok(false) => open.push(case),
            Err(Broken) => {
                open.push(case);
                break;
            }
        }
    }
    (open, done)
}

/// What must hold of everything acknowledged so far.
fn check(server: &Server, p: &People, cases: &[Case]) {
    let officer = &p.officer;
    for case in cases {
        if let Some(id) = &case.filing {
            let filing = officer.get(&format!("/filings/{id}")).expect(200);
            let status = filing.body["status"].as_str().expect("a status").to_owned();
            let least = match case.step {
                0..=3 => vec!["in_triage", "under_review", "order_pending", "under_order"],
                4..=7 => vec!["under_review", "order_pending", "under_order"],
                8 => vec!["order_pending", "under_order"],
                _ => vec!["under_order"],
            };
            assert!(least.contains(&status.as_str()), "case {} after step {} is {status}", case.n, case.step);
        }
        if let Some(id) = &case.order {
            let order = officer.get(&format!("/orders/{id}")).expect(200);
            assert_eq!(order.body["status"], "in_effect");
            assert_eq!(order.body["terms"].as_array().map(Vec::len), Some(1));
        }
    }
    drop(server.log());
}

fn random(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

#[test]
fn sigkill_loses_nothing_and_repeats_nothing() {
    let place = Place::sqlite();
    place.people(false);
    let mut seed = 0x5eed_0000_0000_0000 | u64::from(std::process::id());
    eprintln!("seed {seed:#x}");
    let next = AtomicU64::new(1);
    let mut open: Vec<Vec<Case>> = (0..3).map(|_| vec![]).collect();
    let mut done: Vec<Case> = vec![];
    let mut people: Option<People> = None;
    let begun = |open: &[Vec<Case>], done: &[Case]| open.iter().map(Vec::len).sum::<usize>() + done.len();
    let mut kills = 0;
    // A slow machine begins fewer cases between two kills, so there it is killed more often.
    for round in 0..5 * KILLS {
        if round >= KILLS && begun(&open, &done) > FEWEST {
            break;
        }
        kills += 1;
        let server = Server::start(&place, &[]);
        let p = match &people {
            Some(p) if round % 10 != 0 => p.at(&server),
            _ => People::sign_in(&server),
        };
        let stop = AtomicBool::new(false);
        let wait = Duration::from_millis(5 + random(&mut seed) % 400);
        let pid = server.pid().to_string();
        std::thread::scope(|scope| {
            let workers: Vec<_> = std::mem::take(&mut open)
                .into_iter()
                .map(|cases| scope.spawn(|| work(&p, cases, &next, &stop)))
                .collect();
            std::thread::sleep(wait);
            let killed = std::process::Command::new("kill").args(["-KILL", &pid]).status().expect("kill");
            assert!(killed.success());
            stop.store(true, Ordering::Relaxed);
            for w in workers {
                let (left, finished) = w.join().expect("a worker");
                open.push(left);
                done.extend(finished);
            }
        });
        server.kill();
        if round % 10 == 9 {
            let verified = place.cli(&["ledger", "verify"]);
            assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
        }
        people = Some(p);
    }

    // The last start is not killed: every open case is brought to its end.
    let server = Server::start(&place, &[]);
    let p = People::sign_in(&server);
    let mut cases: Vec<Case> = open.into_iter().flatten().collect();
    check(&server, &p, &cases);
    for case in &mut cases {
        while !case.advance(&p).unwrap_or_else(|_| panic!("the server is gone:\n{}", server.log())) {}
    }
    cases.extend(done);
    check(&server, &p, &cases);
    assert!(cases.len() > FEWEST, "only {} cases: the workload did not run", cases.len());
    eprintln!("{} cases went to an order across {kills} kills", cases.len());

    // Each filing once, each order once.
    let mut seen = BTreeMap::new();
    let mut path = "/orders?limit=200".to_owned();
    loop {
        let page = p.officer.get(&path).expect(200);
        for order in page.items() {
            let filing = order["filing_id"].as_str().expect("an id").to_owned();
            assert!(seen.insert(filing, order["id"].clone()).is_none(), "two orders on one filing");
        }
        match page.header("Link").and_then(|l| l.split(['<', '>']).nth(1)) {
            Some(next) => path = next.trim_start_matches("/api/v1").to_owned(),
            None => break,
        }
    }
    assert_eq!(seen.len(), cases.len());

    // Every notice went out exactly once: two principals of each filing have an address.
    let wanted = cases.len() * 2;
    let start = Instant::now();
    let mails = loop {
        let mails: Vec<String> = std::fs::read_dir(place.path("mail"))
            .map(|d| {
                d.filter_map(|e| std::fs::read_to_string(e.ok()?.path()).ok())
                    .filter(|t| t.contains("Message-ID"))
                    .collect()
            })
            .unwrap_or_default();
        if mails.len() >= wanted || start.elapsed() > Duration::from_secs(60) {
            break mails;
        }
        std::thread::sleep(Duration::from_millis(100));
    };
    assert_eq!(mails.len(), wanted, "mails");
    let references: BTreeSet<&str> =
        mails.iter().map(|t| t.lines().find(|l| l.starts_with("Reference: ")).expect("a reference")).collect();
    assert_eq!(references.len(), wanted, "a notice went out twice");

    // The index has caught up.
    let start = Instant::now();
    loop {
        let mut found = 0;
        let mut path = "/filings?q=missile&limit=200".to_owned();
        loop {
            let page = p.examiner.get(&path).expect(200);
            found += page.items().len();
            match page.header("Link").and_then(|l| l.split(['<', '>']).nth(1)) {
                Some(next) => path = next.trim_start_matches("/api/v1").to_owned(),
                None => break,
            }
        }
        if found == cases.len() {
            break;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "the index holds {found} of {}", cases.len());
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(server.terminate().success(), "a graceful end");
    let verified = place.cli(&["ledger", "verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
}
