//! Intake: a filing comes in, is screened, and is either put on record with the result or refused.
//!
//! Screening happens before the transaction, which only checks, stores and appends to the ledger. If another list was
//! adopted in between, the filing is screened again. Intake is idempotent by application number and text: the same
//! filing again gets the answer it got the first time, and nothing is done twice. Not its job: reading formats
//! (`formats`), and what a list finds (`screening`).

use crate::store::filing::filings::{self, FilingRecord, NewFiling};
use crate::store::filing::screenings;
use crate::store::list::lists as list_store;
use crate::store::office::ledger;
use crate::store::order::standing;
use crate::store::{StoreError, Tx};
use crate::workflow::filing::receipt_license;
use crate::workflow::filing::succession;
use crate::workflow::frame::act::{By, Ctx, Error, Record, entry};
use crate::workflow::frame::case;
use crate::workflow::frame::list_in_force::ListInForce;
use crate::workflow::frame::present_list;
use domain::base::actor::{Actor, Role};
use domain::base::ids::{FilingId, ListRevisionId};
use domain::base::ledger::Outcome;
use domain::base::refusal::{FILING_COVERED, FILING_NUMBER_TAKEN, INVALID, Refusal};
use domain::case::status::status;
use domain::filing::Filing;
use domain::filing::number::key_of;
use domain::filing::screening::Screening;
use domain::review::access;
use std::borrow::Cow;

pub use answer::Received;
pub(crate) use answer::{answer_of_intake, find_answer_to_text, keep_what_was_sent};
use answer::{canonical, facts_on_receipt, find_earlier_answer};

mod answer;

/// Roles that bring filings in.
pub(crate) const BRINGERS: [Role; 1] = [Role::Intake];

/// How often a filing is screened again because the list was replaced meanwhile. An adoption takes two persons, so
/// three adoptions during one screening do not happen.
pub(crate) const MOST_ROUNDS: usize = 3;

/// A filing screened and ready to be stored.
struct Ready<'a> {
    filing: &'a Filing,
    digest: String,
    result: Screening,
    list: ListRevisionId,
}

/// Why a transaction of intake stored nothing.
enum Stopped {
    /// The error or refusal of any act.
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
    check_may_bring(cx, by)?;
    let canonical = canonical(filing);
    let filing: &Filing = &canonical;
    let digest = filing.digest();
    // A filing that came before is answered without screening, writing or waiting. With a key the act must run, because
    // the key is looked up in its transaction.
    if by.idempotency.is_none()
        && check_way(by.actor, filing).is_ok()
        && let Some(known) = cx.read(|conn| find_earlier_answer(conn, by.actor, filing, &digest))?
    {
        return Ok(known);
    }
    for _ in 0..MOST_ROUNDS {
        let ready = screen_filing(filing, &digest, &*present_list::in_force(cx)?);
        let mut replaced = false;
        let done = cx.act(by, "filing.receive", "filing:new", |tx, record| {
            take_in(cx, by.actor, tx, &ready, record).map_err(|stopped| match stopped {
                Stopped::For(e) => e,
                Stopped::ListReplaced => {
                    replaced = true;
                    Error::Internal("the review list was replaced".into())
                }
            })
        });
        if !replaced {
            return done;
        }
    }
    Err(Error::Internal("the review list is being replaced again and again; send the filing again".into()))
}

