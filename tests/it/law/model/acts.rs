//! Whether an act is done, and what it changes: the law of one filing, told a second time and simply.

use crate::law::model::order::{Order, Regime};
use crate::law::model::petition::Petition;
use crate::law::model::reference::{Flag, Hits, Model, Referral, nth_last};
use crate::law::model::steps::{AGENCIES, Ask, Beside, Kind, OFFICIALS, READERS, Step, acts_for};
use domain::order::OrderStatus;
use jiff::civil::Date;

impl Model {
    /// Takes a step; whether it is done. `None`: there is nothing it could be tried on.
    pub fn take(&mut self, step: &Step, today: Date) -> Option<bool> {
        let regimes = self.regimes.clone();
        Some(match step {
            Step::Refer(a) => {
                let over = !self.orders.is_empty() && !self.in_effect(today);
                let done = match self.referrals.get(a) {
                    None | Some(Referral::Closed) => true,
                    Some(Referral::Answered { taken_up }) => *taken_up && over,
                    Some(Referral::Open) => false,
                };
                if done {
                    self.referrals.insert(*a, Referral::Open);
                    self.last_referral = Some(today);
                }
                done
            }
            Step::Sign(r, a) => {
                let state = self.referrals.get(a)?;
                let may = acts_for(READERS[*r], AGENCIES[*a]) && self.takes_signatures(*a, *state);
                may && self.signed.insert(*r)
            }
            Step::Opine(r, a) => {
                let state = self.referrals.get(a)?;
                let reviewer = ["navy1", "army1", "doe2"].contains(&READERS[*r]);
                let may = reviewer && acts_for(READERS[*r], AGENCIES[*a]);
                may && self.signed.contains(r) && *state != Referral::Closed
            }
            Step::Recommend(o, a, would) => {
                let state = *self.referrals.get(a)?;
                let done = self.speaks_for(*o, *a) && state == Referral::Open;
                if done {
                    let mut joins = false;
                    if let Some(order) = self.live(today).filter(|_| *would) {
                        order.sponsors.insert(*a, None);
                        order.joined.insert(*a, today);
                        joins = true;
                    }
                    let state = if *would { Referral::Answered { taken_up: joins } } else { Referral::Closed };
                    self.referrals.insert(*a, state);
                }
                done
            }
            Step::Issue => {
                // An order over by law is settled first, in the same transaction: kept only if it issues.
                let mut settled = self.clone();
                if settled.orders.last().is_some_and(|o| o.status(today, &regimes) == OrderStatus::Lapsed) {
                    settled.settle_order(today);
                }
                let waiting = settled.waiting();
                let done = settled.live(today).is_none() && !waiting.is_empty();
                if done {
                    *self = settled;
                    for a in &waiting {
                        self.referrals.insert(*a, Referral::Answered { taken_up: true });
                    }
                    self.orders.push(Order::issued(waiting, self.marked, today));
                }
                done
            }
            Step::Determine(o, a, yes) => {
                self.orders.last()?;
                let may = self.speaks_for(*o, *a);
                may && self.live(today).is_some_and(|order| order.answer(*a, *yes, today, &regimes))
            }
            Step::Letter(o, yes) => {
                self.orders.last()?;
                let mut done = false;
                let theirs: Vec<usize> = (0..AGENCIES.len()).filter(|a| self.speaks_for(*o, *a)).collect();
                if let Some(order) = self.live(today) {
                    for a in order.sponsors_on(today).into_iter().filter(|a| theirs.contains(a)) {
                        done |= order.answer(a, *yes, today, &regimes);
                    }
                }
                done
            }
            Step::Begin(war, two) => {
                if self.regimes.iter().any(|r| r.to.is_none()) {
                    return None;
                }
                if *two {
                    self.regimes.push(Regime { war: *war, from: today, to: None });
                }
                *two
            }
            Step::End => {
                self.regimes.iter_mut().find(|r| r.to.is_none())?.to = Some(today);
                true
            }
            Step::Renew => {
                self.orders.last()?;
                self.live(today).is_some_and(|order| {
                    let (number, until) = (order.next_number(&regimes), order.until(&regimes));
                    let done = order.last().1 <= today && !order.carried(number, until).is_empty();
                    if done {
                        order.renew(&regimes);
                    }
                    done
                })
            }
            Step::AskRescission(o, a) => {
                self.orders.last()?;
                let may = self.speaks_for(*o, *a);
                let sponsor = |order: &mut Order| order.sponsors_on(today).contains(a) && order.asked.insert(*a);
                may && self.live(today).is_some_and(sponsor)
            }
            Step::Rescind => {
                self.orders.last()?;
                let all = |order: &mut Order| order.sponsors_on(today).iter().all(|a| order.asked.contains(a));
                let done = self.live(today).is_some_and(all);
                if done {
                    self.rescind(today);
                }
                done
            }
            Step::Pass(..) | Step::Approach(..) => return None,
            Step::Amend | Step::Triage(_) | Step::Flag(_) | Step::SettleFlag(_) => {
                return self.take_of_the_text(step, today);
            }
            Step::License(_) | Step::RevokeLicense(_) => return self.take_of_the_license(step, today),
            Step::Mark(_) | Step::Declassify(_) | Step::Cover(_) | Step::LicenseBeside(_) | Step::Publish(_) => {
                return self.take_of_the_holds(step, today);
            }
            _ => return self.take_under_the_order(step, today),
        })
    }

