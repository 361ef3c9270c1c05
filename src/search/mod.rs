//! Search: which filings may fit a query, from posting lists instead of from text.
//!
//! A tantivy index of all filings. It is derived from the store and follows it by a cursor ([`SearchIndex`]). It holds
//! words and ids, never a text. Deleting the folder loses nothing; the index fills again from cursor 0.
//!
//! **Never too few.** A [`Query`] is answered with [`Candidate`]s: every filing that fits is among
//! them, and each says whether it surely fits ([`Candidate::certain`]) or only may and needs the
//! matcher's confirmation. The two are kept apart all the way down, as a lower and an upper bound of
//! the answer, so that `NOT` of something uncertain is right as well.
//!
//! Words are [`text::words`]', in the readings that the rule language knows: stems, exact
//! forms, truncations, two words read as one, one word cut to serve two.
//!
//! Not its job: the rule language and confirming (`screening`), who may see what (`domain::review::access`),
//! and ranking: candidates come newest first.
//!
//! An account of the machine that can read the folder can read which words a filing holds, deleted filings included
//! until [`SearchIndex::purge`].

mod answer;
mod fields;
mod index;
mod onlooker;
mod query;
mod segment;
mod set;
#[cfg(test)]
mod tests;
mod tokens;

pub use index::{Candidate, Condition, Matches, Page, SearchError, SearchIndex};
pub use onlooker::Onlooker;
pub use query::{Filters, Fits, Open, Query, Sections, Word};
pub use tokens::{Change, IndexedFiling};
