//! Intake: a filing comes in, is screened, and is on record with what was found, or is refused.
//!
//! Screening happens before the transaction, which only checks, stores and appends to the ledger; if
//! another list was adopted in between, the filing is screened again. Intake is idempotent by
//! application number and text: the same filing again gets the answer it got the first time, and
//! nothing is done twice. Reading formats is `formats`' job, what a list finds `screening`'s.

use crate::store::filing::filings::{self, FilingRecord, NewFiling};
use crate::store::filing::screenings;
use crate::store::list::lists as list_store;
use crate::store::office::ledger;
use crate::store::{Conn, StoreError, Tx};
use crate::workflow::filing::screenings::ScreeningRecord;
use crate::workflow::filing::succession;
use crate::workflow::frame::act::{By, Ctx, Error, Record, entry};
use crate::workflow::frame::case;
use crate::workflow::frame::list_in_force::ListInForce;
use crate::workflow::license::license;
use crate::workflow::list::lists;
use domain::base::actor::Role;
use domain::base::ids::{FilingId, ListRevisionId};
use domain::base::ledger::Outcome;
use domain::base::marking::Marking;
use domain::base::refusal::{FILING_COVERED, FILING_NUMBER_TAKEN, INVALID, Refusal};
use domain::case::holds::{Facts, Screened};
use domain::case::status::{FilingStatus, status};
use domain::filing::Filing;
use domain::filing::screening::Screening;
use domain::review::access;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Who brings filings in.
pub(crate) const BRINGERS: [Role; 1] = [Role::Intake];

/// How often a filing is screened anew because the list was replaced meanwhile. Adoptions take two
/// persons; three in the time of one screening do not happen.
pub(crate) const MOST_ROUNDS: usize = 3;

/// The answer to a filing that came in: how it stood on receipt, also when it is given again later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// Its id.
    pub id: FilingId,
    /// Its version, for an `If-Match`.
    pub version: i32,
    /// Where it stood on receipt.
    pub status: FilingStatus,
    /// The day it was received, in Washington.
    pub received_on: Date,
    /// The screening on receipt.
    pub screening: ScreeningRecord,
    /// Whether it was on record before.
    pub existing: bool,
}

/// A filing screened and ready to be stored.
struct Ready<'a> {
    filing: &'a Filing,
    digest: String,
    result: Screening,
    list: ListRevisionId,
}

/// Why a transaction of intake stored nothing.
enum Stopped {
    /// As any act.
    For(Error),
    /// Another list is in force than the one screened with.
    ListReplaced,
}

impl From<Error> for Stopped {
    fn from(e: Error) -> Self {
        Self::For(e)
    }
}
impl From<StoreError> for Stopped {
    fn from(e: StoreError) -> Self {
        Self::For(e.into())
    }
}
impl From<Refusal> for Stopped {
    fn from(r: Refusal) -> Self {
        Self::For(r.into())
    }
}

/// Takes in one filing.
pub fn receive(cx: &Ctx, by: &By<'_>, filing: &Filing) -> Result<Received, Error> {
    may_bring(cx, by)?;
    let digest = filing.digest();
    // What came before is answered without screening, writing or waiting; a key must be looked up.
    if by.idempotency.is_none()
        && let Some(known) = cx.read(|conn| answered(conn, filing, &digest))?
    {
        return Ok(known);
    }
    for _ in 0..MOST_ROUNDS {
        let ready = prepare(filing, &digest, &*lists::in_force(cx)?);
        let mut replaced = false;
        let done = cx.act(by, "filing.receive", "filing:new", |tx, record| {
            take(cx, tx, &ready, record).map_err(|stopped| match stopped {
                Stopped::For(e) => e,
                Stopped::ListReplaced => {
                    replaced = true;
                    Error::House("the review list was replaced".into())
                }
            })
        });
        if !replaced {
            return done;
        }
    }
    Err(Error::House("the review list is being replaced again and again; send the filing again".into()))
}

