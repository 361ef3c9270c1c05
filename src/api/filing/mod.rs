//! Routes of filings: intake, record, screenings, certificates, property, examination.

pub(crate) mod amendments;
pub(crate) mod assignments;
pub(crate) mod certificates;
pub(crate) mod examination;
pub(crate) mod explain;
pub(crate) mod filings;
pub(crate) mod intake;
pub(crate) mod number_findings;
pub(crate) mod property;
pub(crate) mod record;
pub(crate) mod records;
pub(crate) mod screenings;
