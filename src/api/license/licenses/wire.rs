//! What licenses look like on the wire.

use crate::api::frame::docket::EntryView;
use crate::api::frame::etag::etag;
use crate::api::frame::wire::{LicenseNeed, LicenseScope, LicenseState};
use crate::workflow::license::licenses as workflow;
use ::domain::base::ids::EntryId;
use ::domain::law::license as domain;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Where the license of a filing stands.
#[derive(Serialize, ToSchema)]
#[schema(as = License)]
pub struct LicenseView {
    /// The filing.
    filing_id: Uuid,
    /// Version of the filing.
    etag: String,
    /// Whether a license is needed today.
    need: LicenseNeed,
    /// Where it stands.
    state: LicenseState,
    /// How far it reaches.
    scope: Option<LicenseScope>,
    /// The entry of the grant.
    license_id: Option<Uuid>,
    /// Since when.
    since: Option<Date>,
    /// Number of the order that suspends it.
    suspended_by: Option<String>,
    /// Every entry about it.
    entries: Vec<EntryView>,
}

impl From<workflow::LicenseView> for LicenseView {
    fn from(l: workflow::LicenseView) -> Self {
        Self {
            filing_id: l.filing_id.as_uuid(),
            etag: etag(l.version),
            need: l.need.into(),
            state: l.standing.state.into(),
            scope: l.standing.scope.map(Into::into),
            license_id: l.standing.grant.map(|id| id.as_uuid()),
            since: l.standing.since,
            suspended_by: l.standing.suspended_by,
            entries: l.entries.into_iter().map(EntryView::from).collect(),
        }
    }
}

/// A license to be granted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLicense {
    /// How far it reaches; left out, as far as the law lets it.
    #[serde(default)]
    scope: Option<LicenseScope>,
    /// The petition it answers; left out, the filing itself.
    #[serde(default)]
    petition: Option<Uuid>,
}

impl From<NewLicense> for workflow::GrantInput {
    fn from(n: NewLicense) -> Self {
        Self { scope: n.scope.map(Into::into), petition: n.petition.map(EntryId::from_uuid) }
    }
}

/// One filing made abroad.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PastFiling {
    /// Country or office.
    #[schema(example = "DE")]
    country: String,
    /// The day.
    on: Date,
}

/// What a petition asks for.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LicensePetitionKind {
    /// A license that did not come with the receipt, or before it (37 CFR 5.12(b)).
    Express,
    /// The same with expedited handling.
    Expedited,
    /// That a narrow license be made broad (37 CFR 5.15(c)).
    Broaden,
    /// For filings made abroad in error (37 CFR 5.25).
    Retroactive {
        /// Each country and date.
        filings: Vec<PastFiling>,
        /// Stated under oath: not under an order when filed abroad.
        not_under_order_then: bool,
        /// Stated under oath: not under an order now.
        not_under_order_now: bool,
        /// How diligence was used after discovery.
        diligence: String,
        /// The error.
        error: String,
    },
    /// That a final refusal be looked at again (37 CFR 1.181).
    Reconsider,
}

/// A petition as received.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLicensePetition {
    /// What is asked for.
    kind: LicensePetitionKind,
    /// Who asks.
    by: String,
    /// Whether the fee of 37 CFR 1.17(g) came with it.
    #[serde(default)]
    fee_paid: bool,
    /// Why.
    reason: String,
}

impl From<NewLicensePetition> for workflow::PetitionInput {
    fn from(n: NewLicensePetition) -> Self {
        let past = |p: PastFiling| domain::Past { country: p.country, on: p.on };
        let kind = match n.kind {
            LicensePetitionKind::Express => domain::PetitionKind::Express,
            LicensePetitionKind::Expedited => domain::PetitionKind::Expedited,
            LicensePetitionKind::Broaden => domain::PetitionKind::Broaden,
            LicensePetitionKind::Reconsider => domain::PetitionKind::Reconsider,
            LicensePetitionKind::Retroactive {
                filings,
                not_under_order_then,
                not_under_order_now,
                diligence,
                error,
            } => domain::PetitionKind::Retroactive {
                filings: filings.into_iter().map(past).collect(),
                not_under_order_then,
                not_under_order_now,
                diligence,
                error,
            },
        };
        Self { kind, by: n.by, fee_paid: n.fee_paid, reason: n.reason }
    }
}
