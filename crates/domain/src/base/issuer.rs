//! Issuers of tokens: the identity providers of agencies, and on what terms their tokens sign people in.
//!
//! The terms say how a token is read. They say nothing of what a person may do: role, agency and clearance are the account's,
//! and no claim of a token gives any of them. Not its job: checking a token (`auth`), fetching keys, and who puts an issuer
//! on record.

use crate::base::actor::Role;
use crate::base::characters::misleads;
use crate::base::refusal::{INVALID, Refusal};
use serde::{Deserialize, Serialize};

/// Most characters of an address, a claim or a value of the terms.
pub const LONGEST: usize = 300;
/// Most values of one list of the terms.
const MOST: usize = 20;
/// Seconds for which a token is taken after it was issued, unless the terms say otherwise.
const USUAL_AGE: u32 = 300;
/// Seconds for which a token is taken at most.
const GREATEST_AGE: u32 = 3600;
/// Most bytes of a key set.
pub const LARGEST_KEY_SET: usize = 64 << 10;

/// Claims that people or their administrators can change, or give to somebody else. None of them names a person.
const NO_NAMES: [&str; 9] = [
    "email",
    "preferred_username",
    "upn",
    "unique_name",
    "name",
    "given_name",
    "family_name",
    "nickname",
    "phone_number",
];

/// An algorithm by which an issuer signs. There is none with a shared secret among them.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::VariantArray,
    strum::IntoStaticStr,
    strum::EnumString,
)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = IssuerAlgorithm))]
pub enum Algorithm {
    /// Ed25519.
    EdDSA,
    /// ECDSA on P-256.
    ES256,
    /// ECDSA on P-384.
    ES384,
    /// RSA, PKCS #1 v1.5, SHA-256.
    RS256,
    /// RSA, PKCS #1 v1.5, SHA-384.
    RS384,
    /// RSA, PKCS #1 v1.5, SHA-512.
    RS512,
    /// RSA-PSS, SHA-256.
    PS256,
    /// RSA-PSS, SHA-384.
    PS384,
    /// RSA-PSS, SHA-512.
    PS512,
}

impl Algorithm {
    /// Reads the `alg` of a token or a key. Some programs call EdDSA by the name of its curve (RFC 9864).
    pub fn parse(text: &str) -> Option<Self> {
        if text == "Ed25519" { Some(Self::EdDSA) } else { text.parse().ok() }
    }
    /// As it is written in tokens and keys.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// The values of the role claim, by the role that they stand for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = IssuerRoleValues))]
#[serde(deny_unknown_fields, default)]
pub struct RoleValues {
    /// Those of a reviewer.
    pub reviewer: Vec<String>,
    /// Those of an official.
    pub official: Vec<String>,
}

impl RoleValues {
    /// The values that stand for a role; none for a role that no issuer signs in.
    pub fn of(&self, role: Role) -> &[String] {
        match role {
            Role::Reviewer => &self.reviewer,
            Role::Official => &self.official,
            _ => &[],
        }
    }
}

/// The terms on which the tokens of an issuer are taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = IssuerTerms))]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// The `aud` of its tokens: the name that the provider has for this service.
    #[cfg_attr(feature = "schema", schema(example = "subrosa"))]
    pub audience: String,
    /// The `azp` that a token may name, which is the client that it was made for; the audience alone if left out.
    #[serde(default)]
    pub authorized_parties: Vec<String>,
    /// Where its keys are fetched; if this and `jwks` are left out, where its `/.well-known/openid-configuration` says.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(example = "https://id.navy.example/keys"))]
    pub jwks_uri: Option<String>,
    /// Its keys themselves, as a JSON Web Key Set of public keys; nothing is then fetched.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<Object>))]
    pub jwks: Option<serde_json::Value>,
    /// The algorithms by which its tokens may be signed.
    #[cfg_attr(feature = "schema", schema(min_items = 1))]
    pub algorithms: Vec<Algorithm>,
    /// The roles of the accounts that its tokens sign in: `reviewer`, `official`, or both.
    #[cfg_attr(feature = "schema", schema(min_items = 1))]
    pub roles: Vec<Role>,
    /// The claim that names the person; `sub` if left out. A claim that somebody can change, such as `email`, is not taken.
    #[serde(default = "usual_subject")]
    #[cfg_attr(feature = "schema", schema(example = "sub"))]
    pub subject_claim: String,
    /// The claim with the roles of the person: its name, or a JSON Pointer such as `/realm_access/roles`. If it is given, a
    /// token must say the role that the account has.
    #[serde(default)]
    pub role_claim: Option<String>,
    /// The values of `role_claim` by the role that they stand for.
    #[serde(default)]
    pub role_values: RoleValues,
    /// The values of `acr` that say that a second factor was proved.
    #[serde(default)]
    pub factor_acr: Vec<String>,
    /// The values of `amr` of which one says that a second factor was proved. If `factor_acr` is given too, both must.
    #[serde(default)]
    pub factor_amr: Vec<String>,
    /// Seconds for which a token is taken after it was issued; 300 if left out, 3600 at most.
    #[serde(default = "usual_age")]
    #[cfg_attr(feature = "schema", schema(minimum = 1, maximum = 3600))]
    pub max_age_seconds: u32,
}

