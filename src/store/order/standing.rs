//! The recorded facts about one filing that its holds, its status and the access to it are computed from. They are read
//! from the chapters of the filing, its review and its orders.

use crate::store::filing::docket;
use crate::store::filing::filings::{self as stored_filings, FilingRecord, numbers};
use crate::store::filing::screenings::{Decision, HitRecord, ScreeningRecord};
use crate::store::frame::column::{agency, date_from_db, date_to_db, from_db, from_json, parse, word};
use crate::store::frame::marking::MarkingColumns;
use crate::store::frame::schema::{
    docket as docket_rows, filing_texts, filings, hits, number_findings, orders, recommendations, referrals,
    screenings, sponsors, triages,
};
use crate::store::order::orders::{self as stored_orders, Case, OfCase};
use crate::store::review::referrals as stored_referrals;
use crate::store::review::referrals::acknowledgments;
use crate::store::{Conn, StoreError};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::exists;
use diesel::prelude::*;
use domain::base::agency::AgencyCode;
use domain::base::ids::{AccountId, FilingId, OrderId, RecommendationId};
use domain::base::marking::{Level, Marking};
use domain::case::Entry;
use domain::case::holds::{Facts, Recorded, Screened, holds};
use domain::filing::screening::Screening;
use domain::order::{Order, Sponsor};
use domain::review::access::{FilingFacts, OrderFacts};
use domain::review::referral::{Branch, Finding, Referral, ReferralStatus};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::HashSet;

/// The record of one filing as its holds and its status are computed from it.
#[derive(Debug, Clone)]
pub struct Known {
    pub marking: Marking,
    /// Orders ever issued on it, in the order of issue.
    pub orders: Vec<Order>,
    /// Orders of other filings that cover it by the last finding about each, in effect or not.
    pub covering: Vec<Order>,
    /// The other filings on record for its application.
    pub doubles: Vec<FilingId>,
    /// Its docket, in the order of entry.
    pub docket: Vec<Entry>,
    /// What its screening and the decisions on its hits come to.
    pub screened: Screened,
    /// Referrals ever made.
    pub referrals: Vec<Referral>,
    /// Binding recommendations that no order has taken up.
    pub binding_unanswered: usize,
}

impl Known {
    /// What the holds of this filing are computed from.
    pub fn facts(&self) -> Facts<'_> {
        Facts::of(Recorded {
            orders: &self.orders,
            covering: &self.covering,
            marking: &self.marking,
            docket: &self.docket,
            screened: self.screened,
            referrals: &self.referrals,
            binding_unanswered: self.binding_unanswered,
        })
    }
}

/// Reads everything [`domain::case::holds::holds`] and [`domain::case::status::status`] look at, each table once
/// (the docket twice where an order of another filing binds this one).
pub fn known(conn: &mut Conn, filing: FilingId) -> Result<Known, StoreError> {
    let id = filing.to_string();
    let marking: MarkingColumns = filings::table.find(&id).select(MarkingColumns::as_select()).first(conn)?;
    let docket = docket::of_filing(conn, filing)?;
    let doubles = numbers::doubles(conn, filing)?;
    let case = Case { filing, doubles: &doubles, docket: &docket, periods: None };
    let OfCase { own, covering } = stored_orders::of_case(conn, &case)?;
    Ok(Known {
        marking: marking.try_into()?,
        orders: own.orders,
        covering,
        doubles,
        docket,
        screened: screened(conn, &id)?,
        referrals: stored_referrals::of_filing(conn, filing)?,
        binding_unanswered: binding_unanswered(conn, &id, &own.taken_up)?,
    })
}

/// The latest screening of a filing with the decisions on its hits.
fn screened(conn: &mut Conn, id: &str) -> Result<Screened, StoreError> {
    // The result is read only where it may name a legend: it is long, and taken apart only then.
    let names_one =
        screenings::result.like("%security_marking%").or(screenings::result.like("%export_control_legend%"));
    let latest: Option<(String, String, i32, Option<String>)> = screenings::table
        .filter(screenings::filing_id.eq(id))
        .order(screenings::id.desc())
        .select((
            screenings::id,
            screenings::verdict,
            screenings::text_version,
            diesel::dsl::case_when(names_one, screenings::result.nullable()),
        ))
        .first(conn)
        .optional()?;
    let Some((screening, verdict, text_version, result)) = latest else { return Ok(Screened::default()) };
    let decisions: Vec<(bool, Option<String>)> = hits::table
        .left_join(triages::table)
        .filter(hits::screening_id.eq(&screening))
        .select((hits::gone, triages::decision.nullable()))
        .load(conn)?;
    let bears_one = match result {
        Some(text) => from_json::<Screening>(&text)?.bears_legend(),
        None => false,
    };
    let legend_since = if bears_one { Some(text_since(conn, id, text_version)?) } else { None };
    Ok(Screened {
        verdict: Some(word(&verdict)?),
        // A hit that is gone needs no decision; one that was confirmed before it went stays confirmed.
        hits_undecided: decisions.iter().filter(|(gone, d)| !gone && d.is_none()).count(),
        hits_confirmed: decisions.iter().filter(|(_, d)| d.as_deref() == Some("confirm")).count(),
        legend_since,
    })
}

