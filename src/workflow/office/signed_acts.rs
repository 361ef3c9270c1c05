//! Checks who vouches for the acts of the ledger: that each statement is genuine and about its entry, that a person's own
//! signature is by a key which counted then, and that no statement is missing.
//!
//! Which keys counted, of people and of the Office, is read from the ledger, not from the tables of keys, so that the check needs
//! nothing but the entries, the statements and the public halves.

use crate::auth::keys::Purpose;
use crate::auth::person_key::PersonKey;
use crate::auth::seal::{Kind, PublicKey};
use crate::store::office::signed_acts::{self, SignedAct};
use crate::store::office::{ledger, personal_keys, signing_keys};
use crate::workflow::frame::act::{Ctx, Error};
use crate::workflow::frame::signing::{ActStatement, SIGNED, Signer};
use crate::workflow::office::keys::{INSTALL_KEYS, STATEMENTS};
use crate::workflow::office::ledger::{Finding, Findings};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use domain::base::ids::AccountId;
use domain::base::ledger::{Entry, Outcome, hex};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, HashMap};

/// Entries inspected at a time.
const BATCH: i64 = 2000;

/// The act by which a key begins to count, and the one by which it ends.
pub(crate) const CONFIRM_KEY: &str = "personal_key.confirm";
pub(crate) const END_KEY: &str = "personal_key.end";

/// The detail of the entry by which a key begins to count.
pub(crate) fn confirmed_detail(account: AccountId, thumbprint: &str) -> String {
    format!("account={account} {}", ended_detail(thumbprint))
}

/// The detail of the entry by which a key ends.
pub(crate) fn ended_detail(thumbprint: &str) -> String {
    format!("key={thumbprint}")
}

/// The credentials of people who have signed in begin so.
const OF_A_PERSON: &str = "session:";

/// The value of a fact in the detail of an entry.
fn fact<'a>(detail: &'a str, name: &str) -> Option<&'a str> {
    detail.split(' ').find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
}

/// What is wrong with the statement about an act.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unproven {
    #[error("nobody vouches for it")]
    Missing,
    #[error("there is a statement about it, and its entry does not say so")]
    NotEntered,
    #[error("the statement about it is not taken: {0}")]
    NotGenuine(String),
    #[error("the statement about it is about something else: {0}")]
    OfAnother(&'static str),
    #[error("the person's signature is not taken: {0}")]
    NotThePersons(String),
}

/// Follows the ledger and checks each act that somebody vouches for.
///
/// An act that was done by way of another is entered just before it, in one transaction: by the same credential and at the
/// same instant. The statement about the last of them vouches for all.
pub struct Checker<'k> {
    office: &'k [PublicKey],
    keys: &'k HashMap<String, PersonKey>,
    /// The name of the office key that signs at this entry.
    signing: Option<String>,
    /// The keys that count at this entry, with the account of each.
    in_force: HashMap<String, String>,
    /// Whether an act was signed before: from then on every act of a kind that is signed must be.
    begun: bool,
    /// Entries of one transaction that must be signed, and are not so far.
    waiting: Vec<i64>,
    /// Credential and instant of the entry before.
    before: Option<(String, Timestamp)>,
    counted: Counted,
    wrong: Vec<(i64, Unproven)>,
}

