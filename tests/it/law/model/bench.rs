//! Taking a step in the house: who calls which verb, with which words.

use crate::frame::harness::flagged_filing;
use crate::frame::office::{TestOffice as House, by};
use crate::law::model::steps::{AGENCIES, Ask, Beside, EXAMINERS, Kind, OFFICERS, OFFICIALS, READERS, Step};
use domain::base::calendar::washington_date;
use domain::base::ids::{EntryId, FilingId, OrderId};
use domain::base::marking::{Level, Marking};
use domain::base::order_type::OrderType;
use domain::base::refusal::{NOT_FOUND, Refusal};
use domain::filing::Filing;
use domain::law::appeal::Outcome;
use domain::law::examination::Step as Examination;
use domain::law::license::Scope as Reach;
use domain::law::petition::{
    Change, Decision as Granting, ModificationPetition, PermitPetition, Person, Position, Purpose, Question,
    Rescission, Scope,
};
use domain::law::record::Disposal;
use domain::law::violation::{Holding, Offence, Offender};
use domain::order::Need;
use domain::order::regime::{RegimeKind, RegimeStatus};
use domain::review::referral::Finding;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;
use subrosa::store::filing::screenings::Decision;
use subrosa::workflow::Error;
use subrosa::workflow::filing::record;
use subrosa::workflow::filing::relate::{self, CompareInput};
use subrosa::workflow::filing::{amend, examination as exam};
use subrosa::workflow::frame::docket::EntryView;
use subrosa::workflow::frame::reason::ReasonInput;
use subrosa::workflow::license::licenses as license;
use subrosa::workflow::order::declassify::{DeclassifyInput, declassify};
use subrosa::workflow::order::determine_many::{LetterInput, determine_many};
use subrosa::workflow::order::regimes::{self, EndInput, ProposeInput};
use subrosa::workflow::petition::{appeals, permits, petitions, violations};
use subrosa::workflow::review::triage;

/// The case in the house, with what has come of it so far.
pub struct Bench<'a> {
    pub h: &'a House,
    pub n: u64,
    pub filing: FilingId,
    pub orders: Vec<OrderId>,
    pub licenses: Vec<EntryId>,
    pub flags: Vec<EntryId>,
    pub petitions: Vec<EntryId>,
    pub appeals: Vec<EntryId>,
    pub violations: Vec<EntryId>,
    amendments: u32,
    pub filed: Date,
    /// A filing beside it that nothing was found in, and one that came by hand, marked SECRET.
    pub other: FilingId,
    pub carried: FilingId,
}

/// Filings beside the cases are numbered from here.
const BESIDE: u64 = 100_000;

/// A filing that nothing is found in.
fn pot(filed: Date, marking: &str) -> serde_json::Value {
    json!({"title": "A pot", "abstract": ["A pot."], "claims": ["1. A pot."], "description": [],
           "filed_on": filed, "marking": marking})
}

fn why() -> ReasonInput {
    ReasonInput { reason: "as found".into() }
}

fn named(entry: Result<EntryView, Error>, into: &mut Vec<EntryId>) -> Result<(), Error> {
    into.push(entry?.id);
    Ok(())
}

/// The one to be told, and the one to hold the papers abroad.
fn person(name: &str) -> Person {
    Person { name: name.into(), country: "US".into(), cleared: None }
}

impl<'a> Bench<'a> {
    /// Takes a filing in.
    pub fn new(h: &'a House, n: u64) -> Self {
        let none = || vec![];
        let filed = washington_date(h.cx.now());
        Self {
            h,
            n,
            filing: h.filing(n, json!({"filed_on": filed})),
            other: h.filing(BESIDE + 2 * n, pot(filed, "U")),
            carried: h.filing(BESIDE + 2 * n + 1, pot(filed, "S")),
            filed,
            orders: vec![],
            licenses: none(),
            flags: none(),
            petitions: none(),
            appeals: none(),
            violations: none(),
            amendments: 0,
        }
    }

    /// Takes note of a license that came with the receipt.
    fn receipt(&mut self) {
        let seen = license::of_filing(&self.h.cx, self.h.who("officer1"), self.filing).expect("a license");
        self.licenses.extend(seen.standing.grant.filter(|id| !self.licenses.contains(id)));
    }

