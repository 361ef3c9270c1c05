//! The transport that speaks to a mail server (RFC 5321), step by step rather than by lettre's
//! `SmtpTransport`, because [`Leave`] must be asked for between the steps.
//!
//! - One connection a message. Notices are few, and a connection kept open is one that the server
//!   closes at the worst moment.
//! - 4xx, no connection, no answer in time: [`Delivery::Retry`]. 5xx to the sender, the recipient or
//!   the message: [`Delivery::Permanent`]. 5xx before that (greeting, `EHLO`, STARTTLS, sign-in) is
//!   about the server or its configuration, not about this message: `Retry`, with the words shown.
//! - Nothing but the greeting goes in the clear, unless the server is this very machine
//!   ([`SmtpUrl`]). The certificate must be valid for the host name.
//!
//! A conversation runs on a thread of its own, so that its caller can stop waiting for it: a server that accepts a
//! connection and says nothing delays neither the end of the process nor, for longer than [`Timeouts`] say, anything
//! else. Leave is asked for on the caller's thread; a conversation that nobody waits for gets no leave and offers
//! nothing.
//!
//! Not its job: when to try again, and proof of delivery: a server that takes a message has taken
//! it, no more.

use std::cell::Cell;
use std::error::Error as _;
use std::fmt;
use std::io;
use std::iter;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use lettre::{Address, Message};
use secrecy::{ExposeSecret, SecretString};

use crate::mail::message::Outgoing;
use crate::mail::smtp_url::{Security, SmtpUrl};
use crate::mail::{Delivery, Leave, Transport};

/// How long to wait for the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection and for the answer to each command.
    pub command: Duration,
    /// For the answer to the end of the message. Long, as RFC 5321 4.5.3.2.6 asks: giving up while
    /// the server is still busy leaves the delivery unknown.
    pub end_of_data: Duration,
    /// For everything before the message is offered, whatever each answer takes.
    pub before_data: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            command: Duration::from_secs(60),
            end_of_data: Duration::from_secs(600),
            before_data: Duration::from_secs(180),
        }
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
#[derive(Debug)]
pub struct Smtp(Arc<Client>);

/// What a conversation needs.
struct Client {
    url: SmtpUrl,
    tls: Option<Tls>,
    credentials: Option<Credentials>,
    hello: ClientId,
    timeouts: Timeouts,
}

/// What [`Security`] asks for, ready to use.
enum Tls {
    Implicit(TlsParameters),
    StartTls(TlsParameters),
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("server", &self.url.authority()).finish_non_exhaustive()
    }
}

impl Smtp {
    /// A transport to this server. Does not connect.
    pub fn new(url: SmtpUrl, options: SmtpOptions) -> Result<Self, SmtpSetupError> {
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
        Ok(Self(Arc::new(Client { url, tls, credentials, hello, timeouts: options.timeouts })))
    }
}

impl Client {
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
        may_offer: impl FnOnce() -> bool,
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

        if !may_offer() {
            return Err(Delivery::NotOffered { reply: "not offered: it is no longer this process's to send".into() });
        }
        let go_ahead = connection.command(Data).map_err(|e| refused("message refused", &e))?;
        if !go_ahead.has_code(354) {
            let reply = format!("not a go-ahead for the message: {}", quote_response(&go_ahead));
            return Err(Delivery::Retry { reply });
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
            Ok(taken) if taken.code().severity == Severity::PositiveCompletion => Ok(quote_response(&taken)),
            Err(e) if e.status().is_some() => Err(refused("message refused", &e)),
            Err(e) if !offered_whole.get() => {
                let reply = format!("cut off within the message: {}", self.explain(&e, self.timeouts.end_of_data));
                Err(Delivery::Retry { reply })
            }
            Ok(odd) => {
                Err(Delivery::Unknown { reply: format!("not an answer to a message: {}", quote_response(&odd)) })
            }
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

impl Client {
    /// One conversation with the server about one message.
    fn converse(&self, mail: &Message, may_offer: impl FnOnce() -> bool) -> Delivery {
        let mut connection = match self.connect() {
            Ok(connection) => connection,
            Err(e) => return Delivery::Retry { reply: self.explain(&e, self.timeouts.command) },
        };
        let outcome = self.offer(&mut connection, mail, may_offer);
        // The connection is closed politely. The outcome of that does not matter.
        if connection.set_timeout(Some(self.timeouts.command.min(Duration::from_secs(2)))).is_ok() {
            connection.abort();
        }
        match outcome {
            Ok(reply) => Delivery::Sent { reply },
            Err(delivery) => delivery,
        }
    }
}

/// A report of a conversation to the thread that waits for it.
enum Report {
    /// The server would take the message now.
    ReadyToOffer,
    /// What became of it.
    Over(Delivery),
}

/// How often a waiting delivery looks whether it must end.
const LOOK: Duration = Duration::from_millis(50);

impl Transport for Smtp {
    fn deliver(&self, message: &Outgoing, leave: &dyn Leave) -> Delivery {
        let mail = match message.compose() {
            Ok(mail) => mail,
            Err(refused) => return Delivery::Permanent { reply: refused.to_string() },
        };
        let client = self.0.clone();
        let (report, reports) = mpsc::channel();
        let (allow, allowed) = mpsc::channel();
        let conversation = move || {
            // If nobody waits any more, there is no leave.
            let may_offer = || report.send(Report::ReadyToOffer).is_ok() && allowed.recv().unwrap_or(false);
            let delivery = client.converse(&mail, may_offer);
            let _ = report.send(Report::Over(delivery));
        };
        if let Err(e) = thread::Builder::new().name("mail-delivery".into()).spawn(conversation) {
            return Delivery::Retry { reply: format!("not sent, because no thread could be had: {e}") };
        }
        let (began, mut offered) = (Instant::now(), false);
        loop {
            match reports.recv_timeout(LOOK) {
                Ok(Report::Over(delivery)) => return delivery,
                Ok(Report::ReadyToOffer) => {
                    offered = leave.may_offer();
                    // The conversation ends by itself where the answer does not reach it.
                    let _ = allow.send(offered);
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) if offered => {
                    return Delivery::Unknown { reply: "the delivery broke off after the message was offered".into() };
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => {
                    return Delivery::Retry { reply: "the delivery broke off before the message was offered".into() };
                }
            }
            let now = Instant::now();
            let must_end = leave.must_end_by();
            if offered && must_end.is_some_and(|at| at <= now) {
                let reply = "the service ended while the server had not answered; the message may have arrived";
                return Delivery::Unknown { reply: reply.into() };
            }
            if !offered && must_end.is_some() {
                return Delivery::NotOffered { reply: "not offered: the service was ending".into() };
            }
            if !offered && now.duration_since(began) > self.0.timeouts.before_data {
                let reply =
                    format!("{} would not take the message within {:?}", self.0.url, self.0.timeouts.before_data);
                return Delivery::Retry { reply };
            }
        }
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

/// A reply as the server gave it.
fn quote_response(response: &Response) -> String {
    one_line(&format!("{} {}", response.code(), response.message().collect::<Vec<_>>().join(" ")))
}

/// The words of a server as one line of at most 300 characters, for storing and showing.
fn one_line(text: &str) -> String {
    const MAX: usize = 300;
    let line = text.split(|c: char| c.is_control() || c.is_whitespace()).filter(|w| !w.is_empty());
    let line = line.collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
