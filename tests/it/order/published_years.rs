//! FY2021 to FY2025 of section 9 of the rule book are replayed through the real verbs, day by day, and every order is
//! renewed every year. The table that comes out must be the published one.
//!
//! The tests take every new order and every rescission of those years, over a smaller opening balance.
//! `benches/five_years.rs` runs the same with all 5,915 orders and measures it.

use crate::frame::harness::{Place, flagged_filing};
use crate::frame::office::{TestOffice, by, day, noon};
use domain::base::actor::Role;
use domain::base::agency::{Agency, AgencyCode};
use domain::base::calendar::{fiscal_year_bounds, next_day};
use domain::base::ids::{FilingId, OrderId};
use domain::base::marking::Level;
use domain::base::order_type::OrderType;
use domain::filing::Filing;
use domain::order::Need;
use domain::order::statistics::Row;
use domain::review::referral::Finding;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};
use subrosa::workflow::clock::tick::tick;
use subrosa::workflow::filing::intake;
use subrosa::workflow::office::{agencies, statistics};
use subrosa::workflow::order::determine_many::{LetterInput, determine_many};
use subrosa::workflow::order::issue;
use subrosa::workflow::order::settle::TickSummary;
use subrosa::workflow::review::acknowledge::{AcknowledgeInput, acknowledge};
use subrosa::workflow::review::recommend::{RecommendInput, recommend};
use subrosa::workflow::review::refer::{ReferInput, refer};

/// Orders in effect on 30 September 2020.
pub const OPENING_BALANCE: usize = 5_915;

/// One fiscal year as published.
struct Published {
    year: i16,
    in_effect: usize,
    new: usize,
    john_doe: usize,
    rescinded: usize,
    /// Orders by sponsor; the agency's code stands for the column of the table.
    sponsors: &'static [(&'static str, usize)],
    /// Types I, II, II (foreign PSA), III, untyped.
    types: [usize; 5],
}

/// The table. "NASA, DARPA" is one column there: what is typed among it is taken to be DARPA's, what is
/// not NASA's. "Other" of FY2025 is taken to be Homeland Security, which makes the untyped come out.
const YEARS: [Published; 5] = [
    Published {
        year: 2021,
        in_effect: 5_976,
        new: 61,
        john_doe: 29,
        rescinded: 0,
        sponsors: &[("ARMY", 9), ("NAVY", 41), ("USAF", 7), ("DOE", 4)],
        types: [36, 0, 0, 21, 4],
    },
    Published {
        year: 2022,
        in_effect: 6_057,
        new: 87,
        john_doe: 1,
        rescinded: 6,
        sponsors: &[("ARMY", 5), ("NAVY", 70), ("USAF", 6), ("DOE", 5), ("DTSA", 1)],
        types: [56, 0, 0, 26, 5],
    },
    Published {
        year: 2023,
        in_effect: 6_155,
        new: 125,
        john_doe: 25,
        rescinded: 27,
        sponsors: &[("ARMY", 17), ("NAVY", 55), ("USAF", 43), ("DOE", 7), ("DTSA", 2), ("DARPA", 1)],
        types: [84, 8, 0, 26, 7],
    },
    Published {
        year: 2024,
        in_effect: 6_471,
        new: 356,
        john_doe: 0,
        rescinded: 40,
        sponsors: &[
            ("FOREIGN", 9),
            ("ARMY", 12),
            ("NAVY", 168),
            ("USAF", 113),
            ("DOE", 1),
            ("NSA", 2),
            ("DTSA", 46),
            ("NASA", 5),
        ],
        types: [145, 94, 9, 102, 6],
    },
    Published {
        year: 2025,
        in_effect: 6_543,
        new: 102,
        john_doe: 18,
        rescinded: 30,
        sponsors: &[("ARMY", 3), ("NAVY", 63), ("USAF", 24), ("DOE", 5), ("NSA", 1), ("DARPA", 3), ("DHS", 3)],
        types: [74, 3, 0, 17, 8],
    },
];

/// An order to come.
#[derive(Debug, Clone, Copy)]
struct Plan {
    sponsor: &'static str,
    order_type: Option<OrderType>,
    john_doe: bool,
}

