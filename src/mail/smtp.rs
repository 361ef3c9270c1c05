//! The transport that speaks to a mail server (RFC 5321), step by step rather than by lettre's
//! `SmtpTransport`, because the [`journal`](crate::mail::journal) must be written between the steps.
//!
//! - One connection a message. Notices are few, and a connection kept open is one that the server
//!   closes at the worst moment.
//! - 4xx, no connection, no answer in time: [`Delivery::Retry`]. 5xx to the sender, the recipient or
//!   the message: [`Delivery::Permanent`]. 5xx before that (greeting, `EHLO`, STARTTLS, sign-in) is
//!   about the server or its configuration, not about this message: `Retry`, with the words shown.
//! - Nothing but the greeting goes in the clear, unless the server is this very machine
//!   ([`SmtpUrl`]). The certificate must be valid for the host name.
//!
//! Not its job: when to try again, and proof of delivery: a server that takes a message has taken
//! it, no more.

use std::cell::Cell;
use std::error::Error as _;
use std::fmt;
use std::io;
use std::iter;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use lettre::{Address, Message};
use secrecy::{ExposeSecret, SecretString};

use crate::mail::journal::{Held, Journal, State};
use crate::mail::message::Outgoing;
use crate::mail::smtp_url::{Security, SmtpUrl};
use crate::mail::{Delivery, Transport};

/// How long to wait for the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection and for the answer to each command.
    pub command: Duration,
    /// For the answer to the end of the message. Long, as RFC 5321 4.5.3.2.6 asks: giving up while
    /// the server is still busy leaves the delivery unknown.
    pub end_of_data: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { command: Duration::from_secs(60), end_of_data: Duration::from_secs(600) }
    }
}

/// What a connection needs beside the server's place.
#[derive(Debug, Default)]
pub struct SmtpOptions {
    /// The password of the URL's user.
    pub password: Option<SecretString>,
    /// Certificates in PEM to trust beside those of the system: a private authority's.
    pub certificates: Option<Vec<u8>>,
    /// The name this machine gives in `EHLO`; `[127.0.0.1]` without one.
    pub hello: Option<String>,
    /// How long to wait.
    pub timeouts: Timeouts,
}

/// Why a transport cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum SmtpSetupError {
    /// A user without a password.
    #[error("the mail server's URL names a user, but no password file is configured")]
    NoPassword,
    /// A password without a user.
    #[error("a mail password is configured, but the mail server's URL names no user")]
    NoUser,
    /// The `EHLO` name is none.
    #[error("{0:?} is not a host name to greet the mail server with")]
    Hello(String),
    /// The certificates cannot be read or used.
    #[error("TLS for the mail server cannot be set up; check its host name and the certificate file")]
    Tls(#[source] Error),
}

/// Delivers to a mail server.
pub struct Smtp {
    url: SmtpUrl,
    tls: Option<Tls>,
    credentials: Option<Credentials>,
    hello: ClientId,
    timeouts: Timeouts,
    journal: Journal,
}

/// What [`Security`] asks for, ready to use.
enum Tls {
    Implicit(TlsParameters),
    StartTls(TlsParameters),
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").field("server", &self.url.authority()).finish_non_exhaustive()
    }
}

