//! The table of routes: described, guarded, and nothing beside it.

use crate::api::tests::harness::{Served, serve_with, served};
use crate::api::tests::up_to_date;
use crate::api::{document, render, routes};
use domain::base::actor::Role;
use serde_json::Value;
use std::fmt::Write as _;
use ureq::http::Method;

/// Routes nobody needs to be signed in for.
pub(super) const OPEN: [&str; 7] = [
    "POST /api/v1/session",
    "POST /api/v1/session/exchange",
    "POST /api/v1/session/password",
    "POST /api/v1/session/refresh",
    "GET /api/v1/session/banner",
    "GET /api/v1/session/keys",
    "GET /api/v1/calendar/{secret}/deadlines.ics",
];

pub(super) fn all() -> Vec<(Method, String)> {
    routes(&document()).map(|(m, p)| (Method::from_bytes(m.as_str().as_bytes()).expect("method"), p)).collect()
}

fn guarded() -> impl Iterator<Item = (Method, String)> {
    all().into_iter().filter(|(m, p)| !OPEN.contains(&format!("{m} {p}").as_str()))
}

fn at(s: &Served, method: &Method, path: &str, id: &str, token: &str) -> crate::api::tests::harness::Reply {
    let body = (method != Method::GET && method != Method::DELETE).then(|| b"{".to_vec());
    let path = format!("!{}", path.replace("{id}", id).replace("{tile}", "0/x999/999"));
    s.call(method.clone(), &path, token, &[("content-type", "application/json"), ("if-match", "rubbish")], body)
}

#[test]
fn the_description_is_up_to_date() {
    up_to_date("docs/openapi.json", &render(&document()).expect("json"));
}

