//! Rescission: every sponsor asks, then an officer may rescind (R2.8, R4.8, E7, E9).

use crate::store::order::orders as stored;
use crate::store::order::orders::{determinations, rescissions};
use crate::workflow::frame::{case, input};
use crate::workflow::order::determine::speaks_for;
use crate::workflow::order::end;
use crate::workflow::order::orders::{OrderView, again};
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::Role;
use domain::base::calendar::washington_date;
use domain::base::ids::{OrderId, RescissionRequestId};
use domain::base::refusal::{RESCISSION_REQUESTED, Refusal};
use domain::order::{self, End, RescissionRequest, accept_rescission_request, standing_requests};
use domain::review::access;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A request for rescission to be signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRescissionRequest)]
pub struct RescissionRequestInput {
    /// The official's reason.
    pub reason: String,
    /// The sponsor for which the official speaks; left out, chosen as for a determination.
    #[serde(default)]
    #[schema(example = "NAVY")]
    pub agency: Option<String>,
}

/// Records that a sponsor asks for rescission.
pub fn request_rescission(
    cx: &Ctx,
    by: &By<'_>,
    order: OrderId,
    ask: &RescissionRequestInput,
) -> Result<OrderView, Error> {
    cx.act(by, "order.request_rescission", format!("order:{order}"), |tx, record| {
        access::role(by.actor, &[Role::Official])?;
        let account = case::signer(by.actor)?;
        let (order, _, agencies) = case::order(cx, tx, by.actor, order)?;
        by.check_version(order.version)?;
        let reason = input::reason(&ask.reason)?;
        let now = cx.now();
        let today = washington_date(now);
        let own = by.actor.agency.clone().ok_or_else(access::not_found)?;
        let standing =
            standing_requests(&rescissions::of_orders(tx, &[order.id])?, &determinations::of_order(tx, order.id)?);
        let mut details = vec![];
        for agency in speaks_for(&order, &agencies, &own, ask.agency.as_deref(), today)? {
            match accept_rescission_request(&order, &agency, &standing, today) {
                Ok(()) => {}
                Err(r) if r.code == &RESCISSION_REQUESTED && ask.agency.is_none() => continue,
                Err(r) => return Err(r.into()),
            }
            let request = RescissionRequest {
                id: RescissionRequestId::fresh(&*cx.ids),
                order: order.id,
                agency,
                reason: reason.clone(),
                account,
                signer: by.actor.name.clone(),
                requested_at: now,
            };
            rescissions::insert(tx, &request)?;
            details.push(format!("agency={} sha256={}", request.agency, case::digest(&request)?));
        }
        if details.is_empty() {
            return Err(Refusal::new(
                &RESCISSION_REQUESTED,
                format!("Every sponsor {own} acts for has asked for rescission of {}.", order.number),
            )
            .into());
        }
        stored::touch(tx, order.id)?;
        record.detail = details.join("; ");
        again(cx, tx, by.actor, order.id, today)
    })
}

/// Rescinds an order that every sponsor has asked to have rescinded. The Office *may*, so a person
/// does; over classified matter the holds stay (E9).
pub fn rescind(cx: &Ctx, by: &By<'_>, order: OrderId) -> Result<OrderView, Error> {
    cx.act(by, "order.rescind", format!("order:{order}"), |tx, record| {
        access::role(by.actor, &[Role::LicensingOfficer])?;
        case::signer(by.actor)?;
        let (order, _, agencies) = case::order(cx, tx, by.actor, order)?;
        by.check_version(order.version)?;
        let now = cx.now();
        let today = washington_date(now);
        let requests = rescissions::of_orders(tx, &[order.id])?;
        let asked = standing_requests(&requests, &determinations::of_order(tx, order.id)?);
        let standing: Vec<_> = requests.into_iter().filter(|r| asked.contains(&r.agency)).collect();
        let notice = cx.settings.originator_notice_days;
        order::originator_lets_go(&order, &standing, &agencies.foreign_governments(), notice, today)?;
        order::rescind(&order, &asked, today)?;
        end::end(cx, tx, &order, End::Rescinded, today, now)?;
        let names: Vec<_> = asked.iter().map(|a| a.as_str()).collect();
        record.detail = format!("sponsors={} classified={}", names.join(","), order.classified);
        again(cx, tx, by.actor, order.id, today)
    })
}
