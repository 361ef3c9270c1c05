//! Screens one filing against one list: categories, exceptions, agencies, and the three outcomes of R1.3.

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

/// Choices for a screening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Whether the class codes of the filing are ignored.
    pub without_classes: bool,
}

/// Screens one filing against one list. The result depends on the filing, the list, the options and [`ENGINE`], and on
/// nothing else. A filing that cannot be screened gets [`Verdict::NeedsHuman`] with the problem, never a clear verdict.
///
/// The engine evaluates only the rules that can hold. Tests compare its results with those of [`screen_by_oracle`], on
/// generated rules and on real filings.
pub fn screen(list: &CompiledList, filing: &Filing, options: Options) -> Screening {
    catch_panic(|| Matches::by_engine(list, filing, options, observe::observe)).conclude(list, filing, filing.digest())
}

/// Finds the matches of the rules of a list, without observations and without conclusions.
pub(super) fn find_matches(list: &CompiledList, filing: &Filing, options: Options) -> Matches {
    catch_panic(|| Matches::by_engine(list, filing, options, |_, _| Vec::new()))
}

/// Screens as [`screen`] does, but by the oracle alone, which looks at every word for every rule. It is slow, and it
/// defines what is right.
pub fn screen_by_oracle(list: &CompiledList, filing: &Filing, options: Options) -> Screening {
    catch_panic(|| Matches::by_oracle(list, filing, options)).conclude(list, filing, filing.digest())
}

/// The categories that a filing hits, by their number in the list from 0. No evidence is collected.
pub fn hit_categories(list: &CompiledList, filing: &Filing, options: Options) -> Vec<usize> {
    let paragraphs = filing.paragraphs();
    list.engine().screen(filing, &paragraphs, options.without_classes, |hits, notes| {
        let mut run = Run { text: notes, paragraphs: &paragraphs, filing, problems: Vec::new() };
        let mut out: Vec<usize> = hits.hit.iter().map(|&n| n as usize).collect();
        out.extend(hits.open.iter().map(|&n| n as usize).filter(|&n| {
            let (category, compiled) = list.category(n);
            matches!(run.judge_category(category, compiled), Some(Outcome::Hit(_)))
        }));
        out.sort_unstable();
        out
    })
}

/// Runs a search. If it panics, the result has the message of the panic as its problem.
fn catch_panic(find: impl FnOnce() -> Matches) -> Matches {
    catch_unwind(AssertUnwindSafe(find)).unwrap_or_else(|panic| {
        let cause =
            panic.downcast_ref::<&str>().map(|s| (*s).to_owned()).or_else(|| panic.downcast_ref::<String>().cloned());
        Matches { problems: vec![format!("the matcher failed: {}", cause.unwrap_or_default())], ..Matches::default() }
    })
}

/// A function that looks for observations.
type Observe = fn(&Filing, &[Paragraph<'_>]) -> Vec<Observation>;

/// What was found in a filing, before conclusions are drawn.
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
            matches.add_categories(categories, notes, notes.has_text(), &paragraphs, filing)
        })
    }

    fn by_oracle(list: &CompiledList, filing: &Filing, options: Options) -> Self {
        let text = Text::new(filing, options.without_classes);
        let has_text = text.words.iter().any(|w| w.paragraph > 0);
        let matches = Self { observations: observe::observe(filing, &text.paragraphs), ..Self::default() };
        matches.add_categories(list.categories(), &text, has_text, &text.paragraphs, filing)
    }

    /// Judges each category and adds it to the hits or to the suppressed ones.
    fn add_categories<'l>(
        mut self,
        categories: impl Iterator<Item = (&'l Category, &'l CompiledCategory)>,
        text: &impl Source,
        has_text: bool,
        paragraphs: &[Paragraph<'_>],
        filing: &Filing,
    ) -> Self {
        // A title alone does not count as text, because it discloses nothing that could be judged.
        if !has_text {
            self.problems.push("the filing has no text to screen".to_owned());
        }
        let mut run = Run { text, paragraphs, filing, problems: Vec::new() };
        for (category, compiled) in categories {
            match run.judge_category(category, compiled) {
                Some(Outcome::Hit(hit)) => self.hits.push(hit),
                Some(Outcome::Suppressed(suppressed)) => self.suppressed.push(suppressed),
                None => {}
            }
        }
        self.problems.append(&mut run.problems);
        self
    }

    /// Makes the screening with its verdict from what was found. `document_sha256` is the digest of the filing.
    pub(super) fn conclude(mut self, list: &CompiledList, filing: &Filing, document_sha256: String) -> Screening {
        self.problems.extend(language::language_problem(filing));
        let problem = (!self.problems.is_empty()).then(|| self.problems.join("; "));
        let verdict = match (&problem, self.hits.is_empty()) {
            (Some(_), _) => Verdict::NeedsHuman,
            (None, false) => Verdict::Flagged,
            (None, true) => Verdict::Clear,
        };
        let legend =
            |o: &Observation| matches!(o.kind, ObservationKind::SecurityMarking | ObservationKind::ExportControlLegend);
        let withhold =
            verdict != Verdict::Clear || filing.marking.level.is_classified() || self.observations.iter().any(legend);
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

/// The agencies that must be notified because they may claim the invention as property: DOE if the filing appears
/// useful in atomic energy (42 USC 2181(d); R1.9), NASA if it appears to have significant utility in aeronautical and
/// space activities (51 USC 20135; R1.10). An agency is on the list if it owns a category that the filing hits, or if a
/// Government-interest statement names it. For a provisional application the list is empty (R1.3).
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
    /// Judges a category. It is hit if the points of its matched clauses reach the threshold and no exception matches.
    /// It is suppressed if an exception matches. `None` means that the points do not reach the threshold.
    fn judge_category(&mut self, category: &Category, compiled: &CompiledCategory) -> Option<Outcome> {
        let mut points: u32 = 0;
        let mut evidence = Vec::new();
        for (clause, rule) in category.clauses.iter().zip(&compiled.clauses) {
            if let Some(found) = self.find_rule(rule, category, &clause.id.value) {
                points = points.saturating_add(clause.points);
                evidence.extend(self.render(&clause.id.value, &found));
            }
        }
        if points < category.threshold.value {
            return None;
        }
        for (except, rule) in category.excepts.iter().zip(&compiled.excepts) {
            if let Some(found) = self.find_rule(rule, category, &except.id.value) {
                return Some(Outcome::Suppressed(Suppressed {
                    category: category.number.value.clone(),
                    except: except.id.value.clone(),
                    evidence: self.render(&except.id.value, &found),
                }));
            }
        }
        let mut agencies = category.agencies.clone();
        for (conditional, rule) in category.agencies_if.iter().zip(&compiled.agencies_if) {
            if self.find_rule(rule, category, &conditional.agency).is_some() && !agencies.contains(&conditional.agency)
            {
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

    /// Evaluates a rule. An evaluation that fails is added to the problems.
    fn find_rule(&mut self, rule: &CompiledRule, category: &Category, id: &str) -> Option<Vec<Found>> {
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
