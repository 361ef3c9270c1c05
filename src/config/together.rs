//! Settings that depend on each other.

use crate::config::{Config, Database};
use std::time::Duration;

/// The shortest life of a token key.
const SHORTEST_KEY_LIFE: Duration = Duration::from_secs(60 * 60);

impl Config {
    /// Checks the settings that depend on each other.
    pub(super) fn check_together(&self, problems: &mut Vec<String>) {
        if self.mail.smtp.is_some() && self.mail.dir.is_some() {
            problems.push("mail.dir and mail.smtp are both set; notices go one way only".into());
        }
        if self.mail.smtp.is_none() && (self.mail.smtp_user.is_some() || self.mail.smtp_password_file.is_some()) {
            problems.push("mail.smtp_user and mail.smtp_password_file need mail.smtp".into());
        }
        if self.mail.smtp_user.is_some() != self.mail.smtp_password_file.is_some() {
            problems.push("mail.smtp_user and mail.smtp_password_file come together".into());
        }
        if self.tls.certificate.is_some() != self.tls.key.is_some() {
            problems.push("tls.certificate and tls.key come together".into());
        }
        if self.tls.client_ca.is_some() && self.tls.certificate.is_none() {
            problems.push(
                "tls.client_ca needs tls.certificate and tls.key: client certificates are asked for over TLS".into(),
            );
        }
        if self.tls.by_proxy && self.tls.certificate.is_some() {
            problems.push(
                "tls.by_proxy and tls.certificate are both set; either the service speaks TLS or a proxy does".into(),
            );
        }
        if self.demo_now.is_some() && !self.demo {
            problems.push("demo_now needs demo: only a demonstration has a clock that can be set".into());
        }
        if self.pages.default > self.pages.max {
            problems.push("pages.default is above pages.max".into());
        }
        if self.tokens.ttl > self.tokens.refresh_ttl {
            problems.push("tokens.ttl is above tokens.refresh_ttl".into());
        }
        if self.tokens.ttl > self.tokens.idle {
            problems.push("tokens.ttl is above tokens.idle; who works would be signed out".into());
        }
        if self.tokens.key_life < SHORTEST_KEY_LIFE {
            problems
                .push("tokens.key_life is below an hour; a new key must be known everywhere before it signs".into());
        }
        if self.database_password_file.is_some() && !matches!(self.database, Some(Database::Postgres(_))) {
            problems.push("database_password_file needs a postgres:// database".into());
        }
    }
}