/// Takes in several filings of a stream in one transaction, with one answer for each, in their order. A refusal of one
/// does not touch the others. An error of the system means that none was taken in.
pub fn receive_all(cx: &Ctx, by: &By<'_>, filings: &[Filing]) -> Result<Vec<Result<Received, Refusal>>, Error> {
    check_may_bring(cx, by)?;
    let filings: Vec<Cow<'_, Filing>> = filings.iter().map(canonical).collect();
    let digests: Vec<String> = filings.iter().map(|f| f.digest()).collect();
    let mut known = cx.read(|conn| {
        let known = |(f, digest): (&Cow<'_, Filing>, &String)| match check_way(by.actor, f) {
            Ok(()) => find_earlier_answer(conn, by.actor, f, digest),
            // The filing is refused at its place in the answers.
            Err(_) => Ok(None),
        };
        filings.iter().zip(&digests).map(known).collect::<Result<Vec<_>, _>>()
    })?;
    for _ in 0..MOST_ROUNDS {
        let list = present_list::in_force(cx)?;
        let ready: Vec<Option<Ready<'_>>> = (filings.iter().zip(&digests))
            .zip(&known)
            .map(|((f, digest), known)| known.is_none().then(|| screen_filing(f, digest, &list)))
            .collect();
        let taken = cx.write_as_of(cx.now(), |tx| {
            let mut taken = Vec::with_capacity(ready.len());
            for ready in &ready {
                taken.push(ready.as_ref().map(|ready| take_and_enter(cx, by, tx, ready)).transpose()?);
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
    Err(Error::Internal("the review list is being replaced again and again; send the filings again".into()))
}

/// Refuses an account that may not bring filings, before anything is screened for it.
fn check_may_bring(cx: &Ctx, by: &By<'_>) -> Result<(), Error> {
    if let Err(refusal) = access::role(by.actor, &BRINGERS) {
        cx.record_refusal(by.actor, "filing.receive", "filing:new", &refusal)?;
        return Err(refusal.into());
    }
    Ok(())
}

/// Refuses papers that claim to have come by a way for classified papers, if the sender has no clearance for it (R1.6).
fn check_way(actor: &Actor, filing: &Filing) -> Result<(), Refusal> {
    access::claim_way(actor, &filing.marking, filing.received_by)
}

/// Takes in one filing of several, with its own ledger entry. [`take_in`] writes nothing before it has decided, so that
/// a refusal leaves nothing behind in the common transaction.
fn take_and_enter(
    cx: &Ctx,
    by: &By<'_>,
    tx: &mut Tx<'_>,
    ready: &Ready<'_>,
) -> Result<Result<Received, Refusal>, Stopped> {
    let mut record = Record { subject: "filing:new".into(), detail: String::new() };
    let (answer, outcome) = match take_in(cx, by.actor, tx, ready, &mut record) {
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

fn screen_filing<'a>(filing: &'a Filing, digest: &str, list: &ListInForce) -> Ready<'a> {
    Ready { filing, digest: digest.to_owned(), result: list.screener.screen(filing), list: list.id }
}

/// Decides about one filing and stores it, or returns the answer it got before.
fn take_in(
    cx: &Ctx,
    actor: &Actor,
    tx: &mut Tx<'_>,
    ready: &Ready<'_>,
    record: &mut Record,
) -> Result<Received, Stopped> {
    let Ready { filing, digest, list, .. } = ready;
    check_way(actor, filing)?;
    check_number(filing)?;
    if let Some(known) = find_earlier_answer(tx, actor, filing, digest)? {
        record.subject = format!("filing:{}", known.id);
        record.detail = format!("sha256={digest} existing");
        return Ok(known);
    }
    filing.check_way()?;
    if let Some(known) = filings::by_number(tx, &filing.application_number)? {
        record.subject = format!("filing:{}", known.id);
        return Err(refuse_number_taken(actor, &known, digest).into());
    }
    check_text(filing)?;
    let related: Vec<String> = relatives(filing).collect();
    if standing::any_under_order(tx, &related, cx.today())? {
        let detail = "Bring this filing by hand, or by mail under 37 CFR 5.1(a), to Licensing and Review.";
        return Err(Refusal::new(&FILING_COVERED, detail).into());
    }
    if list_store::in_force(tx)? != Some(*list) {
        return Err(Stopped::ListReplaced);
    }
    store_filing(cx, tx, ready, record).map_err(Stopped::For)
}

fn store_filing(cx: &Ctx, tx: &mut Tx<'_>, ready: &Ready<'_>, record: &mut Record) -> Result<Received, Error> {
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
            status: status(&facts_on_receipt(result, &filing.marking), cx.today()),
            judged_by: *list,
        },
    )?;
    let screening = succession::first_record(
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
    let received = if receipt_license::grant_on_receipt(cx, tx, id)? { case::filing_of(tx, id)? } else { received };
    record.subject = format!("filing:{id}");
    record.detail = format!("sha256={digest} list={} engine={}", result.list.sha256, result.engine);
    if !filing.received_by.is_ordinary() {
        record.detail.push_str(&format!(" received_by={}", filing.received_by.as_str()));
    }
    Ok(answer_of_intake(received, screening, &filing.marking, false))
}

/// Refuses a filing without an application number: it could not be compared with the filings on record.
fn check_number(filing: &Filing) -> Result<(), Refusal> {
    match filing.application_number.number() {
        Ok(_) => Ok(()),
        Err(e) => Err(Refusal::new(&INVALID, format!("{e}.")).at("application_number")),
    }
}

/// The refusal of another text under a number on record. It names the filing on record only to an account that may
/// bring papers for it.
fn refuse_number_taken(actor: &Actor, known: &FilingRecord, digest: &str) -> Refusal {
    let detail = match access::bring_papers_of(actor, &known.marking) {
        Ok(()) => format!(
            "{} is on file since {} as {} with the text of SHA-256 {}; this one is {digest}. If the text has changed, \
             send it as an amendment of that filing; if it is another application, correct its number.",
            known.application_number, known.received_on, known.id, known.document_sha256
        ),
        Err(_) => "Check the number. If it is right, bring the papers by hand, or by mail under 37 CFR 5.1(a), to \
                   Licensing and Review."
            .to_owned(),
    };
    Refusal::new(&FILING_NUMBER_TAKEN, detail).at("application_number")
}

/// The applications that a filing names as relatives, by the key that numbers are compared by: those of the application
/// data, and earlier filings whose priority it claims (R3.4, E11).
pub(crate) fn relatives(filing: &Filing) -> impl Iterator<Item = String> {
    let related = filing.related.iter().map(|r| key_of(&r.application_number));
    let earlier = filing.priority.iter().filter_map(|p| match p.earlier() {
        Some(number) => Some(number.key()),
        None => p.country.eq_ignore_ascii_case("US").then(|| key_of(&p.number)),
    });
    related.chain(earlier).filter(|key| !key.is_empty())
}

/// Refuses a text with the character NUL, which PostgreSQL cannot store as text.
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