    /// Whether people of an agency may sign for the filing: its referral is open, or it answers for an order.
    fn takes_signatures(&self, agency: usize, state: Referral) -> bool {
        state != Referral::Closed || self.orders.iter().any(|o| o.sponsors.contains_key(&agency))
    }

    /// Whether a reader may sign for the filing under any of its referrals.
    fn can_sign(&self, reader: usize) -> bool {
        let may = |(agency, state): (&usize, &Referral)| {
            acts_for(READERS[reader], AGENCIES[*agency]) && self.takes_signatures(*agency, *state)
        };
        self.referrals.iter().any(may)
    }

    /// Whether an official acts for an agency and has signed for the filing: nobody else sees the case.
    fn speaks_for(&self, official: usize, agency: usize) -> bool {
        let who = OFFICIALS[official];
        let signed = READERS.iter().position(|r| *r == who).is_some_and(|r| self.signed.contains(&r));
        signed && acts_for(who, AGENCIES[agency])
    }

    fn rescind(&mut self, today: Date) {
        if let Some(order) = self.live(today) {
            order.ended = Some((OrderStatus::Rescinded, today));
        }
        self.close_answered();
    }

    fn take_of_the_text(&mut self, step: &Step, today: Date) -> Option<bool> {
        Some(match step {
            Step::Amend => {
                // By the ordinary way, which is closed under an order and for classified papers.
                let done = !self.is_held_by_an_order(today) && !self.marked;
                if done && self.hits == Hits::Dismissed {
                    self.hits = Hits::Undecided;
                }
                done
            }
            Step::Triage(confirm) => {
                if self.hits != Hits::Undecided {
                    return None;
                }
                self.hits = if *confirm { Hits::Confirmed } else { Hits::Dismissed };
                self.receipt(today);
                true
            }
            Step::Flag(by) => {
                self.flags.push(Flag { by: *by, on: today, settled: false });
                true
            }
            Step::SettleFlag(by) => {
                let flag = self.flags.last_mut()?;
                let done = !flag.settled && flag.by != *by;
                flag.settled |= done;
                if done {
                    self.receipt(today);
                }
                done
            }
            _ => return None,
        })
    }

    fn take_of_the_license(&mut self, step: &Step, today: Date) -> Option<bool> {
        Some(match step {
            Step::License(broad) => {
                let over = ["clear", "released"].contains(&self.status(today));
                // Never broad once an agency had it.
                let reaches = !*broad || self.referrals.is_empty();
                let more = self.license().is_none_or(|n| *broad && !self.licenses[n].0);
                let done = over && reaches && more;
                if done {
                    self.licenses.push((*broad, false));
                }
                done
            }
            Step::RevokeLicense(n) => {
                let n = nth_last(self.licenses.len(), *n)?;
                let done = self.license() == Some(n);
                self.licenses[n].1 |= done;
                done
            }
            _ => return None,
        })
    }

    fn take_of_the_holds(&mut self, step: &Step, today: Date) -> Option<bool> {
        let regimes = self.regimes.clone();
        Some(match step {
            Step::Mark(true) => {
                if !self.marked {
                    self.turned = Some(today);
                    // Everybody signs anew who still can.
                    let signed = std::mem::take(&mut self.signed);
                    self.signed = signed.into_iter().filter(|r| self.can_sign(*r)).collect();
                    // It becomes the matter of every order that runs, or ends on this day.
                    for o in &mut self.orders {
                        if o.status(today, &regimes) == OrderStatus::InEffect
                            || o.ended == Some((OrderStatus::Rescinded, today))
                        {
                            o.classify();
                        }
                    }
                }
                (self.marked, self.raised) = (true, Some(today));
                true
            }
            Step::Mark(false) => {
                let done = !self.marked || self.orders.iter().any(|o| self.lets_lower(o));
                self.marked &= !done;
                if done {
                    self.receipt(today);
                }
                done
            }
            Step::Declassify(a) => {
                let order = self.orders.last_mut()?;
                let done = order.classified && order.sponsors.contains_key(a) && order.declassified_by.insert(*a);
                if done && order.sponsors.keys().all(|a| order.declassified_by.contains(a)) {
                    order.classified = false;
                    if order.status(today, &regimes) != OrderStatus::InEffect {
                        self.close_answered();
                    }
                }
                done
            }
            Step::Cover(part) => {
                let last = self.orders.len().checked_sub(1)?;
                let done = !*part || self.orders[last].holds_matter(today, &regimes);
                if done && *part {
                    self.covering.insert(last);
                } else if done {
                    self.covering.remove(&last);
                }
                done
            }
            Step::LicenseBeside(Beside::Carried) => false,
            Step::LicenseBeside(Beside::Other) => {
                let done = !self.is_covering(today) && !self.license_beside;
                self.license_beside |= done;
                done
            }
            Step::Publish(Some(Beside::Carried)) => false,
            Step::Publish(Some(Beside::Other)) if self.is_covering(today) => false,
            Step::Publish(None) if self.is_unpublishable(today) => false,
            _ => return None,
        })
    }

