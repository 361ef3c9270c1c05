//! Each operation enters in the ledger what the description says (`x-ledger`): once where it is done, once where it is
//! refused, and nothing else. The operations are those by which a case is planted (`cases`); what they do not reach is
//! listed with the reason.

use crate::frame::canary::asking::Asker;
use crate::frame::canary::cases::{Case, Desk};
use crate::frame::canary::members::Description;
use crate::frame::canary::planting::Planter;
use crate::frame::canary::sweep::UNKNOWN;
use crate::frame::canary::{OPENED, open_office, sign_in};
use crate::frame::harness::{PASSWORD, Place, Server};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

/// Reads what is new in the ledger.
pub struct LedgerWatch {
    auditor: Asker,
    /// The number of the last entry that was looked at.
    seen: Cell<i64>,
    pub wrong: RefCell<Vec<String>>,
    /// The operations that entered what they say: done, and refused.
    pub held: RefCell<BTreeSet<(String, &'static str)>>,
}

impl LedgerWatch {
    pub fn new(auditor: Asker) -> Self {
        let watch = Self { auditor, seen: Cell::new(0), wrong: RefCell::default(), held: RefCell::default() };
        watch.take_new();
        watch
    }

    /// What was entered since the last look, by people: the act and the outcome.
    pub fn take_new(&self) -> Vec<(String, String)> {
        let mut found = vec![];
        loop {
            let page = self.auditor.read(&format!("/ledger?after={}&limit=200", self.seen.get()));
            let items = page["items"].as_array().cloned().unwrap_or_default();
            let Some(last) = items.last() else { return found };
            self.seen.set(last["seq"].as_i64().expect("a number"));
            let text = |entry: &Value, member: &str| entry[member].as_str().unwrap_or_default().to_owned();
            // The clock and the jobs enter what they do by themselves.
            let of_people = items.iter().filter(|entry| text(entry, "credential").starts_with("session:"));
            found.extend(of_people.map(|entry| (text(entry, "act"), text(entry, "outcome"))));
        }
    }

