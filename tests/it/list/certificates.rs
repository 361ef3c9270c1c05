//! Certificates of screenings: the service signs them, and `subrosa certificate verify` checks them with its exit codes.

use crate::frame::harness::{PASSWORD, Place, Server, flagged_filing, run};
use std::process::Output;

fn said(out: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr))
}

#[track_caller]
fn ends(args: &[&str], code: i32, words: &str) {
    let out = run(args);
    let text = said(&out);
    assert_eq!(out.status.code(), Some(code), "{args:?}: {text}");
    assert!(text.contains(words), "{args:?} does not say {words:?}: {text}");
    assert!(!text.contains("panicked"), "{text}");
}

#[test]
fn a_certificate_is_genuine_changed_or_unreadable() {
    let place = Place::sqlite();
    place.people(false);
    place.account("audrey", "auditor", None, false);
    let server = Server::start(&place, &[]);
    let lines = server.sign_in("intake1").intake("application/x-ndjson", flagged_filing(1).to_string());
    let examiner = server.sign_in("exam1");
    let filing = lines[0]["id"].as_str().unwrap();
    let screening = examiner.get(&format!("/filings/{filing}/screenings")).items()[0]["id"].clone();
    let path = format!("/screenings/{}/certificate", screening.as_str().unwrap());
    let certificate = server.sign_in("audrey").get(&path).expect(200).body.to_string();
    let checkpoint = server.sign_in("audrey").get("/ledger/checkpoint").expect(200).body.to_string();
    let key = examiner.get("/office-key").expect(200).body.to_string();
    // The certificate holds exactly what `subrosa screen` finds in the same document.
    let line = place.path("filing.json");
    std::fs::write(&line, flagged_filing(1).to_string()).unwrap();
    let result = run(&["screen", "--format", "ndjson", &line]).stdout;

    let file = |name: &str, bytes: &[u8]| {
        let path = place.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let (good, key) = (file("good.json", certificate.as_bytes()), file("key.json", key.as_bytes()));
    let result = file("result.ndjson", &result);
    let data = place.path("data");
    ends(&["certificate", "verify", &good, "--key", &key], 0, "genuine");
    ends(&["certificate", "verify", &good, "--key", &key, "--result", &result], 0, "the result given");
    ends(&["certificate", "verify", &good, "--data", &data, "--database", &place.database], 0, "flagged");
    ends(&["certificate", "verify", &good, "--key", &key, "--format", "json"], 0, "\"genuine\":true");
    let shown = said(&run(&["certificate", "key", "--data", &data, "--database", &place.database]));
    let own = file("own.json", shown.as_bytes());
    ends(&["certificate", "verify", &good, "--key", &own], 0, "genuine");

    let changed = file("changed.json", certificate.replace("flagged", "clear").as_bytes());
    ends(&["certificate", "verify", &changed, "--key", &key], 1, "NOT GENUINE");
    ends(&["certificate", "verify", &changed, "--key", &key, "--format", "json"], 1, "\"genuine\":false");
    ends(&["certificate", "verify", &good, "--key", &key, "--result", &line], 1, "of another result");
    let foreign = file("checkpoint.json", checkpoint.as_bytes());
    ends(&["certificate", "verify", &foreign, "--key", &key], 1, "subrosa-checkpoint");
    let cut = file("cut.json", &certificate.as_bytes()[..certificate.len() / 2]);
    ends(&["certificate", "verify", &cut, "--key", &key], 2, "cannot be read");
    let huge = file("huge.json", &vec![b'{'; 200 * 1024]);
    ends(&["certificate", "verify", &huge, "--key", &key], 2, "larger than");
    let binary = file("binary", &[0xff; 100]);
    ends(&["certificate", "verify", &binary, "--key", &key], 2, "no text");
    ends(&["certificate", "verify", &place.path("none"), "--key", &key], 2, "cannot open");
    ends(&["certificate", "verify", &good, "--key", &good], 2, "is no office key");
    ends(&["certificate", "verify", &good, "--data", &place.path("")], 2, "--key FILE");

    // The ledger against its signed checkpoint.
    let flags = place.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let verify = |more: &[&str], code, words| ends(&[&["ledger", "verify"], &flags[..], more].concat(), code, words);
    verify(&["--checkpoint", &foreign], 0, "intact");
    verify(&["--checkpoint", &foreign, "--key", &key], 0, "intact");
    let forged = file("forged.json", checkpoint.replace("\"seq\":", "\"seq\":1").as_bytes());
    verify(&["--checkpoint", &forged], 2, "shows another end");
    let damaged = file("damaged.json", checkpoint.replace("\"jws\":\"e", "\"jws\":\"f").as_bytes());
    verify(&["--checkpoint", &damaged], 2, "is not taken");
    let plain =
        file("plain.json", said(&run(&[&["ledger", "verify"], &flags[..], &["--format", "json"]].concat())).as_bytes());
    verify(&["--checkpoint", &plain], 0, "intact");
    drop(server);

    // The key is part of a backup, and private to its owner.
    use std::os::unix::fs::PermissionsExt as _;
    let backup = place.path("backup");
    let out = place.cli(&["backup", &backup]);
    assert!(out.status.success(), "{}", said(&out));
    for folder in [&data, &backup] {
        let mode = std::fs::metadata(format!("{folder}/wrapping-key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{folder}");
    }
    assert!(!certificate.contains(PASSWORD));
}
