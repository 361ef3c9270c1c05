//! The reference of all settings, `docs/config.md`.

use crate::config::{ENV_PREFIX, FIELDS};
use std::fmt::Write as _;

/// The text of `docs/config.md`, made from the table of settings.
pub fn reference() -> String {
    let mut out = format!(
        "# Settings\n\n\
         <!-- Made from src/config/fields.rs. Rewrite with: UPDATE=1 cargo test --lib config -->\n\n\
         Four layers, each over the one before: defaults, the TOML file named by `--config` (or `{ENV_PREFIX}CONFIG`),\n\
         the environment, flags. A setting that does not exist is an error in every layer. Lists are arrays in the\n\
         file and are separated by semicolons elsewhere. Passwords are never settings: a setting names the file that\n\
         holds one.\n\n\
         ```toml\n\
         listen = \"0.0.0.0:8443\"\n\
         data = \"/var/lib/subrosa\"\n\n\
         [tls]\n\
         certificate = \"/etc/subrosa/tls/certificate.pem\"\n\
         key = \"/etc/subrosa/tls/key.pem\"\n\n\
         [mail]\n\
         smtp = \"smtps://mx.office.example\"\n\
         smtp_user = \"desk\"\n\
         smtp_password_file = \"/run/credentials/smtp\"\n\
         ```\n"
    );
    let mut section = None;
    for field in FIELDS {
        let table = field.key.split_once('.').map_or("", |(table, _)| table);
        if section != Some(table) {
            let title = if table.is_empty() { "Service".to_owned() } else { format!("`[{table}]`") };
            // Writing to a String cannot fail.
            let _ = write!(out, "\n## {title}\n\n| key, flag, environment | is | default |\n|---|---|---|\n");
            section = Some(table);
        }
        let _ = writeln!(
            out,
            "| `{}`<br>`--{} {}`<br>`{}` | {} | {} |",
            field.key,
            field.flag,
            field.value,
            field.env(),
            field.help,
            field.default(),
        );
    }
    out
}
