//! Where an invention was made (E24).

/// Whether an invention was made in the United States. If its country is not known, it is presumed so (E24).
pub fn is_made_here(made_in: Option<&str>) -> bool {
    let country = made_in.map(str::trim).unwrap_or_default();
    ["", "US", "USA"].iter().any(|us| country.eq_ignore_ascii_case(us))
}
