//! Who may be told: what each type gives by itself, and what holds whatever the permits.

use super::*;

#[test]
fn r3_2_what_each_type_lets_its_principals_do_without_asking() {
    let one = ordered(Some(OrderType::I), &["NAVY"]);
    assert!(told(&one, &citizen("us"), LATER).allowed());
    assert!(!told(&one, &citizen("GB"), LATER).allowed());
    assert!(!told(&one, &ask("Anyone"), LATER).allowed(), "citizenship is not said");
    assert!(told(&one, &file_in("JP"), LATER).allowed());
    let no = told(&one, &file_in("FR"), LATER);
    assert_eq!((no.allowed(), no.rule), (false, "R5.4, E38"));
    let mut two = ordered(Some(OrderType::II), &["NAVY"]);
    two.marking = Marking::of(Level::Secret);
    let yes = told(&two, &cleared(Level::Secret), LATER);
    assert_eq!(yes.until, Some(two.orders[0].expires_on()));
    assert!(!told(&two, &cleared(Level::Confidential), LATER).allowed());
    assert!(!told(&two, &Question { country: Some("GB".into()), ..cleared(Level::TopSecret) }, LATER).allowed());
    assert!(!told(&two, &file_in("JP"), LATER).allowed());
    for t in [Some(OrderType::III), None] {
        let c = ordered(t, &["DOE"]);
        for q in [cleared(Level::TopSecret), citizen("US"), file_in("GB")] {
            assert!(!told(&c, &q, LATER).allowed(), "{t:?} {q:?}");
        }
    }
}

#[test]
fn e13_nothing_more_is_disclosed_under_type_ii_once_the_security_agreement_is_over() {
    use crate::law::adviser::{Act as Advice, Agreement, Facts};
    let mut c = ordered(Some(OrderType::II), &["NAVY"]);
    let agreement = Agreement { from: date(2020, 1, 1), until: Some(LATER) };
    let facts = Facts { security_agreement: Some(agreement), classifiable: true, ..Facts::default() };
    c.enter(FILED, Advice::Facts(facts), None);
    assert!(told(&c, &cleared(Level::TopSecret), LATER).allowed());
    let frozen = told(&c, &cleared(Level::TopSecret), LATER.tomorrow().expect("a day"));
    assert_eq!((frozen.allowed(), frozen.rule), (false, "E13"));
}

#[test]
fn r2_10_officers_of_the_united_states_within_their_authority_are_exempt() {
    let c = ordered(Some(OrderType::III), &["NAVY"]);
    let q = Question { purpose: Some(Purpose::OfficialDuty), ..ask("Anyone") };
    let answer = told(&c, &q, LATER);
    assert_eq!((answer.by, answer.citation), (Some(Ground::OfficialDuty), "35 USC 187"));
}

#[test]
fn r4_7_without_an_order_nothing_is_forbidden_by_it_but_classified_matter_stays_classified() {
    let c = ordered(Some(OrderType::III), &["NAVY"]);
    assert_eq!(told(&c, &ask("x"), date(2027, 3, 11)).by, Some(Ground::NoOrder), "lapsed");
    assert_eq!(told(&c, &ask("x"), date(2026, 3, 9)).by, Some(Ground::NoOrder), "not yet issued");
    let mut two = ordered(Some(OrderType::II), &["NAVY"]);
    two.orders[0].ended = Some((End::Rescinded, LATER));
    assert_eq!(told(&two, &ask("x"), LATER).rule, "R4.7, E9");
}

#[test]
fn r4_7_e3_an_order_that_is_over_frees_nobody_while_something_else_holds_the_matter() {
    let over = |o: &mut Order| o.ended = Some((End::Rescinded, LATER));
    let mut c = ordered(Some(OrderType::III), &["NAVY"]);
    over(&mut c.orders[0]);
    assert_eq!(told(&c, &ask("x"), LATER).by, Some(Ground::NoOrder));
    let mut second = order(Some(OrderType::III), &["NAVY"], LATER);
    second.id = OrderId::from_uuid(Uuid::from_u128(78));
    second.number = "SO-2026-000077".into();
    // A new order on the same filing; an order of another that covers it; a marking.
    let again = CaseFile { orders: vec![c.orders[0].clone(), second.clone()], ..c.clone() };
    assert_eq!(told(&again, &ask("x"), LATER).rule, "R3.7, R4.6, R4.8");
    assert!(told(&again, &ask("x"), date(2026, 5, 3)).by.is_none(), "the first was in effect then");
    let covered = CaseFile { covering: vec![second.clone()], ..c.clone() };
    let no = told(&covered, &ask("x"), LATER);
    assert_eq!((no.allowed(), no.rule), (false, "R3.4, E11, E12"));
    assert!(!no.text.contains(&second.number), "E12: {}", no.text);
    let marked = CaseFile { marking: Marking::of(Level::Secret), ..c.clone() };
    assert_eq!(told(&marked, &ask("x"), LATER).rule, "R1.6, R1.14");
    // The first order's matter is classified; the second, over too, is not asked about for that.
    let mut classified = again;
    classified.orders[0].classified = true;
    over(&mut classified.orders[1]);
    let answer = may_be_told(&classified, &classified.orders[1], &[], &ask("x"), LATER);
    assert_eq!(answer.rule, "R4.7, E9");
}

