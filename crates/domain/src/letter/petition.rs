//! Letters about what principals ask for: petitions, permits, appeals (R5.1 to R5.4, E31, E32, E37).

use crate::letter::Body;
use crate::letter::layout::{countries, day, list};
use crate::letter::order::{InEffect, PETITION, compensation, standing};
use jiff::civil::{Date, Time};

/// What a petition asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PetitionKind {
    /// That the order be rescinded (37 CFR 5.4).
    Rescission,
    /// To disclose (37 CFR 5.5(b)).
    Disclosure,
    /// To file abroad (37 CFR 5.5(c)).
    ForeignFiling,
    /// A permit for repeated routine disclosures (37 CFR 5.5(e)).
    GeneralPermit,
    /// That the order be modified otherwise (37 CFR 5.5(a)).
    Modification,
}

impl PetitionKind {
    fn words(self) -> &'static str {
        match self {
            Self::Rescission => "to rescind the secrecy order (37 CFR 5.4)",
            Self::Disclosure => "for a permit to disclose (37 CFR 5.5(b))",
            Self::ForeignFiling => "for a permit to file abroad (37 CFR 5.5(c))",
            Self::GeneralPermit => "for a general permit (37 CFR 5.5(e))",
            Self::Modification => "to modify the secrecy order (37 CFR 5.5(a))",
        }
    }
}

/// A permit as it was granted (37 CFR 5.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    /// Its number or name.
    pub name: String,
    /// Whether it is for repeated routine disclosures (37 CFR 5.5(e)).
    pub general: bool,
    /// Who may be told, with what was found of their clearance, each in one line.
    pub persons: Vec<String>,
    /// Where it may be filed, as codes.
    pub countries: Vec<String>,
    /// What for.
    pub purpose: String,
    /// First day.
    pub from: Date,
    /// Last day, if it has one; never later than the order's.
    pub until: Option<Date>,
    /// Its conditions, in its own words.
    pub conditions: Vec<String>,
}

/// How an appeal came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppealOutcome {
    /// The order stands.
    Denied,
    /// The order is to end; its rescission has its own letter.
    Granted,
    /// The Office decides on the petition again.
    Remanded,
}

pub(super) fn permit_granted(order: &InEffect, permit: &Permit) -> Body {
    let title = if permit.general { "General permit under a secrecy order" } else { "Permit under a secrecy order" };
    let what = format!(
        "This is a permit under the secrecy order on the application (35 USC 182; 37 CFR 5.5), {}, in effect from {}. Its \
         purpose: {}",
        permit.name,
        day(permit.from),
        sentence(&permit.purpose)
    );
    let mut may = vec![];
    if !permit.persons.is_empty() {
        may.push(format!("You may disclose the invention to {}, for the purpose stated.", list(&permit.persons)));
    }
    if !permit.countries.is_empty() {
        may.push(format!(
            "You may file for the invention in {}, through those who were named in the petition.",
            countries(&permit.countries)
        ));
    }
    if permit.general {
        may.push("You may make the routine disclosures stated as often as the purpose requires.".into());
    }
    may.push(
        "You may use this permit for subject matter that another application of yours has in common with this one, as long \
         as it is not taken out of its context so as to show more than this one does (37 CFR 5.5(d))."
            .into(),
    );
    may.extend(permit.conditions.iter().map(|c| format!("Condition of this permit: {}", sentence(c))));
    Body {
        may,
        may_not: vec![
            "You may do nothing beyond this permit and the order: no other person, no other country, no other purpose (35 \
             USC 182, 184, 185 and 186)."
                .into(),
        ],
        must: vec!["Tell those to whom you disclose the invention of the order before you do, and keep a list of them.".into()],
        until: match permit.until {
            Some(last) => {
                format!("The permit ends at the close of {}, or with the order if that ends before.", day(last))
            }
            None => "The permit lasts as long as the order, through its renewals, unless it is withdrawn before.".into(),
        },
        next: "Nothing more is needed. The order itself stays in effect and is renewed as before.".into(),
        ..standing(title, vec![what], order)
    }
}

