//! Filings: how they are received, numbered, searched and shown, and what is entered on their docket.

mod access;
mod application_numbers;
mod classified_papers;
mod docket;
mod documents;
mod lists_and_rights;
mod search;
