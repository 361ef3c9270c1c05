//! Reading orders: each with everything that is recorded about it, its status and holds computed for
//! today.

use crate::store::notice::notices;
use crate::store::order::orders;
use crate::store::order::orders::{Filter, declassifications, determinations, rescissions};
use crate::store::{Conn, StoreError};
use crate::workflow::filing::filings::scope_of;
use crate::workflow::frame::case;
use crate::workflow::frame::notify::NoticeView;
use crate::workflow::{Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::agency::AgencyCode;
use domain::base::ids::{DeterminationId, FilingId, OrderId, RegimeId, RescissionRequestId};
use domain::base::order_type::OrderType;
use domain::case::holds::{self, Bar};
use domain::notice::Notice;
use domain::order::regime::{Period, RegimeKind};
use domain::order::{
    Declassification, Determination, End, Gap, Need, Order, OrderStatus, RescissionRequest, Sponsor, TermBasis,
    awaited, gap, standing_requests,
};
use domain::review::access;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A secrecy order as its readers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Order)]
pub struct OrderView {
    /// Id of the order.
    #[schema(value_type = uuid::Uuid)]
    pub id: OrderId,
    /// Counts changes of the order.
    #[serde(rename = "etag", alias = "version", with = "crate::workflow::frame::etag")]
    #[schema(value_type = String, example = "\"1\"")]
    pub version: i32,
    /// Number of the order.
    #[schema(example = "SO-2026-000001")]
    pub number: String,
    /// The filing on which the order was issued.
    #[schema(value_type = uuid::Uuid)]
    pub filing_id: FilingId,
    /// Its type; `null` outside the DoD.
    #[serde(rename = "type")]
    pub order_type: Option<OrderType>,
    /// Its official title, where it has a type.
    pub title: Option<String>,
    /// Whether the order binds today.
    pub status: OrderStatus,
    pub issued_on: Date,
    /// Who signed the order.
    pub issued_by: String,
    /// Agencies that the order stands on, past ones too.
    pub sponsors: Vec<Sponsor>,
    /// Its terms, first to last.
    pub terms: Vec<TermView>,
    /// Determinations received for the term that is not yet on record.
    pub coming_determinations: Vec<DeterminationView>,
    /// Its last day in force as things stand.
    pub expires_on: Date,
    /// The last business day by which a renewal should be effective.
    pub renewal_deadline: Date,
    /// The first day on which the order is over.
    pub ended_on: Option<Date>,
    /// Countries of a Type I order.
    pub countries: Vec<String>,
    /// Conditions in force.
    pub conditions: Vec<String>,
    /// The bars in force today.
    pub holds: Vec<Bar>,
    /// Whether the matter is classified, so that the holds outlive the order.
    pub classified: bool,
    /// Whether no Government interest is on record.
    pub john_doe: bool,
    /// Regimes of war or emergency that keep the order in force beyond its last term. While one has no end,
    /// `expires_on` is 9999-12-31.
    pub regimes: Vec<PeriodView>,
    /// Sponsors whose determination for the coming term is awaited now.
    #[schema(value_type = Vec<String>, example = json!(["NAVY"]))]
    pub awaited: Vec<AgencyCode>,
    /// The days without an order before this order, where the order before it had lapsed. Acts done in them
    /// are no offence under 35 USC 186.
    pub gap: Option<Gap>,
    /// Sponsors' statements that the matter is declassified.
    pub declassifications: Vec<DeclassificationView>,
    /// Sponsors' requests that the order be rescinded.
    pub rescission_requests: Vec<RescissionRequestView>,
    /// Notices to its principals; for the Office's people only.
    pub notices: Vec<NoticeView>,
}

/// A regime that keeps an order in force. The other names are those under which an earlier program kept answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RegimePeriod)]
pub struct PeriodView {
    /// The regime.
    #[serde(alias = "regime")]
    #[schema(value_type = uuid::Uuid)]
    pub id: RegimeId,
    /// War or emergency.
    pub kind: RegimeKind,
    /// First day.
    #[serde(alias = "first_day")]
    pub begins_on: Date,
    /// Last day, once the end of the regime is confirmed.
    #[serde(alias = "last_day")]
    pub ends_on: Option<Date>,
}

