//! Cutting RON source into fields and elements without interpreting it.
//!
//! Serde drops fields that a type does not know; this splitter finds them, so that what a newer version wrote survives a save.
//! It knows strings, raw strings, character literals, comments and nesting, and hands out slices of the source.

use std::ops::Range;

/// Where a source is broken (byte offset) and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken {
    pub at: usize,
    pub why: &'static str,
}

type Cut<T> = Result<T, Broken>;

/// One `name: value` of a struct, as ranges of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field<'a> {
    pub name: &'a str,
    pub value: &'a str,
    /// Where the name begins in the source (bytes).
    pub named_at: usize,
    /// Where the value begins in the source (bytes).
    pub at: usize,
}

/// The name of a field without the `r#` that any name may have.
pub(super) fn plain_name(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// The fields of a struct `(a: 1, b: 2)` or `Name(a: 1)`; attributes such as `#![enable(…)]` before it are skipped.
pub(super) fn fields(source: &str) -> Cut<Vec<Field<'_>>> {
    let mut cursor = Cursor { source, at: 0 };
    cursor.skip_attributes()?;
    cursor.name();
    cursor.blank()?;
    cursor.expect(b'(', "expected '('")?;
    let mut found = Vec::new();
    loop {
        cursor.blank()?;
        if cursor.take(b')') {
            break;
        }
        let named_at = cursor.at;
        let name = cursor.name();
        if name.is_empty() {
            return Err(cursor.broken("expected the name of a field or ')'"));
        }
        cursor.blank()?;
        cursor.expect(b':', "expected ':' behind the name of a field")?;
        cursor.blank()?;
        let range = cursor.value()?;
        found.push(Field { name, value: source.get(range.clone()).unwrap_or_default(), named_at, at: range.start });
        cursor.blank()?;
        if !cursor.take(b',') && cursor.peek() != Some(b')') {
            return Err(cursor.broken("expected ',' or ')'"));
        }
    }
    cursor.end()?;
    Ok(found)
}

/// The elements of a list `[a, b]`, each with the offset where it begins.
pub(super) fn elements(source: &str) -> Cut<Vec<(&str, usize)>> {
    let mut cursor = Cursor { source, at: 0 };
    cursor.blank()?;
    cursor.expect(b'[', "expected '['")?;
    let mut found = Vec::new();
    loop {
        cursor.blank()?;
        if cursor.take(b']') {
            break;
        }
        let range = cursor.value()?;
        found.push((source.get(range.clone()).unwrap_or_default(), range.start));
        cursor.blank()?;
        if !cursor.take(b',') && cursor.peek() != Some(b']') {
            return Err(cursor.broken("expected ',' or ']'"));
        }
    }
    cursor.end()?;
    Ok(found)
}

/// The word before the brackets of `Word(…)` and the one value in them with the offset where it begins; `None` for anything else.
pub(super) fn wrapped(source: &str) -> Option<(&str, &str, usize)> {
    let mut cursor = Cursor { source, at: 0 };
    cursor.blank().ok()?;
    let word = cursor.name();
    cursor.blank().ok()?;
    cursor.expect(b'(', "").ok()?;
    cursor.blank().ok()?;
    let range = cursor.value().ok()?;
    cursor.blank().ok()?;
    cursor.take(b',');
    cursor.blank().ok()?;
    cursor.expect(b')', "").ok()?;
    cursor.end().ok()?;
    Some((word, source.get(range.clone())?, range.start))
}

/// The word that a value begins with: `Number` of `Number(min: 1)`; empty for one without.
pub(super) fn first_word(source: &str) -> &str {
    let mut cursor = Cursor { source, at: 0 };
    if cursor.blank().is_err() { "" } else { cursor.name() }
}

/// Line and column (characters), both from 1, of a byte offset.
pub(super) fn line_and_column(source: &str, at: usize) -> (usize, usize) {
    let before = source.get(..at).unwrap_or(source);
    let line = 1 + before.bytes().filter(|b| *b == b'\n').count();
    let column = 1 + before.rsplit('\n').next().map_or(0, |last| last.chars().count());
    (line, column)
}

