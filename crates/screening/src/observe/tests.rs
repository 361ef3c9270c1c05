//! Tests observations, and texts that only look like one.

use super::*;

/// The observations in these paragraphs of a description, as `kind agency contract | text`.
fn observations_in(paragraphs: &[&str]) -> Vec<String> {
    let description: Vec<_> = paragraphs.iter().map(|t| serde_json::json!({"text": t})).collect();
    let filing: Filing = serde_json::from_value(serde_json::json!({
        "application_number": "18/1", "title": "A secret key", "description": description
    }))
    .expect("a filing");
    let paragraphs = filing.paragraphs();
    observe(&filing, &paragraphs)
        .into_iter()
        .map(|o| {
            let paragraph = paragraphs.iter().find(|p| p.place == o.place).expect("its paragraph");
            let passage: String = paragraph.text.chars().skip(o.start).take(o.end - o.start).collect();
            assert_eq!(passage, o.text);
            let kind = serde_json::to_value(o.kind).expect("a kind");
            let kind = kind.as_str().expect("text");
            let of = |t: &Option<String>| t.clone().unwrap_or_else(|| "-".into());
            if o.kind == ObservationKind::GovernmentInterest {
                format!("{} {}", of(&o.agency), of(&o.contract))
            } else {
                format!("{kind}: {}", o.text)
            }
        })
        .collect()
}

#[test]
fn statements_give_agency_and_contract() {
    for (text, want) in [
        (
            "This invention was made with Government support under Contract No. DE-AC36-08GO28308 awarded by the U.S. Department of Energy. The Government has certain rights in this invention.",
            "DOE DE-AC36-08GO28308",
        ),
        ("This invention was made with Government support under DE AC04 94AL85000.", "DOE DE AC04 94AL85000"),
        (
            "The invention described herein may be manufactured and used by or for the Government of the United States of America for governmental purposes without the payment of any royalties thereon or therefor.",
            "- -",
        ),
        (
            "The work was funded by NASA under contract NAS 8-97095. The Government has certain rights.",
            "NASA NAS 8-97095",
        ),
        (
            "The U.S. Government has rights in this invention pursuant to Contract No. N00014-91-J-1794 from the Office of Naval Research.",
            "NAVY N00014-91-J-1794",
        ),
        (
            "This invention was made with Government support under contract No. W911NF 06 C 0014 dated Jun. 4, 2004. The government has certain rights.",
            "ARMY W911NF 06 C 0014",
        ),
        (
            "This invention was made with Government support of Grant No. 0098361 awarded by the National Science Foundation.",
            "NSF 0098361",
        ),
        (
            "The invention was made by employees of the Department of the Navy in the performance of official duties.",
            "NAVY -",
        ),
        ("THIS INVENTION WAS MADE WITH GOVERNMENT SUPPORT UNDER CONTRACT FA8650-08-C-1418.", "USAF FA8650-08-C-1418"),
    ] {
        assert_eq!(observations_in(&[text]), [want], "{text}");
    }
    assert_eq!(
        observations_in(&[
            "This invention was made with government support under Contract Nos. F19628 00 C 0002 and F30602 02 1 0181 awarded by the U.S. Air Force and under grant DMS9971591 awarded by the NSF."
        ]),
        ["USAF F19628 00 C 0002", "USAF F30602 02 1 0181", "NSF DMS9971591"]
    );
}

#[test]
fn governments_and_contracts_at_large_are_no_interest() {
    for text in [
        "Government agencies may use the sensor under a service contract.",
        "The muscles contract. Access rights are granted by the server.",
        "The government of a country may award a prize for research.",
        "A smart contract may grant rights to the work.",
        "The deer is a doe and the ants an army.",
    ] {
        assert_eq!(observations_in(&[text]), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_statement_field_counts_whatever_its_words() {
    let filing: Filing = serde_json::from_value(serde_json::json!({
        "application_number": "18/1", "title": "T", "abstract": ["a"], "government_interest": "Sponsored: Navy, N00014-91-J-1794."
    }))
    .expect("a filing");
    let all = observe(&filing, &filing.paragraphs());
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].agency.as_deref(), all[0].contract.as_deref()), (Some("NAVY"), Some("N00014-91-J-1794")));
    assert_eq!(all[0].place, "government interest");
}

