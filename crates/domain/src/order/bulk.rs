//! Determinations for many orders in one letter (R4.3, E5). The letter names each order, and each gets its own entry.

use crate::base::refusal::{INVALID, RENEW_ALL, Refusal};

/// Most orders in one letter: as many as a page of a list has.
pub const MOST_AT_ONCE: usize = 200;

/// Checks that a letter names its orders. In 1978-79 the agencies had to decide for each application, and the Office
/// received a notice of each. So a letter that says "all" decides on no order (E5).
pub fn check_named(orders: &[String]) -> Result<(), Refusal> {
    let all = |text: &String| ["all", "*"].iter().any(|word| text.trim().eq_ignore_ascii_case(word));
    if orders.is_empty() || orders.iter().any(all) {
        return Err(Refusal::new(
            &RENEW_ALL,
            "Name each order. A determination is made for one application at a time; GET \
             /orders?awaiting_determination=true lists those that await one.",
        )
        .at("orders"));
    }
    if orders.len() > MOST_AT_ONCE {
        let detail = format!("{} orders are named; at most {MOST_AT_ONCE} in one letter.", orders.len());
        return Err(Refusal::new(&INVALID, detail).at("orders"));
    }
    let mut seen = std::collections::HashSet::new();
    if let Some(twice) = orders.iter().find(|o| !seen.insert(o.trim())) {
        return Err(Refusal::new(&INVALID, format!("{twice} is named twice.")).at("orders"));
    }
    Ok(())
}
