//! Pages of lists and the form of ETags, the same for every resource.

use serde::{Deserialize, Serialize};

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// Its items.
    pub items: Vec<T>,
    /// What to ask for the next page with; `None` on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Makes a page of at most `limit` from `limit + 1` items that were read, so that whether there
    /// is a next one is known without counting.
    pub fn cut(mut items: Vec<T>, limit: usize, cursor: impl Fn(&T) -> String) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| more).map(cursor);
        Self { items, next }
    }
}

/// The ETag of a version, as it stands in the header and as `etag` in JSON.
pub fn etag(version: i32) -> String {
    format!("\"{version}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_knows_whether_there_is_another() {
        let cut = |n: usize| Page::cut((0..n).collect(), 2, usize::to_string);
        assert_eq!(cut(0), Page { items: vec![], next: None });
        assert_eq!(cut(2), Page { items: vec![0, 1], next: None });
        assert_eq!(cut(3), Page { items: vec![0, 1], next: Some("1".into()) });
    }
}
