//! The ledger as a tiled transparency log (C2SP tlog-tiles) under `/ledger/log`, and the co-signatures of its witnesses.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::Change;
use crate::api::frame::guard::{LogReaders, Officials, Signed};
use crate::api::frame::input::Creating;
use crate::api::frame::page::{Page, PageRequest};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::{Api, PREFIX, block};
use crate::clock::Clock as _;
use crate::workflow::office::log::{self, Growth, Unsigned};
use crate::workflow::office::witnesses::{self, CosignatureView, WitnessView};
use actix_web::{HttpResponse, get, post, web};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use domain::base::merkle::TilePlace;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(read_log_checkpoint).service(read_log_tile).service(read_log_keys);
    config.service(read_witness_request).service(list_cosignatures).service(cosign_checkpoint);
}

const NOTE: &str = "text/plain; charset=utf-8";

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CheckpointQuery {
    /// Entries of the ledger, counted from the first; all of them if it is left out.
    #[param(minimum = 1)]
    size: Option<u64>,
}

/// The place of a tile.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct TileParam {
    /// Level and number of the tile, or `entries` and number, as tlog-tiles writes them.
    #[param(example = "0/x001/x234/067")]
    tile: String,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct GrowthQuery {
    /// Entries that the witness has co-signed; 0 if it has co-signed nothing.
    old: u64,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CosignaturesQuery {
    /// Most items on the page.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// The cursor from the `Link` of the page before.
    cursor: Option<String>,
}

/// What others need to check checkpoints of the log.
#[derive(Serialize, ToSchema)]
struct LogKeys {
    /// The name of the log, which is the first line of its checkpoints.
    #[schema(example = "subrosa/ledger/0123456789abcdef")]
    origin: String,
    /// The office key, as other programs take it (a vkey of C2SP signed-note).
    key: String,
    /// The witnesses, those too whose co-signatures are no longer taken.
    witnesses: Vec<WitnessView>,
}

/// A checkpoint that a witness has co-signed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Cosigned {
    /// The checkpoint as a signed note, with the line of the witness.
    checkpoint: String,
}

/// Read the checkpoint of the log.
///
/// A signed note (C2SP tlog-checkpoint): the name of the log, its entries, the root of the Merkle tree over them, and the
/// signature of the office key. With `size`, the checkpoint of an earlier state, with the lines of the witnesses that have
/// co-signed it. Officials may read the log if their agency has a witness on record.
#[utoipa::path(operation_id = "read_log_checkpoint", tag = "records", params(CheckpointQuery), responses((status = 200, description = "The signed note", body = String, content_type = "text/plain"), NotShown))]
#[get("/ledger/log/checkpoint")]
async fn read_log_checkpoint(
    who: Signed<LogReaders>,
    api: web::Data<Api>,
    query: web::Query<CheckpointQuery>,
) -> Result<HttpResponse, Problem> {
    let signer = api.clone();
    let Unsigned { head, cosignatures } = block(move || log::checkpoint(&api.cx, &who, query.size)).await?;
    Ok(HttpResponse::Ok().content_type(NOTE).body(signer.sign_checkpoint(&head, cosignatures)))
}

/// Read a tile of the log.
///
/// Up to 256 hashes of 32 bytes (C2SP tlog-tiles), or for auditors a bundle of entries. An entry in a bundle is its hash in
/// the chain, of 32 bytes, so that a reader of `GET /ledger` can hold entries that are withheld against the tree too.
#[utoipa::path(operation_id = "read_log_tile", tag = "records", params(TileParam), responses((status = 200, description = "The bytes of the tile", body = Vec<u8>, content_type = "application/octet-stream"), NotShown))]
#[get("/ledger/log/tile/{tile:.*}")]
async fn read_log_tile(
    who: Signed<LogReaders>,
    api: web::Data<Api>,
    place: web::Path<TileParam>,
) -> Result<HttpResponse, Problem> {
    let bytes = block(move || log::tile(&api.cx, &who, TilePlace::parse(&place.tile))).await?;
    Ok(HttpResponse::Ok().content_type("application/octet-stream").body(bytes))
}

