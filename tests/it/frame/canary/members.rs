//! The operations of `docs/openapi.json`, and the members of their requests that hold free text.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// One operation of the description.
pub struct Operation {
    /// In capitals.
    pub method: String,
    /// The path without the prefix of all paths.
    pub path: String,
    /// The names of the parameters of its query.
    pub query: Vec<String>,
    /// The members of its request that hold free text, as [`Description::free_text`] writes them.
    pub texts: BTreeSet<String>,
    /// What it enters in the ledger, as the description says.
    pub says: Value,
}

impl Operation {
    /// Whether the path names a thing.
    pub fn has_id(&self) -> bool {
        self.path.contains("{id}")
    }

    pub fn is_read(&self) -> bool {
        self.method == "GET"
    }
}

/// The description, by the ids of its operations.
pub struct Description(pub BTreeMap<String, Operation>);

impl Description {
    /// Reads the committed description. Another test compares it with the service.
    pub fn read() -> Self {
        let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/openapi.json"))
            .expect("the description");
        let whole: Value = serde_json::from_str(&text).expect("JSON");
        let mut all = BTreeMap::new();
        for (path, methods) in whole["paths"].as_object().expect("paths") {
            let path = path.strip_prefix("/api/v1").expect("the prefix");
            for (method, operation) in methods.as_object().expect("methods") {
                let Some(id) = operation["operationId"].as_str() else { continue };
                let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
                let query = parameters.iter().filter(|p| p["in"] == "query");
                let mut texts = BTreeSet::new();
                let content = operation["requestBody"]["content"].as_object();
                for body in content.into_iter().flat_map(|content| content.values()) {
                    walk(&whole, &body["schema"], String::new(), &mut vec![], &mut texts);
                }
                let operation = Operation {
                    method: method.to_uppercase(),
                    path: path.to_owned(),
                    query: query.map(|p| p["name"].as_str().expect("a name").to_owned()).collect(),
                    texts,
                    says: operation["x-ledger"].clone(),
                };
                assert!(all.insert(id.to_owned(), operation).is_none(), "{id} stands twice");
            }
        }
        let texts: usize = all.values().map(|o| o.texts.len()).sum();
        assert!(all.len() > 120 && texts > 120, "{} and {texts}: has the description another form?", all.len());
        Self(all)
    }

    #[track_caller]
    pub fn operation(&self, id: &str) -> &Operation {
        self.0.get(id).unwrap_or_else(|| panic!("no operation has the id {id}"))
    }

    /// Every member of a request that holds free text: the operation and the place, `.parties[].name`. The place of a body
    /// that is text as a whole is empty.
    pub fn free_text(&self) -> BTreeSet<(String, String)> {
        let of =
            |(id, o): (&String, &Operation)| o.texts.iter().map(|text| (id.clone(), text.clone())).collect::<Vec<_>>();
        self.0.iter().flat_map(of).collect()
    }
}

/// Forms of text that cannot hold a word.
const NO_WORDS: [&str; 5] = ["date", "date-time", "uuid", "password", "time"];

fn walk(whole: &Value, schema: &Value, at: String, open: &mut Vec<String>, out: &mut BTreeSet<String>) {
    if let Some(name) = schema["$ref"].as_str().and_then(|r| r.strip_prefix("#/components/schemas/")) {
        if !open.iter().any(|n| n == name) {
            open.push(name.to_owned());
            walk(whole, &whole["components"]["schemas"][name], at, open, out);
            open.pop();
        }
        return;
    }
    for of in ["oneOf", "anyOf", "allOf"] {
        for one in schema[of].as_array().into_iter().flatten() {
            walk(whole, one, at.clone(), open, out);
        }
    }
    let is_text =
        schema["type"] == "string" || schema["type"].as_array().is_some_and(|all| all.contains(&"string".into()));
    let format = schema["format"].as_str().unwrap_or_default();
    if is_text && schema["enum"].is_null() && !NO_WORDS.contains(&format) {
        out.insert(at.clone());
    }
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        walk(whole, member, format!("{at}.{name}"), open, out);
    }
    if schema["additionalProperties"].is_object() {
        walk(whole, &schema["additionalProperties"], format!("{at}.*"), open, out);
    }
    if schema["items"].is_object() {
        walk(whole, &schema["items"], format!("{at}[]"), open, out);
    }
}

/// Every text of a body with its place, written as [`Description::free_text`] writes it.
pub fn texts_of<'a>(body: &'a Value, at: String, out: &mut Vec<(String, &'a str)>) {
    match body {
        Value::String(text) => out.push((at, text)),
        Value::Array(items) => items.iter().for_each(|item| texts_of(item, format!("{at}[]"), out)),
        Value::Object(members) => members.iter().for_each(|(name, v)| texts_of(v, format!("{at}.{name}"), out)),
        _ => {}
    }
}

#[test]
fn members_of_free_text_are_found_through_references_lists_and_choices() {
    let whole = serde_json::json!({"components": {"schemas": {
        "Body": {"properties": {
            "reason": {"type": ["string", "null"]},
            "on": {"type": "string", "format": "date"},
            "kind": {"type": "string", "enum": ["a"]},
            "scope": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Scope"}]},
            "within": {"$ref": "#/components/schemas/Body"},
        }},
        "Scope": {"type": "object", "properties": {"people": {"type": "array", "items": {"type": "string"}}}},
    }}});
    let mut found = BTreeSet::new();
    let body = serde_json::json!({"$ref": "#/components/schemas/Body"});
    walk(&whole, &body, String::new(), &mut vec![], &mut found);
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [".reason", ".scope.people[]"]);
}
