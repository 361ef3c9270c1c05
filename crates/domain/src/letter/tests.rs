//! The letters as people read them, and what none of them may hold.

mod combinations;

use super::*;
use crate::base::order_type::OrderType;
use crate::notice::OfficeAddress;
use jiff::civil::{date, time};
use proptest::prelude::*;
use std::collections::HashSet;

fn order(order_type: Option<OrderType>) -> InEffect {
    InEffect {
        order_type,
        countries: if order_type == Some(OrderType::I) { vec!["GB".into(), "JP".into(), "XZ".into()] } else { vec![] },
        conditions: vec![],
        sponsors: vec!["Department of the Navy".into(), "Department of the Army".into()],
        from: date(2026, 3, 10),
        until: date(2027, 3, 10),
        classified: order_type == Some(OrderType::II),
    }
}

/// One letter of each kind and of each shape a kind has.
fn all() -> Vec<(&'static str, Facts)> {
    let three = || order(Some(OrderType::III));
    let on = date(2026, 3, 10);
    let sponsors = || vec!["Department of Energy".to_owned()];
    let permit = |persons: &[&str], countries: &[&str]| Permit {
        name: "permit 2".into(),
        general: false,
        persons: persons.iter().map(|p| (*p).to_owned()).collect(),
        countries: countries.iter().map(|c| (*c).to_owned()).collect(),
        purpose: "to prepare and file national applications".into(),
        from: on,
        until: Some(date(2026, 12, 31)),
        conditions: vec!["papers travel by diplomatic courier".into()],
    };
    let foreign = permit(&[], &["DE", "JP"]);
    let general =
        Permit { general: true, until: None, conditions: vec![], ..permit(&["employees who hold a clearance"], &[]) };
    let denied = |petition, words: Option<&str>, appeal_until| Facts::PetitionDenied {
        petition,
        on,
        words: words.map(str::to_owned),
        appeal_until,
        order: three(),
    };
    let hearing =
        || Hearing { on: date(2026, 6, 2), at: time(14, 30, 0, 0), place: "Room 5, Herbert Hoover Building".into() };
    vec![
        ("order_issued_type_1", Facts::OrderIssued(order(Some(OrderType::I)))),
        ("order_issued_type_2", Facts::OrderIssued(order(Some(OrderType::II)))),
        (
            "order_issued_type_3",
            Facts::OrderIssued(InEffect { conditions: vec!["Keep it in a safe.".into()], ..three() }),
        ),
        ("order_issued_untyped", Facts::OrderIssued(InEffect { sponsors: sponsors(), ..order(None) })),
        ("order_renewed", Facts::OrderRenewed(three())),
        (
            "order_modified",
            Facts::OrderModified {
                now: order(Some(OrderType::I)),
                from: date(2026, 9, 1),
                changes: vec!["It was a General Secrecy Order before.".into()],
            },
        ),
        ("order_sealed", Facts::OrderSealed { order: three(), from: on }),
        ("order_unsealed", Facts::OrderUnsealed { order: three(), from: on }),
        ("order_lapsed", Facts::OrderLapsed { last_day: on, classified: false, sponsors: sponsors() }),
        ("order_lapsed_classified", Facts::OrderLapsed { last_day: on, classified: true, sponsors: sponsors() }),
        ("order_rescinded", Facts::OrderRescinded { from: on, classified: false, sponsors: sponsors() }),
        ("order_rescinded_classified", Facts::OrderRescinded { from: on, classified: true, sponsors: sponsors() }),
        ("regime_war", Facts::RegimeChanged { order: three(), regime: Regime::War, from: on }),
        ("regime_peace", Facts::RegimeChanged { order: three(), regime: Regime::Peacetime, from: on }),
        ("regime_emergency", Facts::RegimeChanged { order: three(), regime: Regime::Emergency, from: on }),
        ("declassified_under_order", Facts::Declassified { from: on, order: Some(three()) }),
        ("declassified_free", Facts::Declassified { from: on, order: None }),
        ("permit_foreign_filing", Facts::PermitGranted { order: three(), permit: foreign }),
        ("permit_general", Facts::PermitGranted { order: three(), permit: general }),
        (
            "petition_received",
            Facts::PetitionReceived { petition: PetitionKind::Disclosure, on, missing: vec![], order: three() },
        ),
        (
            "petition_received_incomplete",
            Facts::PetitionReceived {
                petition: PetitionKind::Rescission,
                on,
                missing: vec!["a statement of the Government contracts, or that there are none".into()],
                order: three(),
            },
        ),
        (
            "petition_denied_with_appeal",
            denied(
                PetitionKind::Rescission,
                Some("The publications sent in do not show the invention."),
                Some(date(2026, 5, 11)),
            ),
        ),
        ("petition_denied_without_appeal", denied(PetitionKind::ForeignFiling, None, None)),
        ("appeal_hearing", Facts::AppealHearing { hearing: hearing(), order: three() }),
        ("sponsor_hearing", Facts::SponsorHearing { hearing: hearing(), until: Some(date(2027, 3, 10)) }),
        ("sponsor_hearing_in_war", Facts::SponsorHearing { hearing: hearing(), until: None }),
        ("sponsor_allowability", Facts::SponsorAllowability { on, until: Some(date(2027, 3, 10)) }),
        ("appeal_denied", Facts::AppealDecided { on, outcome: AppealOutcome::Denied, order: three() }),
        ("appeal_remanded", Facts::AppealDecided { on, outcome: AppealOutcome::Remanded, order: three() }),
        ("appeal_granted", Facts::AppealDecided { on, outcome: AppealOutcome::Granted, order: three() }),
        (
            "receipt_reminder",
            Facts::ReceiptReminder { kind: NoticeKind::OrderIssued, dated: on, reference: "K7QX-M2PA-9RTD".into() },
        ),
        (
            "license_broad",
            Facts::LicenseGranted { scope: LicenseScope::Broad, from: on, past: vec![], on_filing: false },
        ),
        (
            "license_on_receipt",
            Facts::LicenseGranted { scope: LicenseScope::Broad, from: on, past: vec![], on_filing: true },
        ),
        (
            "license_narrow",
            Facts::LicenseGranted { scope: LicenseScope::Narrow, from: on, past: vec![], on_filing: false },
        ),
        (
            "license_retroactive",
            Facts::LicenseGranted {
                scope: LicenseScope::Narrow,
                from: on,
                past: vec![PastFiling { country: "GB".into(), on: date(2025, 6, 2) }],
                on_filing: false,
            },
        ),
        ("license_refused", Facts::LicenseRefused { on, retroactive: false, renew_until: None }),
        (
            "license_retroactive_refused",
            Facts::LicenseRefused { on, retroactive: true, renew_until: Some(date(2026, 4, 9)) },
        ),
        ("license_retroactive_refused_finally", Facts::LicenseRefused { on, retroactive: true, renew_until: None }),
        ("license_suspended", Facts::LicenseSuspended { from: on }),
        ("license_revoked", Facts::LicenseRevoked { from: on }),
        ("allowability", Facts::Allowability { on, order: three() }),
        (
            "marking_classified",
            Facts::MarkingQuery {
                concern: MarkingConcern::Classified { marking: "SECRET".into() },
                until: date(2026, 6, 8),
            },
        ),
        (
            "marking_unexplained",
            Facts::MarkingQuery {
                concern: MarkingConcern::Unexplained { marking: "ITAR".into() },
                until: date(2026, 6, 8),
            },
        ),
        ("property_doe", Facts::PropertyStatementRequest { agency: PropertyAgency::Doe, until: date(2026, 4, 9) }),
        ("property_nasa", Facts::PropertyStatementRequest { agency: PropertyAgency::Nasa, until: date(2026, 4, 9) }),
        ("abandonment_held", Facts::AbandonmentHeld { on, violated_on: date(2025, 12, 1) }),
    ]
}

