//! Filings: how they are received, numbered, searched and shown, and what is entered on their docket.

mod access;
mod application_numbers;
mod classified_papers;
mod desks;
mod documents;
mod examination;
mod intake_memory;
mod lists_and_rights;
mod markings;
mod reads;
mod record;
mod related_filings;
mod search;
