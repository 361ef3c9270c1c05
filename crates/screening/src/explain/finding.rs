//! Explains a rule over a filing, part by part.

use crate::class::{ClassTerm, compact};
use crate::evidence::{char_range, render};
use crate::explain::Finding;
use crate::explain::nearest::nearest;
use crate::oracle::occurrence::Occurrence;
use crate::oracle::source::Source as _;
use crate::oracle::text::Text;
use crate::oracle::{Found, evaluate_in, occurrences};
use crate::rule::{Expr, Fields, Node, Part, Proximity, Term};
use domain::filing::screening::{Evidence, EvidenceSection};
use domain::filing::{Filing, Scheme};
use text::quantity::{Condition, mentions};

/// How many passages are shown for a part that does not hold.
const MOST_SHOWN: usize = 3;
/// How many names one sentence has.
const MOST_NAMED: usize = 8;
/// Longest part of a rule in a sentence, in characters.
const LONGEST_NAMED: usize = 60;

/// Explains one rule of a category over one filing.
pub(super) struct Explainer<'t> {
    /// The filing, cut into words.
    pub(super) text: &'t Text<'t>,
    pub(super) filing: &'t Filing,
    /// Id of the rule, for its evidence.
    pub(super) clause: &'t str,
}

/// The reason why a part holds or not, before it becomes a [`Finding`].
struct Why {
    why: String,
    evidence: Vec<Evidence>,
    parts: Vec<Finding>,
    absent: bool,
}

impl Why {
    fn new(why: impl Into<String>) -> Self {
        Self { why: why.into(), evidence: Vec::new(), parts: Vec::new(), absent: false }
    }
    fn absent(why: impl Into<String>) -> Self {
        Self { absent: true, ..Self::new(why) }
    }
    fn with(mut self, evidence: Vec<Evidence>) -> Self {
        self.evidence = evidence;
        self
    }
    fn parts(mut self, parts: Vec<Finding>) -> Self {
        self.absent = !parts.is_empty() && parts.iter().all(|p| p.absent);
        self.parts = parts;
        self
    }
}

