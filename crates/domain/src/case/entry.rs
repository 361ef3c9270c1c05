//! An entry of the docket, and its content by field of law.

use crate::base::agency::AgencyCode;
use crate::base::ids::{AccountId, EntryId, FilingId, OrderId};
use crate::case::facts::{
    adviser, appeal, compensation, condition, examination, incident, international, license, marked, petition,
    property, record, related, timers as review, violation,
};
use crate::case::place::{Audience, Place};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An entry of the docket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Later entries have later ids.
    pub id: EntryId,
    pub filing: FilingId,
    /// The order that the entry is about; `None` if it is about the filing.
    pub order: Option<OrderId>,
    pub answers: Option<EntryId>,
    /// The content of the entry.
    pub matter: Matter,
    /// The agency for which the entry was signed; `None` if no agency acted.
    pub agency: Option<AgencyCode>,
    /// Who made the entry; `None` for the system.
    pub account: Option<AccountId>,
    /// The name of that person at the time.
    pub person: String,
    /// The day, in Washington.
    pub on: Date,
    /// The instant.
    pub at: Timestamp,
}

macro_rules! matters {
    ($($(#[$doc:meta])* $variant:ident($act:ty)),+ $(,)?) => {
        /// The content of an entry, by field of law.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Matter {
            $($(#[$doc])* $variant($act)),+
        }
        $(impl From<$act> for Matter {
            fn from(act: $act) -> Self {
                Self::$variant(act)
            }
        })+
        $(impl $act {
            /// Picks the entries of this field of law.
            pub fn of(matter: &Matter) -> Option<&Self> {
                match matter {
                    Matter::$variant(act) => Some(act),
                    _ => None,
                }
            }
        })+
        impl Matter {
            /// The key of an entry that may stand on the docket only once. No other entry may have the same key; the
            /// database refuses it too.
            pub fn slot(&self, of: &Place) -> Option<String> {
                match self {
                    $(Self::$variant(act) => act.slot(of)),+
                }
            }
            /// Who may read the entry beside the people of the Office.
            pub fn audience(&self) -> Audience {
                match self {
                    $(Self::$variant(act) => act.audience()),+
                }
            }
        }
    };
}

matters! {
    /// Corrections and additions to the record of the filing (R1.2, R1.5, R3.2, R3.4, E15, E17, E21).
    Record(record::Act),
    /// Foreign filing license (section 6).
    License(license::Act),
    /// The type of an order, advised and decided (R3.2).
    Advice(adviser::Act),
    /// Examination under an order, sealing included (R3.9, section 8).
    Examination(examination::Act),
    /// Related filings (R3.4).
    Related(related::Act),
    /// International applications under an order (R3.7, E18, E19).
    International(international::Act),
    /// Marked papers and nationally classified filings (R1.6, R1.7).
    Marked(marked::Act),
    /// The property tracks of DOE and NASA (R1.9, R1.10).
    Property(property::Act),
    /// The timers of a review (R2.5).
    Review(review::Act),
    /// Petitions about an order: rescission, permits, modifications (section 5).
    Petition(petition::Act),
    /// Appeals to the Secretary of Commerce (R5.3).
    Appeal(appeal::Act),
    /// The treatment of the conditions that agencies attached to their recommendations.
    Condition(condition::Act),
    /// Violations of an order (R7.1).
    Violation(violation::Act),
    /// Disclosure incidents (R3.10).
    Incident(incident::Act),
    /// Claims for compensation that came to the wrong place (R7.4).
    Compensation(compensation::Act),
}

impl Matter {
    /// The kind of the entry as stored and shown (`license.granted`), and its facts.
    pub fn kind_and_facts(&self) -> (String, serde_json::Value) {
        let Ok(serde_json::Value::Object(outer)) = serde_json::to_value(self) else { return Default::default() };
        let Some((field, act)) = outer.into_iter().next() else { return Default::default() };
        match act {
            serde_json::Value::String(name) => (format!("{field}.{name}"), serde_json::json!({})),
            serde_json::Value::Object(act) => act.into_iter().next().map_or_else(Default::default, |(name, facts)| {
                (format!("{field}.{name}"), if facts.is_object() { facts } else { serde_json::json!({"value": facts}) })
            }),
            _ => Default::default(),
        }
    }
}
