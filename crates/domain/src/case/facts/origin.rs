//! Where an invention was made (E24).

/// Whether an invention was made in the United States; one of which the country is not known counts as made
/// here (E24).
pub fn made_here(made_in: Option<&str>) -> bool {
    let country = made_in.map(str::trim).unwrap_or_default();
    ["", "US", "USA"].iter().any(|us| country.eq_ignore_ascii_case(us))
}
