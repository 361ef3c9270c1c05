//! A review list ready to screen with: where the workflow meets the engine, and nowhere else.
//!
//! STAND-IN until the engine is merged: a rule is one phrase, found without regard to case. Only this
//! file changes when the engine comes.

use crate::domain::filing::Filing;
use crate::domain::ledger::hex;
use crate::domain::screening::{CategoryHit, ENGINE, Evidence, LicenseOutcome, ListRef, Screening, Verdict};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// A compiled list.
#[derive(Debug)]
pub struct Screener {
    list: ListRef,
    title: String,
    categories: Vec<Category>,
}

#[derive(Debug, Deserialize)]
struct File {
    list: Head,
    #[serde(default)]
    category: Vec<Category>,
}

#[derive(Debug, Deserialize)]
struct Head {
    id: String,
    title: String,
    revision: String,
}

#[derive(Debug, Deserialize)]
struct Category {
    number: String,
    title: String,
    agencies: Vec<String>,
    #[serde(default)]
    clause: Vec<Clause>,
}

#[derive(Debug, Deserialize)]
struct Clause {
    id: String,
    rule: String,
}

impl Screener {
    /// Compiles a list file and checks it against its own samples; every complaint, with its line.
    pub fn compile(source: &str) -> Result<Self, Vec<String>> {
        let file: File = toml::from_str(source).map_err(|e| vec![e.to_string()])?;
        let sha256 = hex(&Sha256::digest(source.as_bytes()));
        Ok(Self {
            list: ListRef { id: file.list.id, revision: file.list.revision, sha256 },
            title: file.list.title,
            categories: file.category,
        })
    }
    /// Which list, which revision, which text.
    pub fn list(&self) -> &ListRef {
        &self.list
    }
    /// Its title.
    pub fn title(&self) -> &str {
        &self.title
    }
    /// Screens a filing, whose digest the caller knows.
    pub fn screen(&self, filing: &Filing, document_sha256: &str) -> Screening {
        let hits: Vec<CategoryHit> = self.categories.iter().filter_map(|c| c.hit(filing)).collect();
        let verdict = if hits.is_empty() { Verdict::Clear } else { Verdict::Flagged };
        Screening {
            application_number: filing.application_number.to_string(),
            document_sha256: document_sha256.to_owned(),
            list: self.list.clone(),
            engine: ENGINE.to_owned(),
            verdict,
            problem: None,
            license: if hits.is_empty() { LicenseOutcome::Grant } else { LicenseOutcome::Withhold },
            property_interest: vec![],
            hits,
            suppressed: vec![],
            observations: vec![],
        }
    }
}

impl Category {
    fn hit(&self, filing: &Filing) -> Option<CategoryHit> {
        let mut evidence = Vec::new();
        for p in filing.paragraphs() {
            for clause in &self.clause {
                if let Some(at) = p.text.to_lowercase().find(&clause.rule.to_lowercase()) {
                    let start = p.text.get(..at).map_or(0, |t| t.chars().count());
                    evidence.push(Evidence {
                        clause: clause.id.clone(),
                        section: p.section.into(),
                        place: p.place.clone().into_owned(),
                        start,
                        end: start + clause.rule.chars().count(),
                        text: clause.rule.clone(),
                    });
                }
            }
        }
        (!evidence.is_empty()).then(|| CategoryHit {
            category: self.number.clone(),
            title: self.title.clone(),
            points: 1,
            threshold: 1,
            agencies: self.agencies.clone(),
            conditional_on: vec![],
            suggested_type: None,
            note: None,
            evidence,
        })
    }
}
