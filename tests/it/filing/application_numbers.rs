//! An application has one number, however it is spelled. Numbers that an older version kept in several spellings are
//! settled once, and an order on one filing of an application binds its double.

use crate::frame::harness::{Place, Server, flagged_filing};
use crate::frame::seed;
use crate::frame::store::{by_system, count, filing, on_every_database, open, prepared, run};
use diesel::connection::SimpleConnection;
use domain::base::actor::Actor;
use domain::case::status::FilingStatus;
use domain::filing::ApplicationNumber;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::Path;
use subrosa::store::filing::filings::{self, numbers};
use subrosa::store::{Conn, Store, StoreError};
use subrosa::workflow::Error;
use subrosa::workflow::filing::intake;
use subrosa::workflow::frame::status;

const MIGRATION: &str = "2026-11-27-000011_application_number";

/// A filing as the version before kept it: the number as it came, and its letters and digits as the key.
fn old(n: u32, number: &str) -> Vec<String> {
    let key: String = number.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    let mut all = seed::filing(n, number, "U");
    all.push(format!("UPDATE filings SET number_key = '{key}' WHERE id = '{}'", seed::id(n)));
    all
}

/// A database of the version before with these filings.
fn of_older_version(place: &Place, filings: &[(u32, &str)]) {
    let store = open(place);
    let tree = if place.database.starts_with("sqlite") { "sqlite" } else { "postgres" };
    let down = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(tree).join(MIGRATION).join("down.sql");
    let down = std::fs::read_to_string(down).expect("down.sql");
    store
        .write_unentered(|tx| {
            let conn: &mut Conn = tx;
            conn.batch_execute(&down)?;
            conn.batch_execute("DELETE FROM __diesel_schema_migrations WHERE version = '20261127000011'")?;
            Ok::<_, StoreError>(())
        })
        .expect("the version before");
    for (n, number) in filings {
        run(&store, &old(*n, number)).expect("a filing");
    }
}

fn ids_of(store: &Store, number: &str) -> Vec<String> {
    let number = ApplicationNumber::parse(number).expect("a number");
    let found = store.read(|c| numbers::of_number(c, &number)).expect("read");
    found.into_iter().map(|f| f.id.to_string()).collect()
}

const OLD: [(u32, &str); 8] = [
    (100, "US 18/223,456"),
    (200, "18/223,456"),
    (300, "PCT/US23/12345"),
    (400, "18223456 A1"),
    (500, "G-EP-1136135-B1"),
    (600, "US 17/123,457"),
    (700, "63/000,001"),
    // This text cannot be read as a number, but its letters and digits are those of one.
    (800, "17/123/457"),
];

#[test]
fn numbers_of_an_older_version_are_settled_once_and_doubles_are_kept_and_named() {
    on_every_database("numbers of an older version", |place| {
        of_older_version(place, &OLD);
        let look = |store: &Store| {
            store
                .read(|c| {
                    let mut all = vec![];
                    for (n, _) in OLD {
                        let id = seed::id(n).parse().expect("an id");
                        let record = filings::get(c, id)?.expect("still on record");
                        assert!(filings::document(c, id, 1)?.is_some(), "its text is as it was");
                        all.push((record.application_number.to_string(), record.document_sha256));
                    }
                    Ok::<_, StoreError>((all, numbers::findings(c)?))
                })
                .expect("read")
        };
        let store = open(place);
        let (records, findings) = look(&store);
        let written: Vec<&str> = records.iter().map(|(number, _)| number.as_str()).collect();
        assert_eq!(
            written,
            [
                "18/223,456",
                "18/223,456",
                "PCT/US2023/012345",
                "18223456 A1",
                "G-EP-1136135-B1",
                "17/123,457",
                "63/000,001",
                "17/123/457"
            ]
        );
        assert!(records.iter().all(|(_, digest)| digest == "sha"));
        let named: Vec<_> =
            findings.iter().map(|f| (f.filing.to_string(), f.other.as_ref().map(|o| o.0.to_string()))).collect();
        let first = || Some(seed::id(100));
        assert_eq!(
            named,
            [(seed::id(200), first()), (seed::id(400), first()), (seed::id(500), None), (seed::id(800), None)]
        );
        assert_eq!(ids_of(&store, "USSN 18223456"), [seed::id(100), seed::id(200), seed::id(400)]);
        assert_eq!(ids_of(&store, "PCT/US2023/012345"), [seed::id(300)]);
        assert_eq!(ids_of(&store, "Appl. No. 17/123,457"), [seed::id(600)]);
        let twice = run(&store, &old(900, "18223456"));
        assert!(matches!(twice, Err(StoreError::Constraint(_))), "{twice:?}");
        drop(store);
        let again = open(place);
        assert_eq!(look(&again), (records, findings));
        assert_eq!(count(&again, "filings"), 8);
    });
}

