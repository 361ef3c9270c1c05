//! The one table of the words in markings: what each means, where it stands, what it excludes and what it asks of a
//! reader (M2 to M5, M9). A word that is not here is kept, and nobody reads the thing without an access of that name.

use crate::base::marking::level::Level;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A word beside the level that takes no countries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::VariantArray)]
pub enum Caveat {
    /// Restricted Data under the Atomic Energy Act (M8).
    Rd,
    /// Restricted Data that is critical nuclear weapon design information.
    Cnwdi,
    /// Formerly Restricted Data.
    Frd,
    /// Dissemination controlled by the originator.
    Orcon,
    /// Not releasable to foreign nationals.
    Noforn,
    /// Proprietary information.
    Propin,
    /// Releasable by a disclosure official.
    Relido,
    FedOnly,
    FedCon,
    NoCon,
    DlOnly,
    AttorneyClient,
    AttorneyWorkProduct,
    /// Communications security.
    Comsec,
}

/// The place of a word in a marking. A marking prints its blocks in this order, parted by `//`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Block {
    AtomicEnergy,
    ForeignGovernment,
    Category,
    Dissemination,
    Handling,
    Unknown,
}

/// A row of the table.
#[derive(Debug)]
pub struct Token {
    pub caveat: Caveat,
    /// The word in a banner.
    pub banner: &'static str,
    /// The word in a portion mark.
    pub portion: &'static str,
    pub meaning: &'static str,
    pub block: Block,
    /// The lowest level that it stands with.
    pub least: Level,
    /// Words that do not stand beside it.
    pub excludes: &'static [Caveat],
    /// The access that a reader must hold.
    pub needs: Option<&'static str>,
    pub audience: Audience,
}

const NONE: &[Caveat] = &[];

macro_rules! token {
    ($caveat:ident, $banner:literal, $portion:literal, $block:ident, $least:ident, $excludes:expr, $needs:expr, $audience:ident, $meaning:literal) => {
        Token {
            caveat: Caveat::$caveat,
            banner: $banner,
            portion: $portion,
            meaning: $meaning,
            block: Block::$block,
            least: Level::$least,
            excludes: $excludes,
            needs: $needs,
            audience: Audience::$audience,
        }
    };
}

/// Every word, in the order in which the words of a block are printed.
pub static TABLE: [Token; 14] = [
    token!(Rd, "RD", "RD", AtomicEnergy, Confidential, NONE, Some("RD"), EVERYONE, "Restricted Data, 42 USC 2014(y)"),
    token!(
        Cnwdi,
        "RD-CNWDI",
        "RD-N",
        AtomicEnergy,
        Secret,
        NONE,
        Some("CNWDI"),
        EVERYONE,
        "critical nuclear weapon design information; it is Restricted Data too"
    ),
    token!(
        Frd,
        "FRD",
        "FRD",
        AtomicEnergy,
        Confidential,
        NONE,
        Some("FRD"),
        EVERYONE,
        "Formerly Restricted Data, 42 USC 2162(d)"
    ),
    token!(
        Orcon,
        "ORCON",
        "OC",
        Dissemination,
        Confidential,
        NONE,
        Some("ORCON"),
        EVERYONE,
        "goes to nobody without the originator's consent; the access records the consent for one person"
    ),
    token!(
        Noforn,
        "NOFORN",
        "NF",
        Dissemination,
        Cui,
        &[Caveat::Relido],
        None,
        EVERYONE,
        "not releasable to foreign nationals"
    ),
    token!(
        Propin,
        "PROPIN",
        "PR",
        Dissemination,
        Confidential,
        NONE,
        None,
        FEDERAL,
        "proprietary information, for employees of the Government"
    ),
    token!(
        Relido,
        "RELIDO",
        "RELIDO",
        Dissemination,
        Confidential,
        &[Caveat::Noforn],
        None,
        EVERYONE,
        "a disclosure official may release it further"
    ),
    token!(
        FedOnly,
        "FED ONLY",
        "FED ONLY",
        Dissemination,
        Cui,
        &[Caveat::FedCon, Caveat::NoCon],
        None,
        FEDERAL,
        "for employees of the Government"
    ),
    token!(
        FedCon,
        "FEDCON",
        "FEDCON",
        Dissemination,
        Cui,
        &[Caveat::FedOnly, Caveat::NoCon],
        None,
        FEDERAL_AND_CONTRACTORS,
        "for employees and contractors of the Government"
    ),
    token!(
        NoCon,
        "NOCON",
        "NOCON",
        Dissemination,
        Cui,
        &[Caveat::FedOnly, Caveat::FedCon],
        None,
        NO_CONTRACTORS,
        "not for contractors"
    ),
    token!(
        DlOnly,
        "DL ONLY",
        "DL ONLY",
        Dissemination,
        Cui,
        NONE,
        Some("DL ONLY"),
        EVERYONE,
        "for those on its distribution list; the access records that a person is"
    ),
    token!(
        AttorneyClient,
        "ATTORNEY-CLIENT",
        "AC",
        Dissemination,
        Cui,
        NONE,
        Some("ATTORNEY-CLIENT"),
        EVERYONE,
        "privileged between attorney and client"
    ),
    token!(
        AttorneyWorkProduct,
        "ATTORNEY-WP",
        "AWP",
        Dissemination,
        Cui,
        NONE,
        Some("ATTORNEY-WP"),
        EVERYONE,
        "work product of an attorney"
    ),
    token!(Comsec, "COMSEC", "COMSEC", Handling, Cui, NONE, Some("COMSEC"), EVERYONE, "communications security"),
];

