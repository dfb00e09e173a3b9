//! Names of files for ids: lower-case ASCII that no file system confuses, and back to the id.
//!
//! Small letters, digits, `-`, `_` and `.` stand for themselves, and `=` for the colon of many ids. `+` before a letter changes between small letters and capitals:
//! `E.PER` is `+e.per`. Any other byte is `~` and two hexadecimal digits: `CT+` is `+ct~2b`. A name that would be too long is cut and ends
//! with `~~` and a part of the id's SHA-256; the id then stands in the file alone.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::text::sha256;

/// Longest name (bytes) that says all of an id. With the longest folder before it a path stays under 120 characters.
const LONGEST: usize = 50;
/// What is kept of a longer one, before the digest.
const KEPT: usize = 24;
/// Hexadecimal digits of the digest in a name: 64 bits.
const DIGEST: usize = 16;
/// Names that Windows keeps for devices, whatever comes behind a `.`.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The name of a file for an id, without its extension.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct FileName(Arc<str>);

impl FileName {
    /// The name for an id.
    pub fn of(id: &str) -> Self {
        let name = encoded(id);
        if name.len() <= LONGEST {
            return Self(name.into());
        }
        let kept = name.get(..KEPT).unwrap_or(&name);
        // Not in the middle of a byte's three characters.
        let kept = match kept.rfind('~') {
            Some(at) if kept.len() - at < 3 => kept.get(..at).unwrap_or(kept),
            _ => kept,
        };
        let digest = sha256(id.as_bytes());
        Self(format!("{kept}~~{}", digest.get(..DIGEST).unwrap_or(&digest)).into())
    }

    /// A name that stands in a folder; `None` where no id has it.
    pub fn found(name: &str) -> Option<Self> {
        let is_cut = name.split_once("~~").is_some_and(|(kept, digest)| {
            let is_digit = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
            let is_ours = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || b"-_.=+~".contains(&c);
            kept.len() <= KEPT && kept.bytes().all(is_ours) && digest.len() == DIGEST && digest.bytes().all(is_digit)
        });
        let is_whole = || decoded(name).is_some_and(|id| Self::of(&id).0.as_ref() == name);
        (is_cut || is_whole()).then(|| Self(name.into()))
    }

    /// The id that the name stands for; `None` where it says only a part of it.
    pub fn id(&self) -> Option<String> {
        if self.0.contains("~~") { None } else { decoded(&self.0) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The folder that a file of many lies in: two hexadecimal digits, so that ten thousand files are some forty in each.
pub(super) fn shard(name: &str) -> String {
    let digest = sha256(name.as_bytes());
    digest.get(..2).unwrap_or_default().to_owned()
}

/// All of an id as a name, however long.
pub(super) fn encoded(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    let mut is_capital = false;
    let device = is_device(id);
    for (at, byte) in id.bytes().enumerate() {
        if byte.is_ascii_alphabetic() && byte.is_ascii_uppercase() != is_capital && !(device && at == 0) {
            is_capital = !is_capital;
            name.push('+');
        }
        let stands_for_itself = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || byte == b'.' && at > 0;
        if byte == b':' {
            name.push('=');
        } else if stands_for_itself && !(device && at == 0) {
            name.push(char::from(byte.to_ascii_lowercase()));
        } else {
            let _ = write!(name, "~{byte:02x}");
        }
    }
    name
}

/// The id that was made into a name; `None` where it is none.
pub(super) fn decoded(name: &str) -> Option<String> {
    let mut id = Vec::with_capacity(name.len());
    let mut is_capital = false;
    let mut bytes = name.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' => is_capital = !is_capital,
            b'~' => {
                let digits = [bytes.next()?, bytes.next()?];
                id.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
            }
            b'a'..=b'z' => id.push(if is_capital { byte.to_ascii_uppercase() } else { byte }),
            b'=' => id.push(b':'),
            b'0'..=b'9' | b'-' | b'_' | b'.' => id.push(byte),
            _ => return None,
        }
    }
    String::from_utf8(id).ok()
}

fn is_device(id: &str) -> bool {
    let stem = id.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_numbered = |name: &str| stem.strip_prefix(name).is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']));
    DEVICES.contains(&stem.as_str()) || is_numbered("com") || is_numbered("lpt")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_lower_case_ascii_and_says_its_id() {
        for (id, name) in [
            ("kim-jong-un", "kim-jong-un"),
            ("E.PER", "+e.per"),
            ("KimJongUn", "+k+im+j+ong+u+n"),
            ("CT+", "+ct~2b"),
            ("ent:金", "ent=~e9~87~91"),
            ("con", "~63on"),
            ("COM1.x", "~43+om1.+x"),
            (".hidden", "~2ehidden"),
        ] {
            assert_eq!(FileName::of(id).as_str(), name);
            assert_eq!(FileName::found(name).and_then(|found| found.id()).as_deref(), Some(id));
        }
        for other in ["Kim", "é", "a b", "++a", "~4", "~61", "con", ".x", "a~~b", ""] {
            assert_eq!(FileName::found(other).filter(|_| !other.is_empty()), None, "{other}");
        }
    }

    #[test]
    fn a_long_id_has_a_short_name_of_its_own() {
        let long: Vec<String> = (0..3).map(|n| format!("{}{n}", "金".repeat(40))).collect();
        let names: BTreeSet<FileName> = long.iter().map(|id| FileName::of(id)).collect();
        assert_eq!(names.len(), 3);
        for name in names {
            assert!(name.as_str().len() <= LONGEST && name.id().is_none());
            assert_eq!(FileName::found(name.as_str()), Some(name));
        }
    }

    proptest! {
        #[test]
        fn no_two_ids_have_names_that_differ_in_capitals_alone(a in "[a-cA-C.~+:=é-]{1,6}", b in "[a-cA-C.~+:=é-]{1,6}") {
            let (name, other) = (FileName::of(&a), FileName::of(&b));
            prop_assert_eq!(name.id(), Some(a.clone()));
            prop_assert_eq!(a == b, name.as_str().eq_ignore_ascii_case(other.as_str()));
            prop_assert!(name.as_str().bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()));
        }
    }
}