    /// Tries a step that there is something to try it on.
    pub fn try_step(&mut self, step: &Step, today: Date) -> Result<(), Error> {
        let (h, filing) = (self.h, self.filing);
        let (cx, officer) = (&h.cx, by(h.who("officer1")));
        let referral = |a: &usize| h.referral(filing, AGENCIES[*a]);
        match step {
            Step::Refer(a) => h.refer(filing, &[AGENCIES[*a]]).map(drop),
            Step::Sign(r, a) => h.sign(READERS[*r], referral(a)).map(drop),
            Step::Opine(r, a) => h.opine(READERS[*r], referral(a)).map(drop),
            Step::Recommend(o, a, would) => {
                let (finding, kind) =
                    if *would { (Finding::WouldBeDetrimental, Some(OrderType::III)) } else { (Finding::None, None) };
                h.recommend(OFFICIALS[*o], referral(a), finding, kind).map(drop)
            }
            Step::Issue => {
                self.orders.push(h.issue(filing)?.id);
                Ok(())
            }
            Step::Determine(o, a, yes) => {
                h.determine(OFFICIALS[*o], self.order(), need(*yes), Some(AGENCIES[*a])).map(drop)
            }
            Step::Letter(o, yes) => letter(h, OFFICIALS[*o], self.order(), *yes),
            Step::Renew => h.renew(self.order()).map(drop),
            Step::AskRescission(o, a) => h.ask_rescission(OFFICIALS[*o], self.order(), Some(AGENCIES[*a])).map(drop),
            Step::Rescind => h.rescind(self.order()).map(drop),
            Step::Begin(war, two) => begin(h, *war, today, OFFICERS[usize::from(*two)]),
            Step::End => end(h, today),
            Step::Amend => {
                self.amendments += 1;
                let mut form = flagged_filing(self.n);
                form["filed_on"] = json!(self.filed);
                form["claims"] = json!([format!("1. A guided missile of the {}th kind.", self.amendments)]);
                let text: Filing = serde_json::from_value(form).expect("a filing");
                amend::amend(cx, &by(h.who("intake1")), filing, &text).map(drop)
            }
            Step::Triage(confirm) => {
                let decision = if *confirm { Decision::Confirm } else { Decision::Dismiss };
                for hit in h.hits(filing).iter().filter(|hit| hit.triage.is_none()) {
                    triage::decide(cx, &by(h.who("exam1")), hit.id, decision, "looked at it")?;
                }
                self.receipt();
                Ok(())
            }
            Step::Flag(e) => named(record::flag(cx, &by(h.who(EXAMINERS[*e])), filing, &why()), &mut self.flags),
            Step::SettleFlag(e) => {
                let flag = *self.flags.last().expect("a flag");
                record::settle_flag(cx, &by(h.who(EXAMINERS[*e])), flag, &why())?;
                self.receipt();
                Ok(())
            }
            Step::License(broad) => {
                let scope = if *broad { Reach::Broad } else { Reach::Narrow };
                let ask = license::GrantInput { scope: Some(scope), petition: None };
                named(license::grant(cx, &officer, filing, &ask), &mut self.licenses)
            }
            Step::RevokeLicense(n) => license::revoke(cx, &officer, nth(&self.licenses, *n), &why()).map(drop),
            Step::Mark(raise) => {
                let level = if *raise { Level::Secret } else { Level::Unclassified };
                let ask = record::CorrectInput {
                    marking: Some(Marking::of(level)),
                    reason: "as found".into(),
                    ..Default::default()
                };
                record::correct(cx, &by(h.who("exam1")), filing, &ask)?;
                h.sign_anew(filing);
                self.receipt();
                Ok(())
            }
            Step::LicenseBeside(which) => {
                let ask = license::GrantInput { scope: None, petition: None };
                license::grant(cx, &officer, self.beside(*which), &ask).map(drop)
            }
            Step::Publish(which) => {
                let what = which.map_or(filing, |which| self.beside(which));
                let ask = record::DisposeInput { how: Disposal::Published, on: today };
                record::dispose(cx, &by(h.who("exam1")), what, &ask).map(drop)
            }
            _ => self.try_under_the_order(step, today),
        }
    }