impl Smtp {
    /// A transport to this server with this journal. Does not connect.
    pub fn new(url: SmtpUrl, options: SmtpOptions, journal: Journal) -> Result<Self, SmtpSetupError> {
        let credentials = match (&url.user, options.password) {
            (Some(user), Some(password)) => Some(Credentials::new(user.clone(), password.expose_secret().to_owned())),
            (Some(_), None) => return Err(SmtpSetupError::NoPassword),
            (None, Some(_)) => return Err(SmtpSetupError::NoUser),
            (None, None) => None,
        };
        let hello = match options.hello {
            Some(name)
                if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b)) =>
            {
                return Err(SmtpSetupError::Hello(name));
            }
            Some(name) => ClientId::Domain(name),
            None => ClientId::default(),
        };
        let parameters = || {
            let mut builder = TlsParameters::builder(url.host.clone());
            if let Some(pem) = &options.certificates {
                builder = builder.add_root_certificate(Certificate::from_pem(pem)?);
            }
            builder.build()
        };
        let tls = match url.security {
            Security::None => None,
            Security::Implicit => Some(Tls::Implicit(parameters().map_err(SmtpSetupError::Tls)?)),
            Security::StartTls => Some(Tls::StartTls(parameters().map_err(SmtpSetupError::Tls)?)),
        };
        Ok(Self { url, tls, credentials, hello, timeouts: options.timeouts, journal })
    }

    /// Connects, secures the connection and signs in.
    fn connect(&self) -> Result<SmtpConnection, Error> {
        let implicit = match &self.tls {
            Some(Tls::Implicit(parameters)) => Some(parameters),
            _ => None,
        };
        let server = (self.url.host.as_str(), self.url.port);
        let mut connection = SmtpConnection::connect(server, Some(self.timeouts.command), &self.hello, implicit, None)?;
        if let Some(Tls::StartTls(parameters)) = &self.tls {
            connection.starttls(parameters, &self.hello)?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials)?;
        }
        Ok(connection)
    }

    /// Offers the message, from `MAIL` to the answer to its last byte: the server's reply where it
    /// has taken it, otherwise what became of it.
    fn offer(
        &self,
        connection: &mut SmtpConnection,
        mail: &Message,
        id: &str,
        journal: &Held<'_>,
    ) -> Result<String, Delivery> {
        let bytes = mail.formatted();
        let refused = |step: &str, e: &Error| {
            let reply = format!("{step}: {}", self.explain(e, self.timeouts.command));
            if e.is_permanent() { Delivery::Permanent { reply } } else { Delivery::Retry { reply } }
        };

        let parameters = mail_parameters(connection, mail, &bytes)?;
        connection
            .command(Mail::new(mail.envelope().from().cloned(), parameters))
            .map_err(|e| refused("sender refused", &e))?;
        for recipient in mail.envelope().to() {
            connection
                .command(Rcpt::new(recipient.clone(), Vec::new()))
                .map_err(|e| refused("recipient refused", &e))?;
        }

        journal.begin(id).map_err(|e| journal_trouble(&e))?;
        // From here on, whoever knows that the message has not been taken says so in the journal.
        // Where that fails the message counts as interrupted, which is safe.
        let not_taken = |delivery| {
            let _ = journal.not_taken(id);
            delivery
        };
        let go_ahead = connection.command(Data).map_err(|e| not_taken(refused("message refused", &e)))?;
        if !go_ahead.has_code(354) {
            let reply = format!("not a go-ahead for the message: {}", quote(&go_ahead));
            return Err(not_taken(Delivery::Retry { reply }));
        }

        let offered_whole = Cell::new(false);
        let end = iter::from_fn(|| {
            offered_whole.set(true);
            None
        });
        // lettre ends the message with a line break of its own.
        let body = bytes.strip_suffix(b"\r\n").unwrap_or(&bytes);
        // A socket whose time-out cannot be set answers within the shorter one, or not at all.
        let _ = connection.set_timeout(Some(self.timeouts.end_of_data));
        match connection.message_iter(body.chunks(16 * 1024).chain(end)) {
            Ok(taken) if taken.code().severity == Severity::PositiveCompletion => {
                let reply = quote(&taken);
                // The message is out, whether or not this reaches the disk; without it a repetition
                // would find an interrupted attempt.
                let _ = journal.accepted(id, &reply);
                Ok(reply)
            }
            Err(e) if e.status().is_some() => Err(not_taken(refused("message refused", &e))),
            Err(e) if !offered_whole.get() => {
                let reply = format!("cut off within the message: {}", self.explain(&e, self.timeouts.end_of_data));
                Err(not_taken(Delivery::Retry { reply }))
            }
            Ok(odd) => Err(Delivery::Unknown { reply: format!("not an answer to a message: {}", quote(&odd)) }),
            Err(e) => {
                let why = self.explain(&e, self.timeouts.end_of_data);
                Err(Delivery::Unknown { reply: format!("cut off after the message, before the answer: {why}") })
            }
        }
    }

    fn explain(&self, error: &Error, waited: Duration) -> String {
        let cause = error.source();
        let io = cause.and_then(|c| c.downcast_ref::<io::Error>()).map(io::Error::kind);
        match (error.status(), cause) {
            (Some(code), Some(words)) => one_line(&format!("{code} {words}")),
            (Some(code), None) => code.to_string(),
            _ if matches!(io, Some(io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)) => {
                format!("no answer from {} within {waited:?}", self.url)
            }
            (None, Some(cause)) => one_line(&format!("{}: {cause}", self.url)),
            (None, None) => one_line(&format!("{}: {error}", self.url)),
        }
    }
}

