//! HTML taken apart: words, tags and comments with their places, as the standard says (WHATWG HTML, section 13.2.5), by `html5gum`.
//!
//! The tokens cover the source without a gap, so nothing can be lost here. Two things are kinder than a browser, for a reader must not lose a
//! text to a missing bracket: a comment that never ends, and a tag that the text ends in, come out as words.

use std::ops::Range;

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Span, State, Tokenizer};

/// A part of HTML; its place is in bytes of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// Words between tags.
    Words(Words),
    /// A tag that begins something.
    Start(Tag),
    /// A tag that ends something, by its name in small letters.
    End(String, Range<usize>),
    /// A comment, a document type or another instruction to programs.
    Comment(Range<usize>),
}

/// A tag with what it says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Tag {
    /// Its name in small letters.
    pub name: String,
    /// Names in small letters, with values whose character references are resolved and the places of these values.
    pub attributes: Vec<(String, String, Range<usize>)>,
    /// All of it.
    pub place: Range<usize>,
}

/// Words between tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    /// Where they stand.
    pub place: Range<usize>,
    /// What they say where that is not what the source has there: `&amp;` is `&`.
    said: Option<String>,
    /// Whether nothing in them is markup: a script, a style, what a broken tag was made of.
    pub raw: bool,
}

/// Words that stand in the source as they are (`verbatim`), or for something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// What they say.
    pub text: String,
    /// Where they stand.
    pub place: Range<usize>,
    /// Whether the source has the same bytes.
    pub verbatim: bool,
}

impl Token {
    /// Where it stands.
    pub fn place(&self) -> &Range<usize> {
        match self {
            Self::Words(words) => &words.place,
            Self::Start(tag) => &tag.place,
            Self::End(_, place) | Self::Comment(place) => place,
        }
    }
}

impl Tag {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&(String, String, Range<usize>)> {
        self.attributes.iter().find(|(known, ..)| known == name)
    }
}

impl Words {
    /// The words in pieces: each character reference and what is around it.
    pub fn pieces(&self, html: &str) -> Vec<Piece> {
        let source = html.get(self.place.clone()).unwrap_or_default();
        let piece = |text: &str, place: Range<usize>, verbatim| Piece { text: text.to_owned(), place, verbatim };
        let Some(said) = &self.said else { return vec![piece(source, self.place.clone(), true)] };
        let mut pieces = Vec::new();
        let (mut at, mut rest) = (self.place.start, said.as_str());
        // A character reference ends before the next one begins, so each can be read alone.
        for part in source.split_inclusive_before('&') {
            let resolved = if part.starts_with('&') { resolved(part) } else { part.to_owned() };
            let Some(behind) = rest.strip_prefix(resolved.as_str()) else { break };
            let same = common_end(part, &resolved);
            let (stood, says) = (part.len() - same, resolved.len() - same);
            if says > 0 {
                pieces.push(piece(resolved.get(..says).unwrap_or_default(), at..at + stood, false));
            }
            if same > 0 {
                pieces.push(piece(part.get(stood..).unwrap_or_default(), at + stood..at + part.len(), true));
            }
            at += part.len();
            rest = behind;
        }
        if !rest.is_empty() {
            pieces.push(piece(rest, at..self.place.end, false));
        }
        pieces
    }
}

/// Cuts a text before each of a character.
trait SplitBefore {
    fn split_inclusive_before(&self, mark: char) -> impl Iterator<Item = &str>;
}

impl SplitBefore for str {
    fn split_inclusive_before(&self, mark: char) -> impl Iterator<Item = &str> {
        let mut rest = self;
        std::iter::from_fn(move || {
            let first = rest.chars().next()?;
            let end = rest.get(first.len_utf8()..)?.find(mark).map_or(rest.len(), |at| at + first.len_utf8());
            let (part, behind) = rest.split_at_checked(end)?;
            rest = behind;
            Some(part)
        })
    }
}

/// What words with one character reference at their beginning say.
fn resolved(part: &str) -> String {
    tokens_of(part).into_iter().find_map(|token| if let Token::Words(words) = token { words.said } else { None }).unwrap_or(part.to_owned())
}

