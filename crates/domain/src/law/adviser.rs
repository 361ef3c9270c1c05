//! Advises on the type of an order: the type that follows from the recorded facts, with each step of the derivation
//! (R3.1, R3.2, E6, E13). The recommendations of the sponsors set the limit. The licensing officer decides, and gives a
//! reason if the decision differs from the advice.

use crate::base::calendar::next_day;
use crate::base::deadline::{Clock, ClockKind};
use crate::base::order_type::{OrderType, intersect_types};
use crate::base::refusal::{ADVICE_REASON, Refusal};
use crate::case::CaseFile;
pub use crate::case::facts::adviser::{Act, Agreement, Facts, ForeignOwnership, Line};
use crate::order::Order;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What is advised for an order, with the steps that lead there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// `None` for an order outside the DoD.
    pub order_type: Option<OrderType>,
    /// Whether the order counts as a case of foreign origin (Type II, foreign PSA).
    pub foreign_origin: bool,
    /// The steps, in their order.
    pub derivation: Vec<Line>,
}

/// The last facts on record; `None` if there are none.
pub fn facts(case: &CaseFile) -> Option<&Facts> {
    case.of(Act::of).filter_map(|(_, act)| if let Act::Facts(f) = act { Some(f) } else { None }).last()
}

/// Advises on the type of an order (R3.2). `recommended` are the types of the binding recommendations, in
/// their order; `typed` whether any of their agencies belongs to the DoD.
pub fn advise(facts: &Facts, recommended: &[Option<OrderType>], typed: bool, on: Date) -> Advice {
    let mut lines = vec![];
    let mut line = |text: String, citation: &str| lines.push(Line { text, citation: citation.to_owned() });
    let by_facts = by_facts(facts, typed, on, &mut line);
    let limit = intersect_types(recommended);
    let named: Vec<_> = recommended.iter().flatten().map(|t| t.as_str()).collect();
    let order_type = match (by_facts, limit) {
        (fact, None) => fact,
        (None, Some(limit)) => {
            line(format!("The sponsors recommend Type {}.", limit.as_str()), "35 USC 181 ¶3; R2.4");
            Some(limit)
        }
        (Some(fact), Some(limit)) => {
            if named.iter().any(|n| *n != named[0]) {
                let text = format!(
                    "The sponsors recommend different types ({}): only what all of them permit is permitted, which is \
                     Type {}.",
                    named.join(", "),
                    limit.as_str()
                );
                line(text, "35 USC 181 ¶3; R2.8, E6 (our reading; the law is silent)");
            } else {
                line(format!("The sponsors recommend Type {}.", limit.as_str()), "35 USC 181 ¶3; R2.4");
            }
            let both = intersect_types(&[Some(fact), Some(limit)]);
            if both != Some(fact) {
                let text = format!(
                    "Type {} would permit what the recommendations do not; both together come to Type {}.",
                    fact.as_str(),
                    both.map_or("III", OrderType::as_str)
                );
                line(text, "R2.8");
            }
            both
        }
    };
    let foreign_origin = facts.foreign_origin.is_some() && order_type == Some(OrderType::II);
    let end = match order_type {
        Some(t) => format!("Advised: Type {}, {}.", t.as_str(), t.title()),
        None => "Advised: an order without a type.".into(),
    };
    line(end, "MPEP 120; R3.1");
    Advice { order_type, foreign_origin, derivation: lines }
}

