//! The readers of documents: what they read of real files is counted a second time by an independent program, and what they
//! read of the project's own samples is compared with snapshots.
//!
//! The real files are not part of the project. Without them, or without Python, the counting test is skipped and says so.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::Command;

use domain::filing::{DescriptionItem, Filing, PartyRole, Scheme};
use subrosa::formats::{self, Limits, Record};

/// The folder of real documents, where there is one.
fn data() -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = [here.join("../shared/data"), here.join("../../shared/data")].into_iter().find(|p| p.is_dir());
    if found.is_none() {
        eprintln!("SKIPPED: no ../shared/data, so no real file was read");
    }
    found
}

fn files() -> Option<Vec<PathBuf>> {
    let data = data()?;
    let mut files: Vec<_> = data.join("formats").read_dir().expect("lists").map(|e| e.expect("lists").path()).collect();
    files.push(data.join("grants-2007-11-20.xml.gz"));
    files.sort();
    Some(files)
}

fn read(file: &Path) -> impl Iterator<Item = Record> {
    let reader = BufReader::new(File::open(file).expect("opens"));
    formats::read(&file.display().to_string(), reader, &Limits::default())
}

/// The numbers that both programs count in a record.
fn counts(filing: &Filing) -> serde_json::Value {
    let digest = |text: &str| {
        use sha2::Digest;
        sha2::Sha256::digest(text).iter().map(|b| format!("{b:02x}")).collect::<String>()
    };
    let of = |scheme| filing.classes.iter().filter(|c| c.scheme == scheme).count();
    let paragraphs = || {
        filing.description.iter().filter_map(|item| match item {
            DescriptionItem::Paragraph { text, .. } => Some(text.as_str()),
            DescriptionItem::Heading { .. } => None,
        })
    };
    let texts = filing.claims.iter().map(String::as_str).chain(paragraphs());
    let is_letter = |c: char| c.is_ascii_alphabetic() || ('\u{370}'..='\u{3ff}').contains(&c);
    let words: Vec<_> = texts.flat_map(|t| t.split(|c| !is_letter(c))).filter(|w| !w.is_empty()).collect();
    serde_json::json!({
        "number": filing.application_number.as_str().chars().filter(char::is_ascii_digit).collect::<String>(),
        "title": !filing.title.is_empty(),
        "abstract": filing.abstract_.len(),
        "claims": filing.claims.len(),
        "paragraphs": paragraphs().count(),
        "ipc": of(Scheme::Ipc),
        "cpc": of(Scheme::Cpc),
        "inventors": filing.parties.iter().filter(|p| p.role == PartyRole::Inventor).count(),
        "letters": digest(&words.concat()),
        "words": digest(&words.join(" ")),
    })
}

#[test]
fn real_files_yield_what_an_independent_program_counts() {
    let Some(files) = files() else { return };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/independent_counts.py");
    let output = match Command::new("python3").arg(&script).args(&files).output() {
        Ok(output) => output,
        Err(error) => return eprintln!("SKIPPED: python3 did not start ({error}), so nothing was counted twice"),
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut expected: HashMap<(String, u64), serde_json::Value> = HashMap::new();
    for line in String::from_utf8(output.stdout).expect("utf-8").lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        let key = (line["file"].as_str().expect("file").to_owned(), line["record"].as_u64().expect("record"));
        expected.insert(key, line);
    }
    let (mut agreed, mut differing) = (0, Vec::new());
    for file in &files {
        let name = file.display().to_string();
        let mut trailing = false;
        for record in read(file) {
            let Some(theirs) = expected.remove(&(name.clone(), record.number)) else {
                let told = record.outcome.as_ref().is_err_and(|e| e.code() == "format.trailing_content" && trailing);
                if record.outcome.is_ok() || (trailing && !told) {
                    differing.push(format!("{record}: nothing like it was counted"));
                }
                trailing &= !told;
                continue;
            };
            if std::mem::replace(&mut trailing, theirs["trailing"] == true) {
                differing.push(format!("{record}: bytes before it were not reported"));
            }
            let ours = record.outcome.as_ref().map(counts);
            match (&ours, theirs["ok"].as_bool()) {
                (Ok(ours), Some(true)) => {
                    for (field, value) in ours.as_object().expect("an object") {
                        // Words are not counted where there are formulas.
                        if theirs[field] != *value && !theirs[field].is_null() {
                            differing.push(format!("{record}: {field}: {value}, but counted {}", theirs[field]));
                        }
                    }
                    agreed += 1;
                }
                (Ok(_), _) => differing.push(format!("{record}: read, but {theirs}")),
                (Err(error), Some(true)) => differing.push(format!("{record}: well-formed, but {error}")),
                (Err(_), _) => {}
            }
        }
    }
    expected.retain(|_, theirs| theirs["ok"] == true);
    assert!(expected.is_empty(), "never read: {:?}", expected.keys());
    assert!(differing.is_empty(), "{agreed} agreed, {} differ:\n{}", differing.len(), differing.join("\n"));
    assert!(agreed > 2_000, "only {agreed} records were compared");
}

/// Reads a sample of `tests/formats/`.
fn sample(name: &str) -> Vec<Record> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let reader = BufReader::new(File::open(folder.join(name)).expect("opens"));
    formats::read(name, reader, &Limits::default()).collect()
}

/// A record as people and programs see it.
fn seen(record: &Record) -> serde_json::Value {
    serde_json::json!({
        "record": record.to_string(),
        "warnings": record.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "filing": record.outcome.as_ref().ok(),
    })
}

#[test]
fn an_application_of_today() {
    insta::assert_json_snapshot!(sample("application-v46.xml").iter().map(seen).collect::<Vec<_>>());
}

#[test]
fn a_grant_of_2006_in_latin_1() {
    insta::assert_json_snapshot!(sample("grant-v40.xml").iter().map(seen).collect::<Vec<_>>());
}

#[test]
fn a_weekly_file_with_all_that_goes_wrong() {
    insta::assert_json_snapshot!(sample("weekly.xml").iter().map(seen).collect::<Vec<_>>());
}
