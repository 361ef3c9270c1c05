//! The wording of the letters: one text file for each kind in `templates/`, written for the people who
//! answer for the words, and the passages that several letters share in `templates/parts/`.
//!
//! A file looks like the letter: `# ` begins the title, `## ` a question of [`QUESTIONS`], `- ` a point,
//! an empty line a paragraph. Where lines break makes no difference to the letter, so a file has a line
//! for each sentence. `{{ x }}` is a fact of [`Facts`](crate::letter::Facts), by the name of its field;
//! `{{ x|day }}` is that fact in words. A fact that a file names and the kind does not have is an error,
//! never an empty place.
//!
//! What stands in a fact is text and cannot become a heading, a point or a paragraph of its own.

use crate::base::characters::misleads;
use crate::base::order_type::OrderType;
use crate::letter::layout::{self, Body, Form, QUESTIONS};
use crate::notice::NoticeKind;
use jiff::civil::{Date, Time};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value};
use serde::de::DeserializeOwned;
use std::fmt::{self, Write};
use std::sync::LazyLock;

/// Stands before each fact in a rendered text and is taken out of the parsed one: a line that begins with a
/// fact begins with no mark. A noncharacter of Unicode, which no text may hold.
const FACT: char = '\u{fdd0}';

macro_rules! letters {
    ($($kind:ident = $file:literal),+ $(,)?) => {
        /// The file of each kind.
        pub(super) fn file_of(kind: NoticeKind) -> &'static str {
            match kind {
                $(NoticeKind::$kind => $file),+
            }
        }
        const LETTERS: &[(&str, &str)] = &[$(($file, include_str!(concat!("templates/", $file)))),+];
    };
}

letters! {
    OrderIssued = "order_issued.txt",
    OrderRenewed = "order_renewed.txt",
    OrderModified = "order_modified.txt",
    OrderLapsed = "order_lapsed.txt",
    OrderRescinded = "order_rescinded.txt",
    OrderSealed = "order_sealed.txt",
    OrderUnsealed = "order_unsealed.txt",
    RegimeChanged = "regime_changed.txt",
    Declassified = "declassified.txt",
    PermitGranted = "permit_granted.txt",
    PetitionReceived = "petition_received.txt",
    PetitionDenied = "petition_denied.txt",
    AppealHearing = "appeal_hearing.txt",
    SponsorHearing = "sponsor_hearing.txt",
    SponsorAllowability = "sponsor_allowability.txt",
    AppealDecided = "appeal_decided.txt",
    ReceiptReminder = "receipt_reminder.txt",
    LicenseGranted = "license_granted.txt",
    LicenseRefused = "license_refused.txt",
    LicenseSuspended = "license_suspended.txt",
    LicenseRevoked = "license_revoked.txt",
    Allowability = "allowability.txt",
    MarkingQuery = "marking_query.txt",
    PropertyStatementRequest = "property_statement_request.txt",
    AbandonmentHeld = "abandonment_held.txt",
}

macro_rules! parts {
    ($($file:literal),+ $(,)?) => {
        const PARTS: &[(&str, &str)] = &[$(($file, include_str!(concat!("templates/", $file)))),+];
    };
}

parts! {
    "parts/appeal.txt",
    "parts/as_allowed.txt",
    "parts/ask_for_license.txt",
    "parts/compensation.txt",
    "parts/concerned.txt",
    "parts/duties.txt",
    "parts/end_of_order.txt",
    "parts/hearing.txt",
    "parts/license_concerned.txt",
    "parts/license_needed.txt",
    "parts/permissions.txt",
    "parts/petition.txt",
    "parts/petition_kind.txt",
    "parts/principals.txt",
    "parts/prohibitions.txt",
    "parts/remedy.txt",
    "parts/review.txt",
    "parts/until.txt",
}

/// A letter that its file cannot make of its facts. A test writes every kind with every combination of
/// optional facts, so this is a defect of the program; the act that needed the letter is not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the letter {file} cannot be written: {why}")]
pub struct Unwritable {
    file: &'static str,
    why: String,
}

/// The answers of a letter of a kind, from its file and its facts.
pub(super) fn body(kind: NoticeKind, facts: Value) -> Result<Body, Unwritable> {
    static FILES: LazyLock<Result<Environment<'static>, String>> =
        LazyLock::new(|| environment().map_err(|e| format!("{e:#}")));
    let file = file_of(kind);
    let unwritable = |why: String| Unwritable { file, why };
    let files = FILES.as_ref().map_err(|why| unwritable(why.clone()))?;
    let text = files.get_template(file).and_then(|t| t.render(facts)).map_err(|e| unwritable(format!("{e:#}")))?;
    parse(&text).map_err(unwritable)
}

