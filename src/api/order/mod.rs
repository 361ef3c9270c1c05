//! Routes of orders, determinations, regimes, violations and incidents.

pub(crate) mod determinations;
pub(crate) mod orders;
pub(crate) mod regimes;
pub(crate) mod violations;
