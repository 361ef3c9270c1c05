//! Where text goes: how wide it is there, and whether colours show.

use clap::ValueEnum;
use std::ffi::OsStr;
use std::io::{IsTerminal as _, stdout};

/// Columns of what is no terminal and does not say otherwise.
pub const WIDTH_WITHOUT_TERMINAL: usize = 100;
/// Below so many columns nothing can be laid out; lines then run over.
const NARROWEST: usize = 40;
/// Lines longer than this are hard to read, however wide the terminal.
const WIDEST: usize = 200;

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Colours {
    /// On a terminal, unless `NO_COLOR` is set or it is a `dumb` one.
    #[default]
    Auto,
    /// Also into files and pipes.
    Always,
    /// Nowhere.
    Never,
}

/// How text is marked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// No escape codes; matches stand in `[[ ]]`.
    Plain,
    Colour,
}

impl Style {
    /// What was asked for, and what `NO_COLOR` and `TERM` say where nothing was.
    fn of(asked: Colours, is_terminal: bool, no_color: Option<&OsStr>, term: Option<&OsStr>) -> Self {
        let wanted = match asked {
            Colours::Always => true,
            Colours::Never => false,
            Colours::Auto => {
                is_terminal
                    && no_color.is_none_or(OsStr::is_empty)
                    && term.is_none_or(|t| t.as_encoded_bytes() != b"dumb")
            }
        };
        if wanted { Self::Colour } else { Self::Plain }
    }

    fn paint(self, code: &str, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Colour => format!("\x1b[{code}m{text}\x1b[0m"),
        }
    }

    /// A match.
    pub fn mark(self, text: &str) -> String {
        match self {
            Self::Plain => format!("[[{text}]]"),
            Self::Colour => self.paint("1;33", text),
        }
    }

    /// Columns that [`Self::mark`] adds.
    pub fn marks(self) -> usize {
        if self == Self::Plain { 4 } else { 0 }
    }

    /// Emphasis.
    pub fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    /// What may be passed over.
    pub fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }

    /// What is well.
    pub fn good(self, text: &str) -> String {
        self.paint("32", text)
    }

    /// What must be looked at.
    pub fn alarm(self, text: &str) -> String {
        self.paint("1;31", text)
    }

    /// What nobody could decide.
    pub fn doubt(self, text: &str) -> String {
        self.paint("1;35", text)
    }
}

/// A style and a width, in columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// How text is marked up.
    pub style: Style,
    /// Columns of a line.
    pub width: usize,
}

impl Page {
    /// Standard output as it is: the terminal's width, `COLUMNS` where it is none, else 100.
    pub fn stdout(asked: Colours) -> Self {
        let terminal = stdout().is_terminal();
        let size = terminal.then(terminal_size::terminal_size).flatten().map(|(width, _)| usize::from(width.0));
        let var = |name| std::env::var_os(name);
        let columns = var("COLUMNS").and_then(|c| c.to_str()?.parse().ok());
        Self {
            style: Style::of(asked, terminal, var("NO_COLOR").as_deref(), var("TERM").as_deref()),
            width: width(size, columns),
        }
    }
}

fn width(terminal: Option<usize>, columns: Option<usize>) -> usize {
    // A terminal of no columns has not been told its size.
    let known = terminal.filter(|&w| w > 0).or(columns.filter(|&w| w > 0));
    known.unwrap_or(WIDTH_WITHOUT_TERMINAL).clamp(NARROWEST, WIDEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminal_decides_then_columns_then_a_default() {
        assert_eq!(width(Some(80), Some(120)), 80);
        assert_eq!(width(None, Some(120)), 120);
        assert_eq!(width(Some(0), Some(120)), 120);
        assert_eq!(width(None, None), 100);
        assert_eq!((width(Some(3), None), width(Some(9_999), None)), (40, 200));
    }

    #[test]
    fn colours_are_for_terminals_that_have_not_asked_for_none() {
        let style = |asked, terminal, no_color: Option<&str>, term: Option<&str>| {
            Style::of(asked, terminal, no_color.map(OsStr::new), term.map(OsStr::new))
        };
        assert_eq!(style(Colours::Auto, true, None, Some("xterm")), Style::Colour);
        assert_eq!(style(Colours::Auto, true, Some(""), None), Style::Colour);
        assert_eq!(style(Colours::Auto, true, Some("1"), None), Style::Plain);
        assert_eq!(style(Colours::Auto, true, None, Some("dumb")), Style::Plain);
        assert_eq!(style(Colours::Auto, false, None, None), Style::Plain);
        assert_eq!(style(Colours::Always, false, Some("1"), None), Style::Colour);
        assert_eq!(style(Colours::Never, true, None, None), Style::Plain);
    }
}
