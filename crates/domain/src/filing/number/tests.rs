//! Application numbers: what is read, how it is written, what is refused.

use super::*;
use proptest::prelude::*;

fn read(text: &str) -> String {
    match Number::parse(text) {
        Ok(number) => number.to_string(),
        Err(e) => panic!("{e}"),
    }
}

#[test]
fn every_usual_spelling_is_one_number() {
    for text in [
        "18/223,456",
        "18223456",
        "18/223456",
        "US 18/223,456",
        "US18223456",
        "US-18223456",
        "U.S. 18/223,456",
        "U. S. 18/223,456",
        "U.S.A. 18/223,456",
        "USSN 18/223,456",
        "USSN18223456",
        "U.S.S.N. 18/223,456",
        "U.S. Ser. No. 18/223,456",
        "US Serial No. 18/223,456",
        "Serial Number: 18/223,456",
        "S.N. 18/223,456",
        "S/N 18/223,456",
        "No. 18/223,456",
        "No 18/223,456",
        "№ 18/223,456",
        "# 18/223,456",
        "Appl. No. 18/223,456",
        "Appln. No. 18/223,456",
        "App. No.: 18/223,456",
        "Application No. 18/223,456",
        "U.S. Patent Application Serial No. 18/223,456",
        "United States Patent Application No. 18/223,456",
        "U.S. Non-Provisional Patent Application No. 18/223,456",
        "18/223,456 A1",
        "US 18/223,456 A",
        "US18223456A1",
        "18-223,456",
        "18-223-456",
        "18\u{2013}223,456",
        "18\u{2212}223456",
        "18 223 456",
        "18 223,456",
        "18_223456",
        "18/223.456",
        "18/223 456",
        "18/223'456",
        "18 / 223,456",
        "18/ 223, 456",
        "18\\223,456",
        "１８／２２３，４５６",
        "18\u{2044}223,456",
        "18\u{2215}223,456",
        "18/223,456\u{200b}",
        "\u{feff}18/223,456",
        "18/\u{2060}223,\u{ad}456",
        "\u{202a}18/223,456\u{202c}",
        "18\u{a0}/\u{202f}223,456",
        "18/223,456.",
        "  18/223,456 ; ",
        "(18/223,456)",
        "us18/223,456",
        "ussn 18/223,456",
        "\t18/223,456\r\n",
    ] {
        assert_eq!(read(text), "18/223,456", "{text:?}");
        assert_eq!(ApplicationNumber::parse(text).expect("a number").key(), "18223456", "{text:?}");
        assert_eq!(key_of(text), "18223456");
    }
}

#[test]
fn international_numbers_of_both_forms_are_one() {
    for text in [
        "PCT/US2023/012345",
        "PCT/US23/12345",
        "PCT/US23/012345",
        "PCT/US2023/12345",
        "PCT/US2023/012,345",
        "PCTUS2023012345",
        "PCTUS2312345",
        "PCT US2023 012345",
        "PCT-US-2023-012345",
        "PCT/us2023/012345",
        "WO PCT/US2023/012345",
        "WOPCTUS2023012345",
        "US PCT/US2023/012345",
        "International Application No. PCT/US2023/012345",
        "Int'l Appl. No. PCT/US23/12345",
        "ＰＣＴ／ＵＳ２０２３／０１２３４５",
        "PCT\u{2215}US2023\u{2215}012345",
        "PCT/US2023/012345.",
    ] {
        assert_eq!(read(text), "PCT/US2023/012345", "{text:?}");
    }
    assert_eq!(read("PCT/JP98/04321"), "PCT/JP1998/004321");
    assert_eq!(read("PCT/IB03/00001"), "PCT/IB2003/000001");
}

