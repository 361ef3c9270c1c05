//! What people write into the record, read once at the door: never empty where it must say
//! something, never longer than the record takes, never with characters no database keeps.

use crate::domain::refusal::{INVALID, Refusal};

/// Most characters of a reason.
pub const LONGEST_REASON: usize = 4000;
/// Most characters of a name or title.
pub const LONGEST_LINE: usize = 300;

/// The reason of a decision: some text, line breaks included.
pub fn reason(text: &str) -> Result<String, Refusal> {
    checked(text, "reason", LONGEST_REASON, |c| matches!(c, '\n' | '\r' | '\t'))
}

/// One line: a name, a title.
pub fn line(text: &str, field: &str) -> Result<String, Refusal> {
    checked(text, field, LONGEST_LINE, |_| false)
}

fn checked(text: &str, field: &str, longest: usize, kept: fn(char) -> bool) -> Result<String, Refusal> {
    let refuse = |why: String| Err(Refusal::new(&INVALID, why).at(field));
    let text = text.trim();
    if text.is_empty() {
        return refuse(format!("Say something in \"{field}\"."));
    }
    let length = text.chars().count();
    if length > longest {
        return refuse(format!("\"{field}\" has {length} characters; it may have {longest}."));
    }
    match text.chars().find(|c| c.is_control() && !kept(*c)) {
        Some(c) => refuse(format!("\"{field}\" has the control character {}; leave it out.", c.escape_unicode())),
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
        assert_eq!(reason(&"\u{1F680}".repeat(LONGEST_REASON)).map(|t| t.chars().count()), Ok(LONGEST_REASON));
        assert!(line("two\nlines", "name").is_err());
    }
}
