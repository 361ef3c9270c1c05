//! Questions about a referral: people of the agency ask the Office, the examiner of the filing answers, and the other way
//! round.
//!
//! A question is part of the case: whoever may read the text of the filing and see the referral reads it, and nobody else.
//! What an open question does to a clock is decided in `domain::review::question`.

use crate::store::Conn;
use crate::store::order::standing;
use crate::store::review::referrals::questions as stored;
use crate::workflow::frame::case::{self, ReferralCase};
use crate::workflow::frame::input;
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::agency::AgencyCode;
use domain::base::ids::{QuestionId, ReferralId};
use domain::base::refusal::{INVALID, Refusal};
use domain::review::access::{self, View};
use domain::review::question::{Question, QuestionStatus, Reply, check_may_answer, check_may_ask};
use domain::review::referral::{Referral, ReferralStatus};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A question to be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewQuestion)]
pub struct QuestionInput {
    /// What is asked. It may speak of the filing: only those read it who may read the filing.
    #[schema(max_length = 4000)]
    pub question: String,
}

/// The answer to be given to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAnswer)]
pub struct AnswerInput {
    /// What is answered. The same people read it as the question.
    #[schema(max_length = 4000)]
    pub answer: String,
}

/// A question about a referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Question)]
pub struct QuestionView {
    /// Id of the question.
    #[schema(value_type = uuid::Uuid)]
    pub id: QuestionId,
    /// Another one once the question is answered.
    #[serde(rename = "etag", alias = "version", with = "crate::workflow::frame::etag")]
    #[schema(value_type = String, example = "\"1\"")]
    pub version: i32,
    /// The referral.
    #[schema(value_type = uuid::Uuid)]
    pub referral_id: ReferralId,
    /// The agency of the person who asked; null if the Office asked.
    #[schema(value_type = Option<String>, example = "NAVY")]
    pub agency: Option<AgencyCode>,
    /// Who asked.
    pub person: String,
    /// What was asked.
    pub question: String,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Where the question stands.
    pub status: QuestionStatus,
    /// The answer, once there is one.
    pub answer: Option<ReplyView>,
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Answer)]
pub struct ReplyView {
    /// The agency of the person who answered; null if the Office answered.
    #[schema(value_type = Option<String>, example = "NAVY")]
    pub agency: Option<AgencyCode>,
    /// Who answered.
    pub person: String,
    /// What was answered.
    pub answer: String,
    /// When it was answered.
    pub answered_at: Timestamp,
}

impl QuestionView {
    fn new(question: Question, referral: ReferralStatus) -> Self {
        let (status, version) = (question.status(referral), question.version());
        Self {
            id: question.id,
            version,
            referral_id: question.referral,
            agency: question.agency,
            person: question.person,
            question: question.text,
            asked_at: question.asked_at,
            status,
            answer: question.answer.map(|reply| ReplyView {
                agency: reply.agency,
                person: reply.person,
                answer: reply.text,
                answered_at: reply.answered_at,
            }),
        }
    }
}

/// Examiners for the Office, and the people of agencies.
const SIDES: [Role; 3] = [Role::Examiner, Role::Reviewer, Role::Official];

/// Asks the other side a question about a referral. The version of the referral does not change: several people may ask at
/// the same time, and what another asked bars nobody from an act.
pub fn ask(cx: &Ctx, by: &By<'_>, referral: ReferralId, ask: &QuestionInput) -> Result<QuestionView, Error> {
    cx.act(by, "referral.ask", format!("referral:{referral}"), |tx, record| {
        access::role(by.actor, &SIDES)?;
        let account = case::signer(by.actor)?;
        let ReferralCase { referral, filing, .. } = case::referral(tx, by.actor, referral)?;
        if by.actor.agency.is_some() {
            case::must_have_signed(tx, &filing, account)?;
        }
        by.check_version(referral.version)?;
        check_may_ask(&referral, &stored::of_referral(tx, referral.id)?, by.actor.agency.as_ref())?;
        let question = Question {
            id: QuestionId::fresh(&*cx.ids),
            referral: referral.id,
            filing: filing.id,
            agency: by.actor.agency.clone(),
            account,
            person: by.actor.name.clone(),
            text: input::passage(&ask.question, "question")?,
            asked_at: cx.now(),
            answer: None,
        };
        stored::insert(tx, &question)?;
        record.detail = format!("filing={} question={} sha256={}", filing.id, question.id, case::digest(&question)?);
        Ok(QuestionView::new(question, referral.status))
    })
}

/// Answers a question of the other side. A question is answered once.
pub fn answer(cx: &Ctx, by: &By<'_>, id: QuestionId, ask: &AnswerInput) -> Result<QuestionView, Error> {
    cx.act(by, "question.answer", format!("question:{id}"), |tx, record| {
        access::role(by.actor, &SIDES)?;
        let account = case::signer(by.actor)?;
        let (question, referral) = open_question(tx, by.actor, id)?;
        if by.actor.agency.is_some() {
            let filing = case::filing_of(tx, question.filing)?;
            case::must_have_signed(tx, &filing, account)?;
        }
        by.check_version(question.version())?;
        check_may_answer(&question, &referral, by.actor.agency.as_ref())?;
        let reply = Reply {
            agency: by.actor.agency.clone(),
            account,
            person: by.actor.name.clone(),
            text: input::passage(&ask.answer, "answer")?,
            answered_at: cx.now(),
        };
        stored::insert_answer(tx, &question, &reply)?;
        record.detail = format!("filing={} referral={} sha256={}", question.filing, referral.id, case::digest(&reply)?);
        Ok(QuestionView::new(Question { answer: Some(reply), ..question }, referral.status))
    })
}

/// A question with its referral, for whoever may see the referral. As much is read for a question that does not exist.
fn open_question(conn: &mut Conn, actor: &Actor, id: QuestionId) -> Result<(Question, Referral), Error> {
    let found = stored::find(conn, id)?;
    let of = case::referral(conn, actor, found.as_ref().map_or(ReferralId::NONE, |q| q.referral))?;
    let question = found.ok_or_else(access::not_found)?;
    Ok((question, of.referral))
}

/// The questions about a referral with their answers, in the order they were asked, for those who may read the text of its
/// filing. That they were shown is entered.
pub fn of_referral(cx: &Ctx, actor: &Actor, id: ReferralId) -> Result<Vec<QuestionView>, Error> {
    access::role(actor, &SIDES)?;
    let today = cx.today();
    let (filing, shown) = cx.look(actor, "referral.read", format!("referral:{id}"), |conn| {
        let ReferralCase { referral, filing, agencies } = case::referral(conn, actor, id)?;
        let facts = standing::access_facts(conn, Some(&filing), actor.account, today)?;
        access::read_filing(actor, &facts, &agencies, View::Text)?;
        let all = stored::of_referral(conn, referral.id)?.into_iter();
        Ok((filing, all.map(|q| QuestionView::new(q, referral.status)).collect::<Vec<_>>()))
    })?;
    if !shown.is_empty() {
        let detail = format!("filing={} text_version={} questions={}", filing.id, filing.text_version, shown.len());
        cx.enter_read(actor, filing.id, format!("referral:{id}"), detail)?;
    }
    Ok(shown)
}

/// Refuses to look for questions that await an answer of somebody who gives none.
pub(crate) fn check_answers(actor: &Actor) -> Result<(), Refusal> {
    match actor.role {
        Some(role) if SIDES.contains(&role) => Ok(()),
        _ => {
            let why = "Only examiners, reviewers and officials answer questions; leave this out.";
            Err(Refusal::new(&INVALID, why).at("waits_for"))
        }
    }
}
