//! Reading a setting from text and showing it again. Every layer (file, environment, flag) gives text, so that a value
//! means the same wherever it was written.

use bytesize::ByteSize;
use domain::base::redact::without_password;
use domain::law::issue::CountryTable;
use domain::law::license::ReceiptLicense;
use domain::review::question::PausedClock;
use ipnet::IpNet;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

/// A type that a setting may have.
pub(super) trait Setting: Sized {
    /// Reads it; the error says what was expected.
    fn read(text: &str) -> Result<Self, String>;
    /// Shows it as it would be written; empty for nothing.
    fn show(&self) -> String;
    /// How a message about a bad value names the value. Types whose values may hold a password do not repeat them.
    fn quote(text: &str) -> String {
        format!("{text:?}")
    }
}

/// Reads the value of a setting; the error names what was given and what was expected.
pub(super) fn read<T: Setting>(text: &str) -> Result<T, String> {
    T::read(text).map_err(|expected| format!("{} is not {expected}", T::quote(text)))
}

/// Names an address in a message without repeating it.
fn quote_without_value(_: &str) -> String {
    "what is given".into()
}

impl<T: Setting> Setting for Option<T> {
    fn read(text: &str) -> Result<Self, String> {
        T::read(text).map(Some)
    }
    fn show(&self) -> String {
        self.as_ref().map(Setting::show).unwrap_or_default()
    }
    fn quote(text: &str) -> String {
        T::quote(text)
    }
}

impl Setting for String {
    fn read(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() { Err("text".into()) } else { Ok(text.to_owned()) }
    }
    fn show(&self) -> String {
        self.clone()
    }
}

impl Setting for PathBuf {
    fn read(text: &str) -> Result<Self, String> {
        if text.is_empty() { Err("a path".into()) } else { Ok(text.into()) }
    }
    fn show(&self) -> String {
        self.display().to_string()
    }
}

impl Setting for bool {
    fn read(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| "true or false".into())
    }
    fn show(&self) -> String {
        self.to_string()
    }
}

impl Setting for u32 {
    fn read(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(n) if n > 0 => Ok(n),
            _ => Err("a whole number above 0".into()),
        }
    }
    fn show(&self) -> String {
        self.to_string()
    }
}

impl Setting for Timestamp {
    fn read(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| "an instant such as 2026-03-10T14:00:00-04:00".into())
    }
    fn show(&self) -> String {
        self.to_string()
    }
}

impl Setting for Duration {
    fn read(text: &str) -> Result<Self, String> {
        let expected = || "a time such as 30s, 15m or 12h".to_owned();
        let read: SignedDuration = text.parse().map_err(|_| expected())?;
        match Duration::try_from(read) {
            Ok(d) if !d.is_zero() => Ok(d),
            _ => Err(expected()),
        }
    }
    fn show(&self) -> String {
        SignedDuration::try_from(*self).map_or_else(|_| format!("{}s", self.as_secs()), |d| format!("{d:#}"))
    }
}

/// A size in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub usize);

/// The units a size is shown in, the largest first.
const UNITS: [(&str, u64); 3] = [("GiB", bytesize::GIB), ("MiB", bytesize::MIB), ("KiB", bytesize::KIB)];

impl Setting for Size {
    fn read(text: &str) -> Result<Self, String> {
        // A size too large for its type is read as the largest there is; nobody means that one.
        let read = text.trim().parse::<ByteSize>().ok().map(|size| size.as_u64()).filter(|n| *n < u64::MAX);
        read.and_then(|n| usize::try_from(n).ok())
            .filter(|n| *n > 0)
            .map(Self)
            .ok_or_else(|| "a size such as 512 KiB, 1 MiB or 4 GiB".into())
    }
    fn show(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Size {
    /// In the largest unit that needs no fraction. `ByteSize` rounds to a tenth, and what it shows is another size
    /// when it is read again.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = u64::try_from(self.0).unwrap_or(u64::MAX);
        match UNITS.iter().find(|(_, factor)| bytes.is_multiple_of(*factor)) {
            Some((unit, factor)) => write!(f, "{} {unit}", bytes / factor),
            None => write!(f, "{bytes}"),
        }
    }
}

/// A host and a port to listen on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostPort {
    /// Host name or address, without brackets.
    pub host: String,
    /// Port; 0 takes a free one.
    pub port: u16,
}

