//! Keys in the database: two nodes share them, an earlier version's files are taken over, security officers ask for new
//! ones.

use crate::frame::harness::{Answer, Client, PASSWORD, Place, Server, run};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use subrosa::auth::cursor::Cursors;
use subrosa::auth::keys::{OfficeKey, Purpose};
use subrosa::auth::seal::Seal;
use subrosa::auth::token::{AccessTokens, Claims, TokenKey};
use subrosa::clock::{Clock as _, SystemClock};

fn said(out: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr))
}

#[track_caller]
fn done(out: &Output) -> String {
    assert!(out.status.success(), "{}", said(out));
    said(out)
}

fn part(token: &str, n: usize) -> Value {
    let part = token.split('.').nth(n).expect("a part");
    serde_json::from_slice(&BASE64.decode(part).expect("base64")).expect("JSON")
}

fn token(client: &Client) -> &str {
    client.token.as_deref().expect("a token")
}

fn kid(client: &Client) -> String {
    part(token(client), 0)["kid"].as_str().expect("a name").to_owned()
}

fn published(server: &Server) -> Vec<String> {
    let keys = server.anonymous().get("/session/keys").expect(200).body["keys"].as_array().expect("keys").clone();
    keys.iter().map(|key| key["kid"].as_str().expect("a name").to_owned()).collect()
}

/// Waits until this holds; the test fails if it does not come true.
#[track_caller]
fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(30), "{what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// The flags of a node with a data folder of its own.
fn node(place: &Place, folder: &str) -> Vec<String> {
    vec!["--database".into(), place.database.clone(), "--data".into(), place.path(folder)]
}

fn serve(place: &Place, folder: &str) -> Output {
    let flags = node(place, folder);
    let flags = flags.iter().map(String::as_str);
    run(&["serve", "--listen", "127.0.0.1:0"].into_iter().chain(flags).collect::<Vec<_>>())
}

#[test]
fn u6_two_nodes_on_one_database_have_the_same_keys_or_one_does_not_start() {
    let Some(place) = Place::postgres("two nodes with one set of keys") else { return };
    place.people(false);
    let one = Server::start(&place, &[]);
    // Another machine: its data folder has no wrapping key.
    let machine = Place::sqlite().with_database(place.database.clone());
    let refused = serve(&machine, "data");
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    for words in ["data/wrapping-key is missing", "Copy the file from another node"] {
        assert!(said(&refused).contains(words), "{}", said(&refused));
    }
    assert!(!Path::new(&machine.path("data/wrapping-key")).exists(), "it makes none of its own");
    fs::copy(place.path("data/wrapping-key"), machine.path("data/wrapping-key")).expect("copied");
    let two = Server::start(&machine, &[]);
    let (here, there) = (one.sign_in("exam1"), two.sign_in("audit1"));
    assert_eq!(kid(&here), kid(&there));
    let at = |server: &Server, client: &Client| Client { url: server.url.clone(), ..client.clone() };
    at(&two, &here).get("/filings").expect(200);
    at(&one, &there).get("/ledger").expect(200);
    let office_key = here.get("/office-key").expect(200).body;
    assert_eq!(at(&two, &here).get("/office-key").expect(200).body, office_key, "one signer");

    // A planned rotation is seen by both, and disturbs nobody.
    let before = published(&one);
    done(&place.cli(&["keys", "rotate"]));
    for server in [&one, &two] {
        wait_until("the next key is published", || published(server).len() == 2);
        at(server, &here).get("/filings").expect(200);
    }
    assert_eq!(kid(&one.sign_in("exam1")), before[0], "it does not sign yet");
    // A key has become known: on both nodes its tokens are refused, and a new sign-in is good on both.
    done(&place.cli(&["keys", "rotate", "--refuse-old"]));
    for server in [&one, &two] {
        wait_until("the old key is refused", || at(server, &here).get("/filings").status == 401);
        assert_eq!(published(server).len(), 1);
    }
    let again = two.sign_in("exam1");
    assert!(kid(&again) != before[0] && published(&one) == [kid(&again)]);
    at(&one, &again).get("/filings").expect(200);
    assert_eq!(again.get("/office-key").expect(200).body, office_key);
    let listed: Value = serde_json::from_str(&done(&place.cli(&["keys", "list", "--format", "json"]))).expect("JSON");
    let states = listed["items"].as_array().expect("keys").iter().filter_map(|key| key["state"].as_str());
    let mut states: Vec<&str> = states.collect();
    states.sort_unstable();
    assert_eq!(states, ["ended", "ended", "signing", "signing"], "{listed}");
    assert!(done(&place.cli(&["keys", "list"])).contains("statements"));
    done(&place.cli(&["ledger", "verify"]));
}

