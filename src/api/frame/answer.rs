//! Successful answers: JSON with the version of what it shows.

use crate::api::frame::etag::etag;
use actix_web::body::BoxBody;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Serialize;

/// An answer with a JSON body.
#[derive(Debug)]
pub struct Answer<T> {
    status: StatusCode,
    etag: Option<String>,
    location: Option<String>,
    body: T,
}

impl<T: Serialize> Answer<T> {
    /// An answer with status 200.
    pub fn ok(body: T) -> Self {
        Self { status: StatusCode::OK, etag: None, location: None, body }
    }
    /// An answer with status 201: something new, and where it is read.
    pub fn created(location: String, body: T) -> Self {
        Self { status: StatusCode::CREATED, location: Some(location), ..Self::ok(body) }
    }
    /// The same answer with status 201, for something new that is read at `location`.
    #[must_use]
    pub fn at(mut self, location: String) -> Self {
        self.status = StatusCode::CREATED;
        self.location = Some(location);
        self
    }
    /// Adds the version of what is shown, as its ETag.
    #[must_use]
    pub fn version(mut self, version: i32) -> Self {
        self.etag = Some(etag(version));
        self
    }
}

impl<T: Serialize> Responder for Answer<T> {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status);
        if let Some(etag) = self.etag {
            answer.insert_header((header::ETAG, etag));
        }
        if let Some(location) = self.location {
            answer.insert_header((header::LOCATION, location));
        }
        answer.json(self.body)
    }
}
