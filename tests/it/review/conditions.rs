//! Conditions that agencies put on an order: adopted, merged, declined or put in question, and accounted for before it
//! issues (R2.4, R2.8).

use crate::frame::office::{TestOffice, by, everywhere, refused};
use domain::base::ids::FilingId;
use domain::base::order_type::OrderType;
use domain::law::condition::{LineId, LineState, Treatment};
use domain::law::petition::Decision;
use domain::review::referral::Finding;
use serde_json::json;
use subrosa::workflow::Error;
use subrosa::workflow::frame::docket::EntryView;
use subrosa::workflow::order::conditions;
use subrosa::workflow::petition::petitions;
use subrosa::workflow::review::recommend::{RecommendInput, recommend};

const III: Option<OrderType> = Some(OrderType::III);

/// A filing with a recommendation of the Navy's that has two conditions, and one of the Energy Department's.
fn with_conditions(h: &TestOffice, n: u64) -> FilingId {
    let filing = h.confirmed(n, json!({}));
    h.refer(filing, &["NAVY", "DOE"]).expect("referred");
    for (agency, who, order_type, list) in
        [("NAVY", "navy2", III, vec!["lock it up", "no radio"]), ("DOE", "doe1", None, vec!["count copies"])]
    {
        let referral = h.referral(filing, agency);
        h.sign(who, referral).expect("signed");
        let ask = RecommendInput {
            determination: Finding::WouldBeDetrimental,
            order_type,
            conditions: list.into_iter().map(str::to_owned).collect(),
            reason: "as found".into(),
            filing_version: None,
        };
        recommend(&h.cx, &by(h.who(who)), referral, &ask).expect("recommended");
    }
    filing
}

fn account(h: &TestOffice, filing: FilingId, line: LineId, treatment: Treatment) -> Result<EntryView, Error> {
    let ask = conditions::AccountInput { line, treatment, reason: "as discussed".into() };
    conditions::account(&h.cx, &by(h.who("officer1")), filing, &ask)
}

/// Adopts every condition that stands beside one of another agency and has no answer yet.
fn adopt_beside(h: &TestOffice, filing: FilingId) {
    for line in conditions::of_filing(&h.cx, h.who("officer1"), filing).expect("listed") {
        if line.state == LineState::BesideAnother {
            account(h, filing, line.id, Treatment::Adopt).expect("adopted");
        }
    }
}

#[test]
fn r2_8_an_order_waits_until_the_conditions_of_two_agencies_have_been_looked_at_together() {
    everywhere("conditions beside each other", |h| {
        let filing = with_conditions(h, 1);
        let all = conditions::of_filing(&h.cx, h.who("officer1"), filing).expect("listed");
        assert!(all.iter().all(|l| l.state == LineState::BesideAnother && !l.beside.is_empty()), "{all:?}");
        assert_eq!(refused(h.issue(filing)), "order.conditions_unaccounted");
        for (i, line) in all.iter().enumerate() {
            assert_eq!(refused(h.issue(filing)), "order.conditions_unaccounted", "{i} of {} answered", all.len());
            account(h, filing, line.id, Treatment::Adopt).expect("adopted");
        }
        let own = conditions::of_filing(&h.cx, h.who("doe1"), filing).expect("listed");
        assert!(own.iter().all(|l| l.beside.is_empty()), "an agency learns of no other's");
        h.issue(filing).expect("issued");
        let other = with_conditions(h, 2);
        let own = conditions::of_filing(&h.cx, h.who("doe1"), other).expect("listed");
        assert!(own.iter().all(|l| l.state == LineState::Untouched && l.beside.is_empty()));
    });
}

#[test]
fn r2_4_conditions_are_adopted_at_issue_unless_somebody_put_them_in_question() {
    everywhere("conditions adopted", |h| {
        let filing = with_conditions(h, 1);
        adopt_beside(h, filing);
        let order = h.issue(filing).expect("issued");
        assert_eq!(order.conditions, ["lock it up", "no radio", "count copies"]);
        let all = conditions::of_filing(&h.cx, h.who("officer1"), filing).expect("listed");
        assert!(all.iter().all(|l| l.state == LineState::Adopted && l.entry.is_some()));
        assert_eq!(refused(account(h, filing, all[0].id, Treatment::Question)), "condition.none", "it has issued");
    });
}

