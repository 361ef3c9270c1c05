//! Notices are sent once, none is lost, and an officer sees what became of each and can act on it.

use crate::frame::office::{TestOffice, by, day, everywhere, refused};
use domain::notice::{NoticeKind, NoticeState};
use jiff::SignedDuration;
use serde_json::json;
use std::collections::HashMap;
use std::sync::Mutex;
use subrosa::mail::{Delivery, Folder, Granted, Leave, Outgoing, Transport};
use subrosa::store::notice::notices as outbox_rows;
use subrosa::workflow::frame::notify::NoticeView;
use subrosa::workflow::frame::post::Post;
use subrosa::workflow::notice::notices::{self, NoticeQuery, ServiceInput};
use subrosa::workflow::notice::outbox::{SendSummary, Sending, send_due};
use subrosa::workflow::notice::receipts::request_receipt;
use subrosa::workflow::{By, IfMatch};

/// A transport that gives these answers in turn and counts the mails it took.
#[derive(Default)]
struct Server {
    answers: Mutex<Vec<Delivery>>,
    taken: Mutex<HashMap<String, usize>>,
}

impl Server {
    fn that(answers: Vec<Delivery>) -> Self {
        Self { answers: Mutex::new(answers), ..Self::default() }
    }
}

impl Transport for Server {
    fn deliver(&self, mail: &Outgoing, leave: &dyn Leave) -> Delivery {
        if !leave.may_offer() {
            return Delivery::NotOffered { reply: "no leave".into() };
        }
        let next = self.answers.lock().unwrap().pop();
        let answer = next.unwrap_or_else(|| Delivery::Sent { reply: "250 taken".into() });
        if matches!(answer, Delivery::Sent { .. }) {
            *self.taken.lock().unwrap().entry(mail.message_id.clone()).or_default() += 1;
        }
        answer
    }
}

fn send(h: &TestOffice, transport: &dyn Transport) -> SendSummary {
    let sending = Sending { transport, post: &Post::default(), lease: SignedDuration::from_secs(60), limit: 100 };
    send_due(&h.cx, h.cx.now(), sending).expect("sent")
}

fn later(h: &TestOffice, minutes: i64) {
    h.clock.set(h.cx.now() + SignedDuration::from_mins(minutes));
}

/// An order with one notice to send.
fn one(h: &TestOffice) -> NoticeView {
    let parties = json!({"parties": [{"role": "applicant", "name": "Ada Marlowe", "email": "ada@x.example"}]});
    let order = h.order(1, &[("NAVY", "dod1", Some(domain::base::order_type::OrderType::III))], parties);
    order.notices.into_iter().next().expect("a notice")
}

fn see(h: &TestOffice, n: &NoticeView) -> NoticeView {
    notices::get(&h.cx, h.who("officer1"), n.id).expect("a notice")
}

#[test]
fn every_notice_goes_out_once_and_is_on_record() {
    everywhere("outbox", |h| {
        let order = h.navy_order(1);
        let folder = Folder::open(h.place.path("mail")).expect("a folder");
        assert_eq!(send(h, &folder), SendSummary { sent: 2, ..SendSummary::default() });
        assert_eq!(send(h, &folder), SendSummary::default());
        let mails = std::fs::read_dir(h.place.path("mail")).expect("a folder");
        let texts: Vec<String> = mails
            .filter_map(|e| std::fs::read_to_string(e.expect("an entry").path()).ok())
            .filter(|t| t.contains("Message-ID"))
            .collect();
        assert_eq!(texts.len(), 2);
        for text in texts {
            for word in ["secrecy", "missile", "19/700", "NAVY", &order.number] {
                assert!(!text.contains(word), "{word}");
            }
        }
        let states: Vec<_> = h.see(order.id).notices.iter().map(|n| n.state).collect();
        assert_eq!(states, [NoticeState::Paper, NoticeState::Sent, NoticeState::Sent]);
    });
}

#[test]
fn a_passing_refusal_is_tried_again_later_and_a_lasting_one_waits_for_a_person() {
    everywhere("refusals", |h| {
        let n = one(h);
        let retry = |text: &str| Delivery::Retry { reply: text.into() };
        let server =
            Server::that(vec![Delivery::Permanent { reply: "550 no such user".into() }, retry("451"), retry("down")]);
        assert_eq!(send(h, &server).retried, 1);
        assert_eq!(send(h, &server), SendSummary::default(), "not before a minute has passed");
        later(h, 1);
        assert_eq!(send(h, &server).retried, 1);
        later(h, 1);
        assert_eq!(send(h, &server), SendSummary::default(), "now two");
        later(h, 1);
        assert_eq!(send(h, &server).failed, 1);
        let seen = see(h, &n);
        assert_eq!((seen.state, seen.attempts), (NoticeState::Failed, 3));
        assert_eq!(seen.last_reply.as_deref(), Some("550 no such user"));
        later(h, 10_000);
        assert_eq!(send(h, &server), SendSummary::default());

        // An officer has it sent again, under another Message-ID.
        let officer = by(h.who("officer1"));
        let again = notices::resend(&h.cx, &officer, n.id).expect("queued");
        assert_ne!(again.message_id, n.message_id);
        assert_eq!((again.state, again.resends, again.attempts), (NoticeState::Queued, 1, 0));
        assert_eq!(refused(notices::resend(&h.cx, &officer, n.id)), "notice.not_resendable");
        assert_eq!(send(h, &server).sent, 1);
        assert!(notices::resend(&h.cx, &officer, n.id).is_ok(), "also one that was sent");
        let list = |state| {
            let query = NoticeQuery { state, limit: 10, ..Default::default() };
            notices::list(&h.cx, h.who("officer1"), &query).expect("listed").len()
        };
        assert_eq!((list(Some(NoticeState::Queued)), list(Some(NoticeState::Failed)), list(None)), (1, 0, 1));
        assert_eq!(refused(notices::get(&h.cx, h.who("navy1"), n.id)), "role.forbidden");
    });
}

