//! Every parser against mutated inputs, on any toolchain: the targets of `fuzz/`, driven by a seeded generator.
//!
//! An input begins as a file of `fuzz/corpus/`, and is then changed by a few edits: bytes removed, set, copied from
//! elsewhere, repeated, spliced in from another file, or words of the target's dictionary put in. A failing list of
//! edits is shrunk to the shortest that fails. What is missing beside libFuzzer is the feedback of coverage;
//! `fuzz/README.md` says how to run the same targets with it.
//!
//! `SUBROSA_FUZZ_CASES` sets how many inputs a target gets, `SUBROSA_FUZZ_SEED` where the generator begins.

#[path = "../../../fuzz/src/lib.rs"]
mod targets;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use targets::{TARGETS, Target};

/// Inputs of one target in an ordinary run: under five seconds for the slowest, unoptimised.
const CASES: u32 = 300;

/// One change of an input.
#[derive(Debug, Clone)]
enum Edit {
    Insert { at: Index, bytes: Vec<u8> },
    Remove { at: Index, length: usize },
    Set { at: Index, byte: u8 },
    Repeat { at: Index, length: usize, times: usize },
    Splice { at: Index, from: Index, start: Index, length: usize },
}

fn folder(kind: &str, name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(kind).join(name)
}

/// The committed inputs of a target, in the order of their names.
fn corpus(target: Target) -> Vec<Vec<u8>> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder("corpus", target.name)).expect("a corpus").map(|e| e.expect("an entry").path()).collect();
    files.sort();
    files.iter().map(|file| fs::read(file).expect("an input")).collect()
}

/// The tokens of a dictionary in libFuzzer's form: one in quotation marks a line, with `\xAB`, `\\` and `\"`.
fn dictionary(target: Target) -> Vec<Vec<u8>> {
    let text = fs::read_to_string(folder("dict", &format!("{}.dict", target.name))).expect("a dictionary");
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| unquoted(line).unwrap_or_else(|| panic!("{}: {line} is no token", target.name))).collect()
}

fn unquoted(line: &str) -> Option<Vec<u8>> {
    let mut bytes = line.strip_prefix('"')?.strip_suffix('"')?.bytes();
    let mut token = Vec::new();
    while let Some(byte) = bytes.next() {
        let byte = match byte {
            b'\\' => match bytes.next()? {
                b'x' => {
                    let mut digit = || bytes.next().and_then(|b| char::from(b).to_digit(16));
                    u8::try_from(digit()? * 16 + digit()?).ok()?
                }
                literal @ (b'\\' | b'"') => literal,
                _ => return None,
            },
            b'"' => return None,
            byte => byte,
        };
        token.push(byte);
    }
    (!token.is_empty()).then_some(token)
}

fn edit(words: Vec<Vec<u8>>) -> impl Strategy<Value = Edit> {
    let at = any::<Index>;
    prop_oneof![
        6 => (at(), prop::sample::select(words)).prop_map(|(at, bytes)| Edit::Insert { at, bytes }),
        1 => (at(), prop::collection::vec(any::<u8>(), 1..6)).prop_map(|(at, bytes)| Edit::Insert { at, bytes }),
        1 => (at(), any::<char>()).prop_map(|(at, c)| Edit::Insert { at, bytes: c.to_string().into_bytes() }),
        3 => (at(), 1..40usize).prop_map(|(at, length)| Edit::Remove { at, length }),
        2 => (at(), any::<u8>()).prop_map(|(at, byte)| Edit::Set { at, byte }),
        1 => (at(), 1..12usize, 1..400usize).prop_map(|(at, length, times)| Edit::Repeat { at, length, times }),
        3 => (at(), at(), at(), 1..200usize)
            .prop_map(|(at, from, start, length)| Edit::Splice { at, from, start, length }),
    ]
}

