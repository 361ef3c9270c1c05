//! The facts an order's type depends on, the advice they come to, and what an order does (R3.2, R3.7).

use crate::store::office::agencies;
use crate::store::review::referrals::recommendations;
use crate::workflow::frame::docket::{self, About, EntryView};
use crate::workflow::frame::{case, input};
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::agency::Agencies;
use domain::base::ids::{FilingId, OrderId};
use domain::base::refusal::{ADVICE_NO_FACTS, Refusal};
use domain::case::CaseFile;
use domain::law::adviser::{self, Act, Advice, Facts};
use domain::law::effects::{self, Effect};
use domain::review::access;
use domain::review::referral::Recommendation;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const OFFICE: [Role; 2] = [Role::Examiner, Role::LicensingOfficer];

/// Records the facts the type of an order depends on; the last ones count.
pub fn record_facts(cx: &Ctx, by: &By<'_>, filing: FilingId, facts: &Facts) -> Result<EntryView, Error> {
    cx.act(by, "advice.record_facts", format!("filing:{filing}"), |tx, record| {
        let case = docket::begin(tx, by, &OFFICE, filing)?;
        let mut facts = facts.clone();
        facts.source = input::passage(&facts.source, "source")?;
        if let Some(country) = &facts.foreign_origin {
            facts.foreign_origin = Some(input::line(country, "foreign_origin")?);
        }
        docket::enter(cx, tx, by.actor, record, &case, About::default(), Act::Facts(facts))
    })
}

/// Advice on the type of an order, or on that of the order that may issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdviceView {
    /// The facts it rests on.
    pub facts: Facts,
    pub advice: Advice,
}

/// Advises on the type of an order on a filing, from the facts on record and the recommendations that no
/// order has taken up.
pub fn of_filing(cx: &Ctx, actor: &Actor, filing: FilingId) -> Result<AdviceView, Error> {
    access::role(actor, &OFFICE)?;
    let today = cx.today();
    cx.look(actor, "filing.read", format!("filing:{filing}"), |conn| {
        let case = docket::open(conn, actor, filing)?;
        let pending = recommendations::not_taken_up(conn, filing)?;
        let Some(advice) = advice(&agencies::all(conn)?, &case, &pending, today) else {
            return Err(Refusal::new(
                &ADVICE_NO_FACTS,
                "Record the facts first: POST them to /filings/{id}/order-facts.",
            )
            .into());
        };
        Ok(AdviceView { facts: adviser::facts(&case).cloned().unwrap_or_default(), advice })
    })
}

/// The advice for an order on some recommendations, where facts are on record.
pub(crate) fn advice(all: &Agencies, case: &CaseFile, pending: &[Recommendation], on: Date) -> Option<Advice> {
    let facts = adviser::facts(case)?;
    let binding: Vec<&Recommendation> = pending.iter().filter(|r| r.binds()).collect();
    let typed = binding.is_empty() || binding.iter().any(|r| all.orders_are_typed(&r.agency));
    let recommended: Vec<_> = binding.iter().map(|r| r.order_type).collect();
    Some(adviser::advise(facts, &recommended, typed, on))
}

/// The checklist of what an order does on its case today (R3.7).
pub fn effects(cx: &Ctx, actor: &Actor, order: OrderId) -> Result<Vec<Effect>, Error> {
    access::role(actor, &OFFICE)?;
    let today = cx.today();
    cx.look(actor, "order.read", format!("order:{order}"), |conn| {
        let (order, filing, _) = case::order(cx, conn, actor, order)?;
        let case = docket::case_of(conn, &filing)?;
        Ok(effects::of_order(&case, &order, today))
    })
}
