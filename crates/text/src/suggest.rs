//! Suggests a known word for an unknown one.

/// The candidate with the fewest typing errors from what was written. `None` if more than about a third of the letters
/// differ.
pub fn did_you_mean<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase();
    let reach = match written.chars().count() {
        0..=2 => 1,
        3..=5 => 2,
        n => n / 3,
    };
    candidates
        .into_iter()
        .map(|c| (strsim::damerau_levenshtein(&written, &c.to_lowercase()), c))
        .filter(|&(d, c)| d <= reach && d < c.chars().count())
        .min_by_key(|&(d, _)| d)
        .map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_near_words_are_meant() {
        assert_eq!(did_you_mean("NAER", ["ADJ", "NEAR", "WITH"]), Some("NEAR"));
        assert_eq!(did_you_mean("thershold", ["threshold", "title"]), Some("threshold"));
        assert_eq!(did_you_mean("coating", ["ADJ", "NEAR"]), None);
        assert_eq!(did_you_mean("", ["ti"]), None);
    }
}
