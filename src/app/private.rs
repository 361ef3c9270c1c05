//! Permissions of files: the database, the index, the keys and the mails are for the account that runs the program and
//! for no other account of the machine, whatever its umask.

use crate::config::{Config, Database, WRAPPING_KEY};
use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// Rights of a folder: only its owner may look into it.
const FOLDER: u32 = 0o700;
/// Rights of a file: only its owner may read it.
const FILE: u32 = 0o600;
/// The permissions of other accounts, which no file of this program gives.
const OTHERS: u32 = 0o077;
/// The bit of a folder that everybody writes into, such as `/tmp`.
const SHARED: u32 = 0o1000;

/// Folders in the data folder that this program makes.
const OWN_FOLDERS: [&str; 3] = ["index", "mail", "mail-journal"];

/// Makes a folder, and those above it, for the account of this process only.
pub fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(FOLDER).create(path)
}

/// Removes the permissions of other accounts from existing files. Called once the database of these settings is open,
/// so that a mistyped name changes nobody else's folder. The sentences it returns say which files were too open, and
/// which could not be changed.
pub fn tighten(config: &Config) -> Vec<String> {
    let mut said = vec![];
    let mut files = vec![];
    match config.database() {
        Database::Sqlite(path) => files.extend(database_files(&path)),
        Database::Postgres(_) => {}
    }
    files.extend(paths_in(&config.data).into_iter().filter(|p| is_key(p)));
    if is_ours(&config.data) {
        for folder in OWN_FOLDERS {
            let folder = config.data.join(folder);
            // Nobody else reaches the files of a closed folder.
            if close_to_others(&folder, FOLDER, &mut said) {
                files.extend(paths_below(&folder));
            }
        }
        close_to_others(&config.data, FOLDER, &mut said);
    }
    for file in &files {
        close_to_others(file, FILE, &mut said);
    }
    said
}

/// The files of a SQLite database.
pub fn database_files(path: &Path) -> [PathBuf; 3] {
    let with = |end: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    [path.to_owned(), with("-wal"), with("-shm")]
}

/// Whether a folder holds the database or a key of this program, and no folders of anybody else. Permissions of any
/// other folder, such as a home folder or `/tmp`, are not changed.
fn is_ours(folder: &Path) -> bool {
    let Ok(path) = folder.canonicalize() else { return false };
    let shared = fs::metadata(&path).map_or(true, |m| m.mode() & SHARED != 0);
    let strange = |p: &PathBuf| p.is_dir() && !OWN_FOLDERS.iter().any(|own| p.ends_with(own));
    let own = |p: &PathBuf| p.ends_with("subrosa.db") || is_key(p);
    let here = paths_in(&path);
    path.parent().is_some() && !shared && here.iter().any(own) && !here.iter().any(strange)
}

/// Whether a file holds a key of this program: the wrapping key, or one of an earlier version.
fn is_key(path: &Path) -> bool {
    path.ends_with(WRAPPING_KEY) || path.extension().is_some_and(|x| x == "p8")
}

/// The paths of everything in a folder.
fn paths_in(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().filter_map(|e| Some(e.ok()?.path())).collect()
}

/// The permissions of a file or folder; `None` if there is none, or only a link to one.
fn mode_of(path: &Path) -> Option<u32> {
    let found = fs::symlink_metadata(path).ok()?;
    (found.is_file() || found.is_dir()).then(|| found.mode() & 0o7777)
}

/// The paths of everything in a folder and in the folders below it.
fn paths_below(folder: &Path) -> Vec<PathBuf> {
    let here = paths_in(folder);
    let deeper =
        here.iter().filter(|p| mode_of(p).is_some() && p.is_dir()).flat_map(|p| paths_below(p)).collect::<Vec<_>>();
    here.into_iter().chain(deeper).collect()
}

/// Removes the permissions of other accounts from one file or folder. Returns whether it had any.
fn close_to_others(path: &Path, wanted: u32, said: &mut Vec<String>) -> bool {
    let Some(found) = mode_of(path).filter(|r| r & OTHERS != 0) else { return false };
    let left = found & if path.is_dir() { FOLDER } else { wanted };
    let name = path.display();
    said.push(match fs::set_permissions(path, Permissions::from_mode(left)) {
        Ok(()) => format!("others on this machine could read {name} ({found:04o}); its rights are now {left:04o}"),
        Err(e) => format!(
            "others on this machine can read {name} ({found:04o}), and that cannot be changed: {e}; take these rights away"
        ),
    });
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, Permissions::from_mode(mode)).expect("rights");
    }

    #[test]
    fn what_is_ours_is_closed_and_nothing_else() {
        let dir = tempfile::tempdir().expect("a folder");
        let data = dir.path().join("data");
        make_folder(&data).expect("made");
        assert_eq!(mode_of(&data), Some(0o700));
        let config = Config { data: data.clone(), ..Config::default() };
        for name in ["subrosa.db", "subrosa.db-wal", "tokens.p8", "wrapping-key", "config.toml"] {
            fs::write(data.join(name), "x").expect("written");
            set_mode(&data.join(name), 0o644);
        }
        set_mode(&data, 0o755);
        assert_eq!(tighten(&config).len(), 5);
        assert_eq!(mode_of(&data), Some(0o700));
        assert_eq!(mode_of(&data.join("subrosa.db-wal")), Some(0o600));
        assert_eq!(mode_of(&data.join("config.toml")), Some(0o644), "not a file of this program");
        assert!(tighten(&config).is_empty());
        // A folder with folders of somebody else keeps its rights.
        fs::create_dir(data.join("photos")).expect("made");
        set_mode(&data, 0o755);
        assert!(tighten(&config).is_empty());
        assert_eq!(mode_of(&data), Some(0o755));
    }
}