fn environment() -> Result<Environment<'static>, Error> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|_| AutoEscape::None);
    let syntax = env.syntax().to_builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?;
    env.set_syntax(syntax);
    env.set_formatter(|out, _, value| {
        if value.is_none() {
            return Err(Error::new(
                ErrorKind::UndefinedError,
                "a fact that is not there is printed; ask for it with if",
            ));
        }
        match value.as_str() {
            Some(text) => write_fact(out, text),
            None => write_fact(out, &value.to_string()),
        }
        .map_err(Error::from)
    });
    env.add_filter("day", |on: String| Ok::<_, Error>(layout::day(read::<Date>(&on, "a day")?)));
    env.add_filter("time", |at: String| Ok::<_, Error>(read::<Time>(&at, "a time")?.strftime("%-I:%M %p").to_string()));
    env.add_filter("country", |code: String| layout::country(&code).to_owned());
    env.add_filter("countries", |codes: Vec<String>| layout::countries(&codes));
    env.add_filter("agencies", |names: Vec<String>| layout::agencies(&names));
    env.add_filter("in_words", |items: Vec<String>| layout::list(&items));
    env.add_filter("sentence", |text: String| layout::sentence(&text));
    env.add_filter("capital", |text: String| layout::capital(&text));
    env.add_filter("type_title", |word: String| word_of::<OrderType>(&word).map(OrderType::title));
    env.add_filter("kind_title", |word: String| word_of::<NoticeKind>(&word).map(NoticeKind::title));
    for (file, text) in LETTERS.iter().chain(PARTS) {
        env.add_template(file, text)?;
    }
    Ok(env)
}

fn read<T: std::str::FromStr>(text: &str, what: &str) -> Result<T, Error> {
    text.parse().map_err(|_| Error::new(ErrorKind::InvalidOperation, format!("{text:?} is not {what}")))
}

fn word_of<T: DeserializeOwned>(word: &str) -> Result<T, Error> {
    serde_json::from_value(word.into()).map_err(|e| Error::new(ErrorKind::InvalidOperation, e.to_string()))
}

/// Writes a fact as it stands in a rendered text: on one line, with [`FACT`] before it. What would mislead a reader becomes
/// visible.
fn write_fact(out: &mut impl Write, text: &str) -> fmt::Result {
    out.write_char(FACT)?;
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c == FACT || misleads(c) || (c.is_whitespace() && c != ' ')) {
        let (before, behind) = rest.split_at(at);
        let mut behind = behind.chars();
        out.write_str(before)?;
        let blank = behind.next().is_some_and(char::is_whitespace);
        out.write_char(if blank { ' ' } else { char::REPLACEMENT_CHARACTER })?;
        rest = behind.as_str();
    }
    out.write_str(rest)
}

