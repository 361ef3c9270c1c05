//! The recorded facts about one filing that its status and the access to it are computed from.

use crate::store::filing::docket;
use crate::store::filing::filings::numbers;
use crate::store::frame::column::{agency, date_from_db, date_to_db, from_db, parse, word};
use crate::store::frame::schema::{
    acknowledgments, hits, orders, recommendations, referrals, screenings, sponsors, triages,
};
use crate::store::{Conn, StoreError};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use domain::base::ids::{AccountId, FilingId};
use domain::base::marking::Marking;
use domain::case::status::{Facts, OrderFact};
use domain::law::marked;
use domain::law::record;
use domain::law::related;
use domain::review::access::FilingFacts;
use domain::review::referral::{Branch, Finding, ReferralStatus};
use jiff::civil::Date;

/// Everything [`domain::case::status::status`] looks at.
pub fn status_facts(conn: &mut Conn, filing: FilingId, today: Date) -> Result<Facts, StoreError> {
    let id = filing.to_string();
    let latest: Option<(String, String)> = screenings::table
        .filter(screenings::filing_id.eq(&id))
        .order(screenings::id.desc())
        .select((screenings::id, screenings::verdict))
        .first(conn)
        .optional()?;
    let mut facts = Facts::default();
    if let Some((screening, verdict)) = latest {
        facts.verdict = Some(word(&verdict)?);
        let decisions: Vec<(bool, Option<String>)> = hits::table
            .left_join(triages::table)
            .filter(hits::screening_id.eq(screening))
            .select((hits::gone, triages::decision.nullable()))
            .load(conn)?;
        // A hit that is gone needs no decision; one that was confirmed before it went stays confirmed.
        facts.hits_undecided = decisions.iter().filter(|(gone, d)| !gone && d.is_none()).count();
        facts.hits_confirmed = decisions.iter().filter(|(_, d)| d.as_deref() == Some("confirm")).count();
    }
    let referrals = referral_states(conn, &id)?;
    facts.referrals = referrals.len();
    facts.referrals_open = referrals.iter().filter(|(_, s)| *s == ReferralStatus::Open).count();
    facts.binding_unanswered = binding_unanswered(conn, &id)?;
    docket_facts(conn, filing, &mut facts, today)?;
    // What is on record twice is one application: an order on either binds both.
    for double in numbers::doubles(conn, filing)? {
        facts.covered = facts.covered || under_order(conn, &double.to_string(), today)?;
    }
    let rows: Vec<OrderRow> = orders::table
        .filter(orders::filing_id.eq(&id))
        .select((orders::expires_on, orders::ended_on, orders::classified))
        .load(conn)?;
    Ok(facts.with_orders(&order_facts(rows)?, today))
}

/// What the docket says that the status looks at. Few filings have any of it.
fn docket_facts(conn: &mut Conn, filing: FilingId, facts: &mut Facts, today: Date) -> Result<(), StoreError> {
    let entries = docket::of_filing(conn, filing)?;
    if entries.is_empty() {
        return Ok(());
    }
    let answered = |id| entries.iter().any(|e| e.answers == Some(id));
    let last_referral: Option<NaiveDateTime> = referrals::table
        .filter(referrals::filing_id.eq(filing.to_string()))
        .select(diesel::dsl::max(referrals::referred_at))
        .first(conn)?;
    let last_referral = last_referral.map(from_db).transpose()?;
    facts.flagged_late = entries.iter().any(|e| {
        matches!(record::Act::of(&e.matter), Some(record::Act::Flagged { .. }))
            && !answered(e.id)
            && last_referral.is_none_or(|at| at < e.at)
    });
    facts.given_up = entries.iter().any(|e| {
        matches!(
            record::Act::of(&e.matter),
            Some(record::Act::Disposed { how: record::Disposal::Abandoned | record::Disposal::Withdrawn, .. })
        )
    });
    facts.marked = marked::unsettled(&entries);
    let covering = related::covering_orders(&entries);
    if !covering.is_empty() {
        let ids: Vec<String> = covering.iter().map(ToString::to_string).collect();
        let rows: Vec<OrderRow> = orders::table
            .filter(orders::id.eq_any(ids))
            .select((orders::expires_on, orders::ended_on, orders::classified))
            .load(conn)?;
        facts.covered = order_facts(rows)?.iter().any(|o| o.holds(today));
    }
    Ok(())
}

