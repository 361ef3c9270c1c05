//! Review lists: what screening finds, how it is explained and certified, and what another list or engine changes.

mod candidates;
mod certificates;
mod explanations;
mod rescreening;
