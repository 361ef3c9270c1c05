//! One letter that determines for many orders (R4.3, E5): it expands to one signed line for each sponsor
//! of each order it names, each with its own entry in the ledger and its own answer. Nothing is
//! renewed in a body.

use crate::store::office::ledger;
use crate::store::order::orders;
use crate::store::{Conn, Tx};
use crate::workflow::frame::act::{Record, entry};
use crate::workflow::frame::{case, input};
use crate::workflow::order::determine::{Letter, write_down};
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::Role;
use domain::base::agency::AgencyCode;
use domain::base::ids::OrderId;
use domain::base::ledger::Outcome;
use domain::base::refusal::Refusal;
use domain::order::{Need, check_named};
use domain::review::access::{self, not_found};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A letter of determinations to be signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewLetter)]
pub struct LetterInput {
    /// Whether the national interest requires that each order go on.
    pub determination: Need,
    /// The official's reason.
    pub reason: String,
    /// The orders that the letter names, each by its id or its number; at most 200. A letter that names none is
    /// refused: each order needs a determination of its own.
    #[serde(default)]
    #[schema(example = json!(["SO-2026-000001", "SO-2026-000002"]))]
    pub orders: Vec<String>,
    /// The sponsor for which the official speaks; left out, chosen for each order as for a single determination.
    #[serde(default)]
    #[schema(example = "NAVY")]
    pub agency: Option<String>,
}

/// What came of one order of the letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The order as it was named.
    pub named: String,
    /// Its id, where it was found.
    pub order: Option<OrderId>,
    /// The sponsors for which a determination was received.
    pub signed: Vec<AgencyCode>,
    /// Why nothing was received.
    pub refused: Option<RefusedLine>,
}

/// A refusal as it is kept with the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedLine {
    /// Its stable code.
    pub code: String,
    /// Its sentence.
    pub detail: String,
    /// The controlling text.
    pub citation: Option<String>,
    /// The rules of the rule book.
    pub rule: Option<String>,
}

impl From<&Refusal> for RefusedLine {
    fn from(r: &Refusal) -> Self {
        Self {
            code: r.code.code.to_owned(),
            detail: r.detail.clone(),
            citation: r.code.citation.map(str::to_owned),
            rule: r.code.rule.map(str::to_owned),
        }
    }
}

/// Records what a letter determines. A refusal of one order does not touch the others; an error of the
/// house means that none was received.
pub fn determine_many(cx: &Ctx, by: &By<'_>, ask: &LetterInput) -> Result<Vec<Line>, Error> {
    let sign = |tx: &mut Tx<'_>, record: &mut Record| {
        access::role(by.actor, &[Role::Official])?;
        let account = case::signer(by.actor)?;
        check_named(&ask.orders)?;
        let letter = Letter { account, need: ask.determination, reason: input::reason(&ask.reason)?, at: cx.now() };
        let mut lines = Vec::with_capacity(ask.orders.len());
        for named in &ask.orders {
            lines.push(line(cx, by, tx, &letter, named, ask.agency.as_deref())?);
        }
        let done = lines.iter().filter(|l| l.refused.is_none()).count();
        record.detail = format!("account={account} orders={} received={done}", lines.len());
        Ok(lines)
    };
    let still_visible = |conn: &mut Conn, kept: Vec<Line>| {
        let shown = |line: Line| match line.order.map(|id| case::see_order(cx, conn, by.actor, id)) {
            Some(Err(Error::Refused(refusal))) => {
                Ok(Line { order: None, signed: vec![], refused: Some((&refusal).into()), ..line })
            }
            Some(Err(e)) => Err(e),
            Some(Ok(_)) | None => Ok(line),
        };
        kept.into_iter().map(shown).collect()
    };
    cx.act_on_many(by, "orders.determine", "orders", sign, still_visible)
}

/// One order of the letter, with its own entry in the ledger. Everything is decided before anything is
/// written, so that a refusal leaves nothing behind.
fn line(
    cx: &Ctx,
    by: &By<'_>,
    tx: &mut Tx<'_>,
    letter: &Letter,
    named: &str,
    agency: Option<&str>,
) -> Result<Line, Error> {
    let mut out = Line { named: named.to_owned(), order: None, signed: vec![], refused: None };
    let id = match named.trim().parse() {
        Ok(id) => Some(id),
        Err(_) => orders::by_number(tx, named.trim())?,
    };
    let decided = case::order(cx, tx, by.actor, id.unwrap_or(OrderId::NONE)).and_then(|(order, _, agencies)| {
        let signed = letter.lines(cx, by, tx, &order, &agencies, agency)?;
        Ok((order, signed))
    });
    let subject = format!("order:{}", id.map_or_else(|| "unknown".to_owned(), |id| id.to_string()));
    let (detail, outcome) = match decided {
        Ok((order, signed)) => {
            out.order = Some(order.id);
            out.signed = signed.iter().map(|d| d.agency.clone()).collect();
            (write_down(tx, &order, &signed)?, Outcome::Done)
        }
        Err(Error::Refused(refusal)) => {
            // What may not be seen is not there: its id is not told either.
            out.order = id.filter(|_| refusal.code.code != not_found().code.code);
            out.refused = Some((&refusal).into());
            (refusal.code.code.to_owned(), Outcome::Refused)
        }
        Err(other) => return Err(other),
    };
    let record = Record { subject, detail };
    ledger::append(tx, entry(by.actor, "order.determine", &record, outcome, letter.at))?;
    Ok(out)
}
