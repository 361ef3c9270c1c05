//! Warns of rules that compile and are still likely mistakes: rules that can never match, that match almost every
//! filing, or that another rule makes pointless.
//!
//! The check takes longer than compiling, so only `list check` asks for it. It warns only of what it has proved.

use std::collections::HashMap;

use crate::list::compile::{CompiledCategory, CompiledList, CompiledRule};
use crate::list::diagnostic::Diagnostic;
use crate::list::source::{Category, RuleSource};
use crate::oracle::evaluate;
use crate::oracle::text::Text;
use crate::rule::{Expr, Fields, Node, Part, Term};
use domain::filing::Filing;

/// A filing with the words that nearly every application has. A rule that matches it matches almost every filing.
const EVERY_FILING: &str = r#"{
  "application_number": "00/000,000",
  "title": "Method, system, apparatus and device",
  "abstract": ["A method, a system and an apparatus are provided. A device includes a first part and a second part."],
  "claims": ["1. A device comprising: a first part; and a second part coupled to the first part, wherein the device is configured to be used.",
             "2. The device of claim 1, further comprising at least one member having a surface."],
  "description": [{"heading": "BACKGROUND OF THE INVENTION"},
    {"text": "The present invention relates to a device and a method of using the same. In the prior art, such systems are known."},
    {"heading": "BRIEF DESCRIPTION OF THE DRAWINGS"}, {"text": "FIG. 1 is a view of an embodiment of the present invention."},
    {"heading": "DETAILED DESCRIPTION"},
    {"text": "While the invention has been described with reference to preferred embodiments, it will be understood by those skilled in the art that various changes may be made without departing from the scope of the invention. For example, one or more of the elements may be used in other applications."}]
}"#;

impl CompiledList {
    /// The warnings about rules that are likely mistakes, in the order of the file.
    pub fn lint(&self) -> Vec<Diagnostic> {
        let mut lint = Lint { out: Vec::new(), everyday: serde_json::from_str(EVERY_FILING).ok() };
        for (category, compiled) in self.categories() {
            lint.lint_category(category, compiled);
        }
        lint.out.sort_by_key(|d| (d.at.start, d.at.end));
        lint.out
    }
}

struct Lint {
    out: Vec<Diagnostic>,
    everyday: Option<Filing>,
}

/// A rule of a category with its id and source.
struct Named<'l> {
    id: &'l str,
    source: &'l RuleSource,
    rule: &'l CompiledRule,
}

impl Lint {
    fn lint_category(&mut self, category: &Category, compiled: &CompiledCategory) {
        let number = category.number.value.as_str();
        let clauses: Vec<Named<'_>> = category
            .clauses
            .iter()
            .zip(&compiled.clauses)
            .map(|(c, rule)| Named { id: &c.id.value, source: &c.rule, rule })
            .collect();
        let excepts: Vec<Named<'_>> = category
            .excepts
            .iter()
            .zip(&compiled.excepts)
            .map(|(e, rule)| Named { id: &e.id.value, source: &e.rule, rule })
            .collect();
        for named in clauses.iter().chain(&excepts) {
            self.lint_expression(&named.rule.expr, number, named);
            self.lint_everyday(number, named);
        }
        for (i, a) in clauses.iter().enumerate() {
            for b in &clauses[..i] {
                if a.rule.expr == b.rule.expr {
                    self.warn(number, a, &a.rule.expr, format!("this is the rule of clause {:?} once more", b.id));
                } else if implies(&a.rule.expr, &b.rule.expr) {
                    let message =
                        format!("whatever matches this matches clause {:?} as well; both earn their points", b.id);
                    self.warn(number, a, &a.rule.expr, message);
                }
            }
            if let Some(except) = excepts.iter().find(|e| implies(&a.rule.expr, &e.rule.expr)) {
                let message = format!("the exception {:?} holds the category back whenever this matches", except.id);
                self.warn(number, a, &a.rule.expr, message);
            }
        }
    }

    fn warn(&mut self, category: &str, named: &Named<'_>, at: &Expr, message: String) {
        let diagnostic = Diagnostic::warning(named.source.place(&at.at), message);
        self.out.push(diagnostic.about(Some(category), Some(named.id)));
    }