    /// Whether every sponsor of an order took back that its matter is classified, and the marking is not younger.
    fn lets_lower(&self, o: &Order) -> bool {
        let last = match o.ended {
            Some((_, day)) => day.yesterday().expect("a day"),
            None => o.until(&self.regimes),
        };
        !o.classified && !o.declassified_by.is_empty() && self.raised.is_none_or(|day| day <= last)
    }

    fn take_under_the_order(&mut self, step: &Step, today: Date) -> Option<bool> {
        let last = self.orders.len().checked_sub(1)?;
        let in_effect = self.in_effect(today);
        Some(match step {
            Step::Petition(ask, principal) => {
                let same = *ask == Ask::Type(self.orders[last].kind.0);
                let done = in_effect && *principal && !same;
                if done {
                    self.petitions.push(Petition::new(last, *ask, None, today));
                }
                done
            }
            Step::Notice(o, a, kind) => {
                let order = &self.orders[last];
                let sponsor = self.speaks_for(*o, *a) && order.sponsors_on(today).contains(a);
                let done = in_effect && sponsor && order.kind.0 != *kind;
                if done {
                    self.petitions.push(Petition::new(last, Ask::Type(*kind), Some(*a), today));
                }
                done
            }
            Step::State(n, o, a, concur) => {
                let n = nth_last(self.petitions.len(), *n)?;
                let speaks = self.speaks_for(*o, *a);
                let (p, order) = (&mut self.petitions[n], &mut self.orders[last]);
                let sponsor = speaks && order.sponsors_on(today).contains(a);
                let open = p.decided.is_none() || p.is_permit() && p.granted();
                let done = in_effect && p.order == last && sponsor && open && !p.said.contains_key(a);
                if done {
                    p.said.insert(*a, *concur);
                    if *concur && p.ask == Ask::Rescission {
                        order.asked.insert(*a);
                    }
                }
                done
            }
            Step::Decide(n, grant) => {
                let n = nth_last(self.petitions.len(), *n)?;
                let decisions = self.petitions.iter().filter(|p| p.decided.is_some()).count();
                let (p, order) = (&mut self.petitions[n], &mut self.orders[last]);
                let may = !*grant || in_effect && p.order == last && p.may_be_granted(order, today);
                let done = p.decided.is_none() && may;
                if done {
                    p.decided = Some((*grant, today, decisions));
                    match p.ask {
                        Ask::Type(kind) if *grant => {
                            if kind == Kind::II && order.kind.0 != Kind::II {
                                order.classify();
                            }
                            order.kind = (kind, Some(today));
                        }
                        Ask::Rescission if *grant => self.rescind(today),
                        _ => {}
                    }
                }
                done
            }
            Step::RevokePermit(n) => {
                let n = nth_last(self.petitions.len(), *n)?;
                let p = &mut self.petitions[n];
                let done = in_effect && p.order == last && p.is_permit() && p.granted() && !p.revoked && p.runs(today);
                p.revoked |= done;
                done
            }
            Step::Appeal(principal) => {
                let denied = |p: &&mut Petition| {
                    p.order == last && p.ask == Ask::Rescission && matches!(p.decided, Some((false, ..)))
                };
                let p = self.petitions.iter_mut().filter(denied).max_by_key(|p| p.decided.map(|(.., n)| n));
                let done =
                    in_effect && *principal && p.as_ref().is_some_and(|p| !p.appealed && p.appeal_in_time(today));
                if let Some(p) = p.filter(|_| done) {
                    p.appealed = true;
                    self.appeals.push(false);
                }
                done
            }
            Step::HearAppeal => !std::mem::replace(self.appeals.last_mut()?, true),
            Step::Seal(a) => {
                let order = &mut self.orders[last];
                let done = in_effect && order.sponsors_on(today).contains(a) && !order.sealed;
                order.sealed |= done;
                done
            }
            Step::Unseal => in_effect && std::mem::replace(&mut self.orders[last].sealed, false),
            Step::Action => in_effect && !self.orders[last].sealed,
            Step::Violation => {
                if in_effect {
                    self.violations.push(false);
                }
                in_effect
            }
            // The first officer found it.
            Step::HoldViolation(officer) => {
                let decided = self.violations.last_mut()?;
                let done = *officer != 0 && !*decided;
                *decided |= done;
                done
            }
            _ => return None,
        })
    }
}
