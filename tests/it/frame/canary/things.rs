//! Finds every thing of the cases that the Office can read, and with it the ids, digests and references that are secrets
//! too; and what the parameters of queries are set to.

use crate::frame::canary::asking::{Asker, Told};
use crate::frame::canary::cases::{Desk, Things};
use crate::frame::canary::planting::{Part, Planter, Secret};
use crate::frame::canary::sweep::Thing;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A digest in hexadecimal.
const DIGEST: usize = 64;

/// An id with where it was met: things that are named at the same place are read at the same paths.
#[derive(Clone)]
struct Met {
    place: String,
    id: String,
}

/// What an answer names.
#[derive(Default)]
struct Named {
    ids: Vec<Met>,
    digests: BTreeSet<String>,
    references: BTreeSet<String>,
}

impl Named {
    fn read(&mut self, place: &str, name: &str, value: &Value) {
        match value {
            Value::String(text) if text.parse::<uuid::Uuid>().is_ok() => {
                // `order_id` names an order wherever it stands.
                let place = if name == "id" { place.to_owned() } else { name.to_owned() };
                self.ids.push(Met { place, id: text.clone() });
            }
            Value::String(text) if text.len() == DIGEST && text.bytes().all(|b| b.is_ascii_hexdigit()) => {
                self.digests.insert(text.clone());
            }
            Value::String(text) if name == "reference" || text.starts_with("SO-") && !text.contains(' ') => {
                self.references.insert(text.to_lowercase());
            }
            Value::Array(items) => items.iter().for_each(|item| self.read(place, name, item)),
            Value::Object(members) => {
                // Things of one list may be of several kinds.
                let kind = members.get("kind").and_then(Value::as_str).unwrap_or_default();
                let place = format!("{place}.{name} {kind}");
                members.iter().for_each(|(name, value)| self.read(&place, name, value));
            }
            _ => {}
        }
    }
}

/// An answer to somebody who looked for things.
pub struct Kept {
    pub name: &'static str,
    pub path: String,
    pub told: Told,
}

/// Every thing of the cases, found from their filings on, and the answers of the two people who looked for them. Ids, digests
/// and references become secrets of the filing at which they are met first.
pub fn find(plan: &mut Planter<'_>, desk: &Desk, cases: &[Things]) -> (Vec<Thing>, Vec<Kept>) {
    let mut others = Named::default();
    for (who, path) in [("keeper", "/accounts?limit=200"), ("officer", "/review-lists"), ("officer", "/rescreenings")] {
        others.read(path, "", &desk[who].read(path));
    }
    let mut met: BTreeSet<String> = others.ids.into_iter().map(|met| met.id).chain(others.digests).collect();
    // A filing is met once, wherever else it is named.
    met.extend(cases.iter().flat_map(|has| has.filings.clone()));
    let mut finder = Finder::new(plan, desk);
    let mut all = vec![];
    for (case, has) in cases.iter().enumerate() {
        for (filing, first) in has.filings.iter().enumerate() {
            let mut open = VecDeque::from([Met { place: "filing".into(), id: first.clone() }]);
            let mut named = Named::default();
            for (who, list) in [("boss", "/referrals"), ("officer", "/notices")] {
                named.read(list, "", &desk[who].read(&format!("{list}?limit=200&filing_id={first}")));
            }
            open.extend(named.ids.into_iter().filter(|met| met.id != *first));
            while let Some(next) = open.pop_front() {
                if next.id != *first && !met.insert(next.id.clone()) {
                    continue;
                }
                let (thing, named) = finder.read_everywhere(next, case, filing);
                let secret = |spelled: &String, part| Secret { spelled: vec![spelled.clone()], case, filing, part };
                plan.secrets.push(secret(&thing.id, Part::Id(kind_of(&thing, desk))));
                for digest in named.digests.iter().filter(|d| met.insert((*d).clone())) {
                    plan.secrets.push(secret(digest, Part::Digest));
                }
                for reference in named.references.iter().filter(|r| met.insert((*r).clone())) {
                    plan.secrets.push(secret(reference, Part::Reference));
                }
                open.extend(named.ids.into_iter().filter(|met| met.id != *first));
                all.push(thing);
            }
        }
    }
    let read = all.iter().filter(|t| !t.paths.is_empty()).count();
    assert!(read > 100, "only {read} of {} things are read anywhere", all.len());
    (all, finder.kept)
}

/// Reads things at the paths that end in an id, and at those below them.
struct Finder<'a> {
    readers: [(&'static str, &'a Asker); 2],
    kept: Vec<Kept>,
    /// The paths of reads that end in an id, those first at which most things are read.
    roots: Vec<String>,
    below: Vec<String>,
    /// The path at which what was met at a place is read, and how many things of the place are read nowhere.
    known: BTreeMap<String, (Option<String>, usize)>,
}

/// The kinds of which a case has most things.
const MOST: [&str; 4] = ["/docket/{id}", "/notices/{id}", "/referrals/{id}", "/screenings/{id}"];

/// Those who look for things: together they may read everything.
pub const FINDERS: [&str; 2] = ["officer", "boss"];

/// After so many things of a place that are read nowhere, no more of them are looked for.
const NOWHERE: usize = 1;

impl<'a> Finder<'a> {
    fn new(plan: &Planter<'_>, desk: &'a Desk) -> Self {
        let reads = plan.description.0.values().filter(|o| o.is_read() && o.has_id()).map(|o| o.path.clone());
        let (mut roots, below): (Vec<String>, Vec<String>) = reads.partition(|path| path.ends_with("{id}"));
        roots.sort_by_key(|path| MOST.iter().position(|most| path == most).unwrap_or(MOST.len()));
        let readers = FINDERS.map(|name| (name, &desk[name]));
        Self { readers, kept: vec![], roots, below, known: BTreeMap::new() }
    }