impl Setting for HostPort {
    fn read(text: &str) -> Result<Self, String> {
        text.rsplit_once(':')
            .and_then(|(host, port)| {
                let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
                // A bare IPv6 address would lose its last group to the port.
                let fine = !bare.is_empty() && (bare.len() != host.len() || !bare.contains(':'));
                fine.then_some(Self { host: bare.to_owned(), port: port.parse().ok()? })
            })
            .ok_or_else(|| "HOST:PORT, for example 127.0.0.1:8080 or [::1]:8080".into())
    }
    fn show(&self) -> String {
        self.to_string()
    }
}

impl std::str::FromStr for HostPort {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::read(text).map_err(|expected| format!("this is not {expected}"))
    }
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

/// Where health and metrics are served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpsListen {
    /// On loopback, at the port after that of the service; at a free port where the service has one.
    Auto,
    /// Nowhere.
    Off,
    At(HostPort),
}

impl OpsListen {
    /// The address to listen on beside a service on `main`.
    pub fn beside(&self, main: &HostPort) -> Option<HostPort> {
        match self {
            Self::Off => None,
            Self::At(at) => Some(at.clone()),
            Self::Auto => {
                let port = if main.port == 0 { 0 } else { main.port.checked_add(1).unwrap_or(0) };
                Some(HostPort { host: "127.0.0.1".into(), port })
            }
        }
    }
}

impl Setting for OpsListen {
    fn read(text: &str) -> Result<Self, String> {
        match text {
            "auto" => Ok(Self::Auto),
            "off" => Ok(Self::Off),
            _ => HostPort::read(text).map(Self::At).map_err(|e| format!("auto, off or {e}")),
        }
    }
    fn show(&self) -> String {
        match self {
            Self::Auto => "auto".into(),
            Self::Off => "off".into(),
            Self::At(at) => at.to_string(),
        }
    }
}

/// The database. `Display` and `Debug` show no password.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// A file.
    Sqlite(PathBuf),
    /// A server, by its libpq URL.
    Postgres(String),
}

impl Database {
    /// The URL as the store takes it, password included.
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite:{}", path.display()),
            Self::Postgres(url) => url.clone(),
        }
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(_) => f.write_str(&self.url()),
            Self::Postgres(url) => f.write_str(&without_password(url)),
        }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Database({self})")
    }
}

impl Setting for Database {
    fn read(text: &str) -> Result<Self, String> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path.contains('?') {
                return Err("sqlite:PATH with the path of a file".into());
            }
            return Ok(Self::Sqlite(path.into()));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        Err("sqlite:PATH or postgres://USER@HOST/NAME".into())
    }
    fn show(&self) -> String {
        self.to_string()
    }
    fn quote(text: &str) -> String {
        quote_without_value(text)
    }
}

/// A mail server: `smtps://host[:port]` (TLS from the start) or `smtp://host[:port]` (STARTTLS).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpUrl(pub String);

impl Setting for SmtpUrl {
    fn read(text: &str) -> Result<Self, String> {
        let rest = text.strip_prefix("smtp://").or_else(|| text.strip_prefix("smtps://"));
        match rest {
            Some(rest) if rest.contains('@') => {
                Err("a URL without a name or password; give those as mail.smtp_user and mail.smtp_password_file".into())
            }
            Some(rest) if !rest.is_empty() && !rest.contains(['/', '?', '#', ' ']) => Ok(Self(text.to_owned())),
            _ => Err("smtp://HOST[:PORT] or smtps://HOST[:PORT]".into()),
        }
    }
    fn show(&self) -> String {
        self.0.clone()
    }
    fn quote(text: &str) -> String {
        quote_without_value(text)
    }
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Setting for LogFormat {
    fn read(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("text or json".into()),
        }
    }
    fn show(&self) -> String {
        match self {
            Self::Text => "text".into(),
            Self::Json => "json".into(),
        }
    }
}

