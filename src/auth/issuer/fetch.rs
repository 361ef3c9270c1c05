//! Fetches the keys of an issuer, over HTTPS, from addresses on record.
//!
//! A fetch takes some seconds at most, reads so many bytes at most, follows no redirect and uses no proxy. It blocks its
//! thread. Not its job: when to fetch, and what is kept (`api`).

use crate::auth::issuer::address::{check_address, may_connect};
use crate::auth::issuer::keys::{KeySet, KeySetError};
use domain::base::issuer::LARGEST_KEY_SET;
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use ureq::http::Uri;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// Longest time of one request, from the look-up of the name to the last byte.
const PATIENCE: Duration = Duration::from_secs(5);
/// Most bytes of an answer.
const LARGEST: u64 = LARGEST_KEY_SET as u64;
/// Most bytes before the body of an answer.
const LARGEST_HEAD: usize = 16 << 10;
/// Where a provider describes itself (OpenID Connect Discovery 1.0).
const DISCOVERY: &str = "/.well-known/openid-configuration";

/// Why keys were not fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No answer, or none that could be read.
    #[error("no answer that can be read: {0}")]
    Answer(String),
    /// Another answer than 200, a redirect too.
    #[error("the answer has status {0}")]
    Status(u16),
    /// A description that is none, or of another issuer.
    #[error("the description of the provider is not taken: {0}")]
    Description(String),
    /// Keys that are not taken.
    #[error(transparent)]
    Keys(#[from] KeySetError),
    /// The authorities of the settings, or of this machine.
    #[error("the authorities that issuers' certificates are checked with cannot be read: {0}")]
    Authorities(String),
}

/// Where the keys of an issuer are fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The issuer itself says where.
    Discovery {
        /// What its description must call it.
        issuer: String,
    },
    /// A JSON Web Key Set lies there; nothing says of which issuer it is but the record.
    Address(String),
}

/// Fetches keys. Cheap to share.
#[derive(Clone)]
pub struct Fetcher {
    agent: ureq::Agent,
}

impl Fetcher {
    /// Trusts the authorities of a PEM file, or without one those of this machine.
    pub fn new(authorities: Option<&Path>) -> Result<Self, FetchError> {
        let trusted = match authorities {
            Some(file) => read_authorities(file)?,
            None => {
                let found = rustls_native_certs::load_native_certs();
                found.certs.iter().map(|one| Certificate::from_der(one).to_owned()).collect()
            }
        };
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::Specific(Arc::new(trusted)))
            .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
            .build();
        let config = ureq::Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .max_idle_connections(0)
            .max_response_header_size(LARGEST_HEAD)
            .timeout_global(Some(PATIENCE))
            .user_agent("subrosa")
            .build();
        let agent = ureq::Agent::with_parts(config, DefaultConnector::default(), Careful::default());
        Ok(Self { agent })
    }

    /// The keys of an issuer as they are now.
    pub fn fetch(&self, source: &Source) -> Result<KeySet, FetchError> {
        let address = match source {
            Source::Address(address) => address.clone(),
            Source::Discovery { issuer } => {
                let at = format!("{}{DISCOVERY}", issuer.strip_suffix('/').unwrap_or(issuer));
                read_description(issuer, &self.get(&at)?)?
            }
        };
        Ok(KeySet::read(&self.get(&address)?)?)
    }

    fn get(&self, address: &str) -> Result<Vec<u8>, FetchError> {
        let uri = check_address(address).map_err(|e| FetchError::Answer(e.to_string()))?;
        let read = |e: ureq::Error| FetchError::Answer(e.to_string());
        let mut answer = self.agent.get(uri).header("Accept", "application/json").call().map_err(read)?;
        if answer.status() != 200 {
            return Err(FetchError::Status(answer.status().as_u16()));
        }
        answer.body_mut().with_config().limit(LARGEST).read_to_vec().map_err(read)
    }
}

fn read_authorities(file: &Path) -> Result<Vec<Certificate<'static>>, FetchError> {
    let wrong = |why: String| FetchError::Authorities(format!("{}: {why}", file.display()));
    let text = std::fs::read(file).map_err(|e| wrong(e.to_string()))?;
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
    let all = all.map_err(|e| wrong(e.to_string()))?;
    if all.is_empty() {
        return Err(wrong("it has no certificate".into()));
    }
    Ok(all.iter().map(|one| Certificate::from_der(one).to_owned()).collect())
}

/// The address of the keys, as the description of a provider says.
fn read_description(issuer: &str, text: &[u8]) -> Result<String, FetchError> {
    #[derive(Deserialize)]
    struct Description {
        issuer: String,
        jwks_uri: String,
    }
    let wrong = |why: String| FetchError::Description(why);
    let found: Description = serde_json::from_slice(text).map_err(|e| wrong(e.to_string()))?;
    if found.issuer != issuer {
        return Err(wrong("it is of another issuer".into()));
    }
    check_address(&found.jwks_uri).map_err(|e| wrong(format!("its jwks_uri: {e}")))?;
    Ok(found.jwks_uri)
}

/// Resolves names, and leaves out addresses that no issuer has. The connection goes to an address that was looked at, so
/// that a name which changes in between leads nowhere else.
#[derive(Debug, Default)]
struct Careful(DefaultResolver);

impl Resolver for Careful {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let is_plain = uri.scheme_str() != Some("https");
        let found = self.0.resolve(uri, config, timeout)?;
        let mut taken = self.empty();
        for address in found.iter().filter(|address: &&SocketAddr| may_connect(address.ip(), is_plain)) {
            taken.push(*address);
        }
        if taken.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(taken) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_taken_of_the_very_issuer_and_names_keys_over_https() {
        let issuer = "https://id.navy.example/realms/navy";
        let read = |text: &str| read_description(issuer, text.as_bytes());
        let good = r#"{"issuer": "https://id.navy.example/realms/navy", "jwks_uri": "https://keys.example/k", "x": 1}"#;
        assert_eq!(read(good).expect("taken"), "https://keys.example/k");
        for bad in [
            good.replace("realms/navy\"", "realms/navy/\""),
            good.replace("https://id", "https://ID"),
            good.replace("https://keys", "http://keys"),
            good.replace("https://keys.example/k", "file:///etc/passwd"),
            "{}".into(),
            "[]".into(),
            "nonsense".into(),
        ] {
            assert!(matches!(read(&bad), Err(FetchError::Description(_))), "{bad}");
        }
    }

    #[test]
    fn link_local_addresses_and_other_machines_over_plain_http_are_not_asked() {
        let fetcher = Fetcher::new(None).expect("a fetcher");
        for closed in
            ["https://169.254.169.254/keys", "https://[fe80::1]/keys", "https://0.0.0.0/keys", "http://192.0.2.1/"]
        {
            let asked = fetcher.fetch(&Source::Address(closed.into()));
            assert!(matches!(asked, Err(FetchError::Answer(_))), "{closed}: {asked:?}");
        }
    }
}
