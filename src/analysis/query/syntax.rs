//! What a query says: its tree, and how it is written.

use std::fmt::{self, Display, Formatter, Write};

/// Where something stands in the text of a query: its column, 1-based, in characters.
///
/// It is not part of what a query says, so any two are equal.
#[derive(Debug, Clone, Copy, Default)]
pub struct At(pub usize);

impl PartialEq for At {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A query or a part of one.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// The empty query: everything.
    All,
    /// All of these, two or more.
    And(Vec<Expr>),
    /// Any of these, two or more.
    Or(Vec<Expr>),
    /// All but this.
    Not(Box<Expr>),
    /// Bare words, looked for in the words of the row.
    Words(At, Value),
    /// A field with a value.
    Field(Term),
    /// Where something stands beside something else.
    Relation(Box<Beside>),
}

/// A field with a value: `coder:gold`.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Where the name stands.
    pub at: At,
    /// The field's name as it was written.
    pub name: String,
    /// Where the value stands.
    pub value_at: At,
    /// The value.
    pub value: Value,
}

/// Two things and how one stands to the other: `PER inside CLM`.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// Where the word of the relation stands.
    pub at: At,
    /// The row.
    pub left: Expr,
    /// How it stands.
    pub relation: Relation,
    /// To what.
    pub right: Expr,
    /// Whose annotations count.
    pub coders: Coders,
}

/// How one annotation stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// It lies within the other, or on the same place.
    Inside,
    /// The other lies within it, or on the same place.
    Contains,
    /// They share a character.
    Overlaps,
    /// At most so many words apart; 0 when they share a character, 1 when no word stands between them.
    Within(u32),
}

/// Whose annotations a relation looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coders {
    /// Those of the coder of the row.
    Same,
    /// Anyone's.
    Any,
}

/// What a field is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// One word without quotation marks.
    Word(String),
    /// Words in quotation marks, verbatim.
    Quoted(String),
    /// One word with `*` in it, which stands for any characters.
    Wildcard(String),
    /// A regular expression between slashes.
    Regex(String),
    /// Smaller, larger or the same.
    Compare(Comparison, String),
    /// From the first to the second, both included; one of them may be empty.
    Range(String, String),
}

/// Smaller, larger or the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is its sign")]
pub enum Comparison {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
}

impl Comparison {
    /// The longer signs come first, so that the first that fits is the right one.
    pub(super) const SIGNS: [(&'static str, Self); 5] =
        [("<=", Self::LessOrEqual), (">=", Self::GreaterOrEqual), ("<", Self::Less), (">", Self::Greater), ("=", Self::Equal)];

    fn sign(self) -> &'static str {
        Self::SIGNS.iter().find(|(_, c)| *c == self).map_or("=", |(sign, _)| sign)
    }

    /// Whether it holds of an order.
    pub(super) fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
            Self::Equal => order.is_eq(),
        }
    }
}

/// Words that mean something between conditions; to look for one of them it is put in quotation marks.
pub const RESERVED: [&str; 7] = ["and", "or", "not", "inside", "contains", "overlaps", "within"];

/// Characters that end a word wherever it stands.
pub(super) fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | '"')
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-')) && !text.starts_with('-')
}

/// Words as they are written where any may stand: in quotation marks unless they are one plain word.
pub fn quoted_if_needed(text: &str) -> String {
    if is_plain(text) && !text.contains("..") { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

impl Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) | Self::Wildcard(word) => f.write_str(word),
            Self::Quoted(words) => f.write_str(&quoted(words)),
            Self::Regex(pattern) => write!(f, "/{}/", pattern.replace('/', "\\/")),
            Self::Compare(comparison, text) => write!(f, "{}{}", comparison.sign(), quoted(text)),
            Self::Range(from, to) => write!(f, "{from}..{to}"),
        }
    }
}

impl Display for Relation {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inside => f.write_str("inside"),
            Self::Contains => f.write_str("contains"),
            Self::Overlaps => f.write_str("overlaps"),
            Self::Within(words) => write!(f, "within {words} words of"),
        }
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => Ok(()),
            Self::And(parts) => joined(f, parts, " "),
            Self::Or(parts) => joined(f, parts, " or "),
            Self::Not(inner) => {
                f.write_str("not ")?;
                inside(f, inner)
            }
            Self::Words(_, value) => write!(f, "{value}"),
            Self::Field(term) => {
                let name = if is_plain(&term.name.replace('/', "")) && !term.name.starts_with(['/', '-']) {
                    term.name.clone()
                } else {
                    quoted(&term.name)
                };
                write!(f, "{name}:{}", term.value)
            }
            Self::Relation(beside) => {
                inside(f, &beside.left)?;
                write!(f, " {} ", beside.relation)?;
                inside(f, &beside.right)?;
                match beside.coders {
                    Coders::Same => Ok(()),
                    Coders::Any => f.write_str(" any coder"),
                }
            }
        }
    }
}

fn joined(f: &mut Formatter<'_>, parts: &[Expr], between: &str) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        inside(f, part)?;
    }
    Ok(())
}

/// A part of something larger: in parentheses unless it is one condition.
fn inside(f: &mut Formatter<'_>, part: &Expr) -> fmt::Result {
    match part {
        Expr::Words(..) | Expr::Field(_) => write!(f, "{part}"),
        Expr::All | Expr::And(_) | Expr::Or(_) | Expr::Not(_) | Expr::Relation(_) => {
            f.write_char('(')?;
            write!(f, "{part}")?;
            f.write_char(')')
        }
    }
}
