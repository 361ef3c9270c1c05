//! Screens a text against a list and prints the hits: `cargo run -p subrosa-screening --example screen_a_text`.

use domain::filing::Filing;
use screening::{CompiledList, Options, screen};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let list = CompiledList::compile(include_str!("list.toml"))?;
    let filing: Filing = serde_json::from_value(serde_json::json!({
        "application_number": "18/123,456", "title": "Homing device",
        "claims": ["1. A torpedo with an acoustic homing head that works at 25 kHz."]}))?;
    for hit in screen(&list, &filing, Options::default()).hits {
        let passages: Vec<_> = hit.evidence.iter().map(|e| e.text.as_str()).collect();
        #[expect(clippy::print_stdout, reason = "an example prints what it found")]
        {
            println!("{}: {} points for {passages:?}", hit.category, hit.points);
        }
    }
    Ok(())
}
