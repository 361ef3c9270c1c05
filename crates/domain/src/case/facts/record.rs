//! Facts of the field [`crate::law::record`], as they are recorded.

use crate::base::agency::AgencyCode;
use crate::base::marking::{Level, Marking};
use crate::case::place::{Audience, Place};
use crate::filing::{Filing, Party, Related};
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
    /// An examiner found sensitive matter after screening, in the disclosure or in an amendment (R1.1). The filing goes
    /// back to triage.
    Flagged { reason: String },
    /// Such a flag was settled without a referral.
    FlagSettled {
        /// Why.
        reason: String,
    },
    /// The filing was published, issued, abandoned or withdrawn.
    Disposed {
        how: Disposal,
        /// On which day.
        on: Date,
    },
    /// An officer had the filing made available to an agency other than the one with a property interest in the
    /// invention (R1.5).
    ReferredDespite {
        /// The agencies that were asked although they have no interest.
        agencies: Vec<AgencyCode>,
        /// The agencies with the interest.
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
        /// The number of the filing abroad, if it is known.
        number: Option<String>,
    },
}

impl Act {
    pub(crate) fn slot(&self, of: &Place) -> Option<String> {
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
    pub(crate) fn audience(&self) -> Audience {
        Audience::Office
    }
}

/// A Government contract behind an application, as the contractor's separate letter names it (FAR
/// 52.227-10; R1.8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = NewContract))]
#[serde(deny_unknown_fields)]
pub struct Contract {
    #[cfg_attr(feature = "schema", schema(example = "N00014-26-C-0001"))]
    pub number: String,
    /// Level of the subject matter.
    pub level: Level,
    /// The day the proposed application went to the contracting officer.
    pub transmitted_on: Date,
    /// Whether the contracting officer gave instructions that allow the filing.
    #[serde(default)]
    pub instructed: bool,
}

/// Days in which a contracting officer may give instructions on matter Secret or higher (FAR 27.203-1(b)).
pub(crate) const CONTRACTING_OFFICER_DAYS: i32 = 30;

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
    pub fn was_filed_early(&self, filed_on: Date) -> bool {
        filed_on < self.may_file_from()
    }
}

/// A correction of the record. A field that is `None` does not change.
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marking: Option<Marking>,
    /// The number of the text that was corrected. A later text has the correction in it.
    pub text_version: i32,
    /// Why.
    pub reason: String,
}

impl Correction {
    /// Whether the correction changes nothing.
    pub fn is_empty(&self) -> bool {
        self.parties.is_none()
            && self.related.is_none()
            && self.made_in.is_none()
            && self.government_interest.is_none()
            && self.marking.is_none()
    }
    /// Whether the correction changes the text that is screened. The statement of interest is part of that text.
    pub fn changes_what_is_screened(&self) -> bool {
        self.government_interest.is_some()
    }
    /// Applies the correction to a filing.
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
        if let Some(marking) = &self.marking {
            filing.marking = marking.clone();
        }
    }
}

/// How the proceedings on a filing ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposal {
    /// Published at eighteen months.
    Published,
    /// Issued as a patent.
    Patented,
    Abandoned,
    /// Withdrawn by the applicant.
    Withdrawn,
}
