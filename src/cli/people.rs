//! `subrosa account` and `subrosa agency`: who works with the office.

use crate::auth::password::{Passwords, accept};
use crate::cli::args::code;
use crate::cli::frame::render::{Colours, Page, Paper};
use crate::cli::office::{holder, open, open_or_create};
use crate::cli::{Exit, Output, aside, put};
use crate::config::{CreateArgs, StoreArgs, read_secret};
use crate::workflow::office::accounts::{Kept, Password};
use crate::workflow::office::{accounts, agencies};
use crate::workflow::{By, Ctx};
use anyhow::{Context as _, Result, anyhow};
use domain::base::actor::Role;
use domain::base::agency::{Agency, AgencyCode};
use domain::base::marking::caveat::Affiliation;
use domain::base::marking::clearance::Terms;
use domain::base::marking::{Code, Grant, Level};
use jiff::civil::Date;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use std::io::{IsTerminal as _, Read as _, stdin};
use std::path::{Path, PathBuf};

/// Accounts of people and services.
#[derive(Debug, clap::Args)]
pub struct AccountArgs {
    #[command(subcommand)]
    command: AccountCommand,
}

#[derive(Debug, clap::Subcommand)]
enum AccountCommand {
    /// Adds an account.
    #[command(after_help = "The password comes from the file or from standard input, never from the command line.\n\n\
Exit codes: 0 added, 2 not.\n\n\
A password that is not its owner's own (--own-password) is good once, to choose another; in a demonstration every \
password is good for ever.\n\n\
Example: subrosa account add nora --role reviewer --agency NAVY --clearance S --password-file pw")]
    Add {
        /// Name to sign in with; also the name in signatures.
        name: String,
        /// intake, examiner, licensing_officer, reviewer, official, security_officer or auditor.
        #[arg(long, value_parser = role)]
        role: Role,
        /// Agency, for reviewers and officials.
        #[arg(long, value_name = "CODE", value_parser = code)]
        agency: Option<AgencyCode>,
        /// What the account may read at most, and a security officer grant at most: U, CUI, C, S or TS.
        #[arg(long, default_value = "U", value_parser = level)]
        clearance: Level,
        #[command(flatten)]
        terms: TermsArgs,
        /// The examiner sees what other examiners have, and hands it out.
        #[arg(long)]
        supervisor: bool,
        /// File with the password; standard input without it.
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
        /// The password is its owner's own choice. Without this it is good once, to choose another.
        #[arg(long)]
        own_password: bool,
        #[command(flatten)]
        store: CreateArgs,
    },
    /// Lists the accounts.
    #[command(after_help = "Exit codes: 0 listed, 2 the database cannot be read.\n\n\
Example: subrosa account list --data /var/lib/subrosa --format json")]
    List {
        /// How to print them.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Switches an account off; its sessions end at once.
    #[command(
        after_help = "Exit codes: 0 changed, 2 there is no such account.\n\nExample: subrosa account disable nora"
    )]
    Disable {
        /// Its name.
        name: String,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Switches an account on again.
    #[command(
        after_help = "Exit codes: 0 changed, 2 there is no such account.\n\nExample: subrosa account enable nora"
    )]
    Enable {
        /// Its name.
        name: String,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Gives an account a new password; its sessions end at once.
    #[command(
        after_help = "Exit codes: 0 changed, 2 there is no such account.\n\nExample: subrosa account password nora --password-file pw"
    )]
    Password {
        /// Its name.
        name: String,
        /// File with the password; standard input without it.
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
        /// The password is its owner's own choice. Without this it is good once, to choose another.
        #[arg(long)]
        own_password: bool,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Makes an examiner a supervisor, who sees what other examiners have and hands it out.
    #[command(
        after_help = "Exit codes: 0 changed, 2 there is no such account, or it is no examiner's.\n\nExample: subrosa account supervisor erin"
    )]
    Supervisor {
        /// Its name.
        name: String,
        /// From now on an examiner like others.
        #[arg(long)]
        no_longer: bool,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Takes the second factor of an account away, whose owner has lost it; its sessions end at once.
    #[command(
        after_help = "Exit codes: 0 changed, 2 there is no such account.\n\nExample: subrosa account remove-factor nora"
    )]
    RemoveFactor {
        /// Its name.
        name: String,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Forgets the failed sign-ins of an account, so that it opens in all networks again.
    #[command(
        after_help = "Exit codes: 0 changed, 2 there is no such account.\n\nExample: subrosa account reopen nora"
    )]
    Reopen {
        /// Its name.
        name: String,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Changes what an account may read at most; it holds at once. Terms that are given replace all terms on record.
    #[command(after_help = "Exit codes: 0 changed, 2 there is no such account, or no clearance has such terms.\n\n\
Examples: subrosa account clearance nora S\n          \
subrosa account clearance nora S --citizen USA --access RD --affiliation federal_employee")]
    Clearance {
        /// Its name.
        name: String,
        /// U, CUI, C, S or TS.
        #[arg(value_parser = level)]
        clearance: Level,
        #[command(flatten)]
        terms: TermsArgs,
        #[command(flatten)]
        store: StoreArgs,
    },
}

