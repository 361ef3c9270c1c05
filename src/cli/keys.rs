//! `subrosa keys`: the keys that sign access tokens and statements.

use crate::app;
use crate::app::keys::OpenKeys;
use crate::cli::frame::render::{Colours, Page, Paper};
use crate::cli::office::{holder, open};
use crate::cli::{Exit, Output, put};
use crate::clock::{Clock as _, SystemClock};
use crate::config::StoreArgs;
use crate::workflow::office::key_rotation::{self, KeyState, KeyView, OldKeys};
use crate::workflow::{By, Ctx};
use anyhow::{Context as _, Result};

/// The keys that sign access tokens and statements.
#[derive(Debug, clap::Args)]
pub struct KeysArgs {
    #[command(subcommand)]
    command: KeysCommand,
}

#[derive(Debug, clap::Subcommand)]
enum KeysCommand {
    /// Lists the keys, past ones too.
    #[command(after_help = "Exit codes: 0 listed, 2 the database or its wrapping key cannot be read.\n\n\
Example: subrosa keys list --data /var/lib/subrosa --format json")]
    List {
        /// How to print them.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Makes a new key for access tokens.
    #[command(
        after_help = "The new key is published now and signs in fifteen minutes; the old one is accepted until its \
last token has expired. Running services take it over within two seconds. The service makes a new key by itself every \
thirty days (tokens.key_life).\n\n\
Exit codes: 0 made, 2 not.\n\n\
Example: subrosa keys rotate --data /var/lib/subrosa --refuse-old"
    )]
    Rotate {
        /// Refuse the old keys at once, because one has become known. Everybody then renews the tokens.
        #[arg(long)]
        refuse_old: bool,
        #[command(flatten)]
        store: StoreArgs,
    },
}

/// Runs the command.
pub fn run(args: &KeysArgs) -> Result<Exit> {
    match &args.command {
        KeysCommand::List { format, store } => {
            let (cx, keys) = open_keys(store)?;
            let all = key_rotation::list(&cx, &holder(), &keys.ring, SystemClock.now())?;
            print(&all, *format)?;
        }
        KeysCommand::Rotate { refuse_old, store } => {
            let (cx, keys) = open_keys(store)?;
            let old = if *refuse_old { OldKeys::Refused } else { OldKeys::Accepted };
            let made = key_rotation::rotate(&cx, &By::system(&holder()), &keys.ring, old, SystemClock.now())?;
            put_line!("made {}, which signs from {}", made.kid, made.signs_from);
        }
    }
    Ok(Exit::Fine)
}

fn open_keys(store: &StoreArgs) -> Result<(Ctx, OpenKeys)> {
    let (config, cx) = open(store)?;
    let keys = app::keys::open(&config, &cx)?;
    Ok((cx, keys.context("there are no keys yet; the service makes them at its first start")?))
}

fn print(all: &[KeyView], format: Output) -> Result<()> {
    if format == Output::Json {
        put_line!("{}", serde_json::json!({ "items": all }));
        return Ok(());
    }
    let row = |key: &KeyView| {
        let until = key.signs_until.map(|at| format!(" until {at}")).unwrap_or_default();
        let accepted = key.accepted_until.map(|at| format!(", accepted until {at}")).unwrap_or_default();
        let times = format!("signs from {}{until}{accepted}", key.signs_from);
        vec![key.kid.clone(), key.purpose.clone(), describe(key.state).to_owned(), times]
    };
    let mut paper = Paper::new(Page::stdout(Colours::Auto));
    paper.table(0, &["key", "of", "state", "times"], &all.iter().map(row).collect::<Vec<_>>());
    Ok(put(&paper.finish())?)
}

fn describe(state: KeyState) -> &'static str {
    match state {
        KeyState::Next => "next",
        KeyState::Signing => "signing",
        KeyState::Accepted => "accepted",
        KeyState::Ended => "ended",
        KeyState::NotVouchedFor => "NOT VOUCHED FOR",
    }
}