/// The input after its edits, cut to the longest that the target takes.
fn edited(seed: &[u8], edits: &[Edit], corpus: &[Vec<u8>], longest: usize) -> Vec<u8> {
    let mut input = seed.to_vec();
    let piece = |of: &[u8], start: &Index, length: usize| {
        let start = start.index(of.len() + 1);
        of[start..of.len().min(start + length)].to_vec()
    };
    for edit in edits {
        match edit {
            Edit::Insert { at, bytes } => {
                let at = at.index(input.len() + 1);
                input.splice(at..at, bytes.iter().copied());
            }
            Edit::Remove { at, length } => {
                let at = at.index(input.len() + 1);
                input.drain(at..input.len().min(at + length));
            }
            Edit::Set { at, byte } if !input.is_empty() => {
                let at = at.index(input.len());
                input[at] = *byte;
            }
            Edit::Set { .. } => {}
            Edit::Repeat { at, length, times } => {
                let (again, at) = (piece(&input, at, *length).repeat(*times), at.index(input.len() + 1));
                input.splice(at..at, again);
            }
            Edit::Splice { at, from, start, length } => {
                let (more, at) = (piece(from.get(corpus).as_slice(), start, *length), at.index(input.len() + 1));
                input.splice(at..at, more);
            }
        }
        input.truncate(longest);
    }
    input
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{variable} is a number")))
}

/// The generator of a target: the same inputs in every run, until another seed is given.
fn generator() -> TestRng {
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number("SUBROSA_FUZZ_SEED").unwrap_or(1).to_le_bytes());
    TestRng::from_seed(RngAlgorithm::ChaCha, &seed)
}

fn fuzz(name: &str) {
    let target = *TARGETS.iter().find(|t| t.name == name).expect("a target");
    let (corpus, words) = (corpus(target), dictionary(target));
    for input in &corpus {
        (target.run)(input);
    }
    let cases = number("SUBROSA_FUZZ_CASES").map_or(CASES, |n| u32::try_from(n).unwrap_or(u32::MAX));
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 4_000, ..Config::default() };
    let inputs = (any::<Index>(), prop::collection::vec(edit(words), 1..14));
    let outcome = TestRunner::new_with_rng(config, generator()).run(&inputs, |(seed, edits)| {
        let input = edited(seed.get(&corpus).as_slice(), &edits, &corpus, target.longest);
        catch_unwind(AssertUnwindSafe(|| (target.run)(&input))).map_err(|panic| {
            let text = panic.downcast_ref::<String>().cloned();
            TestCaseError::fail(
                text.or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned())).unwrap_or_default(),
            )
        })
    });
    if let Err(TestError::Fail(why, (seed, edits))) = outcome {
        let input = edited(seed.get(&corpus).as_slice(), &edits, &corpus, target.longest);
        panic!(
            "{name} fails on {:?}: {why}\nPut the input into fuzz/corpus/{name}/ once it is mended.",
            input.escape_ascii().to_string()
        );
    }
}

macro_rules! fuzzed {
    ($($name:ident)+) => {
        const DRIVEN: &[&str] = &[$(stringify!($name)),+];
        $(#[test]
        fn $name() {
            fuzz(stringify!($name));
        })+
    };
}

fuzzed!(rule list quantity xml ndjson token issuer_token cursor smtp_url database_url setting marking note message);

/// Each target is driven by both drivers, and no folder or dictionary is left without a target.
#[test]
fn every_target_has_inputs_a_dictionary_and_both_drivers() {
    let names: Vec<&str> = TARGETS.iter().map(|t| t.name).collect();
    assert_eq!(names, DRIVEN);
    let manifest = fs::read_to_string(folder("", "Cargo.toml")).expect("a manifest");
    for target in TARGETS {
        assert!(!corpus(target).is_empty() && !dictionary(target).is_empty(), "{}", target.name);
        let file = format!("fuzz_targets/{}.rs", target.name);
        assert!(manifest.contains(&format!("path = \"{file}\"")), "{file}");
        let text = fs::read_to_string(folder("", &file)).expect("a target");
        assert!(text.contains(&format!("subrosa_fuzz::{}(data)", target.name)), "{file}");
    }
    for kind in ["corpus", "dict", "fuzz_targets"] {
        for entry in fs::read_dir(folder(kind, "")).expect("a folder") {
            let path = entry.expect("an entry").path();
            let stem = path.file_stem().and_then(|s| s.to_str()).expect("a name");
            assert!(names.contains(&stem), "{} belongs to no target", path.display());
        }
    }
}