impl From<Period> for PeriodView {
    fn from(p: Period) -> Self {
        Self { id: p.regime, kind: p.kind, begins_on: p.first_day, ends_on: p.last_day }
    }
}

/// One period of at most a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Term)]
pub struct TermView {
    /// 1 for the first.
    pub number: i32,
    /// First day in force.
    pub from: Date,
    /// Last day in force.
    pub until: Date,
    /// What the term stands on.
    pub basis: TermBasis,
    /// Every determination received for the term, negative ones too.
    pub determinations: Vec<DeterminationView>,
}

/// One sponsor's determination for one term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Determination)]
pub struct DeterminationView {
    /// Id of the determination.
    #[schema(value_type = uuid::Uuid)]
    pub id: DeterminationId,
    /// The sponsor for which the official spoke.
    #[schema(value_type = String, example = "NAVY")]
    pub agency: AgencyCode,
    /// Number of the term that the determination is for.
    pub term: i32,
    /// Whether the national interest requires that the order go on.
    pub determination: Need,
    /// The official's reason.
    pub reason: String,
    /// Who signed the determination.
    pub signer: String,
    /// When the determination was received.
    pub received_at: Timestamp,
    /// The date of receipt in Washington.
    pub received_on: Date,
}

impl From<&Determination> for DeterminationView {
    fn from(d: &Determination) -> Self {
        Self {
            id: d.id,
            agency: d.agency.clone(),
            term: d.term,
            determination: d.need,
            reason: d.reason.clone(),
            signer: d.signer.clone(),
            received_at: d.received_at,
            received_on: d.received_on,
        }
    }
}

impl From<&Declassification> for DeclassificationView {
    fn from(d: &Declassification) -> Self {
        Self {
            agency: d.agency.clone(),
            declassified_on: d.declassified_on,
            statement: d.statement.clone(),
            recorded_by: d.recorded_by.clone(),
            recorded_at: d.recorded_at,
        }
    }
}

/// One sponsor's request for rescission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RescissionRequest)]
pub struct RescissionRequestView {
    /// Id of the request.
    #[schema(value_type = uuid::Uuid)]
    pub id: RescissionRequestId,
    /// The sponsor for which the official spoke.
    #[schema(value_type = String, example = "NAVY")]
    pub agency: AgencyCode,
    /// The official's reason.
    pub reason: String,
    /// Who signed the request.
    pub signer: String,
    /// When the request was signed.
    pub requested_at: Timestamp,
    /// Whether the request still stands: a later determination that secrecy must go on ends it.
    pub stands: bool,
}

/// One sponsor's statement that the matter is declassified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Declassification)]
pub struct DeclassificationView {
    /// The sponsor.
    #[schema(value_type = String, example = "NAVY")]
    pub agency: AgencyCode,
    /// The first day on which the matter is not classified.
    pub declassified_on: Date,
    pub statement: String,
    /// The officer who recorded the statement.
    pub recorded_by: String,
    /// When the statement was recorded.
    pub recorded_at: Timestamp,
}

/// Which orders to list.
#[derive(Debug, Clone, Default)]
pub struct OrderQuery {
    /// Those with this status today.
    pub status: Option<OrderStatus>,
    /// Those with this agency among their sponsors, past ones included; with `awaiting_determination`, those that
    /// await its determination.
    pub agency: Option<AgencyCode>,
    /// Those in effect or awaiting their end whose last term ends by this day.
    pub expires_by: Option<Date>,
    /// Those that await a determination of somebody the reader may act for (of anybody, for the Office).
    pub awaiting_determination: bool,
    pub after: Option<OrderId>,
    /// At most this many.
    pub limit: i64,
}

const READERS: [Role; 4] = [Role::Examiner, Role::LicensingOfficer, Role::Reviewer, Role::Official];

/// Reads an order by its id, as far as the reader may see it.
pub fn get(cx: &Ctx, actor: &Actor, id: OrderId) -> Result<OrderView, Error> {
    access::role(actor, &READERS)?;
    let today = cx.today();
    cx.look(actor, "order.read", format!("order:{id}"), |conn| {
        let (order, ..) = case::order(cx, conn, actor, id)?;
        view(cx, conn, actor, order, today)
    })
}

