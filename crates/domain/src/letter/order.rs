//! Letters about an order: issued, renewed, modified, sealed, ended, and what changes its dates.
//!
//! What a type permits and how a petition is made is `[U]` in the rule book: the sentences follow it
//! (R3.2, R5.1), and say where the order itself, which binds, says otherwise.

use crate::base::agency::Agencies;
use crate::base::order_type::OrderType;
use crate::letter::Body;
use crate::letter::layout::{countries, day, list};
use crate::order::{Order, Term};
use jiff::civil::Date;

/// An order in effect, as far as its principals must know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InEffect {
    /// Its type; none outside the Department of Defense (R3.2).
    pub order_type: Option<OrderType>,
    /// Countries of a Type I order, as codes.
    pub countries: Vec<String>,
    /// Its conditions, in its own words.
    pub conditions: Vec<String>,
    /// Names of the agencies that sponsor it: claims go to them (R7.4, E33).
    pub sponsors: Vec<String>,
    /// First day of the term spoken of.
    pub from: Date,
    /// Its last day.
    pub until: Date,
    /// Whether the matter is classified (R4.7).
    pub classified: bool,
}

impl InEffect {
    /// An order in one of its terms, with the sponsors it has on that term's first day.
    pub fn of(order: &Order, term: &Term, agencies: &Agencies) -> Self {
        Self {
            order_type: order.order_type,
            countries: order.countries.clone(),
            conditions: order.conditions.clone(),
            sponsors: sponsor_names(order, agencies, term.from),
            from: term.from,
            until: term.until,
            classified: order.classified,
        }
    }
}

/// The names of an order's sponsors on a day, each once; the code where no name is on file.
pub fn sponsor_names(order: &Order, agencies: &Agencies, on: Date) -> Vec<String> {
    let mut out: Vec<String> = vec![];
    for sponsor in order.sponsors_on(on) {
        let known = agencies.0.iter().find(|a| a.code == sponsor.agency);
        let name = known.map_or_else(|| sponsor.agency.to_string(), |a| a.name.clone());
        if !out.contains(&name) {
            out.push(name);
        }
    }
    out
}

/// What is in force for the duration of orders (R4.9 to R4.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Regime {
    /// A year at a time.
    Peacetime,
    /// The duration of hostilities and one year.
    War,
    /// The duration of the emergency and six months.
    Emergency,
}

/// Who is bound by an order (35 USC 181, 182; R3.5).
pub(super) const PRINCIPALS: &str = "The order binds you as a principal: the applicant, the inventors, their \
    successors, all assignees, the legal representatives of each of them, and everyone in privity with them (35 USC \
    181 and 182).";

/// Petitions about an order (37 CFR 5.4, 5.5; R5.1, R5.4).
pub(super) const PETITION: &str = "By a letter to the Office, in duplicate. To have the order rescinded (37 CFR 5.4), \
    state the facts that make it ineffectual or futile, add copies of earlier publications or patents you rely on, and \
    name every Government contract the invention was made under, or say that there is none. To be permitted to disclose \
    or to file abroad, or to have the order modified (37 CFR 5.5), state the purpose in full; name each person, with the \
    agency, date and degree of a clearance, and for a filing abroad every country and everyone who will hold the papers, \
    and vouch for their loyalty and integrity. Until a petition is granted, the order binds as it stands.";

/// Appeal and compensation (35 USC 181, 183; 37 CFR 5.2(b), 5.4(d); R5.3, R7.4, E31, E33).
pub(super) fn remedy(sponsors: &[String]) -> Vec<String> {
    vec![
        "When a petition to rescind the order has been denied, and not before, the owner of the invention may appeal to \
         the Secretary of Commerce (35 USC 181). The letter that denies it names the last day. An appeal does not \
         suspend the order."
            .into(),
        compensation(sponsors),
    ]
}

/// Agencies in a sentence, each with its article.
fn agencies(names: &[String]) -> String {
    let with_article = |n: &String| if n.contains(' ') { format!("the {n}") } else { n.clone() };
    list(&names.iter().map(with_article).collect::<Vec<_>>())
}

