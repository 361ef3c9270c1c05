//! The words in front of a number: what they say about it, and where it begins.

use crate::filing::number::form::Why;

/// Two letters of offices (WIPO ST.3), this Office and WIPO itself left out.
const OFFICES: &str = "AD AE AF AG AI AL AM AO AP AR AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BV BW BX BY BZ \
                       CA CD CF CG CH CI CK CL CM CN CO CR CS CU CV CW CY CZ DD DE DJ DK DM DO DZ EA EC EE EG EH EM EP ER ES \
                       ET FI FJ FK FO FR GA GB GC GD GE GG GH GI GL GM GN GQ GR GS GT GW GY HK HN HR HT HU IB ID IE IL IM IN \
                       IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME \
                       MG MK ML MM MN MO MP MR MS MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OA OM PA PE PG PH PK PL PT \
                       PW PY QA QZ RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO SR SS ST SU SV SX SY SZ TC TD TG TH TJ \
                       TL TM TN TO TR TT TV TW TZ UA UG UY UZ VA VC VE VG VN VU WS XN XV XX YE YU ZA ZM ZW";

/// Whether two letters stand for a foreign office.
pub(super) fn is_office(letters: &str) -> bool {
    letters.len() == 2 && OFFICES.split(' ').any(|office| office == letters)
}

/// What the words in front of a number say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// Of this Office.
    pub(super) us: bool,
    /// It is called an application, or a serial number, which only applications have.
    pub(super) application: bool,
    /// It is called a patent.
    pub(super) patent: bool,
    /// It is called a publication.
    pub(super) publication: bool,
    /// It stands with the letters of WIPO.
    pub(super) wo: bool,
    pub(super) kind: Option<Called>,
    /// It is international under the PCT.
    pub(super) pct: bool,
    /// The two letters of an office.
    pub(super) office: Option<String>,
    /// Its only word is `NO` without a point, which is Norway as well as an abbreviation.
    pub(super) perhaps_norway: bool,
}

/// A kind that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Called {
    Provisional,
    Nonprovisional,
    Design,
    Reexamination,
}

/// What a word says.
enum Word {
    Us,
    Application,
    Patent,
    Publication,
    Kind(Called),
    Pct,
    Wo,
    /// It stands in front of any number.
    Any,
}

fn word(word: &str) -> Option<Word> {
    Some(match word {
        "US" | "USA" | "UNITED" | "STATES" => Word::Us,
        "APPLICATION" | "APPLICATIONS" | "APPL" | "APPLN" | "APPN" | "APP" | "APLN" | "AN" | "SERIAL" | "SER"
        | "SN" => Word::Application,
        "PATENT" | "PATENTS" | "PAT" | "GRANT" | "D" | "H" | "T" | "RE" | "PP" => Word::Patent,
        "PUBLICATION" | "PUB" | "PUBL" | "PUBN" | "PGPUB" | "PUBLISHED" => Word::Publication,
        "PROVISIONAL" | "PROV" => Word::Kind(Called::Provisional),
        "NONPROVISIONAL" | "NONPROV" | "UTILITY" | "PLANT" | "REISSUE" => Word::Kind(Called::Nonprovisional),
        "DESIGN" | "DES" => Word::Kind(Called::Design),
        "REEXAMINATION" | "REEXAM" | "REEX" | "CONTROL" => Word::Kind(Called::Reexamination),
        "PCT" => Word::Pct,
        "WO" | "WIPO" => Word::Wo,
        "NO" | "NOS" | "NR" | "NUM" | "NUMBER" | "OF" | "AMERICA" | "THE" | "INTERNATIONAL" | "INTL" | "INT" | "L" => {
            Word::Any
        }
        _ => return None,
    })
}

/// Reads the words in front; the rest begins with the number.
pub(super) fn words(text: &str) -> Result<(Said, &str), Why> {
    let mut said = Said::default();
    let mut rest = text;
    let mut first = true;
    loop {
        rest = rest.trim_start_matches([' ', '.', ',', ':', ';', '#', '\'', '"', '(', ')', '[', ']', '/', '-']);
        let (run, behind) = run(rest);
        if run.is_empty() {
            return Ok((said, rest));
        }
        // The numbers of some offices begin with letters.
        if said.office.is_some() && !said.pct && (run.len() == 1 || word(&run).is_none()) {
            return Ok((said, rest));
        }
        said.perhaps_norway = first && run == "NO" && !behind.starts_with('.');
        first = false;
        rest = behind;
        if run == "NON" {
            match behind.trim_start_matches([' ', '-']).strip_prefix("PROVISIONAL") {
                Some(behind) => (said.kind, rest) = (Some(Called::Nonprovisional), behind),
                None => return Err(Why::Word(run)),
            }
            continue;
        }
        // Words may be written together: "USSN18223456", "PCTUS2023012345".
        match split(&run) {
            Some(parts) => parts.into_iter().for_each(|part| take_in(&mut said, part)),
            None => return Err(Why::Word(run)),
        }
    }
}

/// The letters in front, `U.S.` and `S. N.` as one run.
fn run(text: &str) -> (String, &str) {
    let end = text.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(text.len());
    let (letters, mut rest) = text.split_at(end);
    let mut run = letters.to_owned();
    while run.len() == 1 || matches!(run.as_str(), "US") {
        let behind = rest.trim_start_matches(['.', ' ', '/']);
        let next = behind.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(behind.len());
        let joined = format!("{run}{}", &behind[..next]);
        if rest.len() == behind.len() || next != 1 || !matches!(joined.as_str(), "US" | "SN" | "USA") {
            break;
        }
        (run, rest) = (joined, &behind[next..]);
    }
    (run, rest)
}

/// Notes what a word says.
fn take_in(said: &mut Said, part: &str) {
    match word(part) {
        Some(Word::Us) => said.us = true,
        Some(Word::Application) => said.application = true,
        Some(Word::Patent) => said.patent = true,
        Some(Word::Publication) => said.publication = true,
        Some(Word::Kind(kind)) => said.kind = Some(kind),
        Some(Word::Pct) => said.pct = true,
        Some(Word::Wo) => said.wo = true,
        Some(Word::Any) => {}
        None => said.office = Some(part.to_owned()),
    }
}

/// The words and offices that letters are written together of; `None` where they are none.
fn split(run: &str) -> Option<Vec<&str>> {
    let known = |part: &str| word(part).is_some() || is_office(part);
    if known(run) {
        return Some(vec![run]);
    }
    (2..run.len()).rev().find_map(|at| {
        let (left, right) = run.split_at(at);
        if !known(left) {
            return None;
        }
        let mut parts = split(right)?;
        parts.insert(0, left);
        Some(parts)
    })
}
