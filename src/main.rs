//! The program. Everything is in the library; `subrosa --help` lists the commands.

fn main() -> subrosa::cli::Exit {
    subrosa::cli::main()
}
