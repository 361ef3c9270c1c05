//! What must hold of the record at all times, whatever the model says. Each is read off the record as it was
//! written; no rule of the house is asked. Ids are given in the order of writing, so they tell what came first
//! on one day.

use crate::frame::office::TestOffice as House;
use crate::law::model::petition::last_day_to_appeal;
use domain::base::agency::AgencyCode;
use domain::base::calendar::washington_date;
use domain::base::ids::{EntryId, FilingId, OrderId};
use domain::base::order_type::OrderType;
use domain::case::holds::{Bar, holds};
use domain::case::{Entry, Matter};
use domain::law::license::{Need as LicenseNeed, State};
use domain::law::petition::{Act as Petition, Position};
use domain::law::{appeal, examination, license, record, violation};
use domain::order::regime::Regime;
use domain::order::{Determination, End, Need, Order, OrderStatus, RescissionRequest};
use domain::review::referral::{Acknowledgment, Finding, Opinion, Recommendation, Referral, ReferralStatus};
use jiff::ToSpan;
use jiff::civil::Date;
use proptest::prelude::*;
use std::collections::HashMap;
use subrosa::store::filing::docket;
use subrosa::store::order::orders::{determinations, rescissions};
use subrosa::store::order::standing::{self, Known};
use subrosa::store::order::{orders, regimes};
use subrosa::store::review::referrals;
use subrosa::store::review::referrals::{acknowledgments, opinions, recommendations};
use subrosa::workflow::license::licenses::{LicenseView, of_filing as of_license};

type Checked = Result<(), TestCaseError>;

/// Everything on record of one case.
pub struct Record {
    today: Date,
    status: &'static str,
    orders: Vec<Order>,
    determinations: Vec<Determination>,
    requests: Vec<RescissionRequest>,
    referrals: Vec<Referral>,
    acknowledgments: Vec<Acknowledgment>,
    opinions: Vec<Opinion>,
    recommendations: Vec<Recommendation>,
    docket: Vec<Entry>,
    regimes: Vec<Regime>,
    known: Known,
    license: LicenseView,
    /// The last entry in the dockets of the filings whose orders cover this one.
    last_elsewhere: Option<EntryId>,
}

impl Record {
    /// Reads it.
    pub fn of(h: &House, filing: FilingId) -> Self {
        let (today, status) = (washington_date(h.cx.now()), h.status(filing));
        let license = of_license(&h.cx, h.who("officer1"), filing).expect("a license");
        let read = h.cx.read(|conn| {
            let orders = orders::of_filing(conn, filing)?;
            let ids: Vec<OrderId> = orders.iter().map(|o| o.id).collect();
            let mut all = vec![];
            for id in &ids {
                all.extend(determinations::of_order(conn, *id)?);
            }
            let referrals = referrals::of_filing(conn, filing)?;
            let mut given = vec![];
            for referral in &referrals {
                given.extend(opinions::of_referral(conn, referral.id)?);
            }
            let known = standing::known(conn, filing)?;
            let mut last_elsewhere = None;
            for order in &known.covering {
                last_elsewhere = last_elsewhere.max(docket::of_filing(conn, order.filing)?.last().map(|e| e.id));
            }
            Ok(Self {
                today,
                status,
                requests: rescissions::of_orders(conn, &ids)?,
                orders,
                determinations: all,
                referrals,
                acknowledgments: acknowledgments::of_filing(conn, filing)?,
                opinions: given,
                recommendations: recommendations::of_filing(conn, filing)?,
                docket: docket::of_filing(conn, filing)?,
                regimes: regimes::all(conn)?,
                known,
                license,
                last_elsewhere,
            })
        });
        read.expect("read")
    }

    /// All of them.
    pub fn check(&self) -> Checked {
        self.no_term_is_over_a_year()?;
        self.no_order_is_without_a_sponsor()?;
        self.there_is_one_order_at_a_time()?;
        self.no_renewal_after_a_lapse()?;
        self.no_rescission_without_all_sponsors()?;
        self.no_broad_license_after_a_referral()?;
        self.no_opinion_without_an_acknowledgment()?;
        self.no_recommendation_without_an_acknowledgment()?;
        self.no_grant_without_every_sponsor()?;
        self.no_appeal_before_a_denial_or_late()?;
        self.no_action_in_a_sealed_case()?;
        self.no_act_of_two_by_one()?;
        self.silence_is_no_clearance()?;
        self.what_holds_is_one_answer()
    }

