//! A case with everything that people write in one: four filings of one marking, from intake to the end of an order.
//!
//! The first filing is under an order of the Navy and the Department of Energy; the Air Force was asked and wants none.
//! Nothing is found in the second, which has a license. The third is marked papers of an international application. The
//! fourth has an order of the Navy that an appeal ends.

use crate::frame::canary::asking::Asker;
use crate::frame::canary::planting::Planter;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The people who work on the cases, signed in, by name.
pub type Desk = BTreeMap<&'static str, Asker>;

/// The names of the filings of a case, for the table of who may see what.
pub const UNDER_ORDER: usize = 0;
/// Nothing is found in it.
pub const LICENSED: usize = 1;
/// Marked papers.
pub const MARKED: usize = 2;
/// Its order is over.
pub const APPEALED: usize = 3;

/// What there is in a case.
#[derive(Default)]
pub struct Things {
    /// The marking of its filings.
    pub marking: &'static str,
    /// Its filings by the names above.
    pub filings: Vec<String>,
    /// The names of the inventor and the applicant of the filing under an order.
    pub inventor: String,
    pub applicant: String,
    /// The orders that issued.
    pub orders: Vec<String>,
    /// The open query about the marked papers.
    pub query: String,
    /// The permit that was granted.
    pub permit: String,
}

/// A case that is being worked on.
pub struct Case<'a, 'b> {
    pub plan: &'b mut Planter<'a>,
    pub desk: &'b Desk,
    pub has: Things,
}

/// The id in an answer.
fn id_of(answer: &Value) -> String {
    answer["id"].as_str().unwrap_or("01900000-0000-7000-8000-000000000000").to_owned()
}

impl<'a, 'b> Case<'a, 'b> {
    /// Takes the filings in, triages and refers them, and issues the orders.
    pub fn open(plan: &'b mut Planter<'a>, desk: &'b Desk, marking: &'static str) -> Self {
        let mut case = Self { plan, desk, has: Things { marking, ..Things::default() } };
        case.take_in();
        case.correct_the_licensed();
        case.ask_about_the_marked();
        let [first, last] = [UNDER_ORDER, APPEALED].map(|n| case.has.filings[n].clone());
        case.about(UNDER_ORDER);
        case.refer(&first);
        case.account_for_conditions(&first);
        case.issue(&first, "III");
        case.about(APPEALED);
        case.refer_to_navy(&last);
        case.issue(&last, "II");
        case.about(LICENSED);
        let ask = json!({"order_id": case.has.orders[0], "significant_part": false, "same_applicant": true, "reason": "~ other claims"});
        let second = case.has.filings[LICENSED].clone();
        case.plant("exam", "compare_filing", Some(&second), ask);
        // A late flag gives a filing back to the queue, and nobody took the marked papers.
        for n in [LICENSED, MARKED] {
            let filing = case.has.filings[n].clone();
            case.plant("boss", "assign_filing", Some(&filing), json!({"examiner": "exam"}));
        }
        case
    }

    /// Goes on with a case.
    pub fn resume(plan: &'b mut Planter<'a>, desk: &'b Desk, has: Things) -> Self {
        Self { plan, desk, has }
    }

    /// Says which filing the next requests are about.
    pub fn about(&mut self, filing: usize) {
        self.plan.filing = filing;
    }

    #[track_caller]
    pub fn plant(&mut self, who: &str, operation: &str, id: Option<&str>, body: Value) -> Value {
        let who = &self.desk[who];
        self.plan.plant(who, operation, id, &body)
    }

    /// Plants with a request that is refused and goes on record.
    #[track_caller]
    pub fn plant_refused(&mut self, who: &str, operation: &str, id: Option<&str>, body: Value, code: &str) {
        let before = self.plan.refused.len();
        let filled = self.plan.fill(operation, &body);
        self.plan.plant(&self.desk[who], operation, id, &filled);
        let refused = self.plan.refused.split_off(before);
        assert!(refused.len() == 1 && refused[0].contains(code), "{refused:?}");
        self.plan.keep(operation, id, filled);
    }

    fn form(&self, title: &str, text: &str) -> Value {
        let way = if self.has.marking != "U" { "hand_carried" } else { "ordinary" };
        json!({
            "application_number": "19/#", "filed_on": "2026-03-02", "title": format!("~ {title}"),
            "abstract": [format!("~ {text}")],
            "claims": [format!("1. A ~ device. {text}"), "2. The device of claim 1 with a ~ ring."],
            "description": [{"heading": "~ Background"}, {"number": "~1", "text": format!("{text} It has a ~ plate.")}],
            "classes": [{"scheme": "cpc", "symbol": "F41H 3/00", "first": true}],
            "parties": [
                {"role": "inventor", "name": "Ada ~", "country": "US", "email": "~@inventor.example"},
                {"role": "applicant", "name": "Deepfield ~ LLC", "country": "US", "email": "~@filings.example"},
                {"role": "correspondent", "name": "Hale ~"},
            ],
            "priority": [{"country": "GB", "number": "~", "date": "2025-10-01"}],
            "related": [{"relation": "~ of", "application_number": "17/#"}],
            "made_in": "US", "marking": self.has.marking, "received_by": way,
        })
    }

