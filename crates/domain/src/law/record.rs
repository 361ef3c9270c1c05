//! What is on record of a filing beside its text: corrections by an examiner, what an examiner flags
//! late, and what became of the filing elsewhere (R1.1, R1.2, E15, E17, E21).
//!
//! The text as received is never rewritten; a correction stands beside it and is applied whenever the
//! filing is read.

use super::agency::AgencyCode;
use super::docket::{Audience, CaseFile, Entry, Matter, Place};
use super::filing::{Filing, Party, Related};
use super::marking::{Level, Marking};
use super::refusal::{INVALID, RECORD_DISPOSED, Refusal};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An entry about the record of a filing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// An examiner corrected or completed the record.
    Corrected(Correction),
    /// A contractor identified the Government contract behind the application (R1.8). It puts the case in
    /// the Government branch.
    Contract(Contract),
    /// An examiner met sensitive matter after screening, in the disclosure or in an amendment (R1.1): the
    /// filing goes back to triage.
    Flagged {
        /// What and where.
        reason: String,
    },
    /// Such a flag was settled without a referral.
    FlagSettled {
        /// Why.
        reason: String,
    },
    /// The filing left the Office's hands.
    Disposed {
        /// How.
        how: Disposal,
        /// On which day.
        on: Date,
    },
    /// An officer had it made available to an agency other than the one that has a property interest in the
    /// invention (R1.5).
    ReferredDespite {
        /// Those asked beside the interest.
        agencies: Vec<AgencyCode>,
        /// Those with the interest.
        holders: Vec<AgencyCode>,
        /// Why.
        reason: String,
    },
    /// A filing abroad was reported (E15, E16).
    FiledAbroad {
        /// Country or office.
        country: String,
        /// The day.
        on: Date,
        /// Its number there, where known.
        number: Option<String>,
    },
}

impl Act {
    pub(super) fn slot(&self, of: &Place) -> Option<String> {
        match self {
            Self::Disposed { how: Disposal::Patented, .. } => of.once_a_filing("record.patented"),
            Self::Disposed { how: Disposal::Published, .. } => of.once_a_filing("record.published"),
            Self::FlagSettled { .. } => of.answer_once("record.flag"),
            Self::Contract(_)
            | Self::Corrected(_)
            | Self::Flagged { .. }
            | Self::ReferredDespite { .. }
            | Self::FiledAbroad { .. }
            | Self::Disposed { .. } => None,
        }
    }
    pub(super) fn audience(&self) -> Audience {
        Audience::Office
    }
    /// Picks entries about the record.
    pub fn of(matter: &Matter) -> Option<&Self> {
        if let Matter::Record(act) = matter { Some(act) } else { None }
    }
}

/// A Government contract behind an application, as the contractor's separate letter names it (FAR
/// 52.227-10; R1.8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    /// Its number.
    pub number: String,
    /// Level of the subject matter.
    pub level: Level,
    /// The day the proposed application went to the contracting officer.
    pub transmitted_on: Date,
    /// Whether the contracting officer gave instructions that allow the filing.
    pub instructed: bool,
}

/// Days a contracting officer has to give instructions on matter Secret or higher (FAR 27.203-1(b)).
const CONTRACTING_OFFICER_DAYS: i32 = 30;

impl Contract {
    /// The first day on which the contractor may file (FAR 52.227-10; R1.8): matter Secret or higher after
    /// thirty days without instructions, or at once when instructed; Confidential once a copy is
    /// furnished, with no such days. Filing abroad always takes the contracting officer's written approval.
    pub fn may_file_from(&self) -> Date {
        if self.level >= Level::Secret && !self.instructed {
            self.transmitted_on.saturating_add(i64::from(CONTRACTING_OFFICER_DAYS).days())
        } else {
            self.transmitted_on
        }
    }
    /// Whether an application of this day was filed too early.
    pub fn filed_early(&self, filed_on: Date) -> bool {
        filed_on < self.may_file_from()
    }
}

/// What a correction says. What is left out stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The parties of record, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parties: Option<Vec<Party>>,
    /// The related applications, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub related: Option<Vec<Related>>,
    /// Country the invention was made in; empty for not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_in: Option<String>,
    /// The Government's interest (R1.4); empty for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub government_interest: Option<String>,
    /// Its marking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marking: Option<Marking>,
    /// Which text it was made of; a later one has it in it.
    pub text_version: i32,
    /// Why.
    pub reason: String,
}

impl Correction {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.parties.is_none()
            && self.related.is_none()
            && self.made_in.is_none()
            && self.government_interest.is_none()
            && self.marking.is_none()
    }
    /// Whether the text that is screened changes with it: the statement of interest is part of it.
    pub fn changes_what_is_screened(&self) -> bool {
        self.government_interest.is_some()
    }
    /// Applies it to a filing.
    pub fn apply(&self, filing: &mut Filing) {
        let filled = |text: &String| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        if let Some(parties) = &self.parties {
            filing.parties.clone_from(parties);
        }
        if let Some(related) = &self.related {
            filing.related.clone_from(related);
        }
        if let Some(country) = &self.made_in {
            filing.made_in = filled(country);
        }
        if let Some(statement) = &self.government_interest {
            filing.government_interest = filled(statement);
        }
        if let Some(marking) = self.marking {
            filing.marking = marking;
        }
    }
}

