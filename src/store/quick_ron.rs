//! Reads the RON that this program writes itself, and only that: several times as fast as the general reader, which takes over
//! wherever a source says something in another way.
//!
//! No comments, no raw strings, no `Some(…)`, no extensions; white space is spaces and line breaks. What it accepts it reads as the
//! `ron` crate does (`tests` below compare the two), so a caller that gets `None` asks `ron` and gets its answer or its error.
//! A field that a type does not know makes it give up as well, so whatever it accepts was read completely.

use std::fmt;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

/// The value of a source; `None` where only the general reader can tell.
pub(super) fn read<T: DeserializeOwned>(source: &str) -> Option<T> {
    let mut reader = Reader { source, at: 0 };
    let value = T::deserialize(&mut reader).ok()?;
    reader.blank();
    (reader.at == source.len()).then_some(value)
}

/// Says nothing but that the general reader has to look.
#[derive(Debug)]
struct Unusual;

impl fmt::Display for Unusual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not in the form that this program writes")
    }
}

impl std::error::Error for Unusual {}

impl serde::de::Error for Unusual {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type Read<T> = Result<T, Unusual>;

struct Reader<'de> {
    source: &'de str,
    at: usize,
}

impl<'de> Reader<'de> {
    fn peek(&self) -> Option<u8> {
        self.source.as_bytes().get(self.at).copied()
    }

    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n')) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        self.blank();
        let here = self.peek() == Some(byte);
        self.at += usize::from(here);
        here
    }

    fn expect(&mut self, byte: u8) -> Read<()> {
        if self.take(byte) { Ok(()) } else { Err(Unusual) }
    }

    fn rest(&self) -> &'de str {
        self.source.get(self.at..).unwrap_or_default()
    }

    fn while_byte(&mut self, is: impl Fn(u8) -> bool) -> &'de str {
        let rest = self.source.as_bytes().get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|b| !is(*b)).unwrap_or(rest.len());
        let word = self.source.get(self.at..self.at + length).unwrap_or_default();
        self.at += length;
        word
    }

    fn name(&mut self) -> Read<&'de str> {
        self.blank();
        let name = self.while_byte(|b| b.is_ascii_alphanumeric() || b == b'_');
        if name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') { Ok(name) } else { Err(Unusual) }
    }

    /// What a number may be made of; whether it is one, the parser of numbers says.
    fn number(&mut self) -> &'de str {
        self.blank();
        self.while_byte(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'e' | b'E' | b'+'))
    }

    fn integer<N: std::str::FromStr>(&mut self) -> Read<N> {
        let digits = self.number();
        // `007` and `+7` are read by one of the two only.
        let plain =
            !digits.starts_with('+') && (digits.trim_start_matches('-').len() == 1 || !digits.trim_start_matches('-').starts_with('0'));
        if plain { digits.parse().map_err(|_| Unusual) } else { Err(Unusual) }
    }

    /// The word at hand, if it is this one and ends here.
    fn is_word(&mut self, word: &str) -> bool {
        self.blank();
        let rest = self.rest();
        let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let here = rest.strip_prefix(word).is_some_and(|rest| !goes_on(rest));
        self.at += if here { word.len() } else { 0 };
        here
    }

    /// A string; the second is given where it has escapes.
    fn string(&mut self) -> Read<(&'de str, Option<String>)> {
        self.expect(b'"')?;
        let plain = self.while_byte(|b| b != b'"' && b != b'\\');
        if self.take_here(b'"') {
            return Ok((plain, None));
        }
        let mut whole = plain.to_owned();
        loop {
            if self.take_here(b'"') {
                return Ok(("", Some(whole)));
            }
            whole.push(self.escape()?);
            whole.push_str(self.while_byte(|b| b != b'"' && b != b'\\'));
        }
    }

    fn take_here(&mut self, byte: u8) -> bool {
        let here = self.peek() == Some(byte);
        self.at += usize::from(here);
        here
    }

    fn escape(&mut self) -> Read<char> {
        if !self.take_here(b'\\') {
            return Err(Unusual);
        }
        let escaped = self.peek().ok_or(Unusual)?;
        self.at += 1;
        match escaped {
            b'"' | b'\\' | b'\'' => Ok(char::from(escaped)),
            b'n' => Ok('\n'),
            b't' => Ok('\t'),
            b'r' => Ok('\r'),
            b'0' => Ok('\0'),
            b'u' if self.take_here(b'{') => {
                let digits = self.while_byte(|b| b.is_ascii_hexdigit());
                let code = u32::from_str_radix(digits, 16).ok().filter(|_| digits.len() <= 6).ok_or(Unusual)?;
                if self.take_here(b'}') { char::from_u32(code).ok_or(Unusual) } else { Err(Unusual) }
            }
            _ => Err(Unusual),
        }
    }

    /// As many items as the visitor takes, and the bracket behind them.
    fn counted_items<V: Visitor<'de>>(&mut self, visitor: V) -> Read<V::Value> {
        let value = visitor.visit_seq(Items::counted(&mut *self))?;
        self.take(b',');
        self.expect(b')')?;
        Ok(value)
    }

    /// The `(` of a struct or tuple, with or without the type's name before it.
    fn open(&mut self, name: &str) -> Read<()> {
        self.blank();
        if self.peek() != Some(b'(') && !self.is_word(name) {
            return Err(Unusual);
        }
        self.expect(b'(')
    }
}

