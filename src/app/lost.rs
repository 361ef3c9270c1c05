//! Refuses to start if a data folder has lost its database, or the keys that the database was used with: neither is
//! silently created anew.

use crate::auth::keys::{OfficeKey, Purpose};
use crate::config::Config;
use crate::store::office::sessions;
use crate::store::{DatabaseUrl, Store, StoreError, set_setting, setting};
use anyhow::{Result, bail};

const PURPOSES: [Purpose; 2] = [Purpose::Tokens, Purpose::Statements];

/// The setting of a database that names a key it is used with.
fn setting_of(purpose: Purpose) -> String {
    format!("key:{}", purpose.file())
}

/// Refuses a file of no bytes beside the keys of a database that was in use.
pub(super) fn refuse_emptied_database(config: &Config, url: &DatabaseUrl) -> Result<()> {
    let DatabaseUrl::Sqlite(path) = url else { return Ok(()) };
    let is_empty = std::fs::metadata(path).is_ok_and(|m| m.len() == 0);
    if is_empty && PURPOSES.iter().any(|p| config.data.join(p.file()).exists()) {
        bail!(
            "{} is empty, and the keys beside it say that it was in use: it has been lost. Restore a backup into a new \
             folder; or, to begin anew, name a new data folder",
            path.display()
        );
    }
    Ok(())
}

/// Refuses to go on without the keys that a database was used with. Of several nodes on one PostgreSQL each has
/// key files of its own until they are copied, so there it only warns.
pub fn refuse_lost_keys(config: &Config, store: &Store) -> Result<()> {
    let (known, used) = store.read(|conn| {
        let known = [setting(conn, &setting_of(PURPOSES[0]))?, setting(conn, &setting_of(PURPOSES[1]))?];
        Ok::<_, StoreError>((known, sessions::any_on_record(conn)?))
    })?;
    for (purpose, known) in PURPOSES.into_iter().zip(known) {
        let present = OfficeKey::load(&config.data, purpose)?;
        let path = config.data.join(purpose.file());
        match (present, known) {
            (Some(key), Some(known)) if key.id() != known => {
                tracing::warn!(file = %path.display(), "key.another: this database was used with another key");
            }
            (None, known) if known.is_some() || used => match store.url() {
                DatabaseUrl::Sqlite(_) if !config.new_keys => bail!(
                    "{} is missing, and this database was used with it. Restore the file from a backup; or start once \
                     with --new-keys to have a new one made",
                    path.display()
                ),
                _ => tracing::warn!(
                    file = %path.display(),
                    "key.new: this database was used with another key; copy that file here if there is one"
                ),
            },
            _ => {}
        }
    }
    Ok(())
}

/// Notes in the database which keys it is used with, where it knows none, or new ones were asked for.
pub(super) fn remember_keys(config: &Config, store: &Store) -> Result<()> {
    for purpose in PURPOSES {
        let Some(key) = OfficeKey::load(&config.data, purpose)? else { continue };
        let name = setting_of(purpose);
        if !config.new_keys && store.read(|conn| setting(conn, &name))?.is_some() {
            continue;
        }
        store.write(|tx| set_setting(tx, &name, key.id()))?;
    }
    Ok(())
}