    /// R4.1
    fn no_term_is_over_a_year(&self) -> Checked {
        for term in self.orders.iter().flat_map(|o| &o.terms) {
            prop_assert!(term.until <= term.from.saturating_add(1.year()), "a term over a year: {:?}", term);
        }
        Ok(())
    }

    /// R2.4: an order stands on those who asked for it.
    fn no_order_is_without_a_sponsor(&self) -> Checked {
        for o in &self.orders {
            let until = o.terms.last().map_or(Date::MIN, |t| t.until);
            let now = Some(self.today).filter(|day| o.ended.is_none() && *day <= until);
            for day in o.terms.iter().map(|t| t.from).filter(|day| *day <= self.today).chain(now) {
                prop_assert!(!sponsors(o, day).is_empty(), "no sponsor on {}: {:?}", day, o);
            }
        }
        Ok(())
    }

    /// E3: a new order needs the old one to be over.
    fn there_is_one_order_at_a_time(&self) -> Checked {
        for two in self.orders.windows(2) {
            let over = two[0].ended.is_some_and(|(_, day)| day <= two[1].issued_on);
            prop_assert!(over, "two orders at a time: {:?}", two);
        }
        Ok(())
    }

    /// R4.2, R4.6, R4.12: each further term follows the one before to the day, or what a regime of war or
    /// emergency made of it, and stands on a sponsor's word received until then; none begins after an end.
    fn no_renewal_after_a_lapse(&self) -> Checked {
        for o in &self.orders {
            for two in o.terms.windows(2) {
                let last = two[1].from.yesterday().expect("a day");
                let moved = self.regimes.iter().any(|r| regime_holds(r) == Some(last));
                prop_assert!(last == two[0].until || last > two[0].until && moved, "a gap: {:?}", two);
                let carried = self.determinations.iter().any(|d| {
                    d.order == o.id
                        && d.term == two[1].number
                        && d.need == Need::NationalInterestRequires
                        && d.received_on <= last
                });
                prop_assert!(carried, "renewed without a determination in time: {:?}", two[1]);
            }
            if let Some((End::Lapsed, over)) = o.ended {
                prop_assert!(o.terms.iter().all(|t| t.from < over), "a term after the lapse: {:?}", o);
            }
        }
        Ok(())
    }

    /// R2.8, R4.8, E7: every sponsor of the day had asked, and had not said otherwise since.
    fn no_rescission_without_all_sponsors(&self) -> Checked {
        for o in &self.orders {
            let Some((End::Rescinded, day)) = o.ended else { continue };
            for agency in sponsors(o, day) {
                let asked = self.requests.iter().any(|r| {
                    let since = |d: &&Determination| {
                        d.order == o.id
                            && d.agency == agency
                            && d.need == Need::NationalInterestRequires
                            && d.id.to_string() > r.id.to_string()
                    };
                    r.order == o.id && r.agency == agency && self.determinations.iter().find(since).is_none()
                });
                prop_assert!(asked, "rescinded without {}: {:?}", agency, o);
            }
        }
        Ok(())
    }

    /// R6.5
    fn no_broad_license_after_a_referral(&self) -> Checked {
        for (entry, act) in self.entries(license::Act::of) {
            if let license::Act::Granted { scope: license::Scope::Broad, .. } = act {
                let before = self.referrals.iter().find(|r| r.id.to_string() < entry.id.to_string());
                prop_assert!(before.is_none(), "a broad license after {:?}", before);
            }
        }
        Ok(())
    }

    /// R2.2
    fn no_opinion_without_an_acknowledgment(&self) -> Checked {
        for o in &self.opinions {
            let signed =
                self.acknowledgments.iter().any(|a| a.account == o.account && a.id.to_string() < o.id.to_string());
            prop_assert!(signed, "an opinion by somebody who did not sign: {:?}", o);
        }
        Ok(())
    }

