//! Screenings as they look on a page.

use super::*;
use crate::cli::frame::render::measure::width;
use crate::cli::frame::render::page::Style;
use ::screening::explain::explain;
use ::screening::{CompiledList, Options, screen};
use domain::filing::Filing;

const LIST: &str = r#"[list]
id = "x"
title = "Example"
revision = "1"
effective = 2026-11-01

[[category]]
number = "IX-6A"
title = "Signals whose existence is denied to whoever looks for them, wherever they may be"
agencies = ["NSA", "NAVY"]
threshold = 2
requires = ["defence_purpose"]
[[category.clause]]
id = "lpi"
points = 2
rule = '''"low probability" ADJ2 intercept$3'''
[[category.clause]]
id = "spread-spectrum-waveforms"
points = 1
rule = '''"spread spectrum" SAME covert'''
[[category.clause]]
id = "codes"
points = 1
rule = '''H04B1/69.cpc.'''

[[category]]
number = "XI-4"
title = "Toys"
agencies = ["ARMY"]
[[category.clause]]
id = "gun"
rule = '''gun'''
[[category.clause]]
id = "far"
rule = '''(transceiver NEAR2 stations) OR (spread SAME gun) OR missile OR rocket'''
[[category.except]]
id = "toy"
rule = '''toy'''
"#;

fn filing() -> Filing {
    serde_json::from_value(serde_json::json!({
        "application_number": "18/123,456",
        "title": "Transceiver with a waveform of low probability of intercept and a toy gun, described at length\nover two lines",
        "claims": ["1. A transceiver having a low probability of intercept.", "2. The low probability intercept transceiver of claim 1."],
        "description": [
            {"heading": "LOW PROBABILITY OF INTERCEPT"},
            {"number": "0001", "text": "This invention was made with government support under contract DE-AC36-08GO28308 awarded by the Department of Energy. The government has certain rights in the invention."},
            {"number": "0002", "text": "Spread spectrum 雷達雷達雷達 signals\u{1b}[31m are sent, as is well known from many textbooks of the field, by covert stations."},
        ],
        "classes": [{"scheme": "cpc", "symbol": "H04B 1/69"}],
    }))
    .expect("a filing")
}

fn shown(page: Page) -> String {
    let list = CompiledList::compile(LIST).expect("a list");
    let filing = filing();
    screening(&screen(&list, &filing, Options::default()), &filing, page)
}

#[test]
fn a_screening_fits_its_page() {
    for columns in [40, 60, 80, 100, 140] {
        let text = shown(Page { style: Style::Plain, width: columns });
        for line in text.lines() {
            assert!(width(line) <= columns, "{} columns of {columns}: {line}", width(line));
        }
    }
}

#[test]
fn a_screening_on_100_columns() {
    insta::assert_snapshot!(shown(Page { style: Style::Plain, width: 100 }));
}

#[test]
fn a_screening_on_50_columns() {
    insta::assert_snapshot!(shown(Page { style: Style::Plain, width: 50 }));
}

#[test]
fn a_screening_in_colours() {
    insta::assert_snapshot!(shown(Page { style: Style::Colour, width: 80 }).replace('\u{1b}', "^"));
}

#[test]
fn a_clear_filing_and_one_that_nobody_can_screen() {
    let list = CompiledList::compile(LIST).expect("a list");
    let page = Page { style: Style::Plain, width: 80 };
    let of = |description: &str| {
        let filing: Filing = serde_json::from_value(serde_json::json!({
            "application_number": "18/1", "title": "Latch", "description": [{"text": description}],
        }))
        .expect("a filing");
        screening(&screen(&list, &filing, Options::default()), &filing, page)
    };
    insta::assert_snapshot!([of("A latch."), of("")].join(""), @"
    18/1  clear  Latch
    18/1  NEEDS A HUMAN  Latch
      the filing has no text to screen
    ");
}

#[test]
fn an_explanation_fits_its_page() {
    let list = CompiledList::compile(LIST).expect("a list");
    let filing = filing();
    let shown = |category: &str, columns| {
        let told = explain(&list, &filing, Options::default(), category).expect("the category");
        explanation::explanation(&told, &filing, Page { style: Style::Plain, width: columns })
    };
    for columns in [60, 80, 100, 140] {
        for line in ["IX-6A", "XI-4"].map(|c| shown(c, columns)).join("").lines() {
            assert!(width(line) <= columns, "{} columns of {columns}: {line}", width(line));
        }
    }
    insta::assert_snapshot!(["IX-6A", "XI-4"].map(|c| shown(c, 100)).join("\n"));
}
