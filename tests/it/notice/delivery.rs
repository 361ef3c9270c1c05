//! Each message is sent once: with several processes, each with a folder of its own, with servers that are slow or do not
//! answer, clocks that jump, leases that run out, and a service that must stop.

use crate::frame::harness::{Place, Server};
use crate::frame::mail_server::{At, Do, SmtpServer, Tls};
use crate::frame::office::{TestOffice, everywhere};
use domain::base::ledger::Outcome;
use domain::base::order_type::OrderType;
use domain::notice::NoticeState;
use jiff::SignedDuration;
use serde_json::json;
use std::collections::HashMap;
use std::sync::{Mutex, mpsc};
use std::time::{Duration, Instant};
use subrosa::mail::{Delivery, Folder, Granted, Leave, Outgoing, Smtp, SmtpOptions, Timeouts, Transport};
use subrosa::store::Store;
use subrosa::store::notice::notices as rows;
use subrosa::store::office::ledger;
use subrosa::workflow::frame::notify::NoticeView;
use subrosa::workflow::frame::post::Post;
use subrosa::workflow::notice::notices::{self, NoticeQuery};
use subrosa::workflow::notice::outbox::{SendSummary, Sending, send_due};
use subrosa::workflow::{Ctx, Error};

const LEASE: SignedDuration = SignedDuration::from_secs(60);

fn send(cx: &Ctx, transport: &dyn Transport, post: &Post) -> SendSummary {
    let sending = Sending { transport, post, lease: LEASE, limit: 100 };
    send_due(cx, cx.now(), sending).expect("sent")
}

/// The same office in another process: it shares the database and nothing else.
fn another_process(h: &TestOffice) -> Ctx {
    Ctx { store: Store::open(&h.place.database.parse().expect("a URL"), false).expect("opens"), ..h.cx.clone() }
}

/// An order with this many notices to send.
fn order(h: &TestOffice, people: usize) -> Vec<NoticeView> {
    let party = |n| json!({"role": "applicant", "name": format!("Person {n}"), "email": format!("p{n}@x.example")});
    let parties: Vec<_> = (0..people).map(party).collect();
    h.order(1, &[("NAVY", "dod1", Some(OrderType::III))], json!({"parties": parties})).notices
}

fn see(h: &TestOffice) -> Vec<NoticeView> {
    let query = NoticeQuery { limit: 100, ..NoticeQuery::default() };
    notices::list(&h.cx, h.who("officer1"), &query).expect("listed")
}

/// The ledger's entries on sending.
fn entries(h: &TestOffice) -> Vec<Outcome> {
    let all = h.cx.read(|conn| Ok(ledger::after(conn, 0, i64::MAX)?)).expect("read");
    all.into_iter().filter(|e| e.act.act == "notice.send").map(|e| e.act.outcome).collect()
}

fn smtp(server: &SmtpServer) -> Smtp {
    let patient = Duration::from_secs(20);
    let timeouts = Timeouts { command: patient, end_of_data: patient, ..Timeouts::default() };
    let url = format!("smtp://{}", server.address);
    Smtp::new(url.parse().expect("a URL"), SmtpOptions { timeouts, ..SmtpOptions::default() }).expect("set up")
}

