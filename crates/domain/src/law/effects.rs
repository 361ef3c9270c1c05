//! The checklist of the effects of an order on its case (R3.7), computed for a date, each with its citation. No effect
//! is stored.

use crate::base::order_type::OrderType;
use crate::case::CaseFile;
use crate::case::holds::{self, Bar};
use crate::filing::FilingKind;
use crate::law::adviser;
use crate::law::examination;
use crate::law::international;
use crate::law::license;
use crate::law::record::{self, Disposal};
use crate::order::{Order, OrderStatus};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A consequence of the law for a filing, in force today or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = OrderEffect))]
pub struct Effect {
    /// A stable name, for programs.
    #[cfg_attr(feature = "schema", schema(example = "publication"))]
    pub effect: &'static str,
    pub in_force: bool,
    /// The effect in this case, in a sentence.
    pub text: String,
    /// The law behind the effect.
    pub citation: &'static str,
}

/// The effects of an order on its case on a date, in a fixed order.
pub fn of_order(case: &CaseFile, order: &Order, on: Date) -> Vec<Effect> {
    let binds = order.status(on) == OrderStatus::InEffect;
    let bars = holds::of_order(order, on);
    let held_by = |bar| holds::first(&bars, bar).is_some();
    let held = !bars.is_empty();
    let why_held = if binds { "while the order lasts" } else { "because the matter is classified" };
    let mut out = vec![];
    let mut line = |effect, in_force, text: String, citation| out.push(Effect { effect, in_force, text, citation });

    let publication = match (case.document.kind, case.disposal()) {
        (FilingKind::Design | FilingKind::Hague, _) => {
            "A design application is never published at eighteen months; the bar lies on grant (E22).".into()
        }
        (_, Some((Disposal::Published, day))) => {
            format!(
                "It was published on {day}, which cannot be recalled; a petition under 37 CFR 5.4 may call the order ineffectual (E17)."
            )
        }
        (_, Some((Disposal::Abandoned | Disposal::Withdrawn, day))) => {
            format!(
                "It is not pending since {day} and is not published; the order on the invention goes on and needs renewal (E21)."
            )
        }
        _ if held => format!("Publication is barred {why_held}."),
        _ => "Publication is free; where eighteen months are past it follows unless issue overtakes it (R8.8).".into(),
    };
    line("publication", held_by(Bar::Publication), publication, "35 USC 122(b)(2)(A)(ii), 122(d); 37 CFR 1.211(a)(2)");
    let grant = if held { format!("Grant is withheld {why_held}.") } else { "Grant is free.".into() };
    line("grant", held_by(Bar::Grant), grant, "35 USC 181");

    let standing = license::standing(case, on);
    let text = match (standing.state, standing.since) {
        (license::State::Suspended, Some(since)) => {
            format!(
                "The license of {since} has no effect and cannot be used, unless a modification under 37 CFR 5.5 says so."
            )
        }
        (license::State::Granted, _) => "The license is in force again.".into(),
        _ => "There is no license that could have effect.".into(),
    };
    line("license", held_by(Bar::ForeignFiling), text, "37 CFR 5.16");
    let abroad: Vec<String> = case
        .of(record::Act::of)
        .filter_map(|(_, act)| match act {
            record::Act::FiledAbroad { country, on, .. } => Some(format!("{country} on {on}")),
            _ => None,
        })
        .collect();
    if !abroad.is_empty() {
        let text = format!(
            "Filed abroad lawfully before: {}. What was done stays lawful; nothing more may be done there without a \
             modification, and countries and dates are reported to Licensing and Review (E15, E16).",
            abroad.join(", ")
        );
        line("filed_abroad", held_by(Bar::ForeignFiling), text, "37 CFR 5.16; 35 USC 184(a)");
    }
    let text = match order.order_type {
        _ if !held_by(Bar::ForeignFiling) => "The freedom of six months is what it is without an order.".into(),
        _ if !binds => {
            "The matter is classified: six months give no freedom to file abroad, and the order permits nothing \
                        any more."
                .into()
        }
        Some(OrderType::I) => format!(
            "Six months give no freedom to file abroad. The order itself permits national filings in {}, and no PCT or \
             European route.",
            order.countries.join(", ")
        ),
        _ => "Six months give no freedom to file abroad.".into(),
    };
    line("foreign_filing", held_by(Bar::ForeignFiling), text, "35 USC 184(a); 37 CFR 5.11(f); MPEP 1832");

    let text = if matches!(case.document.kind, FilingKind::Pct | FilingKind::Hague) {
        let gone = international::has_step(case, international::Step::Transmitted);
        if gone {
            "The papers had been transmitted before.".into()
        } else {
            "The application is processed up to transmittal and stays here; its contents are disclosed to nobody without \
             authority."
                .into()
        }
    } else {
        "Papers for a PCT or Hague application on it stay here.".to_owned()
    };
    line("transmittal", held_by(Bar::Transmittal), text, "37 CFR 5.3(d); 35 USC 368(c), 382(b)");
    line(
        "interference",
        binds,
        "An interference or derivation may be suggested; none is instituted.".into(),
        "37 CFR 5.3(b)",
    );
    let text = match (examination::sealed_since(case, order, on), examination::allowable_on(case)) {
        (Some(since), _) => format!("The case is sealed since {since}; no action is taken in it."),
        (None, Some(day)) if binds => {
            format!("Form D-10 went out on {day}: prosecution is closed and the case suspended until the order ends.")
        }
        _ => "Prosecution goes on, up to Form D-10.".into(),
    };
    line("prosecution", binds, text, "37 CFR 5.3; 35 USC 181 ¶3");
    if adviser::disclosures_frozen(case, order, on) {
        line(
            "disclosures_frozen",
            binds,
            "The owner's security agreement is not in force: nothing may be disclosed under Type II until the sponsors \
             ask for Type III."
                .into(),
            "32 CFR 117; E13",
        );
    }
    line(
        "handling",
        held,
        "Papers bear the handling marking \"Secrecy Orders\" (CUI), or that of their classification.".into(),
        "32 CFR 2002; R3.7",
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::testing::{FILED, case, order};
    use jiff::civil::date;

    fn shown(case: &CaseFile, on: Date) -> String {
        of_order(case, &case.orders[0], on)
            .into_iter()
            .map(|e| format!("[{}] {}: {} ({})\n", if e.in_force { 'x' } else { ' ' }, e.effect, e.text, e.citation))
            .collect()
    }

    fn under(order_type: OrderType) -> CaseFile {
        let mut c = case();
        c.orders.push(order(Some(order_type), &["NAVY"], date(2026, 4, 1)));
        c
    }

    #[test]
    fn r3_7_the_checklist_of_a_type_i_order_over_a_license_and_a_lawful_filing_abroad() {
        let mut c = under(OrderType::I);
        let granted =
            license::Act::Granted { scope: license::Scope::Broad, source: license::Source::Filing, covers: vec![] };
        c.enter(FILED, granted, None);
        let abroad = record::Act::FiledAbroad { country: "DE".into(), on: date(2026, 3, 20), number: None };
        c.enter(date(2026, 4, 2), abroad, None);
        insta::assert_snapshot!(shown(&c, date(2026, 5, 1)));
    }

    #[test]
    fn r3_7_r4_7_the_checklist_after_a_lapse_over_classified_matter() {
        insta::assert_snapshot!(shown(&under(OrderType::II), date(2027, 4, 2)));
    }

    #[test]
    fn e15_e16_what_was_filed_abroad_lawfully_stays_lawful() {
        let mut c = under(OrderType::III);
        let abroad = record::Act::FiledAbroad { country: "JP".into(), on: date(2026, 3, 20), number: None };
        c.enter(date(2026, 4, 2), abroad, None);
        assert!(shown(&c, date(2026, 5, 1)).contains("What was done stays lawful"));
    }

    #[test]
    fn e17_e21_e22_publication_past_abandonment_and_designs_are_told_apart() {
        let mut c = under(OrderType::III);
        c.enter(FILED, record::Act::Disposed { how: Disposal::Published, on: FILED }, None);
        assert!(shown(&c, date(2026, 5, 1)).contains("cannot be recalled"));
        let mut c = under(OrderType::III);
        c.enter(FILED, record::Act::Disposed { how: Disposal::Abandoned, on: FILED }, None);
        assert!(shown(&c, date(2026, 5, 1)).contains("goes on and needs renewal"));
        let mut c = under(OrderType::III);
        c.document.kind = FilingKind::Design;
        assert!(shown(&c, date(2026, 5, 1)).contains("never published at eighteen months"));
    }
}