    /// Reads a thing at every path that answers, and what the answers name. An entry of the docket is read by itself, and
    /// as the thing that its kind names; every other thing is of one kind.
    fn read_everywhere(&mut self, met: Met, case: usize, filing: usize) -> (Thing, Named) {
        let Met { place, id } = met;
        let (mut paths, mut named) = (vec![], Named::default());
        let known = self.known.get(&place).cloned().unwrap_or_default();
        let mut roots: Vec<String> = self.roots.clone();
        match known {
            (Some(root), _) => roots.sort_by_key(|path| *path != root),
            (None, nowhere) if nowhere >= NOWHERE => roots.clear(),
            _ => {}
        }
        let (mut kind, mut first) = (None, None);
        for root in roots {
            if kind.as_ref().is_some_and(|kind: &String| !root.starts_with(&format!("/{kind}"))) {
                continue;
            }
            let Some(body) = self.read(&root, &id, &mut named) else { continue };
            first.get_or_insert_with(|| root.clone());
            let below: Vec<String> =
                self.below.iter().filter(|p| p.starts_with(&format!("{root}/"))).cloned().collect();
            paths.extend(below.into_iter().filter(|path| self.read(path, &id, &mut named).is_some()));
            paths.push(root.clone());
            match body["kind"].as_str().and_then(|kind| kind.split_once('.')) {
                Some((field, _)) if root == MOST[0] => kind = Some(format!("{field}s")),
                _ => break,
            }
        }
        let of_place = self.known.entry(place).or_default();
        match first {
            Some(root) => of_place.0 = Some(root),
            None => of_place.1 += 1,
        }
        (Thing { id, case, filing, paths }, named)
    }

    fn read(&mut self, path: &str, id: &str, named: &mut Named) -> Option<Value> {
        let query = match path {
            "/filings/{id}/explain" => "?category=I-1",
            "/orders/{id}/disclosure" => "?person=Bob&country=US",
            _ => "",
        };
        let asked = format!("{}{query}", path.replace("{id}", id));
        let mut found = None;
        for (name, who) in self.readers {
            let told = who.get(&asked);
            let (status, hidden) = (told.status, told.code() == "not_found");
            if status == 200 {
                named.read(path, "", &told.body);
                found = Some(told.body.clone());
            }
            self.kept.push(Kept { name, path: asked.clone(), told });
            if hidden {
                // What does not exist for the officer, who is cleared for everything, exists for no examiner.
                break;
            }
        }
        found
    }
}

/// The path at which a thing is read; for a referral with its agency.
fn kind_of(thing: &Thing, desk: &Desk) -> String {
    let Some(path) = thing.paths.last() else { return String::new() };
    if path != "/referrals/{id}" {
        return path.clone();
    }
    let referral = desk["boss"].read(&format!("/referrals/{}", thing.id));
    format!("{path} {}", referral["agency"].as_str().unwrap_or_default())
}

/// What each parameter of a query is set to, one value after the other.
pub fn values_of_queries(plan: &Planter<'_>, things: &[Thing]) -> BTreeMap<&'static str, Vec<String>> {
    let read_at = |path: &str| -> Vec<String> {
        things.iter().filter(|t| t.paths.iter().any(|p| p == path)).map(|t| t.id.clone()).collect()
    };
    let first = |part: fn(&Part) -> bool, most: usize| -> Vec<String> {
        plan.secrets.iter().filter(|s| part(&s.part)).step_by(7).take(most).map(|s| s.spelled[0].clone()).collect()
    };
    let words = first(|part| matches!(part, Part::Member(_, at) if at == ".title" || at == ".claims[]"), 4);
    let numbers = plan.secrets.iter().filter(|s| s.part == Part::Number).map(|s| s.spelled[0].clone());
    let known = |all: &[&str]| all.iter().map(|v| (*v).to_owned()).collect::<Vec<String>>();
    BTreeMap::from([
        ("q", words.into_iter().chain(numbers).chain(known(&["missile", "pot", "lamp"])).collect()),
        ("category", known(&["I-1", "I-2"])),
        ("agency", known(&["NAVY", "DOE", "USAF"])),
        (
            "status",
            known(&["under_order", "needs_human", "clear", "in_effect", "rescinded", "open", "answered", "closed"]),
        ),
        ("filing_id", read_at("/filings/{id}")),
        ("order_id", read_at("/orders/{id}")),
        ("reference", first(|part| *part == Part::Reference, 8)),
        ("kind", known(&["order_issued", "referral_due", "order_expires"])),
        ("state", known(&["paper", "sent", "queued"])),
        ("assigned", known(&["me", "nobody"])),
        ("waits_for", known(&["signature", "opinion", "answer"])),
        ("due_before", known(&["2099-01-01"])),
        ("due_by", known(&["2099-01-01"])),
        ("expires_by", known(&["2099-01-01"])),
        ("received_from", known(&["2026-01-01"])),
        ("received_to", known(&["2099-01-01"])),
        ("awaiting_determination", known(&["true", "false"])),
        ("oldest_first", known(&["true"])),
        ("after", (0..20).map(|n| (n * 190).to_string()).collect()),
        ("size", known(&["1", "9"])),
        ("old", known(&["0", "9"])),
        ("limit", known(&["1", "200"])),
        ("cursor", known(&["x"])),
        // Of the reads of one thing.
        ("person", known(&["Bob"])),
        ("country", known(&["US"])),
        ("clearance", vec![]),
        ("purpose", vec![]),
        ("on", vec![]),
        ("ends_on", vec![]),
    ])
}
