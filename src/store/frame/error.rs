//! What can go wrong in the store, told apart by what the caller can do about it.

use diesel::result::{DatabaseErrorKind, Error as Diesel};

/// Why a database could not be opened; always with the way out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The URL names no database.
    #[error("{url:?} is not a database: {why}")]
    BadUrl {
        /// As given, without its password.
        url: String,
        /// What to write instead.
        why: String,
    },
    /// It could not be reached or set up.
    #[error("cannot open {url}: {why}")]
    Connect {
        /// The database, without its password.
        url: String,
        /// Cause and way out.
        why: String,
    },
    /// The schema is older than this program and migrating it failed.
    #[error("the database has an older schema and could not be migrated: {0}. Restore the backup, then report this")]
    Migration(String),
    /// The schema is newer than this program.
    #[error(
        "the database was written by a newer Subrosa (it has migration {0}, which this one does not know). Run that version, or a newer one"
    )]
    Newer(String),
    /// The record contradicts itself; with the way out.
    #[error("the database is not opened: {0}")]
    Record(String),
    /// Demonstration and real databases do not mix.
    #[error("{0}")]
    Demo(String),
}

/// Why a statement failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another writer held the lock for too long; the same request may succeed later.
    #[error("the database is busy")]
    Busy,
    /// The disk is full; nothing was changed.
    #[error("the disk of the database is full; nothing was changed")]
    Full,
    /// A constraint of the database refused the change: something the workflow should have refused.
    #[error("a constraint of the database refused the change: {0}")]
    Constraint(String),
    /// A stored value cannot be read.
    #[error("a stored value cannot be read: {0}")]
    Corrupt(String),
    /// A stored copy of what the acts on record come to is off. Nothing is read or decided by it.
    #[error(
        "order {order}: the stored {column} is {stored}, but the acts on record come to {computed}. Restore the last \
         backup that opens; or, where the acts are right, stop the program and set the copy right: UPDATE orders SET \
         {column} = {computed} WHERE number = '{order}'"
    )]
    CopyOff {
        /// Number of the order.
        order: String,
        /// The column.
        column: &'static str,
        /// What it says.
        stored: String,
        /// What it should say.
        computed: String,
    },
    /// The connection is gone or could not be had.
    #[error("no connection to the database: {0}")]
    Connection(String),
    /// Anything else.
    #[error("the database failed")]
    Other(#[source] Diesel),
}

impl StoreError {
    /// Whether the same request may succeed later. Exhaustive, so that a new kind asks the question.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Busy | Self::Full | Self::Connection(_) => true,
            Self::Constraint(_) | Self::Corrupt(_) | Self::CopyOff { .. } | Self::Other(_) => false,
        }
    }
}

impl From<Diesel> for StoreError {
    fn from(e: Diesel) -> Self {
        let Diesel::DatabaseError(kind, info) = &e else { return Self::Other(e) };
        let text = info.message();
        match kind {
            DatabaseErrorKind::UniqueViolation
            | DatabaseErrorKind::ForeignKeyViolation
            | DatabaseErrorKind::NotNullViolation
            | DatabaseErrorKind::CheckViolation
            | DatabaseErrorKind::RestrictViolation
            | DatabaseErrorKind::ExclusionViolation => Self::Constraint(text.to_owned()),
            DatabaseErrorKind::SerializationFailure => Self::Busy,
            DatabaseErrorKind::ClosedConnection => Self::Connection(text.to_owned()),
            // diesel keeps no code of SQLite's errors (style.md e), so the text must tell.
            _ if text.contains("is append-only") => Self::Constraint(text.to_owned()),
            _ if text.contains("database is locked") || text.contains("lock timeout") => Self::Busy,
            _ if text.contains("disk is full")
                || text.contains("No space left")
                || text.contains("disk I/O error") && text.contains("full") =>
            {
                Self::Full
            }
            _ => Self::Other(e),
        }
    }
}
