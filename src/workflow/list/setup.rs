//! What a new database begins with: the founding agencies and the shipped review list, put there by
//! the house. Done once, however many processes start at once; accounts are not among it, since the
//! first of them is for whoever holds the machine to make.

use crate::store::list::lists as list_store;
use crate::store::office::{accounts, agencies};
use crate::workflow::frame::act::{By, Ctx, Error};
use crate::workflow::list::lists;
use domain::base::actor::Actor;
use domain::base::agency::{Agency, AgencyCode, FOUNDING};
use domain::base::ids::ListRevisionId;
use jiff::civil::{Date, date};

/// The text of the review list that is part of the program.
pub const SHIPPED_LIST: &str = include_str!("../../../review-lists/us-public.toml");

/// The day of the Invention Secrecy Act, from which the founding agencies may be asked.
const ACT: Date = date(1952, 2, 1);

/// Puts in place what is missing. Called at every start; quick when nothing is.
pub fn prepare(cx: &Ctx) -> Result<(), Error> {
    prepare_with(cx, SHIPPED_LIST)
}

/// The same with another list to begin with.
pub fn prepare_with(cx: &Ctx, list: &str) -> Result<(), Error> {
    let ready = cx.read(|conn| Ok(!agencies::all(conn)?.0.is_empty() && list_store::in_force(conn)?.is_some()))?;
    if !ready {
        found(cx, list)?;
    }
    Ok(())
}

fn found(cx: &Ctx, list: &str) -> Result<(), Error> {
    let house = Actor::founder();
    cx.act(&By::system(&house), "database.found", "database", |tx, record| {
        // Another process may have been first; the write lock makes the second look.
        if agencies::all(tx)?.0.is_empty() {
            for agency in founding()? {
                agencies::insert(tx, &agency)?;
            }
        }
        if list_store::in_force(tx)?.is_none() {
            let list = lists::found(cx, tx, ListRevisionId::fresh(cx.ids.as_ref()), list)?;
            record.detail = format!("list={} revision={} sha256={}", list.list_id, list.revision, list.sha256);
        }
        Ok(())
    })
}

fn founding() -> Result<Vec<Agency>, Error> {
    let code = |text: &str| AgencyCode::parse(text).map_err(|e| Error::Internal(e.to_string()));
    FOUNDING
        .iter()
        .map(|(own, name, department)| {
            Ok(Agency {
                code: code(own)?,
                name: (*name).to_owned(),
                department: department.map(code).transpose()?,
                valid_from: ACT,
                valid_until: None,
                foreign_government: false,
            })
        })
        .collect()
}

/// Whether anybody can sign in yet; `serve` says how to add the first account where not.
pub fn has_accounts(cx: &Ctx) -> Result<bool, Error> {
    cx.read(|conn| Ok(accounts::any(conn)?))
}