impl Explainer<'_> {
    /// Explains whether a rule holds, and why.
    pub(super) fn finding(&self, expr: &Expr) -> Finding {
        self.explain_part(expr, Fields::ALL)
    }

    fn explain_part(&self, expr: &Expr, fields: Fields) -> Finding {
        let (met, told) = match evaluate_in(expr, fields, self.text) {
            Ok(Some(found)) => (Some(true), self.why_holds(expr, fields, &found)),
            Ok(None) => (Some(false), self.why_fails(expr, fields)),
            Err(e) => (None, Why::new(format!("nobody can say: {e}"))),
        };
        let Why { why, evidence, parts, absent } = told;
        Finding { rule: expr.to_string(), met, why, evidence, parts, absent }
    }

    fn why_holds(&self, expr: &Expr, fields: Fields, found: &[Found]) -> Why {
        let parts = |of: &[Expr]| of.iter().map(|e| self.explain_part(e, fields)).collect::<Vec<_>>();
        let met = |of: &[Expr]| parts(of).into_iter().filter(|p| p.met == Some(true)).collect::<Vec<_>>();
        match &expr.node {
            Node::Term(_) | Node::Quantity(_) | Node::Class(..) | Node::Near(..) => {
                Why::new("found").with(self.render(found))
            }
            Node::In(own, e) => self.why_holds(e, fields.and(*own), found),
            Node::And(of) => Why::new(format!("all {} hold", of.len())).parts(parts(of)),
            Node::Or(of) | Node::Xor(of) | Node::AtLeast(_, of) => {
                let met = met(of);
                Why::new(format!("{} of {} hold", met.len(), of.len())).parts(met)
            }
            Node::Not(a, _) => {
                Why::new("the left side holds and the right side does not").parts(vec![self.explain_part(a, fields)])
            }
        }
    }

    fn why_fails(&self, expr: &Expr, fields: Fields) -> Why {
        let parts = |of: &[Expr]| of.iter().map(|e| self.explain_part(e, fields)).collect::<Vec<_>>();
        match &expr.node {
            Node::In(own, e) => self.why_fails(e, fields.and(*own)),
            Node::Term(_) | Node::Quantity(_) | Node::Near(..) if self.places_elsewhere(expr, fields).is_some() => {
                let (places, found) = self.places_elsewhere(expr, fields).unwrap_or_default();
                Why::new(format!("occurs, but only in {places}")).with(found)
            }
            Node::Term(term) => self.why_no_term(term, fields),
            Node::Quantity(condition) => self.why_no_quantity(condition, fields),
            Node::Class(scheme, term) => self.why_no_class(*scheme, term),
            Node::Near(p, a, b) if p.negated => self.why_always_near(*p, a, b, fields),
            Node::Near(p, a, b) => self.why_not_near(*p, a, b, fields),
            Node::And(of) => {
                let parts = parts(of);
                let met = parts.iter().filter(|p| p.met == Some(true)).count();
                let (absent, parts) = without_absent(parts);
                let why = format!("{met} of {} hold, all are asked{}", of.len(), list_absent(&absent));
                why_of_parts(why, parts, met == 0)
            }
            Node::Or(of) => {
                let (absent, parts) = without_absent(parts(of));
                why_of_parts(format!("none of {} alternatives holds{}", of.len(), list_absent(&absent)), parts, true)
            }
            Node::AtLeast(n, of) => {
                let parts = parts(of);
                let met = parts.iter().filter(|p| p.met == Some(true)).count();
                let (absent, parts) = without_absent(parts);
                why_of_parts(
                    format!("{met} of {} hold, {n} are asked{}", of.len(), list_absent(&absent)),
                    parts,
                    met == 0,
                )
            }
            Node::Xor(of) => {
                let parts = parts(of);
                let met = parts.iter().filter(|p| p.met == Some(true)).count();
                Why::new(format!("{met} of {} hold, an odd number is asked", of.len())).parts(parts)
            }
            Node::Not(a, b) => {
                let kept = self.explain_part(a, fields);
                if kept.met == Some(false) {
                    Why::new("the left side does not hold").parts(vec![kept])
                } else {
                    Why::new("the left side holds, but so does the right side, which takes it away")
                        .parts(vec![kept, self.explain_part(b, fields)])
                }
            }
        }
    }

    /// The sections where an expression holds if no field suffix narrows it, with the passages. `None` if it holds
    /// nowhere.
    fn places_elsewhere(&self, expr: &Expr, fields: Fields) -> Option<(String, Vec<Evidence>)> {
        if fields == Fields::ALL {
            return None;
        }
        let found = evaluate_in(expr, Fields::ALL, self.text).ok()??;
        let mut evidence = self.render(&found);
        let mut places: Vec<&str> = evidence.iter().map(|e| section_name(e.section)).collect();
        places.dedup();
        let places = places.join(" and ");
        evidence.truncate(MOST_SHOWN);
        Some((places, evidence))
    }

    fn why_no_term(&self, term: &Term, fields: Fields) -> Why {
        if term.parts.len() < 2 {
            return Why::absent("does not occur");
        }
        let missing: Vec<String> = term
            .parts
            .iter()
            .filter_map(|part| {
                let alone = Term { parts: vec![part.clone()], ..term.clone() };
                self.text.places(&alone, fields).is_empty().then(|| word_in(part))
            })
            .collect();
        match missing.len() {
            0 => Why::new("its words occur, but nowhere in a row"),
            n if n == term.parts.len() => Why::absent("does not occur"),
            _ => Why::absent(format!("does not occur: there is no {}", missing.join(" and no "))),
        }
    }

    fn why_no_quantity(&self, condition: &Condition, fields: Fields) -> Why {
        let mut seen: Vec<(f64, usize, Evidence)> = Vec::new();
        for (i, p) in self.text.paragraphs.iter().enumerate().filter(|(i, _)| self.text.paragraph_lies_in(*i, fields)) {
            for mention in mentions(p.text) {
                if let Some(by) = condition.misses_by(&mention) {
                    let (start, end) = char_range(p.text, mention.at.start, mention.at.end);
                    let evidence = Evidence {
                        clause: self.clause.to_owned(),
                        section: p.section.into(),
                        place: p.place.to_string(),
                        start,
                        end,
                        text: p.text[mention.at.clone()].to_owned(),
                    };
                    seen.push((by, i, evidence));
                }
            }
        }
        seen.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.start.cmp(&b.2.start)));
        let count = seen.len();
        let shown = seen.into_iter().map(|(.., e)| e).take(MOST_SHOWN).collect();
        match count {
            0 => Why::absent("no quantity of that kind is stated"),
            1 => Why::new("one quantity of that kind is stated and does not satisfy it").with(shown),
            n => Why::new(format!("{n} quantities of that kind are stated, none satisfies it; nearest")).with(shown),
        }
    }

    fn why_no_class(&self, scheme: Scheme, term: &ClassTerm) -> Why {
        let asked = compact(&term.to_string());
        let of_scheme: Vec<&str> =
            self.text.classes.iter().filter(|(s, ..)| *s == scheme).map(|(_, symbol, _)| symbol.as_str()).collect();
        if of_scheme.is_empty() {
            return Why::absent("the filing has no class codes of that scheme, or they are left out");
        }
        let subclass = asked.get(..4).unwrap_or(&asked);
        let kin: Vec<String> =
            of_scheme.iter().filter(|c| c.starts_with(subclass)).take(MOST_NAMED).map(|c| (*c).to_owned()).collect();
        if kin.is_empty() {
            return Why::absent(format!("no class code of the filing ({} of that scheme) fits", of_scheme.len()));
        }
        Why::new(format!("no class code fits; the filing has {}", kin.join(", ")))
    }

    fn why_not_near(&self, p: Proximity, a: &Expr, b: &Expr, fields: Fields) -> Why {
        let (Ok(left), Ok(right)) = (occurrences(a, fields, self.text), occurrences(b, fields, self.text)) else {
            return Why::new("nobody can say how near they come: there are too many pairs");
        };
        let lone = |present: &Expr, missing: &Expr| {
            let finding = self.explain_part(missing, fields);
            if finding.absent && finding.parts.is_empty() {
                return Why::new(format!("{} occurs, {} does not", shorten(present), shorten(missing)));
            }
            let why = format!("{} occurs, the other side does not", shorten(present));
            Why { absent: false, ..Why::new(why).parts(vec![finding]) }
        };
        match (left.is_empty(), right.is_empty()) {
            (true, true) => {
                let parts: Vec<Finding> = [a, b].into_iter().map(|e| self.explain_part(e, fields)).collect();
                if parts.iter().all(|p| p.absent) {
                    return Why::absent(format!("neither {} nor {} occurs", shorten(a), shorten(b)));
                }
                Why::new("neither side occurs").parts(parts)
            }
            (true, false) => lone(b, a),
            (false, true) => lone(a, b),
            (false, false) => match nearest(p, self.text, &left, &right) {
                None => Why::new(format!("{} and {} occur, but in the same words only", shorten(a), shorten(b)))
                    .with(self.passages(left.iter().take(1))),
                Some(n) => Why::new(format!("{} and {} occur, {}", shorten(a), shorten(b), n.describe(p)))
                    .with(self.passages([n.left, n.right].into_iter())),
            },
        }
    }

    fn why_always_near(&self, p: Proximity, a: &Expr, b: &Expr, fields: Fields) -> Why {
        match occurrences(a, fields, self.text) {
            Ok(left) if left.is_empty() => {
                Why::new("the left side does not occur").parts(vec![self.explain_part(a, fields)])
            }
            Ok(left) => {
                let plain = Proximity { negated: false, ..p };
                let places = if left.len() == 1 { "1 place".to_owned() } else { format!("{} places", left.len()) };
                let why = format!("wherever {} occurs, {} stands {plain} it ({places})", shorten(a), shorten(b));
                Why::new(why).with(self.passages(left.iter().take(MOST_SHOWN)))
            }
            Err(e) => Why::new(format!("nobody can say: {e}")),
        }
    }

    fn passages<'o>(&self, all: impl Iterator<Item = &'o Occurrence>) -> Vec<Evidence> {
        self.render(&all.cloned().map(Found::Passage).collect::<Vec<_>>())
    }

    fn render(&self, found: &[Found]) -> Vec<Evidence> {
        render(self.clause, found, self.text, &self.text.paragraphs, self.filing)
    }
}