/// Where to ask for compensation (35 USC 183; R7.4, E33).
pub(super) fn compensation(sponsors: &[String]) -> String {
    let whom = if sponsors.is_empty() { "the agency that caused the order".to_owned() } else { agencies(sponsors) };
    format!(
        "Compensation for damage caused by the order, or for use of the invention by the Government, is asked of {whom}, \
         not of this Office (37 CFR 5.2(b)), from the day this Office tells you that the application is otherwise \
         allowable until six years after a patent is issued (35 USC 183)."
    )
}

/// What a permit of the order's type allows (R3.2).
pub(super) fn permissions(order: &InEffect) -> Vec<String> {
    let mut out = match order.order_type {
        Some(OrderType::I) if order.countries.is_empty() => vec![export_control()],
        Some(OrderType::I) => vec![
            format!(
                "You may file national applications for the invention in {}, at the national office of each. This permit \
                 does not reach international applications under the Patent Cooperation Treaty, nor applications at the \
                 European Patent Office or another regional office, nor any other country.",
                countries(&order.countries)
            ),
            export_control(),
        ],
        Some(OrderType::II) => vec![
            "You may disclose the invention, as classified information and in the way the National Industrial Security \
             Program Operating Manual prescribes (32 CFR 117), to persons who hold a clearance of the level required and \
             need to know it."
                .into(),
            "This permit is for those who have a security agreement with the Department of Defense (DD Form 441). When \
             that agreement ends, disclose nothing to anybody and tell the Office at once."
                .into(),
        ],
        Some(OrderType::III) | None => vec![
            "You may disclose the invention only to those for whom you have the Commissioner's written consent. This order \
             gives no such consent to anybody."
                .into(),
        ],
    };
    out.push(
        "You may give it to officers and agents of the United States acting within their authority, and act on their \
         written instructions (35 USC 187)."
            .into(),
    );
    out.extend(order.conditions.iter().map(|c| format!("Condition of this order: {c}")));
    out
}

fn export_control() -> String {
    "You may disclose the invention to persons and for purposes for which the export control laws allow it.".into()
}

/// What an order forbids (R3.7, R6.8, R7.1 to R7.3).
fn prohibitions(order: &InEffect) -> Vec<String> {
    let except = match (order.order_type, order.countries.is_empty()) {
        (Some(OrderType::I), false) => " other than those named above",
        _ => "",
    };
    vec![
        "You may not publish or disclose the invention, or anything material to it, in any form, except as stated above \
         (35 USC 181 and 182). The order covers the subject matter, not only the application."
            .into(),
        format!(
            "You may not file an application for it in any country{except}, nor register a design or model, nor have \
             anyone do so (35 USC 184 and 185). A foreign filing license granted before has no effect as long as the \
             order is in effect (37 CFR 5.16), and neither has the freedom to file abroad after six months."
        ),
        "Whoever discloses the invention or files abroad knowingly and wilfully commits a crime: a fine of up to $10,000, \
         imprisonment of up to two years, or both (35 USC 186); general law may raise the fine (18 USC 3571). The invention \
         may be held abandoned as of the violation, which forfeits all claims against the United States based on it (35 \
         USC 182), and no valid patent can be had for it (35 USC 185)."
            .into(),
    ]
}

/// What principals must do (R3.4, R3.10, R8.2). What to report of a disclosure is our reading of practice.
fn duties() -> Vec<String> {
    vec![
        "Tell the Office promptly of every other pending application that discloses a significant part of the same \
         subject matter: it is under this order too (37 CFR 5.2(c)). Hand in or mail to Licensing and Review any later \
         one; do not file it electronically."
            .into(),
        "If the invention has become known to someone to whom you may not disclose it, tell the Office at once who, when, \
         and what. Do not tell a person abroad, or a foreign national, of this order."
            .into(),
        "Go on answering the Office's actions in time: examination continues unless you are told otherwise (37 CFR 5.3)."
            .into(),
    ]
}

fn until(order: &InEffect) -> String {
    format!(
        "The present term ends at the close of {}. The order may be renewed before then for up to a year at a time, any \
         number of times, when an agency that sponsors it determines that the national interest still requires it (35 USC \
         181).",
        day(order.until)
    )
}

