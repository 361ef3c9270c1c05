//! Reading the ledger: pages for auditors, a checkpoint to keep elsewhere, and the verification of the whole chain. No
//! use case decides anything by the ledger.

use crate::store::frame::evidence::compare;
pub use crate::store::frame::evidence::compare::Finding;
use crate::store::frame::evidence::tables::EVIDENCE;
use crate::store::frame::marking;
use crate::store::office::{ledger, signed_acts};
use crate::store::{Conn, StoreError};
use crate::workflow::frame::act::{Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::ledger::{Act, Broken, Entry, GENESIS, Inspector};
use domain::base::marking::{Level, Marking};
use domain::review::access;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

const READERS: [Role; 1] = [Role::Auditor];

/// Entries inspected at a time.
const BATCH: i64 = 2000;

/// The end of the chain at a moment. Kept elsewhere, it shows later whether anything before it was changed or cut off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Number of the last entry; 0 for an empty ledger.
    pub seq: i64,
    pub hash: String,
}

/// A checkpoint with the instant at which it was taken. This is what is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedCheckpoint {
    /// The end of the chain.
    #[serde(flatten)]
    pub end: Checkpoint,
    /// When it was the end.
    pub at: Timestamp,
}

/// An entry as somebody may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRead {
    pub entry: Entry,
    /// The signed statement about the act.
    pub statement: Option<String>,
    /// Whether the act, its subject and its detail are not for the reader, because a filing that they concern is above
    /// the reader's clearance.
    pub is_withheld: bool,
}

/// Up to `limit` entries after a number, in order. Entries about filings above the reader's clearance are among them, so
/// that the chain of hashes can be followed.
pub fn entries(cx: &Ctx, actor: &Actor, after: i64, limit: i64) -> Result<Vec<EntryRead>, Error> {
    access::role(actor, &READERS)?;
    cx.read(|conn| {
        let entries = ledger::after(conn, after, limit)?;
        let named: Vec<String> = entries.iter().flat_map(|e| ids_named_in(&e.act)).map(str::to_owned).collect();
        let markings = ledger::markings(conn, &named)?;
        let every = Marking::of_all(&marking::more_than_a_level(conn)?).join(&Marking::of(Level::TopSecret));
        let last = entries.last().map_or(after, |entry| entry.seq);
        let mut statements: HashMap<i64, String> =
            signed_acts::between(conn, after, last)?.into_iter().map(|s| (s.seq, s.statement)).collect();
        let read = |entry: Entry| {
            let is_withheld = !access::may_read_act(actor, marking_concerned(&entry.act, &markings, &every).as_ref());
            EntryRead { statement: statements.remove(&entry.seq), entry, is_withheld }
        };
        Ok(entries.into_iter().map(read).collect())
    })
}

/// Kinds of subjects that concern no filing. An act on any other kind is withheld unless its filing is known.
const BESIDE_CASES: [&str; 22] = [
    "account",
    "account_proposal",
    "agency",
    "clock",
    "database",
    "demo",
    "engine",
    "factor",
    "feed",
    "identity",
    "issuer",
    "key_rotation",
    "ledger",
    "list",
    "orders",
    "personal_key",
    "regime",
    "route",
    "service_key",
    "session",
    "signing_key",
    "witness",
];

/// The ids that an act names, in its subject and in its detail.
fn ids_named_in(act: &Act) -> impl Iterator<Item = &str> {
    let words = [&act.subject, &act.detail].into_iter().flat_map(|text| text.split(|c: char| !is_of_an_id(c)));
    words.filter(|word| word.len() == ID_CHARACTERS)
}

const ID_CHARACTERS: usize = 36;

fn is_of_an_id(c: char) -> bool {
    c == '-' || c.is_ascii_hexdigit()
}

/// The marking of the filings that an act concerns, taken together (M10); `None` if it concerns none. A thing that is not on record
/// counts as marked like everything on record together (`every`): otherwise the ledger would tell a reader which things there
/// are.
fn marking_concerned(act: &Act, markings: &HashMap<String, Marking>, every: &Marking) -> Option<Marking> {
    let known: Vec<&Marking> = ids_named_in(act).filter_map(|id| markings.get(id)).collect();
    let known = (!known.is_empty()).then(|| Marking::of_all(known));
    let (kind, id) = act.subject.split_once(':').unwrap_or((&act.subject, ""));
    let concerns_none = BESIDE_CASES.contains(&kind) || id == "new";
    known.or_else(|| (!concerns_none).then(|| every.clone()))
}

/// The end of the chain now.
pub fn checkpoint(cx: &Ctx, actor: &Actor) -> Result<StatedCheckpoint, Error> {
    access::role(actor, &READERS)?;
    end(cx)
}

/// The end of the chain now, for the system itself.
pub fn end(cx: &Ctx) -> Result<StatedCheckpoint, Error> {
    let end = cx.read(|conn| Ok(end_of(conn)?))?;
    Ok(StatedCheckpoint { end, at: cx.now() })
}

fn end_of(conn: &mut Conn) -> Result<Checkpoint, StoreError> {
    let last = ledger::last(conn)?;
    Ok(last
        .map_or_else(|| Checkpoint { seq: 0, hash: GENESIS.to_owned() }, |e| Checkpoint { seq: e.seq, hash: e.hash }))
}