impl<'k> Checker<'k> {
    /// Begins before the first entry. `office` are the office keys of all times, `keys` the public halves of people's keys, by
    /// their names.
    pub fn new(office: &'k [PublicKey], keys: &'k HashMap<String, PersonKey>) -> Self {
        Self {
            office,
            keys,
            signing: None,
            in_force: HashMap::new(),
            begun: false,
            waiting: vec![],
            before: None,
            counted: Counted::default(),
            wrong: vec![],
        }
    }
    /// Looks at the next entry, with the statement about it if there is one; returns what a genuine statement says.
    pub fn next(&mut self, entry: &Entry, statement: Option<&str>) -> Option<ActStatement> {
        self.follow_keys(entry);
        let now = (entry.act.credential.clone(), entry.act.at);
        if self.before.as_ref() != Some(&now) {
            self.give_up_waiting();
        }
        self.before = Some(now);
        let stated = match (Signer::noted(&entry.act.detail), statement) {
            (Some(signer), Some(statement)) => self.check(entry, signer, statement),
            (Some(_), None) => Err(Unproven::Missing),
            (None, Some(_)) => Err(Unproven::NotEntered),
            (None, None) => {
                if self.begun && must_be_signed(entry) {
                    self.waiting.push(entry.seq);
                }
                return None;
            }
        };
        self.begun = true;
        match stated {
            Ok(stated) => {
                self.waiting.clear();
                match stated.signer {
                    Signer::Person => self.counted.by_person += 1,
                    Signer::Service => self.counted.by_service += 1,
                }
                Some(stated)
            }
            Err(wrong) => {
                self.wrong.push((entry.seq, wrong));
                None
            }
        }
    }
    fn give_up_waiting(&mut self) {
        self.wrong.extend(self.waiting.drain(..).map(|seq| (seq, Unproven::Missing)));
    }
    /// What was found wrong since this was asked last, with the number of the entry. At the end of the ledger nothing more comes
    /// that could vouch for an act.
    pub fn take_wrong(&mut self, is_end: bool) -> Vec<(i64, Unproven)> {
        if is_end {
            self.give_up_waiting();
        }
        std::mem::take(&mut self.wrong)
    }
    /// How many acts were found signed so far.
    pub fn counted(&self) -> Counted {
        self.counted
    }
    fn follow_keys(&mut self, entry: &Entry) {
        let act = &entry.act;
        let said = |name| fact(&act.detail, name).map(str::to_owned);
        match (act.outcome, act.act.as_str()) {
            (Outcome::Done, INSTALL_KEYS) => self.signing = said(STATEMENTS).or(self.signing.take()),
            (Outcome::Done, CONFIRM_KEY) => self.in_force.extend(said("key").zip(said("account"))),
            (Outcome::Done, END_KEY) => drop(said("key").and_then(|key| self.in_force.remove(&key))),
            _ => {}
        }
    }
    /// What a statement says, if the office key has signed it that the ledger names for this time.
    fn read(&self, statement: &str) -> Result<ActStatement, Unproven> {
        let not_taken = |why: String| Unproven::NotGenuine(why);
        let signing = self.signing.as_deref().ok_or_else(|| not_taken("the ledger names no office key".to_owned()))?;
        let key = self.office.iter().find(|key| key.id() == signing);
        let key = key.ok_or_else(|| not_taken(format!("there is no office key {signing}")))?;
        key.verify(Kind::Act, statement).map_err(|e| not_taken(e.to_string()))
    }
    fn check(&self, entry: &Entry, signer: Signer, statement: &str) -> Result<ActStatement, Unproven> {
        let stated: ActStatement = self.read(statement)?;
        let same = [
            ("entry", stated.seq == entry.seq && stated.hash == entry.hash),
            ("act", stated.act == entry.act.act && stated.subject == entry.act.subject),
            ("person", stated.person == entry.act.actor),
            ("time", stated.at == entry.act.at),
            ("signer", stated.signer == signer && stated.own.is_some() == (signer == Signer::Person)),
        ];
        if let Some((what, _)) = same.iter().find(|(_, same)| !same) {
            return Err(Unproven::OfAnother(what));
        }
        let Some(own) = &stated.own else { return Ok(stated) };
        let not_theirs = |why: String| Unproven::NotThePersons(why);
        if self.in_force.get(&own.key) != Some(&stated.account.to_string()) {
            return Err(not_theirs(format!("the key {} did not count as that of this account", own.key)));
        }
        let key = self.keys.get(&own.key).ok_or_else(|| not_theirs(format!("there is no key {}", own.key)))?;
        let covered = own.verify(key).map_err(|e| not_theirs(e.to_string()))?;
        let request = &stated.request;
        let covered = (covered.method, covered.path, covered.if_match, hex(&covered.content_sha256));
        let sent =
            (request.method.clone(), request.path.clone(), request.if_match.clone(), request.content_sha256.clone());
        if covered != sent {
            return Err(not_theirs("it covers another request".to_owned()));
        }
        Ok(stated)
    }
}