fn wait(what: &str, until: impl Fn() -> bool) {
    let start = Instant::now();
    while !until() {
        assert!(start.elapsed() < Duration::from_secs(30), "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Claims a notice as a process does that dies right after it.
fn claim<'a>(h: &TestOffice, transport: &'a dyn Transport, owner: &'a str) -> rows::Claim<'a> {
    let now = h.cx.now();
    let claim = rows::Claim { owner, memory: transport.memory(), now, lease_until: now + LEASE };
    let claimed = h.cx.store.write_unentered(|tx| Ok::<_, Error>(rows::claim(tx, claim, &[])?)).expect("written");
    assert!(matches!(claimed, Some(rows::Claimed::Ours(_))), "{claimed:?}");
    claim
}

fn offer(h: &TestOffice, n: &NoticeView, claim: rows::Claim<'_>) -> bool {
    h.cx.store.write_unentered(|tx| Ok::<_, Error>(rows::offer(tx, n.id, &n.message_id, claim)?)).expect("written")
}

fn mail(h: &TestOffice, n: &NoticeView) -> Outgoing {
    let notice = h.cx.read(|conn| Ok(rows::find(conn, n.id)?)).expect("read").expect("a notice");
    Outgoing::of_notice(&notice, &h.cx.settings.office, h.cx.settings.sender(), h.cx.now()).expect("a mail")
}

#[test]
fn a_process_with_another_folder_never_repeats_what_may_have_gone_out() {
    everywhere("a folder each", |h| {
        let n = &order(h, 1)[0];
        let folder = |name: &str| Folder::open(h.place.path(name)).expect("a folder");
        let (one, two) = (folder("one"), folder("two"));
        let claimed = claim(h, &one, "dead");
        assert!(offer(h, n, claimed));
        assert!(matches!(one.deliver(&mail(h, n), &Granted), Delivery::Sent { .. }));
        let other = another_process(h);
        assert_eq!(send(&other, &two, &Post::default()), SendSummary::default(), "it belongs to somebody");
        h.clock.set(h.cx.now() + SignedDuration::from_mins(31));
        let done = send(&other, &two, &Post::default());
        assert_eq!((done.sent, done.failed), (0, 1), "{done:?}");
        let left = std::fs::read_dir(h.place.path("two")).expect("a folder");
        let mails = left.filter(|e| e.as_ref().expect("an entry").path().extension().is_some_and(|x| x == "eml"));
        assert_eq!(mails.count(), 0);
        let seen = &see(h)[0];
        assert_eq!(seen.state, NoticeState::Failed);
        assert!(seen.last_reply.as_deref().is_some_and(|r| r.contains("may have arrived")), "{seen:?}");
        assert_eq!(entries(h), [Outcome::Refused], "the ledger has the failure too");
    });
}

#[test]
fn what_was_claimed_and_not_offered_goes_out_from_anywhere() {
    everywhere("not offered", |h| {
        order(h, 1);
        let server = SmtpServer::start(Tls::None);
        claim(h, &smtp(&server), "dead");
        h.clock.set(h.cx.now() + SignedDuration::from_mins(31));
        assert_eq!(send(&another_process(h), &smtp(&server), &Post::default()).sent, 1);
        assert_eq!(server.taken().len(), 1);
    });
}

#[test]
fn a_claim_taken_over_by_another_process_offers_nothing() {
    everywhere("a lost claim", |h| {
        h.is_edited();
        let n = &order(h, 1)[0];
        let server = SmtpServer::start(Tls::None);
        let transport = smtp(&server);
        let late = claim(h, &transport, "late");
        h.clock.set(h.cx.now() + SignedDuration::from_mins(31));
        // Another process has claimed the notice and is still sending it.
        let other = claim(h, &transport, "other");
        assert!(!offer(h, n, late), "claimed by another");
        assert!(offer(h, n, other));
        let settle = |owner: &str, outcome: &rows::Settled| {
            let settled = |tx: &mut subrosa::store::Tx<'_>| {
                Ok::<_, Error>(rows::settle(tx, n.id, &n.message_id, owner, outcome, "said")?)
            };
            h.cx.store.write_unentered(settled).expect("written")
        };
        assert!(!settle("late", &rows::Settled::Failed), "the outcome of another's claim");
        assert!(settle("other", &rows::Settled::Sent { at: h.cx.now() }));
        assert!(!offer(h, n, other), "sent");
    });
}

/// The clock is set forward while a server is slow: by the same process, as in a demonstration, and as another process
/// sees it.
#[test]
fn a_clock_set_forward_during_a_slow_delivery_sends_nothing_twice() {
    everywhere("a clock set forward", |h| {
        let server = SmtpServer::start(Tls::None);
        server.script(&[(At::Message, Do::Wait(Duration::from_millis(1500)))]);
        order(h, 1);
        let (here, there, mine) = (smtp(&server), smtp(&server), Post::default());
        let other = another_process(h);
        std::thread::scope(|s| {
            let slow = s.spawn(|| send(&h.cx, &here, &mine));
            wait("it is not offered", || server.taken().len() == 1);
            h.clock.set(h.cx.now() + SignedDuration::from_mins(45));
            assert_eq!(send(&h.cx, &here, &mine), SendSummary::default(), "it is on its way here");
            let given_up = send(&other, &there, &Post::default());
            assert_eq!((given_up.sent, given_up.failed), (0, 1), "whoever knows nothing of it guesses nothing");
            assert_eq!(slow.join().expect("sent").sent, 1);
        });
        assert_eq!(server.taken().len(), 1);
        assert_eq!(see(h)[0].state, NoticeState::Sent, "the answer is believed");
    });
}

/// A transport that takes 40 seconds of the office's clock for each message, while another process looks for work.
struct Slow<'a> {
    h: &'a TestOffice,
    other: Ctx,
    taken: Mutex<HashMap<String, usize>>,
    nested: bool,
}

impl Transport for Slow<'_> {
    fn deliver(&self, mail: &Outgoing, leave: &dyn Leave) -> Delivery {
        if !leave.may_offer() {
            return Delivery::NotOffered { reply: "no leave".into() };
        }
        if self.nested {
            let quick = Slow { h: self.h, other: self.other.clone(), taken: Mutex::default(), nested: false };
            self.h.clock.set(self.h.cx.now() + SignedDuration::from_secs(40));
            send(&self.other, &quick, &Post::default());
            for (id, n) in quick.taken.into_inner().expect("a list") {
                *self.taken.lock().expect("a list").entry(id).or_default() += n;
            }
        }
        *self.taken.lock().expect("a list").entry(mail.message_id.clone()).or_default() += 1;
        Delivery::Sent { reply: "250".into() }
    }
}

