//! The settings of how many requests are answered.

/// How many requests are answered; one more gets 429.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rates {
    /// Requests a minute of one account.
    pub per_account: u32,
    /// Requests a minute without an account from one client address.
    pub per_address: u32,
    /// Requests of one account at the same time.
    pub at_once_per_account: u32,
    /// Requests without an account from one client address at the same time.
    pub at_once_per_address: u32,
}

impl Default for Rates {
    /// Far above what people and their programs send, and far below what a core answers: they stop what runs wild.
    fn default() -> Self {
        Self { per_account: 30_000, per_address: 6_000, at_once_per_account: 512, at_once_per_address: 128 }
    }
}
