//! One order with its permits, its service and its clocks, on the wire.

use crate::api::clock::clocks::ClockView;
use crate::api::frame::wire::{NoticeKind, NoticeState, PartyRole};
use crate::api::notice::notices::Service;
use crate::api::order::orders::wire::OrderView;
use crate::api::petition::petitions::PermitView;
use crate::workflow::dossier as workflow;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A secrecy order with what belongs to it, all read at one moment.
#[derive(Serialize, ToSchema)]
#[schema(as = OrderDossier)]
pub struct DossierView {
    /// The order.
    #[serde(flatten)]
    order: OrderView,
    /// The permits in force today, as `GET /orders/{id}/permits` lists them.
    permits: Vec<PermitView>,
    /// Service on its principals: each letter whose signed receipt is wanted, and the proof that it arrived. For the
    /// Office's people; `null` for others.
    service: Option<Vec<ServiceView>>,
    /// The deadlines of its case, nearest first, as `GET /filings/{id}/clocks` lists them, without those of other
    /// orders. For the Office's people; `null` for others.
    clocks: Option<Vec<ClockView>>,
}

impl From<workflow::OrderDossier> for DossierView {
    fn from(d: workflow::OrderDossier) -> Self {
        Self {
            order: d.order.into(),
            permits: d.permits.into_iter().map(PermitView::from).collect(),
            service: d.service.map(|all| all.into_iter().map(ServiceView::from).collect()),
            clocks: d.clocks.map(|all| all.into_iter().map(ClockView::from).collect()),
        }
    }
}

/// Whether a letter about an order has reached its principal.
#[derive(Serialize, ToSchema)]
#[schema(as = OrderService)]
struct ServiceView {
    /// The notice.
    notice_id: Uuid,
    /// What it is about.
    kind: NoticeKind,
    /// Which of its kind: the number of the term, the permit, the petition it belongs to.
    term: i32,
    /// Whom it is for.
    principal: String,
    /// The role of that party.
    role: PartyRole,
    /// Date of the letter.
    dated: Date,
    /// Where the notice stands.
    state: NoticeState,
    /// The day by which its signed receipt should be back.
    receipt_due_on: Date,
    /// Proof that it arrived, once there is some.
    proof: Option<Service>,
}

impl From<workflow::ServiceView> for ServiceView {
    fn from(s: workflow::ServiceView) -> Self {
        Self {
            notice_id: s.notice_id.as_uuid(),
            kind: s.kind.into(),
            term: s.term,
            principal: s.principal,
            role: s.role.into(),
            dated: s.dated,
            state: s.state.into(),
            receipt_due_on: s.receipt_due_on,
            proof: s.proof.map(Service::from),
        }
    }
}