/// Takes in several filings in one transaction, for streams: one answer each, in their order. A
/// refusal of one does not touch the others; an error of the house means that none was taken in.
pub fn receive_all(cx: &Ctx, by: &By<'_>, filings: &[Filing]) -> Result<Vec<Result<Received, Refusal>>, Error> {
    may_bring(cx, by)?;
    let digests: Vec<String> = filings.iter().map(Filing::digest).collect();
    let mut known =
        cx.read(|conn| filings.iter().zip(&digests).map(|(f, d)| answered(conn, f, d)).collect::<Result<Vec<_>, _>>())?;
    for _ in 0..MOST_ROUNDS {
        let list = lists::in_force(cx)?;
        let ready: Vec<Option<Ready<'_>>> = (filings.iter().zip(&digests))
            .zip(&known)
            .map(|((f, digest), known)| known.is_none().then(|| prepare(f, digest, &list)))
            .collect();
        let taken = cx.store.write(|tx| {
            let mut taken = Vec::with_capacity(ready.len());
            for ready in &ready {
                taken.push(ready.as_ref().map(|ready| take_or_refuse(cx, by, tx, ready)).transpose()?);
            }
            Ok(taken)
        });
        match taken {
            Ok(taken) => {
                let answers = taken.into_iter().zip(known.iter_mut());
                return Ok(answers.filter_map(|(new, known)| new.or_else(|| known.take().map(Ok))).collect());
            }
            Err(Stopped::For(e)) => return Err(e),
            Err(Stopped::ListReplaced) => {}
        }
    }
    Err(Error::House("the review list is being replaced again and again; send the filings again".into()))
}

/// Refuses whoever may not bring filings, before anything is screened for them.
fn may_bring(cx: &Ctx, by: &By<'_>) -> Result<(), Error> {
    if let Err(refusal) = access::role(by.actor, &BRINGERS) {
        cx.record_refusal(by.actor, "filing.receive", "filing:new", &refusal)?;
        return Err(refusal.into());
    }
    Ok(())
}

/// One filing of several, with its own entry in the ledger. [`take`] writes nothing before it has
/// decided, so that a refusal leaves nothing behind in the common transaction.
fn take_or_refuse(
    cx: &Ctx,
    by: &By<'_>,
    tx: &mut Tx<'_>,
    ready: &Ready<'_>,
) -> Result<Result<Received, Refusal>, Stopped> {
    let mut record = Record { subject: "filing:new".into(), detail: String::new() };
    let (answer, outcome) = match take(cx, tx, ready, &mut record) {
        Ok(received) => (Ok(received), Outcome::Done),
        Err(Stopped::For(Error::Refused(refusal))) => {
            record.detail = refusal.code.code.to_owned();
            (Err(refusal), Outcome::Refused)
        }
        Err(stopped) => return Err(stopped),
    };
    ledger::append(tx, entry(by.actor, "filing.receive", &record, outcome, cx.now()))?;
    Ok(answer)
}

fn prepare<'a>(filing: &'a Filing, digest: &str, list: &ListInForce) -> Ready<'a> {
    Ready { filing, digest: digest.to_owned(), result: list.screener.screen(filing), list: list.id }
}

/// The answer a filing got before: `None` where it is new, a refusal where its number stands for
/// another text.
fn answered(conn: &mut Conn, filing: &Filing, digest: &str) -> Result<Option<Received>, Error> {
    let Some(known) = filings::by_number(conn, &filing.application_number)? else { return Ok(None) };
    known_text(conn, known, digest, filing.marking)
}

/// The answer that a text of a filing on record got when it came, be it the first or an amendment.
/// `digest` and `marking` are the text's.
pub(crate) fn known_text(
    conn: &mut Conn,
    known: FilingRecord,
    digest: &str,
    marking: Marking,
) -> Result<Option<Received>, Error> {
    let Some(text_version) = filings::text_of_digest(conn, known.id, digest)? else { return Ok(None) };
    let screening = screenings::first_of(conn, known.id, text_version)?
        .ok_or_else(|| StoreError::Corrupt(format!("text {text_version} of filing {} has no screening", known.id)))?;
    Ok(Some(answer(known, screening, marking, true)))
}

/// What intake tells. Decisions and orders since receipt are no business of whoever brings filings.
/// `marking` is that of the text.
pub(crate) fn answer(
    filing: FilingRecord,
    mut screening: ScreeningRecord,
    marking: Marking,
    existing: bool,
) -> Received {
    for hit in &mut screening.hits {
        (hit.triage, hit.version, hit.before, hit.returned_because) = (None, 1, None, None);
    }
    screening.gone.clear();
    Received {
        id: filing.id,
        version: filing.version,
        status: status(&on_receipt(&screening.result, marking), filing.received_on),
        received_on: filing.received_on,
        screening,
        existing,
    }
}