fn by_facts(f: &Facts, typed: bool, on: Date, line: &mut impl FnMut(String, &str)) -> Option<OrderType> {
    if !typed {
        line("No sponsor belongs to the Department of Defense: its orders have no type.".into(), "R3.2");
        return None;
    }
    let classified = f.classified.filter(|level| level.is_classified());
    if let Some(country) = &f.foreign_origin {
        let text = format!(
            "The Government of {country} classified the matter and sent it under a patent security agreement: Type II, \
             counted as foreign origin."
        );
        line(text, "R3.8; R3.2");
        return Some(OrderType::II);
    }
    if classified.is_none() && !f.classifiable {
        line("The matter is neither classified nor classifiable: not Type II.".into(), "MPEP 120; R3.2");
        if f.export_controlled {
            line(
                "It is export-controlled technical data: Type I, which asks nothing of the owner.".into(),
                "10 USC 130; R3.2",
            );
            return Some(OrderType::I);
        }
        line("It is not export-controlled either: neither other type fits, Type III.".into(), "MPEP 120; R3.2");
        return Some(OrderType::III);
    }
    match classified {
        Some(level) => line(format!("The matter is classified {}.", level.mark()), "MPEP 120; R3.2"),
        None => line("The matter is properly classifiable.".into(), "MPEP 120; R3.2"),
    }
    match &f.security_agreement {
        None => {
            line("Its owner has no security agreement with the DoD (DD 441): Type III.".into(), "R3.2");
            Some(OrderType::III)
        }
        Some(a) if !a.holds(on) => {
            let until = a.until.map_or_else(|| "not begun".to_owned(), |d| format!("ended on {d}"));
            line(format!("The owner's security agreement (DD 441) is not in force ({until}): Type III."), "R3.2, E13");
            Some(OrderType::III)
        }
        Some(_) if f.foreign_ownership == ForeignOwnership::Unmitigated => {
            line(
                "The owner has a security agreement but is under foreign ownership without mitigation: Type III."
                    .into(),
                "32 CFR 117; R3.2",
            );
            Some(OrderType::III)
        }
        Some(_) => {
            if f.foreign_ownership == ForeignOwnership::Mitigated {
                line("Foreign ownership of the owner is mitigated.".into(), "32 CFR 117; R3.2");
            }
            line("Its owner has a security agreement with the DoD (DD 441): Type II.".into(), "R3.2");
            Some(OrderType::II)
        }
    }
}

/// Decides on the type (R3.2). A type other than the advised one needs a reason.
pub fn decide(advice: &Advice, decided: Option<OrderType>, reason: Option<String>) -> Result<Act, Refusal> {
    if decided != advice.order_type && reason.is_none() {
        let name = |t: Option<OrderType>| t.map_or("no type", OrderType::as_str);
        return Err(Refusal::new(
            &ADVICE_REASON,
            format!(
                "The recorded facts come to {}, the order would be {}. Say why in \"type_reason\", or correct the facts.",
                name(advice.order_type),
                name(decided)
            ),
        )
        .at("type_reason"));
    }
    Ok(Act::Decided { advised: advice.order_type, decided, reason, derivation: advice.derivation.clone() })
}

/// The clock of a Type II order whose owner has a security agreement with an end (E13). At that end the order does not
/// change, but disclosures stop and the sponsors are asked for Type III.
pub fn agreement_clock(case: &CaseFile, order: &Order) -> Option<Clock> {
    if order.order_type != Some(OrderType::II) {
        return None;
    }
    let until = facts(case)?.security_agreement.as_ref()?.until?;
    Some(Clock {
        kind: ClockKind::SecurityAgreementEnd,
        due_on: next_day(until),
        working_deadline: None,
        alarm: false,
        if_nobody_acts: format!(
            "The owner's security agreement ends on {until}, and with it the premise of Type II. The order stays in \
             effect; nothing more may be disclosed under it until the sponsors ask for Type III."
        ),
        citation: "32 CFR 117",
        rule: "R3.2, E13",
    })
}

