//! `subrosa screen` in pipes and terminals: widths, colors, exit codes.

use std::process::{Command, Output};

fn screen(args: &[&str], env: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_subrosa"));
    command.arg("screen").args(args).env_remove("COLUMNS").env_remove("NO_COLOR").envs(env.iter().copied());
    command.output().unwrap()
}

fn sample() -> String {
    format!("{}/samples/towed-array-shape-sonar.xml", env!("CARGO_MANIFEST_DIR"))
}

fn out(o: &Output) -> String {
    String::from_utf8(o.stdout.clone()).unwrap()
}

#[test]
fn a_pipe_gets_100_columns_or_what_columns_says_and_no_colours() {
    let sample = sample();
    for (env, columns) in [(&[][..], 100), (&[("COLUMNS", "60")][..], 60), (&[("COLUMNS", "wide")][..], 100)] {
        let done = screen(&[&sample], env);
        assert_eq!(done.status.code(), Some(1));
        let text = out(&done);
        let widest = text.lines().map(|l| l.chars().count()).max().unwrap();
        assert!(widest <= columns && widest > columns - 20, "{widest} of {columns}:\n{text}");
        assert!(!text.contains('\u{1b}') && text.contains("[["), "{text}");
        assert!(done.stderr.is_empty(), "nothing is said of progress to a pipe");
    }
    assert!(out(&screen(&["--color", "always", &sample], &[("NO_COLOR", "1")])).contains('\u{1b}'));
}

#[test]
fn lines_of_json_do_not_depend_on_who_looks() {
    let sample = sample();
    let plain = out(&screen(&["--format", "ndjson", &sample], &[]));
    let looked_at = ["--format", "ndjson", "--color", "always", "--all", "--stats", "--threads", "1", &sample];
    let other = out(&screen(&looked_at, &[("COLUMNS", "50")]));
    assert_eq!(plain, other);
    let keys: Vec<String> = serde_json::from_str::<serde_json::Map<_, _>>(&plain).unwrap().keys().cloned().collect();
    assert_eq!(
        keys,
        [
            "application_number",
            "document_sha256",
            "list",
            "engine",
            "verdict",
            "license",
            "property_interest",
            "hits",
            "suppressed",
            "observations"
        ]
    );
}

#[test]
fn nothing_to_screen_and_nothing_flagged_are_said() {
    let missing = screen(&["/nonexistent/file.xml"], &[]);
    assert_eq!(missing.status.code(), Some(2));
    assert_eq!(out(&missing), "no filing was screened; 1 could not be read\n");
    let folder = tempfile::tempdir().unwrap();
    let clear = folder.path().join("clear.json");
    std::fs::write(&clear, r#"{"application_number": "18/000,001", "title": "Latch", "claims": ["1. A latch."]}"#)
        .unwrap();
    let clear = clear.display().to_string();
    let done = screen(&[&clear], &[]);
    assert_eq!((done.status.code(), out(&done).as_str()), (Some(0), "1 filing screened: none flagged, 1 clear\n"));
    assert_eq!(out(&screen(&["--all", &clear], &[])).lines().next(), Some("18/000,001  clear  Latch"));
}

#[test]
fn an_explanation_takes_the_place_of_the_table() {
    let sample = sample();
    let done = screen(&["--explain", "II-1", "--explain", "X-2", &sample], &[]);
    let text = out(&done);
    assert!(text.contains("II-1") && text.contains("X-2") && text.contains("clause"), "{text}");
    assert!(text.ends_with("1 flagged, 0 clear\n"), "{text}");
    let unknown = screen(&["--explain", "II-l", &sample], &[]);
    assert_eq!(unknown.status.code(), Some(2));
    let said = String::from_utf8(unknown.stderr).unwrap();
    assert!(said.contains("no category \"II-l\"; did you mean") && said.contains("subrosa list show"), "{said}");
}
