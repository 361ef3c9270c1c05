//! Decides who may read what. Every answer of the service asks these functions: JSON, lists, search, counts and mail. A
//! thing that the reader may not see is treated as if it did not exist.

use crate::base::actor::{Actor, Role};
use crate::base::agency::{Agencies, AgencyCode};
use crate::base::ids::AccountId;
use crate::base::marking::{Clearance, Level, Marking};
use crate::base::refusal::{
    ACCOUNT_ABOVE_OWN, ACCOUNT_OWN, ENDED, FILING_CLASSIFIED, NOT_ACKNOWLEDGED, NOT_FOUND, ROLE_FORBIDDEN, Refusal,
};
use crate::filing::ReceivedBy;
use crate::review::referral::{Opinion, ReferralStatus};

/// The refusal for a thing that does not exist and for one that the actor may not see.
pub fn not_found() -> Refusal {
    Refusal::new(&NOT_FOUND, "There is no such thing, or you may not see it.")
}

/// The refusal for a thing of the caller that the caller has ended. It has the same words as [`not_found`].
pub fn already_ended() -> Refusal {
    Refusal { code: &ENDED, ..not_found() }
}

/// The filings that there are for a person, as far as clearance and the desks of the Office go: those whose marking the
/// clearance reaches, and of these, for an examiner, those that no other examiner has. An examiner's need to know is the
/// own desk and the queue of what nobody has; a supervisor's is the work of all examiners.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    pub clearance: Clearance,
    /// An examiner who is no supervisor: only filings that this account has, or nobody.
    pub examiner: Option<AccountId>,
}

impl Reach {
    /// How far the actor reaches.
    pub fn of(actor: &Actor) -> Self {
        let examines = actor.role == Some(Role::Examiner) && !actor.supervisor;
        let examiner = examines.then(|| actor.account.unwrap_or(AccountId::NONE));
        Self { clearance: actor.clearance.clone(), examiner }
    }
    /// Whether a filing with this marking that this examiner has, or nobody, is within reach.
    pub fn covers(&self, marking: &Marking, assigned_to: Option<AccountId>) -> bool {
        let on_desk = match (self.examiner, assigned_to) {
            (Some(own), Some(other)) => own == other,
            (None, _) | (_, None) => true,
        };
        on_desk && self.clearance.dominates(marking)
    }
}

/// The facts about a filing on which access to it depends.
#[derive(Debug, Clone, Default)]
pub struct FilingFacts {
    pub marking: Marking,
    /// The examiner who has it.
    pub assigned_to: Option<AccountId>,
    /// The agencies to which the filing was referred.
    pub referrals: Vec<(AgencyCode, ReferralStatus)>,
    /// The sponsors of an order in effect on the filing. They keep access, because they must decide on it every year.
    pub sponsors: Vec<AgencyCode>,
    /// Whether the actor has signed the acknowledgment for the filing.
    pub acknowledged: bool,
}

/// The facts about an order on which access to it depends.
#[derive(Debug, Clone, Default)]
pub struct OrderFacts {
    /// The marking of its filing.
    pub marking: Marking,
    /// The examiner who has its filing.
    pub assigned_to: Option<AccountId>,
    /// Its sponsors today; once it is over, those of its last day, who still answer for it
    /// ([`crate::order::Order::answering_sponsors`]).
    pub sponsors: Vec<AgencyCode>,
    /// Whether the actor has signed the acknowledgment for its filing.
    pub acknowledged: bool,
}

/// The part of a filing that is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The record: number, title, dates, parties, status.
    Record,
    /// The text, the screenings and their passages.
    Text,
    /// The fact of a screening, its list and its verdict, without content.
    Certificate,
}