/// The terms of a clearance beside its level.
#[derive(Debug, clap::Args)]
struct TermsArgs {
    /// A citizenship, by country code; once for each. Without any nothing is read that is limited by country.
    #[arg(long = "citizen", value_name = "CODE", value_parser = country)]
    citizenships: Vec<Code>,
    /// An access that markings ask for, such as RD or COMSEC; once for each.
    #[arg(long = "access", value_name = "WORD")]
    accesses: Vec<String>,
    /// federal_employee, contractor or other.
    #[arg(long, value_parser = affiliation)]
    affiliation: Option<Affiliation>,
    /// File with all terms as JSON, in the form of `clearance_terms` in the API: for a kind other than national, an
    /// authority, a last day, a suspension.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["citizenships", "accesses", "affiliation"])]
    clearance_terms: Option<PathBuf>,
}

impl TermsArgs {
    /// The terms that were given; `None` without any.
    fn read(&self) -> Result<Option<Terms>> {
        if let Some(file) = &self.clearance_terms {
            let text = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
            return serde_json::from_slice(&text).with_context(|| format!("{}", file.display())).map(Some);
        }
        let terms = Terms {
            citizenships: self.citizenships.iter().copied().collect(),
            accesses: self.accesses.iter().map(|access| access.to_ascii_uppercase()).collect(),
            affiliation: self.affiliation,
            ..Terms::default()
        };
        Ok((terms != Terms::default()).then_some(terms))
    }
}

fn country(text: &str) -> Result<Code, String> {
    Code::country(text).ok_or_else(|| "there is no such country; give its code of ISO 3166-1, such as USA".into())
}

fn affiliation(text: &str) -> Result<Affiliation, String> {
    text.parse().map_err(|_| "there is no such affiliation; affiliations: federal_employee, contractor, other".into())
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| {
        let all: Vec<_> = Role::ALL.iter().map(|r| r.as_str()).collect();
        format!("there is no such role; roles: {}", all.join(", "))
    })
}

fn level(text: &str) -> Result<Level, String> {
    Level::parse(text).ok_or_else(|| "there is no such clearance; clearances: U, CUI, C, S, TS".into())
}

/// The hash of the password, which is refused if it is unfit. In a demonstration every password is good for ever.
fn password(cx: &Ctx, file: Option<&Path>, name: &str, own: bool) -> Result<Password> {
    let secret: SecretString = match file {
        Some(path) => read_secret(path)?,
        None => {
            if stdin().is_terminal() {
                aside(&format!("Password for {name} (ends with end of file, Ctrl-D):"));
            }
            let mut text = String::new();
            stdin().take(4096).read_to_string(&mut text).context("cannot read the password from standard input")?;
            text.trim_end_matches(['\r', '\n']).to_owned().into()
        }
    };
    accept(secret.expose_secret(), name).map_err(|e| anyhow!("{e}"))?;
    let hash = Passwords::new()?.hash(secret.expose_secret())?;
    Ok(if own || cx.store.is_demo() { Password::own(hash) } else { Password::given(hash) })
}

