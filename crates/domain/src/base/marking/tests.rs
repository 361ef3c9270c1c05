//! Markings are read as they are printed, and form a lattice; clearances reach what their terms say.

mod terms;

use super::caveat::{Affiliation, CATEGORIES, TABLE};
use super::clearance::{Equivalence, Kind, Suspension, Terms};
use super::*;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use strum::VariantArray;

fn marking(text: &str) -> Marking {
    text.parse().unwrap_or_else(|e| panic!("{text:?}: {e}"))
}

fn why_not(text: &str) -> String {
    match text.parse::<Marking>() {
        Ok(read) => panic!("{text:?} was read as {read}"),
        Err(e) => e.to_string(),
    }
}

const ON: Date = date(2026, 11, 28);

fn clearance(level: Level, change: impl FnOnce(&mut Terms)) -> Clearance {
    granted(level, change).on(ON)
}

fn granted(level: Level, change: impl FnOnce(&mut Terms)) -> Grant {
    let mut grant = Grant::of(level);
    grant.terms.granted_on = Some(date(2026, 1, 1));
    change(&mut grant.terms);
    grant
}

fn accesses(some: &[&str]) -> BTreeSet<String> {
    some.iter().map(|&access| access.to_owned()).collect()
}

fn citizen(some: &[&str]) -> BTreeSet<Code> {
    some.iter().map(|code| Code::parse(code).expect("a country")).collect()
}

#[test]
fn every_level_round_trips_through_every_spelling() {
    for (level, mark, banner) in Level::TABLE {
        assert_eq!((level.mark(), level.banner()), (mark, banner));
        assert_eq!(Level::parse(mark), Some(level));
        assert_eq!(Level::parse(&banner.to_lowercase()), Some(level));
        assert_eq!(serde_json::to_value(level).expect("json"), mark);
        assert_eq!(level.is_classified(), ["C", "S", "TS"].contains(&mark));
        assert_eq!(marking(mark), Marking::of(level));
        assert_eq!(marking(banner), Marking::of(level));
        assert_eq!(
            serde_json::to_value(Marking::of(level)).expect("json"),
            mark,
            "as it was before there were caveats"
        );
    }
    assert_eq!(Level::parse("X"), None);
    assert_eq!(Level::parse("controlled"), Some(Level::Cui));
}

#[test]
fn a_clearance_reaches_its_own_level_and_those_below() {
    for (i, (a, ..)) in Level::TABLE.iter().enumerate() {
        for (j, (b, ..)) in Level::TABLE.iter().enumerate() {
            assert_eq!(Clearance::of(*a).dominates(&Marking::of(*b)), i >= j);
        }
    }
}

#[test]
fn m9_the_rows_of_the_table_stand_in_the_order_of_their_words() {
    for (i, caveat) in Caveat::VARIANTS.iter().enumerate() {
        assert_eq!(caveat.token().caveat, *caveat, "row {i}");
    }
    for token in &TABLE {
        assert_eq!(Caveat::parse(token.banner), Some(token.caveat));
        assert_eq!(Caveat::parse(token.portion), Some(token.caveat));
        for other in token.excludes {
            assert!(other.token().excludes.contains(&token.caveat), "{:?} and {other:?}", token.caveat);
        }
    }
}

#[test]
fn m2_m3_m4_a_marking_is_printed_in_the_standard_form() {
    for (given, banner, portion) in [
        ("secret // noforn", "SECRET//NOFORN", "S//NF"),
        ("(S//NF)", "SECRET//NOFORN", "S//NF"),
        (" TOP  SECRET//NF/OC//RD ", "TOP SECRET//RD//ORCON/NOFORN", "TS//RD//OC/NF"),
        ("S//REL TO NATO, JPN, USA, GBR", "SECRET//REL TO USA, GBR, JPN, NATO", "S//REL TO USA, GBR, JPN, NATO"),
        ("S//REL TO USA GB jp", "SECRET//REL TO USA, GBR, JPN", "S//REL TO USA, GBR, JPN"),
        ("C//FGI JPN, GBR", "CONFIDENTIAL//FGI GBR JPN", "C//FGI GBR JPN"),
        ("C//FGI", "CONFIDENTIAL//FGI", "C//FGI"),
        ("S//RD-N", "SECRET//RD-CNWDI", "S//RD-N"),
        ("S//RD/RD-CNWDI", "SECRET//RD-CNWDI", "S//RD-N"),
        ("controlled//EXPT/SP-CTI//NOFORN", "CUI//SP-CTI/EXPT//NOFORN", "CUI//SP-CTI/EXPT//NF"),
        ("CUI//PSEC//FED ONLY", "CUI//PSEC//FED ONLY", "CUI//PSEC//FED ONLY"),
        ("S//DISPLAY ONLY JPN", "SECRET//DISPLAY ONLY JPN", "S//DISPLAY ONLY JPN"),
        ("TS//SI/TK//NF//COMSEC", "TOP SECRET//NOFORN//COMSEC//SI/TK", "TS//NF//COMSEC//SI/TK"),
        ("U//NOSUCH-WORD 1", "UNCLASSIFIED//NOSUCH-WORD 1", "U//NOSUCH-WORD 1"),
    ] {
        let read = marking(given);
        assert_eq!((read.banner().as_str(), read.mark().as_str()), (banner, portion), "{given:?}");
        assert_eq!(marking(banner), read);
        assert_eq!(marking(&format!("({portion})")), read);
        assert_eq!(serde_json::to_value(&read).expect("json"), portion);
    }
}

