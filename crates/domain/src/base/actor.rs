//! The actors: roles, accounts of people and services, and the credential of whoever acts.

use crate::base::agency::AgencyCode;
use crate::base::ids::AccountId;
use crate::base::marking::{Clearance, Grant};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The role of an account, which says what the account may ever do.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Role {
    /// A service that sends filings in.
    Intake,
    /// Screens and refers.
    Examiner,
    /// Signs orders.
    LicensingOfficer,
    /// Reads for an agency and gives opinions.
    Reviewer,
    /// Signs recommendations and determinations for an agency.
    Official,
    /// Keeps accounts, clearances, agencies and lists; reads no filing.
    SecurityOfficer,
    /// Reads the ledger; reads no filing.
    Auditor,
}

impl Role {
    /// All roles, in the order people list them.
    pub const ALL: &[Self] = <Self as strum::VariantArray>::VARIANTS;
    /// As written in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
    /// Reads a role.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }
    /// Whether an account of this role belongs to an agency.
    pub fn needs_agency(self) -> bool {
        matches!(self, Self::Reviewer | Self::Official)
    }
}

/// Why a text is not a name to sign in with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadUsername {
    /// The text has a wrong length or a wrong character.
    #[error(
        "a name has two to sixty-four letters a to z, digits, dots, hyphens, underscores or @, and begins with a letter"
    )]
    Form,
    /// The system signs with this name.
    #[error("{0:?} is a name that the system itself signs with; choose another")]
    Reserved(String),
}

/// Parses a name to sign in with, which is also the name in signatures. Capital letters become small ones, so that two
/// names never differ only by case. The names under which the system acts are refused.
pub fn username(text: &str) -> Result<String, BadUsername> {
    let name = text.trim().to_ascii_lowercase();
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_' | '@');
    if !(2..=64).contains(&name.len()) || !name.chars().all(fine) || !name.starts_with(|c: char| c.is_ascii_lowercase())
    {
        return Err(BadUsername::Form);
    }
    if [SYSTEM, "clock", "command_line", NOBODY].contains(&name.as_str()) {
        return Err(BadUsername::Reserved(name));
    }
    Ok(name)
}

/// The name in the record of what the system does by itself. Its value is that of the first databases, which keep it.
pub const SYSTEM: &str = "house";

/// The name in the ledger of a caller who could not prove who they are. No [`Actor`] has this name.
pub const NOBODY: &str = "nobody";

/// An account on file, without its password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub id: AccountId,
    /// Name to sign in with, and the name in signatures.
    pub username: String,
    pub role: Role,
    /// The agency of a reviewer or official; `None` for other roles.
    pub agency: Option<AgencyCode>,
    /// What was granted to its owner.
    pub clearance: Grant,
    /// Whether an examiner sees what other examiners have, and hands it out.
    #[serde(default)]
    pub supervisor: bool,
    /// Grows with every change of rights. A token from before the change is no longer accepted.
    pub stamp: i32,
    /// Whether the account may sign in.
    pub enabled: bool,
}

/// Whoever acts now: an account with its credential, or the system itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account; `None` for the clock and the command line.
    pub account: Option<AccountId>,
    /// The name for the record.
    pub name: String,
    /// `None` for the clock and the command line.
    pub role: Option<Role>,
    pub agency: Option<AgencyCode>,
    /// How far the clearance of the account reaches today.
    pub clearance: Clearance,
    /// Whether this is an examiner who sees what other examiners have, and hands it out.
    pub supervisor: bool,
    /// The credential: `session:<id>`, `cli`, `clock`.
    pub credential: String,
}

impl Actor {
    /// The actor of the clock job.
    pub fn clock() -> Self {
        Self::system("clock")
    }
    /// The actor of the command line: whoever has the machine.
    pub fn command_line() -> Self {
        Self::system("command line")
    }
    /// The system itself, which sets up a new database.
    pub fn founder() -> Self {
        Self::system(SYSTEM)
    }
    fn system(name: &str) -> Self {
        Self {
            account: None,
            name: name.to_owned(),
            role: None,
            agency: None,
            clearance: Clearance::default(),
            supervisor: false,
            credential: name.replace(' ', "_"),
        }
    }
    /// The actor of an account that has signed in, with what its clearance reaches on a day.
    pub fn of(account: &Account, credential: String, on: Date) -> Self {
        Self {
            account: Some(account.id),
            name: account.username.clone(),
            role: Some(account.role),
            agency: account.agency.clone(),
            clearance: account.clearance.on(on),
            supervisor: account.supervisor,
            credential,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_to_sign_in_with() {
        for (text, want) in [("navy1", Ok("navy1")), (" Ada.Marlowe@Navy ", Ok("ada.marlowe@navy"))] {
            assert_eq!(username(text), want.map(str::to_owned), "{text:?}");
        }
        for text in ["", "a", "1st", "a b", "a\u{0}b", "änne", &"a".repeat(65), "<b>"] {
            assert_eq!(username(text), Err(BadUsername::Form), "{text:?}");
        }
        for name in ["house", "Clock", "nobody"] {
            assert!(matches!(username(name), Err(BadUsername::Reserved(_))), "{name}");
        }
        // Nobody can have a name that the system writes as the actor of an act.
        for actor in [Actor::clock(), Actor::command_line(), Actor::founder()] {
            assert!(username(&actor.name).is_err(), "{}", actor.name);
        }
    }
}
