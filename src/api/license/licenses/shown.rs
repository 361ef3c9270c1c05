//! What goes out about licenses and is not shown as the workflow has it.

use crate::api::frame::etag::etag;
use crate::workflow::frame::docket::EntryView;
use crate::workflow::license::licenses as workflow;
use domain::law::license::{Need, Scope, State};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Where the license of a filing stands.
#[derive(Serialize, ToSchema)]
#[schema(as = License)]
pub struct LicenseView {
    /// The filing.
    filing_id: Uuid,
    /// Counts changes of the filing.
    etag: String,
    /// Whether a license is needed today.
    need: Need,
    /// Where the license stands.
    state: State,
    /// How far the license reaches.
    scope: Option<Scope>,
    /// The entry of the grant.
    license_id: Option<Uuid>,
    /// The day from which the license stands there.
    since: Option<Date>,
    /// Number of the order that suspends the license.
    suspended_by: Option<String>,
    /// Every entry about the license.
    entries: Vec<EntryView>,
}

impl From<workflow::LicenseView> for LicenseView {
    fn from(l: workflow::LicenseView) -> Self {
        Self {
            filing_id: l.filing_id.as_uuid(),
            etag: etag(l.version),
            need: l.need,
            state: l.standing.state,
            scope: l.standing.scope,
            license_id: l.standing.grant.map(|id| id.as_uuid()),
            since: l.standing.since,
            suspended_by: l.standing.suspended_by,
            entries: l.entries,
        }
    }
}
