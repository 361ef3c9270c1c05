//! The recorded facts about one filing that its status and the access to it are computed from.

use crate::domain::access::FilingFacts;
use crate::domain::ids::{AccountId, FilingId};
use crate::domain::marking::Marking;
use crate::domain::referral::{Branch, Finding, ReferralStatus};
use crate::domain::status::{Facts, OrderFact};
use crate::store::column::{agency, date_from_db, date_to_db, word};
use crate::store::schema::{
    acknowledgments, filings, hits, orders, recommendations, referrals, screenings, sponsors, triages,
};
use crate::store::{Conn, StoreError};
use chrono::NaiveDate;
use diesel::prelude::*;
use jiff::civil::Date;

/// Everything [`crate::domain::status::status`] looks at.
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
    let rows: Vec<OrderRow> = orders::table
        .filter(orders::filing_id.eq(&id))
        .select((orders::expires_on, orders::ended_on, orders::classified))
        .load(conn)?;
    Ok(facts.with_orders(&order_facts(rows)?, today))
}

type ReferralState = (crate::domain::agency::AgencyCode, ReferralStatus);

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

/// Everything [`crate::domain::access::read_filing`] looks at for one person.
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

/// Whether any filing of these numbers (in the form of `filings.number_key`) is under an order, or
/// under holds that outlived one.
pub fn any_under_order(conn: &mut Conn, number_keys: &[String], today: Date) -> Result<bool, StoreError> {
    if number_keys.is_empty() {
        return Ok(false);
    }
    let rows: Vec<OrderRow> = orders::table
        .inner_join(filings::table.on(filings::id.eq(orders::filing_id)))
        .filter(filings::number_key.eq_any(number_keys.to_vec()))
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
