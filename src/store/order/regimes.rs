//! Regimes of war and emergency: the acts about each, which are never changed. `domain::order::regime` computes a
//! regime from its acts. A constraint backs the rule that two persons confirm one.

use crate::store::frame::column::{date_from_db, date_to_db, from_db, parse, to_db, word};
use crate::store::frame::schema::regime_acts;
use crate::store::{Conn, StoreError, Tx};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use domain::base::ids::RegimeId;
use domain::order::regime::{Period, Regime, RegimeEnd, RegimeKind, Signed};
use jiff::civil::Date;

/// What an act about a regime does.
#[derive(Debug, Clone, Copy)]
pub enum Step<'a> {
    Propose {
        /// War or emergency.
        kind: RegimeKind,
        first_day: Date,
        /// The legal decision.
        citation: &'a str,
        /// Of an emergency: the provisions specified.
        provision: Option<&'a str>,
    },
    /// Takes the proposal back.
    Withdraw,
    /// Confirms the proposal that was signed so.
    Confirm(&'a Signed),
    ProposeEnd {
        last_day: Date,
        /// The legal decision.
        citation: &'a str,
    },
    /// Confirms the end that was proposed so.
    ConfirmEnd(&'a Signed),
}

impl Step<'_> {
    fn as_str(&self) -> &'static str {
        match self {
            Self::Propose { .. } => "proposed",
            Self::Withdraw => "withdrawn",
            Self::Confirm(_) => "confirmed",
            Self::ProposeEnd { .. } => "end_proposed",
            Self::ConfirmEnd(_) => "end_confirmed",
        }
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = regime_acts)]
struct Row {
    id: String,
    regime_id: String,
    step: String,
    kind: Option<String>,
    day: Option<NaiveDate>,
    citation: Option<String>,
    provision: Option<String>,
    account_id: String,
    person: String,
    at: NaiveDateTime,
    of_act: Option<String>,
    of_account: Option<String>,
}

/// Records an act about a regime.
pub fn insert(tx: &mut Tx<'_>, regime: RegimeId, step: &Step<'_>, by: &Signed) -> Result<(), StoreError> {
    let mut row = Row {
        id: by.act.to_string(),
        regime_id: regime.to_string(),
        step: step.as_str().to_owned(),
        kind: None,
        day: None,
        citation: None,
        provision: None,
        account_id: by.account.to_string(),
        person: by.person.clone(),
        at: to_db(by.at),
        of_act: None,
        of_account: None,
    };
    match step {
        Step::Propose { kind, first_day, citation, provision } => {
            row.kind = Some(kind.as_str().to_owned());
            row.day = Some(date_to_db(*first_day));
            row.citation = Some((*citation).to_owned());
            row.provision = provision.map(str::to_owned);
        }
        Step::ProposeEnd { last_day, citation } => {
            row.day = Some(date_to_db(*last_day));
            row.citation = Some((*citation).to_owned());
        }
        Step::Confirm(first) | Step::ConfirmEnd(first) => {
            row.of_act = Some(first.act.to_string());
            row.of_account = Some(first.account.to_string());
        }
        Step::Withdraw => {}
    }
    let conn: &mut Conn = tx;
    diesel::insert_into(regime_acts::table).values(&row).execute(conn)?;
    Ok(())
}

/// All regimes there ever were or were proposed, in the order of their proposal.
pub fn all(conn: &mut Conn) -> Result<Vec<Regime>, StoreError> {
    let rows: Vec<Row> =
        regime_acts::table.order((regime_acts::at, regime_acts::id)).select(Row::as_select()).load(conn)?;
    let mut out: Vec<Regime> = vec![];
    for row in rows {
        let id: RegimeId = parse(&row.regime_id)?;
        let corrupt = |what: &str| StoreError::Corrupt(format!("act {} about regime {id} {what}", row.id));
        let signed = Signed {
            act: parse(&row.id)?,
            account: parse(&row.account_id)?,
            person: row.person.clone(),
            at: from_db(row.at)?,
        };
        let day = row.day.map(date_from_db).transpose()?;
        if row.step == "proposed" {
            out.push(Regime {
                id,
                kind: word(row.kind.as_deref().ok_or_else(|| corrupt("has no kind"))?)?,
                first_day: day.ok_or_else(|| corrupt("has no day"))?,
                citation: row.citation.clone().ok_or_else(|| corrupt("has no citation"))?,
                provision: row.provision.clone(),
                proposed: signed,
                withdrawn: None,
                confirmed: None,
                end: None,
                version: 1,
            });
            continue;
        }
        let Some(regime) = out.iter_mut().find(|r| r.id == id) else { return Err(corrupt("comes before it")) };
        regime.version += 1;
        match row.step.as_str() {
            "withdrawn" => regime.withdrawn = Some(signed),
            "confirmed" => regime.confirmed = Some(signed),
            "end_proposed" => {
                regime.end = Some(RegimeEnd {
                    last_day: day.ok_or_else(|| corrupt("has no day"))?,
                    citation: row.citation.clone().ok_or_else(|| corrupt("has no citation"))?,
                    proposed: signed,
                    confirmed: None,
                });
            }
            "end_confirmed" => match &mut regime.end {
                Some(end) => end.confirmed = Some(signed),
                None => return Err(corrupt("confirms no end")),
            },
            other => return Err(corrupt(&format!("is {other}"))),
        }
    }
    Ok(out)
}

/// Reads a regime by its id.
pub fn find(conn: &mut Conn, id: RegimeId) -> Result<Option<Regime>, StoreError> {
    Ok(all(conn)?.into_iter().find(|r| r.id == id))
}

/// The days of all confirmed regimes.
pub fn periods(conn: &mut Conn) -> Result<Vec<Period>, StoreError> {
    Ok(all(conn)?.iter().filter_map(Regime::period).collect())
}
