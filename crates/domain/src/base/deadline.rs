//! The kinds of legal deadlines, and a deadline. [`crate::clock`] finds the deadlines of a case.

use crate::base::ledger::hex;
use crate::base::reference::letters_of;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $words:literal;)+) => {
        /// What a clock counts down to.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr, strum::VariantArray)]
        #[serde(rename_all = "snake_case")]
        #[strum(serialize_all = "snake_case")]
        pub enum ClockKind {
            $($(#[$doc])* $variant),+
        }
        impl ClockKind {
            /// Every kind, in the order of the enum.
            pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
            /// The name of the kind in JSON and in the database.
            pub fn as_str(self) -> &'static str {
                self.into()
            }
            /// The words for a calendar that other people may see. They say nothing about the matter.
            pub fn neutral_words(self) -> &'static str {
                match self { $(Self::$variant => $words),+ }
            }
        }
    };
}

kinds! {
    /// The last day of an order's term.
    OrderExpiry = "Term ends";
    /// The day on which both sides are alarmed because no sponsor has determined (R4.5).
    AgencyAlarm = "Last call for an answer";
    /// The day from which the applicant may file abroad without a license.
    SixMonths = "Six months are over";
    /// The day by which an agency is asked to answer.
    ReferralDue = "Answer due";
    /// The day by which signed receipts of letters should have come back (R3.5).
    ReceiptOutstanding = "Receipt outstanding";
    /// The last day of a provisional application (E20).
    ProvisionalEnd = "Twelve months are over";
    /// The day by which nonreceipt of an international application is notified (E18).
    TreatyNotice = "Thirteen months are over";
    /// The day from which an international application is treated as withdrawn (E18).
    TreatyWithdrawal = "Seventeen months are over";
    /// The end of the security agreement a Type II order rests on (E13).
    SecurityAgreementEnd = "An agreement ends";
    /// The last day to answer for a marking (R1.6, R1.7).
    MarkingPeriod = "A period to answer ends";
    /// The last day to state who owns an invention (R1.9, R1.10).
    PropertyStatement = "A statement is due";
    /// The last day for DOE or NASA to claim an invention (R1.9, R1.10).
    PropertyClaim = "A claim is due";
    /// The last day to ask for a hearing on the claim of DOE or NASA.
    PropertyHearing = "A request for a hearing is due";
    /// The last day to appeal the denial of a petition for rescission (R5.3).
    AppealDue = "An appeal is due";
    /// An agency with a property interest has not been asked, another has (R1.5).
    InterestUnasked = "A question is open";
    /// The Secretary has reversed an order, and it is not rescinded yet (R5.3).
    ReversalOpen = "A decision is to be carried out";
    /// The last day of a permit (R5.4).
    PermitEnds = "A permit ends";
    /// The last day to ask a sponsor for compensation (R7.4).
    CompensationEnds = "A claim period ends";
}

impl ClockKind {
    /// Why no question of an agency pauses this clock, with the text that sets it; `None` for the clock of the Office's own
    /// question to that agency, to which no law holds anybody (R2.5).
    pub fn bar_to_pause(self) -> Option<&'static str> {
        match self {
            Self::ReferralDue => None,
            Self::OrderExpiry | Self::AgencyAlarm => Some("35 USC 181 ¶4 ends the term of an order"),
            Self::SixMonths => Some("35 USC 184(a) sets the six months"),
            Self::ProvisionalEnd => Some("35 USC 111(b)(5) sets the twelve months"),
            Self::TreatyNotice | Self::TreatyWithdrawal => Some("the Patent Cooperation Treaty sets these months"),
            Self::SecurityAgreementEnd => Some("the agreement itself names its last day (32 CFR 117)"),
            Self::MarkingPeriod => Some("this period runs for the applicant (37 CFR 5.1(d))"),
            Self::PropertyStatement | Self::PropertyClaim | Self::PropertyHearing => {
                Some("42 USC 2182 and 51 USC 20135 set these periods, for the applicant and for DOE or NASA")
            }
            Self::AppealDue => Some("this period runs for the principal (35 USC 181 ¶3; 37 CFR 5.4(d))"),
            Self::InterestUnasked => Some("it waits for the Office to ask an agency (37 CFR 5.1(f))"),
            Self::ReversalOpen => Some("it waits for the Office to carry out a decision (35 USC 181 ¶3)"),
            Self::PermitEnds => Some("the permit itself names its last day (37 CFR 5.5)"),
            Self::CompensationEnds => Some("35 USC 183 sets the period"),
            Self::ReceiptOutstanding => Some("it waits for the principals, not for an agency (35 USC 186)"),
        }
    }
    /// The reference of a clock, which a calendar shows and the list of clocks accepts. It says nothing about the
    /// matter. `id` is the id of the order, referral or filing that has the clock.
    pub fn reference(self, id: &str) -> String {
        letters_of(&self.digest(id))
    }
    /// The id of the calendar event. It stays the same when the day of the clock changes.
    pub fn uid(self, id: &str) -> String {
        hex(self.digest(id).get(12..28).unwrap_or_default())
    }
    pub(crate) fn digest(self, id: &str) -> [u8; 32] {
        let mut h = Sha256::new();
        h.update(b"subrosa clock 1\0");
        h.update(self.as_str());
        h.update([0]);
        h.update(id);
        h.finalize().into()
    }
}

/// A deadline of a case, with what happens if nobody acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    pub kind: ClockKind,
    pub due_on: Date,
    /// The last business day on which to act, if the day itself may be closed (R4.13).
    pub working_deadline: Option<Date>,
    /// Whether the order is in its last five business days without a determination (R4.5).
    pub alarm: bool,
    /// The consequence, in sentences for people.
    pub if_nobody_acts: String,
    /// The controlling text.
    pub citation: &'static str,
    /// The rules of the rule book.
    pub rule: &'static str,
}

/// The day six months after filing (35 USC 184(a)).
pub fn six_months_after(filed_on: Date) -> Date {
    filed_on.saturating_add(6.months())
}
