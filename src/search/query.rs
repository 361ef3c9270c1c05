//! The queries of the index: a tree of its own, so that neither the rule language nor tantivy leaks into the other. Not
//! its job: answering (`answer`).

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use domain::case::status::FilingStatus;
use domain::filing::{Scheme, Section};
use text::words;

/// A question about one filing, answered yes or no.
///
/// A condition that a query cannot express is asked as something wider inside [`Query::Loosely`].
#[derive(Debug, Clone)]
pub enum Query {
    /// Every filing.
    All,
    Word(Word),
    /// Words that follow each other in one sentence.
    Phrase(Vec<Word>),
    /// Two things in one filing that a matcher will look for side by side: both, or one word that
    /// can be cut to serve both (`antijam` for `anti` and `jam`). Never certain.
    Beside {
        /// Whether the first must come first.
        ordered: bool,
        /// The first.
        a: Box<Query>,
        /// The second.
        b: Box<Query>,
    },
    /// A class code of this scheme that fits. Symbols are compared without white space, in upper
    /// case.
    Class(Scheme, Fits),
    /// All of them.
    And(Vec<Query>),
    /// Any of them.
    Or(Vec<Query>),
    /// An odd number of them.
    Xor(Vec<Query>),
    /// At least so many of them.
    AtLeast(usize, Vec<Query>),
    Not(Box<Query>),
    /// Only in these sections. Class codes stand in none and are not affected.
    Within(Sections, Box<Query>),
    /// The filings that fit this are more than those meant; never certain.
    Loosely(Box<Query>),
}

/// A predicate over text.
#[derive(Clone)]
pub struct Fits(Arc<dyn Fn(&str) -> bool + Send + Sync>);

impl Fits {
    /// Whether this text fits.
    pub fn test(&self, text: &str) -> bool {
        (self.0)(text)
    }
}

impl<F: Fn(&str) -> bool + Send + Sync + 'static> From<F> for Fits {
    fn from(f: F) -> Self {
        Self(Arc::new(f))
    }
}

impl fmt::Debug for Fits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fits(..)")
    }
}

/// One word asked for. Forms are folded ([`words::fold`]).
#[derive(Debug, Clone)]
pub enum Word {
    /// This word and its inflections.
    Stem(String),
    /// This form only, or its possessive.
    Exact(String),
    /// A truncated word.
    Open(Open),
}

/// A truncated word.
#[derive(Debug, Clone)]
pub struct Open {
    /// What every word that fits begins with; may be empty.
    pub starts: String,
    /// Which words fit.
    pub fits: Fits,
}

impl Word {
    /// Whether a word of a text fits, given folded. A possessive never stands in the way.
    pub fn fits(&self, form: &str) -> bool {
        let bare = form.strip_suffix("'s").unwrap_or(form);
        match self {
            Self::Stem(want) => words::stem(want) == words::stem(form),
            Self::Exact(want) => want == form || want == bare,
            Self::Open(open) => open.fits.test(form) || (bare.len() < form.len() && open.fits.test(bare)),
        }
    }

    /// Whether this very text fits, inflections left out.
    pub(super) fn fits_literally(&self, text: &str) -> bool {
        match self {
            Self::Stem(form) | Self::Exact(form) => form == text,
            Self::Open(open) => open.fits.test(text),
        }
    }

    /// What every text that fits literally begins with.
    pub(super) fn starts(&self) -> &str {
        match self {
            Self::Stem(form) | Self::Exact(form) => form,
            Self::Open(open) => &open.starts,
        }
    }
}

/// A set of sections of a filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sections(u8);

impl Sections {
    /// Every section of a filing.
    pub const ALL: Self = Self(0b1111);
    /// The empty set.
    pub const NONE: Self = Self(0);

    /// With this one as well.
    #[must_use]
    pub fn with(self, section: Section) -> Self {
        Self(self.0 | Self::from(section).0)
    }

    /// What is in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether a section is in this set.
    pub fn contains(self, section: Section) -> bool {
        self.0 & Self::from(section).0 != 0
    }
}

impl From<Section> for Sections {
    fn from(section: Section) -> Self {
        Self(match section {
            Section::Title => 1,
            Section::Abstract => 2,
            Section::Claims => 4,
            Section::Description => 8,
        })
    }
}

/// Further conditions, on the state of each filing as the index last got it from the store. An empty list is no
/// condition.
#[derive(Debug, Clone, Default)]
pub struct Filters {
    pub statuses: Vec<FilingStatus>,
    /// Hit in one of these categories.
    pub categories: Vec<String>,
    /// Received on this day or later.
    pub received_from: Option<Date>,
    /// Received on this day or earlier.
    pub received_to: Option<Date>,
}
