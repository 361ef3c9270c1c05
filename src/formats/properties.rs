//! Properties that hold for any input.

use proptest::prelude::*;

use super::*;
use crate::formats::traps::{read_all, record};

/// Pieces of weekly files, whole, broken and strange.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let fixed = prop::sample::select(vec![
        record("<p num=\"0001\">one</p>"),
        record("<p>two</p>").lines().skip(1).collect(),
        "<?xml version='1.0'?><sequence-cwu>acgt</sequence-cwu>".to_owned(),
        "<?xml version='1.0' encoding='ISO-8859-1'?>".to_owned(),
        "<?xml ".to_owned(),
        "<us-patent-grant".to_owned(),
        "<!DOCTYPE us-patent-grant [ ]>\n".to_owned(),
        "</us-patent-application>".to_owned(),
        "{\"application_number\": \"1\", \"title\": \"t\", \"claims\": [\"c\"]}\n".to_owned(),
        "[{\"application_number\": \"1\"".to_owned(),
        "\n{\"a\": \"\\".to_owned(),
        " \n".to_owned(),
        "\u{feff}".to_owned(),
        "\0\0".to_owned(),
        "\u{1}\0".to_owned(),
        "\n\u{1a}".to_owned(),
    ])
    .prop_map(String::into_bytes);
    prop_oneof![4 => fixed, 1 => prop::collection::vec(any::<u8>(), 0..40)]
}

fn stream() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(piece(), 0..8).prop_map(|pieces| pieces.concat())
}

/// A reader that hands out a few bytes at a time.
fn dripping(bytes: &[u8], by: usize) -> impl BufRead {
    std::io::BufReader::with_capacity(by, bytes)
}

/// The parts of records that must not depend on how the bytes arrive.
fn described(records: impl Iterator<Item = Record>) -> Vec<String> {
    records.map(|r| format!("{} {} {} {:?}", r.number, r.line, r.bytes, r.outcome)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_input_panics_and_none_is_silent(bytes in stream()) {
        let mut splitter = Splitter::new("test", &bytes[..], &Limits::default());
        let records = splitter.by_ref().flat_map(|chunk| chunk.read(&Limits::default())).count();
        let empty_array = bytes.iter().all(|b| b.is_ascii_whitespace() || b"[],".contains(b));
        prop_assert!(records > 0 || splitter.passed_over() > 0 || empty_array);
    }

    #[test]
    fn cutting_loses_no_byte_but_filler(bytes in stream(), kind in prop::sample::select(vec![ContentKind::Xml, ContentKind::Json, ContentKind::Ndjson])) {
        let mut splitter = Splitter::with_kind("test", &bytes[..], &Limits::default(), kind);
        let kept: Vec<u8> = splitter.by_ref().filter_map(|c| c.data().map(<[u8]>::to_vec)).flatten().collect();
        // What fills up the end of a file is no part of a record. Weekly XML files are put behind one another with
        // what fills them up, so it may end every record there.
        let filler = |b: &u8| matches!(b, 0 | 0x1a);
        let dropped = |b: &u8| b.is_ascii_whitespace() || b"[],\xef\xbb\xbf".contains(b);
        let solid = |bytes: &[u8]| {
            let end = bytes.iter().rposition(|b| !filler(b) && !dropped(b)).map_or(0, |last| last + 1);
            let anywhere = kind == ContentKind::Xml;
            bytes[..end].iter().copied().filter(|b| !(dropped(b) || anywhere && filler(b))).collect::<Vec<_>>()
        };
        let unpacked = !bytes.starts_with(b"\x1f\x8b");
        let plain = |b: &[u8]| !matches!(b, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, ..] | [_, 0, ..]);
        if unpacked && plain(&bytes) && splitter.passed_over() == 0 {
            prop_assert_eq!(solid(&kept), solid(&bytes));
        }
    }

    #[test]
    fn it_does_not_matter_how_the_bytes_arrive(bytes in stream(), by in 1usize..50) {
        let at_once = described(read("test", &bytes[..], &Limits::default()));
        prop_assert_eq!(at_once, described(read("test", dripping(&bytes, by), &Limits::default())));
    }

    #[test]
    fn text_survives_as_words(words in prop::collection::vec("[a-zA-Z\u{e4}\u{3b1}0-9&<>'\"]{1,9}", 1..30), gap in "[ \t\r\n\u{a0}]{1,3}") {
        let escaped: Vec<_> = words.iter().map(|w| w.replace('&', "&amp;").replace('<', "&#60;")).collect();
        let records = read_all(record(&format!("<p>{}</p>", escaped.join(&gap))).as_bytes());
        let filing = records[0].outcome.as_ref().expect("reads");
        let place = filing.paragraphs().into_iter().last().expect("a paragraph");
        prop_assert_eq!(place.text, words.join(" "));
    }

    #[test]
    fn scripts_never_change_what_letters_say(base in "[A-Za-z)]{1,5}", script in "[a-z0-9+]{1,4}", tag in "su[bp]") {
        let records = read_all(record(&format!("<p>{base}<{tag}>{script}</{tag}> end</p>")).as_bytes());
        let filing = records[0].outcome.as_ref().expect("reads");
        prop_assert_eq!(filing.paragraphs().last().expect("there").text, format!("{base}{script} end"));
    }

    #[test]
    fn a_changed_byte_never_panics(at in any::<prop::sample::Index>(), byte in any::<u8>(), more in prop::collection::vec(any::<u8>(), 0..4)) {
        for sample in samples() {
            let mut bytes = sample.to_vec();
            let at = at.index(bytes.len());
            bytes.splice(at..=at, std::iter::once(byte).chain(more.iter().copied()));
            prop_assert!(!read_all(&bytes).is_empty());
        }
    }
}

/// Our own samples, one of every shape.
fn samples() -> [&'static [u8]; 3] {
    [
        include_bytes!("../../tests/formats/application-v46.xml"),
        include_bytes!("../../tests/formats/grant-v40.xml"),
        include_bytes!("../../tests/formats/weekly.xml"),
    ]
}

#[test]
fn a_record_cut_short_is_never_another_filing() {
    for sample in &samples()[..2] {
        let whole = read_all(sample).remove(0).outcome.expect("reads");
        for end in 0..sample.len() {
            let records = read_all(&sample[..end]);
            assert!(!records.is_empty());
            for outcome in records.into_iter().map(|r| r.outcome) {
                assert!(outcome.as_ref().is_ok_and(|f| *f == whole) || outcome.is_err(), "cut at {end}");
            }
        }
    }
    let json = serde_json::to_vec(&read_all(samples()[0])[0].outcome.as_ref().expect("reads")).expect("writes");
    for end in 0..json.len() {
        assert!(read_all(&json[..end]).iter().all(|r| r.outcome.is_err()), "cut at {end}");
    }
}
