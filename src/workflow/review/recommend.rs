//! An official with authority tells the Office what the agency or department finds (R1.4, R2.4).

use crate::store::Tx;
use crate::store::office::ledger;
use crate::store::order::orders;
use crate::store::review::referrals;
use crate::store::review::referrals::recommendations;
use crate::workflow::frame::act::{Record, entry};
use crate::workflow::frame::{case, input, status};
use crate::workflow::review::referrals::RecommendationView;
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::Role;
use domain::base::calendar::washington_date;
use domain::base::ids::{RecommendationId, ReferralId};
use domain::base::ledger::Outcome;
use domain::base::order_type::OrderType;
use domain::base::refusal::{RECOMMENDATION_EXISTS, RECOMMENDATION_NOT_AUTHORISED, Refusal, RefusalKind};
use domain::order::OrderStatus;
use domain::review::access;
use domain::review::referral::{Finding, Recommendation, Referral, ReferralStatus, check_recommendation, may_sign_for};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A recommendation to be signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRecommendation)]
pub struct RecommendInput {
    pub determination: Finding,
    /// The type of the order, where the finding asks for one.
    #[serde(default)]
    pub order_type: Option<OrderType>,
    /// Conditions asked for.
    #[serde(default)]
    pub conditions: Vec<String>,
    /// The official's reason.
    pub reason: String,
    /// Which text of the filing was read; the present one if left out.
    #[serde(default)]
    pub filing_version: Option<i32>,
}

/// Signs the recommendation that answers a referral, once. A finding that binds waits for its order;
/// *none* closes the referral and with it the agency's access (R2.9). Where an order is in effect
/// already the agency joins its sponsors (our reading of R2.8: either binds).
pub fn recommend(
    cx: &Ctx,
    by: &By<'_>,
    referral: ReferralId,
    ask: &RecommendInput,
) -> Result<RecommendationView, Error> {
    cx.act(by, "referral.recommend", format!("referral:{referral}"), |tx, record| {
        access::role(by.actor, &[Role::Official])?;
        let account = case::signer(by.actor)?;
        let case::ReferralCase { referral, filing, agencies } =
            case::referral(tx, by.actor, referral).map_err(hide_not_found)?;
        let own = by.actor.agency.as_ref().filter(|_| may_sign_for(by.actor, &referral.agency, &agencies));
        let Some(own) = own else { return Err(refuse_authority().into()) };
        case::must_have_signed(tx, &filing, account)?;
        by.check_version(referral.version)?;
        if recommendations::of_referral(tx, referral.id)?.is_some() {
            return Err(Refusal::new(
                &RECOMMENDATION_EXISTS,
                format!("{} has answered this referral. The examiner may refer the filing again.", referral.agency),
            )
            .into());
        }
        if referral.status == ReferralStatus::Closed {
            return Err(crate::workflow::review::acknowledge::refuse_closed().into());
        }
        crate::workflow::review::opine::must_be_current(ask.filing_version, filing.text_version)?;
        let document = case::document(tx, &filing)?;
        let branch = {
            let latest = case::latest_screening(tx, filing.id)?;
            case::branch_of(tx, filing.id, &document, latest.as_ref())?
        };
        let typed = agencies.orders_are_typed(&referral.agency);
        check_recommendation(ask.determination, branch, ask.order_type, typed)?;
        let now = cx.now();
        let signed = Recommendation {
            id: RecommendationId::fresh(&*cx.ids),
            referral: referral.id,
            agency: referral.agency.clone(),
            finding: ask.determination,
            branch,
            threshold_text: ask.determination.threshold_text(branch).to_owned(),
            order_type: ask.order_type,
            conditions: input::passages(&ask.conditions, "conditions")?,
            reason: input::reason(&ask.reason)?,
            account,
            signer: by.actor.name.clone(),
            signer_agency: own.clone(),
            filing_version: filing.text_version,
            signed_at: now,
        };
        recommendations::insert(tx, filing.id, &signed)?;
        let answered = if signed.binds() { ReferralStatus::Answered } else { ReferralStatus::Closed };
        referrals::set_status(tx, referral.id, answered)?;
        record.detail = format!(
            "filing={} agency={} binding={} sha256={}",
            filing.id,
            signed.agency,
            signed.binds(),
            case::digest(&signed)?
        );
        join_order(tx, by, &referral, &signed, now)?;
        status::recompute(tx, filing.id, washington_date(now))?;
        Ok(signed.into())
    })
}

/// A binding recommendation on a filing under an order makes the agency a sponsor from today: the
/// order then stands on it too, and needs its request to be rescinded (R2.8).
fn join_order(
    tx: &mut Tx<'_>,
    by: &By<'_>,
    referral: &Referral,
    signed: &Recommendation,
    now: Timestamp,
) -> Result<(), Error> {
    let today = washington_date(now);
    let Some(order) = orders::without_end(tx, referral.filing)? else { return Ok(()) };
    if !signed.binds() || order.status(today) != OrderStatus::InEffect {
        return Ok(());
    }
    orders::add_sponsor(tx, order.id, &signed.agency, signed.id, today)?;
    orders::touch(tx, order.id)?;
    let stricter = match (order.order_type, signed.order_type) {
        (Some(has), Some(asked)) => !has.permits_no_more_than(asked),
        (None, Some(_)) => true,
        (_, None) => false,
    };
    let detail = format!("agency={} asks_for_stricter_type={stricter}", signed.agency);
    let joined = Record { subject: format!("order:{}", order.id), detail };
    ledger::append(tx, entry(by.actor, "order.join", &joined, Outcome::Done, now))?;
    Ok(())
}

/// The answer to an official without authority is the same whether the referral exists or not.
fn hide_not_found(e: Error) -> Error {
    match e {
        Error::Refused(r) if r.code.kind == RefusalKind::NotFound => refuse_authority().into(),
        other => other,
    }
}

fn refuse_authority() -> Refusal {
    Refusal::new(
        &RECOMMENDATION_NOT_AUTHORISED,
        "A recommendation is signed by an official of the agency the filing was referred to, or of its department.",
    )
}
