//! Tests of the layers, their errors, and of the reference.

use super::*;
use clap::{Args as _, Command, FromArgMatches as _};

fn parse(flags: &[&str]) -> ServeArgs {
    let cmd = ServeArgs::augment_args(Command::new("serve"));
    let matches = cmd.try_get_matches_from(std::iter::once(&"serve").chain(flags)).expect("flags");
    ServeArgs::from_arg_matches(&matches).expect("arguments")
}

fn load(file: &str, env: &[(&str, &str)], flags: &[&str]) -> Result<Config, String> {
    let dir = tempfile::tempdir().expect("folder");
    let path = dir.path().join("subrosa.toml");
    std::fs::write(&path, file).expect("file");
    let mut args = parse(flags);
    args.config = Some(path.clone());
    let env = env.iter().map(|(k, v)| ((*k).into(), (*v).into()));
    Config::load(&args, env).map_err(|e| e.to_string().replace(&path.display().to_string(), "FILE"))
}

#[test]
fn each_layer_lies_over_the_one_before() {
    let file = "listen = \"127.0.0.1:1\"\n[tokens]\nttl = \"1m\"\n[pages]\nmax = 100\n[mail]\nfrom = \"a@x.example\"";
    let env = [("SUBROSA_LISTEN", "127.0.0.1:2"), ("SUBROSA_TOKENS_TTL", "2m"), ("HOME", "/"), ("SUBROSA_TEST_PG", "")];
    let c = load(file, &env, &["--listen", "127.0.0.1:3", "--demo"]).expect("settings");
    assert_eq!(c.listen.port, 3);
    assert_eq!(c.tokens.ttl, Duration::from_secs(120));
    assert_eq!(c.pages.max, 100);
    assert_eq!(c.mail.from.as_deref(), Some("a@x.example"));
    assert!(c.demo);
    assert_eq!(c.pages.default, 50);
    assert_eq!(c.database(), Database::Sqlite("subrosa-data/subrosa.db".into()));
    assert_eq!(c.mail_dir(), Some("subrosa-data/mail".into()));
}

#[test]
fn the_file_takes_the_types_of_toml() {
    let c = load(
        "demo = true\ndemo_now = 2026-03-10T14:00:00-04:00\ntrusted_proxies = [\"10.0.0.0/8\"]\n\
         [law]\ncountries = [\"2026-01-01: AU CA\", \"2027-01-01: GB\"]",
        &[],
        &[],
    )
    .expect("settings");
    assert_eq!(c.demo_now, Some("2026-03-10T18:00:00Z".parse().expect("instant")));
    assert!(c.trusted_proxies.contains("10.1.2.3".parse().expect("ip")));
    let tables: Vec<_> = c.law.countries.iter().map(|t| (t.from.to_string(), t.countries.join(" "))).collect();
    assert_eq!(tables, [("2026-01-01".into(), "AU CA".into()), ("2027-01-01".into(), "GB".into())]);
}

#[test]
fn every_mistake_is_named_with_its_place_and_a_hint() {
    let file = "lisen = \"x\"\n[mail]\nfrm = \"a\"\n[tokens]\nttl = \"soon\"\n[nothing]\nx = 1\n[pages.max]\ny = 1";
    let env = [("SUBROSA_LISTENN", "x"), ("SUBROSA_PAGES_MAX", "0")];
    let errors = load(file, &env, &["--limits-json", "1 MX"]).expect_err("errors");
    insta::assert_snapshot!(errors);
    let broken = load("listen = ", &[], &[]).expect_err("no toml");
    assert!(broken.starts_with("FILE: TOML parse error at line 1"), "{broken}");
}

#[test]
fn settings_that_contradict_each_other_are_refused() {
    let refused = |flags: &[&str], words: &str| {
        let e = load("", &[], flags).expect_err(words);
        assert!(e.contains(words), "{e}");
    };
    refused(&["--mail-dir", "x", "--smtp", "smtps://mx"], "one way only");
    refused(&["--smtp", "smtps://mx", "--smtp-user", "me"], "come together");
    refused(&["--tls-key", "x"], "come together");
    refused(&["--tls-client-ca", "x"], "needs tls.certificate");
    refused(&["--tls-certificate", "x", "--tls-key", "y", "--tls-by-proxy"], "both set");
    refused(&["--demo-now", "2026-03-10T00:00:00Z"], "needs demo");
    refused(&["--pages-default", "300"], "above pages.max");
    refused(&["--tokens-ttl", "13h"], "above tokens.refresh_ttl");
    refused(&["--tokens-key-life", "10m"], "below an hour");
    refused(&["--database-password-file", "x"], "needs a postgres:// database");
}

#[test]
fn a_password_in_a_database_url_is_never_shown() {
    let c = load("", &[], &["--database", "postgres://me:s3cret@db/x"]).expect("settings");
    assert!(!format!("{c:?}").contains("s3cret"));
    assert!(c.database().url().contains("s3cret"));
    let wrong = load("", &[], &["--database", "postgess://me:s3cret@db/x"]).expect_err("scheme");
    assert!(!wrong.contains("s3cret"), "{wrong}");
}

#[test]
fn a_password_in_the_address_of_the_mail_server_is_refused_and_not_repeated() {
    for text in ["smtps://me:s3cret@mx.example", "smtp:me:s3cret@mx", "me:s3cret@mx.example", "s3cret"] {
        let wrong = load("", &[], &["--smtp", text]).expect_err("refused");
        assert!(wrong.starts_with("--smtp: what is given is not ") && !wrong.contains("s3cret"), "{wrong}");
    }
}

#[test]
fn secrets_come_from_files_without_their_line_end() {
    use secrecy::ExposeSecret;
    let dir = tempfile::tempdir().expect("folder");
    let path = dir.path().join("pw");
    std::fs::write(&path, " a b \r\n").expect("file");
    assert_eq!(read_secret(&path).expect("secret").expose_secret(), " a b ");
    std::fs::write(&path, "\n").expect("file");
    assert!(read_secret(&path).expect_err("empty").to_string().contains("must hold a secret"));
    assert!(read_secret(&dir.path().join("none")).is_err());
    std::fs::write(&path, "p@s?").expect("file");
    let file = path.to_str().expect("path");
    let c = load("", &[], &["--database", "postgres://me@db/x", "--database-password-file", file]).expect("settings");
    assert_eq!(c.database_url().expect("url").expose_secret(), "postgres://me@db/x?password=%70%40%73%3F");
}

#[test]
fn a_switch_may_be_turned_off_again() {
    let c = load("demo = true", &[], &["--demo=false"]).expect("settings");
    assert!(!c.demo);
}

#[test]
fn the_reference_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/config.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().expect("docs")).expect("folder");
        std::fs::write(&path, reference()).expect("writes");
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == reference(), "docs/config.md is out of date; run: UPDATE=1 cargo test --lib config");
}

#[test]
fn help_and_reference_agree() {
    let help = ServeArgs::augment_args(Command::new("serve").term_width(0)).render_long_help().to_string();
    let reference = reference();
    for field in FIELDS {
        assert!(help.contains(&format!("--{}", field.flag)), "{}", field.flag);
        assert!(help.contains(&format!("{} [default: {}]", field.help, field.default())), "{}", field.key);
        assert!(reference.contains(&format!("`--{} {}`<br>`{}`", field.flag, field.value, field.env())));
    }
    let flags_in_help = help.lines().filter(|l| l.trim_start().starts_with("--")).count();
    assert_eq!(flags_in_help, FIELDS.len() + 1, "the settings and --config");
}
