//! What every act has in common: one transaction, an entry in the ledger whether it was done or
//! refused, an answer that is given again when the same request comes twice.

use crate::clock::{Clock, DemoClock};
use crate::mail::Transport;
use crate::search::SearchIndex;
use crate::store::frame::idempotency;
use crate::store::office::ledger;
use crate::store::{Conn, Store, StoreError, Tx};
pub use crate::workflow::frame::by::{By, Idempotency, IfMatch};
pub use crate::workflow::frame::error::Error;
use crate::workflow::frame::list_in_force::InForce;
use crate::workflow::frame::post::Post;
use crate::workflow::frame::read_window::ReadWindow;
use crate::workflow::frame::signing;
use crate::workflow::frame::tree::LedgerTree;
use domain::base::actor::Actor;
use domain::base::calendar::washington_date;
use domain::base::ids::IdSource;
use domain::base::ledger::{Act, Outcome};
use domain::base::refusal::{KEY_REUSED, Refusal};
use domain::law::issue::CountryTable;
use domain::law::license::ReceiptLicense;
use domain::notice::OfficeAddress;
use domain::review::question::PausedClock;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::Cell;
use std::sync::Arc;

/// What the office decides about its own ways: the settings of the rule book (tags `[U]` and `[D]`).
#[derive(Debug, Clone)]
pub struct Settings {
    /// Days before the end of a term from which determinations are taken (R4.5).
    pub determination_window_days: i32,
    /// Days a new referral asks for an answer in, where the examiner names no date (R2.5, R0.2(3)).
    pub referral_due_days: i32,
    /// Days the Office gives to declassify, explain or put under order a filing that bears a marking; no law fixes them (R1.6, R1.7).
    pub marking_period_days: i32,
    /// Days an applicant has to state who owns an invention useful in atomic energy or space (R1.9, R1.10).
    pub property_statement_days: i32,
    /// Days DOE or NASA has to claim an invention (R1.9, R1.10).
    pub property_claim_days: i32,
    /// Days an applicant has to ask for a hearing on a claim of DOE or NASA (R1.9, R1.10).
    pub property_hearing_days: i32,
    /// Days a refused petition for a retroactive license may be renewed in; at least 30 (R6.10).
    pub retroactive_renewal_days: i32,
    /// Days a principal has to appeal to the Secretary of Commerce after a refused rescission petition (R5.3).
    pub appeal_days: i32,
    /// Days an originating Government's request to end secrecy takes to have effect (R3.8).
    pub originator_notice_days: i32,
    /// Days after the date of a letter by which its signed receipt should be back (R3.5, `[U]`).
    pub receipt_due_days: i32,
    /// Days before an answer is asked for at which the agency is reminded (R2.5).
    pub referral_reminder_days: i32,
    /// Days after it was asked for at which a missing answer is escalated (R2.5).
    pub referral_escalation_days: i32,
    /// The clock that stands still while a question of an agency is open (R2.5).
    pub paused_by_questions: PausedClock,
    /// Different filings whose text one person may read within an hour before an alarm is raised (S-41).
    pub alarming_reads: u32,
    /// Which filings get their foreign filing license without an officer (R6.3).
    pub receipt_license: ReceiptLicense,
    /// Tables of countries for Type I orders (R3.2).
    pub countries: Vec<CountryTable>,
    /// Whom notices tell the reader to ask.
    pub office: OfficeAddress,
    /// Sender of notices; the address of the desk if left out.
    pub mail_from: Option<String>,
    /// Domain of Message-IDs.
    pub mail_domain: String,
}

impl Default for Settings {
    /// The documented defaults. No country is on a table, and Message-IDs have a domain that no mail server can have.
    fn default() -> Self {
        Self {
            determination_window_days: 120,
            referral_due_days: 90,
            marking_period_days: 60,
            property_statement_days: 30,
            property_claim_days: 90,
            property_hearing_days: 30,
            retroactive_renewal_days: 30,
            appeal_days: 60,
            originator_notice_days: 42,
            receipt_due_days: 30,
            referral_reminder_days: 14,
            referral_escalation_days: 30,
            paused_by_questions: PausedClock::default(),
            alarming_reads: 200,
            receipt_license: ReceiptLicense::default(),
            countries: Vec::new(),
            office: OfficeAddress::default(),
            mail_from: None,
            mail_domain: "subrosa.invalid".into(),
        }
    }
}

