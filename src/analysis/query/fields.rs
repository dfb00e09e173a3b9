//! The fields of each list: one table for the compiler of queries, the help in the window and the manual.

use super::List;

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// A whole name or id; `*` stands for any characters.
    Name,
    /// Words that stand somewhere in it.
    Text,
    /// A number, a comparison or a range.
    Number,
    /// A year, a month, a day, a comparison or a range.
    Date,
    /// One of these words.
    OneOf(&'static [&'static str]),
}

impl Takes {
    /// In words, for help and manual.
    pub fn in_words(self) -> String {
        match self {
            Self::Name => "a name".to_owned(),
            Self::Text => "words".to_owned(),
            Self::Number => "a number".to_owned(),
            Self::Date => "a date".to_owned(),
            Self::OneOf(words) => words.join(", "),
        }
    }
}

/// One field of a list.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// What it asks, in one sentence.
    pub means: &'static str,
    /// An example of it.
    pub example: &'static str,
}

const fn field(name: &'static str, takes: Takes, means: &'static str, example: &'static str) -> Field {
    Field { name, takes, means, example }
}

/// What can be asked with `is:` of an annotation.
pub(super) const IS: &[&str] = &["orphan", "discontinuous", "linked", "review"];
/// What can be asked with `has:` of an annotation; any attribute besides.
pub(super) const HAS: &[&str] = &["memo", "entity", "claim", "links"];
/// How an annotation came to be.
pub(super) const ORIGINS: &[&str] = &["hand", "rule", "imported", "suggested"];
/// What can be asked with `has:` of an entity.
pub(super) const ENTITY_HAS: &[&str] = &["alias", "wikidata", "note", "mentions", "memo"];
/// What can be asked with `has:` of a claim.
pub(super) const CLAIM_HAS: &[&str] = &["note", "importance", "annotations", "treatments", "memo"];
/// What can be asked with `has:` of a memo.
pub(super) const MEMO_HAS: &[&str] = &["title", "links"];
/// What can be asked with `is:` of a link.
pub(super) const LINK_IS: &[&str] = &["across", "within"];
/// What can be asked with `has:` of a link.
pub(super) const LINK_HAS: &[&str] = &["values", "memo"];
/// What can stand in the list of memos.
pub(super) const MEMO_KINDS: &[&str] = &["memo", "remark", "note"];
/// What can be asked with `has:` of a hit.
pub(super) const HIT_HAS: &[&str] = &["code"];
/// What documents do with claims.
pub(super) const TREATMENTS: &[&str] = &["asserts", "presupposes", "attributes", "hedges", "disputes", "denies", "omits"];
/// What memos are about.
pub(super) const ABOUT: &[&str] = &["project", "document", "annotation", "code", "layer", "entity", "claim", "coder", "event", "other"];

const ANNOTATIONS: &[Field] = &[
    field("layer", Takes::Name, "Layer of its code, by name or id", "layer:framing"),
    field("code", Takes::Name, "Its code, by id, name, or the last part of the id", "code:PER"),
    field("coder", Takes::Name, "Who put it, by name or id", "coder:gold"),
    field("document", Takes::Name, "Document it lies in, by id or title", "document:000"),
    field("outlet", Takes::Name, "Outlet of the document", "outlet:kcna"),
    field("event", Takes::Name, "Event of the document, by name or id", "event:summit*"),
    field("date", Takes::Date, "Date of the document", "date:>=2023-09"),
    field("language", Takes::Name, "Language of the document; en also finds en-GB", "language:en"),
    field("quote", Takes::Text, "Its words", "quote:\"Kim Jong Un\""),
    field("words", Takes::Text, "The same as quote", "words:summ*"),
    field("memo", Takes::Text, "Its memo, and memos about it", "memo:unclear"),
    field("origin", Takes::OneOf(ORIGINS), "How it came to be", "origin:suggested"),
    field("entity", Takes::Name, "Entity it means, by name, other name or id", "entity:\"Kim Jong Un\""),
    field("claim", Takes::Name, "Claim it carries, by id or whole statement", "claim:c1"),
    field("length", Takes::Number, "Characters (code points) of its words", "length:>100"),
    field("paragraph", Takes::Number, "Number of the paragraph it begins in, from 1", "paragraph:1..3"),
    field("is", Takes::OneOf(IS), "Review: its code's meaning changed after it was put", "is:discontinuous"),
    field("has", Takes::OneOf(HAS), "Whether it has such a thing, or a value of an attribute", "has:memo"),
    field("link", Takes::Name, "Type of a link that starts or ends at it", "link:source-of"),
    field("near", Takes::Text, "Words at most 10 words away; near/5 for 5", "near/5:agreement"),
    field("created", Takes::Date, "Day it was put (UTC)", "created:2023-10-01"),
    field("changed", Takes::Date, "Day it was last changed (UTC), if it ever was", "changed:>2024"),
    field("id", Takes::Name, "Its id", "id:a-001"),
];

