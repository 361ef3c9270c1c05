//! Mail to a real mail server: what counts as sent, what is tried again, what is never sent twice, and what is never sent
//! without encryption.

use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use domain::notice::{OfficeAddress, SUBJECT, mail_text};
use subrosa::mail::{Delivery, Granted, Leave, Outgoing, Smtp, SmtpOptions, SmtpSetupError, Timeouts, Transport};

use crate::frame::mail_server::{AUTHORITY, At, Do, SmtpServer, Tls};

const BEFORE_THE_END: [At; 5] = [At::Greeting, At::Ehlo, At::Mail, At::Rcpt, At::Data];
const ABOUT_THIS_MESSAGE: [At; 4] = [At::Mail, At::Rcpt, At::Data, At::Message];

fn notice(message_id: &str) -> Outgoing {
    let office = OfficeAddress::default();
    Outgoing {
        message_id: message_id.into(),
        from_name: office.name.clone(),
        from_address: office.email.clone(),
        to_name: "Łucja Prior, Esq.".into(),
        to_address: "docket@example.org".into(),
        subject: SUBJECT.into(),
        text: mail_text("K7QX-M2PA-9RTD", &office),
        date: "2026-11-03T14:05:06Z".parse().unwrap(),
    }
}

fn quick() -> SmtpOptions {
    let short = Duration::from_millis(300);
    let timeouts = Timeouts { command: short, end_of_data: short, ..Timeouts::default() };
    SmtpOptions { timeouts, certificates: Some(AUTHORITY.to_vec()), ..SmtpOptions::default() }
}

fn transport(url: &str, options: SmtpOptions) -> Smtp {
    Smtp::new(url.parse().unwrap(), options).unwrap()
}

fn plain(server: &SmtpServer) -> Smtp {
    transport(&format!("smtp://{}", server.address), quick())
}

fn sent(delivery: &Delivery) -> bool {
    matches!(delivery, Delivery::Sent { .. })
}

#[test]
fn a_notice_arrives_as_it_was_written() {
    let server = SmtpServer::start(Tls::None);
    let delivery = plain(&server).deliver(&notice("a1@office.example"), &Granted);
    assert_eq!(delivery, Delivery::Sent { reply: "250 2.0.0 taken as 77".into() });

    let [taken] = &server.taken()[..] else { panic!("not one message") };
    assert_eq!(taken.from, "MAIL FROM:<desk@office.example>");
    assert_eq!(taken.to, ["RCPT TO:<docket@example.org>"]);
    let (head, body) = taken.data.split_once("\r\n\r\n").unwrap();
    for header in [
        "From: \"Records Desk\" <desk@office.example>",
        "Subject: A letter is waiting for you",
        "Date: Tue, 03 Nov 2026 14:05:06 +0000",
        "Message-ID: <a1@office.example>",
        "Auto-Submitted: auto-generated",
        "Content-Type: text/plain; charset=utf-8",
    ] {
        assert!(head.lines().any(|l| l == header), "{header} is not in\n{head}");
    }
    assert_eq!(body.replace("\r\n", "\n"), notice("").text);
}

#[test]
fn lines_that_begin_with_dots_arrive_unchanged() {
    let server = SmtpServer::start(Tls::None);
    let text = ".\n..\n. a\n\n.\r\n.";
    let delivery = plain(&server).deliver(&Outgoing { text: text.into(), ..notice("a1@office.example") }, &Granted);
    assert!(sent(&delivery), "{delivery:?}");
    let data = &server.taken()[0].data;
    assert_eq!(data.split_once("\r\n\r\n").unwrap().1, ".\r\n..\r\n. a\r\n\r\n.\r\n.\r\n");
}

