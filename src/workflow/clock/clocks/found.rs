//! What a source of clocks is given, and what it gives.

use crate::workflow::Settings;
use domain::base::agency::AgencyCode;
use domain::base::deadline::Clock;
use domain::base::ids::{FilingId, OrderId, ReferralId};
use domain::review::question::Pause;
use jiff::civil::Date;

/// What a source looks at beside the facts.
pub(super) struct Look<'a> {
    pub settings: &'a Settings,
    pub today: Date,
}

/// A clock with the thing it hangs on.
pub(super) struct Found {
    pub clock: Clock,
    /// Id of that thing.
    pub of: String,
    pub agency: Option<AgencyCode>,
    pub referral: Option<ReferralId>,
    pub order: Option<(OrderId, String)>,
    /// `None` if the clock runs.
    pub pause: Option<Pause>,
}

impl Found {
    /// One that hangs on the filing itself.
    pub(super) fn of_filing(clock: Clock, filing: FilingId) -> Self {
        Self { clock, of: filing.to_string(), agency: None, referral: None, order: None, pause: None }
    }
}