fn head<'a>(principal: &'a str, office: &'a OfficeAddress) -> Head<'a> {
    Head {
        principal,
        reference: "P4ZN-7WQE-3HKA",
        dated: date(2026, 3, 10),
        application: "19/700,001",
        order: Some("SO-2026-000001"),
        office,
    }
}

fn letter(facts: &Facts, head: &Head<'_>) -> Letter {
    facts.letter(head).unwrap_or_else(|e| panic!("{e}: {facts:?}"))
}

/// A letter as it is kept in `snapshots/`.
fn read_letter(name: &str, facts: &Facts) {
    let office = OfficeAddress::default();
    let mut head = head("Ada Marlowe", &office);
    if ["license_", "marking_", "property_"].iter().any(|n| name.starts_with(n)) && name != "license_suspended" {
        head.order = None;
    }
    insta::assert_snapshot!(name, letter(facts, &head).text);
}

#[test]
fn r3_1_r3_2_r4_4_every_letter_as_it_is_read() {
    for (name, facts) in all() {
        read_letter(name, &facts);
    }
}

/// One kind of letter: it reads as it is kept in `snapshots/`, and its file can make a letter of every
/// combination of facts, with and without an order at its head.
fn check_letter(kind: NoticeKind) {
    let kept: Vec<_> = all().into_iter().filter(|(_, facts)| facts.kind() == kind).collect();
    assert!(!kept.is_empty(), "{} is not among the letters that are read", kind.as_str());
    for (name, facts) in &kept {
        read_letter(name, facts);
    }
    let office = OfficeAddress::default();
    let head = head("Ada Marlowe", &office);
    for facts in combinations::of(kind) {
        assert_eq!(facts.kind(), kind);
        for head in [head, Head { order: None, ..head }] {
            let text = letter(&facts, &head).text;
            assert!(!["{{", "{%", "\u{fdd0}", "##"].iter().any(|m| text.contains(m)), "{facts:?}: {text}");
            assert!(text.lines().all(|l| l.chars().count() <= 80 && l == l.trim_end()), "{facts:?}: {text}");
            assert!(!text.contains(" ,") && !text.contains(" ."), "{facts:?}: {text}");
        }
    }
}

