//! The known word that a mistyped one most likely meant.

/// The candidate nearest to `word` by edit distance, if it is near enough to be meant.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    closest(word, &mut candidates.into_iter())
}

fn closest<'a>(word: &str, candidates: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    // A word this long is no slip of the pen, and the distance costs the product of the lengths.
    if word.len() > 64 {
        return None;
    }
    // Of a short word every other short word is a neighbour.
    let length = word.chars().count();
    let most = if length < 3 { 0 } else { (length / 3).max(1) };
    let folded = word.to_lowercase();
    let mut best = None;
    for one in candidates.filter(|one| one.len() <= 64) {
        let far = distance(&folded, &one.to_lowercase());
        if far <= most && best.is_none_or(|(least, _)| far < least) {
            best = Some((far, one));
        }
    }
    best.map(|(_, one)| one)
}

/// Letters put in, left out or mistaken, and neighbours that changed places.
fn distance(word: &str, other: &str) -> usize {
    let b: Vec<char> = other.chars().collect();
    let mut older: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut x_before = None;
    for (i, x) in word.chars().enumerate() {
        let mut next = vec![i + 1];
        for (over, (y, step)) in b.iter().zip(row.windows(2)).enumerate() {
            let [diagonal, above] = step else { continue };
            let left = next.get(over).copied().unwrap_or(usize::MAX - 1);
            let mut least = (diagonal + usize::from(x != *y)).min(above + 1).min(left + 1);
            let before = over.checked_sub(1).and_then(|at| Some((b.get(at)?, older.get(at)?)));
            if let Some((previous, swapped)) = before
                && *previous == x
                && x_before == Some(*y)
            {
                least = least.min(swapped + 1);
            }
            next.push(least);
        }
        older = std::mem::replace(&mut row, next);
        x_before = Some(x);
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
        assert_eq!(nearest("ulr", ["id", "url"]), Some("url"));
        assert_eq!(nearest("c", ["b"]), None);
        assert_eq!(nearest("Map", ["Integer", "String"]), None);
    }
}
