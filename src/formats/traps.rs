//! One test for each way a source has gone wrong, or could be made to.

use std::io::{Cursor, Write};

use super::*;
use domain::filing::DescriptionItem;

/// A whole record around a description.
pub(super) fn record(description: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <us-patent-application dtd-version=\"v4.6 2022-02-17\"><us-bibliographic-data-application>\n\
         <application-reference appl-type=\"utility\"><document-id><country>US</country>\
         <doc-number>18123456</doc-number></document-id></application-reference>\n\
         <invention-title>Latch</invention-title></us-bibliographic-data-application>\n\
         <description>\n{description}\n</description></us-patent-application>\n"
    )
}

pub(super) fn read_all(bytes: &[u8]) -> Vec<Record> {
    read("test", bytes, &Limits::default()).collect()
}

fn codes(records: &[Record]) -> Vec<&'static str> {
    records.iter().map(|r| r.outcome.as_ref().map_or_else(ReadError::code, |_| "read")).collect()
}

/// The paragraphs of the only record.
fn paragraphs(description: &str) -> Vec<String> {
    let mut records = read_all(record(description).as_bytes());
    assert_eq!(records.len(), 1);
    let filing = records.remove(0).outcome.expect("reads");
    filing
        .description
        .into_iter()
        .map(|item| match item {
            DescriptionItem::Heading { heading } => format!("# {heading}"),
            DescriptionItem::Paragraph { text, .. } => text,
        })
        .collect()
}

fn error(text: &str) -> ReadError {
    let mut records = read_all(text.as_bytes());
    assert_eq!(records.len(), 1, "{records:?}");
    records.remove(0).outcome.expect_err("is refused")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("packs");
    encoder.finish().expect("packs")
}

