//! Settings: one typed struct, filled from defaults, a TOML file, the environment and flags, each
//! layer over the one before.
//!
//! The table [`FIELDS`] is the only definition of settings: file keys, environment names, flags, `--help` and
//! `docs/config.md` are made from it. A setting that is not in the table is an error in every layer, with the nearest
//! name as a hint, so that a misspelt setting is never ignored. Secrets are named by file. Not its job: opening
//! anything that a setting names.

mod args;
mod fields;
mod rates;
mod reference;
mod together;
mod value;

pub use args::{CreateArgs, ServeArgs, SettingArgs, StoreArgs};
pub use fields::{FIELDS, Field};
pub use rates::Rates;
pub use reference::reference;
pub use value::{Database, HostPort, LogFormat, Networks, OpsListen, Size, SmtpUrl};

use domain::law::issue::{CountryTable, DEFAULT_COUNTRIES};
use domain::law::license::ReceiptLicense;
use domain::notice::OfficeAddress;
use domain::review::question::PausedClock;
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The prefix of the environment variables.
pub const ENV_PREFIX: &str = "SUBROSA_";
/// Variables of the test suites, which are no settings.
const TEST_PREFIX: &str = "SUBROSA_TEST_";
/// The variable that names the file, as `--config` does.
const ENV_FILE: &str = "SUBROSA_CONFIG";

/// Name of the file with the wrapping key in the data folder.
pub const WRAPPING_KEY: &str = "wrapping-key";
/// Every setting, with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The database; `None` is a file in the data folder. Ask [`Config::database`].
    pub database: Option<Database>,
    /// File with the password for PostgreSQL.
    pub database_password_file: Option<PathBuf>,
    /// Folder for everything that is not elsewhere.
    pub data: PathBuf,
    /// Whether a new database is a demonstration.
    pub demo: bool,
    /// Where the clock of a demonstration starts.
    pub demo_now: Option<Timestamp>,
    /// Whether lost keys may be replaced by new ones.
    pub new_keys: bool,
    /// Where to serve.
    pub listen: HostPort,
    /// Whether the page of the interface is served to everybody.
    pub docs: bool,
    /// Where to serve health and metrics.
    pub ops_listen: OpsListen,
    /// Proxies whose word on the client's address is taken.
    pub trusted_proxies: Networks,
    /// Threads that serve; `None` is one per core.
    pub workers: Option<u32>,
    pub tls: Tls,
    pub mail: Mail,
    /// Whom notices name.
    pub office: OfficeAddress,
    pub tokens: Tokens,
    pub keys: Keys,
    /// How often one may try to sign in.
    pub sign_in: SignIn,
    /// Sizes of bodies.
    pub limits: Limits,
    /// Patience.
    pub timeouts: Timeouts,
    /// Pages of lists.
    pub pages: Pages,
    /// What the law leaves to the Office.
    pub law: Law,
    /// Questions between the Office and an agency.
    pub questions: Questions,
    pub alarms: Alarms,
    /// How many requests are answered.
    pub rates: Rates,
    pub log: Log,
}

/// Who gives TLS to those who connect: the service, or a proxy before it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tls {
    /// File with the certificate of the service and those above it.
    pub certificate: Option<PathBuf>,
    /// File with the private key of the certificate.
    pub key: Option<PathBuf>,
    /// File with the authorities of client certificates. `None` asks no client for one.
    pub client_ca: Option<PathBuf>,
    /// File with the authorities of agencies' identity providers. `None` trusts those of the machine.
    pub issuer_ca: Option<PathBuf>,
    /// Whether the operator declares that whoever connects from elsewhere comes over TLS, which a proxy gives.
    pub by_proxy: bool,
}

/// How notices are sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Folder for `.eml` files. Ask [`Config::mail_dir`].
    pub dir: Option<PathBuf>,
    /// Mail server.
    pub smtp: Option<SmtpUrl>,
    /// Name at the mail server.
    pub smtp_user: Option<String>,
    pub smtp_password_file: Option<PathBuf>,
    /// Sender of notices; the address of the desk if left out.
    pub from: Option<String>,
}

