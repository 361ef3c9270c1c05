//! The words of the wire as the description lists them: those that are given and taken, all of them and no
//! others. A client made from the description can then say every word and read every answer.

use crate::api::filing::explain::OutcomeView;
use crate::api::filing::filings::Desk;
use crate::api::order::determinations::LineOutcome;
use crate::api::petition::petitions::asked::GrantOrDeny;
use crate::api::petition::petitions::shown::DisclosureGround;
use crate::api::review::conditions::ConditionTreatment;
use crate::api::{document, render};
use crate::workflow::filing::examination::Proceeding;
use crate::workflow::list::lists::ListStatus;
use crate::workflow::list::rescreen::progress::{PassState, Reason};
use crate::workflow::office::key_rotation::KeyState;
use crate::workflow::office::service_keys::KeyUse;
use crate::workflow::review::triage::Decision;
use domain::base::actor::Role;
use domain::base::issuer::Algorithm as IssuerAlgorithm;
use domain::base::marking::Level;
use domain::base::marking::caveat::Affiliation;
use domain::base::marking::clearance::Kind as ClearanceKind;
use domain::case::status::FilingStatus;
use domain::law::license::PetitionKind;
use domain::law::petition::Scope;
use domain::schema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use strum::VariantArray;

/// The words an enumeration takes, from the answer to one that it does not.
fn taken<T: DeserializeOwned>() -> Vec<String> {
    listed(serde_json::from_value::<T>(json!("no such word")).map(drop))
}

fn listed(read: Result<(), serde_json::Error>) -> Vec<String> {
    let answer = read.expect_err("it takes any word").to_string();
    let (_, words) = answer.split_once(", expected ").expect("serde lists what it takes");
    words.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn given<T: Serialize + VariantArray>() -> Vec<String> {
    T::VARIANTS.iter().map(word).collect()
}

fn word<T: Serialize>(one: &T) -> String {
    let value = serde_json::to_value(one).expect("json");
    value.as_str().expect("a word").to_owned()
}

/// The words of a described enumeration: of a plain one, or of one whose words may have members.
fn described(schema: &Value) -> Option<Vec<String>> {
    let words = |list: &Value| -> Vec<String> {
        list.as_array().expect("a list").iter().map(|w| w.as_str().expect("a word").to_owned()).collect()
    };
    if schema["enum"].is_array() {
        return Some(words(&schema["enum"]));
    }
    let all = schema["oneOf"].as_array()?;
    let one = |s: &Value| match &s["enum"] {
        Value::Null => s["properties"].as_object().filter(|p| p.len() == 1)?.keys().next().cloned(),
        list => words(list).pop(),
    };
    all.iter().map(one).collect()
}

/// Places of a description that list words.
fn places(at: &str, value: &Value, out: &mut Vec<String>) {
    if let Some(object) = value.as_object() {
        if object.get("enum").is_some_and(Value::is_array) {
            out.push(at.to_owned());
        }
        for (name, inner) in object {
            places(&format!("{at}/{name}"), inner, out);
        }
    }
    for (i, inner) in value.as_array().into_iter().flatten().enumerate() {
        places(&format!("{at}/{i}"), inner, out);
    }
}

#[test]
fn every_enumeration_is_described_with_the_words_of_the_wire() {
    let text: Value = serde_json::from_str(&render(&document()).expect("json")).expect("json");
    let mut known: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for words in schema::words() {
        let taken = listed((words.read)(json!("no such word")));
        assert_eq!(taken, words.written, "{} gives other words than it takes", words.name);
        assert_eq!(known.insert(words.name, taken), None, "{} stands twice", words.name);
    }
    assert!(known.len() > 45, "only {} are listed", known.len());
    for (name, words) in [
        ("Status", given::<ListStatus>()),
        ("PassState", taken::<PassState>()),
        ("RescreeningReason", taken::<Reason>()),
        ("Proceeding", taken::<Proceeding>()),
        ("Decision", taken::<Decision>()),
        ("CategoryOutcome", given::<OutcomeView>()),
        ("LineOutcome", given::<LineOutcome>()),
        ("DisclosureGround", given::<DisclosureGround>()),
        ("ConditionTreatment", taken::<ConditionTreatment>()),
        ("GrantOrDeny", taken::<GrantOrDeny>()),
        ("LicensePetitionKind", taken::<PetitionKind>()),
        ("PermitScope", taken::<Scope>()),
        ("Desk", taken::<Desk>()),
        ("KeyState", taken::<KeyState>()),
        ("ServiceKeyUse", taken::<KeyUse>()),
        ("Affiliation", taken::<Affiliation>()),
        ("ClearanceKind", taken::<ClearanceKind>()),
        ("IssuerAlgorithm", taken::<IssuerAlgorithm>()),
    ] {
        assert_eq!(known.insert(name, words), None, "{name} stands twice");
    }
    let mut seen = vec![];
    for (name, schema) in text["components"]["schemas"].as_object().expect("schemas") {
        let Some(words) = described(schema) else { continue };
        let wanted = known.get(name.as_str());
        assert_eq!(wanted, Some(&words), "{name}: what the wire has, and what docs/openapi.json says");
        seen.push(name.as_str());
    }
    let missing: Vec<_> = known.keys().filter(|name| !seen.contains(name)).collect();
    assert!(missing.is_empty(), "described nowhere: {missing:?}");
    let mut all = vec![];
    places("", &text, &mut all);
    let named = |place: &&String| seen.iter().any(|n| place.starts_with(&format!("/components/schemas/{n}")));
    let apart: Vec<_> = all.iter().filter(|place| !named(place)).collect();
    assert!(apart.is_empty(), "words that no enumeration stands behind: {apart:?}");
}

#[test]
fn levels_and_types_are_described_as_they_are_written() {
    let text: Value = serde_json::from_str(&render(&document()).expect("json")).expect("json");
    assert_eq!(text["components"]["schemas"]["Level"]["enum"], json!(["U", "CUI", "C", "S", "TS"]));
    assert_eq!(text["components"]["schemas"]["OrderType"]["enum"], json!(["I", "II", "III"]));
}

#[test]
fn words_on_the_wire_are_those_of_the_domain() {
    for role in Role::ALL {
        assert_eq!(word(role), role.as_str());
    }
    for status in FilingStatus::ALL {
        assert_eq!(word(&status), status.as_str());
    }
    for (level, mark, _) in Level::TABLE {
        assert_eq!(word(&level), mark);
    }
}

/// A schema that has the name of another replaces it in the description without a word.
#[test]
fn no_two_schemas_share_a_name() {
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src"), root.join("crates/domain/src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").map(|e| e.expect("an entry").path()) {
            if entry.is_dir() {
                folders.push(entry);
                continue;
            }
            let source = std::fs::read_to_string(&entry).unwrap_or_default();
            for (name, of) in schemas(&source) {
                names.entry(name).or_default().push(format!("{of} in {}", entry.display()));
            }
        }
    }
    for words in schema::words() {
        names.entry(words.name.to_owned()).or_default().push("the words of the domain".into());
    }
    assert!(names.len() > 150, "only {} found", names.len());
    names.retain(|_, all| all.len() > 1);
    assert!(names.is_empty(), "{names:#?}");
}

