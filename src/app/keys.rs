//! Opens the keys of a database with its wrapping key, and puts the first ones on record. Refuses to start where a database
//! or a key is lost, or where two nodes would use different keys: none of them is silently made anew.

use crate::auth::keys::{OfficeKey, Purpose};
use crate::auth::seal::Seal;
use crate::auth::wrapping::{Made, WrappingKey};
use crate::clock::{Clock as _, SystemClock};
use crate::config::{Config, WRAPPING_KEY};
use crate::store::office::sessions;
use crate::store::{DatabaseUrl, StoreError, setting};
use crate::workflow::Ctx;
use crate::workflow::office::key_rotation;
use crate::workflow::office::keys::{self, Before, FirstKeys, KeyRing, OfficeKeyOnRecord};
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a key file of an earlier version is renamed to once its key is in the database.
const TAKEN_OVER: &str = "taken-over";

/// The setting in which earlier versions named a key that a database is used with.
fn setting_of(purpose: Purpose) -> String {
    format!("key:{}", purpose.file())
}

/// Refuses a file of no bytes beside the keys of a database that was in use.
pub(super) fn refuse_emptied_database(config: &Config, url: &DatabaseUrl) -> Result<()> {
    let DatabaseUrl::Sqlite(path) = url else { return Ok(()) };
    let is_empty = fs::metadata(path).is_ok_and(|m| m.len() == 0);
    let files = Purpose::ALL.map(|purpose| config.data.join(purpose.file()));
    if is_empty && files.iter().chain([&config.wrapping_file()]).any(|file| file.exists()) {
        bail!(
            "{} is empty, and the keys beside it say that it was in use: it has been lost. Restore a backup into a new \
             folder; or, to begin anew, name a new data folder",
            path.display()
        );
    }
    Ok(())
}

/// The keys of a node, and what signs its statements.
pub struct OpenKeys {
    pub ring: Arc<KeyRing>,
    pub seal: Seal,
}

/// Opens the keys for the service. At the first start on a database this makes them, or takes them over from the files of an
/// earlier version.
pub(super) fn open_or_make(config: &Config, cx: &Ctx) -> Result<OpenKeys> {
    let wrapping = match keys::wrapped_by(cx)? {
        Some(name) => open_wrapping(config, cx, &name)?,
        None => install(config, cx)?,
    };
    let mut found = keys::office_key(cx, &wrapping)?;
    if config.new_keys && matches!(found, OfficeKeyOnRecord::Edited { .. }) {
        make_anew(cx, &wrapping)?;
        found = keys::office_key(cx, &wrapping)?;
    }
    let office = ready(config, found, &wrapping)?;
    put_files_aside(config, cx)?;
    let ring = KeyRing::new(wrapping, config.tokens.ttl, config.tokens.key_life);
    let now = SystemClock.now();
    key_rotation::keep(cx, &ring, now)?;
    anyhow::ensure!(ring.tokens.can_sign(now), "no key on record can sign access tokens");
    Ok(OpenKeys { ring: Arc::new(ring), seal: Seal::with(office) })
}

/// Opens the keys of a database that was served before, for a command. `None` if it never was.
pub fn open(config: &Config, cx: &Ctx) -> Result<Option<OpenKeys>> {
    let Some(name) = keys::wrapped_by(cx)? else { return Ok(None) };
    let wrapping = find_wrapping(config, &name)?;
    let office = ready(config, keys::office_key(cx, &wrapping)?, &wrapping)?;
    let ring = KeyRing::new(wrapping, config.tokens.ttl, config.tokens.key_life);
    Ok(Some(OpenKeys { ring: Arc::new(ring), seal: Seal::with(office) }))
}

/// What signs the statements of a database. `None` if it was never served. Where only an earlier version has served it,
/// this is the key in the file of that version.
pub fn open_seal(config: &Config, cx: &Ctx) -> Result<Option<Seal>> {
    match open(config, cx)? {
        Some(open) => Ok(Some(open.seal)),
        None => Ok(OfficeKey::load(&config.data, Purpose::Statements)?.map(Seal::with)),
    }
}

