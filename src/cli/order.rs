//! `subrosa order`: orders on record, one with its whole case, and whether somebody may be told. It reads and
//! changes nothing: what is done to an order is signed by people over REST.

mod show;
mod told;

use crate::cli::frame::render::words::{last_day, listed, words};
use crate::cli::frame::render::{Colours, Page, Paper};
use crate::cli::office::{clerk, open};
use crate::cli::{Exit, Output, put};
use crate::config::StoreArgs;
use crate::workflow::order::orders::{OrderQuery, OrderView, list};
use crate::workflow::{Ctx, dossier};
use anyhow::Result;
use domain::base::agency::AgencyCode;
use domain::base::ids::OrderId;
use domain::order::OrderStatus;
use jiff::civil::Date;

/// Secrecy orders on record: a list, one with its case, and who may be told.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "These commands read. Orders are issued, renewed, modified and rescinded by people who sign in over REST; \
see the routes under /api/v1/orders."
)]
pub struct OrderArgs {
    #[command(subcommand)]
    command: OrderCommand,
}

#[derive(Debug, clap::Subcommand)]
enum OrderCommand {
    /// Lists orders in the order of issue.
    #[command(
        after_help = "Exit codes: 0 listed, 2 the database cannot be read.\n\nExamples:\n  subrosa order list --data /var/lib/subrosa\n  subrosa order list --status in_effect --agency NAVY \
--expires-by 2027-03-31"
    )]
    List {
        /// Only those that stand so today: in_effect, lapsed or rescinded.
        #[arg(long, value_parser = status)]
        status: Option<OrderStatus>,
        /// Only those this agency sponsors or has sponsored.
        #[arg(long, value_name = "CODE", value_parser = agency)]
        agency: Option<AgencyCode>,
        /// Only those whose last day is this day or before.
        #[arg(long, value_name = "DATE", value_parser = crate::cli::args::date)]
        expires_by: Option<Date>,
        /// How to print them.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Shows an order: sponsors, terms and determinations, whom it binds and who has been served, permits,
    /// petitions and appeals, conditions of agencies, what it does, and its clocks.
    #[command(after_help = "Title and text of the filing are not shown.\n\n\
Exit codes: 0 shown, 2 there is no such order.\n\n\
Example: subrosa order show SO-2026-000001 --data /var/lib/subrosa")]
    Show {
        /// Its number or its id.
        #[arg(value_name = "NUMBER|ID")]
        order: String,
        /// How to print it.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Answers whether somebody may be told of the matter under an order: yes with its limits, or no with what to
    /// ask for.
    #[command(
        after_help = "The answer gives nobody access; it says what the order, its type and the permits in force come to.\n\n\
Exit codes: 0 yes, 1 no, 2 there is no such order.\n\n\
Examples:\n  subrosa order may-be-told SO-2026-000001 --person \"Bob Stone\" --country US\n  \
subrosa order may-be-told SO-2026-000001 --purpose foreign_filing --country JP"
    )]
    MayBeTold(told::ToldArgs),
}

fn status(text: &str) -> Result<OrderStatus, String> {
    serde_json::from_value(text.into())
        .map_err(|_| "there is no such status; statuses: in_effect, lapsed, rescinded".into())
}

fn agency(text: &str) -> Result<AgencyCode, String> {
    AgencyCode::parse(text).map_err(|e| e.to_string())
}

/// The order somebody names.
fn find(cx: &Ctx, name: &str) -> Result<OrderId> {
    Ok(dossier::find_order(cx, &clerk(), name)?)
}

/// Orders read at a time.
const BATCH: i64 = 200;

/// Runs `subrosa order`.
pub fn run(args: &OrderArgs) -> Result<Exit> {
    match &args.command {
        OrderCommand::List { status, agency, expires_by, format, store } => {
            let (_, cx) = open(store)?;
            let mut all: Vec<OrderView> = vec![];
            loop {
                let query = OrderQuery {
                    status: *status,
                    agency: agency.clone(),
                    expires_by: *expires_by,
                    after: all.last().map(|o| o.id),
                    limit: BATCH,
                    ..OrderQuery::default()
                };
                let page = list(&cx, &clerk(), &query)?;
                if page.is_empty() {
                    break;
                }
                all.extend(page);
            }
            match format {
                Output::Json => put(&format!("{}\n", serde_json::json!({ "items": all })))?,
                Output::Text if all.is_empty() => put("no such order is on record\n")?,
                Output::Text => put(&rows(&all, Page::stdout(Colours::Auto)))?,
            }
        }
        OrderCommand::Show { order, format, store } => {
            let (_, cx) = open(store)?;
            let found = dossier::case_of_order(&cx, &clerk(), find(&cx, order)?)?;
            match format {
                Output::Json => put(&format!("{}\n", serde_json::to_string(&found)?))?,
                Output::Text => put(&show::text(&found, Page::stdout(Colours::Auto)))?,
            }
        }
        OrderCommand::MayBeTold(ask) => return told::run(ask),
    }
    Ok(Exit::Fine)
}

fn rows(all: &[OrderView], page: Page) -> String {
    let row = |o: &OrderView| {
        let sponsors = listed(o.sponsors.iter().filter(|s| s.until.is_none()).map(|s| &s.agency));
        let awaited = if o.awaited.is_empty() { String::new() } else { format!(" (awaits {})", listed(&o.awaited)) };
        vec![
            o.number.clone(),
            o.order_type.map_or("-", |t| t.as_str()).to_owned(),
            words(&o.status),
            o.issued_on.to_string(),
            o.ended_on.map_or_else(|| last_day(o.expires_on), |d| format!("over {d}")),
            format!("{sponsors}{awaited}"),
        ]
    };
    let mut paper = Paper::new(page);
    let header = ["number", "type", "status", "issued", "last day", "sponsors"];
    paper.table(0, &header, &all.iter().map(row).collect::<Vec<_>>());
    paper.finish()
}
