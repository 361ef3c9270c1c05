//! What new connections are offered: the present certificate, and the present authorities of client certificates.

use crate::tls::credentials::Credentials;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{DigitallySignedStruct, DistinguishedName, Error, SignatureScheme};
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

/// The present credentials. Each handshake asks for them anew; a connection that is open keeps what it began with.
pub(super) struct Offer {
    present: RwLock<Arc<Credentials>>,
    provider: Arc<CryptoProvider>,
}

impl fmt::Debug for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Offer")
    }
}

impl Offer {
    pub(super) fn new(credentials: Credentials, provider: Arc<CryptoProvider>) -> Self {
        Self { present: RwLock::new(Arc::new(credentials)), provider }
    }

    pub(super) fn provider(&self) -> &Arc<CryptoProvider> {
        &self.provider
    }

    pub(super) fn present(&self) -> Arc<Credentials> {
        self.present.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn replace(&self, credentials: Credentials) {
        *self.present.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(credentials);
    }
}

impl ResolvesServerCert for Offer {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.present().certified.clone())
    }
}

impl ClientCertVerifier for Offer {
    /// Names no authority, which leaves the choice of its certificate to the client. The names would have to live as
    /// long as the listener, while the file of the authorities may change.
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        let present = self.present();
        let clients = present.clients.as_ref().ok_or_else(|| Error::General("there are no authorities".into()))?;
        let checked = clients.verify_client_cert(end_entity, intermediates, now);
        if let Err(why) = &checked {
            tracing::info!(%why, "a client certificate was refused");
        }
        checked
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