#[test]
fn a_temporary_refusal_is_tried_again_and_then_sent() {
    let server = SmtpServer::start(Tls::None);
    let smtp = plain(&server);
    for at in BEFORE_THE_END.into_iter().chain([At::Message]) {
        let message = notice(&format!("{at:?}@office.example"));
        server.script(&[(at, Do::Reply("451-4.3.0 not\r\n451 now"))]);
        let Delivery::Retry { reply } = smtp.deliver(&message, &Granted) else { panic!("{at:?}") };
        assert!(reply.ends_with("451 4.3.0 not now") || reply.ends_with("451 4.3.0 not; now"), "{at:?}: {reply}");
        server.script(&[]);
        assert!(sent(&smtp.deliver(&message, &Granted)), "{at:?}");
    }
}

#[test]
fn a_refusal_of_the_message_is_permanent_one_of_the_server_is_not() {
    let server = SmtpServer::start(Tls::None);
    let smtp = plain(&server);
    for at in BEFORE_THE_END.into_iter().chain([At::Message]) {
        server.script(&[(at, Do::Reply("550 5.1.1 no such user"))]);
        let delivery = smtp.deliver(&notice("a1@office.example"), &Granted);
        assert!(delivery.reply().contains("550 5.1.1 no such user"), "{at:?}: {delivery:?}");
        let permanent = matches!(delivery, Delivery::Permanent { .. });
        assert_eq!(permanent, ABOUT_THIS_MESSAGE.contains(&at), "{at:?}: {delivery:?}");
    }
}

#[test]
fn a_server_that_hangs_or_hangs_up_is_tried_again() {
    let server = SmtpServer::start(Tls::None);
    let smtp = plain(&server);
    for at in BEFORE_THE_END {
        for act in [Do::Hang, Do::Close] {
            server.script(&[(at, act)]);
            let start = Instant::now();
            let delivery = smtp.deliver(&notice("a1@office.example"), &Granted);
            assert!(matches!(delivery, Delivery::Retry { .. }), "{at:?} {act:?}: {delivery:?}");
            assert!(start.elapsed() < Duration::from_secs(5), "{at:?} {act:?}");
            if let Do::Hang = act {
                assert!(delivery.reply().contains("no answer from smtp://127.0.0.1:"), "{delivery:?}");
            }
        }
    }
    assert_eq!(server.taken().len(), 0);
    server.script(&[]);
    assert!(sent(&smtp.deliver(&notice("a1@office.example"), &Granted)));
}

#[test]
fn an_unreachable_server_is_tried_again() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let smtp = transport(&format!("smtp://{address}"), quick());
    let delivery = smtp.deliver(&notice("a1@office.example"), &Granted);
    assert!(matches!(&delivery, Delivery::Retry { reply } if reply.contains("refused")), "{delivery:?}");
}

/// Leave to offer a message, given or not, with or without a time by which the process must end. It counts how often it
/// was asked for.
#[derive(Default)]
struct TestLeave {
    granted: bool,
    must_end_by: Option<Instant>,
    asked: AtomicUsize,
}

impl Leave for TestLeave {
    fn may_offer(&self) -> bool {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.granted
    }
    fn must_end_by(&self) -> Option<Instant> {
        self.must_end_by.filter(|_| self.asked.load(Ordering::SeqCst) > 0)
    }
}

#[test]
fn nothing_is_offered_without_leave_and_leave_is_asked_for_once() {
    let server = SmtpServer::start(Tls::None);
    let leave = TestLeave::default();
    let delivery = plain(&server).deliver(&notice("a1@office.example"), &leave);
    assert!(matches!(delivery, Delivery::NotOffered { .. }), "{delivery:?}");
    assert_eq!((leave.asked.load(Ordering::SeqCst), server.taken().len()), (1, 0));
    assert!(!server.commands().iter().any(|c| c == "DATA"), "{:?}", server.commands());
    let leave = TestLeave { granted: true, ..TestLeave::default() };
    assert!(sent(&plain(&server).deliver(&notice("a1@office.example"), &leave)));
    assert_eq!((leave.asked.load(Ordering::SeqCst), server.taken().len()), (1, 1));
}