/// How long tokens and sessions last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens {
    /// Life of an access token.
    pub ttl: Duration,
    /// Life of a session.
    pub refresh_ttl: Duration,
    /// Life of a session that is not used.
    pub idle: Duration,
    /// How long a key signs tokens before the next one does.
    pub key_life: Duration,
}

/// The wrapping key, under which the keys in the database are encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// File with the wrapping key. Ask [`Config::wrapping_file`].
    pub wrapping_file: Option<PathBuf>,
}

/// How often one may try to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// Tries a minute from one client address.
    pub per_client: u32,
    /// Tries a minute for one name.
    pub per_name: u32,
    /// File with the notice that everybody accepts before signing in.
    pub banner_file: Option<PathBuf>,
}

/// Largest bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Of a JSON request.
    pub json: Size,
    pub filing: Size,
    /// Of an intake stream.
    pub intake: Size,
}

/// How long a client may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeouts {
    /// For the handshake of TLS, and again to send the head of a request.
    pub request: Duration,
    /// Between two pieces of a body.
    pub stall: Duration,
    /// To send another request.
    pub keep_alive: Duration,
    /// To close.
    pub disconnect: Duration,
    /// To finish when the service stops.
    pub shutdown: Duration,
}

/// Pages of lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    /// Items where no limit is asked for.
    pub default: u32,
    /// Most items.
    pub max: u32,
}

/// The settings of the Office that the rule book marks so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Law {
    /// Days before the end of a term from which determinations are taken (R4.5).
    pub determination_window_days: u32,
    /// Days given for the answer to a referral (R2.5).
    pub referral_due_days: u32,
    /// Days the Office gives to declassify, explain or put under order a filing that bears a marking; no law fixes them (R1.6, R1.7).
    pub marking_period_days: u32,
    /// Days an applicant has to state who owns an invention useful in atomic energy or space (R1.9, R1.10).
    pub property_statement_days: u32,
    /// Days DOE or NASA has to claim an invention (R1.9, R1.10).
    pub property_claim_days: u32,
    /// Days an applicant has to ask for a hearing on a claim of DOE or NASA (R1.9, R1.10).
    pub property_hearing_days: u32,
    /// Days a refused petition for a retroactive license may be renewed in; at least 30 (R6.10).
    pub retroactive_renewal_days: u32,
    /// Days a principal has to appeal to the Secretary of Commerce after a refused rescission petition (R5.3).
    pub appeal_days: u32,
    /// Days an originating Government's request to end secrecy takes to have effect (R3.8).
    pub originator_notice_days: u32,
    /// Days after which the signed receipt of a letter should be back (R3.5).
    pub receipt_due_days: u32,
    /// Days before an answer is asked for at which the agency is reminded (R2.5).
    pub referral_reminder_days: u32,
    /// Days after it was asked for at which a missing answer is escalated (R2.5).
    pub referral_escalation_days: u32,
    /// Which filings get their foreign filing license without an officer (R6.3).
    pub receipt_license: ReceiptLicense,
    /// Countries of Type I orders, by first day (R3.2).
    pub countries: Vec<CountryTable>,
}

/// What questions between the Office and an agency do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questions {
    /// The clock that stands still while a question of an agency is open (R2.5).
    pub pause: PausedClock,
}

/// When security officers are alarmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarms {
    /// Different filings whose text one person may read within an hour before an alarm is raised (S-41).
    pub filings_read: u32,
}

/// How log lines are written, and which are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// How lines are written.
    pub format: LogFormat,
    pub filter: String,
}

