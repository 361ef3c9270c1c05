//! The first records of a new database: the founding agencies and the shipped review list. They are written once,
//! however many processes start at the same time. Accounts are not among them, since an administrator of the machine
//! makes the first one.

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

/// Writes the first records that are missing. Called at every start; it only reads if nothing is missing.
pub fn prepare(cx: &Ctx) -> Result<(), Error> {
    prepare_with(cx, SHIPPED_LIST)
}

/// Writes the first records that are missing, with this list as the first one.
pub fn prepare_with(cx: &Ctx, list: &str) -> Result<(), Error> {
    let ready = cx.read(|conn| Ok(!agencies::all(conn)?.0.is_empty() && list_store::in_force(conn)?.is_some()))?;
    if !ready {
        install_first_records(cx, list)?;
    }
    Ok(())
}

fn install_first_records(cx: &Ctx, list: &str) -> Result<(), Error> {
    let system = Actor::founder();
    cx.act(&By::system(&system), "database.found", "database", |tx, record| {
        // Another process may have been first. Under the write lock this one sees its records.
        if agencies::all(tx)?.0.is_empty() {
            for agency in founding_agencies()? {
                agencies::insert(tx, &agency)?;
            }
        }
        if list_store::in_force(tx)?.is_none() {
            let list = lists::install_first_list(cx, tx, ListRevisionId::fresh(cx.ids.as_ref()), list)?;
            record.detail = format!("list={} revision={} sha256={}", list.list_id, list.revision, list.sha256);
        }
        Ok(())
    })
}

fn founding_agencies() -> Result<Vec<Agency>, Error> {
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

/// Whether there is any account. If not, `serve` says how to add the first one.
pub fn has_accounts(cx: &Ctx) -> Result<bool, Error> {
    cx.read(|conn| Ok(accounts::any_on_record(conn)?))
}