#[test]
fn markings_are_seen_where_markings_stand() {
    assert_eq!(observations_in(&["SECRET"]), ["security_marking: SECRET"]);
    assert_eq!(
        observations_in(&["** TOP SECRET//SI//NOFORN **"]),
        ["security_marking: TOP SECRET//SI//NOFORN", "security_marking: NOFORN"]
    );
    assert_eq!(observations_in(&["A device.\nCONFIDENTIAL\nIt works."]), ["security_marking: CONFIDENTIAL"]);
    assert_eq!(observations_in(&["Confidential"]), ["security_marking: Confidential"]);
    assert_eq!(observations_in(&["(S//NF) The antenna."]), ["security_marking: (S//NF)"]);
    assert_eq!(observations_in(&["(U) The antenna.", "(S) The range."]), ["security_marking: (S)"]);
    assert_eq!(
        observations_in(&["This page holds RESTRICTED DATA as defined."]),
        ["security_marking: RESTRICTED DATA"]
    );
    assert_eq!(observations_in(&["CLASSIFIED BY: J. Doe"]), ["security_marking: CLASSIFIED BY"]);
    assert_eq!(observations_in(&["Declassify on: 2040-01-01"]), ["security_marking: Declassify on"]);
    assert_eq!(
        observations_in(&["DISTRIBUTION STATEMENT D. Authorized"]),
        ["security_marking: DISTRIBUTION STATEMENT"]
    );
}

#[test]
fn innocent_uses_of_the_words_are_no_markings() {
    for text in [
        "The secret key is confidential data.",
        "METHOD FOR SHARING A SECRET KEY",
        "Documents may be labelled TOP SECRET, SECRET or CONFIDENTIAL.",
        "(A) heating; (B) cooling",
        "(C) heating the mixture",
        "(S)-2-butanol is added.",
        "(S) is a solvent.",
        "Restricted data are stored, and access is classified by role.",
        "see http://example.com/a//b",
        "The ear canal. The guitar.",
        "DISTRIBUTION STATEMENT A. Approved for public release",
    ] {
        assert_eq!(observations_in(&[text]), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn export_legends_are_seen() {
    assert_eq!(observations_in(&["This document contains ITAR controlled data."]), ["export_control_legend: ITAR"]);
    assert_eq!(
        observations_in(&["Subject to the International Traffic in Arms Regulations and export-controlled."]),
        ["export_control_legend: International Traffic in Arms", "export_control_legend: export-controlled"]
    );
    assert_eq!(observations_in(&["This file is subject to the EAR."]), ["export_control_legend: subject to the EAR"]);
}

#[test]
fn related_applications_are_seen() {
    assert_eq!(
        observations_in(&[
            "This application claims the benefit of U.S. Provisional Application Ser. No. 60/729,866, filed 10/24/2005, and of PCT/US2003/012345."
        ]),
        ["related_application: 60/729,866", "related_application: PCT/US2003/012345"]
    );
    assert_eq!(
        observations_in(&["The ratio is 10/100000 in this application of force; a 60/40 blend."]),
        ["related_application: 10/100000"]
    );
    assert_eq!(observations_in(&["On 10/24/2005 and/or later."]), Vec::<String>::new());
    for (text, number) in [
        ("This application is a continuation of USSN 18223456.", "18223456"),
        ("The application, Serial No. 18/223456, is incorporated.", "18/223456"),
        ("The application １８／２２３，４５６ is related.", "１８／２２３，４５６"),
        ("The application 18\u{2044}223,456 is related.", "18\u{2044}223,456"),
        ("See application serial number 9/755,135.", "9/755,135"),
        ("See U.S. application 18/223,456A1.", "18/223,456A1"),
        ("It is the national stage of PCT/US 23/12345 of that day.", "PCT/US 23/12345"),
        ("It is the national stage of PCTUS2023012345.", "PCTUS2023012345"),
    ] {
        assert_eq!(observations_in(&[text]), [format!("related_application: {number}")], "{text}");
    }
    assert_eq!(
        observations_in(&["Applications Nos. 60/729,866, 60/729,867 and 60/729,868 are incorporated."]),
        ["60/729,866", "60/729,867", "60/729,868"].map(|n| format!("related_application: {n}"))
    );
    for text in [
        "There is no series 50/123456 of applications.",
        "The application has 18223456 samples.",
        "Application of a force of 9/755,135 newtons.",
        "The application published as US 2005/0123456 and granted as 6,123,456.",
        "PCT/whatever and/or PCT is spoken of.",
        "The number 18223456 is no word of patents.",
    ] {
        assert_eq!(observations_in(&[text]), Vec::<String>::new(), "{text}");
    }
    for (text, is) in [("No. 18223456 Appl", true), ("a 1234567 b 7654321 Appl", false), ("x 12345678 x", false)] {
        assert_eq!(related::is_worth_reading(text), is, "{text}");
    }
    for before in 0..20 {
        assert!(related::is_worth_reading(&format!("{}18223456 Appl", "x".repeat(before))), "{before}");
    }
}
