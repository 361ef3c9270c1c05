//! The record of a filing beside its text: corrections by an examiner, late flags of an examiner, and the end of the
//! proceedings (R1.1, R1.2, E15, E17, E21).
//!
//! The text as received is never changed. A correction is stored beside it and applied whenever the filing is read.

use crate::base::refusal::{INVALID, RECORD_DISPOSED, Refusal};
pub use crate::case::facts::record::{Act, Contract, Correction, Disposal};
use crate::case::holds::{self, Bar};
use crate::case::{CaseFile, Entry};
use crate::filing::Filing;
use jiff::civil::Date;

/// Decides on a report that the proceedings on a filing ended (R3.7, E21). A filing under a hold cannot be published or
/// issued.
pub fn dispose(case: &CaseFile, how: Disposal, on: Date, today: Date) -> Result<Act, Refusal> {
    if on > today || on < case.filed_on() {
        return Err(Refusal::new(
            &INVALID,
            format!("The filing dates from {} and today is {today}; it happened in between.", case.filed_on()),
        )
        .at("on"));
    }
    match how {
        // An abandoned or withdrawn filing stays under its order, because the order is on the invention (E21).
        Disposal::Abandoned | Disposal::Withdrawn => Ok(Act::Disposed { how, on }),
        Disposal::Published => check_free(case, Bar::Publication, today).map(|()| Act::Disposed { how, on }),
        Disposal::Patented => check_free(case, Bar::Grant, today).map(|()| Act::Disposed { how, on }),
    }
}

/// Refuses an act that is barred on a date, with the reason.
fn check_free(case: &CaseFile, bar: Bar, on: Date) -> Result<(), Refusal> {
    match holds::first(&case.holds(on), bar) {
        None => Ok(()),
        Some(hold) => Err(Refusal::new(
            &RECORD_DISPOSED,
            format!(
                "Publication and grant are held ({}). If it happened all the same, report a disclosure incident.",
                hold.reason.rule().title
            ),
        )),
    }
}

/// Applies the corrections on the docket to a text of a filing, in their order. Corrections of an earlier text are part
/// of this text already.
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
    use crate::base::marking::Level;
    use crate::case::file::disposal;
    use crate::case::testing::{FILED, case, order};
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
        assert!(contract(Level::Secret, false).was_filed_early(FILED));
        assert!(!contract(Level::Confidential, false).was_filed_early(FILED));
    }

    #[test]
    fn e17_e21_what_became_of_a_filing_is_on_record_and_nothing_goes_out_over_a_hold() {
        let mut c = case();
        let today = date(2028, 1, 1);
        assert!(dispose(&c, Disposal::Published, date(2027, 9, 10), today).is_ok());
        c.enter(today, Act::Disposed { how: Disposal::Patented, on: today }, None);
        c.enter(today, Act::Disposed { how: Disposal::Published, on: today }, None);
        assert_eq!(disposal(&c), Some((Disposal::Patented, today)));
        c.orders.push(order(None, &["DOE"], date(2027, 6, 1)));
        assert!(dispose(&c, Disposal::Patented, today, today).is_err());
        assert!(dispose(&c, Disposal::Abandoned, today, today).is_ok(), "E21: the order goes on");
        assert!(dispose(&c, Disposal::Abandoned, date(2026, 1, 1), today).is_err(), "before it was filed");
    }
}
