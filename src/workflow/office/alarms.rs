//! Reading the alarms about people who read the texts of many filings within an hour (S-41). They name no filing: whoever
//! looks into one reads the ledger.

use crate::store::office::read_alarms::{self, ReadAlarm};
use crate::workflow::{Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::ids::{AccountId, ReadAlarmId};
use domain::review::access;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// An alarm about a person who has read the texts of many filings within an hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Alarm)]
pub struct AlarmView {
    /// Id of the alarm.
    #[schema(value_type = uuid::Uuid)]
    pub id: ReadAlarmId,
    /// The account that read them.
    #[schema(value_type = uuid::Uuid)]
    pub account_id: AccountId,
    /// The name of the account at the time.
    pub person: String,
    /// How many different filings, at least.
    #[schema(example = 201)]
    pub filings: i32,
    /// When the alarm was raised. It speaks of the hour before, and is raised once an hour at most.
    pub raised_at: Timestamp,
}

impl From<ReadAlarm> for AlarmView {
    fn from(alarm: ReadAlarm) -> Self {
        let ReadAlarm { id, account, person, filings, raised_at } = alarm;
        Self { id, account_id: account, person, filings, raised_at }
    }
}

/// Up to `limit` alarms after one of them, the newest first.
pub fn list(cx: &Ctx, actor: &Actor, after: Option<ReadAlarmId>, limit: i64) -> Result<Vec<AlarmView>, Error> {
    access::role(actor, &[Role::SecurityOfficer, Role::Auditor])?;
    cx.read(|conn| Ok(read_alarms::page(conn, after, limit)?.into_iter().map(AlarmView::from).collect()))
}

/// How many alarms are on record. A number only, for the metrics.
pub fn count(cx: &Ctx) -> Result<i64, Error> {
    cx.read(|conn| Ok(read_alarms::count(conn)?))
}
