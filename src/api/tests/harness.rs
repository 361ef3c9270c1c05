//! The service on a real socket, over a real store, with accounts that can sign in.

use crate::api::{Api, Listeners, Proof, serve};
use crate::auth::issuer::Fetcher;
use crate::auth::keys::OfficeKey;
use crate::auth::password::Passwords;
use crate::auth::seal::Seal;
use crate::auth::wrapping::WrappingKey;
use crate::config::{Config, ServeArgs};
use crate::store::office::{accounts as store_accounts, sessions};
use crate::telemetry::Metrics;
use crate::workflow::By;
use crate::workflow::frame::testing::TestOffice;
use crate::workflow::office::accounts;
use crate::workflow::office::keys::{self, Before, FirstKeys, KeyRing};
use actix_web::web;
use domain::base::actor::{Actor, Role};
use domain::base::agency::AgencyCode;
use domain::base::marking::{Grant, Level};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use ureq::http::{Method, Request};

/// The password of every account.
pub const PASSWORD: &str = "a long passphrase nobody guesses 42";

/// A running service. It ends with the test process.
pub struct Served {
    pub house: TestOffice,
    pub url: String,
    pub ops: String,
    pub keys: Arc<KeyRing>,
    agent: ureq::Agent,
    hash: String,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub text: String,
    pub body: Value,
}

impl Reply {
    /// A header.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().expect("text"))
    }
    /// The code of a problem.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }
    /// Fails unless the status is this one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }
}

/// A service with these settings changed.
pub fn serve_with(settings: &[(&str, &str)]) -> Served {
    let args = settings.iter().fold(ServeArgs::default().with("listen", "127.0.0.1:0"), |a, (k, v)| a.with(k, *v));
    let config = Config::load(&args, []).expect("settings");
    let house = TestOffice::new();
    let passwords = Passwords::new().expect("passwords");
    let hash = passwords.hash(PASSWORD).expect("hash");
    let keys = Arc::new(ring_of(&house, config.tokens.ttl));
    let seal = Seal::with(OfficeKey::generate().expect("key"));
    let fetcher = Fetcher::new(None).expect("a fetcher");
    let proof = Proof { passwords, keys: keys.clone(), seal, banner: None, fetcher };
    let api = Api::new(&config, house.cx.clone(), proof, Arc::new(Metrics::new().expect("metrics")));
    let listeners = Listeners::open(&config, None).expect("ports");
    let url = format!("http://{}", listeners.main().expect("address"));
    let ops = format!("http://{}", listeners.ops().expect("on").expect("address"));
    std::thread::spawn(move || {
        actix_web::rt::System::new()
            .block_on(serve(web::Data::new(api), &config, listeners, || Ok(())))
            .expect("serves");
    });
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(60)))
        .build()
        .into();
    Served { house, url, ops, keys, agent, hash }
}

/// The first keys of an office, under a wrapping key of their own.
pub fn ring_of(house: &TestOffice, token_life: Duration) -> KeyRing {
    let ring = KeyRing::new(WrappingKey::generate().expect("key"), token_life, Duration::from_secs(30 * 24 * 3600));
    let first =
        FirstKeys { tokens: OfficeKey::generate().expect("key"), statements: OfficeKey::generate().expect("key") };
    let now = crate::clock::Clock::now(&crate::clock::SystemClock);
    let made_at = now - jiff::SignedDuration::from_hours(1);
    keys::install(&house.cx, &ring.wrapping, &first, Before::Stay, "", made_at).expect("installed");
    keys::load(&house.cx, &ring, now).expect("loaded");
    ring
}

/// A service as it is by default.
pub fn served() -> Served {
    serve_with(&[])
}

impl Served {
    /// Adds an account that can sign in, cleared for everything.
    pub fn account(&self, name: &str, role: Role, agency: Option<&str>) -> domain::base::actor::Account {
        let new = accounts::NewAccount {
            supervisor: false,
            username: name.into(),
            role,
            agency: agency.map(|a| AgencyCode::parse(a).expect("code")),
            clearance: Grant::of(Level::TopSecret),
            password: accounts::Password::own(self.hash.clone()),
        };
        accounts::add(&self.house.cx, &By::system(&Actor::command_line()), new).expect("added").account
    }
    /// Adds an account and signs it in; its access token.
    pub fn token(&self, name: &str, role: Role, agency: Option<&str>) -> String {
        self.account(name, role, agency);
        self.sign_in(name).body["access_token"].as_str().expect("a token").to_owned()
    }
    /// Signs in, and takes note that the second factor was proved, as if there were one.
    pub fn sign_in(&self, name: &str) -> Reply {
        let reply = self.post("/session", "", &serde_json::json!({"username": name, "password": PASSWORD})).expect(200);
        let proved = self.house.cx.store.write(|tx| {
            let account = store_accounts::credentials(tx, name)?.expect("an account").0;
            let now = crate::clock::Clock::now(&crate::clock::SystemClock);
            for session in sessions::live(tx, account.id, now, jiff::Timestamp::MIN)? {
                sessions::prove_factor(tx, session.id, now)?;
            }
            Ok::<_, crate::store::StoreError>(())
        });
        proved.expect("proved");
        reply
    }
    /// Lets everybody's last proof be an hour old.
    pub fn age_proofs(&self) {
        let aged = self.house.cx.store.write(|tx| {
            let now = crate::clock::Clock::now(&crate::clock::SystemClock);
            let hour_ago = now - jiff::SignedDuration::from_hours(1);
            let accounts = store_accounts::page(tx, None, i64::MAX)?;
            for account in accounts {
                for session in sessions::live(tx, account.id, now, jiff::Timestamp::MIN)? {
                    sessions::prove(tx, session.id, hour_ago, Some(hour_ago))?;
                }
            }
            Ok::<_, crate::store::StoreError>(())
        });
        aged.expect("aged");
    }
    /// Reads.
    pub fn get(&self, path: &str, token: &str) -> Reply {
        self.call(Method::GET, path, token, &[], None)
    }
    /// Posts JSON.
    pub fn post(&self, path: &str, token: &str, body: &Value) -> Reply {
        self.call(
            Method::POST,
            path,
            token,
            &[("content-type", "application/json")],
            Some(body.to_string().into_bytes()),
        )
    }
    /// Sends anything to a path under the prefix, or to a full path that begins with `!`.
    pub fn call(
        &self,
        method: Method,
        path: &str,
        token: &str,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
    ) -> Reply {
        let url = match path.strip_prefix('!') {
            Some(full) => format!("{}{full}", self.url),
            None => format!("{}{}{path}", self.url, crate::api::PREFIX),
        };
        self.send(method, &url, token, headers, body)
    }
    /// Sends anything anywhere.
    pub fn send(
        &self,
        method: Method,
        url: &str,
        token: &str,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(url);
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = match body {
            Some(body) => self.agent.run(request.body(body).expect("a request")),
            None => self.agent.run(request.body(()).expect("a request")),
        };
        let mut answer = answer.expect("an answer");
        let text = answer.body_mut().read_to_string().expect("text");
        let body = serde_json::from_str(&text).unwrap_or_default();
        Reply { status: answer.status().as_u16(), headers: answer.headers().clone(), text, body }
    }
}
