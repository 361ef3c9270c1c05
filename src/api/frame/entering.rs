//! What each operation enters in the ledger. The description of the interface and `docs/permissions.md` say it for every
//! operation; a test drives the operations and compares the ledger (`tests/it/frame/canary/entering.rs`).
//!
//! Not its job: writing the entries, which the use cases do (`workflow::frame::act`). A request that the role bars from the
//! route never comes to a use case; that is entered as `route.use`, for every route alike.

use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::extensions::Extensions;

/// The member of an operation in the description that says what it enters.
pub(crate) const EXTENSION: &str = "x-ledger";

/// What an operation enters in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entering {
    /// One entry of this act, done or refused. An act on several things, or by way of another act, enters that act before it.
    Act(&'static str),
    /// One entry of `filing.read_text` where the text of a filing or passages of it are shown, and one of this act where a
    /// thing is refused.
    Text(&'static str),
    /// Nothing where it shows something, since it shows no text of a filing; one entry of this act where a thing is refused.
    Record(&'static str),
    /// Nothing, for this reason.
    Nothing(&'static str),
}

impl Entering {
    /// The acts of the entries: where the operation is done, and where it is refused.
    pub(crate) fn acts(self) -> (Option<&'static str>, Option<&'static str>) {
        match self {
            Self::Act(act) => (Some(act), Some(act)),
            Self::Text(refused) => (Some("filing.read_text"), Some(refused)),
            Self::Record(refused) => (None, Some(refused)),
            Self::Nothing(_) => (None, None),
        }
    }
}

/// A list shows those things only that its reader may see, and refuses none.
const LIST: Entering =
    Entering::Nothing("a list leaves out what its reader may not see, and shows no text of a filing");
/// What belongs to no filing is no secret of one.
const OF_NO_CASE: Entering = Entering::Nothing("it reads nothing of a case");
const FOR_EVERYBODY: Entering = Entering::Nothing("it is for everybody");
const DAYS_ONLY: Entering = Entering::Nothing("it names days and references, and nothing of a case");

/// Every operation of the interface.
#[rustfmt::skip]
pub(crate) const ENTERING: &[(&str, Entering)] = &[
    ("abandon_marked", Entering::Act("marking.hold_abandoned")),
    ("account_for_condition", Entering::Act("condition.account")),
    ("add_account", Entering::Act("account.add")),
    ("add_agency", Entering::Act("agency.add")),
    ("adopt_review_list", Entering::Act("list.adopt")),
    ("allow_filing", Entering::Act("examination.allow")),
    ("amend_filing", Entering::Act("filing.amend")),
    ("answer_decline", Entering::Act("condition.answer")),
    ("answer_marking", Entering::Act("marking.answer")),
    ("answer_question", Entering::Act("question.answer")),
    ("ask_question", Entering::Act("referral.ask")),
    ("assign_filing", Entering::Act("filing.assign")),
    ("begin_factor", Entering::Act("factor.begin")),
    ("bring_filing", Entering::Act("filing.receive")),
    ("bring_filings", Entering::Act("filing.receive")),
    ("bring_review_list", Entering::Act("list.upload")),
    ("change_account", Entering::Act("account.change")),
    ("change_password", Entering::Act("account.change_own_password")),
    ("compare_filing", Entering::Act("filing.relate")),
    ("confirm_account_change", Entering::Act("account.confirm")),
    ("confirm_factor", Entering::Act("factor.confirm")),
    ("confirm_identity", Entering::Act("identity.confirm")),
    ("confirm_issuer", Entering::Act("issuer.confirm")),
    ("confirm_key_rotation", Entering::Act("key_rotation.confirm")),
    ("confirm_regime", Entering::Act("regime.confirm")),
    ("confirm_regime_end", Entering::Act("regime.confirm_end")),
    ("correct_filing", Entering::Act("filing.correct")),
    ("cosign_checkpoint", Entering::Act("ledger.cosign")),
    ("decide_amendment", Entering::Act("examination.decide_amendment")),
    ("decide_appeal", Entering::Act("appeal.decide")),
    ("decide_hit", Entering::Act("hit.triage")),
    ("decide_petition", Entering::Act("petition.decide")),
    ("decide_violation", Entering::Act("violation.decide")),
    ("dispose_filing", Entering::Act("filing.dispose")),
    ("end_account_sessions", Entering::Act("account.end_sessions")),
    ("end_identity", Entering::Act("identity.end")),
    ("end_issuer", Entering::Act("issuer.end")),
    ("end_service_key", Entering::Act("service_key.end")),
    ("end_session", Entering::Act("session.end")),
    ("exchange_token", Entering::Act("session.exchange")),
    ("extend_reply", Entering::Act("examination.extend")),
    ("find_violation", Entering::Act("violation.find")),
    ("flag_filing", Entering::Act("filing.flag")),
    ("give_opinion", Entering::Act("referral.opine")),
    ("grant_license", Entering::Act("license.grant")),
    ("hold_amendment", Entering::Act("examination.hold_amendment")),
    ("institute_proceeding", Entering::Act("examination.institute")),
    ("issue_order", Entering::Act("order.issue")),
    ("lend_permit", Entering::Act("permit.common_matter")),
    ("make_calendar_feed", Entering::Act("feed.make")),
    ("add_personal_key", Entering::Act("personal_key.add")),
    ("confirm_personal_key", Entering::Act("personal_key.confirm")),
    ("end_personal_key", Entering::Act("personal_key.end")),
    ("make_service_key", Entering::Act("service_key.make")),
    ("petition_license", Entering::Act("license.petition")),
    ("petition_modification", Entering::Act("petition.receive")),
    ("petition_permit", Entering::Act("petition.receive")),
    ("petition_rescission", Entering::Act("petition.receive")),
    ("propose_identity", Entering::Act("identity.propose")),
    ("propose_issuer", Entering::Act("issuer.propose")),
    ("propose_key_rotation", Entering::Act("key_rotation.propose")),
    ("propose_regime", Entering::Act("regime.propose")),
    ("propose_regime_end", Entering::Act("regime.propose_end")),
    ("query_marking", Entering::Act("marking.query")),
    ("receive_appeal", Entering::Act("appeal.receive")),
    ("record_contract", Entering::Act("filing.contract")),
    ("record_declassification", Entering::Act("order.declassify")),
    ("record_order_facts", Entering::Act("advice.record_facts")),
    ("record_service", Entering::Act("notice.serve")),
    ("record_told", Entering::Act("incident.told")),
    ("refer_filing", Entering::Act("filing.refer")),
    ("refuse_license", Entering::Act("license.refuse")),
    ("renew_order", Entering::Act("order.renew")),
    ("report_filing_abroad", Entering::Act("filing.report_abroad")),
    ("report_incident", Entering::Act("incident.report")),
    ("request_receipt", Entering::Act("notice.request_receipt")),
    ("request_rescission", Entering::Act("order.request_rescission")),
    ("rescind_on_appeal", Entering::Act("appeal.rescind")),
    ("rescind_order", Entering::Act("order.rescind")),
    ("resend_notice", Entering::Act("notice.resend")),
    ("revoke_calendar_feed", Entering::Act("feed.revoke")),
    ("revoke_license", Entering::Act("license.revoke")),
    ("revoke_permit", Entering::Act("permit.revoke")),
    ("seal_order", Entering::Act("order.seal")),
    ("send_claim_back", Entering::Act("compensation.send_back")),
    ("set_demo_clock", Entering::Act("demo.set_clock")),
    ("set_hearing", Entering::Act("appeal.set_hearing")),
    ("settle_flag", Entering::Act("filing.settle_flag")),
    ("sign_acknowledgment", Entering::Act("referral.acknowledge")),
    ("sign_determination", Entering::Act("order.determine")),
    ("sign_determinations", Entering::Act("orders.determine")),
    ("sign_in", Entering::Act("session.begin")),
    ("sign_out", Entering::Act("session.end")),
    ("sign_recommendation", Entering::Act("referral.recommend")),
    ("state_position", Entering::Act("petition.position")),
    ("step_examination", Entering::Act("examination.step")),
    ("step_international", Entering::Act("international.step")),
    ("step_property", Entering::Act("property.step")),
    ("step_up", Entering::Act("session.step_up")),
    ("unseal_order", Entering::Act("order.unseal")),
    ("withdraw_account_change", Entering::Act("account.withdraw")),
    ("withdraw_key_rotation", Entering::Act("key_rotation.withdraw")),
    ("withdraw_regime", Entering::Act("regime.withdraw")),
    ("read_filing_text", Entering::Text("filing.read_text")),
    ("list_screenings", Entering::Text("filing.read_text")),
    ("read_screening", Entering::Text("filing.read_text")),
    ("explain_category", Entering::Text("filing.read_text")),
    ("read_referral", Entering::Text("referral.read")),
    ("list_questions", Entering::Text("referral.read")),
    ("certify_screening", Entering::Record("screening.certify")),
    ("list_acknowledgments", Entering::Record("filing.read")),
    ("list_clocks_of_filing", Entering::Record("filing.read")),
    ("list_conditions", Entering::Record("filing.read")),
    ("list_covering_orders", Entering::Record("filing.read")),
    ("list_order_effects", Entering::Record("order.read")),
    ("list_permits", Entering::Record("order.read")),
    ("may_be_told", Entering::Record("order.read")),
    ("read_compensation", Entering::Record("order.read")),
    ("read_docket_of_filing", Entering::Record("docket.read")),
    ("read_docket_of_order", Entering::Record("docket.read")),
    ("read_entry", Entering::Record("docket.read")),
    ("read_examination", Entering::Record("order.read")),
    ("read_filing", Entering::Record("filing.read")),
    ("read_incident", Entering::Record("docket.read")),
    ("read_letter", Entering::Record("notice.read")),
    ("read_license", Entering::Record("docket.read")),
    ("read_license_of_filing", Entering::Record("filing.read")),
    ("read_notice", Entering::Record("notice.read")),
    ("read_order", Entering::Record("order.read")),
    ("read_order_advice", Entering::Record("filing.read")),
    ("read_petition", Entering::Record("docket.read")),
    ("read_property", Entering::Record("filing.read")),
    ("read_violation", Entering::Record("docket.read")),
    ("fetch_calendar", DAYS_ONLY),
    ("list_account_sessions", OF_NO_CASE),
    ("list_accounts", OF_NO_CASE),
    ("list_agencies", OF_NO_CASE),
    ("list_alarms", OF_NO_CASE),
    ("list_calendar_feeds", OF_NO_CASE),
    ("list_clocks", LIST),
    ("list_filings", LIST),
    ("list_identities", OF_NO_CASE),
    ("list_issuers", OF_NO_CASE),
    ("list_key_rotations", OF_NO_CASE),
    ("list_marking_words", OF_NO_CASE),
    ("list_ledger_entries", OF_NO_CASE),
    ("list_notices", LIST),
    ("list_number_findings", OF_NO_CASE),
    ("list_orders", LIST),
    ("list_referrals", LIST),
    ("list_regimes", OF_NO_CASE),
    ("list_rescreenings", OF_NO_CASE),
    ("list_review_lists", OF_NO_CASE),
    ("list_personal_keys", OF_NO_CASE),
    ("list_service_keys", OF_NO_CASE),
    ("list_sessions", OF_NO_CASE),
    ("list_signing_keys", OF_NO_CASE),
    ("list_cosignatures", Entering::Record("ledger.read_log")),
    ("read_account", OF_NO_CASE),
    ("read_banner", FOR_EVERYBODY),
    ("read_calendar", DAYS_ONLY),
    ("read_fiscal_years", OF_NO_CASE),
    ("read_issuer", OF_NO_CASE),
    ("read_ledger_checkpoint", OF_NO_CASE),
    ("read_log_checkpoint", Entering::Record("ledger.read_log")),
    ("read_log_keys", Entering::Record("ledger.read_log")),
    ("read_log_tile", Entering::Record("ledger.read_log")),
    ("read_office_key", FOR_EVERYBODY),
    ("read_regime", OF_NO_CASE),
    ("read_review_list", OF_NO_CASE),
    ("read_token_keys", FOR_EVERYBODY),
    ("read_witness_request", Entering::Record("ledger.read_log")),
    ("refresh_session", Entering::Nothing("the session goes on as it was entered; a token that comes a second time is entered as a refusal")),
    ("replay_review_list", OF_NO_CASE),
    ("search_filings", LIST),
    ("simulate_regime", OF_NO_CASE),
];

/// What an operation enters; `None` for one that nobody has declared.
pub(crate) fn entering_of(operation: &str) -> Option<Entering> {
    ENTERING.iter().find(|(id, _)| *id == operation).map(|(_, entering)| *entering)
}

/// Says for each operation of a description what it enters.
pub(crate) fn declare(document: &mut Document) {
    for item in document.paths.paths.values_mut() {
        let all = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in all.into_iter().flatten() {
            let Some(entering) = operation.operation_id.as_deref().and_then(entering_of) else { continue };
            let said = match entering {
                Entering::Nothing(why) => serde_json::json!({ "nothing": why }),
                _ => {
                    let (done, refused) = entering.acts();
                    serde_json::json!({ "done": done, "refused": refused })
                }
            };
            let declared = Extensions::from_iter([(EXTENSION, said)]);
            operation.extensions.get_or_insert_default().merge(declared);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{document, render};
    use std::collections::BTreeSet;

    #[test]
    fn s_35_every_operation_says_once_what_it_enters() {
        let description: serde_json::Value = serde_json::from_str(&render(&document()).expect("json")).expect("json");
        let mut there = BTreeSet::new();
        for item in description["paths"].as_object().expect("paths").values() {
            for operation in item.as_object().expect("operations").values() {
                let Some(id) = operation["operationId"].as_str() else { continue };
                assert!(operation[EXTENSION].is_object(), "{id} does not say in ENTERING what it enters in the ledger");
                there.insert(id.to_owned());
            }
        }
        let declared: BTreeSet<String> = ENTERING.iter().map(|(id, _)| (*id).to_owned()).collect();
        assert_eq!(declared.len(), ENTERING.len(), "one is declared twice");
        assert_eq!(declared, there, "one is declared that there is not");
    }

    #[test]
    fn only_a_read_enters_nothing_where_it_is_done() {
        let description: serde_json::Value = serde_json::from_str(&render(&document()).expect("json")).expect("json");
        // These change nothing that is on record.
        let beside = ["search_filings", "refresh_session"];
        for item in description["paths"].as_object().expect("paths").values() {
            for (method, operation) in item.as_object().expect("operations") {
                let Some(id) = operation["operationId"].as_str().filter(|id| !beside.contains(id)) else { continue };
                let done = entering_of(id).and_then(|entering| entering.acts().0);
                let changes = done.is_some_and(|act| act != "filing.read_text");
                assert_eq!(changes, method != "get", "{id}");
            }
        }
    }
}
