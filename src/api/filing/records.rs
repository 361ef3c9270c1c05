//! Statistics for everybody who is signed in, the ledger for auditors.

use crate::api::frame::answer::Answer;
use crate::api::frame::guard::{Anyone, Auditors, Signed};
use crate::api::frame::page::{Page, PageRequest};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::{Api, block};
use crate::auth::seal::Kind;
use crate::workflow::office::ledger::EntryRead;
use crate::workflow::office::{ledger, statistics};
use actix_web::{get, web};
use domain::base::ledger::Outcome;
use domain::order::statistics::Row;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(read_fiscal_years).service(list_ledger_entries).service(read_ledger_checkpoint);
}

/// One act, with the hash of the entry before it.
#[derive(Serialize, ToSchema)]
struct LedgerEntry {
    /// Number of the entry, from 1.
    seq: i64,
    /// Name of whoever acted.
    actor: String,
    /// The credential used.
    credential: String,
    /// The act; `null` if it is withheld.
    #[schema(example = "order.issue")]
    act: Option<String>,
    /// The thing that the act was about; `null` if it is withheld.
    subject: Option<String>,
    /// Whether the act was done or refused.
    outcome: Outcome,
    /// A refusal's code, or facts and digests; `null` if it is withheld.
    detail: Option<String>,
    /// Whether act, subject and detail are withheld, because they concern a filing above the caller's clearance. The hash
    /// is that of the whole entry.
    withheld: bool,
    /// When the act was done or refused.
    at: Timestamp,
    /// Hash of the entry before.
    prev_hash: String,
    /// Hash of this entry.
    hash: String,
    /// Who vouches for the act, signed with the office key (`subrosa-act+jws`), with the person's own signature in it where
    /// the person has a key; `null` for acts that nobody signs, and where it is withheld.
    statement: Option<String>,
}

impl From<EntryRead> for LedgerEntry {
    fn from(EntryRead { entry: e, statement, is_withheld }: EntryRead) -> Self {
        let shown = |text: String| (!is_withheld).then_some(text);
        Self {
            seq: e.seq,
            actor: e.act.actor,
            credential: e.act.credential,
            act: shown(e.act.act),
            subject: shown(e.act.subject),
            outcome: e.act.outcome,
            detail: shown(e.act.detail),
            withheld: is_withheld,
            at: e.act.at,
            prev_hash: e.prev_hash,
            hash: e.hash,
            statement: statement.filter(|_| !is_withheld),
        }
    }
}

/// The end of the ledger now. Whoever keeps it elsewhere can show later that nothing was changed or cut off.
#[derive(Serialize, ToSchema)]
struct Checkpoint {
    /// Number of the last entry.
    seq: i64,
    /// Hash of the last entry.
    hash: String,
    /// When this entry was the last.
    at: Timestamp,
    /// The same statement, signed with the office key (`subrosa-checkpoint+jws`).
    jws: String,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LedgerQuery {
    /// Only entries after this number.
    after: Option<i64>,
    /// Most items on the page.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// The cursor from the `Link` of the page before.
    cursor: Option<String>,
}

/// Read the yearly table of secrecy orders.
///
/// Officers, auditors and supervisors of examiners who are cleared for every marking get the whole table. Everybody else
/// gets it as the Office publishes it: without the year under way, and without columns that count fewer than five orders.
#[utoipa::path(operation_id = "read_fiscal_years", tag = "records", responses((status = 200, description = "From the year of the first order to now", body = Page<Row>), NotShown))]
#[get("/statistics/fiscal-years")]
async fn read_fiscal_years(who: Signed<Anyone>, api: web::Data<Api>) -> Result<Page<Row>, Problem> {
    let rows = block(move || statistics::fiscal_years(&api.cx, &who)).await?;
    Ok(Page::whole(rows))
}

/// Read the ledger, oldest first.
///
/// Of an act that concerns a filing above the caller's clearance there is who acted, when, and the hashes.
#[utoipa::path(operation_id = "list_ledger_entries", tag = "records", params(LedgerQuery), responses((status = 200, description = "A page of entries", body = Page<LedgerEntry>), NotShown))]
#[get("/ledger")]
async fn list_ledger_entries(
    who: Signed<Auditors>,
    api: web::Data<Api>,
    query: web::Query<LedgerQuery>,
) -> Result<Page<LedgerEntry>, Problem> {
    let page = PageRequest::read(&api, query.limit, query.cursor.as_deref())?;
    let after = page.after()?.or(query.after).unwrap_or(0);
    let limit = page.one_more();
    let rows = block(move || ledger::entries(&api.cx, &who, after, limit)).await?;
    Ok(Page::of(&page, rows, |e| e.entry.seq.to_string()).map(LedgerEntry::from))
}

/// Read the end of the ledger, to be kept elsewhere.
#[utoipa::path(operation_id = "read_ledger_checkpoint", tag = "records", responses((status = 200, description = "The last entry's number and hash, signed", body = Checkpoint), NotShown))]
#[get("/ledger/checkpoint")]
async fn read_ledger_checkpoint(who: Signed<Auditors>, api: web::Data<Api>) -> Result<Answer<Checkpoint>, Problem> {
    let signer = api.clone();
    let stated = block(move || ledger::checkpoint(&api.cx, &who)).await?;
    let jws = signer.sign(Kind::Checkpoint, &stated)?;
    Ok(Answer::ok(Checkpoint { seq: stated.end.seq, hash: stated.end.hash, at: stated.at, jws }))
}
