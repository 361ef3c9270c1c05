//! The review list to screen with now, and the compilation of a new one.

use crate::workflow::frame::act::{Ctx, Error};
use crate::workflow::frame::list_in_force::ListInForce;
use crate::workflow::frame::screener::Screener;
use domain::base::refusal::{LIST_DOES_NOT_COMPILE, Refusal};
use std::sync::Arc;

/// Most complaints that one refusal lists.
pub(crate) const MOST_COMPLAINTS: usize = 50;

/// The list that filings are screened against now.
pub fn in_force(cx: &Ctx) -> Result<Arc<ListInForce>, Error> {
    cx.read(|conn| cx.lists.current(conn))
}

/// Compiles a list file and tries it on its own samples, or refuses it with every complaint.
pub fn compile(source: &str) -> Result<Screener, Refusal> {
    Screener::compile_and_try(source).map_err(|complaints| {
        let more = complaints.len().saturating_sub(MOST_COMPLAINTS);
        let mut text = complaints.into_iter().take(MOST_COMPLAINTS).collect::<Vec<_>>().join("\n");
        if more > 0 {
            text.push_str(&format!("\nand {more} more"));
        }
        Refusal::new(&LIST_DOES_NOT_COMPILE, text)
    })
}
