//! Routes of orders, determinations and regimes.

pub(crate) mod determinations;
pub(crate) mod orders;
pub(crate) mod regimes;
pub(crate) mod violations;
