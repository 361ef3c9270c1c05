//! The facts an order's type depends on, the advice they come to, and the effects of an order.

use crate::api::frame::docket::entering;
use crate::api::frame::guard::{Office, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::{Api, block};
use crate::workflow::order::advise;
use ::domain::base::ids::{FilingId, OrderId};
use ::domain::base::marking::Level;
use ::domain::base::order_type::OrderType;
use ::domain::law::adviser::{self as domain, ForeignOwnership, Line};
use ::domain::law::effects::Effect;
use actix_web::{get, post, web};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(record_order_facts).service(read_order_advice).service(list_order_effects);
}

/// The facts that the type of an order depends on.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OrderFacts {
    /// Level at which the matter is classified, or would be if the Government owned it.
    #[serde(default)]
    classified: Option<Level>,
    /// Whether the matter is properly classifiable though not classified.
    #[serde(default)]
    classifiable: bool,
    /// Whether the matter is export-controlled technical data.
    #[serde(default)]
    export_controlled: bool,
    /// The owner's security agreement with the Department of Defense (DD Form 441).
    #[serde(default)]
    security_agreement: Option<SecurityAgreement>,
    /// Foreign ownership, control or influence over the owner.
    #[serde(default)]
    foreign_ownership: Option<ForeignOwnership>,
    /// The country whose Government classified the matter and sent it under an agreement.
    #[serde(default)]
    #[schema(example = "NL")]
    foreign_origin: Option<String>,
    /// The source of these facts.
    source: String,
}

/// A security agreement.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SecurityAgreement {
    /// First day.
    from: Date,
    /// Last day, if it has one.
    #[serde(default)]
    until: Option<Date>,
}

impl From<OrderFacts> for domain::Facts {
    fn from(f: OrderFacts) -> Self {
        Self {
            classified: f.classified,
            classifiable: f.classifiable,
            export_controlled: f.export_controlled,
            security_agreement: f.security_agreement.map(|a| domain::Agreement { from: a.from, until: a.until }),
            foreign_ownership: f.foreign_ownership.unwrap_or_default(),
            foreign_origin: f.foreign_origin,
            source: f.source,
        }
    }
}

impl From<domain::Facts> for OrderFacts {
    fn from(f: domain::Facts) -> Self {
        Self {
            classified: f.classified,
            classifiable: f.classifiable,
            export_controlled: f.export_controlled,
            security_agreement: f.security_agreement.map(|a| SecurityAgreement { from: a.from, until: a.until }),
            foreign_ownership: Some(f.foreign_ownership),
            foreign_origin: f.foreign_origin,
            source: f.source,
        }
    }
}

entering!(
    /// Record the facts the type of an order depends on; the last ones count.
    record_order_facts, "record_order_facts", "orders", "/filings/{id}/order-facts", Office, FilingId, OrderFacts,
    advise::record_facts
);

/// Advice on the type of an order.
#[derive(Serialize, ToSchema)]
struct OrderAdvice {
    /// The facts that the advice rests on.
    facts: OrderFacts,
    /// The type advised; `null` outside the DoD.
    #[serde(rename = "type")]
    order_type: Option<OrderType>,
    /// Whether the order is counted as foreign origin (Type II, foreign PSA).
    foreign_origin: bool,
    /// The derivation of the type, line by line.
    derivation: Vec<Line>,
}

impl From<advise::AdviceView> for OrderAdvice {
    fn from(a: advise::AdviceView) -> Self {
        Self {
            facts: a.facts.into(),
            order_type: a.advice.order_type,
            foreign_origin: a.advice.foreign_origin,
            derivation: a.advice.derivation,
        }
    }
}

/// Read the type that follows from the recorded facts and the pending recommendations, with the derivation.
#[utoipa::path(operation_id = "read_order_advice", tag = "orders", params(IdParam), responses((status = 200, description = "The advice", body = OrderAdvice), NotShown))]
#[get("/filings/{id}/order-advice")]
async fn read_order_advice(
    who: Signed<Office>,
    api: web::Data<Api>,
    id: Id<FilingId>,
) -> Result<web::Json<OrderAdvice>, Problem> {
    let found = block(move || advise::of_filing(&api.cx, &who, id.0)).await?;
    Ok(web::Json(found.into()))
}

/// Read the checklist of what an order does on its case today.
#[utoipa::path(operation_id = "list_order_effects", tag = "orders", params(IdParam), responses((status = 200, description = "Every effect", body = Page<Effect>), NotShown))]
#[get("/orders/{id}/effects")]
async fn list_order_effects(
    who: Signed<Office>,
    api: web::Data<Api>,
    id: Id<OrderId>,
) -> Result<Page<Effect>, Problem> {
    let all = block(move || advise::effects(&api.cx, &who, id.0)).await?;
    Ok(Page::whole(all))
}