/// A test for each kind of letter, named after it: whoever changes the words of one runs that one.
macro_rules! letters {
    ($($test:ident = $kind:ident),+ $(,)?) => {
        $(#[test]
        fn $test() {
            check_letter(NoticeKind::$kind);
        })+

        #[test]
        fn every_kind_of_letter_has_a_test_named_after_it() {
            let named: HashSet<_> = [$((NoticeKind::$kind, stringify!($test))),+].into();
            let wanted: Vec<_> = NoticeKind::ALL.iter().map(|&k| (k, format!("letter_{}", k.as_str()))).collect();
            assert_eq!(named.len(), wanted.len());
            for (kind, name) in &wanted {
                assert!(named.contains(&(*kind, name.as_str())), "{name}");
            }
        }
    };
}

letters! {
    letter_order_issued = OrderIssued,
    letter_order_renewed = OrderRenewed,
    letter_order_modified = OrderModified,
    letter_order_lapsed = OrderLapsed,
    letter_order_rescinded = OrderRescinded,
    letter_order_sealed = OrderSealed,
    letter_order_unsealed = OrderUnsealed,
    letter_regime_changed = RegimeChanged,
    letter_declassified = Declassified,
    letter_permit_granted = PermitGranted,
    letter_petition_received = PetitionReceived,
    letter_petition_denied = PetitionDenied,
    letter_appeal_hearing = AppealHearing,
    letter_sponsor_hearing = SponsorHearing,
    letter_sponsor_allowability = SponsorAllowability,
    letter_appeal_decided = AppealDecided,
    letter_receipt_reminder = ReceiptReminder,
    letter_license_granted = LicenseGranted,
    letter_license_refused = LicenseRefused,
    letter_license_suspended = LicenseSuspended,
    letter_license_revoked = LicenseRevoked,
    letter_allowability = Allowability,
    letter_marking_query = MarkingQuery,
    letter_property_statement_request = PropertyStatementRequest,
    letter_abandonment_held = AbandonmentHeld,
}

#[test]
fn r3_3_an_order_covers_the_subject_matter_in_any_form_and_its_letter_says_so() {
    let office = OfficeAddress::default();
    for (name, facts) in all() {
        if let Facts::OrderIssued(_) = facts {
            let letter = letter(&facts, &head("Ada Marlowe", &office)).text;
            let words = letter.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words.contains("covers the subject matter, not only the application"), "{name}: {words}");
        }
    }
}

#[test]
fn r6_7_a_license_frees_the_papers_for_filing_abroad_from_export_licenses() {
    let office = OfficeAddress::default();
    for (name, facts) in all() {
        if matches!(&facts, Facts::LicenseGranted { past, .. } if past.is_empty()) {
            let letter = letter(&facts, &head("Ada Marlowe", &office)).text;
            assert!(letter.contains("37 CFR 5.11(b)"), "{name}: {letter}");
        }
    }
}

#[test]
fn every_kind_of_notice_has_its_letter_here() {
    let seen: HashSet<_> = all().iter().map(|(_, f)| f.kind()).collect();
    for &kind in NoticeKind::ALL {
        assert!(seen.contains(&kind), "{}", kind.as_str());
    }
}

