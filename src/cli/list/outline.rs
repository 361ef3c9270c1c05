//! `subrosa list show`.

use crate::cli::Exit;
use crate::cli::list::{Format, compiled};
use anyhow::Result;
use screening::CompiledList;
use screening::list::source::Category;
use serde_json::{Value, json};
use std::io::Write;
use std::path::PathBuf;

pub(super) fn run(files: &[PathBuf], format: Format, out: &mut dyn Write) -> Result<Exit> {
    for file in files {
        let list = compiled(file)?;
        match format {
            Format::Text => text(&list, out)?,
            Format::Json => writeln!(out, "{}", as_json(&list))?,
        }
    }
    Ok(Exit::Fine)
}

fn text(list: &CompiledList, out: &mut dyn Write) -> Result<()> {
    let source = list.source();
    writeln!(out, "{} (revision {}, {})", source.title, source.revision, source.marking)?;
    if let Some(date) = source.effective {
        writeln!(
            out,
            "{} {}, in force from {date}, sha256 {}",
            source.jurisdiction,
            source.id,
            list.reference().sha256
        )?;
    }
    let of_group = |number: Option<&str>| -> Vec<&Category> {
        source.categories.iter().filter(|c| c.group.as_ref().map(|g| g.value.as_str()) == number).collect()
    };
    for group in &source.groups {
        writeln!(out, "\n{}  {}", group.number.value, group.title)?;
        of_group(Some(&group.number.value)).into_iter().try_for_each(|c| category(c, out))?;
    }
    let loose = of_group(None);
    if !loose.is_empty() {
        writeln!(out)?;
    }
    loose.into_iter().try_for_each(|c| category(c, out))
}

fn category(c: &Category, out: &mut dyn Write) -> Result<()> {
    let conditional: Vec<String> =
        c.agencies_if.iter().map(|a| format!("{} if {}", a.agency, one_line(&a.rule.text))).collect();
    let owners = [c.agencies.join(", "), conditional.join(", ")].join(if conditional.is_empty() { "" } else { "; " });
    writeln!(out, "  {}  {}  [{owners}]", c.number.value, c.title)?;
    let mut facts = vec![format!("threshold {}", c.threshold.value)];
    facts.extend(c.suggested_type.iter().map(|t| format!("type {t} suggested")));
    facts.extend(c.requires.iter().map(|r| format!("requires {}", r.value)));
    facts.push(format!("{} samples", c.samples.len()));
    writeln!(out, "      {}", facts.join(", "))?;
    for clause in &c.clauses {
        writeln!(out, "      {:>2}  {}: {}", clause.points, clause.id.value, one_line(&clause.rule.text))?;
    }
    for except in &c.excepts {
        writeln!(out, "     not  {}: {}", except.id.value, one_line(&except.rule.text))?;
    }
    Ok(())
}

fn one_line(rule: &str) -> String {
    rule.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn as_json(list: &CompiledList) -> Value {
    let source = list.source();
    let categories = source.categories.iter().map(|c| {
        json!({
            "number": c.number.value,
            "group": c.group.as_ref().map(|g| &g.value),
            "title": c.title,
            "agencies": c.agencies,
            "agencies_if": c.agencies_if.iter().map(|a| json!({"agency": a.agency, "rule": a.rule.text})).collect::<Vec<_>>(),
            "suggested_type": c.suggested_type,
            "threshold": c.threshold.value,
            "requires": c.requires.iter().map(|r| &r.value).collect::<Vec<_>>(),
            "note": c.note,
            "clauses": c.clauses.iter().map(|k| json!({"id": k.id.value, "points": k.points, "rule": k.rule.text})).collect::<Vec<_>>(),
            "excepts": c.excepts.iter().map(|e| json!({"id": e.id.value, "rule": e.rule.text})).collect::<Vec<_>>(),
            "samples": c.samples.len(),
        })
    });
    json!({
        "list": list.reference(),
        "title": source.title,
        "jurisdiction": source.jurisdiction,
        "effective": source.effective.map(|d| d.to_string()),
        "marking": source.marking,
        "sources": source.sources,
        "groups": source.groups.iter().map(|g| json!({"number": g.number.value, "title": g.title})).collect::<Vec<_>>(),
        "categories": categories.collect::<Vec<_>>(),
    })
}
