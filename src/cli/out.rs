//! The one way out of the command line. Results go to standard output, sentences to standard error; nothing else
//! in the program prints.
//!
//! A reader may close the pipe before the end (`| head -1`). On standard output that is an error of the kind
//! `BrokenPipe`, which ends the command with [`Exit::Closed`](crate::cli::Exit::Closed) and no word; on standard error
//! it is nothing, since a sentence that nobody reads changes no result.

use std::fmt;
use std::io::{self, Write as _, stderr, stdout};

/// Prints a line to standard output in a function that returns a `Result`; takes what `format!` takes.
macro_rules! put_line {
    ($($text:tt)*) => {
        $crate::cli::out::line(format_args!($($text)*))?
    };
}

/// Text to standard output.
pub(super) fn put(text: &str) -> io::Result<()> {
    let mut out = stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// A line to standard output; [`put_line!`] is its short form.
pub(super) fn line(text: fmt::Arguments<'_>) -> io::Result<()> {
    let mut out = stdout().lock();
    out.write_fmt(text)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// One sentence to standard error, under the name of the program.
pub(super) fn say(text: &str) {
    let _ = writeln!(stderr(), "subrosa: {text}");
}

/// A line to standard error as it is: a prompt, or figures beside a result.
pub(super) fn aside(text: &str) {
    let _ = writeln!(stderr(), "{text}");
}

/// Whether an error says no more than that the reader of standard output has gone.
pub(super) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let kind = match cause.downcast_ref::<io::Error>() {
            Some(e) => Some(e.kind()),
            None => cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind),
        };
        kind == Some(io::ErrorKind::BrokenPipe)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_pipe_is_known_through_every_wrapper() {
        let broken = || io::Error::from(io::ErrorKind::BrokenPipe);
        let json = serde_json::Error::io(broken());
        for error in [broken().into(), anyhow::Error::from(broken()).context("cannot print"), json.into()] {
            assert!(is_closed_pipe(&error), "{error:#}");
        }
        assert!(!is_closed_pipe(&anyhow::anyhow!("Broken pipe")));
        assert!(!is_closed_pipe(&io::Error::from(io::ErrorKind::NotFound).into()));
    }
}
