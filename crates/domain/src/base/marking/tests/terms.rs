//! What each kind of clearance reaches, on which days, and which terms none has (P2 to P6).

use super::*;

#[test]
fn p2_a_limited_access_authorization_reaches_no_further_than_secret() {
    let limited = |change: fn(&mut Terms)| {
        granted(Level::Secret, |t| {
            t.kind = Kind::LimitedAccess;
            t.citizenships = citizen(&["DEU"]);
            t.contract = Some("N00014-26-C-0001".into());
            t.valid_until = Some(date(2027, 6, 30));
            change(t);
        })
    };
    let good = limited(|_| {});
    good.check().expect("as the rule says");
    for (marked, reads) in
        [("S", true), ("TS", false), ("S//RD", false), ("S//FRD", false), ("S//NF", false), ("C//COMSEC", false)]
    {
        assert_eq!(good.on(ON).dominates(&marking(marked)), reads, "{marked}");
    }
    assert!(good.on(ON).dominates(&marking("S//REL TO USA, DEU")));
    assert!(!good.on(ON).dominates(&marking("S//REL TO USA, FRA")), "not releasable to the own country");
    assert_eq!(good.on(date(2027, 7, 1)), Clearance::default(), "it ends with its contract");
    let field = |grant: Grant| grant.check().expect_err("refused").field.expect("a field");
    assert_eq!(field(Grant { level: Level::TopSecret, ..good.clone() }), "clearance_terms.kind");
    for access in ["RD", "FRD", "CNWDI", "COMSEC", "NATO", "SI"] {
        let mut grant = good.clone();
        grant.terms.accesses = accesses(&[access]);
        assert!(grant.check().is_err(), "{access}");
    }
    assert_eq!(field(limited(|t| t.citizenships = citizen(&["USA", "DEU"]))), "clearance_terms.citizenships");
    assert_eq!(field(limited(|t| t.citizenships.clear())), "clearance_terms.citizenships");
    assert_eq!(field(limited(|t| t.contract = None)), "clearance_terms.contract");
    assert_eq!(field(limited(|t| t.valid_until = None)), "clearance_terms.valid_until");
}

#[test]
fn p3_p6_a_clearance_ends_with_its_kind_its_last_day_or_a_suspension() {
    let national = granted(Level::Secret, |_| {});
    assert_eq!(national.last_day(), Some(date(2031, 1, 1)));
    assert_eq!(national.on(date(2031, 1, 1)).level, Level::Secret);
    assert_eq!(national.on(date(2031, 1, 2)), Clearance::default());
    let leap = granted(Level::Secret, |t| t.granted_on = Some(date(2024, 2, 29)));
    assert_eq!(leap.last_day(), Some(date(2029, 2, 28)));
    let suspended = granted(Level::Secret, |t| {
        t.suspended = Some(Suspension { since: ON, reason: "under inquiry".into() });
    });
    assert_eq!(suspended.on(ON), Clearance::default());
    assert_eq!(suspended.on(date(2026, 11, 27)).level, Level::Secret);
    assert_eq!(Grant::of(Level::Secret).on(ON).level, Level::Secret, "no terms on record");
}

#[test]
fn p4_q_and_l_reach_what_the_regulation_says() {
    let of = |kind| granted(Level::Secret, |t| t.kind = kind);
    for (marked, q, l) in [
        ("S//RD", true, false),
        ("C//RD", true, true),
        ("S", true, true),
        ("C//FRD", true, true),
        ("S//FRD", true, false),
        ("S//COMSEC", true, false),
        ("S//RD-N", false, false),
        ("TS", false, false),
    ] {
        assert_eq!(of(Kind::DoeQ).on(ON).dominates(&marking(marked)), q, "Q {marked}");
        assert_eq!(of(Kind::DoeL).on(ON).dominates(&marking(marked)), l, "L {marked}");
    }
    assert!(Grant { level: Level::TopSecret, ..of(Kind::DoeQ) }.check().is_err());
    assert!(granted(Level::Secret, |t| (t.kind, t.accesses) = (Kind::DoeL, accesses(&["COMSEC"]))).check().is_err());
}

#[test]
fn p5_a_foreign_clearance_counts_by_a_recorded_agreement_only() {
    let equivalence = Equivalence {
        country: Code::parse("JPN").expect("Japan"),
        level: "critical economic security information".into(),
        agreement: "GSOMIA 2007".into(),
        from: date(2026, 6, 1),
        until: Some(date(2027, 5, 31)),
    };
    let foreign = |equivalence| {
        granted(Level::Confidential, |t| {
            t.kind = Kind::Foreign;
            t.citizenships = citizen(&["JPN"]);
            t.equivalence = equivalence;
        })
    };
    assert!(foreign(None).check().is_err());
    let good = foreign(Some(equivalence.clone()));
    good.check().expect("recorded");
    for (day, level) in [
        (date(2026, 5, 31), Level::Unclassified),
        (date(2026, 6, 1), Level::Confidential),
        (date(2027, 5, 31), Level::Confidential),
        (date(2027, 6, 1), Level::Unclassified),
    ] {
        assert_eq!(good.on(day).level, level, "{day}");
    }
    assert!(foreign(Some(Equivalence { country: Code::US, ..equivalence.clone() })).check().is_err());
    assert!(granted(Level::Secret, |t| t.equivalence = Some(equivalence)).check().is_err(), "a national one has none");
}

#[test]
fn p6_a_grant_exceeds_another_if_it_reaches_further_on_any_day_to_come() {
    let base = granted(Level::Secret, |t| t.citizenships = citizen(&["USA"]));
    let with = |change: fn(&mut Terms)| {
        let mut grant = base.clone();
        change(&mut grant.terms);
        grant
    };
    let suspended: fn(&mut Terms) = |t| t.suspended = Some(Suspension { since: ON, reason: "r".into() });
    for (grant, exceeds, says) in [
        (base.clone(), false, "the same"),
        (Grant { level: Level::TopSecret, ..base.clone() }, true, "a level"),
        (Grant { level: Level::Confidential, ..base.clone() }, false, "a lower level"),
        (with(|t| t.accesses = accesses(&["RD"])), true, "an access"),
        (with(|t| t.citizenships.clear()), false, "a citizenship taken out"),
        (with(|t| t.affiliation = Some(Affiliation::Contractor)), true, "an affiliation"),
        (with(|t| t.granted_on = Some(ON)), true, "granted anew, so longer"),
        (with(|t| t.valid_until = Some(date(2027, 1, 1))), false, "an earlier end"),
        (with(suspended), false, "a suspension"),
    ] {
        assert_eq!(grant.exceeds(&base, ON), exceeds, "{says}");
    }
    assert!(base.exceeds(&with(suspended), ON), "a suspension lifted");
    let mixed = Grant { level: Level::Confidential, ..with(|t| t.accesses = accesses(&["RD"])) };
    let left = base.reduced_to(&mixed);
    assert_eq!((left.level, left.terms.accesses.len()), (Level::Confidential, 0));
    assert!(!left.exceeds(&base, ON) && !left.exceeds(&mixed, ON));
}
