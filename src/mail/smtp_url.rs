//! The address of the mail server, as one line of configuration: `smtp://user@host:587`, `smtps://host`,
//! `smtp://127.0.0.1:2525`. Not its job: talking to the server.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// The address of a mail server. Never holds a password.
///
/// `smtps` is TLS from the first byte (port 465 by default); `smtp` is STARTTLS (587 by default),
/// which the server must offer unless it is this very machine. `?tls=required` insists on it there
/// too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpUrl {
    /// How the connection is protected.
    pub(super) security: Security,
    /// The user to sign in as.
    pub(super) user: Option<String>,
    /// Host name or address, IPv6 without brackets.
    pub(super) host: String,
    pub(super) port: u16,
}

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Security {
    /// TLS from the first byte.
    Implicit,
    /// STARTTLS; nothing but the greeting goes in the clear.
    StartTls,
    /// None. Only within this machine.
    None,
}

/// Why a text is not the address of a mail server. The message never repeats the text, which may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSmtpUrl {
    /// Some other scheme.
    #[error("a mail server is given as smtp://HOST[:PORT] (STARTTLS) or smtps://HOST[:PORT] (TLS)")]
    Scheme,
    #[error("a password does not belong into the URL, where logs and process lists show it: put it into a file")]
    Password,
    /// No host, or one with characters that no host has.
    #[error("the mail server's URL names no host")]
    Host,
    /// Not a port.
    #[error("the mail server's port is not a number from 1 to 65535")]
    Port,
    /// A user name that is not percent-encoded text.
    #[error("the user in the mail server's URL is not percent-encoded UTF-8")]
    User,
    /// Something after the host and port.
    #[error("after host and port only `?tls=required` may follow in the mail server's URL")]
    Rest,
}

impl SmtpUrl {
    /// The same server, signed in to as this user.
    #[must_use]
    pub fn with_user(mut self, user: &str) -> Self {
        self.user = Some(user.to_owned());
        self
    }
    /// Host and port, for people.
    pub fn authority(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }
}

impl FromStr for SmtpUrl {
    type Err = BadSmtpUrl;

    fn from_str(text: &str) -> Result<Self, BadSmtpUrl> {
        let (scheme, rest) = text.split_once("://").ok_or(BadSmtpUrl::Scheme)?;
        let implicit = match scheme.to_ascii_lowercase().as_str() {
            "smtp" => false,
            "smtps" => true,
            _ => return Err(BadSmtpUrl::Scheme),
        };
        let (rest, insists) = match rest.split_once('?') {
            Some((rest, "tls=required")) => (rest, true),
            Some(_) => return Err(BadSmtpUrl::Rest),
            None => (rest, false),
        };
        let (user, place) = match rest.rsplit_once('@') {
            Some((user, _)) if user.contains(':') => return Err(BadSmtpUrl::Password),
            Some((user, place)) => (Some(percent_decode(user)?), place),
            None => (None, rest),
        };
        let place = place.strip_suffix('/').unwrap_or(place);
        if place.contains(['/', '#']) {
            return Err(BadSmtpUrl::Rest);
        }
        let (host, port) = split_port(place)?;
        let port = match port {
            Some(port) => port.parse().ok().filter(|&p| p != 0).ok_or(BadSmtpUrl::Port)?,
            None if implicit => 465,
            None => 587,
        };
        let security = match (implicit, insists || !is_this_machine(host)) {
            (true, _) => Security::Implicit,
            (false, true) => Security::StartTls,
            (false, false) => Security::None,
        };
        Ok(Self { security, user, host: host.to_owned(), port })
    }
}

/// Without the user: it may be half of a credential.
impl fmt::Display for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.security == Security::Implicit { "smtps" } else { "smtp" };
        write!(f, "{scheme}://{}", self.authority())
    }
}

