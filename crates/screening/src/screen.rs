//! One filing against one list: categories, exceptions, agencies, the three outcomes of R1.3.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::evidence;
use crate::language;
use crate::list::source::Category;
use crate::list::{CompiledCategory, CompiledList, CompiledRule};
use crate::observe;
use crate::oracle::source::Source;
use crate::oracle::text::Text;
use crate::oracle::{Found, evaluate};
use domain::filing::screening::{
    CategoryHit, ENGINE, Evidence, LicenseOutcome, Observation, ObservationKind, Screening, Suppressed, Verdict,
};
use domain::filing::{Filing, FilingKind, Paragraph};

/// How to screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Ignore the class codes of the filing: judge by its text alone.
    pub without_classes: bool,
}

/// Screens one filing against one list. The result depends on nothing but these and [`ENGINE`]. What
/// cannot be screened comes back as [`Verdict::NeedsHuman`] with its problem, never as clear.
///
/// The engine looks only where a rule can hold. What it finds is what [`screen_by_oracle`] finds; tests
/// hold them together, on made-up rules and on real filings.
pub fn screen(list: &CompiledList, filing: &Filing, options: Options) -> Screening {
    guarded(|| Matches::by_engine(list, filing, options, observe::observe)).conclude(list, filing, filing.digest())
}

/// What the rules of a list find, without observations and without conclusions.
pub(super) fn matches(list: &CompiledList, filing: &Filing, options: Options) -> Matches {
    guarded(|| Matches::by_engine(list, filing, options, |_, _| Vec::new()))
}

/// The same by the oracle alone, which looks at every word for every rule: slow and obviously right.
pub fn screen_by_oracle(list: &CompiledList, filing: &Filing, options: Options) -> Screening {
    guarded(|| Matches::by_oracle(list, filing, options)).conclude(list, filing, filing.digest())
}

/// The categories a filing hits, by their number in the list, without evidence or anything else.
pub fn flagged(list: &CompiledList, filing: &Filing, options: Options) -> Vec<usize> {
    let paragraphs = filing.paragraphs();
    list.engine().screen(filing, &paragraphs, options.without_classes, |hits, notes| {
        let mut run = Run { text: notes, paragraphs: &paragraphs, filing, problems: Vec::new() };
        let mut out: Vec<usize> = hits.hit.iter().map(|&n| n as usize).collect();
        out.extend(hits.open.iter().map(|&n| n as usize).filter(|&n| {
            let (category, compiled) = list.category(n);
            matches!(run.category(category, compiled), Some(Outcome::Hit(_)))
        }));
        out.sort_unstable();
        out
    })
}

fn guarded(find: impl FnOnce() -> Matches) -> Matches {
    catch_unwind(AssertUnwindSafe(find)).unwrap_or_else(|panic| {
        let cause =
            panic.downcast_ref::<&str>().map(|s| (*s).to_owned()).or_else(|| panic.downcast_ref::<String>().cloned());
        Matches { problems: vec![format!("the matcher failed: {}", cause.unwrap_or_default())], ..Matches::default() }
    })
}

