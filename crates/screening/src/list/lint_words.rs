//! Warns of words in rules that occur in no filing of the index. They may be misspelled, out of use, or too new.

use std::collections::HashMap;

use crate::list::compile::{CompiledList, CompiledRule};
use crate::list::diagnostic::Diagnostic;
use crate::list::source::{Category, RuleSource};
use crate::rule::{Expr, Node};

/// Most words named in one warning.
const MOST_NAMED: usize = 8;

impl CompiledList {
    /// Looks for words and phrases that occur in no filing. Each rule gets one warning, at the first such word, in the
    /// order of the file. `occurs` says whether a word or phrase may occur in a filing; `filings` is the count of all
    /// filings. These are no errors, because a list may name what nobody has filed yet.
    pub fn lint_words(&self, filings: u64, occurs: &dyn Fn(&Expr) -> bool) -> Vec<Diagnostic> {
        let mut lint = LintWords { filings, occurs, known: HashMap::new(), out: Vec::new() };
        for (category, compiled) in self.categories() {
            for (clause, rule) in category.clauses.iter().zip(&compiled.clauses) {
                lint.lint_rule(category, &clause.id.value, &clause.rule, rule);
            }
            for (except, rule) in category.excepts.iter().zip(&compiled.excepts) {
                lint.lint_rule(category, &except.id.value, &except.rule, rule);
            }
        }
        lint.out.sort_by_key(|d| (d.at.start, d.at.end));
        lint.out
    }
}

struct LintWords<'o> {
    filings: u64,
    occurs: &'o dyn Fn(&Expr) -> bool,
    /// The answers of `occurs`, because many rules have the same words.
    known: HashMap<String, bool>,
    out: Vec<Diagnostic>,
}

impl LintWords<'_> {
    fn lint_rule(&mut self, category: &Category, id: &str, source: &RuleSource, rule: &CompiledRule) {
        let mut missing: Vec<(String, &Expr)> = Vec::new();
        rule.expr.walk(&mut |e| {
            if let Node::Term(term) = &e.node {
                let name = term.to_string();
                let occurs = *self.known.entry(name.clone()).or_insert_with(|| (self.occurs)(e));
                if !occurs && !missing.iter().any(|(n, _)| *n == name) {
                    missing.push((name, e));
                }
            }
        });
        let Some((first, at)) = missing.first() else { return };
        let among = match self.filings {
            1 => "the one filing of the index".to_owned(),
            n => format!("any of the {n} filings of the index"),
        };
        let message = if missing.len() == 1 {
            format!("`{first}` does not occur in {among}")
        } else {
            let names: Vec<String> = missing.iter().take(MOST_NAMED).map(|(n, _)| format!("`{n}`")).collect();
            let more = missing.len() - names.len();
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("{}{more} do not occur in {among}", names.join(", "))
        };
        let diagnostic = Diagnostic::warning(source.place(&at.at), message);
        self.out.push(diagnostic.about(Some(&category.number.value), Some(id)));
    }
}
