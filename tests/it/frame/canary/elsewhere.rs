//! What the service says beside its answers: mails, letters, the log, the metrics, calendars, and commands whose output
//! is for others than the Office.

use crate::frame::canary::asking::{Asker, Told};
use crate::frame::canary::cases::Desk;
use crate::frame::canary::people;
use crate::frame::canary::planting::{Part, Secret};
use crate::frame::canary::sweep::Sweep;
use crate::frame::harness::{Place, Server};
use domain::base::actor::Role;
use serde_json::json;

/// What a letter to the people of a filing says of it: the operation and the member that said it first. They are parties
/// or what the Office decided for them to know; the letters of 37 CFR 5.2 and 5.5.
const IN_LETTERS: [(&str, &str); 11] = [
    ("bring_filing", ".parties[].name"),
    ("bring_filings", ".parties[].name"),
    ("amend_filing", ".parties[].name"),
    ("correct_filing", ".parties[].name"),
    // The conditions of the order, in the words that bind the principals.
    ("sign_recommendation", ".conditions[]"),
    ("account_for_condition", ".words"),
    ("issue_order", ".conditions[]"),
    // What was asked for and granted, and where an appeal is heard.
    ("petition_permit", ".scope.persons.people[].name"),
    ("petition_permit", ".purpose"),
    ("set_hearing", ".place"),
    // The legend of the papers themselves.
    ("query_marking", ".marking"),
];

/// Searches letters, mails, calendars and the output of commands; what is found is noted in the sweep.
pub fn search_beside(sweep: &mut Sweep<'_>, place: &Place, desk: &Desk) {
    letters(sweep, desk);
    mails(sweep, place);
    calendars(sweep, desk);
    commands(sweep, place);
}

/// Searches the log and the metrics, after everything else has been asked.
pub fn search_behind(sweep: &mut Sweep<'_>, server: &Server) {
    let log = server.log();
    let ops =
        log.lines().find_map(|line| line.split_once("ops.listening")?.1.split_once("address=")).expect("a listener");
    let ops = ops.1.split_whitespace().next().expect("an address");
    let metrics = Asker::new(&server.url, None).get(&format!("http://{ops}/metrics"));
    assert!(metrics.text.contains("subrosa_http_requests_total"), "{}", metrics.text);
    note(sweep, "the metrics", &metrics.text, |_| false);
    assert!(log.lines().count() > 1_000 && log.contains("TRACE"), "a log of {} lines", log.lines().count());
    // Whoever keeps the machine may see which thing was asked for, and nothing of it.
    note(sweep, "the log", &log, |secret| matches!(secret.part, Part::Id(_)));
}

/// Notes the secrets that a text holds and may not.
fn note(sweep: &mut Sweep<'_>, what: &str, text: &str, may_say: impl Fn(&Secret) -> bool) {
    for n in sweep.needles.found_in(text) {
        let secret = &sweep.secrets[n];
        if may_say(secret) {
            sweep.shown.insert(n);
            continue;
        }
        let Secret { spelled, case, filing, part } = secret;
        sweep.leaks.insert(format!("{what} says {part:?} of filing {filing} of case {case}: {}", spelled[0]));
    }
}

/// Every letter, as the officer hands it out, says of its own filing what is for its people, and of others nothing.
fn letters(sweep: &mut Sweep<'_>, desk: &Desk) {
    let officer = &desk["officer"];
    let mut read = 0;
    for filing in sweep.things.iter().filter(|t| t.paths.iter().any(|p| p == "/filings/{id}")) {
        let notices = officer.read(&format!("/notices?limit=200&filing_id={}", filing.id));
        for notice in notices["items"].as_array().expect("notices") {
            let id = notice["id"].as_str().expect("an id");
            let Told { status, text, .. } = officer.get(&format!("/notices/{id}/letter"));
            assert_eq!(status, 200);
            read += 1;
            let kind = notice["kind"].as_str().unwrap_or_default();
            note(sweep, &format!("the letter {kind}"), &text, |secret| {
                let own = (secret.case, secret.filing) == (filing.case, filing.filing);
                own && match &secret.part {
                    Part::Member(operation, at) => IN_LETTERS.contains(&(operation.as_str(), at.as_str())),
                    Part::Number | Part::Reference => true,
                    Part::Digest | Part::Id(_) => false,
                }
            });
        }
    }
    assert!(read > 40, "only {read} letters");
}

/// A mail names its addressee and a reference.
fn mails(sweep: &mut Sweep<'_>, place: &Place) {
    let mut read = 0;
    for entry in std::fs::read_dir(place.path("mail")).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.extension().is_some_and(|ending| ending == "eml") {
            let mail = std::fs::read_to_string(&entry).expect("a mail").replace("\r\n", "\n");
            let (head, body) = mail.split_once("\n\n").expect("a mail has a body");
            let (to, other): (Vec<&str>, Vec<&str>) = head.lines().partition(|line| line.starts_with("To: "));
            let is_address = |s: &Secret| matches!(&s.part, Part::Member(_, at) if at.starts_with(".parties[]."));
            note(sweep, "the addressee of a mail", &to.join("\n"), is_address);
            note(sweep, "a mail", &format!("{}\n{body}", other.join("\n")), |s| s.part == Part::Reference);
            read += 1;
        }
    }
    assert!(read > 10, "only {read} mails");
}

/// The calendar of each person of the Office, at its secret address.
fn calendars(sweep: &mut Sweep<'_>, desk: &Desk) {
    let mut read = 0;
    let nobody = &desk["nobody"];
    for (name, role, ..) in people::PEOPLE {
        if !matches!(role, Role::Examiner | Role::LicensingOfficer) {
            continue;
        }
        let who = &desk[name];
        let body = json!({"name": "phone"}).to_string();
        let made = who.send("POST", "/calendar-feeds", Some(("application/json", &body)));
        let path = made.body["path"].as_str().and_then(|p| p.strip_prefix("/api/v1")).expect("a path").to_owned();
        let told = nobody.get(&path);
        assert_eq!(told.status, 200, "{}", told.text);
        read += usize::from(told.text.contains("BEGIN:VEVENT"));
        note(sweep, &format!("the calendar of {name}"), &told.text, |secret| {
            secret.part == Part::Reference && people::may_learn(name, secret)
        });
    }
    assert!(read > 1, "{read} calendars with something in them");
}

/// Commands that print for others than those who handle cases.
fn commands(sweep: &mut Sweep<'_>, place: &Place) {
    for args in [
        &["statistics"][..],
        &["statistics", "--format", "json"],
        &["ledger", "verify"],
        &["account", "list"],
        &["agency", "list"],
        &["index", "status"],
        &["rescreen", "status"],
        &["regime", "list"],
        &["tick"],
        &["backup", &place.path("copy")],
    ] {
        // PostgreSQL has its own tools for that.
        if args[0] == "backup" && !place.database.starts_with("sqlite:") {
            continue;
        }
        let out = place.cli(args);
        let said = [out.stdout, out.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        // 1 says that something was found, such as a deadline.
        assert!(matches!(out.status.code(), Some(0 | 1)), "{args:?}: {said}");
        note(sweep, &format!("subrosa {}", args[0]), &said, |_| false);
    }
}
