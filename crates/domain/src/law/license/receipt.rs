//! The license that comes with the filing receipt, without an officer (37 CFR 5.12(a); R6.3).
//!
//! The filing itself is the petition, and the law leaves open how the Office decides on it. This module grants a
//! license only if nothing is left to decide. In every other case the petition stays pending for an officer.

use crate::base::marking::Marking;
use crate::case::status::FilingStatus;
use crate::case::{CaseFile, Matter};
use crate::filing::screening::{ObservationKind, Screening};
use crate::law::license::{Act, Need, Scope, Source, grant, need};
use crate::law::record;
use crate::review::referral::Branch;
use jiff::civil::Date;

/// Which filings get their license without an officer (R6.3). A setting: no rule found says who decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum ReceiptLicense {
    /// No filing gets one: an officer grants each license.
    Off,
    /// Filings that an examiner has cleared, by dismissing every hit or settling a late flag.
    #[default]
    Examined,
    /// Filings that an examiner has cleared, and filings in which screening found nothing.
    Screened,
}

impl ReceiptLicense {
    /// Every value, in the order of the enum.
    pub const ALL: &[Self] = <Self as strum::VariantArray>::VARIANTS;
    /// The word in settings.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// The license that comes with the filing receipt if nothing is left to decide (R6.3); `None` otherwise. It is broad,
/// because the case never had to be made available to an agency (R6.5). `result` is the latest screening, and
/// `dismissed` says whether an examiner has dismissed hits of it.
///
/// The filing must be clear, need a license, and never have been before an agency or under an order. It must have no
/// marking, no legend and no interest of the Government. Its docket may have only corrections and settled flags,
/// because any other entry is a reason for a person to decide. A property interest of DOE or NASA (R1.9, R1.10) comes
/// from a hit or from a statement of interest; the hits of a clear filing are dismissed.
pub fn on_receipt(
    case: &CaseFile,
    result: &Screening,
    dismissed: bool,
    setting: ReceiptLicense,
    on: Date,
) -> Option<Act> {
    let settled = |m: &Matter| matches!(record::Act::of(m), Some(record::Act::FlagSettled { .. }));
    let examined = dismissed || case.docket.iter().any(|e| settled(&e.matter));
    let may = match setting {
        ReceiptLicense::Off => false,
        ReceiptLicense::Examined => examined,
        ReceiptLicense::Screened => true,
    };
    let plain = |m: &Matter| {
        matches!(
            record::Act::of(m),
            Some(record::Act::Corrected(_) | record::Act::Flagged { .. } | record::Act::FlagSettled { .. })
        )
    };
    let seen = result.observations.iter().any(|o| match o.kind {
        ObservationKind::GovernmentInterest
        | ObservationKind::SecurityMarking
        | ObservationKind::ExportControlLegend => true,
        ObservationKind::RelatedApplication => false,
    });
    let untouched = case.referrals.is_empty()
        && case.recommendations.is_empty()
        && case.orders.is_empty()
        && case.docket.iter().all(|e| plain(&e.matter));
    let unmarked = case.marking == Marking::default() && case.document.marking == Marking::default() && !seen;
    let private = case.branch == Branch::Private;
    if may && case.status == FilingStatus::Clear && untouched && unmarked && private && need(case, on) == Need::Needed {
        grant(case, Scope::Broad, Source::Filing, vec![], on).ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::marking::Level;
    use crate::case::testing::{FILED, case, order, referral};
    use crate::filing::screening::Observation;
    use crate::law::license::Past;
    use crate::law::marked;
    use crate::law::record::Correction;
    use crate::review::referral::ReferralStatus;
    use jiff::civil::date;
    use serde_json::json;

    fn clear() -> Screening {
        serde_json::from_value(json!({
            "application_number": "18/100,001", "document_sha256": "", "engine": "3", "verdict": "clear",
            "list": {"id": "l", "revision": "1", "sha256": ""}, "license": "grant", "property_interest": [],
            "hits": [], "suppressed": [], "observations": []
        }))
        .expect("a screening")
    }

    fn granted(c: &CaseFile, result: &Screening) -> bool {
        on_receipt(c, result, true, ReceiptLicense::Examined, FILED).is_some()
    }

    #[test]
    fn r6_3_the_receipt_license_is_broad_and_waits_for_an_examiner_unless_the_office_says_otherwise() {
        let (c, result) = (case(), clear());
        let act = |dismissed, setting| on_receipt(&c, &result, dismissed, setting, FILED);
        let broad = Some(Act::Granted { scope: Scope::Broad, source: Source::Filing, covers: vec![] });
        let table = [
            (ReceiptLicense::Off, false, false),
            (ReceiptLicense::Off, true, false),
            (ReceiptLicense::Examined, false, false),
            (ReceiptLicense::Examined, true, true),
            (ReceiptLicense::Screened, false, true),
            (ReceiptLicense::Screened, true, true),
        ];
        for (setting, dismissed, want) in table {
            assert_eq!(act(dismissed, setting), broad.clone().filter(|_| want), "{setting:?} {dismissed}");
        }
        let mut flagged = case();
        let flag = flagged.enter(FILED, record::Act::Flagged { reason: "r".into() }, None);
        assert!(on_receipt(&flagged, &result, false, ReceiptLicense::Examined, FILED).is_none());
        flagged.enter(FILED, record::Act::FlagSettled { reason: "r".into() }, Some(flag));
        assert!(on_receipt(&flagged, &result, false, ReceiptLicense::Examined, FILED).is_some(), "an examiner looked");
    }

    #[test]
    fn r6_3_whatever_needs_a_person_is_never_granted_by_itself() {
        let result = clear();
        assert!(granted(&case(), &result));
        for status in FilingStatus::ALL.into_iter().filter(|s| *s != FilingStatus::Clear) {
            let c = CaseFile { status, ..case() };
            assert!(!granted(&c, &result), "{status:?}");
        }
        type Change = fn(&mut CaseFile);
        let changes: [(&str, Change); 12] = [
            ("made abroad", |c| c.document.made_in = Some("JP".into())),
            ("filed six months ago", |c| c.document.filed_on = Some(date(2025, 9, 10))),
            ("referred", |c| c.referrals.push(referral("NAVY", ReferralStatus::Closed))),
            ("ordered once", |c| {
                c.orders.push(order(None, &["DOE"], date(2024, 1, 1)));
            }),
            ("marked", |c| c.marking = Marking::of(Level::Cui)),
            ("marked when it came", |c| c.document.marking = Marking::of(Level::Confidential)),
            ("the Government's", |c| c.branch = Branch::Government),
            ("asked about a marking", |c| {
                c.enter(FILED, marked::query(&case(), "ITAR".into(), false, 60, FILED).expect("asked"), None);
            }),
            ("refused", |c| {
                c.enter(FILED, Act::Refused { reason: "r".into(), renew_by: None }, None);
            }),
            ("revoked", |c| {
                c.enter(FILED, Act::Revoked { reason: "r".into() }, None);
            }),
            ("healed", |c| {
                let covers = vec![Past { country: "GB".into(), on: FILED }];
                let act = Act::Granted { scope: Scope::Narrow, source: Source::Retroactive, covers };
                c.enter(FILED, act, None);
            }),
            ("filed abroad", |c| {
                c.enter(FILED, record::Act::FiledAbroad { country: "GB".into(), on: FILED, number: None }, None);
            }),
        ];
        for (what, change) in changes {
            let mut c = case();
            change(&mut c);
            assert!(!granted(&c, &result), "{what}");
        }
        let mut corrected = case();
        corrected.enter(FILED, record::Act::Corrected(Correction::default()), None);
        assert!(granted(&corrected, &result), "a corrected record is no obstacle");
    }

    #[test]
    fn r6_3_what_screening_saw_beside_the_list_is_for_a_person() {
        let saw = |kind| {
            let observation = Observation {
                kind,
                agency: None,
                contract: None,
                section: crate::filing::screening::EvidenceSection::Description,
                place: "0001".into(),
                start: 0,
                end: 1,
                text: "x".into(),
            };
            Screening { observations: vec![observation], ..clear() }
        };
        assert!(!granted(&case(), &saw(ObservationKind::SecurityMarking)));
        assert!(!granted(&case(), &saw(ObservationKind::ExportControlLegend)));
        assert!(!granted(&case(), &saw(ObservationKind::GovernmentInterest)));
        assert!(granted(&case(), &saw(ObservationKind::RelatedApplication)));
    }
}