/// How a filing left the Office's hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposal {
    /// Published at eighteen months.
    Published,
    /// Issued as a patent.
    Patented,
    /// Abandoned.
    Abandoned,
    /// Withdrawn by the applicant.
    Withdrawn,
}

/// Whether an invention was made in the United States; one of which the country is not known counts as made
/// here (E24).
pub fn made_here(made_in: Option<&str>) -> bool {
    let country = made_in.map(str::trim).unwrap_or_default();
    ["", "US", "USA"].iter().any(|us| country.eq_ignore_ascii_case(us))
}

/// How the filing left the Office's hands: patented before all else, since no order reaches it then (E17).
pub fn disposal(case: &CaseFile) -> Option<(Disposal, Date)> {
    let all = || {
        case.of(Act::of).filter_map(|(_, act)| match act {
            Act::Disposed { how, on } => Some((*how, *on)),
            _ => None,
        })
    };
    all().find(|(how, _)| *how == Disposal::Patented).or_else(|| all().last())
}

/// Checks what is reported of a filing (R3.7, E21): nothing can be published or issued over a hold.
pub fn dispose(case: &CaseFile, how: Disposal, on: Date, today: Date) -> Result<Act, Refusal> {
    if on > today || on < case.filed_on() {
        return Err(Refusal::new(
            &INVALID,
            format!("The filing dates from {} and today is {today}; it happened in between.", case.filed_on()),
        )
        .at("on"));
    }
    let held = case.status.holds_publication();
    match how {
        // E21: an abandoned or withdrawn filing stays under its order; the order is on the invention.
        Disposal::Abandoned | Disposal::Withdrawn => Ok(Act::Disposed { how, on }),
        Disposal::Published | Disposal::Patented if held => Err(Refusal::new(
            &RECORD_DISPOSED,
            "Publication and grant are held. If it happened all the same, report a disclosure incident.",
        )),
        Disposal::Published | Disposal::Patented => Ok(Act::Disposed { how, on }),
    }
}

/// Applies the corrections on the docket to one text of a filing, in their order. What was corrected of
/// an earlier text is part of this one already.
pub fn apply_all(entries: &[Entry], text_version: i32, filing: &mut Filing) {
    for entry in entries {
        match Act::of(&entry.matter) {
            Some(Act::Corrected(correction)) if correction.text_version >= text_version => correction.apply(filing),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::docket::testing::{FILED, case, order};
    use crate::domain::status::FilingStatus;
    use jiff::civil::date;

    #[test]
    fn r1_2_corrections_stand_in_their_order_beside_the_text() {
        let mut c = case();
        let one = Correction {
            made_in: Some("JP".into()),
            text_version: 1,
            reason: "declaration".into(),
            ..Correction::default()
        };
        let two = Correction {
            made_in: Some(" ".into()),
            government_interest: Some("Made with support of the Navy.".into()),
            text_version: 2,
            reason: "declaration withdrawn".into(),
            ..Correction::default()
        };
        c.enter(FILED, Act::Corrected(one), None);
        c.enter(FILED, Act::Corrected(two), None);
        let mut f = c.document.clone();
        apply_all(&c.docket, 1, &mut f);
        assert_eq!(f.made_in, None);
        let mut later = c.document.clone();
        apply_all(&c.docket, 2, &mut later);
        assert_eq!(later.made_in, None);
        let mut third = c.document.clone();
        apply_all(&c.docket, 3, &mut third);
        assert_eq!(third, c.document, "a third text has both in it");
        assert_eq!(f.government_interest.as_deref(), Some("Made with support of the Navy."));
        assert_eq!(f.title, c.document.title);
    }

    #[test]
    fn r1_8_a_contractor_files_classified_matter_after_thirty_days_or_on_instructions() {
        let contract = |level, instructed| Contract {
            number: "N00014-26-C-0001".into(),
            level,
            transmitted_on: date(2026, 3, 1),
            instructed,
        };
        for (level, instructed, first) in [
            (Level::Secret, false, date(2026, 3, 31)),
            (Level::TopSecret, false, date(2026, 3, 31)),
            (Level::Secret, true, date(2026, 3, 1)),
            (Level::Confidential, false, date(2026, 3, 1)),
        ] {
            assert_eq!(contract(level, instructed).may_file_from(), first, "{level:?}");
        }
        assert!(contract(Level::Secret, false).filed_early(FILED));
        assert!(!contract(Level::Confidential, false).filed_early(FILED));
    }

    #[test]
    fn e17_e21_what_became_of_a_filing_is_on_record_and_nothing_goes_out_over_a_hold() {
        let mut c = case();
        let today = date(2028, 1, 1);
        assert!(dispose(&c, Disposal::Published, date(2027, 9, 10), today).is_ok());
        c.enter(today, Act::Disposed { how: Disposal::Patented, on: today }, None);
        c.enter(today, Act::Disposed { how: Disposal::Published, on: today }, None);
        assert_eq!(disposal(&c), Some((Disposal::Patented, today)));
        c.orders.push(order(None, &["DOE"], FILED));
        c.status = FilingStatus::UnderOrder;
        assert!(dispose(&c, Disposal::Patented, today, today).is_err());
        assert!(dispose(&c, Disposal::Abandoned, today, today).is_ok(), "E21: the order goes on");
        assert!(dispose(&c, Disposal::Abandoned, date(2026, 1, 1), today).is_err(), "before it was filed");
    }
}
