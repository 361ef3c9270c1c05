//! Connections, transactions, dialects, migrations and the schema.

/// Loads the rows of a query whose column holds one of some values. Diesel keeps the prepared statement for one
/// value; it prepares `IN (...)` on SQLite each time anew. Nearly every act asks about one order or one filing.
macro_rules! load_among {
    ($conn:expr, $query:expr, $column:expr, $values:expr) => {
        match &$values[..] {
            [] => Ok(vec![]),
            [one] => $query.filter($column.eq(one)).load($conn),
            several => $query.filter($column.eq_any(several)).load($conn),
        }
    };
}
pub(crate) use load_among;

/// Says in SQL what `domain::review::access::Reach::covers` says of one filing, of the table of filings in a query. The
/// markings are what [`marking::MarkingsWithin::reach_of`] gives for the clearance of the reach.
macro_rules! within_reach {
    ($reach:expr, $markings:expr) => {{
        let own = $reach.examiner.map(|account| account.to_string());
        let every_desk = diesel::IntoSql::into_sql::<diesel::sql_types::Bool>(own.is_none());
        let on_desk = filings::assigned_to.is_null().or(filings::assigned_to.eq(own)).or(every_desk);
        let of_level = filings::full_marking.is_null().and(filings::marking.eq_any($markings.levels));
        of_level.or(filings::full_marking.eq_any($markings.full)).and(on_desk)
    }};
}
pub(crate) use within_reach;

/// Says in a query of filings whether an account has signed for the filing since its marking was last widened. One person
/// has signed for few filings: they are looked up first, the rest is asked of each.
macro_rules! signed_by {
    ($account:expr) => {{
        use $crate::store::frame::schema::acknowledgments as signatures;
        let own = signatures::table.filter(signatures::account_id.eq($account.to_string()));
        let later = signatures::id.nullable().gt(filings::acknowledge_after);
        let counting = own
            .clone()
            .filter(signatures::filing_id.eq(filings::id))
            .filter(filings::acknowledge_after.is_null().or(later));
        filings::id.eq_any(own.select(signatures::filing_id)).and(diesel::dsl::exists(counting))
    }};
}
pub(crate) use signed_by;

pub(crate) mod column;
pub(crate) mod conn;
pub(crate) mod dialect;
pub(crate) mod error;
pub mod evidence;
pub mod idempotency;
pub mod marking;
pub(crate) mod migrate;
#[cfg(test)]
pub(crate) mod reads;
pub(crate) mod schema;
pub(crate) mod turn;