#[test]
fn m2_what_excludes_each_other_or_stands_with_no_such_level_is_refused() {
    for (text, says) in [
        ("S//NF/REL TO USA, GBR", "exclude each other"),
        ("S//NOFORN/RELIDO", "exclude each other"),
        ("S//NF/DISPLAY ONLY GBR", "exclude each other"),
        ("CUI//FED ONLY/FEDCON", "exclude each other"),
        ("S//REL TO GBR, JPN", "USA first"),
        ("S//REL TO USA", "NOFORN"),
        ("S//REL TO", "USA first"),
        ("S//REL TO USA, GRB", "no country code"),
        ("S//REL TO USA, ATLANTIS", "no organization"),
        ("S//REL TO USA, GBR//REL TO USA, JPN", "twice"),
        ("S//FGI USA", "none"),
        ("S//FGI GBR//FGI JPN", "twice"),
        ("U//NOFORN", "level is UNCLASSIFIED"),
        ("U//CTI", "level is UNCLASSIFIED"),
        ("CUI//RD", "level is CUI"),
        ("C//RD-CNWDI", "level is CONFIDENTIAL"),
        ("CUI//FGI GBR", "level is CUI"),
        ("S//", "two strokes"),
        ("S////NF", "two strokes"),
        ("S//NF/", "two strokes"),
        ("S//CUI", "is a level"),
        ("S//S", "is a level"),
        ("", "begins with its level"),
        ("NOFORN", "begins with its level"),
        ("//GBR SECRET", "begins with its level"),
        ("SECRET NOFORN", "begins with its level"),
        ("S/NF", "begins with its level"),
        ("S//NO\u{0}FORN", "letters, digits"),
        ("S//NÖFORN", "letters, digits"),
        ("S//\u{202e}NROFON", "letters, digits"),
    ] {
        let why = why_not(text);
        assert!(why.contains(says), "{text:?}: {why}");
    }
    assert!(why_not(&format!("S//{}", "A".repeat(41))).contains("40"));
    assert!(why_not(&format!("S{}", "//NF".repeat(200))).contains("400"));
}

#[test]
fn p1_each_caveat_asks_for_what_its_row_says() {
    let us = |some: &[&str]| {
        clearance(Level::TopSecret, |t| {
            t.citizenships = citizen(&["USA"]);
            t.affiliation = Some(Affiliation::FederalEmployee);
            t.accesses = accesses(some);
        })
    };
    for token in &TABLE {
        let marked = marking(&format!("TS//{}", token.banner));
        let mut needed: Vec<&str> = token.needs.into_iter().collect();
        if token.caveat == Caveat::Cnwdi {
            needed.push("RD");
        }
        assert!(us(&needed).dominates(&marked), "{}", token.banner);
        assert_eq!(us(&[]).dominates(&marked), needed.is_empty(), "{}", token.banner);
    }
    let plain = Clearance::of(Level::TopSecret);
    for limited in
        ["S//NF", "S//REL TO USA, GBR", "S//FGI GBR", "S//FGI", "S//DISPLAY ONLY GBR", "CUI//FEDCON", "S//PR"]
    {
        assert!(!plain.dominates(&marking(limited)), "of whom nothing is recorded: {limited}");
    }
    assert!(us(&["RD"]).dominates(&marking("S//FRD")), "Restricted Data reaches what was such formerly");
    assert!(!us(&["FRD"]).dominates(&marking("S//RD")));
    assert!(!us(&["CNWDI"]).dominates(&marking("S//RD-N")));
}

#[test]
fn whoever_has_the_machine_reaches_every_marking() {
    let all = Clearance::unlimited();
    for text in ["TS", "TS//RD-CNWDI//NF", "S//REL TO USA, JPN", "U//NOSUCH", "CUI//FED ONLY"] {
        assert!(all.dominates(&marking(text)), "{text}");
    }
    assert!(all.covers(&Clearance::of(Level::TopSecret)) && !Clearance::of(Level::TopSecret).covers(&all));
}

