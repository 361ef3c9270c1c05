//! A licensing officer issues an order (35 USC 181; R2.4, R3.2, R3.5, R3.6).

use crate::store::Tx;
use crate::store::office::agencies;
use crate::store::order::orders as stored;
use crate::store::order::orders::Issued;
use crate::workflow::frame::act::Record;
use crate::workflow::frame::at_hand::CaseAtHand;
use crate::workflow::frame::notify;
use crate::workflow::frame::{case, docket, input, status};
use crate::workflow::order::orders::{OrderView, view_issued};
use crate::workflow::order::settle;
use crate::workflow::order::{advise, conditions};
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::Role;
use domain::base::calendar::washington_date;
use domain::base::ids::{FilingId, OrderId};
use domain::base::order_type::OrderType;
use domain::law::adviser;
use domain::law::issue;
use domain::law::issue::IssueRequest;
use domain::law::license;
use domain::letter::Facts;
use domain::order::regime::runs_until;
use domain::order::{self, Order, OrderStatus, Sponsor};
use domain::review::access;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An order to be issued.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewOrder)]
pub struct IssueInput {
    /// The type; left out, what the sponsors' recommendations come to.
    #[serde(default, rename = "type")]
    pub order_type: Option<OrderType>,
    /// Countries of a Type I order; left out, the table in force.
    #[serde(default)]
    #[schema(example = json!(["JP", "GB"]))]
    pub countries: Option<Vec<String>>,
    /// Conditions beside those of the recommendations.
    #[serde(default)]
    pub conditions: Vec<String>,
    /// Why the type is not the one the recorded facts come to.
    #[serde(default)]
    pub type_reason: Option<String>,
    /// Why an order issues on an application that has been published.
    #[serde(default)]
    pub despite_publication: Option<String>,
}

/// Issues an order on the recommendations that no order has taken up yet, and queues the notices to
/// everybody it binds.
pub fn issue(cx: &Ctx, by: &By<'_>, filing: FilingId, ask: &IssueInput) -> Result<OrderView, Error> {
    cx.act(by, "order.issue", format!("filing:{filing}"), |tx, record| {
        Ok(issue_in_hand(cx, tx, by, record, filing, ask)?.0)
    })
}

/// The same as part of a running act, with the case as it then is.
pub(crate) fn issue_in_hand(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    by: &By<'_>,
    record: &mut Record,
    filing: FilingId,
    ask: &IssueInput,
) -> Result<(OrderView, CaseAtHand), Error> {
    access::role(by.actor, &[Role::LicensingOfficer])?;
    let officer = case::signer(by.actor)?;
    let found = case::filing(tx, by.actor, filing)?;
    by.check_version(found.version)?;
    let (mut hand, mut seq) = CaseAtHand::load_to_issue(tx, found)?;
    let now = cx.now();
    let today = washington_date(now);
    // An order that is over by law but not yet by the clock is settled first: it must neither
    // stand in the way of a new one (E3) nor be passed over where it was renewed in time. That is an act of its
    // own, so what it leaves is read anew.
    let over = hand.order_without_end().filter(|old| old.status(today) == OrderStatus::Lapsed).map(|old| old.id);
    if let Some(old) = over {
        settle::settle(cx, tx, old, now)?;
        let settled = case::filing_of(tx, filing)?;
        (hand, seq) = CaseAtHand::load_to_issue(tx, settled)?;
    }
    let case = &hand.file;
    let agencies = agencies::all(tx)?;
    let despite = ask.despite_publication.as_deref().map(|r| input::passage(r, "despite_publication")).transpose()?;
    issue::check_reachable(case.disposal(), despite.as_deref())?;
    let pending = hand.waiting();
    let request = IssueRequest {
        order_type: ask.order_type,
        countries: ask.countries.clone(),
        conditions: input::passages(&ask.conditions, "conditions")?,
        docket: case.docket.clone(),
    };
    let decided = issue::issue(
        &request,
        &pending,
        hand.order_without_end(),
        Some(officer),
        &cx.settings.countries_on(today),
        today,
    )?;
    let type_reason = ask.type_reason.as_deref().map(|r| input::passage(r, "type_reason")).transpose()?;
    let advised = match advise::advice(&agencies, case, &pending, today) {
        Some(advice) => Some(adviser::decide(&advice, decided.order_type, type_reason)?),
        None => None,
    };
    // 37 CFR 5.16: a license given before has no effect from now on (R3.7, E14), and they must know.
    let licensed = license::standing(case, today).state == license::State::Granted;
    let before = case.orders.iter().rev().find_map(|o| o.ended);
    // As the record has them: in the order of the recommendations they joined on.
    let mut joined: Vec<_> = decided.sponsors.iter().collect();
    joined.sort_by_key(|(_, on)| *on);
    let (_, regimes) = runs_until(today, decided.term.until, &hand.periods);
    let order = Order {
        id: OrderId::fresh(&*cx.ids),
        number: format!("SO-{}-{seq:06}", today.year()),
        filing,
        order_type: decided.order_type,
        issued_on: today,
        issued_by: by.actor.name.clone(),
        sponsors: joined
            .into_iter()
            .map(|(agency, _)| Sponsor { agency: agency.clone(), since: today, until: None })
            .collect(),
        terms: vec![decided.term],
        ended: None,
        countries: decided.countries,
        conditions: decided.conditions,
        classified: order::is_classified_on_issue(decided.order_type, hand.record.marking.level),
        declassified_by: vec![],
        john_doe: decided.john_doe,
        regimes,
        version: 1,
    };
    let marking = hand.record.marking.level;
    let new = Issued { order: &order, seq, issuer: Some(officer), sponsors: &decided.sponsors, marking, at: now };
    stored::insert(tx, &new)?;
    hand.issued(order.clone(), decided.sponsors.iter().map(|(_, on)| *on));
    if let Some(advised) = advised {
        let about = docket::About::order(order.id);
        docket::enter_in_hand(cx, tx, by.actor, record, &mut hand, about, advised)?;
    }
    let to = hand.recipients();
    let facts = Facts::OrderIssued(notify::in_effect_with(&agencies, &order, order.last_term(), &[]));
    let told = notify::queue_for(cx, tx, &to, Some(&order), 1, &facts, now)?;
    if licensed {
        let without = Facts::LicenseSuspended { from: today };
        notify::queue_for(cx, tx, &to, Some(&order), 1, &without, now)?;
    }
    let sponsors: Vec<_> = decided.sponsors.iter().map(|(agency, _)| agency.as_str()).collect();
    record.subject = format!("order:{}", order.id);
    let entered = std::mem::take(&mut record.detail);
    record.detail = format!(
        "number={} filing={} type={} sponsors={} notices={told} sha256={}",
        order.number,
        filing,
        order.order_type.map_or("untyped", OrderType::as_str),
        sponsors.join(","),
        case::digest(&order)?
    );
    if !entered.is_empty() {
        record.detail = format!("{}; {entered}", record.detail);
    }
    if let Some(why) = &despite {
        record.detail = format!("{}; despite_publication sha256={}", record.detail, case::digest(why)?);
    }
    conditions::adopt_untouched(cx, tx, by.actor, record, &mut hand, &decided.lines)?;
    status::recompute_in_hand(tx, &mut hand, today)?;
    let now_stands = hand.file.order(order.id).cloned().unwrap_or(order);
    let view = view_issued(cx, tx, now_stands, before, today)?;
    Ok((view, hand))
}
