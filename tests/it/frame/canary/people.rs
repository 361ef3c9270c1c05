//! The people around the cases, and who of them may learn what. The table says what the law and the desks of the Office
//! make of each person; it asks no function of the program.

use crate::frame::canary::cases::{APPEALED, UNDER_ORDER};
use crate::frame::canary::planting::{Part, Secret};
use domain::base::actor::Role;
use domain::base::marking::Level;
use std::collections::BTreeSet;

/// A person: name, role, agency, clearance, and whether an examiner is a supervisor.
pub type Person = (&'static str, Role, Option<&'static str>, Level, bool);

/// Everybody who can sign in.
pub const PEOPLE: [Person; 21] = [
    // Those who work on the cases.
    ("clerk", Role::Intake, None, Level::TopSecret, false),
    ("exam", Role::Examiner, None, Level::TopSecret, false),
    ("boss", Role::Examiner, None, Level::TopSecret, true),
    ("officer", Role::LicensingOfficer, None, Level::TopSecret, false),
    ("officer_b", Role::LicensingOfficer, None, Level::TopSecret, false),
    ("navy_reviewer", Role::Reviewer, Some("NAVY"), Level::TopSecret, false),
    ("navy", Role::Official, Some("NAVY"), Level::TopSecret, false),
    ("doe", Role::Official, Some("DOE"), Level::TopSecret, false),
    ("usaf", Role::Official, Some("USAF"), Level::TopSecret, false),
    // Those who look on. A name that ends in `_s` is cleared for SECRET, or lacks the access that the higher marking asks for.
    ("clerk_s", Role::Intake, None, Level::Secret, false),
    ("exam2", Role::Examiner, None, Level::TopSecret, false),
    ("exam_s", Role::Examiner, None, Level::Secret, false),
    ("boss_s", Role::Examiner, None, Level::TopSecret, true),
    ("officer_s", Role::LicensingOfficer, None, Level::TopSecret, false),
    ("navy_new", Role::Official, Some("NAVY"), Level::TopSecret, false),
    ("navy_s", Role::Reviewer, Some("NAVY"), Level::TopSecret, false),
    ("army", Role::Reviewer, Some("ARMY"), Level::TopSecret, false),
    ("nasa", Role::Official, Some("NASA"), Level::TopSecret, false),
    ("keeper", Role::SecurityOfficer, None, Level::TopSecret, false),
    ("auditor", Role::Auditor, None, Level::TopSecret, false),
    ("auditor_s", Role::Auditor, None, Level::TopSecret, false),
];

/// The markings of the cases: one above SECRET that asks for an access, one that everybody is cleared for.
pub const MARKINGS: [&str; 2] = ["TS//OC", "U"];

/// The accesses of a person.
pub fn accesses_of(name: &str) -> BTreeSet<String> {
    (!name.ends_with("_s")).then(|| "ORCON".to_owned()).into_iter().collect()
}

/// What somebody may learn of a filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Learns {
    Everything,
    /// Everything but what the text says: licensing officers decide on the record.
    Record,
    /// What a sponsor that has signed may read: not what the Office writes for itself, not what another agency thinks.
    AsSponsor,
    /// That it was referred to the own agency: its number, and what is to be signed.
    Referral,
    /// That something was done to it, its number and digests: for auditors.
    Acts,
    /// What is on record under a number that the asker knows: for intake.
    OnNumber,
}

const BOTH: &[usize] = &[0, 1];
/// The case that needs no clearance.
const LOW: &[usize] = &[1];
const ALL: &[usize] = &[0, 1, 2, 3];
const OF_NAVY: &[usize] = &[UNDER_ORDER, APPEALED];
const OF_DOE: &[usize] = &[UNDER_ORDER];

