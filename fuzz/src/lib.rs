//! One function for each parser, which checks what must hold for any input. A function panics if the parser breaks it.
//!
//! Two drivers call these functions. `tests/it/frame/fuzz.rs` mutates the inputs of `corpus/` with a seeded generator, on any
//! toolchain, in every run of `./test`. The files of `fuzz_targets/` give them to libFuzzer, which looks for new paths
//! by coverage; `README.md` says how.

use domain::base::issuer::Terms;
use domain::base::marking::Marking;
use domain::base::merkle::TilePlace;
use domain::filing::Filing;
use screening::{CompiledList, rule};
use sha2::{Digest as _, Sha256};
use std::io::BufReader;
use std::str::FromStr;
use std::sync::OnceLock;
use std::time::Duration;
use subrosa::auth::cursor::Cursors;
use subrosa::auth::feed::FeedSecret;
use subrosa::auth::issuer::{KeySet, Presented, check_address};
use subrosa::auth::keys::OfficeKey;
use subrosa::auth::message::{Covered, OwnSignature, Parts};
use subrosa::auth::note::{Note, NoteKey, TreeHead, WitnessKey};
use subrosa::auth::person_key::PersonKey;
use subrosa::auth::refresh::RefreshToken;
use subrosa::auth::seal::Seal;
use subrosa::auth::token::{AccessTokens, TokenKey};
use subrosa::clock::{Clock as _, SystemClock};
use subrosa::config::{Config, FIELDS, ServeArgs};
use subrosa::formats::{self, ContentKind, Limits, Record};
use subrosa::mail::SmtpUrl;
use subrosa::store::DatabaseUrl;
use text::quantity::{Condition, mentions};

/// A parser under test.
#[derive(Clone, Copy)]
pub struct Target {
    /// The name of its file in `fuzz_targets/`, its folder in `corpus/` and its dictionary in `dict/`.
    pub name: &'static str,
    /// Gives the parser an input; panics if the parser breaks a promise.
    pub run: fn(&[u8]),
    /// Longest input in bytes. Longer inputs take more time and find nothing new.
    pub longest: usize,
}

/// Every parser of input from outside.
pub const TARGETS: [Target; 14] = [
    Target { name: "rule", run: rule, longest: 4 << 10 },
    Target { name: "list", run: list, longest: 16 << 10 },
    Target { name: "quantity", run: quantity, longest: 4 << 10 },
    Target { name: "xml", run: xml, longest: 64 << 10 },
    Target { name: "ndjson", run: ndjson, longest: 16 << 10 },
    Target { name: "token", run: token, longest: 4 << 10 },
    Target { name: "issuer_token", run: issuer_token, longest: 8 << 10 },
    Target { name: "cursor", run: cursor, longest: 1 << 10 },
    Target { name: "smtp_url", run: smtp_url, longest: 1 << 10 },
    Target { name: "database_url", run: database_url, longest: 1 << 10 },
    Target { name: "setting", run: setting, longest: 1 << 10 },
    Target { name: "marking", run: marking, longest: 1 << 10 },
    Target { name: "note", run: note, longest: 4 << 10 },
    Target { name: "message", run: message, longest: 4 << 10 },
];

/// Checks the parser of rules: every complaint points into the text, and a printed tree parses to itself.
pub fn rule(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match rule::parse(text) {
        Ok(rule) => {
            for warning in &rule.warnings {
                assert!(text.get(warning.at.clone()).is_some(), "{warning:?} points outside {text:?}");
            }
            let printed = rule.expr.to_string();
            // Printing adds parentheses, so a printed rule may be over the limits of length and depth.
            if let Ok(again) = rule::parse(&printed) {
                assert_eq!(again.expr, rule.expr, "{text:?} was printed as {printed:?}");
            } else {
                assert!(text.len() > 512, "{text:?} was printed as {printed:?}, which is no rule");
            }
        }
        Err(complaints) => {
            assert!(!complaints.is_empty(), "{text:?} was refused without a message");
            for complaint in complaints {
                assert!(text.get(complaint.at.clone()).is_some(), "{complaint:?} points outside {text:?}");
                let (line, column) = complaint.line_column(text);
                assert!(line >= 1 && column >= 1);
            }
        }
    }
}

