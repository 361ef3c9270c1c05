//! A filing: a patent application as received.
//!
//! `formats` reads files, and `screening` decides what a text means. The serde form of [`Filing`] is the stored form
//! and that of `API.md` section 3.

pub mod certificate;
mod document;
pub mod number;
mod paragraph;
pub mod screening;

pub use crate::filing::document::{
    ClassCode, DescriptionItem, Filing, FilingKind, Part, Party, PartyRole, Priority, ReceivedBy, Related, Scheme,
};
pub use crate::filing::number::{ApplicationNumber, BadApplicationNumber};
pub use crate::filing::paragraph::{Paragraph, Section};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::marking::Marking;

    pub(super) fn filing() -> Filing {
        serde_json::from_value(serde_json::json!({
            "application_number": "18/123,456", "title": "Latch",
            "abstract": ["A latch."], "claims": ["1. A latch.", "3. The latch of claim 1.", "The latch."],
            "description": [{"heading": "BACKGROUND"}, {"number": "0001", "text": "Old latches."}, {"text": "More."},
                            {"heading": "DETAILED DESCRIPTION"}, {"number": "0002", "text": "New latches."}],
            "government_interest": "Made with support under contract X."
        }))
        .expect("a filing")
    }

    #[test]
    fn the_digest_names_the_text() {
        let (f, mut g) = (filing(), filing());
        assert_eq!(f.digest(), g.digest());
        assert_eq!(f.digest().len(), 64);
        g.claims[0].push('!');
        assert_ne!(f.digest(), g.digest());
    }

    #[test]
    fn r1_6_classified_papers_have_ways_of_their_own() {
        use crate::base::marking::Level;
        for (level, ..) in Level::TABLE {
            for &way in ReceivedBy::ALL {
                let f = Filing { marking: Marking::of(level), received_by: way, ..filing() };
                let refused = f.check_way().map_err(|r| r.code.code);
                let taken = level < Level::Confidential || way != ReceivedBy::Ordinary;
                assert_eq!(refused.is_ok(), taken, "{level:?} {way:?}");
                assert_eq!(serde_json::to_value(way).expect("json"), way.as_str());
                assert_eq!(ReceivedBy::parse(way.as_str()), Some(way));
            }
        }
        let carried = Filing { received_by: ReceivedBy::HandCarried, ..filing() };
        assert_ne!(carried.digest(), filing().digest(), "how it came is on record with it");
        let form = serde_json::to_string(&filing()).expect("writes");
        assert!(!form.contains("received_by"), "texts on record keep their digests: {form}");
    }

    #[test]
    fn a_filing_survives_its_stored_form() {
        let f = filing();
        let text = serde_json::to_string(&f).expect("writes");
        assert_eq!(serde_json::from_str::<Filing>(&text).expect("reads"), f);
    }
}
