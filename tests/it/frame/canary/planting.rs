//! Sends requests as the people of a case and plants a word of its own into every member that holds free text.

use crate::frame::canary::asking::Asker;
use crate::frame::canary::entering::LedgerWatch;
use crate::frame::canary::members::{Description, texts_of};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Where a test writes a word of its own into a text.
const WORD: char = '~';
/// Where it writes a number of its own.
const NUMBER: char = '#';

/// What of a case a secret is part of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A word that was planted into this member of a request of this operation.
    Member(String, String),
    /// The application number of the filing.
    Number,
    /// Digests of texts.
    Digest,
    /// The id of a thing of a case, with the path at which it is read; empty if there is none.
    Id(String),
    /// The number of an order, the reference of a notice.
    Reference,
}

/// Something that only those may learn who may see it.
#[derive(Debug, Clone)]
pub struct Secret {
    /// Its spellings, in small letters.
    pub spelled: Vec<String>,
    /// Which case, and which filing of the case.
    pub case: usize,
    pub filing: usize,
    pub part: Part,
}

/// A request that was done.
#[derive(Clone)]
pub struct Done {
    pub id: Option<String>,
    pub body: Value,
}

/// Plants and keeps what was planted.
pub struct Planter<'a> {
    pub description: &'a Description,
    pub secrets: Vec<Secret>,
    /// The members that were planted in each case, by operation.
    pub planted: BTreeSet<(usize, String, String)>,
    /// The requests that were done, the last of each operation in each case.
    pub done: BTreeMap<(usize, String), Done>,
    /// What was refused.
    pub refused: Vec<String>,
    /// The case and the filing that are being worked on.
    pub case: usize,
    pub filing: usize,
    /// Compares the ledger after each request, where that is tested.
    pub watch: Option<LedgerWatch>,
}

impl<'a> Planter<'a> {
    pub fn new(description: &'a Description) -> Self {
        Self {
            description,
            secrets: vec![],
            planted: BTreeSet::new(),
            done: BTreeMap::new(),
            refused: vec![],
            case: 0,
            filing: 0,
            watch: None,
        }
    }

    /// Writes words and numbers of its own into the texts of a body, and keeps them as secrets of the filing.
    pub fn fill(&mut self, operation: &str, body: &Value) -> Value {
        self.fill_at(operation, body, &mut String::new())
    }

    fn fill_at(&mut self, operation: &str, body: &Value, at: &mut String) -> Value {
        match body {
            Value::String(text) => Value::String(self.fill_text(operation, text, at)),
            Value::Array(items) => {
                items.iter().map(|item| self.fill_at(operation, item, &mut format!("{at}[]"))).collect()
            }
            Value::Object(members) => {
                let filled = |(name, value): (&String, &Value)| {
                    (name.clone(), self.fill_at(operation, value, &mut format!("{at}.{name}")))
                };
                Value::Object(members.iter().map(filled).collect())
            }
            other => other.clone(),
        }
    }

    fn fill_text(&mut self, operation: &str, text: &str, at: &str) -> String {
        let n = self.secrets.len();
        let (with, spelled) = if text.contains(WORD) {
            let word = word(n);
            (text.replace(WORD, &word), vec![word])
        } else if text.contains(NUMBER) {
            let digits = format!("{:03},{:03}", 300 + n / 1000, n % 1000);
            let with = text.replace(NUMBER, &digits);
            (with.clone(), spellings(&with))
        } else {
            return text.to_owned();
        };
        let is_own = at == ".application_number";
        let part = if is_own { Part::Number } else { Part::Member(operation.to_owned(), at.to_owned()) };
        self.secrets.push(Secret { spelled, case: self.case, filing: self.filing, part });
        with
    }

    /// Sends a request whose body is written with `~` for a word of its own and `#` for a number of its own. Returns the
    /// answer; null if it was refused, which [`Self::refused`] then says.
    #[track_caller]
    pub fn plant(&mut self, who: &Asker, operation: &str, id: Option<&str>, body: &Value) -> Value {
        let body = self.fill(operation, body);
        let asked = self.description.operation(operation);
        assert_eq!(asked.has_id(), id.is_some(), "{operation}");
        let path = asked.path.replace("{id}", id.unwrap_or_default());
        if let Some(watch) = &self.watch {
            // What was sent beside the plan is not of this request.
            watch.take_new();
        }
        let answer = who.send(&asked.method, &path, Some(("application/json", &body.to_string())));
        if answer.status >= 300 {
            let place = std::panic::Location::caller();
            self.refused.push(format!("{place} {operation} {body}: {} {}", answer.status, answer.text));
            return Value::Null;
        }
        if let Some(watch) = &self.watch {
            watch.check(operation, &asked.says, "done");
        }
        self.keep(operation, id, body);
        answer.body
    }

    /// Keeps what was done with this body.
    pub fn keep(&mut self, operation: &str, id: Option<&str>, body: Value) {
        let mut texts = vec![];
        texts_of(&body, String::new(), &mut texts);
        for (at, text) in texts {
            if self.holds_secret(text) {
                self.planted.insert((self.case, operation.to_owned(), at));
            }
        }
        self.done.insert((self.case, operation.to_owned()), Done { id: id.map(str::to_owned), body });
    }

    pub fn holds_secret(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.secrets.iter().any(|s| s.spelled.iter().any(|spelled| text.contains(spelled.as_str())))
    }

    /// A body with every planted word and every number replaced by others, as somebody sends it who knows none of them.
    pub fn without_secrets(&self, body: &Value) -> Value {
        match body {
            Value::String(text) => {
                let mut plain = text.clone();
                for spelled in self.secrets.iter().flat_map(|s| &s.spelled).filter(|s| s.starts_with(BEGINS)) {
                    plain = plain.replace(spelled.as_str(), "plain");
                }
                Value::String(if self.holds_secret(&plain) { "16/111,111".into() } else { plain })
            }
            Value::Array(items) => items.iter().map(|item| self.without_secrets(item)).collect(),
            Value::Object(members) => {
                Value::Object(members.iter().map(|(k, v)| (k.clone(), self.without_secrets(v))).collect())
            }
            other => other.clone(),
        }
    }
}

/// How every planted word begins.
const BEGINS: &str = "zqv";

/// The word of a number, of letters only, as long as every other.
fn word(n: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).expect("below 26"));
    [n / 17_576, n / 676, n / 26, n].into_iter().map(letter).fold(BEGINS.to_owned(), |word, c| word + &c.to_string())
}

/// How an application number may be written.
pub fn spellings(number: &str) -> Vec<String> {
    let number = number.to_lowercase();
    let mut all = vec![number.clone(), number.replace(',', ""), number.replace([',', '/'], "")];
    all.dedup();
    all
}
