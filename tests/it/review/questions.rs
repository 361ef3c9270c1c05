//! Questions between an agency and the Office about a referral: who asks, who answers, who reads, and the clock that stands
//! still meanwhile. R2.2, R2.5, R2.9, U12.

use crate::frame::harness::{Client, Place, Server};
use crate::frame::office::{TestOffice, by, day, everywhere, everywhere_with, refused};
use domain::base::actor::Role;
use domain::base::ids::{QuestionId, ReferralId};
use domain::clock::ClockKind;
use domain::review::question::{PausedClock, QuestionStatus};
use domain::review::referral::Finding;
use jiff::civil::Date;
use serde_json::json;
use std::sync::Arc;
use subrosa::store::office::ledger;
use subrosa::workflow::clock::clocks::{self, ClockQuery, ClockView};
use subrosa::workflow::review::questions::{self, AnswerInput, QuestionInput, QuestionView};
use subrosa::workflow::review::referrals::{self, ReferralQuery, WaitsFor};
use subrosa::workflow::{Ctx, Error, Settings};

/// A word of every question and answer here.
const CANARY: &str = "zqvquestion";

fn ask(h: &TestOffice, who: &str, referral: ReferralId) -> Result<QuestionView, Error> {
    let input = QuestionInput { question: format!("{CANARY} of {who}: which claim?") };
    questions::ask(&h.cx, &by(h.who(who)), referral, &input)
}

fn answer(h: &TestOffice, who: &str, question: QuestionId) -> Result<QuestionView, Error> {
    let input = AnswerInput { answer: format!("{CANARY} claim 1, says {who}") };
    questions::answer(&h.cx, &by(h.who(who)), question, &input)
}

fn read(h: &TestOffice, who: &str, referral: ReferralId) -> Result<Vec<QuestionView>, Error> {
    questions::of_referral(&h.cx, h.who(who), referral)
}

/// The clock of a referral as a context of these settings lists it, and as the filing alone shows it.
fn clock_of(cx: &Ctx, h: &TestOffice, referral: ReferralId) -> ClockView {
    let query =
        ClockQuery { kind: Some(ClockKind::ReferralDue), due_before: Some(Date::MAX), limit: 50, ..Default::default() };
    let listed = clocks::due(cx, h.who("exam1"), &query).expect("listed");
    let clock = listed.into_iter().find(|c| c.referral_id == Some(referral)).expect("a clock");
    let alone = clocks::of_filing(cx, h.who("exam1"), clock.filing_id).expect("listed");
    assert!(alone.contains(&clock), "{alone:?}");
    let seen = referrals::get(cx, h.who("exam1"), referral).expect("seen");
    assert_eq!((seen.due_on, seen.paused_since), (clock.due_on, clock.paused_since));
    clock
}

/// A filing that the Navy and the Army were asked about on the opening day, with its referrals. `navy1` has signed.
fn referred(h: &TestOffice) -> [ReferralId; 2] {
    let filing = h.confirmed(1, json!({}));
    h.refer(filing, &["NAVY", "ARMY"]).expect("referred");
    let both = ["NAVY", "ARMY"].map(|agency| h.referral(filing, agency));
    h.sign("navy1", both[0]).expect("signed");
    both
}

#[test]
fn r2_5_an_open_question_pauses_the_clock_and_its_days_are_added_once() {
    everywhere("paused clocks", |h| {
        let [navy, army] = referred(h);
        assert_eq!(clock_of(&h.cx, h, navy).due_on, day("2026-06-08"), "90 days");
        h.sleep_until("2026-04-01");
        let first = ask(h, "navy1", navy).expect("asked").id;
        h.sleep_until("2026-04-05");
        let second = ask(h, "navy1", navy).expect("asked").id;
        let still = clock_of(&h.cx, h, navy);
        assert_eq!(
            (still.due_on, still.paused_since, still.paused_by),
            (day("2026-06-12"), Some(day("2026-04-01")), Some(first))
        );
        assert!(still.if_nobody_acts.contains("has stood still since 2026-04-01"), "{}", still.if_nobody_acts);
        h.sleep_until("2026-04-11");
        answer(h, "exam1", first).expect("answered");
        let still = clock_of(&h.cx, h, navy);
        assert_eq!((still.due_on, still.paused_by), (day("2026-06-18"), Some(second)), "the second is open");
        h.sleep_until("2026-04-21");
        answer(h, "exam1", second).expect("answered");
        h.sleep_until("2026-05-01");
        let runs = clock_of(&h.cx, h, navy);
        assert_eq!(
            (runs.due_on, runs.paused_since, runs.paused_by),
            (day("2026-06-28"), None, None),
            "20 days, not 26"
        );
        assert_eq!(clock_of(&h.cx, h, army).due_on, day("2026-06-08"), "another agency's clock runs on");
        // The list of referrals goes by the same day.
        let due_by = |last: &str| -> Vec<ReferralId> {
            let query = ReferralQuery { due_by: Some(day(last)), limit: 2, ..Default::default() };
            referrals::list(&h.cx, h.who("exam1"), &query).expect("listed").iter().map(|r| r.id).collect()
        };
        assert_eq!(due_by("2026-06-27"), [army]);
        assert_eq!(due_by("2026-06-28"), [navy, army]);
        // So does a reminder.
        h.pass_until("2026-06-13");
        let acts = |verb: &str| h.acts(&format!("referral:{navy}")).iter().filter(|a| a.starts_with(verb)).count();
        assert_eq!(acts("referral.remind"), 0, "the reminder of the first day is off");
        h.pass_until("2026-06-14");
        assert_eq!(acts("referral.remind"), 1, "14 days before the later day");
    });
}

