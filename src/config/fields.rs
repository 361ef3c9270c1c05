//! The one table of settings: file keys, environment names, flags, help and reference come from it.

use crate::config::Config;
use crate::config::value::{Setting, read};

/// Which commands take a setting as a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// Every command that opens the database.
    Store,
    /// Every command that makes the database where there is none.
    Create,
    /// `subrosa serve` alone.
    Serve,
}

/// One setting.
pub struct Field {
    /// Its key in the file, with a dot between table and name.
    pub key: &'static str,
    /// The flag, without dashes.
    pub flag: &'static str,
    /// The placeholder of its value in help.
    pub value: &'static str,
    /// What it is for, in one sentence; ends without a full stop.
    pub help: &'static str,
    /// The default as help shows it, for settings whose default is no value.
    pub unset: &'static str,
    pub(super) scope: Scope,
    pub(super) set: fn(&mut Config, &str) -> Result<(), String>,
    pub(super) show: fn(&Config) -> String,
}

impl Field {
    /// Its name in the environment.
    pub fn env(&self) -> String {
        format!("{}{}", crate::config::ENV_PREFIX, self.key.replace('.', "_").to_ascii_uppercase())
    }
    /// Whether it is a switch, which as a flag needs no value.
    pub(super) fn is_switch(&self) -> bool {
        self.value == "BOOL"
    }
    /// Its default as help and reference show it.
    pub fn default(&self) -> String {
        let shown = (self.show)(&Config::default());
        if shown.is_empty() { self.unset.to_owned() } else { shown }
    }
    /// The setting of a key.
    pub(super) fn of(key: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|f| f.key == key)
    }
}

impl std::fmt::Debug for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Field({})", self.key)
    }
}

macro_rules! fields {
    ($($scope:ident $($path:ident).+ = $key:literal, $flag:literal, $value:literal, $help:literal $(, $unset:literal)?;)+) => {
        /// Every setting there is, in the order of the reference.
        pub static FIELDS: &[Field] = &[$(Field {
            key: $key,
            flag: $flag,
            value: $value,
            help: $help,
            unset: concat!($($unset)?),
            scope: Scope::$scope,
            set: |config, text| { config.$($path).+ = read(text)?; Ok(()) },
            show: |config| Setting::show(&config.$($path).+),
        }),+];
    };
}

