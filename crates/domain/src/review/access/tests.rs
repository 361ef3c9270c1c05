//! Access, rule by rule: who may read which filing, order and vote.

use super::*;
use crate::base::marking::{Clearance, Level};
use jiff::civil::date;

fn agencies() -> Agencies {
    Agencies(
        crate::base::agency::FOUNDING
            .iter()
            .map(|(code, name, department)| crate::base::agency::Agency {
                code: AgencyCode::parse(code).expect("code"),
                name: (*name).into(),
                department: department.map(|d| AgencyCode::parse(d).expect("code")),
                valid_from: date(1952, 2, 1),
                valid_until: None,
                foreign_government: false,
            })
            .collect(),
    )
}
fn actor(role: Role, agency: Option<&str>, level: Level) -> Actor {
    Actor {
        account: None,
        name: "x".into(),
        role: Some(role),
        agency: agency.map(|a| AgencyCode::parse(a).expect("code")),
        clearance: Clearance::of(level),
        supervisor: false,
        credential: "test".into(),
    }
}

#[test]
fn the_permission_matrix() {
    let mut out = String::new();
    let navy = AgencyCode::parse("NAVY").expect("code");
    let people: Vec<(String, Actor)> = Role::ALL
        .iter()
        .flat_map(|r| {
            let of = |a: Option<&str>, l| {
                (format!("{} {} {}", r.as_str(), a.unwrap_or("-"), Level::mark(l)), actor(*r, a, l))
            };
            if r.needs_agency() {
                vec![
                    of(Some("NAVY"), Level::Secret),
                    of(Some("NAVY"), Level::Unclassified),
                    of(Some("ARMY"), Level::Secret),
                    of(Some("DOD"), Level::Secret),
                    of(Some("DOE"), Level::Secret),
                ]
            } else {
                vec![of(None, Level::Secret), of(None, Level::Unclassified)]
            }
        })
        .collect();
    for (referral, acknowledged) in [
        (None, false),
        (Some(ReferralStatus::Open), false),
        (Some(ReferralStatus::Open), true),
        (Some(ReferralStatus::Closed), true),
    ] {
        let f = FilingFacts {
            marking: Marking::of(Level::Secret),
            assigned_to: None,
            referrals: referral.map(|s| (navy.clone(), s)).into_iter().collect(),
            sponsors: vec![],
            acknowledged,
        };
        out.push_str(&format!("\nfiling marked S, referred to NAVY: {referral:?}, signed: {acknowledged}\n"));
        for (name, a) in &people {
            let show = |v| match read_filing(a, &f, &agencies(), v) {
                Ok(()) => "yes",
                Err(r) if r.code == &NOT_ACKNOWLEDGED => "sign first",
                Err(_) => "-",
            };
            out.push_str(&format!(
                "  {name:32} record {:10} text {:10} certificate {}\n",
                show(View::Record),
                show(View::Text),
                show(View::Certificate)
            ));
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn m11_an_examiner_reaches_the_own_desk_and_the_queue_and_a_supervisor_every_desk() {
    let [own, other] = [1, 2].map(|n| AccountId::from_uuid(uuid::Uuid::from_u128(n)));
    for level in [Level::Secret, Level::Unclassified] {
        for role in Role::ALL {
            for supervisor in [false, true] {
                let agency = role.needs_agency().then_some("NAVY");
                let who = Actor { account: Some(own), supervisor, ..actor(*role, agency, level) };
                for assigned_to in [None, Some(own), Some(other)] {
                    let desk = *role != Role::Examiner || supervisor || assigned_to != Some(other);
                    let reached = desk && level == Level::Secret;
                    let marking = Marking::of(Level::Secret);
                    let case = format!("{role:?} {supervisor} {level:?} {assigned_to:?}");
                    assert_eq!(Reach::of(&who).covers(&marking, assigned_to), reached, "{case}");
                    let navy = AgencyCode::parse("NAVY").expect("code");
                    let facts = FilingFacts {
                        marking: marking.clone(),
                        assigned_to,
                        referrals: vec![(navy.clone(), ReferralStatus::Open)],
                        sponsors: vec![],
                        acknowledged: true,
                    };
                    for view in [View::Record, View::Text, View::Certificate] {
                        let may = read_filing(&who, &facts, &agencies(), view).is_ok();
                        assert!(!may || reached, "{case} {view:?}");
                    }
                    assert!(see_referral(&who, &navy, (&marking, assigned_to), &agencies()).is_err() || reached);
                    let order = OrderFacts { marking, assigned_to, sponsors: vec![navy.clone()], acknowledged: true };
                    assert!(see_order(&who, &order, &agencies()).is_err() || reached, "{case}");
                    if *role == Role::Examiner {
                        assert_eq!(read_filing(&who, &facts, &agencies(), View::Text).is_ok(), reached, "{case}");
                        assert_eq!(see_order(&who, &order, &agencies()).is_ok(), reached, "{case}");
                    }
                }
            }
        }
    }
}

#[test]
fn r1_6_papers_are_brought_and_their_way_is_claimed_up_to_the_clearance() {
    for (cleared, ..) in Level::TABLE {
        let who = actor(Role::Intake, None, cleared);
        for (marking, ..) in Level::TABLE {
            let reaches = cleared >= marking;
            assert_eq!(bring_papers_of(&who, &Marking::of(marking)).is_ok(), reaches);
            for way in ReceivedBy::ALL {
                let claimed = claim_way(&who, &Marking::of(marking), *way);
                assert_eq!(claimed.is_ok(), reaches || *way == ReceivedBy::Ordinary, "{cleared:?} {marking:?} {way:?}");
            }
        }
    }
    assert!(bring_papers_of(&Actor::command_line(), &Marking::of(Level::TopSecret)).is_ok());
}

#[test]
fn r2_2_r2_9_an_order_is_shown_to_people_of_its_sponsors_who_have_signed() {
    let navy = AgencyCode::parse("NAVY").expect("code");
    for (level, ..) in Level::TABLE {
        for acknowledged in [false, true] {
            for sponsors in [vec![], vec![navy.clone()]] {
                let marking = Marking::of(Level::Secret);
                let order = OrderFacts { marking, assigned_to: None, sponsors: sponsors.clone(), acknowledged };
                for role in Role::ALL {
                    for agency in ["NAVY", "DOD", "ARMY", "DOE"] {
                        let who = actor(*role, role.needs_agency().then_some(agency), level);
                        let party = ["NAVY", "DOD"].contains(&agency) && !sponsors.is_empty() && acknowledged;
                        let may = match role {
                            Role::Examiner | Role::LicensingOfficer => true,
                            Role::Reviewer | Role::Official => party,
                            Role::Intake | Role::SecurityOfficer | Role::Auditor => false,
                        };
                        assert_eq!(
                            see_order(&who, &order, &agencies()).is_ok(),
                            may && level >= Level::Secret,
                            "{role:?} {agency} {level:?} {order:?}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn r2_3_votes_are_sealed_for_reviewers_until_every_agency_has_answered() {
    use ReferralStatus::{Answered, Closed, Open};
    let code = |text| AgencyCode::parse(text).expect("code");
    for navy in [Open, Answered, Closed] {
        for army in [Open, Answered, Closed] {
            let asked = [(code("NAVY"), navy), (code("ARMY"), army)];
            let any_open = navy == Open || army == Open;
            for (role, agency) in [
                (Role::Reviewer, Some("NAVY")),
                (Role::Reviewer, Some("DOD")),
                (Role::Official, Some("NAVY")),
                (Role::Official, Some("DOD")),
                (Role::Examiner, None),
                (Role::LicensingOfficer, None),
            ] {
                let who = actor(role, agency, Level::Secret);
                let sealed = role == Role::Reviewer && any_open;
                let case = format!("{role:?} {agency:?} {asked:?}");
                assert_eq!(may_read_votes(&who, &asked), !sealed, "{case}");
                let own_agency = agency == Some("NAVY");
                assert_eq!(may_read_answer(&who, &code("NAVY"), &asked), !sealed || own_agency, "{case}");
                assert_eq!(may_read_answer(&who, &code("ARMY"), &asked), !sealed, "{case}");
                // The way in which the Navy's referral stands tells as much as its answer.
                let shown = referral_status_shown(&who, &code("NAVY"), navy, &asked);
                let kept_back = sealed && !own_agency && navy == Closed;
                assert_eq!(shown, if kept_back { Answered } else { navy }, "{case}");
            }
        }
    }
}

#[test]
fn r2_9_access_ends_with_the_referral_unless_the_agency_sponsors_an_order() {
    let navy = AgencyCode::parse("NAVY").expect("code");
    let mut f = FilingFacts {
        referrals: vec![(navy.clone(), ReferralStatus::Closed)],
        acknowledged: true,
        ..FilingFacts::default()
    };
    let reader = actor(Role::Reviewer, Some("NAVY"), Level::Unclassified);
    assert!(read_filing(&reader, &f, &agencies(), View::Text).is_err());
    f.sponsors.push(navy);
    assert!(read_filing(&reader, &f, &agencies(), View::Text).is_ok());
}
