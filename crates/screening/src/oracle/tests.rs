//! Tests what each operator means.

use super::*;
use crate::evidence;
use crate::rule::parse;
use domain::filing::Filing;
use proptest::prelude::*;

/// A filing with this description. A heading opens with `#`; `|` separates paragraphs.
fn filing(description: &str) -> Filing {
    let items: Vec<_> = description
        .split('|')
        .map(|p| match p.trim().strip_prefix('#') {
            Some(heading) => serde_json::json!({"heading": heading}),
            None => serde_json::json!({"text": p.trim()}),
        })
        .collect();
    serde_json::from_value(serde_json::json!({
        "application_number": "18/1", "title": "Latch", "abstract": ["A latch with a coil."],
        "claims": ["1. A latch having a bolt.", "2. The latch of claim 1 with a spring."],
        "description": items, "classes": [{"scheme": "cpc", "symbol": "F41H 3/00"}, {"scheme": "ipc", "symbol": "B63G 8/30"}],
    }))
    .expect("a filing")
}

/// What a rule finds, each as `place: passage`; `-` if the rule does not hold.
fn found(rule: &str, description: &str) -> String {
    let filing = filing(description);
    let text = Text::new(&filing, false);
    let rule = parse(rule).unwrap_or_else(|e| panic!("{rule}: {e:?}"));
    match evaluate(&rule.expr, &text).expect("few pairs") {
        None => "-".to_owned(),
        Some(found) => {
            let evidence = evidence::render("c", &found, &text, &text.paragraphs, &filing);
            evidence.iter().map(|e| format!("{}: {}", e.place, e.text)).collect::<Vec<_>>().join("; ")
        }
    }
}

#[track_caller]
fn check(rule: &str, description: &str, want: &str) {
    assert_eq!(found(rule, description), want, "{rule} over {description:?}");
}

#[test]
fn words_match_their_inflections_and_exact_words_do_not() {
    check("coils", "x", "abstract 1: coil");
    check("radar", "Radars and RADAR's.", "p 1: Radars; p 1: RADAR's");
    check("=radar", "Radars and RADAR's.", "p 1: RADAR's");
    check("=absorb", "absorbing", "-");
    check("naive", "naïve", "p 1: naïve");
    check("uf6", "the UF₆ gas", "p 1: UF₆");
    check("sonar", "radar", "-");
}

#[test]
fn truncation_matches_inside_and_at_the_end_of_words() {
    check("absorb$3", "absorb absorbers absorbance", "p 1: absorb; p 1: absorbers");
    check("colo$r", "color colour colors", "p 1: color; p 1: colour");
    check("wom?n", "women, woman's", "p 1: women; p 1: woman's");
    check("$jam", "antijam", "p 1: antijam");
}

#[test]
fn hyphenation_does_not_matter_in_either_direction() {
    for text in ["anti-jam", "antijam", "anti jam", "anti\u{2011}jam", "anti\u{ad}jam", "Anti- Jam"] {
        for rule in [
            "antijam",
            "anti ADJ jam",
            "anti-jam",
            "\"anti jam\"",
            "=antijam",
            "anti NEAR jam",
            "antijam$",
            "anti-jam$4",
            "(anti OR counter) ADJ jam$4",
        ] {
            assert!(found(rule, text).starts_with("p 1: "), "{rule} over {text}");
        }
    }
    check("antijam", "anti-jamming set", "p 1: anti-jamming");
    check("anti ADJ jam", "antijamming set", "p 1: antijamming");
    check("antijam ADJ set", "anti jamming set", "p 1: anti jamming set");
    check("\"anti jam set\"", "antijam set, anti jam-set", "p 1: antijam set; p 1: anti jam-set");
    check("nonlineofsight", "non-line-of-sight", "p 1: non-line-of-sight");
    check("\"line of sight\"", "a lineofsight link", "p 1: lineofsight");
    check("antijam", "anti, jam. Anti. Jam", "-");
    check("jam NEAR anti", "antijam", "p 1: antijam");
    check("jam ADJ anti", "antijam", "-");
}

