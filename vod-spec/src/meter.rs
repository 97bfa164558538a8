//! Counts the work of a reading, in tests: that it grows with the pages and no faster.
//!
//! Everything that walks over text says here how far it went. Outside tests nothing is counted.

#[cfg(test)]
std::thread_local! {
    static BYTES: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// So many bytes were looked at.
#[inline]
pub(crate) fn bytes(count: usize) {
    #[cfg(test)]
    BYTES.set(BYTES.get() + count);
    #[cfg(not(test))]
    let _ = count;
}

#[cfg(test)]
mod tests {
    use super::BYTES;
    use crate::protocol::Protocol;

    /// Bytes looked at while a page is read and its mistakes are rendered.
    fn work(page: &str) -> usize {
        BYTES.set(0);
        let reading = crate::read_action("X.md", Protocol::V2, &mut |_| Ok(page.into()));
        let _ = reading.diagnostics.render(&reading.sources);
        BYTES.get()
    }

    /// The work for a byte of the page stays the same, within a fifth, as the page grows.
    fn is_linear(what: &str, page: impl Fn(usize) -> String) {
        let [small, middle, large] = [100, 1000, 10_000].map(|size| {
            let page = page(size);
            (work(&page), page.len())
        });
        assert!(small.0 >= small.1, "{what}: the work is not counted");
        for ((fewer, short), (more, long)) in [(small, middle), (middle, large)] {
            let grown = format!("{what}: {fewer} for {short} bytes grow to {more} for {long}");
            assert!(more * short * 5 <= fewer * long * 6, "{grown}");
        }
    }

    const HEAD: &str = "# X\n\n## Request\n\n| Parameter | Required | Type | Constraints |\n\
                        |---|---|---|---|\n";

    #[test]
    fn work_grows_with_the_page() {
        let rows = |count: usize, row: &dyn Fn(usize) -> String| {
            HEAD.to_owned() + &(0..count).map(row).collect::<String>()
        };
        is_linear("rows", |n| {
            rows(n, &|i| format!("| a{i} | No | String | not empty; ..=9 bytes |\n"))
        });
        is_linear("links", |n| {
            let sections = |i| {
                format!(
                    "### T{i}\n\n| Field | Required | Type |\n|---|---|---|\n| a | No | String |\n\n"
                )
            };
            rows(n, &|i| format!("| a{i} | No | [T{i}](#t{i}) | |\n"))
                + "\n"
                + &(0..n).map(sections).collect::<String>()
        });
        is_linear("structs in one another", |n| {
            let sections = |i| {
                let head = format!(
                    "### T{i}\n\n| Field | Required | Always | Type |\n|---|---|---|---|\n"
                );
                let next = (i + 1) % n;
                let own = format!(
                    "| Own | No | No | [T{i}](#t{i}) |\n| All | Yes | Yes | Array of [T{i}](#t{i}) |\n"
                );
                head + &own + &format!("| Next | No | Yes | [T{next}](#t{next}) |\n\n")
            };
            rows(1, &|_| "| a | No | [T0](#t0) | |\n\n".to_owned())
                + &(0..n).map(sections).collect::<String>()
        });
        is_linear("wrong links", |n| rows(n, &|i| format!("| a{i} | No | [T{i}](#t{i}) | |\n")));
        is_linear("wrong types", |n| rows(n, &|i| format!("| a{i} | No | Strng{i} | |\n")));
        is_linear("needs", |n| rows(n, &|i| format!("| a{i} | No | String | needs b{i} |\n")));
        is_linear("repeated rows", |n| rows(n, &|_| "| a | No | String | |\n".to_owned()));
        is_linear("ragged rows", |n| rows(n, &|i| format!("| a{i} |\n")));
        is_linear("one long cell", |n| {
            rows(1, &|_| format!("| {} | No | String | |\n", "a".repeat(100 * n)))
        });
        is_linear("values", |n| {
            let list: Vec<String> = (0..n).map(|i| format!("v{i}")).collect();
            rows(1, &|_| format!("| a | No | String | one of {} |\n", list.join(", ")))
        });
        is_linear("an example", |n| {
            let pairs = (0..n).map(|i| format!("&a{i:04}=x")).collect::<Vec<_>>().concat();
            rows(n, &|i| format!("| a{i:04} | No | String | |\n"))
                + "\n## Example\n\n```\nAction=X"
                + &pairs
                + "\n```\n"
        });
        is_linear("unknown names in an example", |n| {
            let pairs = (0..n).map(|i| format!("&b{i:04}=x")).collect::<Vec<_>>().concat();
            rows(n, &|i| format!("| a{i:04} | No | String | |\n"))
                + "\n## Example\n\n```\nAction=X"
                + &pairs
                + "\n```\n"
        });
        is_linear("an answer", |n| {
            let fields = (0..n).map(|i| format!("\"a{i}\": 1, ")).collect::<Vec<_>>().concat();
            format!(
                "# X\n\n## Example\n\n```\nAction=X\n```\n\n```\n{{{fields}\"code\": 0}}\n```\n"
            )
        });
        is_linear("ticks of every length", |n| {
            // So many runs of ticks as fit, each of another length, none closed.
            let runs: String = (1..)
                .map(|i| "`".repeat(i) + " ")
                .scan(0, |all, run| {
                    *all += run.len();
                    (*all < 100 * n).then_some(run)
                })
                .collect();
            format!("{HEAD}| {runs} | No | String | |\n")
        });
        is_linear("headings", |n| "## a\n".repeat(n) + HEAD);
        is_linear("comments", |n| HEAD.to_owned() + &"<!-- a\n".repeat(n));
        is_linear("prose", |n| "# X\n\n".to_owned() + &"[a](b) `c` <!-- d --> e\n".repeat(n));
    }
}