/// Over REST as by `subrosa filing numbers`: in pages, and of two filings only to whoever may see both.
#[test]
fn numbers_to_look_at_are_listed_over_rest_for_whoever_may_see_both_filings() {
    on_every_database("number findings over REST", |place| {
        of_older_version(place, &OLD);
        let store = open(place);
        run(&store, &[format!("UPDATE filings SET marking = 'S' WHERE id = '{}'", seed::id(100))]).expect("marked");
        drop(store);
        place.people(false);
        place.account_cleared("U", "low1", "licensing_officer", None, false);
        let server = Server::start(place, &[]);
        let of = |name: &str, path: &str| server.sign_in(name).get(path).expect(200);
        let ids = |items: &serde_json::Value| -> Vec<(String, Option<String>)> {
            let text = |v: &serde_json::Value| v.as_str().map(str::to_owned);
            let items = items["items"].as_array().expect("items");
            items.iter().map(|i| (text(&i["filing_id"]).expect("an id"), text(&i["same_as"]))).collect()
        };
        let first = || Some(seed::id(100));
        let all = [(seed::id(200), first()), (seed::id(400), first()), (seed::id(500), None), (seed::id(800), None)];
        let whole = of("officer1", "/number-findings");
        assert_eq!(ids(&whole.body), all);
        assert_eq!(whole.header("link"), None);
        let item = &whole.body["items"][1];
        assert_eq!(
            (&item["application_number"], &item["same_as_number"]),
            (&json!("18223456 A1"), &json!("18/223,456"))
        );
        assert!(item["text"].as_str().is_some_and(|t| t.contains("the same application")), "{item}");
        assert_eq!(ids(&of("exam1", "/number-findings").body), all);
        let (mut paged, mut path) = (vec![], "/number-findings?limit=3".to_owned());
        loop {
            let page = of("officer1", &path);
            paged.push(ids(&page.body));
            let Some(link) = page.header("link") else { break };
            path = link.trim_start_matches("</api/v1").split('>').next().expect("a path").to_owned();
        }
        assert_eq!(paged, [all[..3].to_vec(), all[3..].to_vec()]);
        assert_eq!(ids(&of("low1", "/number-findings").body), all[2..], "their clearance does not reach the other one");
        for (who, status) in [("navy1", 403), ("audit1", 403), ("sec1", 403), ("intake1", 403)] {
            server.sign_in(who).get("/number-findings").expect(status);
        }
        server.anonymous().get("/number-findings").expect(401);
        server.sign_in("officer1").get("/number-findings?cursor=x").expect(422);
    });
}

#[test]
fn r3_4_an_order_on_one_filing_of_an_application_binds_its_double() {
    on_every_database("an order and a double", |place| {
        of_older_version(place, &[(100, "US 18/223,456"), (200, "18/223,456"), (300, "18/223,457")]);
        let cx = prepared(place);
        let today = cx.today();
        let stands = |n: u32| {
            let id = seed::id(n).parse().expect("an id");
            cx.store.write_unentered(|tx| status::recompute(tx, id, today)).expect("computed")
        };
        assert_ne!(stands(100), FilingStatus::UnderOrder);
        run(&cx.store, &[seed::account(seed::OFFICIAL, "signer", "official", "'NAVY'")]).expect("a signer");
        run(&cx.store, &[seed::referral(201, 200, "NAVY", "answered")]).expect("a referral");
        run(&cx.store, &[seed::recommendation(202, 200, 201, "would_be_detrimental", "private")]).expect("one");
        run(&cx.store, &seed::order(203, 200, 202, None)).expect("an order");
        assert_eq!((stands(100), stands(200)), (FilingStatus::UnderOrder, FilingStatus::UnderOrder));
        assert_ne!(stands(300), FilingStatus::UnderOrder);
        // Any spelling of the number finds both filings.
        let own = Actor::command_line();
        let receive = |number: &str, parent: &str| {
            let f = json!({"application_number": number, "title": "T", "claims": ["1. A latch."],
                           "related": [{"relation": "continuation", "application_number": parent}]});
            intake::receive(&cx, &by_system(&own), &filing(f))
        };
        for parent in ["18/223,456", "USSN 18223456", "U.S. Appl. No. 18/223,456", "18\u{ff0f}223456"] {
            let answer = receive("19/000,001", parent);
            let Err(Error::Refused(refusal)) = answer else { panic!("{parent}: {answer:?}") };
            assert_eq!(refusal.code.code, "filing.ordinary_intake_closed");
        }
        receive("19/000,001", "18/223,457").expect("nothing is held there");
    });
}