/// `docs/markings.md`, written from [`TABLE`], [`CATEGORIES`] and the organizations of REL TO.
pub fn page() -> String {
    let mut out = String::from(
        "# Markings\n\n<!-- Made from the table in domain/base/marking. Rewrite with: UPDATE=1 cargo nextest run -E \
         'test(docs_markings)' -->\n\nA marking is a level (U, CUI, C, S, TS) and words behind it, which limit who may \
         read the matter further. Blocks are parted by `//`, the words of a block by `/`. Every spelling below is read, with \
         or without parentheses, in capital or small letters; the banner form heads a page, the portion form stands in JSON \
         and before a paragraph. Matter whose marking limits its readers is not published.\n\nA word that is not here is \
         kept as it stands, and nobody reads the matter without an access of that name, which two security officers give. A \
         level or a country that is not known is refused.\n\n| banner | portion | stands with | excludes | a reader needs | \
         meaning |\n|---|---|---|---|---|---|\n",
    );
    for token in &TABLE {
        let excludes: Vec<&str> = token.excludes.iter().map(|other| other.token().banner).collect();
        let needs = match (token.needs, token.audience) {
            (Some(access), _) => format!("the access `{access}`"),
            (None, Audience::EVERYONE) if token.caveat == Caveat::Noforn => "citizenship of the United States".into(),
            (None, Audience::EVERYONE) => String::new(),
            (None, Audience::FEDERAL) => "to be an employee of the Government".into(),
            (None, Audience::FEDERAL_AND_CONTRACTORS) => "to be an employee or a contractor of the Government".into(),
            (None, _) => "to be no contractor, on record".into(),
        };
        let least = token.least.mark();
        let row =
            [token.banner, token.portion, &format!("{least} and above"), &excludes.join(", "), &needs, token.meaning];
        out.push_str(&format!("| {} |\n", row.join(" | ")));
    }
    out.push_str(
        "| REL TO USA, … | the same | CUI and above | NOFORN | that each citizenship is named, or one is USA | may be released \
         to these; USA first, then countries by code, then organizations |\n\
         | DISPLAY ONLY … | the same | CUI and above | NOFORN | citizenship of the United States, unless REL TO says more | may \
         be shown to these without a copy |\n\
         | FGI … | the same | C and above | | citizenship of the United States or of the one giver, unless REL TO says more | \
         information of foreign Governments; without codes the givers are not named |\n",
    );
    out.push_str("\nOrganizations of REL TO, with their members:\n\n");
    for (name, members) in super::country::ORGANIZATIONS {
        out.push_str(&format!("- {name}: {}\n", members.join(", ")));
    }
    out.push_str("\nCategories of controlled unclassified information (`SP-` before a specified one):\n\n");
    for (word, meaning) in CATEGORIES {
        out.push_str(&format!("- {word}: {meaning}\n"));
    }
    out
}

impl Caveat {
    /// Its row in the table.
    pub fn token(self) -> &'static Token {
        // The order of the table is that of the enum, which a test holds.
        &TABLE[self as usize]
    }
    /// The caveat with this word of a banner or a portion mark, in capitals.
    pub fn parse(word: &str) -> Option<Self> {
        TABLE.iter().find(|token| token.banner == word || token.portion == word).map(|token| token.caveat)
    }
}

