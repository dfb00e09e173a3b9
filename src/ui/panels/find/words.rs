//! What the bar says about what was found.

use super::FindScope;
use crate::session::Search;
pub use crate::text::thousands;

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
