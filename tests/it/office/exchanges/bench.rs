//! A service with an agency whose people sign in with its own identity provider.

use crate::frame::harness::{Answer, Call, Client, Place, Server};
use crate::frame::identity_provider::Provider;
use crate::frame::tls_client::Authority;
use serde_json::{Value, json};

/// A service, two security officers signed in, and the provider of the Navy.
pub struct Bench {
    pub server: Server,
    pub officers: [Client; 2],
    pub authority: Authority,
    pub provider: Provider,
}

/// The terms of an issuer of the Navy.
pub fn terms() -> Value {
    json!({"audience": "subrosa", "algorithms": ["EdDSA"], "roles": ["official", "reviewer"], "factor_acr": ["urn:navy:mfa"]})
}

/// Sends a request on whichever version there is.
pub fn delete(who: &Client, path: &str) -> Answer {
    let headers = vec![("If-Match", "*".to_owned())];
    who.call(Call { method: "DELETE", path, body: None, headers })
}

impl Bench {
    /// Starts the service with these flags too, for two security officers who are on record.
    pub fn start(place: &Place, officers: [&str; 2], more: &[&str]) -> Self {
        let authority = Authority::new("The Navy's authority");
        let file = place.path("issuer-ca.pem");
        std::fs::write(&file, authority.pem()).expect("a file");
        let provider = Provider::start(&authority);
        let flags = ["--tls-issuer-ca", &file, "--sign-in-per-name", "100000"];
        let server = Server::start(place, &[&flags[..], more].concat());
        let officers = officers.map(|name| server.sign_in(name));
        Self { server, officers, authority, provider }
    }

    /// The same with people of the Navy, whose accounts have clearances.
    pub fn with_people(place: &Place) -> Self {
        place.account("sec1", "security_officer", None, false);
        place.account("sec2", "security_officer", None, false);
        place.account("audit1", "auditor", None, false);
        place.account_cleared("C", "navy1", "official", Some("NAVY"), false);
        place.account("navy2", "reviewer", Some("NAVY"), false);
        Self::start(place, ["sec1", "sec2"], &["--sign-in-per-client", "100000"])
    }

    /// Puts an issuer on record, by both officers. Returns its id.
    pub fn issuer(&self, iss: &str, terms: Value) -> String {
        let asked = json!({"agency": "NAVY", "iss": iss, "terms": terms});
        let proposed = self.officers[0].post("/issuers", asked, None).expect(201).body;
        let id = proposed["id"].as_str().expect("an id").to_owned();
        self.officers[1].post(&format!("/issuers/{id}/confirmation"), json!({}), Some("*")).expect(200);
        id
    }

    /// The id of an account.
    pub fn account(&self, name: &str) -> String {
        let all = self.officers[0].get("/accounts?limit=200").expect(200).items();
        let found = all.iter().find(|account| account["username"] == name).expect("listed");
        found["id"].as_str().expect("an id").to_owned()
    }

    /// Binds an account to a name, by both officers. Returns the id of the identity.
    pub fn bind(&self, issuer: &str, name: &str, subject: &str) -> String {
        let path = format!("/accounts/{}/identities", self.account(name));
        let asked = json!({"issuer_id": issuer, "subject": subject});
        let proposed = self.officers[0].post(&path, asked, Some("*")).expect(201).body;
        let id = proposed["id"].as_str().expect("an id").to_owned();
        self.officers[1].post(&format!("/identities/{id}/confirmation"), json!({}), Some("*")).expect(200);
        id
    }

    pub fn exchange(&self, token: &str) -> Answer {
        self.server.anonymous().post("/session/exchange", json!({ "token": token }), None)
    }

    /// A client of whoever a token signs in.
    pub fn sign_in(&self, token: &str) -> Client {
        let tokens = self.exchange(token).expect(200).body;
        Client { url: self.server.url.clone(), token: tokens["access_token"].as_str().map(Into::into) }
    }

    /// The entries of the ledger with this act.
    pub fn entries(&self, act: &str) -> Vec<Value> {
        let all = self.server.sign_in("audit1").get("/ledger?limit=200").expect(200).items();
        all.into_iter().filter(|entry| entry["act"] == act).collect()
    }
}
