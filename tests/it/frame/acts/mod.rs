//! What holds for every act: it is done once or not at all, whoever else acts at the same moment.

mod concurrent_acts;
mod failing_statements;
mod repeated_requests;
mod versions;
