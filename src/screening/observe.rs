//! placeholder
use crate::domain::filing::{Filing, Paragraph};
use crate::domain::screening::Observation;
/// x
pub fn observe(_filing: &Filing, _paragraphs: &[Paragraph<'_>]) -> Vec<Observation> {
    Vec::new()
}