/// Checks the compiler of lists: a list compiles, or every diagnostic can be shown at its place.
pub fn list(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let diagnostics = match CompiledList::compile(text) {
        Ok(list) => [list.warnings().to_vec(), list.lint()].concat(),
        Err(errors) => {
            assert!(!errors.0.is_empty(), "the list was refused without a message");
            errors.0
        }
    };
    for diagnostic in diagnostics {
        assert!(text.get(diagnostic.at.clone()).is_some(), "{diagnostic:?} points outside the list");
        assert!(!diagnostic.show("list.toml", text).to_string().is_empty());
    }
}

/// Checks the reader of quantities: mentions lie in the text, in order, and their lower bound is not above the upper
/// one. A condition finds no other places.
pub fn quantity(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let found = mentions(text);
    for mention in &found {
        assert!(text.get(mention.at.clone()).is_some_and(|t| !t.is_empty()), "{mention:?} is not in {text:?}");
        for reading in &mention.readings {
            assert!(reading.low <= reading.high, "{reading:?} of {text:?} is upside down");
        }
    }
    match Condition::parse(text) {
        Ok(condition) => {
            assert!(condition.places(text).iter().all(|place| found.iter().any(|m| m.at == *place)));
            for mention in &found {
                let gap = condition.misses_by(mention);
                assert!(gap.is_none_or(|gap| gap >= 0.0), "{gap:?} for {text:?}");
                assert!(!condition.can_be_met_by(mention) || gap == Some(0.0), "{gap:?} for {text:?}");
            }
        }
        Err(bad) => assert!(text.get(bad.at.clone()).is_some(), "{bad:?} points outside {text:?}"),
    }
}

/// Checks the reader of XML: reading ends, records are numbered from 1 without a gap, and the size of the pieces in
/// which the bytes arrive makes no difference.
pub fn xml(data: &[u8]) {
    read_in_pieces(ContentKind::Xml, data);
}

/// Checks the reader of NDJSON and JSON, and the one that detects the format: as for XML, and a filing that was read is
/// the same after it was written and read again.
pub fn ndjson(data: &[u8]) {
    read_in_pieces(ContentKind::Ndjson, data);
    read_in_pieces(ContentKind::Json, data);
    for record in formats::read("fuzz", data, &limits()) {
        let Ok(filing) = record.outcome else { continue };
        let written = serde_json::to_vec(&filing).expect("a filing is written");
        let again: Filing = serde_json::from_slice(&written).expect("what was written is read");
        assert_eq!(again, filing);
    }
}

fn limits() -> Limits {
    Limits { record_bytes: 32 << 10, total_bytes: 1 << 20, depth: 50 }
}

fn read_in_pieces(kind: ContentKind, data: &[u8]) {
    let shown = |r: &Record| format!("{} {} {} {:?} {:?}", r.number, r.line, r.bytes, r.outcome, r.warnings);
    let whole: Vec<Record> = formats::read_as(kind, "fuzz", data, &limits()).collect();
    let mut last = 0;
    for record in &whole {
        assert!(record.number == last || record.number == last + 1, "record {} after {last}", record.number);
        last = record.number;
        if let Err(error) = &record.outcome {
            assert!(error.code().starts_with("format."), "{error:?}");
        }
        assert!(!record.to_string().is_empty());
    }
    let pieces = formats::read_as(kind, "fuzz", BufReader::with_capacity(7, data), &limits());
    let pieces: Vec<String> = pieces.map(|r| shown(&r)).collect();
    assert_eq!(whole.iter().map(shown).collect::<Vec<_>>(), pieces, "it matters how the bytes arrive");
}

/// Checks the reader of tokens: it accepts no bytes that this process did not sign, and takes no secret of one kind for
/// another kind.
pub fn token(data: &[u8]) {
    static TOKENS: OnceLock<AccessTokens> = OnceLock::new();
    let tokens = TOKENS.get_or_init(|| {
        let tokens = AccessTokens::new(Duration::from_secs(900));
        tokens.replace(&[TokenKey::without_end(OfficeKey::generate().expect("a key"))]).expect("a key");
        tokens
    });
    let Ok(text) = std::str::from_utf8(data) else { return };
    assert!(tokens.verify(text, SystemClock.now()).is_err(), "{text:?} was taken for a token");
    let (refresh, feed) = (RefreshToken::parse(text), FeedSecret::parse(text));
    assert!(refresh.is_none() || feed.is_none(), "{text:?} is two kinds of secret");
    assert!(refresh.is_none_or(|t| t.expose() == text) && feed.is_none_or(|s| s.expose() == text));
}

