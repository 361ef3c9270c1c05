//! Letters: what the Office writes to the people of a case, in plain English, from facts alone.
//!
//! A mail says only that a letter waits (`domain::notice`); this is the letter. Each kind of notice has
//! its variant of [`Facts`] and its text file in `templates/`, and [`Facts::letter`] makes the text. Every
//! letter answers the same questions and is not written without: what it is and from when, whom it binds,
//! what may not be done and by which law, until when, what comes next, how to petition, whom to ask; and,
//! where there is an order, how to appeal and where to ask for compensation (R7.4, E33).
//!
//! A letter holds nothing of a filing but its number, nothing of screening or review, and no agency but
//! the sponsors of an order, because claims go to them, and the one that asks for a statement of
//! ownership. What facts of the text are not law but our reading is said at each.
//!
//! Not its job: whom to write to (`domain::notice`), when (`workflow`), keeping it (`store`).

mod filing;
mod layout;
mod license;
mod order;
mod petition;
mod template;
#[cfg(test)]
mod tests;

pub use filing::{MarkingConcern, PropertyAgency};
pub use layout::Head;
pub use license::{LicenseScope, PastFiling};
pub use order::{InEffect, Regime, sponsor_names};
pub use petition::{AppealOutcome, Hearing, Permit, PetitionKind};
pub use template::Unwritable;

use crate::base::ledger::hex;
use crate::notice::NoticeKind;
use jiff::civil::Date;
use minijinja::Value;
use minijinja::value::Serde;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A letter as it is handed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// What it is, in a few words.
    pub title: String,
    /// The whole text, title included, in lines of at most 80 characters.
    pub text: String,
}

impl Letter {
    /// SHA-256 of the text, in hexadecimal: what was said, provable later.
    pub fn sha256(&self) -> String {
        hex(&Sha256::digest(self.text.as_bytes()))
    }
}

/// What a letter tells, by kind of notice. Dates are dates of Washington; sponsors are names of agencies,
/// countries two-letter codes. The names of the fields are those by which `templates/` names the facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Facts {
    /// An order has been issued (35 USC 181; R3.1, R3.2).
    OrderIssued(InEffect),
    /// An order has been renewed; the term is the new one (R4.4).
    OrderRenewed(InEffect),
    /// An order has been modified (37 CFR 5.5(a), R5.8). As it is now, from when, and what has changed,
    /// in sentences written for the principals.
    OrderModified {
        /// The order as modified.
        #[serde(rename = "order")]
        now: InEffect,
        /// First day of the modification.
        from: Date,
        changes: Vec<String>,
    },
    /// An order has lapsed (R4.6); over classified matter, duties go on (R4.7).
    OrderLapsed {
        /// The last day it was in effect.
        last_day: Date,
        /// Whether the matter is classified.
        classified: bool,
        /// Agencies that sponsored it, for claims.
        sponsors: Vec<String>,
    },
    /// An order has been rescinded (R4.8); classified matter stays barred (E9).
    OrderRescinded {
        /// The day from which it has no effect.
        from: Date,
        /// Whether the matter is classified.
        classified: bool,
        /// Agencies that sponsored it, for claims.
        sponsors: Vec<String>,
    },
    /// The application is kept sealed (R3.9).
    OrderSealed {
        order: InEffect,
        /// First day sealed.
        from: Date,
    },
    /// Sealing has ended (R3.9).
    OrderUnsealed {
        order: InEffect,
        /// First day on which examination goes on.
        from: Date,
    },
    /// War or a national emergency has begun or ended for the law of orders (R4.9, R4.10, E35).
    RegimeChanged {
        /// The order with the end of its term as it is now.
        order: InEffect,
        /// What is in force.
        regime: Regime,
        /// First day of the change.
        from: Date,
    },
    /// The principals are expressly told that the matter is no longer classified (R4.7).
    Declassified {
        /// First day.
        from: Date,
        /// The order that still binds, if one does.
        order: Option<InEffect>,
    },
    /// A permit has been granted (37 CFR 5.5; R5.4, E37).
    PermitGranted {
        /// The order it is under.
        order: InEffect,
        permit: Permit,
    },
    /// A petition has come in (R5.1, R5.2).
    PetitionReceived {
        petition: PetitionKind,
        /// The day.
        on: Date,
        /// What it still lacks, in sentences written for the petitioner.
        missing: Vec<String>,
        order: InEffect,
    },
    /// A petition has been denied (R5.3).
    PetitionDenied {
        petition: PetitionKind,
        /// The day.
        on: Date,
        /// What the Office says to the petitioner of why, in words written for the petitioner; never an
        /// internal reason.
        words: Option<String>,
        /// The last day to appeal, for a petition after whose denial there is an appeal.
        appeal_until: Option<Date>,
        order: InEffect,
    },
    /// A hearing of an appeal to the Secretary of Commerce is set, or set anew (R5.3).
    AppealHearing { hearing: Hearing, order: InEffect },
    /// The same, to an agency that sponsors the order (R5.3).
    SponsorHearing {
        hearing: Hearing,
        /// The last day of the order as it stands.
        until: Option<Date>,
    },
    /// Form D-10, to an agency that sponsors the order (R8.4).
    SponsorAllowability {
        /// The day, from which compensation may be asked of the agency.
        on: Date,
        /// The last day of the order as it stands.
        until: Option<Date>,
    },
    /// The Secretary of Commerce has decided an appeal (R5.3).
    AppealDecided {
        /// The day.
        on: Date,
        outcome: AppealOutcome,
        order: InEffect,
    },
    /// The signed receipt of a letter has not come back (R3.5).
    ReceiptReminder {
        /// What kind of letter it was.
        kind: NoticeKind,
        dated: Date,
        reference: String,
    },
    /// A foreign filing license (R6.3, R6.5, R6.10).
    LicenseGranted {
        /// How far it goes.
        scope: LicenseScope,
        /// First day.
        from: Date,
        /// What was filed abroad before it, for a retroactive license (37 CFR 5.25).
        past: Vec<PastFiling>,
        /// Whether it answers the filing itself and no other petition (37 CFR 5.12(a)): the notice of it
        /// that goes with the filing receipt.
        on_filing: bool,
    },
    /// A foreign filing license is refused (R6.3, R6.10).
    LicenseRefused {
        /// The day.
        on: Date,
        /// Whether a retroactive license was asked for.
        retroactive: bool,
        /// The last day to renew a petition for a retroactive license.
        renew_until: Option<Date>,
    },
    /// An order has made the license ineffective (R3.7(3), R6.8, E14, E15).
    LicenseSuspended {
        /// First day without effect.
        from: Date,
    },
    /// A license has been revoked (R6.8).
    LicenseRevoked {
        /// First day without effect.
        from: Date,
    },
    /// Form D-10: the application is otherwise in condition for allowance (R8.4).
    Allowability {
        /// The day, from which compensation may be asked for.
        on: Date,
        order: InEffect,
    },
    /// Papers bear a marking (R1.6, R1.7, E26).
    MarkingQuery {
        /// What was found.
        concern: MarkingConcern,
        /// The last day to answer.
        until: Date,
    },
    /// A statement of who owns the invention is asked for (R1.9, R1.10).
    PropertyStatementRequest {
        agency: PropertyAgency,
        /// The last day to answer.
        until: Date,
    },
    /// The invention is held abandoned (35 USC 182; R7.1).
    AbandonmentHeld {
        /// The day of the decision.
        on: Date,
        /// The day of the violation, as of which it is abandoned.
        violated_on: Date,
    },
}

