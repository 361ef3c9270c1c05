//! Screens a filing against a review list.
//!
//! - [`rule`]: the rule language, from text to tree. [`text::quantity`], [`class`] and [`pattern`] are its
//!   physical quantities, class codes and truncation.
//! - [`list`]: review lists, from file to [`CompiledList`].
//! - [`oracle`]: what a rule means, in plain and slow code. [`engine`]: the same answers, fast.
//! - [`explain`]: why a category hit a filing or did not, clause by clause.
//! - [`screen`]: one filing against one list, with evidence. [`Changed`]: the same if only some categories have changed
//!   since an earlier result. [`observe`]: markings and statements that need no list.
//!
//! *Invariant:* a verdict depends on nothing but the filing, the list and the engine version. A filing for which
//! something failed gets `needs_human`, never `clear`. This crate reads no file and knows no store.

mod changed;
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

pub use changed::Changed;
pub use list::{CompiledList, Diagnostic, ListErrors, Severity};
pub use screen::{Options, hit_categories, screen, screen_by_oracle};