/// Separates the parts that are not in the filing at all, by name, from the others.
fn without_absent(parts: Vec<Finding>) -> (Vec<String>, Vec<Finding>) {
    let (absent, rest): (Vec<_>, Vec<_>) = parts.into_iter().partition(|p| p.absent && p.parts.is_empty());
    (absent.into_iter().map(|p| clip(&p.rule)).collect(), rest)
}

fn why_of_parts(why: String, parts: Vec<Finding>, nothing_met: bool) -> Why {
    let absent = nothing_met && parts.iter().all(|p| p.absent);
    Why { absent, ..Why::new(why).parts(parts) }
}

/// The end of a sentence that lists the parts that are not in the filing. Empty if there are none.
fn list_absent(absent: &[String]) -> String {
    if absent.is_empty() {
        return String::new();
    }
    let more = absent.len().saturating_sub(MOST_NAMED);
    let names = absent.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("; not in the filing: {names}{more}")
}

fn shorten(expr: &Expr) -> String {
    format!("`{}`", clip(&expr.to_string()))
}

fn clip(rule: &str) -> String {
    if rule.chars().count() <= LONGEST_NAMED {
        return rule.to_owned();
    }
    rule.chars().take(LONGEST_NAMED - 1).chain(['\u{2026}']).collect()
}

fn word_in(part: &Part) -> String {
    match part {
        Part::Stem { form, .. } | Part::Exact(form) => form.clone(),
        Part::Pattern(pattern) => pattern.to_string(),
    }
}

fn section_name(section: EvidenceSection) -> &'static str {
    match section {
        EvidenceSection::Title => "the title",
        EvidenceSection::Abstract => "the abstract",
        EvidenceSection::Claims => "the claims",
        EvidenceSection::Description => "the description",
        EvidenceSection::Classes => "the class codes",
    }
}