/// Checks that the actor may read a part of a filing: the role permits it, the clearance reaches the marking, there is
/// a need to know, and the acknowledgment is signed (R2.2, R2.9, E30).
pub fn read_filing(actor: &Actor, f: &FilingFacts, agencies: &Agencies, view: View) -> Result<(), Refusal> {
    if !Reach::of(actor).covers(&f.marking, f.assigned_to) {
        return Err(not_found());
    }
    match (actor.role, view) {
        (Some(Role::Examiner), _)
        | (Some(Role::LicensingOfficer), View::Record)
        | (Some(Role::Auditor), View::Certificate) => Ok(()),
        // A certificate names the verdict, which only the Office may know until it refers the filing.
        (Some(Role::Reviewer | Role::Official), View::Certificate) => Err(not_found()),
        (Some(Role::Reviewer | Role::Official), _) => {
            let Some(own) = &actor.agency else { return Err(not_found()) };
            let referred = f
                .referrals
                .iter()
                .any(|(agency, status)| *status != ReferralStatus::Closed && agencies.acts_for(own, agency));
            let sponsors = f.sponsors.iter().any(|agency| agencies.acts_for(own, agency));
            if !referred && !sponsors {
                return Err(not_found());
            }
            if f.acknowledged {
                return Ok(());
            }
            Err(Refusal::new(
                &NOT_ACKNOWLEDGED,
                "Sign the acknowledgment of the referral first: POST its acknowledgment_statement to \
                 /referrals/{id}/acknowledgments.",
            ))
        }
        (Some(Role::LicensingOfficer | Role::Intake | Role::SecurityOfficer | Role::Auditor), _) => Err(not_found()),
        // The command line reads no filings by this function. Whoever uses it has the machine and the database.
        (None, _) => Err(not_found()),
    }
}

/// Checks that the actor may bring papers of a filing on record with this marking, and learn what is on record under
/// its number. For an actor without the clearance the filing does not exist.
pub fn bring_papers_of(actor: &Actor, marking: &Marking) -> Result<(), Refusal> {
    // Whoever uses the command line has the machine and the database.
    if actor.role.is_none() || actor.clearance.dominates(marking) { Ok(()) } else { Err(not_found()) }
}

/// Checks that the actor may say that papers with this marking came in this way. Only an account cleared for the
/// marking may claim a way of classified papers, because the word of the sender alone is not enough (R1.6).
pub fn claim_way(actor: &Actor, marking: &Marking, way: ReceivedBy) -> Result<(), Refusal> {
    if way.is_ordinary() || bring_papers_of(actor, marking).is_ok() {
        return Ok(());
    }
    let detail = format!(
        "Nothing of it was kept. Your account is cleared for {}; papers marked {} that came in as {} are entered by an \
         account cleared for them. If the marking is wrong, correct it.",
        actor.clearance.level.mark(),
        marking,
        way.as_str()
    );
    Err(Refusal::new(&FILING_CLASSIFIED, detail).at("received_by"))
}

/// Checks that the actor may see that a referral exists: examiners and officers whose reach covers its filing may, and
/// the people of the agency or its department.
pub fn see_referral(
    actor: &Actor,
    agency: &AgencyCode,
    (marking, assigned_to): (&Marking, Option<AccountId>),
    agencies: &Agencies,
) -> Result<(), Refusal> {
    let ok = match actor.role {
        Some(Role::Examiner | Role::LicensingOfficer) => true,
        Some(Role::Reviewer | Role::Official) => {
            actor.agency.as_ref().is_some_and(|own| agencies.acts_for(own, agency))
        }
        _ => false,
    };
    if ok && Reach::of(actor).covers(marking, assigned_to) { Ok(()) } else { Err(not_found()) }
}

/// Checks that the actor may see an order and what is on its docket: examiners and officers whose reach covers its filing
/// may, and people of a sponsor or its department who have signed for the filing. For people who have not signed the order
/// does not exist: it is part of the case, and before the acknowledgment they know of the referral only (R2.2, R2.9).
pub fn see_order(actor: &Actor, order: &OrderFacts, agencies: &Agencies) -> Result<(), Refusal> {
    let ok = match actor.role {
        Some(Role::Examiner | Role::LicensingOfficer) => true,
        Some(Role::Reviewer | Role::Official) => {
            let acts_for_one = |own| order.sponsors.iter().any(|sponsor| agencies.acts_for(own, sponsor));
            order.acknowledged && actor.agency.as_ref().is_some_and(acts_for_one)
        }
        _ => false,
    };
    if ok && Reach::of(actor).covers(&order.marking, order.assigned_to) { Ok(()) } else { Err(not_found()) }
}

/// Whether the opinions of others, and the answers of other agencies, are open to the actor. For a reviewer they are sealed
/// until every agency that was asked has answered or its referral is closed, so that nobody follows another; an agency
/// that is asked later seals them again. An official signs for the agency on the opinions of its reviewers, and the Office
/// acts on the answers.
pub fn may_read_votes(actor: &Actor, referrals: &[(AgencyCode, ReferralStatus)]) -> bool {
    actor.role != Some(Role::Reviewer) || referrals.iter().all(|(_, status)| *status != ReferralStatus::Open)
}