#[test]
fn r2_5_where_the_setting_says_none_no_question_pauses_a_clock() {
    everywhere("no pause", |h| {
        let [navy, _] = referred(h);
        ask(h, "navy1", navy).expect("asked");
        h.sleep_until("2026-05-01");
        assert_eq!(clock_of(&h.cx, h, navy).due_on, day("2026-07-30"));
        let none = PausedClock::parse("none").expect("a value");
        let settings = Settings { paused_by_questions: none, ..(*h.cx.settings).clone() };
        let other = Ctx { settings: Arc::new(settings), ..h.cx.clone() };
        let runs = clock_of(&other, h, navy);
        assert_eq!((runs.due_on, runs.paused_since), (day("2026-06-08"), None));
    });
}

#[test]
fn a_question_of_the_office_is_answered_by_the_agency_and_pauses_nothing() {
    everywhere("a question of the Office", |h| {
        let [navy, _] = referred(h);
        let asked = ask(h, "exam1", navy).expect("asked");
        assert_eq!((asked.agency.clone(), asked.status), (None, QuestionStatus::Open));
        h.sleep_until("2026-05-01");
        assert_eq!(clock_of(&h.cx, h, navy).due_on, day("2026-06-08"));
        assert_eq!(refused(answer(h, "exam1", asked.id)), "question.own_side");
        assert_eq!(refused(answer(h, "dod1", asked.id)), "referral.not_acknowledged");
        assert_eq!(refused(answer(h, "army1", asked.id)), "not_found");
        h.sign("dod1", navy).expect("signed");
        let done = answer(h, "dod1", asked.id).expect("the department answers for its component");
        assert_eq!((done.status, done.version), (QuestionStatus::Answered, 2));
        assert_eq!(done.answer.expect("an answer").agency.expect("an agency").as_str(), "DOD");
        assert_eq!(refused(answer(h, "navy1", asked.id)), "question.answered");
    });
}

#[test]
fn r2_2_a_question_is_read_by_those_who_may_read_the_case_there_and_by_nobody_else() {
    let more = [("exam2", Role::Examiner, None), ("navy3", Role::Reviewer, Some("NAVY"))];
    everywhere_with("readers of questions", &more, |h| {
        let [navy, army] = referred(h);
        h.sign("army1", army).expect("signed");
        let asked = ask(h, "navy1", navy).expect("asked").id;
        answer(h, "exam1", asked).expect("answered");
        for who in ["navy1", "exam1"] {
            let seen = read(h, who, navy).expect("read");
            assert!(
                seen.len() == 1 && seen[0].question.contains(CANARY) && seen[0].answer.is_some(),
                "{who}: {seen:?}"
            );
        }
        for (who, code) in [
            ("navy3", "referral.not_acknowledged"),
            ("dod1", "referral.not_acknowledged"),
            ("army1", "not_found"),
            ("doe1", "not_found"),
            // The filing is on the desk of another examiner.
            ("exam2", "not_found"),
            ("officer1", "role.forbidden"),
            ("audit1", "role.forbidden"),
            ("sec1", "role.forbidden"),
            ("intake1", "role.forbidden"),
        ] {
            assert_eq!(refused(read(h, who, navy)), code, "{who}");
            assert_eq!(refused(ask(h, who, navy)), code, "{who}");
        }
        assert!(read(h, "army1", army).expect("read").is_empty(), "what another agency asked is not shown");
        // Neither text is in the ledger; that they were read is.
        let all = h.cx.read(|conn| Ok(ledger::after(conn, 0, i64::MAX)?)).expect("read");
        assert!(all.iter().all(|e| !e.act.detail.contains(CANARY)));
        let [of_referral, of_question] = [format!("referral:{navy}"), format!("question:{asked}")];
        assert!(h.acts(&of_referral).contains(&"referral.ask done".to_owned()));
        assert_eq!(h.acts(&of_question), ["question.answer done"]);
        assert_eq!(h.acts(&of_referral).iter().filter(|a| *a == "filing.read_text done").count(), 2);
    });
}

