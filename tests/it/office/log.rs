//! The log of the ledger as others read it. What it serves is checked here by the formats alone (RFC 6962; C2SP tlog-tiles,
//! signed-note, tlog-checkpoint and tlog-cosignature), without the code of the program that makes and checks them.
//!
//! Longer than 450 lines because it has its own reader of each of these formats.

use crate::frame::harness::{Client, Place, Server, run};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use domain::base::ledger::{Act, Outcome};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::process::Output;
use subrosa::clock::{Clock as _, SystemClock};
use subrosa::store::office::ledger;
use subrosa::store::{Store, StoreError};

type Hash = [u8; 32];

fn said(out: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr))
}

/// The root of RFC 6962 over the contents of leaves, as it is defined.
fn root(leaves: &[Hash]) -> Hash {
    let hash = |parts: &[&[u8]]| Sha256::digest(parts.concat()).into();
    match leaves {
        [] => hash(&[]),
        [one] => hash(&[&[0], one]),
        _ => {
            let mut k = 1;
            while 2 * k < leaves.len() {
                k *= 2;
            }
            hash(&[&[1], &root(&leaves[..k]), &root(&leaves[k..])])
        }
    }
}

/// A public key as signed-note writes it: its name, its id, its type and its bytes.
struct Vkey {
    name: String,
    id: Vec<u8>,
    kind: u8,
    key: VerifyingKey,
}

impl Vkey {
    fn read(text: &str) -> Self {
        let parts: Vec<&str> = text.splitn(3, '+').collect();
        let bytes = BASE64.decode(parts[2]).expect("base64");
        let id = Sha256::digest([parts[0].as_bytes(), b"\n", bytes.as_slice()].concat())[..4].to_vec();
        assert_eq!(parts[1], id.iter().map(|b| format!("{b:02x}")).collect::<String>(), "{text}");
        let key = VerifyingKey::from_bytes(bytes[1..].try_into().expect("32 bytes")).expect("a key");
        Self { name: parts[0].to_owned(), id, kind: bytes[0], key }
    }
    /// Whether a note has a right signature of this key.
    fn has_signed(&self, note: &str) -> bool {
        let (text, lines) = note.rsplit_once("\n\n").expect("a note");
        let text = format!("{text}\n");
        let prefix = format!("\u{2014} {} ", self.name);
        lines.lines().filter_map(|line| line.strip_prefix(&prefix)).any(|signature| {
            let bytes = BASE64.decode(signature).expect("base64");
            let (id, rest) = bytes.split_at(4);
            let (time, signature) = rest.split_at(rest.len() - 64);
            let message = match self.kind {
                1 => text.clone(),
                _ => format!("cosignature/v1\ntime {}\n{text}", u64::from_be_bytes(time.try_into().expect("8 bytes"))),
            };
            let signature = Signature::from_slice(signature).expect("64 bytes");
            id == self.id && self.key.verify_strict(message.as_bytes(), &signature).is_ok()
        })
    }
}

/// Size and root of a checkpoint.
fn head(note: &str) -> (usize, Hash) {
    let lines: Vec<&str> = note.lines().collect();
    assert_eq!(lines[3], "", "{note}");
    (lines[1].parse().expect("a size"), BASE64.decode(lines[2]).expect("base64").try_into().expect("32 bytes"))
}

/// A witness that says whatever the test wants.
struct Liar {
    name: String,
    id: Vec<u8>,
    key: SigningKey,
}

impl Liar {
    fn read(private: &str) -> Self {
        let parts: Vec<&str> = private.trim().strip_prefix("PRIVATE+KEY+").expect("a key").splitn(3, '+').collect();
        let bytes = BASE64.decode(parts[2]).expect("base64");
        Self::with(parts[0], bytes[1..].try_into().expect("32 bytes"))
    }
    fn with(name: &str, seed: &[u8; 32]) -> Self {
        let key = SigningKey::from_bytes(seed);
        let public = key.verifying_key();
        let id = Sha256::digest([name.as_bytes(), b"\n\x04", public.as_bytes()].concat())[..4].to_vec();
        Self { name: name.to_owned(), id, key }
    }
    fn cosign_at(&self, time: u64, text: &str) -> String {
        let signature = self.key.sign(format!("cosignature/v1\ntime {time}\n{text}").as_bytes()).to_bytes();
        let bytes = [self.id.as_slice(), &time.to_be_bytes(), &signature].concat();
        format!("{text}\n\u{2014} {} {}\n", self.name, BASE64.encode(bytes))
    }
    fn cosign(&self, text: &str) -> String {
        self.cosign_at(now(), text)
    }
}

