//! Floor 4: the command line, one file for each command. A command parses its arguments, calls the workflow and prints.
//! Neither rules nor SQL are written here.

pub mod frame;

#[macro_use]
mod out;

mod args;
mod backup;
mod certificate;
mod clocks;
mod demo;
mod filing;
mod index;
mod intake;
mod issuer;
mod keys;
mod ledger;
mod letter;
mod list;
mod office;
mod order;
mod otp;
mod people;
mod regime;
mod rescreen;
mod restore;
mod screen;
mod serve;
mod shell;
mod statistics;
mod tick;
mod witness;

use clap::{CommandFactory as _, Parser, Subcommand};
use out::{aside, put, say};
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
    /// Whoever read the output closed it before the end (`| head`). What was done is done; what was found is not
    /// known to be all of it, so that this is none of the others.
    Closed,
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        match self {
            Self::Fine => ExitCode::SUCCESS,
            Self::Flagged => ExitCode::from(1),
            Self::Trouble => ExitCode::from(2),
            // As a program that SIGPIPE ends is reported by a shell: 128 + 13.
            Self::Closed => ExitCode::from(141),
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
#[command(
    name = "subrosa",
    version = env!("SHOWN_VERSION"),
    after_help = "Exit codes: 0 as wished, 1 something was flagged or found, 2 something could not be read or done, 141 whoever \
read the output closed it before the end. The help of each command says what they mean there.\n\nNew here? Run: subrosa demo"
)]
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
    Keys(keys::KeysArgs),
    Otp(otp::OtpArgs),
    Witness(witness::WitnessArgs),
    Issuer(issuer::IssuerArgs),
    Completions(shell::CompletionsArgs),
    Man(shell::ManArgs),
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
        Command::Keys(a) => keys::run(a),
        Command::Otp(a) => otp::run(a),
        Command::Witness(a) => witness::run(a),
        Command::Issuer(a) => issuer::run(a),
        Command::Agency(a) => people::agency(a),
        Command::Completions(a) => shell::completions(a, Cli::command()),
        Command::Man(a) => shell::man(a, Cli::command()),
    };
    done.unwrap_or_else(|e| {
        if out::is_closed_pipe(&e) {
            return Exit::Closed;
        }
        say(&format!("{e:#}"));
        Exit::Trouble
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every command without commands below it, by its words.
    fn leaves(command: &clap::Command, words: &str, out: &mut Vec<(String, clap::Command)>) {
        if !command.has_subcommands() {
            out.push((words.to_owned(), command.clone()));
        }
        for below in command.get_subcommands() {
            leaves(below, format!("{words} {}", below.get_name()).trim(), out);
        }
    }

    fn commands() -> Vec<(String, clap::Command)> {
        let mut out = vec![];
        leaves(&Cli::command(), "", &mut out);
        out
    }

    #[test]
    fn every_command_has_an_example_and_its_exit_codes_in_its_help() {
        for (words, command) in commands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Exit codes: 0 "), "{words}: {help}");
            assert!(help.contains(&format!("subrosa {words}")), "{words} has no example: {help}");
        }
    }

    #[test]
    fn only_commands_that_begin_a_record_can_make_a_demonstration() {
        let with = |flag: &str| -> Vec<String> {
            let takes = |c: &clap::Command| c.get_arguments().any(|a| a.get_long() == Some(flag));
            commands().into_iter().filter(|(_, c)| takes(c)).map(|(words, _)| words).collect()
        };
        assert_eq!(with("demo"), ["serve", "intake", "account add", "agency add"]);
        assert!(with("data").len() > 20);
    }

    #[test]
    fn what_is_listed_as_data_can_be_had_as_json() {
        for (words, command) in commands() {
            let prints = ["list", "show", "status", "verify", "check", "diff", "test", "replay", "simulate", "run"];
            let data = ["clocks", "statistics", "renewals", "tick", "screen", "intake", "backup", "restore"];
            let last = words.rsplit(' ').next().unwrap_or_default();
            if prints.contains(&last) || data.contains(&words.as_str()) {
                assert!(command.get_arguments().any(|a| a.get_long() == Some("format")), "{words}");
            }
        }
    }
}
