//! The dossier: everything on record of one order, or of one filing, read in one transaction, so that all of it is of
//! one moment.
//!
//! Each part follows the access rule of the route that shows the part alone. Not its job: any decision, and the text of
//! a filing.

mod filing;
mod find;

pub use filing::{FilingDossier, OrderLine, of_filing};
pub use find::{find_filing, find_order};

use crate::store::Conn;
use crate::store::filing::docket as entries;
use crate::store::filing::filings::FilingRecord;
use crate::workflow::clock::clocks::{self, ClockView};
use crate::workflow::frame::case;
use crate::workflow::frame::docket::{self, EntryView};
use crate::workflow::frame::notify::NoticeView;
use crate::workflow::order::conditions;
use crate::workflow::order::orders::{self, OrderView};
use crate::workflow::petition::permits::{self, PermitView};
use crate::workflow::petition::petitions::PetitionView;
use crate::workflow::{Ctx, Error, Settings};
use domain::base::actor::{Actor, Role};
use domain::base::calendar::washington_date;
use domain::base::ids::{EntryId, NoticeId, OrderId};
use domain::case::{CaseFile, Entry};
use domain::clock::receipt_due;
use domain::filing::{ApplicationNumber, Party, PartyRole};
use domain::law::condition::Line;
use domain::law::effects::{self, Effect};
use domain::law::petition;
use domain::notice::{NoticeKind, NoticeState, Service};
use domain::order::Order;
use domain::review::access;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const READERS: [Role; 4] = [Role::Examiner, Role::LicensingOfficer, Role::Reviewer, Role::Official];
const OFFICE: [Role; 2] = [Role::Examiner, Role::LicensingOfficer];

/// A secrecy order with what belongs to it, all read at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = OrderDossier)]
pub struct OrderDossier {
    #[serde(flatten)]
    pub order: OrderView,
    /// The permits in force today, as `GET /orders/{id}/permits` lists them.
    pub permits: Vec<PermitView>,
    /// Service on its principals: each letter whose signed receipt is wanted, and the proof that it arrived. For the
    /// Office's people; `null` for others.
    pub service: Option<Vec<ServiceView>>,
    /// The deadlines of its case, nearest first, as `GET /filings/{id}/clocks` lists them, without those of other
    /// orders. For the Office's people; `null` for others.
    pub clocks: Option<Vec<ClockView>>,
}

/// Whether a letter about an order has reached its principal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = OrderService)]
pub struct ServiceView {
    /// The notice.
    #[schema(value_type = uuid::Uuid)]
    pub notice_id: NoticeId,
    /// What the notice is about.
    pub kind: NoticeKind,
    /// Which of its kind: the number of the term, the permit, the petition that the notice belongs to.
    pub term: i32,
    /// Name of the principal.
    pub principal: String,
    pub role: PartyRole,
    /// Date of the letter.
    pub dated: Date,
    /// Where the notice stands.
    pub state: NoticeState,
    /// The day by which the signed receipt should be back; a setting of the Office.
    pub receipt_due_on: Date,
    /// Proof that the letter arrived, once there is some.
    pub proof: Option<Service>,
}

/// The service of the letters about an order. A reminder is left out, because it is about one of these letters.
fn service_of(notices: &[NoticeView], settings: &Settings) -> Vec<ServiceView> {
    let wanted = |n: &&NoticeView| n.kind.wants_receipt() && n.kind != NoticeKind::ReceiptReminder;
    let show = |n: &NoticeView| {
        let dated = washington_date(n.queued_at);
        ServiceView {
            notice_id: n.id,
            kind: n.kind,
            term: n.term,
            principal: n.principal.clone(),
            role: n.role,
            dated,
            state: n.state,
            receipt_due_on: receipt_due(dated, settings.receipt_due_days),
            proof: n.service.clone(),
        }
    };
    notices.iter().filter(wanted).map(show).collect()
}

/// The dossier of one order: the order with its permits, service and clocks.
pub fn of_order(cx: &Ctx, actor: &Actor, id: OrderId) -> Result<OrderDossier, Error> {
    access::role(actor, &READERS)?;
    let today = cx.today();
    cx.look(actor, "order.read", format!("order:{id}"), |conn| {
        let (order, filing, _) = case::order(cx, conn, actor, id)?;
        // Most orders have no permit; for those the whole case is not loaded.
        let given = ["petition.permitted", "petition.common_matter"];
        let permits = if entries::of_kinds(conn, filing.id, &given)?.is_empty() {
            vec![]
        } else {
            let case = docket::case_of(conn, &filing)?;
            permits::in_case(cx, conn, actor, &case, &order)?
        };
        assemble_order(cx, conn, actor, &filing, order, permits, today)
    })
}

