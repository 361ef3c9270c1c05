//! The papers for whoever must approve the system: the bill of materials (`docs/sbom.cdx.json`, CycloneDX 1.6) and the
//! component definition (`docs/oscal-component.json`, OSCAL 1.1.2). Both are made from what is committed and from nothing
//! else, so that everybody makes the same file: no time of making, no path of a machine, no address of a registry.
//!
//! The bill has what is built into the service on `x86_64-unknown-linux-gnu`, with what builds it; what only tests use is
//! left out. The definition has the table of `docs/security.md`. Rewrite both with
//! `UPDATE=1 cargo test --test materials`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Where the bill is made for. It must not depend on the machine that makes it.
const TARGET: &str = "x86_64-unknown-linux-gnu";

fn up_to_date(file: &str, made: &Value) {
    let made = serde_json::to_string_pretty(made).unwrap() + "\n";
    for strange in ["://static.crates", "registry+", "index.crates", "file://", ROOT] {
        assert!(!made.contains(strange), "{file} names {strange}");
    }
    let path = Path::new(ROOT).join(file);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == made, "{file} is out of date; run: cargo xtask generate");
}

/// What cargo says of the workspace and everything it depends on.
fn metadata() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let out = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", TARGET])
        .current_dir(ROOT)
        .output()
        .expect("cargo runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}

/// The SHA-256 of every package that was fetched, by name and version.
fn checksums() -> BTreeMap<(String, String), String> {
    let lock: toml::Table = fs::read_to_string(Path::new(ROOT).join("Cargo.lock")).unwrap().parse().unwrap();
    let text = |p: &toml::Value, name: &str| p.get(name).and_then(toml::Value::as_str).map(str::to_owned);
    let all = lock["package"].as_array().unwrap().iter();
    all.filter_map(|p| Some(((text(p, "name")?, text(p, "version")?), text(p, "checksum")?))).collect()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} of {value}"))
}

/// The package URL by which a package is known everywhere.
fn purl(package: &Value) -> String {
    format!("pkg:cargo/{}@{}", text(package, "name"), text(package, "version").replace('+', "%2B"))
}

/// The ids of the packages that one is built from, itself among them: what it links and what runs to build it.
fn built_from<'a>(nodes: &BTreeMap<&'a str, &'a Value>, root: &'a str) -> BTreeSet<&'a str> {
    let (mut found, mut open) = (BTreeSet::new(), vec![root]);
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(links(nodes[id]));
        }
    }
    found
}

/// The packages that a node is built from. What only its tests use is none of them.
fn links(node: &Value) -> impl Iterator<Item = &str> {
    let is_built = |dep: &&Value| dep["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"] != "dev");
    node["deps"].as_array().unwrap().iter().filter(is_built).map(|dep| text(dep, "pkg"))
}

fn bill_of_materials() -> Value {
    let metadata = metadata();
    let by_id = |list: &'static str, of: &'static str| -> BTreeMap<&str, &Value> {
        let all = if of.is_empty() { &metadata[list] } else { &metadata[of][list] };
        all.as_array().unwrap().iter().map(|one| (text(one, "id"), one)).collect()
    };
    let (packages, nodes, checksums) = (by_id("packages", ""), by_id("nodes", "resolve"), checksums());
    let root = packages.values().find(|p| p["name"] == "subrosa").expect("the package of the service");
    let all = built_from(&nodes, text(root, "id"));
    let mut components: Vec<(String, Value)> = vec![];
    let mut dependencies = BTreeMap::new();
    for id in &all {
        let package = packages[id];
        let own = purl(package);
        let needs: BTreeSet<String> = links(nodes[id]).map(|dep| purl(packages[dep])).collect();
        dependencies.insert(own.clone(), needs);
        if package["name"] == root["name"] {
            continue;
        }
        let license = match package["license"].as_str() {
            // Older packages write a stroke where SPDX writes OR.
            Some(expression) => json!([{"expression": expression.replace('/', " OR ")}]),
            None => json!([{"license": {"name": "see the package"}}]),
        };
        let (name, version) = (text(package, "name"), text(package, "version"));
        let mut component = json!({
            "type": "library", "bom-ref": own, "name": name, "version": version, "purl": own, "licenses": license,
        });
        if let Some(digest) = checksums.get(&(name.to_owned(), version.to_owned())) {
            component["hashes"] = json!([{"alg": "SHA-256", "content": digest}]);
        }
        components.push((own, component));
    }
    components.sort_by(|(a, _), (b, _)| a.cmp(b));
    let service = json!({
        "type": "application", "bom-ref": purl(root), "name": root["name"], "version": root["version"],
        "description": root["description"], "licenses": [{"expression": root["license"]}],
    });
    json!({
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"lifecycles": [{"phase": "pre-build"}], "component": service},
        "components": components.into_iter().map(|(_, component)| component).collect::<Vec<_>>(),
        "dependencies": dependencies.iter().map(|(of, needs)| json!({"ref": of, "dependsOn": needs})).collect::<Vec<_>>(),
    })
}

