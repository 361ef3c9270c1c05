//! A database whose connection is lost: no error and no log line holds its password.

use crate::frame::harness::{Place, Server, run};
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// A password with characters that a URL must escape.
const PASSWORD: &str = "hun%ter 2/ä";

/// A proxy to a server whose connections the test can cut.
struct Line {
    port: u16,
    cut: Arc<AtomicBool>,
    open: Arc<Mutex<Vec<TcpStream>>>,
}

impl Line {
    fn to(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (cut, open) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(vec![])));
        let (stop, kept) = (cut.clone(), open.clone());
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if stop.load(Ordering::SeqCst) {
                    let _ = client.shutdown(Shutdown::Both);
                    continue;
                }
                let there = TcpStream::connect(&server).expect("the database");
                let pairs = [(&client, &there), (&there, &client)].map(|(a, b)| (a.try_clone(), b.try_clone()));
                for (from, to) in pairs {
                    let (mut from, mut to) = (from.expect("a socket"), to.expect("a socket"));
                    std::thread::spawn(move || {
                        let mut bytes = [0; 1 << 14];
                        while let Ok(n) = from.read(&mut bytes)
                            && n > 0
                            && to.write_all(&bytes[..n]).is_ok()
                        {}
                        let _ = to.shutdown(Shutdown::Both);
                    });
                }
                kept.lock().expect("no panic").extend([client, there]);
            }
        });
        Self { port, cut, open }
    }

    fn cut(&self) {
        self.cut.store(true, Ordering::SeqCst);
        for socket in self.open.lock().expect("no panic").drain(..) {
            let _ = socket.shutdown(Shutdown::Both);
        }
    }
}

/// The password as it is, and as a URL may spell it.
fn spellings_of_the_password() -> Vec<String> {
    let encoded = |upper: bool| -> String {
        PASSWORD.bytes().map(|b| if upper { format!("%{b:02X}") } else { format!("%{b:02x}") }).collect()
    };
    vec![PASSWORD.into(), "hun%25ter".into(), "hun%ter".into(), encoded(true), encoded(false), "%68%75%6E".into()]
}

fn assert_no_password(what: &str, text: &str) {
    for form in spellings_of_the_password() {
        assert!(!text.contains(&form), "{what} has {form}: {text}");
    }
}

#[test]
fn a_password_from_a_file_is_in_no_error_and_in_no_log() {
    let Some(mut place) = Place::postgres("an outage of the database") else { return };
    std::fs::write(place.path("dbpw"), PASSWORD).expect("written");
    let (base, name) = place.database.rsplit_once('/').expect("a URL");
    let server = base.rsplit_once('@').expect("a user").1.to_owned();
    let line = Line::to(server);
    place.database = format!("postgres://subrosa@127.0.0.1:{}/{name}", line.port);
    let pw = place.path("dbpw");
    let with = |args: &[&str]| place.cli(&[args, &["--database-password-file", &pw]].concat());
    std::fs::write(place.path("pw"), crate::frame::harness::PASSWORD).expect("written");
    let own = place.path("pw");
    let added = with(&["account", "add", "audit1", "--role", "auditor", "--password-file", &own, "--own-password"]);
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    let service = Server::start(&place, &["--database-password-file", &pw, "--log-filter", "trace"]);
    let audit = service.sign_in("audit1");
    audit.get("/statistics/fiscal-years").expect(200);
    line.cut();
    let failed = audit.get("/statistics/fiscal-years");
    assert!(failed.status >= 500, "{failed:?}");
    assert_no_password("the answer", &failed.text);
    let log = service.log();
    assert!(log.contains("no connection to the database") || log.contains("cannot open"), "{log}");
    assert_no_password("the log", &log);
    for args in [&["statistics"][..], &["ledger", "verify"], &["account", "list"]] {
        let out = with(args);
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(out.status.code() == Some(2) && said.contains("cannot open postgres://subrosa@127.0.0.1"), "{said}");
        assert_no_password("the error", &said);
    }
    // The password stands in the URL itself, in either place, and in a URL that libpq does not understand.
    for url in [
        "postgres://subrosa:hun%25ter@127.0.0.1:1/x",
        "postgres://subrosa@127.0.0.1:1/x?password=hun%25ter&connect_timeout=1",
        "postgres://subrosa@127.0.0.1:1/x?password=hun%25ter&nonsense=1",
        "postgres://subrosa@127.0.0.1:1/x?password=hun%25ter&sslmode=%zz",
    ] {
        let out = run(&["statistics", "--database", url, "--data", &place.path("none")]);
        assert_eq!(out.status.code(), Some(2));
        assert_no_password(url, &String::from_utf8_lossy(&out.stderr));
    }
}
