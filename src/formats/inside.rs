//! Whether a place in an XML record is inside of a construct that holds text and no markup.
//!
//! Nothing is parsed: only comments, CDATA sections, processing instructions, the DOCTYPE and attribute values
//! are followed, because only they may hold what looks like the begin of a record. One that does not end, in a
//! record that was cut short, hides nothing.

use memchr::memmem;

/// Whether a place is inside of a construct.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    Yes,
    No,
    /// The end of the construct may still come.
    Unknown,
}

/// So far behind a place its construct ends, or it has no end.
const REACH: usize = 1 << 20;

/// A construct that is open at a place.
enum Open {
    Marked { start: usize, opens: &'static [u8], ends: &'static [u8] },
    Doctype { start: usize },
}

/// Whether `at` is inside of a construct. `clear` is a place before it where none is open, and goes on.
pub(super) fn inside(text: &[u8], clear: &mut usize, at: usize, ended: bool) -> Inside {
    let near = &text[..text.len().min(at + REACH)];
    let all_seen = ended || near.len() < text.len();
    let unless_more_comes = |inside: Inside| if all_seen { inside } else { Inside::Unknown };
    match open_at(text, clear, at) {
        None => match in_attribute(near, *clear, at) {
            Some(true) => Inside::Yes,
            Some(false) => Inside::No,
            None => unless_more_comes(Inside::No),
        },
        Some(Open::Marked { opens: b"<?", ends, start }) => match memmem::find(&near[at..], ends) {
            // The name of an instruction ends with a white space, and no record follows it.
            Some(end) if has_name(&near[start + 2..at]) => {
                let behind = crate::formats::detect::skip_blank(&near[at + end + ends.len()..]);
                let record = behind.starts_with(b"<!DOCTYPE") || behind.starts_with(b"<us-patent-");
                if record { Inside::No } else { Inside::Yes }
            }
            Some(_) => Inside::No,
            None => unless_more_comes(Inside::No),
        },
        Some(Open::Marked { opens, ends, .. }) => match memmem::find(&near[at..], ends) {
            // Where it opens again first, the one before was never closed.
            Some(end) if memmem::find(&near[at..at + end], opens).is_none() => Inside::Yes,
            Some(_) => Inside::No,
            None => unless_more_comes(Inside::No),
        },
        Some(Open::Doctype { start }) => match doctype_end(&near[start..]) {
            // Where another begins first, this one was cut short.
            Some(end) if near[at..start + end].windows(9).any(|w| w == b"<!DOCTYPE") => Inside::No,
            Some(_) if holds_text(&near[start..at]) => Inside::Yes,
            Some(_) => Inside::No,
            None => unless_more_comes(Inside::No),
        },
    }
}

/// Whether a DOCTYPE that ends here would end in its internal subset or in a quoted identifier.
fn holds_text(doctype: &[u8]) -> bool {
    let closed = |end: &[u8]| doctype_end(&[doctype, end].concat()).is_some();
    !closed(b">")
}

/// The construct that opens before a place and does not end before it.
fn open_at(text: &[u8], clear: &mut usize, at: usize) -> Option<Open> {
    while let Some(mark) = memchr::memchr2(b'!', b'?', &text[*clear..at]).map(|found| *clear + found) {
        if mark == 0 || text[mark - 1] != b'<' || mark == *clear {
            *clear = mark + 1;
            continue;
        }
        let start = mark - 1;
        let rest = &text[start..];
        let marked = [(&b"<!--"[..], &b"-->"[..]), (b"<![CDATA[", b"]]>"), (b"<?", b"?>")];
        let length = match marked.into_iter().find(|(opens, _)| rest.starts_with(opens)) {
            Some((opens, ends)) => match memmem::find(&text[start + opens.len()..at], ends) {
                Some(found) => opens.len() + found + ends.len(),
                None => return Some(Open::Marked { start, opens, ends }),
            },
            None if rest.starts_with(b"<!DOCTYPE") => match doctype_end(&text[start..at]) {
                Some(end) => end,
                None => return Some(Open::Doctype { start }),
            },
            None => 2,
        };
        *clear = start + length;
    }
    None
}

/// Whether what stands between `<?` and a place opens with the name of an instruction.
fn has_name(text: &[u8]) -> bool {
    text.iter().position(u8::is_ascii_whitespace).is_some_and(|end| end > 0 && !text[..end].contains(&b'<'))
}

/// Whether a place is in the value of an attribute that ends as values end; `None`: not enough text.
fn in_attribute(text: &[u8], clear: usize, at: usize) -> Option<bool> {
    let Some(tag) = memchr::memrchr2(b'<', b'>', &text[clear..at]).map(|found| clear + found) else {
        return Some(false);
    };
    let mut quote = None;
    for &b in &text[tag..at] {
        match quote {
            Some(open) if open == b => quote = None,
            None if matches!(b, b'"' | b'\'') => quote = Some(b),
            _ => {}
        }
    }
    let Some(quote) = quote.filter(|_| text[tag] == b'<' && !text[..at].ends_with(b"\n")) else { return Some(false) };
    // The next quotation mark of a record would open a value, that of an attribute ends one.
    let end = at + memchr::memchr(quote, &text[at..])?;
    text.get(end + 1).map(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
}

/// The offset behind a DOCTYPE, its internal subset, quoted identifiers, comments and instructions respected.
pub(super) fn doctype_end(text: &[u8]) -> Option<usize> {
    let (mut quote, mut subset, mut at) = (None, false, 0);
    while let Some(&b) = text.get(at) {
        let rest = &text[at..];
        let skipped = match quote {
            None if rest.starts_with(b"<!--") => Some((4, &b"-->"[..])),
            None if rest.starts_with(b"<?") => Some((2, &b"?>"[..])),
            _ => None,
        };
        if let Some((opens, ends)) = skipped {
            at += opens + memmem::find(&rest[opens..], ends)? + ends.len();
            continue;
        }
        match (quote, b) {
            (Some(q), _) if q == b => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(b),
            (None, b'[') => subset = true,
            (None, b']') => subset = false,
            (None, b'>') if !subset => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}