#[test]
fn truncation_does_not_swallow_neighbours_and_digits_do_not_join() {
    check("ab$", "able man", "p 1: able");
    check("xray$", "X rays", "p 1: X rays");
    check("510", "5-10 or 5 10", "-");
    check("f16", "the F-16 and F 16", "p 1: F-16; p 1: F 16");
}

#[test]
fn phrases_stay_in_their_sentence_and_order() {
    check("\"phased array\"", "Phased arrays. Array phased. It is phased. Array", "p 1: Phased arrays");
    check("\"phased array\"", "phased | array", "-");
    check("\"wi-fi\"", "Wi-Fi or WiFi", "p 1: Wi-Fi; p 1: WiFi");
    check("\"a latch\"", "x", "abstract 1: A latch; claim 1: A latch");
}

#[test]
fn and_or_xor_not_of_hold_for_the_filing() {
    check("radar AND coil", "radar", "abstract 1: coil; p 1: radar");
    check("radar AND sonar", "radar", "-");
    check("radar OR sonar", "radar", "p 1: radar");
    check("radar XOR sonar", "radar", "p 1: radar");
    check("radar XOR sonar", "radar and sonar", "-");
    check("radar XOR sonar XOR lidar", "radar, sonar, lidar", "p 1: radar; p 1: sonar; p 1: lidar");
    check("radar NOT coil", "radar", "-");
    check("radar NOT sonar", "radar", "p 1: radar");
    check("radar AND NOT sonar", "radar", "p 1: radar");
    check("2 OF (radar, sonar, coil)", "radar", "abstract 1: coil; p 1: radar");
    check("2 OF (radar, sonar, lidar)", "radar", "-");
}

#[test]
fn adj_keeps_order_and_counts_words() {
    check("radar ADJ paint", "radar paint", "p 1: radar paint");
    check("radar ADJ paint", "paint radar", "-");
    check("radar ADJ paint", "radar absorbing paint", "-");
    check("radar ADJ2 paint", "radar absorbing paint", "p 1: radar absorbing paint");
    check("radar ADJ3 paint", "radar. Absorbing paint", "-");
    check("radar ADJ absorb$3 ADJ paint", "radar absorbing paint", "p 1: radar absorbing paint");
    check("radar ADJ2 paint", "radar x radar y paint", "p 1: radar y paint");
}

#[test]
fn near_goes_both_ways_and_never_joins_a_word_with_itself() {
    check("radar NEAR paint", "paint radar", "p 1: paint radar");
    check("radar NEAR2 paint", "paint for radar", "p 1: paint for radar");
    check("radar NEAR2 paint", "paint for the radar", "-");
    check("coil NEAR coils", "radar", "-");
    check("spool NEAR spools", "one spool only", "-");
    check("spool NEAR2 spools", "a spool and spools", "p 1: spool and spools");
    check("spool NEAR sp$", "one spool", "-");
    check("spool SAME spools", "one spool here", "-");
    check("spool WITH spools", "A spool. Spools too. A spool on spools", "p 1: spool on spools");
}

#[test]
fn with_counts_sentences_and_same_counts_paragraphs() {
    check("radar WITH paint", "Radar uses this paint. Next", "p 1: Radar uses this paint");
    check("radar WITH paint", "The radar. The paint", "-");
    check("radar WITH1 paint", "The radar. The paint", "p 1: radar. The paint");
    check("radar WITH paint", "see radar in FIG. 3 etc. on paint", "p 1: radar in FIG. 3 etc. on paint");
    check("radar SAME paint", "The radar. The paint", "p 1: radar. The paint");
    check("radar SAME paint", "The radar | The paint", "-");
    check("radar SAME1 paint", "The radar | The paint", "p 1: radar; p 2: paint");
    check("radar SAME1 paint", "The radar | x | The paint", "-");
    check("radar WITH1 paint", "The radar | The paint", "p 1: radar; p 2: paint");
}

