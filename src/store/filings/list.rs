//! Finding filings for a page of a list.