/// The opinions that the actor may read, of those on a referral whose case the actor may read
/// ([`may_read_votes`]): the own ones always.
pub fn opinions_open_to(
    actor: &Actor,
    referrals: &[(AgencyCode, ReferralStatus)],
    mut opinions: Vec<Opinion>,
) -> Vec<Opinion> {
    if !may_read_votes(actor, referrals) {
        opinions.retain(|opinion| Some(opinion.account) == actor.account);
    }
    opinions
}

/// Whether the actor may read what an agency answered ([`may_read_votes`]). The answer of the own agency is open once it is
/// signed.
pub fn may_read_answer(actor: &Actor, of: &AgencyCode, referrals: &[(AgencyCode, ReferralStatus)]) -> bool {
    actor.agency.as_ref() == Some(of) || may_read_votes(actor, referrals)
}

/// How a referral stands, as the actor may know it. A referral is closed at once by an answer that asks for no order, so
/// while the answer is sealed it is shown as answered.
pub fn referral_status_shown(
    actor: &Actor,
    of: &AgencyCode,
    status: ReferralStatus,
    referrals: &[(AgencyCode, ReferralStatus)],
) -> ReferralStatus {
    match status {
        ReferralStatus::Closed if !may_read_answer(actor, of, referrals) => ReferralStatus::Answered,
        shown => shown,
    }
}

/// Checks that the actor may give an account its rights or its password: not the own one, and none above the actor's own
/// clearance. Otherwise one person could grant a clearance and read with it. `cleared`: what the account could read before
/// and after; empty for a change that only takes rights away, which nobody's clearance bars.
pub fn keep_account(actor: &Actor, account: Option<AccountId>, cleared: &[Clearance]) -> Result<(), Refusal> {
    // Whoever uses the command line has the machine and the database.
    if actor.role.is_none() {
        return Ok(());
    }
    if account.is_some() && account == actor.account {
        return Err(Refusal::new(&ACCOUNT_OWN, "Ask another security officer to change your account."));
    }
    match cleared.iter().find(|above| !actor.clearance.covers(above)) {
        Some(above) if actor.clearance.level < above.level => {
            let detail = format!(
                "You are cleared {}, the account is or would be cleared {}. Ask a security officer cleared for it.",
                actor.clearance.level.mark(),
                above.level.mark()
            );
            Err(Refusal::new(&ACCOUNT_ABOVE_OWN, detail))
        }
        Some(_) => Err(Refusal::new(
            &ACCOUNT_ABOVE_OWN,
            "The account has or would have an access, a citizenship or an affiliation that opens what yours does not. Ask a \
             security officer who has it, or the keeper of the machine.",
        )),
        None => Ok(()),
    }
}

/// Whether an auditor may read what an act was and on what it was done. `marking` is that of the filing which the act
/// concerned; `None` means that it concerned none.
pub fn may_read_act(actor: &Actor, marking: Option<&Marking>) -> bool {
    // Whoever uses the command line has the machine and the database.
    actor.role.is_none() || marking.is_none_or(|marking| actor.clearance.dominates(marking))
}

/// Whether the actor may know of every order there is; `markings` are those on record that are more than a level. The others are shown how many there are as the Office publishes it:
/// a count that changes with one order tells of that order.
pub fn may_count_every_order(actor: &Actor, markings: &[Marking]) -> bool {
    let handles_all = match actor.role {
        Some(Role::LicensingOfficer | Role::Auditor) => true,
        Some(Role::Examiner) => actor.supervisor,
        Some(Role::Intake | Role::Reviewer | Role::Official | Role::SecurityOfficer) => false,
        // Whoever uses the command line has the machine and the database.
        None => return true,
    };
    handles_all && reaches_every_filing(actor, markings)
}

/// Whether the clearance of the actor reaches every filing there is; `markings` are those on record that are more than a
/// level.
pub fn reaches_every_filing(actor: &Actor, markings: &[Marking]) -> bool {
    let highest = Marking::of(Level::TopSecret);
    std::iter::once(&highest).chain(markings).all(|marking| actor.clearance.dominates(marking))
}

/// Checks that the role of the actor is one of `allowed`.
pub fn role(actor: &Actor, allowed: &[Role]) -> Result<(), Refusal> {
    match actor.role {
        Some(r) if allowed.contains(&r) => Ok(()),
        // The clock and the command line act for the system. The workflow decides what they may do.
        None => Ok(()),
        Some(r) => {
            let names: Vec<_> = allowed.iter().map(|r| r.as_str()).collect();
            Err(Refusal::new(&ROLE_FORBIDDEN, format!("This is for {}; you are {}.", names.join(" or "), r.as_str())))
        }
    }
}

#[cfg(test)]
mod tests;
