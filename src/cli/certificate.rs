//! `subrosa certificate`: signed statements of what was screened, checked without the office.

use crate::app;
use crate::auth::seal::{Kind, MAX_BYTES, PublicKey, Rejected};
use crate::cli::office::{config, open};
use crate::cli::{Exit, Output, say};
use crate::config::StoreArgs;
use anyhow::{Context as _, Result};
use domain::base::ledger::hex;
use domain::filing::certificate::Certificate;
use domain::filing::screening::{LicenseOutcome, Verdict};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{Read, stdin};
use std::path::{Path, PathBuf};

/// Checks certificates of screenings.
#[derive(Debug, clap::Args)]
pub struct CertificateArgs {
    #[command(subcommand)]
    command: CertificateCommand,
}

#[derive(Debug, clap::Subcommand)]
enum CertificateCommand {
    /// Checks that a certificate was made by the holder of a key and not changed since. Needs no database.
    #[command(
        after_help = "A certificate is what GET /screenings/{id}/certificate answers, or the signed part of it alone. Have the key \
from the office itself (subrosa certificate key, GET /office-key), not from whoever shows the certificate.\n\n\
Exit codes: 0 genuine, 1 not, 2 the certificate or the key cannot be read.\n\n\
Example: subrosa certificate verify certificate.json --key office-key.json"
    )]
    Verify {
        /// The certificate; `-` is standard input.
        file: PathBuf,
        /// Public half of the office key, a JSON Web Key. Without it, the key of the data folder.
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
        /// The full result, a line of `subrosa screen --format ndjson`: is it the one certified?
        #[arg(long, value_name = "FILE")]
        result: Option<PathBuf>,
        /// For people or for programs.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Prints the public half of the office key, for whoever checks certificates and checkpoints.
    #[command(
        after_help = "Exit codes: 0 printed, 2 there is no key yet.\n\nExample: subrosa certificate key --data /var/lib/subrosa > office-key.json"
    )]
    Key {
        #[command(flatten)]
        store: StoreArgs,
    },
}

/// Longest full result looked at, in bytes.
const LONGEST_RESULT: usize = 256 << 20;

/// Runs the command.
pub fn run(args: &CertificateArgs) -> Result<Exit> {
    match &args.command {
        CertificateCommand::Key { store } => {
            let (config, cx) = open(store)?;
            let seal = app::keys::open_seal(&config, &cx)?;
            let seal = seal.context("there is no office key yet; the service makes it at its first start")?;
            put_line!("{}", serde_json::to_string_pretty(&seal.public()?.jwk())?);
            Ok(Exit::Fine)
        }
        CertificateCommand::Verify { file, key, result, format, store } => {
            let key = public_key(key.as_deref(), store)?;
            let text = read_up_to(file, 2 * MAX_BYTES)?;
            let result = result.as_deref().map(|path| read_up_to(path, LONGEST_RESULT)).transpose()?;
            let checked = check(&key, &text, result.as_deref());
            tell(&file.display().to_string(), checked, &key, result.is_some(), *format)
        }
    }
}

/// The key to check with, from a file or the database.
pub(super) fn public_key(file: Option<&Path>, store: &StoreArgs) -> Result<PublicKey> {
    match file {
        Some(path) => {
            let text = read_up_to(path, MAX_BYTES)?;
            PublicKey::from_jwk(&text).with_context(|| format!("{} is no office key", path.display()))
        }
        None => {
            let config = config(store)?;
            let without = || {
                format!(
                    "name the office key with --key FILE, or its data folder with --data DIR (not {})",
                    config.data.display()
                )
            };
            let cx = app::open_office(&config).with_context(without)?;
            let seal = app::keys::open_seal(&config, &cx).with_context(without)?.with_context(without)?;
            Ok(seal.public()?)
        }
    }
}

/// The text of a file that must not be larger than this.
fn read_up_to(path: &Path, most: usize) -> Result<String> {
    let reader: Box<dyn Read> = if path.as_os_str() == "-" {
        Box::new(stdin())
    } else {
        Box::new(File::open(path).with_context(|| format!("cannot open {}", path.display()))?)
    };
    let mut bytes = Vec::new();
    let read = reader.take(most as u64 + 1).read_to_end(&mut bytes);
    read.with_context(|| format!("cannot read {}", path.display()))?;
    anyhow::ensure!(bytes.len() <= most, "{} is larger than {} KiB and not looked at", path.display(), most / 1024);
    String::from_utf8(bytes).ok().with_context(|| format!("{} is no text", path.display()))
}

