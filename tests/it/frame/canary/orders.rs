//! What people write about the orders of a case, until one goes on for another year and the other is over.

use crate::frame::canary::cases::{APPEALED, Case, MARKED, UNDER_ORDER};
use serde_json::{Value, json};

fn id_of(answer: &Value) -> String {
    answer["id"].as_str().unwrap_or("01900000-0000-7000-8000-000000000000").to_owned()
}

impl Case<'_, '_> {
    /// Petitions, permits, incidents, violations: whatever comes up while the orders last.
    pub fn live(&mut self) {
        self.about(UNDER_ORDER);
        let order = self.has.orders[0].clone();
        self.permit_a_person(&order);
        self.examine(&order);
        self.report(&order);
        self.about(APPEALED);
        let other = self.has.orders[1].clone();
        let ask = json!({"permit": self.has.permit, "finding": "~ the same part", "only_common_matter": true,
                         "not_out_of_context": true});
        self.plant("officer", "lend_permit", Some(&other), ask);
        let allowable = json!({"step": "allowable", "note": "~ all claims"});
        self.plant("exam", "step_examination", Some(&other), allowable);
        let held = id_of(&self.plant("exam", "hold_amendment", Some(&other), json!({"note": "~ a new claim"})));
        self.appeal(&other);
        let ask = json!({"agency": "NAVY", "declassified_on": "2026-03-10", "statement": "~ memorandum"});
        self.plant("officer", "record_declassification", Some(&other), ask);
        self.plant("exam", "decide_amendment", Some(&held), json!({"entered": true, "reason": "~ in order"}));
    }

    fn permit_a_person(&mut self, order: &str) {
        let id = Some(order);
        let holder = json!({"name": "Bob ~", "country": "US",
                            "cleared": {"agency": "NAVY", "on": "2026-01-05", "level": self.level_or_secret()}});
        let ask = json!({"principal": self.has.inventor, "signed_by": "Eve ~", "copies": 2, "reason": "~ a part is built",
                         "scope": {"persons": {"people": [holder]}}, "purpose": "~ to build it"});
        self.has.permit = id_of(&self.plant("officer", "petition_permit", id, ask));
        let permit = self.has.permit.clone();
        for who in ["navy", "doe"] {
            self.plant(who, "state_position", Some(&permit), json!({"position": "concur", "reason": "~ as we see it"}));
        }
        self.plant("officer", "decide_petition", Some(&permit), json!({"decision": "grant", "reason": "~ needed"}));
        let abroad = json!({"foreign_filing": {"countries": ["JP"], "vouched": true,
                            "holders": [{"name": "Ken ~", "country": "JP", "cleared": null}]}});
        let ask = json!({"principal": self.has.inventor, "signed_by": "Eve ~", "copies": 2, "reason": "~ a patent there",
                         "scope": abroad});
        let second = id_of(&self.plant("officer", "petition_permit", id, ask));
        self.plant("officer", "decide_petition", Some(&second), json!({"decision": "deny", "reason": "~ not now"}));
        let ask = json!({"principal": self.has.applicant, "signed_by": "Eve ~", "copies": 2, "reason": "~ less is needed",
                         "type": "I", "countries": ["JP"], "conditions": ["~ in Japan only"],
                         "holders": [{"name": "Ken ~", "country": "JP"}], "vouched": true});
        self.plant("officer", "petition_modification", id, ask);
    }