#[test]
fn one_application_however_it_is_spelled_is_one_filing_over_rest() {
    on_every_database("spellings over REST", |place| {
        place.people(false);
        let server = Server::start(place, &[]);
        let (sender, examiner) = (server.sign_in("intake1"), server.sign_in("exam1"));
        let send = |number: &str, text: &str| {
            let body = json!({"application_number": number, "title": "Rifle", "abstract": [text]});
            let mut lines = sender.intake("application/x-ndjson", body.to_string());
            assert_eq!(lines.len(), 1);
            lines.remove(0)
        };
        for (canonical, spellings) in [
            (
                "18/223,456",
                &[
                    "18/223,456",
                    "18223456",
                    "US 18/223,456",
                    "U.S. 18/223,456",
                    "USSN 18/223,456",
                    "No. 18/223,456",
                    "Application No. 18/223,456",
                    "18\u{ff0f}223\u{ff0c}456",
                    "18/223,456.",
                    "18/223.456",
                    "18-223,456",
                    "18 / 223,456",
                    "18/223,456 A1",
                    "us18/223,456",
                    "18\u{2044}223,456",
                    "18/223,456\u{200b}",
                    "18 223 456",
                    "\u{a0}Serial No. 18/223,456",
                ][..],
            ),
            ("PCT/US2023/012345", &["PCT/US23/12345", "PCTUS2023012345", "PCT/us2023/012345", "WO PCT/US2023/012345"]),
            ("63/000,001", &["63000001", "U.S. Provisional Application No. 63/000,001"]),
        ] {
            let first = send(spellings[0], "A rifle with a barrel.");
            assert_eq!(first["screening"]["application_number"], canonical, "{first}");
            for spelling in spellings {
                let again = send(spelling, "A rifle with a barrel.");
                assert_eq!((&again["id"], &again["existing"]), (&first["id"], &json!(true)), "{spelling:?}: {again}");
            }
            let other = send(spellings[1], "Another rifle.");
            assert_eq!(other["problem"]["code"], "filing.number_taken", "{other}");
        }
        let list = examiner.get("/filings").expect(200);
        assert_eq!(list.body["items"].as_array().expect("items").len(), 3, "{}", list.text);
        for bad in ["US 2023/0123456 A1", "US 11,234,567 B2", "18/22345", "x111"] {
            let refused = send(bad, "A rifle with a barrel.");
            assert_eq!(refused["problem"]["code"], "request.invalid", "{bad}: {refused}");
            assert!(refused["problem"]["detail"].as_str().is_some_and(|d| d.contains("Expected:")), "{refused}");
            assert_eq!(refused["problem"]["errors"][0]["field"], "application_number", "{refused}");
        }
    });
}

/// Spellings of one number as attorneys, forms and copies from other programs have them.
const SPELLINGS: [&str; 42] = [
    "18/223,456",
    "18223456",
    "18/223456",
    "18/223 456",
    "18 223 456",
    "18-223,456",
    "18 / 223,456",
    "18/223.456",
    "18/223'456",
    "18/223,456.",
    "18/223,456;",
    "(18/223,456)",
    "#18/223,456",
    "\u{2116} 18/223,456",
    "No. 18/223,456",
    "US 18/223,456",
    "us18/223,456",
    "US18223456",
    "US-18/223,456",
    "U.S. 18/223,456",
    "US 18/223,456 A",
    "18/223,456 A1",
    "USSN 18/223,456",
    "USSN: 18/223,456",
    "USSN18223456",
    "SN 18/223,456",
    "S/N 18/223,456",
    "Ser. No. 18/223,456",
    "U.S. Ser. No. 18/223,456",
    "serial number 18/223,456",
    "Appl. No. 18/223,456",
    "Appln. No. 18/223,456",
    "App. Ser. No. 18/223,456",
    "Application Number: 18/223,456",
    "U.S. Patent Application Serial No. 18/223,456",
    "\u{ff11}\u{ff18}/\u{ff12}\u{ff12}\u{ff13},\u{ff14}\u{ff15}\u{ff16}",
    "18\u{ff0f}223\u{ff0c}456",
    "18\u{2044}223,456",
    "18\u{2215}223,456",
    "18\u{2013}223,456",
    "18/223\u{2009}456",
    "\u{a0}18/223,456\u{200b}\t",
];

