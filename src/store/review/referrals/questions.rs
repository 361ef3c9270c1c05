//! Questions about referrals and their answers. Both stay as they were written, and the database refuses a change too.

use crate::store::frame::column::{agency, from_db, parse, to_db};
use crate::store::frame::schema::{question_answers, questions};
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::base::ids::{FilingId, QuestionId, ReferralId};
use domain::review::question::{Question, Reply};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = questions)]
struct Row {
    id: String,
    referral_id: String,
    filing_id: String,
    agency: Option<String>,
    account_id: String,
    person: String,
    question: String,
    asked_at: NaiveDateTime,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = question_answers)]
struct AnswerRow {
    question_id: String,
    filing_id: String,
    agency: Option<String>,
    account_id: String,
    person: String,
    answer: String,
    answered_at: NaiveDateTime,
}

impl TryFrom<AnswerRow> for Reply {
    type Error = StoreError;
    fn try_from(r: AnswerRow) -> Result<Self, StoreError> {
        Ok(Self {
            agency: r.agency.as_deref().map(agency).transpose()?,
            account: parse(&r.account_id)?,
            person: r.person,
            text: r.answer,
            answered_at: from_db(r.answered_at)?,
        })
    }
}

fn question((r, answer): (Row, Option<AnswerRow>)) -> Result<Question, StoreError> {
    Ok(Question {
        id: parse(&r.id)?,
        referral: parse(&r.referral_id)?,
        filing: parse(&r.filing_id)?,
        agency: r.agency.as_deref().map(agency).transpose()?,
        account: parse(&r.account_id)?,
        person: r.person,
        text: r.question,
        asked_at: from_db(r.asked_at)?,
        answer: answer.map(Reply::try_from).transpose()?,
    })
}

/// Records a question. Its answer is recorded by [`insert_answer`].
pub fn insert(tx: &mut Tx<'_>, q: &Question) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let row = Row {
        id: q.id.to_string(),
        referral_id: q.referral.to_string(),
        filing_id: q.filing.to_string(),
        agency: q.agency.as_ref().map(ToString::to_string),
        account_id: q.account.to_string(),
        person: q.person.clone(),
        question: q.text.clone(),
        asked_at: to_db(q.asked_at),
    };
    diesel::insert_into(questions::table).values(&row).execute(conn)?;
    Ok(())
}

/// Records the answer to a question. A second answer is a violated constraint.
pub fn insert_answer(tx: &mut Tx<'_>, to: &Question, reply: &Reply) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let row = AnswerRow {
        question_id: to.id.to_string(),
        filing_id: to.filing.to_string(),
        agency: reply.agency.as_ref().map(ToString::to_string),
        account_id: reply.account.to_string(),
        person: reply.person.clone(),
        answer: reply.text.clone(),
        answered_at: to_db(reply.answered_at),
    };
    diesel::insert_into(question_answers::table).values(&row).execute(conn)?;
    Ok(())
}

/// Reads a question by its id, with its answer.
pub fn find(conn: &mut Conn, id: QuestionId) -> Result<Option<Question>, StoreError> {
    let row: Option<(Row, Option<AnswerRow>)> = questions::table
        .left_join(question_answers::table)
        .filter(questions::id.eq(id.to_string()))
        .select((Row::as_select(), Option::<AnswerRow>::as_select()))
        .first(conn)
        .optional()?;
    row.map(question).transpose()
}

/// The questions about a referral with their answers, in the order they were asked.
pub fn of_referral(conn: &mut Conn, referral: ReferralId) -> Result<Vec<Question>, StoreError> {
    let rows: Vec<(Row, Option<AnswerRow>)> = questions::table
        .left_join(question_answers::table)
        .filter(questions::referral_id.eq(referral.to_string()))
        .order(questions::id)
        .select((Row::as_select(), Option::<AnswerRow>::as_select()))
        .load(conn)?;
    rows.into_iter().map(question).collect()
}

/// The questions about all referrals of a filing with their answers, in the order they were asked.
pub fn of_filing(conn: &mut Conn, filing: FilingId) -> Result<Vec<Question>, StoreError> {
    let rows: Vec<(Row, Option<AnswerRow>)> = questions::table
        .left_join(question_answers::table)
        .filter(questions::filing_id.eq(filing.to_string()))
        .order(questions::id)
        .select((Row::as_select(), Option::<AnswerRow>::as_select()))
        .load(conn)?;
    rows.into_iter().map(question).collect()
}
