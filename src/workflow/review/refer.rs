//! An examiner makes a filing available to the agencies that own its categories (R1.1, R2.1, R2.6).

use crate::store::filing::filings::FilingRecord;
use crate::store::filing::screenings::{Decision, HitRecord, ScreeningRecord};
use crate::store::office::agencies;
use crate::store::order::orders;
use crate::store::review::referrals;
use crate::store::{Conn, Tx};
use crate::workflow::filing::assign;
use crate::workflow::frame::docket::{self, About};
use crate::workflow::frame::{case, input, status};
use crate::workflow::review::referrals::{ReferralView, view};
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::Role;
use domain::base::agency::{Agencies, AgencyCode};
use domain::base::calendar::washington_date;
use domain::base::ids::{FilingId, ReferralId};
use domain::base::refusal::{
    AGENCY_UNKNOWN, FOREIGN_MADE, HITS_UNDECIDED, INVALID, NOTHING_CONFIRMED, OTHERS_INTEREST, REFERRAL_EXISTS, Refusal,
};
use domain::case::facts::origin::is_made_here;
use domain::filing::Filing;
use domain::law::interest;
use domain::law::record;
use domain::order::OrderStatus;
use domain::review::access;
use domain::review::referral::{Branch, Referral, ReferralStatus};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A referral to be made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewReferrals)]
pub struct ReferInput {
    /// The agencies. Without any: the agencies of the confirmed hits of the latest screening. Named agencies may be
    /// asked at any time before issue, whatever screening found.
    #[serde(default)]
    #[schema(example = json!(["NAVY", "ARMY"]))]
    pub agencies: Vec<String>,
    /// The day by which an answer is asked for. No law sets one.
    #[serde(default)]
    pub due_on: Option<Date>,
    /// What the agencies should know or look at. It is shown to their people once they have signed.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub message: Option<String>,
    /// Why an agency is asked that has no property interest in an invention in which another has one (37 CFR
    /// 5.1(f)). For licensing officers; it is kept on the docket.
    #[serde(default)]
    pub despite_property_interest: Option<String>,
}

/// Refers a filing. All agencies are asked, or none.
pub fn refer(cx: &Ctx, by: &By<'_>, filing: FilingId, ask: &ReferInput) -> Result<Vec<ReferralView>, Error> {
    cx.act(by, "filing.refer", format!("filing:{filing}"), |tx, note| {
        let despite = ask.despite_property_interest.as_deref();
        access::role(by.actor, if despite.is_some() { &[Role::LicensingOfficer] } else { &[Role::Examiner] })?;
        let filing = case::filing(tx, by.actor, filing)?;
        by.check_version(filing.version)?;
        let now = cx.now();
        let today = washington_date(now);
        let latest = case::latest_screening(tx, filing.id)?;
        let document = case::document(tx, &filing)?;
        check_origin(&filing, &document, case::branch_of(tx, filing.id, &document, latest.as_ref())?)?;
        let due_on = match ask.due_on {
            Some(day) if day < today => {
                return Err(Refusal::new(&INVALID, format!("An answer cannot be due before today, {today}."))
                    .at("due_on")
                    .into());
            }
            Some(day) => day,
            None => today.saturating_add(i64::from(cx.settings.referral_due_days).days()),
        };
        let message = ask.message.as_deref().map(|text| input::passage(text, "message")).transpose()?;
        let all = agencies::all(tx)?;
        let observations = latest.as_ref().map(|s| s.result.observations.as_slice()).unwrap_or_default();
        let holders = interest::holders(observations, &all, today);
        let asked = if ask.agencies.is_empty() {
            let owners = owners_of_confirmed(latest.as_ref())?;
            // If the examiner names no agency, only those are asked that may be (R1.5).
            let owners = within_interest(owners, &holders, &all)?;
            let missing = agencies_with_room(tx, &filing, owners, today)?;
            if missing.is_empty() {
                return Err(refuse_existing(&filing, "every agency of its confirmed categories").into());
            }
            missing
        } else {
            read_agencies(&ask.agencies)?
        };
        let outside = outside_interest(&asked, &holders, &all);
        let reason = despite_reason(despite, &outside, &holders)?;
        let mut made = Vec::with_capacity(asked.len());
        for agency in asked {
            all.valid(&agency, today).map_err(|r| r.at("agencies"))?;
            make_room(tx, &filing, &agency, today)?;
            let referral = Referral {
                id: ReferralId::fresh(&*cx.ids),
                filing: filing.id,
                agency,
                due_on,
                status: ReferralStatus::Open,
                referred_at: now,
                referred_by: by.actor.name.clone(),
                message: message.clone(),
                version: 1,
            };
            referrals::insert(tx, &referral)?;
            made.push(referral);
        }
        let names: Vec<_> = made.iter().map(|r| r.agency.as_str()).collect();
        note.detail = format!("agencies={} due_on={due_on}", names.join(","));
        if let Some(reason) = reason {
            let case = docket::case_of(tx, &filing)?;
            let act = record::Act::ReferredDespite { agencies: outside, holders, reason };
            docket::enter(cx, tx, by.actor, note, &case, About::default(), act)?;
        }
        assign::take(tx, by.actor, &filing)?;
        status::recompute(tx, filing.id, today)?;
        let views = made.into_iter().map(|referral| {
            let case = case::ReferralCase { referral, filing: filing.clone(), agencies: all.clone() };
            view(cx, tx, by.actor, &case, today)
        });
        views.collect()
    })
}