    fn beside(&self, which: Beside) -> FilingId {
        match which {
            Beside::Other => self.other,
            Beside::Carried => self.carried,
        }
    }

    fn try_under_the_order(&mut self, step: &Step, today: Date) -> Result<(), Error> {
        let h = self.h;
        let (cx, officer, order) = (&h.cx, by(h.who("officer1")), self.order());
        match step {
            Step::Petition(ask, principal) => {
                let who = if *principal { "Ada Marlowe" } else { "Eve Stranger" };
                let done = match ask {
                    Ask::Rescission => petitions::petition_rescission(cx, &officer, order, &rescission(who)),
                    Ask::Permit(days) => petitions::petition_permit(cx, &officer, order, &permit(who, *days, today)),
                    Ask::Type(kind) => {
                        let petition = modification(Some(who.to_owned()), *kind);
                        let ask = petitions::ModificationInput { petition, agency: None };
                        petitions::modify(cx, &officer, order, &ask)
                    }
                };
                named(done, &mut self.petitions)
            }
            Step::Notice(o, a, kind) => {
                let agency = Some(AGENCIES[*a].to_owned());
                let ask = petitions::ModificationInput { petition: modification(None, *kind), agency };
                named(petitions::modify(cx, &by(h.who(OFFICIALS[*o])), order, &ask), &mut self.petitions)
            }
            Step::State(n, o, a, concur) => {
                let ask = petitions::PositionInput {
                    position: if *concur { Position::Concur } else { Position::Object },
                    reason: "as we see it".into(),
                    agency: Some(AGENCIES[*a].to_owned()),
                };
                let petition = nth(&self.petitions, *n);
                petitions::state_position(cx, &by(h.who(OFFICIALS[*o])), petition, &ask).map(drop)
            }
            Step::Decide(n, grant) => {
                let decision = if *grant { Granting::Grant { from: None, until: None } } else { Granting::Deny };
                let ask = petitions::DecisionInput { decision, reason: "on the record".into() };
                petitions::decide(cx, &officer, nth(&self.petitions, *n), &ask).map(drop)
            }
            Step::RevokePermit(n) => permits::revoke(cx, &officer, nth(&self.petitions, *n), &why()).map(drop),
            Step::Appeal(principal) => {
                let ask = appeals::AppealInput {
                    principal: if *principal { "Deepfield Acoustics LLC" } else { "Eve Stranger" }.into(),
                    grounds: "It is known everywhere.".into(),
                    received_on: None,
                };
                named(appeals::receive(cx, &officer, order, &ask), &mut self.appeals)
            }
            Step::HearAppeal => {
                let ask = appeals::AppealDecisionInput { outcome: Outcome::Reversed, reason: "as found".into() };
                appeals::decide(cx, &officer, *self.appeals.last().expect("an appeal"), &ask).map(drop)
            }
            Step::Declassify(a) => {
                let ask = DeclassifyInput {
                    agency: AGENCIES[*a].into(),
                    declassified_on: today,
                    statement: "a memorandum".into(),
                };
                declassify(cx, &officer, order, &ask).map(drop)
            }
            Step::Cover(part) => {
                let ask =
                    CompareInput { order, significant_part: *part, same_applicant: false, reason: "claim 1".into() };
                relate::record_comparison(cx, &by(h.who("exam1")), self.other, &ask).map(drop)
            }
            Step::Seal(a) => {
                let ask = exam::SealInput { agency: AGENCIES[*a].into(), reason: "means of collection".into() };
                exam::seal(cx, &officer, order, &ask).map(drop)
            }
            Step::Unseal => exam::unseal(cx, &officer, order, &why()).map(drop),
            Step::Action => {
                let ask = exam::StepInput { step: Examination::Action, on: None, note: None };
                exam::step(cx, &by(h.who("exam1")), order, &ask).map(drop)
            }
            Step::Violation => {
                let ask = violations::FindingInput {
                    offence: Offence::Disclosure,
                    offender: Offender::Inventor,
                    name: "Ada Marlowe".into(),
                    on: today,
                    evidence: "a talk of that day".into(),
                    without_consent: true,
                };
                named(violations::find(cx, &officer, order, &ask), &mut self.violations)
            }
            Step::HoldViolation(o) => {
                let ask = violations::HoldingInput { holding: Holding::NotHeld, reason: "as found".into() };
                let found = *self.violations.last().expect("a violation");
                violations::decide(cx, &by(h.who(OFFICERS[*o])), found, &ask).map(drop)
            }
            other => panic!("no act under an order: {other:?}"),
        }
    }