pub(super) fn received(petition: PetitionKind, on: Date, missing: &[String], order: &InEffect) -> Body {
    let mut what = vec![format!("Your petition {} was received on {}.", petition.words(), day(on))];
    if !missing.is_empty() {
        what.push("It is not complete yet.".into());
    }
    let next = if missing.is_empty() {
        "The agencies that sponsor the order are asked, because the law requires their agreement (35 USC 181 and 182). Then \
         you are told of the decision. The law sets no time for it."
    } else {
        "The petition is taken up when what is missing has come in."
    };
    let mut must = vec!["All duties of the order go on unchanged.".to_owned()];
    must.extend(missing.iter().map(|m| format!("Send in what is missing: {}", sentence(m))));
    Body {
        must,
        until: "The order binds as it stands until you are told that the petition is granted.".into(),
        next: next.into(),
        ..standing("Receipt of a petition", what, order)
    }
}

/// The denial of a petition. That 60 days are given is configuration (R5.3); the letter names the day.
pub(super) fn denied(
    petition: PetitionKind,
    on: Date,
    words: Option<&str>,
    appeal_until: Option<Date>,
    order: &InEffect,
) -> Body {
    let mut what = vec![format!("Your petition {} was denied on {}.", petition.words(), day(on))];
    what.extend(words.map(str::to_owned));
    let appeal = match appeal_until {
        Some(last) => format!(
            "The owner of the invention may appeal to the Secretary of Commerce (35 USC 181). The last day to do so is {} \
             (37 CFR 5.4(d)). You will be told of the time and place of a hearing. An appeal does not suspend the order.",
            day(last)
        ),
        None => {
            "From the denial of this kind of petition there is no appeal to the Secretary of Commerce. It lies only from the \
             denial of a petition to rescind the order (35 USC 181)."
                .into()
        }
    };
    Body {
        next: "Nothing changes. You may petition again, with new facts or for something narrower.".into(),
        remedy: vec![appeal, compensation(&order.sponsors)],
        ..standing("Denial of a petition", what, order)
    }
}

/// When and where an appeal is heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hearing {
    /// The day.
    pub on: Date,
    /// The time in Washington.
    pub at: Time,
    /// Where.
    pub place: String,
}

impl Hearing {
    /// As a sentence of any letter about it.
    pub(super) fn words(&self) -> String {
        format!(
            "The appeal to the Secretary of Commerce from the secrecy order on the application (35 USC 181; 37 CFR 5.4(d)) is \
             heard on {} at {}, Washington time. Place: {}",
            day(self.on),
            self.at.strftime("%-I:%M %p"),
            sentence(&self.place)
        )
    }
}

pub(super) fn hearing(hearing: &Hearing, order: &InEffect) -> Body {
    let what = vec![
        hearing.words(),
        "If you were told of another time or place before, this takes its place. The agencies that sponsor the order are told \
         the same."
            .into(),
    ];
    Body {
        must: vec![
            "All duties of the order go on unchanged, at the hearing too: say nothing of the invention to anybody who is not \
             entitled to hear it."
                .into(),
        ],
        next: "You are told of the Secretary's decision by a letter of its own. The appeal does not suspend the order.".into(),
        petition: format!("To have the hearing set anew, ask the Office before that day. {PETITION}"),
        ..standing("Hearing of an appeal", what, order)
    }
}

pub(super) fn appeal_decided(on: Date, outcome: AppealOutcome, order: &InEffect) -> Body {
    let what = match outcome {
        AppealOutcome::Denied => {
            format!("The Secretary of Commerce denied the appeal on {}. The secrecy order stands.", day(on))
        }
        AppealOutcome::Granted => format!(
            "The Secretary of Commerce granted the appeal on {}. The order binds until you are told in writing that it has \
             ended.",
            day(on)
        ),
        AppealOutcome::Remanded => format!(
            "The Secretary of Commerce returned the matter to the Office on {} for a new decision. The secrecy order stands \
             until you are told in writing that it has ended.",
            day(on)
        ),
    };
    let next = match outcome {
        AppealOutcome::Denied => "Nothing changes. You may petition again, with new facts.",
        AppealOutcome::Granted => {
            "The Office rescinds the order on this decision, of which you are told by a letter of its own; the agencies that \
             sponsor it need not ask for it. If the matter is classified, it stays so until you are told in writing that it \
             has been declassified."
        }
        AppealOutcome::Remanded => {
            "The Office decides on the petition again, of which you are told by a letter of its own."
        }
    };
    Body {
        next: next.into(),
        remedy: vec![
            "The appeal under 35 USC 181 has been decided; there is no further appeal within the Government.".into(),
            compensation(&order.sponsors),
        ],
        ..standing("Decision on an appeal", vec![what], order)
    }
}

/// A text as a sentence, with its stop.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}