/// Refuses to refer an unclassified invention made abroad in which the Government has no interest (R1.5, E23). If the
/// country is not known, the invention counts as made here (E24).
fn check_origin(f: &FilingRecord, document: &Filing, branch: Branch) -> Result<(), Refusal> {
    let made_in = document.made_in.as_deref();
    if is_made_here(made_in) || f.marking.level.is_classified() || branch == Branch::Government {
        return Ok(());
    }
    let country = made_in.unwrap_or_default();
    Err(Refusal::new(
        &FOREIGN_MADE,
        format!(
            "The invention was made in {country}, is unclassified, and no Government interest is on record. If that is \
             wrong, correct the record first."
        ),
    ))
}

/// The agencies, of those asked, that have no property interest in an invention in which others have one (R1.5).
fn outside_interest(asked: &[AgencyCode], holders: &[AgencyCode], all: &Agencies) -> Vec<AgencyCode> {
    asked.iter().filter(|a| !interest::may_be_asked(a, holders, all)).cloned().collect()
}

/// The owners that may be asked. Refuses if none of them may.
fn within_interest(
    owners: Vec<AgencyCode>,
    holders: &[AgencyCode],
    all: &Agencies,
) -> Result<Vec<AgencyCode>, Refusal> {
    let (within, outside): (Vec<_>, Vec<_>) = owners.into_iter().partition(|a| interest::may_be_asked(a, holders, all));
    if within.is_empty() { Err(refuse_others_interest(&outside, holders)) } else { Ok(within) }
}

/// The officer's reason, if one is needed. Refuses if it is missing, or given although none is needed (R1.5).
fn despite_reason(
    despite: Option<&str>,
    outside: &[AgencyCode],
    holders: &[AgencyCode],
) -> Result<Option<String>, Refusal> {
    match despite {
        None if outside.is_empty() => Ok(None),
        None => Err(refuse_others_interest(outside, holders)),
        Some(_) if outside.is_empty() => {
            let why = "Each of these agencies may be asked; leave the reason out, and an examiner refers the filing.";
            Err(Refusal::new(&INVALID, why).at("despite_property_interest"))
        }
        Some(reason) => Ok(Some(input::passage(reason, "despite_property_interest")?)),
    }
}

fn refuse_others_interest(outside: &[AgencyCode], holders: &[AgencyCode]) -> Refusal {
    let names = |codes: &[AgencyCode]| codes.iter().map(AgencyCode::as_str).collect::<Vec<_>>().join(", ");
    Refusal::new(
        &OTHERS_INTEREST,
        format!(
            "The record says that {} has a property interest in the invention and decides by itself; it is not made \
             available to {}. Refer it to {}, correct the record if it is wrong, or have a licensing officer refer it with a \
             reason in despite_property_interest.",
            names(holders),
            names(outside),
            names(holders)
        ),
    )
    .at("agencies")
}