impl Transport for Smtp {
    fn deliver(&self, message: &Outgoing) -> Delivery {
        let mail = match message.compose() {
            Ok(mail) => mail,
            Err(refused) => return Delivery::Permanent { reply: refused.to_string() },
        };
        let id = message.message_id.as_str();
        let journal = match self.journal.lock() {
            Ok(journal) => journal,
            Err(e) => return journal_trouble(&e),
        };
        match journal.state(id) {
            Err(e) => return journal_trouble(&e),
            Ok(State::Accepted(reply)) => return Delivery::Sent { reply },
            Ok(State::Interrupted) => {
                let reply = "an earlier attempt was cut off while the message was on its way; it may have arrived";
                return Delivery::Unknown { reply: reply.into() };
            }
            Ok(State::Fresh) => {}
        }
        let mut connection = match self.connect() {
            Ok(connection) => connection,
            Err(e) => return Delivery::Retry { reply: self.explain(&e, self.timeouts.command) },
        };
        let outcome = self.offer(&mut connection, &mail, id, &journal);
        // Good manners; whatever comes of it changes nothing.
        if connection.set_timeout(Some(self.timeouts.command.min(Duration::from_secs(2)))).is_ok() {
            connection.abort();
        }
        match outcome {
            Ok(reply) => Delivery::Sent { reply },
            Err(delivery) => delivery,
        }
    }

    fn settled(&self, message_id: &str) {
        // What stays is a small file that nobody asks for.
        let _ = self.journal.lock().and_then(|journal| journal.forget(message_id));
    }
}

/// The extensions this message needs. Only an address outside ASCII needs one: everything else is
/// encoded.
fn mail_parameters(connection: &SmtpConnection, mail: &Message, bytes: &[u8]) -> Result<Vec<MailParameter>, Delivery> {
    let server = connection.server_info();
    let mut addresses = mail.envelope().from().into_iter().chain(mail.envelope().to());
    let mut parameters = Vec::new();
    if !addresses.all(|a: &Address| a.to_string().is_ascii()) {
        if !server.supports_feature(Extension::SmtpUtfEight) {
            let reply = "the mail server takes no addresses outside ASCII (SMTPUTF8); use another address";
            return Err(Delivery::Permanent { reply: reply.into() });
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !bytes.is_ascii() && server.supports_feature(Extension::EightBitMime) {
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(parameters)
}

fn journal_trouble(error: &io::Error) -> Delivery {
    Delivery::Retry { reply: format!("not sent, because the mail journal cannot be written to: {error}") }
}

/// A reply as the server gave it.
fn quote(response: &Response) -> String {
    one_line(&format!("{} {}", response.code(), response.message().collect::<Vec<_>>().join(" ")))
}

/// A stranger's words, fit to be stored and shown: one line, not too long.
fn one_line(text: &str) -> String {
    const MAX: usize = 300;
    let line = text.split(|c: char| c.is_control() || c.is_whitespace()).filter(|w| !w.is_empty());
    let line = line.collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
