//! An act on an entry of the docket is refused if the entry has changed since it was read, and what may stand once on a
//! docket (a slot) is taken once.

use crate::frame::office::{TestOffice, by, everywhere, refused};
use domain::base::ids::OrderId;
use domain::law::marked::Answer;
use serde_json::json;
use subrosa::store::filing::docket as store;
use subrosa::workflow::filing::marked;
use subrosa::workflow::frame::docket;

fn held(h: &TestOffice, order: OrderId) -> usize {
    h.see(order).holds.len()
}

#[test]
fn an_entry_is_acted_on_in_the_version_that_was_read_and_a_slot_is_taken_once() {
    everywhere("versions", |h| {
        let order = h.navy_order(1);
        let officer = h.who("officer1");
        let ask = marked::QueryInput { marking: "ITAR".into(), classified: false };
        let pot =
            h.filing(2, json!({"title": "A pot", "abstract": ["A pot."], "claims": ["1. A pot."], "description": []}));
        let query = marked::query(&h.cx, &by(officer), pot, &ask).expect("asked");
        let stale = subrosa::workflow::By {
            actor: officer,
            if_match: subrosa::workflow::IfMatch::Version(query.version + 1),
            idempotency: None,
            sent: None,
        };
        let answer = marked::AnswerInput { how: Answer::Removed, evidence: "stamped by mistake".into() };
        assert_eq!(refused(marked::answer(&h.cx, &stale, query.id, &answer)), "precondition.stale");
        let entry = marked::answer(&h.cx, &by(officer), query.id, &answer).expect("answered");
        assert_eq!(entry.answers, Some(query.id));
        assert_eq!(docket::get(&h.cx, officer, query.id).expect("read").version, query.version + 1);
        // The database itself holds to "once": the same entry under another id is refused.
        let entries = h.cx.read(|conn| Ok(store::of_filing(conn, pot)?)).expect("read");
        let mut twice = entries.last().expect("an entry").clone();
        twice.id = domain::base::ids::EntryId::fresh(&*h.cx.ids);
        let again = h.cx.store.write_unentered(|tx| store::insert(tx, &twice));
        assert!(again.is_err(), "{again:?}");
        assert!(docket::get(&h.cx, h.who("dod1"), query.id).is_err(), "an entry of the Office's own");
        assert_eq!(held(h, order.id), 4);
    });
}