    fn order(&self) -> OrderId {
        *self.orders.last().expect("an order")
    }

    /// Whether somebody may be told, or whether one may file in a country.
    pub fn allowed(&self, order: OrderId, ask: &Question) -> bool {
        let answer = permits::may_be_told(&self.h.cx, self.h.who("officer1"), order, ask, None);
        answer.expect("answered").answer.allowed()
    }
}

/// "May the person that every permit names be told?"
pub fn to_tell() -> Question {
    Question { person: Some("Bob Stone".into()), ..Question::default() }
}

/// "May one file in Japan?"
pub fn to_file_in_japan() -> Question {
    Question { country: Some("JP".into()), purpose: Some(Purpose::ForeignFiling), ..Question::default() }
}

fn nth(of: &[EntryId], n: usize) -> EntryId {
    of[crate::law::model::reference::nth_last(of.len(), n).expect("one")]
}

fn need(yes: bool) -> Need {
    if yes { Need::NationalInterestRequires } else { Need::NotRequired }
}

fn rescission(who: &str) -> Rescission {
    Rescission {
        principal: who.into(),
        copies: 2,
        facts: "Published in Vienna in 1911.".into(),
        no_contract: true,
        ..Rescission::default()
    }
}

fn permit(who: &str, days: Option<i32>, today: Date) -> PermitPetition {
    PermitPetition {
        principal: who.into(),
        signed_by: None,
        copies: 2,
        reason: "A subcontractor must build a part.".into(),
        scope: Scope::Persons { people: vec![person("Bob Stone")] },
        purpose: None,
        from: None,
        until: days.map(|days| today.saturating_add(i64::from(days).days())),
    }
}

fn modification(principal: Option<String>, kind: Kind) -> ModificationPetition {
    let order_type = match kind {
        Kind::I => OrderType::I,
        Kind::II => OrderType::II,
        Kind::III => OrderType::III,
    };
    ModificationPetition {
        principal,
        copies: 2,
        reason: "A patent in Japan is wanted.".into(),
        change: Change {
            order_type: Some(order_type),
            countries: (kind == Kind::I).then(|| vec!["JP".into()]),
            conditions: None,
        },
        holders: vec![person("Ken Abe")],
        vouched: true,
        ..ModificationPetition::default()
    }
}

/// A letter that names one order comes to one line.
fn letter(h: &House, who: &str, order: OrderId, yes: bool) -> Result<(), Error> {
    let ask = LetterInput {
        determination: need(yes),
        reason: "as found".into(),
        orders: vec![order.to_string()],
        agency: None,
    };
    let lines = determine_many(&h.cx, &by(h.who(who)), &ask)?;
    match &lines[0].refused {
        None => Ok(()),
        Some(why) => Err(Error::Refused(Refusal::new(&NOT_FOUND, why.detail.clone()))),
    }
}

fn begin(h: &House, war: bool, today: Date, second: &str) -> Result<(), Error> {
    let ask = ProposeInput {
        kind: if war { RegimeKind::War } else { RegimeKind::Emergency },
        begins_on: today,
        citation: "an act of that day".into(),
        provision: Some("35 USC 181".into()),
    };
    let regime = regimes::propose(&h.cx, &by(h.who("officer1")), &ask)?;
    regimes::confirm(&h.cx, &by(h.who(second)), regime.id).map(drop)
}

fn end(h: &House, today: Date) -> Result<(), Error> {
    let all = regimes::list(&h.cx, h.who("officer1"))?;
    let open = all.iter().find(|r| r.status() == RegimeStatus::InForce).expect("one in force");
    let ask = EndInput { ends_on: today, citation: "an act of that day".into() };
    regimes::propose_end(&h.cx, &by(h.who("officer2")), open.id, &ask)?;
    regimes::confirm_end(&h.cx, &by(h.who("officer1")), open.id).map(drop)
}
