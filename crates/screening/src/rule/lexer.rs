//! Cuts a rule into tokens. It recognizes operators in capital and small letters; the parser decides what they join.

use std::ops::Range;

use crate::class;
use crate::rule::ast::ProximityKind;
use crate::rule::error::Complaint;
use crate::rule::fields::Fields;
use text::suggest::did_you_mean;

/// A token and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    pub kind: Kind,
    /// Its place in the rule, in bytes.
    pub at: Range<usize>,
}

/// The kind of a token, with its text.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Open,
    Close,
    Comma,
    And,
    Or,
    Xor,
    Not,
    Of,
    /// A proximity operator, such as `ADJ` or `NEAR5`, with its number.
    Near(ProximityKind, Option<u32>),
    /// A word or class code, as written.
    Word {
        /// Without `=`.
        text: String,
        /// Whether `=` stood before it.
        exact: bool,
    },
    /// The text between quotes.
    Phrase {
        /// Without quotes.
        text: String,
        /// Whether `=` stood before it.
        exact: bool,
    },
    /// The text between brackets.
    Bracket(String),
    /// The names of a field suffix.
    Suffix(Vec<String>),
    /// The end of the rule.
    End,
}

/// All operators, for suggestions.
pub const OPERATORS: [&str; 9] = ["AND", "OR", "XOR", "NOT", "ADJ", "NEAR", "WITH", "SAME", "OF"];

/// Cuts a rule into tokens. The last token is [`Kind::End`].
pub fn tokens(rule: &str) -> Result<Vec<Token>, Complaint> {
    let mut lexer = Lexer { rule, at: 0, out: Vec::new() };
    while lexer.read_token()? {}
    let end = rule.trim_end().len();
    lexer.out.push(Token { kind: Kind::End, at: end..end });
    Ok(lexer.out)
}