/// Read the keys that the log and its witnesses sign with.
///
/// Get them once, and keep them: whoever can change the answer can change the keys in it.
#[utoipa::path(operation_id = "read_log_keys", tag = "records", responses((status = 200, description = "The keys", body = LogKeys), NotShown))]
#[get("/ledger/log/keys")]
async fn read_log_keys(who: Signed<LogReaders>, api: web::Data<Api>) -> Result<Answer<LogKeys>, Problem> {
    let signer = api.clone();
    let parties = block(move || witnesses::parties(&api.cx, &who)).await?;
    let key = signer.seal.note_key(&parties.origin).to_string();
    Ok(Answer::ok(LogKeys { origin: parties.origin, key, witnesses: parties.witnesses }))
}

/// Read what a witness needs to co-sign the log.
///
/// The body of an `add-checkpoint` request of C2SP tlog-witness: the entries that the witness knows, the proof that the log
/// still has them as they were, and its checkpoint. Send it to the witness, put what the witness answers behind the
/// checkpoint, and bring that to `POST /ledger/log/cosignatures`.
#[utoipa::path(operation_id = "read_witness_request", tag = "records", params(GrowthQuery), responses((status = 200, description = "The request", body = String, content_type = "text/plain"), NotShown))]
#[get("/ledger/log/witness-request")]
async fn read_witness_request(
    who: Signed<LogReaders>,
    api: web::Data<Api>,
    query: web::Query<GrowthQuery>,
) -> Result<HttpResponse, Problem> {
    let (signer, old) = (api.clone(), query.old);
    let Growth { head, proof } = block(move || log::growth(&api.cx, &who, old)).await?;
    let mut request = format!("old {old}\n");
    for hash in proof {
        request.push_str(&BASE64.encode(hash));
        request.push('\n');
    }
    request.push('\n');
    request.push_str(&signer.sign_checkpoint(&head, vec![]));
    Ok(HttpResponse::Ok().content_type(NOTE).body(request))
}

/// List what the witnesses have co-signed, oldest first.
#[utoipa::path(operation_id = "list_cosignatures", tag = "records", params(CosignaturesQuery), responses((status = 200, description = "A page of co-signatures", body = Page<CosignatureView>), NotShown))]
#[get("/ledger/log/cosignatures")]
async fn list_cosignatures(
    who: Signed<LogReaders>,
    api: web::Data<Api>,
    query: web::Query<CosignaturesQuery>,
) -> Result<Page<CosignatureView>, Problem> {
    let page = PageRequest::read(&api, query.limit, query.cursor.as_deref())?;
    let (after, limit) = (page.after()?, page.one_more());
    let all = block(move || witnesses::cosignatures(&api.cx, &who, after, limit)).await?;
    Ok(Page::of(&page, all, |c| c.id.to_string()))
}

/// Bring a checkpoint that a witness of your agency has co-signed.
///
/// It is taken if the key of the witness is on record, the co-signature genuine, and the root the one that the ledger has
/// there. Another root is refused with `ledger.fork`: the witness was shown another ledger, or entries are gone.
#[utoipa::path(operation_id = "cosign_checkpoint", tag = "records", params(Creating), request_body = Cosigned, responses((status = 201, description = "On record", body = CosignatureView), NotDone))]
#[post("/ledger/log/cosignatures")]
async fn cosign_checkpoint(
    who: Signed<Officials>,
    api: web::Data<Api>,
    change: Change<Cosigned>,
) -> Result<Answer<CosignatureView>, Problem> {
    let taken = block(move || {
        let (cosigned, by) = change.by(&who);
        witnesses::cosign(&api.cx, &by, &cosigned.checkpoint, api.system.now())
    })
    .await?;
    Ok(Answer::created(format!("{PREFIX}/ledger/log/cosignatures"), taken))
}
