//! `subrosa issuer`: the identity providers of agencies, and the names that they have for people.

use crate::cli::args::{id, read_text};
use crate::cli::frame::render::{Colours, Page, Paper};
use crate::cli::office::{holder, open};
use crate::cli::{Exit, Output, put};
use crate::clock::{Clock as _, SystemClock};
use crate::config::StoreArgs;
use crate::workflow::By;
use crate::workflow::office::accounts;
use crate::workflow::office::identities::{self, IdentityInput};
use crate::workflow::office::issuers::{self, IssuerInput, IssuerView};
use anyhow::{Context as _, Result};
use domain::base::ids::IssuerId;
use std::path::PathBuf;

/// Issuers of tokens: the identity providers of agencies, by which their people sign in.
#[derive(Debug, clap::Args)]
pub struct IssuerArgs {
    #[command(subcommand)]
    command: IssuerCommand,
}

#[derive(Debug, clap::Subcommand)]
enum IssuerCommand {
    /// Lists the issuers, ended ones too.
    #[command(after_help = "Exit codes: 0 listed, 2 the database cannot be read.\n\n\
Example: subrosa issuer list --data /var/lib/subrosa --format json")]
    List {
        /// How to print them.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Puts an issuer on record, so that its tokens are taken. Nobody else need confirm it.
    #[command(
        after_help = "The file has the JSON of POST /issuers: agency, iss, terms with audience, algorithms and roles. \
docs/issuers.md says what each means, with examples. Prints the id of the issuer.\n\n\
Exit codes: 0 added, 2 not.\n\n\
Example: subrosa issuer add --data /var/lib/subrosa navy.json"
    )]
    Add {
        /// File with the issuer; - for standard input.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Binds an account to the name that an issuer has for its owner.
    #[command(after_help = "Ask the agency for the name by another way than a token.\n\n\
Exit codes: 0 bound, 2 not.\n\n\
Example: subrosa issuer bind --data /var/lib/subrosa --issuer 01990000-... --account navy1 7c1f0d0e-...")]
    Bind {
        /// What the claim that names the person says, letter by letter.
        #[arg(value_name = "SUBJECT")]
        subject: String,
        /// Id of the issuer.
        #[arg(long, value_name = "ID", value_parser = id::<IssuerId>)]
        issuer: IssuerId,
        /// Name of the account.
        #[arg(long, value_name = "NAME")]
        account: String,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Ends an issuer, with the sessions that its tokens began and the names that it has for people.
    #[command(after_help = "Exit codes: 0 ended, 2 not.\n\n\
Example: subrosa issuer end --data /var/lib/subrosa 01990000-0000-7000-8000-000000000048")]
    End {
        /// Its id.
        #[arg(value_name = "ID", value_parser = id::<IssuerId>)]
        id: IssuerId,
        #[command(flatten)]
        store: StoreArgs,
    },
}

/// Runs the command.
pub fn run(args: &IssuerArgs) -> Result<Exit> {
    match &args.command {
        IssuerCommand::List { format, store } => list(&issuers::list(&open(store)?.1, &holder())?, *format)?,
        IssuerCommand::Add { file, store } => {
            let asked: IssuerInput = serde_json::from_str(&read_text(file)?)
                .with_context(|| format!("{} holds no issuer as POST /issuers takes it", file.display()))?;
            let added = issuers::propose(&open(store)?.1, &By::system(&holder()), &asked, SystemClock.now())?;
            put_line!("{}", added.id);
        }
        IssuerCommand::Bind { subject, issuer, account, store } => {
            let cx = open(store)?.1;
            let found = accounts::find_by_name(&cx, &holder(), account)?;
            let asked = IdentityInput { issuer_id: *issuer, subject: subject.clone() };
            identities::propose(&cx, &By::system(&holder()), found.id, &asked)?;
            put_line!("bound {}", found.username);
        }
        IssuerCommand::End { id, store } => {
            issuers::end(&open(store)?.1, &By::system(&holder()), *id, SystemClock.now())?;
            put_line!("ended {id}");
        }
    }
    Ok(Exit::Fine)
}

fn list(all: &[IssuerView], format: Output) -> Result<()> {
    if format == Output::Json {
        put_line!("{}", serde_json::json!({ "items": all }));
        return Ok(());
    }
    let row = |issuer: &IssuerView| {
        let state = match (issuer.ended_at, &issuer.confirmed_by) {
            (Some(at), _) => format!("ended {at}"),
            (None, Some(who)) => format!("confirmed by {who}"),
            (None, None) => format!("proposed by {}", issuer.proposed_by),
        };
        vec![issuer.id.to_string(), issuer.agency.to_string(), issuer.iss.clone(), state]
    };
    let mut paper = Paper::new(Page::stdout(Colours::Auto));
    paper.table(0, &["id", "agency", "issuer", "state"], &all.iter().map(row).collect::<Vec<_>>());
    Ok(put(&paper.finish())?)
}