#[test]
fn u6_of_two_nodes_that_first_start_at_once_one_makes_the_keys() {
    let Some(place) = Place::postgres("two first starts") else { return };
    place.people(false);
    let start = |folder: &str| {
        let mut command = Command::new(crate::frame::harness::BIN);
        command.arg("serve").args(["--listen", "127.0.0.1:0"]).args(node(&place, folder));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started")
    };
    let folders = ["a", "b", "c"];
    let mut nodes = folders.map(start);
    let ended = |node: &mut std::process::Child| node.try_wait().expect("a state");
    wait_until("all but one refuse", || nodes.iter_mut().filter_map(ended).count() >= 2);
    std::thread::sleep(Duration::from_millis(500));
    let running: Vec<bool> = nodes.iter_mut().map(|node| ended(node).is_none()).collect();
    let files = folders.map(|folder| Path::new(&place.path(folder)).join("wrapping-key").exists());
    for node in &mut nodes {
        let _ = node.kill();
        let _ = node.wait();
    }
    assert_eq!(running.iter().filter(|runs| **runs).count(), 1, "{running:?}");
    assert_eq!(running, files, "nobody else keeps a wrapping key that opens nothing");
}

/// The data folder of an earlier version, with its two key files.
fn earlier(place: &Place) -> [OfficeKey; 2] {
    let data = place.path("data");
    fs::create_dir_all(&data).expect("a folder");
    Purpose::ALL.map(|purpose| {
        let key = OfficeKey::generate().expect("a key");
        let path = format!("{data}/{}", purpose.file());
        fs::write(&path, key.pkcs8().expect("der")).expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("mode");
        key
    })
}

#[test]
fn the_key_files_of_an_earlier_version_are_taken_over() {
    let place = Place::sqlite();
    place.people(false);
    let [tokens, office] = earlier(&place);
    let (token_kid, office_kid) = (tokens.id().to_owned(), office.id().to_owned());
    let seal = Seal::with(office);
    let statement = seal.sign(subrosa::auth::seal::Kind::Checkpoint, &json!({"seq": 1})).expect("signed");
    // Its backup is made and restored by this program too, with both files.
    let backup = place.path("backup-before");
    done(&place.cli(&["backup", &backup]));
    assert!(Path::new(&backup).join("token-key.p8").exists() && Path::new(&backup).join("office-key.p8").exists());

    let server = Server::start(&place, &[]);
    for file in ["token-key.p8", "office-key.p8"] {
        assert!(!Path::new(&place.path(&format!("data/{file}"))).exists());
        let aside = fs::metadata(place.path(&format!("data/{file}.taken-over"))).expect("kept");
        assert_eq!(aside.permissions().mode() & 0o777, 0o600);
    }
    assert!(server.log().contains("key.taken_over"), "{}", server.log());
    let security = server.sign_in("sec1");
    assert_eq!(kid(&security), token_kid);
    // A token that the earlier version made.
    let claims: Claims = serde_json::from_value(part(token(&security), 1)).expect("claims");
    let made = AccessTokens::new(Duration::from_secs(600));
    made.replace(&[TokenKey::without_end(tokens)]).expect("a key");
    let made = made.issue(claims.account, claims.session, claims.stamp, SystemClock.now()).expect("a token");
    let client = Client { token: Some(made), ..server.anonymous() };
    let first = client.get("/accounts?limit=1").expect(200);
    // The secrets that are made from the office key are the same: those of cursors, and so those of second factors.
    let cursor = Cursors::of(&seal).write(first.items()[0]["id"].as_str().expect("an id"));
    assert!(first.header("link").is_some_and(|link| link.contains(&cursor)), "{:?}", first.header("link"));
    client.get(&format!("/accounts?limit=1&cursor={cursor}")).expect(200);
    // Statements have the same signer.
    let key = client.get("/office-key").expect(200).body;
    assert_eq!(key["kid"], office_kid.as_str());
    let public = subrosa::auth::seal::PublicKey::from_jwk(&key.to_string()).expect("a key");
    public.verify::<Value>(subrosa::auth::seal::Kind::Checkpoint, &statement).expect("genuine");
    drop(server);
    let server = Server::start(&place, &[]);
    server.sign_in("exam1").get("/filings").expect(200);
    assert!(!server.log().contains("taken_over"));
    drop(server);
    let backup = place.path("backup-after");
    done(&place.cli(&["backup", &backup]));
    assert!(!Path::new(&backup).join("office-key.p8").exists() && Path::new(&backup).join("wrapping-key").exists());
    done(&place.cli(&["ledger", "verify"]));
    // The backup from before: restored and served, it takes the keys over as well.
    let restored = place.path("restored");
    done(&run(&["restore", "--data", &restored, &place.path("backup-before")]));
    let copy = Place::sqlite().with_database(format!("sqlite:{restored}/subrosa.db"));
    fs::create_dir(copy.path("data")).expect("a folder");
    for file in ["token-key.p8", "office-key.p8"] {
        fs::rename(format!("{restored}/{file}"), copy.path(&format!("data/{file}"))).expect("moved");
    }
    let server = Server::start(&copy, &[]);
    assert_eq!(kid(&server.sign_in("exam1")), token_kid);
}

