//! Letters about foreign filing licenses (35 USC 184; R6.1 to R6.10, E14, E15).

use crate::letter::Body;
use crate::letter::layout::{country, day};
use jiff::civil::Date;

/// How far a license goes (R6.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LicenseScope {
    /// 37 CFR 5.15(a).
    Broad,
    /// 37 CFR 5.15(b).
    Narrow,
}

/// What had been filed abroad before a retroactive license (37 CFR 5.25).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastFiling {
    /// Country, as a code.
    pub country: String,
    /// The day.
    pub on: Date,
}

/// Who may use a license (37 CFR 5.17; R6.6).
const WHOM: &str = "It concerns the applicant, the inventors, their successors, all assignees and the legal \
    representatives of each of them, and anyone who files for them (37 CFR 5.17).";

const BAR: &str = "You may not file an application for the invention in any foreign country, nor an international \
    application outside the United States, nor have anyone do so, before six months have passed since the application was \
    filed here and without a license (35 USC 184). Whoever does so wilfully commits a crime (35 USC 186), and no valid \
    patent can be had for the invention (35 USC 185).";

const ASK_AGAIN: &str = "You may petition for a license, or for another one, at any time: by letter with the application \
    number, its date, the inventors and the title (37 CFR 5.12(b), 5.14). What was filed abroad by error without one is \
    dealt with by a petition for a retroactive license (37 CFR 5.25).";

const ORDER_ENDS_IT: &str = "A secrecy order makes a license ineffective from its date, without more (37 CFR 5.16), and a \
    license may be revoked by written notice.";

pub(super) fn granted(scope: LicenseScope, from: Date, past: &[PastFiling], on_filing: bool) -> Body {
    let retroactive = !past.is_empty();
    let mut what = vec![format!(
        "This is a foreign filing license for the invention disclosed in the application (35 USC 184), granted on {}.",
        day(from)
    )];
    if on_filing {
        what.push(
            "The filing of the application was itself the petition for it; this letter belongs to the filing receipt and says \
             that the petition is granted (37 CFR 5.12(a))."
                .into(),
        );
    }
    let mut may = vec![];
    match scope {
        LicenseScope::Broad => may.push(
            "You may file for the invention in any foreign country, and send abroad what is needed to prepare, file and \
             prosecute there. The license also covers later changes and divisions that do not alter the general nature of \
             the invention (37 CFR 5.15(a))."
                .to_owned(),
        ),
        LicenseScope::Narrow => may.push(
            "You may file abroad what was submitted to the Office, and nothing more: what is added later needs a license of \
             its own (37 CFR 5.15(b))."
                .to_owned(),
        ),
    }
    may.push(
        "You need no other license under export law for technical data sent abroad for this (37 CFR 5.11(b)).".into(),
    );
    if retroactive {
        what.push("It is retroactive (37 CFR 5.25), for these filings and no others:".into());
        what.extend(past.iter().map(|p| format!("{}, filed on {}.", capital(country(&p.country)), day(p.on))));
    }
    Body {
        title: if retroactive { "Retroactive foreign filing license" } else { "Foreign filing license" }.into(),
        what,
        whom: WHOM.into(),
        may,
        may_not: vec![
            "You may not file abroad subject matter that the license does not cover (35 USC 184).".into(),
            if retroactive {
                "The license heals the filings named and no other past act.".into()
            } else {
                "The license does not reach back: it heals no filing made before its date (37 CFR 5.15(g)).".into()
            },
        ],
        must: vec![],
        until: format!("The license has no last day. {ORDER_ENDS_IT}"),
        next: "Nothing more is needed from you.".into(),
        petition: match scope {
            LicenseScope::Broad => ASK_AGAIN.into(),
            LicenseScope::Narrow => {
                format!("To have it made a license of the broader kind, petition under 37 CFR 5.15(c). {ASK_AGAIN}")
            }
        },
        remedy: vec![],
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

pub(super) fn refused(on: Date, retroactive: bool, renew_until: Option<Date>) -> Body {
    let what = if retroactive {
        format!("The petition for a retroactive foreign filing license (37 CFR 5.25) was denied on {}.", day(on))
    } else {
        format!(
            "A foreign filing license for the invention disclosed in the application was not granted on {}.",
            day(on)
        )
    };
    let next = match renew_until {
        Some(last) => format!(
            "You may renew the petition until {}, with what it lacked. If you do not, the denial is final.",
            day(last)
        ),
        None if retroactive => {
            "The denial is final. It stands unless a petition under 37 CFR 1.181 is made within two months; then the claims \
             concerned may be rejected (35 USC 185)."
                .into()
        }
        None => "The application is dealt with as usual. You are told if anything more becomes of it.".into(),
    };
    let until = if retroactive {
        "The denial has no term of its own.".into()
    } else {
        "The bar ends six months after the application was filed here, unless a secrecy order is in effect then (35 USC \
         184). It ends before with a license."
            .to_owned()
    };
    Body {
        title: if retroactive { "Denial of a retroactive foreign filing license" } else { "No foreign filing license" }
            .into(),
        what: vec![what],
        whom: WHOM.into(),
        may: vec![],
        may_not: vec![BAR.into()],
        must: vec![],
        until,
        next,
        petition: ASK_AGAIN.into(),
        remedy: vec![],
    }
}

pub(super) fn suspended(from: Date) -> Body {
    Body {
        title: "Foreign filing license without effect".into(),
        what: vec![format!(
            "The foreign filing license for the invention disclosed in the application has no effect from {} on, because a \
             secrecy order is in effect on it from that day (37 CFR 5.16). The order is told of in a letter of its own.",
            day(from)
        )],
        whom: WHOM.into(),
        may: vec![
            "What you lawfully filed abroad under the license before that day stays lawful. A modification of the order may \
             allow you to go on with it (37 CFR 5.5)."
                .into(),
        ],
        may_not: vec![
            "You may do nothing further under the license: no new filing, and no further step in a filing already made (37 CFR \
             5.16; 35 USC 184 and 186)."
                .into(),
        ],
        must: vec!["Report to the Office each country in which you have filed, with the date.".into()],
        until: "As long as the order is in effect.".into(),
        next: "You are told when the order ends.".into(),
        petition: "Petition for permission to file abroad, or to go on with what was filed, under 37 CFR 5.5(c), and for \
                   rescission of the order under 37 CFR 5.4; the letter about the order says how."
            .into(),
        remedy: vec!["Appeal and compensation are those of the order: its own letter says how and of whom.".into()],
    }
}

pub(super) fn revoked(from: Date) -> Body {
    Body {
        title: "Revocation of a foreign filing license".into(),
        what: vec![format!(
            "The foreign filing license for the invention disclosed in the application is revoked from {} on (37 CFR \
             5.11(f)).",
            day(from)
        )],
        whom: WHOM.into(),
        may: vec!["What you lawfully filed abroad under the license before that day stays lawful.".into()],
        may_not: vec![BAR.into()],
        must: vec!["Report to the Office each country in which you have filed, with the date.".into()],
        until: "The revocation has no term. It ends with a new license.".into(),
        next: "You are told if anything more becomes of it.".into(),
        petition: ASK_AGAIN.into(),
        remedy: vec![],
    }
}