#[test]
fn a_document_that_declares_entities_is_refused_unread() {
    for (declaration, name) in [
        ("<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">", "lol"),
        ("<!ENTITY xxe SYSTEM \"file:///etc/passwd\">", "xxe"),
        ("<!-- <!ENTITY no> --><!ENTITY % remote PUBLIC \"x\" \"http://example.com/x.dtd\"> %remote;", "remote"),
        ("<!ENTITY % p 'NDATA'>", "p"),
    ] {
        let doctype = format!("?>\n<!DOCTYPE us-patent-application [ {declaration} ]>");
        let error = error(&record("<p>&lol2;&xxe;</p>").replacen("?>", &doctype, 1));
        assert_eq!(error.problem, Problem::EntityDeclaration(name.into()));
        assert_eq!(error.line, Some(2));
    }
}

#[test]
fn an_unknown_entity_stays_visible() {
    let records = read_all(record("<p>A &frobnitz; and &frobnitz; again.</p>").as_bytes());
    assert_eq!(records[0].warnings.len(), 1);
    assert_eq!(records[0].warnings[0].oddity.code(), "format.undefined_entity");
    assert_eq!(paragraphs("<p>A &frobnitz; again.</p>"), ["A &frobnitz; again."]);
}

#[test]
fn words_are_glued_where_the_source_glues_them_and_nowhere_else() {
    for (markup, text) in [
        ("<p>UF<sub>6</sub> and <sup>235</sup>U</p>", "UF6 and 235U"),
        ("<p>10<sup>6</sup> at 10<sup>&#x2212;3 </sup>Pa, 10<sup>0.5</sup></p>", "10⁶ at 10⁻³ Pa, 10^0.5"),
        ("<p>the 5<sup>th</sup> of 14<sup>3,7</sup></p>", "the 5th of 14^3,7"),
        ("<p>x<sub>1<sub2>a</sub2></sub>y</p>", "x1ay"),
        ("<p>re<b>in</b>force<i>d</i> <u>steel</u></p>", "reinforced steel"),
        ("<p>one<br/>two<unknown>three</unknown>four</p>", "one two three four"),
        ("<p>a\u{a0}b\u{2003}\u{2003}c \r\n\t d</p>", "a b c d"),
        ("<p>see<img file='x'/>here <!-- not this --> and<?pi x?> there</p>", "see here and there"),
        ("<p>A<ul><li>b<ol><li>c</li></ol></li><li>d</li></ul>E</p>", "A\nb\nc\nd\nE"),
        ("<p><dl><dt>t</dt><dd>d</dd></dl>x</p>", "t\nd\nx"),
        (
            "<p>T<tables><table><row><entry>a</entry><entry/><entry>b</entry></row><row><entry>c</entry></row></table></tables>U</p>",
            "T\na | b\nc\nU",
        ),
        ("<p><pre>  two\n\n   lines  </pre></p>", "two\nlines"),
        ("<p><![CDATA[a < b & c]]>&lt;d&gt;&#x3b1;&alpha;</p>", "a < b & c<d>αα"),
    ] {
        assert_eq!(paragraphs(markup), [text], "{markup}");
    }
}

#[test]
fn formulas_are_text() {
    let math = |inner: &str| paragraphs(&format!("<p>so<maths><math>{inner}</math></maths>is</p>")).remove(0);
    assert_eq!(math("<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>"), "so E = m c2 is");
    assert_eq!(math("<msup><mn>10</mn><mrow><mo>&#x2212;</mo><mn>6</mn></mrow></msup>"), "so 10⁻⁶ is");
    assert_eq!(math("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>"), "so (a + b)/2 is");
    assert_eq!(math("<msqrt><mi>x</mi></msqrt><mo>&#x2062;</mo><mtext>if dense</mtext>"), "so √x if dense is");
    assert_eq!(math("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr/></mtable>"), "so 1 0 is");
    assert_eq!(math("<semantics><mi>y</mi><annotation>secret</annotation></semantics>"), "so y is");
}

#[test]
fn text_outside_of_paragraphs_is_not_lost() {
    let items = paragraphs(
        "stray <b>words</b><heading>ONE</heading><disclosure><tech-problem><p>two</p>three</tech-problem></disclosure><ul><li>four</li></ul>",
    );
    assert_eq!(items, ["stray words", "# ONE", "two", "three", "four"]);
}

#[test]
fn broken_xml_is_refused_with_its_line() {
    for (description, code, line) in [
        ("<p>\n<b>x</p>", "format.not_well_formed", 7),
        ("<p>a & b</p>", "format.not_well_formed", 6),
        ("<p>if x < 5 / y > 3</p>", "format.not_well_formed", 6),
        ("<p id=\"p\"<b>x</b></p>", "format.not_well_formed", 6),
        ("<p>\n\nnull \0</p>", "format.illegal_character", 8),
        ("<p>&#0;</p>", "format.illegal_character", 6),
    ] {
        let error = error(&record(description));
        assert_eq!((error.code(), error.line), (code, Some(line)), "{description}: {error}");
    }
}

#[test]
fn a_record_without_what_a_filing_needs_is_refused() {
    let whole = record("<p>text</p>");
    assert_eq!(error(&whole.replace("Latch", " ")).problem, Problem::Missing("title"));
    assert_eq!(error(&whole.replace("18123456", "")).problem, Problem::Missing("application number"));
    assert_eq!(error(&whole.replace("<p>text</p>", "<doc-page/>")).problem, Problem::Missing("text"));
    assert_eq!(error(&whole.replace("18123456", "18\u{e9}")).code(), "format.bad_field");
}

#[test]
fn what_stands_too_deep_is_refused_and_the_stack_holds() {
    for (open, close) in [("<b>", "</b>"), ("<div>", "</div>"), ("<math><mrow>", "</mrow></math>")] {
        let nested = format!("<p>{}x{}</p>", open.repeat(50_000), close.repeat(50_000));
        assert_eq!(error(&record(&nested)).code(), "format.too_deep");
    }
    assert_eq!(paragraphs(&format!("<p>{}x{}</p>", "<b>".repeat(150), "</b>".repeat(150))), ["x"]);
}

#[test]
fn a_broken_record_does_not_harm_its_neighbours() {
    let (good, bad) = (record("<p>good</p>"), record("<p>bad</p>"));
    for cut in ["</us-patent", "</description>", "bad", "<application-reference", "<us-patent-application"] {
        let (before, _) = bad.split_once(cut).expect("there");
        let text = format!("{good}{before}{good}");
        let records = read_all(text.as_bytes());
        let found = codes(&records);
        assert_eq!((found[0], found[2], found.len()), ("read", "read", 3), "{cut}: {found:?}");
        assert_ne!(found[1], "read", "{cut}");
        assert_eq!(records[2].line, 1 + format!("{good}{before}").matches('\n').count() as u64);
    }
}

#[test]
fn records_without_declarations_are_separated() {
    let bare = record("<p>x</p>").lines().skip(1).collect::<Vec<_>>().join("\n");
    assert_eq!(codes(&read_all(format!("{bare}{bare}\n<!-- end -->{bare}").as_bytes())), ["read"; 3]);
    assert_eq!(codes(&read_all(format!("<all>{bare}{bare}</all>").as_bytes())), ["read"; 2]);
    let sequence = "<?xml version='1.0'?><sequence-cwu><x/></sequence-cwu>";
    assert_eq!(codes(&read_all(format!("{sequence}{bare}{sequence}{sequence}{bare}").as_bytes())), ["read"; 2]);
}

#[test]
fn a_large_sequence_listing_is_passed_over_without_being_kept() {
    let text = format!(
        "<?xml version='1.0'?><sequence-cwu>{}</sequence-cwu>\n{}",
        "acgt ".repeat(200_000),
        record("<p>x</p>")
    );
    let limits = Limits { record_bytes: 100_000, ..Limits::default() };
    let mut splitter = Splitter::new("test", text.as_bytes(), &limits);
    assert_eq!(splitter.by_ref().map(|c| c.bytes < 1_000).collect::<Vec<_>>(), [true]);
    assert_eq!(splitter.passed_over(), 1);
}

#[test]
fn what_follows_a_record_is_reported_after_it() {
    let text = record("<p>x</p>");
    for (behind, expected) in [
        (" \n\u{feff}<!-- c --><?pi?></wrapper>\n", &["read"][..]),
        ("garbage", &["read", "format.trailing_content"]),
        ("<us-patnt-grant>lost</us-patnt-grant>", &["read", "format.trailing_content"]),
    ] {
        assert_eq!(codes(&read_all(format!("{text}{behind}").as_bytes())), expected, "{behind}");
    }
    assert_eq!(codes(&read_all(format!("HTTP/1.1 200 OK\n\n{text}").as_bytes())), ["format.unrecognised", "read"]);
}

#[test]
fn a_record_over_the_limit_is_passed_over() {
    let text = format!("{}{}{}", record("<p>a</p>"), record(&"<p>long</p>".repeat(100_000)), record("<p>b</p>"));
    let limits = Limits { record_bytes: 10_000, ..Limits::default() };
    let records: Vec<_> = read("test", text.as_bytes(), &limits).collect();
    assert_eq!(codes(&records), ["read", "format.record_too_large", "read"]);
    assert!(records[1].bytes > 1_000_000);
    let json =
        |n: usize| format!("{{\"application_number\":\"1\",\"title\":\"t\",\"claims\":[\"{}\"]}}\n", "x".repeat(n));
    let text = json(5) + &json(2_000_000) + &json(7);
    let records: Vec<_> = read("test", text.as_bytes(), &limits).collect();
    assert_eq!(codes(&records), ["read", "format.record_too_large", "read"]);
}

#[test]
fn gzip_is_recognised_by_content_and_trusted_as_little() {
    let text = record("<p>x</p>");
    let packed = gzip(text.as_bytes());
    assert_eq!(codes(&read_all(&packed)), ["read"]);
    assert_eq!(codes(&read_all(&[packed.clone(), packed.clone(), vec![0; 700]].concat())), ["read"; 2]);
    assert_eq!(codes(&read_all(&[packed.clone(), b"junk".to_vec()].concat())), ["read", "format.bad_gzip"]);
    assert_eq!(codes(&read_all(&gzip(&packed))), ["format.not_read_yet"]);
    let records = read_all(&packed[..packed.len() - 9]);
    assert_eq!(codes(&records).last(), Some(&"format.bad_gzip"));
    let bomb = gzip(&vec![b' '; 40 << 20]);
    let limits = Limits { total_bytes: 10 << 20, ..Limits::default() };
    let records: Vec<_> = read("test", &bomb[..], &limits).collect();
    assert_eq!(codes(&records), ["format.input_too_large"]);
    assert_eq!(codes(&read_all(b"\x1f\x8b")), ["format.bad_gzip"]);
}

#[test]
fn utf_16_is_read_with_and_without_its_mark() {
    let text = record("<p>\u{1d6fc}\u{fc}</p>").replace("UTF-8", "UTF-16");
    for (mark, bytes) in [
        (vec![0xff, 0xfe], text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()),
        (vec![0xfe, 0xff], text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        (vec![], text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
    ] {
        let records = read_all(&[mark.clone(), bytes.clone()].concat());
        assert_eq!(codes(&records), ["read"]);
        assert!(records[0].warnings.is_empty());
        let broken = [mark, bytes[..200].to_vec(), vec![0xd8; 4], bytes[200..].to_vec()].concat();
        assert!(codes(&read_all(&broken)).contains(&"format.bad_encoding"));
    }
}

#[test]
fn json_comes_in_every_shape() {
    let one = r#"{"application_number": "18/123,456", "title": "{\"}", "abstract": ["a"], "parties": [{"role": "inventor", "name": "x"}]}"#;
    let pretty = one.replace(", \"", ",\n \"");
    for (text, count) in [
        (one.to_owned(), 1),
        (pretty.clone(), 1),
        (format!("\u{feff}[{one},\n{pretty}]"), 2),
        (format!("[]{one}"), 1),
        (format!("{one}\r\n\r\n{one}"), 2),
        (format!("{pretty}\n{one}{one}"), 3),
        (pretty.replace("\n ", "\n").replacen('{', "{\n", 1).replace("{\"role\"", "\n{\n\"role\""), 1),
    ] {
        assert_eq!(codes(&read_all(text.as_bytes())), vec!["read"; count], "{text}");
    }
    assert_eq!(codes(&read_all(b"[]")), Vec::<&str>::new());
}

#[test]
fn a_broken_line_of_json_does_not_swallow_the_next() {
    let one = r#"{"application_number": "18/123,456", "title": "t", "abstract": ["a"], "made_in": "US"}"#;
    for end in 1..one.len() {
        let text = format!("{one}\n{}\n{one}\n", &one[..end]);
        let found = codes(&read_all(text.as_bytes()));
        assert_eq!((found.len(), found[0], found[found.len() - 1]), (3, "read", "read"), "{text}");
        assert_ne!(found[1], "read", "{text}");
        let lines: Vec<_> = read_as(ContentKind::Ndjson, "test", text.as_bytes(), &Limits::default()).collect();
        assert_eq!(codes(&lines), found);
        assert_eq!(lines[2].line, 3);
    }
    assert_eq!(codes(&read_all(format!("[{one},{one}").as_bytes())), ["read", "read", "format.truncated"]);
    assert_eq!(codes(&read_all(format!("{one} oops\n{one}").as_bytes())), ["read", "format.not_well_formed", "read"]);
}

#[test]
fn wrong_json_names_the_field() {
    let with = |field: &str| {
        let error =
            error(&format!("{{\"application_number\": \"18/1\", \"title\": \"t\", \"claims\": [\"c\"],\n{field}}}"));
        (error.code(), error.field.unwrap_or_default(), error.line)
    };
    let bad = |path: &str| ("format.bad_field", path.to_owned(), Some(2));
    assert_eq!(with(r#""abstract": "a""#), bad("abstract"));
    assert_eq!(with(r#""abstract": ["a", 2]"#), bad("abstract[1]"));
    assert_eq!(with(r#""description": [{"heading": "H"}, {"number": "0001"}]"#), bad("description[1]"));
    assert_eq!(with(r#""description": [{"number": 1, "text": "x"}]"#), bad("description[0].number"));
    assert_eq!(with(r#""parties": [{"role": "emperor", "name": "x"}]"#), bad("parties[0].role"));
    assert_eq!(with(r#""filed_on": "2026-02-30""#), bad("filed_on"));
    assert_eq!(with(r#""kind": 7"#), bad("kind"));
    assert_eq!(with(r#""markng": "TS""#), bad("markng"));
    assert_eq!(with(r#""parties": [{"role": "inventor", "name": "x", "emial": "y"}]"#), bad("parties[0].emial"));
    assert_eq!(with(r#""description": [{"number": "0001", "text": "x", "note": 1}]"#), bad("description[0].note"));
    assert_eq!(with(r#""status": "clear""#), bad("status"));
    assert_eq!(with(r#""title": "again""#).0, "format.bad_field");
    assert_eq!(with(r#""made_in": "US", "#).0, "format.not_well_formed");
    let illegal = with(r#""description": [{"text": "a\u0000b"}]"#);
    assert_eq!((illegal.0, illegal.1.as_str()), ("format.illegal_character", "description[0].text"));
    let error = error(r#"{"application_number": "<script>1", "title": "t", "claims": ["c"]}"#);
    assert_eq!(error.field.as_deref(), Some("application_number"));
}

#[test]
fn a_member_that_is_not_known_is_refused_with_the_nearest_name() {
    let said = |member: &str| {
        let text = format!(r#"{{"application_number": "18/223,456", "title": "t", "claims": ["c"], {member}: "TS"}}"#);
        error(&text).problem.to_string()
    };
    assert!(said("\"markng\"").contains("did you mean \"marking\"?"), "{}", said("\"markng\""));
    assert!(said("\"Marking\"").contains("did you mean \"marking\"?"));
    assert!(said("\"goverment_interest\"").contains("did you mean \"government_interest\"?"));
    let far = said("\"status\"");
    assert!(far.contains("application_number, kind, filed_on"), "{far}");
}

#[test]
fn what_fills_up_the_end_of_a_file_is_no_record_and_no_error() {
    let json = r#"{"application_number": "18/123,456", "title": "t", "abstract": ["a"]}"#;
    for (text, n) in
        [(record("<p>x</p>"), 1), (json.to_owned(), 1), (format!("{json}\n{json}"), 2), (format!("[{json}]"), 1)]
    {
        for padding in ["\0", "\x1a", "\n\x1a", "\r\n\x1a\0\0\0", "\n\n\n\0\0", &"\0".repeat(3 << 20)] {
            let padded = format!("{text}{padding}");
            assert_eq!(codes(&read_all(padded.as_bytes())), vec!["read"; n], "{:?}", &padding[..padding.len().min(9)]);
            if n == 2 {
                let lines =
                    read_as(ContentKind::Ndjson, "test", padded.as_bytes(), &Limits::default()).collect::<Vec<_>>();
                assert_eq!(codes(&lines), vec!["read"; n]);
            }
        }
    }
    // In front of something it is not at the end.
    assert_ne!(codes(&read_all(format!("{json}\n\x1a\n{json}").as_bytes())), ["read", "read"]);
    assert_eq!(codes(&read_all(b"\x1a")), codes(&read_all(b"")));
}

#[test]
fn json_without_what_a_filing_needs_is_refused() {
    assert_eq!(error(r#"{"title": "t", "claims": ["c"]}"#).code(), "format.bad_field");
    assert_eq!(
        error(r#"{"application_number": "1", "title": " ", "claims": ["c"]}"#).problem,
        Problem::Missing("title")
    );
    assert_eq!(
        error(r#"{"application_number": "1", "title": "t", "claims": [" "]}"#).problem,
        Problem::Missing("text")
    );
    assert_eq!(error("[7]").code(), "format.not_well_formed");
    let nested = "[".repeat(100_000);
    assert_eq!(codes(&read_all(nested.as_bytes())), ["format.not_well_formed", "format.truncated"]);
}

#[test]
fn nothing_is_reported_as_nothing() {
    for nothing in [&b""[..], b" \n\t", b"\xef\xbb\xbf", &gzip(b""), &gzip(b"\n")] {
        assert_eq!(codes(&read_all(nothing)), ["format.empty"], "{nothing:?}");
    }
    assert_eq!(codes(&read_all(b"<?xml version='1.0'?>")), ["format.truncated"]);
    assert_eq!(codes(&read_all(b"<")), ["format.truncated"]);
    assert_eq!(codes(&read_all(b"<html><body>404</body></html>")), ["format.not_read_yet"]);
    assert_eq!(codes(&read_all(b"<a><b/></a>")), ["format.unrecognised"]);
}

#[test]
fn a_source_that_fails_says_so_after_what_it_gave() {
    struct Failing;
    impl std::io::Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the cable was pulled"))
        }
    }
    let text = record("<p>x</p>");
    let reader = std::io::BufReader::new(std::io::Read::chain(Cursor::new(text.as_bytes()), Failing));
    let records: Vec<_> = read("test", reader, &Limits::default()).collect();
    assert_eq!(codes(&records), ["read", "format.io"]);
    assert!(records[1].to_string().contains("the cable was pulled"));
}

#[test]
fn a_statement_of_government_interest_is_found_by_mark_section_or_heading() {
    let statement = |description: &str| {
        let records = read_all(record(description).as_bytes());
        records[0].outcome.as_ref().expect("reads").government_interest.clone()
    };
    let said = Some("Made for the Navy.".to_owned());
    for description in [
        "<?GOVINT description=\"x\" end=\"lead\"?><heading>ORIGIN</heading><p>Made for the Navy.</p><?GOVINT end=\"tail\"?><p>no</p>",
        "<?federal-research-statement end='lead'?><p>Made for the Navy.</p><?federal-research-statement end='tail'?><p>no</p>",
        "<federal-research-statement><p>Made for the Navy.</p></federal-research-statement><p>no</p>",
        "<heading>Statement Regarding Federally-Sponsored R&amp;D</heading><p>Made for the Navy.</p><heading>X</heading><p>no</p>",
        "<heading>GOVERNMENT LICENSE RIGHTS</heading><p>Made for the Navy.</p><heading>X</heading><p>no</p>",
    ] {
        assert_eq!(statement(description), said, "{description}");
    }
    for none in ["Not Applicable.", "None", "[Not applicable]", "N/A"] {
        assert_eq!(statement(&format!("<heading>FEDERALLY SPONSORED RESEARCH</heading><p>{none}</p>")), None);
    }
    assert_eq!(statement("<heading>BACKGROUND</heading><p>Made for the Navy.</p>"), None);
}