/// The orders this reader may see, in the order of issue.
pub fn list(cx: &Ctx, actor: &Actor, query: &OrderQuery) -> Result<Vec<OrderView>, Error> {
    access::role(actor, &READERS)?;
    let today = cx.today();
    cx.read(|conn| {
        let filter = Filter {
            scope: scope_of(conn, cx, actor)?,
            sponsor: query.agency.clone(),
            ended: query.status.map(|s| match s {
                OrderStatus::InEffect => None,
                OrderStatus::Lapsed => Some(End::Lapsed),
                OrderStatus::Rescinded => Some(End::Rescinded),
            }),
            expires_by: query.expires_by,
            on: today,
        };
        if query.awaiting_determination {
            return awaiting(cx, conn, actor, filter, query, today);
        }
        let found = orders::list(conn, &filter, query.after, query.limit)?;
        let items = views(cx, conn, actor, found, today)?;
        Ok(items)
    })
}

/// The orders of a filter that await a determination of an agency the reader may act for. Whether one does is the
/// domain's to say, so they are looked through until the page is full.
fn awaiting(
    cx: &Ctx,
    conn: &mut Conn,
    actor: &Actor,
    mut filter: Filter,
    query: &OrderQuery,
    today: Date,
) -> Result<Vec<OrderView>, Error> {
    const AT_ONCE: i64 = 200;
    let opens = today.saturating_add(i64::from(cx.settings.determination_window_days).days());
    filter.expires_by = Some(filter.expires_by.map_or(opens, |by| by.min(opens)));
    let mine = |a: &AgencyCode| {
        filter.scope.reader.as_ref().is_none_or(|reader| reader.agencies.contains(a))
            && query.agency.as_ref().is_none_or(|one| one == a)
    };
    let (mut out, mut after) = (vec![], query.after);
    let wanted = usize::try_from(query.limit).unwrap_or(0);
    while out.len() < wanted {
        let page = orders::list(conn, &filter, after, AT_ONCE)?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        out.extend(views(cx, conn, actor, page, today)?.into_iter().filter(|v| v.awaited.iter().any(mine)));
    }
    out.truncate(wanted);
    Ok(out)
}

/// The order as it now stands, for whoever has just changed it.
pub(crate) fn again(cx: &Ctx, conn: &mut Conn, actor: &Actor, id: OrderId, today: Date) -> Result<OrderView, Error> {
    let order = orders::find(conn, id)?.ok_or_else(|| StoreError::Corrupt(format!("order {id} is gone")))?;
    view(cx, conn, actor, order, today)
}

/// An order that has just been issued, as the officer who signed sees it. Nothing but its notices is on record
/// about it yet; `before` is the end of the order before it on the same filing.
pub(crate) fn view_issued(
    cx: &Ctx,
    conn: &mut Conn,
    order: Order,
    before: Option<(End, Date)>,
    today: Date,
) -> Result<OrderView, Error> {
    let told = notices::of_orders(conn, &[order.id])?;
    let gap = gap(order.issued_on, before);
    let awaited = awaited(&order, &[], cx.settings.determination_window_days, today);
    Ok(OrderView { gap, awaited, ..assemble(order, &[], &[], told, today) })
}

/// One order that was found visible, as this reader sees it.
pub(crate) fn view(cx: &Ctx, conn: &mut Conn, actor: &Actor, order: Order, today: Date) -> Result<OrderView, Error> {
    let id = order.id;
    let one = views(cx, conn, actor, vec![order], today)?.pop();
    one.ok_or_else(|| StoreError::Corrupt(format!("order {id} is gone")).into())
}