#[test]
fn every_letter_answers_the_same_questions() {
    let office = OfficeAddress::default();
    for (name, facts) in all() {
        let letter = letter(&facts, &head("Ada Marlowe", &office));
        for part in [
            "What this letter is",
            "Whom it concerns",
            "What you may not do",
            "Until when",
            "What happens next",
            "How to ask for something else",
            "Whom to ask",
            "2026",
            "P4ZN-7WQE-3HKA",
            "19/700,001",
            office.phone.as_str(),
            office.email.as_str(),
        ] {
            assert!(letter.text.contains(part), "{name}: {part}");
        }
        assert!(["USC", "CFR"].iter().any(|law| letter.text.contains(law)), "{name}: no law");
        assert_eq!(letter.text.contains("\nReceipt\n"), facts.kind().wants_receipt(), "{name}");
        assert!(letter.text.lines().all(|l| l.chars().count() <= 80), "{name}: a long line");
        assert!(letter.text.lines().all(|l| l == l.trim_end()), "{name}: trailing space");
    }
}

#[test]
fn an_order_says_how_to_petition_appeal_and_claim_and_of_whom() {
    let office = OfficeAddress::default();
    for (name, facts) in all() {
        let about_order = matches!(
            &facts,
            Facts::OrderIssued(_)
                | Facts::OrderRenewed(_)
                | Facts::OrderModified { .. }
                | Facts::OrderSealed { .. }
                | Facts::OrderUnsealed { .. }
                | Facts::RegimeChanged { .. }
                | Facts::PermitGranted { .. }
                | Facts::PetitionReceived { .. }
                | Facts::PetitionDenied { .. }
                | Facts::Allowability { .. }
                | Facts::AppealHearing { .. }
        );
        if about_order {
            let text = letter(&facts, &head("Ada Marlowe", &office)).text.replace('\n', " ");
            for part in ["37 CFR 5.4", "37 CFR 5.5", "Secretary of Commerce", "35 USC 183"] {
                assert!(text.contains(part), "{name}: {part}");
            }
            assert!(text.contains("Department of"), "{name}: claims go to the sponsor");
        }
    }
}

#[test]
fn r4_7_e09_the_end_of_an_order_over_classified_matter_frees_nobody() {
    let office = OfficeAddress::default();
    for (name, facts) in all().into_iter().filter(|(n, _)| n.ends_with("_classified") && n.starts_with("order")) {
        let text = letter(&facts, &head("Ada Marlowe", &office)).text.replace('\n', " ");
        assert!(text.contains("not a declassification") && !text.contains("What you may do"), "{name}");
    }
}

/// What stands in a case and in no letter: text of filings, categories, clauses, other filings' numbers,
/// reasons of reviewers.
fn secrets() -> impl Strategy<Value = String> {
    prop_oneof!["[IVX]{1,4}-[0-9]{1,2}[A-Z]", "1[0-9]/[0-9]{3},[0-9]{3}", "[a-z]{7,12} [a-z]{7,12} [a-z]{7,12}"]
}

proptest! {
    /// A letter is a function of its facts and its head, and facts have no place for a category, a passage
    /// or another filing: whatever is not among the facts is not in the letter.
    #[test]
    fn no_letter_holds_more_than_its_facts(secret in secrets(), principal in "[A-Z][a-z]{2,20} [A-Z][a-z]{2,20}") {
        let office = OfficeAddress::default();
        for (name, facts) in all() {
            let letter = letter(&facts, &head(&principal, &office));
            prop_assert!(!letter.text.contains(&secret), "{name} holds {secret}");
            prop_assert!(letter.text.contains(&principal), "{name}");
            // Nothing that looks like a number of a filing but the one at its head.
            let numbers = letter.text.match_indices('/').filter(|(i, _)| {
                let (before, after) = letter.text.split_at(*i);
                before.ends_with(|c: char| c.is_ascii_digit()) && after[1..].starts_with(|c: char| c.is_ascii_digit())
            });
            prop_assert_eq!(numbers.count(), 1, "{}", name);
        }
    }

    #[test]
    fn names_of_any_shape_stay_on_their_lines(principal in "\\PC{1,200}") {
        let office = OfficeAddress::default();
        let letter = letter(&Facts::LicenseRevoked { from: date(2026, 3, 10) }, &head(&principal, &office));
        for line in letter.text.lines() {
            prop_assert!(line.chars().count() <= 80 || line.split_whitespace().count() <= 2, "{line:?}");
        }
    }
}
