//! Screening: what a review list finds in a filing.
//!
//! - [`rule`]: the rule language, from text to tree. [`text::quantity`], [`class`] and [`pattern`] are its
//!   physical quantities, class codes and truncation.
//! - [`list`]: review lists, from file to [`CompiledList`].
//! - [`oracle`]: what a rule means, executed as plainly as it can be said. [`engine`]: the same, fast.
//! - [`explain`]: why a category hit a filing or did not, clause by clause.
//! - [`screen`]: one filing against one list, with evidence; [`Changed`]: the same where only some
//!   categories have changed since an earlier result. [`observe`]: what is seen beside the list.
//!
//! *Invariant:* a verdict depends on nothing but the filing, the list and the engine version. What
//! fails becomes `needs_human`, never `clear`. This module reads no file and knows no store.

pub mod class;
pub mod engine;
mod evidence;
pub mod explain;
mod language;
pub mod list;
pub mod observe;
pub mod oracle;
pub mod pattern;
pub mod rule;
mod screen;
mod some;

pub use list::{CompiledList, Diagnostic, ListErrors, Severity};
pub use screen::{Options, flagged, screen, screen_by_oracle};
pub use some::Changed;
