//! Which modules of a tree import each other in a ring.
//!
//! The graph is read from the text: every `use` and every path in the code that begins with `crate`, `self`, `super`
//! or a module below counts. A module that only hands on what another one holds (`pub use`) is seen through: who
//! imports the name from it depends on the other one. What a module hands on and uses itself, it depends on. Tests are
//! left out. Macros are not expanded.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The path of a module below the root of its tree.
type Module = Vec<String>;

/// A name that a module brings in.
struct Import {
    path: Vec<String>,
    /// The name by which it is known here; `None` for a path in the code.
    name: Option<String>,
    handed_on: bool,
}

/// The modules of a tree with what they import.
pub struct Graph {
    pub edges: BTreeMap<Module, BTreeSet<Module>>,
}

impl Graph {
    /// Reads the tree below a folder, whose paths begin with `crate::` and this prefix.
    pub fn read(folder: &Path, prefix: &[&str]) -> Self {
        let mut texts = BTreeMap::new();
        collect(folder, &mut vec![], &mut texts);
        Self::of(&texts, prefix)
    }

    /// The same of texts by their modules.
    pub fn of(texts: &BTreeMap<Module, String>, prefix: &[&str]) -> Self {
        let read: BTreeMap<&Module, (Vec<Import>, String)> =
            texts.iter().map(|(module, text)| (module, imports(text, module, texts))).collect();
        let absolute = |module: &Module, path: &[String]| -> Option<Vec<String>> {
            let mut here = module.clone();
            let mut rest = path;
            match path.first()?.as_str() {
                "crate" => {
                    let below =
                        path[1..].strip_prefix(&prefix.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>()[..])?;
                    return Some(below.to_vec());
                }
                "self" => rest = &path[1..],
                "super" => {
                    while rest.first().is_some_and(|p| p == "super") {
                        here.pop();
                        rest = &rest[1..];
                    }
                }
                child => {
                    here.push(child.to_owned());
                    if !texts.contains_key(&here) {
                        return None;
                    }
                    here.pop();
                }
            }
            here.extend_from_slice(rest);
            Some(here)
        };
        let mut handed_on: BTreeMap<(&Module, &str), Vec<String>> = BTreeMap::new();
        for (module, (imports, _)) in &read {
            for i in imports.iter().filter(|i| i.handed_on) {
                if let (Some(name), Some(path)) = (&i.name, absolute(module, &i.path)) {
                    handed_on.insert((module, name), path);
                }
            }
        }
        // The module that holds what a path names, through whoever hands it on.
        let holder = |mut path: Vec<String>| -> Option<Module> {
            for _ in 0..8 {
                let at = (0..=path.len()).rev().find(|n| texts.contains_key(&path[..*n]))?;
                let module = path[..at].to_vec();
                let next = path.get(at).and_then(|name| handed_on.get(&(&module, name.as_str())));
                let Some(next) = next else { return Some(module) };
                path = next.iter().cloned().chain(path[at + 1..].iter().cloned()).collect();
            }
            None
        };
        let mut edges: BTreeMap<Module, BTreeSet<Module>> =
            texts.keys().map(|m| (m.clone(), BTreeSet::new())).collect();
        for (module, (imports, code)) in &read {
            for i in imports {
                let unused = i.handed_on && i.name.as_ref().is_some_and(|name| !words(code).any(|w| w == name));
                let to = absolute(module, &i.path).filter(|_| !unused).and_then(&holder);
                if let Some(to) = to.filter(|to| to != *module) {
                    edges.get_mut(*module).expect("a module").insert(to);
                }
            }
        }
        Self { edges }
    }

    /// The rings: modules that each reach all others of their ring.
    pub fn rings(&self) -> Vec<BTreeSet<Module>> {
        let reached: BTreeMap<&Module, BTreeSet<&Module>> = self.edges.keys().map(|m| (m, self.reach(m))).collect();
        let mut out: Vec<BTreeSet<Module>> = vec![];
        for (module, to) in &reached {
            let ring: BTreeSet<Module> =
                to.iter().filter(|other| reached[**other].contains(*module)).map(|m| (*m).clone()).collect();
            if ring.len() > 1 && !out.contains(&ring) {
                out.push(ring);
            }
        }
        out
    }

    fn reach<'a>(&'a self, from: &'a Module) -> BTreeSet<&'a Module> {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(module) = next.pop() {
            for to in &self.edges[module] {
                if seen.insert(to) {
                    next.push(to);
                }
            }
        }
        seen
    }
}