pub(super) fn issued(order: &InEffect) -> Body {
    let title = order.order_type.map_or("Secrecy Order", OrderType::title);
    let from = day(order.from);
    Body {
        title: title.into(),
        what: vec![format!(
            "This is an order under 35 USC 181 that the invention disclosed in the application be kept secret. It was \
             issued on {from} and is in effect from that day, on the finding of {} that disclosure would harm, or might \
             harm, the national security.",
            if order.sponsors.is_empty() { "an agency".to_owned() } else { agencies(&order.sponsors) }
        )],
        whom: PRINCIPALS.into(),
        may: permissions(order),
        may_not: prohibitions(order),
        must: duties(),
        until: until(order),
        next:
            "No patent is granted and the application is not published as long as the order is in effect. You will be \
               told of each renewal and of the end of the order."
                .into(),
        petition: PETITION.into(),
        remedy: remedy(&order.sponsors),
    }
}

/// A letter about an order that goes on binding; what is special of each kind is put over it.
pub(super) fn standing(title: &str, what: Vec<String>, order: &InEffect) -> Body {
    Body {
        title: title.into(),
        what,
        whom: PRINCIPALS.into(),
        may: vec!["What the order and its permits allowed, they allow as before.".into()],
        may_not: vec![
            "You may not publish or disclose the invention in any form, nor file for it abroad, except as the order and its \
             permits allow (35 USC 181, 182, 184, 185 and 186)."
                .into(),
        ],
        must: vec!["All other duties of the order go on unchanged.".into()],
        until: until(order),
        next: "You will be told of each renewal and of the end of the order.".into(),
        petition: PETITION.into(),
        remedy: remedy(&order.sponsors),
    }
}

pub(super) fn renewed(order: &InEffect) -> Body {
    let what = format!(
        "The secrecy order on the application has been renewed under 35 USC 181. The new term begins on {}, the day after \
         the old one ended.",
        day(order.from)
    );
    standing("Renewal of a secrecy order", vec![what], order)
}

pub(super) fn modified(order: &InEffect, from: Date, changes: &[String]) -> Body {
    let mut what =
        vec![format!("The secrecy order on the application is modified (37 CFR 5.5(a)) from {}.", day(from))];
    what.extend(changes.iter().cloned());
    what.push(
        order.order_type.map_or_else(|| "It has no type.".into(), |t| format!("The order is now a {}.", t.title())),
    );
    Body {
        may: permissions(order),
        may_not: prohibitions(order),
        must: duties(),
        until: format!("A modification does not change the dates of the order. {}", until(order)),
        ..standing("Modification of a secrecy order", what, order)
    }
}

pub(super) fn lapsed(last_day: Date, classified: bool, sponsors: &[String]) -> Body {
    let ended = format!(
        "The secrecy order on the application has ended: it was not renewed, and its last day was {} (35 USC 181).",
        day(last_day)
    );
    ended_body("End of a secrecy order", ended, classified, sponsors)
}

pub(super) fn rescinded(from: Date, classified: bool, sponsors: &[String]) -> Body {
    let ended = format!(
        "The secrecy order on the application is rescinded (35 USC 181). It has no effect from {} on.",
        day(from)
    );
    ended_body("Rescission of a secrecy order", ended, classified, sponsors)
}

/// The end of an order. Over classified matter it frees nobody (R4.7, E9): that duties go on until the
/// principals are expressly told otherwise is our reading of practice.
fn ended_body(title: &str, ended: String, classified: bool, sponsors: &[String]) -> Body {
    let (may, may_not, until, next) = if classified {
        (
            vec![],
            vec![
                "You may not disclose or publish the invention, nor file for it abroad: it is classified information of the \
                 United States. The duties of those who hold such information, and the laws on Restricted Data where it is \
                 that, go on as before (Executive Order 13526; 42 USC 2161 and following)."
                    .into(),
                "No patent is granted before the matter is declassified (37 CFR 5.1(e)).".into(),
            ],
            "Until you are expressly told in writing that the matter has been declassified.".to_owned(),
            "The Office asks what is to become of the classification, and writes to you. A new order may be issued."
                .to_owned(),
        )
    } else {
        (
            vec![
                "You may disclose the invention and use what is yours in it, as far as other laws, such as those on export \
                 control, allow."
                    .into(),
            ],
            vec![
                "You may not file abroad where a foreign filing license is still needed and not granted (35 USC 184). What \
                 was done while the order was in effect is judged by the order (35 USC 186)."
                    .into(),
            ],
            "The end of the order has no term. A new order can be issued only on a new finding of an agency.".to_owned(),
            "Examination goes on. The application is published when eighteen months have passed, if the law provides for \
             its publication, and a patent is granted if it is allowable (37 CFR 1.211, 5.3(c))."
                .to_owned(),
        )
    };
    let mut what = vec![ended];
    if classified {
        what.push("The subject matter is classified. The end of the order is not a declassification.".into());
    }
    Body {
        title: title.into(),
        what,
        whom: "It concerns the principals of the order: the applicant, the inventors, their successors, all assignees and \
               the legal representatives of each of them."
            .into(),
        may,
        may_not,
        must: vec![],
        until,
        next,
        petition: "There is no order left to have rescinded (37 CFR 5.4) or to be permitted anything under (37 CFR 5.5). For \
                   a foreign filing license, petition under 37 CFR 5.12(b)."
            .into(),
        remedy: vec![compensation(sponsors)],
    }
}