/// The same for whoever has read the latest screening, and perhaps a text, by its number and with the instant of
/// its receipt.
pub fn screened_in(
    conn: &mut Conn,
    latest: Option<&ScreeningRecord>,
    read: Option<(i32, Timestamp)>,
) -> Result<Screened, StoreError> {
    let Some(latest) = latest else { return Ok(Screened::default()) };
    let decision = |hit: &HitRecord| hit.triage.as_ref().map(|t| t.decision);
    let legend_since = match read {
        _ if !latest.result.bears_legend() => None,
        Some((text, since)) if text == latest.text_version => Some(since),
        _ => Some(text_since(conn, &latest.filing.to_string(), latest.text_version)?),
    };
    Ok(Screened {
        verdict: Some(latest.result.verdict),
        hits_undecided: latest.hits.iter().filter(|h| decision(h).is_none()).count(),
        // One that was confirmed before it went stays confirmed.
        hits_confirmed: latest
            .hits
            .iter()
            .chain(&latest.gone)
            .filter(|h| decision(h) == Some(Decision::Confirm))
            .count(),
        legend_since,
    })
}

/// Since when a text is on record.
fn text_since(conn: &mut Conn, filing: &str, text_version: i32) -> Result<Timestamp, StoreError> {
    let text = filing_texts::table.find((filing, text_version)).select(filing_texts::received_at);
    from_db(text.first::<NaiveDateTime>(conn)?)
}

type ReferralState = (AgencyCode, ReferralStatus);

/// Which agencies a filing was referred to, and how each referral stands.
pub fn referral_states(conn: &mut Conn, filing: FilingId) -> Result<Vec<ReferralState>, StoreError> {
    let rows: Vec<(String, String)> = referrals::table
        .filter(referrals::filing_id.eq(filing.to_string()))
        .select((referrals::agency, referrals::status))
        .load(conn)?;
    rows.into_iter().map(|(code, status)| Ok((agency(&code)?, word(&status)?))).collect()
}

/// Recommendations that bind and that no order has taken up.
fn binding_unanswered(
    conn: &mut Conn,
    filing: &str,
    taken_up: &HashSet<RecommendationId>,
) -> Result<usize, StoreError> {
    let rows: Vec<(String, String, String)> = recommendations::table
        .filter(recommendations::filing_id.eq(filing))
        .select((recommendations::id, recommendations::finding, recommendations::branch))
        .load(conn)?;
    let mut n = 0;
    for (id, finding, branch) in rows {
        let (finding, branch): (Finding, Branch) = (word(&finding)?, word(&branch)?);
        n += usize::from(finding.binds(branch) && !taken_up.contains(&parse(&id)?));
    }
    Ok(n)
}

/// The filings whose status an older program may have computed otherwise, in the order of receipt: those on which
/// something beside hits and referrals bears.
pub fn bound_by_more_than_review(conn: &mut Conn) -> Result<Vec<FilingId>, StoreError> {
    let classified: Vec<&str> =
        Level::TABLE.into_iter().filter(|(level, ..)| level.is_classified()).map(|(_, mark, _)| mark).collect();
    let on_docket = docket_rows::table.filter(docket_rows::filing_id.eq(filings::id));
    let ordered = orders::table.filter(orders::filing_id.eq(filings::id));
    let noted = number_findings::table.filter(number_findings::filing_id.eq(filings::id));
    let with_legend = screenings::table
        .filter(screenings::filing_id.eq(filings::id))
        .filter(screenings::result.like("%security_marking%").or(screenings::result.like("%export_control_legend%")));
    let ids: Vec<String> = filings::table
        .filter(filings::marking.eq_any(classified))
        .or_filter(filings::full_marking.is_not_null())
        .or_filter(exists(on_docket))
        .or_filter(exists(ordered))
        .or_filter(exists(noted))
        .or_filter(exists(with_legend))
        .order(filings::seq)
        .select(filings::id)
        .load(conn)?;
    ids.iter().map(|id| parse(id)).collect()
}