macro_rules! integers {
    ($($method:ident $visit:ident),* $(,)?) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> { visitor.$visit(self.integer()?) })*
    };
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Unusual;

    integers!(
        deserialize_i8 visit_i8, deserialize_i16 visit_i16, deserialize_i32 visit_i32, deserialize_i64 visit_i64,
        deserialize_u8 visit_u8, deserialize_u16 visit_u16, deserialize_u32 visit_u32, deserialize_u64 visit_u64,
    );

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Read<V::Value> {
        Err(Unusual)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        if self.is_word("true") {
            visitor.visit_bool(true)
        } else if self.is_word("false") {
            visitor.visit_bool(false)
        } else {
            Err(Unusual)
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_f32(self.number().parse().map_err(|_| Unusual)?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_f64(self.number().parse().map_err(|_| Unusual)?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.expect(b'\'')?;
        let c = match self.rest().chars().next() {
            Some('\\') => self.escape()?,
            Some(c) => {
                self.at += c.len_utf8();
                c
            }
            None => return Err(Unusual),
        };
        if self.take_here(b'\'') { visitor.visit_char(c) } else { Err(Unusual) }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        match self.string()? {
            (plain, None) => visitor.visit_borrowed_str(plain),
            (_, Some(whole)) => visitor.visit_string(whole),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, _: V) -> Read<V::Value> {
        Err(Unusual)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, _: V) -> Read<V::Value> {
        Err(Unusual)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        if self.is_word("None") {
            return visitor.visit_none();
        }
        if self.is_word("Some") { Err(Unusual) } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, _: V) -> Read<V::Value> {
        Err(Unusual)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, _: V) -> Read<V::Value> {
        Err(Unusual)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Read<V::Value> {
        self.open(name)?;
        let value = visitor.visit_newtype_struct(&mut *self)?;
        self.take(b',');
        self.expect(b')')?;
        Ok(value)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.expect(b'[')?;
        visitor.visit_seq(Items::until(self, b']'))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Read<V::Value> {
        self.expect(b'(')?;
        self.counted_items(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, name: &'static str, _: usize, visitor: V) -> Read<V::Value> {
        self.open(name)?;
        self.counted_items(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.expect(b'{')?;
        visitor.visit_map(Items::until(self, b'}'))
    }

    fn deserialize_struct<V: Visitor<'de>>(self, name: &'static str, _: &'static [&'static str], visitor: V) -> Read<V::Value> {
        self.open(name)?;
        visitor.visit_map(Items::until(self, b')'))
    }

    fn deserialize_enum<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Read<V::Value> {
        visitor.visit_enum(self)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_borrowed_str(self.name()?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, _: V) -> Read<V::Value> {
        Err(Unusual)
    }
}

/// The items between two brackets, one after the other.
struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    /// The bracket that ends them; `None` where the type says how many there are and the caller reads the bracket.
    end: Option<u8>,
    first: bool,
}

impl<'a, 'de> Items<'a, 'de> {
    fn until(reader: &'a mut Reader<'de>, end: u8) -> Self {
        Self { reader, end: Some(end), first: true }
    }

    fn counted(reader: &'a mut Reader<'de>) -> Self {
        Self { reader, end: None, first: true }
    }

    /// Whether another item begins here.
    fn goes_on(&mut self) -> Read<bool> {
        let is_end = |items: &mut Self| items.end.is_some_and(|end| items.reader.take(end));
        if is_end(self) {
            return Ok(false);
        }
        if !std::mem::take(&mut self.first) {
            self.reader.expect(b',')?;
        }
        Ok(!is_end(self))
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Unusual;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        if self.goes_on()? { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = Unusual;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Read<Option<K::Value>> {
        if self.goes_on()? { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Read<V::Value> {
        self.reader.expect(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

impl<'de> EnumAccess<'de> for &mut Reader<'de> {
    type Error = Unusual;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Read<(V::Value, Self)> {
        Ok((seed.deserialize(&mut *self)?, self))
    }
}

impl<'de> VariantAccess<'de> for &mut Reader<'de> {
    type Error = Unusual;

    fn unit_variant(self) -> Read<()> {
        if self.take(b'(') { Err(Unusual) } else { Ok(()) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Read<T::Value> {
        self.expect(b'(')?;
        let value = seed.deserialize(&mut *self)?;
        self.take(b',');
        self.expect(b')')?;
        Ok(value)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Read<V::Value> {
        self.expect(b'(')?;
        self.counted_items(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Read<V::Value> {
        self.expect(b'(')?;
        visitor.visit_map(Items::until(self, b')'))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};

    use super::*;
    use crate::store::ron_text::{parse, to_line};

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    enum Kind {
        Unit,
        Newtype(String),
        Tuple(u8, Option<char>),
        Struct { a: f64, b: Vec<bool> },
        Nested(Pair),
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Pair(i64, String);

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Shape {
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        maybe: Option<String>,
        kinds: Vec<Kind>,
        map: std::collections::BTreeMap<String, Pair>,
        last: Option<Box<Shape>>,
    }

    fn string() -> impl Strategy<Value = String> {
        prop_oneof![any::<String>(), "[a-z\"'\\\\(){}\\[\\],: \n\t]{0,12}", Just("e\u{301}\u{202e}\u{feff}\0".to_owned())]
    }

    fn kind() -> impl Strategy<Value = Kind> {
        let number = prop_oneof![any::<f64>().prop_filter("a number", |n| n.is_finite()), Just(0.1), Just(3.0), Just(-1e300)];
        prop_oneof![
            Just(Kind::Unit),
            string().prop_map(Kind::Newtype),
            (any::<u8>(), any::<Option<char>>()).prop_map(|(a, b)| Kind::Tuple(a, b)),
            (number, any::<Vec<bool>>()).prop_map(|(a, b)| Kind::Struct { a, b }),
            (any::<i64>(), string()).prop_map(|(a, b)| Kind::Nested(Pair(a, b))),
        ]
    }

    fn shape() -> impl Strategy<Value = Shape> {
        let pair = (any::<i64>(), string()).prop_map(|(a, b)| Pair(a, b));
        let flat = (string(), proptest::option::of(string()), proptest::collection::vec(kind(), 0..4));
        (flat, proptest::collection::btree_map(string(), pair, 0..3), any::<bool>()).prop_map(|((name, maybe, kinds), map, nested)| {
            let flat = Shape { name, maybe, kinds, map, last: None };
            if nested { Shape { last: Some(Box::new(flat.clone())), ..flat } } else { flat }
        })
    }

    proptest! {
        #[test]
        fn what_this_program_writes_is_read_and_is_what_ron_reads(shape in shape()) {
            let line = to_line(&shape).unwrap();
            prop_assert_eq!(read::<Shape>(&line), Some(shape.clone()), "{}", line);
            prop_assert_eq!(parse::<Shape>(&line).unwrap(), shape);
        }

        #[test]
        fn what_is_accepted_is_what_ron_reads(shape in shape(), at in any::<prop::sample::Index>(), put in "[ \"'\\\\(){}\\[\\],:a0.\n-]{0,2}", cut in 0..3_usize) {
            let mut line: Vec<char> = to_line(&shape).unwrap().chars().collect();
            let at = at.index(line.len());
            line.splice(at..(at + cut).min(line.len()), put.chars());
            let line: String = line.into_iter().collect();
            if let Some(accepted) = read::<Shape>(&line) {
                let judged = parse::<Shape>(&line);
                prop_assert!(judged.as_ref().is_ok_and(|judged| *judged == accepted), "{line}\n{accepted:?}\n{judged:?}");
            }
        }
    }

    #[test]
    fn what_is_written_in_another_way_is_left_to_the_general_reader() {
        for other in
            [r##"(1, r#"a"#)"##, "(1, /* why */ \"a\")", "(1, \"a\") // why", "(0x1, \"a\")", "(1_0, \"a\")", "(1, \"\\x41\")", "Pair(1)"]
        {
            assert_eq!(read::<Pair>(other), None, "{other}");
        }
        assert_eq!(read::<Option<u8>>("Some(1)"), None);
        assert_eq!(read::<Pair>("Pair(1, \"a\",)"), Some(Pair(1, "a".to_owned())));
    }

    #[test]
    fn a_field_that_a_type_does_not_know_is_left_to_the_general_reader() {
        #[derive(Debug, PartialEq, Deserialize)]
        struct Small {
            a: u8,
        }
        assert_eq!(read::<Small>("(a: 1)"), Some(Small { a: 1 }));
        assert_eq!(read::<Small>("(a: 1, b: 2)"), None);
        assert_eq!(read::<Small>("(a: 1, a: 1)"), None);
    }
}
