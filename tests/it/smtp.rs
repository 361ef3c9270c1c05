//! Mail against a real mail server: what is taken, what is tried again, what never goes out twice,
//! and what never goes out in the clear.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use domain::notice::{OfficeAddress, SUBJECT, mail_text};
use subrosa::mail::{Delivery, Journal, Outgoing, Smtp, SmtpOptions, SmtpSetupError, Timeouts, Transport};

use crate::support::smtp_server::{AUTHORITY, At, Do, SmtpServer, Tls};

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
    let timeouts = Timeouts { command: Duration::from_millis(300), end_of_data: Duration::from_millis(300) };
    SmtpOptions { timeouts, certificates: Some(AUTHORITY.to_vec()), ..SmtpOptions::default() }
}

fn transport(url: &str, options: SmtpOptions, spool: &Path) -> Smtp {
    Smtp::new(url.parse().unwrap(), options, Journal::open(spool).unwrap()).unwrap()
}

fn plain(server: &SmtpServer, spool: &Path) -> Smtp {
    transport(&format!("smtp://{}", server.address), quick(), spool)
}

fn sent(delivery: &Delivery) -> bool {
    matches!(delivery, Delivery::Sent { .. })
}

#[test]
fn a_notice_arrives_as_it_was_written() {
    let server = SmtpServer::start(Tls::None);
    let spool = tempfile::tempdir().unwrap();
    let delivery = plain(&server, spool.path()).deliver(&notice("a1@office.example"));
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
fn lines_of_dots_survive() {
    let server = SmtpServer::start(Tls::None);
    let spool = tempfile::tempdir().unwrap();
    let text = ".\n..\n. a\n\n.\r\n.";
    let delivery = plain(&server, spool.path()).deliver(&Outgoing { text: text.into(), ..notice("a1@office.example") });
    assert!(sent(&delivery), "{delivery:?}");
    let data = &server.taken()[0].data;
    assert_eq!(data.split_once("\r\n\r\n").unwrap().1, ".\r\n..\r\n. a\r\n\r\n.\r\n.\r\n");
}

#[test]
fn a_temporary_refusal_is_tried_again_and_then_sent() {
    let server = SmtpServer::start(Tls::None);
    let spool = tempfile::tempdir().unwrap();
    let smtp = plain(&server, spool.path());
    for at in BEFORE_THE_END.into_iter().chain([At::Message]) {
        let message = notice(&format!("{at:?}@office.example"));
        server.script(&[(at, Do::Reply("451-4.3.0 not\r\n451 now"))]);
        let Delivery::Retry { reply } = smtp.deliver(&message) else { panic!("{at:?}") };
        assert!(reply.ends_with("451 4.3.0 not now") || reply.ends_with("451 4.3.0 not; now"), "{at:?}: {reply}");
        server.script(&[]);
        assert!(sent(&smtp.deliver(&message)), "{at:?}");
    }
}

#[test]
fn a_refusal_of_the_message_is_permanent_one_of_the_server_is_not() {
    let server = SmtpServer::start(Tls::None);
    let spool = tempfile::tempdir().unwrap();
    let smtp = plain(&server, spool.path());
    for at in BEFORE_THE_END.into_iter().chain([At::Message]) {
        server.script(&[(at, Do::Reply("550 5.1.1 no such user"))]);
        let delivery = smtp.deliver(&notice("a1@office.example"));
        assert!(delivery.reply().contains("550 5.1.1 no such user"), "{at:?}: {delivery:?}");
        let permanent = matches!(delivery, Delivery::Permanent { .. });
        assert_eq!(permanent, ABOUT_THIS_MESSAGE.contains(&at), "{at:?}: {delivery:?}");
    }
}

#[test]
fn a_server_that_hangs_or_hangs_up_is_tried_again() {
    let server = SmtpServer::start(Tls::None);
    let spool = tempfile::tempdir().unwrap();
    let smtp = plain(&server, spool.path());
    for at in BEFORE_THE_END {
        for act in [Do::Hang, Do::Close] {
            server.script(&[(at, act)]);
            let start = Instant::now();
            let delivery = smtp.deliver(&notice("a1@office.example"));
            assert!(matches!(delivery, Delivery::Retry { .. }), "{at:?} {act:?}: {delivery:?}");
            assert!(start.elapsed() < Duration::from_secs(5), "{at:?} {act:?}");
            if let Do::Hang = act {
                assert!(delivery.reply().contains("no answer from smtp://127.0.0.1:"), "{delivery:?}");
            }
        }
    }
    assert_eq!(server.taken().len(), 0);
    server.script(&[]);
    assert!(sent(&smtp.deliver(&notice("a1@office.example"))));
}

#[test]
fn no_server_is_tried_again() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let spool = tempfile::tempdir().unwrap();
    let smtp = transport(&format!("smtp://{address}"), quick(), spool.path());
    let delivery = smtp.deliver(&notice("a1@office.example"));
    assert!(matches!(&delivery, Delivery::Retry { reply } if reply.contains("refused")), "{delivery:?}");
}

#[test]
fn what_was_sent_is_never_sent_again_until_it_is_settled() {
    let server = SmtpServer::start(Tls::None);
    let spool = tempfile::tempdir().unwrap();
    let message = notice("a1@office.example");
    let first = plain(&server, spool.path()).deliver(&message);
    // The process died before it could record the outcome; the next one repeats the delivery.
    assert_eq!(plain(&server, spool.path()).deliver(&message), first);
    assert_eq!(server.taken().len(), 1);

    plain(&server, spool.path()).settled(&message.message_id);
    let left: Vec<_> = std::fs::read_dir(spool.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, [".lock"]);
}