fn split_port(place: &str) -> Result<(&str, Option<&str>), BadSmtpUrl> {
    if let Some(rest) = place.strip_prefix('[') {
        let (host, rest) = rest.split_once(']').ok_or(BadSmtpUrl::Host)?;
        host.parse::<std::net::Ipv6Addr>().map_err(|_| BadSmtpUrl::Host)?;
        return match rest.strip_prefix(':') {
            Some(port) => Ok((host, Some(port))),
            None if rest.is_empty() => Ok((host, None)),
            None => Err(BadSmtpUrl::Host),
        };
    }
    let (host, port) = match place.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (place, None),
    };
    let fine = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    if host.is_empty() || !host.bytes().all(fine) {
        return Err(BadSmtpUrl::Host);
    }
    Ok((host, port))
}

/// Whether what is sent to this host stays inside the machine.
fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn percent_decode(text: &str) -> Result<String, BadSmtpUrl> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(b) = bytes.next() {
        if b != b'%' {
            out.push(b);
            continue;
        }
        let mut digit = || bytes.next().and_then(|b| char::from(b).to_digit(16)).ok_or(BadSmtpUrl::User);
        let code = digit()? * 16 + digit()?;
        out.push(u8::try_from(code).map_err(|_| BadSmtpUrl::User)?);
    }
    String::from_utf8(out).ok().filter(|u| !u.is_empty() && !u.chars().any(char::is_control)).ok_or(BadSmtpUrl::User)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Security, Option<String>, String, u16) {
        let url: SmtpUrl = text.parse().unwrap();
        (url.security, url.user, url.host, url.port)
    }

    #[test]
    fn tls_is_required_everywhere_but_on_this_machine() {
        use Security::{Implicit, None as Plain, StartTls};
        let host = |h: &str| h.to_owned();
        assert_eq!(parts("smtp://mail.example"), (StartTls, None, host("mail.example"), 587));
        assert_eq!(parts("smtps://mail.example/"), (Implicit, None, host("mail.example"), 465));
        assert_eq!(parts("smtp://10.0.0.5:25"), (StartTls, None, host("10.0.0.5"), 25));
        assert_eq!(parts("SMTP://127.0.0.1:2525"), (Plain, None, host("127.0.0.1"), 2525));
        assert_eq!(parts("smtp://[::1]:2525"), (Plain, None, host("::1"), 2525));
        assert_eq!(parts("smtp://localhost"), (Plain, None, host("localhost"), 587));
        assert_eq!(parts("smtp://localhost:25?tls=required"), (StartTls, None, host("localhost"), 25));
        assert_eq!(parts("smtp://localhost.example.org").0, StartTls);
        assert_eq!(parts("smtp://127.0.0.1.example.org").0, StartTls);
    }

    #[test]
    fn users_may_be_addresses() {
        assert_eq!(parts("smtp://desk@mail.example").1.as_deref(), Some("desk"));
        assert_eq!(parts("smtp://desk@office.example@mail.example").1.as_deref(), Some("desk@office.example"));
        assert_eq!(parts("smtp://desk%40office.example@mail.example").1.as_deref(), Some("desk@office.example"));
    }

    #[test]
    fn what_is_wrong_is_said_and_nothing_is_repeated() {
        let err = |t: &str| t.parse::<SmtpUrl>().unwrap_err();
        assert_eq!(err("mail.example"), BadSmtpUrl::Scheme);
        assert_eq!(err("http://mail.example"), BadSmtpUrl::Scheme);
        assert_eq!(err("smtp://desk:hunter2@mail.example"), BadSmtpUrl::Password);
        assert_eq!(err("smtp://"), BadSmtpUrl::Host);
        assert_eq!(err("smtp://mail example"), BadSmtpUrl::Host);
        assert_eq!(err("smtp://[mail]"), BadSmtpUrl::Host);
        assert_eq!(err("smtp://mail:0"), BadSmtpUrl::Port);
        assert_eq!(err("smtp://mail:99999"), BadSmtpUrl::Port);
        assert_eq!(err("smtp://a%4@mail"), BadSmtpUrl::User);
        assert_eq!(err("smtp://a%0d%0a@mail"), BadSmtpUrl::User);
        assert_eq!(err("smtp://mail/path"), BadSmtpUrl::Rest);
        assert_eq!(err("smtp://mail?tls=none"), BadSmtpUrl::Rest);
        assert!(!err("smtp://desk:hunter2@mail.example").to_string().contains("hunter2"));
    }
}
