//! How a letter looks: heads, paragraphs, points, lines of at most 80 characters; days and countries
//! in words.

use crate::notice::OfficeAddress;
use jiff::civil::Date;

/// Longest line, in characters.
const WIDTH: usize = 80;

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// In running text.
    Paragraphs,
    Points,
}

/// A question that letters answer.
pub(super) struct Question {
    pub heading: &'static str,
    pub form: Form,
    /// Whether no letter goes out without an answer to it.
    pub always: bool,
}

/// What every letter answers, in the order in which it is printed.
pub(super) const QUESTIONS: [Question; 9] = [
    Question { heading: "What this letter is", form: Form::Paragraphs, always: true },
    Question { heading: "Whom it concerns", form: Form::Paragraphs, always: true },
    Question { heading: "What you may do", form: Form::Points, always: false },
    Question { heading: "What you may not do", form: Form::Points, always: true },
    Question { heading: "What you must do", form: Form::Points, always: false },
    Question { heading: "Until when", form: Form::Paragraphs, always: true },
    Question { heading: "What happens next", form: Form::Paragraphs, always: true },
    Question { heading: "How to ask for something else", form: Form::Paragraphs, always: true },
    Question { heading: "Appeal and compensation", form: Form::Paragraphs, always: false },
];

/// What stands at the head of a letter.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    pub principal: &'a str,
    /// The reference of its notice, by which it is asked for.
    pub reference: &'a str,
    /// Its date, a date of Washington.
    pub dated: Date,
    /// The application it is about, as the Office writes its number.
    pub application: &'a str,
    /// The number of the order it is about.
    pub order: Option<&'a str>,
    /// Whom to ask.
    pub office: &'a OfficeAddress,
}

/// A letter by the answers it gives.
pub(super) struct Body {
    /// What it is, in a few words.
    pub title: String,
    /// The answers to [`QUESTIONS`], each in paragraphs or points; an empty one prints nothing.
    pub answers: [Vec<String>; QUESTIONS.len()],
}

/// The whole text of a letter.
pub(super) fn page(head: &Head<'_>, body: &Body, receipt: bool) -> String {
    let mut out = String::with_capacity(4096);
    let dated = day(head.dated);
    for (name, value) in [
        ("From", head.office.name.as_str()),
        ("To", head.principal),
        ("Date", dated.as_str()),
        ("Reference", head.reference),
        ("Application", head.application),
        ("Order", head.order.unwrap_or_default()),
    ] {
        if !value.is_empty() {
            hanging(&mut out, &format!("{:<13}", format!("{name}:")), value);
        }
    }
    out.push('\n');
    hanging(&mut out, "", &body.title.to_uppercase());
    for (question, answer) in QUESTIONS.iter().zip(&body.answers) {
        match question.form {
            Form::Paragraphs => section(&mut out, question.heading, answer),
            Form::Points => points(&mut out, question.heading, answer),
        }
    }
    section(
        &mut out,
        "Whom to ask",
        &[format!(
            "{}, telephone {}, {}. Papers are handed in and fetched at {}. Give the reference of this letter. Do not \
             describe the invention in an e-mail or on the telephone.",
            head.office.name, head.office.phone, head.office.email, head.office.pickup
        )],
    );
    if receipt {
        section(
            &mut out,
            "Receipt",
            &["Please sign this receipt and give or send it back. It proves only that this letter reached you.".into()],
        );
        out.push_str(&format!(
            "\nI have received the letter with the reference {}.\n\n\
             Name: ______________________________   Date: ____________________\n\n\
             Signature: _______________________________________________________\n",
            head.reference
        ));
    }
    out
}

fn section(out: &mut String, title: &str, paragraphs: &[String]) {
    for (i, paragraph) in paragraphs.iter().filter(|p| !p.is_empty()).enumerate() {
        out.push('\n');
        if i == 0 {
            out.push_str(title);
            out.push('\n');
        }
        hanging(out, "", paragraph);
    }
}

fn points(out: &mut String, title: &str, points: &[String]) {
    if points.is_empty() {
        return;
    }
    out.push('\n');
    out.push_str(title);
    out.push('\n');
    for point in points {
        hanging(out, "- ", point);
    }
}

/// Text in lines, the first behind `lead`, the others indented as far. A word longer than a line is
/// left whole.
fn hanging(out: &mut String, lead: &str, text: &str) {
    let indent = lead.chars().count();
    out.push_str(lead);
    let mut column = indent;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if column > indent && column + 1 + length > WIDTH {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        }
        if column > indent {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out.push('\n');
}

/// A day in words: `March 10, 2026`.
pub(super) fn day(on: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = usize::try_from(on.month()).ok().and_then(|m| MONTHS.get(m.saturating_sub(1)));
    format!("{} {}, {}", month.copied().unwrap_or_default(), on.day(), on.year())
}

/// A list in words: `A, B and C`.
pub(super) fn list<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", most.join(", "), last.as_ref())
        }
    }
}

/// Agencies in a sentence, each with its article.
pub(super) fn agencies(names: &[String]) -> String {
    let with_article = |n: &String| if n.contains(' ') { format!("the {n}") } else { n.clone() };
    list(&names.iter().map(with_article).collect::<Vec<_>>())
}

/// Countries by name, with the code where the name is not known here.
pub(super) fn countries(codes: &[String]) -> String {
    list(&codes.iter().map(|c| country(c)).collect::<Vec<_>>())
}

/// The names of the countries that orders of Type I have named, and of some neighbors.
pub(super) fn country(code: &str) -> &str {
    const NAMES: [(&str, &str); 32] = [
        ("AT", "Austria"),
        ("AU", "Australia"),
        ("BE", "Belgium"),
        ("BG", "Bulgaria"),
        ("CA", "Canada"),
        ("CH", "Switzerland"),
        ("CZ", "Czechia"),
        ("DE", "Germany"),
        ("DK", "Denmark"),
        ("EE", "Estonia"),
        ("ES", "Spain"),
        ("FI", "Finland"),
        ("FR", "France"),
        ("GB", "the United Kingdom"),
        ("GR", "Greece"),
        ("HU", "Hungary"),
        ("IE", "Ireland"),
        ("IL", "Israel"),
        ("IT", "Italy"),
        ("JP", "Japan"),
        ("KR", "the Republic of Korea"),
        ("LU", "Luxembourg"),
        ("NL", "the Netherlands"),
        ("NO", "Norway"),
        ("NZ", "New Zealand"),
        ("PL", "Poland"),
        ("PT", "Portugal"),
        ("RO", "Romania"),
        ("SE", "Sweden"),
        ("SG", "Singapore"),
        ("TR", "Turkey"),
        ("US", "the United States"),
    ];
    NAMES.iter().find(|(c, _)| c.eq_ignore_ascii_case(code)).map_or(code, |(_, name)| name)
}

/// A text as a sentence, with its stop.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

/// A text with its first letter in upper case.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