/// How many bytes at the end are the same in both.
fn common_end(a: &str, b: &str) -> usize {
    a.chars().rev().zip(b.chars().rev()).take_while(|(x, y)| x == y).map(|(c, _)| c.len_utf8()).sum()
}

/// Takes HTML apart, in time that grows with its length.
pub(super) fn tokens(html: &str) -> Vec<Token> {
    let mut covered = Vec::new();
    let mut end = 0;
    for token in tokens_of(html) {
        let place = token.place().clone();
        if place.start > end {
            covered.push(raw(end..place.start));
        }
        if place.end <= end {
            continue;
        }
        end = place.end;
        match &token {
            Token::Comment(place) if end == html.len() && never_ends(html.get(place.clone()).unwrap_or_default()) => {
                covered.push(raw(place.clone()));
            }
            _ => covered.push(token),
        }
    }
    if end < html.len() {
        covered.push(raw(end..html.len()));
    }
    covered
}

fn raw(place: Range<usize>) -> Token {
    Token::Words(Words { place, said: None, raw: true })
}

/// Whether a comment at the end of the text is one only because its end is missing.
fn never_ends(comment: &str) -> bool {
    match comment.strip_prefix("<!--") {
        // `<!-->` and `<!--->` are whole comments.
        Some(rest) => !(rest.ends_with("-->") || rest.ends_with("--!>") || rest == ">" || rest == "->"),
        None => !comment.ends_with('>'),
    }
}

fn tokens_of(html: &str) -> Vec<Token> {
    let emitter = Switching(CallbackEmitter::new(Collect { html, ..Collect::default() }));
    Tokenizer::new_with_emitter(html, emitter).map(|token| token.unwrap_or_else(|never| match never {})).collect()
}

/// Puts the tokenizer's events together.
#[derive(Debug, Default)]
struct Collect<'a> {
    html: &'a str,
    tag: Tag,
    /// How what comes behind the tag is to be read.
    next: Option<State>,
    /// Whether words are read without markup.
    raw: bool,
}

impl Callback<Token, usize> for Collect<'_> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, span: Span<usize>) -> Option<Token> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let place = span.start..span.end;
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Tag { name: text(name), attributes: Vec::new(), place };
                self.next = state_behind(&self.tag.name);
                None
            }
            CallbackEvent::AttributeName { name } => {
                self.tag.attributes.push((text(name), String::new(), place));
                None
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, said, there)) = self.tag.attributes.last_mut() {
                    (*said, *there) = (text(value), place);
                }
                None
            }
            CallbackEvent::CloseStartTag { .. } => {
                self.tag.place.end = span.end;
                self.raw = matches!(self.next, Some(State::ScriptData | State::RawText | State::PlainText));
                Some(Token::Start(std::mem::take(&mut self.tag)))
            }
            CallbackEvent::EndTag { name } => {
                (self.next, self.raw) = (None, false);
                Some(Token::End(text(name), place))
            }
            CallbackEvent::String { value } => {
                let same = self.html.as_bytes().get(place.clone()) == Some(value);
                Some(Token::Words(Words { place, said: (!same).then(|| text(value)), raw: self.raw }))
            }
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } => Some(Token::Comment(place)),
            CallbackEvent::Error(_) => None,
        }
    }
}

/// How the content of an element is read where it is no HTML. That of `noscript`, `iframe` and the like is: it is what a reader without the
/// other thing gets.
fn state_behind(name: &str) -> Option<State> {
    match name {
        "textarea" | "title" => Some(State::RcData),
        "script" => Some(State::ScriptData),
        "style" | "xmp" => Some(State::RawText),
        "plaintext" => Some(State::PlainText),
        _ => None,
    }
}

/// Lets the tokenizer read scripts and the like as they are meant.
struct Switching<'a>(CallbackEmitter<Collect<'a>, Token, usize>);

