//! What happens between the check of a token and the session that it begins.

use super::*;
use crate::auth::issuer::CheckedToken;
use crate::workflow::frame::testing::{TestOffice, any};
use crate::workflow::office::accounts as office_accounts;
use crate::workflow::office::identities::{self, IdentityInput};
use crate::workflow::office::issuers::{self, IssuerInput};
use crate::workflow::office::sessions::{self, Opening, Session};
use domain::base::actor::{Account, Actor, Role};
use domain::base::ids::{IdentityId, IssuerId};
use domain::base::marking::Level;
use jiff::ToSpan as _;
use serde_json::json;

const HOME: &str = "192.0.2.1";

struct Bench {
    office: TestOffice,
    account: Account,
    issuer: IssuerId,
    identity: IdentityId,
    now: Timestamp,
}

fn bench() -> Bench {
    let office = TestOffice::new();
    let now = office.cx.now();
    let account = office.account("navy1", Role::Official, Some("NAVY"), Level::Secret);
    let keeper = Actor::command_line();
    let terms = json!({"audience": "subrosa", "algorithms": ["EdDSA"], "roles": ["official"]});
    let asked = IssuerInput {
        agency: "NAVY".into(),
        iss: "https://id.navy.example".into(),
        terms: serde_json::from_value(terms).expect("terms"),
        active_from: None,
        active_until: Some(now + 1.hours()),
    };
    let issuer = issuers::propose(&office.cx, &any(&keeper), &asked, now).expect("added").id;
    let asked = IdentityInput { issuer_id: issuer, subject: "7c1f".into() };
    let identity = identities::propose(&office.cx, &any(&keeper), account.id, &asked).expect("bound").id;
    Bench { office, account, issuer, identity, now }
}

impl Bench {
    fn token(&self, hash: &str) -> IssuerToken {
        IssuerToken {
            issuer: self.issuer,
            issuer_until: Some(self.now + 1.hours()),
            said: CheckedToken {
                subject: "7c1f".into(),
                roles: None,
                proved_at: None,
                attests_factor: false,
                hash: hash.into(),
                remembered_until: self.now + 10.minutes(),
            },
        }
    }
    fn prove(&self, hash: &str) -> Proved {
        let begun = attempt(&self.office.cx, self.token(hash), HOME, self.now).expect("counted");
        prove(&self.office.cx, begun, SentFactor { is_sent: false, period: None }).expect("proved")
    }
    fn begin(&self, proved: &Proved, refresh_hash: &str) -> Result<Session, &'static str> {
        let opening = Opening { refresh_hash, now: self.now, expires_at: self.now + 12.hours() };
        match sessions::begin(&self.office.cx, proved, opening) {
            Ok((account, session)) => {
                Ok(sessions::current(&self.office.cx, account.id, session, account.stamp, self.now).expect("live").1)
            }
            Err(Error::Refused(refusal)) => Err(refusal.code.code),
            Err(e) => panic!("{e}"),
        }
    }
}

#[test]
fn s_12_s_13_what_ends_between_the_check_of_a_token_and_its_session_ends_it() {
    type End = fn(&Bench);
    let ends: [(&str, End); 4] = [
        ("the issuer", |b| {
            issuers::end(&b.office.cx, &any(&Actor::command_line()), b.issuer, b.now).expect("ended");
        }),
        ("the identity", |b| {
            identities::end(&b.office.cx, &any(&Actor::command_line()), b.identity, b.now).expect("ended");
        }),
        ("the account", |b| {
            let off = office_accounts::Change { enabled: Some(false), ..Default::default() };
            office_accounts::change(&b.office.cx, &any(&Actor::command_line()), b.account.id, &off).expect("changed");
        }),
        ("the first use", |b| {
            b.begin(&b.prove("t1"), "other").expect("begun");
        }),
    ];
    for (name, end) in ends {
        let b = bench();
        let proved = b.prove("t1");
        end(&b);
        assert_eq!(b.begin(&proved, "late"), Err("session.exchange_failed"), "{name} has ended");
    }
    let b = bench();
    let session = b.begin(&b.prove("t1"), "one").expect("begun");
    assert_eq!((session.issuer, session.expires_at), (Some(b.issuer), b.now + 1.hours()));
    assert_eq!(
        (session.password_at, session.factor_at),
        (Timestamp::UNIX_EPOCH, None),
        "nothing says when it was proved"
    );
}

#[test]
fn s_07_passwords_that_are_guessed_close_no_account_to_the_tokens_of_its_issuer() {
    let b = bench();
    for n in 0..100 {
        let guess = sessions::attempt(&b.office.cx, "navy1", &format!("198.51.100.{n}"), b.now).expect("counted");
        assert!(guess.prove(false, None).is_err());
    }
    b.begin(&b.prove("t1"), "one").expect("begun");
}

#[test]
fn used_tokens_are_forgotten_once_they_have_expired() {
    let b = bench();
    b.begin(&b.prove("t1"), "one").expect("begun");
    let used = || {
        let found = b.office.cx.read(|conn| Ok(crate::store::office::issuers::is_used(conn, b.issuer, "t1")?));
        found.expect("read")
    };
    crate::workflow::office::housekeeping::tidy(&b.office.cx, b.now + 9.minutes()).expect("tidied");
    assert!(used());
    crate::workflow::office::housekeeping::tidy(&b.office.cx, b.now + 11.minutes()).expect("tidied");
    assert!(!used());
}
