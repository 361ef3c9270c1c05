//! Reading the text of a filing: the entry in the ledger before it is shown, and the alarm where one person reads the texts of
//! many filings within an hour (S-41).
//!
//! The alarm blocks nobody. Several services on one database count each for itself (`read_window`); that a person is alarmed
//! about once an hour is asked of the database, so it holds for all of them. The command line does not count: whoever uses
//! it has the database.

use crate::store::office::ledger;
use crate::store::office::read_alarms::{self, ReadAlarm};
use crate::workflow::frame::act::{Record, entry};
use crate::workflow::frame::read_window::is_within_hour;
use crate::workflow::{Ctx, Error};
use domain::base::actor::Actor;
use domain::base::ids::{AccountId, FilingId, ReadAlarmId};
use domain::base::ledger::Outcome;
use jiff::Timestamp;

/// The act of reading the text of a filing, or passages of it.
pub(crate) const READ_TEXT: &str = "filing.read_text";
/// The act of raising an alarm about a person.
const ALARM: &str = "account.alarm";

impl Ctx {
    /// Enters that somebody read a text of a filing, before it is shown to them. What cannot be entered is not shown.
    pub(crate) fn enter_read(
        &self,
        actor: &Actor,
        filing: FilingId,
        subject: String,
        detail: String,
    ) -> Result<(), Error> {
        let read = self.now();
        self.write_as_of(read, |tx| {
            let record = Record { subject, detail };
            ledger::append(tx, entry(actor, READ_TEXT, &record, Outcome::Done, read))?;
            Ok::<_, Error>(())
        })?;
        self.count_read(actor, filing, read);
        Ok(())
    }

    /// Counts a read, and raises an alarm if one is due. If that fails, the next read tries again.
    fn count_read(&self, actor: &Actor, filing: FilingId, at: Timestamp) {
        let (Some(service), Some(account)) = (self.service.as_deref(), actor.account) else { return };
        let most = usize::try_from(self.settings.alarming_reads).unwrap_or(usize::MAX);
        let Some(filings) = service.reads.count(account, filing, at, most) else { return };
        match self.raise_alarm(account, actor, filings, at) {
            Ok(()) => service.reads.note_alarm(account, at),
            Err(error) => tracing::error!(account.id = %account, error = %error, "reads.alarm_failed"),
        }
    }

    fn raise_alarm(&self, account: AccountId, about: &Actor, filings: usize, at: Timestamp) -> Result<(), Error> {
        let is_new = self.write_as_of(at, |tx| {
            // Another process may have raised it.
            if read_alarms::last_of(tx, account)?.is_some_and(|last| is_within_hour(last, at)) {
                return Ok::<_, Error>(false);
            }
            let alarm = ReadAlarm {
                id: ReadAlarmId::fresh(&*self.ids),
                account,
                person: about.name.clone(),
                filings: i32::try_from(filings).unwrap_or(i32::MAX),
                raised_at: at,
            };
            read_alarms::insert(tx, &alarm)?;
            let detail = format!("alarm={} filings={filings} within=1h", alarm.id);
            let record = Record { subject: format!("account:{account}"), detail };
            ledger::append(tx, entry(&Actor::clock(), ALARM, &record, Outcome::Done, at))?;
            Ok(true)
        })?;
        if is_new {
            tracing::warn!(account.id = %account, filings, "reads.alarm: one account reads the texts of many filings");
        }
        Ok(())
    }
}
