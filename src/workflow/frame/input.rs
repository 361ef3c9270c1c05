//! Reads texts that people write into the record. A text that must say something is not empty, no text is longer than
//! the record takes, and none has characters that hide or forge what is shown.

use domain::base::characters::misleads;
use domain::base::refusal::{INVALID, Refusal};
use std::collections::HashSet;
use unicode_segmentation::UnicodeSegmentation as _;

/// Most characters of a reason.
pub const LONGEST_REASON: usize = 4000;
/// Most conditions or grounds of one act.
pub const MOST_PASSAGES: usize = 100;
/// Most characters of a name or title.
pub const LONGEST_LINE: usize = 300;

/// The reason of a decision: why a person decided so, in words that another person can weigh.
///
/// A reason has at least two different words, one of them of three letters or more: "not a match, toy" says why, a
/// letter or a lone word does not. Whether it is a good reason no rule can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// Letters of the longest word, at least.
    const LONGEST_WORD: usize = 3;

    /// Reads a reason from a field. Line breaks stay.
    pub fn read(text: &str, field: &str) -> Result<Self, Refusal> {
        let text = passage(text, field)?;
        let words: HashSet<String> = text.unicode_words().map(str::to_lowercase).collect();
        let letters = |word: &String| word.chars().filter(|c| c.is_alphabetic()).count();
        let longest = words.iter().map(letters).max().unwrap_or(0);
        if words.len() >= 2 && longest >= Self::LONGEST_WORD {
            return Ok(Self(text));
        }
        let detail = "Say why in at least two different words, one of them of three letters or more, such as \
                      \"not a match, toy\": whoever looks at the decision later must be able to follow it.";
        Err(Refusal::new(&INVALID, detail).at(field))
    }
}

impl From<Reason> for String {
    fn from(reason: Reason) -> Self {
        reason.0
    }
}

/// Reads a [`Reason`] from the field `reason` and returns its text.
pub fn reason(text: &str) -> Result<String, Refusal> {
    Reason::read(text, "reason").map(Into::into)
}

/// Reads a text that may have several lines.
pub fn passage(text: &str, field: &str) -> Result<String, Refusal> {
    check_text(text, field, LONGEST_REASON, |c| matches!(c, '\n' | '\r' | '\t'))
}

/// Reads a list of texts that may have several lines. A text that comes twice is kept once.
pub fn passages(texts: &[String], field: &str) -> Result<Vec<String>, Refusal> {
    if texts.len() > MOST_PASSAGES {
        let why = format!("\"{field}\" has {} items; it may have {MOST_PASSAGES}.", texts.len());
        return Err(Refusal::new(&INVALID, why).at(field));
    }
    let mut out: Vec<String> = Vec::with_capacity(texts.len());
    for (i, text) in texts.iter().enumerate() {
        let text = passage(text, &format!("{field}[{i}]"))?;
        if !out.contains(&text) {
            out.push(text);
        }
    }
    Ok(out)
}

/// Reads a text of one line: a name, a title.
pub fn line(text: &str, field: &str) -> Result<String, Refusal> {
    check_text(text, field, LONGEST_LINE, |_| false)
}

fn check_text(text: &str, field: &str, longest: usize, kept: fn(char) -> bool) -> Result<String, Refusal> {
    let refuse = |why: String| Err(Refusal::new(&INVALID, why).at(field));
    let text = text.trim();
    if text.is_empty() {
        return refuse("Say something here.".into());
    }
    let length = text.chars().count();
    if length > longest {
        return refuse(format!("This has {length} characters; it may have {longest}."));
    }
    match text.chars().find(|c| misleads(*c) && !kept(*c)) {
        Some(c) => refuse(format!("This has the character {}; leave it out.", c.escape_unicode())),
        None => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_something_that_every_database_keeps() {
        assert_eq!(reason("  matches\nthe category \u{1F680} "), Ok("matches\nthe category \u{1F680}".into()));
        for bad in ["", " \n ", "a\u{0}b", &"x".repeat(LONGEST_REASON + 1)] {
            let refused = reason(bad).expect_err("refused");
            assert_eq!(refused.field.as_deref(), Some("reason"));
        }
        let longest = format!("too long{}", "\u{1F680}".repeat(LONGEST_REASON - 8));
        assert_eq!(reason(&longest).map(|t| t.chars().count()), Ok(LONGEST_REASON));
        assert!(line("two\nlines", "name").is_err());
        for turned in ["Ada \u{202e}ewolraM", "\u{2066}Ada", "Ada\u{200f}"] {
            let refused = line(turned, "name").expect_err("refused");
            assert!(refused.detail.contains("\\u{"), "{}", refused.detail);
        }
    }

    #[test]
    fn a_reason_has_words_that_another_person_can_weigh() {
        for good in ["not a match, toy", "a toy", "claim 1", "Kein Treffer", "die Sache\nist bekannt", "see p. 3"] {
            assert_eq!(reason(good).as_deref(), Ok(good));
        }
        for bad in
            ["x", "ok", "...", "no no NO", "xxxxxxxxxxxx", "a b c", "1 2 3", "toy", "- toy -", "\u{1F680} \u{1F680}"]
        {
            let refused = reason(bad).expect_err(bad);
            assert_eq!(refused.field.as_deref(), Some("reason"), "{bad}");
            assert!(refused.detail.contains("two different words"), "{}", refused.detail);
        }
    }

    #[test]
    fn a_list_names_the_item_at_fault() {
        let list = |items: &[&str]| passages(&items.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>(), "conditions");
        assert_eq!(list(&["a", "b ", "a"]), Ok(vec!["a".into(), "b".into()]));
        assert_eq!(list(&["a", ""]).expect_err("refused").field.as_deref(), Some("conditions[1]"));
        assert!(list(&["x"; MOST_PASSAGES + 1]).is_err());
    }
}
