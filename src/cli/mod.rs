//! Floor 4: the command line. One file a command; each parses its arguments, calls the house and
//! prints. Rules and SQL are not written here.

pub mod frame;

mod backup;
mod certificate;
mod clocks;
mod demo;
mod filing;
mod index;
mod intake;
mod ledger;
mod letter;
mod list;
mod office;
mod order;
mod people;
mod regime;
mod rescreen;
mod restore;
mod screen;
mod serve;
mod statistics;
mod tick;

use clap::{Parser, Subcommand};
use std::io::{Write as _, stdout};
use std::process::{ExitCode, Termination};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// As wished, and nothing to look at.
    Fine,
    /// As wished, and something was flagged or found.
    Flagged,
    /// Something could not be read or done.
    Trouble,
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        match self {
            Self::Fine => ExitCode::SUCCESS,
            Self::Flagged => ExitCode::from(1),
            Self::Trouble => ExitCode::from(2),
        }
    }
}

/// How a command prints data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Output {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// The back office of invention secrecy: screens patent filings against a review list, refers what it
/// flags to agencies, issues and renews secrecy orders, and sends notices.
#[derive(Debug, Parser)]
#[command(name = "subrosa", version, after_help = "New here? Run: subrosa demo")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::DemoArgs),
    Serve(serve::ServeCommand),
    Screen(screen::ScreenArgs),
    List(list::ListArgs),
    Intake(intake::IntakeArgs),
    Order(order::OrderArgs),
    Filing(filing::FilingArgs),
    Clocks(clocks::ClocksArgs),
    Letter(letter::LetterArgs),
    Renewals(tick::RenewalsArgs),
    Tick(tick::TickArgs),
    Regime(regime::RegimeArgs),
    Ledger(ledger::LedgerArgs),
    Certificate(certificate::CertificateArgs),
    Statistics(statistics::StatisticsArgs),
    Index(index::IndexArgs),
    Rescreen(rescreen::RescreenArgs),
    Backup(backup::BackupArgs),
    Restore(restore::RestoreArgs),
    Account(people::AccountArgs),
    Agency(people::AgencyArgs),
}

/// Parses the arguments and runs the command.
pub fn main() -> Exit {
    let cli = Cli::parse();
    let done = match &cli.command {
        Command::Demo(a) => demo::run(a),
        Command::Serve(a) => serve::run(a),
        Command::Screen(a) => screen::run(a),
        Command::List(a) => list::run(a),
        Command::Intake(a) => intake::run(a),
        Command::Order(a) => order::run(a),
        Command::Filing(a) => filing::run(a),
        Command::Clocks(a) => clocks::run(a),
        Command::Letter(a) => letter::run(a),
        Command::Renewals(a) => tick::renewals(a),
        Command::Tick(a) => tick::run(a),
        Command::Regime(a) => regime::run(a),
        Command::Ledger(a) => ledger::run(a),
        Command::Certificate(a) => certificate::run(a),
        Command::Statistics(a) => statistics::run(a),
        Command::Index(a) => index::run(a),
        Command::Rescreen(a) => rescreen::run(a),
        Command::Backup(a) => backup::run(a),
        Command::Restore(a) => restore::run(a),
        Command::Account(a) => people::account(a),
        Command::Agency(a) => people::agency(a),
    };
    done.unwrap_or_else(|e| {
        // A reader that has seen enough (`| head`) is no trouble.
        let closed = e
            .chain()
            .any(|c| c.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe));
        if closed {
            return Exit::Fine;
        }
        say(&format!("{e:#}"));
        Exit::Trouble
    })
}

/// Text to standard output. A reader that has gone away is an error here, and none to [`main`].
fn put(text: &str) -> std::io::Result<()> {
    let mut out = stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// One sentence to standard error.
fn say(text: &str) {
    eprintln!("subrosa: {text}");
}
