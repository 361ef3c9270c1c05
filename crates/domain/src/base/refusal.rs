//! Refusals: values that say what the law or the state of a case does not allow.
//!
//! A refusal has a stable code for programs, a sentence for people with the way out, and its citation and rule number.
//! The caller gets every refusal as problem+json, and the ledger records it as a refused act. Errors of the machine
//! (disk, network) are not refusals.

use serde::Serialize;

/// The kind of a refusal, from which the interface derives the HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalKind {
    /// The caller has not proved who they are.
    Unauthenticated,
    /// The role may never do this.
    Forbidden,
    /// The thing does not exist, or the caller may not see it. The answer is the same on purpose.
    NotFound,
    /// The state of the thing does not allow the act.
    Conflict,
    /// The caller acted on an outdated version.
    Stale,
    /// The caller did not say which version it acts on.
    PreconditionRequired,
    /// The request was not understood, or a value in it is not acceptable.
    Invalid,
}

/// The entry of a refusal in the registry: everything that is the same each time.
#[derive(Debug, PartialEq, Eq)]
pub struct RefusalCode {
    /// Stable code, `thing.what_is_wrong`.
    pub code: &'static str,
    pub kind: RefusalKind,
    /// Short title for people.
    pub title: &'static str,
    /// The controlling text; `None` if no law is behind the refusal.
    pub citation: Option<&'static str>,
    /// The rule numbers of the rule book.
    pub rule: Option<&'static str>,
}

/// The refusal of an act.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Refusal {
    pub code: &'static RefusalCode,
    /// The sentence for this case, with the way out.
    pub detail: String,
    /// The field of the request that is wrong, for [`RefusalKind::Invalid`].
    pub field: Option<String>,
}

impl Refusal {
    /// Makes a refusal with the sentence for this case.
    pub fn new(code: &'static RefusalCode, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), field: None }
    }
    /// Whether the caller may not do or see this in any state of the thing.
    pub fn bars_access(&self) -> bool {
        match self.code.kind {
            RefusalKind::Unauthenticated | RefusalKind::Forbidden => true,
            RefusalKind::NotFound => !std::ptr::eq(self.code, &ENDED),
            // Both say that the account lacks what it needs to see the papers: a signature, or the clearance.
            RefusalKind::Conflict => [&NOT_ACKNOWLEDGED, &FILING_CLASSIFIED].contains(&self.code),
            RefusalKind::Stale | RefusalKind::PreconditionRequired | RefusalKind::Invalid => false,
        }
    }
    /// Adds the field at fault, as a path (`parties[0].email`).
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
}