fn now() -> u64 {
    u64::try_from(SystemClock.now().as_second()).expect("after 1970")
}

fn text_of(note: &str) -> String {
    format!("{}\n", note.rsplit_once("\n\n").expect("a note").0)
}

/// Bytes of a path of the log, or the status.
fn bytes(client: &Client, path: &str) -> Result<Vec<u8>, u16> {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let token = client.token.as_deref().expect("signed in");
    let request = agent.get(format!("{}/api/v1/ledger/log/{path}", client.url));
    let mut answer = request.header("Authorization", format!("Bearer {token}")).call().expect("an answer");
    let status = answer.status().as_u16();
    if status == 200 { Ok(answer.body_mut().read_to_vec().expect("bytes")) } else { Err(status) }
}

fn hashes(bytes: &[u8]) -> Vec<Hash> {
    bytes.chunks(32).map(|hash| hash.try_into().expect("32 bytes")).collect()
}

/// The contents of the first leaves, from the bundles of entries.
fn entries(client: &Client, size: usize) -> Vec<Hash> {
    let mut all = vec![];
    for index in 0..size.div_ceil(256) {
        let width = (size - index * 256).min(256);
        let partial = if width < 256 { format!(".p/{width}") } else { String::new() };
        let bundle = bytes(client, &format!("tile/entries/{index:03}{partial}")).expect("a bundle");
        assert_eq!(bundle.len(), width * 34);
        all.extend(bundle.chunks(34).map(|entry| {
            assert_eq!(entry[..2], [0, 32]);
            Hash::try_from(&entry[2..]).expect("32 bytes")
        }));
    }
    all
}

/// Lets the ledger have some hundred entries.
fn fill(place: &Place) {
    let store = Store::open(&place.database.parse().expect("a URL"), false).expect("opens");
    let filled = store.write(|tx| {
        for n in 0..600 {
            let at = "2026-03-10T16:00:00Z".parse().expect("an instant");
            let [actor, credential] = ["test", "test"].map(str::to_owned);
            let (act, subject, detail) = ("ledger.test".to_owned(), "ledger:test".to_owned(), n.to_string());
            ledger::append(tx, Act { actor, credential, act, subject, outcome: Outcome::Done, detail, at })?;
        }
        Ok::<_, StoreError>(())
    });
    filled.expect("filled");
}

/// An office with a long ledger, an auditor and an official of an agency.
fn office() -> Vec<Place> {
    let places: Vec<Place> = std::iter::once(Place::sqlite()).chain(Place::postgres("the log of the ledger")).collect();
    for place in &places {
        place.account("audit1", "auditor", None, false);
        place.account("dod1", "official", Some("DOD"), false);
        fill(place);
    }
    places
}

/// Makes the key of a witness and puts the witness on record; its vkey.
fn add_witness(place: &Place, name: &str) -> String {
    let file = place.path("witness.key");
    let made = run(&["witness", "key", name, "--out", &file]);
    assert!(made.status.success(), "{}", said(&made));
    let vkey = String::from_utf8(made.stdout).expect("text").trim().to_owned();
    let added = place.cli(&["witness", "add", "--agency", "DOD", &vkey]);
    assert!(added.status.success(), "{}", said(&added));
    let again = place.cli(&["witness", "add", "--agency", "DOD", &vkey]);
    assert_eq!(again.status.code(), Some(2), "{}", said(&again));
    vkey
}

