//! Asks a type which fields it reads, so that the list is never written down twice.

use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor, value::Error};

/// The names of the fields that `T` reads; none when it is not a struct.
pub(super) fn known_fields<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut fields: &'static [&'static str] = &[];
    // It always fails: nothing is read, only the question is overheard.
    let _ = T::deserialize(Overhear { fields: &mut fields });
    fields
}

struct Overhear<'a> {
    fields: &'a mut &'static [&'static str],
}

impl<'de> Deserializer<'de> for Overhear<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("only asked"))
    }

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, fields: &'static [&'static str], _: V) -> Result<V::Value, Error> {
        *self.fields = fields;
        Err(Error::custom("only asked"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Coder;

    #[test]
    fn a_struct_tells_its_fields() {
        assert_eq!(known_fields::<Coder>(), ["id", "name", "note", "created", "extra"]);
        assert!(known_fields::<u8>().is_empty());
    }
}
