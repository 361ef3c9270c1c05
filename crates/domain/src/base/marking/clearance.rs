//! Clearances of people: what was granted, on what terms, and how far it reaches on a day (P1 to P6).

use crate::base::marking::caveat::Affiliation;
use crate::base::marking::{Code, Level, Marking};
use crate::base::refusal::{CLEARANCE_TERMS, Refusal};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How far somebody may read: the level and what is held beside it. This is what markings are compared with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clearance {
    pub level: Level,
    /// The highest level of Restricted Data, for somebody with access to it.
    restricted_data: Option<Level>,
    /// Accesses by name, as [`Marking::needs`] names them; Restricted Data is not among them.
    accesses: BTreeSet<String>,
    citizenships: BTreeSet<Code>,
    affiliation: Option<Affiliation>,
    /// Whether it reaches every marking, known words or not.
    is_unlimited: bool,
}

impl Clearance {
    /// A level and nothing beside it.
    pub const fn of(level: Level) -> Self {
        Self {
            level,
            restricted_data: None,
            accesses: BTreeSet::new(),
            citizenships: BTreeSet::new(),
            affiliation: None,
            is_unlimited: false,
        }
    }

    /// The reach of whoever has the machine and the database. No account has it.
    pub fn unlimited() -> Self {
        Self { is_unlimited: true, ..Self::of(Level::TopSecret) }
    }

    /// Whether a person with this clearance may read matter with a marking, as far as clearance goes (P1).
    pub fn dominates(&self, marking: &Marking) -> bool {
        if self.is_unlimited {
            return true;
        }
        self.level >= marking.level
            && marking.needs().into_iter().all(|access| self.holds(access, marking.level))
            && marking.release().admits(&self.citizenships)
            && marking.audience().has(self.affiliation)
    }

    fn holds(&self, access: &str, at: Level) -> bool {
        match access {
            RD => self.restricted_data.is_some_and(|highest| highest >= at),
            // Whoever may read Restricted Data may read what was such data formerly.
            FRD => self.accesses.contains(FRD) || self.holds(RD, at),
            CNWDI => self.accesses.contains(CNWDI) && self.holds(RD, at),
            access => self.accesses.contains(access),
        }
    }

    /// Whether this clearance reaches at least as far as another: it reads whatever the other reads.
    pub fn covers(&self, other: &Self) -> bool {
        if self.is_unlimited || other.is_unlimited {
            return self.is_unlimited;
        }
        let is_us = |c: &Self| c.citizenships.contains(&Code::US);
        let citizens = other.citizenships.is_empty()
            || is_us(self)
            || !is_us(other) && !self.citizenships.is_empty() && self.citizenships.is_subset(&other.citizenships);
        let employed =
            matches!((self.affiliation, other.affiliation), (_, None) | (Some(Affiliation::FederalEmployee), _))
                || self.affiliation == other.affiliation;
        let frd = self.accesses.contains(FRD) || self.restricted_data >= other.restricted_data.max(Some(other.level));
        self.level >= other.level
            && self.restricted_data >= other.restricted_data
            && other.accesses.iter().all(|access| self.accesses.contains(access) || access == FRD && frd)
            && citizens
            && employed
    }

    /// The same, at most up to a level.
    pub fn up_to(&self, level: Level) -> Self {
        Self { level: self.level.min(level), is_unlimited: false, ..self.clone() }
    }
}

const RD: &str = "RD";
const FRD: &str = "FRD";
const CNWDI: &str = "CNWDI";
const COMSEC: &str = "COMSEC";
/// Accesses that say something of the person and not of a kind of matter.
const FOR_ONE_PERSON: [&str; 2] = ["ORCON", "DL ONLY"];

/// What kind of clearance it is: what it can reach, and how long it is good for.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Default,
    Serialize,
    Deserialize,
    strum::VariantArray,
    strum::IntoStaticStr,
    strum::EnumString,
)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = ClearanceKind))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Kind {
    /// Of the United States, for national security information.
    #[default]
    National,
    /// Q of the Department of Energy or the Nuclear Regulatory Commission (10 CFR 25.15; P4).
    DoeQ,
    /// L of the same (10 CFR 25.15; P4).
    DoeL,
    /// Limited Access Authorization of somebody who is no citizen (32 CFR 117.10(k); P2).
    LimitedAccess,
    /// Of another country, which counts by an agreement (P5).
    Foreign,
}

impl Kind {
    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
    /// Years after which it is granted anew or ends (P3).
    pub fn years(self) -> i16 {
        match self {
            Self::National | Self::DoeQ | Self::DoeL | Self::LimitedAccess => 5,
            // Japan's Act of 2024 lets an assessment count for ten years; the recorded equivalence says when it ends.
            Self::Foreign => 10,
        }
    }
}