/// The refused acts of one kind that the ledger has.
fn refused(auditor: &Client, code: &str) -> Vec<Value> {
    let mut path = "/ledger?limit=200&after=600".to_owned();
    let mut found = vec![];
    loop {
        let page = auditor.get(&path).expect(200);
        found.extend(page.items().into_iter().filter(|e| e["outcome"] == "refused" && e["detail"] == code));
        let Some(link) = page.header("link") else { return found };
        let next = link.split(['<', '>']).nth(1).expect("a link");
        path = next.strip_prefix("/api/v1").expect("a path").to_owned();
    }
}

#[test]
fn the_log_is_what_its_checkpoint_says_by_the_formats_alone() {
    for place in office() {
        let server = Server::start(&place, &[]);
        let (auditor, official) = (server.sign_in("audit1"), server.sign_in("dod1"));
        for path in ["checkpoint", "keys", "cosignatures", "witness-request?old=0", "tile/0/000"] {
            official.get(&format!("/ledger/log/{path}")).expect(404);
        }
        assert!(!refused(&auditor, "not_found").is_empty(), "a refused read is entered");
        add_witness(&place, "dod.example/w1");
        let keys = auditor.get("/ledger/log/keys").expect(200).body;
        let office = Vkey::read(keys["key"].as_str().expect("a key"));
        assert_eq!((office.name.as_str(), office.kind), (keys["origin"].as_str().expect("a name"), 1));
        let answer = official.get("/ledger/log/checkpoint").expect(200);
        assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
        let note = answer.text;
        assert!(note.starts_with(&format!("{}\n", office.name)) && office.has_signed(&note), "{note}");
        assert!(!office.has_signed(&note.replacen("\n6", "\n7", 1)), "{note}");

        let (size, of_note) = head(&note);
        assert!((600..768).contains(&size), "{size}");
        let all = entries(&auditor, size);
        assert_eq!(root(&all), of_note);
        assert_eq!(bytes(&official, "tile/entries/000"), Err(404), "bundles are for auditors");
        let lowest: Vec<Hash> = [0, 1]
            .map(|n| bytes(&official, &format!("tile/0/00{n}")).expect("a tile"))
            .into_iter()
            .chain([bytes(&official, &format!("tile/0/002.p/{}", size - 512)).expect("a tile")])
            .flat_map(|tile| hashes(&tile))
            .collect();
        assert_eq!(lowest, all.iter().map(|leaf| root(&[*leaf])).collect::<Vec<_>>());
        let above = hashes(&bytes(&official, "tile/1/000.p/2").expect("a tile"));
        assert_eq!(above, [root(&all[..256]), root(&all[256..512])]);
        let shown = auditor.get("/ledger?limit=1&after=299").expect(200).items();
        let hex: String = all[299].iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(shown[0]["hash"], hex);

        // An earlier state is the tree over fewer entries, whatever came since.
        for earlier in [1, 255, 256, 257, 512, 599] {
            let note = auditor.get(&format!("/ledger/log/checkpoint?size={earlier}")).expect(200).text;
            assert!(office.has_signed(&note));
            assert_eq!(head(&note), (earlier, root(&all[..earlier])));
        }
        for odd in ["0", "100000", "99999999999999999999", "-1", "x"] {
            let status = auditor.get(&format!("/ledger/log/checkpoint?size={odd}")).status;
            assert!([404, 422].contains(&status), "{odd}: {status}");
        }
        auditor.get("/ledger/log/witness-request?old=100000").expect(422);
        for odd in [
            "",
            "0",
            "0/",
            "0/0",
            "0/00",
            "00/000",
            "0/x000/000",
            "0/x001/000",
            "0/-01",
            "-1/000",
            "0/000.p/0",
            "0/000.p/256",
            "0/000.p/01",
            "0/000.p/-1",
            "0/000.p/",
            "0/002",
            "0/003.p/1",
            "1/000",
            "1/000.p/3",
            "1/001.p/1",
            "2/000.p/1",
            "63/000",
            "64/000",
            "0/x999/x999/x999/x999/x999/x999/999",
            "entries/003.p/1",
            "entries/0",
            "entries",
            "Entries/000",
            "../checkpoint",
        ] {
            assert_eq!(bytes(&auditor, &format!("tile/{odd}")), Err(404), "{odd:?}");
        }
        assert_eq!(bytes(&auditor, "tile/0/000.p/17").map(|tile| tile.len()), Ok(17 * 32), "part of a full tile");
    }
}

