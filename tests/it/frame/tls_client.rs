//! Certificates made for one test, and a client that speaks TLS and HTTP over one connection.

use crate::frame::harness::Answer;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned, SupportedProtocolVersion};
use serde_json::Value;
use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// A certificate and its key, both in PEM.
pub struct Issued {
    pub certificate: String,
    pub key: String,
}

impl Issued {
    /// Writes both files under the names that the flags give; the key for its owner only.
    pub fn write(&self, certificate: &str, key: &str) {
        std::fs::write(certificate, &self.certificate).expect("a certificate");
        write_key(key, &self.key);
    }
}

/// Writes a key that only its owner may read.
pub fn write_key(path: &str, text: &str) {
    std::fs::write(path, text).expect("a key");
    std::fs::set_permissions(Path::new(path), std::fs::Permissions::from_mode(0o600)).expect("permissions");
}

/// An authority that issues certificates.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(vec![]).expect("no names");
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority"))
    }
    /// Its certificate, in PEM.
    pub fn pem(&self) -> String {
        self.0.pem()
    }
    /// A certificate for the address of the tests, changed before it is signed.
    pub fn issue_with(&self, change: impl FnOnce(&mut CertificateParams)) -> Issued {
        let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("an address");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        change(&mut params);
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.0).expect("a certificate");
        Issued { certificate: certificate.pem(), key: key.serialize_pem() }
    }
    /// A certificate for the address of the tests.
    pub fn issue(&self) -> Issued {
        self.issue_with(|_| ())
    }
}

/// How a client connects.
pub struct TlsClient {
    config: Arc<ClientConfig>,
    address: String,
}

impl TlsClient {
    /// A client that trusts an authority, shows a certificate if it has one, and speaks these versions of TLS.
    pub fn new(
        url: &str,
        trusted: &Authority,
        own: Option<&Issued>,
        versions: &[&'static SupportedProtocolVersion],
    ) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(trusted.0.der().clone()).expect("an authority");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .expect("versions")
            .with_root_certificates(roots);
        let config = match own {
            Some(own) => {
                let chain = CertificateDer::pem_slice_iter(own.certificate.as_bytes()).map(|c| c.expect("one"));
                let key = PrivateKeyDer::from_pem_slice(own.key.as_bytes()).expect("a key");
                builder.with_client_auth_cert(chain.collect(), key).expect("a pair")
            }
            None => builder.with_no_client_auth(),
        };
        let address = url.strip_prefix("https://").expect("an address over TLS").to_owned();
        Self { config: Arc::new(config), address }
    }

    /// A client that trusts an authority.
    pub fn trusting(url: &str, trusted: &Authority) -> Self {
        Self::new(url, trusted, None, rustls::ALL_VERSIONS)
    }

    /// Offers these protocols for the connection.
    pub fn offering(mut self, protocols: &[&str]) -> Self {
        let config = Arc::make_mut(&mut self.config);
        config.alpn_protocols = protocols.iter().map(|p| p.as_bytes().to_vec()).collect();
        self
    }

    /// Connects and finishes the handshake.
    pub fn connect(&self) -> io::Result<TlsConnection> {
        let socket = TcpStream::connect(&self.address)?;
        socket.set_read_timeout(Some(Duration::from_secs(30)))?;
        let name = ServerName::try_from("127.0.0.1").expect("an address");
        let session = ClientConnection::new(self.config.clone(), name).map_err(io::Error::other)?;
        let mut stream = StreamOwned::new(session, socket);
        while stream.conn.is_handshaking() {
            stream.conn.complete_io(&mut stream.sock)?;
        }
        Ok(TlsConnection { stream })
    }

    /// Sends one request on a connection of its own.
    pub fn send(&self, request: &str, headers: &[(&str, &str)], body: &str) -> io::Result<Answer> {
        self.connect()?.send(request, headers, body)
    }
}

/// An open connection.
pub struct TlsConnection {
    pub stream: StreamOwned<ClientConnection, TcpStream>,
}

impl TlsConnection {
    /// The certificate that the service showed.
    pub fn certificate(&self) -> CertificateDer<'static> {
        self.stream.conn.peer_certificates().expect("a certificate")[0].clone()
    }

    /// Sends `METHOD /path` with a body and reads the answer. The connection stays open.
    pub fn send(&mut self, request: &str, headers: &[(&str, &str)], body: &str) -> io::Result<Answer> {
        let mut text = format!("{request} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {}\r\n", body.len());
        for (name, value) in headers {
            text += &format!("{name}: {value}\r\n");
        }
        self.stream.write_all(format!("{text}\r\n{body}").as_bytes())?;
        self.stream.flush()?;
        let mut head = vec![];
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            self.stream.read_exact(&mut byte)?;
            head.push(byte[0]);
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        let mut lines = head.lines();
        let status = lines.next().and_then(|l| l.split(' ').nth(1)?.parse().ok()).expect("a status");
        let headers: Vec<(String, String)> =
            lines.filter_map(|l| l.split_once(": ")).map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
        let length = headers.iter().find(|(n, _)| n.eq_ignore_ascii_case("content-length"));
        let length = length.expect("a body of known length").1.parse().expect("a number");
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Ok(Answer { status, headers, text, body })
    }
}