const ENTITIES: &[Field] = &[
    field("name", Takes::Text, "Its preferred name", "name:kim"),
    field("alias", Takes::Text, "Its other names", "alias:leader"),
    field("kind", Takes::Name, "Its kind", "kind:person"),
    field("wikidata", Takes::Name, "Its Wikidata item", "wikidata:Q56226"),
    field("mentions", Takes::Number, "How many annotations mean it", "mentions:>5"),
    field("documents", Takes::Number, "In how many documents it is mentioned", "documents:>=2"),
    field("note", Takes::Text, "Its note", "note:uncertain"),
    field("has", Takes::OneOf(ENTITY_HAS), "Whether it has such a thing", "not has:wikidata"),
    field("id", Takes::Name, "Its id", "id:kim*"),
];

const CLAIMS: &[Field] = &[
    field("statement", Takes::Text, "The proposition", "statement:weapons"),
    field("group", Takes::Text, "Heading it stands under", "group:talks"),
    field("importance", Takes::Number, "From 1 (minor) to 3 (central)", "importance:3"),
    field("treatment", Takes::OneOf(TREATMENTS), "What some document does with it", "treatment:denies"),
    field("by", Takes::Name, "Entity on whose word some document has it", "by:peskov"),
    field("document", Takes::Name, "Document that treats it, by id or title", "document:000"),
    field("coder", Takes::Name, "Who treated it, by name or id", "coder:gold"),
    field("unchecked", Takes::Name, "Document in which nobody has treated it", "unchecked:001"),
    field("documents", Takes::Number, "In how many documents it is treated", "documents:0"),
    field("annotations", Takes::Number, "How many annotations carry it", "annotations:>2"),
    field("note", Takes::Text, "Its note", "note:check"),
    field("has", Takes::OneOf(CLAIM_HAS), "Whether it has such a thing", "has:note"),
    field("id", Takes::Name, "Its id", "id:c1"),
];

const MEMOS: &[Field] = &[
    field("author", Takes::Name, "Who wrote it, by name or id", "author:gold"),
    field("about", Takes::OneOf(ABOUT), "What kind of thing it is about", "about:entity"),
    field("subject", Takes::Text, "Name of what it is about", "subject:kim"),
    field("to", Takes::Name, "Something it points to, by name or id", "to:\"Kim Jong Un\""),
    field(
        "kind",
        Takes::OneOf(MEMO_KINDS),
        "A memo, the remark of an annotation or the like, or the note of an entity or the like",
        "kind:memo",
    ),
    field("date", Takes::Date, "Day it was last changed or begun (UTC)", "date:>=2023-10"),
    field("created", Takes::Date, "Day it was begun (UTC)", "created:2023-10-01"),
    field("changed", Takes::Date, "Day it was last changed (UTC), if it ever was", "changed:>2024"),
    field("title", Takes::Text, "Its heading", "title:question"),
    field("text", Takes::Text, "The thought", "text:irony"),
    field("words", Takes::Number, "How many words it has", "words:>200"),
    field("has", Takes::OneOf(MEMO_HAS), "Whether it has such a thing", "has:links"),
    field("id", Takes::Name, "Its id", "id:m-*"),
];

