//! Where an entry stands, and who may read it.

use crate::base::agency::AgencyCode;
use crate::base::ids::{EntryId, FilingId, OrderId};

/// Where an entry stands; what its uniqueness is measured by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub filing: FilingId,
    pub order: Option<OrderId>,
    pub answers: Option<EntryId>,
    /// The agency it is signed for.
    pub agency: Option<AgencyCode>,
}

impl Place {
    /// The key of what may answer one entry only once.
    pub fn answer_once(&self, what: &str) -> Option<String> {
        self.answers.map(|id| format!("{what}:{id}"))
    }
    /// The key of what an agency may say only once in answer to one entry.
    pub fn answer_once_each(&self, what: &str) -> Option<String> {
        self.answers.zip(self.agency.as_ref()).map(|(id, agency)| format!("{what}:{id}:{agency}"))
    }
    /// The key of what a filing has only once.
    pub fn once_a_filing(&self, what: &str) -> Option<String> {
        Some(format!("{what}:{}", self.filing))
    }
}

/// Who may read an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Examiners and licensing officers whose clearance reaches the filing.
    Office,
    /// They, and the people of the sponsors of the order it concerns, who have a say in it.
    Sponsors,
}