impl Default for Config {
    fn default() -> Self {
        let minutes = |n: u64| Duration::from_secs(60 * n);
        Self {
            database: None,
            database_password_file: None,
            data: "subrosa-data".into(),
            demo: false,
            demo_now: None,
            new_keys: false,
            listen: HostPort { host: "127.0.0.1".into(), port: 8080 },
            docs: false,
            ops_listen: OpsListen::Auto,
            trusted_proxies: Networks::default(),
            workers: None,
            tls: Tls::default(),
            mail: Mail { dir: None, smtp: None, smtp_user: None, smtp_password_file: None, from: None },
            office: OfficeAddress::default(),
            tokens: Tokens {
                ttl: minutes(10),
                refresh_ttl: minutes(12 * 60),
                idle: minutes(30),
                key_life: minutes(30 * 24 * 60),
            },
            keys: Keys { wrapping_file: None },
            sign_in: SignIn { per_client: 120, per_name: 10, banner_file: None },
            limits: Limits { json: Size(1 << 20), filing: Size(64 << 20), intake: Size(8 << 30) },
            timeouts: Timeouts {
                request: Duration::from_secs(10),
                stall: Duration::from_secs(30),
                keep_alive: Duration::from_secs(75),
                disconnect: Duration::from_secs(5),
                shutdown: Duration::from_secs(30),
            },
            pages: Pages { default: 50, max: 200 },
            law: Law {
                determination_window_days: 120,
                referral_due_days: 90,
                marking_period_days: 60,
                property_statement_days: 30,
                property_claim_days: 90,
                property_hearing_days: 30,
                retroactive_renewal_days: 30,
                appeal_days: 60,
                originator_notice_days: 42,
                receipt_due_days: 30,
                referral_reminder_days: 14,
                referral_escalation_days: 30,
                receipt_license: ReceiptLicense::default(),
                countries: vec![CountryTable {
                    from: jiff::civil::date(1952, 2, 1),
                    countries: DEFAULT_COUNTRIES.into_iter().map(Into::into).collect(),
                }],
            },
            questions: Questions { pause: PausedClock::default() },
            alarms: Alarms { filings_read: 200 },
            rates: Rates::default(),
            log: Log { format: LogFormat::Text, filter: "info,actix_server=warn".into() },
        }
    }
}

