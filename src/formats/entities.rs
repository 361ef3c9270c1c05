//! Names of characters: what `&alpha;`, `&#x3b1;` and `&agr;` stand for.
//!
//! The DTDs of patents name characters by the HTML, MathML and ISO 8879 sets and by a few of
//! WIPO's own. All are tables, nothing is fetched, and no entity a document declares is believed.
//!
//! The table is ours because that of `quick-xml` 0.42 (feature `escape-html`) is wrong for 444 of
//! its names: `&alpha;` comes out as `;`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The characters of HTML and MathML by name.
static NAMED: LazyLock<HashMap<&'static str, String>> = LazyLock::new(|| {
    let lines = include_str!("entities.tsv").lines().filter(|line| !line.starts_with('#'));
    let text =
        |codes: &str| codes.split(' ').filter_map(|c| char::from_u32(u32::from_str_radix(c, 16).ok()?)).collect();
    lines.filter_map(|line| line.split_once('\t')).map(|(name, codes)| (name, text(codes))).collect()
});

fn named_character(name: &str) -> Option<Cow<'static, str>> {
    // Nearly every reference by name is one of these, and needs no table.
    Some(Cow::Borrowed(match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => NAMED.get(name)?,
    }))
}

/// What a reference means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    Text(Cow<'static, str>),
    /// A character no document may hold.
    Illegal(u32),
    /// No table has it.
    Unknown,
}

/// The meaning of what stands between `&` and `;`.
pub(super) fn meaning_of_entity(name: &str) -> Meaning {
    if let Some(number) = name.strip_prefix('#') {
        return numbered_character(number);
    }
    // ISO Greek: `agr` is a letter, `b.alpha` a bold symbol.
    let symbol = named_character(name).or_else(|| named_character(name.strip_prefix("b.")?));
    match symbol
        .or_else(|| greek_letter(name).map(|c| Cow::Owned(c.to_string())))
        .or_else(|| wipo_sign(name).map(Cow::Borrowed))
    {
        Some(text) => Meaning::Text(text),
        None => Meaning::Unknown,
    }
}

fn numbered_character(number: &str) -> Meaning {
    let code = match number.strip_prefix('x') {
        Some(hex) if !hex.starts_with('+') => u32::from_str_radix(hex, 16),
        None if !number.starts_with('+') => number.parse(),
        _ => return Meaning::Unknown,
    };
    match code.map(|code| (code, char::from_u32(code))) {
        Ok((0..0x20, Some(c))) if !matches!(c, '\t' | '\n' | '\r') => Meaning::Illegal(c.into()),
        Ok((code @ (0xfffe | 0xffff), _)) | Ok((code, None)) => Meaning::Illegal(code),
        Ok((_, Some(c))) => Meaning::Text(Cow::Owned(c.to_string())),
        Err(_) => Meaning::Unknown,
    }
}

