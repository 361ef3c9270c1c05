//! Who proposed or confirmed what takes two persons: three columns that several tables have.

use crate::store::StoreError;
use crate::store::frame::column::{from_db, parse, to_db};
use chrono::NaiveDateTime;
use domain::base::ids::AccountId;
use jiff::Timestamp;

/// Who proposed or confirmed something, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The account of a security officer; `None` for the keeper of the machine.
    pub account: Option<AccountId>,
    /// The name, as signatures have it.
    pub name: String,
    pub at: Timestamp,
}

impl Said {
    /// Joins the columns of a confirmation, of which all or none are there.
    pub(in crate::store) fn of(
        account: Option<String>,
        name: Option<String>,
        at: Option<NaiveDateTime>,
    ) -> Result<Option<Self>, StoreError> {
        let Some((name, at)) = name.zip(at) else { return Ok(None) };
        Ok(Some(Self { account: account.as_deref().map(parse).transpose()?, name, at: from_db(at)? }))
    }

    /// The columns of a confirmation: account, name and instant.
    pub(in crate::store) fn columns(said: Option<&Self>) -> (Option<String>, Option<String>, Option<NaiveDateTime>) {
        let account = said.and_then(|said| said.account).map(|id| id.to_string());
        (account, said.map(|said| said.name.clone()), said.map(|said| to_db(said.at)))
    }
}
