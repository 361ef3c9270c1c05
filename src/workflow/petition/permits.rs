//! Permits that were granted: revoking one, using one in another case for common matter, listing them; and whether the
//! matter under an order may be disclosed to somebody (35 USC 182, 184, 187; 37 CFR 5.5).

use crate::store::Conn;
use crate::workflow::frame::docket::{self, About, EntryView};
use crate::workflow::frame::reason::ReasonInput;
use crate::workflow::frame::{case, input};
use crate::workflow::petition::petitions::order_of;
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::agency::AgencyCode;
use domain::base::ids::{EntryId, OrderId};
use domain::case::CaseFile;
use domain::law::petition::{self, Act, Answer, Question, Scope};
use domain::order::Order;
use domain::review::access;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const OFFICERS: [Role; 1] = [Role::LicensingOfficer];
const READERS: [Role; 4] = [Role::Examiner, Role::LicensingOfficer, Role::Reviewer, Role::Official];

/// Revokes the permit that was granted on this petition.
pub fn revoke(cx: &Ctx, by: &By<'_>, permit: EntryId, ask: &ReasonInput) -> Result<EntryView, Error> {
    cx.act(by, "permit.revoke", format!("entry:{permit}"), |tx, record| {
        let (case, entry) = docket::begin_answer(cx, tx, by, &OFFICERS, permit)?;
        let order = order_of(&case, &entry)?;
        let act = petition::revoke(&case, order, permit, input::reason(&ask.reason)?, cx.today())?;
        docket::enter(cx, tx, by.actor, record, &case, About::answer(&entry), act)
    })
}

/// The finding that a permit of another case serves here (37 CFR 5.5(d)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCommonMatter)]
pub struct CommonMatterInput {
    /// The permit, by the id of its petition.
    #[schema(value_type = uuid::Uuid)]
    pub permit: EntryId,
    /// Which matter is common to both cases.
    pub finding: String,
    /// Found: nothing else is used.
    #[serde(default)]
    pub only_common_matter: bool,
    /// Found: the common matter is not taken out of context so as to show more.
    #[serde(default)]
    pub not_out_of_context: bool,
}

/// Records the finding that a permit given in another case serves this order for common matter (E37). The
/// officer must be able to see both cases.
pub fn record_common_matter(
    cx: &Ctx,
    by: &By<'_>,
    order: OrderId,
    ask: &CommonMatterInput,
) -> Result<EntryView, Error> {
    cx.act(by, "permit.common_matter", format!("order:{order}"), |tx, record| {
        let (case, order) = docket::begin_order(cx, tx, by, &OFFICERS, order)?;
        let (lender, permit, _) = docket::open_entry(cx, tx, by.actor, ask.permit)?;
        let lending = order_of(&lender, &permit)?;
        let finding = input::passage(&ask.finding, "finding")?;
        petition::accept_common_matter(
            &order,
            (&lender, lending),
            ask.permit,
            ask.only_common_matter,
            ask.not_out_of_context,
            cx.today(),
        )?;
        let act = Act::CommonMatter { permit: ask.permit, order: lending.id, finding };
        docket::enter(cx, tx, by.actor, record, &case, About::order(order.id), act)
    })
}

/// The answer to the question whether the matter may be disclosed to X.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosureView {
    pub order_id: OrderId,
    pub order_number: String,
    /// The day asked about.
    pub on: Date,
    pub answer: Answer,
}

/// Answers whether the matter of an order may be disclosed to somebody on a day; today if left out.
pub fn may_be_told(
    cx: &Ctx,
    actor: &Actor,
    order: OrderId,
    ask: &Question,
    on: Option<Date>,
) -> Result<DisclosureView, Error> {
    access::role(actor, &READERS)?;
    let on = on.unwrap_or_else(|| cx.today());
    cx.look(actor, "order.read", format!("order:{order}"), |conn| {
        let (case, order) = docket::open_order(cx, conn, actor, order)?;
        let lenders = lending_cases(cx, conn, actor, &case, &order)?;
        let answer = petition::may_be_told(&case, &order, &lenders, ask, on);
        Ok(DisclosureView { order_id: order.id, order_number: order.number, on, answer })
    })
}

/// A permit in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Permit)]
pub struct PermitView {
    /// Id of the permit: that of the petition it was granted on.
    #[schema(value_type = uuid::Uuid)]
    pub id: EntryId,
    /// Number of the order in which the permit was given.
    #[schema(example = "SO-2026-000001")]
    pub order_number: String,
    /// Whether the permit was given in another case and serves here for common matter only.
    pub common_matter_only: bool,
    /// Whom or where the permit is for.
    pub scope: Scope,
    /// The only purpose that the permit serves, if it is for one.
    pub purpose: Option<String>,
    /// First day.
    pub from: Date,
    /// Last day, if the permit has one before the order's.
    pub until: Option<Date>,
    /// Sponsors that concurred.
    #[schema(value_type = Vec<String>)]
    pub concurred: Vec<AgencyCode>,
}

/// The permits in force under an order today, those lent for common matter last.
pub fn permits(cx: &Ctx, actor: &Actor, order: OrderId) -> Result<Vec<PermitView>, Error> {
    access::role(actor, &READERS)?;
    cx.look(actor, "order.read", format!("order:{order}"), |conn| {
        let (case, order) = docket::open_order(cx, conn, actor, order)?;
        in_case(cx, conn, actor, &case, &order)
    })
}

/// The permits in force under an order today, those lent for common matter last, inside a running transaction, for
/// an order that the reader may see.
pub(crate) fn in_case(
    cx: &Ctx,
    conn: &mut Conn,
    actor: &Actor,
    case: &CaseFile,
    order: &Order,
) -> Result<Vec<PermitView>, Error> {
    let on = cx.today();
    let lenders = lending_cases(cx, conn, actor, case, order)?;
    let own = petition::in_force(case, order, on).into_iter().map(|p| (p, false));
    let lent = petition::lent_permits(case, order, &lenders, on).into_iter().map(|p| (p, true));
    let show = |(p, common_matter_only): (petition::Permit<'_>, bool)| PermitView {
        id: p.id,
        order_number: p.order_number.to_owned(),
        common_matter_only,
        scope: p.asked.scope.clone(),
        purpose: p.asked.purpose.clone(),
        from: p.from,
        until: p.until,
        concurred: p.concurred,
    };
    Ok(own.chain(lent).map(show).collect())
}

/// The cases whose permits serve an order too, as far as the reader may see them: a permit says whom another order lets
/// know of its matter.
fn lending_cases(
    cx: &Ctx,
    conn: &mut Conn,
    actor: &Actor,
    case: &CaseFile,
    order: &Order,
) -> Result<Vec<CaseFile>, Error> {
    let mut out = vec![];
    for id in petition::lenders_of(case, order) {
        match case::see_order(cx, conn, actor, id) {
            Ok((filing, _)) => out.push(docket::case_of(conn, &filing)?),
            Err(Error::Refused(_)) => {}
            Err(e) => return Err(e),
        }
    }
    Ok(out)
}
