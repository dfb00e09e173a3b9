//! Concordance (key word in context): every place of a pattern in the reading texts, in the order of the documents.

use crate::model::{DocumentId, Project};
use crate::text::Span;
pub use crate::text::find::{Case, Extent, Finder, Fold, Folding, LONGEST_PATTERN, Query, QueryError, Syntax, escaped};

/// A pattern that is ready to be looked for.
#[derive(Debug)]
pub struct Concordance {
    finder: Finder,
    context: usize,
}

/// One place of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The document.
    pub document: DocumentId,
    /// Where, in bytes of its reading text.
    pub span: Span,
    /// The words before, on one line.
    pub left: String,
    /// The words found, verbatim.
    pub matched: String,
    /// The words behind, on one line.
    pub right: String,
}

impl Concordance {
    /// Prepares a query; `context` is how many code points of text are shown on either side.
    pub fn new(query: &Query, context: usize) -> Result<Self, QueryError> {
        Ok(Self { finder: Finder::new(query)?, context })
    }

    /// Every hit of every document, in order of documents and places, found as they are asked for. An empty match is no hit.
    pub fn hits<'a>(&'a self, project: &'a Project) -> impl Iterator<Item = Hit> + 'a {
        project.documents().values().flat_map(move |document| {
            let text = document.text.as_str();
            self.spans(text).filter_map(move |span| {
                let (left, right) = context(text, span, self.context)?;
                let matched = text.get(span.range())?.to_owned();
                Some(Hit { document: document.id.clone(), span, left, matched, right })
            })
        })
    }

    /// The places in one text, in order, none overlapping another, found as they are asked for. An empty match is no hit.
    pub fn spans<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Span> + 'a {
        self.finder.spans(text)
    }
}

/// What stands on either side of a place, on one line, this many code points of it; costs the same wherever the place lies.
pub fn context(text: &str, span: Span, characters: usize) -> Option<(String, String)> {
    let (left, right) = (text.get(..span.start())?, text.get(span.end()..)?);
    Some((on_one_line(tail(left, characters)), on_one_line(head(right, characters))))
}

fn head(text: &str, characters: usize) -> &str {
    let end = text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

fn tail(text: &str, characters: usize) -> &str {
    let Some(before) = characters.checked_sub(1) else { return "" };
    let start = text.char_indices().rev().nth(before).map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or_default()
}

/// A text with its line ends and other controls (U+2028 and U+2029 among them) as spaces.
pub fn on_one_line(text: &str) -> String {
    text.replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CodebookInfo, Document, ProjectInfo};
    use crate::text::ReadingText;

    fn project() -> Project {
        let document = |id: &str, text: &str| Document::new(DocumentId::new(id).unwrap(), ReadingText::new(text).unwrap()).into();
        let documents = [document("b", "Kim Jong Un\nmet Kimberly."), document("a", "The U.S. said KIM was «wärm».")];
        Project::assemble(ProjectInfo::default(), CodebookInfo::default(), documents).0
    }

    fn find(pattern: &str, syntax: Syntax, case: Case, extent: Extent) -> Vec<String> {
        let query = Query { pattern: pattern.into(), syntax, case, extent, folding: Folding::ALL };
        let project = project();
        let concordance = Concordance::new(&query, 4).unwrap();
        concordance.hits(&project).map(|h| format!("{} {} {}[{}]{}", h.document, h.span, h.left, h.matched, h.right)).collect()
    }

    #[test]
    fn hits_come_in_the_order_of_documents_with_their_context() {
        assert_eq!(find("Kim", Syntax::Literal, Case::Exact, Extent::Anywhere), ["b 0-3 [Kim] Jon", "b 16-19 met [Kim]berl"]);
        assert_eq!(find("kim", Syntax::Literal, Case::Ignore, Extent::WholeWords), ["a 14-17 aid [KIM] was", "b 0-3 [Kim] Jon"]);
    }

    #[test]
    fn a_whole_word_may_end_with_a_point() {
        assert_eq!(find("U.S.", Syntax::Literal, Case::Exact, Extent::WholeWords), ["a 4-8 The [U.S.] sai"]);
        assert_eq!(find("w.rm", Syntax::Regex, Case::Exact, Extent::WholeWords), ["a 24-29 as «[wärm]»."]);
    }

    #[test]
    fn an_empty_match_is_no_hit() {
        assert!(find("x*", Syntax::Regex, Case::Exact, Extent::Anywhere).is_empty());
    }

    fn regex(pattern: &str) -> Query {
        let (syntax, case, extent) = (Syntax::Regex, Case::Exact, Extent::Anywhere);
        Query { pattern: pattern.into(), syntax, case, extent, folding: Folding::NONE }
    }

    fn spans_in(text: &str, pattern: &str) -> Vec<String> {
        let query = regex(pattern);
        Concordance::new(&query, 0).unwrap().spans(text).map(|span| span.to_string()).collect()
    }

    #[test]
    fn line_ends_of_every_kind_are_found_and_shown_as_spaces() {
        assert_eq!(spans_in("a\nb\u{2028}c", r"\s"), ["1-2", "3-6"]);
        assert_eq!(spans_in("one\n\ntwo", r"one\s+two"), ["0-8"]);
        let text = "a\u{2028}b\nKim\u{2029}c";
        assert_eq!(context(text, Span::new(6, 9).unwrap(), 9), Some(("a b ".to_owned(), " c".to_owned())));
    }

    #[test]
    fn a_pattern_that_ruins_other_engines_takes_linear_time() {
        let text = format!("{}b", "a".repeat(100_000));
        assert!(spans_in(&text, r"(a+)+$").is_empty());
    }

    #[test]
    fn arabic_is_found_with_and_without_its_word_borders() {
        let text = "قال كيم إن كيمياء شيء آخر";
        let count = |extent| {
            let query = Query { extent, ..Query::forgiving("كيم") };
            Concordance::new(&query, 0).unwrap().spans(text).count()
        };
        assert_eq!((count(Extent::Anywhere), count(Extent::WholeWords)), (2, 1));
    }

    #[test]
    fn a_pattern_that_cannot_be_looked_for_is_refused() {
        let error = |pattern: &str| {
            let query = regex(pattern);
            Concordance::new(&query, 1).unwrap_err().to_string()
        };
        assert_eq!(error(""), "the pattern is empty");
        assert_eq!(error("(a"), "the pattern is no regular expression: unclosed group");
        assert_eq!(error(r"(\w{500}){500}"), "the pattern is too large to look for");
        assert_eq!(error("(.{1000}){1000}"), "the pattern is too large to look for");
        assert_eq!(error(&"a".repeat(LONGEST_PATTERN + 1)), "the pattern is too large to look for");
    }
}
