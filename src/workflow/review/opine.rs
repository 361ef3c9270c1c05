//! A reviewer of a component gives an opinion on one exact text of a filing (R2.3, R2.7).

use crate::store::filing::screenings::ScreeningRecord;
use crate::store::review::referrals::opinions;
use crate::workflow::frame::list_in_force::ListInForce;
use crate::workflow::frame::present_list;
use crate::workflow::frame::{case, input};
use crate::workflow::review::referrals::OpinionView;
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::Role;
use domain::base::ids::{OpinionId, ReferralId};
use domain::base::order_type::OrderType;
use domain::base::refusal::{INVALID, OPINION_GROUNDS, OPINION_OUTDATED, Refusal};
use domain::review::access;
use domain::review::referral::{Conclusion, Opinion, ReferralStatus};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An opinion to be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewOpinion)]
pub struct OpinionInput {
    /// What the reviewer concludes.
    pub conclusion: Conclusion,
    /// The type of the order, with the conclusion `order`.
    #[serde(default)]
    pub order_type: Option<OrderType>,
    /// Numbers of the categories that the opinion stands on.
    #[serde(default)]
    pub grounds: Vec<String>,
    /// What speaks for and against.
    #[serde(default)]
    pub considerations: Option<String>,
    /// Conditions asked for.
    #[serde(default)]
    pub conditions: Vec<String>,
    /// The reviewer's reason.
    pub reason: String,
    /// Which text of the filing was read; the present one if left out.
    #[serde(default)]
    pub filing_version: Option<i32>,
}

/// Gives an opinion. A person may give several; all are kept, the latest last.
pub fn opine(cx: &Ctx, by: &By<'_>, referral: ReferralId, ask: &OpinionInput) -> Result<OpinionView, Error> {
    let list = present_list::in_force(cx)?;
    cx.act(by, "referral.opine", format!("referral:{referral}"), |tx, record| {
        access::role(by.actor, &[Role::Reviewer])?;
        let account = case::signer(by.actor)?;
        let case::ReferralCase { referral, filing, .. } = case::referral(tx, by.actor, referral)?;
        case::must_have_signed(tx, &filing, account)?;
        by.check_version(referral.version)?;
        if referral.status == ReferralStatus::Closed {
            return Err(crate::workflow::review::acknowledge::refuse_closed().into());
        }
        must_be_current(ask.filing_version, filing.text_version)?;
        if ask.order_type.is_some() && ask.conclusion != Conclusion::Order {
            return Err(Refusal::new(&INVALID, "Only the conclusion \"order\" has an order type.")
                .at("order_type")
                .into());
        }
        let grounds = input::passages(&ask.grounds, "grounds")?;
        let by_list = filing.judged_by == Some(list.id);
        check_grounds(&grounds, case::latest_screening(tx, filing.id)?.as_ref(), &list, by_list)?;
        let considerations = ask.considerations.as_deref().map(str::trim).filter(|t| !t.is_empty());
        let opinion = Opinion {
            id: OpinionId::fresh(&*cx.ids),
            referral: referral.id,
            filing_version: filing.text_version,
            account,
            person: by.actor.name.clone(),
            conclusion: ask.conclusion,
            order_type: ask.order_type,
            grounds,
            considerations: considerations.map(|t| input::passage(t, "considerations")).transpose()?,
            conditions: input::passages(&ask.conditions, "conditions")?,
            reason: input::reason(&ask.reason)?,
            given_at: cx.now(),
        };
        opinions::insert(tx, &opinion)?;
        record.detail =
            format!("filing={} text_version={} sha256={}", filing.id, filing.text_version, case::digest(&opinion)?);
        Ok(opinion.into())
    })
}

/// Refuses what was decided on a text that is no longer the present one (R2.7).
pub(crate) fn must_be_current(read: Option<i32>, present: i32) -> Result<(), Refusal> {
    match read {
        Some(v) if v != present => Err(Refusal::new(
            &OPINION_OUTDATED,
            format!("You name version {v} of the filing; its present version is {present}. Read that one first."),
        )
        .at("filing_version")),
        _ => Ok(()),
    }
}

/// Refuses grounds that are no categories of the list by which the filing was judged (R1.11). If that is the list in
/// force, any of its categories is a ground; otherwise those that the latest screening names, those that are gone among
/// them.
fn check_grounds(
    grounds: &[String],
    latest: Option<&ScreeningRecord>,
    list: &ListInForce,
    judged_by_list: bool,
) -> Result<(), Refusal> {
    let mut known: Vec<&str> = latest
        .map(|s| {
            let hits = s.result.hits.iter().map(|h| h.category.as_str());
            let gone = s.gone.iter().map(|h| h.category.as_str());
            hits.chain(gone).chain(s.result.suppressed.iter().map(|h| h.category.as_str())).collect()
        })
        .unwrap_or_default();
    let named = known.join(", ");
    if judged_by_list || latest.is_none_or(|s| s.list == list.id) {
        known.extend(list.screener.categories());
    }
    match grounds.iter().position(|g| !known.contains(&g.as_str())) {
        None => Ok(()),
        Some(i) => Err(Refusal::new(
            &OPINION_GROUNDS,
            format!("Name numbers of categories. The filing's latest screening names: {named}."),
        )
        .at(format!("grounds[{i}]"))),
    }
}
