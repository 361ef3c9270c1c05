//! `--explain`: categories explained in place of the table.

use crate::cli::frame::render::{Page, explanation};
use crate::cli::screen::Format;
use anyhow::{Result, bail};
use domain::filing::Filing;
use domain::filing::screening::ListRef;
use screening::explain::{Explanation, explain, find_category};
use screening::{CompiledList, Options};
use serde::Serialize;
use std::io::Write;
use std::sync::Arc;

/// The categories to explain, each with its list.
#[derive(Debug, Default)]
pub(super) struct Asked(Vec<(Arc<CompiledList>, String)>);

/// An explanation as programs read it.
#[derive(Serialize)]
struct Line<'a> {
    application_number: &'a str,
    document_sha256: &'a str,
    list: &'a ListRef,
    #[serde(flatten)]
    explanation: &'a Explanation,
}

impl Asked {
    /// Looks the categories up before anything is screened. A number that no list has is an error that names those like
    /// it.
    pub(super) fn find(numbers: &[String], lists: &[Arc<CompiledList>]) -> Result<Self> {
        let mut asked = Vec::new();
        for number in numbers {
            let found: Vec<_> = lists.iter().map(|list| (list, find_category(list, number))).collect();
            if found.iter().all(|(_, f)| f.is_err()) {
                let why: Vec<String> = found.iter().filter_map(|(_, f)| Some(f.as_ref().err()?.to_string())).collect();
                bail!("{}; see: subrosa list show", why.join("; "));
            }
            let known = found.into_iter().filter_map(|(list, f)| Some((list.clone(), f.ok()?.0.number.value.clone())));
            asked.extend(known);
        }
        Ok(Self(asked))
    }

    /// Whether no category is to be explained.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Prints the explanations of one filing.
    pub(super) fn print(
        &self,
        filing: &Filing,
        options: Options,
        format: Format,
        page: Page,
        out: &mut impl Write,
    ) -> Result<()> {
        let digest = filing.digest();
        if format == Format::Table {
            writeln!(out, "{}", explanation::head(filing, page))?;
        }
        for (list, number) in &self.0 {
            let told = explain(list, filing, options, number)?;
            match format {
                Format::Table => writeln!(out, "{}", explanation::explanation(&told, filing, page))?,
                Format::Ndjson => {
                    let line = Line {
                        application_number: filing.application_number.as_str(),
                        document_sha256: &digest,
                        list: list.reference(),
                        explanation: &told,
                    };
                    serde_json::to_writer(&mut *out, &line)?;
                    out.write_all(b"\n")?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::frame::render::page::Style;
    use crate::workflow::list::setup::SHIPPED_LIST;

    fn lists() -> Vec<Arc<CompiledList>> {
        vec![Arc::new(CompiledList::compile(SHIPPED_LIST).expect("a list"))]
    }

    #[test]
    fn what_no_list_has_is_an_error_with_the_way_out() {
        let e = Asked::find(&["II-1".into(), "II-l".into()], &lists()).expect_err("there is none").to_string();
        assert!(e.contains("\"II-l\"; did you mean II-"), "{e}");
        assert!(Asked::find(&[], &lists()).expect("nothing asked").is_empty());
    }

    #[test]
    fn explanations_come_as_text_and_as_lines_of_json() {
        let asked = Asked::find(&["ii-1".into(), "X-2".into()], &lists()).expect("both are there");
        let filing: Filing = serde_json::from_value(serde_json::json!({
            "application_number": "18/1", "title": "Latch", "claims": ["1. A latch."],
        }))
        .expect("a filing");
        let page = Page { style: Style::Plain, width: 80 };
        let print = |format| {
            let mut out = Vec::new();
            asked.print(&filing, Options::default(), format, page, &mut out).expect("printed");
            String::from_utf8(out).expect("text")
        };
        assert!(print(Format::Table).contains("0 of 2 points: no hit"));
        let lines: Vec<serde_json::Value> =
            print(Format::Ndjson).lines().map(|l| serde_json::from_str(l).expect("json")).collect();
        let names: Vec<_> = lines.iter().map(|l| (l["category"].clone(), l["outcome"].clone())).collect();
        assert_eq!(names, [("II-1".into(), "short".into()), ("X-2".into(), "short".into())]);
        assert_eq!(lines[0]["document_sha256"], filing.digest());
    }
}