fn assemble_order(
    cx: &Ctx,
    conn: &mut Conn,
    actor: &Actor,
    filing: &FilingRecord,
    order: Order,
    permits: Vec<PermitView>,
    today: Date,
) -> Result<OrderDossier, Error> {
    let id = order.id;
    let order = orders::view(cx, conn, actor, order, today)?;
    let office = access::role(actor, &OFFICE).is_ok();
    let (service, clocks) = if office {
        let mut clocks = clocks::in_case(cx, conn, filing, today)?;
        clocks.retain(|c| c.order_id.is_none_or(|of| of == id));
        (Some(service_of(&order.notices, &cx.settings)), Some(clocks))
    } else {
        (None, None)
    };
    Ok(OrderDossier { order, permits, service, clocks })
}

/// An order with everything on record that bears on it, for the Office's own people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderCase {
    /// The order with permits, service and clocks.
    #[serde(flatten)]
    pub dossier: OrderDossier,
    /// Number of its filing.
    pub application_number: ApplicationNumber,
    /// Whom it binds, and where the Office writes to: the parties of record.
    pub parties: Vec<Party>,
    /// Petitions about it in the order they came, each with all that answers it, appeals included.
    pub petitions: Vec<PetitionView>,
    /// Every condition an agency attached to its recommendation on the filing.
    pub agency_conditions: Vec<Line>,
    /// What it does on its case (R3.7).
    pub effects: Vec<EffectLine>,
}

/// One line of the checklist of an order's effects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectLine {
    /// A stable name.
    pub effect: String,
    pub in_force: bool,
    /// What it means in this case.
    pub text: String,
    /// What it stands on.
    pub citation: String,
}

impl From<Effect> for EffectLine {
    fn from(e: Effect) -> Self {
        Self { effect: e.effect.into(), in_force: e.in_force, text: e.text, citation: e.citation.into() }
    }
}

/// One order with everything that bears on it.
pub fn case_of_order(cx: &Ctx, actor: &Actor, id: OrderId) -> Result<OrderCase, Error> {
    access::role(actor, &OFFICE)?;
    let today = cx.today();
    cx.read(|conn| {
        let (order, filing, _) = case::order(cx, conn, actor, id)?;
        let case = docket::case_of(conn, &filing)?;
        let permits = permits::in_case(cx, conn, actor, &case, &order)?;
        let petitions = petitions_about(conn, &case, &order, today)?;
        let effects = effects::of_order(&case, &order, today).into_iter().map(EffectLine::from).collect();
        let agency_conditions = conditions::in_case(conn, &case)?;
        Ok(OrderCase {
            dossier: assemble_order(cx, conn, actor, &filing, order, permits, today)?,
            application_number: case.application_number,
            parties: case.document.parties,
            petitions,
            agency_conditions,
            effects,
        })
    })
}

fn petitions_about(conn: &mut Conn, case: &CaseFile, order: &Order, on: Date) -> Result<Vec<PetitionView>, Error> {
    let of_this = |e: &&Entry| e.order == Some(order.id) && petition::find(case, e.id).is_ok();
    let show = |e: &Entry| {
        Ok(PetitionView {
            standing: petition::standing(case, order, e, on),
            entry: docket::view(conn, e.clone())?,
            answers: entries_below(conn, case, e.id)?,
        })
    };
    case.docket.iter().filter(of_this).map(show).collect()
}

/// The entries that answer an entry, or answer an answer to it, in the order of entry. One pass is enough, because an
/// entry answers only earlier ones.
fn entries_below(conn: &mut Conn, case: &CaseFile, id: EntryId) -> Result<Vec<EntryView>, Error> {
    let (mut chain, mut out) = (vec![id], vec![]);
    for entry in &case.docket {
        if entry.answers.is_some_and(|of| chain.contains(&of)) {
            chain.push(entry.id);
            out.push(docket::view(conn, entry.clone())?);
        }
    }
    Ok(out)
}