type ReferralState = (domain::base::agency::AgencyCode, ReferralStatus);

fn referral_states(conn: &mut Conn, filing: &str) -> Result<Vec<ReferralState>, StoreError> {
    let rows: Vec<(String, String)> = referrals::table
        .filter(referrals::filing_id.eq(filing))
        .select((referrals::agency, referrals::status))
        .load(conn)?;
    rows.into_iter().map(|(code, status)| Ok((agency(&code)?, word(&status)?))).collect()
}

/// Recommendations that bind and that no order has taken up.
fn binding_unanswered(conn: &mut Conn, filing: &str) -> Result<usize, StoreError> {
    let taken_up = sponsors::table.filter(sponsors::recommendation_id.eq(recommendations::id));
    let rows: Vec<(String, String)> = recommendations::table
        .filter(recommendations::filing_id.eq(filing))
        .filter(diesel::dsl::not(diesel::dsl::exists(taken_up)))
        .select((recommendations::finding, recommendations::branch))
        .load(conn)?;
    let mut n = 0;
    for (finding, branch) in rows {
        let (finding, branch): (Finding, Branch) = (word(&finding)?, word(&branch)?);
        n += usize::from(finding.binds(branch));
    }
    Ok(n)
}

/// Everything [`domain::review::access::read_filing`] looks at for one person.
pub fn access_facts(
    conn: &mut Conn,
    filing: FilingId,
    marking: Marking,
    person: Option<AccountId>,
    today: Date,
) -> Result<FilingFacts, StoreError> {
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
    let acknowledged = match person {
        None => false,
        Some(account) => diesel::select(diesel::dsl::exists(
            acknowledgments::table
                .filter(acknowledgments::filing_id.eq(&id))
                .filter(acknowledgments::account_id.eq(account.to_string())),
        ))
        .get_result(conn)?,
    };
    Ok(FilingFacts {
        marking,
        referrals: referral_states(conn, &id)?,
        sponsors: sponsors.iter().map(|code| agency(code)).collect::<Result<_, _>>()?,
        acknowledged,
    })
}

/// Whether any filing of these numbers (in the form of `ApplicationNumber::key`) is under an order, or
/// under holds that outlived one.
pub fn any_under_order(conn: &mut Conn, number_keys: &[String], today: Date) -> Result<bool, StoreError> {
    if number_keys.is_empty() {
        return Ok(false);
    }
    for id in numbers::ids_of_keys(conn, number_keys)? {
        if under_order(conn, &id, today)? {
            return Ok(true);
        }
        // A filing that another's order covers is as closed as an ordered one (R3.4).
        let mut facts = Facts::default();
        docket_facts(conn, parse(&id)?, &mut facts, today)?;
        if facts.covered {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a filing is under an order of its own, or under holds that outlived one.
fn under_order(conn: &mut Conn, id: &str, today: Date) -> Result<bool, StoreError> {
    let rows: Vec<OrderRow> = orders::table
        .filter(orders::filing_id.eq(id))
        .select((orders::expires_on, orders::ended_on, orders::classified))
        .load(conn)?;
    Ok(order_facts(rows)?.iter().any(|o| o.holds(today)))
}

type OrderRow = (NaiveDate, Option<NaiveDate>, bool);

fn order_facts(rows: Vec<OrderRow>) -> Result<Vec<OrderFact>, StoreError> {
    rows.into_iter()
        .map(|(expires_on, ended_on, classified)| {
            let ended_on = ended_on.map(date_from_db).transpose()?;
            Ok(OrderFact { expires_on: date_from_db(expires_on)?, ended_on, classified })
        })
        .collect()
}