#[test]
fn r2_9_questions_end_with_their_referral() {
    everywhere("closed questions", |h| {
        let [navy, _] = referred(h);
        h.sign("navy2", navy).expect("signed");
        let open = ask(h, "navy1", navy).expect("asked").id;
        h.recommend("navy2", navy, Finding::None, None).expect("answered");
        assert_eq!(refused(ask(h, "navy1", navy)), "referral.closed");
        assert_eq!(refused(ask(h, "exam1", navy)), "referral.closed");
        assert_eq!(refused(answer(h, "exam1", open)), "referral.closed");
        let seen = read(h, "exam1", navy).expect("the Office reads on");
        assert_eq!(seen[0].status, QuestionStatus::Closed);
        assert_eq!(refused(read(h, "navy1", navy)), "not_found");
    });
}

#[test]
fn u12_a_list_shows_the_referrals_whose_questions_await_the_reader() {
    everywhere("what awaits an answer", |h| {
        let [navy, _] = referred(h);
        let waits = |who: &str| -> Result<Vec<ReferralId>, Error> {
            let query = ReferralQuery { waits_for: Some(WaitsFor::Answer), limit: 50, ..Default::default() };
            Ok(referrals::list(&h.cx, h.who(who), &query)?.iter().map(|r| r.id).collect())
        };
        let of_navy = ask(h, "navy1", navy).expect("asked").id;
        assert_eq!(waits("exam1").expect("listed"), [navy]);
        assert!(waits("navy1").expect("listed").is_empty(), "the other side answers");
        let of_office = ask(h, "exam1", navy).expect("asked").id;
        assert_eq!(waits("navy1").expect("listed"), [navy]);
        assert!(waits("navy2").expect("listed").is_empty(), "who has not signed learns of no question");
        answer(h, "exam1", of_navy).expect("answered");
        answer(h, "navy1", of_office).expect("answered");
        assert!(waits("exam1").expect("listed").is_empty() && waits("navy1").expect("listed").is_empty());
        assert_eq!(refused(waits("officer1")), "request.invalid");
    });
}

/// Over REST: a question, its answer, and the shapes that a program relies on.
#[test]
fn a_question_goes_back_and_forth_over_rest() {
    for place in [Some(Place::sqlite()), Place::postgres("questions over REST")].into_iter().flatten() {
        let h = TestOffice::at(place);
        let [navy, _] = referred(&h);
        for (name, role, agency) in
            [("exam9", "examiner", None), ("navy9", "reviewer", Some("NAVY")), ("army9", "reviewer", Some("ARMY"))]
        {
            h.place.account(name, role, agency, false);
        }
        let supervises = h.place.cli(&["account", "supervisor", "exam9"]);
        assert!(supervises.status.success(), "{}", String::from_utf8_lossy(&supervises.stderr));
        let server = Server::start(&h.place, &[]);
        let [office, agency, other] = ["exam9", "navy9", "army9"].map(|name| server.sign_in(name));
        let at = format!("/referrals/{navy}/questions");
        let body = json!({"question": format!("{CANARY} which claim?")});
        let post = |who: &Client, path: &str, body: &serde_json::Value| who.post(path, body.clone(), Some("*"));
        assert_eq!(post(&agency, &at, &body).expect(409).code(), "referral.not_acknowledged");
        let statement = agency.get(&format!("/referrals/{navy}")).expect(200).body["acknowledgment_statement"].clone();
        post(&agency, &format!("/referrals/{navy}/acknowledgments"), &json!({ "statement": statement })).expect(201);

        assert_eq!(agency.post(&at, body.clone(), None).expect(428).code(), "precondition.required");
        let asked = post(&agency, &at, &body).expect(201);
        assert_eq!((asked.header("etag"), asked.body["status"].as_str()), (Some("\"1\""), Some("open")));
        assert_eq!(
            agency.get(&format!("/referrals/{navy}")).expect(200).body["paused_since"].as_str().map(str::len),
            Some(10)
        );
        let long = json!({"question": "x".repeat(4001)});
        assert_eq!(post(&agency, &at, &long).expect(422).code(), "request.invalid");
        other.get(&at).expect(404);
        let here = format!("/questions/{}/answer", asked.body["id"].as_str().expect("an id"));
        assert_eq!(post(&other, &here, &json!({"answer": "x"})).expect(404).code(), "not_found");
        assert_eq!(post(&agency, &here, &json!({"answer": "x"})).expect(403).code(), "question.own_side");
        let stale = office.post(&here, json!({"answer": "x"}), Some("\"2\""));
        assert_eq!(stale.expect(412).code(), "precondition.stale");
        let answered = office.post(&here, json!({"answer": "claim 1"}), asked.header("etag")).expect(201);
        assert_eq!(answered.body["answer"]["answer"], "claim 1");
        assert_eq!(agency.get(&at).expect(200).items(), [answered.body]);
        assert_eq!(agency.get(&format!("/referrals/{navy}")).expect(200).body["paused_since"], json!(null));
    }
}
