//! Referral to the agencies: acknowledgments, opinions of components, recommendations (R2.1 to R2.9).

use crate::base::actor::Actor;
use crate::base::agency::AgencyCode;
use crate::base::ids::{AccountId, AcknowledgmentId, FilingId, OpinionId, RecommendationId, ReferralId};
use crate::base::order_type::OrderType;
use crate::base::refusal::{ACKNOWLEDGMENT_WORDS, RECOMMENDATION_THRESHOLD, RECOMMENDATION_TYPE, Refusal};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The branch of 35 USC 181 that a filing follows (R1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Branch {
    /// The Government has a property interest: the agency head's *might be* binds (¶1).
    Government,
    /// The Government has no property interest: *might be* opens inspection, *would be* binds (¶2, ¶3).
    Private,
}

impl Branch {
    /// The branch of a filing that has, or has not, a Government-interest statement on record.
    pub fn of(government_interest: bool) -> Self {
        if government_interest { Self::Government } else { Self::Private }
    }
}

/// Whether a referral awaits an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferralStatus {
    /// The agency has not answered. Silence is never a clearance (R2.6).
    Open,
    /// The agency has made its recommendation.
    Answered,
    /// The case is over. Access has ended; acknowledgments stay on record (R2.9).
    Closed,
}

/// A filing made available to an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    pub id: ReferralId,
    pub filing: FilingId,
    /// The agency or component.
    pub agency: AgencyCode,
    /// The day by which the Office asks for an answer; no law sets one (R2.5).
    pub due_on: Date,
    pub status: ReferralStatus,
    pub referred_at: Timestamp,
    pub referred_by: String,
    /// What the examiner tells the agency; part of the case.
    pub message: Option<String>,
    /// Counts changes; the ETag of the referral.
    pub version: i32,
}

/// The exact text a person signs before reading a filing (35 USC 181 ¶3, R2.2).
pub fn acknowledgment_statement(application_number: &str, agency: &AgencyCode, person: &str) -> String {
    format!(
        "I, {person}, acting for {agency}, acknowledge under 35 U.S.C. 181 that application {application_number} is \
         disclosed to me, and that I will use what it contains only for the administration of 35 U.S.C. 181 to 188."
    )
}

/// The dated and signed statement of a person who reads a filing for an agency (R2.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledgment {
    pub id: AcknowledgmentId,
    /// The filing that this person may read with it.
    pub filing: FilingId,
    /// The referral under which it was signed.
    pub referral: ReferralId,
    /// Who signed.
    pub account: AccountId,
    /// The name of the person at the time.
    pub person: String,
    pub agency: AgencyCode,
    /// The text signed.
    pub statement: String,
    pub signed_at: Timestamp,
    /// The name of the person's key by which it was signed; `None` where the service has signed for the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_key: Option<String>,
}

/// Checks that the statement that was signed is the one that was shown. White space at the ends makes no difference.
pub fn check_statement(shown: &str, signed: &str) -> Result<(), Refusal> {
    if shown == signed.trim() {
        return Ok(());
    }
    Err(Refusal::new(
        &ACKNOWLEDGMENT_WORDS,
        "Send back the acknowledgment_statement of the referral word for word as \"statement\".",
    )
    .at("statement"))
}

/// The conclusion of a reviewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// An order should issue.
    Order,
    /// The component does not object to publication.
    NoObjection,
    /// More time is needed.
    MoreTime,
    /// The reviewer steps back.
    Recuse,
}

/// The opinion of a component on one exact version of a filing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    pub id: OpinionId,
    pub referral: ReferralId,
    /// The version of the filing that the opinion is about.
    pub filing_version: i32,
    pub account: AccountId,
    /// Name at the time.
    pub person: String,
    pub conclusion: Conclusion,
    pub order_type: Option<OrderType>,
    /// The numbers of the categories on which the opinion is based.
    pub grounds: Vec<String>,
    /// The considerations for and against an order.
    pub considerations: Option<String>,
    /// The conditions that the reviewer asks for.
    pub conditions: Vec<String>,
    pub reason: String,
    pub given_at: Timestamp,
}

/// The finding of a recommendation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// Disclosure *would* be detrimental to the national security.
    WouldBeDetrimental,
    /// Disclosure *might* be detrimental.
    MightBeDetrimental,
    /// Disclosure is not found detrimental.
    None,
}

