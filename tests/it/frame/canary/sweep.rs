//! Asks every operation of the description as somebody, with every id there is, and notes what the answers hold that
//! this person may not learn.

use crate::frame::canary::asking::{Asker, Told};
use crate::frame::canary::members::Description;
use crate::frame::canary::people::{self, Learns};
use crate::frame::canary::planting::{Done, Part, Planter, Secret};
use crate::frame::canary::secrets::Needles;
use crate::frame::canary::things::Kept;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// An id that nothing has.
pub const UNKNOWN: &str = "01900000-0000-7000-8000-0000000fffff";

/// How many things of one kind and one filing are asked for by somebody who stands for others.
const FEW: usize = 3;

/// A thing of a case.
pub struct Thing {
    pub id: String,
    pub case: usize,
    pub filing: usize,
    /// The paths at which people of the Office read it.
    pub paths: Vec<String>,
}

/// What is asked and what may not be said.
pub struct Sweep<'a> {
    pub description: &'a Description,
    pub secrets: &'a [Secret],
    pub needles: Needles,
    pub things: &'a [Thing],
    pub done: &'a BTreeMap<(usize, String), Done>,
    /// What a parameter of a query is set to, one after the other.
    pub values: BTreeMap<&'static str, Vec<String>>,
    /// Bodies of changes of each case without any secret.
    pub plain: BTreeMap<(usize, String), Value>,
    /// What somebody learned who may: secrets by their place in the list.
    pub shown: BTreeSet<usize>,
    pub leaks: BTreeSet<String>,
}