/// The refusal for a thing that the caller itself has ended. It has the words of [`NOT_FOUND`], but the caller was
/// allowed to see the thing.
pub static ENDED: RefusalCode = RefusalCode {
    code: "not_found",
    kind: RefusalKind::NotFound,
    title: "There is no such thing, or you may not see it",
    citation: None,
    rule: None,
};

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
        /// Every refusal. `docs/errors.md` is generated from this list.
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
    STEP_UP_REQUIRED = "session.step_up_required", Forbidden, "Prove again that it is you";
    BANNER_NOT_ACCEPTED = "session.banner_not_accepted", Forbidden, "Accept the notice of this system first";
    EXCHANGE_FAILED = "session.exchange_failed", Unauthenticated, "The token opens no session";
    SESSION_OVER = "session.over", Unauthenticated, "The session is over";

    ACCOUNT_OWN = "account.own", Forbidden, "Nobody changes their own account";
    ACCOUNT_ABOVE_OWN = "account.above_own", Forbidden, "Your clearance is too low to give this account rights or a password";
    CLEARANCE_TERMS = "clearance.terms", Invalid, "No clearance of this kind has such terms", "10 CFR 25.15; 32 CFR 117.10(k)", "P2 to P5";
    ACCOUNT_SECOND_PERSON = "account.second_person", Forbidden, "Another security officer confirms this";
    KEY_SECOND_PERSON = "key.second_person", Forbidden, "Another security officer confirms this";
    KEY_NEXT_MADE = "key.next_made", Conflict, "The next key has been made already";
    PASSWORD_TEMPORARY = "session.password_change_required", Forbidden, "This password is good once, to choose your own";
    ACCOUNT_EXISTS = "account.exists", Conflict, "An account of this name exists";
    AGENCY_EXISTS = "agency.exists", Conflict, "An agency of this code exists";
    AGENCY_UNKNOWN = "agency.unknown", Invalid, "There is no such agency on this date", "35 USC 181 ¶2; 35 USC 188", "R2.1";

    FILING_SUPERVISOR = "filing.supervisor", Forbidden, "A supervisor assigns this filing";
    FILING_NUMBER_TAKEN = "filing.number_taken", Conflict, "Another text is on file under this application number";
    // The sentence says only where to take the filing, because whoever runs intake must not learn of an order.
    FILING_COVERED = "filing.ordinary_intake_closed", Conflict, "The filing cannot come in by ordinary intake", "37 CFR 5.2(c)", "R3.4";
    FILING_CLASSIFIED = "filing.classified_papers", Conflict, "Classified papers do not come in by an ordinary way", "37 CFR 5.1(a), (c); MPEP 115", "R1.6";
    AMENDMENT_OF_ANOTHER = "amendment.other_number", Invalid, "The amendment bears the number of another application";
    FILING_NOT_IN_TRIAGE = "filing.not_in_triage", Conflict, "The filing has nothing to triage";
    HIT_ALREADY_DECIDED = "hit.already_decided", Conflict, "The hit has been decided";
    HITS_UNDECIDED = "filing.hits_undecided", Conflict, "Hits of the filing await triage", "37 CFR 5.1; MPEP 115", "R1.1";
    NOTHING_CONFIRMED = "filing.nothing_confirmed", Conflict, "No hit of the filing has been confirmed", "35 USC 181 ¶2", "R1.4";
    REFERRAL_EXISTS = "referral.exists", Conflict, "The filing is already referred to this agency";
    REFERRAL_CLOSED = "referral.closed", Conflict, "The referral is closed", "35 USC 122(a)", "R2.9";
    QUESTION_ANSWERED = "question.answered", Conflict, "The question is answered";
    QUESTION_OWN_SIDE = "question.own_side", Forbidden, "A question is answered by the side that was asked";
    QUESTIONS_OPEN = "question.too_many_open", Conflict, "Too many questions await an answer";
    FOREIGN_MADE = "filing.made_abroad", Conflict, "An invention made abroad is not offered to the agencies", "37 CFR 5.1(f)", "R1.5";
    OTHERS_INTEREST = "filing.interest_of_another", Conflict, "An invention of a defense agency is not offered to others", "37 CFR 5.1(f); 35 USC 181 ¶1", "R1.5";

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
    ORDER_ORIGINATOR = "order.originator", Conflict, "Only the originating Government ends the secrecy of its matter", "Agreements under 35 USC 181; MPEP 120", "R3.8, E25";
    RESCISSION_REQUESTED = "order.rescission_requested", Conflict, "This sponsor has asked for rescission", "35 USC 181 ¶4", "R4.8";

    LICENSE_UNDER_ORDER = "license.under_order", Conflict, "Under an order filing abroad takes the consent of all sponsors", "35 USC 184(a); 37 CFR 5.5", "R6.9, R3.7";
    LICENSE_UNDER_REVIEW = "license.under_review", Conflict, "The review of the filing is not over", "35 USC 184(a); 37 CFR 5.12(a)", "R6.3, R2.6";
    LICENSE_NOT_NEEDED = "license.not_needed", Conflict, "Filing this abroad takes no license", "37 CFR 5.11(e)", "R6.2";
    LICENSE_BROAD = "license.broad_after_referral", Conflict, "A filing that was made available to an agency has a narrow license only", "37 CFR 5.15(a)", "R6.5";
    LICENSE_EXISTS = "license.exists", Conflict, "A license is in force", "35 USC 184(a)", "R6.3";
    LICENSE_NOT_GRANTED = "license.not_in_force", Conflict, "The license is not in force", "37 CFR 5.11(f)", "R6.8";
    LICENSE_PETITION = "license.petition", Conflict, "There is no room for this petition", "37 CFR 5.12(b); 37 CFR 5.15(c)", "R6.4, R6.5";
    LICENSE_PETITION_DECIDED = "license.petition_decided", Conflict, "The petition has been decided", "37 CFR 5.12(b)", "R6.4";
    LICENSE_RETROACTIVE = "license.retroactive", Conflict, "A retroactive license cannot be asked for so", "37 CFR 5.25; 35 USC 184(a)", "R6.10";

    ADVICE_REASON = "order.type_reason", Conflict, "The type differs from what the recorded facts come to", "MPEP 120", "R3.2";
    SEALED = "examination.sealed", Conflict, "The case is sealed", "35 USC 181 ¶3", "R3.9, E36";
    SEALED_ALREADY = "examination.sealing", Conflict, "The case is not so that this changes it", "35 USC 181 ¶3", "R3.9";
    EXAMINATION_STEP = "examination.step", Conflict, "There is no room for this step of examination", "37 CFR 5.3; MPEP 130", "R8.2, R8.4";
    EXAMINATION_EXTENSION = "examination.extension", Conflict, "The time to reply cannot be extended so", "35 USC 267", "R8.7";
    EXAMINATION_HELD = "examination.held", Conflict, "Prosecution is suspended or allowance barred", "37 CFR 5.3(c); 37 CFR 5.1(e)", "R8.4, R8.5, R8.8, R1.6";
    EXAMINATION_HEARING = "examination.no_hearing", Conflict, "No hearing is set while the order lasts", "37 CFR 5.3(a)", "R8.3";
    EXAMINATION_INTERFERENCE = "examination.no_interference", Conflict, "No interference is instituted under an order", "37 CFR 5.3(b)", "R3.7, R8.6";
    RELATED_FINDING = "related.finding", Conflict, "There is nothing to compare", "37 CFR 5.2(c)", "R3.4";
    INTERNATIONAL_STEP = "international.step", Conflict, "There is no room for this step of an international application", "PCT Art. 12(3); Administrative Instructions 330", "E18, E19";
    TRANSMITTAL_HELD = "international.transmittal_held", Conflict, "The papers are not transmitted", "37 CFR 5.3(d); 35 USC 368(c)", "R3.7, E18";
    MARKED_QUERY = "marking.asked", Conflict, "There is no room for a query about a marking", "37 CFR 5.1(d); MPEP 121", "R1.6, R1.7";
    MARKED_ANSWER = "marking.answer", Conflict, "This does not answer the query about a marking", "37 CFR 5.1(d); MPEP 121", "R1.6, R1.7, E26";
    MARKED_PERIOD = "marking.period", Conflict, "The application cannot be held abandoned for its marking", "37 CFR 5.1(d)", "R1.6, E26";
    PROPERTY_STEP = "property.step", Conflict, "There is no room for this step of a property track", "42 USC 2182; 51 USC 20135", "R1.9, R1.10";
    PROPERTY_LATE = "property.late", Conflict, "The days for this step of a property track are over", "42 USC 2182; 51 USC 20135", "R1.9, R1.10";
    ORDER_PATENTED = "order.patented", Conflict, "An issued patent is outside 35 USC 181", "35 USC 181", "E17";
    ORDER_PUBLISHED = "order.published", Conflict, "The application has been published; an order on it is a person's decision", "35 USC 181; 37 CFR 5.4", "E17";

    ADVICE_NO_FACTS = "order.no_facts", Conflict, "No facts are on record that a type could be advised on", "MPEP 120", "R3.2";
    MARKING_LOWERED = "filing.marking_lowered", Conflict, "A classified marking comes down with a declassification only", "37 CFR 5.1(e)", "R1.6";
    RECORD_FLAG = "filing.flag", Conflict, "There is no room for this flag", "MPEP 115", "R1.1";

    PETITION_NONE = "petition.none", Conflict, "This entry is no such petition", "37 CFR 5.4; 37 CFR 5.5", "R5.1, R5.4";
    PETITION_INCOMPLETE = "petition.incomplete", Invalid, "The petition is incomplete", "37 CFR 5.4; 37 CFR 5.5(b), (c)", "R5.1, R5.4";
    PETITION_PRINCIPAL = "petition.not_a_principal", Invalid, "A petition is made by or for a principal of record", "37 CFR 5.4", "R5.1, R3.5";
    PETITION_POSITION_EXISTS = "petition.position_exists", Conflict, "This sponsor has stated its position", "35 USC 181 ¶4; 35 USC 182", "R2.8";
    PETITION_DECIDED = "petition.decided", Conflict, "The petition has been decided", "37 CFR 5.4; 37 CFR 5.5", "R5.2";
    PETITION_NEEDS_ALL = "petition.needs_all_sponsors", Conflict, "Every sponsor must concur", "35 USC 182; 35 USC 184(a)", "R2.8, R5.4, E38";
    PERMIT_CLEARANCE = "permit.clearance", Invalid, "The clearance does not fit the permit", "37 CFR 5.5(b), (e)", "R5.4";
    PERMIT_DAYS = "permit.days", Invalid, "The permit would end before it begins", "37 CFR 5.5", "R5.4";
    PERMIT_NOT_IN_FORCE = "permit.not_in_force", Conflict, "The permit is not in force", "37 CFR 5.5", "R5.4";
    PERMIT_COMMON_MATTER = "permit.common_matter", Conflict, "The permit does not serve this case", "37 CFR 5.5(d)", "R5.4, E37";
    MODIFICATION_NOTHING = "modification.nothing", Invalid, "The order reads so already", "37 CFR 5.5", "R5.8";
    APPEAL_PREMATURE = "appeal.premature", Conflict, "An appeal needs a denied petition for rescission", "35 USC 181 ¶3; 37 CFR 5.4(d)", "R5.3, E31";
    APPEAL_LATE = "appeal.late", Conflict, "The time to appeal is over", "37 CFR 5.4(d); 35 USC 21(b)", "R5.3, E32";
    APPEAL_EXISTS = "appeal.exists", Conflict, "The denial has been appealed", "37 CFR 5.4(d)", "R5.3";
    APPEAL_NONE = "appeal.none", Conflict, "This entry is no appeal", "37 CFR 5.4(d)", "R5.3";
    APPEAL_NOT_REVERSED = "appeal.not_reversed", Conflict, "The Secretary has not reversed the order", "35 USC 181 ¶3, ¶4; 37 CFR 5.4(d)", "R5.3, R4.8";
    APPEAL_DECIDED = "appeal.decided", Conflict, "The appeal has been decided", "35 USC 181 ¶3", "R5.3";
    CONDITIONS_UNACCOUNTED = "order.conditions_unaccounted", Conflict, "A sponsor's condition is unaccounted for", "35 USC 181 ¶3", "R2.4, R2.8";
    CONDITION_NONE = "condition.none", Conflict, "There is no such condition to account for", "35 USC 181 ¶3", "R2.4";
    CONDITION_ANSWERED = "condition.answered", Conflict, "The agency has answered", "35 USC 181 ¶3", "R2.4";
    VIOLATION_OUTSIDE_TERMS = "violation.outside_terms", Conflict, "The order was not in effect on that day", "35 USC 182; 35 USC 186", "R7.1, E3";
    VIOLATION_CONSENTED = "violation.with_consent", Conflict, "What was consented to is no violation", "35 USC 182", "R7.1";
    VIOLATION_NONE = "violation.none", Conflict, "This entry is no finding of a violation", "35 USC 182", "R7.1";
    VIOLATION_DECIDED = "violation.decided", Conflict, "The finding has been decided on", "35 USC 182", "R7.1";
    VIOLATION_SAME_PERSON = "violation.same_person", Conflict, "Whoever found a violation may not also decide on it", "35 USC 182", "R7.1";
    INCIDENT_INCOMPLETE = "incident.incomplete", Invalid, "The report of the incident is incomplete", "MPEP 120", "R3.10";
    INCIDENT_NEVER_TELL = "incident.never_tell", Conflict, "This person is never told of the order", "MPEP 120", "R3.10";
    INCIDENT_NONE = "incident.none", Conflict, "There is nothing of this kind to record", "MPEP 120", "R3.10";
    COMPENSATION_NOT_HERE = "compensation.not_here", Conflict, "Compensation is asked of the sponsor, not of the Office", "35 USC 183; 37 CFR 5.2(b)", "R7.4, E33";

    RECORD_DISPOSED = "filing.held", Conflict, "Publication and grant of the filing are held", "35 USC 122(d); 35 USC 181", "R3.7, R1.14";

    RENEW_ALL = "order.renew_all", Invalid, "Each order needs an affirmative determination of its own", "35 USC 181 ¶4", "R4.3, E5";
    NOT_CLASSIFIED = "order.not_classified", Conflict, "No matter of this order is classified", "37 CFR 5.1(e)", "R4.7";
    DECLASSIFICATION_EXISTS = "order.declassification_exists", Conflict, "This sponsor's declassification is on record", "37 CFR 5.1(e)", "R4.7";

    REGIME_PROVISION = "regime.provision_not_specified", Invalid, "No change of regime without a legal decision", "50 USC 1621(b), 1631; 35 USC 181 ¶4", "R4.10, R4.11, E34";
    REGIME_SECOND_PERSON = "regime.second_person", Conflict, "A regime is set and ended by two persons", "35 USC 181 ¶4", "R4.11";
    REGIME_OTHER_STATE = "regime.other_state", Conflict, "The regime is not in a state for this", "35 USC 181 ¶4", "R4.9, R4.10";

    NOTICE_NOT_RESENDABLE = "notice.not_resendable", Conflict, "The notice is on its way or delivered";
    NOTICE_NO_LETTER = "notice.no_letter", Conflict, "No letter was kept with this notice";
    RECEIPT_NOT_ASKED = "notice.receipt_not_asked", Conflict, "The receipt of this notice cannot be asked for", "MPEP 120", "R3.5";
    NOTICE_SERVED = "notice.served", Conflict, "Service of the notice is on record", "MPEP 120", "R3.5";

    SIGNATURE_INVALID = "signature.invalid", Invalid, "The signature of the request is not taken";
    SIGNATURE_REQUIRED = "signature.required", Forbidden, "Sign this with your key";
    PERSONAL_KEY_KNOWN = "personal_key.known", Conflict, "This key is on record already";
    PERSONAL_KEY_OVER = "personal_key.over", Conflict, "The key was ended, or confirmed before";
    PERSONAL_KEY_SECOND_PERSON = "personal_key.second_person", Forbidden, "A security officer other than its owner confirms a key";

    SERVICE_KEY_NOT_FOR_THIS = "service_key.not_for_this", Forbidden, "A service key does not open this";
    SERVICE_KEY_OVER = "service_key.over", Unauthenticated, "The service key is unknown, over, or not for this network";
    SERVICE_KEY_TOLD_ONCE = "service_key.told_once", Conflict, "A service key is told once";

    FEED_TOLD_ONCE = "feed.told_once", Conflict, "The address of a calendar feed is told once";

    LIST_DOES_NOT_COMPILE = "list.does_not_compile", Invalid, "The review list has errors; the list in force stays";
    LIST_EXISTS = "list.exists", Conflict, "This revision of the list is on file";
    LIST_ADOPTED = "list.adopted_already", Conflict, "The revision is in force or has been";
    LIST_UNFLAGS_ORDERS = "list.unflags_orders", Conflict, "Filings under order would no longer be flagged";
    LIST_SECOND_PERSON = "list.second_person", Conflict, "Adoption needs a second person";

    WITNESS_EXISTS = "witness.exists", Conflict, "A witness of this name, or with this key, is on record";
    WITNESS_KEY_INVALID = "witness.key_invalid", Invalid, "This is no key by which a witness co-signs";
    WITNESS_UNKNOWN = "witness.unknown", Conflict, "No witness of this name is on record";
    COSIGNATURE_UNKNOWN_KEY = "cosignature.unknown_key", Invalid, "No co-signature in it is by a witness of your agency";
    COSIGNATURE_NOT_GENUINE = "cosignature.not_genuine", Invalid, "The co-signature is not that of the witness";
    COSIGNATURE_OTHER_LOG = "cosignature.other_log", Invalid, "The checkpoint is of another log";
    COSIGNATURE_OUTDATED = "cosignature.outdated", Conflict, "The witness has co-signed this checkpoint or a later one";
    LEDGER_FORK = "ledger.fork", Conflict, "The witness has seen another ledger than this one";

    ISSUER_EXISTS = "issuer.exists", Conflict, "An issuer of this name is on record";
    ISSUER_SECOND_PERSON = "issuer.second_person", Forbidden, "Another security officer confirms this";
    ISSUER_CONFIRMED = "issuer.confirmed", Conflict, "It is confirmed already";
    IDENTITY_NOT_OF_AGENCY = "identity.not_of_agency", Conflict, "The issuer signs in no account like this";
    IDENTITY_EXISTS = "identity.exists", Conflict, "The account or the subject is bound already";

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