#[test]
fn e06_an_agency_that_joins_with_another_type_cuts_what_the_type_gives() {
    let mut c = ordered(Some(OrderType::I), &["NAVY", "ARMY"]);
    assert!(told(&c, &citizen("US"), LATER).allowed());
    c.recommendations.push(Recommendation {
        id: RecommendationId::from_uuid(Uuid::from_u128(9)),
        referral: crate::base::ids::ReferralId::from_uuid(Uuid::from_u128(9)),
        agency: code("ARMY"),
        finding: Finding::WouldBeDetrimental,
        branch: Branch::Private,
        threshold_text: String::new(),
        order_type: Some(OrderType::II),
        conditions: vec![],
        reason: "r".into(),
        account: crate::base::ids::AccountId::from_uuid(Uuid::nil()),
        signer: "s".into(),
        signer_agency: code("ARMY"),
        filing_version: 1,
        signed_at: crate::base::calendar::start_of_day(LATER),
    });
    assert!(!told(&c, &citizen("US"), LATER).allowed(), "I and II share nothing");
}

const NAMES: [&str; 3] = ["Bob Stone", "Mies Vos", "Eve Ray"];
const PLACES: [&str; 4] = ["US", "GB", "NL", "FR"];
const LEVELS: [Level; 3] = [Level::Unclassified, Level::Confidential, Level::Secret];

fn any_question() -> impl Strategy<Value = Question> {
    let purpose = prop_oneof![
        Just(None),
        Just(Some(Purpose::ForeignFiling)),
        Just(Some(Purpose::Other("a part".into()))),
        Just(Some(Purpose::Other("a fair".into()))),
    ];
    let some = proptest::option::of;
    (some(0..NAMES.len()), some(0..PLACES.len()), some(0..LEVELS.len()), purpose).prop_map(|(n, c, l, purpose)| {
        Question {
            person: n.map(|i| NAMES[i].into()),
            country: c.map(|i| PLACES[i].into()),
            clearance: l.map(|i| LEVELS[i]),
            purpose,
        }
    })
}

fn any_permit() -> impl Strategy<Value = (PermitPetition, u8)> {
    let scope = prop_oneof![
        (0..NAMES.len()).prop_map(|i| Scope::Persons { people: vec![person(NAMES[i])] }),
        (0..PLACES.len()).prop_map(|i| Scope::ForeignFiling {
            countries: vec![PLACES[i].into()],
            holders: vec![person(NAMES[1])],
            vouched: true
        }),
        (0..LEVELS.len()).prop_map(|i| Scope::General { clearance: LEVELS[i] }),
    ];
    let purpose = proptest::option::of(Just("a part".to_owned()));
    (scope, purpose, 0u8..4)
        .prop_map(|(scope, purpose, concurring)| (PermitPetition { purpose, ..permit(scope) }, concurring))
}

fn any_type() -> impl Strategy<Value = Option<OrderType>> {
    prop_oneof![Just(None), Just(Some(OrderType::I)), Just(Some(OrderType::II)), Just(Some(OrderType::III))]
}

/// Puts a granted permit on the docket with the concurrence of some of the two sponsors, as no verb would.
fn force(c: &mut CaseFile, asked: PermitPetition, concurring: u8) -> EntryId {
    let p = c.enter(FILED, Act::Permit(asked), None);
    for (bit, agency) in [(1, "NAVY"), (2, "DOE")] {
        if concurring & bit != 0 {
            concur(c, p, agency);
        }
    }
    c.enter(LATER, Act::Permitted { from: LATER, until: None, reason: "r".into() }, Some(p));
    p
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn r5_4_a_permit_more_takes_no_permission_away(
        t in any_type(), q in any_question(), permits in proptest::collection::vec(any_permit(), 0..4), last in any_permit()
    ) {
        let mut c = ordered(t, &["NAVY", "DOE"]);
        for (p, by) in permits {
            force(&mut c, p, by);
        }
        let before = told(&c, &q, LATER);
        force(&mut c, last.0, last.1);
        let after = told(&c, &q, LATER);
        prop_assert!(!before.allowed() || after.allowed());
        prop_assert!(!before.allowed() || after.until >= before.until);
    }

    #[test]
    fn r3_2_type_iii_without_permits_permits_nobody(q in any_question()) {
        let c = ordered(Some(OrderType::III), &["NAVY", "DOE"]);
        prop_assert!(!told(&c, &q, LATER).allowed());
    }

    #[test]
    fn r2_8_nothing_is_permitted_that_some_sponsor_has_not_concurred_in(
        q in any_question(), permits in proptest::collection::vec(any_permit(), 0..5)
    ) {
        let mut c = ordered(Some(OrderType::III), &["NAVY", "DOE"]);
        let given: Vec<_> = permits.into_iter().map(|(p, by)| (force(&mut c, p, by), by)).collect();
        if let Some(Ground::Permit { id, .. }) = told(&c, &q, LATER).by {
            prop_assert!(given.contains(&(id, 3)));
        }
    }
}
