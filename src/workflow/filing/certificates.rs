//! Certificates of screenings: their content. The API signs them with the office key. Nothing is recorded, because
//! nothing changes.

use crate::workflow::filing::filings::read_screening;
use crate::workflow::frame::act::{Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::ids::ScreeningId;
use domain::filing::certificate::{Certificate, CertifiedResult};
use domain::review::access::{self, View};

/// Roles that may have a certificate. Auditors may, although they may not read the text that was screened.
const READERS: [Role; 2] = [Role::Examiner, Role::Auditor];

/// The program that certifies.
const PROGRAM: &str = concat!("subrosa ", env!("CARGO_PKG_VERSION"));

/// The certificate of one screening. A screening that the actor is not cleared for does not exist for the actor.
pub fn certificate_of(cx: &Ctx, actor: &Actor, id: ScreeningId) -> Result<Certificate, Error> {
    access::role(actor, &READERS)?;
    let found = read_screening(cx, actor, id, View::Certificate)?;
    let result = CertifiedResult::of(&found.result).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(Certificate {
        screening: found.id,
        filing: found.filing,
        application_number: found.result.application_number,
        text_version: found.text_version,
        document_sha256: found.result.document_sha256,
        list: found.result.list,
        engine: found.result.engine,
        screened_at: found.screened_at,
        result,
        issued_at: cx.now(),
        issued_by: PROGRAM.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::filing::intake;
    use crate::workflow::frame::testing::{LIST, TestOffice, any, filing};
    use crate::workflow::office::ledger;
    use domain::base::marking::Level;
    use domain::filing::Filing;
    use domain::filing::certificate::digest;
    use screening::{CompiledList, Options, screen};
    use serde_json::json;

    fn receive(office: &TestOffice, f: &Filing) -> ScreeningId {
        let service = office.person(&format!("intake-{}", f.application_number.key()), Role::Intake, None);
        intake::receive(&office.cx, &any(&service), f).expect("received").screening.id
    }

    #[test]
    fn a_negative_result_is_certified_like_any_other_and_can_be_repeated() {
        let office = TestOffice::new();
        let examiner = office.person("erin", Role::Examiner, None);
        let list = CompiledList::compile(LIST).expect("the list");
        for (number, claim, hits) in
            [("18/000,001", "A latch.", 0), ("18/000,002", "A low probability of intercept radio.", 1)]
        {
            let f = filing(number, claim, json!({}));
            let c = certificate_of(&office.cx, &examiner, receive(&office, &f)).expect("certified");
            assert_eq!((c.application_number.as_str(), c.document_sha256, c.result.hits), (number, f.digest(), hits));
            assert_eq!(&c.list, list.reference());
            let again = screen(&list, &f, Options::default());
            assert_eq!(c.result.sha256, digest(&again).expect("a digest"), "whoever screens again gets the same");
        }
    }

    #[test]
    fn auditors_have_it_without_content_and_nobody_beyond_their_clearance() {
        let office = TestOffice::new();
        let title = "Emitter of Ada Marlowe";
        let f = filing("18/3", "A low probability of intercept radio.", json!({"title": title, "marking": "S"}));
        let id = receive(&office, &f);
        let auditor = office.person("audrey", Role::Auditor, None);
        let said = serde_json::to_string(&certificate_of(&office.cx, &auditor, id).expect("certified")).expect("json");
        for secret in [title, "IX-6A", "NSA", "NAVY", "intercept", "Signals"] {
            assert!(!said.contains(secret), "{secret} in {said}");
        }
        let low = Actor::of(
            &office.account("lou", Role::Auditor, None, Level::Unclassified),
            "session:lou".into(),
            office.cx.today(),
        );
        let entries = || ledger::entries(&office.cx, &auditor, 0, 1000).expect("entries");
        let before = entries().len();
        assert!(matches!(certificate_of(&office.cx, &low, id), Err(Error::Refused(r)) if r.code.code == "not_found"));
        let after = entries();
        assert_eq!((after.len(), after.last().expect("one").entry.act.act.as_str()), (before + 1, "screening.certify"));
        for role in [Role::Reviewer, Role::Official, Role::LicensingOfficer, Role::SecurityOfficer, Role::Intake] {
            let agency = role.needs_agency().then_some("NAVY");
            let other = office.person(&format!("x-{}", role.as_str()), role, agency);
            assert!(
                matches!(certificate_of(&office.cx, &other, id), Err(Error::Refused(r)) if r.code.code == "role.forbidden")
            );
        }
    }
}
