//! Compares two revisions of a list, category by category and clause by clause.
//!
//! Rules are compared by their trees. White space, parentheses without effect and the order of lines make no change.
//! [`changed_categories`] names the categories for which filings must be screened again.

use std::fmt;

use serde::Serialize;

use crate::list::compile::{CompiledCategory, CompiledList};
use crate::list::source::Category;
use crate::rule::Expr;

/// A difference between two revisions of a list, in one category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Number of the category.
    pub category: String,
    #[serde(flatten)]
    pub what: What,
}

/// What changed in a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum What {
    /// The category is new.
    CategoryAdded { title: String },
    /// The category is gone.
    CategoryRemoved { title: String },
    /// A property of the category has another value.
    Property {
        property: &'static str,
        /// The value before.
        from: String,
        /// The value now.
        to: String,
        /// Whether the change can change the verdict on a filing.
        matters: bool,
    },
    /// A clause, exception or conditional agency is new.
    RuleAdded { kind: RuleKind, id: String, rule: String },
    /// A clause, exception or conditional agency is gone.
    RuleRemoved { kind: RuleKind, id: String, rule: String },
    /// A rule says something else.
    RuleChanged {
        kind: RuleKind,
        id: String,
        /// The rule before.
        from: String,
        /// The rule now.
        to: String,
    },
    /// A clause has another number of points.
    PointsChanged {
        id: String,
        /// Points before.
        from: u32,
        /// Points now.
        to: u32,
    },
}

/// Kinds of rules in a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    Clause,
    Exception,
    /// The condition of an agency.
    Agency,
}

impl Change {
    /// Whether the change can change the verdict on a filing.
    pub fn matters(&self) -> bool {
        !matches!(self.what, What::Property { matters: false, .. })
    }
}

/// All changes, in the order of the new list. Categories that are gone come last.
pub fn diff(old: &CompiledList, new: &CompiledList) -> Vec<Change> {
    let mut out = Vec::new();
    for (category, compiled) in new.categories() {
        let number = &category.number.value;
        match old.categories().find(|(c, _)| &c.number.value == number) {
            None => out
                .push(Change { category: number.clone(), what: What::CategoryAdded { title: category.title.clone() } }),
            Some((before, before_compiled)) => {
                let mut pair = Pair { number, out: &mut out };
                pair.compare_properties(before, category);
                pair.compare_rules(
                    RuleKind::Clause,
                    &rules(RuleKind::Clause, before, before_compiled),
                    &rules(RuleKind::Clause, category, compiled),
                );
                pair.compare_points(before, category);
                for kind in [RuleKind::Exception, RuleKind::Agency] {
                    pair.compare_rules(kind, &rules(kind, before, before_compiled), &rules(kind, category, compiled));
                }
            }
        }
    }
    for (category, _) in old.categories() {
        let number = &category.number.value;
        if !new.categories().any(|(c, _)| &c.number.value == number) {
            out.push(Change {
                category: number.clone(),
                what: What::CategoryRemoved { title: category.title.clone() },
            });
        }
    }
    out
}

/// The numbers of the categories of the new list whose changes can change the verdict on a filing.
pub fn changed_categories(old: &CompiledList, new: &CompiledList) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for change in diff(old, new) {
        let gone = matches!(change.what, What::CategoryRemoved { .. });
        if change.matters() && !gone && !out.contains(&change.category) {
            out.push(change.category);
        }
    }
    out
}

fn rules<'l>(kind: RuleKind, category: &'l Category, compiled: &'l CompiledCategory) -> Vec<(&'l str, &'l Expr)> {
    let exprs = |of: &'l [crate::list::CompiledRule]| of.iter().map(|r| &r.expr);
    match kind {
        RuleKind::Clause => {
            category.clauses.iter().map(|c| c.id.value.as_str()).zip(exprs(&compiled.clauses)).collect()
        }
        RuleKind::Exception => {
            category.excepts.iter().map(|e| e.id.value.as_str()).zip(exprs(&compiled.excepts)).collect()
        }
        RuleKind::Agency => {
            category.agencies_if.iter().map(|a| a.agency.as_str()).zip(exprs(&compiled.agencies_if)).collect()
        }
    }
}

struct Pair<'p> {
    number: &'p str,
    out: &'p mut Vec<Change>,
}

impl Pair<'_> {
    fn push(&mut self, what: What) {
        self.out.push(Change { category: self.number.to_owned(), what });
    }

    fn compare_properties(&mut self, old: &Category, new: &Category) {
        let values = |c: &Category| {
            let group = c.group.as_ref().map(|g| g.value.clone()).unwrap_or_default();
            let requires: Vec<&str> = c.requires.iter().map(|r| r.value.as_str()).collect();
            [
                ("group", group, false),
                ("title", c.title.clone(), false),
                ("agencies", c.agencies.join(", "), true),
                ("threshold", c.threshold.value.to_string(), true),
                ("requires", requires.join(", "), true),
                ("suggested_type", c.suggested_type.clone().unwrap_or_default(), false),
                ("note", c.note.clone().unwrap_or_default(), false),
            ]
        };
        for ((property, from, matters), (_, to, _)) in values(old).into_iter().zip(values(new)) {
            if from != to {
                self.push(What::Property { property, from, to, matters });
            }
        }
    }

    fn compare_rules(&mut self, kind: RuleKind, old: &[(&str, &Expr)], new: &[(&str, &Expr)]) {
        for &(id, rule) in new {
            match old.iter().find(|(i, _)| *i == id) {
                None => self.push(What::RuleAdded { kind, id: id.to_owned(), rule: rule.to_string() }),
                Some((_, before)) if *before != rule => {
                    self.push(What::RuleChanged {
                        kind,
                        id: id.to_owned(),
                        from: before.to_string(),
                        to: rule.to_string(),
                    });
                }
                Some(_) => {}
            }
        }
        for &(id, rule) in old.iter().filter(|(id, _)| !new.iter().any(|(i, _)| i == id)) {
            self.push(What::RuleRemoved { kind, id: id.to_owned(), rule: rule.to_string() });
        }
    }

    fn compare_points(&mut self, old: &Category, new: &Category) {
        for clause in &new.clauses {
            if let Some(before) = old.clauses.iter().find(|c| c.id.value == clause.id.value)
                && before.points != clause.points
            {
                self.push(What::PointsChanged { id: clause.id.value.clone(), from: before.points, to: clause.points });
            }
        }
    }
}

impl fmt::Display for RuleKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Clause => "clause",
            Self::Exception => "exception",
            Self::Agency => "agency",
        })
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CategoryAdded { title } => write!(f, "new: {title}"),
            Self::CategoryRemoved { title } => write!(f, "gone: {title}"),
            Self::Property { property, from, to, .. } => write!(f, "{property}: {from:?} is now {to:?}"),
            Self::RuleAdded { kind, id, rule } => write!(f, "{kind} {id} is new: {rule}"),
            Self::RuleRemoved { kind, id, rule } => write!(f, "{kind} {id} is gone: {rule}"),
            Self::RuleChanged { kind, id, from, to } => write!(f, "{kind} {id}: {from}\n    is now {to}"),
            Self::PointsChanged { id, from, to } => write!(f, "clause {id}: {from} points are now {to}"),
        }
    }
}
