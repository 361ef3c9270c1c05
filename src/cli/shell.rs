//! `subrosa completions` and `subrosa man`: what a package puts beside the program. Both are made from the same
//! definition of the commands that `--help` is made from.

use crate::cli::{Exit, put};
use anyhow::{Context as _, Result};
use clap::Command;
use std::path::{Path, PathBuf};

/// Prints the completions of a shell.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 printed, 2 not.\n\n\
Example: subrosa completions bash > /etc/bash_completion.d/subrosa")]
pub struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

/// Writes the manual pages, one for each command.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 written, 2 the folder cannot be written.\n\n\
Example: subrosa man /usr/local/share/man/man1")]
pub struct ManArgs {
    /// Folder for the pages.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Runs `subrosa completions`.
pub fn completions(args: &CompletionsArgs, mut program: Command) -> Result<Exit> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut program, "subrosa", &mut text);
    put(&String::from_utf8(text)?)?;
    Ok(Exit::Fine)
}

/// Runs `subrosa man`.
pub fn man(args: &ManArgs, mut program: Command) -> Result<Exit> {
    program.build();
    let n = write_pages(&args.folder, &program)?;
    put_line!("{n} pages written to {}", args.folder.display());
    Ok(Exit::Fine)
}

/// Writes the page of a command and of those below it; returns how many.
fn write_pages(folder: &Path, command: &Command) -> Result<usize> {
    let name = command.get_bin_name().unwrap_or(command.get_name()).replace(' ', "-");
    let path = folder.join(format!("{name}.1"));
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    std::fs::write(&path, page).with_context(|| format!("cannot write {}", path.display()))?;
    let below = command.get_subcommands().filter(|c| c.get_name() != "help" && !c.is_hide_set());
    below.map(|c| write_pages(folder, c)).try_fold(1, |n, more| Ok(n + more?))
}