impl ForwardingEmitter for Switching<'_> {
    type Token = Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = Token> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        let _ = self.0.emit_current_tag();
        let next = self.0.callback_mut().next.take();
        if next.is_some() {
            self.0.init_string();
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The words of HTML as Python's `html.parser` gives them (`handle_data`, with `convert_charrefs`), which the expected values are from.
    fn data(html: &str) -> Vec<String> {
        let words = tokens(html).into_iter().filter_map(|token| if let Token::Words(words) = token { Some(words) } else { None });
        words.map(|words| words.pieces(html).into_iter().map(|piece| piece.text).collect()).collect()
    }

    #[test]
    fn a_sign_that_begins_no_tag_is_a_word() {
        assert_eq!(data("<div>\nIf 3 < 5 and 7 > 2 then we agree.\n</div>"), ["\nIf 3 < 5 and 7 > 2 then we agree.\n"]);
        assert_eq!(data("a <- b <3 c << d"), ["a <- b <3 c << d"]);
    }

    #[test]
    fn character_references_are_resolved_and_attributes_stay_inside() {
        assert_eq!(
            data("<p title=\"a > b\">B&amp;W &eacute;t&eacute; &#1055;&lt;x&gt; &copy 5 &unknown; AT&T</p>"),
            ["B&W été П<x> © 5 &unknown; AT&T"]
        );
        let title = tokens("<p title='a &gt; b'>").into_iter().next();
        let Some(Token::Start(tag)) = title else { panic!("a tag") };
        assert_eq!(tag.attribute("title").unwrap().1, "a > b");
    }

    #[test]
    fn each_reference_knows_its_place() {
        let html = "x<i>a&amp;amp; b&lt;</i>";
        let Some(Token::Words(words)) = tokens(html).into_iter().nth(2) else { panic!("words") };
        let pieces: Vec<(String, &str, bool)> = words.pieces(html).into_iter().map(|p| (p.text, &html[p.place], p.verbatim)).collect();
        let want = [("a", "a", true), ("&", "&amp;", false), ("amp; b", "amp; b", true), ("<", "&lt;", false)];
        assert_eq!(pieces, want.map(|(text, place, verbatim)| (text.to_owned(), place, verbatim)));
    }

    #[test]
    fn scripts_and_styles_are_raw_and_end_where_they_end() {
        let html = "<script>if (a < b && c) { '<p>' }</script>x<style>p > a {}</style>";
        let found: Vec<(String, bool)> = tokens(html)
            .into_iter()
            .filter_map(|t| if let Token::Words(w) = t { Some((html[w.place.clone()].to_owned(), w.raw)) } else { None })
            .collect();
        assert_eq!(found, [("if (a < b && c) { '<p>' }".to_owned(), true), ("x".to_owned(), false), ("p > a {}".to_owned(), true)]);
    }

    #[test]
    fn what_never_ends_comes_out_as_words() {
        assert_eq!(data("a<!-- b <i>c</i>"), ["a", "<!-- b <i>c</i>"]);
        assert_eq!(data("a <b title=\"c d"), ["a ", "<b title=\"c d"]);
        assert_eq!(data("a<!-- b -->c"), ["a", "c"]);
        assert_eq!(data("a<!DOCTYPE html>c"), ["a", "c"]);
    }

    proptest! {
        #[test]
        fn tokens_cover_any_html_without_a_gap(parts in proptest::collection::vec(proptest::sample::select(&[
            "<", ">", "<p", "</p>", "<div class='a b'>", "&amp;", "&", "&#", "&#x41", "&notit;", "\"", "=", " ", "\n", "word", "é", "習", "<!--", "-->", "<!",
            "<script>", "</script>", "<style>", "</style", "<title>", "</title>", "<?x", "<![CDATA[", "]]>", "/", "\0",
        ][..]), 0..30)) {
            let html = parts.concat();
            let mut end = 0;
            for token in tokens(&html) {
                let place = token.place().clone();
                prop_assert_eq!(place.start, end);
                prop_assert!(html.get(place.clone()).is_some() && place.end > place.start);
                end = place.end;
                if let Token::Words(words) = token {
                    let mut at = place.start;
                    for piece in words.pieces(&html) {
                        prop_assert!(piece.place.start >= at && piece.place.end <= place.end);
                        at = piece.place.end;
                        if piece.verbatim {
                            prop_assert_eq!(&piece.text, &html[piece.place]);
                        }
                    }
                }
            }
            prop_assert_eq!(end, html.len());
        }
    }
}
