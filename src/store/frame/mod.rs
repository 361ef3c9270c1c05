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

pub(crate) mod column;
pub(crate) mod conn;
pub(crate) mod dialect;
pub(crate) mod error;
pub mod idempotency;
pub(crate) mod migrate;
#[cfg(test)]
pub(crate) mod reads;
pub(crate) mod schema;
pub(crate) mod turn;