/// The filing of an order, and everything [`domain::review::access::see_order`] looks at for one person; `None` if there
/// is no such order. As much is read for one that does not exist.
pub fn order_access(
    conn: &mut Conn,
    order: OrderId,
    person: Option<AccountId>,
    today: Date,
) -> Result<Option<(FilingRecord, OrderFacts)>, StoreError> {
    let id = order.to_string();
    let found: Option<(String, NaiveDate)> =
        orders::table.find(&id).select((orders::filing_id, orders::expires_on)).first(conn).optional()?;
    let filing = found.as_ref().map_or(Ok(FilingId::NONE), |(filing, _)| parse(filing))?;
    let record = stored_filings::get(conn, filing)?;
    let rows: Vec<(String, NaiveDate, Option<NaiveDate>)> = sponsors::table
        .filter(sponsors::order_id.eq(&id))
        .select((sponsors::agency, sponsors::since, sponsors::until))
        .load(conn)?;
    let after = record.as_ref().and_then(|record| record.acknowledge_after);
    let acknowledged = acknowledgments::signed(conn, filing, after, person.unwrap_or(AccountId::NONE))?;
    let Some(((_, last_day), record)) = found.zip(record) else { return Ok(None) };
    let last_day = date_from_db(last_day)?;
    let mut answering = vec![];
    for (code, since, until) in rows {
        let until = until.map(date_from_db).transpose()?;
        let sponsor = Sponsor { agency: agency(&code)?, since: date_from_db(since)?, until };
        answering.extend(sponsor.answers(last_day, today).then_some(sponsor.agency));
    }
    let (marking, assigned_to) = (record.marking.clone(), record.assigned_to);
    let facts = OrderFacts { marking, assigned_to, sponsors: answering, acknowledged };
    Ok(Some((record, facts)))
}

/// Whether an agency sponsors an order on a filing, or sponsored one that is over: it still answers for what that order
/// holds.
pub fn has_sponsored(conn: &mut Conn, filing: FilingId, agency: &AgencyCode) -> Result<bool, StoreError> {
    let found = sponsors::table
        .inner_join(orders::table)
        .filter(orders::filing_id.eq(filing.to_string()))
        .filter(sponsors::agency.eq(agency.to_string()));
    Ok(diesel::select(exists(found)).get_result(conn)?)
}

/// Everything [`domain::review::access::read_filing`] looks at for one person. As much is read of a filing that does not
/// exist.
pub fn access_facts(
    conn: &mut Conn,
    record: Option<&FilingRecord>,
    person: Option<AccountId>,
    today: Date,
) -> Result<FilingFacts, StoreError> {
    let filing = record.map_or(FilingId::NONE, |record| record.id);
    let id = filing.to_string();
    let today = date_to_db(today);
    let sponsors: Vec<String> = sponsors::table
        .inner_join(orders::table)
        .filter(orders::filing_id.eq(&id))
        .filter(orders::ended.is_null())
        .filter(orders::expires_on.ge(today))
        .filter(sponsors::since.le(today))
        .filter(sponsors::until.is_null().or(sponsors::until.ge(today)))
        .select(sponsors::agency)
        .load(conn)?;
    let after = record.and_then(|record| record.acknowledge_after);
    let acknowledged = acknowledgments::signed(conn, filing, after, person.unwrap_or(AccountId::NONE))?;
    Ok(FilingFacts {
        marking: record.map(|record| record.marking.clone()).unwrap_or_default(),
        assigned_to: record.and_then(|record| record.assigned_to),
        referrals: referral_states(conn, filing)?,
        sponsors: sponsors.iter().map(|code| agency(code)).collect::<Result<_, _>>()?,
        acknowledged,
    })
}

/// Whether any filing of these numbers (in the form of `ApplicationNumber::key`) is under an order on a date: its
/// own or another's that covers it, in effect or over and its matter classified (R3.4, R4.7).
pub fn any_under_order(conn: &mut Conn, number_keys: &[String], today: Date) -> Result<bool, StoreError> {
    if number_keys.is_empty() {
        return Ok(false);
    }
    for id in numbers::ids_of_keys(conn, number_keys)? {
        let filing = parse(&id)?;
        let docket = docket::of_kinds(conn, filing, &[docket::COMPARED, docket::MODIFIED, docket::CORRECTED])?;
        let doubles = numbers::doubles(conn, filing)?;
        let case = Case { filing, doubles: &doubles, docket: &docket, periods: None };
        let OfCase { own, covering } = stored_orders::of_case(conn, &case)?;
        let facts = Facts { orders: &own.orders, covering: &covering, ..Facts::default() };
        if holds(&facts, today).iter().any(|h| h.reason.is_of_an_order()) {
            return Ok(true);
        }
    }
    Ok(false)
}