/// Checks the parsers of what an agency's identity provider sends: no input is taken for a token of it, and no key set is one
/// in which a key has two names.
pub fn issuer_token(data: &[u8]) {
    static ISSUER: OnceLock<(Terms, KeySet)> = OnceLock::new();
    let (terms, keys) = ISSUER.get_or_init(|| {
        let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
        let set = serde_json::json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "k1", "x": x}]});
        let terms = serde_json::json!({"audience": "subrosa", "algorithms": ["EdDSA", "RS256"], "roles": ["official"]});
        let keys = KeySet::read(set.to_string().as_bytes()).expect("keys");
        (serde_json::from_value(terms).expect("terms"), keys)
    });
    let _ = KeySet::read(data);
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(read) = Presented::read(text) {
        assert!(read.check(terms, keys, SystemClock.now()).is_err(), "{text:?} was taken for a token of an issuer");
    }
    if let Ok(address) = check_address(text) {
        assert!(address.host().is_some_and(|host| !host.is_empty()), "{text:?} is an address of nobody");
    }
}

/// Checks the reader of cursors: it takes no text that this office did not make, and reads back the key it wrote.
pub fn cursor(data: &[u8]) {
    static CURSORS: OnceLock<Cursors> = OnceLock::new();
    let cursors = CURSORS.get_or_init(|| Cursors::of(&Seal::with(OfficeKey::generate().expect("a key"))));
    let Ok(text) = std::str::from_utf8(data) else { return };
    assert_eq!(cursors.read(text), None, "{text:?} was taken for a cursor");
    if !text.contains('\0') {
        assert_eq!(cursors.read(&cursors.write(text)).as_deref(), Some(text));
    }
}

/// Checks the parser of markings: what is read is printed in both forms so that it is read again, and joined with itself it
/// asks the same of a reader.
pub fn marking(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(read) = Marking::from_str(text) else { return };
    for printed in [read.banner(), read.mark(), format!("({})", read.mark())] {
        assert_eq!(Marking::from_str(&printed).as_ref(), Ok(&read), "{text:?} was printed as {printed:?}");
    }
    let joined = read.join(&read);
    assert!(joined.covers(&read) && read.covers(&joined), "{text:?} and {joined}");
}

/// Checks the parsers of what witnesses send and of the places of tiles: each text that is read is the only form of what it
/// says, and no text is taken for signed.
pub fn note(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(note) = Note::parse(text) {
        assert!(text.starts_with(&note.text));
        static KEY: OnceLock<NoteKey> = OnceLock::new();
        let key = KEY.get_or_init(|| WitnessKey::generate("witness.example").expect("a key").public());
        assert!(key.verify(&note).is_err() && key.verify_cosignature(&note).is_err());
        if let Ok(head) = TreeHead::parse(&note.text) {
            assert_eq!(head.to_string(), note.text);
        }
    }
    if let Ok(key) = NoteKey::from_str(text) {
        assert_eq!(key.to_string(), text);
    }
    if let Some(place) = TilePlace::parse(text) {
        assert_eq!(place.to_string(), text);
    }
}

/// Checks the reader of signed requests, whose headers come before an empty line and whose content comes after it: what is read
/// as signed is what was sent, and no key has signed it.
pub fn message(data: &[u8]) {
    const METHOD: &str = "POST";
    const PATH: &str = "/api/v1/referrals/1/opinions";
    let (head, content) = match data.windows(2).position(|two| two == b"\n\n") {
        Some(end) => (&data[..end], &data[end + 2..]),
        None => (data, &[][..]),
    };
    let headers: Vec<(&[u8], &[u8])> = head
        .split(|b| *b == b'\n')
        .filter_map(|line| line.iter().position(|b| *b == b':').map(|at| (&line[..at], &line[at + 1..])))
        .collect();
    let of = |name: &str| headers.iter().filter(|(n, _)| *n == name.as_bytes()).map(|(_, v)| *v).collect();
    if let Ok(Some(own)) = OwnSignature::read(Parts { method: METHOD, path: PATH, content }, of) {
        let covered = Covered::parse(&own.base).expect("what is signed is read again");
        assert_eq!((covered.method.as_str(), covered.path.as_str()), (METHOD, PATH), "{own:?}");
        assert_eq!(covered.content_sha256, <[u8; 32]>::from(Sha256::digest(content)), "{own:?}");
        assert_eq!(covered.key, own.key);
        static KEY: OnceLock<PersonKey> = OnceLock::new();
        let key = KEY.get_or_init(|| PersonKey::parse(JWK).expect("a key"));
        assert!(own.verify(key).is_err(), "{own:?}");
    }
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = Covered::parse(text);
        if let Ok(key) = PersonKey::parse(text) {
            assert_eq!(PersonKey::parse(&key.canonical()).as_ref(), Ok(&key));
        }
    }
}

