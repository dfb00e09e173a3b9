//! From the text of a query to its tree: recursive descent, one function for each line of the grammar.

use super::QueryError;
use super::syntax::{At, Beside, Coders, Comparison, Expr, RESERVED, Relation, Term, Value, ends_word};

/// How deep parentheses and `not` may be nested: far above what anyone writes, far below what the stack holds.
const DEPTH: usize = 50;

/// Reads a query.
pub fn parse(text: &str) -> Result<Expr, QueryError> {
    let mut parser = Parser { text: text.chars().collect(), at: 0, depth: 0 };
    parser.skip_space();
    if parser.peek().is_none() {
        return Ok(Expr::All);
    }
    let expr = parser.or()?;
    match parser.peek() {
        None => Ok(expr),
        Some(_) => Err(parser.error(parser.at, "This parenthesis closes nothing", "Take it out, or open one before it")),
    }
}

struct Parser {
    text: Vec<char>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    /// An error at a place (0-based), which is moved to the last character when nothing stands there.
    fn error(&self, at: usize, what: impl Into<String>, hint: impl Into<String>) -> QueryError {
        QueryError::new(at.min(self.text.len().saturating_sub(1)) + 1, what, hint)
    }

    fn column(&self) -> At {
        At(self.at + 1)
    }

    /// The bare word that begins here, without taking it.
    fn word_here(&self) -> String {
        self.text.get(self.at..).unwrap_or_default().iter().take_while(|c| !ends_word(**c) && **c != ':').collect()
    }

    /// Whether a word of the grammar stands here, whatever its case.
    fn sees(&self, word: &str) -> bool {
        let here = self.word_here();
        here.eq_ignore_ascii_case(word) && self.text.get(self.at + here.chars().count()) != Some(&':')
    }

    /// Takes a word of the grammar if it stands here.
    fn takes(&mut self, word: &str) -> bool {
        let found = self.sees(word);
        if found {
            self.at += word.chars().count();
            self.skip_space();
        }
        found
    }

    fn or(&mut self) -> Result<Expr, QueryError> {
        let mut parts = vec![self.and()?];
        while self.takes("or") {
            parts.push(self.and()?);
        }
        Ok(one_or(parts, Expr::Or))
    }

    fn and(&mut self) -> Result<Expr, QueryError> {
        let mut parts = vec![self.not()?];
        loop {
            let joined = self.takes("and");
            if !joined && (self.peek().is_none_or(|c| c == ')') || self.sees("or")) {
                return Ok(one_or(parts, Expr::And));
            }
            parts.push(self.not()?);
        }
    }

    fn not(&mut self) -> Result<Expr, QueryError> {
        let start = self.at;
        let minus = self.peek() == Some('-') && self.text.get(self.at + 1).is_some_and(|c| !c.is_whitespace() && *c != ')');
        if minus {
            self.at += 1;
        }
        if !minus && !self.takes("not") {
            return self.relation();
        }
        self.deeper(start)?;
        let inner = self.not()?;
        self.depth -= 1;
        Ok(Expr::Not(Box::new(inner)))
    }

