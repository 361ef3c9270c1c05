//! Tasks for contributors, as `cargo xtask TASK`. Everything is done by cargo and the project's own tests; this program
//! knows which of them to call.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs, io};

const HELP: &str = "\
cargo xtask generate              rewrite docs/openapi.json, law.md, config.md, errors.md, permissions.md, holds.md,
                                  markings.md, sbom.cdx.json, oscal-component.json
cargo xtask generate --check      only compare; exit code 1 if one is out of date
cargo xtask generate --snapshots  rewrite the snapshots of tests too; read the difference before you commit it
cargo xtask check                 format, lints, unused dependencies, spelling: what is quick, before a commit
cargo xtask snapshots FILE        compare the snapshots that tests asked for (INSTA_SNAPSHOT_REFERENCES_FILE) with those
                                  that are committed; exit code 1 if one is asked for by no test";

/// The tests that hold each generated file: which `cargo test` target, and what their names begin with.
const GENERATED: [(&[&str], &[&str]); 4] = [
    (
        &["--lib"],
        &[
            "api::tests::routes::the_description_is_up_to_date",
            "api::frame::problem::",
            "config::tests::the_reference_is_up_to_date",
            "api::tests::permissions::",
        ],
    ),
    (&["--test", "law_coverage"], &["the_page_of_the_law_is_up_to_date"]),
    (&["--test", "materials"], &["s_43_the_bill", "the_component_definition"]),
    (
        &["--test", "it"],
        &["docs_holds_is_what_the_table_of_holds_says", "docs_markings_is_what_the_table_of_words_says"],
    ),
];

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["generate"] => generate(Write::Documents),
        ["generate", "--check"] => generate(Write::Nothing),
        ["generate", "--snapshots"] => generate(Write::Documents).and_then(|()| rewrite_snapshots()),
        ["check"] => check(),
        ["snapshots", file] => compare_snapshots(Path::new(file)),
        [] | ["help" | "--help" | "-h"] => {
            say(HELP);
            Ok(())
        }
        _ => Err(format!("there is no such task\n\n{HELP}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            complain(&format!("error: {why}"));
            ExitCode::FAILURE
        }
    }
}

/// What the tests of generated files may rewrite.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Write {
    Documents,
    Nothing,
}

fn generate(write: Write) -> Result<(), String> {
    for (target, names) in GENERATED {
        let mut command = cargo();
        command.args(["test", "--quiet", "--all-features", "--package", "subrosa"]).args(target).arg("--").args(names);
        match write {
            Write::Documents => command.env("UPDATE", "1"),
            Write::Nothing => command.env_remove("UPDATE"),
        };
        run(&mut command)?;
    }
    Ok(())
}

/// Runs the tests once with leave to rewrite what they compare, and once more to see that they agree with it.
fn rewrite_snapshots() -> Result<(), String> {
    for (update, pass) in [("always", "1"), ("no", "0")] {
        let mut command = cargo();
        command.args(["test", "--quiet", "--all-features", "--package", "subrosa", "--lib", "--test", "it"]);
        run(command.env("INSTA_UPDATE", update).env("INSTA_FORCE_PASS", pass))?;
    }
    Ok(())
}

fn check() -> Result<(), String> {
    run(cargo().args(["fmt", "--all", "--check"]))?;
    run(cargo().args(["clippy", "--quiet", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"]))?;
    if installed("cargo-machete") {
        run(cargo().args(["machete", "--with-metadata"]))?;
    }
    if installed("typos") {
        run(&mut Command::new("typos"))?;
    }
    Ok(())
}

/// Compares the committed snapshots with those that a run of all tests asked for. A snapshot that no test asks for holds
/// nothing, and hides that its test was renamed or deleted.
fn compare_snapshots(asked: &Path) -> Result<(), String> {
    let text = fs::read_to_string(asked).map_err(|e| format!("cannot read {}: {e}", asked.display()))?;
    // A path may be written with `..` in it, and several times: each process of the tests adds its own.
    let asked: BTreeSet<PathBuf> = text.lines().filter_map(|line| fs::canonicalize(line).ok()).collect();
    let mut there = BTreeSet::new();
    find_snapshots(&root(), &mut there).map_err(|e| format!("cannot look for snapshots: {e}"))?;
    let idle: Vec<String> = there.difference(&asked).map(|path| format!("  {}", path.display())).collect();
    match (asked.is_empty(), idle.is_empty()) {
        (true, _) => Err("no test asked for any snapshot: were they run with INSTA_SNAPSHOT_REFERENCES_FILE?".into()),
        (false, true) => {
            say(&format!("{} snapshots, each asked for by a test", there.len()));
            Ok(())
        }
        (false, false) => Err(format!("no test asks for these snapshots; delete them:\n{}", idle.join("\n"))),
    }
}

fn find_snapshots(folder: &Path, found: &mut BTreeSet<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let (path, kind) = entry.and_then(|e| Ok((e.path(), e.file_type()?)))?;
        let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.') || n == "target");
        if kind.is_dir() && !hidden {
            find_snapshots(&path, found)?;
        } else if path.extension().is_some_and(|e| e == "snap") {
            found.insert(fs::canonicalize(path)?);
        }
    }
    Ok(())
}

/// The folder of the workspace: cargo names it when it runs this program. The one it was compiled in may have been
/// moved since.
fn root() -> PathBuf {
    let own =
        env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    own.parent().unwrap_or(&own).to_path_buf()
}

fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn installed(program: &str) -> bool {
    let found = env::var_os("PATH").is_some_and(|path| env::split_paths(&path).any(|dir| dir.join(program).is_file()));
    if !found {
        complain(&format!("NOTE: {program} is not installed; what it checks is not checked here"));
    }
    found
}

fn run(command: &mut Command) -> Result<(), String> {
    say(&format!("{command:?}").replace('"', ""));
    match command.current_dir(root()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("it ended with {status}")),
        Err(e) => Err(format!("it cannot be run: {e}")),
    }
}

/// Writes a line; a reader that has gone away is no error.
fn say(line: &str) {
    use io::Write as _;
    let _ = writeln!(io::stdout(), "{line}");
}

/// Writes a line for people beside the output.
fn complain(line: &str) {
    use io::Write as _;
    let _ = writeln!(io::stderr(), "{line}");
}
