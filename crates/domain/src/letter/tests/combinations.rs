//! Makes the facts of letters in every combination, kind by kind.

use crate::base::order_type::OrderType;
use crate::letter::tests::order;
use crate::letter::{
    AppealOutcome, Facts, Hearing, InEffect, LicenseScope, MarkingConcern, PastFiling, Permit, PetitionKind,
    PropertyAgency, Regime,
};
use crate::notice::NoticeKind;
use jiff::civil::{date, time};
use strum::VariantArray;

/// All facts of a kind of letter: each choice, with and without each optional fact.
pub(super) fn of(kind: NoticeKind) -> Vec<Facts> {
    let on = date(2026, 3, 10);
    let days = [None, Some(date(2027, 3, 10))];
    let texts = |text: &str| [vec![], vec![text.to_owned()], vec![text.to_owned(), "a second one".to_owned()]];
    let two = [false, true];
    let sponsors = || {
        [vec![], vec!["Department of Energy".to_owned()], vec!["DARPA".to_owned(), "Department of the Army".to_owned()]]
    };
    let mut orders = vec![];
    for order_type in [None, Some(OrderType::I), Some(OrderType::II), Some(OrderType::III)] {
        for countries in [vec![], vec!["GB".to_owned()], vec!["GB".to_owned(), "XZ".to_owned(), "JP".to_owned()]] {
            for conditions in texts("Keep it in a safe.") {
                for sponsors in sponsors() {
                    orders.push(InEffect {
                        countries: countries.clone(),
                        conditions: conditions.clone(),
                        sponsors,
                        ..order(order_type)
                    });
                }
            }
        }
    }
    let each_order = |f: &dyn Fn(InEffect) -> Vec<Facts>| orders.iter().cloned().flat_map(f).collect::<Vec<_>>();
    let hearing =
        || Hearing { on: date(2026, 6, 2), at: time(0, 5, 0, 0), place: "Room 5, Herbert Hoover Building".into() };
    match kind {
        NoticeKind::OrderIssued => each_order(&|order| vec![Facts::OrderIssued(order)]),
        NoticeKind::OrderRenewed => each_order(&|order| vec![Facts::OrderRenewed(order)]),
        NoticeKind::OrderModified => each_order(&|now| {
            let all = texts("It was a General Secrecy Order before.");
            all.map(|changes| Facts::OrderModified { now: now.clone(), from: on, changes }).into()
        }),
        NoticeKind::OrderSealed => each_order(&|order| vec![Facts::OrderSealed { order, from: on }]),
        NoticeKind::OrderUnsealed => each_order(&|order| vec![Facts::OrderUnsealed { order, from: on }]),
        NoticeKind::OrderLapsed | NoticeKind::OrderRescinded => {
            let mut out = vec![];
            for classified in two {
                for sponsors in sponsors() {
                    out.push(if kind == NoticeKind::OrderLapsed {
                        Facts::OrderLapsed { last_day: on, classified, sponsors }
                    } else {
                        Facts::OrderRescinded { from: on, classified, sponsors }
                    });
                }
            }
            out
        }
        NoticeKind::RegimeChanged => each_order(&|order| {
            let all = Regime::VARIANTS.iter();
            all.map(|&regime| Facts::RegimeChanged { order: order.clone(), regime, from: on }).collect()
        }),
        NoticeKind::Declassified => {
            let mut out = each_order(&|order| vec![Facts::Declassified { from: on, order: Some(order) }]);
            out.push(Facts::Declassified { from: on, order: None });
            out
        }
        NoticeKind::PermitGranted => {
            let mut out = vec![];
            for general in two {
                for persons in texts("Ada Marlowe (US)") {
                    for countries in [vec![], vec!["DE".to_owned()], vec!["DE".to_owned(), "JP".to_owned()]] {
                        for until in days {
                            for conditions in texts("papers travel by courier") {
                                let permit = Permit {
                                    name: "permit 2".into(),
                                    general,
                                    persons: persons.clone(),
                                    countries: countries.clone(),
                                    purpose: "to file".into(),
                                    from: on,
                                    until,
                                    conditions: conditions.clone(),
                                };
                                out.push(Facts::PermitGranted { order: order(Some(OrderType::III)), permit });
                            }
                        }
                    }
                }
            }
            out
        }
        NoticeKind::PetitionReceived => {
            let mut out = vec![];
            for &petition in PetitionKind::VARIANTS {
                for missing in texts("a list of the persons") {
                    out.push(Facts::PetitionReceived { petition, on, missing, order: order(None) });
                }
            }
            out
        }
        NoticeKind::PetitionDenied => {
            let mut out = vec![];
            for &petition in PetitionKind::VARIANTS {
                for words in [None, Some(String::new()), Some("It shows nothing.".to_owned())] {
                    for appeal_until in days {
                        for sponsors in sponsors() {
                            let (words, order) = (words.clone(), InEffect { sponsors, ..order(None) });
                            out.push(Facts::PetitionDenied { petition, on, words, appeal_until, order });
                        }
                    }
                }
            }
            out
        }
        NoticeKind::AppealHearing => each_order(&|order| vec![Facts::AppealHearing { hearing: hearing(), order }]),
        NoticeKind::SponsorHearing => days.map(|until| Facts::SponsorHearing { hearing: hearing(), until }).into(),
        NoticeKind::SponsorAllowability => days.map(|until| Facts::SponsorAllowability { on, until }).into(),
        NoticeKind::AppealDecided => each_order(&|order| {
            let all = AppealOutcome::VARIANTS.iter();
            all.map(|&outcome| Facts::AppealDecided { on, outcome, order: order.clone() }).collect()
        }),
        NoticeKind::ReceiptReminder => NoticeKind::ALL
            .iter()
            .map(|&kind| Facts::ReceiptReminder { kind, dated: on, reference: "K7QX-M2PA-9RTD".into() })
            .collect(),
        NoticeKind::LicenseGranted => {
            let one = |country: &str| PastFiling { country: country.into(), on: date(2025, 6, 2) };
            let mut out = vec![];
            for &scope in LicenseScope::VARIANTS {
                for past in [vec![], vec![one("GB")], vec![one("JP"), one("XZ")]] {
                    for on_filing in two {
                        out.push(Facts::LicenseGranted { scope, from: on, past: past.clone(), on_filing });
                    }
                }
            }
            out
        }
        NoticeKind::LicenseRefused => {
            let mut out = vec![];
            for retroactive in two {
                out.extend(days.map(|renew_until| Facts::LicenseRefused { on, retroactive, renew_until }));
            }
            out
        }
        NoticeKind::LicenseSuspended => vec![Facts::LicenseSuspended { from: on }],
        NoticeKind::LicenseRevoked => vec![Facts::LicenseRevoked { from: on }],
        NoticeKind::Allowability => each_order(&|order| vec![Facts::Allowability { on, order }]),
        NoticeKind::MarkingQuery => {
            let marking = || "SECRET//NOFORN".to_owned();
            let both =
                [MarkingConcern::Classified { marking: marking() }, MarkingConcern::Unexplained { marking: marking() }];
            both.map(|concern| Facts::MarkingQuery { concern, until: on }).into()
        }
        NoticeKind::PropertyStatementRequest => {
            let all = PropertyAgency::VARIANTS.iter();
            all.map(|&agency| Facts::PropertyStatementRequest { agency, until: on }).collect()
        }
        NoticeKind::AbandonmentHeld => vec![Facts::AbandonmentHeld { on, violated_on: date(2025, 12, 1) }],
    }
}
