//! Reading and printing markings (M2, M3, M4, M9). Every spelling that is printed is read back as the same marking.
//!
//! A marking is a level and blocks behind it, parted by `//`; the words of a block are parted by `/`.

use crate::base::marking::caveat::{Block, Category, TABLE, drop_those_also_specified};
use crate::base::marking::{Caveat, Code, Controls, Level, Marking};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// Longest marking that is read, in bytes.
const LONGEST: usize = 400;
/// Longest unknown word that is kept, in bytes.
const LONGEST_WORD: usize = 40;

/// Why a text is no marking, in a sentence that says what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAMarking(String);

impl fmt::Display for NotAMarking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotAMarking {}

fn refuse<T>(why: impl Into<String>) -> Result<T, NotAMarking> {
    Err(NotAMarking(why.into()))
}

impl FromStr for Marking {
    type Err = NotAMarking;

    /// Reads a banner line (`SECRET//NOFORN`), or a portion mark with or without parentheses (`(S//NF)`), in capital or
    /// small letters. Words that the table does not know are kept, and nobody reads the thing without an access of that
    /// name; a level or a country that is unknown is refused.
    fn from_str(text: &str) -> Result<Self, NotAMarking> {
        if text.len() > LONGEST {
            return refuse(format!("A marking has at most {LONGEST} characters."));
        }
        let folded = text.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_uppercase();
        let inner = folded.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(&folded);
        let mut blocks = inner.split("//").map(str::trim);
        let level = blocks.next().and_then(Level::parse).ok_or_else(|| {
            let levels = Level::TABLE.map(|(_, mark, _)| mark).join(", ");
            NotAMarking(format!("A marking begins with its level: one of {levels}, or the word in full."))
        })?;
        let mut controls = Controls::default();
        for word in blocks.flat_map(|block| block.split('/')) {
            read_word(word.trim(), &mut controls)?;
        }
        check(level, &controls)?;
        drop_those_also_specified(&mut controls.categories);
        Ok(Self::with(level, controls))
    }
}

fn read_word(word: &str, controls: &mut Controls) -> Result<(), NotAMarking> {
    if word.is_empty() {
        return refuse("Nothing stands between two strokes. Write the blocks behind the level as in SECRET//NOFORN.");
    }
    if Level::parse(word).is_some() {
        return refuse(format!("{word} is a level, and a marking has one, at its beginning."));
    }
    if let Some(codes) = list_behind("REL TO", word) {
        let codes = read_codes("REL TO", codes)?;
        if !codes.contains(&Code::US) || codes.len() < 2 {
            return refuse(
                "REL TO names USA first and then to whom else, as in REL TO USA, JPN; for USA alone write NOFORN.",
            );
        }
        return if controls.rel_to.replace(codes).is_none() { Ok(()) } else { refuse("REL TO stands twice.") };
    }
    if let Some(codes) = list_behind("DISPLAY ONLY", word) {
        let codes = read_codes("DISPLAY ONLY", codes)?;
        if codes.is_empty() {
            return refuse("DISPLAY ONLY names to whom, as in DISPLAY ONLY JPN.");
        }
        controls.display_only.extend(codes);
    } else if let Some(codes) = list_behind("FGI", word) {
        let codes = read_codes("FGI", codes)?;
        if codes.contains(&Code::US) {
            return refuse("FGI is information of a foreign Government, and USA is none.");
        }
        if controls.foreign.replace(codes).is_some() {
            return refuse("FGI stands twice. Name all Governments behind one, as in FGI GBR JPN.");
        }
    } else if let Some(caveat) = Caveat::parse(word) {
        controls.caveats.insert(caveat);
        if caveat == Caveat::Cnwdi {
            controls.caveats.insert(Caveat::Rd);
        }
    } else if let Some(category) = Category::parse(word) {
        controls.categories.insert(category);
    } else if word.len() <= LONGEST_WORD && word.chars().all(|c| c.is_ascii_alphanumeric() || " .,&'-".contains(c)) {
        controls.unknown.insert(word.to_owned());
    } else {
        return refuse(format!("A word of a marking has at most {LONGEST_WORD} letters, digits, spaces and hyphens."));
    }
    Ok(())
}

/// What stands behind a word that takes a list; `None` if it is another word.
fn list_behind<'w>(name: &str, word: &'w str) -> Option<&'w str> {
    let rest = word.strip_prefix(name)?;
    (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim())
}