    fn level_or_secret(&self) -> &'static str {
        if self.has.marking == "U" { "S" } else { "TS" }
    }

    fn examine(&mut self, order: &str) {
        let id = Some(order);
        self.plant("exam", "step_examination", id, json!({"step": "action", "note": "~ claim 1 is known"}));
        let ask = json!({"until": "2027-03-01", "certificate": "~ important to defense"});
        self.plant("officer", "extend_reply", id, ask);
        self.plant("officer", "seal_order", id, json!({"agency": "NAVY", "reason": "~ means of collection"}));
        self.plant("officer", "unseal_order", id, json!({"reason": "~ no more"}));
    }

    fn report(&mut self, order: &str) {
        let id = Some(order);
        let ask = json!({"on": "2026-03-10", "name": "Chris ~", "address": "~ Road 1", "citizen_of": "US", "located_in": "US",
                         "what": "~ the drawings", "export_authorization": "~ none", "foreign_application": "~ none"});
        let incident = id_of(&self.plant("officer", "report_incident", id, ask));
        self.plant("officer", "record_told", Some(&incident), json!({"on": "2026-03-10", "how": "~ by telephone"}));
        let ask = json!({"offence": "disclosure", "offender": "inventor", "name": "Ada ~", "on": "2026-03-10",
                         "evidence": "~ a talk", "without_consent": true});
        let found = id_of(&self.plant("officer", "find_violation", id, ask));
        self.plant(
            "officer_b",
            "decide_violation",
            Some(&found),
            json!({"decision": "not_held", "reason": "~ not shown"}),
        );
        let claim = json!({"claimant": "~ the applicant"});
        self.plant_refused("officer", "send_claim_back", id, claim, "compensation.not_here");
        self.plant("doe", "request_rescission", id, json!({"reason": "~ known by now"}));
        let notices = self.desk["officer"].read(&format!("/notices?order_id={order}&limit=200"));
        let notices = notices["items"].as_array().cloned().unwrap_or_default();
        let served = notices.iter().find(|n| n["kind"] == "order_issued" && n["state"] == "paper").map(id_of);
        let ask = json!({"method": "~ certified mail", "received_on": "2026-03-10"});
        self.plant("officer", "record_service", served.as_deref(), ask);
    }

    fn appeal(&mut self, order: &str) {
        let parties = self.desk["exam"].read(&format!("/filings/{}", self.has.filings[APPEALED]))["parties"].clone();
        let principal = parties[1]["name"].clone();
        let ask = json!({"principal": principal, "signed_by": "Eve ~", "copies": 2, "facts": "~ published in 1911",
                         "earlier": [{"what": "~ a book", "copy": true}], "contracts": ["~ a contract"]});
        let petition = id_of(&self.plant("officer", "petition_rescission", Some(order), ask));
        self.plant(
            "officer",
            "decide_petition",
            Some(&petition),
            json!({"decision": "deny", "reason": "~ not the same"}),
        );
        let ask = json!({"principal": principal, "grounds": "~ it is known"});
        let appeal = id_of(&self.plant("officer", "receive_appeal", Some(order), ask));
        let appeal = Some(appeal.as_str());
        let ask = json!({"on": "2026-06-02", "at": "10:30:00", "place": "~ Room 5"});
        self.plant("officer", "set_hearing", appeal, ask);
        self.plant(
            "officer",
            "decide_appeal",
            appeal,
            json!({"outcome": "reversed", "reason": "~ as the Secretary finds"}),
        );
        self.plant("officer", "rescind_on_appeal", appeal, json!({"reference": "~ decision 26-014"}));
    }

    /// What is due near the end of the first year.
    pub fn renew(&mut self) {
        self.about(UNDER_ORDER);
        let order = self.has.orders[0].clone();
        let need = "national_interest_requires";
        self.plant("navy", "sign_determination", Some(&order), json!({"determination": need, "reason": "~ in use"}));
        let number = self.desk["officer"].read(&format!("/orders/{order}"))["number"].clone();
        let letter = json!({"determination": need, "reason": "~ in use too", "orders": [number]});
        self.plant("doe", "sign_determinations", None, letter);
        let permit = self.has.permit.clone();
        self.plant("officer", "revoke_permit", Some(&permit), json!({"reason": "~ the contract is over"}));
        self.about(MARKED);
        let query = self.has.query.clone();
        self.plant("officer", "abandon_marked", Some(&query), json!({"reason": "~ nothing was shown"}));
    }
}