#[test]
fn every_series_has_its_kind() {
    for (text, canonical, kind) in [
        ("9/755,135", "09/755,135", Kind::Regular),
        ("01/000,001", "01/000,001", Kind::Regular),
        ("Provisional Application No. 63/123456", "63/123,456", Kind::Provisional),
        ("64/000,012", "64/000,012", Kind::Provisional),
        ("US Design Appl. 29/812345", "29/812,345", Kind::Design),
        ("35512345", "35/512,345", Kind::Hague),
        ("Control No. 90/012,345", "90/012,345", Kind::Reexamination),
        ("95/000,123", "95/000,123", Kind::Reexamination),
        ("96/000001", "96/000,001", Kind::SupplementalExamination),
    ] {
        let Number::Us { series, .. } = Number::parse(text).expect("a number") else { panic!("{text}") };
        assert_eq!((read(text).as_str(), Kind::of_series(series)), (canonical, Some(kind)));
    }
    assert_eq!(read("DM/123 456"), "DM/123456");
    assert_eq!(read("DM123456"), "DM/123456");
}

#[test]
fn foreign_numbers_are_an_office_and_its_number() {
    for (text, canonical) in [
        ("JP 2023-123456", "JP 2023123456"),
        ("jp2023123456", "JP 2023123456"),
        ("JP Appl. No. 2023/123456", "JP 2023123456"),
        ("JP H05-123456", "JP H05123456"),
        ("EP 23123456.7", "EP 231234567"),
        ("DE 10 2019 123 456.7", "DE 1020191234567"),
        ("IT MI2003A001234", "IT MI2003A001234"),
        ("CN 202010123456.X", "CN 202010123456X"),
        ("NO 2023-1234", "NO 20231234"),
    ] {
        assert_eq!(read(text), canonical, "{text:?}");
    }
}

#[test]
fn what_is_no_application_number_is_refused_with_the_reason() {
    let hundred = "1".repeat(100);
    let long = format!("18/223,456{}", " ".repeat(80));
    for (text, why) in [
        ("", "it is empty"),
        (" \u{200b}.", "it is empty"),
        (hundred.as_str(), "longer than"),
        (long.as_str(), "longer than"),
        ("abc", "no digits"),
        ("Serial No.", "no digits"),
        ("<script>18/223,456", "holds '<'"),
        ("18/223\u{0},456", "holds"),
        ("18/22345\u{b2}", "holds"),
        ("x111", "no word"),
        ("18/22345", "series and six"),
        ("18/2234567", "series and six"),
        ("18/1", "series and six"),
        ("18/22,3456", "series and six"),
        ("18.223.456", "series and six"),
        ("18/223/456", "series and six"),
        ("018/223,456", "series and six"),
        ("1", "series and six"),
        ("00/223,456", "no series 00"),
        ("50/223,456", "no series 50"),
        ("99123456", "no series 99"),
        ("US 2023/0123456 A1", "publication"),
        ("US20230123456A1", "publication"),
        ("Pub. No. 18/223,456", "publication"),
        ("WO 2023/123456", "publication"),
        ("WO2023123456A1", "publication"),
        ("US 11,234,567 B2", "a patent"),
        ("11,234,567", "a patent"),
        ("US 7,654,321", "a patent"),
        ("US-7658211-B1", "a patent"),
        ("U.S. Patent No. 11/234,567", "a patent"),
        ("D812,345", "a patent"),
        ("RE41,123", "a patent"),
        ("US-11556169-B2", "kind code B2"),
        ("EP-1136135-B1", "kind code B1"),
        ("EP2281882A1", "kind code A1"),
        ("Provisional Application No. 18/223,456", "called provisional"),
        ("Design Application 18/223,456", "called a design"),
        ("18/223,456, filed 2023", "behind the number"),
        ("18/223,456 and 18/223,457", "behind the number"),
        ("18//223,456", "behind the number"),
        ("NO 20231234", "two ways"),
        ("PCT/2023/012345", "two letters of office"),
        ("PCT/US2023/1234", "two letters of office"),
        ("PCT/US1977/012345", "two letters of office"),
        ("PCT/US3023/012345", "two letters of office"),
        ("DM/1234567", "registration"),
        ("JP 12", "foreign"),
        ("QQ 123456", "no word"),
    ] {
        let refused = Number::parse(text).expect_err(text).to_string();
        assert!(refused.contains(why), "{text:?}: {refused}");
        assert!(refused.contains(EXPECTED), "{refused}");
    }
}

