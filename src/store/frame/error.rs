//! Errors of the store, one variant for each thing that the caller can do about one.

use diesel::result::{DatabaseErrorKind, Error as Diesel};

/// Why a database could not be opened. Each message says the way out.
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
    /// There is no record there, and the caller makes none.
    #[error(
        "there is no record at {url}. Name the one you mean with --data DIR or --database URL; a new one is made by \
         subrosa serve, by subrosa account add and by subrosa intake"
    )]
    Missing {
        /// The database, without its password.
        url: String,
    },
    /// The schema is older than this program and migrating it failed.
    #[error("the database has an older schema and could not be migrated: {0}. Restore the backup, then report this")]
    Migration(String),
    /// The schema is newer than this program.
    #[error(
        "the database was written by a newer Subrosa (it has migration {0}, which this one does not know). Run that version, or a newer one"
    )]
    Newer(String),
    /// The file is a database of another program.
    #[error("{0} is a SQLite database of another program, and is left alone; name another path")]
    Foreign(String),
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
    /// A stored copy contradicts the acts on record. Nothing is read or decided by such a copy.
    #[error(
        "order {order}: the stored {column} is {stored}, but the acts on record come to {computed}. Restore the last \
         backup that opens; or, where the acts are right, stop the program and set the copy right: UPDATE orders SET \
         {column} = {computed} WHERE number = '{order}'"
    )]
    CopyOff {
        /// Number of the order.
        order: String,
        column: &'static str,
        /// What it says.
        stored: String,
        /// What it should say.
        computed: String,
    },
    /// The connection is gone or could not be had.
    #[error("no connection to the database: {0}")]
    Connection(String),
    /// The connection broke while the change was being committed. The change was made or was not. Only a look at the
    /// record, or the same request with the same key, can tell.
    #[error("the connection to the database broke at the end of the change, which was made or was not: {0}")]
    Unknown(String),
    /// A transaction was asked for inside another of the same thread: a fault of this program.
    #[error("a transaction was asked for inside another one of the same thread")]
    Nested,
    /// A change of evidence was to be committed that no entry of the ledger says: a fault of this program.
    #[error("rows of {0} were to be changed without an entry in the ledger; nothing was changed")]
    NotEntered(String),
    /// Anything else.
    #[error("the database failed")]
    Other(#[source] Diesel),
}

impl StoreError {
    /// Whether the same request may succeed later. The match has no wildcard, so that a new variant must answer this.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Busy | Self::Full | Self::Connection(_) => true,
            Self::Constraint(_)
            | Self::Corrupt(_)
            | Self::CopyOff { .. }
            | Self::Unknown(_)
            | Self::Nested
            | Self::NotEntered(_)
            | Self::Other(_) => false,
        }
    }
}

impl StoreError {
    /// Why a commit failed. If the database refused it (a constraint, a conflict), nothing was changed. Any other error
    /// of a server may mean that its answer was lost on the way.
    pub(crate) fn of_commit(e: Diesel, over_a_connection: bool) -> Self {
        let text = e.to_string();
        match Self::from(e) {
            refused @ (Self::Constraint(_) | Self::Busy) => refused,
            _ if over_a_connection => Self::Unknown(text),
            local => local,
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
            // diesel does not keep the code of SQLite's errors, so the text must tell.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(kind: DatabaseErrorKind, text: &str) -> Diesel {
        Diesel::DatabaseError(kind, Box::new(text.to_owned()))
    }

    #[test]
    fn a_commit_that_was_refused_is_known_and_one_that_was_cut_off_is_not() {
        use DatabaseErrorKind::{CheckViolation, ClosedConnection, SerializationFailure, UnableToSendCommand, Unknown};
        let cut = "server closed the connection unexpectedly";
        for kind in [ClosedConnection, UnableToSendCommand, Unknown] {
            assert!(matches!(StoreError::of_commit(failed(kind, cut), true), StoreError::Unknown(_)));
        }
        for broken in [Diesel::BrokenTransactionManager, Diesel::RollbackTransaction] {
            assert!(matches!(StoreError::of_commit(broken, true), StoreError::Unknown(_)));
        }
        for kind in [CheckViolation, SerializationFailure] {
            assert!(!matches!(StoreError::of_commit(failed(kind, "refused"), true), StoreError::Unknown(_)));
        }
        // SQLite is in this very process: its answer cannot be lost.
        let full = StoreError::of_commit(failed(Unknown, "database or disk is full"), false);
        assert!(matches!(full, StoreError::Full), "{full:?}");
        assert!(!StoreError::Unknown(cut.into()).is_retryable(), "it is not said that nothing was changed");
    }
}
