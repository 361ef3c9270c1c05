//! Makes cases for the tests of the rules.

use crate::base::agency::AgencyCode;
use crate::base::calendar::start_of_day;
use crate::base::ids::{AccountId, EntryId, FilingId, OrderId, ReferralId};
use crate::base::marking::Marking;
use crate::base::order_type::OrderType;
use crate::case::holds::Screened;
use crate::case::status::FilingStatus;
use crate::case::{CaseFile, Entry, Matter};
use crate::filing::screening::Verdict;
use crate::filing::{ApplicationNumber, Filing};
use crate::law::related;
use crate::order::{Order, Sponsor, Term, TermBasis};
use crate::review::referral::{Branch, Referral, ReferralStatus};
use jiff::civil::{Date, date};
use uuid::Uuid;

/// The day the cases of tests are filed.
pub const FILED: Date = date(2026, 3, 10);

pub fn code(text: &str) -> AgencyCode {
    AgencyCode::parse(text).expect("code")
}

/// A filing that nothing has happened to.
pub fn case() -> CaseFile {
    let document: Filing = serde_json::from_value(serde_json::json!({
        "application_number": "18/100,001", "title": "A device", "claims": ["1. A device."],
        "filed_on": FILED, "made_in": "US"
    }))
    .expect("a filing");
    CaseFile {
        filing: FilingId::from_uuid(Uuid::from_u128(1)),
        application_number: ApplicationNumber::parse("18/100,001").expect("number"),
        document,
        text_version: 1,
        version: 1,
        marking: Marking::default(),
        received_on: FILED,
        status: FilingStatus::Clear,
        branch: Branch::Private,
        referrals: vec![],
        recommendations: vec![],
        orders: vec![],
        docket: vec![],
        covering: vec![],
        screened: Screened { verdict: Some(Verdict::Clear), ..Screened::default() },
        binding_unanswered: 0,
    }
}

/// An order of a year from a day, sponsored by some agencies.
pub fn order(order_type: Option<OrderType>, sponsors: &[&str], from: Date) -> Order {
    Order {
        id: OrderId::from_uuid(Uuid::from_u128(77)),
        number: "SO-2026-000001".into(),
        filing: FilingId::from_uuid(Uuid::from_u128(1)),
        order_type,
        issued_on: from,
        issued_by: "officer1".into(),
        sponsors: sponsors.iter().map(|a| Sponsor { agency: code(a), since: from, until: None }).collect(),
        regimes: vec![],
        terms: vec![Term {
            number: 1,
            from,
            until: crate::base::calendar::year_later(from),
            basis: TermBasis::Issue,
            determinations: vec![],
        }],
        ended: None,
        countries: vec!["GB".into(), "JP".into()],
        conditions: vec![],
        classified: order_type == Some(OrderType::II),
        declassified_by: vec![],
        john_doe: true,
        version: 1,
    }
}

pub fn referral(agency: &str, status: ReferralStatus) -> Referral {
    Referral {
        id: ReferralId::from_uuid(Uuid::from_u128(5)),
        filing: FilingId::from_uuid(Uuid::from_u128(1)),
        agency: code(agency),
        due_on: FILED,
        status,
        referred_at: start_of_day(FILED),
        referred_by: "exam1".into(),
        message: None,
        version: 1,
    }
}

impl CaseFile {
    /// Adds those of other orders that cover the filing by its docket.
    pub fn cover(&mut self, others: &[Order]) {
        let covering = related::covering_orders(&self.docket);
        self.covering = others.iter().filter(|o| covering.contains(&o.id)).cloned().collect();
    }
    /// Adds an entry as if it had been made on a day; returns its id.
    pub fn enter(&mut self, on: Date, matter: impl Into<Matter>, answers: Option<EntryId>) -> EntryId {
        self.enter_for(on, matter, answers, None)
    }
    /// As [`Self::enter`], signed for an agency.
    pub fn enter_for(
        &mut self,
        on: Date,
        matter: impl Into<Matter>,
        answers: Option<EntryId>,
        agency: Option<&str>,
    ) -> EntryId {
        let id = EntryId::from_uuid(Uuid::from_u128(1000 + self.docket.len() as u128));
        self.docket.push(Entry {
            id,
            filing: self.filing,
            order: self.orders.last().map(|o| o.id),
            answers,
            matter: matter.into(),
            agency: agency.map(code),
            account: Some(AccountId::from_uuid(Uuid::nil())),
            person: "officer1".into(),
            on,
            at: start_of_day(on),
        });
        id
    }
}
