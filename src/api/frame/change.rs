//! A request to change something: its body, the version of the resource it names, and the key by which the same request
//! is done only once.

use crate::api::Api;
use crate::api::frame::etag::if_match;
use crate::api::frame::problem::{BROKEN_BODY, MEDIA, Problem, TOO_LARGE, TOO_SLOW};
use crate::api::frame::{places, problem};
use crate::auth::message::{OwnSignature, Parts};
use crate::clock::Clock as _;
use crate::workflow::frame::by::Sent;
use crate::workflow::{By, Idempotency, IfMatch};
use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{FromRequest, HttpRequest, web};
use bytes::{Bytes, BytesMut};
use domain::base::actor::Actor;
use domain::base::ledger::hex;
use domain::base::refusal::{INVALID, Refusal, SIGNATURE_INVALID};
use futures_util::StreamExt as _;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use std::time::Duration;

/// Most characters of an `Idempotency-Key`.
const MAX_KEY: usize = 128;

/// A request to change something, with a JSON body of type `T`.
#[derive(Debug)]
pub struct Change<T> {
    pub body: T,
    if_match: IfMatch,
    idempotency: Option<Idempotency>,
    sent: Arc<Sent>,
}

impl<T> Change<T> {
    /// The body, and the caller with what the headers say.
    pub fn by(self, actor: &Actor) -> (T, By<'_>) {
        (self.body, By { actor, if_match: self.if_match, idempotency: self.idempotency, sent: Some(self.sent) })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Change<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let Some(api) = request.app_data::<web::Data<Api>>() else {
                return Err(Problem::failed("no service data"));
            };
            let if_match = if_match(&request)?;
            let bytes = read_body(&request, payload, api.limits.json.0, api.stall).await?;
            let idempotency = idempotency(&request, &bytes)?;
            let body = parse(&request, &bytes)?;
            let sent = sent(&request, api, bytes)?;
            places::take_for(&request, api).await?;
            Ok(Self { body, if_match, idempotency, sent })
        })
    }
}

/// A question with a JSON body of type `T`: a request that changes nothing and whose words do not belong into an address.
#[derive(Debug)]
pub struct Question<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Question<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let Some(api) = request.app_data::<web::Data<Api>>() else {
                return Err(Problem::failed("no service data"));
            };
            let bytes = read_body(&request, payload, api.limits.json.0, api.stall).await?;
            parse(&request, &bytes).map(Self)
        })
    }
}

/// Bytes a second that a body must come at, on the whole. Without this, a body of one byte now and then would hold its
/// connection without end.
const LEAST_RATE: u64 = 4 << 10;

/// Reads a whole body up to a limit. If nothing comes for `stall`, or the body comes at less than [`LEAST_RATE`] beyond
/// that time, this gives up with `request.timeout`.
pub async fn read_body(
    request: &HttpRequest,
    mut payload: Payload,
    limit: usize,
    stall: Duration,
) -> Result<Bytes, Problem> {
    let too_large = || Problem::new(&TOO_LARGE, format!("At most {} are taken here.", crate::config::Size(limit)));
    let declared = request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|n| n > limit) {
        return Err(too_large());
    }
    let mut body = BytesMut::with_capacity(declared.unwrap_or(0).min(64 * 1024));
    let began = tokio::time::Instant::now();
    loop {
        let earned = Duration::from_secs(u64::try_from(body.len()).unwrap_or(u64::MAX) / LEAST_RATE);
        let left = (stall + earned).saturating_sub(began.elapsed());
        let Ok(next) = tokio::time::timeout(left, next_chunk(&mut payload, stall)).await else {
            return Err(Problem::new(&TOO_SLOW, format!("Send a body at {LEAST_RATE} bytes a second or more.")));
        };
        let Some(chunk) = next? else { break };
        if body.len() + chunk.len() > limit {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// The next piece of a body; `None` at its end. If nothing comes for `stall`, this gives up with `request.timeout`.
pub async fn next_chunk(payload: &mut Payload, stall: Duration) -> Result<Option<Bytes>, Problem> {
    match tokio::time::timeout(stall, payload.next()).await {
        Ok(None) => Ok(None),
        Ok(Some(Ok(chunk))) => Ok(Some(chunk)),
        Ok(Some(Err(_))) => Err(Problem::new(&BROKEN_BODY, "The connection broke in the middle of the body.")),
        Err(_) => Err(Problem::new(&TOO_SLOW, format!("Nothing came for {} seconds.", stall.as_secs()))),
    }
}

/// Reads a body as JSON. A request without a body is read as an empty object, so that a change without members needs no
/// body.
fn parse<T: DeserializeOwned>(request: &HttpRequest, bytes: &[u8]) -> Result<T, Problem> {
    if bytes.is_empty() {
        return from_json(b"{}");
    }
    if !is_json(request) {
        return Err(Problem::new(&MEDIA, "Send JSON, with Content-Type: application/json."));
    }
    from_json(bytes)
}

/// Reads JSON. The problem of a body that cannot be read names the field at fault.
pub fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let invalid = |e: &serde_json::Error| Refusal::new(&INVALID, problem::sentence(&e.to_string()));
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|e| {
        let refusal = invalid(e.inner());
        match field_at_fault(&e) {
            Some(field) => Problem::from(refusal.at(field)),
            None => refusal.into(),
        }
    })?;
    reader.end().map_err(|e| Problem::from(invalid(&e)))?;
    Ok(value)
}

