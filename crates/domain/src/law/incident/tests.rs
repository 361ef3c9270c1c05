//! Disclosure incidents, rule by rule.

use super::*;
use crate::base::order_type::OrderType;
use crate::case::testing::{FILED, case, order};
use jiff::civil::date;

const TODAY: Date = date(2026, 5, 1);

fn code_of<T: std::fmt::Debug>(done: Result<T, Refusal>) -> &'static str {
    done.expect_err("refused").code.code
}

fn incident(citizen_of: &str, located_in: &str) -> Incident {
    Incident {
        on: date(2026, 4, 1),
        name: "Chris Lane".into(),
        address: "1 Harbour Road".into(),
        citizen_of: citizen_of.into(),
        located_in: located_in.into(),
        what: "The drawings of claim 1".into(),
        export_authorization: "none".into(),
        foreign_application: "none".into(),
    }
}

#[test]
fn r3_10_only_a_citizen_in_the_united_states_is_ever_told() {
    for (citizen, place, want) in [
        ("US", "us", Disclosee::CitizenInUs),
        ("US", "GB", Disclosee::Foreign),
        ("GB", "US", Disclosee::Foreign),
        ("", "US", Disclosee::Foreign),
        ("US", "", Disclosee::Foreign),
    ] {
        assert_eq!(incident(citizen, place).disclosee(), want, "{citizen:?} in {place:?}");
    }
    assert!(Disclosee::Foreign.handling().contains("Do NOT tell"));
    assert!(Disclosee::CitizenInUs.handling().contains("35 USC 182 and 186"));
    let mut c = case();
    c.orders.push(order(Some(OrderType::I), &["NAVY"], FILED));
    let tell = |c: &CaseFile, id| record_notification(c, id, TODAY, "by telephone".into(), TODAY);
    let foreign = c.enter(TODAY, Act::Reported(incident("US", "GB")), None);
    assert_eq!(code_of(tell(&c, foreign)), "incident.never_tell");
    let own = c.enter(TODAY, Act::Reported(incident("US", "US")), None);
    let act = tell(&c, own).expect("told");
    c.enter(TODAY, act, Some(own));
    assert_eq!(code_of(tell(&c, own)), "incident.none");
}

#[test]
fn r3_10_a_report_of_a_foreign_disclosee_has_every_field() {
    let o = order(Some(OrderType::I), &["NAVY"], FILED);
    assert!(report(&o, &incident("GB", "US"), TODAY).is_ok());
    let lacks = |change: fn(&mut Incident), country: &str| {
        let mut i = incident(country, "US");
        change(&mut i);
        report(&o, &i, TODAY).map_err(|r| r.field.unwrap_or_default())
    };
    assert_eq!(lacks(|i| i.address.clear(), "GB"), Err("address".into()));
    assert_eq!(lacks(|i| i.export_authorization.clear(), "GB"), Err("export_authorization".into()));
    assert_eq!(lacks(|i| i.foreign_application.clear(), "GB"), Err("foreign_application".into()));
    assert_eq!(lacks(|i| i.foreign_application.clear(), "US"), Ok(()));
    assert_eq!(lacks(|i| i.name.clear(), "US"), Err("name".into()));
    assert_eq!(lacks(|i| i.on = date(2026, 6, 1), "US"), Err("on".into()));
}