impl Plan {
    /// Who signs for the sponsor.
    fn official(self) -> &'static str {
        official(self.sponsor)
    }
}

fn official(sponsor: &str) -> &'static str {
    match sponsor {
        "DOE" => "doe1",
        "NASA" => "nasa1",
        "DHS" => "dhs1",
        "FOREIGN" => "foreign1",
        _ => "dod1",
    }
}

/// The orders of a year, every sponsor and type as often as published, mixed.
fn plans(y: &Published) -> Vec<Plan> {
    let [one, two, foreign, three, untyped] = y.types;
    let typed = [(OrderType::I, one), (OrderType::II, two), (OrderType::III, three)];
    let mut types: VecDeque<OrderType> = mixed(typed.iter().flat_map(|(t, n)| std::iter::repeat_n(*t, *n))).into();
    let mut out = vec![];
    let mut counted = (0, 0);
    for (sponsor, n) in y.sponsors {
        for _ in 0..*n {
            let order_type = match *sponsor {
                "DOE" | "NASA" | "DHS" => {
                    counted.0 += 1;
                    None
                }
                "FOREIGN" => {
                    counted.1 += 1;
                    Some(OrderType::II)
                }
                _ => Some(types.pop_front().expect("a type for every order")),
            };
            out.push(Plan { sponsor, order_type, john_doe: false });
        }
    }
    assert_eq!(counted, (untyped, foreign), "FY{}", y.year);
    assert_eq!((types.len(), out.len()), (0, y.new), "FY{}", y.year);
    let mut out = mixed(out);
    // A private inventor's case is never foreign.
    out.iter_mut().filter(|p| p.sponsor != "FOREIGN").take(y.john_doe).for_each(|p| p.john_doe = true);
    mixed(out)
}

/// The same things in another order, which is always the same: each is met once.
fn mixed<T>(things: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut things: Vec<Option<T>> = things.into_iter().map(Some).collect();
    let n = things.len();
    let step = [37, 31, 29, 23, 19].into_iter().find(|s| !n.is_multiple_of(*s)).unwrap_or(1);
    (0..n).map(|i| things[i * step % n.max(1)].take().expect("once each")).collect()
}

/// Spreads some things over the days of a fiscal year.
fn spread<T>(year: i16, things: Vec<T>) -> BTreeMap<Date, Vec<T>> {
    let (from, to) = fiscal_year_bounds(year);
    let days = i64::from(from.until(to).expect("days").get_days()) + 1;
    let n = i64::try_from(things.len()).expect("a few").max(1);
    let mut out: BTreeMap<Date, Vec<T>> = BTreeMap::new();
    for (i, thing) in (0i64..).zip(things) {
        out.entry(from.saturating_add((i * days / n).days())).or_default().push(thing);
    }
    out
}

/// What the orders of the opening balance look like: the mix of the years after (section 9).
fn opening_plan(i: usize) -> Plan {
    let (sponsor, order_type) = match i % 20 {
        0..=10 => ("NAVY", Some(if i.is_multiple_of(3) { OrderType::III } else { OrderType::I })),
        11..=15 => ("USAF", Some(if i.is_multiple_of(2) { OrderType::II } else { OrderType::I })),
        16 => ("DTSA", Some(OrderType::I)),
        17 | 18 => ("ARMY", Some(OrderType::III)),
        _ => ("DOE", None),
    };
    Plan { sponsor, order_type, john_doe: i % 10 == 3 }
}

/// The outcome of a replay.
#[derive(Debug, Default)]
pub struct Told {
    /// The yearly table.
    pub rows: Vec<Row>,
    /// Terms added by renewal in FY2021 to FY2025.
    pub renewals: usize,
    /// Reminders given.
    pub reminders: usize,
    /// Time for the year in which the opening balance came in.
    pub opening: Duration,
    /// Time for the five years after it.
    pub years: Duration,
    /// Of those, what the clock took.
    pub clock: Duration,
    /// Of those, what signing determinations took.
    pub signing: Duration,
}

