//! What the house reports: statistics to all, the ledger to auditors.

use crate::api::frame::answer::Answer;
use crate::api::frame::guard::{Anyone, Auditors, Signed};
use crate::api::frame::page::{Page, PageRequest};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::frame::wire::Outcome;
use crate::api::{Api, block};
use crate::auth::seal::Kind;
use crate::workflow::office::{ledger, statistics};
use actix_web::{get, web};
use domain::base::ledger::Entry;
use domain::order::statistics::Row;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(fiscal_years).service(entries).service(checkpoint);
}

/// One fiscal year: `in_effect_end = in_effect_start + new - rescinded - lapsed`.
#[derive(Serialize, ToSchema)]
struct FiscalYear {
    /// The fiscal year (2026 ends on 2026-09-30).
    #[schema(example = 2026)]
    fiscal_year: i16,
    /// Orders in effect when it began.
    in_effect_start: usize,
    /// Orders issued.
    new: usize,
    /// Orders rescinded.
    rescinded: usize,
    /// Orders lapsed.
    lapsed: usize,
    /// Orders in effect when it ended, or today.
    in_effect_end: usize,
    /// New orders without a Government interest.
    john_doe_new: usize,
    /// New orders by sponsor; those for governments abroad together as `FOREIGN`.
    new_by_sponsor: BTreeMap<String, usize>,
    /// New orders by type: `I`, `II`, `III`, `II_foreign` for governments abroad, `untyped` outside the DoD.
    new_by_type: BTreeMap<&'static str, usize>,
}

impl From<Row> for FiscalYear {
    fn from(r: Row) -> Self {
        let Row {
            fiscal_year,
            in_effect_start,
            new,
            rescinded,
            lapsed,
            in_effect_end,
            john_doe_new,
            new_by_sponsor,
            new_by_type,
        } = r;
        Self {
            fiscal_year,
            in_effect_start,
            new,
            rescinded,
            lapsed,
            in_effect_end,
            john_doe_new,
            new_by_sponsor,
            new_by_type,
        }
    }
}

/// One act, tied to the one before it.
#[derive(Serialize, ToSchema)]
struct LedgerEntry {
    /// Its place, from 1.
    seq: i64,
    /// Name of whoever acted.
    actor: String,
    /// The credential used.
    credential: String,
    /// What.
    #[schema(example = "order.issue")]
    act: String,
    /// On which thing.
    subject: String,
    /// How it came out.
    outcome: Outcome,
    /// A refusal's code, or facts and digests.
    detail: String,
    /// When.
    at: Timestamp,
    /// Hash of the entry before.
    prev_hash: String,
    /// Hash of this entry.
    hash: String,
}

impl From<Entry> for LedgerEntry {
    fn from(e: Entry) -> Self {
        Self {
            seq: e.seq,
            actor: e.act.actor,
            credential: e.act.credential,
            act: e.act.act,
            subject: e.act.subject,
            outcome: e.act.outcome.into(),
            detail: e.act.detail,
            at: e.act.at,
            prev_hash: e.prev_hash,
            hash: e.hash,
        }
    }
}

/// The end of the ledger now. Kept elsewhere, it shows later that nothing was changed or cut off.
#[derive(Serialize, ToSchema)]
struct Checkpoint {
    /// Number of the last entry.
    seq: i64,
    /// Its hash.
    hash: String,
    /// When it was the last.
    at: Timestamp,
    /// The same, signed with the office key (`subrosa-checkpoint+jws`).
    jws: String,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LedgerQuery {
    /// Only entries after this number.
    after: Option<i64>,
    /// Most items wanted.
    limit: Option<u32>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// Read the yearly table of secrecy orders.
#[utoipa::path(operation_id = "read_fiscal_years", tag = "records", responses((status = 200, description = "From the year of the first order to now", body = Page<FiscalYear>), NotShown))]
#[get("/statistics/fiscal-years")]
async fn fiscal_years(who: Signed<Anyone>, api: web::Data<Api>) -> Result<Page<FiscalYear>, Problem> {
    let rows = block(move || statistics::fiscal_years(&api.cx, &who)).await?;
    Ok(Page::whole(rows.into_iter().map(FiscalYear::from).collect()))
}

/// Read the ledger, oldest first.
#[utoipa::path(operation_id = "list_ledger_entries", tag = "records", params(LedgerQuery), responses((status = 200, description = "A page of entries", body = Page<LedgerEntry>), NotShown))]
#[get("/ledger")]
async fn entries(
    who: Signed<Auditors>,
    api: web::Data<Api>,
    query: web::Query<LedgerQuery>,
) -> Result<Page<LedgerEntry>, Problem> {
    let page = PageRequest::read(&api, query.limit, query.cursor.as_deref())?;
    let after = page.after()?.or(query.after).unwrap_or(0);
    let limit = page.one_more();
    let rows = block(move || ledger::entries(&api.cx, &who, after, limit)).await?;
    Ok(Page::of(&page, rows, |e| e.seq.to_string(), LedgerEntry::from))
}

/// Read the end of the ledger, to be kept elsewhere.
#[utoipa::path(operation_id = "read_ledger_checkpoint", tag = "records", responses((status = 200, description = "The last entry's number and hash, signed", body = Checkpoint), NotShown))]
#[get("/ledger/checkpoint")]
async fn checkpoint(who: Signed<Auditors>, api: web::Data<Api>) -> Result<Answer<Checkpoint>, Problem> {
    let signer = api.clone();
    let stated = block(move || ledger::checkpoint(&api.cx, &who)).await?;
    let jws = signer.sign(Kind::Checkpoint, &stated)?;
    Ok(Answer::ok(Checkpoint { seq: stated.end.seq, hash: stated.end.hash, at: stated.at, jws }))
}
