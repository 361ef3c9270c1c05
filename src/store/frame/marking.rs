//! The columns of a filing that hold its marking, and the markings that a clearance reaches. `Clearance::dominates`
//! decides; a query filters by its answers about the markings there are.

use crate::store::frame::column::word;
use crate::store::frame::conn::Conn;
use crate::store::frame::error::StoreError;
use crate::store::frame::schema::filings;
use diesel::prelude::*;
use domain::base::marking::{Clearance, Level, Marking};

/// The marking of a filing as it is kept: its level, and the whole of it where it is more than a level.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = filings)]
#[diesel(treat_none_as_null = true)]
pub(crate) struct MarkingColumns {
    marking: String,
    full_marking: Option<String>,
}

impl From<&Marking> for MarkingColumns {
    fn from(marking: &Marking) -> Self {
        Self { marking: marking.level.mark().to_owned(), full_marking: (!marking.is_plain()).then(|| marking.mark()) }
    }
}

impl TryFrom<MarkingColumns> for Marking {
    type Error = StoreError;

    fn try_from(columns: MarkingColumns) -> Result<Self, StoreError> {
        let level: Level = word(&columns.marking)?;
        let Some(full) = columns.full_marking else { return Ok(Self::of(level)) };
        let marking: Self = full.parse().map_err(|e| StoreError::Corrupt(format!("marking {full:?}: {e}")))?;
        if marking.level != level {
            return Err(StoreError::Corrupt(format!("marking {full:?} beside the level {}", level.mark())));
        }
        Ok(marking)
    }
}

/// The markings that a clearance reaches, of those there are.
#[derive(Debug, Default)]
pub(crate) struct MarkingsWithin {
    /// The marks of levels, for markings that are nothing else.
    pub(crate) levels: Vec<&'static str>,
    /// Markings with something beside their level, in full.
    pub(crate) full: Vec<String>,
}

impl MarkingsWithin {
    /// Asks the clearance about every level, and about every marking on record that is more than a level.
    pub(crate) fn reach_of(conn: &mut Conn, clearance: &Clearance) -> Result<Self, StoreError> {
        let levels = Level::TABLE.into_iter().filter(|(level, ..)| clearance.dominates(&Marking::of(*level)));
        let full = more_than_a_level(conn)?.into_iter().filter(|marking| clearance.dominates(marking));
        Ok(Self { levels: levels.map(|(_, mark, _)| mark).collect(), full: full.map(|m| m.mark()).collect() })
    }

    /// Every marking on record.
    pub(crate) fn all(conn: &mut Conn) -> Result<Self, StoreError> {
        let full = more_than_a_level(conn)?.iter().map(Marking::mark).collect();
        Ok(Self { levels: Level::TABLE.map(|(_, mark, _)| mark).to_vec(), full })
    }
}

/// The markings on record that are more than a level, each once.
pub fn more_than_a_level(conn: &mut Conn) -> Result<Vec<Marking>, StoreError> {
    let found: Vec<Option<String>> = filings::table
        .filter(filings::full_marking.is_not_null())
        .select(filings::full_marking)
        .distinct()
        .load(conn)?;
    let read = |text: String| text.parse().map_err(|e| StoreError::Corrupt(format!("marking {text:?}: {e}")));
    found.into_iter().flatten().map(read).collect()
}