#[test]
fn no_answer_to_the_whole_message_is_unknown_and_nothing_is_sent_twice() {
    for act in [Do::Hang, Do::Close, Do::Reply("nonsense"), Do::Reply("354 more?")] {
        let server = SmtpServer::start(Tls::None);
        let spool = tempfile::tempdir().unwrap();
        let smtp = plain(&server, spool.path());
        server.script(&[(At::Message, act)]);
        let first = smtp.deliver(&notice("a1@office.example"));
        assert!(matches!(first, Delivery::Unknown { .. }), "{act:?}: {first:?}");
        server.script(&[]);
        let again = smtp.deliver(&notice("a1@office.example"));
        assert!(matches!(again, Delivery::Unknown { .. }), "{act:?}: {again:?}");
        assert_eq!(server.taken().len(), 1, "{act:?}");

        // An officer has it sent again: another Message-ID.
        assert!(sent(&smtp.deliver(&notice("a1.1@office.example"))), "{act:?}");
    }
}

/// Not a test of its own: what `a_process_killed_before_the_answer_never_sends_again` kills.
#[test]
fn delivers_until_killed() {
    let (Some(url), Some(spool)) = (std::env::var_os("TEST_SMTP_URL"), std::env::var_os("TEST_SMTP_SPOOL")) else {
        return;
    };
    let patient = Timeouts { command: Duration::from_secs(60), end_of_data: Duration::from_secs(60) };
    let options = SmtpOptions { timeouts: patient, ..SmtpOptions::default() };
    transport(url.to_str().unwrap(), options, Path::new(&spool)).deliver(&notice("a1@office.example"));
}

#[test]
fn a_process_killed_before_the_answer_never_sends_again() {
    for (at, taken) in [(At::Rcpt, 0), (At::Message, 1)] {
        let server = SmtpServer::start(Tls::None);
        let spool = tempfile::tempdir().unwrap();
        server.script(&[(at, Do::Hang)]);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "smtp::delivers_until_killed"])
            .env("TEST_SMTP_URL", format!("smtp://{}", server.address))
            .env("TEST_SMTP_SPOOL", spool.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let start = Instant::now();
        let reached = || match at {
            At::Message => server.taken().len() == 1,
            _ => server.commands().iter().any(|c| c.starts_with("RCPT")),
        };
        while !reached() {
            assert!(start.elapsed() < Duration::from_secs(60), "the child does not deliver");
            thread::sleep(Duration::from_millis(5));
        }
        child.kill().unwrap();
        child.wait().unwrap();

        server.script(&[]);
        let delivery = plain(&server, spool.path()).deliver(&notice("a1@office.example"));
        assert_eq!(matches!(delivery, Delivery::Unknown { .. }), taken == 1, "{at:?}: {delivery:?}");
        assert_eq!(server.taken().len(), 1, "{at:?}");
    }
}

#[test]
fn where_tls_is_required_nothing_goes_out_without_it() {
    let spool = tempfile::tempdir().unwrap();
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
        let delivery = transport(&url(scheme, &server), options, spool.path()).deliver(&notice("a1@office.example"));
        assert!(matches!(delivery, Delivery::Retry { .. }), "{tls:?}: {delivery:?}");
        let said = server.commands();
        assert!(said.iter().all(|c| c.starts_with("EHLO") || c == "STARTTLS" || c == "QUIT"), "{tls:?}: {said:?}");
    }

    for (tls, scheme) in [(Tls::Upgraded, "smtp"), (Tls::Implicit, "smtps")] {
        let server = SmtpServer::start(tls);
        let smtp = transport(&url(scheme, &server), with_password(), spool.path());
        let delivery = smtp.deliver(&notice(&format!("{scheme}@office.example")));
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
    let spool = tempfile::tempdir().unwrap();
    server.script(&[(At::Auth, Do::Reply("535 5.7.8 bad credentials"))]);
    let options = SmtpOptions { password: Some("hunter2".into()), ..quick() };
    let smtp = transport(&format!("smtp://desk@{}", server.address), options, spool.path());
    let delivery = smtp.deliver(&notice("a1@office.example"));
    assert_eq!(delivery, Delivery::Retry { reply: "535 5.7.8 bad credentials".into() });
    assert!(!format!("{smtp:?}").contains("hunter2"));
}

#[test]
fn a_setup_that_cannot_work_is_refused_at_the_start() {
    let spool = tempfile::tempdir().unwrap();
    let new = |url: &str, options| Smtp::new(url.parse().unwrap(), options, Journal::open(spool.path()).unwrap());
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
    let spool = tempfile::tempdir().unwrap();
    let smtp = plain(&server, spool.path());
    let nasty = [
        "x\r\nBcc: eve@example.net",
        "x\r\n\r\n.\r\nMAIL FROM:<eve@example.net>",
        "x>\r\nRCPT TO:<eve@e.net",
        "\u{85}x",
    ];
    for (n, nasty) in nasty.into_iter().enumerate() {
        let message = notice(&format!("n{n}@office.example"));
        let delivery = smtp.deliver(&Outgoing { to_address: format!("{nasty}@example.org"), ..message.clone() });
        assert!(matches!(delivery, Delivery::Permanent { .. }), "{nasty:?}: {delivery:?}");
        smtp.deliver(&Outgoing { to_name: nasty.into(), ..message });
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
    let spool = tempfile::tempdir().unwrap();
    let message = Outgoing { to_address: "łucja@example.org".into(), ..notice("a1@office.example") };
    let delivery = plain(&server, spool.path()).deliver(&message);
    assert!(matches!(&delivery, Delivery::Permanent { reply } if reply.contains("SMTPUTF8")), "{delivery:?}");
}
