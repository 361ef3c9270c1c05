//! Questions about a referral: people of the agency ask the Office, the Office asks the agency, and the other side answers.
//!
//! No law knows them. While a question of the agency is open, the clock that a setting names stands still ([`due_day`]):
//! the agency cannot answer the referral before the Office has answered the question. A question of the Office pauses
//! nothing, because the agency could then put off its own answer by saying nothing. Not its job: who may read a question
//! (`review::access`).

use crate::base::agency::AgencyCode;
use crate::base::calendar::washington_date;
use crate::base::deadline::ClockKind;
use crate::base::ids::{AccountId, FilingId, QuestionId, ReferralId};
use crate::base::refusal::{QUESTION_ANSWERED, QUESTION_OWN_SIDE, QUESTIONS_OPEN, REFERRAL_CLOSED, Refusal};
use crate::review::referral::{Referral, ReferralStatus};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// Most questions of one side that may be open on one referral.
pub const MOST_OPEN: usize = 20;

/// A question about a referral, with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    pub id: QuestionId,
    pub referral: ReferralId,
    pub filing: FilingId,
    /// The agency of the person who asked; `None` if the Office asked.
    pub agency: Option<AgencyCode>,
    pub account: AccountId,
    /// Name at the time.
    pub person: String,
    pub text: String,
    pub asked_at: Timestamp,
    /// `None` while the question is open.
    pub answer: Option<Reply>,
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reply {
    /// The agency of the person who answered; `None` if the Office answered.
    pub agency: Option<AgencyCode>,
    pub account: AccountId,
    /// Name at the time.
    pub person: String,
    pub text: String,
    pub answered_at: Timestamp,
}

/// Where a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionStatus {
    /// It awaits its answer.
    Open,
    Answered,
    /// Its referral was closed before anybody answered.
    Closed,
}

impl Question {
    /// Where the question stands, on a referral that stands so.
    pub fn status(&self, referral: ReferralStatus) -> QuestionStatus {
        match (&self.answer, referral) {
            (Some(_), _) => QuestionStatus::Answered,
            (None, ReferralStatus::Closed) => QuestionStatus::Closed,
            (None, ReferralStatus::Open | ReferralStatus::Answered) => QuestionStatus::Open,
        }
    }
    /// Counts changes of the question: 1 without an answer, 2 with it.
    pub fn version(&self) -> i32 {
        1 + i32::from(self.answer.is_some())
    }
    /// The day of the question, and the day of its answer; both in Washington.
    fn days(&self) -> (Date, Option<Date>) {
        let answered_on = self.answer.as_ref().map(|reply| washington_date(reply.answered_at));
        (washington_date(self.asked_at), answered_on)
    }
}

/// Checks that another question may be asked by a side (`agency` is `None` for the Office) about a referral.
pub fn check_may_ask(referral: &Referral, questions: &[Question], agency: Option<&AgencyCode>) -> Result<(), Refusal> {
    check_not_closed(referral)?;
    let of_side = |q: &&Question| q.answer.is_none() && q.agency.is_some() == agency.is_some();
    if questions.iter().filter(of_side).count() < MOST_OPEN {
        return Ok(());
    }
    let side = if agency.is_some() { "the agency" } else { "the Office" };
    let detail = format!("{MOST_OPEN} questions of {side} on this referral await an answer. Wait for one of them.");
    Err(Refusal::new(&QUESTIONS_OPEN, detail))
}

/// Checks that a side (`agency` is `None` for the Office) may answer a question about a referral now.
pub fn check_may_answer(question: &Question, referral: &Referral, agency: Option<&AgencyCode>) -> Result<(), Refusal> {
    if question.agency.is_some() == agency.is_some() {
        let other = if agency.is_some() { "the examiner of the filing" } else { "a person of the agency" };
        return Err(Refusal::new(&QUESTION_OWN_SIDE, format!("Your side asked this; {other} answers it.")));
    }
    if question.answer.is_some() {
        return Err(Refusal::new(&QUESTION_ANSWERED, "Read its answer. If that leaves something open, ask again."));
    }
    check_not_closed(referral)
}

