//! `subrosa demo`: the way of sample filings from intake to lapse, step by step, then a service to try.

mod samples;
mod steps;

use crate::app::App;
use crate::auth::password::Passwords;
use crate::cli::Exit;
use crate::cli::frame::render::{Colours, Page};
use crate::config::{Config, HostPort, OpsListen};
use crate::workflow::office::accounts;
use crate::workflow::{By, Ctx};
use anyhow::{Context as _, Result};
use domain::base::actor::{Actor, Role};
use domain::base::agency::AgencyCode;
use domain::base::ids::AccountId;
use domain::base::marking::{Grant, Level};
use std::path::PathBuf;

/// Shows the whole job on sample filings: what was flagged and why, a filing on its way to an order and
/// its notice, a renewal, a lapse. Then serves, until Ctrl-C.
#[derive(Debug, clap::Args)]
#[command(after_help = "Everything is in a fresh temporary folder and is fiction. Nothing of yours is touched.\n\n\
Exit codes: 0 ended, 2 a step failed.\n\n\
Example: subrosa demo --once")]
pub struct DemoArgs {
    /// Ends after the last step instead of serving.
    #[arg(long)]
    once: bool,
    /// Where to serve after the last step.
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8080")]
    listen: HostPort,
}

/// The password of every demonstration account.
pub const PASSWORD: &str = "a demonstration is no secret";

/// Name, role, agency of the demonstration accounts.
const PEOPLE: [(&str, Role, Option<&str>); 9] = [
    ("ingrid", Role::Intake, None),
    ("erin", Role::Examiner, None),
    ("otto", Role::LicensingOfficer, None),
    ("olga", Role::LicensingOfficer, None),
    ("nora", Role::Reviewer, Some("NAVY")),
    ("arne", Role::Reviewer, Some("ARMY")),
    ("dora", Role::Official, Some("DOD")),
    ("sam", Role::SecurityOfficer, None),
    ("audrey", Role::Auditor, None),
];

/// The people of the demonstration, signed in.
pub struct People(Vec<Actor>);

impl People {
    /// A person of the demonstration by name.
    pub fn get(&self, name: &str) -> Result<&Actor> {
        self.0.iter().find(|a| a.name == name).with_context(|| format!("nobody is called {name}"))
    }
}

/// Runs the command.
pub fn run(args: &DemoArgs) -> Result<Exit> {
    let folder = Folder::new()?;
    let nowhere = HostPort { host: "127.0.0.1".into(), port: 0 };
    let config = Config {
        data: folder.0.clone(),
        demo: true,
        demo_now: Some("2026-03-10T14:00:00-04:00".parse().context("the first day of the demonstration")?),
        listen: if args.once { nowhere } else { args.listen.clone() },
        ops_listen: OpsListen::Off,
        ..Config::default()
    };
    let mail = config.mail_dir().unwrap_or_else(|| folder.0.join("mail"));
    let app = App::open(config)?;
    let people = people(app.cx())?;
    steps::run_all(app.cx(), &people, &mail, Page::stdout(Colours::Auto))?;
    if args.once {
        return Ok(Exit::Fine);
    }
    invite(&args.listen)?;
    crate::telemetry::init(false, "warn")?;
    app.run()?;
    Ok(Exit::Fine)
}

fn people(cx: &Ctx) -> Result<People> {
    let keeper = Actor::command_line();
    let password_hash = Passwords::new()?.hash(PASSWORD)?;
    let added = PEOPLE
        .iter()
        .map(|(name, role, agency)| {
            let new = accounts::NewAccount {
                supervisor: false,
                username: (*name).to_owned(),
                role: *role,
                agency: agency.map(AgencyCode::parse).transpose()?,
                clearance: Grant::of(Level::TopSecret),
                password: accounts::Password::own(password_hash.clone()),
            };
            let account = accounts::add(cx, &By::system(&keeper), new)?.account;
            Ok(Actor::of(&account, format!("demo:{}", AccountId::as_uuid(&account.id)), cx.today()))
        })
        .collect::<Result<_>>()?;
    Ok(People(added))
}

fn invite(listen: &HostPort) -> Result<()> {
    put_line!("\nNow it is yours. Everyone's password is: {PASSWORD}");
    for (name, role, agency) in PEOPLE {
        put_line!("  {name:<8} {}{}", role.as_str(), agency.map(|a| format!(" of {a}")).unwrap_or_default());
    }
    put_line!(
        "\n  the interface, to read and try   http://{listen}/docs\n  \
         sign in                          curl -s http://{listen}/api/v1/session -H 'Content-Type: application/json' \\\n  \
         {:32} -d '{{\"username\": \"erin\", \"password\": \"{PASSWORD}\"}}'\n  \
         what awaits an examiner          GET /api/v1/filings?status=in_triage\n  \
         set the clock forward            POST /api/v1/demo/clock {{\"now\": \"2029-01-01T12:00:00Z\"}} as otto or audrey\n\
         \nCtrl-C ends it and removes its folder.\n",
        ""
    );
    Ok(())
}

/// A fresh folder that is removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("subrosa-demo-{}", std::process::id()));
        std::fs::create_dir(&path).with_context(|| format!("cannot make the folder {}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // If the folder cannot be removed, it stays among the temporary files of the system.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
