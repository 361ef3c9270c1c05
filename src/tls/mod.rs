//! Floor 1: TLS of the service. Reads its certificate, the private key and the authorities of client certificates from
//! files, offers them to each new connection, and takes new files over while the service runs.
//!
//! Not its job: to listen, and to say which listener needs TLS (`api::frame::server`). A client certificate opens a
//! connection and says nothing about accounts.
//!
//! A certificate is offered only after its key, its dates and the permissions of its files were checked. Files that do
//! not pass never replace those that did. Each connection makes a full handshake: sessions are not resumed, so that a
//! connection always gets the present certificate and always shows its own.

mod credentials;
mod offer;
mod renewal;

pub use renewal::{Look, Renewal};

use crate::tls::credentials::{Credentials, Pem};
use crate::tls::offer::Offer;
use jiff::Timestamp;
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::server::NoServerSessionStorage;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// Where the certificate, its key and the authorities of client certificates are, each a file in PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate of the service, followed by those of the authorities above it.
    pub certificate: PathBuf,
    pub key: PathBuf,
    /// Authorities of client certificates. `None` asks no client for a certificate.
    pub client_ca: Option<PathBuf>,
}

/// The files cannot be used for TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("cannot read {path}: {why}. The settings tls.certificate, tls.key and tls.client_ca name the files of TLS")]
    Unreadable { path: PathBuf, why: std::io::Error },
    /// Other accounts of the machine may read the key.
    #[error("others may read {0}; take their rights away: chmod 600")]
    TooOpen(PathBuf),
    /// A file is not PEM to its end. The message does not repeat what is in the file, which may be a key.
    #[error(
        "{0} is broken or cut short: a BEGIN line has no END line, or the text between them is not base64. Write it again"
    )]
    Broken(PathBuf),
    /// There is no certificate in a file.
    #[error(
        "{0} holds no certificate in PEM. The certificate of the service comes first, then those of the authorities above it"
    )]
    NoCertificate(PathBuf),
    /// A certificate cannot be read.
    #[error("a certificate in {0} cannot be read: it is no X.509 certificate. Have it issued again")]
    NotACertificate(PathBuf),
    /// There is no key in the file of the key.
    #[error("{0} holds no private key in PEM. A key under a passphrase cannot be read: store it without one")]
    NoKey(PathBuf),
    /// The key is of a kind that is not supported.
    #[error(
        "the key in {0} cannot be used. Take a key of ECDSA P-256 or P-384, of Ed25519, or of RSA with at least 2048 bits"
    )]
    UnusableKey(PathBuf),
    /// The key and the certificate are not a pair.
    #[error(
        "the key in {key} does not belong to the first certificate in {certificate}. Put the certificate of the service \
         first, and name its own key in tls.key"
    )]
    OtherKey { certificate: PathBuf, key: PathBuf },
    /// The certificate is not valid any more.
    #[error("the certificate in {path} expired on {since}. Renew it; if it is valid, set the clock of this machine")]
    Expired { path: PathBuf, since: Timestamp },
    /// The certificate is not valid yet.
    #[error(
        "the certificate in {path} is not valid before {from}. Wait, or take another one; if it is valid, set the clock \
         of this machine"
    )]
    NotYet { path: PathBuf, from: Timestamp },
    /// A certificate in the file of the authorities is none of an authority.
    #[error("{0} holds a certificate by which no client certificate can be checked; it must hold those of authorities")]
    NotAnAuthority(PathBuf),
    /// The library refuses the whole.
    #[error("TLS cannot be set up: {0}")]
    Refused(rustls::Error),
}

/// What the service offers to those who connect over TLS. Copies share one state: a renewal reaches all of them.
#[derive(Clone)]
pub struct Tls {
    files: TlsFiles,
    offer: Arc<Offer>,
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tls({:?})", self.files)
    }
}

impl Tls {
    /// Reads and checks the files. An expired certificate is an error: no client that checks it would stay, and a start
    /// that fails is seen at once, while a service that nobody can reach is seen late.
    pub fn open(files: TlsFiles, now: Timestamp) -> Result<Self, TlsError> {
        let provider = provider();
        let credentials = Credentials::check(&files, &Pem::read(&files)?, &provider, now)?;
        Ok(Self { files, offer: Arc::new(Offer::new(credentials, provider)) })
    }

    /// The configuration of a listener. TLS 1.2 and 1.3 are spoken, nothing older.
    pub fn server_config(&self) -> Result<ServerConfig, TlsError> {
        let builder = ServerConfig::builder_with_provider(self.offer.provider().clone())
            .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
            .map_err(TlsError::Refused)?;
        let builder = match &self.files.client_ca {
            Some(_) => builder.with_client_cert_verifier(self.offer.clone()),
            None => builder.with_no_client_auth(),
        };
        let mut config = builder.with_cert_resolver(self.offer.clone());
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        Ok(config)
    }
}

/// The cryptography of TLS, the same as for mail. It is named here because a program with two of them has no default.
fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

#[cfg(test)]
mod tests;