/// Runs `subrosa account`.
pub fn account(args: &AccountArgs) -> Result<Exit> {
    match &args.command {
        AccountCommand::Add {
            name,
            role,
            agency,
            clearance,
            terms,
            supervisor,
            password_file,
            own_password,
            store,
        } => {
            let (_, cx) = open_or_create(store)?;
            let new = accounts::NewAccount {
                supervisor: *supervisor,
                username: name.clone(),
                role: *role,
                agency: agency.clone(),
                clearance: Grant { level: *clearance, terms: terms.read()?.unwrap_or_default() },
                password: password(&cx, password_file.as_deref(), name, *own_password)?,
            };
            let temporary = new.password.temporary;
            let added = accounts::add(&cx, &By::system(&holder()), new)?.account;
            put_line!("added {} ({})", added.username, added.role.as_str());
            if temporary {
                aside("The password is good once: its owner chooses another with POST /api/v1/session/password.");
            }
        }
        AccountCommand::List { format, store } => list_accounts(&open(store)?.1, *format)?,
        AccountCommand::Disable { name, store } => {
            let change = accounts::Change { enabled: Some(false), ..accounts::Change::default() };
            changed(store, name, &change, "disabled")?;
        }
        AccountCommand::Enable { name, store } => {
            let change = accounts::Change { enabled: Some(true), ..accounts::Change::default() };
            changed(store, name, &change, "enabled")?;
        }
        AccountCommand::Password { name, password_file, own_password, store } => {
            let (_, cx) = open(store)?;
            let password = Some(password(&cx, password_file.as_deref(), name, *own_password)?);
            changed(store, name, &accounts::Change { password, ..accounts::Change::default() }, "new password")?;
        }
        AccountCommand::Supervisor { name, no_longer, store } => {
            let change = accounts::Change { supervisor: Some(!no_longer), ..accounts::Change::default() };
            changed(store, name, &change, if *no_longer { "no longer a supervisor" } else { "a supervisor" })?;
        }
        AccountCommand::RemoveFactor { name, store } => {
            let change = accounts::Change { remove_factor: true, ..accounts::Change::default() };
            changed(store, name, &change, "no second factor")?;
        }
        AccountCommand::Reopen { name, store } => {
            let change = accounts::Change { reopen: true, ..accounts::Change::default() };
            changed(store, name, &change, "opens in all networks")?;
        }
        AccountCommand::Clearance { name, clearance, terms, store } => {
            let clearance_terms = terms.read()?;
            let change =
                accounts::Change { clearance: Some(*clearance), clearance_terms, ..accounts::Change::default() };
            changed(store, name, &change, clearance.mark())?;
        }
    }
    Ok(Exit::Fine)
}

/// Accounts read at a time.
const BATCH: i64 = 200;

fn list_accounts(cx: &Ctx, format: Output) -> Result<()> {
    let mut all: Vec<Kept> = vec![];
    loop {
        let page = accounts::list(cx, &holder(), all.last().map(|kept| kept.account.id), BATCH)?;
        if page.is_empty() {
            break;
        }
        all.extend(page);
    }
    if format == Output::Json {
        let item = |kept: &Kept| {
            let a = &kept.account;
            json!({"id": a.id, "username": a.username, "role": a.role, "agency": a.agency, "clearance": a.clearance.level,
                   "clearance_terms": a.clearance.terms,
                   "supervisor": a.supervisor, "enabled": a.enabled, "has_factor": kept.has_factor,
                   "closed_by_failures": kept.closed_by_failures})
        };
        put_line!("{}", json!({ "items": all.iter().map(item).collect::<Vec<_>>() }));
        return Ok(());
    }
    let state = |kept: &Kept| match (kept.account.enabled, kept.closed_by_failures) {
        (false, _) => "disabled",
        (true, true) => "closed",
        (true, false) => "enabled",
    };
    let row = |kept: &Kept| {
        let a = &kept.account;
        vec![
            a.username.clone(),
            a.role.as_str().to_owned(),
            a.agency.as_ref().map_or("-", AgencyCode::as_str).to_owned(),
            a.clearance.level.mark().to_owned(),
            if kept.has_factor { "yes" } else { "no" }.to_owned(),
            state(kept).to_owned(),
        ]
    };
    let mut paper = Paper::new(Page::stdout(Colours::Auto));
    let header = ["name", "role", "agency", "cleared", "factor", "state"];
    paper.table(0, &header, &all.iter().map(row).collect::<Vec<_>>());
    Ok(put(&paper.finish())?)
}

