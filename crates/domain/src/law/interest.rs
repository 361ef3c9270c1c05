//! The property interest of a defense agency in an invention, as far as it decides which agency may see the invention
//! (37 CFR 5.1(f); R1.4, R1.5).
//!
//! Our copy of the rule lacks its last words. Our reading: such an application is made available to the agency that has
//! the interest, which reviews its own cases (35 USC 181 ¶1), and to no other agency. The record may name the wrong
//! agency, so an officer may decide otherwise with a recorded reason. Until the agency with the interest has been
//! asked, the case is on the list of the officers.

use crate::base::agency::{Agencies, AgencyCode};
use crate::base::deadline::{Clock, ClockKind};
use crate::case::CaseFile;
use crate::filing::screening::{Observation, ObservationKind};
use crate::law::record;
use jiff::civil::Date;

/// The defense agencies that statements of interest name, by contract or by name. An agency that is no defense agency
/// on the date, or is the Government of another country, has no interest in the sense of this rule. A statement that
/// names no agency is not counted.
pub fn holders(observations: &[Observation], agencies: &Agencies, on: Date) -> Vec<AgencyCode> {
    let mut out: Vec<AgencyCode> = vec![];
    for seen in observations.iter().filter(|o| o.kind == ObservationKind::GovernmentInterest) {
        let named = seen.agency.as_deref().and_then(|a| AgencyCode::parse(a).ok());
        let known = named.filter(|code| agencies.valid(code, on).is_ok_and(|a| !a.foreign_government));
        out.extend(known.filter(|code| !out.contains(code)));
    }
    out
}

/// Whether an agency may be asked about an invention in which `holders` have an interest: it is one of them, the
/// department of one of them, or a component of one of them.
pub fn may_be_asked(agency: &AgencyCode, holders: &[AgencyCode], agencies: &Agencies) -> bool {
    holders.is_empty() || holders.iter().any(|h| agencies.acts_for(h, agency) || agencies.acts_for(agency, h))
}

/// The clock of a case that was referred to another agency while no agency with the interest has been asked. It has no
/// last day, so it is listed under the present day.
pub fn clock(case: &CaseFile, agencies: &Agencies, on: Date) -> Option<Clock> {
    let (entry, holders) = case
        .of(record::Act::of)
        .filter_map(|(entry, act)| match act {
            record::Act::ReferredDespite { holders, .. } => Some((entry, holders)),
            _ => None,
        })
        .last()?;
    if case.referrals.iter().any(|r| may_be_asked(&r.agency, holders, agencies)) {
        return None;
    }
    let names: Vec<&str> = holders.iter().map(AgencyCode::as_str).collect();
    Some(Clock {
        kind: ClockKind::InterestUnasked,
        due_on: on.max(entry.on),
        working_deadline: None,
        alarm: false,
        if_nobody_acts: format!(
            "Nothing is decided. Since {} the filing has been before an agency that has no property interest in it, and \
             {} has not been asked. Refer it there, or correct the record.",
            entry.on,
            names.join(", ")
        ),
        citation: "37 CFR 5.1(f); 35 USC 181 ¶1",
        rule: "R1.4, R1.5",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::agency::{Agency, FOUNDING};
    use crate::case::testing::{FILED, case, code, referral};
    use crate::filing::screening::EvidenceSection;
    use crate::review::referral::ReferralStatus;
    use jiff::civil::date;

    fn agencies() -> Agencies {
        let founding = FOUNDING.into_iter().map(|(c, name, department)| Agency {
            code: code(c),
            name: name.into(),
            department: department.map(code),
            valid_from: date(1952, 2, 1),
            valid_until: None,
            foreign_government: false,
        });
        let abroad = Agency {
            code: code("NL-MOD"),
            name: "Ministry of Defence of the Netherlands".into(),
            department: None,
            valid_from: date(1959, 10, 8),
            valid_until: None,
            foreign_government: true,
        };
        Agencies(founding.chain([abroad]).collect())
    }

    fn seen(kind: ObservationKind, agency: Option<&str>) -> Observation {
        Observation {
            kind,
            agency: agency.map(str::to_owned),
            contract: None,
            section: EvidenceSection::Description,
            place: "0001".into(),
            start: 0,
            end: 1,
            text: "x".into(),
        }
    }

    #[test]
    fn r1_5_only_defense_agencies_have_an_interest_in_this_sense() {
        let interest = |agency| seen(ObservationKind::GovernmentInterest, agency);
        let all = [
            interest(None),
            interest(Some("NSF")),
            interest(Some("NL-MOD")),
            interest(Some("NAVY")),
            interest(Some("NAVY")),
            seen(ObservationKind::RelatedApplication, Some("ARMY")),
        ];
        assert_eq!(holders(&all, &agencies(), FILED), [code("NAVY")]);
        assert!(holders(&all, &agencies(), date(1950, 1, 1)).is_empty(), "there was none on that day");
    }

    #[test]
    fn r1_4_r1_5_the_agency_with_the_interest_is_asked_or_its_department_and_no_other() {
        let may = |agency: &str, holder: &str| may_be_asked(&code(agency), &[code(holder)], &agencies());
        for (agency, holder, want) in [
            ("NAVY", "NAVY", true),
            ("DOD", "NAVY", true),
            ("NAVY", "DOD", true),
            ("ARMY", "NAVY", false),
            ("DOE", "NAVY", false),
            ("NASA", "DOE", false),
            ("DOD", "DOE", false),
        ] {
            assert_eq!(may(agency, holder), want, "{agency} of {holder}");
        }
        assert!(may_be_asked(&code("ARMY"), &[], &agencies()), "nobody has an interest");
    }

    #[test]
    fn r1_5_a_case_shown_to_another_stays_on_the_list_until_the_agency_with_the_interest_is_asked() {
        let mut c = case();
        assert!(clock(&c, &agencies(), FILED).is_none());
        let despite = record::Act::ReferredDespite {
            agencies: vec![code("ARMY")],
            holders: vec![code("NAVY")],
            reason: "the Navy has waived".into(),
        };
        c.referrals.push(referral("ARMY", ReferralStatus::Closed));
        c.enter(FILED, despite, None);
        for day in [FILED, date(2030, 1, 1)] {
            assert_eq!(clock(&c, &agencies(), day).expect("on the list").due_on, day, "for as long as it takes");
        }
        c.referrals.push(referral("DOD", ReferralStatus::Open));
        assert!(clock(&c, &agencies(), FILED).is_none());
    }
}
