//! SHA-256 (FIPS 180-4) of texts and files, as lower-case hexadecimal.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The SHA-256 of some bytes, 64 hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The bytes of this digest, where the given ones differ from them by line ends alone: LF that became CR LF on the way, or the other way round.
///
/// Version control does so unless it is told not to.
pub fn with_other_line_ends(bytes: &[u8], digest: &str) -> Option<Vec<u8>> {
    let lines: Vec<&[u8]> = bytes.split(|b| *b == b'\n').collect();
    let (last, ended) = lines.split_last()?;
    let joined = |end: &[u8], cut: fn(&[u8]) -> &[u8]| {
        let mut all: Vec<u8> = ended.iter().flat_map(|line| [cut(line), end].concat()).collect();
        all.extend(*last);
        all
    };
    let unix = joined(b"\n", |line| line.strip_suffix(b"\r").unwrap_or(line));
    if unix != bytes {
        return (sha256(&unix) == digest).then_some(unix);
    }
    let dos = joined(b"\r\n", |line| line);
    (dos != bytes && sha256(&dos) == digest).then_some(dos)
}

#[cfg(test)]
mod tests {
    use super::{sha256, with_other_line_ends};

    #[test]
    fn line_ends_are_turned_back_where_that_gives_the_digest() {
        let (unix, dos) = (&b"a\nb\n\nc"[..], &b"a\r\nb\r\n\r\nc"[..]);
        assert_eq!(with_other_line_ends(dos, &sha256(unix)).as_deref(), Some(unix));
        assert_eq!(with_other_line_ends(unix, &sha256(dos)).as_deref(), Some(dos));
        assert_eq!(with_other_line_ends(unix, &sha256(b"x")), None);
        assert_eq!(with_other_line_ends(unix, &sha256(unix)), None);
    }

    #[test]
    fn the_digest_of_abc_is_the_published_one() {
        let published = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(super::sha256(b"abc"), published);
    }
}