fn collect(folder: &Path, at: &mut Module, out: &mut BTreeMap<Module, String>) {
    let entries = fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path());
    for path in entries {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if ["tests", "testing", "reads"].contains(&name.as_str()) {
            continue;
        }
        let is_of_folder = name == "mod" || name == "lib";
        at.push(name);
        if path.is_dir() {
            collect(&path, at, out);
        } else if path.extension().is_some_and(|x| x == "rs") {
            let module = if is_of_folder { at[..at.len() - 1].to_vec() } else { at.clone() };
            out.insert(module, fs::read_to_string(&path).expect("a source file"));
        }
        at.pop();
    }
}

/// What a text imports, and its code without comments, imports and tests.
fn imports(text: &str, module: &Module, all: &BTreeMap<Module, String>) -> (Vec<Import>, String) {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let (mut out, mut code, mut pending) = (vec![], String::new(), None::<String>);
    for line in text.lines() {
        let line = line.split("//").next().unwrap_or_default();
        let begins = statement(line).is_some();
        if !begins && pending.is_none() {
            code.push_str(line);
            code.push('\n');
            continue;
        }
        let so_far = pending.get_or_insert_default();
        so_far.push_str(line);
        so_far.push(' ');
        if line.contains(';') {
            let whole = pending.take().unwrap_or_default();
            if let Some((handed_on, tree)) = statement(&whole) {
                expand(tree.trim().trim_end_matches(';'), &[], handed_on, &mut out);
            }
        }
    }
    for path in paths(&code) {
        let mut child = module.clone();
        child.push(path[0].clone());
        if ["crate", "super", "self"].contains(&path[0].as_str()) || all.contains_key(&child) {
            out.push(Import { path, name: None, handed_on: false });
        }
    }
    (out, code)
}

/// Whether a line begins a `use`, whether that hands on, and what follows.
fn statement(line: &str) -> Option<(bool, &str)> {
    let line = line.trim_start();
    if let Some(tree) = line.strip_prefix("use ") {
        return Some((false, tree));
    }
    let rest = line.strip_prefix("pub")?;
    let rest = match rest.strip_prefix('(') {
        Some(inside) => inside.split_once(')')?.1,
        None => rest,
    };
    rest.trim_start().strip_prefix("use ").map(|tree| (true, tree))
}

/// The single names of a `use`, braces taken apart.
fn expand(tree: &str, before: &[String], handed_on: bool, out: &mut Vec<Import>) {
    let tree = tree.trim();
    if let Some((head, inside)) = tree.split_once('{') {
        let inside = inside.trim().strip_suffix('}').unwrap_or(inside);
        let before: Vec<String> = before.iter().cloned().chain(parts(head)).collect();
        let (mut depth, mut from) = (0, 0);
        for (i, c) in inside.char_indices().chain([(inside.len(), ',')]) {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    if !inside[from..i].trim().is_empty() {
                        expand(&inside[from..i], &before, handed_on, out);
                    }
                    from = i + 1;
                }
                _ => {}
            }
        }
        return;
    }
    let (path, name) = match tree.split_once(" as ") {
        Some((path, name)) => (path, Some(name.trim().to_owned())),
        None => (tree, None),
    };
    let mut path: Vec<String> = before.iter().cloned().chain(parts(path)).collect();
    if path.len() > 1 && path.last().is_some_and(|p| p == "self") {
        path.pop();
    }
    let name = name.or_else(|| path.last().cloned());
    out.push(Import { path, name, handed_on });
}

fn parts(path: &str) -> impl Iterator<Item = String> {
    path.split("::").map(|p| p.trim().to_owned()).filter(|p| !p.is_empty())
}

/// The paths in a code: identifiers that `::` joins.
fn paths(code: &str) -> Vec<Vec<String>> {
    let mut out = vec![];
    let mut rest = code;
    while let Some(start) = rest.find(|c: char| c.is_alphanumeric() || c == '_') {
        let piece = &rest[start..];
        let end = piece.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(piece.len());
        // A path after `::` belongs to something in front of it.
        let is_begun = rest[..start].ends_with("::");
        let path: Vec<String> = parts(&piece[..end]).collect();
        if !is_begun && path.len() > 1 {
            out.push(path);
        }
        rest = &piece[end..];
    }
    out
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty())
}
