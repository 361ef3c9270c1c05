//! What an auditor or anybody else with a low clearance is not shown of the ledger and of the yearly table. S-02.

use crate::frame::office::{TestOffice, everywhere, refused};
use domain::base::actor::Actor;
use domain::base::ids::FilingId;
use domain::base::marking::{Clearance, Level};
use domain::base::order_type::OrderType;
use serde_json::json;
use subrosa::workflow::filing::filings;
use subrosa::workflow::office::ledger::{EntryRead, entries};
use subrosa::workflow::office::statistics::fiscal_years;

/// An auditor who is cleared for SECRET.
fn low_auditor(h: &TestOffice) -> Actor {
    Actor { clearance: Clearance::of(Level::Secret), ..h.who("audit1").clone() }
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

#[test]
fn l7_who_may_not_know_of_every_order_gets_the_yearly_table_as_it_is_published() {
    everywhere("statistics", |h| {
        h.order(1, &[("NAVY", "navy2", Some(OrderType::II))], json!({"marking": "TS"}));
        let years = |who: &Actor| fiscal_years(&h.cx, who).expect("counted");
        let low = low_auditor(h);
        let others = [&low, h.who("intake1"), h.who("exam1"), h.who("navy2"), h.who("sec1")];
        assert_eq!(years(h.who("officer1"))[0].new_by_sponsor["NAVY"], 1);
        for who in others {
            assert!(years(who).is_empty(), "{}: the year under way", who.name);
        }
        h.sleep_until("2026-10-01");
        assert_eq!(years(h.who("audit1")).len(), 2);
        for who in others {
            let rows = years(who);
            assert_eq!((rows.len(), rows[0].fiscal_year, rows[0].new), (1, 2026, 1), "{}", who.name);
            let row = &rows[0];
            assert!(row.columns_withheld && row.new_by_sponsor.is_empty() && row.new_by_type.is_empty());
            assert_eq!(row.in_effect_end, row.in_effect_start + row.new - row.rescinded - row.lapsed, "the identity");
        }
    });
}