#[test]
fn a_process_that_dies_in_between_loses_nothing_and_sends_nothing_twice() {
    everywhere("lease", |h| {
        let n = one(h);
        let folder = Folder::open(h.place.path("mail")).expect("a folder");
        // The notice is claimed and delivered; then the process dies before it records that.
        let claim = outbox_rows::Claim {
            owner: "dead",
            memory: folder.memory(),
            now: h.cx.now(),
            lease_until: h.cx.now() + SignedDuration::from_secs(60),
        };
        let claimed = h.cx.store.write_unentered(|tx| {
            let claimed = outbox_rows::claim(tx, claim, &[])?;
            assert!(outbox_rows::offer(tx, n.id, &n.message_id, claim)?, "offered");
            Ok::<_, subrosa::workflow::Error>(claimed)
        });
        let Some(outbox_rows::Claimed::Ours(claimed)) = claimed.expect("claimed") else { panic!("no notice") };
        let settings = &h.cx.settings;
        let mail = Outgoing::of_notice(&claimed, &settings.office, settings.sender(), h.cx.now()).expect("a mail");
        assert!(matches!(folder.deliver(&mail, &Granted), Delivery::Sent { .. }));
        assert_eq!(send(h, &folder), SendSummary::default(), "it belongs to somebody");
        later(h, 2);
        assert_eq!(send(h, &folder).sent, 1, "found delivered");
        let files = std::fs::read_dir(h.place.path("mail")).expect("a folder");
        let files = files.filter(|e| e.as_ref().expect("an entry").path().extension().is_some_and(|x| x == "eml"));
        assert_eq!(files.count(), 1);
        assert_eq!((see(h, &n).state, see(h, &n).attempts), (NoticeState::Sent, 2));
    });
}

#[test]
fn a_late_answer_is_believed_only_for_the_mail_it_is_about() {
    everywhere("late answer", |h| {
        h.is_edited();
        let n = one(h);
        let unknown = Server::that(vec![Delivery::Unknown { reply: "cut off".into() }]);
        assert_eq!(send(h, &unknown).failed, 1, "never a guess");
        let settle = |message_id: &str| {
            let outcome = outbox_rows::Settled::Sent { at: h.cx.now() };
            h.cx.store
                .write_unentered::<_, subrosa::workflow::Error>(|tx| {
                    Ok(outbox_rows::settle(tx, n.id, message_id, "anybody", &outcome, "250")?)
                })
                .expect("written")
        };
        let again = notices::resend(&h.cx, &by(h.who("officer1")), n.id).expect("queued");
        assert!(!settle(&n.message_id), "the first mail's answer says nothing of the second");
        assert_eq!(see(h, &n).state, NoticeState::Queued);
        assert!(settle(&again.message_id));
        assert_eq!(see(h, &n).state, NoticeState::Sent);
    });
}