/// The files with the keys of a database, each with its name in a backup: the wrapping key, or the files of the earlier
/// version that has served the database. A database that was never served has none. Refuses where one is missing.
pub fn files(config: &Config, cx: &Ctx) -> Result<Vec<(PathBuf, &'static str)>> {
    if let Some(name) = keys::wrapped_by(cx)? {
        find_wrapping(config, &name)?;
        return Ok(vec![(config.wrapping_file(), WRAPPING_KEY)]);
    }
    let present = present_keys(config, cx)?;
    let there = Purpose::ALL.into_iter().zip(present).filter(|(_, key)| key.is_some());
    Ok(there.map(|(purpose, _)| (config.data.join(purpose.file()), purpose.file())).collect())
}

/// The wrapping key of this name, from its file.
fn find_wrapping(config: &Config, name: &str) -> Result<WrappingKey> {
    let file = config.wrapping_file();
    let shown = file.display();
    match WrappingKey::load(&file)? {
        Some(key) if key.id() == name => Ok(key),
        Some(key) => bail!(
            "{shown} is another wrapping key than that of this database: the keys in it are encrypted under {name}, and \
             the file holds {}. Copy the file from another node of this database or from its backup, or name the right \
             file with keys.wrapping_file",
            key.id()
        ),
        None => bail!(
            "{shown} is missing: the keys in this database are encrypted under the wrapping key {name}. Copy the file from \
             another node of this database or from its backup, or name it with keys.wrapping_file. If it is lost, start \
             once with --new-keys to have new keys made"
        ),
    }
}

/// The wrapping key of this name. If it is lost and `new_keys` says so, new keys take the place of those on record.
fn open_wrapping(config: &Config, cx: &Ctx, name: &str) -> Result<WrappingKey> {
    let found = match find_wrapping(config, name) {
        Err(_) if config.new_keys => WrappingKey::load_or_create(&config.wrapping_file())?.0,
        other => return other,
    };
    make_anew(cx, &found)?;
    Ok(found)
}

/// Puts new keys on record in the place of those that are lost.
fn make_anew(cx: &Ctx, wrapping: &WrappingKey) -> Result<()> {
    tracing::warn!(
        "key.new: the keys of this database are lost; new ones are made. All must sign in again, and second factors be begun \
         anew"
    );
    let first = FirstKeys { tokens: OfficeKey::generate()?, statements: OfficeKey::generate()? };
    keys::install(cx, wrapping, &first, Before::End, "", SystemClock.now())?;
    Ok(())
}

/// The key of statements, if it can be used.
fn ready(config: &Config, found: OfficeKeyOnRecord, wrapping: &WrappingKey) -> Result<OfficeKey> {
    match found {
        OfficeKeyOnRecord::Ready(key) => Ok(*key),
        OfficeKeyOnRecord::Edited { kid } => bail!(
            "the key {kid} in the database was changed past the program. Find out what else was: subrosa ledger verify. \
             Restore a backup from before; or, if there is none, start once with --new-keys to have new keys made"
        ),
        OfficeKeyOnRecord::WrappedBy(name) => bail!(
            "the keys in this database are encrypted under the wrapping key {name}, and {} holds {}; copy the file from \
             another node of this database",
            config.wrapping_file().display(),
            wrapping.id()
        ),
        OfficeKeyOnRecord::None => bail!("the keys of this database are gone; start the service again"),
    }
}