    /// R2.2, R2.4
    fn no_recommendation_without_an_acknowledgment(&self) -> Checked {
        for r in &self.recommendations {
            let signed =
                self.acknowledgments.iter().any(|a| a.account == r.account && a.id.to_string() < r.id.to_string());
            prop_assert!(signed, "a recommendation by somebody who did not sign: {:?}", r);
        }
        Ok(())
    }

    /// R2.8, R5.4, E38: a permit, and a modification that gives more, have the concurrence of every sponsor.
    fn no_grant_without_every_sponsor(&self) -> Checked {
        for (entry, act) in self.entries(Petition::of) {
            let gives_more = match act {
                Petition::Permitted { .. } => true,
                Petition::Modified { change, .. } => change.order_type == Some(OrderType::I),
                _ => false,
            };
            let Some(order) = self.orders.iter().find(|o| Some(o.id) == entry.order).filter(|_| gives_more) else {
                continue;
            };
            let asked = entry.answers.expect("a petition");
            // One that gives what the order gives already gives no more.
            if matches!(act, Petition::Modified { .. }) && self.was_type_i_before(order.id, entry.id) {
                continue;
            }
            for agency in self.sponsors_before(order, entry) {
                let concurs = self.entries(Petition::of).any(|(e, a)| {
                    let said = matches!(a, Petition::Stated { position: Position::Concur, .. });
                    let stated = e.answers == Some(asked) && said && e.id.to_string() < entry.id.to_string();
                    e.agency.as_ref() == Some(&agency) && (stated || e.id == asked)
                });
                prop_assert!(concurs, "granted without {}: {:?}", agency, entry);
            }
        }
        Ok(())
    }

    fn was_type_i_before(&self, order: OrderId, entry: EntryId) -> bool {
        let changes = self.entries(Petition::of).filter_map(|(e, act)| match act {
            Petition::Modified { change, .. } if e.order == Some(order) && e.id.to_string() < entry.to_string() => {
                change.order_type
            }
            _ => None,
        });
        changes.last() == Some(OrderType::I)
    }

    /// The sponsors of an order when an entry was made. One that joined later on that day is none of them.
    fn sponsors_before(&self, order: &Order, entry: &Entry) -> Vec<AgencyCode> {
        let in_time = |agency: &AgencyCode| {
            let part = order.sponsors.iter().rfind(|s| s.agency == *agency && s.since <= entry.on);
            let found = self.recommendations.iter().rfind(|r| {
                let wanted = r.agency == *agency && r.finding == Finding::WouldBeDetrimental;
                wanted && washington_date(r.signed_at) <= entry.on
            });
            part.is_some_and(|s| s.since < entry.on) || found.is_some_and(|r| r.id.to_string() < entry.id.to_string())
        };
        sponsors(order, entry.on).into_iter().filter(in_time).collect()
    }

    /// R5.3, E31, E32
    fn no_appeal_before_a_denial_or_late(&self) -> Checked {
        for (entry, act) in self.entries(appeal::Act::of) {
            let appeal::Act::Received { received_on, .. } = act else { continue };
            let denial = self.entries(Petition::of).find(|(e, a)| {
                e.answers == entry.answers
                    && matches!(a, Petition::Denied { .. })
                    && e.id.to_string() < entry.id.to_string()
            });
            prop_assert!(denial.is_some(), "an appeal before a denial: {:?}", entry);
            let last = denial.map(|(e, _)| last_day_to_appeal(e.on));
            prop_assert!(Some(*received_on) <= last, "an appeal after {:?}: {:?}", last, entry);
        }
        Ok(())
    }

    /// R3.9, E36
    fn no_action_in_a_sealed_case(&self) -> Checked {
        let mut sealed: HashMap<Option<OrderId>, bool> = HashMap::new();
        for (entry, act) in self.entries(examination::Act::of) {
            let now = sealed.entry(entry.order).or_default();
            match act {
                examination::Act::Sealed { .. } => *now = true,
                examination::Act::Unsealed { .. } => *now = false,
                examination::Act::Step { .. } => prop_assert!(!*now, "an action in a sealed case: {:?}", entry),
                _ => {}
            }
        }
        Ok(())
    }

