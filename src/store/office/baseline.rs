//! The entry that commits to every row of evidence there is: made once, when this program first opens a database of one
//! that did not commit to rows, or that committed to other columns.

use crate::store::frame::evidence::commit::{BASELINE, note_all_if_new};
use crate::store::office::ledger;
use crate::store::{StoreError, Tx};
use domain::base::actor::Actor;
use domain::base::ledger::{Act, Outcome};

/// Makes the entry if it is due. A database in which nothing was entered yet needs none.
pub(in crate::store) fn commit_to_all_if_new(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let Some(last) = ledger::last(tx)? else { return Ok(()) };
    if !note_all_if_new(tx)? {
        return Ok(());
    }
    tracing::info!("the ledger commits to every row on record, once; this takes a while with many filings");
    let system = Actor::founder();
    let act = Act {
        actor: system.name,
        credential: system.credential,
        act: BASELINE.to_owned(),
        subject: "database".to_owned(),
        outcome: Outcome::Done,
        detail: String::new(),
        // The store has no clock; what counts is the place in the chain.
        at: last.act.at,
    };
    ledger::append(tx, act)?;
    Ok(())
}
