//! Appeals to the Secretary of Commerce (35 USC 181 ¶3).

use crate::api::frame::docket::entering;
use crate::api::frame::guard::{Officers, SteppedUp};
use crate::workflow::petition::appeals::{self, AppealDecisionInput, AppealInput, HearingInput, ReversalInput};
use actix_web::post;
use domain::base::ids::{EntryId, OrderId};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(receive_appeal).service(set_hearing).service(decide_appeal).service(rescind_on_appeal);
}

entering!(
    /// Record an appeal from the denial of a petition for rescission.
    ///
    /// An appeal is taken only after a denial and in time. It does not stay the order.
    receive_appeal, "receive_appeal", "petitions", "/orders/{id}/appeals", Officers, OrderId, AppealInput, appeals::receive
);

entering!(
    /// Set the time and place of the hearing, or change them.
    set_hearing, "set_hearing", "petitions", "/appeals/{id}/hearings", Officers, EntryId, HearingInput, appeals::set_hearing
);

entering!(
    /// Record the Secretary's decision.
    decide_appeal, "decide_appeal", "petitions", "/appeals/{id}/decision", Officers, EntryId, AppealDecisionInput,
    appeals::decide
);

entering!(
    /// Rescind the order on the Secretary's reversal.
    ///
    /// No request of the sponsors is needed. Classified matter stays under its holds until it is declassified.
    rescind_on_appeal, "rescind_on_appeal", "petitions", "/appeals/{id}/rescission", SteppedUp<Officers>, EntryId, ReversalInput,
    appeals::rescind
);