/// A replay in progress.
struct Replay {
    h: TestOffice,
    told: Told,
    n: u64,
    /// Orders in effect by the day on which their sponsor signs for another term.
    to_sign: BTreeMap<Date, Vec<(OrderId, &'static str)>>,
    /// Orders in the order of issue, for those whose secrecy is to end.
    standing: VecDeque<(OrderId, &'static str)>,
}

/// Replays the years over an opening balance.
pub fn replay(place: Place, opening: usize) -> (TestOffice, Told) {
    let mut h = TestOffice::opened(place, "2019-09-30");
    h.add_person("dhs1", Role::Official, Some("DHS"), Level::TopSecret);
    let foreign = Agency {
        code: AgencyCode::parse("FOREIGN").expect("a code"),
        name: "Originators abroad, under patent security agreements".into(),
        department: None,
        valid_from: day("1952-02-01"),
        valid_until: None,
        foreign_government: true,
    };
    agencies::add(&h.cx, &by(h.who("sec1")), foreign).expect("an agency");
    h.add_person("foreign1", Role::Official, Some("FOREIGN"), Level::TopSecret);
    let mut r = Replay { h, told: Told::default(), n: 0, to_sign: BTreeMap::new(), standing: VecDeque::new() };
    let begun = Instant::now();
    r.year(2020, (0..opening).map(opening_plan).collect(), 0);
    r.told.opening = begun.elapsed();
    (r.told.renewals, r.told.reminders) = (0, 0);
    (r.told.clock, r.told.signing) = Default::default();
    let begun = Instant::now();
    for y in &YEARS {
        r.year(y.year, plans(y), y.rescinded);
    }
    r.told.years = begun.elapsed();
    r.told.rows = statistics::fiscal_years(&r.h.cx, r.h.who("audit1")).expect("a table");
    (r.h, r.told)
}

impl Replay {
    /// One fiscal year, day by day: the clock, the determinations, new orders, rescissions.
    fn year(&mut self, year: i16, new: Vec<Plan>, rescinded: usize) {
        let mut new = spread(year, new);
        let mut ends = spread(year, vec![(); rescinded]);
        let (mut today, last) = fiscal_year_bounds(year);
        while today <= last {
            self.h.clock.set(noon(today));
            self.tick();
            self.sign(today);
            for plan in new.remove(&today).unwrap_or_default() {
                self.order(plan, today);
            }
            for () in ends.remove(&today).unwrap_or_default() {
                self.rescind();
            }
            today = next_day(today);
        }
    }

    fn tick(&mut self) {
        let begun = Instant::now();
        let TickSummary { renewed, lapsed, reminded, failed, .. } = tick(&self.h.cx, self.h.cx.now()).expect("runs");
        self.told.clock += begun.elapsed();
        assert!(lapsed.is_empty() && failed == 0, "{lapsed:?} lapsed, {failed} failed");
        self.told.renewals += renewed.len();
        self.told.reminders += reminded;
    }

    /// Signs what is to be signed today: one letter of each official, with a line for each order.
    fn sign(&mut self, today: Date) {
        let begun = Instant::now();
        let mut letters: BTreeMap<&str, Vec<(OrderId, &'static str)>> = BTreeMap::new();
        for (order, sponsor) in self.to_sign.remove(&today).unwrap_or_default() {
            letters.entry(official(sponsor)).or_default().push((order, sponsor));
        }
        for (official, orders) in letters {
            let ask = LetterInput {
                determination: Need::NationalInterestRequires,
                reason: "the national interest requires it".into(),
                orders: orders.iter().map(|(id, _)| id.to_string()).collect(),
                agency: None,
            };
            let lines = determine_many(&self.h.cx, &by(self.h.who(official)), &ask).expect("received");
            for ((order, sponsor), line) in orders.into_iter().zip(lines) {
                match line.refused {
                    None => self.plan_to_sign(order, sponsor, today),
                    Some(why) => assert_eq!(why.code, "order.not_in_effect", "{}", why.detail),
                }
            }
        }
        self.told.signing += begun.elapsed();
    }

    /// Plans the next signature of an order, a year on. Nine in ten are signed when the list of 120 days is three weeks
    /// old, the tenth after reminders.
    fn plan_to_sign(&mut self, order: OrderId, sponsor: &'static str, last: Date) {
        self.to_sign.entry(last.saturating_add(1.year())).or_default().push((order, sponsor));
    }

    /// Takes in a filing and takes it to its order.
    fn order(&mut self, plan: Plan, today: Date) {
        self.n += 1;
        let cx = &self.h.cx;
        let mut form = flagged_filing(self.n);
        form["filed_on"] = today.saturating_sub(30.days()).to_string().into();
        form["government_interest"] =
            if plan.john_doe { serde_json::Value::Null } else { "Made under a Government contract.".into() };
        let filing: Filing = serde_json::from_value(form).expect("a filing");
        let filing: FilingId = intake::receive(cx, &by(self.h.who("intake1")), &filing).expect("received").id;
        let ask = ReferInput { agencies: vec![plan.sponsor.into()], due_on: None, ..ReferInput::default() };
        let made = refer(cx, &by(self.h.who("exam1")), filing, &ask).expect("referred");
        let signer = self.h.who(plan.official());
        let statement = subrosa::workflow::review::referrals::get(cx, signer, made[0].id)
            .expect("seen")
            .acknowledgment_statement
            .unwrap_or_default();
        acknowledge(cx, &by(signer), made[0].id, &AcknowledgeInput { statement }).expect("signed");
        let ask = RecommendInput {
            determination: Finding::WouldBeDetrimental,
            order_type: plan.order_type,
            conditions: vec![],
            reason: "as found".into(),
            filing_version: None,
        };
        recommend(cx, &by(signer), made[0].id, &ask).expect("recommended");
        let order =
            issue::issue(cx, &by(self.h.who("officer1")), filing, &issue::IssueInput::default()).expect("issued");
        let ahead = if self.n.is_multiple_of(10) { 20 } else { 100 };
        self.plan_to_sign(order.id, plan.sponsor, today.saturating_sub(i64::from(ahead).days()));
        self.standing.push_back((order.id, plan.sponsor));
    }

    /// Rescinds the oldest order that is left, at its sponsor's request.
    fn rescind(&mut self) {
        let (order, sponsor) = self.standing.pop_front().expect("an order");
        self.h.ask_rescission(official(sponsor), order, Some(sponsor)).expect("asked");
        self.h.rescind(order).expect("rescinded");
    }
}

/// Compares the table that came out with the published one, less the orders by which the opening balance was smaller.
pub fn check(rows: &[Row], opening: usize) {
    let less = OPENING_BALANCE - opening;
    let mut before = opening;
    assert_eq!((rows[0].fiscal_year, rows[0].in_effect_end), (2020, opening));
    for (y, row) in YEARS.iter().zip(&rows[1..]) {
        let year = y.year;
        assert_eq!(row.fiscal_year, year);
        assert_eq!((row.in_effect_start, row.in_effect_end), (before, y.in_effect - less), "FY{year}");
        assert_eq!(row.in_effect_end, row.in_effect_start + row.new - row.rescinded - row.lapsed, "FY{year}");
        assert_eq!(
            (row.new, row.rescinded, row.lapsed, row.john_doe_new),
            (y.new, y.rescinded, 0, y.john_doe),
            "FY{year}"
        );
        let sponsors: BTreeMap<String, usize> = y.sponsors.iter().map(|(s, n)| ((*s).to_owned(), *n)).collect();
        assert_eq!(row.new_by_sponsor, sponsors, "FY{year}");
        let names = ["I", "II", "II_foreign", "III", "untyped"];
        let types: BTreeMap<&str, usize> = names.into_iter().zip(y.types).filter(|(_, n)| *n > 0).collect();
        assert_eq!(row.new_by_type, types, "FY{year}");
        before = row.in_effect_end;
    }
    assert_eq!(rows.len(), 1 + YEARS.len());
}

#[test]
fn s9_r1_13_five_published_years_come_out_as_published() {
    let opening = 40;
    let (_, told) = replay(Place::sqlite(), opening);
    check(&told.rows, opening);
    eprintln!("{told:?}");
}
