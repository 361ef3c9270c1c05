//! Writes files so that each is complete or absent, also after a power cut. Not its job: their content.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Creates a folder for this process's owner only, and makes sure that files can be written there.
pub(super) fn make_folder(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)?;
    let _writable = lock_folder(dir)?;
    Ok(())
}

/// Waits for the folder's lock and holds it until the file is dropped. Excludes other processes and
/// other threads of this one.
pub(super) fn lock_folder(dir: &Path) -> io::Result<File> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(dir.join(".lock"))?;
    file.lock()?;
    Ok(file)
}

/// Writes a file so that it appears at once and complete. The folder's lock must be held.
pub(super) fn write_file(dir: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    let part = dir.join(".part");
    let written = (|| {
        let mut file = File::create(&part)?;
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(&part, dir.join(name))?;
        sync_folder(dir)
    })();
    if written.is_err() {
        // Leaves no half-written file to take up a full disk; the first error is the one to tell.
        let _ = fs::remove_file(&part);
    }
    written
}

/// Makes what was created and renamed in a folder permanent.
fn sync_folder(dir: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(dir)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = dir;
    Ok(())
}