    /// R7.1, R4.9 to R4.11, E27: findings, late flags and regimes take a second person.
    fn no_act_of_two_by_one(&self) -> Checked {
        let by = |id: Option<EntryId>| self.docket.iter().find(|e| Some(e.id) == id).and_then(|e| e.account);
        for entry in &self.docket {
            let second = matches!(
                &entry.matter,
                Matter::Violation(violation::Act::Decided { .. }) | Matter::Record(record::Act::FlagSettled { .. })
            );
            prop_assert!(!second || by(entry.answers) != entry.account, "one person for two: {:?}", entry);
        }
        for r in &self.regimes {
            let second = r.confirmed.as_ref().map(|c| c.account);
            prop_assert!(second != Some(r.proposed.account), "one person for two: {:?}", r);
        }
        Ok(())
    }

    /// R2.6
    fn silence_is_no_clearance(&self) -> Checked {
        let open = self.referrals.iter().any(|r| r.status == ReferralStatus::Open);
        prop_assert!(!open || !["released", "clear"].contains(&self.status), "{} before an answer", self.status);
        Ok(())
    }

    /// R3.7, R4.7, R1.6: a filing is under order exactly while a hold of an order lies on it; what is marked
    /// CONFIDENTIAL or above is not published; and while filing abroad is held no license is granted, nor is one
    /// of use.
    fn what_holds_is_one_answer(&self) -> Checked {
        let all = holds(&self.known.facts(), self.today);
        let barred = |bar| all.iter().any(|h| h.bar == bar);
        // What is kept for lists follows the clock.
        let reached = || self.known.orders.iter().chain(&self.known.covering);
        if reached().all(|o| o.ended.is_some() || o.status(self.today) == OrderStatus::InEffect) {
            let of_an_order = all.iter().any(|h| h.reason.is_of_an_order());
            prop_assert_eq!(of_an_order, self.status == "under_order", "{:?}", all);
        }
        prop_assert!(
            !self.known.marking.level.is_classified() || barred(Bar::Publication),
            "marked and free: {:?}",
            all
        );
        if barred(Bar::ForeignFiling) {
            prop_assert!(self.license.need == LicenseNeed::UnderOrder, "{:?} over {:?}", self.license, all);
            prop_assert!(self.license.standing.state != State::Granted, "{:?} over {:?}", self.license, all);
        }
        // An entry of a grant has none of these holds at its time: the last one is held to the record of today, if
        // nothing was entered later, here or about a filing whose order covers this one (its marking may be raised).
        if let Some((entry, license::Act::Granted { .. })) = self.entries(license::Act::of).last()
            && entry.id == self.docket.last().map_or(entry.id, |e| e.id)
            && self.last_elsewhere.is_none_or(|other| other < entry.id)
            && entry.on == self.today
        {
            let older =
                |h: &&domain::case::holds::Hold<'_>| h.order.is_none_or(|o| o.id.to_string() < entry.id.to_string());
            let bars = all.iter().filter(older).any(|h| h.bar == Bar::ForeignFiling);
            prop_assert!(!bars, "granted over {:?}", all);
        }
        Ok(())
    }

    fn entries<'a, T: 'a>(&'a self, pick: fn(&'a Matter) -> Option<&'a T>) -> impl Iterator<Item = (&'a Entry, &'a T)> {
        self.docket.iter().filter_map(move |e| Some((e, pick(&e.matter)?)))
    }
}

/// The sponsors on a day, as the record has their days.
fn sponsors(o: &Order, day: Date) -> Vec<AgencyCode> {
    let on = |s: &&domain::order::Sponsor| s.since <= day && s.until.is_none_or(|until| day <= until);
    o.sponsors.iter().filter(on).map(|s| s.agency.clone()).collect()
}

/// The last day of what a regime on record that has ended covers (R4.9, R4.10).
fn regime_holds(r: &Regime) -> Option<Date> {
    let end = r.end.as_ref().filter(|e| e.confirmed.is_some())?;
    let war = r.kind == domain::order::regime::RegimeKind::War;
    Some(if war { end.last_day.saturating_add(1.year()) } else { end.last_day.saturating_add(6.months()) })
}