/// What looks for observations.
type Observe = fn(&Filing, &[Paragraph<'_>]) -> Vec<Observation>;

/// What was found, before conclusions are drawn.
#[derive(Default)]
pub(super) struct Matches {
    pub(super) hits: Vec<CategoryHit>,
    pub(super) suppressed: Vec<Suppressed>,
    pub(super) observations: Vec<Observation>,
    pub(super) problems: Vec<String>,
}

impl Matches {
    fn by_engine(list: &CompiledList, filing: &Filing, options: Options, observe: Observe) -> Self {
        let paragraphs = filing.paragraphs();
        list.engine().screen(filing, &paragraphs, options.without_classes, |hits, notes| {
            let mut numbers = [hits.hit, hits.open].concat();
            numbers.sort_unstable();
            let categories = numbers.into_iter().map(|n| list.category(n as usize));
            let matches = Self { observations: observe(filing, &paragraphs), ..Self::default() };
            matches.with(categories, notes, notes.has_text(), &paragraphs, filing)
        })
    }

    fn by_oracle(list: &CompiledList, filing: &Filing, options: Options) -> Self {
        let text = Text::new(filing, options.without_classes);
        let has_text = text.words.iter().any(|w| w.paragraph > 0);
        let matches = Self { observations: observe::observe(filing, &text.paragraphs), ..Self::default() };
        matches.with(list.categories(), &text, has_text, &text.paragraphs, filing)
    }

    fn with<'l>(
        mut self,
        categories: impl Iterator<Item = (&'l Category, &'l CompiledCategory)>,
        text: &impl Source,
        has_text: bool,
        paragraphs: &[Paragraph<'_>],
        filing: &Filing,
    ) -> Self {
        // A title alone is no text: nothing was disclosed that could be judged.
        if !has_text {
            self.problems.push("the filing has no text to screen".to_owned());
        }
        let mut run = Run { text, paragraphs, filing, problems: Vec::new() };
        for (category, compiled) in categories {
            match run.category(category, compiled) {
                Some(Outcome::Hit(hit)) => self.hits.push(hit),
                Some(Outcome::Suppressed(suppressed)) => self.suppressed.push(suppressed),
                None => {}
            }
        }
        self.problems.append(&mut run.problems);
        self
    }

    /// What follows from it. `document_sha256` is the digest of the filing.
    pub(super) fn conclude(mut self, list: &CompiledList, filing: &Filing, document_sha256: String) -> Screening {
        self.problems.extend(language::problem(filing));
        let problem = (!self.problems.is_empty()).then(|| self.problems.join("; "));
        let verdict = match (&problem, self.hits.is_empty()) {
            (Some(_), _) => Verdict::NeedsHuman,
            (None, false) => Verdict::Flagged,
            (None, true) => Verdict::Clear,
        };
        let legend =
            |o: &Observation| matches!(o.kind, ObservationKind::SecurityMarking | ObservationKind::ExportControlLegend);
        let withhold =
            verdict != Verdict::Clear || filing.marking.0.is_classified() || self.observations.iter().any(legend);
        Screening {
            application_number: filing.application_number.to_string(),
            document_sha256,
            list: list.reference().clone(),
            engine: ENGINE.to_owned(),
            verdict,
            problem,
            license: if withhold { LicenseOutcome::Withhold } else { LicenseOutcome::Grant },
            property_interest: property_interest(filing, &self.hits, &self.observations),
            hits: self.hits,
            suppressed: self.suppressed,
            observations: self.observations,
        }
    }
}

/// Agencies that the law gives a property interest to be told of: DOE where the filing appears useful
/// in atomic energy (42 USC 2181(d); R1.9), NASA where it appears to have significant utility in
/// aeronautical and space activities (51 USC 20135; R1.10). Both are read from what the filing hits
/// that they own, and from Government-interest statements that name them. Not asked of provisionals
/// (R1.3).
fn property_interest(filing: &Filing, hits: &[CategoryHit], observations: &[Observation]) -> Vec<String> {
    if filing.kind == FilingKind::Provisional {
        return Vec::new();
    }
    let named = |agency: &str| {
        hits.iter().any(|h| h.agencies.iter().any(|a| a == agency))
            || observations
                .iter()
                .any(|o| o.kind == ObservationKind::GovernmentInterest && o.agency.as_deref() == Some(agency))
    };
    ["DOE", "NASA"].into_iter().filter(|a| named(a)).map(str::to_owned).collect()
}

enum Outcome {
    Hit(CategoryHit),
    Suppressed(Suppressed),
}

struct Run<'r, S> {
    text: &'r S,
    paragraphs: &'r [Paragraph<'r>],
    filing: &'r Filing,
    problems: Vec<String>,
}

impl<S: Source> Run<'_, S> {
    /// A category hits when the points of its matched clauses reach the threshold and no exception
    /// matches.
    fn category(&mut self, category: &Category, compiled: &CompiledCategory) -> Option<Outcome> {
        let mut points: u32 = 0;
        let mut evidence = Vec::new();
        for (clause, rule) in category.clauses.iter().zip(&compiled.clauses) {
            if let Some(found) = self.rule(rule, category, &clause.id.value) {
                points = points.saturating_add(clause.points);
                evidence.extend(self.render(&clause.id.value, &found));
            }
        }
        if points < category.threshold.value {
            return None;
        }
        for (except, rule) in category.excepts.iter().zip(&compiled.excepts) {
            if let Some(found) = self.rule(rule, category, &except.id.value) {
                return Some(Outcome::Suppressed(Suppressed {
                    category: category.number.value.clone(),
                    except: except.id.value.clone(),
                    evidence: self.render(&except.id.value, &found),
                }));
            }
        }
        let mut agencies = category.agencies.clone();
        for (conditional, rule) in category.agencies_if.iter().zip(&compiled.agencies_if) {
            if self.rule(rule, category, &conditional.agency).is_some() && !agencies.contains(&conditional.agency) {
                agencies.push(conditional.agency.clone());
            }
        }
        Some(Outcome::Hit(CategoryHit {
            category: category.number.value.clone(),
            title: category.title.clone(),
            points,
            threshold: category.threshold.value,
            agencies,
            conditional_on: category.requires.iter().map(|r| r.value.clone()).collect(),
            suggested_type: category.suggested_type.clone(),
            note: category.note.clone(),
            evidence,
        }))
    }

    fn rule(&mut self, rule: &CompiledRule, category: &Category, id: &str) -> Option<Vec<Found>> {
        match evaluate(&rule.expr, self.text) {
            Ok(found) => found,
            Err(e) => {
                self.problems.push(format!("category {}, rule {id}: {e}", category.number.value));
                None
            }
        }
    }

    fn render(&self, clause: &str, found: &[Found]) -> Vec<Evidence> {
        evidence::render(clause, found, self.text, self.paragraphs, self.filing)
    }
}
