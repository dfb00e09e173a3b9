//! Addresses: how a reader names a place in a text, such as `¶12` or `50%`.

use std::str::FromStr;

use super::ReadingText;

/// A place in a reading text as a reader writes it. White space in it does not matter.
///
/// ```text
/// 12  ¶12      the paragraph with the number 12 in the margin (from 1)
/// @3456        behind 3456 code points, as the status bar counts
/// b3456        behind 3456 bytes
/// 50%  12.5%   so far into the text
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Address {
    /// A paragraph, from 1.
    Paragraph(usize),
    /// An offset in code points.
    CodePoint(usize),
    /// An offset in bytes; inside a character it means the character's start.
    Byte(usize),
    /// A share of the text, 0 to 100.
    Percent(f64),
}

/// Says why an address leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It is none of the forms.
    #[error("that is no place; type a paragraph (12), a character (@3456), a byte (b3456) or a share (50%)")]
    Unreadable,
    /// There are fewer paragraphs.
    #[error("there {} in this document, numbered from 1", if *.0 == 1 { "is 1 paragraph".to_owned() } else { format!("are {} paragraphs", .0) })]
    NoParagraph(usize),
    /// The text is shorter.
    #[error("this document ends at character {0}")]
    NoCodePoint(usize),
    /// The text is shorter.
    #[error("this document ends at byte {0}")]
    NoByte(usize),
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(written: &str) -> Result<Self, AddressError> {
        let written: String = written.chars().filter(|c| !c.is_whitespace()).collect();
        let number = |digits: &str| {
            let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            // A number too large to hold is beyond any text.
            plain.then(|| digits.parse().unwrap_or(usize::MAX)).ok_or(AddressError::Unreadable)
        };
        if let Some(share) = written.strip_suffix('%') {
            let plain = share.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            let share: f64 = share.parse().ok().filter(|_| plain).ok_or(AddressError::Unreadable)?;
            return if (0.0..=100.0).contains(&share) { Ok(Self::Percent(share)) } else { Err(AddressError::Unreadable) };
        }
        if let Some(digits) = written.strip_prefix('@') {
            return number(digits).map(Self::CodePoint);
        }
        if let Some(digits) = written.strip_prefix(['b', 'B']) {
            return number(digits).map(Self::Byte);
        }
        number(written.strip_prefix('¶').unwrap_or(&written)).map(Self::Paragraph)
    }
}

impl Address {
    /// Where that is in a text (bytes, on a character border).
    pub fn offset_in(self, text: &ReadingText) -> Result<usize, AddressError> {
        match self {
            Self::Paragraph(number) => {
                let paragraph = number.checked_sub(1).and_then(|at| text.paragraphs().get(at));
                paragraph.map(|p| p.start()).ok_or(AddressError::NoParagraph(text.paragraphs().len()))
            }
            Self::CodePoint(count) => offset_of(text, count).ok_or_else(|| AddressError::NoCodePoint(text.code_points_before(text.len()))),
            Self::Byte(offset) if offset <= text.len() => Ok(text.as_str().floor_char_boundary(offset)),
            Self::Byte(_) => Err(AddressError::NoByte(text.len())),
            Self::Percent(share) => Ok(text.as_str().floor_char_boundary((text.len() as f64 * share / 100.0) as usize)),
        }
    }
}

/// The byte behind so many code points, by halving: some thirty looks at the table of code points, however long the text.
fn offset_of(text: &ReadingText, code_points: usize) -> Option<usize> {
    if code_points > text.code_points_before(text.len()) {
        return None;
    }
    let (mut low, mut high) = (0, text.len());
    while low < high {
        let middle = low.midpoint(high);
        if text.code_points_before(middle) < code_points {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    // Offsets inside the character before count it already: the border is the first one from here on.
    Some(text.as_str().ceil_char_boundary(low))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn go(address: &str, text: &str) -> Result<usize, String> {
        let text = ReadingText::new(text).unwrap();
        address.parse::<Address>().and_then(|a| a.offset_in(&text)).map_err(|error| error.to_string())
    }

    const TEXT: &str = "aé漢😀\n\nзz\n";

    #[test]
    fn paragraphs_are_numbered_as_in_the_margin() {
        assert_eq!(go("1", TEXT), Ok(0));
        assert_eq!(go("¶2", TEXT), Ok(12));
        assert_eq!(go(" ¶ 2 ", TEXT), Ok(12));
        assert_eq!(go("0", TEXT), Err("there are 2 paragraphs in this document, numbered from 1".to_owned()));
        assert_eq!(go("3", TEXT), go("99999999999999999999999999", TEXT));
    }

    #[test]
    fn a_code_point_offset_is_that_of_counting() {
        for (count, (byte, _)) in TEXT.char_indices().enumerate() {
            assert_eq!(go(&format!("@{count}"), TEXT), Ok(byte), "@{count}");
        }
        assert_eq!(go("@9", TEXT), Ok(TEXT.len()));
        assert_eq!(go("@10", TEXT), Err("this document ends at character 9".to_owned()));
    }

    #[test]
    fn a_byte_inside_a_character_means_its_start() {
        assert_eq!((go("b2", TEXT), go("B3", TEXT), go("b0", TEXT)), (Ok(1), Ok(3), Ok(0)));
        assert_eq!(go(&format!("b{}", TEXT.len()), TEXT), Ok(TEXT.len()));
        assert_eq!(go("b1000", TEXT), Err(format!("this document ends at byte {}", TEXT.len())));
    }

    #[test]
    fn a_share_goes_from_the_first_to_the_last_byte() {
        let text = "0123456789";
        assert_eq!((go("0%", text), go("50%", text), go("12.5%", text), go("100 %", text)), (Ok(0), Ok(5), Ok(1), Ok(10)));
        assert_eq!(go("50%", ""), Ok(0));
    }

    #[test]
    fn what_cannot_be_read_is_told_what_can() {
        for bad in ["", "twelve", "-1", "+1", "101%", "-5%", "nan%", "inf%", "%", "1e1%", "b", "@", "¶", "@x", "1.5", "¶¶1", "💥"] {
            assert_eq!(bad.parse::<Address>(), Err(AddressError::Unreadable), "{bad}");
        }
    }
}
