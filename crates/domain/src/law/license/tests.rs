//! The law of licenses, case by case.

use super::*;
use crate::base::order_type::OrderType;
use crate::case::testing::{FILED, case, order, referral};
use crate::filing::screening::Verdict;
use crate::review::referral::ReferralStatus;
use jiff::civil::date;

const LATER: Date = date(2026, 5, 1);

fn granted(scope: Scope) -> Act {
    Act::Granted { scope, source: Source::Filing, covers: vec![] }
}

fn code_of<T: std::fmt::Debug>(done: Result<T, Refusal>) -> &'static str {
    done.expect_err("refused").code.code
}

#[test]
fn r6_1_r6_2_a_license_is_needed_for_six_months_and_for_what_was_made_here() {
    let mut c = case();
    assert_eq!(need(&c, LATER), Need::Needed);
    assert_eq!(need(&c, date(2026, 9, 9)), Need::Needed);
    assert_eq!(need(&c, date(2026, 9, 10)), Need::SixMonthsPast);
    c.document.made_in = Some("JP".into());
    assert_eq!(need(&c, LATER), Need::NotMadeHere);
    c.document.made_in = None;
    assert_eq!(need(&c, LATER), Need::Needed, "E24: not known counts as made here");
    c.document.filed_on = None;
    assert_eq!(need(&c, date(2030, 1, 1)), Need::Needed, "without a date of filing nothing has run out");
}

#[test]
fn r6_1_an_order_takes_the_freedom_of_six_months_away() {
    let mut c = case();
    c.orders.push(order(Some(OrderType::I), &["NAVY"], date(2026, 9, 1)));
    assert_eq!(need(&c, date(2026, 10, 1)), Need::UnderOrder);
    assert_eq!(need(&c, date(2027, 9, 2)), Need::SixMonthsPast, "it comes back when the order has lapsed");
}

#[test]
fn r6_3_the_filing_is_itself_a_petition() {
    let mut c = case();
    assert_eq!(standing(&c, LATER).state, State::Pending);
    let act = grant(&c, Scope::Broad, Source::Filing, vec![], LATER).expect("granted");
    c.enter(LATER, act, None);
    let now = standing(&c, LATER);
    assert_eq!((now.state, now.scope), (State::Granted, Some(Scope::Broad)));
    assert_eq!(code_of(grant(&c, Scope::Broad, Source::Filing, vec![], LATER)), "license.exists");
}

#[test]
fn r6_5_a_license_is_never_broad_once_the_filing_was_referred() {
    let mut c = case();
    c.referrals.push(referral("NAVY", ReferralStatus::Closed));
    assert_eq!(code_of(grant(&c, Scope::Broad, Source::Filing, vec![], LATER)), "license.broad_after_referral");
    assert!(grant(&c, Scope::Narrow, Source::Filing, vec![], LATER).is_ok());
}

#[test]
fn r6_9_no_license_while_the_review_goes_on_or_an_order_is_in_effect() {
    let mut c = case();
    c.referrals.push(referral("NAVY", ReferralStatus::Open));
    assert_eq!(code_of(grant(&c, Scope::Narrow, Source::Filing, vec![], LATER)), "license.under_review");
    c.referrals.clear();
    let open: [fn(&mut CaseFile); 5] = [
        |c| c.screened.verdict = Some(Verdict::NeedsHuman),
        |c| c.screened.hits_undecided = 1,
        |c| c.screened.hits_confirmed = 1,
        |c| c.binding_unanswered = 1,
        |c| c.screened.legend_since = Some(crate::base::calendar::start_of_day(FILED)),
    ];
    for change in open {
        let mut c = case();
        change(&mut c);
        assert_eq!(code_of(grant(&c, Scope::Narrow, Source::Filing, vec![], LATER)), "license.under_review");
    }
    c.orders.push(order(None, &["DOE"], FILED));
    assert_eq!(code_of(grant(&c, Scope::Narrow, Source::Filing, vec![], LATER)), "license.under_order");
}

#[test]
fn e14_r3_7_an_order_suspends_a_license_by_itself_and_its_end_gives_it_back() {
    let mut c = case();
    c.enter(FILED, granted(Scope::Broad), None);
    c.orders.push(order(Some(OrderType::III), &["ARMY"], date(2026, 4, 1)));
    let suspended = standing(&c, LATER);
    assert_eq!((suspended.state, suspended.suspended_by.as_deref()), (State::Suspended, Some("SO-2026-000001")));
    assert_eq!(standing(&c, date(2027, 4, 2)).state, State::Granted);
}

#[test]
fn r6_8_a_license_is_revoked_once_and_may_be_asked_for_again() {
    let mut c = case();
    let id = c.enter(FILED, granted(Scope::Narrow), None);
    let act = revoke(&c, id, "new matter".into()).expect("revoked");
    c.enter(LATER, act, Some(id));
    assert_eq!(standing(&c, LATER).state, State::Revoked);
    assert_eq!(code_of(revoke(&c, id, "again".into())), "license.not_in_force");
    assert!(grant(&c, Scope::Broad, Source::Petition, vec![], LATER).is_ok());
}

fn asked(kind: PetitionKind) -> Petition {
    Petition { kind, by: "Ada Marlowe".into(), fee_paid: true, reason: "a deadline abroad".into() }
}

