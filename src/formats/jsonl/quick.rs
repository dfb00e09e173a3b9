//! A line that holds nothing unknown, read straight into its record: the way of nearly every line of a large file.
//!
//! The general reader ([`super::line`]) makes a tree of values first, so that it can tell and keep fields of newer versions. Here the
//! line is gone through twice instead: once for its type and for keys that stand twice, and once for the record. Whatever is out of the
//! ordinary makes this reader give up, and the general one tells what it is.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeOwned, DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::formats::OffsetUnit;

/// Objects of more keys are left to the general reader: here each key is compared with all before it.
const MOST_KEYS: usize = 64;

/// What a line says beside its record.
pub(super) struct Head<'a> {
    /// Its type.
    pub kind: Cow<'a, str>,
    /// What its offsets count.
    pub unit: Option<OffsetUnit>,
}

/// The head of a line in which no key stands twice.
pub(super) fn head(line: &str) -> Option<Head<'_>> {
    serde_json::from_str(line).ok()
}

/// The record of a line whose fields are all known.
pub(super) fn record<T: DeserializeOwned>(line: &str) -> Option<T> {
    let mut is_foreign = false;
    let mut json = serde_json::Deserializer::from_str(line);
    let record = serde_ignored::deserialize(&mut json, |path| {
        let is_of_head =
            matches!(&path, serde_ignored::Path::Map { parent: serde_ignored::Path::Root, key } if key == "type" || key == "offsets");
        is_foreign |= !is_of_head;
    });
    json.end().ok()?;
    record.ok().filter(|_| !is_foreign)
}

impl<'de: 'a, 'a> Deserialize<'de> for Head<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(HeadVisitor)
    }
}

struct HeadVisitor;

impl<'de> Visitor<'de> for HeadVisitor {
    type Value = Head<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Head<'de>, A::Error> {
        let (mut kind, mut unit) = (None, None);
        let mut keys = Keys::default();
        while let Some(Word(key)) = pairs.next_key()? {
            match &*key {
                "type" => kind = Some(pairs.next_value::<Word<'de>>()?.0),
                "offsets" => unit = Some(pairs.next_value()?),
                _ => pairs.next_value_seed(EachKeyOnce)?,
            }
            keys.add(key)?;
        }
        Ok(Head { kind: kind.ok_or_else(|| A::Error::missing_field("type"))?, unit })
    }
}

/// A string, borrowed where it has no escapes.
struct Word<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Word<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(WordVisitor).map(Word)
    }
}

struct WordVisitor;

impl<'de> Visitor<'de> for WordVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, word: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(word))
    }

    fn visit_str<E>(self, word: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(word.to_owned()))
    }
}

/// The keys of an object that were met.
#[derive(Default)]
struct Keys<'a>(Vec<Cow<'a, str>>);

impl<'a> Keys<'a> {
    fn add<E: Error>(&mut self, key: Cow<'a, str>) -> Result<(), E> {
        if self.0.len() >= MOST_KEYS || self.0.contains(&key) {
            return Err(E::custom("a key stands twice, or there are too many"));
        }
        self.0.push(key);
        Ok(())
    }
}

/// Any value, gone through and let go; no object in it has a key twice.
struct EachKeyOnce;

impl<'de> DeserializeSeed<'de> for EachKeyOnce {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for EachKeyOnce {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        while elements.next_element_seed(Self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<(), A::Error> {
        let mut keys = Keys::default();
        while let Some(Word(key)) = pairs.next_key()? {
            keys.add(key)?;
            pairs.next_value_seed(Self)?;
        }
        Ok(())
    }
}
