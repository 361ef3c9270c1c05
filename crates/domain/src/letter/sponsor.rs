//! Letters to agencies that sponsor an order: what happens in its case beside renewals (R5.3, R8.4). They
//! name no other sponsor.

use crate::letter::Body;
use crate::letter::layout::day;
use crate::letter::petition::Hearing;
use jiff::civil::Date;

/// Whom such a letter concerns.
const WHOM: &str = "It concerns the agency as a sponsor of the order, and its officials who sign for it.";

fn about_sponsored(title: &str, what: Vec<String>, until: Option<Date>) -> Body {
    Body {
        title: title.into(),
        what,
        whom: WHOM.into(),
        may: vec!["You may read the docket of the order, and what was filed for it, as before.".into()],
        may_not: vec![
            "You may not disclose the invention to anybody who has not signed the acknowledgment for this application (35 USC \
             181)."
                .into(),
        ],
        must: vec![],
        until: match until {
            Some(last) => format!(
                "The order goes on as it stands, to the end of {}; another term takes a determination of an agency that \
                 sponsors it (35 USC 181).",
                day(last)
            ),
            None => "The order goes on as it stands. It has no fixed last day at present.".into(),
        },
        next: String::new(),
        petition: "A request that the order be rescinded, and a notice that it be modified (37 CFR 5.5), are signed by an \
                   official of the agency and may be given at any time."
            .into(),
        remedy: vec![],
    }
}

pub(super) fn hearing(hearing: &Hearing, until: Option<Date>) -> Body {
    let what = vec![
        hearing.words(),
        "If you were told of another time or place before, this takes its place. The appellant is told the same."
            .into(),
    ];
    Body {
        next:
            "The Secretary's decision is on the docket when the Office has it. The appeal does not suspend the order."
                .into(),
        ..about_sponsored("Hearing of an appeal, notice to a sponsor", what, until)
    }
}

pub(super) fn allowability(on: Date, until: Option<Date>) -> Body {
    let what = vec![format!(
        "The application is, from {}, in condition for allowance except for the secrecy order on it. The applicant has been \
         sent a notice of allowability (Form D-10; 37 CFR 5.3(c)). It is not a notice of allowance.",
        day(on)
    )];
    Body {
        must: vec![
            "Expect claims for compensation: from this day the applicant may ask the agency for it (35 USC 183; 37 CFR 5.2(b))."
                .into(),
        ],
        next: "Prosecution is closed and the application is suspended until the order ends.".into(),
        ..about_sponsored("Notice of allowability under a secrecy order (Form D-10), notice to a sponsor", what, until)
    }
}
