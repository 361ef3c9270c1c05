//! What an auditor with a low clearance is not shown of the ledger. S-02.

use crate::frame::office::{TestOffice, everywhere, refused};
use domain::base::actor::Actor;
use domain::base::ids::FilingId;
use domain::base::marking::{Clearance, Level};
use domain::base::order_type::OrderType;
use serde_json::json;
use subrosa::workflow::filing::filings;
use subrosa::workflow::office::ledger::{EntryRead, entries};

/// An auditor who is cleared for SECRET.
fn low_auditor(h: &TestOffice) -> Actor {
    Actor { clearance: Clearance(Level::Secret), ..h.who("audit1").clone() }
}

fn read(h: &TestOffice, actor: &Actor) -> Vec<EntryRead> {
    entries(&h.cx, actor, 0, i64::MAX).expect("the ledger")
}

fn says(read: &EntryRead, word: &str) -> bool {
    let act = &read.entry.act;
    format!("{} {} {}", act.act, act.subject, act.detail).contains(word)
}

#[test]
fn l2_an_auditor_reads_no_act_on_a_filing_above_the_own_clearance_and_follows_the_chain() {
    everywhere("acts withheld", |h| {
        let order = |n, marking| h.order(n, &[("NAVY", "navy2", Some(OrderType::III))], json!({"marking": marking}));
        let (above, within) = (order(1, "TS"), order(2, "S"));
        let nothing: FilingId = "01900000-0000-7000-8000-0000000fffff".parse().expect("an id");
        assert_eq!(refused(filings::get(&h.cx, h.who("exam1"), nothing)), "not_found");
        let (whole, seen) = (read(h, h.who("audit1")), read(h, &low_auditor(h)));
        assert!(whole.iter().all(|e| !e.is_withheld), "cleared for every marking");
        let chain = |all: &[EntryRead]| {
            all.iter().map(|e| (e.entry.seq, e.entry.prev_hash.clone(), e.entry.hash.clone())).collect::<Vec<_>>()
        };
        assert_eq!(chain(&whole), chain(&seen));
        let shown = |word: &str| seen.iter().filter(|e| !e.is_withheld && says(e, word)).count();
        let named = |word: &str| whole.iter().filter(|e| says(e, word)).count();
        for word in [above.id.to_string(), above.filing_id.to_string(), above.number.clone()] {
            assert!(named(&word) > 0 && shown(&word) == 0, "{word}");
        }
        for word in [within.id.to_string(), within.filing_id.to_string(), "account.add".into()] {
            let acts = whole.iter().filter(|e| says(e, &word)).map(|e| (&e.entry.act.act, &e.entry.act.subject));
            assert!(named(&word) > 0 && shown(&word) == named(&word), "{word}: {:?}", acts.collect::<Vec<_>>());
        }
        // What does not exist is withheld as what is above the clearance, so that nobody can ask which it is.
        assert!(named(&nothing.to_string()) == 1 && shown(&nothing.to_string()) == 0);
    });
}
