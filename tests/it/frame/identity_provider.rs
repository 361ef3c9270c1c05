//! An identity provider for one test: it describes itself and gives its keys over TLS, and signs whatever a test wants.

use crate::frame::tls_client::Authority;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer as _, SigningKey};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

static NEXT: AtomicU64 = AtomicU64::new(1);

/// What the provider answers now.
#[derive(Debug, Clone, Default)]
pub struct Says {
    /// The members of its description that are not as they should be.
    pub description: Value,
    /// The answer where its keys are asked for; the keys themselves if `None`.
    pub keys: Option<String>,
    /// Whether it keeps whoever asks waiting.
    pub is_silent: bool,
}

/// A running provider. It ends with the process of the test.
pub struct Provider {
    /// Its `iss`.
    pub iss: String,
    says: Arc<Mutex<Says>>,
    asked: Arc<Mutex<Vec<String>>>,
    keys: Arc<Mutex<Vec<(String, SigningKey)>>>,
}

/// Seconds since 1970.
pub fn seconds() -> i64 {
    i64::try_from(UNIX_EPOCH.elapsed().expect("a clock").as_secs()).expect("an instant")
}

fn jwk(name: &str, key: &SigningKey) -> Value {
    let x = BASE64_URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes());
    json!({"kty": "OKP", "crv": "Ed25519", "kid": name, "use": "sig", "alg": "EdDSA", "x": x})
}

impl Provider {
    /// Starts one, at an address that an authority vouches for.
    pub fn start(authority: &Authority) -> Self {
        let issued = authority.issue();
        let chain = CertificateDer::pem_slice_iter(issued.certificate.as_bytes()).map(|one| one.expect("one"));
        let key = PrivateKeyDer::from_pem_slice(issued.key.as_bytes()).expect("a key");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(chain.collect(), key)
            .expect("a pair");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let iss = format!("https://{}/realms/navy", listener.local_addr().expect("an address"));
        let started = Self { iss, says: Arc::default(), asked: Arc::default(), keys: Arc::default() };
        started.add_key("k1");
        let (iss, says, asked, keys) =
            (started.iss.clone(), started.says.clone(), started.asked.clone(), started.keys.clone());
        let config = Arc::new(config);
        std::thread::spawn(move || {
            for socket in listener.incoming().map_while(Result::ok) {
                let (iss, says, asked, keys, config) =
                    (iss.clone(), says.clone(), asked.clone(), keys.clone(), config.clone());
                std::thread::spawn(move || answer(socket, config, &iss, &says, &asked, &keys));
            }
        });
        started
    }

    /// Makes a key of this name, which it publishes beside the others.
    pub fn add_key(&self, name: &str) {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).expect("random bytes");
        lock(&self.keys).push((name.to_owned(), SigningKey::from_bytes(&seed)));
    }

    /// Changes what it answers.
    pub fn say(&self, says: Says) {
        *lock(&self.says) = says;
    }

    /// How often a path was asked for.
    pub fn asked(&self, path: &str) -> usize {
        lock(&self.asked).iter().filter(|asked| asked.ends_with(path)).count()
    }

    /// The key set that it publishes.
    pub fn key_set(&self) -> Value {
        json!({ "keys": lock(&self.keys).iter().map(|(name, key)| jwk(name, key)).collect::<Vec<_>>() })
    }

    /// A token for a person, good for five minutes, with these claims changed; null takes one out.
    pub fn token(&self, subject: &str, claims: Value) -> String {
        self.sign(json!({"alg": "EdDSA", "typ": "JWT"}), subject, claims)
    }

    /// The same with another header. The key is the first, or the one that the header names.
    pub fn sign(&self, mut header: Value, subject: &str, change: Value) -> String {
        let now = seconds();
        let mut claims = json!({
            "iss": self.iss, "aud": "subrosa", "sub": subject, "iat": now, "exp": now + 300,
            "jti": format!("t{}", NEXT.fetch_add(1, Ordering::Relaxed)),
        });
        for (name, value) in change.as_object().expect("members") {
            match value {
                Value::Null => drop(claims.as_object_mut().expect("members").shift_remove(name)),
                value => claims[name.as_str()] = value.clone(),
            }
        }
        let keys = lock(&self.keys);
        let (name, key) = match header["kid"].as_str().and_then(|kid| keys.iter().find(|(name, _)| name == kid)) {
            Some(found) => found,
            None => keys.first().expect("a key"),
        };
        if header["kid"].is_null() {
            header["kid"] = json!(name);
        }
        let encode = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", encode(&header), encode(&claims));
        format!("{signed}.{}", BASE64_URL_SAFE_NO_PAD.encode(key.sign(signed.as_bytes()).to_bytes()))
    }
}

fn lock<T>(what: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Answers one request.
fn answer(
    socket: TcpStream,
    config: Arc<ServerConfig>,
    iss: &str,
    says: &Mutex<Says>,
    asked: &Mutex<Vec<String>>,
    keys: &Mutex<Vec<(String, SigningKey)>>,
) {
    let _ = socket.set_read_timeout(Some(Duration::from_secs(20)));
    let Ok(session) = ServerConnection::new(config) else { return };
    let mut stream = StreamOwned::new(session, socket);
    let mut head = BufReader::new(&mut stream);
    let mut line = String::new();
    if head.read_line(&mut line).is_err() {
        return;
    }
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut rest = String::new();
    while head.read_line(&mut rest).is_ok_and(|n| n > 2) {
        rest.clear();
    }
    lock(asked).push(path.clone());
    let now = lock(says).clone();
    if now.is_silent {
        std::thread::sleep(Duration::from_secs(15));
        return;
    }
    let body = if path.ends_with("/.well-known/openid-configuration") {
        let mut description = json!({ "issuer": iss, "jwks_uri": format!("{iss}/keys") });
        for (name, value) in now.description.as_object().into_iter().flatten() {
            description[name.as_str()] = value.clone();
        }
        description.to_string()
    } else if path.ends_with("/keys") {
        let all = lock(keys).iter().map(|(name, key)| jwk(name, key)).collect::<Vec<_>>();
        now.keys.unwrap_or_else(|| json!({ "keys": all }).to_string())
    } else if path.ends_with("/moved") {
        let answer =
            format!("HTTP/1.1 302 Found\r\nLocation: {iss}/keys\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        let _ = stream.write_all(answer.as_bytes()).and_then(|()| stream.flush());
        return;
    } else {
        "{}".to_owned()
    };
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    let _ = stream
        .write_all(head.as_bytes())
        .and_then(|()| stream.write_all(body.as_bytes()))
        .and_then(|()| stream.flush());
}