/// The path of the field at fault. For a missing field serde gives the path of the parent and the name in words.
fn field_at_fault(e: &serde_path_to_error::Error<serde_json::Error>) -> Option<String> {
    let path = e.path().to_string();
    let text = e.inner().to_string();
    let missing = text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    match (path.as_str(), missing) {
        (".", None) => None,
        (".", Some(name)) => Some(name.to_owned()),
        (_, None) => Some(path),
        (parent, Some(name)) => Some(format!("{parent}.{name}")),
    }
}

fn is_json(request: &HttpRequest) -> bool {
    let value = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    value.split(';').next().is_some_and(|t| t.trim().eq_ignore_ascii_case("application/json"))
}

/// The `Idempotency-Key` of a request with the digest of its method, path and body.
pub fn idempotency(request: &HttpRequest, body: &[u8]) -> Result<Option<Idempotency>, Problem> {
    let Some(value) = request.headers().get("Idempotency-Key") else { return Ok(None) };
    let fine = |key: &&str| (1..=MAX_KEY).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    let key = value.to_str().ok().filter(fine).ok_or_else(|| {
        let words = format!("An Idempotency-Key has 1 to {MAX_KEY} visible ASCII characters.");
        Problem::invalid("Idempotency-Key", words)
    })?;
    let mut digest = Sha256::new();
    for part in [request.method().as_str().as_bytes(), request.path().as_bytes(), body] {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    Ok(Some(Idempotency { key: key.to_owned(), fingerprint: hex(&digest.finalize()) }))
}

/// The request as it was sent, with the signature by its sender's own key if it has one (RFC 9421).
pub fn sent(request: &HttpRequest, api: &Api, content: Bytes) -> Result<Arc<Sent>, Problem> {
    let parts = Parts { method: request.method().as_str(), path: request.path(), content: &content };
    let header = |name: &str| request.headers().get_all(name).map(HeaderValue::as_bytes).collect();
    let refuse = |why: String| Problem::from(Refusal::new(&SIGNATURE_INVALID, why).at("Signature"));
    let own = OwnSignature::read(parts, header).map_err(|e| refuse(e.to_string()))?;
    if own.is_some() && !request.query_string().is_empty() {
        return Err(refuse("A request with a query is not signed here; the query would not be covered.".to_owned()));
    }
    let if_match = request.headers().get(header::IF_MATCH).and_then(|v| v.to_str().ok()).map(|v| v.trim().to_owned());
    Ok(Arc::new(Sent {
        method: parts.method.to_owned(),
        path: parts.path.to_owned(),
        if_match,
        own,
        arrived: api.system.now(),
        seal: api.seal.clone(),
        content,
    }))
}

/// An empty body: `{}` or none. An unknown member is refused.
#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[derive(Debug, serde::Deserialize)]
    #[expect(dead_code, reason = "only whether it can be read matters")]
    struct Sample {
        reason: String,
        #[serde(default)]
        parties: Vec<Inner>,
    }
    #[derive(Debug, serde::Deserialize)]
    #[expect(dead_code, reason = "only whether it can be read matters")]
    struct Inner {
        name: String,
    }

    fn problem(text: &str) -> serde_json::Value {
        let p = from_json::<Sample>(text.as_bytes()).expect_err("not understood");
        serde_json::to_value(p).expect("json")
    }

    #[test]
    fn the_field_at_fault_is_named() {
        for (text, field) in [
            ("{}", "reason"),
            (r#"{"reason": 1}"#, "reason"),
            (r#"{"reason": "x", "parties": [{"name": "a"}, {}]}"#, "parties[1].name"),
            (r#"{"reason": "x", "parties": [{"name": []}]}"#, "parties[0].name"),
        ] {
            let p = problem(text);
            assert_eq!(
                (p["status"].as_u64(), p["errors"][0]["field"].as_str()),
                (Some(422), Some(field)),
                "{text}: {p}"
            );
        }
        for text in ["", "{", "[1]", "{} x", "nul"] {
            assert_eq!(problem(text)["status"], 422, "{text}");
        }
    }

    #[test]
    fn a_key_stands_for_method_path_and_body() {
        let request = |path: &str, key: &str| {
            TestRequest::post().uri(path).insert_header(("Idempotency-Key", key)).to_http_request()
        };
        let of = |path: &str, body: &[u8]| {
            idempotency(&request(path, "k1"), body).expect("a key").expect("given").fingerprint
        };
        assert_eq!(of("/a", b"x"), of("/a", b"x"));
        assert_ne!(of("/a", b"x"), of("/a", b"y"));
        assert_ne!(of("/a", b"x"), of("/ax", b""));
        assert!(idempotency(&TestRequest::post().to_http_request(), b"").expect("none").is_none());
        for bad in ["", "two words", &"k".repeat(129)] {
            assert!(idempotency(&request("/a", bad), b"").is_err(), "{bad:?}");
        }
    }
}