/// The agencies of the confirmed hits, in the order of the list; every hit must have been decided.
fn owners_of_confirmed(latest: Option<&ScreeningRecord>) -> Result<Vec<AgencyCode>, Refusal> {
    let hits = latest.map(|s| s.hits.as_slice()).unwrap_or_default();
    let undecided = hits.iter().filter(|h| h.triage.is_none()).count();
    if undecided > 0 {
        return Err(Refusal::new(
            &HITS_UNDECIDED,
            format!("{undecided} of {} hits await triage. Decide them, or name the agencies yourself.", hits.len()),
        ));
    }
    let mut owners: Vec<String> = Vec::new();
    // A confirmation stands even if a later list no longer hits its category.
    let gone = latest.map(|s| s.gone.as_slice()).unwrap_or_default();
    let confirmed = |h: &&HitRecord| h.triage.as_ref().is_some_and(|t| t.decision == Decision::Confirm);
    for hit in hits.iter().chain(gone).filter(confirmed) {
        for agency in &hit.agencies {
            if !owners.contains(agency) {
                owners.push(agency.clone());
            }
        }
    }
    if owners.is_empty() {
        return Err(Refusal::new(
            &NOTHING_CONFIRMED,
            "No confirmed hit names an agency. Name the agencies yourself if the filing should be referred all the same.",
        ));
    }
    read_agencies(&owners)
}

fn read_agencies(codes: &[String]) -> Result<Vec<AgencyCode>, Refusal> {
    let mut out: Vec<AgencyCode> = Vec::with_capacity(codes.len());
    for (i, text) in codes.iter().enumerate() {
        let code = AgencyCode::parse(text)
            .map_err(|e| Refusal::new(&AGENCY_UNKNOWN, e.to_string()).at(format!("agencies[{i}]")))?;
        if !out.contains(&code) {
            out.push(code);
        }
    }
    Ok(out)
}

/// The owners to which a referral can be made now.
fn agencies_with_room(
    conn: &mut Conn,
    filing: &FilingRecord,
    owners: Vec<AgencyCode>,
    today: Date,
) -> Result<Vec<AgencyCode>, Error> {
    let mut out = vec![];
    for agency in owners {
        if !matches!(room_for(conn, filing, &agency, today)?, Room::None) {
            out.push(agency);
        }
    }
    Ok(out)
}

/// Whether a referral to an agency can be made.
enum Room {
    /// No referral to it is live.
    Free,
    /// The live one is over and makes room.
    Over(ReferralId),
    /// There is a live one.
    None,
}

/// Whether a referral to an agency can be made. A referral that is not closed bars another, except one that was
/// answered with an order that has ended since: that one is kept open only over classified matter (R4.7) and is closed
/// for the new finding that a new order needs (E3).
fn room_for(conn: &mut Conn, filing: &FilingRecord, agency: &AgencyCode, today: Date) -> Result<Room, Error> {
    let live = referrals::of_filing(conn, filing.id)?
        .into_iter()
        .find(|r| r.agency == *agency && r.status != ReferralStatus::Closed);
    let Some(live) = live else { return Ok(Room::Free) };
    if live.status != ReferralStatus::Answered || crate::workflow::review::answered::awaits_order(conn, &live)? {
        return Ok(Room::None);
    }
    let on_record = orders::of_filing(conn, filing.id)?;
    let over = !on_record.is_empty() && on_record.iter().all(|o| o.status(today) != OrderStatus::InEffect);
    Ok(if over { Room::Over(live.id) } else { Room::None })
}

/// Closes the referral to the same agency that is over, if there is one. Refuses if one is not over.
fn make_room(tx: &mut Tx<'_>, filing: &FilingRecord, agency: &AgencyCode, today: Date) -> Result<(), Error> {
    match room_for(tx, filing, agency, today)? {
        Room::Free => Ok(()),
        Room::Over(live) => Ok(referrals::set_status(tx, live, ReferralStatus::Closed)?),
        Room::None => Err(refuse_existing(filing, agency.as_str()).into()),
    }
}

fn refuse_existing(filing: &FilingRecord, who: &str) -> Refusal {
    Refusal::new(
        &REFERRAL_EXISTS,
        format!("{} is referred to {who} already; see its referrals.", filing.application_number),
    )
}