/// By what a foreign clearance counts here (P5).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Equivalence {
    /// Whose clearance it is.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "JPN"))]
    pub country: Code,
    /// Its level, in the words of that country.
    pub level: String,
    /// The agreement that makes it equal to the level granted.
    pub agreement: String,
    pub from: Date,
    /// The last day, if the agreement names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// A clearance that is out of use for a time (P6).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Suspension {
    pub since: Date,
    pub reason: String,
}

/// The terms of a clearance beside its level.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = ClearanceTerms))]
#[serde(deny_unknown_fields, default)]
pub struct Terms {
    pub kind: Kind,
    /// Accesses by name: `RD`, `FRD`, `CNWDI`, `COMSEC`, `ORCON`, or a word of markings that is not in the table.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    #[cfg_attr(feature = "schema", schema(value_type = Vec<String>))]
    pub accesses: BTreeSet<String>,
    /// Every citizenship, by country code. Without one nothing is read that is limited by country.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    #[cfg_attr(feature = "schema", schema(value_type = Vec<String>, example = json!(["USA"])))]
    pub citizenships: BTreeSet<Code>,
    /// Without it nothing is read that is limited to employees of the Government or to its contractors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<Affiliation>,
    /// The authority that granted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub granted_by: Option<String>,
    /// The day it was granted; the day of the act if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub granted_on: Option<Date>,
    /// Its last day, if that is earlier than its kind says; for a Limited Access Authorization the end of the contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
    /// The contract for which a Limited Access Authorization was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub equivalence: Option<Equivalence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspended: Option<Suspension>,
}

/// A clearance as it was granted to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Grant {
    pub level: Level,
    pub terms: Terms,
}

impl Grant {
    /// A level without any terms on record.
    pub fn of(level: Level) -> Self {
        Self { level, terms: Terms::default() }
    }

    /// The last day on which it counts; `None` if no day of its grant is on record.
    pub fn last_day(&self) -> Option<Date> {
        let t = &self.terms;
        let by_kind = t.granted_on.map(|on| on.saturating_add(i32::from(t.kind.years()).years()));
        let by_agreement = t.equivalence.as_ref().and_then(|equivalence| equivalence.until);
        [by_kind, t.valid_until, by_agreement].into_iter().flatten().min()
    }

    /// Whether it counts on a day. The day of grant begins the period and bars nothing: a demonstration may be set to a day
    /// before the machine's.
    pub fn counts_on(&self, day: Date) -> bool {
        let t = &self.terms;
        t.suspended.as_ref().is_none_or(|suspension| suspension.since > day)
            && t.equivalence.as_ref().is_none_or(|equivalence| equivalence.from <= day)
            && self.last_day().is_none_or(|last| day <= last)
    }

    /// How far it reaches on a day. One that does not count on the day reaches what is unclassified (P6).
    pub fn on(&self, day: Date) -> Clearance {
        if !self.counts_on(day) {
            return Clearance::default();
        }
        let t = &self.terms;
        let mut accesses = t.accesses.clone();
        let restricted_data = match t.kind {
            Kind::DoeQ => {
                accesses.insert(COMSEC.to_owned());
                Some(self.level)
            }
            Kind::DoeL => Some(self.level.min(Level::Confidential)),
            Kind::National if accesses.contains(RD) => Some(self.level),
            Kind::National | Kind::LimitedAccess | Kind::Foreign => None,
        };
        accesses.remove(RD);
        Clearance {
            level: self.level,
            restricted_data,
            accesses,
            citizenships: t.citizenships.clone(),
            affiliation: t.affiliation,
            is_unlimited: false,
        }
    }

    /// How far it reaches whenever it counts.
    pub fn at_most(&self) -> Clearance {
        let terms =
            Terms { granted_on: None, valid_until: None, equivalence: None, suspended: None, ..self.terms.clone() };
        Self { level: self.level, terms }.on(Date::MIN)
    }

    /// Whether it reaches further than another on some day from this one on, or longer.
    pub fn exceeds(&self, other: &Self, today: Date) -> bool {
        let further = |day: Date| !other.on(day).covers(&self.on(day));
        let starts = [&self.terms, &other.terms].into_iter().flat_map(|t| {
            let suspended = t.suspended.as_ref().map(|s| s.since);
            [t.granted_on, t.equivalence.as_ref().map(|e| e.from), suspended]
        });
        let ends = [self.last_day(), other.last_day()].into_iter().flatten().filter_map(|day| day.tomorrow().ok());
        let changes = starts.flatten().chain(ends).filter(|day| *day > today);
        further(today) || changes.into_iter().any(further)
    }