/// Everything that is wrong with the settings, each with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError(Vec<String>);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl Config {
    /// Reads all layers. `environment` is given so that a test has its own.
    pub fn load<const KIND: u8>(
        args: &SettingArgs<KIND>,
        environment: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<Self, ConfigError> {
        let environment: Vec<_> = environment
            .into_iter()
            .filter_map(|(k, v)| Some((k.into_string().ok()?, v)))
            .filter(|(k, _)| k.starts_with(ENV_PREFIX) && !k.starts_with(TEST_PREFIX))
            .collect();
        let file = args
            .config
            .clone()
            .or_else(|| environment.iter().find(|(k, _)| k == ENV_FILE).map(|(_, v)| PathBuf::from(v)));
        let mut config = Self::default();
        let mut problems = Vec::new();
        if let Some(path) = file {
            match std::fs::read_to_string(&path) {
                Ok(text) => config.apply_file(&path.display().to_string(), &text, &mut problems),
                Err(e) => problems.push(format!("cannot read {}: {e}", path.display())),
            }
        }
        for (name, value) in environment.iter().filter(|(k, _)| k != ENV_FILE) {
            config.apply_env(name, value, &mut problems);
        }
        for (field, text) in &args.values {
            config.apply(field, text, &format!("--{}", field.flag), &mut problems);
        }
        config.check_together(&mut problems);
        if problems.is_empty() { Ok(config) } else { Err(ConfigError(problems)) }
    }

    fn apply(&mut self, field: &Field, text: &str, place: &str, problems: &mut Vec<String>) {
        if let Err(problem) = (field.set)(self, text) {
            problems.push(format!("{place}: {problem}"));
        }
    }

    fn apply_env(&mut self, name: &str, value: &OsString, problems: &mut Vec<String>) {
        let Some(field) = FIELDS.iter().find(|f| f.env() == name) else {
            let hint = hint_nearest(name, FIELDS.iter().map(Field::env));
            problems.push(format!("environment: there is no setting {name}{hint}"));
            return;
        };
        match value.to_str() {
            Some(text) => self.apply(field, text, &format!("environment: {name}"), problems),
            None => problems.push(format!("environment: {name} is not UTF-8")),
        }
    }

    fn apply_file(&mut self, name: &str, text: &str, problems: &mut Vec<String>) {
        match text.parse::<toml::Table>() {
            Ok(table) => self.apply_table(name, "", &table, problems),
            Err(e) => problems.push(format!("{name}: {e}")),
        }
    }

    fn apply_table(&mut self, name: &str, prefix: &str, table: &toml::Table, problems: &mut Vec<String>) {
        for (key, value) in table {
            let key = format!("{prefix}{key}");
            match (Field::of(&key), value) {
                (Some(field), _) => match scalar_text(value) {
                    Some(text) => self.apply(field, &text, &format!("{name}: {key}"), problems),
                    None => problems.push(format!("{name}: {key} takes a single value or a list of texts")),
                },
                (None, toml::Value::Table(inner)) if FIELDS.iter().any(|f| f.key.starts_with(&format!("{key}."))) => {
                    self.apply_table(name, &format!("{key}."), inner, problems);
                }
                (None, _) => {
                    let hint = hint_nearest(&key, FIELDS.iter().map(|f| f.key.to_owned()));
                    problems.push(format!("{name}: there is no setting {key}{hint}"));
                }
            }
        }
    }

    /// The database in force.
    pub fn database(&self) -> Database {
        self.database.clone().unwrap_or_else(|| Database::Sqlite(self.data.join("subrosa.db")))
    }
    /// The URL of the database in force with its password, which may come from a file.
    pub fn database_url(&self) -> Result<SecretString, ConfigError> {
        let url = self.database().url();
        let Some(path) = &self.database_password_file else { return Ok(url.into()) };
        let password = read_secret(path)?;
        let separator = if url.contains('?') { '&' } else { '?' };
        let encoded: String = password.expose_secret().bytes().map(|b| format!("%{b:02X}")).collect();
        Ok(format!("{url}{separator}password={encoded}").into())
    }
    /// The file with the wrapping key.
    pub fn wrapping_file(&self) -> PathBuf {
        self.keys.wrapping_file.clone().unwrap_or_else(|| self.data.join(WRAPPING_KEY))
    }
    /// The folder mails are written to; `None` where they go to a server.
    pub fn mail_dir(&self) -> Option<PathBuf> {
        self.mail.smtp.is_none().then(|| self.mail.dir.clone().unwrap_or_else(|| self.data.join("mail")))
    }
}

/// Reads a secret from its file. One line end at the end of the file is not part of the secret.
pub fn read_secret(path: &Path) -> Result<SecretString, ConfigError> {
    let text = std::fs::read_to_string(path)
        .map_err(|e| ConfigError(vec![format!("cannot read the secret in {}: {e}", path.display())]))?;
    let secret = text.strip_suffix('\n').map_or(text.as_str(), |t| t.strip_suffix('\r').unwrap_or(t));
    if secret.is_empty() {
        return Err(ConfigError(vec![format!("{} is empty; it must hold a secret", path.display())]));
    }
    Ok(secret.into())
}

/// A TOML value as the text the same setting has in the environment; lists by semicolons.
fn scalar_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(s) => Some(s.clone()),
        toml::Value::Integer(n) => Some(n.to_string()),
        toml::Value::Float(n) => Some(n.to_string()),
        toml::Value::Boolean(b) => Some(b.to_string()),
        toml::Value::Datetime(d) => Some(d.to_string()),
        toml::Value::Array(items) => {
            let texts: Option<Vec<&str>> = items.iter().map(toml::Value::as_str).collect();
            texts.map(|t| t.join("; "))
        }
        toml::Value::Table(_) => None,
    }
}

/// `; did you mean X?` if a name is close to an existing one; otherwise empty.
fn hint_nearest(given: &str, names: impl Iterator<Item = String>) -> String {
    names
        .map(|name| (strsim::damerau_levenshtein(given, &name), name))
        .min()
        .filter(|(distance, name)| *distance <= name.len() / 3)
        .map(|(_, name)| format!("; did you mean {name}?"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
