//! What the bar says about what was found.

use super::FindScope;
use crate::session::Search;

/// A number with commas between thousands.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `3 of 27`, `27 hits`, `No hits`, with the documents when all are looked through; `current` counts from 0.
pub fn count_words(search: &Search, current: Option<usize>, scope: FindScope) -> String {
    let total = search.total();
    if total == 0 {
        let ended = if search.is_cancelled() { "Stopped" } else { "No hits" };
        return if search.is_running() { "Searching…" } else { ended }.to_owned();
    }
    let all = if search.is_cut() { format!("the first {}", thousands(total)) } else { thousands(total) };
    let hits = match current {
        Some(number) => format!("{} of {all}", thousands(number + 1)),
        None if scope == FindScope::Project => all,
        None if total == 1 => format!("{all} hit"),
        None => format!("{all} hits"),
    };
    let documents = search.found().len();
    let place = match scope {
        FindScope::Document => String::new(),
        FindScope::Project if documents == 1 => " in 1 document".to_owned(),
        FindScope::Project => format!(" in {} documents", thousands(documents)),
    };
    let more = if search.is_running() { " so far…" } else { "" };
    format!("{hits}{place}{more}")
}

/// How far a search through all documents is: `1,200 of 10,000 documents`.
pub fn progress_words(search: &Search) -> Option<String> {
    let (searched, of) = search.searched();
    let far = format!("{} of {} documents", thousands(searched), thousands(of));
    match () {
        () if search.is_running() => Some(format!("Looked through {far}…")),
        () if search.is_cancelled() => Some(format!("Stopped after {far}")),
        () if search.is_cut() => Some(format!("More than {} hits: the search stopped there", thousands(search.total()))),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::thousands;

    #[test]
    fn thousands_are_set_apart() {
        let written = [0, 27, 999, 1_000, 27_000, 123_456, 1_000_000].map(thousands);
        assert_eq!(written, ["0", "27", "999", "1,000", "27,000", "123,456", "1,000,000"]);
    }
}