impl Finding {
    /// The words of the statute, kept with each recommendation (R1.4).
    pub fn threshold_text(self, branch: Branch) -> &'static str {
        match (self, branch) {
            (Self::WouldBeDetrimental, _) => {
                "publication or disclosure by the grant of a patent would be detrimental to the national security (35 USC 181 ¶3)"
            }
            (Self::MightBeDetrimental, _) => {
                "publication or disclosure by the grant of a patent might be detrimental to the national security (35 USC 181 ¶1)"
            }
            (Self::None, _) => "publication or disclosure is not found detrimental to the national security",
        }
    }
    /// Whether the Office must order secrecy on this finding (R1.4, R2.4).
    pub fn binds(self, branch: Branch) -> bool {
        match self {
            Self::WouldBeDetrimental => true,
            Self::MightBeDetrimental => branch == Branch::Government,
            Self::None => false,
        }
    }
}

/// The recommendation of a department or agency to the Office, signed by an official with authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommendation {
    pub id: RecommendationId,
    /// The referral that the recommendation answers.
    pub referral: ReferralId,
    /// The agency or component to which the referral was made. It is the sponsor if an order issues.
    pub agency: AgencyCode,
    pub finding: Finding,
    /// The branch at the time.
    pub branch: Branch,
    /// The words of the statute for the finding.
    pub threshold_text: String,
    pub order_type: Option<OrderType>,
    /// The conditions that the agency asks for.
    pub conditions: Vec<String>,
    pub reason: String,
    /// Who signed.
    pub account: AccountId,
    /// Name at the time.
    pub signer: String,
    /// The agency or department for which the signer has authority.
    pub signer_agency: AgencyCode,
    pub filing_version: i32,
    pub signed_at: Timestamp,
}

impl Recommendation {
    /// Whether the Office must order secrecy on this recommendation.
    pub fn binds(&self) -> bool {
        self.finding.binds(self.branch)
    }
}

/// Checks a recommendation before it is recorded (R1.4, R2.4). A finding that cannot bind in this branch is refused. A
/// recommendation for an order must name its type, unless the orders of the agency have none (outside the DoD; R3.2).
pub fn check_recommendation(
    finding: Finding,
    branch: Branch,
    order_type: Option<OrderType>,
    typed: bool,
) -> Result<(), Refusal> {
    if finding == Finding::MightBeDetrimental && branch == Branch::Private {
        return Err(Refusal::new(
            &RECOMMENDATION_THRESHOLD,
            "The Government has no property interest on record in this filing. An order needs the determination \
             \"would_be_detrimental\"; \"none\" closes the referral.",
        )
        .at("determination"));
    }
    if finding.binds(branch) && typed && order_type.is_none() {
        return Err(Refusal::new(&RECOMMENDATION_TYPE, "Name the order type asked for: \"I\", \"II\" or \"III\".")
            .at("order_type"));
    }
    Ok(())
}

/// Whether the actor may sign for the agency of a referral: an official of the agency or of its department may. The
/// rule is here because R2.4 makes authority a part of a recommendation.
pub fn may_sign_for(actor: &Actor, agency: &AgencyCode, agencies: &crate::base::agency::Agencies) -> bool {
    actor.role == Some(crate::base::actor::Role::Official)
        && actor.agency.as_ref().is_some_and(|own| agencies.acts_for(own, agency))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r1_4_might_be_binds_in_the_government_branch_only() {
        for (finding, government, private) in [
            (Finding::WouldBeDetrimental, true, true),
            (Finding::MightBeDetrimental, true, false),
            (Finding::None, false, false),
        ] {
            assert_eq!(finding.binds(Branch::Government), government);
            assert_eq!(finding.binds(Branch::Private), private);
        }
        let r = check_recommendation(Finding::MightBeDetrimental, Branch::Private, Some(OrderType::III), true);
        assert_eq!(r.expect_err("refused").code.code, "recommendation.threshold");
    }

    #[test]
    fn r2_2_only_the_very_words_shown_are_an_acknowledgment() {
        let navy = AgencyCode::parse("NAVY").expect("code");
        let shown = acknowledgment_statement("18/1", &navy, "navy1");
        assert!(check_statement(&shown, &format!(" {shown}\n")).is_ok());
        assert!(check_statement(&shown, &shown.replace("only", "")).is_err());
        assert!(check_statement(&shown, "").is_err());
    }

    #[test]
    fn r2_4_a_binding_finding_names_its_type() {
        let check = |t, typed| check_recommendation(Finding::WouldBeDetrimental, Branch::Private, t, typed);
        assert!(check(None, true).is_err());
        assert!(check(None, false).is_ok());
        assert!(check(Some(OrderType::I), true).is_ok());
        assert!(check_recommendation(Finding::None, Branch::Private, None, true).is_ok());
    }
}
