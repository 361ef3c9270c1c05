//! Removes the password from the address of a server before the address is shown.

/// The address of a database server without its password: `postgres://user@host/name`.
///
/// The query is left out, because it may have a password too. If the address can be read in two ways, because a
/// password has an unescaped `?`, `#` or `@`, the whole address is replaced. A password is never shown, however wrong
/// the address is.
pub fn without_password(address: &str) -> String {
    const HIDDEN: &str = "***";
    let Some((scheme, rest)) = address.split_once("://") else {
        let harmless = !address.contains(['@', '=', ':', '?', '#']);
        return if harmless { address.to_owned() } else { HIDDEN.to_owned() };
    };
    let (main, query) = rest.split_once(['?', '#']).unwrap_or((rest, ""));
    if query.contains('@') || scheme.contains(['@', '=', ':', '?', '#']) {
        return HIDDEN.to_owned();
    }
    match main.rsplit_once('@') {
        Some((user, host)) => {
            let name = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{name}@{host}")
        }
        None => format!("{scheme}://{main}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown_however_wrong_the_address_is() {
        for (address, shown) in [
            ("postgres://me:hunter2@host/db", "postgres://me@host/db"),
            ("postgres://me@host/db?password=hunter2", "postgres://me@host/db"),
            ("postgres://host/db?sslmode=require&sslpassword=hunter2", "postgres://host/db"),
            ("postgres://me:hun/hunter2@host/db", "postgres://me@host/db"),
            ("postgres://me:hun@hunter2@host/db", "postgres://me@host/db"),
            ("postgres://me:hun?hunter2@host/db", "***"),
            ("postgres://me:hun#hunter2@host/db", "***"),
            ("postgres://me@host/db?password=hun@hunter2", "***"),
            ("postgess://me:hunter2@host/db", "postgess://me@host/db"),
            ("postgres:me:hunter2@host/db", "***"),
            ("me:hunter2@host", "***"),
            ("password=hunter2", "***"),
            ("host:hunter2?://", "***"),
            ("postgres://host:5432/db", "postgres://host:5432/db"),
            ("data/subrosa.db", "data/subrosa.db"),
        ] {
            assert_eq!(without_password(address), shown, "{address}");
        }
    }
}