/// Who may learn what, of which cases and which filings in them. Whoever has no line learns nothing.
const TABLE: [(&str, &[usize], &[usize], Learns); 17] = [
    ("exam", BOTH, ALL, Learns::Everything),
    ("boss", BOTH, ALL, Learns::Everything),
    ("boss_s", LOW, ALL, Learns::Everything),
    ("officer", BOTH, ALL, Learns::Record),
    ("officer_b", BOTH, ALL, Learns::Record),
    ("officer_s", LOW, ALL, Learns::Record),
    ("navy_reviewer", BOTH, OF_DOE, Learns::AsSponsor),
    ("navy_reviewer", BOTH, &[APPEALED], Learns::Referral),
    ("navy", BOTH, OF_NAVY, Learns::AsSponsor),
    ("doe", BOTH, OF_DOE, Learns::AsSponsor),
    // The Air Force wanted no order, so its need to know is over.
    ("usaf", BOTH, OF_DOE, Learns::Referral),
    // These have not signed.
    ("navy_new", BOTH, OF_NAVY, Learns::Referral),
    ("navy_s", LOW, OF_NAVY, Learns::Referral),
    ("auditor", BOTH, ALL, Learns::Acts),
    ("auditor_s", LOW, ALL, Learns::Acts),
    ("clerk", BOTH, ALL, Learns::OnNumber),
    ("clerk_s", LOW, ALL, Learns::OnNumber),
];

/// What somebody may learn of a filing of a case; `None` means nothing at all.
pub fn learns(name: &str, case: usize, filing: usize) -> Option<Learns> {
    let found = TABLE
        .iter()
        .find(|(who, cases, filings, _)| *who == name && cases.contains(&case) && filings.contains(&filing));
    found.map(|(.., learns)| *learns)
}

/// The members that make the text of a filing.
const TEXT: [&str; 6] = [
    ".abstract[]",
    ".claims[]",
    ".description[].heading",
    ".description[].number",
    ".description[].text",
    ".government_interest",
];
/// The operations that bring a text.
const BRING_TEXT: [&str; 3] = ["bring_filing", "bring_filings", "amend_filing"];

/// The operations by which readers of the text write to one another; licensing officers do not read it.
const OF_READERS: [&str; 2] = ["ask_question", "answer_question"];

/// Whether somebody may learn a secret.
pub fn may_learn(name: &str, secret: &Secret) -> bool {
    let Some(learns) = learns(name, secret.case, secret.filing) else { return false };
    match (learns, &secret.part) {
        (Learns::Everything, _) => true,
        (Learns::Record, Part::Member(operation, _)) if OF_READERS.contains(&operation.as_str()) => false,
        (Learns::Record, Part::Member(operation, at)) => {
            !(BRING_TEXT.contains(&operation.as_str()) && TEXT.contains(&at.as_str()))
        }
        (Learns::AsSponsor, Part::Member(operation, at)) => {
            !is_of_the_office(operation, at) && !is_of_another(name, operation)
        }
        (Learns::Record | Learns::AsSponsor, _) => true,
        (Learns::Referral, Part::Number) => true,
        (Learns::Referral, Part::Id(kind)) => {
            kind == "/filings/{id}" || *kind == format!("/referrals/{{id}} {}", agency(name))
        }
        (Learns::Acts, Part::Number | Part::Digest | Part::Id(_) | Part::Reference) => true,
        (Learns::OnNumber, Part::Number | Part::Digest | Part::Id(_)) => true,
        (Learns::Referral | Learns::Acts | Learns::OnNumber, _) => false,
    }
}

fn agency(name: &str) -> &'static str {
    PEOPLE.iter().find(|(who, ..)| *who == name).and_then(|(_, _, agency, ..)| *agency).unwrap_or_default()
}

/// The operations by which the Office writes what only the Office reads. Why an examiner confirmed a hit is not among them:
/// who has signed for a referral sees why it came.
const OF_THE_OFFICE: [&str; 25] = [
    "flag_filing",
    "settle_flag",
    "correct_filing",
    "record_contract",
    "report_filing_abroad",
    "step_property",
    "step_international",
    "petition_license",
    "refuse_license",
    "revoke_license",
    "query_marking",
    "answer_marking",
    "abandon_marked",
    "compare_filing",
    "record_order_facts",
    "account_for_condition",
    "answer_decline",
    "extend_reply",
    "hold_amendment",
    "decide_amendment",
    "report_incident",
    "record_told",
    "find_violation",
    "decide_violation",
    "record_service",
];

fn is_of_the_office(operation: &str, at: &str) -> bool {
    // The words that an officer makes of a condition are a condition of the order.
    OF_THE_OFFICE.contains(&operation) && (operation, at) != ("account_for_condition", ".words")
}

/// What only the people of the Navy read, since its reviewer wrote it, or the Office to its reviewer.
fn is_of_another(name: &str, operation: &str) -> bool {
    ["give_opinion", "ask_question", "answer_question"].contains(&operation) && agency(name) != "NAVY"
}
