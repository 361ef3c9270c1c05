//! The `If-Match` of a request (RFC 9110): a caller who changes a resource sends the strong ETag that they have read.

use crate::api::frame::problem::Problem;
use crate::workflow::IfMatch;
pub use crate::workflow::frame::etag::etag;
use actix_web::HttpRequest;
use actix_web::http::header;
use domain::base::refusal::{INVALID, Refusal};

/// The version that the caller names. A list of ETags is refused: a caller has read one version.
pub fn if_match(request: &HttpRequest) -> Result<IfMatch, Problem> {
    let mut values = request.headers().get_all(header::IF_MATCH);
    let Some(value) = values.next() else { return Ok(IfMatch::Missing) };
    if values.next().is_some() {
        return Err(unreadable());
    }
    match value.to_str().map(str::trim) {
        Ok("*") => Ok(IfMatch::Any),
        Ok(text) => parse(text).map_or_else(|| Err(unreadable()), Ok),
        Err(_) => Err(unreadable()),
    }
}

/// Reads one strong ETag. A well-formed ETag that this service never gives is read as version -1, which no resource has.
fn parse(text: &str) -> Option<IfMatch> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains(['"', ',']) {
        return None;
    }
    Some(IfMatch::Version(inner.parse().unwrap_or(-1)))
}

fn unreadable() -> Problem {
    Refusal::new(&INVALID, "If-Match takes one ETag as it was given, in quotation marks, or *.").at("If-Match").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn if_match_is_read_strictly() {
        let read = |values: &[&str]| {
            let mut request = TestRequest::default();
            for v in values {
                request = request.append_header((header::IF_MATCH, *v));
            }
            if_match(&request.to_http_request()).ok()
        };
        assert_eq!(read(&[]), Some(IfMatch::Missing));
        assert_eq!(read(&["*"]), Some(IfMatch::Any));
        assert_eq!(read(&[&etag(7)]), Some(IfMatch::Version(7)));
        assert_eq!(read(&["\"abc\""]), Some(IfMatch::Version(-1)), "never a version of ours");
        for bad in [&["7"][..], &["W/\"7\""], &["\"7\", \"8\""], &["\"7\"", "\"8\""], &[""], &["\""]] {
            assert_eq!(read(bad), None, "{bad:?}");
        }
    }
}
