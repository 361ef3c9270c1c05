//! Filings whose application numbers a person must look at: numbers that cannot be read, and applications that an older
//! version of the program took in twice under two spellings.

use crate::store::filing::filings::numbers::NumberFinding;
use crate::store::filing::filings::{self, numbers};
use crate::store::order::standing;
use crate::workflow::frame::status;
use crate::workflow::{Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::ids::FilingId;
use domain::review::access::{self, Reach};
use serde::{Deserialize, Serialize};

/// Roles that see these filings.
const SETTLERS: [Role; 2] = [Role::LicensingOfficer, Role::Examiner];

/// A filing whose number a person must look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToSettle {
    pub id: FilingId,
    /// Its place in the order of receipt; what pages of the list count by.
    #[serde(skip)]
    pub seq: i64,
    /// Its number, as it came.
    pub application_number: String,
    /// The earlier filing of the same application; `null`: the number cannot be read.
    pub same_as: Option<FilingId>,
    /// The number of that filing.
    pub same_as_number: Option<String>,
}

impl ToSettle {
    /// The finding in a sentence.
    pub fn sentence(&self) -> String {
        match (&self.same_as, &self.same_as_number) {
            (Some(other), Some(number)) => format!(
                "{} (filing {}) is the same application as {number} (filing {other}); both stay on record, and an order \
                 on one binds both",
                self.application_number, self.id
            ),
            _ => format!(
                "{} (filing {}) is not an application number that can be read",
                self.application_number, self.id
            ),
        }
    }
}

/// Up to `limit` filings whose numbers a person must look at, behind a place in the order of receipt, as far as the
/// clearance of whoever asks reaches: for two filings of one application, both their markings.
pub fn list(cx: &Ctx, actor: &Actor, after: Option<i64>, limit: i64) -> Result<Vec<ToSettle>, Error> {
    access::role(actor, &SETTLERS)?;
    let found = cx.read(|conn| Ok::<_, Error>(numbers::page_of_findings(conn, &Reach::of(actor), after, limit)?))?;
    let show = |finding: NumberFinding| {
        let (same_as, same_as_number) = finding.other.unzip();
        let NumberFinding { seq, filing: id, application_number, .. } = finding;
        ToSettle { id, seq, application_number, same_as, same_as_number }
    };
    Ok(found.into_iter().map(show).collect())
}

/// Recomputes the status of filings that are one application, if it is stale. Returns how many numbers a person must
/// look at, of any marking.
pub fn settle(cx: &Ctx) -> Result<usize, Error> {
    let found = cx.read(|conn| Ok::<_, Error>(numbers::findings(conn)?))?;
    let today = cx.today();
    for (first, _) in found.iter().filter_map(|f| f.other.as_ref()) {
        let doubled = cx.read(|conn| {
            let mut stale = false;
            for id in std::iter::once(*first).chain(numbers::doubles(conn, *first)?) {
                let stands = domain::case::status::status(&standing::known(conn, id)?.facts(), today);
                stale |= filings::get(conn, id)?.is_some_and(|f| f.status != stands);
            }
            Ok::<_, Error>(stale)
        })?;
        if doubled {
            cx.store.write(|tx| status::recompute(tx, *first, today))?;
        }
    }
    Ok(found.len())
}