#[test]
fn a_claim_is_a_paragraph_and_sections_do_not_touch() {
    check("bolt SAME spring", "x", "-");
    check("bolt SAME1 spring", "x", "claim 1: bolt; claim 2: spring");
    check("coil SAME25 bolt", "x", "-");
    check("coil WITH9 bolt", "x", "-");
}

#[test]
fn negated_proximity_finds_occurrences_without_such_a_neighbour() {
    check("radar NOT ADJ gun", "radar gun and radar set", "p 1: radar");
    check("radar NOT ADJ gun", "radar gun", "-");
    check("radar NOT NEAR2 gun", "gun for radar", "-");
    check("radar NOT WITH gun", "A gun. A radar. A radar gun", "p 1: radar");
    check("radar NOT SAME gun", "A gun. A radar | radar", "p 2: radar");
    check("(radar NOT ADJ gun) SAME paint", "radar gun paint | radar set paint", "p 2: radar set paint");
    check("spool NOT NEAR spools", "one spool", "p 1: spool");
}

#[test]
fn proximity_joins_further_with_the_smallest_span() {
    check(
        "(radar NEAR3 absorb$) SAME (paint OR coating)",
        "Paint. A radar wave absorber. Coating",
        "p 1: Paint. A radar wave absorber; p 1: radar wave absorber. Coating",
    );
    check("(radar SAME wave) ADJ paint", "radar x radar y wave z wave paint", "p 1: radar y wave z wave paint");
    check("(radar NEAR5 wave) NEAR paint", "radar paint wave", "p 1: radar paint wave");
    check("(radar NEAR5 wave) ADJ paint", "radar paint wave", "-");
    check("radar WITH paint", "radar radar paint paint", "p 1: radar paint");
}

#[test]
fn fields_narrow_and_nest() {
    check("latch.ti.", "a latch", "title: Latch");
    check("latch[ab]", "a latch", "abstract 1: latch");
    check("latch.ti,ab.", "a latch", "title: Latch; abstract 1: latch");
    check("latch.clm.", "a latch", "claim 1: latch; claim 2: latch");
    check("latch.spec.", "a latch", "p 1: latch");
    check("(latch.clm. OR coil).ab.", "x", "abstract 1: coil");
    check("(latch AND coil).ab.", "x", "abstract 1: latch; abstract 1: coil");
    check("(latch AND bolt).ab.", "x", "-");
    check("latch.clm. SAME spring", "x", "claim 2: latch of claim 1 with a spring");
    check("(latch NEAR coil.clm.)", "x", "-");
    let parts = "#BACKGROUND|radar|#DETAILED DESCRIPTION|sonar|#DRAWINGS|lidar";
    check("(radar OR sonar OR lidar).bsum.", parts, "p 1: radar");
    check("(radar OR sonar OR lidar).detd.", parts, "p 2: sonar");
    check("(radar OR sonar OR lidar).spec.", parts, "p 1: radar; p 2: sonar; p 3: lidar");
    check("radar.detd. AND radar.bsum.", "radar", "p 1: radar");
}

#[test]
fn class_codes_match_by_scheme_and_range() {
    check("F41H3/00.cpc.", "x", "F41H 3/00: F41H 3/00");
    check("F41H3/00.ipc.", "x", "-");
    check("F41$.cpc. AND latch.ti.", "x", "title: Latch; F41H 3/00: F41H 3/00");
    check("B63G8/28:B63G8/34.ipc.", "x", "B63G 8/30: B63G 8/30");
    let filing = filing("x");
    let rule = parse("F41H3/00.cpc.").expect("a rule");
    assert_eq!(evaluate(&rule.expr, &Text::new(&filing, true)), Ok(None));
}

