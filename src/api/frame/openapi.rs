//! The description of the interface, made from the routes themselves (OpenAPI 3.1), and a page that
//! shows it without the internet.

use actix_web::dev::ResourceDef;
use actix_web::http::Method;
use utoipa::Modify;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};

/// Path of the page of the documentation.
pub const DOCS: &str = "/docs";
/// Path of the description.
pub const FILE: &str = "/docs/openapi.json";

/// What the description says beside the routes: title, tags, how callers sign in.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Subrosa",
        description = "Screens patent applications under the Invention Secrecy Act, routes them to agencies, issues and renews secrecy orders.\n\nErrors are `application/problem+json`; their codes are listed in docs/errors.md. Changes of a resource need its ETag in `If-Match`. Creating requests take an `Idempotency-Key`.",
        license(name = "MIT", identifier = "MIT")
    ),
    servers((url = "/", description = "This service")),
    security(("bearer" = [])),
    modifiers(&Bearer),
    tags(
        (name = "session", description = "Signing in and out"),
        (name = "filings", description = "Taking filings in, reading them"),
        (name = "screening", description = "What screening found, and triage"),
        (name = "referrals", description = "Acknowledgments, opinions and recommendations of agencies, questions between them and the Office"),
        (name = "orders", description = "Secrecy orders and their years"),
        (name = "notices", description = "Messages to the people bound by orders"),
        (name = "lists", description = "Review lists"),
        (name = "records", description = "Statistics and the ledger"),
        (name = "office", description = "Accounts, agencies and calendar feeds"),
        (name = "demo", description = "Only in demonstration databases"),
    )
)]
pub struct Frame;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut Document) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .description(Some("The access_token of POST /api/v1/session"))
            .build();
        document.components.get_or_insert_default().add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

/// The committed text of a description.
pub fn render(document: &Document) -> Result<String, serde_json::Error> {
    document.to_pretty_json().map(|text| text + "\n")
}

/// Which methods each path takes, to tell an unknown path from a wrong method.
pub struct RouteTable(Vec<(ResourceDef, String)>);

impl RouteTable {
    /// Reads the paths and methods from the description.
    pub fn of(document: &Document) -> Self {
        Self(
            routes(document)
                .fold(Vec::<(String, Vec<String>)>::new(), |mut table, (method, path)| {
                    match table.iter_mut().find(|(p, _)| *p == path) {
                        Some((_, methods)) => methods.push(method.to_string()),
                        None => table.push((path, vec![method.to_string()])),
                    }
                    table
                })
                .into_iter()
                .map(|(path, methods)| (ResourceDef::new(path), methods.join(", ")))
                .collect(),
        )
    }
    /// The methods that a path takes; `None` for a path that no route has.
    pub fn allowed(&self, path: &str) -> Option<&str> {
        self.0.iter().find(|(def, _)| def.is_match(path)).map(|(_, methods)| methods.as_str())
    }
}

/// Every operation of a description.
pub fn routes(document: &Document) -> impl Iterator<Item = (Method, String)> {
    document.paths.paths.iter().flat_map(|(path, item)| {
        [
            (Method::GET, &item.get),
            (Method::POST, &item.post),
            (Method::PUT, &item.put),
            (Method::PATCH, &item.patch),
            (Method::DELETE, &item.delete),
        ]
        .into_iter()
        .filter(|(_, operation)| operation.is_some())
        .map(|(method, _)| (method, path.clone()))
    })
}
