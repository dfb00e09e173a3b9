//! Readable ids of new parts of the codebook, made from words.

use crate::model::{AttributeId, CodeId, LayerId, LinkTypeId, Project};
use crate::text::slug;

/// Letters that an id keeps of the words it is made from.
const LENGTH: usize = 30;

/// Longest id, in bytes, that a word and a number are still added to.
const LONGEST: usize = 60;

/// An id for a new code that no code has, such as `E.words-of-it`; `taken`: what is about to be used.
pub fn free_code(project: &Project, before: &str, words: &str, taken: &[CodeId]) -> Option<CodeId> {
    free(before, words, |text| CodeId::new(text).ok(), |id| project.codes().contains_key(id) || taken.contains(id))
}

/// An id for a new attribute.
pub fn free_attribute(project: &Project, before: &str, words: &str) -> Option<AttributeId> {
    free(before, words, |text| AttributeId::new(text).ok(), |id| project.attributes().contains_key(id))
}

/// An id for a new layer.
pub fn free_layer(project: &Project, words: &str) -> Option<LayerId> {
    free("", words, |text| LayerId::new(text).ok(), |id| project.layers().contains_key(id))
}

/// An id for a new type of links.
pub fn free_link_type(project: &Project, words: &str) -> Option<LinkTypeId> {
    free("", words, |text| LinkTypeId::new(text).ok(), |id| project.link_types().contains_key(id))
}

fn free<T>(before: &str, words: &str, id: impl Fn(&str) -> Option<T>, taken: impl Fn(&T) -> bool) -> Option<T> {
    let words = slug_of(words);
    let base = if before.is_empty() || before.len() > LONGEST { words } else { format!("{before}.{words}") };
    let numbered = (2..=u32::MAX).map(|n| format!("{base}-{n}"));
    std::iter::once(base.clone()).chain(numbered).map_while(|text| id(&text)).find(|id| !taken(id))
}

/// Words as part of an id; a full stop in them would look like a part of the codebook's tree.
fn slug_of(words: &str) -> String {
    let slug = slug(&words.replace('.', " "), LENGTH);
    if slug.is_empty() { "new".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_made_of_words_of_any_script() {
        assert_eq!(slug_of("  \"Никаких соглашений\" (x)"), "nikakikh-soglashenii-x");
        assert_eq!(slug_of("U.S. …"), "u-s");
        assert_eq!(slug_of("…"), "new");
    }

    #[test]
    fn an_id_that_is_taken_gets_a_number() {
        let taken = [CodeId::new("E.new").unwrap()];
        assert_eq!(free_code(&Project::default(), "E", "New", &taken).unwrap().as_str(), "E.new-2");
    }
}