    fn take_in(&mut self) {
        let missile = "A guided missile has a coating that lowers its radar cross section.";
        self.about(UNDER_ORDER);
        let mut form = self.form("Guided missile", missile);
        form["government_interest"] = json!("~ Made with support of the Navy.");
        let came = self.plant("clerk", "bring_filing", None, form);
        let sent = &self.plan.done[&(self.plan.case, "bring_filing".to_owned())].body["parties"];
        let name = |n: usize| sent[n]["name"].as_str().expect("a name").to_owned();
        (self.has.inventor, self.has.applicant) = (name(0), name(1));
        self.has.filings.push(id_of(&came));
        // It comes unmarked, has a license, and is marked later.
        self.about(LICENSED);
        let mut form = self.form("Pot", "A pot holds soup.");
        form["marking"] = json!("U");
        let came = self.plant("clerk", "bring_filing", None, form.clone());
        let second = id_of(&came);
        form["application_number"] =
            self.plan.done[&(self.plan.case, "bring_filing".to_owned())].body["application_number"].clone();
        self.plant("clerk", "amend_filing", Some(&second), form);
        self.has.filings.push(second);
        self.about(MARKED);
        let mut form = self.form("Lamp", "A lamp gives light.");
        form["kind"] = json!("pct");
        form["application_number"] = json!("PCT/US2026/#");
        let third = self.stream(&form);
        self.has.filings.push(third);
        self.about(APPEALED);
        let form = self.form("Torpedo", missile);
        let came = self.plant("clerk", "bring_filing", None, form);
        self.has.filings.push(id_of(&came));
    }

    /// Brings a filing as a line of a stream.
    fn stream(&mut self, form: &Value) -> String {
        let line = self.plan.fill("bring_filings", form);
        let told = self.desk["clerk"].send("POST", "/intake", Some(("application/x-ndjson", &line.to_string())));
        let answer: Value = serde_json::from_str(told.text.lines().next().unwrap_or_default()).unwrap_or_default();
        if answer["id"].is_null() {
            self.plan.refused.push(format!("bring_filings {line}: {} {}", told.status, told.text));
        } else {
            self.plan.keep("bring_filings", None, Value::String(line.to_string()));
        }
        id_of(&answer)
    }

    fn correct_the_licensed(&mut self) {
        self.about(LICENSED);
        let second = self.has.filings[LICENSED].clone();
        let id = Some(second.as_str());
        let flag = id_of(&self.plant("exam", "flag_filing", id, json!({"reason": "~ seen before"})));
        self.plant("boss", "settle_flag", Some(&flag), json!({"reason": "~ not the same"}));
        let license = self.desk["officer"].read(&format!("/filings/{second}/license"));
        let grant = license["license_id"].as_str().unwrap_or_default().to_owned();
        self.plant("officer", "revoke_license", Some(&grant), json!({"reason": "~ given in error"}));
        let ask = json!({"kind": "express", "by": "Ada ~", "fee_paid": true, "reason": "~ a fair abroad"});
        let petition = id_of(&self.plant("officer", "petition_license", id, ask));
        self.plant("officer", "refuse_license", Some(&petition), json!({"reason": "~ under review"}));
        let past = json!({"filings": [{"country": "GB", "on": "2026-03-05"}], "not_under_order_then": true,
                          "not_under_order_now": true, "diligence": "~ at once", "error": "~ a wrong address"});
        let ask = json!({"kind": {"retroactive": past}, "by": "Ada ~", "fee_paid": true, "reason": "~ by mistake"});
        self.plant("officer", "petition_license", id, ask);
        let contract = json!({"number": "N00014-~", "level": "U", "transmitted_on": "2026-01-05"});
        self.plant("exam", "record_contract", id, contract);
        let abroad = json!({"country": "GB", "on": "2026-03-05", "number": "~"});
        self.plant("exam", "report_filing_abroad", id, abroad);
        let step = json!({"track": "nasa", "step": "statement_requested", "note": "~ by the center"});
        self.plant("exam", "step_property", id, step);
        let correction = json!({
            "parties": [{"role": "inventor", "name": "Ada ~", "country": "US", "email": "~@inventor.example"}],
            "related": [{"relation": "~ of", "application_number": "17/#"}], "made_in": "US",
            "government_interest": "~ Made with support of the Army.", "marking": self.has.marking, "reason": "~ as declared",
        });
        self.plant("exam", "correct_filing", id, correction);
    }

    fn ask_about_the_marked(&mut self) {
        self.about(MARKED);
        let third = self.has.filings[MARKED].clone();
        let ask = json!({"marking": "~ SECRET", "classified": true});
        self.has.query = id_of(&self.plant("officer", "query_marking", Some(&third), ask));
        let query = self.has.query.clone();
        self.plant("officer", "answer_marking", Some(&query), json!({"how": "good_faith", "evidence": "~ letters"}));
        let step = json!({"step": "notified", "note": "~ of the bar"});
        self.plant("exam", "step_international", Some(&third), step);
    }

