//! A sponsor determines whether the national interest requires another term (R4.2, R4.3, E4, E5).

use crate::store::Tx;
use crate::store::order::orders as stored;
use crate::store::order::orders::determinations;
use crate::workflow::frame::{case, input};
use crate::workflow::order::orders::{OrderView, again};
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::Role;
use domain::base::agency::{Agencies, AgencyCode};
use domain::base::calendar::washington_date;
use domain::base::ids::{AccountId, DeterminationId, OrderId};
use domain::base::refusal::{AGENCY_UNKNOWN, DETERMINATION_EXISTS, NOT_A_SPONSOR, Refusal};
use domain::order::{Determination, Need, Order, accept_determination};
use domain::review::access;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A determination to be signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDetermination)]
pub struct DetermineInput {
    /// Whether the national interest requires that the order go on.
    pub determination: Need,
    /// The official's reason.
    pub reason: String,
    /// The sponsor for which the official speaks. Left out: the official's own agency if it is a sponsor, else every
    /// component of the official's department that is a sponsor and has not answered.
    #[serde(default)]
    #[schema(example = "NAVY")]
    pub agency: Option<String>,
}

/// Records the determination for the coming term of this one order: one signed line for each sponsor
/// it speaks for (R4.3, E5). Renewal itself is taken up by the clock, or by an officer.
pub fn determine(cx: &Ctx, by: &By<'_>, order: OrderId, ask: &DetermineInput) -> Result<OrderView, Error> {
    cx.act(by, "order.determine", format!("order:{order}"), |tx, record| {
        access::role(by.actor, &[Role::Official])?;
        let account = case::signer(by.actor)?;
        let (order, _, agencies) = case::order(cx, tx, by.actor, order)?;
        by.check_version(order.version)?;
        let letter = Letter { account, need: ask.determination, reason: input::reason(&ask.reason)?, at: cx.now() };
        let signed = letter.lines(cx, by, tx, &order, &agencies, ask.agency.as_deref())?;
        record.detail = write_down(tx, &order, &signed)?;
        again(cx, tx, by.actor, order.id, washington_date(letter.at))
    })
}

/// What one official says about one order or many.
pub(crate) struct Letter {
    /// Who signs.
    pub account: AccountId,
    pub need: Need,
    /// Why.
    pub reason: String,
    /// When it is received.
    pub at: Timestamp,
}

impl Letter {
    /// The lines it comes to for one order, one for each sponsor it speaks for; nothing is written yet.
    pub(crate) fn lines(
        &self,
        cx: &Ctx,
        by: &By<'_>,
        tx: &mut Tx<'_>,
        order: &Order,
        agencies: &Agencies,
        named: Option<&str>,
    ) -> Result<Vec<Determination>, Error> {
        let today = washington_date(self.at);
        let own = by.actor.agency.clone().ok_or_else(access::not_found)?;
        let existing = determinations::of_order(tx, order.id)?;
        let mut signed = Vec::new();
        for agency in speaks_for(order, agencies, &own, named, today)? {
            match accept_determination(order, &agency, &existing, cx.settings.determination_window_days, today) {
                Ok(term) => signed.push(Determination {
                    id: DeterminationId::fresh(&*cx.ids),
                    order: order.id,
                    agency,
                    term,
                    need: self.need,
                    reason: self.reason.clone(),
                    account: self.account,
                    signer: by.actor.name.clone(),
                    received_at: self.at,
                    received_on: today,
                }),
                // Of several components those that have answered are left alone.
                Err(r) if r.code == &DETERMINATION_EXISTS && named.is_none() => {}
                Err(r) => return Err(r.into()),
            }
        }
        if signed.is_empty() {
            let detail = format!("Every sponsor {own} acts for has made its determination for the coming term.");
            return Err(Refusal::new(&DETERMINATION_EXISTS, detail).into());
        }
        Ok(signed)
    }
}

/// Puts the lines for one order on record, as a new version of it. Returns what the ledger says of them.
pub(crate) fn write_down(tx: &mut Tx<'_>, order: &Order, signed: &[Determination]) -> Result<String, Error> {
    for d in signed {
        determinations::insert(tx, d)?;
        // The renewal was taken up before this sponsor spoke: it stays (E8 does not apply to it).
        if d.need == Need::NationalInterestRequires && d.term == order.last_term().number {
            stored::set_last_day(tx, order.id, &d.agency, None, d.received_on)?;
        }
    }
    stored::touch(tx, order.id)?;
    describe(signed)
}

fn describe(signed: &[Determination]) -> Result<String, Error> {
    let lines = signed.iter().map(|d| {
        let need = match d.need {
            Need::NationalInterestRequires => "required",
            Need::NotRequired => "not_required",
        };
        Ok(format!("agency={} term={} {need} sha256={}", d.agency, d.term, case::digest(d)?))
    });
    let account = signed.first().map(|d| d.account.to_string()).unwrap_or_default();
    Ok(format!("account={account}; {}", lines.collect::<Result<Vec<_>, Error>>()?.join("; ")))
}

/// The sponsors an official speaks for.
pub(crate) fn speaks_for(
    order: &Order,
    agencies: &Agencies,
    own: &AgencyCode,
    named: Option<&str>,
    today: Date,
) -> Result<Vec<AgencyCode>, Refusal> {
    if let Some(text) = named {
        let code = AgencyCode::parse(text).map_err(|e| Refusal::new(&AGENCY_UNKNOWN, e.to_string()).at("agency"))?;
        if !agencies.acts_for(own, &code) {
            return Err(Refusal::new(&NOT_A_SPONSOR, format!("You sign for {own}, which does not act for {code}."))
                .at("agency"));
        }
        return Ok(vec![code]);
    }
    let mut sponsors: Vec<AgencyCode> = order.sponsors_on(today).map(|s| s.agency.clone()).collect();
    sponsors.sort();
    sponsors.dedup();
    if sponsors.contains(own) {
        return Ok(vec![own.clone()]);
    }
    sponsors.retain(|s| agencies.acts_for(own, s));
    // Nobody to speak for: the rules say why, whether the order is over or the agency no sponsor.
    Ok(if sponsors.is_empty() { vec![own.clone()] } else { sponsors })
}