#[test]
fn r6_4_an_express_petition_is_for_those_without_a_license() {
    let mut c = case();
    assert!(accept_petition(&c, &asked(PetitionKind::Expedited), LATER).is_ok());
    assert_eq!(code_of(accept_petition(&c, &asked(PetitionKind::Broaden), LATER)), "license.petition");
    c.enter(FILED, granted(Scope::Narrow), None);
    assert_eq!(code_of(accept_petition(&c, &asked(PetitionKind::Express), LATER)), "license.petition");
    assert!(accept_petition(&c, &asked(PetitionKind::Broaden), LATER).is_ok());
    c.referrals.push(referral("NAVY", ReferralStatus::Closed));
    assert_eq!(code_of(accept_petition(&c, &asked(PetitionKind::Broaden), LATER)), "license.petition");
}

fn retroactive(on: Date) -> PetitionKind {
    PetitionKind::Retroactive {
        filings: vec![Past { country: "DE".into(), on }],
        not_under_order_then: true,
        not_under_order_now: true,
        diligence: "Found at audit; asked within the week.".into(),
        error: "The clerk took the receipt of another case.".into(),
    }
}

#[test]
fn r6_10_a_retroactive_license_rests_on_an_oath_that_the_record_bears_out() {
    let abroad = date(2026, 4, 15);
    let mut c = case();
    assert!(accept_petition(&c, &asked(retroactive(abroad)), LATER).is_ok());
    let without_fee = Petition { fee_paid: false, ..asked(retroactive(abroad)) };
    assert_eq!(code_of(accept_petition(&c, &without_fee, LATER)), "license.retroactive");
    assert_eq!(code_of(accept_petition(&c, &asked(retroactive(date(2026, 6, 1))), LATER)), "license.retroactive");
    let mut ended = order(Some(OrderType::I), &["NAVY"], date(2026, 4, 1));
    ended.ended = Some((crate::order::End::Rescinded, date(2026, 4, 20)));
    c.orders.push(ended);
    assert_eq!(
        code_of(accept_petition(&c, &asked(retroactive(abroad)), LATER)),
        "license.retroactive",
        "the oath is untrue: an order was in effect that day"
    );
    assert!(accept_petition(&c, &asked(retroactive(date(2026, 4, 25))), LATER).is_ok());
}

#[test]
fn r6_10_a_first_refusal_may_be_renewed_for_thirty_days_and_a_second_is_final() {
    let mut c = case();
    let first = c.enter(LATER, Act::Petitioned(asked(retroactive(FILED))), None);
    let refused = refuse_petition(&c, first, "no error shown".into(), 10, LATER).expect("refused");
    let Act::Refused { renew_by, .. } = &refused else { panic!("{refused:?}") };
    assert_eq!(*renew_by, Some(date(2026, 5, 31)), "never less than thirty days");
    c.enter(LATER, refused, Some(first));
    assert_eq!(code_of(refuse_petition(&c, first, "again".into(), 30, LATER)), "license.petition_decided");
    let second = c.enter(LATER, Act::Petitioned(asked(retroactive(FILED))), None);
    let refused = refuse_petition(&c, second, "still none".into(), 30, LATER).expect("refused");
    assert!(matches!(refused, Act::Refused { renew_by: None, .. }));
    c.enter(LATER, refused, Some(second));
    assert!(accept_petition(&c, &asked(PetitionKind::Reconsider), date(2026, 7, 1)).is_ok());
    assert_eq!(code_of(accept_petition(&c, &asked(PetitionKind::Reconsider), date(2026, 7, 2))), "license.petition");
}

#[test]
fn r6_6_a_retroactive_license_gives_nothing_for_the_future() {
    let mut c = case();
    let act = grant(&c, Scope::Narrow, Source::Retroactive, vec![Past { country: "DE".into(), on: FILED }], LATER);
    c.enter(LATER, act.expect("granted"), None);
    assert_eq!(standing(&c, LATER).state, State::Pending);
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever happens to a filing in whatever order: nothing grants a broad license after a referral,
        /// none is in force while an order is, and a revoked one gives nothing.
        #[test]
        fn r6_5_r6_9_no_sequence_of_acts_gives_a_license_that_the_law_does_not(steps in prop::collection::vec(0u8..7, 1..40)) {
            let mut c = case();
            let mut on = FILED;
            for step in steps {
                on = on.tomorrow().expect("a day");
                match step {
                    0 => c.referrals.push(referral("NAVY", ReferralStatus::Closed)),
                    1 if c.order_in_effect(on).is_none() => {
                        let mut new = order(Some(OrderType::I), &["NAVY"], on);
                        new.id = crate::base::ids::OrderId::from_uuid(uuid::Uuid::from_u128(500 + c.orders.len() as u128));
                        c.orders.push(new);
                    }
                    2 => {
                        if let Some(last) = c.orders.last_mut().filter(|o| o.ended.is_none()) {
                            last.ended = Some((crate::order::End::Rescinded, on));
                        }
                    }
                    3 | 4 => {
                        let scope = if step == 3 { Scope::Broad } else { Scope::Narrow };
                        if let Ok(act) = grant(&c, scope, Source::Filing, vec![], on) {
                            prop_assert!(scope == Scope::Narrow || c.referrals.is_empty());
                            prop_assert!(c.order_in_effect(on).is_none());
                            c.enter(on, act, None);
                        }
                    }
                    5 => {
                        if let Some(id) = standing(&c, on).grant
                            && let Ok(act) = revoke(&c, id, "r".into())
                        {
                            c.enter(on, act, Some(id));
                            prop_assert!(standing(&c, on).grant != Some(id));
                        }
                    }
                    _ => {}
                }
                let now = standing(&c, on);
                prop_assert_eq!(now.state == State::Suspended, now.grant.is_some() && c.order_in_effect(on).is_some());
                prop_assert!(now.state != State::Granted || c.order_in_effect(on).is_none());
            }
        }
    }
}