#[test]
fn m9_an_unknown_word_asks_for_an_access_of_that_name() {
    let marked = marking("S//nosuch");
    let everything = clearance(Level::TopSecret, |t| {
        t.citizenships = citizen(&["USA"]);
        t.affiliation = Some(Affiliation::FederalEmployee);
        t.accesses = TABLE.iter().filter_map(|token| token.needs).map(str::to_owned).collect();
    });
    assert!(!everything.dominates(&marked));
    assert!(clearance(Level::Secret, |t| t.accesses = accesses(&["NOSUCH"])).dominates(&marked));
    assert_eq!(marked.unknown_tokens().collect::<Vec<_>>(), ["NOSUCH"]);
}

#[test]
fn m2_release_goes_by_every_citizenship() {
    let who = |codes: &[&str]| clearance(Level::TopSecret, |t| t.citizenships = citizen(codes));
    for (marked, reads, does_not) in [
        ("S//NF", &[&["USA"][..], &["USA", "GBR"]][..], &[&["GBR"][..], &[]][..]),
        (
            "S//REL TO USA, JPN, NATO",
            &[&["JPN"], &["GBR", "JPN"], &["TUR"], &["USA", "RUS"]],
            &[&["GBR", "RUS"], &["AUS"], &[]],
        ),
        ("S//FGI GBR", &[&["USA"], &["GBR"]], &[&["JPN"], &["GBR", "JPN"], &[]]),
        ("S//FGI GBR JPN", &[&["USA"]], &[&["GBR"], &["JPN"]]),
        ("S//FGI GBR//REL TO USA, GBR, JPN", &[&["JPN"]], &[&["AUS"]]),
        ("S//FGI", &[&["USA"]], &[&["GBR"]]),
        ("S//DISPLAY ONLY JPN", &[&["USA"]], &[&["JPN"]]),
        ("S", &[&["JPN"], &[], &["USA"]], &[]),
    ] {
        for codes in reads {
            assert!(who(codes).dominates(&marking(marked)), "{marked} by {codes:?}");
        }
        for codes in does_not {
            assert!(!who(codes).dominates(&marking(marked)), "{marked} by {codes:?}");
        }
    }
}

#[test]
fn m10_the_marking_of_a_collection_is_the_least_that_covers_its_parts() {
    for (parts, whole) in [
        (&[][..], "U"),
        (&["U", "S", "C"], "S"),
        (&["S//RD", "TS"], "TS//RD"),
        (&["S//REL TO USA, GBR, JPN", "S//REL TO USA, JPN, AUS"], "S//REL TO USA, JPN"),
        (&["S//REL TO USA, GBR", "S//REL TO USA, JPN"], "S//NF"),
        (&["S//REL TO USA, NATO", "C//REL TO USA, GBR, JPN"], "S//REL TO USA, GBR"),
        (&["S//REL TO USA, NATO", "S//REL TO USA, FVEY"], "S//REL TO USA, CAN, GBR"),
        (&["S//NF", "S//REL TO USA, GBR"], "S//NF"),
        (&["S", "C//REL TO USA, GBR"], "S//REL TO USA, GBR"),
        (&["S//FGI GBR", "S//REL TO USA, JPN"], "S//FGI GBR//NF"),
        (&["CUI//FEDCON", "CUI//NOCON"], "CUI//FED ONLY"),
        (&["CUI//CTI", "S//SP-CTI"], "S//SP-CTI"),
        (&["CUI//PSEC", "U//NOSUCH"], "CUI//PSEC//NOSUCH"),
        (&["S//RELIDO", "S//RELIDO"], "S//RELIDO"),
        (&["S//RELIDO", "S"], "S"),
    ] {
        let parts: Vec<Marking> = parts.iter().map(|part| marking(part)).collect();
        assert_eq!(Marking::of_all(&parts), marking(whole), "{parts:?}");
    }
}