#[test]
fn a_key_file_of_an_earlier_version_that_is_lost_or_another_stops_the_start() {
    let place = Place::sqlite();
    place.people(false);
    let [_, office] = earlier(&place);
    // What an earlier version wrote into the database.
    let mut conn = {
        let path = place.database.strip_prefix("sqlite:").expect("a path");
        <diesel::SqliteConnection as diesel::Connection>::establish(path).expect("open")
    };
    let mut note = |sql: String| diesel::connection::SimpleConnection::batch_execute(&mut conn, &sql).expect("noted");
    note(format!("INSERT INTO settings (name, value) VALUES ('key:office-key.p8', '{}')", office.id()));
    note("INSERT INTO settings (name, value) VALUES ('key:token-key.p8', '0011223344556677')".into());
    let refuses = |words: &[&str]| {
        let out = serve(&place, "data");
        assert_eq!(out.status.code(), Some(2), "{}", said(&out));
        for word in words {
            assert!(said(&out).contains(word), "{word}: {}", said(&out));
        }
        assert!(!Path::new(&place.path("data/wrapping-key")).exists(), "nothing is made");
    };
    refuses(&["token-key.p8 holds the key", "0011223344556677", "--new-keys"]);
    fs::remove_file(place.path("data/token-key.p8")).expect("removed");
    refuses(&["token-key.p8 is missing", "--new-keys"]);
    let server = Server::start(&place, &["--new-keys"]);
    let key = server.sign_in("exam1").get("/office-key").expect(200).body;
    assert_eq!(key["kid"], office.id(), "the key that is not lost stays");
}

fn confirm(who: &Client, rotation: &Value) -> Answer {
    let id = rotation["id"].as_str().expect("an id");
    who.post(&format!("/key-rotations/{id}/confirmation"), json!({}), Some("*"))
}

#[test]
fn s_05_s_31_a_new_token_key_on_request_takes_two_security_officers() {
    let place = Place::sqlite();
    for name in ["sec1", "sec2"] {
        place.account(name, "security_officer", None, false);
    }
    place.account("exam1", "examiner", None, false);
    let server = Server::start(&place, &[]);
    let (one, two, examiner) = (server.sign_in("sec1"), server.sign_in("sec2"), server.sign_in("exam1"));
    examiner.post("/key-rotations", json!({}), None).expect(403);
    examiner.get("/signing-keys").expect(403);
    let asked = one.post("/key-rotations", json!({}), None).expect(201).body;
    assert_eq!(
        (&asked["proposed_by"], &asked["refuse_old"], &asked["key"]),
        (&json!("sec1"), &json!(false), &Value::Null)
    );
    assert_eq!(published(&server).len(), 1, "nothing is made yet");
    assert_eq!(confirm(&one, &asked).expect(403).code(), "key.second_person");
    assert_eq!(two.get("/key-rotations").expect(200).body["items"], json!([asked]));
    let made = confirm(&two, &asked).expect(200).body;
    let next = made["key"]["kid"].as_str().expect("a key").to_owned();
    assert_eq!((&made["key"]["state"], published(&server)), (&json!("next"), vec![kid(&one), next]));
    confirm(&two, &asked).expect(404);
    // There is a next key, so that another one is made only if the old ones are refused.
    let asked = one.post("/key-rotations", json!({}), None).expect(201).body;
    assert_eq!(confirm(&two, &asked).expect(409).code(), "key.next_made");
    let taken_back = format!("/key-rotations/{}/withdrawal", asked["id"].as_str().expect("an id"));
    one.post(&taken_back, json!({}), Some("*")).expect(200);
    assert!(one.get("/key-rotations").expect(200).items().is_empty());
    // A key has become known. The session of a person goes on with a refresh token, the access token is refused.
    let tokens =
        server.anonymous().post("/session", json!({"username": "exam1", "password": PASSWORD}), None).expect(200).body;
    let asked = two.post("/key-rotations", json!({"refuse_old": true}), None).expect(201).body;
    two.post("/key-rotations", json!({}), None).expect(201);
    let made = confirm(&one, &asked).expect(200).body;
    assert_eq!(made["key"]["state"], "signing");
    confirm(&one, &asked).expect(401);
    for client in [&one, &two, &examiner] {
        assert_eq!(client.get("/sessions").expect(401).code(), "session.over");
    }
    let renewed = server.anonymous().post("/session/refresh", json!({"refresh_token": tokens["refresh_token"]}), None);
    let renewed = renewed.expect(200).body["access_token"].as_str().map(str::to_owned);
    let examiner = Client { token: renewed, ..examiner };
    examiner.get("/sessions").expect(200);
    assert_eq!(published(&server), [kid(&examiner)]);
    assert!(server.sign_in("sec1").get("/key-rotations").expect(200).items().is_empty(), "each is fulfilled");
    drop(server);
    done(&place.cli(&["ledger", "verify"]));
}

#[test]
fn in_a_demonstration_one_security_officer_makes_a_new_token_key() {
    let place = Place::sqlite();
    place.account("sec1", "security_officer", None, true);
    let server = Server::start(&place, &["--demo"]);
    let keeper = server.sign_in("sec1");
    let made = keeper.post("/key-rotations", json!({}), None).expect(201).body;
    assert_eq!((&made["id"], &made["key"]["state"]), (&Value::Null, &json!("next")));
    assert_eq!(keeper.get("/signing-keys").expect(200).items().len(), 3);
}