impl Settings {
    /// The address that notices are sent from.
    pub fn sender(&self) -> &str {
        self.mail_from.as_deref().unwrap_or(&self.office.email)
    }

    /// The countries table in force on a date: the last one that has begun.
    pub fn countries_on(&self, on: Date) -> Vec<String> {
        self.countries
            .iter()
            .filter(|t| t.from <= on)
            .max_by_key(|t| t.from)
            .map(|t| t.countries.clone())
            .unwrap_or_default()
    }
}

/// The record, the clock and the settings that every use case works with.
#[derive(Clone)]
pub struct Ctx {
    /// The record.
    pub store: Store,
    /// The office's clock.
    pub clock: Arc<dyn Clock>,
    /// Where ids come from.
    pub ids: Arc<dyn IdSource>,
    /// The office's settings.
    pub settings: Arc<Settings>,
    /// The review list in force.
    pub lists: Arc<InForce>,
    /// The Merkle tree of the ledger, as far as this process has computed it.
    pub tree: Arc<LedgerTree>,
    /// What only a running service has.
    pub service: Option<Arc<Service>>,
}

/// What only a running service has: the search index it keeps, the transport of its mail, and in a demonstration the
/// clock that can be set.
pub struct Service {
    /// The search index of this node.
    pub index: SearchIndex,
    /// The way notices go.
    pub transport: Box<dyn Transport>,
    /// What is on its way there now.
    pub post: Post,
    /// How long a claimed notice belongs to this process; longer than a delivery can take.
    pub lease: SignedDuration,
    /// What each account has read in the last hour.
    pub reads: ReadWindow,
    /// The clock of a demonstration; `None` in a real database.
    pub demo_clock: Option<Arc<DemoClock>>,
}

/// Subject and detail of the ledger entry of an act.
#[derive(Debug, Clone)]
pub struct Record {
    /// On which thing, `kind:id`.
    pub subject: String,
    /// Facts and digests; never text of a filing.
    pub detail: String,
}

/// The two instants of a change. The law is applied as of the instant at which the request arrived, however long the
/// change waits for its turn. The ledger is written in the order of turns and says when each turn was.
#[derive(Debug, Clone, Copy)]
struct Instants {
    judged: Timestamp,
    entered: Timestamp,
}

thread_local! {
    static INSTANTS: Cell<Option<Instants>> = const { Cell::new(None) };
}

/// A change under way on this thread. A thread has one at a time ([`StoreError::Nested`]).
struct Change(());

impl Change {
    fn begin(instants: Instants) -> Self {
        INSTANTS.set(Some(instants));
        Self(())
    }
}

impl Drop for Change {
    fn drop(&mut self) {
        INSTANTS.set(None);
    }
}

/// Adds `judged_as_of` to the detail of the ledger entry, if the change is entered on another day than it is judged by,
/// or a second or more later.
fn note_when_judged(detail: &mut String) {
    let Some(Instants { judged, entered }) = INSTANTS.get() else { return };
    let waited = entered.duration_since(judged) >= SignedDuration::from_secs(1);
    if waited || washington_date(judged) != washington_date(entered) {
        let space = if detail.is_empty() { "" } else { " " };
        detail.push_str(&format!("{space}judged_as_of={judged}"));
    }
}

/// Why the transaction of an act was rolled back.
enum Ended<T> {
    /// The act had been done before. The value is its first answer.
    Before(T),
    /// The act was not done.
    Not(Error),
}

impl<T> From<StoreError> for Ended<T> {
    fn from(e: StoreError) -> Self {
        Self::Not(e.into())
    }
}

impl<T> From<Error> for Ended<T> {
    fn from(e: Error) -> Self {
        Self::Not(e)
    }
}