#[test]
fn too_many_pairs_is_an_error_not_a_long_wait() {
    let filing = filing(&format!("{}x", "radar paint ".repeat(3_000)));
    let text = Text::new(&filing, false);
    let outcome = |rule: &str| evaluate(&parse(rule).expect("a rule").expr, &text).map(|found| found.is_some());
    let hard = "((radar SAME paint) ADJ x)";
    assert_eq!(outcome(hard), Err(TooManyPairs));
    // The first rules depend on the part that failed, the others do not.
    assert_eq!(outcome(&format!("{hard} AND latch")), Err(TooManyPairs));
    assert_eq!(outcome(&format!("{hard} AND sonar")), Ok(false));
    assert_eq!(outcome(&format!("{hard} OR latch")), Ok(true));
    assert_eq!(outcome(&format!("2 OF ({hard}, sonar, latch)")), Err(TooManyPairs));
    assert_eq!(outcome(&format!("latch NOT {hard}")), Err(TooManyPairs));
    assert_eq!(outcome("(radar SAME paint) ADJ sonar"), Ok(false));
    // Evidence needs only the nearest pairs.
    assert_eq!(outcome("radar SAME paint"), Ok(true));
    assert_eq!(outcome("radar SAME paint SAME x"), Ok(true));
}

#[test]
fn quantities_stand_at_places_and_join_like_words() {
    check("[density > 13 g/cm3]", "a slug of 17,000 kg/m3 and 2 g/cc", "p 1: 17,000 kg/m3");
    check("uranium NEAR5 [> 20 %]", "uranium enriched to 93% in tons. Steel 50%", "p 1: uranium enriched to 93%");
    check("uranium NEAR5 [> 20 %]", "uranium enriched to 5%", "-");
    check("[20..80 %].ab. OR [1..2 km].spec.", "a mile is 1.6 km", "p 1: 1.6 km");
    check("[> 1 GHz] SAME [> 1 km]", "5 GHz. 2 km | 5 GHz", "p 1: 5 GHz. 2 km");
    check("[temperature >= 1500 K] WITH nozzle", "The nozzle stands 1500° C.", "p 1: nozzle stands 1500° C");
}

/// The smallest of all pairs of two sides that join. `nearest` must find the same.
fn every_pair(rule: &str, text: &Text<'_>) -> Vec<Occurrence> {
    let expr = parse(rule).expect("a rule").expr;
    let Node::Near(p, a, b) = &expr.node else { panic!("{rule} is no proximity") };
    let run = Evaluation { text };
    let none = HashMap::new();
    let side = |e| run.occurrences(e, Fields::ALL, Grain::Word, &none).expect("few pairs");
    let (left, right) = (side(a), side(b));
    let pairs = left.iter().flat_map(|a| right.iter().filter(|b| p.joins(text, a, b)).map(|b| a.cover(b, text)));
    keep_smallest(pairs.collect(), Grain::Filing, text)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn neighbours_are_all_that_same_and_with_need(
        words in prop::collection::vec(prop::sample::select(vec!["aa", "bb", "cc", "dd", "x", ". X", "|"]), 0..40),
        rule in prop::sample::select(vec![
            "aa SAME bb", "aa WITH bb", "(aa NEAR3 bb) SAME cc", "(aa WITH bb) SAME cc", "(aa SAME bb) SAME cc", "(aa NEAR2 bb) WITH (cc ADJ3 dd)",
            "(aa OR bb) SAME (cc NEAR5 dd)", "aa SAME2 bb", "aa WITH2 bb",
        ]),
    ) {
        let filing = filing(&words.join(" "));
        let text = Text::new(&filing, true);
        let want: Vec<Found> = every_pair(rule, &text).into_iter().take(MOST_PASSAGES).map(Found::Passage).collect();
        let found = evaluate(&parse(rule).expect("a rule").expr, &text).expect("few pairs");
        prop_assert_eq!(found.unwrap_or_default(), want);
    }
}
