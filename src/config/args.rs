//! Flags, made from the table of settings, so that `--help` and the reference agree.

use crate::config::fields::{FIELDS, Field, Scope};
use clap::error::ErrorKind;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches, value_parser};
use std::path::PathBuf;

/// The settings given as flags, for one of three kinds of command. The kind is a type, so that a command that only
/// reads takes no flag that creates a database.
#[derive(Debug, Clone, Default)]
pub struct SettingArgs<const KIND: u8> {
    /// The file named by `--config`.
    pub config: Option<PathBuf>,
    pub(super) values: Vec<(&'static Field, String)>,
}

/// The kind of a command that works on an existing database.
const EXISTING: u8 = 0;
/// The kind of a command that creates the database if there is none.
const CREATING: u8 = 1;
/// The kind of the service.
const SERVING: u8 = 2;

/// Flags of a command that works on an existing database.
pub type StoreArgs = SettingArgs<EXISTING>;
/// Flags of a command that creates the database if there is none.
pub type CreateArgs = SettingArgs<CREATING>;
/// Flags of `subrosa serve`, which takes every setting.
pub type ServeArgs = SettingArgs<SERVING>;

fn fields<const KIND: u8>() -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(|f| match f.scope {
        Scope::Store => true,
        Scope::Create => KIND >= CREATING,
        Scope::Serve => KIND >= SERVING,
    })
}

impl<const KIND: u8> SettingArgs<KIND> {
    /// Adds a setting as if it were given as a flag, for commands that imply one.
    ///
    /// # Panics
    /// If there is no such setting: the key is written in our own source.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        let field = Field::of(key).unwrap_or_else(|| panic!("there is no setting {key}"));
        self.values.push((field, value.into()));
        self
    }
}

impl<const KIND: u8> Args for SettingArgs<KIND> {
    fn augment_args(cmd: Command) -> Command {
        let file = Arg::new("config")
            .long("config")
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .help("TOML file with settings; the environment and flags come over it");
        fields::<KIND>().fold(cmd.arg(file), |cmd, field| {
            let heading = field.key.split_once('.').map_or("Settings", |(table, _)| table);
            let arg = Arg::new(field.key)
                .long(field.flag)
                .value_name(field.value)
                .help(format!("{} [default: {}]", field.help, field.default()))
                .help_heading(heading);
            cmd.arg(if field.is_switch() {
                arg.num_args(0..=1).require_equals(true).default_missing_value("true")
            } else {
                arg
            })
        })
    }
    fn augment_args_for_update(cmd: Command) -> Command {
        Self::augment_args(cmd)
    }
}

impl<const KIND: u8> FromArgMatches for SettingArgs<KIND> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let wrong = |e: clap::parser::MatchesError| clap::Error::raw(ErrorKind::InvalidValue, e);
        let mut values = Vec::new();
        for field in fields::<KIND>() {
            if let Some(text) = matches.try_get_one::<String>(field.key).map_err(wrong)? {
                values.push((field, text.clone()));
            }
        }
        Ok(Self { config: matches.try_get_one::<PathBuf>("config").map_err(wrong)?.cloned(), values })
    }
    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