    fn deeper(&mut self, at: usize) -> Result<(), QueryError> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.error(at, "The query is nested too deep", format!("At most {DEPTH} levels are read")));
        }
        Ok(())
    }

    fn relation(&mut self) -> Result<Expr, QueryError> {
        let left = self.primary()?;
        let at = self.column();
        let Some(relation) = self.relation_word()? else { return Ok(left) };
        let right = self.primary()?;
        let before = self.at;
        let coders = if self.takes("any") && self.takes("coder") {
            Coders::Any
        } else {
            self.at = before;
            Coders::Same
        };
        let here = self.at;
        if self.relation_word()?.is_some() {
            return Err(self.error(here, "Two relations follow one another", "Say with parentheses which belongs together"));
        }
        Ok(Expr::Relation(Box::new(Beside { at, left, relation, right, coders })))
    }

    fn relation_word(&mut self) -> Result<Option<Relation>, QueryError> {
        for (word, relation) in [("inside", Relation::Inside), ("contains", Relation::Contains), ("overlaps", Relation::Overlaps)] {
            if self.takes(word) {
                return Ok(Some(relation));
            }
        }
        let start = self.at;
        if !self.takes("within") {
            return Ok(None);
        }
        let number = self.word_here();
        let Ok(words) = number.parse() else {
            return Err(self.error(start, "How many words is missing behind 'within'", "Write for example: within 5 words of kim"));
        };
        self.at += number.chars().count();
        self.skip_space();
        let named = self.takes("words") || self.takes("word");
        if !named || !self.takes("of") {
            return Err(self.error(start, "The words 'words of' are missing here", "Write for example: within 5 words of kim"));
        }
        Ok(Some(Relation::Within(words)))
    }

    fn primary(&mut self) -> Result<Expr, QueryError> {
        let start = self.at;
        match self.peek() {
            None => Err(self.error(start, "The query ends where a condition should follow", "Add a condition, or take out the last word")),
            Some(')') => Err(self.error(start, "A condition is missing before this parenthesis", "Add one, or take out the parenthesis")),
            Some('(') => self.group(),
            Some('"') => self.quoted_term(),
            Some(':') => Err(self.error(start, "The name of a field is missing before the colon", "Write for example: coder:gold")),
            Some('/') => {
                let value = self.regex()?;
                Ok(self.end_of(Expr::Words(At(start + 1), value)))
            }
            Some(_) => self.bare_term(),
        }
    }

    fn end_of(&mut self, expr: Expr) -> Expr {
        self.skip_space();
        expr
    }

    fn group(&mut self) -> Result<Expr, QueryError> {
        let start = self.at;
        self.deeper(start)?;
        self.at += 1;
        self.skip_space();
        let inner = self.or()?;
        if self.peek() != Some(')') {
            return Err(self.error(start, "This parenthesis is not closed", "Add a ) where it ends"));
        }
        self.at += 1;
        self.depth -= 1;
        Ok(self.end_of(inner))
    }

    /// Words in quotation marks, or the name of a field in them.
    fn quoted_term(&mut self) -> Result<Expr, QueryError> {
        let at = self.column();
        let words = self.quoted()?;
        if self.peek() == Some(':') {
            return self.field(at, words);
        }
        Ok(self.end_of(Expr::Words(at, Value::Quoted(words))))
    }

    fn bare_term(&mut self) -> Result<Expr, QueryError> {
        let (start, at) = (self.at, self.column());
        let word = self.word_here();
        self.at += word.chars().count();
        if self.peek() == Some(':') {
            return self.field(at, word);
        }
        if let Some(reserved) = RESERVED.iter().find(|r| word.eq_ignore_ascii_case(r)) {
            let hint = format!("To look for the word itself, write \"{reserved}\"");
            return Err(self.error(start, format!("'{reserved}' stands where a condition should"), hint));
        }
        let value = if word.contains('*') { Value::Wildcard(word) } else { Value::Word(word) };
        Ok(self.end_of(Expr::Words(at, value)))
    }

    fn field(&mut self, at: At, name: String) -> Result<Expr, QueryError> {
        self.at += 1;
        let value_at = self.column();
        let value = self.value(&name)?;
        Ok(self.end_of(Expr::Field(Term { at, name, value_at, value })))
    }

    fn value(&mut self, name: &str) -> Result<Value, QueryError> {
        for (sign, comparison) in Comparison::SIGNS {
            let long = sign.chars().count();
            if self.text.get(self.at..self.at + long).is_some_and(|here| here.iter().copied().eq(sign.chars())) {
                self.at += long;
                let quoted = self.peek() == Some('"');
                return Ok(Value::Compare(comparison, if quoted { self.quoted()? } else { self.bare(name)? }));
            }
        }
        match self.peek() {
            Some('"') => self.quoted().map(Value::Quoted),
            Some('/') => self.regex(),
            _ => {
                let word = self.bare(name)?;
                Ok(match word.split_once("..") {
                    Some((from, to)) => Value::Range(from.to_owned(), to.to_owned()),
                    None if word.contains('*') => Value::Wildcard(word),
                    None => Value::Word(word),
                })
            }
        }
    }

    /// A value without quotation marks; it may have colons in it.
    fn bare(&mut self, name: &str) -> Result<String, QueryError> {
        let word: String = self.text.get(self.at..).unwrap_or_default().iter().take_while(|c| !ends_word(**c)).collect();
        if word.is_empty() {
            let colon = self.at.saturating_sub(1);
            return Err(self.error(colon, format!("The value of '{name}' is missing"), "It follows the colon without a space"));
        }
        self.at += word.chars().count();
        Ok(word)
    }

    /// Words in quotation marks; `\"` and `\\` are a quotation mark and a backslash.
    fn quoted(&mut self) -> Result<String, QueryError> {
        self.delimited('"', "This quotation mark is not closed", |c| matches!(c, '"' | '\\'))
    }

    /// A regular expression; `\/` is a slash, every other backslash is its own.
    fn regex(&mut self) -> Result<Value, QueryError> {
        self.delimited('/', "This slash begins a regular expression that is not closed", |c| c == '/').map(Value::Regex)
    }

    fn delimited(&mut self, end: char, unclosed: &str, escaped: impl Fn(char) -> bool) -> Result<String, QueryError> {
        let start = self.at;
        let mut found = String::new();
        self.at += 1;
        while let Some(c) = self.peek() {
            self.at += 1;
            if c == end {
                return Ok(found);
            }
            match self.peek() {
                Some(next) if c == '\\' && escaped(next) => {
                    found.push(next);
                    self.at += 1;
                }
                // A backslash before anything else is kept with it, so that `\\` in a regular expression stays two.
                Some(next) if c == '\\' && end == '/' => {
                    found.extend([c, next]);
                    self.at += 1;
                }
                _ => found.push(c),
            }
        }
        Err(self.error(start, unclosed, format!("Add a {end} where it ends")))
    }
}

fn one_or(mut parts: Vec<Expr>, several: impl Fn(Vec<Expr>) -> Expr) -> Expr {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            several(parts)
        }
        None => Expr::All,
    }
}