#[test]
fn every_delivery_has_a_lease_of_its_own() {
    everywhere("leases", |h| {
        order(h, 9);
        let slow = Slow { h, other: another_process(h), taken: Mutex::default(), nested: true };
        send(&h.cx, &slow, &Post::default());
        let taken = slow.taken.into_inner().expect("a list");
        assert_eq!(taken.len(), 9, "{taken:?}");
        assert!(taken.values().all(|n| *n == 1), "twice: {taken:?}");
    });
}

/// Two processes on one record, with a slow server, send every message once.
#[test]
fn processes_that_send_at_once_send_everything_once() {
    everywhere("two that send", |h| {
        let server = SmtpServer::start(Tls::None);
        server.script(&[(At::Message, Do::Wait(Duration::from_millis(30)))]);
        order(h, 20);
        let all: Vec<Ctx> = (0..3).map(|_| another_process(h)).collect();
        std::thread::scope(|s| {
            for cx in &all {
                let server = &server;
                s.spawn(move || send(cx, &smtp(server), &Post::default()));
            }
        });
        assert_eq!(server.taken().len(), 20);
        assert!(see(h).iter().all(|n| n.state == NoticeState::Sent), "{:?}", see(h));
        assert_eq!(entries(h), vec![Outcome::Done; 20]);
    });
}

/// A transport that hangs on one recipient until the test ends that.
struct Stuck(Mutex<mpsc::Receiver<()>>);

impl Transport for Stuck {
    fn deliver(&self, mail: &Outgoing, leave: &dyn Leave) -> Delivery {
        assert!(leave.may_offer());
        if mail.to_address == "p0@x.example" {
            let _ = self.0.lock().expect("a channel").recv_timeout(Duration::from_secs(30));
        }
        Delivery::Sent { reply: "250".into() }
    }
}

#[test]
fn one_delivery_that_hangs_keeps_no_other_waiting() {
    everywhere("one that hangs", |h| {
        order(h, 8);
        let (release, held) = mpsc::channel();
        let (stuck, post) = (Stuck(Mutex::new(held)), Post::default());
        std::thread::scope(|s| {
            let all = s.spawn(|| send(&h.cx, &stuck, &post));
            wait("the others wait", || see(h).iter().filter(|n| n.state == NoticeState::Sent).count() == 7);
            release.send(()).expect("it waits");
            assert_eq!(all.join().expect("sent").sent, 8);
        });
    });
}

/// The service ends in time, whatever the mail server does. What was not offered waits for the next start; what was offered
/// without an answer waits for a person.
#[test]
fn the_service_ends_in_time_while_a_mail_server_says_nothing() {
    let places = [Some(Place::sqlite()), Place::postgres("stopping")];
    for (place, at) in places.into_iter().flatten().zip([At::Greeting, At::Message]) {
        let h = TestOffice::at(place);
        order(&h, 6);
        let server = SmtpServer::start(Tls::None);
        server.script(&[(at, Do::Hang)]);
        let url = format!("smtp://{}", server.address);
        let service = Server::start(&h.place, &["--smtp", &url, "--timeouts-shutdown", "4s"]);
        match at {
            At::Message => wait("nothing is offered", || server.taken().len() == 4),
            _ => wait("nobody calls", || server.calls() >= 4),
        }
        let start = Instant::now();
        assert!(service.terminate().success());
        assert!(start.elapsed() < Duration::from_secs(12), "{at:?}: {:?}", start.elapsed());
        let states = |state| see(&h).iter().filter(|n| n.state == state).count();
        let offered = if at == At::Message { 4 } else { 0 };
        assert_eq!((states(NoticeState::Failed), states(NoticeState::Queued)), (offered, 6 - offered), "{at:?}");

        // The next start sends the rest, and nothing a second time.
        server.script(&[]);
        let service = Server::start(&h.place, &["--smtp", &url]);
        wait("the rest waits", || states(NoticeState::Sent) == 6 - offered);
        assert!(service.terminate().success());
        assert_eq!(server.taken().len(), 6, "{at:?}");
    }
}
