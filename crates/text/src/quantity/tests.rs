//! Tests quantities on phrases that were checked by hand, on units, and on arbitrary text.

use super::*;
use proptest::prelude::*;

/// Phrases as patents write them, each with conditions it satisfies and conditions it does not.
const PHRASES: &str = include_str!("phrases.tsv");

fn condition(text: &str) -> Condition {
    Condition::parse(text).unwrap_or_else(|e| panic!("{text}: {e:?}"))
}

#[test]
fn every_phrase_means_what_a_person_reads() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in PHRASES.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
        let mut columns = line.split('\t');
        let phrase = columns.next().unwrap();
        count += 1;
        for test in columns {
            let (want, text) = if let Some(t) = test.strip_prefix('!') { (false, t) } else { (true, test) };
            let places = condition(text).places(phrase);
            if places.is_empty() == want {
                wrong.push(format!(
                    "{phrase:?} {} [{text}]: {:?}",
                    if want { "should satisfy" } else { "should not satisfy" },
                    mentions(phrase)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 300, "{count} phrases");
}

#[test]
fn a_place_is_the_quantity_and_nothing_else() {
    let found =
        |c: &str, text: &str| condition(c).places(text).into_iter().map(|r| text[r].to_owned()).collect::<Vec<_>>();
    assert_eq!(found("> 1 km", "a range of at least 300 km or so"), ["300 km"]);
    assert_eq!(found("> 1 GHz", "between 5 and 10 GHz."), ["5 and 10 GHz"]);
    assert_eq!(found("> 1 GHz", "at 5, 10 and 20 GHz."), ["5", "10", "20 GHz"]);
    assert_eq!(found("> 10 %", "20% or 5%"), ["20%"]);
    assert_eq!(found("> 1 Pa", "about 1.2 \u{d7} 10^6 Pa"), ["1.2 \u{d7} 10^6 Pa"]);
    assert_eq!(found("Mach > 4", "at Mach 5 and more"), ["5"]);
}

#[test]
fn conditions_that_make_no_sense_say_so() {
    let complaint = |text: &str| {
        let e = Condition::parse(text).expect_err(text);
        format!(
            "{text} => {}..{} {}{}\n",
            e.at.start,
            e.at.end,
            e.message,
            e.help.map(|h| format!(" ({h})")).unwrap_or_default()
        )
    };
    let bad = [
        "",
        "density",
        "density > ",
        "density > x",
        "> 5",
        "> 5 Ghzz",
        "5 km",
        "10..5 km",
        "5 km..10 kg",
        "a..b km",
        "> 5 km long",
        ">= 13 g/ccc",
        "..5 km",
    ];
    insta::assert_snapshot!(bad.map(complaint).concat());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn no_text_makes_the_recognizer_panic(text in "\\PC{0,60}") {
        for m in mentions(&text) {
            prop_assert!(text.get(m.at.clone()).is_some_and(|t| !t.is_empty()));
        }
        let _ = Condition::parse(&text);
    }

    #[test]
    fn no_sequence_of_pieces_makes_the_recognizer_panic(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "5", "10", ".5", "1e9", "000", "1,000", " ", "-", "\u{2013}", "^", "\u{b2}", "\u{207b}", "\u{b1}", "/", "x", "\u{d7}", "km", "m", "g", "per",
            "square", "%", "\u{b0}", "C", "to", "and", "between", "at least", "or more", "Mach", "million", "five", "hundred", "a", "half", "\u{bd}", ",",
            ".", "'", "s", "\u{b5}", "\u{3a9}", "wt", "in", "\"", "..", ">", "=",
        ]), 0..24)
    ) {
        let text = pieces.concat();
        for m in mentions(&text) {
            prop_assert!(text.get(m.at.clone()).is_some_and(|t| !t.is_empty()), "{text}");
            prop_assert!(m.readings.iter().all(|r| !r.low.is_nan() && !r.high.is_nan()), "{text}: {m:?}");
        }
        let _ = Condition::parse(&text);
    }

    #[test]
    fn a_text_can_state_what_a_condition_states(value in 1u32..100_000, unit in prop::sample::select(vec![
        "m", "km", "mm", "cm2", "m3", "kg", "g/cm3", "s", "GHz", "m/s", "km/h", "m/s2", "N", "MPa", "kJ", "kW", "J/kg", "K", "kV", "mA", "kV/cm", "W/cm2",
        "MΩ", "dB", "%", "mrad", "Mbps", "GBq", "Ci", "psi", "rpm", "knots", "wt%",
    ])) {
        let text = format!("a value of {value} {unit} is used");
        prop_assert_eq!(condition(&format!("= {value} {unit}")).places(&text).len(), 1);
        let (above, below) = (condition(&format!("> {value} {unit}")), condition(&format!("< {value} {unit}")));
        prop_assert!(above.places(&text).is_empty() && below.places(&text).is_empty());
        let more = value + 1;
        prop_assert_eq!(condition(&format!("0..{more} {unit}")).places(&text).len(), 1);
    }
}
