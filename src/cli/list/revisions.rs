//! `subrosa list diff`.

use crate::cli::Exit;
use crate::cli::list::{Format, compiled};
use anyhow::Result;
use screening::list::diff::{changed_categories, diff};
use serde_json::json;
use std::io::Write;
use std::path::Path;

pub(super) fn run(old: &Path, new: &Path, format: Format, out: &mut dyn Write) -> Result<Exit> {
    let (old, new) = (compiled(old)?, compiled(new)?);
    let changes = diff(&old, &new);
    let rescreened = changed_categories(&old, &new);
    match format {
        Format::Json => {
            let document =
                json!({"from": old.reference(), "to": new.reference(), "changes": changes, "rescreen": rescreened});
            writeln!(out, "{document}")?;
        }
        Format::Text => {
            let mut category = "";
            for change in &changes {
                if change.category != category {
                    writeln!(out, "{}", change.category)?;
                }
                category = &change.category;
                writeln!(out, "  {}", change.what)?;
            }
            match (changes.is_empty(), rescreened.is_empty()) {
                (true, _) => writeln!(out, "no change")?,
                (false, true) => writeln!(out, "no filing comes out otherwise")?,
                (false, false) => writeln!(out, "to be screened anew: {}", rescreened.join(", "))?,
            }
        }
    }
    Ok(if changes.is_empty() { Exit::Fine } else { Exit::Flagged })
}