/// Puts the first keys of a database on record: those in the files of an earlier version, or new ones.
fn install(config: &Config, cx: &Ctx) -> Result<WrappingKey> {
    let [tokens, statements] = present_keys(config, cx)?;
    let taken = [&tokens, &statements].into_iter().zip(Purpose::ALL).filter(|(key, _)| key.is_some());
    let taken: Vec<&str> = taken.map(|(_, purpose)| purpose.file()).collect();
    let or_new = |key: Option<OfficeKey>| key.map_or_else(OfficeKey::generate, Ok);
    let first = FirstKeys { tokens: or_new(tokens)?, statements: or_new(statements)? };
    let file = config.wrapping_file();
    let (wrapping, made) = WrappingKey::load_or_create(&file)?;
    let installed = keys::install(cx, &wrapping, &first, Before::Stay, &taken.join(","), SystemClock.now());
    let present = installed.and_then(|()| keys::wrapped_by(cx));
    if let Ok(Some(name)) = &present
        && name != wrapping.id()
        && made == Made::Now
    {
        // Another node was first. A file that opens nothing would only be mistaken for the right one.
        fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
    }
    match present? {
        Some(name) => find_wrapping(config, &name),
        None => bail!("no keys are on record"),
    }
}

/// The keys in the files of an earlier version. Refuses where the database was used with a key that is not here, unless
/// `new_keys` says that it is lost.
fn present_keys(config: &Config, cx: &Ctx) -> Result<[Option<OfficeKey>; 2]> {
    let (known, used) = cx.store.read(|conn| {
        let [tokens, statements] = Purpose::ALL.map(setting_of);
        let known = [setting(conn, &tokens)?, setting(conn, &statements)?];
        Ok::<_, StoreError>((known, sessions::any_on_record(conn)?))
    })?;
    let mut present = [None, None];
    for ((purpose, known), place) in Purpose::ALL.into_iter().zip(known).zip(&mut present) {
        let path = config.data.join(purpose.file());
        let found = OfficeKey::load(&config.data, purpose)?;
        match (&found, known) {
            (Some(key), Some(known)) if key.id() != known && !config.new_keys => bail!(
                "{} holds the key {}, and this database was used with the key {known}. Start the node first that has that \
                 key, and give this one its wrapping key; or start once with --new-keys to go on with the key in the file",
                path.display(),
                key.id()
            ),
            (None, None) if used && !config.new_keys && config.wrapping_file().exists() => bail!(
                "this database was used and holds no keys any more, although {} is here. Find out what else was removed: \
                 subrosa ledger verify. Restore a backup from before; or, if there is none, start once with --new-keys to \
                 have new keys made",
                config.wrapping_file().display()
            ),
            (None, known) if (known.is_some() || used) && !config.new_keys => bail!(
                "{} is missing, and this database was used with it. Restore the file from a backup, or start the node first \
                 that has it; or start once with --new-keys to have a new one made",
                path.display()
            ),
            _ => {}
        }
        *place = found;
    }
    Ok(present)
}

/// Renames the files of an earlier version whose keys are in the database, so that nobody takes them for those in use. A
/// file with another key stays as it is.
fn put_files_aside(config: &Config, cx: &Ctx) -> Result<()> {
    let mut names = None;
    for purpose in Purpose::ALL {
        let key = match OfficeKey::load(&config.data, purpose) {
            Ok(Some(key)) => key,
            Ok(None) => continue,
            // The file is not needed any more.
            Err(e) => {
                tracing::warn!("key.unused: {e}");
                continue;
            }
        };
        let known = match &mut names {
            Some(known) => known,
            None => names.insert(keys::names(cx)?),
        };
        let path = config.data.join(purpose.file());
        if known.iter().any(|kid| kid == key.id()) {
            put_aside(&path)?;
        } else {
            tracing::warn!(
                file = %path.display(), key = key.id(),
                "key.unused: the database has another key. Keep the public half of this one if it signed statements"
            );
        }
    }
    Ok(())
}

fn put_aside(path: &Path) -> Result<()> {
    let mut aside = path.as_os_str().to_owned();
    aside.push(format!(".{TAKEN_OVER}"));
    fs::rename(path, &aside).with_context(|| format!("cannot rename {}", path.display()))?;
    tracing::warn!(
        from = %path.display(), to = %Path::new(&aside).display(),
        "key.taken_over: this key is in the database now, encrypted. Remove the file once there is a new backup"
    );
    Ok(())
}
