//! Lists in pages: `?limit=` and an opaque `?cursor=`, answered as `{"items": [...]}` with a
//! `Link` to the next page where there is one (RFC 8288).
//!
//! A cursor holds the key of the last item shown, encrypted ([`Cursors`]), so that an item that is added between two
//! requests neither repeats nor hides another.

use crate::api::Api;
use crate::api::frame::problem::Problem;
use crate::auth::cursor::Cursors;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, Responder};
use domain::base::marking::Marking;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// A page to be fetched: the items after a key, up to a limit.
#[derive(Debug, Clone)]
pub struct PageRequest {
    /// Key of the last item already shown.
    pub after: Option<String>,
    /// Most items on the page.
    pub limit: usize,
    /// Writes the cursor of the next page.
    cursors: Arc<Cursors>,
}

impl PageRequest {
    /// Checks the `limit` and `cursor` of a query.
    pub fn read(api: &Api, limit: Option<u32>, cursor: Option<&str>) -> Result<Self, Problem> {
        let max = api.pages.max;
        let limit = match limit {
            None => api.pages.default,
            Some(n) if (1..=max).contains(&n) => n,
            Some(_) => return Err(Problem::invalid("limit", format!("limit is a number from 1 to {max}."))),
        };
        let changed = || Problem::invalid("cursor", "Take the cursor from the Link of the page before, unchanged.");
        let after = cursor.map(|cursor| api.cursors.read(cursor).ok_or_else(changed)).transpose()?;
        Ok(Self { after, limit: usize::try_from(limit).unwrap_or(usize::MAX), cursors: api.cursors.clone() })
    }
    /// The key in the type that the list is sorted by.
    pub fn after<T: std::str::FromStr>(&self) -> Result<Option<T>, Problem> {
        let bad = |_| Problem::invalid("cursor", "This cursor is of another list.");
        self.after.as_deref().map(|key| key.parse().map_err(bad)).transpose()
    }
    /// The number of items to fetch: one more than the limit shows whether there is a next page.
    pub fn one_more(&self) -> i64 {
        i64::try_from(self.limit).map_or(i64::MAX, |n| n.saturating_add(1))
    }
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Present and `true` if the page ends before it is full, because what lies behind takes time to look through: more may
    /// be found behind the `Link`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    partial: bool,
    /// The marking of the page: the least that covers every item, as a banner line. Present where items have markings.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, example = "SECRET//NOFORN")]
    banner: Option<String>,
    /// Cursor of the next page.
    #[serde(skip)]
    next: Option<String>,
}

impl<T> Page<T> {
    /// A list that always fits on one page.
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, partial: false, banner: None, next: None }
    }
    /// A page of items fetched with [`PageRequest::one_more`]; `key` gives what the list is sorted by.
    pub fn of(request: &PageRequest, mut items: Vec<T>, key: impl Fn(&T) -> String) -> Self {
        let more = items.len() > request.limit;
        items.truncate(request.limit);
        let next = items.last().filter(|_| more).map(|last| request.cursors.write(&key(last)));
        Self { items, partial: false, banner: None, next }
    }
    /// The same for a page that ends before it is full; `reached` is the key behind which the next one begins.
    pub fn reaching(request: &PageRequest, items: Vec<T>, reached: &str) -> Self {
        let partial = items.len() < request.limit;
        Self { items, partial, banner: None, next: Some(request.cursors.write(reached)) }
    }
    /// The same page with each item translated.
    pub fn map<V>(self, view: impl FnMut(T) -> V) -> Page<V> {
        let Self { items, partial, banner, next } = self;
        Page { items: items.into_iter().map(view).collect(), partial, banner, next }
    }
    /// The same page, which says its marking (M10).
    #[must_use]
    pub fn marked(self, marking: &Marking) -> Self {
        Self { banner: Some(marking.banner()), ..self }
    }
}

impl<T: Serialize> Responder for Page<T> {
    type Body = actix_web::body::BoxBody;
    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::Ok();
        if let Some(cursor) = &self.next {
            let mut query: Vec<&str> =
                request.query_string().split('&').filter(|p| !p.is_empty() && !p.starts_with("cursor=")).collect();
            let cursor = format!("cursor={cursor}");
            query.push(&cursor);
            let query = query.join("&");
            answer.insert_header((header::LINK, format!("<{}?{query}>; rel=\"next\"", request.path())));
        }
        answer.json(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::keys::OfficeKey;
    use crate::auth::seal::Seal;
    use actix_web::test::TestRequest;

    fn asked(after: Option<&str>, limit: usize) -> PageRequest {
        let cursors = Arc::new(Cursors::of(&Seal::with(OfficeKey::generate().expect("a key"))));
        PageRequest { after: after.map(Into::into), limit, cursors }
    }

    #[test]
    fn the_link_keeps_the_filters_and_moves_the_cursor() {
        let request = asked(None, 2);
        let page = Page::of(&request, vec![1, 2, 3], ToString::to_string).map(|n| n * 10);
        assert_eq!(page.items, [10, 20]);
        let http = TestRequest::with_uri("/api/v1/filings?status=clear&cursor=old&limit=2").to_http_request();
        let answer = page.respond_to(&http);
        let link = answer.headers().get(header::LINK).expect("a link").to_str().expect("text");
        let next = request.cursors.write("2");
        assert_eq!(link, format!("</api/v1/filings?status=clear&limit=2&cursor={next}>; rel=\"next\""));
    }

    #[test]
    fn the_last_page_has_no_link() {
        let request = asked(Some("2"), 2);
        let page = Page::of(&request, vec![3, 4], ToString::to_string);
        assert!(page.next.is_none());
        assert_eq!(request.after::<i64>().expect("key"), Some(2));
        assert!(asked(Some("x"), 2).after::<i64>().is_err());
    }
}
