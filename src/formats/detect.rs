//! Finds out the format of a source from its content, never from its name.
//!
//! [`sniff`] looks at the first bytes of a stream, [`root`] at the root element of one XML record. Formats that are not
//! read yet are still named in messages.

use std::fmt;

/// A format we know, read or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// `us-patent-application` v4.x.
    UsApplication,
    /// `us-patent-grant` v4.x.
    UsGrant,
    /// A sequence listing between the records of a weekly file: no filing, passed over.
    SequenceListing,
    /// JSON or NDJSON filings.
    Json,
    /// US applications 2001 to 2004.
    Pap,
    /// US grants 2001 to 2004, SGML and XML.
    Patdoc,
    /// US grants 1976 to 2001, APS text.
    GreenBook,
    /// European documents in WIPO ST.36.
    EpDocument,
    /// Chinese documents.
    CnDocument,
    /// Japanese documents.
    JpDocument,
    /// Other documents in WIPO ST.36.
    WipoSt36,
    /// Documents in WIPO ST.96.
    WipoSt96,
    Docx,
    /// Any other zip archive, such as XML4IP.
    Zip,
    Pdf,
    /// A web page.
    Html,
    /// Gzip inside gzip.
    NestedGzip,
    /// UTF-32 text.
    Utf32,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UsApplication => "us-patent-application",
            Self::UsGrant => "us-patent-grant",
            Self::SequenceListing => "sequence listing",
            Self::Json => "JSON",
            Self::Pap => "PAP (patent-application-publication, pap-v15 and pap-v16)",
            Self::Patdoc => "PATDOC (US grants 2.4 and 2.5)",
            Self::GreenBook => "green book (APS text)",
            Self::EpDocument => "EP (ep-patent-document, WIPO ST.36)",
            Self::CnDocument => "CN (Chinese patent document)",
            Self::JpDocument => "JP (Japanese patent document)",
            Self::WipoSt36 => "WIPO ST.36",
            Self::WipoSt96 => "WIPO ST.96",
            Self::Docx => "DOCX",
            Self::Zip => "a zip archive (XML4IP or other)",
            Self::Pdf => "PDF",
            Self::Html => "HTML",
            Self::NestedGzip => "gzip inside gzip",
            Self::Utf32 => "UTF-32 text",
        })
    }
}

/// The format that the first bytes of a stream announce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Markup: XML records, one or many.
    Xml,
    /// JSON, an array of objects, or NDJSON.
    Json,
    /// A format that is known by name only.
    NotReadYet(Format),
    /// Nothing but white space.
    Empty,
    /// Anything else.
    Unknown,
}

/// Looks at the first bytes of a stream, unpacked and in UTF-8 or a superset of ASCII.
pub fn sniff(head: &[u8]) -> Stream {
    let text = skip_blank(head);
    if head.starts_with(b"PK\x03\x04") {
        let word = memchr::memmem::find(head, b"[Content_Types].xml").is_some()
            || memchr::memmem::find(head, b"word/").is_some();
        return Stream::NotReadYet(if word { Format::Docx } else { Format::Zip });
    }
    if head.starts_with(b"\x1f\x8b") {
        return Stream::NotReadYet(Format::NestedGzip);
    }
    if head.starts_with(b"\0\0\xfe\xff") || head.starts_with(b"\xff\xfe\0\0") {
        return Stream::NotReadYet(Format::Utf32);
    }
    match text.first() {
        None => Stream::Empty,
        Some(b'<') => Stream::Xml,
        Some(b'{' | b'[') => Stream::Json,
        _ if text.starts_with(b"%PDF-") => Stream::NotReadYet(Format::Pdf),
        _ if is_green_book(text) => Stream::NotReadYet(Format::GreenBook),
        // A stray line before the first record is the record's problem, not the stream's.
        _ if memchr::memmem::find(text, b"<?xml ").is_some() => Stream::Xml,
        _ => Stream::Unknown,
    }
}

/// The APS text of a week opens with `HHHHHT`, that of one patent with `PATN` and its number.
fn is_green_book(text: &[u8]) -> bool {
    text.starts_with(b"HHHHHT")
        || text.strip_prefix(b"PATN").is_some_and(|rest| {
            rest.trim_ascii_start().starts_with(b"WKU") || rest.iter().take(80).all(u8::is_ascii_whitespace)
        })
}

