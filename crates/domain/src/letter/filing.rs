//! Letters about an application rather than its order: allowability, markings, ownership, abandonment,
//! receipts (R1.6, R1.7, R1.9, R1.10, R3.5, R7.1, R8.4).

use crate::letter::Body;
use crate::letter::layout::day;
use crate::letter::order::{InEffect, standing};
use crate::notice::NoticeKind;
use jiff::civil::Date;

/// What is asked about a marking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkingConcern {
    /// The application is marked as nationally classified and no agency has been heard of (R1.6, E26).
    Classified {
        /// The marking as it stands on the papers.
        marking: String,
    },
    /// A paper bears a marking without an order (R1.7).
    Unexplained {
        /// The marking as it stands on the paper.
        marking: String,
    },
}

/// For whom a statement of ownership is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PropertyAgency {
    /// Department of Energy (42 USC 2182; R1.9).
    Doe,
    /// National Aeronautics and Space Administration (51 USC 20135; R1.10).
    Nasa,
}

/// Whom letters about an application concern.
const WHOM: &str = "It concerns the applicant, the inventors, their successors, all assignees and the legal \
    representatives of each of them.";

/// How to have an act of the Office looked at again: our reading, the general rule.
const REVIEW: &str = "You may ask the Director to look at this again by a petition under 37 CFR 1.181.";

pub(super) fn allowability(on: Date, order: &InEffect) -> Body {
    let what = format!(
        "The application is, from {}, in condition for allowance except for the secrecy order on it (37 CFR 5.3(c)). This is \
         a notice of allowability (Form D-10). It is not a notice of allowance, and no reply is required.",
        day(on)
    );
    Body {
        may: vec![
            "You may ask for compensation from this day on (35 USC 183).".into(),
            "What the order and its permits allowed, they allow as before.".into(),
        ],
        must: vec!["Nothing: no reply and no fee is due. All other duties of the order go on unchanged.".into()],
        next: "Prosecution is closed and the application is suspended. Amendments are not entered before the order ends. Then \
               a notice of allowance or another action follows. The days until then count toward the adjustment of the term \
               of the patent (35 USC 154(b))."
            .into(),
        ..standing("Notice of allowability under a secrecy order (Form D-10)", vec![what], order)
    }
}

pub(super) fn marking_query(concern: &MarkingConcern, until: Date) -> Body {
    let last = day(until);
    let (title, what, must, next) = match concern {
        MarkingConcern::Classified { marking } => (
            "Question about a classified application",
            format!(
                "The application bears the marking \"{marking}\", and no agency has told the Office of it. An application \
                 that is classified must be placed under a secrecy order (37 CFR 5.1)."
            ),
            format!(
                "By {last}, do one of three things: have it declassified and the marking canceled; or have it placed under a \
                 secrecy order, through the agency that classified it; or prove that you have tried in good faith to \
                 obtain one."
            ),
            "If none of the three is done in time, the application is abandoned (37 CFR 5.1(d)). If good faith is proved and \
             there is no order yet, a further period is set. Until then the application is neither published nor granted. \
             The Office gives you a list of whom to ask at the agencies.",
        ),
        MarkingConcern::Unexplained { marking } => (
            "Question about a marking",
            format!(
                "A paper of the application bears the marking \"{marking}\", and no secrecy order is in effect on it. Papers \
                 with such markings enter no public record until the marking is explained (MPEP 121)."
            ),
            format!(
                "By {last}, do one of three things: explain the marking; or remove it, if it is improper; or obtain a secrecy \
                 order, through the agency whose information it is."
            ),
            "The paper is kept apart until you answer, and the application is not published. If the marking is removed, the \
             application may still be reviewed (35 USC 181).",
        ),
    };
    Body {
        title: title.into(),
        what: vec![what],
        whom: WHOM.into(),
        may: vec!["You may ask the agency whose information it is for instructions.".into()],
        may_not: vec![
            "Where the information is in fact classified, you may not disclose it (Executive Order 13526), nor file it abroad \
             (35 USC 184). Send no classified paper electronically; it is handed in or mailed to Licensing and Review (37 \
             CFR 5.1)."
                .into(),
        ],
        must: vec![must],
        until: format!("Until {last}."),
        next: next.into(),
        petition: format!("Ask for a longer period before this one ends, with the reasons. {REVIEW}"),
        remedy: vec![],
    }
}

