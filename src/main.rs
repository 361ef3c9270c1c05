//! The program. Everything but the settings of its allocator is in the library; `subrosa --help` lists the commands.

fn main() -> subrosa::cli::Exit {
    bound_arenas();
    subrosa::cli::main()
}

/// Lets glibc give out memory from two arenas, where by default it makes eight for each core.
///
/// The threads of intake take turns in taking memory, and each arena keeps what was given back to it. A stream of many
/// filings raised the process to 284 MiB with the default, and to 168 MiB with two.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[allow(unsafe_code, reason = "a function of the C library")]
fn bound_arenas() {
    // SAFETY: the function sets a number, and no other thread runs yet. If it fails, the default stays.
    unsafe { libc::mallopt(libc::M_ARENA_MAX, 2) };
}

/// Other systems have other allocators.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn bound_arenas() {}