/// The format of the XML record whose root element has this name (as written, prefix included),
/// or `None` if no format we know has such a root.
pub fn format_of_root(name: &str) -> Option<Format> {
    let lower = name.to_ascii_lowercase();
    let local = lower.rsplit(':').next().unwrap_or_default();
    Some(match local {
        "us-patent-application" => Format::UsApplication,
        "us-patent-grant" => Format::UsGrant,
        "sequence-cwu" | "sequence-listing" | "st26sequencelisting" => Format::SequenceListing,
        "patent-application-publication" => Format::Pap,
        "patdoc" => Format::Patdoc,
        "ep-patent-document" => Format::EpDocument,
        "html" => Format::Html,
        _ if local.starts_with("cn-") || lower == "business:patentdocument" => Format::CnDocument,
        _ if local.starts_with("jp-") || local.starts_with("pat-jp") || lower.starts_with("jpbibl:") => {
            Format::JpDocument
        }
        _ if ["pat:", "dgn:", "tmk:", "gin:", "com:"].iter().any(|p| lower.starts_with(p)) => Format::WipoSt96,
        _ if local.starts_with("wo-") || local == "application-body" || local.ends_with("-patent-document") => {
            Format::WipoSt36
        }
        _ => return None,
    })
}

/// The name of the root element of an XML record, found behind declaration, comments,
/// processing instructions and DOCTYPE; `None` where the bytes end before one or there is none.
pub fn root(record: &[u8]) -> Option<&str> {
    let mut rest = skip_blank(record);
    loop {
        rest = match rest {
            [b'<', b'?', ..] => behind_mark(rest, b"?>")?,
            [b'<', b'!', b'-', b'-', ..] => behind_mark(&rest[4..], b"-->")?,
            [b'<', b'!', ..] => behind_doctype(rest)?,
            [b'<', name @ ..] => {
                let end = name.iter().position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))?;
                return std::str::from_utf8(&name[..end]).ok().filter(|n| !n.is_empty());
            }
            _ => return None,
        };
        rest = skip_blank(rest);
    }
}

/// The text behind the first occurrence of an end mark.
pub(super) fn behind_mark<'a>(text: &'a [u8], mark: &[u8]) -> Option<&'a [u8]> {
    memchr::memmem::find(text, mark).map(|at| &text[at + mark.len()..])
}

/// The text behind a DOCTYPE. Its internal subset, quoted identifiers, comments and instructions are respected.
pub(super) fn behind_doctype(text: &[u8]) -> Option<&[u8]> {
    crate::formats::inside::doctype_end(text).map(|end| &text[end..])
}

/// The text without the bytes that fill up the end of a file: NUL, Ctrl-Z and white space.
pub(super) fn without_padding(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|b| !is_padding(*b)).map_or(0, |last| last + 1);
    &text[..end]
}

/// Whether a byte fills up the end of a file.
pub(super) fn is_padding(byte: u8) -> bool {
    matches!(byte, 0 | 0x1a) || byte.is_ascii_whitespace()
}

/// The text behind white space and byte order marks.
pub(super) fn skip_blank(mut text: &[u8]) -> &[u8] {
    loop {
        let trimmed = text.trim_ascii_start();
        match trimmed.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) => text = rest,
            None => return trimmed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_recognised_by_content() {
        assert_eq!(sniff(b"\xef\xbb\xbf\n <?xml version='1.0'?>"), Stream::Xml);
        assert_eq!(sniff(b" {\"a\":1}"), Stream::Json);
        assert_eq!(sniff(b"PATN\r\nWKU  039327094\r\n"), Stream::NotReadYet(Format::GreenBook));
        assert_eq!(sniff(b"HHHHHT        APS1"), Stream::NotReadYet(Format::GreenBook));
        assert_eq!(sniff(b"PATNA is a city"), Stream::Unknown);
        assert_eq!(sniff(b"%PDF-1.7"), Stream::NotReadYet(Format::Pdf));
        assert_eq!(sniff(b"PK\x03\x04....word/document.xml"), Stream::NotReadYet(Format::Docx));
        assert_eq!(sniff(b"PK\x03\x04....folder/"), Stream::NotReadYet(Format::Zip));
        assert_eq!(sniff(b" \n\t"), Stream::Empty);
        assert_eq!(sniff(b"The MIT License"), Stream::Unknown);
        assert_eq!(sniff(b"HTTP/1.1 200 OK\n\n<?xml version='1.0'?><a/>"), Stream::Xml);
    }

    #[test]
    fn the_root_stands_behind_any_prolog() {
        let root_of = |t: &'static str| root(t.as_bytes());
        assert_eq!(root_of("<?xml version='1.0'?>\n<!-- <no> --><!DOCTYPE a [ <!ENTITY x '>'> ]>\n<a>"), Some("a"));
        assert_eq!(
            root_of("<!DOCTYPE a SYSTEM \"x>y\"><pat:PatentPublication xmlns='z'>"),
            Some("pat:PatentPublication")
        );
        assert_eq!(root_of("<?xml version='1.0'?>"), None);
        assert_eq!(root_of("<"), None);
        assert_eq!(root_of("junk <a>"), None);
        assert_eq!(format_of_root("PATDOC"), Some(Format::Patdoc));
        assert_eq!(format_of_root("pat:PatentPublication"), Some(Format::WipoSt96));
        assert_eq!(format_of_root("root-patents"), None);
    }
}
