//! Regimes of war and emergency (R4.9 to R4.11, E34, E35). While a regime lasts, no order needs renewal, and every
//! order that it covers stays in effect for some time after its end. If no regime is on record, it is peacetime.
//!
//! A regime is a legal decision about all orders at once. So two persons must set it, two must end it, and each time a
//! citation is needed. Recorded terms do not change; how long an order runs is computed from its terms and the regimes
//! ([`runs_until`]). `domain::order` decides what happens at the end of that time.

use crate::base::calendar::year_later;
use crate::base::ids::{AccountId, RegimeActId, RegimeId};
use crate::base::refusal::{INVALID, REGIME_OTHER_STATE, REGIME_PROVISION, REGIME_SECOND_PERSON, Refusal};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// The end of an order that is covered by a regime without an end: a date that never comes.
pub const NO_END: Date = Date::MAX;

/// The reason because of which orders stay in effect longer than their terms.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr, strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum RegimeKind {
    /// The United States is at war: the duration of hostilities and one year (R4.9).
    War,
    /// A national emergency declared by the President: its duration and six months (R4.10).
    Emergency,
}

impl RegimeKind {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
    /// The last day in force of the orders of a regime that ended on a day (R4.9, R4.10): the emergency
    /// that ended on 14 September 1978 held orders until 14 March 1979.
    pub fn held_after(self, last_day: Date) -> Date {
        match self {
            Self::War => year_later(last_day),
            Self::Emergency => last_day.saturating_add(6.months()),
        }
    }
}

/// The days of a confirmed regime.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub regime: RegimeId,
    /// War or emergency.
    pub kind: RegimeKind,
    pub first_day: Date,
    /// Last day; `None` while its end has not been confirmed.
    pub last_day: Option<Date>,
}

impl Period {
    /// The last day in force of the orders it covers.
    pub fn holds_until(&self) -> Date {
        self.last_day.map_or(NO_END, |day| self.kind.held_after(day))
    }
    /// Whether the regime covers an order: one in effect when the regime began, or issued while it lasted (R4.9,
    /// R4.10). `runs_until` is the last day of the order without the regime.
    fn covers(&self, issued_on: Date, runs_until: Date) -> bool {
        self.first_day <= runs_until && self.last_day.is_none_or(|last| issued_on <= last)
    }
}

/// The last day of an order, and the regimes because of which it is later than `term_until`, the end of its last term.
/// A regime never makes an order shorter, because the law lets the order last at least to the end of its term.
pub fn runs_until(issued_on: Date, term_until: Date, periods: &[Period]) -> (Date, Vec<Period>) {
    let mut by_start: Vec<&Period> = periods.iter().collect();
    by_start.sort_by_key(|p| (p.first_day, p.regime));
    let mut until = term_until;
    let mut extending = vec![];
    for p in by_start {
        if p.covers(issued_on, until) && p.holds_until() > term_until {
            until = until.max(p.holds_until());
            extending.push(p.clone());
        }
    }
    (until, extending)
}

/// The signature of a person under a step of a regime.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// The act on record.
    pub act: RegimeActId,
    pub account: AccountId,
    /// The name of the person at the time.
    pub person: String,
    pub at: Timestamp,
}

/// The end of a regime, proposed or confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegimeEnd {
    pub last_day: Date,
    /// The legal act that ended the regime.
    pub citation: String,
    pub proposed: Signed,
    /// The signature of the second person.
    pub confirmed: Option<Signed>,
}

/// A regime with all acts about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Regime {
    pub id: RegimeId,
    /// War or emergency.
    pub kind: RegimeKind,
    pub first_day: Date,
    /// The declaration of war, or the proclamation.
    pub citation: String,
    /// The provisions specified under 50 USC 1631, for an emergency.
    pub provision: Option<String>,
    pub proposed: Signed,
    /// Who withdrew the proposal.
    pub withdrawn: Option<Signed>,
    /// The signature of the second person.
    pub confirmed: Option<Signed>,
    pub end: Option<RegimeEnd>,
    /// Counts the acts; the ETag of the regime.
    pub version: i32,
}

/// How far the steps of a regime have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegimeStatus {
    /// Proposed by one person: it changes nothing yet.
    Proposed,
    /// The proposal was withdrawn.
    Withdrawn,
    /// Confirmed.
    InForce,
    /// Confirmed, and its end proposed by one person.
    EndProposed,
    /// Its end is confirmed.
    Ended,
}

