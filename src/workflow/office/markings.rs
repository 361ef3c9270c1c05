//! The words of markings, and those on record that the table does not know (M9).

use crate::store::frame::marking;
use crate::workflow::office::accounts::KEEPERS;
use crate::workflow::{Ctx, Error};
use domain::base::actor::Actor;
use domain::base::marking::Level;
use domain::base::marking::caveat::{CATEGORIES, TABLE};
use domain::review::access;
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A word that stands beside the level of a marking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MarkingWord {
    /// The word in a banner.
    #[schema(example = "NOFORN")]
    pub banner: &'static str,
    /// The word in a portion mark.
    #[schema(example = "NF")]
    pub portion: &'static str,
    pub meaning: &'static str,
    /// The lowest level that it stands with.
    pub least_level: Level,
    /// Words that do not stand beside it.
    pub excludes: Vec<&'static str>,
    /// The access that a reader must hold; `null` if it limits readers otherwise or not at all.
    #[schema(example = "RD")]
    pub needs: Option<&'static str>,
}

/// A category of controlled unclassified information.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MarkingCategory {
    /// Its word; `SP-` stands before it where the category is specified.
    #[schema(example = "CTI")]
    pub word: &'static str,
    pub meaning: &'static str,
}

/// The words of markings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MarkingWords {
    /// The words of the table, in the order in which they are printed.
    pub words: Vec<MarkingWord>,
    pub categories: Vec<MarkingCategory>,
    /// Words on record that the table does not know. Nobody reads what bears one without an access of that name, which two
    /// security officers give.
    pub unknown: BTreeSet<String>,
}

/// The words of markings, with the unknown ones on record, for those who keep accounts. It says of no filing that it bears one.
pub fn words(cx: &Ctx, actor: &Actor) -> Result<MarkingWords, Error> {
    access::role(actor, &KEEPERS)?;
    let on_record = cx.read(|conn| Ok::<_, Error>(marking::more_than_a_level(conn)?))?;
    let words = TABLE.iter().map(|token| MarkingWord {
        banner: token.banner,
        portion: token.portion,
        meaning: token.meaning,
        least_level: token.least,
        excludes: token.excludes.iter().map(|other| other.token().banner).collect(),
        needs: token.needs,
    });
    Ok(MarkingWords {
        words: words.collect(),
        categories: CATEGORIES.iter().map(|(word, meaning)| MarkingCategory { word, meaning }).collect(),
        unknown: on_record.iter().flat_map(|marking| marking.unknown_tokens()).map(str::to_owned).collect(),
    })
}
