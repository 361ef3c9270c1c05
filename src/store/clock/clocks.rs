//! Facts that only clocks need, and the deadlines as they were computed ([`kept`]). Not its job: which clocks there are
//! (`domain::clock`).

pub mod kept;

use crate::store::frame::column::from_db;
use crate::store::frame::schema::notices;
use crate::store::{Conn, StoreError};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::base::ids::FilingId;
use domain::notice::{NoticeKind, NoticeState};
use jiff::Timestamp;

/// The notices of some kinds about a filing that were sent, failed or went on paper and have no proof of service: how
/// many, and when the oldest was queued.
pub fn letters_without_receipt(
    conn: &mut Conn,
    kinds: &[NoticeKind],
    filing: FilingId,
) -> Result<Option<(i64, Timestamp)>, StoreError> {
    let kinds: Vec<&str> = kinds.iter().map(|k| k.as_str()).collect();
    let gone_out = [NoticeState::Sent, NoticeState::Failed, NoticeState::Paper].map(NoticeState::as_str);
    let (n, oldest): (i64, Option<NaiveDateTime>) = notices::table
        .filter(notices::filing_id.eq(filing.to_string()))
        .filter(notices::state.eq_any(gone_out))
        .filter(notices::kind.eq_any(kinds))
        .select((diesel::dsl::count(notices::id), diesel::dsl::min(notices::queued_at)))
        .first(conn)?;
    oldest.map(|oldest| Ok((n, from_db(oldest)?))).transpose()
}