impl Setting for PausedClock {
    fn read(text: &str) -> Result<Self, String> {
        Self::parse(text)
    }
    fn show(&self) -> String {
        self.as_str().into()
    }
}

impl Setting for ReceiptLicense {
    fn read(text: &str) -> Result<Self, String> {
        let known = Self::ALL.iter().copied().find(|one| one.as_str() == text);
        known.ok_or_else(|| "off, examined or screened".into())
    }
    fn show(&self) -> String {
        self.as_str().into()
    }
}

/// A set of networks in CIDR notation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Networks(Vec<IpNet>);

impl Networks {
    /// Whether an address lies in one of them.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|net| net.contains(&address))
    }
    /// Reads what [`Networks::one`] wrote, one or several with semicolons between; `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::read(text).ok()
    }
    /// One network or address alone, in the form in which it is kept; `None` for any other text.
    pub fn one(text: &str) -> Option<String> {
        network(text.trim()).map(|net| net.to_string())
    }
}

/// A network, or an address alone. The address is read by the standard library: the parser of `ipnet` takes
/// `010.0.0.0/8` for `10.0.0.0/8`, and others take it for `8.0.0.0/8`. IPv4 written as IPv6 (`::ffff:10.0.0.0/104`) is
/// IPv4, as the addresses are that are compared with it.
fn network(text: &str) -> Option<IpNet> {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let address: IpAddr = address.parse().ok()?;
    let Some(bits) = bits else { return Some(address.to_canonical().into()) };
    let bits: u8 = bits.parse().ok()?;
    match address.to_canonical() {
        canonical if canonical == address => IpNet::new(address, bits).ok(),
        v4 if bits >= 96 => IpNet::new(v4, bits - 96).ok(),
        _ => IpNet::new(address, bits).ok(),
    }
}

impl Setting for Networks {
    fn read(text: &str) -> Result<Self, String> {
        let parts = text.split([',', ';']).map(str::trim).filter(|p| !p.is_empty());
        parts.map(network).collect::<Option<_>>().map(Self).ok_or_else(|| "networks such as 10.0.0.0/8, ::1".into())
    }
    fn show(&self) -> String {
        self.0.iter().map(IpNet::to_string).collect::<Vec<_>>().join("; ")
    }
}

impl Setting for Vec<CountryTable> {
    fn read(text: &str) -> Result<Self, String> {
        let one = |part: &str| -> Option<CountryTable> {
            let (from, countries) = part.split_once(':')?;
            let from: Date = from.trim().parse().ok()?;
            let countries: Vec<String> =
                countries.split([' ', ',']).filter(|c| !c.is_empty()).map(Into::into).collect();
            let fine = countries.iter().all(|c| c.len() == 2 && c.chars().all(|c| c.is_ascii_uppercase()));
            (fine && !countries.is_empty()).then_some(CountryTable { from, countries })
        };
        let parts = text.split(';').map(str::trim).filter(|p| !p.is_empty());
        let tables: Option<Vec<_>> = parts.map(one).collect();
        tables
            .filter(|t| !t.is_empty() && t.is_sorted_by(|a, b| a.from < b.from))
            .ok_or_else(|| "tables by their first day, earliest first, such as \"2026-01-01: AU CA GB\"".into())
    }
    fn show(&self) -> String {
        self.iter().map(|t| format!("{}: {}", t.from, t.countries.join(" "))).collect::<Vec<_>>().join("; ")
    }
}

#[cfg(test)]
mod tests;