/// A value as an address takes it.
fn in_address(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    value.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

impl<'a> Sweep<'a> {
    /// What is asked of everybody.
    pub fn new(plan: &'a Planter<'a>, things: &'a [Thing], values: BTreeMap<&'static str, Vec<String>>) -> Self {
        let plain = plan.done.iter().map(|(key, done)| (key.clone(), plan.without_secrets(&done.body)));
        Self {
            description: plan.description,
            secrets: &plan.secrets,
            needles: Needles::of(&plan.secrets),
            things,
            done: &plan.done,
            values,
            plain: plain.collect(),
            shown: BTreeSet::new(),
            leaks: BTreeSet::new(),
        }
    }

    /// Notes what an answer says that the asker may not learn. What the request itself said is no secret to the asker.
    fn check(&mut self, name: &str, operation: &str, sent: &str, told: &Told) {
        if told.status >= 500 {
            self.leaks.insert(format!("{name} {operation}: {} {}", told.status, told.text));
        }
        let found = self.needles.found_in(&told.everything);
        if found.is_empty() {
            return;
        }
        let sent = self.needles.found_in(sent);
        for n in found {
            let secret = &self.secrets[n];
            if people::may_learn(name, secret) {
                self.shown.insert(n);
            } else if !sent.contains(&n) {
                let Secret { spelled, case, filing, part } = secret;
                self.leaks.insert(format!(
                    "{name} learns from {operation} ({}) {part:?} of filing {filing} of case {case}: {}",
                    told.status, spelled[0]
                ));
            }
        }
    }

    /// Notes what the answers hold that were given to those who looked for things.
    pub fn check_kept(&mut self, kept: &[Kept]) {
        for Kept { name, path, told } in kept {
            self.check(name, path, path, told);
        }
    }

    /// Asks every operation without an id, with each parameter of its query.
    pub fn read_lists(&mut self, name: &str, who: &Asker) {
        self.search(name, who);
        for (id, operation) in &self.description.0 {
            if !operation.is_read() || operation.path.contains('{') {
                continue;
            }
            let told = who.get(&operation.path);
            self.check(name, id, "", &told);
            if told.code() == "role.forbidden" || name == "nobody" {
                continue;
            }
            for parameter in &operation.query {
                let values = self.values.get(parameter.as_str()).cloned();
                for value in values.unwrap_or_else(|| panic!("{id}: what is {parameter} set to?")) {
                    let query = format!("{parameter}={}", in_address(&value));
                    let more = if operation.query.iter().any(|q| q == "limit") && parameter != "limit" {
                        "&limit=200"
                    } else {
                        ""
                    };
                    let told = who.get(&format!("{}?{query}{more}", operation.path));
                    self.check(name, id, &value, &told);
                }
            }
        }
    }

    /// Searches with words in the body, as the lists are searched with words in the address.
    fn search(&mut self, name: &str, who: &Asker) {
        let search = self.description.operation("search_filings");
        for value in self.values["q"].clone() {
            self.send(name, who, "search_filings", &search.method, &search.path, &json!({"q": value}));
        }
    }

    /// Reads every thing at every path at which it is read, and compares with an id that nothing has.
    pub fn read_things(&mut self, name: &str, who: &Asker) {
        for (id, operation) in &self.description.0 {
            if !operation.is_read() || !operation.has_id() {
                continue;
            }
            let query = match id.as_str() {
                "explain_category" => "?category=I-1",
                "may_be_told" => "?person=Bob&country=US",
                "simulate_regime" => "?ends_on=2027-01-01",
                _ => "",
            };
            assert!(operation.query.is_empty() || !query.is_empty(), "{id} has a query");
            let ask = |thing: &str| format!("{}{query}", operation.path.replace("{id}", thing));
            let unknown = who.get(&ask(UNKNOWN));
            let mut asked = BTreeMap::new();
            for thing in self.things.iter().filter(|t| t.paths.contains(&operation.path)) {
                // Where nothing may be learned, every thing of a filing is answered alike; a few stand for all. What somebody
                // cleared for SECRET may learn, the same person with a higher clearance is asked in full.
                let learns = people::learns(name, thing.case, thing.filing).filter(|_| !name.ends_with("_s"));
                let already: &mut usize = asked.entry((thing.case, thing.filing)).or_default();
                *already += 1;
                if learns.is_none() && *already > FEW {
                    continue;
                }
                let path = ask(&thing.id);
                let told = who.get(&path);
                self.check(name, id, &path, &told);
                self.compare(name, id, thing, &unknown, &told);
                if told.code() == "role.forbidden" || name == "nobody" {
                    break;
                }
            }
        }
    }

    /// For whom a thing does not exist, the answer is that to an id that nothing has.
    fn compare(&mut self, name: &str, operation: &str, thing: &Thing, unknown: &Told, told: &Told) {
        let learns = people::learns(name, thing.case, thing.filing);
        let may_differ = matches!(learns, Some(learns) if learns != Learns::OnNumber);
        let same =
            |a: &Told, b: &Told| a.status == b.status && a.code() == b.code() && a.body["detail"] == b.body["detail"];
        if !may_differ && !same(unknown, told) {
            self.leaks.insert(format!(
                "{name} learns from {operation} that there is a thing of filing {} of case {}: {} {}, not {}",
                thing.filing, thing.case, told.status, told.text, unknown.status
            ));
        }
        if !may_differ && told.status < 400 {
            self.leaks.insert(format!("{name} may {operation}: {}", told.text));
        }
    }

    /// Tries every change on the things of each case about which this person may learn nothing, or only that it was
    /// referred.
    pub fn try_changes(&mut self, name: &str, who: &Asker) {
        let mut last = vec![];
        for (id, operation) in &self.description.0 {
            if operation.is_read() || id == "set_demo_clock" {
                continue;
            }
            // These take the session of the asker away, or a password.
            if operation.path.starts_with("/session") {
                last.push((id, operation));
                continue;
            }
            for case in 0..people::MARKINGS.len() {
                let body = self.plain.get(&(case, id.clone())).cloned().unwrap_or_else(|| json!({}));
                if !operation.has_id() {
                    // Papers under a number that is on record.
                    let mut body = body;
                    if body["application_number"].is_string() {
                        body["application_number"] = self.done[&(case, id.clone())].body["application_number"].clone();
                    }
                    self.send(name, who, id, &operation.method, &operation.path, &body);
                    continue;
                }
                let nothing = operation.path.replace("{id}", UNKNOWN);
                let unknown = self.send(name, who, id, &operation.method, &nothing, &body);
                for thing in self.things_for(id, &operation.path, case) {
                    match people::learns(name, thing.case, thing.filing) {
                        None | Some(Learns::Referral) => {}
                        _ => continue,
                    }
                    let path = operation.path.replace("{id}", &thing.id);
                    let told = self.send(name, who, id, &operation.method, &path, &body);
                    if told.status < 400 {
                        self.leaks.insert(format!("{name} may {id} {path}: {} {}", told.status, told.text));
                    }
                    self.compare(name, id, thing, &unknown, &told);
                    if told.code() == "role.forbidden" || name == "nobody" {
                        break;
                    }
                }
            }
        }
        // A session that is over is told nothing, and the test would see nothing.
        assert_eq!(who.get("/agencies").status, if name == "nobody" { 401 } else { 200 }, "{name}");
        for (id, operation) in last {
            self.send(name, who, id, &operation.method, &operation.path, &json!({}));
        }
    }

    fn send(&mut self, name: &str, who: &Asker, operation: &str, method: &str, path: &str, body: &Value) -> Told {
        let text = match body {
            Value::String(line) => line.clone(),
            other => other.to_string(),
        };
        let kind = match operation {
            "bring_filings" => "application/x-ndjson",
            "bring_review_list" => "application/toml",
            _ => "application/json",
        };
        let told = who.send(method, path, Some((kind, &text)));
        self.check(name, operation, &format!("{path} {text}"), &told);
        told
    }

    /// The things on which a change is tried: that on which it was done, and the first of its kind.
    fn things_for(&self, operation: &str, path: &str, case: usize) -> Vec<&'a Thing> {
        let read_at = |t: &&Thing| {
            path.strip_prefix('/').is_some_and(|p| {
                let parent = p.split("/{id}").next().unwrap_or_default();
                t.paths.iter().any(|at| at.strip_prefix('/').and_then(|at| at.split("/{id}").next()) == Some(parent))
            })
        };
        let done_on = self.done.get(&(case, operation.to_owned())).and_then(|done| done.id.clone());
        let mut all: Vec<&Thing> =
            self.things.iter().filter(|t| t.case == case && Some(&t.id) == done_on.as_ref()).collect();
        all.extend(self.things.iter().find(|t| t.case == case && read_at(t)));
        if all.is_empty() {
            all.extend(self.things.iter().find(|t| t.case == case));
        }
        all
    }

    /// The members of which no planted word was shown to anybody.
    pub fn never_shown(&self) -> BTreeSet<(String, String)> {
        let members = |n: usize| match &self.secrets[n].part {
            Part::Member(operation, at) => Some((operation.clone(), at.clone())),
            _ => None,
        };
        let shown: BTreeSet<_> = self.shown.iter().filter_map(|n| members(*n)).collect();
        (0..self.secrets.len()).filter_map(members).filter(|member| !shown.contains(member)).collect()
    }
}
