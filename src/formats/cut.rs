//! Finds where one XML record ends and the next begins: at the next XML declaration, or at a second root element in a
//! file without declarations.
//!
//! Only bytes are compared. What stands in a comment, a CDATA section, a processing instruction, an attribute
//! or a DOCTYPE cuts nothing, as long as that has an end: a record that was cut short must not take its
//! neighbours with it.

use crate::formats::inside::{self, Inside};
use memchr::memmem::Finder;

/// The search for the next cut, kept across blocks so that no byte is searched twice.
pub(super) struct Cut {
    declaration: Seek,
    root: Seek,
    /// Whether the root element of this record was passed, so that the next one begins another.
    pub(super) root_seen: bool,
    /// Up to here no construct is open that hides what it holds; `None` once the front of the record was
    /// dropped, when nobody can tell any more.
    clear: Option<usize>,
}

impl Cut {
    pub(super) fn new() -> Self {
        // The first byte of a record is never the next cut.
        let declaration = Seek { needle: Finder::new(b"<?xml"), from: 1 };
        Self {
            declaration,
            root: Seek { needle: Finder::new(b"<us-patent-"), from: 0 },
            root_seen: false,
            clear: Some(0),
        }
    }

    /// The offset of the next record in `text`, if it is there.
    pub(super) fn find(&mut self, text: &[u8], ended: bool) -> Option<usize> {
        loop {
            let declared = self.declaration.next(text, ended, |rest| rest.first().map(u8::is_ascii_whitespace));
            // A second root counts only before that declaration.
            let before = &text[..declared.unwrap_or(text.len())];
            while let Some(at) = self.root.next(before, ended || declared.is_some(), opens_root) {
                match self.check_hidden(text, at, ended) {
                    Inside::Unknown => return None,
                    Inside::No if self.root_seen => return Some(at),
                    Inside::No => self.root_seen = true,
                    Inside::Yes => {}
                }
                self.root.from = at + 1;
            }
            match self.check_hidden(text, declared?, ended) {
                Inside::Unknown => return None,
                Inside::No => return declared,
                Inside::Yes => self.declaration.from = declared? + 1,
            }
        }
    }

    /// Whether a place is inside of what cannot hold the begin of a record.
    fn check_hidden(&mut self, text: &[u8], at: usize, ended: bool) -> Inside {
        match &mut self.clear {
            Some(clear) => inside::inside(text, clear, at, ended),
            None => Inside::No,
        }
    }

    /// Gives up the bytes that cannot hold a cut any more; says how many.
    pub(super) fn rewind(&mut self, length: usize) -> usize {
        let drop = self.declaration.from.min(self.root.from).min(length);
        self.declaration.from -= drop;
        self.root.from -= drop;
        if drop > 0 {
            self.clear = None;
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces of a text of which so many bytes come at a time.
    fn pieces(text: &str, step: usize) -> Vec<&str> {
        let (mut out, mut start) = (vec![], 0);
        while start < text.len() {
            let (mut cut, mut have) = (Cut::new(), 0);
            let length = loop {
                have = (have + step).min(text.len() - start);
                let ended = start + have == text.len();
                match cut.find(&text.as_bytes()[start..start + have], ended) {
                    Some(at) => break at,
                    None if ended => break have,
                    None => {}
                }
            };
            out.push(&text[start..start + length]);
            start += length;
        }
        out
    }

    fn record(inner: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE us-patent-application SYSTEM \"x.dtd\" [ ]>\n\
             <us-patent-application a=\"b\"><p>{inner}</p></us-patent-application>\n"
        )
    }

    #[test]
    fn what_only_looks_like_a_record_cuts_nothing() {
        let plain = record("x");
        for inner in [
            "<!-- <?xml version=\"1.0\"?> -->",
            "<!--\n<?xml version=\"1.0\"?>\n<us-patent-application a='1'></us-patent-application>\n-->",
            "<![CDATA[ <?xml version=\"1.0\"?> ]]>",
            "<![CDATA[\n<?xml version=\"1.0\"?><us-patent-grant >]]>",
            "<?note <?xml version=\"1.0\"?> ?>",
            "<?note\n<us-patent-grant >\n?>",
            "<a b=\"<?xml version='1.0'?>\"/>",
            "<a b='x <?xml version=\"1.0\"?>' c='d'/>",
            "<!-- a --><!-- don't --> <!-- <?xml ?> -->",
            "<![CDATA[ <!-- ]]> x",
        ] {
            let other = record(inner);
            for step in [1, 7, 100, 10_000] {
                assert_eq!(pieces(&format!("{other}{plain}"), step), [&other, &plain], "{inner}");
                assert_eq!(pieces(&format!("{plain}{other}"), step), [&plain, &other], "{inner}");
            }
        }
        let subset = "<?xml version=\"1.0\"?><!DOCTYPE us-patent-application [ <!-- don't <?xml a?> --> \
                      <!ENTITY x \"<?xml version='1.0'?>\"> <?y <?xml b?> ]><us-patent-application ></us-patent-application>";
        assert_eq!(pieces(&format!("{subset}{plain}"), 9), [subset, &plain]);
    }

    #[test]
    fn a_construct_that_was_cut_short_hides_nothing() {
        let whole = record("<!-- c --><![CDATA[ d ]]><?note e?><a b=\"c\" d='e'/> x < y");
        let plain = record("<!-- c --><![CDATA[ d ]]><?note e?><a b=\"c\" d='e'/>");
        for end in 45..whole.len() {
            for between in ["", "\n"] {
                let broken = format!("{}{between}", &whole[..end]);
                assert_eq!(pieces(&format!("{broken}{plain}{plain}"), 10_000), [&broken, &plain, &plain], "{broken}");
            }
        }
    }
}
