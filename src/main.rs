//! The program. Everything is in the library; `subrosa --help` lists the commands.

/// Intake takes memory on one thread and gives it back on another. The allocator of glibc keeps such memory apart for each
/// thread: a stream of many filings cost it twice as much.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> subrosa::cli::Exit {
    subrosa::cli::main()
}
