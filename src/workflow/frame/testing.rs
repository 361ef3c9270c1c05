//! An office for tests: a real store in a temporary file, a clock that stands still, and accounts.

use crate::clock::{FixedClock, SystemIds};
use crate::store::{DatabaseUrl, Store};
use crate::workflow::frame::act::{By, Ctx, IfMatch};
use crate::workflow::frame::list_in_force::InForce;
use crate::workflow::list::setup;
use crate::workflow::office::accounts;
use domain::base::actor::{Account, Actor, Role};
use domain::base::agency::AgencyCode;
use domain::base::marking::{Grant, Level};
use domain::filing::{Filing, ReceivedBy};
use serde_json::{Value, json};
use std::sync::Arc;

/// An office with an empty record. The temporary folder lives as long as this value.
pub struct TestOffice {
    pub cx: Ctx,
    pub clock: Arc<FixedClock>,
    _dir: tempfile::TempDir,
}

pub const HASH: &str = "$argon2id$not-checked-here";

impl TestOffice {
    /// A new office on a SQLite file, prepared, at noon of 2026-03-10 in Washington.
    pub fn new() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let store = Store::open(&DatabaseUrl::Sqlite(dir.path().join("test.db")), false).expect("a store");
        let clock = Arc::new(FixedClock::at("2026-03-10T16:00:00Z".parse().expect("instant")));
        let cx = Ctx {
            store,
            clock: clock.clone(),
            ids: Arc::new(SystemIds),
            settings: Arc::default(),
            lists: Arc::new(InForce::default()),
            tree: Arc::default(),
            service: None,
        };
        setup::prepare_with(&cx, LIST).expect("prepared");
        Self { cx, clock, _dir: dir }
    }
    /// Adds an account.
    pub fn account(&self, name: &str, role: Role, agency: Option<&str>, level: Level) -> Account {
        let new = accounts::NewAccount {
            supervisor: false,
            username: name.into(),
            role,
            agency: agency.map(|a| AgencyCode::parse(a).expect("code")),
            clearance: Grant::of(level),
            password: accounts::Password::own(HASH),
        };
        accounts::add(&self.cx, &By::system(&Actor::command_line()), new).expect("added").account
    }
    /// Adds an account with the highest clearance and signs it in.
    pub fn person(&self, name: &str, role: Role, agency: Option<&str>) -> Actor {
        Actor::of(&self.account(name, role, agency, Level::TopSecret), format!("session:{name}"), self.cx.today())
    }
    /// Sets the clock.
    pub fn at(&self, instant: &str) {
        self.clock.set(instant.parse().expect("instant"));
    }
}

/// Acts as this account on whichever version there is.
pub fn any(actor: &Actor) -> By<'_> {
    By { actor, if_match: IfMatch::Any, idempotency: None, sent: None }
}

/// A filing that says this in its claim, with some fields changed. Zeros fill up a short serial number (`18/1`).
pub fn filing(number: &str, claim: &str, more: Value) -> Filing {
    let number = match number.split_once(['/', '-']) {
        Some((series, serial)) if serial.len() < 6 => format!("{series}/{serial:0>6}"),
        _ => number.to_owned(),
    };
    let mut form = json!({"application_number": number, "title": "Radio", "claims": [format!("1. {claim}")]});
    for (key, value) in more.as_object().expect("an object") {
        form[key] = value.clone();
    }
    let mut filing: Filing = serde_json::from_value(form).expect("a filing");
    if filing.marking.level.is_classified() {
        // By the ordinary way it would not be taken (R1.6).
        filing.received_by = ReceivedBy::HandCarried;
    }
    // Every reader of a format does this.
    filing.canonicalize();
    filing
}

/// The list of every `TestOffice`. It is small, because each test compiles it.
pub const LIST: &str = r#"
[list]
id = "us-test"
title = "A list for tests"
jurisdiction = "US"
revision = "2026-03"
effective = 2026-03-01
marking = "UNCLASSIFIED"
sources = ["tests"]

[[group]]
number = "IX"
title = "Communications security"

[[category]]
number = "IX-6A"
group = "IX"
title = "Signals whose existence is denied"
agencies = ["NSA", "NAVY"]
threshold = 1

[[category.clause]]
id = "lpi"
points = 1
rule = '''low ADJ probability ADJ2 intercept'''
"#;

/// A claim that the list of every `TestOffice` flags, in one category.
pub const FLAGGED: &str = "A transceiver with a low probability of intercept waveform.";
/// A claim that the list of every `TestOffice` does not flag.
pub const CLEAR: &str = "A latch for a garden gate.";