/// Texts that are no number of any application.
const NO_NUMBERS: [&str; 12] = [
    "",
    "   ",
    "none",
    "n/a",
    "null",
    "18/22345",
    "018/223,456",
    "18/223,4567",
    "18/223,456 18/223,457",
    "\u{661}\u{668}/\u{662}\u{662}\u{663},\u{664}\u{665}\u{666}",
    "\u{2460}\u{2467}/223,456",
    "1111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111",
];

#[test]
fn every_spelling_of_a_number_finds_its_filing_by_command_and_its_letters_have_the_canonical_form() {
    let place = Place::sqlite();
    place.people(false);
    let server = Server::start(&place, &[]);
    let (sender, examiner) = (server.sign_in("intake1"), server.sign_in("exam1"));
    let mut filing = flagged_filing(1);
    let mut ids = BTreeSet::new();
    for spelling in SPELLINGS {
        filing["application_number"] = json!(spelling);
        let line = sender.intake("application/x-ndjson", filing.to_string()).remove(0);
        assert_eq!(line["screening"]["application_number"], "18/223,456", "{spelling:?}: {line}");
        ids.insert(line["id"].as_str().expect("an id").to_owned());
    }
    assert_eq!(ids.len(), 1, "{ids:?}");
    let id = ids.first().expect("an id");
    for spelling in SPELLINGS {
        let out = place.cli(&["filing", "show", spelling]);
        let text = String::from_utf8_lossy(&out.stdout);
        assert!(out.status.success() && text.starts_with("18/223,456 ") && text.contains(id), "{spelling:?}: {text}");
    }
    for bad in NO_NUMBERS {
        filing["application_number"] = json!(bad);
        let refused = sender.intake("application/x-ndjson", filing.to_string()).remove(0);
        let code = refused["problem"]["code"].as_str().expect("a code");
        assert!(["request.invalid", "format.bad_field"].contains(&code), "{bad:?}: {refused}");
        assert!(refused["problem"]["detail"].as_str().is_some_and(|d| d.contains("Expected: 18/223,456")), "{refused}");
        let out = place.cli(&["filing", "show", bad]);
        let said = String::from_utf8_lossy(&out.stderr);
        assert_eq!(out.status.code(), Some(2), "{bad:?}: {said}");
        assert!(said.contains("Expected: 18/223,456") || said.contains("There is no filing "), "{bad:?}: {said}");
        assert!(!said.contains("There is no filing . ") && said.len() < 800, "{bad:?}: {said}");
    }
    assert_eq!(examiner.get("/filings").expect(200).items().len(), 1);

    let order = order_by_navy(&server, id);
    let officer = server.sign_in("officer1");
    let notices = officer.get(&format!("/notices?order_id={order}")).expect(200).items();
    assert!(!notices.is_empty());
    for notice in notices {
        let letter = officer.get(&format!("/notices/{}/letter", notice["id"].as_str().expect("an id"))).expect(200);
        assert!(letter.text.contains("18/223,456"), "{}", letter.text);
    }
}

/// Takes a filing on record to an order of the Navy and returns the id of the order.
fn order_by_navy(server: &Server, filing: &str) -> String {
    let (examiner, official, officer) = (server.sign_in("exam1"), server.sign_in("dod1"), server.sign_in("officer1"));
    let done = examiner.post(&format!("/filings/{filing}/referrals"), json!({"agencies": ["NAVY"]}), Some("*"));
    assert!(done.status < 300, "{}", done.text);
    let referral = done.body["items"][0]["id"].as_str().expect("an id").to_owned();
    let path = format!("/referrals/{referral}");
    let statement = official.get(&path).expect(200).body["acknowledgment_statement"].clone();
    official.post(&format!("{path}/acknowledgments"), json!({"statement": statement}), Some("*")).expect(201);
    let finding =
        json!({"determination": "would_be_detrimental", "order_type": "II", "reason": "would be detrimental"});
    official.post(&format!("{path}/recommendation"), finding, Some("*")).expect(201);
    let order = officer.post(&format!("/filings/{filing}/orders"), json!({"type": "II"}), Some("*")).expect(201);
    order.body["id"].as_str().expect("an id").to_owned()
}