/// The kinds of people who may read a thing, as far as their employment goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Audience {
    federal: bool,
    contractors: bool,
    others: bool,
}

impl Audience {
    /// Nobody is left out.
    pub const EVERYONE: Self = Self { federal: true, contractors: true, others: true };
    /// Employees of the Government.
    pub const FEDERAL: Self = Self { federal: true, contractors: false, others: false };
    /// Those who work for the Government, as its employees or under a contract.
    pub const FEDERAL_AND_CONTRACTORS: Self = Self { federal: true, contractors: true, others: false };
    /// All but those who work under a contract.
    pub const NO_CONTRACTORS: Self = Self { federal: true, contractors: false, others: true };

    /// Those who are in both.
    pub fn meet(self, other: Self) -> Self {
        Self {
            federal: self.federal && other.federal,
            contractors: self.contractors && other.contractors,
            others: self.others && other.others,
        }
    }
    /// Whether everybody in another audience is in this one.
    pub fn includes(self, other: Self) -> bool {
        self.meet(other) == other
    }
    /// Whether somebody of this employment is in it. One of whom nothing is recorded is only in the audience of everyone.
    pub fn has(self, affiliation: Option<Affiliation>) -> bool {
        match affiliation {
            Some(Affiliation::FederalEmployee) => self.federal,
            Some(Affiliation::Contractor) => self.contractors,
            Some(Affiliation::Other) => self.others,
            None => self == Self::EVERYONE,
        }
    }
    /// The caveat that limits readers to it, if it is not everyone.
    pub(super) fn caveat(self) -> Option<Caveat> {
        match (self.contractors, self.others) {
            (true, true) => None,
            (true, false) => Some(Caveat::FedCon),
            (false, true) => Some(Caveat::NoCon),
            (false, false) => Some(Caveat::FedOnly),
        }
    }
}

/// Whose employee somebody is.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::VariantArray,
    strum::IntoStaticStr,
    strum::EnumString,
)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Affiliation {
    /// An employee of the United States Government.
    FederalEmployee,
    /// Works for it under a contract.
    Contractor,
    /// Neither.
    Other,
}

/// A category of controlled unclassified information.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Category {
    /// Whether a law asks for handling beyond the basic one; its word then begins with `SP-`. Specified ones come first.
    is_basic: bool,
    name: &'static str,
}

/// The categories with the banner abbreviations of the registry that papers of an invention bear (M5, M6).
pub static CATEGORIES: [(&str, &str); 18] = [
    ("APP", "patent applications"),
    ("CTI", "controlled technical information"),
    ("CEII", "critical energy infrastructure information"),
    ("CRITAN", "chemical-terrorism vulnerability information"),
    ("DCNI", "unclassified controlled nuclear information of Defense"),
    ("DCRIT", "critical infrastructure security information of Defense"),
    ("EXPT", "export controlled"),
    ("EXPTR", "export controlled research"),
    ("INVENT", "inventions"),
    ("ISVI", "information systems vulnerability information"),
    ("NNPI", "naval nuclear propulsion information"),
    ("NUC", "nuclear"),
    ("OPSEC", "operations security"),
    ("PHYS", "physical security"),
    ("PROCURE", "procurement and acquisition"),
    ("PRVCY", "privacy"),
    ("PSEC", "secrecy orders on inventions, 35 USC 181"),
    ("UCNI", "unclassified controlled nuclear information of Energy"),
];

impl Category {
    /// The category with this word, in capitals: an abbreviation of the registry, behind `SP-` if it is specified.
    pub fn parse(word: &str) -> Option<Self> {
        let plain = word.strip_prefix("SP-");
        let name = plain.unwrap_or(word);
        CATEGORIES.iter().find(|(known, _)| *known == name).map(|(name, _)| Self { is_basic: plain.is_none(), name })
    }
    /// Whether the category, or the same one specified, is among some.
    pub(super) fn is_within(&self, some: &BTreeSet<Self>) -> bool {
        some.contains(self) || some.contains(&Self { is_basic: false, ..*self })
    }
}

impl std::fmt::Display for Category {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", if self.is_basic { "" } else { "SP-" }, self.name)
    }
}

/// Takes out each basic category that is there as a specified one.
pub(super) fn drop_those_also_specified(categories: &mut BTreeSet<Category>) {
    let specified: BTreeSet<&str> = categories.iter().filter(|c| !c.is_basic).map(|c| c.name).collect();
    categories.retain(|category| !category.is_basic || !specified.contains(category.name));
}