impl Ctx {
    /// The Office's time. Inside a change it stands still at the instant by which the change is judged.
    pub fn now(&self) -> Timestamp {
        INSTANTS.get().map_or_else(|| self.clock.now(), |i| i.judged)
    }
    /// What only a running service has.
    pub fn service(&self) -> Result<&Service, Error> {
        self.service.as_deref().ok_or_else(|| Error::Internal("this needs a running service".into()))
    }
    /// The Office's date, which is the date in Washington.
    pub fn today(&self) -> Date {
        washington_date(self.now())
    }

    /// Reads from one consistent state.
    pub fn read<T>(&self, f: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
        self.store.read(f)
    }

    /// Reads something of a case for somebody, from one consistent state. A refusal is entered in the ledger (E30), also
    /// where there is no such thing: neither the ledger nor the time of the answer tells what exists.
    ///
    /// `act` is `thing.read`, `subject` the thing named by the caller (`order:ID`).
    pub(crate) fn look<T>(
        &self,
        actor: &Actor,
        act: &str,
        subject: impl Into<String>,
        f: impl FnOnce(&mut Conn) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let done = self.read(f);
        if let Err(Error::Refused(refusal)) = &done {
            self.record_refusal(actor, act, &subject.into(), refusal)?;
        }
        done
    }

    /// Changes the record as of an instant. While `f` runs, [`Ctx::now`] returns that instant. Ledger entries that `f`
    /// writes bear the instant at which the change got its turn.
    pub(crate) fn write_as_of<T, E: From<StoreError>>(
        &self,
        judged: Timestamp,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.store.write(|tx| {
            let _change = Change::begin(Instants { judged, entered: self.clock.now().max(judged) });
            f(tx)
        })
    }

