//! Compiles a list: parses every rule once, and checks the list as a whole.

use std::collections::HashMap;
use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use crate::engine::Engine;
use crate::list::diagnostic::{Diagnostic, ListErrors, Severity};
use crate::list::reader::read;
use crate::list::source::{Category, Located, ReviewList, RuleSource};
use crate::rule::{Expr, parse};
use domain::filing::screening::ListRef;
use text::suggest::did_you_mean;

/// Most rules in one list, exceptions and conditions of agencies included.
pub const MOST_RULES: usize = 100_000;

/// The facts that a list may require (`RULES.md` section 2).
const KNOWN_FACTS: [&str; 2] = ["defence_purpose", "state_commissioned"];

/// A list that filings can be screened against. Immutable; share it in an `Arc`.
#[derive(Debug)]
pub struct CompiledList {
    source: ReviewList,
    reference: ListRef,
    categories: Vec<CompiledCategory>,
    warnings: Vec<Diagnostic>,
    /// Built for the first screening.
    engine: OnceLock<Engine>,
}

/// The compiled rules of a category, in the order of the file.
#[derive(Debug, Clone)]
pub struct CompiledCategory {
    pub clauses: Vec<CompiledRule>,
    pub excepts: Vec<CompiledRule>,
    /// The rules of its conditional agencies.
    pub agencies_if: Vec<CompiledRule>,
}

/// A rule, and its number among all rules of the list.
#[derive(Debug, Clone)]
pub struct CompiledRule {
    pub number: usize,
    pub expr: Expr,
}

impl CompiledList {
    /// Compiles the text of a list file. The error has everything that is wrong with it.
    pub fn compile(text: &str) -> Result<Self, ListErrors> {
        let (source, diagnostics) = read(text).map_err(ListErrors)?;
        let mut compiler = Compiler { diagnostics, rules: 0 };
        compiler.check_groups(&source);
        let categories: Vec<_> = source.categories.iter().map(|c| compiler.compile_category(c)).collect();
        compiler.check_numbers(&source);
        if source.categories.is_empty() && compiler.diagnostics.is_empty() {
            compiler.error(0..0, "the list has no category");
        }
        if compiler.rules > MOST_RULES {
            compiler.error(0..0, format!("the list has {} rules; the most is {MOST_RULES}", compiler.rules));
        }
        let mut diagnostics = compiler.diagnostics;
        diagnostics.sort_by_key(|d| (d.at.start, d.at.end));
        if diagnostics.iter().any(|d| d.severity == Severity::Error) {
            return Err(ListErrors(diagnostics));
        }
        let sha256 = Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
        let reference = ListRef { id: source.id.clone(), revision: source.revision.clone(), sha256 };
        Ok(Self { source, reference, categories, warnings: diagnostics, engine: OnceLock::new() })
    }

    /// The list as its file states it.
    pub fn source(&self) -> &ReviewList {
        &self.source
    }

    /// The id, revision and digest of the list.
    pub fn reference(&self) -> &ListRef {
        &self.reference
    }

    /// Each category of the file with its compiled rules.
    pub fn categories(&self) -> impl ExactSizeIterator<Item = (&Category, &CompiledCategory)> {
        self.source.categories.iter().zip(&self.categories)
    }

    /// The category of this number in the file, from 0.
    pub fn category(&self, number: usize) -> (&Category, &CompiledCategory) {
        (&self.source.categories[number], &self.categories[number])
    }

    /// The same list with only the categories that `keep` names. Its id and digest are those of the whole list, so a
    /// screening against it must not be recorded as one against the whole list.
    #[must_use]
    pub fn with_only(&self, keep: impl Fn(&str) -> bool) -> Self {
        let (kept, compiled) = self
            .categories()
            .filter(|(c, _)| keep(&c.number.value))
            .map(|(category, compiled)| (category.clone(), compiled.clone()))
            .unzip();
        Self {
            source: ReviewList { categories: kept, ..self.source.clone() },
            reference: self.reference.clone(),
            categories: compiled,
            warnings: Vec::new(),
            engine: OnceLock::new(),
        }
    }

    /// The engine for this list. The first call builds it.
    pub fn engine(&self) -> &Engine {
        self.engine.get_or_init(|| {
            let points: Vec<Vec<u32>> =
                self.source.categories.iter().map(|c| c.clauses.iter().map(|k| k.points).collect()).collect();
            let all = self.categories().zip(&points);
            Engine::new(all.map(|((c, compiled), points)| (c.threshold.value, points.as_slice(), compiled)))
        })
    }

    /// What a person should check although the list compiles.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The count of all rules of the list.
    pub fn rules(&self) -> usize {
        self.categories.iter().map(|c| c.clauses.len() + c.excepts.len() + c.agencies_if.len()).sum()
    }
}

struct Compiler {
    diagnostics: Vec<Diagnostic>,
    rules: usize,
}

