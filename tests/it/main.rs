//! Everything that needs more than one module: one binary, so that it is linked once.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod access;
mod backup;
mod bad_input;
mod busy;
mod calendar;
mod cases;
mod certificates;
mod commands;
mod dossier;
mod explain;
mod faces;
mod formats;
mod fuzz;
mod harness;
mod intake_memory;
mod kill;
mod law;
mod letters;
mod outage;
mod pages;
mod rescreening;
mod search;
mod serve;
mod smtp;
mod store_suite;
mod support;
mod walk;