#[test]
fn what_is_none_is_kept_as_received_where_it_could_be_a_number() {
    let kept = |text| ApplicationNumber::as_received(text).map(|n| n.to_string());
    assert_eq!(kept(" G-EP-1136135-B1 "), Ok("G-EP-1136135-B1".to_owned()));
    assert_eq!(kept("18223456"), Ok("18/223,456".to_owned()));
    for bad in ["", "abc", "<script>1", "1\u{0}", &"1".repeat(41)] {
        assert!(kept(bad).is_err(), "{bad:?}");
    }
    let stored = |text: &str| serde_json::from_value::<ApplicationNumber>(text.into()).map(|n| n.to_string());
    assert_eq!(stored("18223456").expect("reads"), "18223456", "digests on record are of texts as they came");
    assert_eq!(stored("18／223，456").expect("reads"), "18/223,456");
    assert!(stored("abc").is_err());
}

/// Any number there can be.
fn any_number() -> impl Strategy<Value = Number> {
    let series = prop_oneof![1u8..=29, Just(35), 60u8..=69, Just(90), Just(95), Just(96)];
    let offices = prop::sample::select(vec!["US", "JP", "EP", "KR", "IB", "DE", "CN"]);
    let foreign = prop::sample::select(vec!["JP", "EP", "KR", "DE", "CN", "NO", "SE"]);
    prop_oneof![
        (series, 0u32..1_000_000).prop_map(|(series, serial)| Number::Us { series, serial }),
        (offices, 1978u16..=2077, 0u32..1_000_000).prop_map(|(office, year, serial)| Number::Pct {
            office: office.to_owned(),
            year,
            serial
        }),
        (0u32..1_000_000).prop_map(|serial| Number::Hague { serial }),
        (foreign, "[1-9][0-9]{4,11}X?").prop_map(|(office, body)| Number::Foreign { office: office.to_owned(), body }),
    ]
}

proptest! {
    #[test]
    fn what_is_printed_is_read_as_the_same(number in any_number()) {
        // Eight digits behind NO that begin as a year does have two readings.
        let norway = matches!(&number, Number::Foreign { office, .. } if office == "NO");
        let read = Number::parse(&number.to_string());
        prop_assert!(norway || read.as_ref() == Ok(&number), "{} {:?}", number, read);
    }

    #[test]
    fn marks_words_and_width_do_not_matter(
        series in 1u8..=28, serial in 0u32..1_000_000,
        before in prop::sample::select(vec!["", "US ", "USSN ", "U.S. Appl. No. ", "Serial No. ", "application number: "]),
        mark in prop::sample::select(vec!["/", "-", " ", " / ", "\u{2044}", "\u{ff0f}", "\u{2010}", ""]),
        comma in prop::sample::select(vec![",", "", " ", ".", "\u{200b}"]),
        behind in prop::sample::select(vec!["", ".", " A1", " ", "\u{a0}", ";"]),
        wide in any::<bool>(),
    ) {
        // Without any mark in front, three digits stand behind two as nothing does.
        prop_assume!(!mark.is_empty() || comma.is_empty() || comma == "\u{200b}");
        let text = format!("{before}{series:02}{mark}{:03}{comma}{:03}{behind}", serial / 1000, serial % 1000);
        let text: String = text.chars().map(|c| match c {
            '0'..='9' if wide => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
            c => c,
        }).collect();
        prop_assert_eq!(Number::parse(&text), Ok(Number::Us { series, serial }), "{:?}", text);
    }

    #[test]
    fn no_text_is_read_as_a_number_that_is_read_as_another(text in "[ -~\u{a0}-\u{ff}]{0,24}|[0-9A-Z/,. -]{0,24}") {
        if let Ok(number) = Number::parse(&text) {
            prop_assert_eq!(Number::parse(&number.to_string()).map(|n| n.key()), Ok(number.key()));
        }
    }
}