fn usual_subject() -> String {
    "sub".to_owned()
}

fn usual_age() -> u32 {
    USUAL_AGE
}

impl Terms {
    /// Whether a token may name this `azp`.
    pub fn admits_party(&self, azp: &str) -> bool {
        match self.authorized_parties.as_slice() {
            [] => azp == self.audience,
            all => all.iter().any(|one| one == azp),
        }
    }

    /// Checks the terms; a refusal names the member at fault. Whether keys can be read is checked by whoever reads them.
    pub fn check(&self) -> Result<(), Refusal> {
        check_word(&self.audience, "audience")?;
        check_word(&self.subject_claim, "subject_claim")?;
        if NO_NAMES.contains(&self.subject_claim.as_str()) {
            let why = format!(
                "\"{}\" can be changed, or be given to somebody else. Name a claim that stays with one person, such as sub.",
                self.subject_claim
            );
            return Err(invalid("subject_claim", why));
        }
        if let Some(claim) = &self.role_claim {
            check_word(claim, "role_claim")?;
        }
        for (name, values) in [
            ("authorized_parties", &self.authorized_parties),
            ("role_values.reviewer", &self.role_values.reviewer),
            ("role_values.official", &self.role_values.official),
            ("factor_acr", &self.factor_acr),
            ("factor_amr", &self.factor_amr),
        ] {
            if values.len() > MOST {
                return Err(invalid(name, format!("At most {MOST} values.")));
            }
            values.iter().try_for_each(|value| check_word(value, name))?;
        }
        if self.algorithms.is_empty() {
            return Err(invalid("algorithms", "Name the algorithms by which its tokens are signed."));
        }
        if self.jwks.is_some() && self.jwks_uri.is_some() {
            return Err(invalid("jwks", "Give the keys, or where they are fetched, not both."));
        }
        if !(1..=GREATEST_AGE).contains(&self.max_age_seconds) {
            return Err(invalid("max_age_seconds", format!("A token is taken for 1 to {GREATEST_AGE} seconds.")));
        }
        self.check_roles()
    }

    fn check_roles(&self) -> Result<(), Refusal> {
        if self.roles.is_empty() || !self.roles.iter().all(|role| role.needs_agency()) {
            return Err(invalid(
                "roles",
                "An issuer of an agency signs in reviewers, officials, or both, and nobody else.",
            ));
        }
        let given = [Role::Reviewer, Role::Official].map(|role| (role, !self.role_values.of(role).is_empty()));
        for (role, is_given) in given {
            let is_wanted = self.role_claim.is_some() && self.roles.contains(&role);
            if is_given != is_wanted {
                let why = match is_wanted {
                    true => "Say which values of role_claim stand for this role.",
                    false => "These values stand for nothing without role_claim, or the role is not among roles.",
                };
                return Err(invalid(&format!("role_values.{}", role.as_str()), why));
            }
        }
        Ok(())
    }
}

fn invalid(member: &str, why: impl Into<String>) -> Refusal {
    Refusal::new(&INVALID, why).at(format!("terms.{member}"))
}

/// Refuses a text that is empty, long, or has characters that mislead or divide words.
fn check_word(text: &str, member: &str) -> Result<(), Refusal> {
    if is_subject(text) {
        Ok(())
    } else {
        Err(invalid(member, format!("One to {LONGEST} characters that can be seen.")))
    }
}

