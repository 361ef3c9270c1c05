//! Tells quickly whether a paragraph is worth reading. Nearly no paragraph has an observation, so a search for a few
//! pieces of text comes first.

use std::sync::OnceLock;

use aho_corasick::packed::Searcher;

/// Pieces of text. A paragraph without any of them has nothing of interest.
pub struct Signs {
    signs: &'static [&'static str],
    /// Searches for all signs at once; `None` if this machine has no such search.
    searcher: OnceLock<Option<Searcher>>,
}

impl Signs {
    /// Makes a set of signs. Capital and small letters differ.
    pub const fn new(signs: &'static [&'static str]) -> Self {
        Self { signs, searcher: OnceLock::new() }
    }

    /// Whether a text has any of the signs.
    pub fn any_in(&self, text: &str) -> bool {
        match self.searcher.get_or_init(|| Searcher::new(self.signs)) {
            Some(searcher) => searcher.find(text).is_some(),
            None => self.signs.iter().any(|s| text.contains(s)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_is_found_wherever_it_stands() {
        static SIGNS: Signs = Signs::new(&["//", "xport", "SER", "overnment"]);
        for length in 0..70 {
            let before = "x".repeat(length);
            assert!(!SIGNS.any_in(&format!("{before}/ xpor SE \u{e9}vernment")), "{length}");
            for sign in SIGNS.signs {
                for after in ["", "x", "\u{e9} and more of the same, up to a length that asks for whole steps"] {
                    assert!(SIGNS.any_in(&format!("{before}{sign}{after}")), "{sign} behind {length}");
                }
            }
        }
    }
}
