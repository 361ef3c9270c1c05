//! Refusals: what the law or the state of a case does not allow, as values.
//!
//! A refusal has a stable code for programs, a sentence for people that says the way out, and the
//! citation and rule number it stands on. Every refusal reaches the caller as problem+json and the
//! ledger as a refused act. Errors of the machine (disk, network) are not refusals.

use serde::Serialize;

/// What kind of answer a refusal is; decides the HTTP status far above this floor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalKind {
    /// Whoever asks has not proved who they are.
    Unauthenticated,
    /// The role may never do this.
    Forbidden,
    /// Does not exist, or may not be seen: the two are indistinguishable on purpose.
    NotFound,
    /// Not in this state.
    Conflict,
    /// The caller acted on an outdated version.
    Stale,
    /// The caller did not say which version it acts on.
    PreconditionRequired,
    /// Not understood or not acceptable as given.
    Invalid,
}

/// The registry entry of a refusal: everything about it that never changes.
#[derive(Debug, PartialEq, Eq)]
pub struct RefusalCode {
    /// Stable code, `thing.what_is_wrong`.
    pub code: &'static str,
    /// Kind of answer.
    pub kind: RefusalKind,
    /// Short title for people.
    pub title: &'static str,
    /// The controlling text, where there is one.
    pub citation: Option<&'static str>,
    /// The rule numbers of the rule book.
    pub rule: Option<&'static str>,
}

/// One refusal of one act.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Refusal {
    /// What it is.
    pub code: &'static RefusalCode,
    /// The sentence for this case, with the way out.
    pub detail: String,
    /// The field of the request that is wrong, for [`RefusalKind::Invalid`].
    pub field: Option<String>,
}

impl Refusal {
    /// A refusal with its sentence.
    pub fn new(code: &'static RefusalCode, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), field: None }
    }
    /// Names the field at fault, as a path (`parties[0].email`).
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
}

macro_rules! refusals {
    ($($name:ident = $code:literal, $kind:ident, $title:literal $(, $citation:literal, $rule:literal)?;)+) => {
        $(
            #[doc = concat!("`", $code, "`: ", $title, $(" (", $citation, "; ", $rule, ")",)? ".")]
            pub static $name: RefusalCode = RefusalCode {
                code: $code,
                kind: RefusalKind::$kind,
                title: $title,
                citation: refusals!(@opt $($citation)?),
                rule: refusals!(@opt $($rule)?),
            };
        )+
        /// Every refusal there is; `docs/errors.md` is generated from it.
        pub static ALL: &[&RefusalCode] = &[$(&$name),+];
    };
    (@opt) => { None };
    (@opt $text:literal) => { Some($text) };
}