/// Whether a text can be what an issuer calls a person: what a claim says, or a security officer types. Each character can be
/// seen, or is a space between others.
pub fn is_subject(text: &str) -> bool {
    (1..=LONGEST).contains(&text.chars().count()) && text.trim() == text && !text.chars().any(misleads)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn terms(change: impl FnOnce(&mut Value)) -> Result<(), String> {
        let mut whole = json!({"audience": "subrosa", "algorithms": ["ES256"], "roles": ["official"]});
        change(&mut whole);
        let terms: Terms = serde_json::from_value(whole).map_err(|e| e.to_string())?;
        terms.check().map_err(|refusal| refusal.field.unwrap_or_default())
    }

    #[test]
    fn terms_that_open_more_than_an_agency_are_refused_with_their_member() {
        assert_eq!(terms(|_| ()), Ok(()));
        assert_eq!(terms(|t| t["roles"] = json!(["official", "examiner"])), Err("terms.roles".into()));
        assert_eq!(terms(|t| t["roles"] = json!([])), Err("terms.roles".into()));
        assert_eq!(terms(|t| t["algorithms"] = json!([])), Err("terms.algorithms".into()));
        for none in ["HS256", "none", "HS512", "es256"] {
            assert!(terms(|t| t["algorithms"] = json!([none])).is_err_and(|e| e.contains("unknown variant")), "{none}");
        }
        assert!(terms(|t| t["clearance_claim"] = json!("clearance")).is_err_and(|e| e.contains("unknown field")));
    }

    #[test]
    fn claims_that_people_change_name_nobody() {
        for claim in NO_NAMES {
            assert_eq!(terms(|t| t["subject_claim"] = json!(claim)), Err("terms.subject_claim".into()), "{claim}");
        }
        assert_eq!(terms(|t| t["subject_claim"] = json!("oid")), Ok(()));
        assert_eq!(terms(|t| t["subject_claim"] = json!("")), Err("terms.subject_claim".into()));
        assert_eq!(terms(|t| t["audience"] = json!("sub\u{202e}rosa")), Err("terms.audience".into()));
    }

    #[test]
    fn each_role_has_values_if_and_only_if_a_claim_says_them() {
        let of = |roles: Value, claim: Value, values: Value| {
            terms(|t| {
                t["roles"] = roles;
                t["role_claim"] = claim;
                t["role_values"] = values;
            })
        };
        let claim = json!("/realm_access/roles");
        assert_eq!(of(json!(["official"]), claim.clone(), json!({"official": ["signs"]})), Ok(()));
        assert_eq!(of(json!(["official"]), claim.clone(), json!({})), Err("terms.role_values.official".into()));
        let both = json!({"official": ["signs"], "reviewer": ["reads"]});
        assert_eq!(of(json!(["official"]), claim, both.clone()), Err("terms.role_values.reviewer".into()));
        assert_eq!(of(json!(["official", "reviewer"]), Value::Null, both), Err("terms.role_values.reviewer".into()));
    }

    #[test]
    fn ages_and_keys_have_bounds() {
        assert_eq!(terms(|t| t["max_age_seconds"] = json!(0)), Err("terms.max_age_seconds".into()));
        assert_eq!(terms(|t| t["max_age_seconds"] = json!(3601)), Err("terms.max_age_seconds".into()));
        let both = |t: &mut Value| {
            t["jwks"] = json!({"keys": []});
            t["jwks_uri"] = json!("https://id.navy.example/keys");
        };
        assert_eq!(terms(both), Err("terms.jwks".into()));
    }

    #[test]
    fn a_token_names_the_audience_or_a_listed_party_as_azp() {
        let read = |parties: Value| -> Terms {
            let whole = json!({"audience": "subrosa", "authorized_parties": parties, "algorithms": ["EdDSA"],
                               "roles": ["reviewer"]});
            serde_json::from_value(whole).expect("terms")
        };
        assert!(read(json!([])).admits_party("subrosa") && !read(json!([])).admits_party("console"));
        assert!(read(json!(["console"])).admits_party("console") && !read(json!(["console"])).admits_party("subrosa"));
    }
}
