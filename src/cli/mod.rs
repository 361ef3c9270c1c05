//! Floor 4: the command line. One file a command; each parses its arguments, calls the house and
//! prints. Rules and SQL are not written here.

mod render;
mod screen;

use clap::{Parser, Subcommand};
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
    Screen(screen::ScreenArgs),
}

/// Parses the arguments and runs the command.
pub fn main() -> Exit {
    let cli = Cli::parse();
    let done = match &cli.command {
        Command::Screen(a) => screen::run(a),
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

/// One sentence to standard error.
fn say(text: &str) {
    eprintln!("subrosa: {text}");
}