/// Whether disclosures under a Type II order are frozen because the security agreement of the owner is not in force
/// (E13).
pub fn disclosures_frozen(case: &CaseFile, order: &Order, on: Date) -> bool {
    order.order_type == Some(OrderType::II)
        && facts(case).and_then(|f| f.security_agreement.as_ref()).is_some_and(|a| !a.holds(on))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::marking::Level;
    use crate::case::testing::{FILED, case, order};
    use jiff::civil::date;

    const ON: Date = date(2026, 6, 1);

    fn classified(agreement: Option<Agreement>, foreign_ownership: ForeignOwnership) -> Facts {
        Facts {
            classified: Some(Level::Secret),
            security_agreement: agreement,
            foreign_ownership,
            source: "DD 254 of the contract".into(),
            ..Facts::default()
        }
    }

    fn valid() -> Option<Agreement> {
        Some(Agreement { from: date(2020, 1, 1), until: Some(date(2026, 12, 31)) })
    }

    fn advised(f: &Facts, on: Date) -> Option<OrderType> {
        advise(f, &[], true, on).order_type
    }

    #[test]
    fn r3_2_the_type_follows_from_the_facts() {
        use ForeignOwnership::{Mitigated, None as Domestic, Unmitigated};
        for (facts, on, want) in [
            (classified(valid(), Domestic), ON, OrderType::II),
            (classified(valid(), Mitigated), ON, OrderType::II),
            (classified(valid(), Unmitigated), ON, OrderType::III),
            (classified(valid(), Domestic), date(2027, 1, 1), OrderType::III),
            (classified(None, Domestic), ON, OrderType::III),
            (Facts { classifiable: true, security_agreement: valid(), ..Facts::default() }, ON, OrderType::II),
            (Facts { export_controlled: true, ..Facts::default() }, ON, OrderType::I),
            (Facts { classified: Some(Level::Cui), export_controlled: true, ..Facts::default() }, ON, OrderType::I),
            (Facts::default(), ON, OrderType::III),
            (Facts { foreign_origin: Some("NL".into()), ..classified(None, Domestic) }, ON, OrderType::II),
        ] {
            assert_eq!(advised(&facts, on), Some(want), "{facts:?}");
        }
        assert_eq!(advise(&classified(valid(), Domestic), &[None], false, ON).order_type, None);
    }

    #[test]
    fn r3_1_r3_2_the_derivation_says_every_step_with_its_source() {
        let f = classified(valid(), ForeignOwnership::Mitigated);
        let advice = advise(&f, &[Some(OrderType::II), Some(OrderType::I)], true, ON);
        assert_eq!(advice.order_type, Some(OrderType::III));
        let text: Vec<_> = advice.derivation.iter().map(|l| format!("{} [{}]", l.text, l.citation)).collect();
        insta::assert_snapshot!(text.join("\n"));
    }

    #[test]
    fn e06_the_advice_never_permits_what_a_recommendation_does_not() {
        let f = Facts { export_controlled: true, ..Facts::default() };
        for recommended in [OrderType::I, OrderType::II, OrderType::III] {
            let advice = advise(&f, &[Some(recommended)], true, ON).order_type.expect("typed");
            assert!(advice.permits_no_more_than(recommended), "{recommended:?}");
        }
    }

    #[test]
    fn r3_2_deciding_otherwise_takes_a_reason() {
        let advice = advise(&Facts { export_controlled: true, ..Facts::default() }, &[], true, ON);
        assert!(decide(&advice, Some(OrderType::I), None).is_ok());
        let refused = decide(&advice, Some(OrderType::III), None).expect_err("refused");
        assert_eq!(refused.code.code, "order.type_reason");
        assert!(decide(&advice, Some(OrderType::III), Some("classification is pending".into())).is_ok());
    }

    #[test]
    fn e13_a_type_ii_order_whose_agreement_ends_becomes_a_task_and_freezes_disclosures() {
        let mut c = case();
        c.enter(FILED, Act::Facts(classified(valid(), ForeignOwnership::None)), None);
        let two = order(Some(OrderType::II), &["ARMY"], FILED);
        let clock = agreement_clock(&c, &two).expect("a clock");
        assert_eq!(clock.due_on, date(2027, 1, 1));
        assert!(!disclosures_frozen(&c, &two, date(2026, 12, 31)));
        assert!(disclosures_frozen(&c, &two, date(2027, 1, 1)));
        assert!(agreement_clock(&c, &order(Some(OrderType::III), &["ARMY"], FILED)).is_none());
    }
}