#[test]
fn r3_5_service_is_proved_once_within_the_days_it_can_have_happened() {
    everywhere("service", |h| {
        let n = one(h);
        let officer = by(h.who("officer1"));
        let serve = |on: &str, method: &str| {
            let ask = ServiceInput { method: method.into(), received_on: day(on) };
            notices::record_service(&h.cx, &officer, n.id, &ask)
        };
        assert_eq!(refused(serve("2026-03-09", "window")), "request.invalid");
        assert_eq!(refused(serve("2026-03-11", "window")), "request.invalid");
        assert_eq!(refused(serve("2026-03-10", " ")), "request.invalid");
        let served = serve("2026-03-10", "receipt signed at the window").expect("on record");
        assert_eq!(served.service.as_ref().map(|s| s.recorded_by.as_str()), Some("officer1"));
        assert_eq!(refused(serve("2026-03-10", "again")), "notice.served");
        assert_eq!(refused(notices::resend(&h.cx, &officer, n.id)), "notice.served");
        // A principal whose receipt is back gets no further reminder.
        assert_eq!(send(h, &Server::default()), SendSummary::default());
    });
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn r3_5_every_notice_has_its_letter_as_it_was_that_day() {
    everywhere("letters", |h| {
        let more = json!({"parties": [
            {"role": "applicant", "name": "Ada Marlowe", "email": "ada@x.example"},
            {"role": "assignee", "name": "Deepfield Acoustics LLC"},
        ]});
        let order = h.order(1, &[("NAVY", "dod1", Some(domain::base::order_type::OrderType::I))], more);
        let read = |who: &str, n: &NoticeView| notices::letter(&h.cx, h.who(who), n.id);
        let [first, second] = order.notices.as_slice() else { panic!("two people: {:?}", order.notices) };
        let letter = read("officer1", first).expect("a letter");
        for part in [
            "To:          Ada Marlowe",
            "Date:        March 10, 2026",
            &format!("Reference:   {}", first.reference),
            "Order:       SO-2026-000001",
            "SECRECY ORDER AND PERMIT FOR FOREIGN FILING IN CERTAIN COUNTRIES",
            "the United Kingdom and Japan",
            "March 10, 2027",
            "Department of the Navy",
        ] {
            assert!(in_one_line(&letter.text).contains(&in_one_line(part)), "{part}: {}", letter.text);
        }
        // The letter names the number of the filing, and nothing else of it, nothing of screening, and no other principal.
        for word in ["missile", "Deepfield", "category", "would reveal", "as found"] {
            assert!(!letter.text.contains(word), "{word}: {}", letter.text);
        }
        assert!(!read("officer1", second).expect("a letter").text.contains("Ada"));
        for who in ["exam1", "navy1", "audit1", "sec1"] {
            assert_eq!(refused(read(who, first)), "role.forbidden", "{who}");
        }
        // A year later the letter is word for word the same, whatever has become of the case.
        h.sleep_until("2027-01-04");
        h.require_another_term("dod1", order.id).expect("determined");
        h.pass_until("2027-03-11");
        assert_eq!(read("officer1", first).expect("a letter"), letter);
        let seen = h.see(order.id);
        let renewal = seen.notices.iter().find(|n| n.term == 2).expect("a renewal");
        let text = in_one_line(&read("officer1", renewal).expect("a letter").text);
        assert!(
            text.contains("RENEWAL") && text.contains("March 11, 2027") && text.contains("March 10, 2028"),
            "{text}"
        );
    });
}

#[test]
fn r4_7_the_letter_of_a_lapse_over_classified_matter_says_that_nothing_is_declassified() {
    everywhere("letter of a lapse", |h| {
        let order = h.order(1, &[("NAVY", "dod1", Some(domain::base::order_type::OrderType::II))], json!({}));
        h.pass_until("2027-03-12");
        let seen = h.see(order.id);
        let lapse = seen.notices.iter().find(|n| n.kind == NoticeKind::OrderLapsed).expect("a notice");
        let text = notices::letter(&h.cx, h.who("officer1"), lapse.id).expect("a letter").text;
        let text = in_one_line(&text);
        assert!(text.contains("its last day was March 10, 2027"), "{text}");
        assert!(text.contains("not a declassification"), "{text}");
    });
}

#[test]
fn r3_5_a_receipt_is_asked_for_again_until_service_is_proved() {
    everywhere("receipts", |h| {
        let n = one(h);
        let officer = by(h.who("officer1"));
        assert_eq!(refused(request_receipt(&h.cx, &officer, n.id)), "notice.receipt_not_asked", "not sent yet");
        assert_eq!(send(h, &Server::default()).sent, 1);
        let stale = By { if_match: IfMatch::Version(see(h, &n).version), ..officer.clone() };
        let reminder = request_receipt(&h.cx, &stale, n.id).expect("asked");
        assert_eq!(refused(request_receipt(&h.cx, &stale, n.id)), "precondition.stale", "two officers at once");
        assert_eq!((reminder.kind, reminder.term), (NoticeKind::ReceiptReminder, 1));
        assert_eq!((reminder.principal.as_str(), reminder.order_id), (n.principal.as_str(), n.order_id));
        assert_ne!(reminder.reference, n.reference);
        let text = notices::letter(&h.cx, h.who("officer1"), reminder.id).expect("a letter").text;
        assert!(text.contains(&n.reference) && text.contains("Secrecy order"), "{text}");
        assert_eq!(send(h, &Server::default()).sent, 1);
        assert_eq!(refused(request_receipt(&h.cx, &officer, reminder.id)), "notice.receipt_not_asked");
        assert_eq!(request_receipt(&h.cx, &officer, n.id).expect("asked once more").term, 2);
        let ask = ServiceInput { method: "receipt returned by mail".into(), received_on: day("2026-03-10") };
        notices::record_service(&h.cx, &officer, n.id, &ask).expect("on record");
        assert_eq!(refused(request_receipt(&h.cx, &officer, n.id)), "notice.served");
        assert_eq!(refused(request_receipt(&h.cx, &by(h.who("exam1")), n.id)), "role.forbidden");
    });
}
