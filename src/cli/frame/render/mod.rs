//! What people read on a terminal: text that fits it, a screening with its passages.
//!
//! [`page`] knows how wide the terminal is and whether it shows colours, [`measure`] how wide a text is,
//! [`passage`] shows a match in its context, [`screening`] and [`explanation`] lay out the rest; [`paper`] is
//! what a case is written on, in [`words`]. Nothing here reads a file or decides anything.

pub mod explanation;
pub mod measure;
pub mod page;
pub mod paper;
pub mod passage;
pub mod screening;
#[cfg(test)]
mod tests;
pub mod words;

pub use measure::safe;
pub use page::{Colours, Page};
pub use paper::Paper;
pub use screening::screening;