impl Regime {
    /// Where it stands.
    pub fn status(&self) -> RegimeStatus {
        match (&self.withdrawn, &self.confirmed, &self.end) {
            (Some(_), _, _) => RegimeStatus::Withdrawn,
            (None, None, _) => RegimeStatus::Proposed,
            (None, Some(_), None) => RegimeStatus::InForce,
            (None, Some(_), Some(end)) if end.confirmed.is_none() => RegimeStatus::EndProposed,
            (None, Some(_), Some(_)) => RegimeStatus::Ended,
        }
    }
    /// The days of the regime; `None` if it is not confirmed.
    pub fn period(&self) -> Option<Period> {
        match self.status() {
            RegimeStatus::Proposed | RegimeStatus::Withdrawn => None,
            RegimeStatus::InForce | RegimeStatus::EndProposed => Some(self.days(None)),
            RegimeStatus::Ended => Some(self.days(self.end.as_ref().map(|e| e.last_day))),
        }
    }
    /// The days of the regime if the proposal were confirmed, or if it ended on a day, for a simulation.
    pub fn supposed_period(&self, last_day: Option<Date>) -> Option<Period> {
        let last_day = last_day.or(self.end.as_ref().map(|e| e.last_day));
        (self.status() != RegimeStatus::Withdrawn).then(|| self.days(last_day))
    }
    fn days(&self, last_day: Option<Date>) -> Period {
        Period { regime: self.id, kind: self.kind, first_day: self.first_day, last_day }
    }
    fn must_be(&self, status: RegimeStatus, detail: &str) -> Result<(), Refusal> {
        if self.status() == status { Ok(()) } else { Err(Refusal::new(&REGIME_OTHER_STATE, detail)) }
    }
    /// The act that a second person may confirm as the beginning of the regime.
    pub fn confirm(&self, by: AccountId) -> Result<&Signed, Refusal> {
        self.must_be(RegimeStatus::Proposed, "Only a proposal that stands can be confirmed.")?;
        check_another_person(&self.proposed, by)
    }
    /// Checks that the proposal may be withdrawn.
    pub fn withdraw(&self) -> Result<(), Refusal> {
        self.must_be(RegimeStatus::Proposed, "Only a proposal that nobody has confirmed can be taken back.")
    }
    /// Checks that the end may be proposed, for the first time or with a corrected date.
    pub fn propose_end(&self, last_day: Date) -> Result<(), Refusal> {
        if !matches!(self.status(), RegimeStatus::InForce | RegimeStatus::EndProposed) {
            return Err(Refusal::new(&REGIME_OTHER_STATE, "Only a regime that is in force can end."));
        }
        if last_day < self.first_day {
            let detail = format!("The regime began on {}; it cannot have ended before that.", self.first_day);
            return Err(Refusal::new(&INVALID, detail).at("ends_on"));
        }
        Ok(())
    }
    /// The end that a second person may confirm.
    pub fn confirm_end(&self, by: AccountId) -> Result<&RegimeEnd, Refusal> {
        self.must_be(RegimeStatus::EndProposed, "Only the end that somebody has proposed can be confirmed.")?;
        let end = self.end.as_ref().ok_or_else(|| Refusal::new(&REGIME_OTHER_STATE, "No end has been proposed."))?;
        check_another_person(&end.proposed, by)?;
        Ok(end)
    }
}

fn check_another_person(first: &Signed, by: AccountId) -> Result<&Signed, Refusal> {
    if first.account == by {
        let detail = format!("{} proposed this; another licensing officer must confirm it.", first.person);
        return Err(Refusal::new(&REGIME_SECOND_PERSON, detail));
    }
    Ok(first)
}