/// A key that has signed nothing here (RFC 8037, appendix A.2).
const JWK: &str = r#"{"crv":"Ed25519","kty":"OKP","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

/// Checks the address of the mail server: an address with a password is refused, no message repeats a password, and a
/// shown address is read as the same server.
pub fn smtp_url(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match SmtpUrl::from_str(text) {
        Ok(url) => {
            let shown = url.to_string();
            let again = SmtpUrl::from_str(&shown).expect("what is shown is read");
            assert_eq!(again.to_string(), shown, "{text:?}");
        }
        Err(bad) => assert_no_secret(text, &bad.to_string()),
    }
    assert_no_secret(text, &refusals(&[("mail.smtp", text)]));
}

/// Checks the address of the database: no text shows its password, whether the address is accepted or refused.
pub fn database_url(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let shown = match DatabaseUrl::from_str(text) {
        Ok(url) => url.to_string(),
        Err(bad) => bad.to_string(),
    };
    assert_no_secret(text, &shown);
    let args = ServeArgs::default().with("database", text);
    match Config::load(&args, []) {
        Ok(config) => {
            assert_no_secret(text, &config.database().to_string());
            assert_no_secret(text, &format!("{config:?}"));
        }
        Err(problems) => assert_no_secret(text, &problems.to_string()),
    }
}

/// Checks the reader of settings (`KEY=VALUE`): a setting is accepted, or refused by its name, and an accepted value is
/// accepted as a flag and from the environment alike.
pub fn setting(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (key, value) = text.split_once('=').unwrap_or(("listen", text));
    let Some(field) = FIELDS.iter().find(|f| f.key == key) else { return };
    let args = ServeArgs::default().with(field.key, value);
    let by_flag = Config::load(&args, []).map_err(|e| e.to_string());
    let by_env = Config::load(&ServeArgs::default(), [(field.env().into(), value.into())]);
    match (&by_flag, by_env) {
        (Ok(flag), Ok(env)) => assert_eq!(*flag, env, "{text:?} means one thing as a flag and another outside"),
        (Err(problem), Err(_)) => assert!(!problem.is_empty(), "{text:?} was refused without a message"),
        (flag, _) => panic!("{text:?} is taken in one layer only; as a flag: {}", flag.is_ok()),
    }
}

fn refusals(settings: &[(&str, &str)]) -> String {
    let args = settings.iter().fold(ServeArgs::default(), |args, (key, value)| args.with(key, *value));
    Config::load(&args, []).map_or_else(|e| e.to_string(), |c| format!("{c:?}"))
}

/// The password in inputs. No message contains this word by chance.
const SECRET: &str = "hunter2";

/// Fails if a text shows the password of an address. If the same word is also the name or the host, it may be shown. An
/// address with an `@` in its query can be read in two ways, so nothing of it may be shown.
fn assert_no_secret(address: &str, shown: &str) {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let (main, query) = rest.split_once(['?', '#']).unwrap_or((rest, ""));
    let (user, host) = main.rsplit_once('@').unwrap_or(("", main));
    let (name, password) = user.split_once(':').unwrap_or((user, ""));
    let secret = password.contains(SECRET) || query.split_once("password=").is_some_and(|(_, p)| p.contains(SECRET));
    let open = name.contains(SECRET) || host.contains(SECRET);
    let either = query.contains('@') && rest.contains(SECRET);
    if (secret && !open) || either {
        assert!(!shown.contains(SECRET), "the password of {address:?} is shown: {shown:?}");
    }
}