    /// Confirms every hit of a filing.
    fn triage(&mut self, filing: &str) {
        let screenings = self.desk["exam"].read(&format!("/filings/{filing}/screenings"));
        let hits = screenings["items"][0]["hits"].as_array().cloned().unwrap_or_default();
        assert!(!hits.is_empty(), "{screenings}");
        for hit in hits {
            let ask = json!({"decision": "confirm", "reason": "~ to the point"});
            self.plant("exam", "decide_hit", hit["id"].as_str(), ask);
        }
    }

    /// The referral of a filing to an agency.
    fn referral(&self, filing: &str, agency: &str) -> String {
        let all = self.desk["exam"].read(&format!("/referrals?filing_id={filing}"));
        let all = all["items"].as_array().cloned().unwrap_or_default();
        all.iter().find(|r| r["agency"] == agency).map(id_of).unwrap_or_default()
    }

    fn sign(&mut self, who: &str, referral: &str) {
        let shown = self.desk[who].read(&format!("/referrals/{referral}"));
        let ask = json!({"statement": shown["acknowledgment_statement"]});
        self.plant(who, "sign_acknowledgment", Some(referral), ask);
    }

    fn refer(&mut self, filing: &str) {
        self.triage(filing);
        let facts =
            json!({"classified": "S", "export_controlled": true, "foreign_origin": "GB", "source": "~ a letter"});
        self.plant("officer", "record_order_facts", Some(filing), facts);
        // The statement of the Navy's support makes it the Navy's invention, so an officer asks the others.
        let ask = json!({"agencies": ["NAVY", "DOE", "USAF"], "message": "~ look at claim 1",
                         "despite_property_interest": "~ they use it too"});
        self.plant("officer", "refer_filing", Some(filing), ask);
        let referrals = ["NAVY", "DOE", "USAF"].map(|agency| self.referral(filing, agency));
        for (who, n) in [("navy_reviewer", 0), ("navy", 0), ("doe", 1), ("usaf", 2)] {
            self.sign(who, &referrals[n]);
        }
        let opinion = json!({"conclusion": "order", "order_type": "III", "grounds": ["I-1"], "considerations": "~ in use",
                             "conditions": ["~ lock it up"], "reason": "~ shows a method"});
        self.plant("navy_reviewer", "give_opinion", Some(&referrals[0]), opinion);
        let asked = id_of(&self.plant(
            "navy_reviewer",
            "ask_question",
            Some(&referrals[0]),
            json!({"question": "~ which claim"}),
        ));
        self.plant("exam", "answer_question", Some(&asked), json!({"answer": "~ claim 1"}));
        let found = |kind: Value, conditions: Value| json!({"determination": "would_be_detrimental", "order_type": kind, "conditions": conditions, "reason": "~ as found"});
        let [navy, doe] =
            [found(json!("III"), json!(["~ lock it up", "~ no radio"])), found(Value::Null, json!(["~ count copies"]))];
        self.plant("navy", "sign_recommendation", Some(&referrals[0]), navy);
        self.plant("doe", "sign_recommendation", Some(&referrals[1]), doe);
        let none = json!({"determination": "none", "reason": "~ known abroad"});
        self.plant("usaf", "sign_recommendation", Some(&referrals[2]), none);
    }

    fn refer_to_navy(&mut self, filing: &str) {
        self.triage(filing);
        self.plant("exam", "refer_filing", Some(filing), json!({"agencies": ["NAVY"], "message": "~ as before"}));
        let referral = self.referral(filing, "NAVY");
        self.sign("navy", &referral);
        // Classified, so that its end is followed by a declassification.
        let found = json!({"determination": "would_be_detrimental", "order_type": "II", "reason": "~ as found"});
        self.plant("navy", "sign_recommendation", Some(&referral), found);
    }

    fn account_for_conditions(&mut self, filing: &str) {
        let lines = self.desk["officer"].read(&format!("/filings/{filing}/conditions"));
        for line in lines["items"].as_array().expect("lines") {
            let mut ask = json!({"recommendation_id": line["recommendation_id"], "number": line["number"],
                                 "treatment": "adopt", "reason": "~ as discussed"});
            match (line["agency"].as_str(), line["number"].as_u64()) {
                (Some("NAVY"), Some(1)) => {
                    (ask["treatment"], ask["words"]) = (json!("merge"), json!("~ keep it in a safe"))
                }
                (Some("NAVY"), _) => ask["treatment"] = json!("decline"),
                _ => {}
            }
            let entry = id_of(&self.plant("officer", "account_for_condition", Some(filing), ask.clone()));
            if ask["treatment"] == "decline" {
                self.plant("navy", "answer_decline", Some(&entry), json!({"accepts": true, "reason": "~ covered"}));
            }
        }
    }

    fn issue(&mut self, filing: &str, order_type: &str) {
        let ask = json!({"type": order_type, "conditions": ["~ tell nobody"], "type_reason": "~ as agreed",
                         "despite_publication": "~ grant can be withheld"});
        let order = self.plant("officer", "issue_order", Some(filing), ask);
        self.has.orders.push(id_of(&order));
    }
}