/// Reads a rendered text.
fn parse(text: &str) -> Result<Body, String> {
    let mut title = None;
    let mut answers: [Vec<String>; QUESTIONS.len()] = Default::default();
    // The question that is being answered, and whether its last paragraph or point goes on.
    let (mut at, mut goes_on) = (None, false);
    for line in text.lines() {
        let line = line.trim_end_matches(' ');
        if let Some(words) = line.strip_prefix("# ") {
            if title.replace(words.replace(FACT, "")).is_some() {
                return Err("it has two titles".into());
            }
            continue;
        }
        if let Some(heading) = line.strip_prefix("## ") {
            let found = QUESTIONS.iter().position(|q| q.heading == heading);
            let next = found.ok_or_else(|| format!("{heading:?} is no heading of a letter"))?;
            if at.is_some_and(|last| last >= next) {
                return Err(format!("{heading:?} stands twice or in the wrong place"));
            }
            (at, goes_on) = (Some(next), false);
            continue;
        }
        if line.trim_start_matches(' ').is_empty() {
            goes_on = false;
            continue;
        }
        let at = at.ok_or_else(|| format!("{line:?} stands before the first heading"))?;
        let (question, answer) = (&QUESTIONS[at], &mut answers[at]);
        let (words, begins) = match (line.strip_prefix("- "), question.form) {
            (Some(point), Form::Points) => (point, true),
            (None, Form::Points) if goes_on => (line, false),
            (None, Form::Paragraphs) => (line, !goes_on),
            (Some(_), Form::Paragraphs) => return Err(format!("{:?} is answered in points", question.heading)),
            (None, Form::Points) => return Err(format!("{:?} is not answered in points", question.heading)),
        };
        let words = words.replace(FACT, "");
        match answer.last_mut() {
            Some(last) if !begins => {
                last.push(' ');
                last.push_str(&words);
            }
            _ => answer.push(words),
        }
        goes_on = true;
    }
    for (question, answer) in QUESTIONS.iter().zip(&answers) {
        if question.always && answer.iter().all(String::is_empty) {
            return Err(format!("{:?} has no answer", question.heading));
        }
    }
    Ok(Body { title: title.ok_or("it has no title")?, answers })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text with every question answered, and one line changed.
    fn text(heading: &str, answer: &str) -> String {
        let mut out = "# Title\n".to_owned();
        for q in &QUESTIONS {
            let usual = if q.form == Form::Points { "- Point." } else { "Paragraph." };
            out.push_str(&format!("## {}\n{}\n", q.heading, if q.heading == heading { answer } else { usual }));
        }
        out
    }

    #[test]
    fn letter_texts_are_read_by_their_marks() {
        let body = parse(&text("What you may do", "- One\n  and more.\n- Two.\n")).expect("a letter");
        assert_eq!(
            (body.title.as_str(), body.answers[2].as_slice()),
            ("Title", &["One   and more.".into(), "Two.".into()][..])
        );
        let body = parse(&text("What this letter is", "One\nand more.\n\nTwo.\n")).expect("a letter");
        assert_eq!(body.answers[0], ["One and more.", "Two."]);
    }

    #[test]
    fn letter_texts_with_a_mark_out_of_place_are_refused_with_the_reason() {
        for (text, why) in [
            (text("What you may do", "No point."), "\"What you may do\" is not answered in points"),
            (text("Until when", "- A point."), "\"Until when\" is answered in points"),
            (text("Until when", ""), "\"Until when\" has no answer"),
            (text("Until when", "\u{fdd0}"), "\"Until when\" has no answer"),
            (text("Until when", "Now.\n## What you may do"), "\"What you may do\" stands twice or in the wrong place"),
            (text("Until when", "Now.\n## Something else"), "\"Something else\" is no heading of a letter"),
            (text("Until when", "Now.\n# Title"), "it has two titles"),
            (text("", "").replace("# Title\n", ""), "it has no title"),
            (text("", "").replace("# Title\n", "# Title\nWords\n"), "\"Words\" stands before the first heading"),
        ] {
            assert_eq!(parse(&text).map(|b| b.title), Err(why.to_owned()), "{text}");
        }
    }

    fn as_fact(text: &str) -> String {
        let mut out = String::new();
        write_fact(&mut out, text).expect("a string takes all");
        out
    }

    #[test]
    fn letter_facts_never_become_a_mark() {
        for fact in [
            "# Title",
            "## Until when",
            "- point",
            "\n\n## Until when\nnever",
            "",
            " ",
            "\u{fdd0}",
            "{{ x }}",
            "{% if %}",
            "Ada \u{202e}ewolraM",
            "\u{1b}[2J\u{2067}",
        ] {
            let body = parse(&text("Until when", &as_fact(fact)));
            if fact.trim().is_empty() {
                continue;
            }
            let shown = |c: char| match c {
                c if c.is_whitespace() => ' ',
                c if c == FACT || misleads(c) => '\u{fffd}',
                c => c,
            };
            let shown: String = fact.chars().map(shown).collect();
            assert_eq!(body.expect("a letter").answers[5], [shown.trim_end()], "{fact:?}");
            let body = parse(&text("What you may do", &format!("- {}", as_fact(fact)))).expect("a letter");
            assert_eq!(body.answers[2], [shown.trim_end()], "{fact:?}");
        }
    }

    #[test]
    fn letter_files_that_name_a_fact_nobody_gives_are_errors() {
        let mut env = environment().expect("all files can be read");
        for (text, given) in [
            ("{{ from|day }}", minijinja::context! {}),
            ("{% if until %}x{% endif %}", minijinja::context! {}),
            ("{{ order.untill }}", minijinja::context! { order => minijinja::context! { until => "2026-03-10" } }),
            ("{{ until }}", minijinja::context! { until => None::<String> }),
            ("{{ until|day }}", minijinja::context! { until => None::<String> }),
            ("{{ until|day }}", minijinja::context! { until => "March" }),
            ("{{ until|days }}", minijinja::context! { until => "2026-03-10" }),
            ("{% include 'parts/none.txt' %}", minijinja::context! {}),
        ] {
            let written = env.add_template("test.txt", text).and_then(|()| env.get_template("test.txt")?.render(given));
            assert!(written.is_err(), "{text}: {written:?}");
        }
    }

    #[test]
    fn letter_files_are_named_after_their_kinds_and_every_part_is_used() {
        for &kind in NoticeKind::ALL {
            assert_eq!(file_of(kind), format!("{}.txt", kind.as_str()));
        }
        for (part, _) in PARTS {
            let used = LETTERS.iter().chain(PARTS).any(|(_, text)| text.contains(&format!("include \"{part}\"")));
            assert!(used, "no letter includes {part}");
        }
    }
}