impl Facts {
    /// The kind of notice that tells this.
    pub fn kind(&self) -> NoticeKind {
        match self {
            Self::OrderIssued(_) => NoticeKind::OrderIssued,
            Self::OrderRenewed(_) => NoticeKind::OrderRenewed,
            Self::OrderModified { .. } => NoticeKind::OrderModified,
            Self::OrderLapsed { .. } => NoticeKind::OrderLapsed,
            Self::OrderRescinded { .. } => NoticeKind::OrderRescinded,
            Self::OrderSealed { .. } => NoticeKind::OrderSealed,
            Self::OrderUnsealed { .. } => NoticeKind::OrderUnsealed,
            Self::RegimeChanged { .. } => NoticeKind::RegimeChanged,
            Self::Declassified { .. } => NoticeKind::Declassified,
            Self::PermitGranted { .. } => NoticeKind::PermitGranted,
            Self::PetitionReceived { .. } => NoticeKind::PetitionReceived,
            Self::PetitionDenied { .. } => NoticeKind::PetitionDenied,
            Self::AppealHearing { .. } => NoticeKind::AppealHearing,
            Self::SponsorHearing { .. } => NoticeKind::SponsorHearing,
            Self::SponsorAllowability { .. } => NoticeKind::SponsorAllowability,
            Self::AppealDecided { .. } => NoticeKind::AppealDecided,
            Self::ReceiptReminder { .. } => NoticeKind::ReceiptReminder,
            Self::LicenseGranted { .. } => NoticeKind::LicenseGranted,
            Self::LicenseRefused { .. } => NoticeKind::LicenseRefused,
            Self::LicenseSuspended { .. } => NoticeKind::LicenseSuspended,
            Self::LicenseRevoked { .. } => NoticeKind::LicenseRevoked,
            Self::Allowability { .. } => NoticeKind::Allowability,
            Self::MarkingQuery { .. } => NoticeKind::MarkingQuery,
            Self::PropertyStatementRequest { .. } => NoticeKind::PropertyStatementRequest,
            Self::AbandonmentHeld { .. } => NoticeKind::AbandonmentHeld,
        }
    }

    /// The letter that tells it.
    pub fn letter(&self, head: &Head<'_>) -> Result<Letter, Unwritable> {
        let body = template::body(self.kind(), self.for_template())?;
        let text = layout::page(head, &body, self.kind().wants_receipt());
        Ok(Letter { title: body.title, text })
    }

    /// The facts by the names of their fields.
    fn for_template(&self) -> Value {
        match self {
            Self::OrderIssued(order) | Self::OrderRenewed(order) => {
                Value::from_pairs([("order", Value::from(Serde(order)))])
            }
            _ => Value::from(Serde(self)),
        }
    }
}