fn views(cx: &Ctx, conn: &mut Conn, actor: &Actor, found: Vec<Order>, today: Date) -> Result<Vec<OrderView>, Error> {
    let ids: Vec<OrderId> = found.iter().map(|o| o.id).collect();
    let determinations = determinations::of_orders(conn, &ids)?;
    let requests = rescissions::of_orders(conn, &ids)?;
    // Names and addresses of principals are none of an agency's business.
    let notices = if actor.agency.is_none() { notices::of_orders(conn, &ids)? } else { vec![] };
    let stated = declassifications::of_orders(conn, &ids)?;
    let before = orders::predecessors(conn, &ids)?;
    let window = cx.settings.determination_window_days;
    Ok(found
        .into_iter()
        .map(|order| {
            let of = |d: &&Determination| d.order == order.id;
            let own: Vec<Determination> = determinations.iter().filter(of).cloned().collect();
            let asked: Vec<RescissionRequest> = requests.iter().filter(|r| r.order == order.id).cloned().collect();
            let told: Vec<Notice> = notices.iter().filter(|n| n.order == Some(order.id)).cloned().collect();
            let (gap, awaited) =
                (gap(order.issued_on, before.get(&order.id).copied()), awaited(&order, &own, window, today));
            let declassifications = stated.iter().filter(|d| d.order == order.id).map(DeclassificationView::from);
            let declassifications = declassifications.collect();
            OrderView { gap, awaited, declassifications, ..assemble(order, &own, &asked, told, today) }
        })
        .collect())
}

fn assemble(
    o: Order,
    determinations: &[Determination],
    requests: &[RescissionRequest],
    notices: Vec<Notice>,
    today: Date,
) -> OrderView {
    let for_term = |n: i32| determinations.iter().filter(|d| d.term == n).map(DeterminationView::from).collect();
    let standing = standing_requests(requests, determinations);
    let status = o.status(today);
    let over = (status == OrderStatus::Lapsed).then(|| domain::base::calendar::next_day(o.expires_on()));
    OrderView {
        id: o.id,
        number: o.number.clone(),
        filing_id: o.filing,
        order_type: o.order_type,
        title: o.order_type.map(|t| t.title().to_owned()),
        status,
        issued_on: o.issued_on,
        issued_by: o.issued_by.clone(),
        terms: o
            .terms
            .iter()
            .map(|t| TermView {
                number: t.number,
                from: t.from,
                until: t.until,
                basis: t.basis,
                determinations: for_term(t.number),
            })
            .collect(),
        coming_determinations: for_term(o.coming_term()),
        expires_on: o.expires_on(),
        renewal_deadline: o.renewal_deadline(),
        ended_on: o.ended.map(|(_, day)| day).or(over),
        holds: holds::of_order(&o, today).into_iter().map(|h| h.bar).collect(),
        rescission_requests: requests
            .iter()
            .map(|r| RescissionRequestView {
                id: r.id,
                agency: r.agency.clone(),
                reason: r.reason.clone(),
                signer: r.signer.clone(),
                requested_at: r.requested_at,
                stands: standing.contains(&r.agency) && is_latest(r, requests),
            })
            .collect(),
        notices: notices.into_iter().map(NoticeView::from).collect(),
        version: o.version,
        awaited: vec![],
        gap: None,
        declassifications: vec![],
        regimes: o.regimes.into_iter().map(PeriodView::from).collect(),
        sponsors: o.sponsors,
        countries: o.countries,
        conditions: o.conditions,
        classified: o.classified,
        john_doe: o.john_doe,
    }
}

/// Of several requests of one agency only the latest can stand.
fn is_latest(r: &RescissionRequest, all: &[RescissionRequest]) -> bool {
    all.iter()
        .filter(|other| other.agency == r.agency)
        .all(|other| (other.requested_at, other.id) <= (r.requested_at, r.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_regime_that_an_earlier_program_kept_with_an_answer_is_read() {
        let period = Period {
            regime: "01a21c28-bb8e-757d-b063-d4e5c27fb211".parse().expect("id"),
            kind: RegimeKind::War,
            first_day: date(2027, 1, 4),
            last_day: Some(date(2027, 6, 30)),
        };
        let kept = serde_json::to_string(&period).expect("json");
        let view = PeriodView::from(period);
        assert_eq!(serde_json::from_str::<PeriodView>(&kept).expect("kept"), view);
        let shown = serde_json::to_string(&view).expect("json");
        assert_eq!(serde_json::from_str::<PeriodView>(&shown).expect("shown"), view);
    }
}
