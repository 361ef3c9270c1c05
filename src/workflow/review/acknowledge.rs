//! One person signs for one filing before reading a word of it (35 USC 181 ¶3, R2.2).

use crate::store::order::standing;
use crate::store::review::referrals::acknowledgments;
use crate::workflow::frame::case;
use crate::workflow::review::referrals::AcknowledgmentView;
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::Role;
use domain::base::ids::{AcknowledgmentId, ReferralId};
use domain::base::refusal::{ACKNOWLEDGED_ALREADY, REFERRAL_CLOSED, ROLE_FORBIDDEN, Refusal};
use domain::review::access;
use domain::review::referral::{Acknowledgment, ReferralStatus, acknowledgment_statement, check_statement};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An acknowledgment to be signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAcknowledgment)]
pub struct AcknowledgeInput {
    /// The `acknowledgment_statement` of the referral, word for word.
    pub statement: String,
}

/// Signs the acknowledgment. It opens the filing to this person alone, until its marking is widened, and is kept for ever. The version of the referral
/// does not change, because nothing changes for other readers.
pub fn acknowledge(
    cx: &Ctx,
    by: &By<'_>,
    referral: ReferralId,
    input: &AcknowledgeInput,
) -> Result<AcknowledgmentView, Error> {
    cx.act(by, "referral.acknowledge", format!("referral:{referral}"), |tx, record| {
        access::role(by.actor, &[Role::Reviewer, Role::Official])?;
        let account = case::signer(by.actor)?;
        let case::ReferralCase { referral, filing, .. } = case::referral(tx, by.actor, referral)?;
        by.check_version(referral.version)?;
        let own = by
            .actor
            .agency
            .as_ref()
            .ok_or_else(|| Refusal::new(&ROLE_FORBIDDEN, "An account without an agency has nobody to sign for."))?;
        // A sponsor answers for its order when the referral is over, and signs anew for a marking that was widened since.
        if referral.status == ReferralStatus::Closed && !standing::has_sponsored(tx, filing.id, &referral.agency)? {
            return Err(refuse_closed().into());
        }
        if acknowledgments::signed(tx, filing.id, filing.acknowledge_after, account)? {
            return Err(Refusal::new(&ACKNOWLEDGED_ALREADY, "Your acknowledgment is in the register.").into());
        }
        let statement = acknowledgment_statement(filing.application_number.as_str(), own, &by.actor.name);
        check_statement(&statement, &input.statement)?;
        let signed = Acknowledgment {
            id: AcknowledgmentId::fresh(&*cx.ids),
            filing: filing.id,
            referral: referral.id,
            account,
            person: by.actor.name.clone(),
            agency: own.clone(),
            statement,
            signed_at: cx.now(),
            personal_key: by.own_key().map(str::to_owned),
        };
        acknowledgments::insert(tx, &signed)?;
        record.detail = format!("filing={} agency={own} sha256={}", filing.id, case::digest(&signed)?);
        Ok(signed.into())
    })
}

/// The refusal for a referral that is over (R2.9).
pub(crate) fn refuse_closed() -> Refusal {
    Refusal::new(&REFERRAL_CLOSED, "The case is over for this agency. The examiner may refer the filing again.")
}