/// What the office answers: the statement to read, and signed.
#[derive(Deserialize)]
struct Answer {
    certificate: Option<Value>,
    jws: String,
}

/// Checks a certificate, whole or its signed part alone, and holds a full result against it.
fn check(key: &PublicKey, text: &str, result: Option<&str>) -> Result<Certificate, Rejected> {
    let text = text.trim();
    let answer = if text.starts_with('{') {
        serde_json::from_str(text).map_err(|e| Rejected::Unreadable(format!("it is no certificate: {e}")))?
    } else {
        Answer { certificate: None, jws: text.to_owned() }
    };
    let signed: Value = key.verify(Kind::Certificate, &answer.jws)?;
    let certificate = read(&signed).map_err(|why| {
        Rejected::Unreadable(format!("the signature is right, but this program does not know the form: {why}"))
    })?;
    if answer.certificate.is_some_and(|shown| shown != signed) {
        return Err(Rejected::NotGenuine("what it shows to be read is not what was signed".into()));
    }
    if let Some(result) = result
        && hex(&Sha256::digest(result.trim_end_matches(['\r', '\n']).as_bytes())) != certificate.result.sha256
    {
        return Err(Rejected::NotGenuine(
            "the certificate is genuine, but of another result than the one given".into(),
        ));
    }
    Ok(certificate)
}

/// Reads a signed statement. One with a member that this program does not know is refused, since its reader would not
/// see all that was signed.
fn read(signed: &Value) -> Result<Certificate, String> {
    let certificate: Certificate = serde_json::from_value(signed.clone()).map_err(|e| e.to_string())?;
    let known = serde_json::to_value(&certificate).map_err(|e| e.to_string())?;
    if known == *signed { Ok(certificate) } else { Err("it says more than a certificate does".into()) }
}

fn tell(
    file: &str,
    checked: Result<Certificate, Rejected>,
    key: &PublicKey,
    with_result: bool,
    format: Output,
) -> Result<Exit> {
    let exit = match &checked {
        Ok(_) => Exit::Fine,
        Err(Rejected::NotGenuine(_)) => Exit::Flagged,
        Err(Rejected::Unreadable(_)) => Exit::Trouble,
    };
    match (format, checked) {
        (Output::Json, Ok(c)) => put_line!("{}", json!({"genuine": true, "key": key.id(), "certificate": c})),
        (Output::Json, Err(Rejected::NotGenuine(why))) => put_line!("{}", json!({"genuine": false, "why": why})),
        (Output::Text, Ok(c)) => put_line!("{}", shown(&c, key, with_result)),
        (Output::Text, Err(Rejected::NotGenuine(why))) => put_line!("NOT GENUINE: {why}"),
        (_, Err(unreadable)) => say(&format!("{file}: {unreadable}")),
    }
    Ok(exit)
}

