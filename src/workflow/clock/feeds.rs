//! Deadlines in people's calendars: the calendar itself, and the secret addresses at which calendar programs, which
//! send no tokens, fetch it. Each fetch decides anew what the owner may see.

use crate::formats::icalendar::{self, Event};
use crate::store::clock::feeds;
use crate::store::office::accounts;
use crate::workflow::clock::clocks::{self, ClockQuery, ClockView, READERS};
use crate::workflow::frame::{case, input};
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::Actor;
use domain::base::ids::FeedId;
use domain::base::refusal::{INVALID, Refusal};
use domain::review::access::{self, not_found};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Days a calendar looks ahead.
const AHEAD: i64 = 60;

/// Most deadlines in one calendar.
const MOST: usize = 5000;

/// Most feeds of one person.
const MOST_FEEDS: usize = 10;

/// A calendar feed as its owner sees it. Its secret address is shown once, when the feed is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CalendarFeed)]
pub struct FeedView {
    /// Id of the feed.
    #[schema(value_type = uuid::Uuid)]
    pub id: FeedId,
    /// Counts changes of the feed.
    #[serde(rename = "etag", alias = "version", with = "crate::workflow::frame::etag")]
    #[schema(value_type = String, example = "\"1\"")]
    pub version: i32,
    /// What its owner calls the feed.
    #[schema(example = "desk phone")]
    pub name: String,
    /// When the feed was made.
    pub created_at: Timestamp,
}

impl From<feeds::Feed> for FeedView {
    fn from(f: feeds::Feed) -> Self {
        let feeds::Feed { id, name, created_at, version, .. } = f;
        Self { id, name, created_at, version }
    }
}

/// A feed to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewFeed)]
pub struct FeedInput {
    /// What its owner calls the feed.
    #[schema(example = "desk phone")]
    pub name: String,
}

/// The deadlines that this reader may see, as an iCalendar that does not say what they are about.
pub fn calendar(cx: &Ctx, actor: &Actor) -> Result<String, Error> {
    let until = cx.today().saturating_add(AHEAD.days());
    let query = ClockQuery { due_before: Some(until), limit: MOST + 1, ..ClockQuery::default() };
    let due = clocks::due(cx, actor, &query)?;
    let domain = &cx.settings.mail_domain;
    let mut events: Vec<Event> = due.iter().take(MOST).map(|c| event_of(c, domain)).collect();
    events.extend((due.len() > MOST).then(|| event_of_the_rest(cx.today(), domain)));
    Ok(icalendar::calendar("Deadlines", &events, cx.now()))
}

/// What a calendar says that leaves deadlines out.
fn event_of_the_rest(today: Date, domain: &str) -> Event {
    Event {
        uid: format!("more-deadlines@{domain}"),
        day: today,
        summary: "More deadlines than this calendar holds".to_owned(),
        description: format!("It holds the nearest {MOST}. The list of deadlines has all of them."),
    }
}

fn event_of(clock: &ClockView, domain: &str) -> Event {
    let act_by = match clock.working_deadline {
        Some(day) if day != clock.due_on => format!(" Last business day before: {day}."),
        _ => String::new(),
    };
    Event {
        uid: format!("{}@{domain}", clock.uid()),
        day: clock.due_on,
        summary: clock.kind.neutral_words().to_owned(),
        description: format!("Reference {}.{act_by}", clock.reference),
    }
}

/// Makes a feed for the caller. Only the hash of its secret comes here. A repeated request gets the answer of the
/// first; the caller sees by the hash that its new secret is not the one on record.
pub fn make(cx: &Ctx, by: &By<'_>, ask: &FeedInput, secret_hash: &str) -> Result<FeedMade, Error> {
    cx.act(by, "feed.make", "feed:new", |tx, record| {
        access::role(by.actor, &READERS)?;
        let account = case::signer(by.actor)?;
        if feeds::of_account(tx, account)?.len() >= MOST_FEEDS {
            return Err(Refusal::new(&INVALID, format!("You have {MOST_FEEDS} feeds. Revoke one first.")).into());
        }
        let feed = feeds::Feed {
            id: FeedId::fresh(&*cx.ids),
            account,
            name: input::line(&ask.name, "name")?,
            created_at: cx.now(),
            revoked_at: None,
            version: 1,
        };
        feeds::insert(tx, &feed, secret_hash)?;
        record.subject = format!("feed:{}", feed.id);
        Ok(FeedMade { feed: feed.into(), secret_hash: secret_hash.to_owned() })
    })
}

/// A feed that was made, with the hash of its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedMade {
    pub feed: FeedView,
    pub secret_hash: String,
}

/// The feeds of the caller.
pub fn list(cx: &Ctx, actor: &Actor) -> Result<Vec<FeedView>, Error> {
    access::role(actor, &READERS)?;
    let account = case::signer(actor)?;
    cx.read(|conn| Ok(feeds::of_account(conn, account)?.into_iter().map(FeedView::from).collect()))
}

/// Revokes a feed of the caller, for ever.
pub fn revoke(cx: &Ctx, by: &By<'_>, id: FeedId) -> Result<FeedView, Error> {
    cx.act(by, "feed.revoke", format!("feed:{id}"), |tx, _| {
        access::role(by.actor, &READERS)?;
        let account = case::signer(by.actor)?;
        let feed = feeds::find(tx, id)?.filter(|f| f.account == account).ok_or_else(not_found)?;
        if feed.revoked_at.is_some() {
            return Err(access::already_ended().into());
        }
        by.check_version(feed.version)?;
        feeds::revoke(tx, id, cx.now())?;
        Ok(feeds::Feed { version: feed.version + 1, ..feed }.into())
    })
}

/// The calendar of a secret: what its owner may see now. It is not found if the secret is unknown or revoked, or if the
/// owner is switched off or has another role by now.
pub fn fetch(cx: &Ctx, secret_hash: &str) -> Result<String, Error> {
    let owner = cx.read(|conn| {
        let Some(feed) = feeds::find_by_secret(conn, secret_hash)? else { return Ok::<_, Error>(None) };
        let account = accounts::get(conn, feed.account)?.filter(|a| a.enabled);
        Ok(account.map(|a| Actor::of(&a, format!("feed:{}", feed.id), cx.today())))
    })?;
    match owner.filter(|a| access::role(a, &READERS).is_ok()) {
        Some(owner) => calendar(cx, &owner),
        None => Err(not_found().into()),
    }
}