const LINKS: &[Field] = &[
    field("type", Takes::Name, "Its type, by name or id", "type:supports"),
    field("from", Takes::Name, "Code of the annotation it starts from, by id, name, or the last part of the id", "from:SRC"),
    field("to", Takes::Name, "Code of the annotation it leads to", "to:CON"),
    field("code", Takes::Name, "Code of either of them", "code:CLM"),
    field("coder", Takes::Name, "Who drew it, by name or id", "coder:gold"),
    field("document", Takes::Name, "Document that one of its ends lies in, by id or title", "document:000"),
    field("words", Takes::Text, "Words of its ends, its values or its memo", "words:agreements"),
    field("value", Takes::Text, "Words of its values", "value:hours"),
    field("memo", Takes::Text, "Its memo", "memo:unsure"),
    field("is", Takes::OneOf(LINK_IS), "Whether it joins two documents or lies within one", "is:across"),
    field("has", Takes::OneOf(LINK_HAS), "Whether it has such a thing", "has:values"),
    field("created", Takes::Date, "Day it was drawn (UTC)", "created:2023-10-01"),
    field("id", Takes::Name, "Its id", "id:l-*"),
];

const HITS: &[Field] = &[
    field("left", Takes::Text, "The words before, as far as the list has them", "left:\"peace talks\""),
    field("match", Takes::Text, "The words found", "match:Kim"),
    field("right", Takes::Text, "The words after, as far as the list has them", "right:said"),
    field("document", Takes::Name, "Document it lies in, by id or title", "document:000"),
    field("outlet", Takes::Name, "Outlet of the document", "outlet:kcna"),
    field("event", Takes::Name, "Event of the document, by name or id", "event:summit*"),
    field("date", Takes::Date, "Date of the document", "date:>=2023-09"),
    field("language", Takes::Name, "Language of the document; en also finds en-GB", "language:en"),
    field("paragraph", Takes::Number, "Number of the paragraph it begins in, from 1", "paragraph:1..3"),
    field("code", Takes::Name, "Code of an annotation that lies on it, by id, name, or the last part of the id", "code:PER"),
    field("has", Takes::OneOf(HIT_HAS), "Whether any annotation lies on it", "not has:code"),
];

/// The fields of a list, in the order of the manual.
pub fn fields(list: List) -> &'static [Field] {
    match list {
        List::Annotations => ANNOTATIONS,
        List::Entities => ENTITIES,
        List::Claims => CLAIMS,
        List::Memos => MEMOS,
        List::Links => LINKS,
        List::Hits => HITS,
    }
}

/// The word that is most like another one, if any is like it at all.
pub(super) fn nearest<'a>(word: &str, of: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let bound = (word.chars().count() / 3).max(1);
    let scored = of.filter_map(|known| {
        let lower = known.to_lowercase();
        let begins = word.chars().count() >= 3 && lower.starts_with(&word);
        let away = if begins { 1 } else { distance(&word, &lower) };
        (away <= bound).then_some((away, known))
    });
    scored.min_by_key(|(away, _)| *away).map(|(_, known)| known)
}

/// How many letters have to be put in, taken out, replaced or swapped with their neighbour (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX - 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            let by_swap = if swapped { at(&before, j - 1) + 1 } else { usize::MAX };
            let by_one = (at(&above, j + 1) + 1).min(at(&row, j) + 1);
            row.push(by_one.min(at(&above, j) + usize::from(x != y)).min(by_swap));
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_letters_and_swaps() {
        assert_eq!([distance("coder", "coder"), distance("codr", "coder"), distance("cdoer", "coder"), distance("", "ab")], [0, 1, 1, 2]);
    }

    #[test]
    fn the_nearest_word_is_found_and_a_strange_one_has_none() {
        assert_eq!(nearest("documnet", ["date", "document"].into_iter()), Some("document"));
        assert_eq!(nearest("doc", ["date", "document"].into_iter()), Some("document"));
        assert_eq!(nearest("valence", ["date", "document"].into_iter()), None);
    }
}