/// Checks that the specified provisions name 35 USC 181. A national emergency on another subject changes nothing
/// (R4.11, E34), because its powers are used only as the President specifies them (50 USC 1631). Whether 35 USC 181 is
/// such a power is arguable; the safe reading asks for it by name.
pub fn check_provision(kind: RegimeKind, provision: Option<&str>) -> Result<(), Refusal> {
    let named = provision.is_some_and(|text| {
        let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let after = |at: usize, len: usize| plain.as_bytes().get(at + len).is_none_or(|b| !b.is_ascii_digit());
        ["35usc181", "35uscs181", "section181oftitle35", "title35section181", "35usccode181"]
            .iter()
            .any(|name| plain.match_indices(name).any(|(at, found)| after(at, found.len())))
    });
    match kind {
        RegimeKind::War => Ok(()),
        RegimeKind::Emergency if named => Ok(()),
        RegimeKind::Emergency => Err(Refusal::new(
            &REGIME_PROVISION,
            "A national emergency changes nothing here by itself: name the instrument by which the President \
             specified 35 USC 181 among the provisions to be used (50 USC 1631), in its own words.",
        )
        .at("provision")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use uuid::Uuid;

    fn period(kind: RegimeKind, first_day: Date, last_day: Option<Date>) -> Period {
        Period { regime: RegimeId::from_uuid(Uuid::nil()), kind, first_day, last_day }
    }
    fn signed(account: u128) -> Signed {
        Signed {
            act: RegimeActId::from_uuid(Uuid::from_u128(account)),
            account: AccountId::from_uuid(Uuid::from_u128(account)),
            person: format!("officer{account}"),
            at: Timestamp::UNIX_EPOCH,
        }
    }
    fn until(issued: Date, term: Date, periods: &[Period]) -> Date {
        runs_until(issued, term, periods).0
    }

    #[test]
    fn r4_10_the_emergency_of_1950_held_orders_until_14_march_1979() {
        let truman = [period(RegimeKind::Emergency, date(1950, 12, 16), Some(date(1978, 9, 14)))];
        // Issued during it; its own year was long over.
        assert_eq!(until(date(1969, 9, 22), date(1970, 9, 22), &truman), date(1979, 3, 14));
        // Issued the day after its end: a peacetime order.
        assert_eq!(until(date(1978, 9, 15), date(1979, 9, 15), &truman), date(1979, 9, 15));
        // Issued on its last day: never shorter than its own year.
        assert_eq!(until(date(1978, 9, 14), date(1979, 9, 14), &truman), date(1979, 9, 14));
        // Over the day before it began.
        assert_eq!(until(date(1949, 12, 15), date(1950, 12, 15), &truman), date(1950, 12, 15));
        assert_eq!(until(date(1949, 12, 16), date(1950, 12, 16), &truman), date(1979, 3, 14));
    }

    #[test]
    fn r4_9_war_holds_orders_for_its_duration_and_a_year() {
        let open = [period(RegimeKind::War, date(2026, 6, 1), None)];
        assert_eq!(until(date(2026, 3, 10), date(2027, 3, 10), &open), NO_END);
        let over = [period(RegimeKind::War, date(2026, 6, 1), Some(date(2028, 2, 29)))];
        assert_eq!(until(date(2026, 3, 10), date(2027, 3, 10), &over), date(2029, 2, 28));
    }

    #[test]
    fn regimes_that_follow_or_overlap_add_up_in_any_order() {
        let first = period(RegimeKind::Emergency, date(2026, 6, 1), Some(date(2026, 12, 31)));
        // Begins within the six months after the first, when the order's own year is over.
        let second = period(RegimeKind::War, date(2027, 5, 1), Some(date(2027, 8, 1)));
        for periods in [[first.clone(), second.clone()], [second.clone(), first.clone()]] {
            let (until, extending) = runs_until(date(2026, 3, 10), date(2027, 3, 10), &periods);
            assert_eq!((until, extending.len()), (date(2028, 8, 1), 2));
        }
        assert_eq!(until(date(2026, 3, 10), date(2027, 3, 10), &[second]), date(2027, 3, 10), "too late alone");
        let within = period(RegimeKind::Emergency, date(2026, 4, 1), Some(date(2026, 5, 1)));
        assert!(runs_until(date(2026, 3, 10), date(2027, 3, 10), &[within]).1.is_empty(), "moves nothing");
    }

    #[test]
    fn e34_r4_11_an_emergency_must_name_section_181() {
        for none in
            [None, Some(""), Some("10 USC 123, 14 USC 331"), Some("35 USC 1810"), Some("section 181 of title 10")]
        {
            let refused = check_provision(RegimeKind::Emergency, none).expect_err("refused");
            assert_eq!(refused.code.code, "regime.provision_not_specified", "{none:?}");
        }
        for named in ["35 U.S.C. 181", "35 USC § 181 and 10 USC 123", "Section 181 of title 35, United States Code"] {
            assert!(check_provision(RegimeKind::Emergency, Some(named)).is_ok(), "{named}");
        }
        assert!(check_provision(RegimeKind::War, None).is_ok());
    }

    #[test]
    fn r4_11_two_persons_set_and_two_persons_end_a_regime() {
        let mut r = Regime {
            id: RegimeId::from_uuid(Uuid::nil()),
            kind: RegimeKind::War,
            first_day: date(2026, 6, 1),
            citation: "Act of 1 June 2026".into(),
            provision: None,
            proposed: signed(1),
            withdrawn: None,
            confirmed: None,
            end: None,
            version: 1,
        };
        let code = |r: Result<(), Refusal>| r.map_err(|e| e.code.code);
        let account = |n| AccountId::from_uuid(Uuid::from_u128(n));
        assert!(r.period().is_none() && r.supposed_period(None).is_some());
        assert_eq!(code(r.confirm(account(1)).map(drop)), Err("regime.second_person"));
        assert_eq!(code(r.propose_end(date(2027, 1, 1))), Err("regime.other_state"));
        assert!(r.confirm(account(2)).is_ok() && r.withdraw().is_ok());
        r.confirmed = Some(signed(2));
        assert_eq!(r.period().and_then(|p| p.last_day), None);
        assert_eq!(code(r.confirm(account(2)).map(drop)), Err("regime.other_state"));
        assert_eq!(code(r.withdraw()), Err("regime.other_state"));
        assert_eq!(code(r.propose_end(date(2026, 5, 31))), Err("request.invalid"));
        assert_eq!(code(r.confirm_end(account(2)).map(drop)), Err("regime.other_state"));
        r.end = Some(RegimeEnd {
            last_day: date(2027, 1, 1),
            citation: "armistice".into(),
            proposed: signed(2),
            confirmed: None,
        });
        assert_eq!(r.period().and_then(|p| p.last_day), None, "proposed only");
        assert_eq!(r.supposed_period(None).and_then(|p| p.last_day), Some(date(2027, 1, 1)));
        assert_eq!(code(r.confirm_end(account(2)).map(drop)), Err("regime.second_person"));
        assert!(r.confirm_end(account(1)).is_ok());
    }
}
