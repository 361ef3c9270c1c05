//! What people write where it has a known shape: the reason of a decision, a name of one line. What
//! every text must be is `case::text`'s.

use super::case;
use crate::domain::refusal::{INVALID, Refusal};

/// Most characters of a reason.
pub const LONGEST_REASON: usize = 4000;
/// Most characters of a name or title.
pub const LONGEST_LINE: usize = 300;

/// The reason of a decision.
pub fn reason(text: &str) -> Result<String, Refusal> {
    at_most("reason", case::text("reason", text)?, LONGEST_REASON)
}

/// One line: a name, a title.
pub fn line(text: &str, field: &str) -> Result<String, Refusal> {
    let text = case::text(field, text)?;
    if text.contains(['\n', '\r', '\t']) {
        return Err(Refusal::new(&INVALID, "This is one line.").at(field));
    }
    at_most(field, text, LONGEST_LINE)
}

fn at_most(field: &str, text: String, most: usize) -> Result<String, Refusal> {
    let length = text.chars().count();
    if length > most {
        return Err(Refusal::new(&INVALID, format!("This has {length} characters; it may have {most}.")).at(field));
    }
    Ok(text)
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
