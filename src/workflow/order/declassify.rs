//! The holds that outlive an order over classified matter are lifted by a person, on each sponsor's
//! recorded statement that the matter is declassified (R4.7, E9; 37 CFR 5.1(e)).

use crate::store::Tx;
use crate::store::order::orders as stored;
use crate::store::order::orders::declassifications;
use crate::workflow::frame::notify;
use crate::workflow::frame::notify::About;
use crate::workflow::frame::{case, input, status};
use crate::workflow::order::orders::{OrderView, again};
use crate::workflow::review::answered;
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::Role;
use domain::base::agency::AgencyCode;
use domain::base::calendar::washington_date;
use domain::base::ids::{DeclassificationId, OrderId};
use domain::base::refusal::{AGENCY_UNKNOWN, Refusal};
use domain::letter::Facts;
use domain::order::{Declassification, Order, OrderStatus, accept_declassification};
use domain::review::access;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A sponsor's statement to be recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDeclassification)]
pub struct DeclassifyInput {
    /// The sponsor whose statement it is.
    #[schema(example = "NAVY")]
    pub agency: String,
    /// The day from which the matter is not classified.
    pub declassified_on: Date,
    /// The statement, or where it is found.
    pub statement: String,
}

/// Records one sponsor's statement. With the last one the matter counts as declassified: the order may
/// still be in effect, but nothing outlives it, and where it is over already its holds fall.
pub fn declassify(cx: &Ctx, by: &By<'_>, order: OrderId, ask: &DeclassifyInput) -> Result<OrderView, Error> {
    cx.act(by, "order.declassify", format!("order:{order}"), |tx, record| {
        access::role(by.actor, &[Role::LicensingOfficer])?;
        let account = case::signer(by.actor)?;
        let (order, ..) = case::order(cx, tx, by.actor, order)?;
        by.check_version(order.version)?;
        let now = cx.now();
        let today = washington_date(now);
        let agency =
            AgencyCode::parse(&ask.agency).map_err(|e| Refusal::new(&AGENCY_UNKNOWN, e.to_string()).at("agency"))?;
        accept_declassification(&order, &agency, ask.declassified_on, today)?;
        let statement = Declassification {
            id: DeclassificationId::fresh(&*cx.ids),
            order: order.id,
            agency,
            declassified_on: ask.declassified_on,
            statement: input::Reason::read(&ask.statement, "statement")?.into(),
            account,
            recorded_by: by.actor.name.clone(),
            recorded_at: now,
        };
        declassifications::insert(tx, &statement)?;
        record.detail = format!(
            "agency={} on={} sha256={}",
            statement.agency,
            statement.declassified_on,
            case::digest(&statement)?
        );
        let order = stored::find(tx, order.id)?.ok_or_else(access::not_found)?;
        if !order.classified {
            record.detail.push_str(" complete=true");
            tell(cx, tx, &order, today)?;
            if order.status(today) != OrderStatus::InEffect {
                answered::close_answered(tx, order.filing)?;
            }
            status::recompute_reached(tx, order.id, order.filing, today)?;
        }
        again(cx, tx, by.actor, order.id, today)
    })
}

/// Tells the principals that the matter is no longer classified: their duties of that kind end when they
/// are expressly told so (R4.7).
fn tell(cx: &Ctx, tx: &mut Tx<'_>, order: &Order, today: Date) -> Result<(), Error> {
    let still = match order.status(today) {
        OrderStatus::InEffect => Some(notify::in_effect(tx, order, order.last_term(), &[])?),
        OrderStatus::Lapsed | OrderStatus::Rescinded => None,
    };
    let facts = Facts::Declassified { from: today, order: still };
    // Matter may be classified and declassified again in one term: the version tells one letter from the next.
    notify::queue(cx, tx, About::Order(order), order.version, &facts, cx.now())?;
    Ok(())
}