    /// Holds what was entered by one request against what its operation says.
    pub fn check(&self, operation: &str, says: &Value, outcome: &'static str) {
        let before = BY_WAY_OF.iter().filter(|(id, _)| *id == operation && outcome == "done").map(|(_, act)| *act);
        let wanted: Vec<(String, String)> =
            before.chain(says[outcome].as_str()).map(|act| (act.to_owned(), outcome.to_owned())).collect();
        let found = self.take_new();
        if found == wanted {
            self.held.borrow_mut().insert((operation.to_owned(), outcome));
        } else {
            self.wrong.borrow_mut().push(format!("{operation}, {outcome}: entered {found:?}, says {says}"));
        }
    }
}

/// Changes that are not done here: no case of these tests comes so far, or they take the session of the asker away. Their
/// acts are declared, and held where they are refused.
const NOT_DONE: &[&str] = &[
    // Nobody signs here with a key of their own (`office::signing` does).
    "add_personal_key",
    "confirm_personal_key",
    "end_personal_key",
    "adopt_review_list",
    "allow_filing",
    "begin_factor",
    "bring_filings",
    "bring_review_list",
    "change_password",
    "confirm_account_change",
    "confirm_factor",
    // In a demonstration one security officer is enough, so nothing waits to be confirmed.
    "confirm_identity",
    "confirm_issuer",
    "confirm_key_rotation",
    "confirm_regime",
    "confirm_regime_end",
    // No agency of these tests is a witness.
    "cosign_checkpoint",
    "dispose_filing",
    "end_session",
    // Nobody in these tests has an identity provider.
    "exchange_token",
    "grant_license",
    "institute_proceeding",
    "propose_regime_end",
    "renew_order",
    "request_receipt",
    "rescind_order",
    "resend_notice",
    "send_claim_back",
    "sign_out",
    "withdraw_account_change",
    // In a demonstration one security officer is enough, so a request for new keys does not wait.
    "withdraw_key_rotation",
];

/// Changes that enter the act of another operation before their own: on each of several things, or by way of it.
const BY_WAY_OF: &[(&str, &str)] =
    &[("rescind_on_appeal", "order.rescind"), ("sign_determinations", "order.determine")];

/// Operations on a thing whose refusal is not looked at here.
const NOT_REFUSED: &[&str] = &[
    // They need a body, which no case of these tests sends.
    "dispose_filing",
    "institute_proceeding",
    "propose_regime_end",
];

/// Does what belongs to no case, and sets the clock to near the end of the first year.
fn act_beside_cases(plan: &mut Planter<'_>, desk: &Desk) {
    let id_of = |answer: &Value| answer["id"].as_str().unwrap_or(UNKNOWN).to_owned();
    let mut act = |who: &str, operation: &str, id: Option<&str>, body: Value| -> String {
        id_of(&plan.plant(&desk[who], operation, id, &body))
    };
    act("keeper", "add_agency", None, json!({"code": "ZZZ", "name": "Z", "valid_from": "2026-01-01"}));
    let new = json!({"username": "newcomer", "role": "examiner", "password": PASSWORD});
    let account = act("keeper", "add_account", None, new);
    act("keeper", "change_account", Some(&account), json!({"enabled": false}));
    act("keeper", "end_account_sessions", Some(&account), json!({}));
    let feed = act("boss", "make_calendar_feed", None, json!({"name": "phone"}));
    act("boss", "revoke_calendar_feed", Some(&feed), json!({}));
    let key = act("clerk", "make_service_key", None, json!({"name": "scanner", "may": ["bring"]}));
    act("clerk", "end_service_key", Some(&key), json!({}));
    act("keeper", "propose_key_rotation", None, json!({}));
    let terms = json!({"audience": "subrosa", "algorithms": ["ES256"], "roles": ["official"]});
    let new = json!({"agency": "NAVY", "iss": "https://id.navy.example", "terms": terms});
    let issuer = act("keeper", "propose_issuer", None, new);
    let new = json!({"username": "federated", "role": "official", "agency": "NAVY"});
    let bound = act("keeper", "add_account", None, new);
    let name = json!({"issuer_id": issuer, "subject": "7c1f"});
    let identity = act("keeper", "propose_identity", Some(&bound), name);
    act("keeper", "end_identity", Some(&identity), json!({}));
    act("keeper", "end_issuer", Some(&issuer), json!({}));
    let war = json!({"kind": "war", "begins_on": "2026-03-10", "citation": "an Act"});
    let regime = act("officer", "propose_regime", None, war);
    act("officer", "withdraw_regime", Some(&regime), json!({}));
    act("boss", "step_up", None, json!({"password": PASSWORD}));
    act("nobody", "sign_in", None, json!({"username": "boss", "password": PASSWORD}));
    act("officer", "set_demo_clock", None, json!({"now": "2027-01-15T17:00:00Z"}));
}

/// Asks each operation on a thing for one that nothing has, as the first person whose role is not barred from the route.
fn refuse_everything(description: &Description, plan: &Planter<'_>, desk: &Desk, watch: &LedgerWatch) {
    for (id, operation) in &description.0 {
        if !operation.has_id() {
            continue;
        }
        let query = match id.as_str() {
            "explain_category" => "?category=I-1",
            "may_be_told" => "?person=Bob&country=US",
            "simulate_regime" => "?ends_on=2027-01-01",
            _ => "",
        };
        let path = format!("{}{query}", operation.path.replace("{id}", UNKNOWN));
        let body = plan.done.get(&(0, id.clone())).map_or_else(|| json!({}), |done| plan.without_secrets(&done.body));
        for who in ["boss", "officer", "navy_reviewer", "navy", "keeper", "auditor", "clerk"] {
            let told = match operation.is_read() {
                true => desk[who].get(&path),
                false => desk[who].send(&operation.method, &path, Some(("application/json", &body.to_string()))),
            };
            if told.code() == "role.forbidden" {
                take_route_use(watch, id);
                continue;
            }
            if told.status == 404 && !NOT_REFUSED.contains(&id.as_str()) {
                watch.check(id, &operation.says, "refused");
            }
            break;
        }
    }
}

/// Takes the entry of a refused role, which is of no thing and is there when the answer is.
fn take_route_use(watch: &LedgerWatch, operation: &str) {
    assert_eq!(watch.take_new(), [("route.use".to_owned(), "refused".to_owned())], "{operation}");
}

#[test]
fn s_35_every_operation_enters_what_it_says_once_done_and_once_refused() {
    let place = open_office(Place::sqlite());
    let server = Server::start(&place, &["--demo", "--demo-now", OPENED]);
    let desk = sign_in(&server);
    let description = Description::read();
    let mut plan = Planter::new(&description);
    plan.watch = Some(LedgerWatch::new(desk["auditor"].again()));
    let mut case = Case::open(&mut plan, &desk, "TS");
    case.live();
    let has = case.has;
    let filing = has.filings[0].clone();
    act_beside_cases(&mut plan, &desk);
    Case::resume(&mut plan, &desk, has).renew();
    let watch = plan.watch.take().expect("the watch");
    let mut wrong: Vec<String> = plan.refused.clone();

    let referrals = desk["boss"].read(&format!("/referrals?filing_id={filing}"));
    let referral = referrals["items"][0]["id"].as_str().expect("a referral").to_owned();
    let screenings = desk["boss"].read(&format!("/filings/{filing}/screenings"));
    let screening = screenings["items"][0]["id"].as_str().expect("a screening").to_owned();
    watch.take_new();
    for (id, operation) in description.0.iter().filter(|(_, operation)| operation.is_read()) {
        let of = operation.path.split('/').nth(1).unwrap_or_default();
        let thing = match of {
            "filings" => &filing,
            "referrals" => &referral,
            "screenings" => &screening,
            _ if operation.has_id() => continue,
            _ => &filing,
        };
        let query = if id == "explain_category" { "?category=I-1" } else { "" };
        let path = format!("{}{query}", operation.path.replace("{id}", thing));
        let told = desk["boss"].get(&path);
        match (told.status, told.code()) {
            (200, _) => watch.check(id, &operation.says, "done"),
            (_, "role.forbidden") => take_route_use(&watch, id),
            _ => drop(watch.take_new()),
        }
    }
    refuse_everything(&description, &plan, &desk, &watch);

    let held = watch.held.into_inner();
    for (id, operation) in &description.0 {
        let is_change = operation.says["done"].is_string();
        let done = held.contains(&(id.clone(), "done"));
        if is_change && done == NOT_DONE.contains(&id.as_str()) {
            wrong.push(format!("done and listed, or neither: {id}"));
        }
        let refused = held.contains(&(id.clone(), "refused"));
        let may_be = operation.has_id() && operation.says["refused"].is_string();
        if may_be && refused == NOT_REFUSED.contains(&id.as_str()) {
            wrong.push(format!("refused and listed, or neither: {id}"));
        }
    }
    wrong.extend(watch.wrong.into_inner());
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