/// Whether the chain still goes through an earlier checkpoint; returns its end now, or what is wrong. This looks at two
/// entries only, so a running service can ask it often; [`verify`] inspects every entry.
pub fn end_after(cx: &Ctx, earlier: &Checkpoint) -> Result<Result<StatedCheckpoint, Broken>, Error> {
    let (end, hash) = cx.read(|conn| Ok((end_of(conn)?, ledger::hash_at(conn, earlier.seq)?)))?;
    if end.seq < earlier.seq {
        return Ok(Err(Broken::Truncated { ends: end.seq, checkpoint: earlier.seq }));
    }
    // Before the first entry there is nothing to compare.
    if earlier.seq > 0 && hash.as_ref() != Some(&earlier.hash) {
        return Ok(Err(Broken::NotTheCheckpoint(earlier.seq)));
    }
    Ok(Ok(StatedCheckpoint { end, at: cx.now() }))
}

/// Whether the chain ends at a checkpoint, apart from an entry that this program made when it opened a database of an
/// older one.
pub fn ends_at(cx: &Ctx, checkpoint: &Checkpoint) -> Result<bool, Error> {
    let behind = cx.read(|conn| Ok(ledger::after(conn, checkpoint.seq, 2)?))?;
    let only_opened = behind.len() < 2 && behind.iter().all(|e| e.act.act == compare::BASELINE);
    Ok(only_opened && end_after(cx, checkpoint)?.is_ok())
}

/// Findings that are kept; the others are counted.
const MOST_FINDINGS: usize = 100;

/// Rows of evidence that are not as the ledger has them: the first hundred, and how many more.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    pub first: Vec<Finding>,
    pub more: u64,
}

impl Findings {
    /// Keeps a finding, or counts it.
    pub(crate) fn add(&mut self, finding: Finding) {
        if self.first.len() < MOST_FINDINGS { self.first.push(finding) } else { self.more += 1 }
    }
}

/// What a verification came to.
#[derive(Debug, Clone)]
pub struct Verified {
    /// The end of the chain, or the first thing that is wrong with it.
    pub chain: Result<Checkpoint, Broken>,
    /// The rows of evidence that are not as the ledger has them.
    pub findings: Findings,
    /// Rows of evidence compared.
    pub rows: u64,
    /// The entries that commit to all rows there were. What was on record before is proven from the first of them on
    /// only.
    pub baselines: Vec<i64>,
}

impl Verified {
    /// The end of the chain, if nothing is wrong; otherwise what is wrong, one line each.
    pub fn end(&self) -> Result<&Checkpoint, Vec<String>> {
        let mut wrong: Vec<String> = self.chain.as_ref().err().map(Broken::to_string).into_iter().collect();
        wrong.extend(self.findings.first.iter().map(Finding::to_string));
        if self.findings.more > 0 {
            wrong.push(format!("{} more rows are not as the ledger has them", self.findings.more));
        }
        self.chain.as_ref().ok().filter(|_| wrong.is_empty()).ok_or(wrong)
    }
}

/// Verifies the whole chain, and every row of evidence against it, in a fixed amount of memory. With earlier checkpoints
/// it also finds a chain that was cut off or made anew.
pub fn verify(cx: &Ctx, checkpoints: &[Checkpoint]) -> Result<Verified, Error> {
    let (mut findings, mut baselines, mut rows) = (Findings::default(), vec![], 0);
    let chain = inspect_chain(cx, checkpoints, &mut findings, &mut baselines)?;
    if let Ok(end) = &chain {
        // A service that runs meanwhile writes on: commitments behind the end are strange only if there is no entry.
        let end = end.seq;
        cx.read(|conn| {
            let end = ledger::last(conn)?.map_or(end, |e| e.seq);
            Ok::<_, Error>(compare::find_strange_commitments(conn, end, &mut |finding| findings.add(finding))?)
        })?;
    }
    for table in EVIDENCE {
        rows += cx.read(|conn| Ok::<_, Error>(compare::compare_table(conn, table, &mut |f| findings.add(f))?))?;
    }
    Ok(Verified { chain, findings, rows, baselines })
}

/// Inspects the entries of the chain with their commitments.
fn inspect_chain(
    cx: &Ctx,
    checkpoints: &[Checkpoint],
    findings: &mut Findings,
    baselines: &mut Vec<i64>,
) -> Result<Result<Checkpoint, Broken>, Error> {
    let mut inspector = Inspector::new(checkpoints.iter().map(|c| (c.seq, c.hash.clone())));
    let mut after = 0;
    loop {
        // The table is append-only, so the batches need not be of one state of the record.
        let batch = cx.read(|conn| {
            let batch = ledger::after(conn, after, BATCH)?;
            compare::compare_commitments(conn, after, &batch, &mut |f| findings.add(f))?;
            Ok::<_, Error>(batch)
        })?;
        let Some(last) = batch.last() else { break };
        after = last.seq;
        for entry in &batch {
            if let Err(broken) = inspector.next(entry) {
                return Ok(Err(broken));
            }
            if entry.act.act == compare::BASELINE {
                baselines.push(entry.seq);
            }
        }
    }
    Ok(inspector.finish().map(|(seq, hash)| Checkpoint { seq, hash }))
}
