//! `subrosa order may-be-told`.

use crate::cli::frame::render::words::words;
use crate::cli::frame::render::{Colours, Page, Paper};
use crate::cli::office::{clerk, open};
use crate::cli::order::find;
use crate::cli::{Exit, Output, put};
use crate::config::StoreArgs;
use crate::workflow::petition::permits::{DisclosureView, may_be_told};
use anyhow::Result;
use domain::base::marking::Level;
use domain::law::petition::{Ground, Purpose, Question};
use jiff::civil::Date;
use serde_json::{Value, json};

/// The question.
#[derive(Debug, clap::Args)]
pub(super) struct ToldArgs {
    /// Number or id of the order.
    #[arg(value_name = "NUMBER|ID")]
    order: String,
    /// Name of the person.
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// Country of citizenship, or the country to file in, by two letters.
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// Clearance of the person: U, CUI, C, S or TS.
    #[arg(long, value_parser = level)]
    clearance: Option<Level>,
    /// What for: foreign_filing, official_duty (an officer of the United States within their authority), or the
    /// purpose a permit names.
    #[arg(long)]
    purpose: Option<String>,
    /// The day; today without it.
    #[arg(long, value_name = "DATE", value_parser = crate::cli::args::date)]
    on: Option<Date>,
    /// How to print the answer.
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
    #[command(flatten)]
    store: StoreArgs,
}

fn level(text: &str) -> Result<Level, String> {
    Level::parse(text).ok_or_else(|| "there is no such clearance; clearances: U, CUI, C, S, TS".into())
}

fn filled(text: Option<&String>) -> Option<String> {
    text.filter(|t| !t.trim().is_empty()).cloned()
}

/// Runs the command.
pub(super) fn run(args: &ToldArgs) -> Result<Exit> {
    let (_, cx) = open(&args.store)?;
    let ask = Question {
        person: filled(args.person.as_ref()),
        country: filled(args.country.as_ref()),
        clearance: args.clearance,
        purpose: filled(args.purpose.as_ref()).map(|p| match p.as_str() {
            "foreign_filing" => Purpose::ForeignFiling,
            "official_duty" => Purpose::OfficialDuty,
            _ => Purpose::Other(p),
        }),
    };
    let found = may_be_told(&cx, &clerk(), find(&cx, &args.order)?, &ask, args.on)?;
    match args.format {
        Output::Json => put(&format!("{}\n", json(&found)))?,
        Output::Text => put(&text(&found, Page::stdout(Colours::Auto)))?,
    }
    Ok(if found.answer.allowed() { Exit::Fine } else { Exit::Flagged })
}

fn json(d: &DisclosureView) -> Value {
    let (by, permit, common) = match &d.answer.by {
        None => (None, None, false),
        Some(Ground::NoOrder) => (Some("no_order"), None, false),
        Some(Ground::OfficialDuty) => (Some("official_duty"), None, false),
        Some(Ground::OrderType(_)) => (Some("order_type"), None, false),
        Some(Ground::Permit { id, common_matter_only, .. }) => (Some("permit"), Some(id), *common_matter_only),
    };
    json!({
        "order_id": d.order_id, "order_number": d.order_number, "on": d.on, "allowed": d.answer.allowed(), "by": by,
        "permit_id": permit, "common_matter_only": common, "until": d.answer.until, "text": d.answer.text,
        "citation": d.answer.citation, "rule": d.answer.rule,
    })
}

fn text(d: &DisclosureView, page: Page) -> String {
    let mut paper = Paper::new(page);
    let yes = if d.answer.allowed() { "yes" } else { "no" };
    paper.title(yes, &format!("order {} on {}", d.order_number, d.on));
    paper.text(2, &d.answer.text);
    let by = match &d.answer.by {
        None => String::new(),
        Some(Ground::NoOrder) => "no order in effect".into(),
        Some(Ground::OfficialDuty) => "official duty".into(),
        Some(Ground::OrderType(t)) => format!("the order's type {}", words(t)),
        Some(Ground::Permit { id, order_number, .. }) => format!("permit {id} of order {order_number}"),
    };
    paper.field("by", &by);
    paper.field("until", &d.answer.until.map(crate::cli::order::last_day).unwrap_or_default());
    paper.dim(2, &format!("{}; rule {}", d.answer.citation, d.answer.rule));
    paper.finish()
}