/// A genuine certificate, for people.
fn shown(c: &Certificate, key: &PublicKey, with_result: bool) -> String {
    let verdict = match c.result.verdict {
        Verdict::Clear => "clear",
        Verdict::Flagged => "flagged",
        Verdict::NeedsHuman => "needs a human",
    };
    let license = match c.result.license {
        LicenseOutcome::Grant => "nothing found that keeps the license back",
        LicenseOutcome::Withhold => "license to be withheld until a person has decided",
    };
    let same = if with_result { " (the result given)" } else { "" };
    format!(
        "genuine, signed with the office key {}\n\
         filing    {}, text {}\n          sha256 {}\n\
         list      {} {}\n          sha256 {}\n\
         engine    {}\n\
         screened  {}\n\
         result    {verdict}: categories hit {}, held back {}, other observations {}; {license}\n          sha256 {}{same}\n\
         issued    {} by {}",
        key.id(),
        c.application_number,
        c.text_version,
        c.document_sha256,
        c.list.id,
        c.list.revision,
        c.list.sha256,
        c.engine,
        c.screened_at,
        c.result.hits,
        c.result.suppressed,
        c.result.observations,
        c.result.sha256,
        c.issued_at,
        c.issued_by,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::keys::OfficeKey;
    use crate::auth::seal::Seal;
    use crate::workflow::list::setup::SHIPPED_LIST;
    use domain::base::ids::{FilingId, ScreeningId};
    use domain::filing::certificate::{CertifiedResult, digest};
    use screening::{CompiledList, Options, screen};

    fn made() -> (Certificate, String) {
        let list = CompiledList::compile(SHIPPED_LIST).expect("a list");
        let filing = serde_json::from_value(json!({
            "application_number": "18/123,456", "title": "Latch", "claims": ["1. A latch."],
        }));
        let result = screen(&list, &filing.expect("a filing"), Options::default());
        let id = uuid::Uuid::from_u128(7);
        let at = "2026-03-10T16:00:00Z".parse().expect("an instant");
        let certificate = Certificate {
            screening: ScreeningId::from_uuid(id),
            filing: FilingId::from_uuid(id),
            application_number: result.application_number.clone(),
            text_version: 1,
            document_sha256: "d".repeat(64),
            list: domain::filing::screening::ListRef { sha256: "e".repeat(64), ..result.list.clone() },
            engine: result.engine.clone(),
            screened_at: at,
            result: CertifiedResult { sha256: "f".repeat(64), ..CertifiedResult::of(&result).expect("a result") },
            issued_at: at,
            issued_by: "subrosa 0.0.0".into(),
        };
        let line = serde_json::to_string(&result).expect("json");
        assert_eq!(digest(&result).expect("a digest"), hex(&Sha256::digest(&line)));
        (certificate, line)
    }

    fn seal() -> (Seal, PublicKey) {
        let seal = Seal::with(OfficeKey::generate().expect("a key"));
        let key = seal.public().expect("a key");
        (seal, key)
    }

    #[test]
    fn a_certificate_reads_like_this() {
        let (_, key) = seal();
        let text = shown(&made().0, &key, true).replace(key.id(), "0123456789abcdef");
        insta::assert_snapshot!(text);
    }

    #[test]
    fn what_is_shown_must_be_what_was_signed() {
        let (seal, key) = seal();
        let (certificate, _) = made();
        let jws = seal.sign(Kind::Certificate, &certificate).expect("signed");
        let mut whole = json!({"certificate": certificate, "jws": jws});
        assert!(check(&key, &whole.to_string(), None).is_ok());
        assert!(check(&key, &format!("{jws}\n"), None).is_ok(), "the signed part alone");
        whole["certificate"]["result"]["verdict"] = json!("flagged");
        assert!(matches!(check(&key, &whole.to_string(), None), Err(Rejected::NotGenuine(_))));
        let cut = &whole.to_string()[..200];
        assert!(matches!(check(&key, cut, None), Err(Rejected::Unreadable(_))));
        let more = seal.sign(Kind::Certificate, &json!({"verdict": "clear"})).expect("signed");
        assert!(matches!(check(&key, &more, None), Err(Rejected::Unreadable(_))), "signed, of no known form");
        for (place, name) in [("", "revoked_at"), ("/result", "appeals")] {
            let mut newer = serde_json::to_value(&certificate).expect("json");
            newer.pointer_mut(place).expect("the place")[name] = json!("2027-01-04");
            let jws = seal.sign(Kind::Certificate, &newer).expect("signed");
            assert!(matches!(check(&key, &jws, None), Err(Rejected::Unreadable(_))), "signed, with a newer {name}");
        }
    }

    #[test]
    fn a_full_result_is_held_against_its_certificate() {
        let (seal, key) = seal();
        let (mut certificate, line) = made();
        certificate.result.sha256 = hex(&Sha256::digest(&line));
        let jws = seal.sign(Kind::Certificate, &certificate).expect("signed");
        assert!(check(&key, &jws, Some(&format!("{line}\n"))).is_ok());
        let other = line.replace("clear", "flagged");
        assert!(matches!(check(&key, &jws, Some(&other)), Err(Rejected::NotGenuine(_))));
    }

    #[test]
    fn large_files_are_not_read() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), vec![b'a'; 2 * MAX_BYTES + 1]).expect("written");
        let e = read_up_to(file.path(), 2 * MAX_BYTES).expect_err("too large").to_string();
        assert!(e.contains("larger than 128 KiB"), "{e}");
        assert!(read_up_to(Path::new("/nonexistent"), 1).is_err());
    }
}
