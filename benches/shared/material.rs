//! Where the material beside the project is, which the project does not carry.

use std::path::PathBuf;

/// A folder of `shared/`, beside the project or one level higher, if it is there.
pub fn shared_folder(name: &str) -> Option<PathBuf> {
    let root = env!("CARGO_MANIFEST_DIR");
    ["..", "../.."].map(|up| PathBuf::from(format!("{root}/{up}/shared/{name}"))).into_iter().find(|f| f.is_dir())
}
