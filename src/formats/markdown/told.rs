//! What of the source is not in the reading text, told with its words and lines.
//!
//! Nothing is taken on trust here: whatever word of the source the map does not lead from is told, and what the reader knew of it says only how
//! to call it. So no word can go in silence, whatever Markdown makes of it.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::formats::{Finding, OffsetMap};

/// What kind of thing is not in the reading text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `<!-- … -->`
    Comment,
    /// The content of `<script>`.
    Script,
    /// The content of `<style>`.
    Style,
    /// A link, picture or HTML tag that has a title.
    Title,
    /// Words that Markdown does not show for some other reason.
    Words,
    /// An HTML tag.
    Tag,
    /// Where a link leads; it is kept in its run.
    Link,
    /// The file of a picture.
    Picture,
    /// What a link calls its definition.
    Label,
    /// `[label]: address`, used by a link.
    Definition,
    /// The language of a code block.
    Language,
    /// `<?…?>`, `<!DOCTYPE …>` and the like.
    Instruction,
    /// `---`
    Rule,
}

/// One thing that is not in the reading text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// What it is.
    pub kind: Kind,
    /// Its words, on one line.
    pub words: String,
    /// Line of the source it begins in, from 1.
    pub line: usize,
}

/// How many lines are named of something that is there several times.
const LINES: usize = 3;

/// Every word of the source that the map does not lead from. `zones` are what the reader knew, ascending and apart; a rule has no words and is
/// told all the same.
pub(super) fn left_out(source: &str, map: &OffsetMap, zones: &[(Kind, Range<usize>)]) -> Vec<Left> {
    let mut teller = Teller { source, at: 0, line: 1, found: Vec::new() };
    let mut zones = zones.iter().peekable();
    let mut at = 0;
    let chunks = map.chunks().iter().map(|chunk| chunk.original.range());
    for chunk in chunks.chain(std::iter::once(source.len()..source.len())) {
        // What lies between two chunks, zone by zone.
        while at < chunk.start {
            while zones.next_if(|(_, zone)| zone.end <= at).is_some() {}
            match zones.peek() {
                Some((kind, zone)) if zone.start <= at => {
                    teller.tell(*kind, zone.clone());
                    at = zone.end;
                }
                Some((_, zone)) if zone.start < chunk.start => {
                    teller.tell(Kind::Words, at..zone.start);
                    at = zone.start;
                }
                _ => {
                    teller.tell(Kind::Words, at..chunk.start);
                    at = chunk.start;
                }
            }
        }
        at = at.max(chunk.end);
    }
    teller.found
}

struct Teller<'a> {
    source: &'a str,
    /// Up to where lines were counted, and in which one that is.
    at: usize,
    line: usize,
    found: Vec<Left>,
}

impl Teller<'_> {
    fn tell(&mut self, kind: Kind, place: Range<usize>) {
        let Some(whole) = self.source.get(place.clone()) else { return };
        let shown = match kind {
            Kind::Words | Kind::Language => bare(whole),
            Kind::Link | Kind::Picture | Kind::Label | Kind::Title => inside_brackets(whole.trim()),
            _ => whole.trim(),
        };
        if kind != Kind::Rule && !shown.contains(char::is_alphanumeric) {
            return;
        }
        let start = place.start + whole.find(shown).unwrap_or_default();
        self.line += self.source.get(self.at..start).map_or(0, |between| between.bytes().filter(|b| *b == b'\n').count());
        self.at = self.at.max(start);
        let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        self.found.push(Left { kind, words, line: self.line });
    }
}

/// Without the marks at either end.
fn bare(words: &str) -> &str {
    let mark = |c: char| c.is_whitespace() || "*_~`>#|\\".contains(c);
    words.trim_matches(mark)
}

/// What stands behind the words of a link, without the brackets around it; a tag stays whole.
fn inside_brackets(tail: &str) -> &str {
    if tail.starts_with('<') { tail } else { tail.trim_matches(['!', '[', ']', '(', ')']) }
}

impl Kind {
    /// One and several, for what is told together, by each wording once; `None`: told one by one, for somebody wrote it to be read.
    fn together(self) -> Option<[&'static str; 2]> {
        match self {
            Self::Comment | Self::Script | Self::Style | Self::Title | Self::Words => None,
            Self::Tag => Some(["an HTML tag is not shown", "HTML tags are not shown"]),
            Self::Link => Some(["the address of a link is kept with its words", "addresses of links are kept with their words"]),
            Self::Picture => Some(["a picture is not shown", "pictures are not shown"]),
            Self::Label => Some(["the label of a link is not shown", "labels of links are not shown"]),
            Self::Definition => Some(["the definition of a link is not shown", "definitions of links are not shown"]),
            Self::Language => Some(["the language of a code block is not shown", "languages of code blocks are not shown"]),
            Self::Instruction => Some(["an instruction to programs is not shown", "instructions to programs are not shown"]),
            Self::Rule => Some(["a horizontal rule is not shown", "horizontal rules are not shown"]),
        }
    }

    fn alone(self) -> &'static str {
        match self {
            Self::Comment => "a comment is not shown",
            Self::Script => "a script is not shown",
            Self::Style => "a style sheet is not shown",
            Self::Title => "a title that only shows under the pointer is not in the text",
            _ => "Markdown does not show these words",
        }
    }
}

/// What is left out, as findings about a file: one for each thing somebody wrote to be read, one for each kind of markup.
pub(super) fn findings(left: &[Left], file: &str) -> Vec<Finding> {
    let place = |line: usize| format!("{file}, line {line}");
    let mut found = Vec::new();
    let mut together: BTreeMap<Kind, Vec<&Left>> = BTreeMap::new();
    for one in left {
        if one.kind.together().is_some() {
            together.entry(one.kind).or_default().push(one);
        } else {
            found.push(Finding::warning(place(one.line), format!("{}: '{}'", one.kind.alone(), one.words), ""));
        }
    }
    for (kind, all) in together {
        let (Some([one, several]), Some(first)) = (kind.together(), all.first()) else { continue };
        let head = if all.len() == 1 { one.to_owned() } else { format!("{} {several}", all.len()) };
        found.push(Finding::info(place(first.line), format!("{head}: {}", listed(&all))));
    }
    found
}

/// Each wording once, with its lines.
fn listed(all: &[&Left]) -> String {
    let mut order: Vec<&str> = Vec::new();
    let mut lines: BTreeMap<&str, (usize, Vec<usize>)> = BTreeMap::new();
    for left in all {
        let (count, some) = lines.entry(&left.words).or_insert_with(|| {
            order.push(&left.words);
            (0, Vec::new())
        });
        *count += 1;
        if some.len() < LINES && some.last() != Some(&left.line) {
            some.push(left.line);
        }
    }
    let one = |words: &&str| {
        let (count, some) = lines.get(words)?;
        let named = some.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        Some(match (count, some.len()) {
            (1, _) => format!("{words} (line {named})"),
            (_, 1) => format!("{words} ({count} times, line {named})"),
            (count, known) if *count > known => format!("{words} ({count} times, lines {named} …)"),
            _ => format!("{words} (lines {named})"),
        })
    };
    order.iter().filter_map(one).collect::<Vec<_>>().join("; ")
}