struct Cursor<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn peek(&self) -> Option<u8> {
        self.peek_at(0)
    }

    fn peek_at(&self, ahead: usize) -> Option<u8> {
        self.source.as_bytes().get(self.at + ahead).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.source.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn broken(&self, why: &'static str) -> Broken {
        Broken { at: self.at, why }
    }

    fn take(&mut self, byte: u8) -> bool {
        let here = self.peek() == Some(byte);
        self.at += usize::from(here);
        here
    }

    fn expect(&mut self, byte: u8, why: &'static str) -> Cut<()> {
        if self.take(byte) { Ok(()) } else { Err(self.broken(why)) }
    }

    fn end(&mut self) -> Cut<()> {
        self.blank()?;
        if self.peek().is_some() { Err(self.broken("expected nothing more here")) } else { Ok(()) }
    }

    /// White space and comments.
    fn blank(&mut self) -> Cut<()> {
        loop {
            match (self.peek(), self.peek_at(1)) {
                (Some(b' ' | b'\n' | b'\t' | b'\r' | 0x0b | 0x0c), _) => self.at += 1,
                (Some(b'/'), Some(b'/')) => self.line_comment(),
                (Some(b'/'), Some(b'*')) => self.block_comment()?,
                // The only white space of more than one byte that RON knows: NEL, the two marks and the two separators.
                (Some(0xc2 | 0xe2), _) => match self.source.get(self.at..).and_then(|rest| rest.chars().next()) {
                    Some(c @ ('\u{85}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}')) => self.at += c.len_utf8(),
                    _ => return Ok(()),
                },
                _ => return Ok(()),
            }
        }
    }

    fn line_comment(&mut self) {
        self.at += self.rest().iter().position(|b| *b == b'\n').unwrap_or(self.rest().len());
    }

    fn block_comment(&mut self) -> Cut<()> {
        let start = self.broken("this comment has no end");
        let mut depth = 0_usize;
        loop {
            match (self.peek(), self.peek_at(1)) {
                (Some(b'/'), Some(b'*')) => depth += 1,
                (Some(b'*'), Some(b'/')) => depth -= 1,
                (Some(_), _) => {
                    self.at += 1;
                    continue;
                }
                (None, _) => return Err(start),
            }
            self.at += 2;
            if depth == 0 {
                return Ok(());
            }
        }
    }

    fn skip_attributes(&mut self) -> Cut<()> {
        loop {
            self.blank()?;
            if self.peek() != Some(b'#') {
                return Ok(());
            }
            let end = self.rest().iter().position(|b| *b == b']');
            self.at += 1 + end.ok_or_else(|| self.broken("this attribute has no end"))?;
        }
    }

    /// An identifier, `r#` included; empty when there is none.
    fn name(&mut self) -> &'a str {
        let start = self.at;
        if self.rest().starts_with(b"r#") && self.peek_at(2).is_some_and(|b| b.is_ascii_alphabetic() || b == b'_') {
            self.at += 2;
        }
        let is_part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_' || !b.is_ascii();
        self.at += self.rest().iter().take_while(|b| is_part(b)).count();
        self.source.get(start..self.at).unwrap_or_default()
    }

    /// One value, up to a comma or a closing bracket that is not its own.
    fn value(&mut self) -> Cut<Range<usize>> {
        let start = self.at;
        let mut end = start;
        let mut open: Vec<u8> = Vec::new();
        while let Some(byte) = self.peek() {
            match byte {
                b',' if open.is_empty() => break,
                b')' | b']' | b'}' => match open.pop() {
                    None => break,
                    Some(closing) if closing == byte => self.at += 1,
                    Some(_) => return Err(self.broken("this bracket closes none that is open")),
                },
                b'(' => self.open(&mut open, b')'),
                b'[' => self.open(&mut open, b']'),
                b'{' => self.open(&mut open, b'}'),
                b'"' => self.string()?,
                b'\'' => self.character()?,
                b'r' | b'b' if self.raw_string()? => {}
                b'/' if matches!(self.peek_at(1), Some(b'/' | b'*')) => {
                    self.blank()?;
                    continue;
                }
                b' ' | b'\n' | b'\t' | b'\r' => {
                    self.at += 1;
                    continue;
                }
                _ if byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii() => {
                    self.name();
                }
                _ => self.at += 1,
            }
            end = self.at;
        }
        if !open.is_empty() {
            return Err(Broken { at: start, why: "a bracket is never closed" });
        }
        if end == start {
            return Err(self.broken("expected a value"));
        }
        Ok(start..end)
    }

    fn open(&mut self, open: &mut Vec<u8>, closing: u8) {
        open.push(closing);
        self.at += 1;
    }

    fn string(&mut self) -> Cut<()> {
        let start = self.broken("this string has no end");
        self.at += 1;
        loop {
            let rest = self.rest();
            let Some(ahead) = rest.iter().position(|b| matches!(b, b'"' | b'\\')) else { return Err(start) };
            if rest.get(ahead) == Some(&b'"') {
                self.at += ahead + 1;
                return Ok(());
            }
            self.at += ahead + 2;
        }
    }

    fn character(&mut self) -> Cut<()> {
        let start = self.broken("this character has no end");
        self.at += if self.peek_at(1) == Some(b'\\') { 3 } else { 2 };
        match self.rest().iter().take(12).position(|b| *b == b'\'') {
            Some(more) => {
                self.at += more + 1;
                Ok(())
            }
            None => Err(start),
        }
    }

    /// Takes `r"…"`, `r#"…"#`, `b"…"` or `br#"…"#` if one begins here.
    fn raw_string(&mut self) -> Cut<bool> {
        let rest = self.rest();
        let prefix = rest.iter().take_while(|b| matches!(b, b'r' | b'b')).take(2).count();
        let raw = rest.get(..prefix).is_some_and(|p| p.contains(&b'r'));
        let after = rest.get(prefix..).unwrap_or_default();
        let hashes = if raw { after.iter().take_while(|b| **b == b'#').count() } else { 0 };
        if after.get(hashes) != Some(&b'"') {
            if rest.starts_with(b"b'") {
                self.at += 1;
                self.character()?;
                return Ok(true);
            }
            return Ok(false);
        }
        if !raw {
            self.at += prefix;
            self.string()?;
            return Ok(true);
        }
        let start = self.broken("this string has no end");
        let close = format!("\"{}", "#".repeat(hashes));
        self.at += prefix + hashes + 1;
        let length = self.source.get(self.at..).and_then(|rest| rest.find(&close)).ok_or(start)?;
        self.at += length + close.len();
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(source: &str) -> Vec<(&str, &str)> {
        fields(source).unwrap().into_iter().map(|f| (f.name, f.value)).collect()
    }

    #[test]
    fn fields_are_cut_at_their_own_commas_only() {
        let source =
            r##"#![enable(implicit_some)] Name( a: "x,)\"", b: [1, (2, 3)], /* , c: */ c: r#"a",b"#, d: ',', e: B(x: {1: '\''}), )"##;
        let expected = [("a", r#""x,)\"""#), ("b", "[1, (2, 3)]"), ("c", r##"r#"a",b"#"##), ("d", "','"), ("e", r"B(x: {1: '\''})")];
        assert_eq!(cut(source), expected);
    }

    #[test]
    fn comments_are_no_part_of_a_value() {
        assert_eq!(cut("(a: 1 // one, (\n, b: /* /* nested */ */ 2)"), [("a", "1"), ("b", "2")]);
    }

    #[test]
    fn elements_know_where_they_begin() {
        assert_eq!(elements("[ (1), \"é\", ]").unwrap(), [("(1)", 2), ("\"é\"", 7)]);
        assert_eq!(elements("[]").unwrap(), []);
    }

    #[test]
    fn a_broken_source_says_where() {
        assert_eq!(fields("(a: \"x)").unwrap_err(), Broken { at: 4, why: "this string has no end" });
        assert_eq!(fields("(a: [1)").unwrap_err().at, 6);
        assert_eq!(fields("(a 1)").unwrap_err().at, 3);
        assert_eq!(fields("(a: 1) x").unwrap_err().at, 7);
        assert_eq!(line_and_column("ab\né x", 6), (2, 3));
    }
}
