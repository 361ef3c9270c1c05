//! Comments of the code: what is public says what it is, no comment only repeats the name below it, and no file is
//! long without a reason.
//!
//! rustc's own `missing_docs` is not used, because it asks for a comment on every field and every variant.

mod read;

use std::fs;
use std::path::{Path, PathBuf};

use read::Documented;

/// Lines that a file may have without a reason at its head.
const LONG: usize = 450;

/// Files that are longer and give no reason yet. None is added.
const STILL_LONG: [&str; 3] = ["src/search/tests.rs", "src/store/frame/schema.rs", "src/store/order/orders.rs"];

/// How the reason at the head of a longer file begins.
const REASON: &str = "//! Longer than 450 lines because ";

/// Every source file of the root package and of the crates, with its text.
fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut open = vec![root.join("src"), root.join("crates")];
    let mut files = vec![];
    while let Some(folder) = open.pop() {
        for path in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("a source file");
                files.push((path.strip_prefix(root).expect("below the root").to_owned(), text));
            }
        }
    }
    files.sort();
    assert!(files.len() > 400, "only {} source files were found", files.len());
    files
}

/// Whether a file holds tests and nothing else.
fn is_test(path: &Path) -> bool {
    path.components()
        .any(|part| ["tests", "tests.rs", "testing.rs", "reads.rs"].iter().any(|name| part.as_os_str() == *name))
}

/// What is documented or should be, in every source file that is not a test, with the place of each.
fn documented() -> Vec<(String, Documented)> {
    let mut out = vec![];
    for (path, text) in sources().into_iter().filter(|(path, _)| !is_test(path)) {
        for item in read::documented(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display())) {
            out.push((format!("{}:{}: {}", path.display(), item.line, item.name), item));
        }
    }
    assert!(out.len() > 5_000, "only {} items were found", out.len());
    out
}

#[test]
fn what_is_public_has_a_comment() {
    let bare: Vec<String> = documented()
        .into_iter()
        .filter(|(_, item)| item.public && item.doc.is_empty())
        .map(|(place, _)| place)
        .collect();
    assert!(bare.is_empty(), "without a comment:\n{}", bare.join("\n"));
}

#[test]
fn no_comment_only_repeats_the_name() {
    let empty: Vec<String> = documented()
        .into_iter()
        .filter(|(_, item)| item.only_repeats_the_name())
        .map(|(place, item)| format!("{place}: {}", item.doc))
        .collect();
    assert!(empty.is_empty(), "comments that say no more than the name (docs/style.md):\n{}", empty.join("\n"));
}

#[test]
fn a_long_file_gives_its_reason() {
    let files = sources();
    let long = files.iter().filter(|(_, text)| text.lines().count() > LONG && !gives_a_reason(text));
    let long = long.filter(|(path, _)| !STILL_LONG.iter().any(|open| path == Path::new(open)));
    let long: Vec<String> =
        long.map(|(path, text)| format!("{}: {} lines", path.display(), text.lines().count())).collect();
    assert!(long.is_empty(), "split these, or say at the head `{REASON}...`:\n{}", long.join("\n"));
}

/// Whether the comment at the head of a file gives the reason for its length.
fn gives_a_reason(text: &str) -> bool {
    text.lines().take_while(|line| line.starts_with("//!")).any(|line| line.starts_with(REASON))
}

#[test]
fn the_reason_stands_in_the_comment_at_the_head() {
    assert!(gives_a_reason("//! Parses rules.\n//!\n//! Longer than 450 lines because the grammar is one table.\n"));
    assert!(!gives_a_reason("//! Parses rules.\n\nfn f() {}\n//! Longer than 450 lines because it grew.\n"));
    assert!(!gives_a_reason("//! Parses rules, in many lines.\n"));
}

/// The only thing that is documented in a source text.
fn only(text: &str) -> Documented {
    let mut all = read::documented(text).expect("source text");
    all.retain(|item| !item.doc.is_empty());
    assert_eq!(all.len(), 1, "{text}");
    all.remove(0)
}

#[test]
fn comments_that_repeat_the_name_are_recognised() {
    let bad = [
        "struct Incident { /// Why.\n why: String }",
        "struct Order { /// The number.\n pub number: OrderNumber }",
        "struct Order { /// The numbers of the order.\n pub number: OrderNumber }",
        "struct Order { /// Its order type.\n kind: OrderType }",
        "struct Order { /// When it was issued.\n issued: Date }",
        "enum State { /// Open.\n Open }",
        "enum State { /// The state is `open`.\n Open }",
        "impl Order { /// Returns the sponsors of this order.\n pub fn sponsors(&self) -> Vec<Agency> { self.all() } }",
        "/// The rule.\npub struct Rule;",
        "trait Read { /// Reads.\n fn read(&self); }",
        "/// The days of notice.\nconst NOTICE_DAYS: i32 = 3;",
    ];
    for text in bad {
        assert!(only(text).only_repeats_the_name(), "{text}");
    }
    let good = [
        "struct Incident { /// The words of the examiner, as the ledger shows them.\n why: String }",
        "struct Order { /// The number, unique in a fiscal year.\n pub number: OrderNumber }",
        "struct Order { /// `None`: not issued.\n issued: Option<Date> }",
        "struct Order { /// When it was issued; UTC.\n issued: Timestamp }",
        "struct Order { /// R4.1.\n issued: Date }",
        "enum State { /// Nobody has decided.\n Open }",
        "impl Order { /// The sponsors whose interest lasts, by code.\n pub fn sponsors(&self) -> Vec<Agency> { self.all() } }",
        "/// A rule.\n///\n/// Two rules are equal if they find the same.\npub struct Rule;",
        "/// Prints the order.\n#[derive(clap::Args)]\npub struct Order;",
        "/// Read an order.\n#[utoipa::path(tag = \"orders\")]\nasync fn read_order() {}",
        "#[derive(utoipa::ToSchema)] struct Order { /// The number.\n pub number: OrderNumber }",
        "#[cfg_attr(feature = \"schema\", derive(utoipa::ToSchema))] struct Order { /// The number.\n number: u8 }",
        "/// The days of notice (R1.4).\nconst NOTICE_DAYS: i32 = 3;",
    ];
    for text in good {
        assert!(!only(text).only_repeats_the_name(), "{text}");
    }
}

#[test]
fn what_is_public_is_found_wherever_it_stands() {
    let text = "pub fn a() {} pub struct B { pub c: u8 } impl B { pub fn d() {} fn e() {} } pub mod f { pub const G: u8 = 1; }
        pub trait H { fn i(); } pub enum J { K } pub(crate) fn l() {} #[cfg(test)] mod tests { pub fn m() {} }
        impl H for B { fn i() {} } pub mod n; pub use o::p; pub(super) struct S; impl S { pub fn t() {} } pub type Q = u8; #[doc = \"x\"] pub static R: u8 = 1;";
    let names: Vec<String> = read::documented(text)
        .expect("source text")
        .into_iter()
        .filter(|item| item.public && item.doc.is_empty())
        .map(|item| item.name)
        .collect();
    assert_eq!(names, ["a", "B", "d", "f", "G", "H", "i", "J", "Q"]);
}
