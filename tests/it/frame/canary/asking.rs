//! Asks the service as somebody, and keeps every byte of the answer that may say something.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::Value;
use std::time::Duration;

/// Somebody who asks, over connections that stay open.
pub struct Asker {
    agent: ureq::Agent,
    url: String,
    token: Option<String>,
}

/// An answer.
pub struct Told {
    pub status: u16,
    pub body: Value,
    pub text: String,
    /// The body, every header, and what tokens and statements in them say.
    pub everything: String,
}

impl Told {
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }
}

impl Asker {
    pub fn new(url: &str, token: Option<String>) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(120)))
            .build()
            .into();
        Self { agent, url: url.to_owned(), token }
    }

    /// The same person, over another connection.
    pub fn again(&self) -> Self {
        Self::new(&self.url, self.token.clone())
    }

    /// Sends a request on whichever version there is (`If-Match: *`).
    pub fn send(&self, method: &str, path: &str, body: Option<(&str, &str)>) -> Told {
        let path = if path.starts_with("http") { path.to_owned() } else { format!("{}/api/v1{path}", self.url) };
        let mut request = ureq::http::Request::builder().method(method).uri(&path).header("If-Match", "*");
        if let Some(token) = &self.token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        let sent = match body {
            Some((kind, text)) => self.agent.run(request.header("Content-Type", kind).body(text).expect("a request")),
            None => self.agent.run(request.body(()).expect("a request")),
        };
        let mut answer = sent.unwrap_or_else(|e| panic!("{method} {path}: {e}"));
        let text = answer.body_mut().with_config().limit(1 << 26).read_to_string().expect("text");
        let headers = answer.headers().iter().map(|(name, value)| format!("{name}: {value:?}\n"));
        let mut everything = headers.collect::<String>() + &text;
        // A signed statement begins with the encoded head of one.
        if everything.contains("eyJ") {
            let words = everything.split(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c)));
            let said: Vec<String> = words.filter_map(payload).collect();
            everything.extend(said);
        }
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Told { status: answer.status().as_u16(), body, text, everything }
    }

    pub fn get(&self, path: &str) -> Told {
        self.send("GET", path, None)
    }

    /// The answer to a read that must be answered.
    #[track_caller]
    pub fn read(&self, path: &str) -> Value {
        let told = self.get(path);
        assert_eq!(told.status, 200, "{path}: {}", told.text);
        told.body
    }
}

/// What a signed statement says: the part between its two dots.
fn payload(word: &str) -> Option<String> {
    let parts: Vec<&str> = word.split('.').collect();
    let [_, said, _] = parts[..] else { return None };
    String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(said).ok()?).ok()
}
