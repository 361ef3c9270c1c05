//! Where one XML record ends and the next begins: at the next XML declaration, or at a second root
//! element where a file has none.
//!
//! Only bytes are compared. A declaration inside a comment would cut a record in two; both halves
//! are then broken and reported as such.

use memchr::memmem::Finder;

/// The search for the next cut, kept across blocks so that no byte is searched twice.
pub(super) struct Cut {
    declaration: Seek,
    root: Seek,
    /// Whether the root element of this record was passed, so that the next one begins another.
    pub(super) root_seen: bool,
}

impl Cut {
    pub(super) fn new() -> Self {
        // The first byte of a record is never the next cut.
        let declaration = Seek { needle: Finder::new(b"<?xml"), from: 1 };
        Self { declaration, root: Seek { needle: Finder::new(b"<us-patent-"), from: 0 }, root_seen: false }
    }

    /// The offset of the next record in `text`, if it is there.
    pub(super) fn find(&mut self, text: &[u8], ended: bool) -> Option<usize> {
        let declared = self.declaration.next(text, ended, |rest| rest.first().map(u8::is_ascii_whitespace));
        // A second root counts only before that declaration.
        let text = &text[..declared.unwrap_or(text.len())];
        loop {
            let opens = self.root.next(text, ended || declared.is_some(), opens_root);
            match opens {
                Some(at) if self.root_seen => return Some(at),
                Some(at) => {
                    self.root_seen = true;
                    self.root.from = at + 1;
                }
                None => return declared,
            }
        }
    }

    /// Gives up the bytes that cannot hold a cut any more; says how many.
    pub(super) fn rewind(&mut self, length: usize) -> usize {
        let drop = self.declaration.from.min(self.root.from).min(length);
        self.declaration.from -= drop;
        self.root.from -= drop;
        drop
    }
}

/// Whether the text behind `<us-patent-` completes the start tag of a root; `None`: not enough text.
fn opens_root(rest: &[u8]) -> Option<bool> {
    for name in [&b"application"[..], b"grant"] {
        if let Some(behind) = rest.strip_prefix(name) {
            return behind.first().map(|&b| b.is_ascii_whitespace() || b == b'>');
        }
        if name.starts_with(rest) {
            return None;
        }
    }
    Some(false)
}

/// A search for one needle that goes on where it stopped.
struct Seek {
    needle: Finder<'static>,
    from: usize,
}

impl Seek {
    fn next(&mut self, text: &[u8], ended: bool, accept: impl Fn(&[u8]) -> Option<bool>) -> Option<usize> {
        let length = self.needle.needle().len();
        while self.from < text.len() {
            let Some(at) = self.needle.find(&text[self.from..]).map(|at| at + self.from) else {
                self.from = self.from.max((text.len() + 1).saturating_sub(length));
                return None;
            };
            match accept(&text[at + length..]) {
                Some(true) => {
                    self.from = at;
                    return Some(at);
                }
                None if !ended => {
                    self.from = at;
                    return None;
                }
                _ => self.from = at + 1,
            }
        }
        None
    }
}