fn any_marking() -> impl Strategy<Value = Marking> {
    let codes =
        prop::collection::btree_set(prop::sample::select(vec!["GBR", "JPN", "AUS", "DEU", "NATO", "FVEY"]), 1..4);
    let words: Vec<String> = TABLE
        .iter()
        .map(|token| token.banner.to_owned())
        .chain(CATEGORIES.iter().take(3).flat_map(|(name, _)| [(*name).to_owned(), format!("SP-{name}")]))
        .chain(["SI", "ODD WORD", "FGI"].map(str::to_owned))
        .collect();
    let words = prop::collection::vec(prop::sample::select(words), 0..4);
    let list = |codes: BTreeSet<&str>, between: &str| codes.into_iter().collect::<Vec<_>>().join(between);
    let listed = prop::option::of((0..3u8, codes).prop_map(move |(which, codes)| match which {
        0 => format!("REL TO USA, {}", list(codes, ", ")),
        1 => format!("DISPLAY ONLY {}", list(codes, ", ")),
        _ => format!("FGI {}", list(codes, " ")),
    }));
    let level = prop::sample::select(Level::TABLE.map(|(_, mark, _)| mark).to_vec());
    (level, words, listed).prop_filter_map("the words do not stand together", |(level, words, listed)| {
        let all: Vec<String> = std::iter::once(level.to_owned()).chain(words).chain(listed).collect();
        all.join("//").parse().ok()
    })
}

fn any_clearance() -> impl Strategy<Value = Clearance> {
    let level = prop::sample::select(Level::TABLE.map(|(level, ..)| level).to_vec());
    let access = prop::collection::btree_set(
        prop::sample::select(vec!["RD", "FRD", "CNWDI", "COMSEC", "ORCON", "DL ONLY", "SI", "ODD WORD"])
            .prop_map(str::to_owned),
        0..5,
    );
    let citizenships = prop::collection::btree_set(
        prop::sample::select(vec!["USA", "GBR", "JPN", "DEU", "RUS"])
            .prop_map(|code| Code::parse(code).expect("a country")),
        0..3,
    );
    let affiliation = prop::option::of(prop::sample::select(Affiliation::VARIANTS.to_vec()));
    let kind = prop::sample::select(vec![Kind::National, Kind::DoeQ, Kind::DoeL, Kind::Foreign]);
    (level, access, citizenships, affiliation, kind).prop_map(|(level, accesses, citizenships, affiliation, kind)| {
        Grant { level, terms: Terms { kind, accesses, citizenships, affiliation, ..Terms::default() } }.on(ON)
    })
}

/// Whether two markings ask the same of every reader.
fn equal(a: &Marking, b: &Marking) -> bool {
    a.covers(b) && b.covers(a)
}

proptest! {
    #[test]
    fn m9_whatever_is_read_is_printed_so_that_it_is_read_again(m in any_marking()) {
        prop_assert_eq!(&marking(&m.banner()), &m);
        prop_assert_eq!(&marking(&m.mark()), &m);
        prop_assert_eq!(&marking(&format!("({})", m.mark().to_lowercase())), &m);
    }

    #[test]
    fn any_text_is_a_marking_that_prints_as_it_reads_or_is_refused(text in "(U|CUI|S|TS)(//?[A-Z ,-]{0,9}){0,4}|.{0,30}") {
        if let Ok(read) = text.parse::<Marking>() {
            prop_assert_eq!(marking(&read.mark()), read);
        }
    }

    #[test]
    fn m10_joining_is_a_least_upper_bound(a in any_marking(), b in any_marking(), c in any_marking()) {
        let ab = a.join(&b);
        prop_assert!(ab.covers(&a) && ab.covers(&b), "{} does not cover {} and {}", ab, a, b);
        prop_assert!(equal(&ab, &b.join(&a)), "in either order");
        prop_assert!(equal(&ab.join(&c), &a.join(&b.join(&c))), "however grouped: {} / {}", ab.join(&c), a.join(&b.join(&c)));
        prop_assert!(equal(&a.join(&a), &a));
        prop_assert_eq!(&marking(&ab.mark()), &ab, "what is joined stands together");
        if c.covers(&a) && c.covers(&b) {
            prop_assert!(c.covers(&ab), "{} covers {} and {} and not {}", c, a, b, ab);
        }
        if c.covers(&b) && b.covers(&a) {
            prop_assert!(c.covers(&a));
        }
    }

    #[test]
    fn p1_whoever_reads_a_collection_reads_its_parts(a in any_marking(), b in any_marking(), who in any_clearance()) {
        if who.dominates(&a.join(&b)) {
            prop_assert!(who.dominates(&a) && who.dominates(&b));
        }
        if a.covers(&b) && who.dominates(&a) {
            prop_assert!(who.dominates(&b), "{} covers {}", a, b);
        }
    }

    #[test]
    fn p1_a_clearance_that_covers_another_reads_whatever_it_reads(one in any_clearance(), other in any_clearance(), m in any_marking()) {
        prop_assert!(one.covers(&one));
        if one.covers(&other) && other.dominates(&m) {
            prop_assert!(one.dominates(&m), "{:?} covers {:?}: {}", one, other, m);
        }
    }
}
