//! The program. Everything but the settings of its allocator is in the library; `subrosa --help` lists the commands.

fn main() -> subrosa::cli::Exit {
    bound_allocator();
    keep_files_private();
    subrosa::cli::main()
}

/// Makes every file that this program creates one for its own account only, whatever the umask it was started with: texts
/// and keys are in them.
fn keep_files_private() {
    #[cfg(unix)]
    {
        use rustix::fs::Mode;
        rustix::process::umask(Mode::RWXG | Mode::RWXO);
    }
}

/// Lets glibc give out memory from two arenas, where by default it makes eight for each core, and give what is freed back
/// to the system.
///
/// The threads of intake take turns in taking memory, and each arena keeps what was given back to it. By default, glibc
/// also learns from each large piece that is freed to take the next one from an arena. Both together raised the memory
/// of a stream of many filings by half.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[allow(unsafe_code, reason = "a function of the C library")]
fn bound_allocator() {
    const MIB: libc::c_int = 1 << 20;
    // SAFETY: the function sets a number, and no other thread runs yet. If it fails, the default stays.
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, 2);
        libc::mallopt(libc::M_MMAP_THRESHOLD, MIB);
        libc::mallopt(libc::M_TRIM_THRESHOLD, 4 * MIB);
    }
}

/// Other systems have other allocators.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn bound_allocator() {}