impl Compiler {
    fn error(&mut self, at: std::ops::Range<usize>, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::error(at, message));
    }

    fn check_groups(&mut self, source: &ReviewList) {
        let numbers: Vec<&str> = source.groups.iter().map(|g| g.number.value.as_str()).collect();
        self.refuse_repeats(source.groups.iter().map(|g| &g.number), "group", None);
        for category in &source.categories {
            if let Some(group) = &category.group
                && !numbers.contains(&group.value.as_str())
            {
                let help = did_you_mean(&group.value, numbers.iter().copied()).map(|n| format!("did you mean {n:?}?"));
                let diagnostic = Diagnostic::error(group.at.clone(), format!("there is no group {:?}", group.value));
                self.diagnostics.push(diagnostic.help(help).about(Some(&category.number.value), None));
            }
        }
        for group in source.groups.iter().filter(|g| !g.number.value.is_empty()) {
            if !source.categories.iter().any(|c| c.group.as_ref().is_some_and(|g| g.value == group.number.value)) {
                let message = format!("group {:?} has no category", group.number.value);
                self.diagnostics.push(Diagnostic::warning(group.number.at.clone(), message));
            }
        }
    }

    fn check_numbers(&mut self, source: &ReviewList) {
        self.refuse_repeats(source.categories.iter().map(|c| &c.number), "category", None);
    }

    /// Reports values that come twice.
    fn refuse_repeats<'a>(
        &mut self,
        of: impl Iterator<Item = &'a Located<String>>,
        what: &str,
        category: Option<&str>,
    ) {
        let mut seen = HashMap::new();
        for item in of.filter(|i| !i.value.is_empty()) {
            if seen.insert(item.value.as_str(), ()).is_some() {
                let message = format!("{what} {:?} comes twice", item.value);
                let category = category.or((what == "category").then_some(item.value.as_str()));
                self.diagnostics.push(Diagnostic::error(item.at.clone(), message).about(category, None));
            }
        }
    }

    fn compile_category(&mut self, category: &Category) -> CompiledCategory {
        let number = category.number.value.as_str();
        let about = |d: Diagnostic| d.about(Some(number), None);
        if category.clauses.is_empty() {
            self.diagnostics.push(about(Diagnostic::error(category.number.at.clone(), "the category has no clause")));
        }
        let most: u64 = category.clauses.iter().map(|c| u64::from(c.points)).sum();
        let threshold = &category.threshold;
        if threshold.value == 0 {
            self.diagnostics
                .push(about(Diagnostic::error(threshold.at.clone(), "a threshold of 0 would hit every filing")));
        } else if u64::from(threshold.value) > most && !category.clauses.is_empty() {
            let message = format!(
                "the threshold of {} cannot be reached: all clauses together have {most} points",
                threshold.value
            );
            self.diagnostics.push(about(Diagnostic::error(threshold.at.clone(), message)));
        }
        for fact in category.requires.iter().filter(|f| !KNOWN_FACTS.contains(&f.value.as_str())) {
            let help = did_you_mean(&fact.value, KNOWN_FACTS).map(|n| format!("did you mean {n:?}?"));
            let message = format!("{:?} is not one of the known facts, {}", fact.value, KNOWN_FACTS.join(" and "));
            self.diagnostics.push(about(Diagnostic::warning(fact.at.clone(), message).help(help)));
        }
        let ids = category.clauses.iter().map(|c| &c.id).chain(category.excepts.iter().map(|e| &e.id));
        self.refuse_repeats(ids, "clause or exception", Some(number));
        CompiledCategory {
            clauses: category
                .clauses
                .iter()
                .filter_map(|c| self.compile_rule(&c.rule, number, Some(&c.id.value)))
                .collect(),
            excepts: category
                .excepts
                .iter()
                .filter_map(|e| self.compile_rule(&e.rule, number, Some(&e.id.value)))
                .collect(),
            agencies_if: category.agencies_if.iter().filter_map(|a| self.compile_rule(&a.rule, number, None)).collect(),
        }
    }

    fn compile_rule(&mut self, source: &RuleSource, category: &str, clause: Option<&str>) -> Option<CompiledRule> {
        let number = self.rules;
        self.rules += 1;
        if source.text.is_empty() {
            // The reader has already reported a rule that is missing or is not text.
            return None;
        }
        let placed = |d: Diagnostic| d.about(Some(category), clause);
        match parse(&source.text) {
            Ok(rule) => {
                self.diagnostics.extend(
                    rule.warnings
                        .into_iter()
                        .map(|w| placed(Diagnostic::warning(source.place(&w.at), w.message).help(w.help))),
                );
                Some(CompiledRule { number, expr: rule.expr })
            }
            Err(complaints) => {
                let diagnostics = complaints
                    .into_iter()
                    .map(|c| placed(Diagnostic::error(source.place(&c.at), c.message).help(c.help)));
                self.diagnostics.extend(diagnostics);
                None
            }
        }
    }
}
