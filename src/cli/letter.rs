//! `subrosa letter`: a letter to a person of a case, word for word.

use crate::cli::frame::render::safe;
use crate::cli::office::{clerk, open};
use crate::cli::{Exit, Output, put};
use crate::config::StoreArgs;
use crate::workflow::Error;
use crate::workflow::notice::notices;
use anyhow::{Result, bail};
use domain::base::ids::NoticeId;
use domain::base::refusal::NOT_FOUND;
use std::io::{IsTerminal as _, stdout};

/// Letters to the people of a case.
#[derive(Debug, clap::Args)]
pub struct LetterArgs {
    #[command(subcommand)]
    command: LetterCommand,
}

#[derive(Debug, clap::Subcommand)]
enum LetterCommand {
    /// Prints the letter of a notice, exactly as it was when it was queued.
    #[command(
        after_help = "The ids are listed by subrosa order show (service) and subrosa filing show (letters). To send one again or \
to record its service is an officer's act over REST.\n\n\
Exit codes: 0 printed, 2 there is no such letter.\n\n\
Example: subrosa letter show 01999999-0000-7000-8000-000000000000 --data /var/lib/subrosa > letter.txt"
    )]
    Show {
        /// Id of the notice.
        #[arg(value_parser = crate::cli::args::id::<NoticeId>)]
        id: NoticeId,
        /// Text is the letter and nothing else; JSON has its title and digest beside it.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        #[command(flatten)]
        store: StoreArgs,
    },
}

/// Runs `subrosa letter`.
pub fn run(args: &LetterArgs) -> Result<Exit> {
    let LetterCommand::Show { id, format, store } = &args.command;
    let (_, cx) = open(store)?;
    let letter = match notices::letter(&cx, &clerk(), *id) {
        Err(Error::Refused(r)) if r.code == &NOT_FOUND => {
            bail!("there is no letter {id}; subrosa filing show NUMBER lists those of a case with their ids")
        }
        other => other?,
    };
    match format {
        Output::Json => put(&format!("{}\n", serde_json::to_string(&letter)?))?,
        // Names come from outside; what goes to a file is the letter byte for byte.
        Output::Text if stdout().is_terminal() => put(&safe(&letter.text))?,
        Output::Text => put(&letter.text)?,
    }
    Ok(Exit::Fine)
}