#[test]
fn every_operation_says_what_it_is_for_and_how_it_fails() {
    let text: Value = serde_json::from_str(&render(&document()).expect("json")).expect("json");
    assert_eq!(text["openapi"], "3.1.0");
    assert_eq!(text["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
    for (method, path) in all() {
        let name = format!("{method} {path}");
        let operation = &text["paths"][&path][method.as_str().to_lowercase()];
        let has = |field: &str| operation[field].as_str().is_some_and(|t| !t.is_empty());
        assert!(has("summary") && has("operationId"), "{name}");
        assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{name}");
        // The notice and the public keys are read before anybody proves anything.
        let is_for_all = ["GET /api/v1/session/banner", "GET /api/v1/session/keys"].contains(&name.as_str());
        assert_eq!(operation["responses"]["401"].is_object(), !is_for_all, "{name}");
        let open = OPEN.contains(&name.as_str());
        assert_eq!(open, operation["security"] == serde_json::json!([{}]), "{name}: {}", operation["security"]);
        for response in operation["responses"].as_object().expect("responses").values() {
            assert!(response["description"].as_str().is_some_and(|d| !d.is_empty()), "{name}");
        }
    }
    let ids: Vec<&str> = text["paths"]
        .as_object()
        .expect("paths")
        .values()
        .flat_map(|item| item.as_object().expect("item").values())
        .filter_map(|o| o["operationId"].as_str())
        .collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "operation ids are unique: {ids:?}");
}

/// The paths that programs rely on (`API.md` section 2), as far as they are built.
#[test]
fn the_contract_is_kept() {
    let there: Vec<String> = all().into_iter().map(|(m, p)| format!("{m} {p}")).collect();
    for route in [
        "POST /session",
        "POST /session/refresh",
        "DELETE /session",
        "POST /filings",
        "POST /intake",
        "GET /filings",
        "GET /filings/{id}",
        "GET /filings/{id}/text",
        "POST /filings/{id}/amendments",
        "GET /filings/{id}/screenings",
        "GET /screenings/{id}",
        "GET /screenings/{id}/certificate",
        "POST /hits/{id}/triage",
        "POST /filings/{id}/referrals",
        "GET /referrals",
        "GET /referrals/{id}",
        "GET /filings/{id}/acknowledgments",
        "POST /referrals/{id}/acknowledgments",
        "POST /referrals/{id}/opinions",
        "POST /referrals/{id}/questions",
        "GET /referrals/{id}/questions",
        "POST /questions/{id}/answer",
        "POST /referrals/{id}/recommendation",
        "POST /filings/{id}/orders",
        "GET /orders",
        "GET /orders/{id}",
        "POST /orders/{id}/determinations",
        "POST /orders/{id}/renewal",
        "POST /orders/{id}/rescission-requests",
        "POST /orders/{id}/rescission",
        "POST /orders/{id}/modifications",
        "POST /orders/{id}/permits",
        "POST /orders/{id}/petitions",
        "POST /orders/{id}/appeals",
        "POST /orders/{id}/violations",
        "GET /filings/{id}/clocks",
        "GET /clocks",
        "GET /notices",
        "POST /notices/{id}/resend",
        "POST /notices/{id}/service",
        "GET /review-lists",
        "POST /review-lists",
        "POST /review-lists/{id}/adopt",
        "GET /review-lists/{id}/replay",
        "GET /statistics/fiscal-years",
        "GET /ledger",
        "GET /ledger/checkpoint",
        "GET /accounts",
        "POST /accounts",
        "GET /agencies",
        "POST /agencies",
        "POST /demo/clock",
    ] {
        let (method, path) = route.split_once(' ').expect("a route");
        assert!(there.contains(&format!("{method} /api/v1{path}")), "{route}");
    }
}

#[test]
fn a_stranger_learns_nothing_whatever_else_is_wrong_with_the_request() {
    let s = served();
    for (method, path) in guarded() {
        for (id, token) in [("not-an-id", ""), ("not-an-id", "rubbish"), ("01999999-0000-7000-8000-000000000000", "")] {
            let reply = at(&s, &method, &path, id, token);
            assert_eq!(reply.status, 401, "{method} {path}: {}", reply.text);
            assert!(reply.header("www-authenticate").starts_with("Bearer"), "{method} {path}");
            assert_eq!(reply.header("content-type"), "application/problem+json");
        }
    }
    for authorization in ["Basic YTpi", "Bearer", "Bearer ", "bearer x y", ""] {
        let reply = s.call(Method::GET, "/filings", "", &[("authorization", authorization)], None);
        assert_eq!(reply.status, 401, "{authorization:?}");
    }
}

/// A guarded route with the roles that it does not refuse at once.
pub(super) struct Allowed {
    pub method: Method,
    pub path: String,
    pub roles: Vec<Role>,
    /// Whether the caller must have proved who they are in the last five minutes.
    pub step_up: bool,
}

/// Whether a route is asked by [`roles_by_route`]. Signing out is not, since it would be done.
pub(super) fn is_asked(method: &Method, path: &str) -> bool {
    method != Method::DELETE || path.contains("{id}")
}

/// The roles that each guarded route does not refuse at once. The request itself is rubbish on purpose: only whether
/// the role may ever is asked.
pub(super) fn roles_by_route(s: &Served) -> Vec<Allowed> {
    let people: Vec<(Role, String)> = Role::ALL
        .iter()
        .map(|&role| {
            let agency = role.needs_agency().then_some("NAVY");
            (role, s.token(&role.as_str().replace('_', "-"), role, agency))
        })
        .collect();
    let ask = |method: &Method, path: &str| {
        let may = |(role, token): &(Role, String)| {
            let reply = at(s, method, path, "not-an-id", token);
            match reply.status {
                403 => {
                    assert_eq!(reply.code(), "role.forbidden");
                    None
                }
                200..=299 | 404 | 415 | 422 => Some(*role),
                other => panic!("{method} {path} as {}: {other} {}", role.as_str(), reply.text),
            }
        };
        people.iter().filter_map(may).collect()
    };
    let routes = guarded().filter(|(method, path)| is_asked(method, path));
    let mut all: Vec<Allowed> =
        routes.map(|(method, path)| Allowed { roles: ask(&method, &path), method, path, step_up: false }).collect();
    // The same people again, who proved who they are long ago.
    s.age_proofs();
    for route in &mut all {
        let (_, token) = people.iter().find(|(role, _)| route.roles.contains(role)).expect("a role");
        route.step_up = at(s, &route.method, &route.path, "not-an-id", token).code() == "session.step_up_required";
    }
    all
}

#[test]
fn s_01_the_matrix_of_roles_and_routes() {
    let mut table = String::new();
    for Allowed { method, path, roles, step_up } in roles_by_route(&served()) {
        let who: Vec<&str> = roles.into_iter().map(Role::as_str).collect();
        let proof = if step_up { " (recent proof)" } else { "" };
        writeln!(table, "{:6} {:45} {}{proof}", method.as_str(), path, who.join(" ")).expect("text");
    }
    insta::assert_snapshot!(table);
}

#[test]
fn an_unknown_path_and_a_wrong_method_are_answered_differently() {
    let s = served();
    let lost = s.get("/nothing", "").expect(404);
    assert_eq!(lost.code(), "route.not_found");
    let wrong = s.call(Method::PUT, "/filings", "", &[], None).expect(405);
    assert_eq!((wrong.code(), wrong.header("allow")), ("route.method_not_allowed", "GET, POST"));
    assert_eq!(s.call(Method::GET, "/orders/x/renewal", "", &[], None).expect(405).header("allow"), "POST");
    s.get("!/", "").expect(200);
    s.get("!/nothing", "").expect(404);
    s.get("!/metrics", "").expect(404);
}

#[test]
fn every_answer_has_the_same_headers() {
    let s = served();
    for (path, status) in [("/filings", 401), ("/nothing", 404)] {
        let reply = s.get(path, "").expect(status);
        for (name, value) in [
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("x-frame-options", "DENY"),
            ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
        ] {
            assert_eq!(reply.header(name), value, "{path}");
        }
        assert!(reply.headers.get("x-subrosa-demo").is_none());
        let instance = reply.body["instance"].as_str().expect("the request");
        assert_eq!(instance, format!("urn:uuid:{}", reply.header("x-request-id")));
    }
}

#[test]
fn l4_the_documentation_is_served_where_it_is_asked_for_and_comes_from_here_alone() {
    let closed = served();
    for path in ["!/docs", "!/docs/", "!/docs/openapi.json"] {
        assert_eq!(closed.get(path, "").expect(404).code(), "route.not_found", "{path}");
    }
    assert!(!closed.get("!/", "").expect(200).text.contains("docs"));
    let s = serve_with(&[("docs", "true")]);
    let page = s.get("!/docs/", "").expect(200);
    assert!(page.text.contains("swagger"), "{}", page.text);
    assert!(!page.text.contains("http://") && !page.text.contains("https://"), "{}", page.text);
    assert!(page.header("content-security-policy").contains("script-src 'self'"));
    let file = s.get("!/docs/openapi.json", "").expect(200);
    assert!(file.body["paths"]["/api/v1/filings"].is_object());
}

#[test]
fn health_and_metrics_have_a_listener_of_their_own() {
    let s = served();
    s.get("/filings", "").expect(401);
    let ops = |path: &str| s.send(Method::GET, &format!("{}{path}", s.ops), "", &[], None);
    assert_eq!(ops("/health/live").expect(200).body["status"], "live");
    assert_eq!(ops("/health/ready").expect(200).body["status"], "ready");
    let metrics = ops("/metrics").expect(200).text;
    assert!(metrics.contains("route=\"/api/v1/filings\",status=\"401\"} 1"), "{metrics}");
    ops("/api/v1/filings").expect(404);
}
