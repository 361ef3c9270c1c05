//! What every petition must come with, whatever it asks for: a principal of record, and all its parts (R5.1, R5.4).

use crate::base::refusal::{PETITION_INCOMPLETE, PETITION_PRINCIPAL, Refusal};
use crate::case::CaseFile;
use crate::filing::PartyRole;

/// Whether two names are the same, whatever their case and spaces.
pub fn same_name(one: &str, other: &str) -> bool {
    let fold = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    fold(one) == fold(other)
}

/// Checks that somebody is a principal of record: whoever the order binds and nobody else may petition or
/// appeal, though another may sign for them (R5.1, R3.5).
pub(crate) fn must_be_principal(case: &CaseFile, name: &str) -> Result<(), Refusal> {
    if case.document.parties.iter().any(|p| PartyRole::is_principal(p.role) && same_name(&p.name, name)) {
        return Ok(());
    }
    Err(Refusal::new(
        &PETITION_PRINCIPAL,
        "Name, as \"principal\", an applicant, inventor, assignee or representative of record. A successor is put on \
         record first.",
    )
    .at("principal"))
}

/// Refuses an incomplete petition with everything that is missing, by field.
pub(super) fn complete(missing: Vec<(&'static str, &'static str)>) -> Result<(), Refusal> {
    let Some((first, _)) = missing.first() else { return Ok(()) };
    let all: Vec<String> = missing.iter().map(|(field, what)| format!("{field}: {what}")).collect();
    Err(Refusal::new(&PETITION_INCOMPLETE, format!("The petition is incomplete. {}.", all.join("; "))).at(*first))
}
