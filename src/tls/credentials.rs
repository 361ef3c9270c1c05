//! What the files of TLS hold, read and checked.

use crate::tls::{TlsError, TlsFiles};
use jiff::Timestamp;
use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::{Error as PemError, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::sign::CertifiedKey;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use x509_cert::Certificate;
use x509_cert::der::Decode as _;

/// The permissions of other accounts, which the file of the key must not give. The keys of the Office have the same rule.
const OTHERS: u32 = 0o077;

/// The bytes of the files, unchecked.
pub(super) struct Pem {
    certificate: Vec<u8>,
    key: Vec<u8>,
    client_ca: Option<Vec<u8>>,
}

impl Pem {
    /// Reads the files. A key that others may read is an error.
    pub(super) fn read(files: &TlsFiles) -> Result<Self, TlsError> {
        Ok(Self {
            certificate: read(&files.certificate, Access::Any)?,
            key: read(&files.key, Access::OwnerOnly)?,
            client_ca: files.client_ca.as_deref().map(|path| read(path, Access::Any)).transpose()?,
        })
    }

    /// A digest of all bytes, by which a change is seen. Times of files are not looked at: a file that is put back or
    /// written twice in a second may keep its time.
    pub(super) fn digest(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for part in [Some(&self.certificate), Some(&self.key), self.client_ca.as_ref()].into_iter().flatten() {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }
}

/// Who may be able to read a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Any,
    OwnerOnly,
}

fn read(path: &Path, access: Access) -> Result<Vec<u8>, TlsError> {
    let failed = |why| TlsError::Unreadable { path: path.to_owned(), why };
    let mut file = File::open(path).map_err(failed)?;
    // The permissions are those of the open file, not those of another one that takes its name meanwhile.
    let mode = file.metadata().map_err(failed)?.permissions().mode();
    if access == Access::OwnerOnly && mode & OTHERS != 0 {
        return Err(TlsError::TooOpen(path.to_owned()));
    }
    let mut bytes = vec![];
    file.read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// A certificate with its key, and the check of client certificates, ready to be offered.
pub(super) struct Credentials {
    pub(super) certified: Arc<CertifiedKey>,
    /// `None` where no client is asked for a certificate.
    pub(super) clients: Option<Arc<dyn ClientCertVerifier>>,
    pub(super) valid_until: Timestamp,
    /// The digest of the files they were read from.
    pub(super) digest: [u8; 32],
}

impl Credentials {
    /// Checks what was read: the key belongs to the certificate, the certificate is valid now, and the authorities can
    /// be used. Only the first certificate is held against the clock, because a chain may hold an expired one of an
    /// authority that no client needs.
    pub(super) fn check(
        files: &TlsFiles,
        pem: &Pem,
        provider: &Arc<CryptoProvider>,
        now: Timestamp,
    ) -> Result<Self, TlsError> {
        let path = &files.certificate;
        let chain = certificates(path, &pem.certificate)?;
        let (from, valid_until) = validity(&chain).ok_or_else(|| TlsError::NotACertificate(path.clone()))?;
        let certified = certify(files, chain, private_key(&files.key, &pem.key)?, provider)?;
        if now < from {
            return Err(TlsError::NotYet { path: path.clone(), from });
        }
        if now > valid_until {
            return Err(TlsError::Expired { path: path.clone(), since: valid_until });
        }
        let clients = match (&files.client_ca, &pem.client_ca) {
            (Some(path), Some(bytes)) => Some(verifier(path, bytes, provider)?),
            _ => None,
        };
        Ok(Self { certified: Arc::new(certified), clients, valid_until, digest: pem.digest() })
    }
}

/// The certificates of a file, at least one.
fn certificates(path: &Path, bytes: &[u8]) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let read: Result<Vec<_>, PemError> = CertificateDer::pem_slice_iter(bytes).collect();
    match read {
        Ok(found) if found.is_empty() => Err(TlsError::NoCertificate(path.to_owned())),
        Ok(found) => Ok(found),
        Err(_) => Err(TlsError::Broken(path.to_owned())),
    }
}

fn private_key(path: &Path, bytes: &[u8]) -> Result<PrivateKeyDer<'static>, TlsError> {
    PrivateKeyDer::from_pem_slice(bytes).map_err(|e| match e {
        PemError::NoItemsFound => TlsError::NoKey(path.to_owned()),
        _ => TlsError::Broken(path.to_owned()),
    })
}

/// From when and until when the first certificate is valid; `None` if it cannot be read.
fn validity(chain: &[CertificateDer<'_>]) -> Option<(Timestamp, Timestamp)> {
    let validity = Certificate::from_der(chain.first()?).ok()?.tbs_certificate.validity;
    let instant =
        |at: x509_cert::time::Time| Timestamp::from_second(i64::try_from(at.to_unix_duration().as_secs()).ok()?).ok();
    Some((instant(validity.not_before)?, instant(validity.not_after)?))
}

/// Joins the certificate and its key, if they belong together.
fn certify(
    files: &TlsFiles,
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
    provider: &CryptoProvider,
) -> Result<CertifiedKey, TlsError> {
    let key = provider.key_provider.load_private_key(key).map_err(|_| TlsError::UnusableKey(files.key.clone()))?;
    let certified = CertifiedKey::new(chain, key);
    match certified.keys_match() {
        Ok(()) => Ok(certified),
        Err(rustls::Error::InvalidCertificate(_)) => Err(TlsError::NotACertificate(files.certificate.clone())),
        // A key that cannot be compared is refused as well: nobody could connect if it were another one.
        Err(_) => Err(TlsError::OtherKey { certificate: files.certificate.clone(), key: files.key.clone() }),
    }
}

/// The check of client certificates by the authorities of a file. A client without a certificate is not let in.
fn verifier(
    path: &Path,
    bytes: &[u8],
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<dyn ClientCertVerifier>, TlsError> {
    let mut roots = RootCertStore::empty();
    for authority in certificates(path, bytes)? {
        roots.add(authority).map_err(|_| TlsError::NotAnAuthority(path.to_owned()))?;
    }
    WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .build()
        .map(|checked| checked as Arc<dyn ClientCertVerifier>)
        .map_err(|_| TlsError::NotAnAuthority(path.to_owned()))
}