#[test]
fn r2_4_no_order_issues_while_a_condition_is_unaccounted_for() {
    everywhere("conditions open", |h| {
        let filing = with_conditions(h, 1);
        let lines = || conditions::of_filing(&h.cx, h.who("officer1"), filing).expect("listed");
        let radio = lines().iter().find(|l| l.condition == "no radio").expect("a line").id;
        let lock = lines().iter().find(|l| l.condition == "lock it up").expect("a line").id;
        account(h, filing, radio, Treatment::Question).expect("put in question");
        assert_eq!(refused(h.issue(filing)), "order.conditions_unaccounted");
        let decline = account(h, filing, radio, Treatment::Decline).expect("asked").id;
        assert_eq!(refused(h.issue(filing)), "order.conditions_unaccounted");
        let own = conditions::of_filing(&h.cx, h.who("doe1"), filing).expect("listed");
        assert!(own.iter().all(|l| l.agency.as_str() == "DOE"), "an agency sees its own lines");
        assert_eq!(refused(conditions::of_filing(&h.cx, h.who("army1"), filing)), "not_found");
        let yes = conditions::AnswerInput { accepts: true, reason: "covered elsewhere".into() };
        let answer = |who: &str| conditions::answer(&h.cx, &by(h.who(who)), decline, &yes);
        assert_eq!(refused(answer("doe1")), "not_found");
        assert_eq!(refused(answer("officer1")), "role.forbidden");
        assert_eq!(refused(answer("dod1")), "referral.not_acknowledged");
        h.sign("dod1", h.referral(filing, "NAVY")).expect("signed");
        let said = answer("dod1").expect("the department's official answers for the Navy");
        assert_eq!(said.agency.map(|a| a.to_string()).as_deref(), Some("NAVY"));
        assert_eq!(refused(answer("navy2")), "condition.answered");
        account(h, filing, lock, Treatment::Merge { words: "keep it in a safe".into() }).expect("merged");
        adopt_beside(h, filing);
        let order = h.issue(filing).expect("issued");
        assert_eq!(order.conditions, ["keep it in a safe", "count copies"]);
        let states: Vec<_> = lines().iter().map(|l| l.state).collect();
        for state in [LineState::Merged, LineState::Declined, LineState::Adopted] {
            assert!(states.contains(&state), "{states:?}");
        }
    });
}

#[test]
fn r2_8_the_conditions_of_an_agency_that_joins_an_order_are_unaccounted_for_until_it_is_modified() {
    everywhere("conditions joined", |h| {
        let order = h.navy_order(1);
        h.refer(order.filing_id, &["ARMY"]).expect("referred");
        let referral = h.referral(order.filing_id, "ARMY");
        h.sign("army2", referral).expect("signed");
        let ask = RecommendInput {
            determination: Finding::WouldBeDetrimental,
            order_type: III,
            conditions: vec!["no radio".into()],
            reason: "as found".into(),
            filing_version: None,
        };
        recommend(&h.cx, &by(h.who("army2")), referral, &ask).expect("joined");
        let state = || conditions::of_filing(&h.cx, h.who("army2"), order.filing_id).expect("listed")[0].state;
        assert_eq!(state(), LineState::Unaccounted);
        let mut notice = petitions::ModificationInput::default();
        notice.petition.reason = "our condition".into();
        notice.petition.change.conditions = Some(vec!["no radio".into()]);
        let p = petitions::modify(&h.cx, &by(h.who("army2")), order.id, &notice).expect("received");
        let ask = petitions::DecisionInput {
            decision: Decision::Grant { from: None, until: None },
            reason: "stricter: one sponsor suffices".into(),
        };
        petitions::decide(&h.cx, &by(h.who("officer1")), p.id, &ask).expect("modified");
        assert_eq!(state(), LineState::Adopted);
        assert_eq!(h.see(order.id).conditions, ["no radio"]);
    });
}