/// ISOgrk1 and ISOgrk2: Greek text, plain and with accents.
fn greek_letter(name: &str) -> Option<char> {
    const PLAIN: [(&str, char, char); 24] = [
        ("agr", 'Α', 'α'),
        ("bgr", 'Β', 'β'),
        ("ggr", 'Γ', 'γ'),
        ("dgr", 'Δ', 'δ'),
        ("egr", 'Ε', 'ε'),
        ("zgr", 'Ζ', 'ζ'),
        ("eegr", 'Η', 'η'),
        ("thgr", 'Θ', 'θ'),
        ("igr", 'Ι', 'ι'),
        ("kgr", 'Κ', 'κ'),
        ("lgr", 'Λ', 'λ'),
        ("mgr", 'Μ', 'μ'),
        ("ngr", 'Ν', 'ν'),
        ("xgr", 'Ξ', 'ξ'),
        ("ogr", 'Ο', 'ο'),
        ("pgr", 'Π', 'π'),
        ("rgr", 'Ρ', 'ρ'),
        ("sgr", 'Σ', 'σ'),
        ("tgr", 'Τ', 'τ'),
        ("ugr", 'Υ', 'υ'),
        ("phgr", 'Φ', 'φ'),
        ("khgr", 'Χ', 'χ'),
        ("psgr", 'Ψ', 'ψ'),
        ("ohgr", 'Ω', 'ω'),
    ];
    const ACCENTED: [(&str, char); 20] = [
        ("sfgr", 'ς'),
        ("aacgr", 'ά'),
        ("Aacgr", 'Ά'),
        ("eacgr", 'έ'),
        ("Eacgr", 'Έ'),
        ("eeacgr", 'ή'),
        ("EEacgr", 'Ή'),
        ("idigr", 'ϊ'),
        ("Idigr", 'Ϊ'),
        ("iacgr", 'ί'),
        ("Iacgr", 'Ί'),
        ("idiagr", 'ΐ'),
        ("oacgr", 'ό'),
        ("Oacgr", 'Ό'),
        ("udigr", 'ϋ'),
        ("Udigr", 'Ϋ'),
        ("uacgr", 'ύ'),
        ("Uacgr", 'Ύ'),
        ("udiagr", 'ΰ'),
        ("ohacgr", 'ώ'),
    ];
    if let Some((_, c)) = ACCENTED.iter().find(|(n, _)| *n == name) {
        return Some(*c);
    }
    if name == "OHacgr" {
        return Some('Ώ');
    }
    let (_, capital, small) = PLAIN.iter().find(|(n, ..)| n.eq_ignore_ascii_case(name))?;
    Some(if name.starts_with(|c: char| c.is_ascii_uppercase()) { *capital } else { *small })
}

/// WIPO's entities for signs without a character, as words in brackets: a private-use character
/// would be invisible to whoever reads or searches the text.
fn wipo_sign(name: &str) -> Option<&'static str> {
    Some(match name {
        "Dotbhalfcircle" => "[dotted bottom half circle]",
        "Dotthalfcircle" => "[dotted top half circle]",
        "Dotlhalfcircle" => "[dotted left half circle]",
        "Dotrhalfcircle" => "[dotted right half circle]",
        "Lhalfcircle" => "[left half circle]",
        "Rhalfcircle" => "[right half circle]",
        "Quadbond" => "[quadruple bond]",
        "Ovalhollow" => "[hollow oval]",
        "Ovalsolid" => "[solid oval]",
        "Linevertsplit" => "[split vertical line]",
        "Parenopenst" | "lparstr" => "(",
        "Parenclosest" | "rparstr" => ")",
        "Brketopenst" | "lsqbstr" => "[",
        "Brketclosest" | "rsqbstr" => "]",
        "ldurule" | "lhdurule" | "rdurule" | "rhdurule" => "[rule]",
        _ if name.starts_with("jpg") => "[ideograph]",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = include_str!("entities.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!((NAMED.len(), lines), (2125, 2125));
        assert!(NAMED.values().all(|text| (1..=2).contains(&text.chars().count())));
    }

    #[test]
    fn every_set_is_known() {
        let text = |name| match meaning_of_entity(name) {
            Meaning::Text(text) => text.into_owned(),
            other => format!("{other:?}"),
        };
        assert_eq!(text("lt"), "<");
        assert_eq!(text("alpha"), "α");
        assert_eq!(text("agr"), "α");
        assert_eq!(text("OHgr"), "Ω");
        assert_eq!(text("b.alpha"), "α");
        assert_eq!(text("plusmn"), "±");
        assert_eq!(text("boxh"), "─");
        assert_eq!(text("Amacr"), "Ā");
        assert_eq!(text("nvlt"), "<\u{20d2}");
        assert_eq!(text("Quadbond"), "[quadruple bond]");
        assert_eq!(text("#x3b1"), "α");
        assert_eq!(text("#945"), "α");
        assert_eq!(text("#10"), "\n");
    }

    #[test]
    fn an_illegal_character_is_no_unknown_one() {
        for bad in ["#0", "#x1f", "#xd800", "#x110000", "#xfffe"] {
            assert!(matches!(meaning_of_entity(bad), Meaning::Illegal(_)), "{bad}");
        }
        for unknown in ["", "#", "#x", "#+12", "#x+12", "#99999999999", "foo", "xxe"] {
            assert_eq!(meaning_of_entity(unknown), Meaning::Unknown, "{unknown}");
        }
    }
}