pub(super) fn sealed(order: &InEffect, from: Date) -> Body {
    let what = format!(
        "The application is kept sealed from {} on (35 USC 181): it was shown that its examination itself might jeopardize \
         the national interest.",
        day(from)
    );
    Body {
        must: vec!["You need answer no action of the Office while the application is sealed.".into()],
        until: format!("Until you are told that the sealing has ended. {}", until(order)),
        next:
            "The application is not examined while it is sealed. The days count toward the adjustment of the term of a \
               patent (35 USC 154(b))."
                .into(),
        ..standing("Sealing of an application under a secrecy order", vec![what], order)
    }
}

pub(super) fn unsealed(order: &InEffect, from: Date) -> Body {
    let what = format!(
        "The application is no longer sealed from {} on (35 USC 181). The secrecy order on it stays in effect.",
        day(from)
    );
    Body {
        must: vec!["Answer the Office's actions in time from now on (37 CFR 5.3).".into()],
        next: "Examination goes on under the order.".into(),
        ..standing("End of sealing of an application under a secrecy order", vec![what], order)
    }
}

pub(super) fn regime_changed(order: &InEffect, regime: Regime, from: Date) -> Body {
    let law = match regime {
        Regime::Peacetime => {
            "From then on an order again lasts a year at a time (35 USC 181), and goes on only if an agency that sponsors it \
             determines that the national interest requires it."
        }
        Regime::War => {
            "An order in effect or issued while the United States is at war lasts for the duration of hostilities and one \
             year after they cease (35 USC 181)."
        }
        Regime::Emergency => {
            "An order in effect or issued during a national emergency declared by the President lasts for the duration of \
             the emergency and six months after it (35 USC 181)."
        }
    };
    let what = format!("The duration of the secrecy order on the application changes from {}. {law}", day(from));
    let body = standing("Change in the duration of a secrecy order", vec![what], order);
    match regime {
        Regime::Peacetime => body,
        Regime::War | Regime::Emergency => Body {
            until: "The order has no fixed last day as long as this lasts. You will be told when it has one.".into(),
            next: "You will be told of each further change of its dates and of the end of the order.".into(),
            ..body
        },
    }
}

pub(super) fn declassified(from: Date, order: Option<&InEffect>) -> Body {
    let what = format!(
        "The subject matter of the application is no longer classified information of the United States from {} on.",
        day(from)
    );
    let title = "Declassification of the subject matter";
    if let Some(order) = order {
        let stays = "The secrecy order on the application stays in effect and binds as before.".into();
        return standing(title, vec![what, stays], order);
    }
    Body {
        title: title.into(),
        what: vec![what],
        whom: "It concerns the applicant, the inventors, their successors, all assignees and the legal representatives of \
               each of them."
            .into(),
        may: vec![
            "You may disclose the invention as far as other laws, such as those on export control, allow.".into(),
            "You may ask for the markings of classification on your papers to be canceled.".into(),
        ],
        may_not: vec![
            "You may not file abroad where a foreign filing license is still needed and not granted (35 USC 184).".into(),
        ],
        must: vec![],
        until: "Declassification has no term.".into(),
        next: "What kept the application from publication and grant on account of its classification falls away (37 CFR \
               1.211, 5.1(e))."
            .into(),
        petition: "For a foreign filing license, petition under 37 CFR 5.12(b). No order is in effect on the application."
            .into(),
        remedy: vec![],
    }
}