#[test]
fn a_witness_co_signs_what_it_has_checked_and_nothing_else_is_taken() {
    for place in office() {
        let server = Server::start(&place, &[]);
        let (auditor, official) = (server.sign_in("audit1"), server.sign_in("dod1"));
        let vkey = add_witness(&place, "dod.example/w1");
        let log_key = auditor.get("/ledger/log/keys").expect(200).body["key"].as_str().expect("a key").to_owned();
        fs::write(place.path("log.vkey"), &log_key).expect("written");
        let [key, log, state, request] = ["witness.key", "log.vkey", "witness.state", "request"].map(|n| place.path(n));
        let bring = |note: &str| official.post("/ledger/log/cosignatures", json!({ "checkpoint": note }), None);
        let cosign = |old: usize| {
            let asked = official.get(&format!("/ledger/log/witness-request?old={old}")).expect(200).text;
            fs::write(&request, &asked).expect("written");
            let out = run(&["witness", "cosign", "--key", &key, "--log", &log, "--state", &state, &request]);
            (asked, out)
        };
        let (asked, out) = cosign(0);
        assert!(out.status.success() && asked.starts_with("old 0\n\n"), "{}", said(&out));
        let note = String::from_utf8(out.stdout).expect("text");
        let (size, of_note) = head(&note);
        let (witness, office) = (Vkey::read(&vkey), Vkey::read(&log_key));
        assert!(witness.has_signed(&note) && office.has_signed(&note));
        let taken = bring(&note).expect(201).body;
        assert_eq!(
            (&taken["size"], &taken["agency"], &taken["witness"]),
            (&json!(size), &json!("DOD"), &json!("dod.example/w1"))
        );
        assert_eq!(official.get("/ledger/log/cosignatures").expect(200).items(), std::slice::from_ref(&taken));
        let shown = auditor.get(&format!("/ledger/log/checkpoint?size={size}")).expect(200).text;
        assert!(witness.has_signed(&shown) && office.has_signed(&shown), "{shown}");
        assert_eq!(head(&shown), (size, of_note));

        // The witness goes on from what it has seen, and from nothing else.
        let (_, out) = cosign(size - 1);
        assert!(out.status.code() == Some(2) && said(&out).contains(&format!("old={size}")), "{}", said(&out));
        let (asked, out) = cosign(size);
        assert!(out.status.success(), "{}", said(&out));
        assert!(asked.lines().take_while(|line| !line.is_empty()).count() > 1, "{asked}");
        let second = String::from_utf8(out.stdout).expect("text");
        bring(&second).expect(201);
        let kept = fs::read_to_string(&state).expect("kept");
        fs::write(&state, kept.replace(kept.lines().nth(2).expect("a root"), &BASE64.encode([7; 32])))
            .expect("written");
        let (_, out) = cosign(head(&second).0);
        assert!(
            out.status.code() == Some(2) && said(&out).contains("taken back") && out.stdout.is_empty(),
            "{}",
            said(&out)
        );

        let liar = Liar::read(&fs::read_to_string(&key).expect("a key"));
        let (text, now_text) = (text_of(&note), text_of(&auditor.get("/ledger/log/checkpoint").expect(200).text));
        let other_root = |text: &str| text.replace(text.lines().nth(2).expect("a root"), &BASE64.encode([7; 32]));
        let ahead = now_text.replace(now_text.lines().nth(1).expect("a size"), "100000");
        for (what, note, status, code) in [
            ("replayed", note.clone(), 409, "cosignature.outdated"),
            ("replayed later", liar.cosign(&text), 409, "cosignature.outdated"),
            (
                "an unknown key",
                Liar::with("dod.example/w2", &[3; 32]).cosign(&now_text),
                422,
                "cosignature.unknown_key",
            ),
            (
                "another key of the name",
                Liar::with("dod.example/w1", &[3; 32]).cosign(&now_text),
                422,
                "cosignature.unknown_key",
            ),
            ("changed since", liar.cosign(&now_text).replace(&now_text, &text), 422, "cosignature.not_genuine"),
            ("of tomorrow", liar.cosign_at(now() + 86_400, &now_text), 422, "cosignature.not_genuine"),
            ("of no time", liar.cosign_at(u64::MAX, &now_text), 422, "cosignature.not_genuine"),
            ("another log", liar.cosign(&now_text.replacen("subrosa", "other", 1)), 422, "cosignature.other_log"),
            ("no checkpoint", liar.cosign("text\n"), 422, "request.invalid"),
            ("no note", now_text.clone(), 422, "request.invalid"),
            ("a fork", liar.cosign(&other_root(&now_text)), 409, "ledger.fork"),
            ("a fork of the past", liar.cosign(&other_root(&text)), 409, "ledger.fork"),
            ("more than there is", liar.cosign(&ahead), 409, "ledger.fork"),
        ] {
            let answer = bring(&note).expect(status);
            assert_eq!(answer.code(), code, "{what}: {}", answer.text);
        }
        assert_eq!(refused(&auditor, "ledger.fork").len(), 3);
        assert!(server.log().contains("ledger.fork"), "the operator is told");
        assert_eq!(auditor.get("/ledger/log/cosignatures").expect(200).items().len(), 2);
        assert!(place.cli(&["ledger", "verify"]).status.success());

        let ended = place.cli(&["witness", "end", "dod.example/w1"]);
        assert!(ended.status.success(), "{}", said(&ended));
        assert_eq!(bring(&liar.cosign(&now_text)).expect(422).code(), "cosignature.unknown_key");
        official.get("/ledger/log/checkpoint").expect(404);
        let listed = place.cli(&["witness", "list", "--format", "json"]);
        assert!(said(&listed).contains(&vkey) && !said(&listed).contains("\"ended_at\":null"), "{}", said(&listed));
    }
}

