//! Deadlines, and the calendar they are computed by.

mod business_days;
mod clocks;
