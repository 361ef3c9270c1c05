//! The ledger of conditions.

use super::*;
use crate::base::ids::{AccountId, ReferralId};
use crate::case::testing::{FILED, case, code};
use crate::review::referral::{Branch, Finding};
use jiff::Timestamp;
use uuid::Uuid;

fn code_of<T: std::fmt::Debug>(done: Result<T, Refusal>) -> &'static str {
    done.expect_err("refused").code.code
}

fn recommendation(n: u128, agency: &str, conditions: &[&str]) -> Recommendation {
    Recommendation {
        id: RecommendationId::from_uuid(Uuid::from_u128(n)),
        referral: ReferralId::from_uuid(Uuid::from_u128(n)),
        agency: code(agency),
        finding: Finding::WouldBeDetrimental,
        branch: Branch::Private,
        threshold_text: String::new(),
        order_type: None,
        conditions: conditions.iter().map(|c| (*c).to_owned()).collect(),
        reason: "r".into(),
        account: AccountId::from_uuid(Uuid::nil()),
        signer: "s".into(),
        signer_agency: code(agency),
        filing_version: 1,
        signed_at: Timestamp::UNIX_EPOCH,
    }
}

#[test]
fn r2_4_conditions_nobody_touched_are_adopted_word_for_word() {
    let r = [recommendation(1, "NAVY", &["lock it up", "count copies"]), recommendation(2, "DOE", &["lock it up"])];
    let all = lines(&r, &[]);
    assert!(all.iter().all(|l| l.state == LineState::Untouched));
    assert_eq!(settle(&all).expect("settled"), ["lock it up", "count copies"]);
    assert_eq!(adopt_untouched(&all).count(), 3);
}

#[test]
fn r2_4_an_order_cannot_issue_while_a_condition_is_unaccounted_for() {
    let mut c = case();
    c.recommendations = vec![recommendation(1, "NAVY", &["lock it up", "no radio"])];
    let line = LineId { recommendation: c.recommendations[0].id, number: 2 };
    let say = |c: &CaseFile, t| account(&c.recommendations, line, t, "as discussed".into()).expect("accounted");
    let settled = |c: &CaseFile| settle(&lines(&c.recommendations, &c.docket));
    let act = say(&c, Treatment::Question);
    c.enter(FILED, act, None);
    assert_eq!(code_of(settled(&c)), "order.conditions_unaccounted");
    let act = say(&c, Treatment::Decline);
    let decline = c.enter(FILED, act, None);
    let refused = settled(&c).expect_err("refused");
    assert!(refused.detail.contains("NAVY 2"), "{}", refused.detail);
    // The agency insists, and the line stays open.
    let no = take_answer(&c, decline, false, "it matters".into()).expect("taken");
    c.enter_for(FILED, no, Some(decline), Some("NAVY"));
    assert_eq!(code_of(settled(&c)), "order.conditions_unaccounted");
    assert_eq!(code_of(take_answer(&c, decline, true, "x".into())), "condition.answered");
    // It is asked again and agrees.
    let act = say(&c, Treatment::Decline);
    let again = c.enter(FILED, act, None);
    let yes = take_answer(&c, again, true, "covered elsewhere".into()).expect("taken");
    c.enter_for(FILED, yes, Some(again), Some("NAVY"));
    assert_eq!(settled(&c).expect("settled"), ["lock it up"]);
    assert_eq!(lines(&c.recommendations, &c.docket)[1].state, LineState::Declined);
    let act = say(&c, Treatment::Merge { words: "radio silence in tests".into() });
    c.enter(FILED, act, None);
    assert_eq!(settled(&c).expect("settled"), ["lock it up", "radio silence in tests"]);
}

#[test]
fn r2_4_only_conditions_there_are_can_be_accounted_for() {
    let r = [recommendation(1, "NAVY", &["lock it up"])];
    for number in [0, 2] {
        let line = LineId { recommendation: r[0].id, number };
        assert_eq!(code_of(account(&r, line, Treatment::Adopt, "x".into())), "condition.none");
    }
    let c = case();
    assert_eq!(code_of(take_answer(&c, EntryId::from_uuid(Uuid::nil()), true, "x".into())), "condition.none");
}

#[test]
fn r2_8_conditions_of_an_agency_that_joined_are_open_until_the_order_says_them() {
    let r = [recommendation(1, "NAVY", &["lock it up"]), recommendation(2, "ARMY", &["no radio"])];
    let after = |waiting: &[Recommendation], in_order: &[&str]| {
        let mut all = lines(&r, &[]);
        let in_order: Vec<String> = in_order.iter().map(|c| (*c).to_owned()).collect();
        after_issue(&mut all, waiting, &in_order);
        all.iter().map(|l| l.state).collect::<Vec<_>>()
    };
    use LineState::{Adopted, Unaccounted, Untouched};
    assert_eq!(after(&r, &[]), [Untouched, Untouched], "both wait for their order");
    assert_eq!(after(&r[1..], &["lock it up"]), [Adopted, Untouched]);
    assert_eq!(after(&[], &["lock it up"]), [Adopted, Unaccounted], "the Army joined");
    assert_eq!(after(&[], &["lock it up", "no radio"]), [Adopted, Adopted], "and the order was modified");
}

#[test]
fn r2_8_conditions_of_two_agencies_are_looked_at_together_and_each_is_accounted_for() {
    use LineState::{Adopted, BesideAnother, Untouched};
    let mut c = case();
    c.recommendations = vec![
        recommendation(1, "NAVY", &["lock it up", "show it to nobody abroad"]),
        recommendation(2, "DOE", &["lock it up", "may be shown in GB"]),
    ];
    let waiting: Vec<_> = c.recommendations.iter().map(|r| r.id).collect();
    let look = |c: &CaseFile| {
        let mut all = lines(&c.recommendations, &c.docket);
        set_side_by_side(&mut all, &waiting);
        all
    };
    let states = |c: &CaseFile| look(c).iter().map(|l| l.state).collect::<Vec<_>>();
    assert_eq!(states(&c), [Untouched, BesideAnother, Untouched, BesideAnother], "what both say is no question");
    let all = look(&c);
    assert_eq!((&all[1].beside, &all[3].beside), (&vec![all[3].id], &vec![all[1].id]));
    let refused = settle(&all).expect_err("refused");
    assert_eq!(refused.code.code, "order.conditions_unaccounted");
    assert!(refused.detail.contains("NAVY 2, DOE 2"), "{}", refused.detail);
    // An answer for one is no answer for the other.
    for (line, open) in [(all[1].id, true), (all[3].id, false)] {
        let act = account(&c.recommendations, line, Treatment::Adopt, "both hold".into()).expect("accounted");
        c.enter(FILED, act, None);
        assert_eq!(settle(&look(&c)).is_err(), open);
    }
    assert_eq!(states(&c), [Untouched, Adopted, Untouched, Adopted]);
    // What an order has taken up is not held against what waits for another.
    let mut all = lines(&c.recommendations, &[]);
    set_side_by_side(&mut all, &waiting[..1]);
    assert!(all.iter().all(|l| l.state == Untouched && l.beside.is_empty()));
}