    fn lint_everyday(&mut self, category: &str, named: &Named<'_>) {
        let Some(filing) = &self.everyday else { return };
        if let Ok(Some(_)) = evaluate(&named.rule.expr, &Text::new(filing, true)) {
            let message = "this matches almost every filing: the phrases of any application satisfy it".to_owned();
            self.warn(category, named, &named.rule.expr, message);
        }
    }

    /// Checks an expression and everything below it.
    fn lint_expression(&mut self, expr: &Expr, category: &str, named: &Named<'_>) {
        match &expr.node {
            Node::Not(a, b) if implies(a, b) => {
                self.warn(
                    category,
                    named,
                    expr,
                    format!("this can never match: whatever matches `{a}` is taken away by `{b}`"),
                );
            }
            Node::Near(p, a, b) if !p.negated && !fields_of(a).meets(fields_of(b)) => {
                let message = "this can never match: the two sides look at different parts of the filing".to_owned();
                self.warn(category, named, expr, message);
            }
            Node::Or(of) => self.lint_alternatives(of, category, named),
            Node::And(of) => {
                for (i, e) in of.iter().enumerate() {
                    if of[..i].contains(e) {
                        self.warn(category, named, e, format!("`{e}` is asked for twice"));
                    }
                }
            }
            _ => {}
        }
        for child in expr.children() {
            self.lint_expression(child, category, named);
        }
    }

    /// Warns of alternatives that another alternative includes. Plain words and truncations are looked up in maps, so
    /// that the time grows with the length of a list and not with its square.
    fn lint_alternatives(&mut self, of: &[Expr], category: &str, named: &Named<'_>) {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let patterns: Vec<(usize, &Expr)> =
            of.iter().enumerate().filter(|(_, e)| matches!(single_part(e), Some(Part::Pattern(_)))).collect();
        for (i, e) in of.iter().enumerate() {
            // Authors list two forms of a word on purpose. Only an exact repeat is a mistake.
            let key = e.to_string();
            if let Some(&first) = seen.get(&key) {
                let message = format!("`{e}` adds nothing to `{}` before it", of[first]);
                self.warn(category, named, e, message);
                continue;
            }
            seen.insert(key, i);
            if let Some((_, wider)) = patterns.iter().find(|&&(j, p)| j != i && implies(e, p)) {
                self.warn(category, named, e, format!("`{e}` adds nothing: `{wider}` takes it in"));
            }
        }
    }
}

/// The only part of a term of one word.
fn single_part(expr: &Expr) -> Option<&Part> {
    match &expr.node {
        Node::Term(Term { parts, .. }) => parts.first().filter(|_| parts.len() == 1),
        _ => None,
    }
}

/// Whether it is certain that `b` matches every filing that `a` matches. `false` also if nobody can tell by a simple
/// look.
fn implies(a: &Expr, b: &Expr) -> bool {
    if a == b {
        return true;
    }
    match (&a.node, &b.node) {
        (Node::Or(of), _) => of.iter().all(|e| implies(e, b)),
        (_, Node::Or(of)) => of.iter().any(|e| implies(a, e)),
        (Node::And(of), _) => of.iter().any(|e| implies(e, b)),
        (_, Node::And(of)) => of.iter().all(|e| implies(a, e)),
        (Node::Not(kept, _), _) => implies(kept, b),
        _ => match (single_part(a), single_part(b)) {
            (Some(Part::Exact(word)), Some(Part::Stem { .. } | Part::Pattern(_))) => {
                single_part(b).is_some_and(|part| part.fits(word, &text::words::stem(word)))
            }
            _ => false,
        },
    }
}

/// The parts of a filing where an expression can match.
fn fields_of(expr: &Expr) -> Fields {
    match &expr.node {
        Node::In(own, e) => own.and(fields_of(e)),
        Node::Or(of) => of.iter().map(fields_of).reduce(Fields::or).unwrap_or(Fields::ALL),
        Node::Near(_, a, _) => fields_of(a),
        _ => Fields::ALL,
    }
}
