//! The version of a resource as its readers see it: the entity tag of RFC 9110, which they send back when they change
//! the resource.

use serde::{Deserialize, Deserializer, Serializer};

/// The entity tag of a version, in quotation marks.
pub fn etag(version: i32) -> String {
    format!("\"{version}\"")
}

/// Writes a version as its entity tag.
pub(crate) fn serialize<S: Serializer>(version: &i32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&etag(*version))
}

/// Reads a version from its entity tag. An answer that an earlier program kept for a repeated request has the number
/// itself, which is read too.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Kept {
        Number(i32),
        Tag(String),
    }
    match Kept::deserialize(deserializer)? {
        Kept::Number(version) => Ok(version),
        Kept::Tag(tag) => tag.trim_matches('"').parse().map_err(serde::de::Error::custom),
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct View {
        #[serde(rename = "etag", alias = "version", with = "super")]
        version: i32,
    }

    #[test]
    fn a_version_is_written_as_its_etag_and_read_in_both_forms() {
        let text = serde_json::to_string(&View { version: 3 }).expect("json");
        assert_eq!(text, r#"{"etag":"\"3\""}"#);
        for kept in [text.as_str(), r#"{"version": 3}"#] {
            assert_eq!(serde_json::from_str::<View>(kept).expect(kept), View { version: 3 });
        }
        assert!(serde_json::from_str::<View>(r#"{"etag": "\"x\""}"#).is_err());
    }
}
