//! What people write into the record, read once at the door: never empty where it must say
//! something, never longer than the record takes, never with characters that hide or forge what is
//! shown.

use domain::base::refusal::{INVALID, Refusal};

/// Most characters of a reason.
pub const LONGEST_REASON: usize = 4000;
/// Most conditions or grounds of one act.
pub const MOST_PASSAGES: usize = 100;
/// Most characters of a name or title.
pub const LONGEST_LINE: usize = 300;

/// The reason of a decision: some text, line breaks included.
pub fn reason(text: &str) -> Result<String, Refusal> {
    passage(text, "reason")
}

/// Any text of several lines.
pub fn passage(text: &str, field: &str) -> Result<String, Refusal> {
    checked(text, field, LONGEST_REASON, |c| matches!(c, '\n' | '\r' | '\t'))
}

/// A list of such texts, each kept once.
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

/// One line: a name, a title.
pub fn line(text: &str, field: &str) -> Result<String, Refusal> {
    checked(text, field, LONGEST_LINE, |_| false)
}

fn checked(text: &str, field: &str, longest: usize, kept: fn(char) -> bool) -> Result<String, Refusal> {
    let refuse = |why: String| Err(Refusal::new(&INVALID, why).at(field));
    let text = text.trim();
    if text.is_empty() {
        return refuse("Say something here.".into());
    }
    let length = text.chars().count();
    if length > longest {
        return refuse(format!("This has {length} characters; it may have {longest}."));
    }
    match text.chars().find(|c| c.is_control() && !kept(*c)) {
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
        assert_eq!(reason(&"\u{1F680}".repeat(LONGEST_REASON)).map(|t| t.chars().count()), Ok(LONGEST_REASON));
        assert!(line("two\nlines", "name").is_err());
    }

    #[test]
    fn a_list_names_the_item_at_fault() {
        let list = |items: &[&str]| passages(&items.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>(), "conditions");
        assert_eq!(list(&["a", "b ", "a"]), Ok(vec!["a".into(), "b".into()]));
        assert_eq!(list(&["a", ""]).expect_err("refused").field.as_deref(), Some("conditions[1]"));
        assert!(list(&["x"; MOST_PASSAGES + 1]).is_err());
    }
}