/// An export of an office, with a co-signed checkpoint in it, and an earlier checkpoint beside it.
fn exported(place: &Place) -> (String, String) {
    add_witness(place, "dod.example/w1");
    let server = Server::start(place, &[]);
    let official = server.sign_in("dod1");
    let note = official.get("/ledger/log/checkpoint").expect(200).text;
    let liar = Liar::read(&fs::read_to_string(place.path("witness.key")).expect("a key"));
    let cosigned = liar.cosign(&text_of(&note));
    official.post("/ledger/log/cosignatures", json!({ "checkpoint": cosigned }), None).expect(201);
    assert!(server.terminate().success());
    let (earlier, folder) = (place.path("earlier.note"), place.path("export"));
    fs::write(&earlier, note).expect("written");
    let out = place.cli(&["ledger", "export", &folder]);
    assert!(out.status.success(), "{}", said(&out));
    fs::write(place.path("log.vkey"), said(&out).lines().last().expect("the key")).expect("written");
    (folder, earlier)
}

#[test]
fn an_export_is_checked_without_a_database_and_every_change_is_found() {
    for place in office() {
        let (folder, earlier) = exported(&place);
        let key = place.path("log.vkey");
        let verify = |more: &[&str]| run(&[&["ledger", "verify", "--export", &folder], more].concat());
        let fine = verify(&["--key", &key, "--checkpoint", &earlier]);
        assert!(fine.status.success() && said(&fine).contains("1 checkpoints"), "{}", said(&fine));
        let json = verify(&["--format", "json"]);
        let json: Value = serde_json::from_slice(&json.stdout).expect("JSON");
        assert_eq!((&json["intact"], &json["witnesses"][0]["checkpoints"]), (&json!(true), &json!(1)));
        let of_database = place.cli(&["ledger", "verify", "--checkpoint", &earlier]);
        assert!(of_database.status.success(), "{}", said(&of_database));

        // The folder is a tiled log as it stands, by the formats alone.
        let note = fs::read_to_string(format!("{folder}/checkpoint")).expect("a note");
        let (size, of_note) = head(&note);
        let lines = fs::read_to_string(format!("{folder}/entries.ndjson")).expect("entries");
        let leaf = |line: &str| {
            let hash = serde_json::from_str::<Value>(line).expect("JSON")["hash"].as_str().expect("a hash").to_owned();
            let byte = |i: usize| u8::from_str_radix(&hash[2 * i..2 * i + 2], 16).expect("hex");
            std::array::from_fn(byte)
        };
        assert_eq!(root(&lines.lines().map(leaf).collect::<Vec<Hash>>()), of_note);
        assert!(Vkey::read(&fs::read_to_string(&key).expect("a key")).has_signed(&note));
        assert_eq!(json["size"], size);

        let change = |file: &str, edit: &dyn Fn(&str) -> String, words: &str, more: &[&str]| {
            let path = format!("{folder}/{file}");
            let before = fs::read(&path).expect("a file");
            // Tiles are no text; whatever their bytes are, they come back as they were.
            let text: String = before.iter().map(|b| char::from(*b)).collect();
            let edited: Vec<u8> = edit(&text).chars().map(|c| u8::try_from(u32::from(c)).expect("a byte")).collect();
            assert_ne!(edited, before, "{file}");
            fs::write(&path, edited).expect("written");
            let out = verify(more);
            assert!(out.status.code() == Some(2) && said(&out).contains(words), "{file} {words}: {}", said(&out));
            fs::write(&path, before).expect("put back");
        };
        let rejoin = |lines: Vec<&str>| lines.into_iter().fold(String::new(), |all, line| all + line + "\n");
        let swapped = |text: &str| {
            let mut lines: Vec<&str> = text.lines().collect();
            lines.swap(300, 301);
            rejoin(lines)
        };
        let cut = |text: &str| rejoin(text.lines().take(size - 1).collect());
        change(
            "entries.ndjson",
            &|text| text.replacen("\"detail\":\"17\"", "\"detail\":\"18\"", 1),
            "was changed",
            &[],
        );
        change("entries.ndjson", &cut, &format!("the checkpoint is over {size}"), &[]);
        change("entries.ndjson", &swapped, "does not follow", &[]);
        let flipped = |text: &str| {
            let mut all = text.chars();
            let first = if all.next() == Some('a') { 'b' } else { 'a' };
            std::iter::once(first).chain(all).collect()
        };
        change("tile/0/001", &flipped, "tile/0/001 is not the tile", &[]);
        change("tile/1/000.p/2", &flipped, "tile/1/000.p/2 is not the tile", &[]);
        change("tile/entries/000", &flipped, "tile/entries/000 is not", &[]);
        let forged = |text: &str| text.replacen(&format!("\n{size}\n"), &format!("\n{}\n", size - 1), 1);
        change("checkpoint", &forged, "the signature of", &[]);
        let cosigned =
            fs::read_dir(format!("{folder}/cosigned")).expect("a folder").next().expect("a file").expect("a file");
        let cosigned = format!("cosigned/{}", cosigned.file_name().to_string_lossy());
        change(&cosigned, &|text| text.replacen("\n6", "\n5", 1), "rewritten", &[]);
        assert!(verify(&[]).status.success(), "all is as it was");

        // Another office signs as well as this one, with a key of its own.
        fs::write(place.path("other.vkey"), other_key(&note)).expect("written");
        let out = verify(&["--key", &place.path("other.vkey")]);
        assert!(out.status.code() == Some(2) && said(&out).contains("no signature in it"), "{}", said(&out));
        // A checkpoint of this office over more than there is: the end was cut off before the export.
        let shorter = fs::read_to_string(&earlier).expect("a note").replacen("\n6", "\n9", 1);
        fs::write(place.path("changed.note"), shorter).expect("written");
        let out = verify(&["--checkpoint", &place.path("changed.note")]);
        assert!(out.status.code() == Some(2) && said(&out).contains("is not taken"), "{}", said(&out));
    }
}

/// A key of somebody else, with the name of the log in a note.
fn other_key(note: &str) -> String {
    let name = note.lines().next().expect("a name");
    let public = [&[1], SigningKey::from_bytes(&[5; 32]).verifying_key().as_bytes().as_slice()].concat();
    let id = Sha256::digest([name.as_bytes(), b"\n", public.as_slice()].concat());
    format!("{name}+{}+{}", id[..4].iter().map(|b| format!("{b:02x}")).collect::<String>(), BASE64.encode(public))
}
