//! Who acts: roles, people and services, and the credential they came with.

use crate::base::agency::AgencyCode;
use crate::base::ids::AccountId;
use crate::base::marking::Clearance;
use serde::{Deserialize, Serialize};

/// What an account may do at all.
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
    /// A service that brings filings in.
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

/// Why a text is no name to sign in with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadUsername {
    /// Not made of the characters that may stand in one.
    #[error(
        "a name has two to sixty-four letters a to z, digits, dots, hyphens, underscores or @, and begins with a letter"
    )]
    Form,
    /// The house signs with it.
    #[error("{0:?} is a name the house itself signs with; choose another")]
    Reserved(String),
}

/// Reads a name to sign in with, which is also the name in signatures. Upper case is lowered, so that
/// no two people's names differ by it; the names the house acts under are nobody's.
pub fn username(text: &str) -> Result<String, BadUsername> {
    let name = text.trim().to_ascii_lowercase();
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_' | '@');
    if !(2..=64).contains(&name.len()) || !name.chars().all(fine) || !name.starts_with(|c: char| c.is_ascii_lowercase())
    {
        return Err(BadUsername::Form);
    }
    if [HOUSE, "clock", "command_line", NOBODY].contains(&name.as_str()) {
        return Err(BadUsername::Reserved(name));
    }
    Ok(name)
}

/// The name under which the house does what it does by itself; the schema knows it too.
pub const HOUSE: &str = "house";

/// Whoever could not prove who they are, in the ledger. No [`Actor`] is nobody.
pub const NOBODY: &str = "nobody";

/// An account on file, without its password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub id: AccountId,
    /// Name to sign in with, and the name in signatures.
    pub username: String,
    pub role: Role,
    /// Its agency, for agency roles.
    pub agency: Option<AgencyCode>,
    pub clearance: Clearance,
    /// Grows with every change of rights; a token made before the change is dead at once.
    pub stamp: i32,
    /// Whether it may sign in.
    pub enabled: bool,
}

/// Whoever does something now: an account with the credential it came with, or the house itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account; `None` for the clock and the command line.
    pub account: Option<AccountId>,
    /// Name for the record.
    pub name: String,
    /// Its role; `None` for the clock and the command line.
    pub role: Option<Role>,
    pub agency: Option<AgencyCode>,
    pub clearance: Clearance,
    /// The credential: `session:<id>`, `cli`, `clock`.
    pub credential: String,
}

impl Actor {
    /// The clock job.
    pub fn clock() -> Self {
        Self::house("clock")
    }
    /// Whoever holds the machine and uses the command line.
    pub fn command_line() -> Self {
        Self::house("command line")
    }
    /// The house itself: setting up a new database.
    pub fn founder() -> Self {
        Self::house(HOUSE)
    }
    fn house(name: &str) -> Self {
        Self {
            account: None,
            name: name.to_owned(),
            role: None,
            agency: None,
            clearance: Clearance::default(),
            credential: name.replace(' ', "_"),
        }
    }
    /// An account that has signed in.
    pub fn of(account: &Account, credential: String) -> Self {
        Self {
            account: Some(account.id),
            name: account.username.clone(),
            role: Some(account.role),
            agency: account.agency.clone(),
            clearance: account.clearance,
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
        // What the house writes as the actor of an act is no name anybody can have.
        for actor in [Actor::clock(), Actor::command_line(), Actor::founder()] {
            assert!(username(&actor.name).is_err(), "{}", actor.name);
        }
    }
}
