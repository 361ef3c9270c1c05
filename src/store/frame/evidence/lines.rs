//! Rows of any table as text, one at a time, so that a text of any length is held once and a table of any length never as
//! a whole.

use crate::store::{Conn, StoreError};
use diesel::backend::Backend;
use diesel::deserialize::{FromSql, QueryableByName};
use diesel::prelude::*;
use diesel::row::NamedRow;
use diesel::sql_types::{Nullable, Text};

/// The columns of a row, which the statement must name `c0`, `c1` and so on.
pub(super) struct Line(pub Vec<Option<String>>);

impl<DB: Backend> QueryableByName<DB> for Line
where
    Option<String>: FromSql<Nullable<Text>, DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> diesel::deserialize::Result<Self> {
        (0..row.field_count())
            .map(|n| NamedRow::get::<Nullable<Text>, _>(row, &format!("c{n}")))
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl Line {
    /// A column that is never NULL.
    pub(super) fn text(&self, n: usize) -> Result<&str, StoreError> {
        self.0.get(n).and_then(Option::as_deref).ok_or_else(|| StoreError::Corrupt(format!("column {n} is NULL")))
    }
    /// A column with a whole number.
    pub(super) fn number(&self, n: usize) -> Result<i64, StoreError> {
        let text = self.text(n)?;
        text.parse().map_err(|_| StoreError::Corrupt(format!("{text:?} is no number")))
    }
}

/// Calls `f` with each row of a query, in its order.
pub(super) fn each(
    conn: &mut Conn,
    sql: &str,
    mut f: impl FnMut(Line) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let query = diesel::sql_query(sql);
    match conn {
        Conn::Sqlite(c) => query.load_iter::<Line, _>(c)?.try_for_each(|line| f(line?)),
        #[cfg(feature = "postgres")]
        Conn::Pg(c) => query.load_iter::<Line, diesel::pg::PgRowByRowLoadingMode>(c)?.try_for_each(|line| f(line?)),
    }
}