/// The schemas a source file describes: the name each gets and the type it is made of. A type inside a macro
/// has no name yet.
fn schemas(source: &str) -> Vec<(String, String)> {
    let mut out = vec![];
    let mut lines = source.lines().map(str::trim);
    while let Some(line) = lines.next() {
        let derives = line.starts_with("#[derive(") || line.starts_with("#[cfg_attr(") || line == "utoipa::ToSchema,";
        if !(derives && line.contains("ToSchema")) {
            continue;
        }
        let mut alias = None;
        for line in lines.by_ref() {
            if let Some((_, name)) = line.split_once("as = ").filter(|_| line.contains("schema(as = ")) {
                alias = Some(name.trim_end_matches([')', ']']).split(',').next().unwrap_or_default().to_owned());
            }
            let mut words = line.split([' ', '<', '(', '{', ';']).skip_while(|w| *w != "struct" && *w != "enum");
            if let (false, Some(name)) = (line.starts_with("//") || line.starts_with("#["), words.nth(1)) {
                if !name.starts_with('$') {
                    out.push((alias.unwrap_or_else(|| name.to_owned()), name.to_owned()));
                }
                break;
            }
        }
    }
    out
}

#[test]
fn schemas_are_found_by_the_name_they_get() {
    let source = "#[derive(Serialize, ToSchema)]\n#[schema(as = Shown)]\nstruct View {\n}\n\
                  #[cfg_attr(feature = \"schema\", derive(utoipa::ToSchema))]\n#[serde(deny_unknown_fields)]\n\
                  #[cfg_attr(feature = \"schema\", schema(as = Fact))]\npub struct Law {\n}\n\
                  #[derive(ToSchema)]\n/// A struct of things.\npub enum Plain<T> {\n#[derive(ToSchema)]\npub enum $name {\n";
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(schemas(source), [pair("Shown", "View"), pair("Fact", "Law"), pair("Plain", "Plain")]);
}