fn list_agencies(cx: &Ctx, format: Output) -> Result<()> {
    let all = agencies::list(cx)?.0;
    if format == Output::Json {
        put_line!("{}", json!({ "items": all }));
        return Ok(());
    }
    let row = |a: &Agency| {
        let department = a.department.as_ref().map(|d| format!(" (component of {d})")).unwrap_or_default();
        let until = a.valid_until.map(|d| format!(" until {d}")).unwrap_or_default();
        vec![a.code.as_str().to_owned(), format!("{}{department}, from {}{until}", a.name, a.valid_from)]
    };
    let mut paper = Paper::new(Page::stdout(Colours::Auto));
    paper.table(0, &["code", "agency"], &all.iter().map(row).collect::<Vec<_>>());
    Ok(put(&paper.finish())?)
}

fn changed(store: &StoreArgs, name: &str, change: &accounts::Change, what: &str) -> Result<()> {
    let (_, cx) = open(store)?;
    let holder = holder();
    let found = accounts::find_by_name(&cx, &holder, name)?;
    accounts::change(&cx, &By::system(&holder), found.id, change)?;
    put_line!("{name}: {what}");
    Ok(())
}

/// Agencies and their components.
#[derive(Debug, clap::Args)]
pub struct AgencyArgs {
    #[command(subcommand)]
    command: AgencyCommand,
}

#[derive(Debug, clap::Subcommand)]
enum AgencyCommand {
    /// Lists the agencies, past ones too.
    #[command(after_help = "Exit codes: 0 listed, 2 the database cannot be read.\n\n\
Example: subrosa agency list --data /var/lib/subrosa --format json")]
    List {
        /// How to print them.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Adds an agency, or a component of a department.
    #[command(after_help = "Exit codes: 0 added, 2 not.\n\n\
Example: subrosa agency add USSF --name \"Space Force\" --department DOD --from 2019-12-20")]
    Add {
        /// Its code.
        #[arg(value_parser = code)]
        code: AgencyCode,
        /// Its name.
        #[arg(long)]
        name: String,
        /// The department it is a component of.
        #[arg(long, value_name = "CODE", value_parser = code)]
        department: Option<AgencyCode>,
        /// First day on which it may be asked.
        #[arg(long, value_name = "DATE", value_parser = crate::cli::args::date)]
        from: Date,
        /// Last day.
        #[arg(long, value_name = "DATE", value_parser = crate::cli::args::date)]
        until: Option<Date>,
        /// It stands for a government abroad, whose classified matter comes here under a security agreement.
        #[arg(long)]
        foreign_government: bool,
        #[command(flatten)]
        store: CreateArgs,
    },
}

/// Runs `subrosa agency`.
pub fn agency(args: &AgencyArgs) -> Result<Exit> {
    match &args.command {
        AgencyCommand::List { format, store } => list_agencies(&open(store)?.1, *format)?,
        AgencyCommand::Add { code, name, department, from, until, foreign_government, store } => {
            let (_, cx) = open_or_create(store)?;
            let agency = Agency {
                code: code.clone(),
                name: name.clone(),
                department: department.clone(),
                valid_from: *from,
                valid_until: *until,
                foreign_government: *foreign_government,
            };
            let added = agencies::add(&cx, &By::system(&holder()), agency)?;
            put_line!("added {}", added.code);
        }
    }
    Ok(Exit::Fine)
}