/// The facts of a filing on receipt: nothing is on record of it but its text and what screening found in it.
fn on_receipt(result: &Screening, marking: Marking) -> Facts<'static> {
    let screened = Screened { verdict: Some(result.verdict), hits_undecided: result.hits.len(), ..Screened::default() };
    Facts { screened, marking, legend: result.bears_legend(), ..Facts::default() }
}

/// Decides about one filing and stores it.
fn take(cx: &Ctx, tx: &mut Tx<'_>, ready: &Ready<'_>, record: &mut Record) -> Result<Received, Stopped> {
    let Ready { filing, digest, list, .. } = ready;
    if let Some(known) = answered(tx, filing, digest)? {
        record.subject = format!("filing:{}", known.id);
        record.detail = format!("sha256={digest} existing");
        return Ok(known);
    }
    filing.check_way()?;
    if let Some(known) = filings::by_number(tx, &filing.application_number)? {
        record.subject = format!("filing:{}", known.id);
        return Err(number_taken(&known, digest).into());
    }
    check_text(filing)?;
    let related: Vec<String> = relatives(filing).collect();
    if filings::any_under_order(tx, &related, cx.today())? {
        let detail = "Bring this filing by hand, or by mail under 37 CFR 5.1(a), to Licensing and Review.";
        return Err(Refusal::new(&FILING_COVERED, detail).into());
    }
    if list_store::in_force(tx)? != Some(*list) {
        return Err(Stopped::ListReplaced);
    }
    store(cx, tx, ready, record).map_err(Stopped::For)
}

fn store(cx: &Ctx, tx: &mut Tx<'_>, ready: &Ready<'_>, record: &mut Record) -> Result<Received, Error> {
    let Ready { filing, digest, result, list } = ready;
    let (id, now) = (FilingId::fresh(cx.ids.as_ref()), cx.now());
    let received = filings::insert(
        tx,
        &NewFiling {
            id,
            filing,
            document_sha256: digest,
            received_on: cx.today(),
            received_at: now,
            status: status(&on_receipt(result, filing.marking), cx.today()),
            judged_by: *list,
        },
    )?;
    let screening = succession::first(
        cx,
        succession::Pass {
            filing: id,
            text_version: received.text_version,
            text: filing,
            list: *list,
            at: now,
            result: result.clone(),
        },
    );
    screenings::insert(tx, &screening)?;
    let received = if license::on_receipt(cx, tx, id)? { case::filing_of(tx, id)? } else { received };
    record.subject = format!("filing:{id}");
    record.detail = format!("sha256={digest} list={} engine={}", result.list.sha256, result.engine);
    if !filing.received_by.is_ordinary() {
        record.detail.push_str(&format!(" received_by={}", filing.received_by.as_str()));
    }
    Ok(answer(received, screening, filing.marking, false))
}

fn number_taken(known: &FilingRecord, digest: &str) -> Refusal {
    Refusal::new(
        &FILING_NUMBER_TAKEN,
        format!(
            "{} is on file since {} as {} with the text of SHA-256 {}; this one is {digest}. If the text has changed, \
             send it as an amendment of that filing; if it is another application, correct its number.",
            known.application_number, known.received_on, known.id, known.document_sha256
        ),
    )
    .at("application_number")
}

/// Applications this one names as its relatives, in the form numbers are compared by: those of the
/// application data, and earlier filings in this country whose priority it claims (R3.4, E11).
pub(crate) fn relatives(filing: &Filing) -> impl Iterator<Item = String> {
    let key = |n: &str| n.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    let here = filing.priority.iter().filter(|p| p.country.eq_ignore_ascii_case("US"));
    let numbers = filing.related.iter().map(|r| &r.application_number).chain(here.map(|p| &p.number));
    numbers.map(move |n| key(n)).filter(|k: &String| !k.is_empty())
}

/// No text of the filing has the character that no database keeps as text.
pub(crate) fn check_text(filing: &Filing) -> Result<(), Refusal> {
    let parties = filing.parties.iter().flat_map(|p| [Some(&p.name), p.email.as_ref()]).flatten();
    let place = filing
        .paragraphs()
        .iter()
        .find(|p| p.text.contains('\0'))
        .map(|p| p.place.clone().into_owned())
        .or_else(|| parties.into_iter().any(|t| t.contains('\0')).then(|| "parties".to_owned()));
    match place {
        Some(place) => {
            Err(Refusal::new(&INVALID, format!("There is a NUL character in {place}; send the text without it."))
                .at(place))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