    /// Does one act: runs `f` in one transaction with the ledger entry and the remembered answer. If `f` refuses, the
    /// transaction is rolled back and the refusal is entered in the ledger in a transaction of its own.
    ///
    /// `act` is `thing.verb`, `subject` the thing named by the caller (`order:ID`); `f` may make both
    /// subject and detail more exact.
    ///
    /// If a request comes again under its key, the caller gets the first answer, provided that the caller may still
    /// have it. To find out, `f` is run once more and rolled back: if it now refuses access (404, 403, a missing
    /// acknowledgment), so does this.
    pub fn act<T: Serialize + DeserializeOwned>(
        &self,
        by: &By<'_>,
        act: &str,
        subject: impl Into<String>,
        f: impl FnOnce(&mut Tx<'_>, &mut Record) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.act_on_many(by, act, subject, f, |_, kept| Ok(kept))
    }

    /// The same for an act on several things, which `f` refuses one by one. Of an answer that is given again,
    /// `still_visible` leaves what the caller may have now.
    pub(crate) fn act_on_many<T: Serialize + DeserializeOwned>(
        &self,
        by: &By<'_>,
        act: &str,
        subject: impl Into<String>,
        f: impl FnOnce(&mut Tx<'_>, &mut Record) -> Result<T, Error>,
        still_visible: impl FnOnce(&mut Conn, T) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut record = Record { subject: subject.into(), detail: String::new() };
        let arrived = self.now();
        let done = self.write_as_of(arrived, |tx| {
            let promise = by.idempotency.as_ref().zip(by.actor.account);
            if let Some((promise, account)) = promise
                && let Some(kept) = idempotency::find(tx, account, &promise.key)?
            {
                if kept.fingerprint != promise.fingerprint {
                    return Err(Ended::Not(
                        Refusal::new(
                            &KEY_REUSED,
                            "Use a new Idempotency-Key for a new request; repeat the old one word for word to get its answer.",
                        )
                        .into(),
                    ));
                }
                check_may_have_answer(f(tx, &mut record))?;
                let answer = serde_json::from_str(&kept.body).map_err(|e| StoreError::Corrupt(e.to_string()))?;
                return Err(Ended::Before(still_visible(tx, answer)?));
            }
            let value = f(tx, &mut record)?;
            let vouched = signing::vouch(tx, by, act)?;
            let entered = INSTANTS.get().map_or(arrived, |i| i.entered);
            if let Some((promise, account)) = promise {
                let body = serde_json::to_string(&value).map_err(|e| Error::Internal(e.to_string()))?;
                idempotency::keep(tx, account, &promise.key, &promise.fingerprint, &body, entered)?;
            }
            note_when_judged(&mut record.detail);
            if let Some(vouched) = &vouched {
                vouched.note(&mut record.detail);
            }
            let entry = ledger::append(tx, entry(by.actor, act, &record, Outcome::Done, arrived))?;
            if let Some(vouched) = vouched {
                vouched.put_on_record(tx, &entry)?;
            }
            Ok(value)
        });
        let refused = match done {
            Ok(value) | Err(Ended::Before(value)) => return Ok(value),
            Err(Ended::Not(Error::Refused(refusal))) => refusal,
            Err(Ended::Not(e)) => return Err(e),
        };
        record.detail = refused.code.code.to_owned();
        self.enter_refusal(by.actor, act, record, arrived)?;
        Err(refused.into())
    }

    /// Replaces the kept answer of an act, `null` so far, by the one that is known only after the act. Returns the
    /// answer that is kept: if another process completed it first, that one.
    pub(crate) fn complete_answer<T: Serialize + DeserializeOwned>(
        &self,
        by: &By<'_>,
        answer: Option<T>,
    ) -> Result<Option<T>, Error> {
        let Some((promise, account)) = by.idempotency.as_ref().zip(by.actor.account) else { return Ok(answer) };
        let body = serde_json::to_string(&answer).map_err(|e| Error::Internal(e.to_string()))?;
        let kept = self.store.write(|tx| {
            idempotency::complete(tx, account, &promise.key, &promise.fingerprint, &body)?;
            idempotency::find(tx, account, &promise.key)
        })?;
        let Some(kept) = kept.filter(|k| k.fingerprint == promise.fingerprint) else { return Ok(answer) };
        Ok(serde_json::from_str(&kept.body).map_err(|e| StoreError::Corrupt(e.to_string()))?)
    }

    /// Enters a refusal in the ledger that was found outside any transaction, for example a read that was not allowed
    /// (E30).
    pub fn record_refusal(&self, actor: &Actor, act: &str, subject: &str, refusal: &Refusal) -> Result<(), Error> {
        let record = Record { subject: subject.to_owned(), detail: refusal.code.code.to_owned() };
        self.enter_refusal(actor, act, record, self.now())
    }

    fn enter_refusal(&self, actor: &Actor, act: &str, mut record: Record, arrived: Timestamp) -> Result<(), Error> {
        self.write_as_of(arrived, |tx| {
            note_when_judged(&mut record.detail);
            ledger::append(tx, entry(actor, act, &record, Outcome::Refused, arrived))?;
            Ok(())
        })
    }
}

/// Whether a caller may have the answer kept for its request, by what the same request comes to now. That
/// the thing is done, or has changed since, bars nobody from the answer; that nobody could look does.
fn check_may_have_answer<T>(now: Result<T, Error>) -> Result<(), Error> {
    match now {
        Err(Error::Refused(refusal)) if refusal.bars_access() => Err(refusal.into()),
        Ok(_) | Err(Error::Refused(_) | Error::Store(StoreError::Constraint(_))) => Ok(()),
        Err(e) => Err(e),
    }
}

/// The ledger entry of an act. Inside a change it bears the instant at which the change got its turn, so that
/// the times of the ledger do not run backwards; elsewhere `at`.
pub(crate) fn entry(actor: &Actor, act: &str, record: &Record, outcome: Outcome, at: Timestamp) -> Act {
    Act {
        actor: actor.name.clone(),
        credential: actor.credential.clone(),
        act: act.to_owned(),
        subject: record.subject.clone(),
        outcome,
        detail: record.detail.clone(),
        at: INSTANTS.get().map_or(at, |i| at.max(i.entered)),
    }
}