fields! {
    Store database = "database", "database", "URL", "Where the truth is kept: sqlite:PATH or postgres://USER@HOST/NAME", "subrosa.db in the data folder";
    Store database_password_file = "database_password_file", "database-password-file", "FILE", "File with the password for PostgreSQL, so that the URL need not hold it", "none";
    Store data = "data", "data", "DIR", "Folder for the database, the wrapping key, index and mail";
    Create demo = "demo", "demo", "BOOL", "Create the database as a demonstration, marked so for ever, with a clock that can be set forward";
    Serve demo_now = "demo_now", "demo-now", "INSTANT", "Where the clock of a demonstration starts", "the present";
    Serve new_keys = "new_keys", "new-keys", "BOOL", "Make new keys where those of this database, or their wrapping key, are lost; all must then sign in again and begin a new second factor, and what the lost key signed needs its public half to be checked";
    Serve listen = "listen", "listen", "HOST:PORT", "Where to serve; port 0 takes a free one. An address that is not loopback needs TLS: tls.certificate or tls.by_proxy";
    Serve docs = "docs", "docs", "BOOL", "Whether to show the interface at /docs to everybody who reaches the service; a demonstration always does";
    Serve ops_listen = "ops_listen", "ops-listen", "HOST:PORT", "Where to serve health and metrics; auto is 127.0.0.1 at the port after that of listen, off is nowhere. An address that is not loopback needs TLS, as listen does";
    Serve trusted_proxies = "trusted_proxies", "trusted-proxies", "NETWORKS", "Networks of reverse proxies whose X-Forwarded-For is believed", "none";
    Serve workers = "workers", "workers", "NUMBER", "Threads that serve requests", "one per core";

    Serve tls.certificate = "tls.certificate", "tls-certificate", "FILE", "PEM file with the certificate of the service, then those of the authorities above it; with it the service speaks TLS, and reads it again when it changes", "none: plain HTTP";
    Serve tls.key = "tls.key", "tls-key", "FILE", "PEM file with the private key of the certificate, which only its owner may read; read again when it changes", "none";
    Serve tls.client_ca = "tls.client_ca", "tls-client-ca", "FILE", "PEM file with authorities: only a client with a certificate of one of them can connect; read again when it changes", "none: no client is asked for a certificate";
    Serve tls.issuer_ca = "tls.issuer_ca", "tls-issuer-ca", "FILE", "PEM file with the authorities of agencies' identity providers: the keys of an issuer are fetched only where one of them vouches for its address; read at the start", "the authorities of this machine";
    Serve tls.by_proxy = "tls.by_proxy", "tls-by-proxy", "BOOL", "Declare that a reverse proxy gives TLS and that nobody gets past it; plain HTTP is then served on other addresses than loopback too";

    Serve mail.dir = "mail.dir", "mail-dir", "DIR", "Write each mail into this folder as an .eml file", "mail in the data folder, unless mail.smtp is set";
    Serve mail.smtp = "mail.smtp", "smtp", "URL", "Send mail through this server: smtps://HOST or smtp://HOST with STARTTLS", "none";
    Serve mail.smtp_user = "mail.smtp_user", "smtp-user", "NAME", "Name to sign in to the mail server with", "none";
    Serve mail.smtp_password_file = "mail.smtp_password_file", "smtp-password-file", "FILE", "File with the password for the mail server", "none";
    Serve mail.from = "mail.from", "mail-from", "ADDRESS", "Sender of notices", "the address of the desk, office.email";

    Serve office.name = "office.name", "office-name", "TEXT", "Name of the desk that signs notices";
    Serve office.phone = "office.phone", "office-phone", "TEXT", "Telephone of the desk";
    Serve office.email = "office.email", "office-email", "ADDRESS", "Mail address of the desk";
    Serve office.pickup = "office.pickup", "office-pickup", "TEXT", "Where and how a letter is handed out";

    Serve tokens.ttl = "tokens.ttl", "tokens-ttl", "TIME", "Life of an access token";
    Serve tokens.refresh_ttl = "tokens.refresh_ttl", "tokens-refresh-ttl", "TIME", "Life of a session without signing in again";
    Serve tokens.key_life = "tokens.key_life", "tokens-key-life", "TIME", "Time for which a key signs access tokens before the next one does; at least an hour";
    Serve tokens.idle = "tokens.idle", "tokens-idle", "TIME", "Life of a session whose tokens are not renewed";

    Store keys.wrapping_file = "keys.wrapping_file", "keys-wrapping-file", "FILE", "File with the key under which the keys in the database are encrypted, the same for every node; made at the first start", "wrapping-key in the data folder";

    Serve sign_in.per_client = "sign_in.per_client", "sign-in-per-client", "NUMBER", "Sign-ins a minute from one client address before it has to wait";
    Serve sign_in.per_name = "sign_in.per_name", "sign-in-per-name", "NUMBER", "Sign-ins a minute for one name before the answers are slowed down";
    Serve sign_in.banner_file = "sign_in.banner_file", "sign-in-banner-file", "FILE", "File with the notice that everybody accepts before signing in", "none";

    Serve limits.json = "limits.json", "limits-json", "SIZE", "Largest JSON body of an ordinary request";
    Serve limits.filing = "limits.filing", "limits-filing", "SIZE", "Largest single filing, alone or as one record of a stream";
    Serve limits.intake = "limits.intake", "limits-intake", "SIZE", "Largest intake stream";

    Serve timeouts.request = "timeouts.request", "timeouts-request", "TIME", "Time a client has for the handshake of TLS, and then to send the head of a request";
    Serve timeouts.stall = "timeouts.stall", "timeouts-stall", "TIME", "Time a client may pause within a body";
    Serve timeouts.keep_alive = "timeouts.keep_alive", "timeouts-keep-alive", "TIME", "Time an idle connection is kept open";
    Serve timeouts.disconnect = "timeouts.disconnect", "timeouts-disconnect", "TIME", "Time a connection has to close";
    Serve timeouts.shutdown = "timeouts.shutdown", "timeouts-shutdown", "TIME", "Time requests have to finish when the service is stopped";

    Serve pages.default = "pages.default", "pages-default", "NUMBER", "Items of a page where no limit is asked for";
    Serve pages.max = "pages.max", "pages-max", "NUMBER", "Most items of a page";

    Serve law.determination_window_days = "law.determination_window_days", "law-determination-window-days", "DAYS", "Days before the end of a term from which determinations for the next are taken";
    Serve law.referral_due_days = "law.referral_due_days", "law-referral-due-days", "DAYS", "Days an agency is given to answer a referral; no law sets a limit";
    Serve law.marking_period_days = "law.marking_period_days", "law-marking-period-days", "DAYS", "Days the Office gives to declassify, explain or put under order a filing that bears a marking; no law fixes them";
    Serve law.property_statement_days = "law.property_statement_days", "law-property-statement-days", "DAYS", "Days an applicant has to state who owns an invention useful in atomic energy or space";
    Serve law.property_claim_days = "law.property_claim_days", "law-property-claim-days", "DAYS", "Days DOE or NASA has to claim an invention";
    Serve law.property_hearing_days = "law.property_hearing_days", "law-property-hearing-days", "DAYS", "Days an applicant has to ask for a hearing on a claim of DOE or NASA";
    Serve law.retroactive_renewal_days = "law.retroactive_renewal_days", "law-retroactive-renewal-days", "DAYS", "Days a refused petition for a retroactive license may be renewed in; at least 30";
    Serve law.appeal_days = "law.appeal_days", "law-appeal-days", "DAYS", "Days a principal has to appeal to the Secretary of Commerce after a refused rescission petition";
    Serve law.originator_notice_days = "law.originator_notice_days", "law-originator-notice-days", "DAYS", "Days an originating Government's request to end secrecy takes to have effect";
    Serve law.receipt_due_days = "law.receipt_due_days", "law-receipt-due-days", "DAYS", "Days after which the signed receipt of a letter should be back; no law sets a limit";
    Serve law.referral_reminder_days = "law.referral_reminder_days", "law-referral-reminder-days", "DAYS", "Days before an answer is asked for at which the agency is reminded";
    Serve law.referral_escalation_days = "law.referral_escalation_days", "law-referral-escalation-days", "DAYS", "Days after it was asked for at which a missing answer is escalated";
    Serve law.receipt_license = "law.receipt_license", "law-receipt-license", "WHICH", "Which filings get their foreign filing license without an officer: off, examined (cleared by an examiner) or screened (also where nothing was found)";
    Serve law.countries = "law.countries", "law-countries", "TABLES", "Countries in which an order of Type I permits filing, each table with its first day";

    Serve questions.pause = "questions.pause", "questions-pause", "CLOCK", "Clock that stands still while a question of an agency to the Office is open: referral_due, the day by which its answer is asked for, or none. A clock that the law sets is refused";

    Serve alarms.filings_read = "alarms.filings_read", "alarms-filings-read", "NUMBER", "Different filings whose text one person may read within an hour before security officers and auditors find an alarm at GET /alarms; it bars nobody from reading";

    Serve rates.per_account = "rates.per_account", "rates-per-account", "NUMBER", "Requests a minute of one account, streams of filings aside, before it has to wait";
    Serve rates.per_address = "rates.per_address", "rates-per-address", "NUMBER", "Requests a minute from one client address without a valid token before it has to wait; the addresses of an IPv6 /64 count as one";
    Serve rates.at_once_per_account = "rates.at_once_per_account", "rates-at-once-per-account", "NUMBER", "Requests of one account at the same time, streams of filings aside";
    Serve rates.at_once_per_address = "rates.at_once_per_address", "rates-at-once-per-address", "NUMBER", "Requests from one client address without a valid token at the same time";

    Store log.format = "log.format", "log-format", "FORMAT", "How log lines are written: text or json";
    Store log.filter = "log.filter", "log-filter", "FILTER", "What is logged, by level and part of the program, for example warn or info,subrosa=debug";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn keys_flags_and_environment_names_are_unique_and_follow_one_rule() {
        let mut seen = HashSet::new();
        for f in FIELDS {
            assert!(seen.insert(f.env()), "{} twice", f.env());
            assert!(seen.insert(f.flag.to_owned()), "{} twice", f.flag);
            let rule = f.key.replace(['.', '_'], "-");
            assert!(f.flag == rule || f.flag == rule.trim_start_matches("mail-"), "{} for {}", f.flag, f.key);
            assert!(!f.help.ends_with('.'), "{}", f.key);
            assert!(!f.default().is_empty(), "{} has no default to show", f.key);
            assert!(f.key != "config");
        }
    }

    #[test]
    fn every_default_reads_back_as_itself() {
        for f in FIELDS {
            let shown = (f.show)(&Config::default());
            if shown.is_empty() {
                continue;
            }
            let mut config = Config::default();
            (f.set)(&mut config, &shown).unwrap_or_else(|e| panic!("{}: {e}", f.key));
            assert_eq!((f.show)(&config), shown, "{}", f.key);
        }
    }
}