fn read_codes(name: &str, list: &str) -> Result<BTreeSet<Code>, NotAMarking> {
    let codes = list.split([',', ' ']).filter(|code| !code.is_empty());
    let read = |code: &str| Code::try_from(code.to_owned()).map_err(|why| NotAMarking(format!("{name}: {why}.")));
    codes.map(read).collect()
}

/// Refuses words that do not stand with the level, or beside each other.
fn check(level: Level, controls: &Controls) -> Result<(), NotAMarking> {
    let too_low = |word: &str, least: Level| {
        let with = if least == Level::Cui { "CUI or a classified level" } else { least.banner() };
        refuse(format!("{word} stands with {with} or above, and the level is {}.", level.banner()))
    };
    for caveat in &controls.caveats {
        let token = caveat.token();
        if level < token.least {
            return too_low(token.banner, token.least);
        }
        if let Some(other) = token.excludes.iter().find(|other| controls.caveats.contains(other)) {
            return refuse(format!("{} and {} exclude each other.", token.banner, other.token().banner));
        }
    }
    if controls.caveats.contains(&Caveat::Noforn) {
        if controls.rel_to.is_some() {
            return refuse("NOFORN and REL TO exclude each other.");
        }
        if !controls.display_only.is_empty() {
            return refuse("NOFORN and DISPLAY ONLY exclude each other.");
        }
    }
    if controls.foreign.is_some() && level < Level::Confidential {
        return too_low("FGI", Level::Confidential);
    }
    if controls.rel_to.is_some() && level < Level::Cui {
        return too_low("REL TO", Level::Cui);
    }
    if !controls.display_only.is_empty() && level < Level::Cui {
        return too_low("DISPLAY ONLY", Level::Cui);
    }
    match controls.categories.first() {
        Some(category) if level < Level::Cui => too_low(&category.to_string(), Level::Cui),
        _ => Ok(()),
    }
}

#[derive(Clone, Copy)]
enum Form {
    Banner,
    Portion,
}

impl Marking {
    /// The banner line, for the head and foot of a page: `SECRET//REL TO USA, JPN`.
    pub fn banner(&self) -> String {
        self.print(Form::Banner)
    }

    /// The portion mark without parentheses: `S//REL TO USA, JPN`. This is the form in JSON and in the database.
    pub fn mark(&self) -> String {
        self.print(Form::Portion)
    }

    fn print(&self, form: Form) -> String {
        let level = match form {
            Form::Banner => self.level.banner(),
            Form::Portion => self.level.mark(),
        };
        let c = self.controls();
        let join =
            |codes: &BTreeSet<Code>, by: &str| codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(by);
        let mut words: Vec<(Block, String)> = vec![];
        if let Some(givers) = &c.foreign {
            words.push((Block::ForeignGovernment, format!("FGI {}", join(givers, " ")).trim_end().to_owned()));
        }
        words.extend(c.categories.iter().map(|category| (Block::Category, category.to_string())));
        for token in TABLE.iter().filter(|token| c.caveats.contains(&token.caveat)) {
            // The word of CNWDI names Restricted Data already.
            if token.caveat == Caveat::Rd && c.caveats.contains(&Caveat::Cnwdi) {
                continue;
            }
            let word = match form {
                Form::Banner => token.banner,
                Form::Portion => token.portion,
            };
            words.push((token.block, word.to_owned()));
        }
        if let Some(codes) = &c.rel_to {
            words.push((Block::Dissemination, format!("REL TO {}", join(codes, ", "))));
        }
        if !c.display_only.is_empty() {
            words.push((Block::Dissemination, format!("DISPLAY ONLY {}", join(&c.display_only, ", "))));
        }
        words.extend(c.unknown.iter().map(|word| (Block::Unknown, word.clone())));
        words.sort_by_key(|(block, _)| *block);
        let mut line = level.to_owned();
        let mut last = None;
        for (block, word) in words {
            line.push_str(if last == Some(block) { "/" } else { "//" });
            line.push_str(&word);
            last = Some(block);
        }
        line
    }
}

impl fmt::Display for Marking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.mark())
    }
}

impl From<Marking> for String {
    fn from(marking: Marking) -> Self {
        marking.mark()
    }
}

impl TryFrom<String> for Marking {
    type Error = NotAMarking;

    fn try_from(text: String) -> Result<Self, NotAMarking> {
        text.parse()
    }
}
