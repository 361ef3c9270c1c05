//! What handlers read from the path and the headers of a request, and its description.

use crate::api::frame::problem::Problem;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use std::future::{Ready, ready};
use std::str::FromStr;
use utoipa::IntoParams;

/// The `{id}` of a path. A text that is not an id is answered with 404, like an id that no resource has.
#[derive(Debug, Clone, Copy)]
pub struct Id<T>(pub T);

impl<T: FromStr> FromRequest for Id<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = request.match_info().get("id").and_then(|text| text.parse().ok());
        ready(id.map(Self).ok_or_else(Problem::not_found))
    }
}

/// The id in a path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only described")]
pub struct IdParam {
    /// Id of the resource.
    id: uuid::Uuid,
}

/// Headers of a request that makes something under a top-level collection.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only described")]
pub struct Creating {
    /// The same key and body get the same answer, however often they are sent.
    #[param(rename = "Idempotency-Key", max_length = 128)]
    idempotency_key: Option<String>,
}

/// Headers of a request that changes something, or makes something below a resource.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only described")]
pub struct Changing {
    /// The ETag of the resource named in the path, as it was read; `*` for any version.
    #[param(rename = "If-Match", example = "\"3\"")]
    if_match: String,
    /// The same key and body get the same answer, however often they are sent.
    #[param(rename = "Idempotency-Key", max_length = 128)]
    idempotency_key: Option<String>,
}
