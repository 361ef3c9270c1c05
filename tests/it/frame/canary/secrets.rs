//! Finds the secrets in whatever the service says.

use crate::frame::canary::planting::Secret;
use aho_corasick::AhoCorasick;
use std::collections::BTreeSet;

/// The secrets by their spellings.
pub struct Needles {
    find: AhoCorasick,
    /// The secret of each spelling.
    of: Vec<usize>,
}

impl Needles {
    pub fn of(secrets: &[Secret]) -> Self {
        let all = secrets.iter().enumerate().flat_map(|(n, s)| s.spelled.iter().map(move |spelled| (n, spelled)));
        let (of, spelled): (Vec<usize>, Vec<&String>) = all.unzip();
        let find = AhoCorasick::builder().ascii_case_insensitive(true).build(&spelled).expect("few enough words");
        Self { find, of }
    }

    /// The secrets that a text holds, by their place in the list.
    pub fn found_in(&self, text: &str) -> BTreeSet<usize> {
        let bytes = text.as_bytes();
        // A digit beside a number makes it another number. A planted word may stand in the middle of others.
        let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        let found = self.find.find_overlapping_iter(text).filter(|m| {
            let is_number = bytes[m.start()].is_ascii_digit() && bytes[m.end() - 1].is_ascii_digit() && m.len() < ID;
            !is_number || !(digit(m.start().checked_sub(1)) || digit(Some(m.end())))
        });
        found.map(|m| self.of[m.pattern().as_usize()]).collect()
    }
}

/// Characters of an id; numbers are shorter.
const ID: usize = 36;

#[test]
fn a_secret_is_found_in_the_middle_of_a_word_in_an_address_and_in_a_path() {
    use crate::frame::canary::planting::{Part, spellings};
    let secret = |spelled: Vec<String>| Secret { spelled, case: 0, filing: 0, part: Part::Number };
    let id = "01900000-0000-7000-8000-000000000010";
    let needles =
        Needles::of(&[secret(vec!["zqvaaab".into()]), secret(spellings("19/300,001")), secret(vec![id.into()])]);
    let found = |text: &str| needles.found_in(text).into_iter().collect::<Vec<_>>();
    assert_eq!(found("to: <zqvaaab@example>"), [0]);
    assert_eq!(found("xyzqvaaabyx"), [0]);
    assert_eq!(found("(19/300,001), and 19300001"), [1]);
    assert_eq!(found(&format!("location: /api/v1/filings/{id}/text")), [2]);
    assert_eq!(found("zqvaaac 19/300,002"), [] as [usize; 0]);
}