#[test]
fn a_delivery_that_must_end_ends_whatever_the_server_does() {
    let patient = SmtpOptions::default();
    for at in BEFORE_THE_END.into_iter().chain([At::Message]) {
        let server = SmtpServer::start(Tls::None);
        server.script(&[(at, Do::Hang)]);
        let smtp =
            transport(&format!("smtp://{}", server.address), SmtpOptions { timeouts: patient.timeouts, ..quick() });
        // Before the message is offered the delivery ends at once; after that, when the process must end.
        let offered = matches!(at, At::Data | At::Message);
        let grace = Duration::from_millis(if offered { 400 } else { 60_000 });
        let leave = TestLeave {
            granted: true,
            must_end_by: Some(Instant::now() + grace),
            asked: AtomicUsize::new(usize::from(!offered)),
        };
        let start = Instant::now();
        let delivery = smtp.deliver(&notice("a1@office.example"), &leave);
        assert!(start.elapsed() < Duration::from_secs(10), "{at:?}: {:?}", start.elapsed());
        assert_eq!(matches!(delivery, Delivery::Unknown { .. }), offered, "{at:?}: {delivery:?}");
        assert_eq!(matches!(delivery, Delivery::NotOffered { .. }), !offered, "{at:?}: {delivery:?}");
    }
}

#[test]
fn a_server_that_answers_without_end_is_disconnected() {
    let server = SmtpServer::start(Tls::None);
    server.script(&[(At::Rcpt, Do::Hang)]);
    let timeouts = Timeouts { before_data: Duration::from_millis(300), ..Timeouts::default() };
    let smtp = transport(&format!("smtp://{}", server.address), SmtpOptions { timeouts, ..quick() });
    let delivery = smtp.deliver(&notice("a1@office.example"), &Granted);
    assert!(matches!(&delivery, Delivery::Retry { reply } if reply.contains("within 300ms")), "{delivery:?}");
}

#[test]
fn without_an_answer_to_the_whole_message_the_outcome_is_unknown() {
    for act in [Do::Hang, Do::Close, Do::Reply("nonsense"), Do::Reply("354 more?")] {
        let server = SmtpServer::start(Tls::None);
        let smtp = plain(&server);
        server.script(&[(At::Message, act)]);
        let first = smtp.deliver(&notice("a1@office.example"), &Granted);
        assert!(matches!(first, Delivery::Unknown { .. }), "{act:?}: {first:?}");
        server.script(&[]);
        assert_eq!(server.taken().len(), 1, "{act:?}");

        // When an officer has the notice sent again, it gets another Message-ID.
        assert!(sent(&smtp.deliver(&notice("a1.1@office.example"), &Granted)), "{act:?}");
    }
}

#[test]
fn where_tls_is_required_nothing_goes_out_without_it() {
    let url = |scheme: &str, s: &SmtpServer| format!("{scheme}://desk@localhost:{}?tls=required", s.address.port());
    let with_password = || SmtpOptions { password: Some("hunter2".into()), ..quick() };
    let no_authority = || SmtpOptions { certificates: None, ..with_password() };

    for (tls, scheme, options) in [
        (Tls::None, "smtp", with_password()),
        (Tls::None, "smtps", with_password()),
        (Tls::Upgraded, "smtp", no_authority()),
        (Tls::Implicit, "smtps", no_authority()),
    ] {
        let server = SmtpServer::start(tls);
        let delivery = transport(&url(scheme, &server), options).deliver(&notice("a1@office.example"), &Granted);
        assert!(matches!(delivery, Delivery::Retry { .. }), "{tls:?}: {delivery:?}");
        let said = server.commands();
        assert!(said.iter().all(|c| c.starts_with("EHLO") || c == "STARTTLS" || c == "QUIT"), "{tls:?}: {said:?}");
    }

    for (tls, scheme) in [(Tls::Upgraded, "smtp"), (Tls::Implicit, "smtps")] {
        let server = SmtpServer::start(tls);
        let smtp = transport(&url(scheme, &server), with_password());
        let delivery = smtp.deliver(&notice(&format!("{scheme}@office.example")), &Granted);
        assert!(sent(&delivery), "{tls:?}: {delivery:?}");
        assert!(server.taken()[0].encrypted);
        let said = server.commands();
        let position = |verb: &str| said.iter().position(|c| c.starts_with(verb));
        assert!(position("AUTH PLAIN").is_some() && position("STARTTLS") < position("AUTH PLAIN"), "{said:?}");
    }
}