    /// What is left of it when only that takes effect which another grant takes away.
    pub fn reduced_to(&self, other: &Self) -> Self {
        let earlier = |a: Option<Date>, b: Option<Date>| a.into_iter().chain(b).min();
        let mut left = self.clone();
        left.level = self.level.min(other.level);
        left.terms.accesses = self.terms.accesses.intersection(&other.terms.accesses).cloned().collect();
        left.terms.valid_until = earlier(self.terms.valid_until, other.terms.valid_until);
        left.terms.suspended = self.terms.suspended.clone().or_else(|| other.terms.suspended.clone());
        left
    }

    /// Refuses terms that a clearance of this kind cannot have (P2, P4, P5).
    pub fn check(&self) -> Result<(), Refusal> {
        let t = &self.terms;
        let refuse =
            |field: &str, why: &str| Err(Refusal::new(&CLEARANCE_TERMS, why).at(format!("clearance_terms.{field}")));
        let is_us = t.citizenships.contains(&Code::US);
        if t.citizenships.iter().any(|code| !code.is_country()) {
            return refuse("citizenships", "A citizenship is that of a country; an organization has no citizens.");
        }
        if t.contract.is_some() != (t.kind == Kind::LimitedAccess) {
            return refuse(
                "contract",
                "A Limited Access Authorization names the contract for which it was given; no other kind does.",
            );
        }
        if t.equivalence.is_some() != (t.kind == Kind::Foreign) {
            return refuse(
                "equivalence",
                "A foreign clearance counts by an agreement, which the equivalence names; no other kind has one.",
            );
        }
        // An access is a word that a marking asks for, or nobody could ever use it.
        let is_asked_for = |access: &String| {
            let marked = format!("{}//{access}", Level::TopSecret.mark()).parse::<Marking>();
            marked.is_ok_and(|marking| marking.needs().into_iter().eq([access.as_str()]) || access == CNWDI)
        };
        if !t.accesses.iter().all(is_asked_for) {
            return refuse(
                "accesses",
                "An access is a word of markings that asks for one, in capitals: RD, FRD, CNWDI, COMSEC, ORCON, DL ONLY, or \
                 a word that is not in the table. What is limited by country goes by citizenships.",
            );
        }
        if t.accesses.contains(CNWDI) && !t.accesses.contains(RD) && t.kind != Kind::DoeQ {
            return refuse("accesses", "CNWDI is Restricted Data; give RD with it.");
        }
        let barred = |names: &[&str]| t.accesses.iter().any(|access| names.contains(&access.as_str()));
        match t.kind {
            Kind::National => Ok(()),
            Kind::DoeQ | Kind::DoeL if self.level > Level::Secret => refuse(
                "kind",
                "Q and L reach SECRET; a person with a TOP SECRET clearance has a national one, with RD as an access.",
            ),
            Kind::DoeL if barred(&[RD, FRD, CNWDI, COMSEC]) => {
                refuse("accesses", "L reaches Confidential Restricted Data by itself, and neither CNWDI nor COMSEC.")
            }
            Kind::DoeQ | Kind::DoeL => Ok(()),
            Kind::LimitedAccess if is_us || t.citizenships.is_empty() => refuse(
                "citizenships",
                "A Limited Access Authorization is for somebody who is no citizen of the United States; name the citizenships.",
            ),
            Kind::LimitedAccess if self.level > Level::Secret => {
                refuse("kind", "A Limited Access Authorization reaches at most SECRET.")
            }
            Kind::LimitedAccess if t.accesses.iter().any(|access| !FOR_ONE_PERSON.contains(&access.as_str())) => {
                refuse(
                    "accesses",
                    "A Limited Access Authorization reaches neither Restricted Data, COMSEC, intelligence nor NATO matter; it may \
                 carry an originator's consent (ORCON) or a place on a distribution list (DL ONLY).",
                )
            }
            Kind::LimitedAccess if t.valid_until.is_none() => {
                refuse("valid_until", "A Limited Access Authorization ends with its contract; give the last day.")
            }
            Kind::Foreign
                if t.equivalence.as_ref().is_some_and(|e| e.country == Code::US || !e.country.is_country()) =>
            {
                refuse("equivalence.country", "A foreign clearance is that of a country other than the United States.")
            }
            Kind::Foreign if barred(&[RD, FRD, CNWDI]) => {
                refuse("accesses", "Restricted Data is not reached by a foreign clearance.")
            }
            Kind::LimitedAccess | Kind::Foreign => Ok(()),
        }
    }
}