fn check_not_closed(referral: &Referral) -> Result<(), Refusal> {
    match referral.status {
        ReferralStatus::Open | ReferralStatus::Answered => Ok(()),
        ReferralStatus::Closed => Err(Refusal::new(
            &REFERRAL_CLOSED,
            "The case is over for this agency, and its questions with it. The examiner may refer the filing again.",
        )),
    }
}

/// The clock of a referral that stands still while a question of its agency is open; `None` for no clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PausedClock(Option<ClockKind>);

impl Default for PausedClock {
    /// The Office's own day for the agency's answer, to which no law holds anybody (R2.5).
    fn default() -> Self {
        Self(Some(ClockKind::ReferralDue))
    }
}

impl PausedClock {
    /// How the setting names no clock.
    pub const NONE: &'static str = "none";

    /// Reads the name of a clock, or [`PausedClock::NONE`]. Refuses a clock that a question cannot pause with the reason.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text == Self::NONE {
            return Ok(Self(None));
        }
        let kind = ClockKind::ALL.iter().copied().find(|kind| kind.as_str() == text);
        match kind.map(|kind| (kind, kind.bar_to_pause())) {
            Some((kind, None)) => Ok(Self(Some(kind))),
            Some((_, Some(bar))) => Err(format!("a clock that a question pauses: {bar}. Write {}", Self::known())),
            None => Err(format!("a clock: write {}", Self::known())),
        }
    }
    /// The name of the clock as [`PausedClock::parse`] reads it.
    pub fn as_str(self) -> &'static str {
        self.0.map_or(Self::NONE, ClockKind::as_str)
    }
    fn known() -> String {
        let may = ClockKind::ALL.iter().filter(|kind| kind.bar_to_pause().is_none()).map(|kind| kind.as_str());
        may.chain([Self::NONE]).collect::<Vec<_>>().join(" or ")
    }
}

/// A clock that stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// The day since which it has stood still without a break.
    pub since: Date,
    /// The oldest question that keeps it still.
    pub question: QuestionId,
}

/// The day by which the answer to a referral is asked for, as its clock stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueDay {
    /// The day that the examiner named, later by each day on which the clock stood still so far.
    pub on: Date,
    /// `None` if the clock runs.
    pub pause: Option<Pause>,
}

/// The day by which the answer to a referral is asked for, as its clock stands on `today`.
///
/// The clock stands still from the day of a question of the agency to the day of its answer. A day on which several
/// questions are open is added once. While a question is open, the day is the one that an answer today would leave.
pub fn due_day(referral: &Referral, questions: &[Question], paused: PausedClock, today: Date) -> DueDay {
    let still = Some(ClockKind::ReferralDue) == paused.0;
    let of_agency = questions.iter().filter(|q| still && q.referral == referral.id && q.agency.is_some());
    let mut spans: Vec<(Date, Date)> = vec![];
    let mut open: Option<&Question> = None;
    for question in of_agency {
        let (from, until) = question.days();
        spans.push((from.min(today), until.unwrap_or(today).min(today)));
        if until.is_none() && open.is_none_or(|older| (question.asked_at, question.id) < (older.asked_at, older.id)) {
            open = Some(question);
        }
    }
    let spans = unite(spans);
    let days: i64 = spans.iter().map(|(from, until)| i64::from(from.until(*until).map_or(0, |s| s.get_days()))).sum();
    let pause = open.map(|question| {
        let since = spans.last().map_or(today, |(from, _)| *from);
        Pause { since, question: question.id }
    });
    DueDay { on: referral.due_on.saturating_add(days.days()), pause }
}

/// Spans of days that touch or overlap, put together; in order.
fn unite(mut spans: Vec<(Date, Date)>) -> Vec<(Date, Date)> {
    spans.sort_unstable();
    let mut out: Vec<(Date, Date)> = Vec::with_capacity(spans.len());
    for (from, until) in spans {
        match out.last_mut() {
            Some((_, end)) if from <= *end => *end = until.max(*end),
            _ => out.push((from, until)),
        }
    }
    out
}

#[cfg(test)]
mod tests;
