//! What an order is, computed from its recorded acts: its type, whether its matter is classified, its last day.
//! The one function for it is [`as_recorded`]; whoever loads an order calls it, and nothing else decides.

use crate::base::agency::AgencyCode;
use crate::base::ids::{FilingId, OrderId};
use crate::base::marking::Level;
use crate::base::order_type::OrderType;
use crate::case::entry::Entry;
use crate::case::facts::{petition, record};
use crate::order::regime::Period;
use crate::order::{Declassification, End, Order, Sponsor, Term, is_classified_on_issue, last_day};
use jiff::Timestamp;
use jiff::civil::Date;
use std::cmp::Ordering;
use uuid::Uuid;

/// The issue of an order, as it was recorded.
#[derive(Debug, Clone)]
pub struct Issued {
    pub id: OrderId,
    pub number: String,
    pub filing: FilingId,
    pub order_type: Option<OrderType>,
    /// The marking of the filing on issue.
    pub marking: Level,
    pub issued_on: Date,
    /// Who signed.
    pub issued_by: String,
    pub countries: Vec<String>,
    pub conditions: Vec<String>,
    /// Whether no Government interest was on record.
    pub john_doe: bool,
}

/// What was recorded about an order since its issue.
#[derive(Debug, Clone)]
pub struct Acts<'a> {
    /// Agencies that caused it, each with the id of the recommendation it joined on.
    pub sponsors: Vec<(Sponsor, Uuid)>,
    /// Its terms, first to last; never empty.
    pub terms: Vec<Term>,
    /// Its recorded end.
    pub ended: Option<(End, Date)>,
    /// The confirmed regimes of war and emergency.
    pub regimes: &'a [Period],
    /// Modifications, in the order of entry; those of other orders are passed over.
    pub modifications: &'a [Entry],
    /// Corrections of the record of its filing, in the order of entry; those of other filings are passed over.
    pub corrections: &'a [Entry],
    /// Sponsors' statements that its matter is declassified; those about other orders are passed over.
    pub declassifications: &'a [Declassification],
    /// Counts changes.
    pub version: i32,
}

/// The order as it stands by everything recorded about it.
pub fn as_recorded(issued: Issued, acts: Acts<'_>) -> Order {
    let Issued { id, number, filing, order_type, marking, issued_on, issued_by, countries, conditions, john_doe } =
        issued;
    let Acts { sponsors, terms, ended, regimes, modifications, corrections, declassifications, version } = acts;
    let term_until = terms.last().map_or(issued_on, |t| t.until);
    let (until, regimes) = last_day(issued_on, term_until, ended, regimes);
    let mut order = Order {
        id,
        number,
        filing,
        order_type,
        issued_on,
        issued_by,
        sponsors: vec![],
        terms,
        ended,
        countries,
        conditions,
        classified: is_classified_on_issue(order_type, marking),
        declassified_by: vec![],
        john_doe,
        regimes,
        version,
    };
    let types = modifications.iter().filter_map(|e| type_change(e, id).map(|t| (e, t)));
    let types = types.map(|(e, t)| Act { at: e.at, id: e.id.as_uuid(), kind: Kind::Type(t) });
    // On the day of a rescission nothing on record says which came first; the marking counts.
    let in_life = |e: &&Entry| {
        let last = if let Some((End::Rescinded, day)) = ended { day } else { until };
        e.filing == filing && e.id.as_uuid() > id.as_uuid() && e.on <= last
    };
    let markings = corrections.iter().filter(in_life).filter_map(|e| {
        let record::Act::Corrected(correction) = record::Act::of(&e.matter)? else { return None };
        Some(Act { at: e.at, id: e.id.as_uuid(), kind: Kind::Marking(correction.marking.as_ref()?.level) })
    });
    let stated = declassifications.iter().filter(|d| d.order == id);
    let stated = stated.map(|d| Act { at: d.recorded_at, id: d.id.as_uuid(), kind: Kind::Declassified(&d.agency) });
    let mut acts: Vec<Act<'_>> = types.chain(markings).chain(stated).collect();
    acts.sort_by(Act::by_time);
    let (mut level, mut now) = (marking, order_type);
    for act in acts {
        match act.kind {
            Kind::Type(to) => {
                if to == OrderType::II && now != Some(OrderType::II) {
                    (order.classified, order.declassified_by) = (true, vec![]);
                }
                now = Some(to);
            }
            Kind::Marking(to) => {
                if to.is_classified() && to > level {
                    (order.classified, order.declassified_by) = (true, vec![]);
                }
                level = to;
            }
            Kind::Declassified(agency) => {
                if !order.declassified_by.contains(agency) {
                    order.declassified_by.push(agency.clone());
                }
                // An agency that joins later has classified nothing by that.
                let has_stated = |s: &Sponsor| order.declassified_by.contains(&s.agency);
                if sponsors.iter().all(|(s, joined)| *joined > act.id || has_stated(s)) {
                    order.classified = false;
                }
            }
        }
    }
    apply_modifications(&mut order, modifications);
    order.sponsors = sponsors.into_iter().map(|(sponsor, _)| sponsor).collect();
    order
}

/// Reads an order as it now stands: issued so, then modified by these entries in their order (R5.8). The
/// terms do not move. What a change of type makes of the matter is [`as_recorded`]'s to say (R4.7).
pub fn apply_modifications<'a>(order: &mut Order, entries: impl IntoIterator<Item = &'a Entry>) {
    for entry in entries {
        if let Some(petition::Act::Modified { change, .. }) = petition::Act::of(&entry.matter)
            && entry.order == Some(order.id)
        {
            change.apply(order);
        }
    }
}

/// An act that decides whether the matter is classified.
struct Act<'a> {
    at: Timestamp,
    id: Uuid,
    kind: Kind<'a>,
}

enum Kind<'a> {
    Type(OrderType),
    Marking(Level),
    Declassified(&'a AgencyCode),
}

impl Act<'_> {
    /// Ids are made in order and tell two acts of one instant apart.
    fn by_time(&self, other: &Self) -> Ordering {
        (self.at, self.id).cmp(&(other.at, other.id))
    }
}

fn type_change(entry: &Entry, order: OrderId) -> Option<OrderType> {
    match petition::Act::of(&entry.matter) {
        Some(petition::Act::Modified { change, .. }) if entry.order == Some(order) => change.order_type,
        _ => None,
    }
}