#[test]
fn a_wrong_password_is_shown_and_tried_again_once_it_may_have_been_corrected() {
    let server = SmtpServer::start(Tls::None);
    server.script(&[(At::Auth, Do::Reply("535 5.7.8 bad credentials"))]);
    let options = SmtpOptions { password: Some("hunter2".into()), ..quick() };
    let smtp = transport(&format!("smtp://desk@{}", server.address), options);
    let delivery = smtp.deliver(&notice("a1@office.example"), &Granted);
    assert_eq!(delivery, Delivery::Retry { reply: "535 5.7.8 bad credentials".into() });
    assert!(!format!("{smtp:?}").contains("hunter2"));
}

#[test]
fn a_setup_that_cannot_work_is_refused_at_the_start() {
    let new = |url: &str, options| Smtp::new(url.parse().unwrap(), options);
    assert!(matches!(new("smtp://desk@mail.example", SmtpOptions::default()), Err(SmtpSetupError::NoPassword)));
    let password = || SmtpOptions { password: Some("hunter2".into()), ..SmtpOptions::default() };
    assert!(matches!(new("smtp://mail.example", password()), Err(SmtpSetupError::NoUser)));
    let hello = SmtpOptions { hello: Some("a\r\nMAIL".into()), ..SmtpOptions::default() };
    assert!(matches!(new("smtp://mail.example", hello), Err(SmtpSetupError::Hello(_))));
    let pem = "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n";
    let certificates = SmtpOptions { certificates: Some(pem.into()), ..SmtpOptions::default() };
    assert!(matches!(new("smtps://mail.example", certificates), Err(SmtpSetupError::Tls(_))));
}

#[test]
fn nothing_in_a_name_or_address_becomes_a_command_or_a_header() {
    let server = SmtpServer::start(Tls::None);
    let smtp = plain(&server);
    let nasty = [
        "x\r\nBcc: eve@example.net",
        "x\r\n\r\n.\r\nMAIL FROM:<eve@example.net>",
        "x>\r\nRCPT TO:<eve@e.net",
        "\u{85}x",
    ];
    for (n, nasty) in nasty.into_iter().enumerate() {
        let message = notice(&format!("n{n}@office.example"));
        let delivery =
            smtp.deliver(&Outgoing { to_address: format!("{nasty}@example.org"), ..message.clone() }, &Granted);
        assert!(matches!(delivery, Delivery::Permanent { .. }), "{nasty:?}: {delivery:?}");
        smtp.deliver(&Outgoing { to_name: nasty.into(), ..message }, &Granted);
    }
    for taken in server.taken() {
        assert_eq!(taken.to, ["RCPT TO:<docket@example.org>"]);
        let (head, body) = taken.data.split_once("\r\n\r\n").unwrap();
        assert!(!head.lines().any(|l| l.starts_with("Bcc") || l.starts_with("MAIL")), "{head}");
        assert!(body.starts_with("A letter addressed to you"));
    }
    let said = server.commands();
    assert!(!said.iter().any(|c| c.contains("eve")), "{said:?}");
}

#[test]
fn an_address_outside_ascii_needs_a_server_that_takes_it() {
    let server = SmtpServer::start(Tls::None);
    let message = Outgoing { to_address: "łucja@example.org".into(), ..notice("a1@office.example") };
    let delivery = plain(&server).deliver(&message, &Granted);
    assert!(matches!(&delivery, Delivery::Permanent { reply } if reply.contains("SMTPUTF8")), "{delivery:?}");
}