pub(super) fn property_statement(agency: PropertyAgency, until: Date) -> Body {
    let last = day(until);
    let (name, why, law, after) = match agency {
        PropertyAgency::Doe => (
            "the Department of Energy",
            "the invention appears to be useful in the production or use of special nuclear material or atomic energy",
            "42 USC 2182",
            "When the application is otherwise allowable, copies go to the Department, which has 90 days to direct that the \
             patent issue to it. If it does, you have 30 days to ask for a hearing before the Patent Trial and Appeal Board.",
        ),
        PropertyAgency::Nasa => (
            "the National Aeronautics and Space Administration",
            "the invention appears to have significant utility in aeronautical and space activities",
            "51 USC 20135",
            "The statement goes to the Administration, which has 90 days to ask that the patent issue to it. If it does, you \
             have 30 days to ask for a hearing before the Patent Trial and Appeal Board. If the statement is false, it may \
             claim title within five years of the grant.",
        ),
    };
    Body {
        title: "Request for a statement about the ownership of the invention".into(),
        what: vec![format!(
            "The law requires a statement of how the invention was made, because {why} ({law}). It is about who owns the \
             invention, for {name}, and about nothing else."
        )],
        whom: WHOM.into(),
        may: vec!["You may go on with the application as usual.".into()],
        may_not: vec!["You may make no false statement: it is made under oath (18 USC 1001 and 1621).".into()],
        must: vec![format!(
            "By {last}, send a statement under oath of the full facts about the circumstances under which the invention was \
             made, and its relation to any contract with {name}."
        )],
        until: format!("Until {last}: 30 days from the request."),
        next: format!("No patent issues without the statement. {after}"),
        petition: REVIEW.into(),
        remedy: vec![],
    }
}

pub(super) fn abandonment_held(on: Date, violated_on: Date) -> Body {
    Body {
        title: "Invention held abandoned".into(),
        what: vec![format!(
            "The Office decided on {} that the invention disclosed in the application is held abandoned (35 USC 182), because \
             it was published, disclosed or filed abroad against the secrecy order. The abandonment is effective as of {}, \
             the day of the violation.",
            day(on),
            day(violated_on)
        )],
        whom: "It binds the principals of the order: the applicant, the inventors, their successors, all assignees and the \
               legal representatives of each of them, and everyone in privity with them (35 USC 182)."
            .into(),
        may: vec![],
        may_not: vec![
            "No patent can be had on the application. All claims against the United States based on the invention are \
             forfeited (35 USC 182)."
                .into(),
            "You may still not disclose the invention or file for it abroad as long as the order is in effect (35 USC 186)."
                .into(),
        ],
        must: vec!["All duties of the order go on: it is on the invention, not on the application.".into()],
        until: "The abandonment has no term. The order goes on for its own, and may be renewed.".into(),
        next: "The application is closed. Prosecution for a crime is a matter for the Department of Justice, not for this \
               Office."
            .into(),
        petition: format!(
            "{REVIEW} The order itself may be the subject of petitions under 37 CFR 5.4 (rescission) and 5.5 (permit)."
        ),
        remedy: vec![
            "An appeal under 35 USC 181 is from the order, after a petition to rescind it has been denied; it is not from this \
             decision."
                .into(),
        ],
    }
}

/// Asks again for the signed receipt (R3.5): whether receipts are still used is `[U]`; here they are.
pub(super) fn receipt_reminder(kind: NoticeKind, dated: Date, reference: &str) -> Body {
    Body {
        title: "A receipt is missing".into(),
        what: vec![format!(
            "The letter of {} with the reference {reference} ({}) carried a receipt to be signed and returned. The Office has \
             not received it.",
            day(dated),
            kind.title()
        )],
        whom: "It concerns you as a principal of the case: each principal signs for the copy addressed to them.".into(),
        may: vec!["You may fetch that letter, or another copy of it, in the way stated below.".into()],
        may_not: vec![
            "What that letter forbids is forbidden whether or not its receipt is signed (35 USC 182 and 186). This letter \
             changes nothing of it."
                .into(),
        ],
        must: vec!["Sign the receipt of that letter, or the one below, and return it.".into()],
        until: "There is no term for it; please do it now.".into(),
        next: "Until proof is on record, the Office goes on asking, and may have the letter served by other means.".into(),
        petition: "If you have the letter and cannot sign, or it is not meant for you, say so in writing. What that letter says \
                   of petitions (37 CFR 5.4, 5.5) holds."
            .into(),
        remedy: vec![],
    }
}