#[test]
fn s_43_the_bill_of_materials_is_up_to_date() {
    let bill = bill_of_materials();
    let components = bill["components"].as_array().unwrap();
    let has = |name: &str| components.iter().any(|c| c["name"] == name);
    assert!(components.len() > 150 && has("actix-web") && has("diesel"), "{}", components.len());
    assert!(!has("insta") && !has("proptest") && !has("xtask"), "what only tests use");
    // Every package is either ours or has a digest.
    let own = ["subrosa-domain", "subrosa-screening", "subrosa-text"];
    let bare: Vec<_> = components.iter().filter(|c| c["hashes"].is_null()).map(|c| text(c, "name")).collect();
    assert_eq!(bare, own);
    up_to_date("docs/sbom.cdx.json", &bill);
}

/// A row of the table of requirements.
struct Row {
    id: String,
    asks: String,
    /// Controls of NIST SP 800-53 in the words of OSCAL, `ac-3.3`.
    controls: Vec<String>,
    state: String,
    how: String,
}

/// `AC-3(3)` as OSCAL writes it.
fn control(written: &str) -> Option<String> {
    let plain = written.trim();
    let is_control = plain.get(2..3) == Some("-") && plain[..2].bytes().all(|b| b.is_ascii_uppercase());
    is_control.then(|| plain.to_lowercase().replace('(', ".").replace(')', ""))
}

/// The cells of the lines of a page that begin with the id of a requirement.
fn table_lines(page: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = page.lines().filter(|line| line.starts_with("| S-"));
    lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
}

/// The requirements with their controls, and the day on which somebody looked at them last.
fn requirements() -> (Vec<Row>, String) {
    let page = fs::read_to_string(Path::new(ROOT).join("docs/security.md")).unwrap();
    let (states, sources) = page.split_once("## Where the requirements come from").expect("two tables");
    let controls: BTreeMap<&str, Vec<String>> =
        table_lines(sources).map(|cells| (cells[0], cells[1].split(',').filter_map(control).collect())).collect();
    let mut rows = vec![];
    for cells in table_lines(states) {
        let [ids, asks, state, how] = cells[..] else { panic!("four cells: {cells:?}") };
        for id in ids.split(", ") {
            let controls = controls.get(id).unwrap_or_else(|| panic!("where does {id} come from?")).clone();
            rows.push(Row { id: id.into(), asks: asks.into(), controls, state: state.into(), how: how.into() });
        }
    }
    let looked_at = sources.split_once("Looked at last on ").expect("a day").1;
    (rows, looked_at.split('.').next().unwrap().to_owned())
}

/// A UUID made from a name, so that it is the same each time.
fn uuid(name: &str) -> String {
    let mut bytes: [u8; 16] = Sha256::digest(name)[..16].try_into().unwrap();
    // OSCAL takes versions 4 and 5; 5 is made from a name.
    bytes[6] = (bytes[6] & 0x0f) | 0x50;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    uuid::Uuid::from_bytes(bytes).to_string()
}

/// The state of a requirement in the words of OSCAL.
fn implementation_status(state: &str) -> &'static str {
    match state {
        "met" => "implemented",
        "partly" => "partial",
        "no" => "planned",
        other => panic!("{other} is no state"),
    }
}

fn component_definition() -> Value {
    let (rows, looked_at) = requirements();
    let mut by_control: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in &rows {
        row.controls.iter().for_each(|control| by_control.entry(control).or_default().push(row));
    }
    let implemented = by_control.iter().map(|(control, rows)| {
        let statements = rows.iter().map(|row| format!("{} ({}): {}: {}", row.id, row.state, row.asks, row.how));
        // A control is as far as the requirement that is least far.
        let state = ["no", "partly", "met"].into_iter().find(|state| rows.iter().any(|row| row.state == *state));
        json!({
            "uuid": uuid(&format!("control {control}")), "control-id": control,
            "description": statements.collect::<Vec<_>>().join("\n"),
            "props": [{"name": "implementation-status", "value": implementation_status(state.expect("a state"))}],
        })
    });
    json!({"component-definition": {
        "uuid": uuid("component definition"),
        "metadata": {
            "title": "Subrosa, component definition", "last-modified": format!("{looked_at}T00:00:00Z"),
            "version": env!("CARGO_PKG_VERSION"), "oscal-version": "1.1.2",
        },
        "components": [{
            "uuid": uuid("component"), "type": "software", "title": "Subrosa",
            "description": env!("CARGO_PKG_DESCRIPTION"),
            "control-implementations": [{
                "uuid": uuid("control implementation"),
                "source": "https://doi.org/10.6028/NIST.SP.800-53r5",
                "description": "The requirements of docs/security.md by the controls that they come from.",
                "implemented-requirements": implemented.collect::<Vec<_>>(),
            }],
        }],
    }})
}

#[test]
fn the_component_definition_is_up_to_date() {
    let (rows, looked_at) = requirements();
    assert!(rows.len() > 35 && looked_at.len() == 10, "{} rows, looked at on {looked_at}", rows.len());
    assert!(rows.iter().filter(|row| !row.controls.is_empty()).count() > 20, "rows with a control");
    up_to_date("docs/oscal-component.json", &component_definition());
}

#[test]
fn controls_are_written_as_oscal_writes_them() {
    assert_eq!(control("AC-3(3)").as_deref(), Some("ac-3.3"));
    assert_eq!(control(" SC-28").as_deref(), Some("sc-28"));
    assert_eq!(control("ASVS 8.2.1"), None);
    assert_eq!(control("800-171 3.1.4"), None);
    assert_eq!(uuid("a"), uuid("a"));
}