struct Lexer<'a> {
    rule: &'a str,
    at: usize,
    out: Vec<Token>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.rule[self.at..]
    }

    fn push(&mut self, kind: Kind, end: usize) {
        self.out.push(Token { kind, at: self.at..end });
        self.at = end;
    }

    /// Reads a token. Returns `false` at the end of the rule.
    fn read_token(&mut self) -> Result<bool, Complaint> {
        self.at += self.rest().len() - self.rest().trim_start().len();
        let Some(c) = self.rest().chars().next() else { return Ok(false) };
        let one = self.at + c.len_utf8();
        match c {
            '(' => self.push(Kind::Open, one),
            ')' => self.push(Kind::Close, one),
            ',' => self.push(Kind::Comma, one),
            '"' | '\u{201c}' | '\u{201d}' => self.read_phrase(self.at, false)?,
            '=' if self.rest()[1..].starts_with(['"', '\u{201c}']) => self.read_phrase(self.at + 1, true)?,
            '[' => self.read_bracket()?,
            ']' => return Err(Complaint::new(self.at..one, "`]` without `[`")),
            '.' if self.suffix_at(self.at).is_some() => {
                if let Some((names, end)) = self.suffix_at(self.at) {
                    self.read_suffix(names, end)?;
                }
            }
            _ => self.read_word()?,
        }
        Ok(true)
    }

    fn read_phrase(&mut self, quote: usize, exact: bool) -> Result<(), Complaint> {
        let open = self.rule[quote..].chars().next().map_or(1, char::len_utf8);
        let inner = &self.rule[quote + open..];
        let Some(len) = inner.find(['"', '\u{201c}', '\u{201d}']) else {
            return Err(Complaint::new(quote..quote + open, "a quote is opened here and never closed"));
        };
        let close = inner[len..].chars().next().map_or(1, char::len_utf8);
        let text = inner[..len].to_owned();
        self.push(Kind::Phrase { text, exact }, quote + open + len + close);
        Ok(())
    }

    fn read_bracket(&mut self) -> Result<(), Complaint> {
        let Some(len) = self.rest().find(']') else {
            return Err(Complaint::new(self.at..self.at + 1, "`[` is opened here and never closed"));
        };
        let inner = self.rest()[1..len].to_owned();
        let end = self.at + len + 1;
        let adjacent =
            self.out.last().is_some_and(|t| t.at.end == self.at && t.kind != Kind::Open && t.kind != Kind::Comma);
        if adjacent && inner.chars().all(|c| c.is_ascii_alphabetic() || c == ',' || c == ' ') {
            return self.read_suffix(inner.split(',').map(|n| n.trim().to_owned()).collect(), end);
        }
        self.push(Kind::Bracket(inner), end);
        Ok(())
    }

    fn read_suffix(&mut self, names: Vec<String>, end: usize) -> Result<(), Complaint> {
        if let Some(unknown) = names.iter().find(|n| Fields::from_name(n).is_none() && Fields::scheme(n).is_none()) {
            let complaint = Complaint::new(self.at..end, format!("there is no field `{unknown}`"));
            return Err(match did_you_mean(unknown, Fields::names()) {
                Some(name) => complaint.help(format!("did you mean `.{name}.`?")),
                None => complaint.help("fields are .ti. .ab. .clm. .detd. .bsum. .spec. .cpc. .ipc."),
            });
        }
        self.push(Kind::Suffix(names), end);
        Ok(())
    }

    /// The names of a field suffix that starts at a place (`.ti.`, `.ti,ab.`), and where it ends. Names that do not
    /// exist count if the text can mean nothing but a suffix.
    fn suffix_at(&self, at: usize) -> Option<(Vec<String>, usize)> {
        let inner = self.rule[at..].strip_prefix('.')?;
        let len = inner.find(|c: char| !c.is_ascii_alphabetic() && c != ',')?;
        let end = at + 1 + len + 1;
        let names: Vec<String> = inner[..len].split(',').map(str::to_owned).collect();
        let boundary =
            |t: &str| t.is_empty() || t.starts_with(|c: char| c.is_whitespace() || matches!(c, ')' | ',' | '.' | '['));
        (inner[len..].starts_with('.') && names.iter().all(|n| n.len() >= 2) && boundary(&self.rule[end..]))
            .then_some((names, end))
    }

    fn read_word(&mut self) -> Result<(), Complaint> {
        let exact = self.rest().starts_with('=');
        let start = self.at + usize::from(exact);
        let mut end = self.word_end(start);
        // `F41H 3/00` is one class code, with a space between subclass and group.
        loop {
            let word = &self.rule[start..end];
            let tail = word.rsplit(':').next().unwrap_or(word);
            let space = self.rule[end..].len() - self.rule[end..].trim_start().len();
            let next = self.word_end(end + space);
            let (group, subgroup) = self.rule[end + space..next].split_once('/').unwrap_or_default();
            let is_group = !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit()) && !subgroup.is_empty();
            if space == 0 || !(tail.len() == 4 && class::starts_with_subclass(tail)) || !is_group {
                break;
            }
            end = next;
        }
        let text = self.rule[start..end].to_owned();
        if text.is_empty() {
            return Err(Complaint::new(self.at..self.at + 1, "`=` needs a word right behind it"));
        }
        if let Some((before, name)) = text.rsplit_once('.')
            && !before.is_empty()
            && (Fields::from_name(name).is_some() || Fields::scheme(name).is_some())
        {
            let at = end - name.len() - 1..end;
            return Err(Complaint::new(at, format!("a field suffix ends with a period: `.{name}.`"))
                .help(format!("if you mean the words, write \"{before} {name}\"")));
        }
        let kind =
            if exact { Kind::Word { text, exact } } else { operator_of(&text).unwrap_or(Kind::Word { text, exact }) };
        self.push(kind, end);
        Ok(())
    }

    fn word_end(&self, start: usize) -> usize {
        let stops =
            |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | ',' | '[' | ']' | '\u{201c}' | '\u{201d}');
        self.rule[start..]
            .char_indices()
            .find(|&(i, c)| stops(c) || (c == '.' && i > 0 && self.suffix_at(start + i).is_some()))
            .map_or(self.rule.len(), |(i, _)| start + i)
    }
}

/// The operator that a word is; `None` for other words.
fn operator_of(text: &str) -> Option<Kind> {
    let upper = text.to_ascii_uppercase();
    match upper.as_str() {
        "AND" => return Some(Kind::And),
        "OR" => return Some(Kind::Or),
        "XOR" => return Some(Kind::Xor),
        "NOT" => return Some(Kind::Not),
        "OF" => return Some(Kind::Of),
        _ => {}
    }
    let digits = upper.len() - upper.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (name, number) = upper.split_at(upper.len() - digits);
    let kind = match name {
        "ADJ" => ProximityKind::Adj,
        "NEAR" => ProximityKind::Near,
        "WITH" => ProximityKind::With,
        "SAME" => ProximityKind::Same,
        _ => return None,
    };
    // A number that does not fit is too large in any case.
    Some(Kind::Near(kind, (digits > 0).then(|| number.parse().unwrap_or(u32::MAX))))
}