/// Whether somebody must vouch for an act: one that a person who had signed in has done by a request.
fn must_be_signed(entry: &Entry) -> bool {
    let act = &entry.act;
    act.outcome == Outcome::Done && act.credential.starts_with(OF_A_PERSON) && SIGNED.contains(&act.act.as_str())
}

/// The public halves of people's keys, by their names. A key whose row was edited is left out; the comparison of evidence names
/// the row.
pub fn public_keys(cx: &Ctx) -> Result<HashMap<String, PersonKey>, Error> {
    let all = cx.read(|conn| Ok(personal_keys::all(conn, None)?))?;
    let keys = all.into_iter().filter_map(|(key, _)| PersonKey::parse(&key.public_key).ok());
    Ok(keys.map(|key| (key.thumbprint(), key)).collect())
}

/// The public halves of the office keys of all times: one that was lost has signed what it has signed. What is no key is left out;
/// the comparison of evidence names its row.
pub fn office_keys(cx: &Ctx) -> Result<Vec<PublicKey>, Error> {
    let all = cx.read(|conn| Ok(signing_keys::all(conn)?))?;
    let statements = all.into_iter().filter(|key| key.purpose == Purpose::Statements.name());
    let bytes = statements.filter_map(|key| BASE64.decode(&key.public_key).ok()?.try_into().ok());
    Ok(bytes.filter_map(|bytes| PublicKey::of(bytes).ok()).collect())
}

/// How many acts are signed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Acts that people have signed with keys of their own.
    pub by_person: u64,
    /// Acts that the service has signed for people.
    pub by_service: u64,
}

/// Checks who vouches for the acts, entry by entry, in a fixed amount of memory. What is wrong is added to the findings.
pub fn verify(cx: &Ctx, findings: &mut Findings) -> Result<Counted, Error> {
    let (office, keys) = (office_keys(cx)?, public_keys(cx)?);
    let mut checker = Checker::new(&office, &keys);
    let mut after = 0;
    loop {
        let (entries, statements) = cx.read(|conn| {
            let entries = ledger::after(conn, after, BATCH)?;
            // Behind the last entry there is none, and before the first one neither.
            let from = if after == 0 { i64::MIN } else { after };
            let to = entries.last().map_or(i64::MAX, |e| e.seq);
            Ok::<_, Error>((entries, signed_acts::between(conn, from, to)?))
        })?;
        let mut statements: BTreeMap<i64, SignedAct> = statements.into_iter().map(|s| (s.seq, s)).collect();
        for entry in &entries {
            let found = statements.remove(&entry.seq);
            let stated = checker.next(entry, found.as_ref().map(|s| s.statement.as_str()));
            if stated.zip(found).is_some_and(|(stated, found)| !is_as_stated(&stated, &found)) {
                findings.add(Finding::of_signed_act(entry.seq, &Unproven::OfAnother("content")));
            }
        }
        for (seq, wrong) in checker.take_wrong(entries.is_empty()) {
            findings.add(Finding::of_signed_act(seq, &wrong));
        }
        for seq in statements.into_keys() {
            findings.add(Finding::of_signed_act(seq, &Unproven::NotEntered));
        }
        let Some(last) = entries.last() else { break };
        after = last.seq;
    }
    Ok(checker.counted())
}

/// Whether what is kept beside a statement is what it says.
fn is_as_stated(stated: &ActStatement, kept: &SignedAct) -> bool {
    let own_sha256 = stated.own.as_ref().map(|own| hex(&Sha256::digest(&own.base)));
    stated.request.content_sha256 == hex(&Sha256::digest(&kept.content)) && own_sha256 == kept.own_sha256
}
