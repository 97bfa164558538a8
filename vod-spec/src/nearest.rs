//! The known word that a mistyped one most likely meant.

/// The candidate nearest to `word` by edit distance, if it is near enough to be meant.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A word this long is no slip of the pen, and the distance costs the product of the lengths.
    if word.len() > 64 {
        return None;
    }
    // Of a short word every other short word is a neighbour.
    let length = word.chars().count();
    let most = if length < 3 { 0 } else { (length / 3).max(1) };
    let close = candidates.into_iter().filter(|one| one.len() <= 64).map(|one| {
        let folded = distance(&word.to_lowercase(), &one.to_lowercase());
        (folded, one)
    });
    close.filter(|(far, _)| *far <= most).min_by_key(|(far, _)| *far).map(|(_, one)| one)
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for ((y, step), over) in b.iter().zip(row.windows(2)).zip(0..) {
            let [diagonal, above] = step else { continue };
            let left = next.get(over).copied().unwrap_or(usize::MAX - 1);
            next.push((diagonal + usize::from(x != *y)).min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_what_was_meant() {
        assert_eq!(nearest("Strng", ["Integer", "String"]), Some("String"));
        assert_eq!(nearest("string", ["Integer", "String"]), Some("String"));
        assert_eq!(nearest("c", ["b"]), None);
        assert_eq!(nearest("Map", ["Integer", "String"]), None);
    }
}