refusals! {
    NOT_FOUND = "not_found", NotFound, "There is no such thing, or you may not see it";
    ROLE_FORBIDDEN = "role.forbidden", Forbidden, "Your role may never do this";
    STALE = "precondition.stale", Stale, "The resource has changed since you read it";
    PRECONDITION_REQUIRED = "precondition.required", PreconditionRequired, "Say which version you act on with If-Match";
    KEY_REUSED = "idempotency.key_reused", Invalid, "This Idempotency-Key was used with another request";
    INVALID = "request.invalid", Invalid, "The request was not understood";

    SIGN_IN_FAILED = "session.sign_in_failed", Unauthenticated, "Name and password do not match";
    SESSION_OVER = "session.over", Unauthenticated, "The session is over";

    ACCOUNT_EXISTS = "account.exists", Conflict, "An account of this name exists";
    AGENCY_EXISTS = "agency.exists", Conflict, "An agency of this code exists";
    AGENCY_UNKNOWN = "agency.unknown", Invalid, "There is no such agency on this date", "35 USC 181 ¶2; 35 USC 188", "R2.1";

    FILING_NUMBER_TAKEN = "filing.number_taken", Conflict, "Another text is on file under this application number";
    // Says no more than where to take the filing: whoever runs intake need not learn of any order.
    FILING_COVERED = "filing.ordinary_intake_closed", Conflict, "The filing cannot come in by ordinary intake", "37 CFR 5.2(c)", "R3.4";
    AMENDMENT_OF_ANOTHER = "amendment.other_number", Invalid, "The amendment bears the number of another application";
    FILING_NOT_IN_TRIAGE = "filing.not_in_triage", Conflict, "The filing has nothing to triage";
    HIT_ALREADY_DECIDED = "hit.already_decided", Conflict, "The hit has been decided";
    HITS_UNDECIDED = "filing.hits_undecided", Conflict, "Hits of the filing await triage", "37 CFR 5.1; MPEP 115", "R1.1";
    NOTHING_CONFIRMED = "filing.nothing_confirmed", Conflict, "No hit of the filing has been confirmed", "35 USC 181 ¶2", "R1.4";
    REFERRAL_EXISTS = "referral.exists", Conflict, "The filing is already referred to this agency";
    REFERRAL_CLOSED = "referral.closed", Conflict, "The referral is closed", "35 USC 122(a)", "R2.9";
    FOREIGN_MADE = "filing.made_abroad", Conflict, "An invention made abroad is not offered to the agencies", "37 CFR 5.1(f)", "R1.5";

    NOT_ACKNOWLEDGED = "referral.not_acknowledged", Conflict, "Nothing of a filing is shown before its acknowledgment is signed", "35 USC 181 ¶3", "R2.2";
    ACKNOWLEDGMENT_WORDS = "acknowledgment.other_words", Invalid, "The statement is not the text that was shown", "35 USC 181 ¶3", "R2.2";
    ACKNOWLEDGED_ALREADY = "acknowledgment.exists", Conflict, "You have signed for this filing", "35 USC 181 ¶3", "R2.2";
    OPINION_OUTDATED = "opinion.outdated_version", Conflict, "The filing has changed since the version the opinion speaks of", "MPEP 115", "R2.7";
    OPINION_GROUNDS = "opinion.unknown_grounds", Invalid, "A ground is not a category of the list this filing was screened against", "37 CFR 5.1", "R1.11";
    RECOMMENDATION_EXISTS = "recommendation.exists", Conflict, "This agency has made its recommendation", "35 USC 181 ¶3", "R2.4";
    RECOMMENDATION_NOT_AUTHORISED = "recommendation.not_authorised", NotFound, "There is no such referral for you", "35 USC 181; 35 USC 188", "R2.4";
    RECOMMENDATION_THRESHOLD = "recommendation.threshold", Conflict, "In a private case only the finding that disclosure would be detrimental binds", "35 USC 181 ¶1, ¶3", "R1.4";
    RECOMMENDATION_TYPE = "recommendation.type_missing", Invalid, "A recommendation for an order names its type", "35 USC 181 ¶3", "R2.4";

    ORDER_NO_RECOMMENDATION = "order.no_recommendation", Conflict, "No agency has found that disclosure would be detrimental", "35 USC 181 ¶3", "R2.4";
    ORDER_EXISTS = "order.exists", Conflict, "An order is in effect on this filing", "35 USC 181 ¶3", "R2.4";
    ORDER_TYPE_WEAKER = "order.type_weaker", Conflict, "The type gives more than a sponsor's recommendation allows", "35 USC 181 ¶3", "R2.8, E6";
    ORDER_COUNTRIES = "order.countries", Invalid, "Only an order of Type I names countries, from the table in force", "MPEP 120", "R3.2";
    ORDER_SAME_PERSON = "order.same_person", Conflict, "Whoever recommended an order may not also issue it", "35 USC 181 ¶3", "R2.4";
    ORDER_NOT_IN_EFFECT = "order.not_in_effect", Conflict, "The order is not in effect", "35 USC 181 ¶4", "R4.6";
    RENEWAL_AFTER_EXPIRY = "order.renewal_after_expiry", Conflict, "An expired order cannot be renewed; a new order on a fresh finding is needed", "35 USC 181 ¶4", "R4.6, E3";
    RENEWAL_NO_DETERMINATION = "order.no_determination", Conflict, "No sponsor has determined that the national interest requires another term", "35 USC 181 ¶4", "R4.2";
    DETERMINATION_TOO_EARLY = "order.determination_too_early", Conflict, "The end of the term is too far off to determine that secrecy must go on", "35 USC 181 ¶4", "R4.5";
    DETERMINATION_EXISTS = "order.determination_exists", Conflict, "This sponsor has made its determination for the coming term", "35 USC 181 ¶4", "R4.3";
    NOT_A_SPONSOR = "order.not_a_sponsor", Conflict, "Your agency is not a sponsor of this order", "35 USC 181 ¶4", "R2.8";
    RENEWED_ALREADY = "order.renewed_already", Conflict, "The order has its next term", "35 USC 181 ¶4", "R4.1";
    RESCISSION_NEEDS_ALL = "order.rescission_needs_all_sponsors", Conflict, "Every sponsor must ask for rescission", "35 USC 181 ¶4", "R2.8, R4.8, E7";
    RESCISSION_REQUESTED = "order.rescission_requested", Conflict, "This sponsor has asked for rescission", "35 USC 181 ¶4", "R4.8";

    NOTICE_NOT_RESENDABLE = "notice.not_resendable", Conflict, "The notice is on its way or delivered";
    NOTICE_NO_LETTER = "notice.no_letter", Conflict, "No letter was kept with this notice";
    RECEIPT_NOT_ASKED = "notice.receipt_not_asked", Conflict, "The receipt of this notice cannot be asked for", "MPEP 120", "R3.5";
    NOTICE_SERVED = "notice.served", Conflict, "Service of the notice is on record", "MPEP 120", "R3.5";

    FEED_TOLD_ONCE = "feed.told_once", Conflict, "The address of a calendar feed is told once";

    LIST_DOES_NOT_COMPILE = "list.does_not_compile", Invalid, "The review list has errors; the list in force stays";
    LIST_EXISTS = "list.exists", Conflict, "This revision of the list is on file";
    LIST_ADOPTED = "list.adopted_already", Conflict, "The revision is in force or has been";
    LIST_UNFLAGS_ORDERS = "list.unflags_orders", Conflict, "Filings under order would no longer be flagged";
    LIST_SECOND_PERSON = "list.second_person", Conflict, "Adoption needs a second person";

    NOT_A_DEMO = "demo.not_a_demo", Forbidden, "Only a demonstration database has a clock that can be set";
    CLOCK_BACK = "demo.clock_back", Conflict, "The clock only goes forward";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_are_unique_and_a_citation_never_comes_without_its_rule() {
        let mut seen = HashSet::new();
        for r in ALL {
            assert!(seen.insert(r.code), "{} twice", r.code);
            assert_eq!(r.citation.is_some(), r.rule.is_some(), "{}", r.code);
            assert!(!r.title.ends_with('.'), "{}", r.code);
        }
    }
}
