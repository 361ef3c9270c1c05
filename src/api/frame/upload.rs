//! A request whose body is a document, such as a filing or a review list, and not an object with members.

use crate::api::Api;
use crate::api::frame::change::{idempotency, read_body, sent};
use crate::api::frame::etag::if_match;
use crate::api::frame::places;
use crate::api::frame::problem::{MEDIA, Problem};
use crate::workflow::frame::by::Sent;
use crate::workflow::{By, Idempotency, IfMatch};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use bytes::Bytes;
use domain::base::actor::Actor;
use futures_util::future::LocalBoxFuture;
use std::sync::Arc;

/// A whole document, up to the limit for one filing.
#[derive(Debug)]
pub struct Upload {
    /// The bytes of the document.
    pub bytes: Bytes,
    media_type: String,
    if_match: IfMatch,
    idempotency: Option<Idempotency>,
    sent: Arc<Sent>,
}

impl Upload {
    /// The caller with what the headers say.
    pub fn by<'a>(&self, actor: &'a Actor) -> By<'a> {
        By { actor, if_match: self.if_match, idempotency: self.idempotency.clone(), sent: Some(self.sent.clone()) }
    }
    /// The media type, without parameters, in lower case.
    pub fn media_type(&self) -> &str {
        &self.media_type
    }
    /// The document as text, if its media type is the one given.
    pub fn text(&self, media_type: &str) -> Result<String, Problem> {
        if self.media_type != media_type {
            return Err(Problem::new(&MEDIA, format!("Send the document with Content-Type: {media_type}.")));
        }
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(e) => {
                let line = self.bytes.iter().take(e.valid_up_to()).filter(|b| **b == b'\n').count() + 1;
                Err(Problem::invalid("body", format!("The document is not UTF-8; see line {line}.")))
            }
        }
    }
}

/// The media type of a request's body, without parameters, in lower case.
pub fn media_type(request: &HttpRequest) -> String {
    let value = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

impl FromRequest for Upload {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let Some(api) = request.app_data::<web::Data<Api>>() else {
                return Err(Problem::failed("no service data"));
            };
            let if_match = if_match(&request)?;
            let bytes = read_body(&request, payload, api.limits.filing.0, api.stall).await?;
            let idempotency = idempotency(&request, &bytes)?;
            let sent = sent(&request, api, bytes.clone())?;
            places::take_for(&request, api).await?;
            Ok(Self { bytes, media_type: media_type(&request), if_match, idempotency, sent })
        })
    }
}
