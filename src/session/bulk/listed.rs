//! Rules that were run: listed from the origins of the annotations they made, so nothing has to be kept beside them.

use std::collections::BTreeMap;

use super::rule::Rule;
use super::standing::Removed;
use crate::model::{Annotation, Edit, Origin, Project, Target};
use crate::session::History;

/// A rule that was run, with what is left of what it coded.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedRule {
    /// Its words.
    pub words: String,
    /// The rule, where the words are one (a rule that came in from elsewhere may be written otherwise).
    pub rule: Option<Rule>,
    /// Annotations that it made and that are still there, of all coders.
    pub annotations: usize,
}

/// The rules of a project by their words. Looks at every annotation once, so views keep what it returns.
pub fn listed_rules(project: &Project) -> Vec<ListedRule> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for annotation in project.annotations().values() {
        if let Origin::Rule(words) = &annotation.origin {
            *counts.entry(words).or_default() += 1;
        }
    }
    let listed = |(words, annotations): (&str, usize)| ListedRule { words: words.to_owned(), rule: words.parse().ok(), annotations };
    counts.into_iter().map(listed).collect()
}

/// The places that a rule coded, as the history tells it, and whose annotations have been deleted since. A rule that was undone as a whole
/// has coded nothing.
pub fn removed_since(project: &Project, history: &History, words: &str) -> Removed {
    let (entries, done) = history.entries();
    let mut removed = Removed::new();
    for entry in entries.iter().take(done) {
        let added = entry.forward.iter().filter_map(|edit| match edit {
            Edit::Add(record) => <&Annotation>::try_from(record).ok(),
            _ => None,
        });
        let gone = added.filter(|a| matches!(&a.origin, Origin::Rule(rule) if rule == words) && !project.annotations().contains_key(&a.id));
        for annotation in gone {
            if let Target::Spans(places) = &annotation.target {
                removed.extend(places.iter().map(|place| (annotation.document.clone(), place.span)));
            }
        }
    }
    removed
}
