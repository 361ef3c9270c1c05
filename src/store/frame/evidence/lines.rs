//! Rows of any table as text, one at a time, so that a text of any length is held once and a table of any length never as
//! a whole.

use crate::store::{Conn, StoreError};
use diesel::backend::Backend;
use diesel::deserialize::{FromSql, QueryableByName};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::row::NamedRow;
use diesel::sql_types::{Nullable, Text, Untyped};

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
    let query = Kept(sql);
    match conn {
        Conn::Sqlite(c) => query.load_iter::<Line, _>(c)?.try_for_each(|line| f(line?)),
        #[cfg(feature = "postgres")]
        Conn::Pg(c) => query.load_iter::<Line, diesel::pg::PgRowByRowLoadingMode>(c)?.try_for_each(|line| f(line?)),
    }
}

/// Runs a statement that answers nothing.
pub(super) fn run(conn: &mut Conn, sql: &str) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(c) => Kept(sql).execute(c)?,
        #[cfg(feature = "postgres")]
        Conn::Pg(c) => Kept(sql).execute(c)?,
    };
    Ok(())
}

/// A statement that its connection prepares once and keeps by its text. `diesel::sql_query` would be prepared anew for each
/// act, which took a third of the time of a small one.
struct Kept<'a>(&'a str);

impl<DB: Backend> QueryFragment<DB> for Kept<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(self.0);
        Ok(())
    }
}

impl QueryId for Kept<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Kept<'_> {
    type SqlType = Untyped;
}

impl<C> RunQueryDsl<C> for Kept<'_> {}
