//! Bytes to text: what could not be decoded, and where each character came from.

use encoding_rs::{DecoderResult, Encoding, UTF_8};

use super::encoding::{How, alternatives, choose};
use super::{FormatError, OffsetMap};

/// Places that mean nothing are named up to this many.
const NAMED: usize = 20;

/// A file's text with LF line ends and without byte-order mark.
#[derive(Debug, Clone)]
pub(super) struct Decoded {
    /// The text.
    pub text: String,
    /// From the file's bytes to the text's.
    pub map: OffsetMap,
    /// The encoding's WHATWG name.
    pub encoding: &'static str,
    /// How the encoding was found.
    pub how: How,
    /// How many sequences of bytes mean nothing in the encoding; U+FFFD stands for each.
    pub undecodable: usize,
    /// First byte and line of the first ones of them.
    pub places: Vec<(usize, usize)>,
    /// Whether the last of them is the end of the file, so that it was cut off.
    pub is_cut: bool,
}

/// Decodes a file; `encoding` overrides what the bytes suggest.
pub(super) fn decode(bytes: &[u8], encoding: Option<&str>) -> Result<Decoded, FormatError> {
    if let Some(kind) = magic(bytes) {
        return Err(FormatError::Binary(format!("it is {kind}")));
    }
    let (encoding, how, mark) = choose(bytes, encoding)?;
    let body = bytes.get(mark..).unwrap_or_default();
    if !matches!(encoding.name(), "UTF-16LE" | "UTF-16BE") {
        refuse_zeros(body)?;
    }
    let mut decoded = if encoding == UTF_8 { from_utf8(body, mark) } else { stepwise(body, mark, encoding) };
    decoded.how = how;
    decoded.count_lines();
    refuse_controls(&decoded.text)?;
    normalise(&mut decoded);
    if decoded.text.trim().is_empty() { Err(FormatError::NoText) } else { Ok(decoded) }
}

/// The encodings that a file could be read in beside the one it was decoded from.
pub(super) fn other_encodings(bytes: &[u8], decoded: &Decoded) -> Vec<&'static str> {
    Encoding::for_label(decoded.encoding.as_bytes()).map(|chosen| alternatives(bytes, chosen)).unwrap_or_default()
}

/// What a file that only looks like text to nobody begins with.
fn magic(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 8] = [
        (b"%PDF-", "a PDF document"),
        (b"PK\x03\x04", "a ZIP archive (DOCX, ODT and EPUB are such)"),
        (b"{\\rtf", "an RTF document"),
        (b"\xd0\xcf\x11\xe0", "an old Office document"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x1f\x8b", "a gzip archive"),
    ];
    KINDS.into_iter().find(|(head, _)| bytes.starts_with(head)).map(|(_, kind)| kind)
}

impl Decoded {
    fn empty(encoding: &'static Encoding) -> Self {
        Self {
            text: String::new(),
            map: OffsetMap::default(),
            encoding: encoding.name(),
            how: How::Guessed,
            undecodable: 0,
            places: Vec::new(),
            is_cut: false,
        }
    }

    fn put(&mut self, original: std::ops::Range<usize>, text: &str, verbatim: bool) {
        let start = self.text.len();
        self.text.push_str(text);
        self.map.push(original, start..self.text.len(), verbatim);
    }

    /// Adds text that may hold zero bytes: in a text they are damage.
    fn put_text(&mut self, original: std::ops::Range<usize>, text: &str, verbatim: bool) {
        if !text.contains('\0') || !verbatim {
            return if text == "\0" { self.put_undecodable(original) } else { self.put(original, text, verbatim) };
        }
        let mut at = original.start;
        for part in text.split_inclusive('\0') {
            let words = part.trim_end_matches('\0');
            self.put(at..at + words.len(), words, true);
            if words.len() < part.len() {
                self.put_undecodable(at + words.len()..at + part.len());
            }
            at += part.len();
        }
    }

    fn put_undecodable(&mut self, original: std::ops::Range<usize>) {
        if self.undecodable < NAMED {
            // The place in the text, for now.
            self.places.push((original.start, self.text.len()));
        }
        self.undecodable += 1;
        self.put(original, "\u{fffd}", false);
    }

    /// Turns places in the text into lines, while its line ends are still those of the file.
    fn count_lines(&mut self) {
        let (mut at, mut line) = (0, 1);
        for (_, place) in &mut self.places {
            let between = self.text.get(at..*place).unwrap_or_default();
            let lone = between.bytes().filter(|b| *b == b'\r').count() - between.matches("\r\n").count();
            line += lone + between.bytes().filter(|b| *b == b'\n').count();
            (at, *place) = (*place, line);
        }
    }
}

fn from_utf8(body: &[u8], mark: usize) -> Decoded {
    let mut decoded = Decoded::empty(UTF_8);
    let mut at = mark;
    for chunk in body.utf8_chunks() {
        let (valid, invalid) = (chunk.valid().len(), chunk.invalid().len());
        decoded.put_text(at..at + valid, chunk.valid(), true);
        at += valid;
        if invalid > 0 {
            decoded.put_undecodable(at..at + invalid);
            at += invalid;
            // The standard takes the beginning of a sequence apart from a wrong byte: at the very end it is cut off.
            decoded.is_cut = at == mark + body.len() && chunk.invalid().first().is_some_and(|lead| (0xc2..=0xf4).contains(lead));
        }
    }
    decoded
}

/// Decodes byte by byte, so that each character knows its bytes.
fn stepwise(body: &[u8], mark: usize, encoding: &'static Encoding) -> Decoded {
    let mut decoded = Decoded::empty(encoding);
    let mut machine = encoding.new_decoder_without_bom_handling();
    let mut buffer = [0_u8; 16];
    let mut pending = mark;
    for at in 0..=body.len() {
        let (mut source, last): (&[u8], bool) = body.get(at..=at).map_or((&[], true), |one| (one, false));
        let here = mark + at + usize::from(!last);
        loop {
            let (result, read, written) = machine.decode_to_utf8_without_replacement(source, &mut buffer, last);
            source = source.get(read..).unwrap_or_default();
            let text = buffer.get(..written).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default();
            if !text.is_empty() {
                let verbatim = body.get(pending - mark..here - mark) == Some(text.as_bytes());
                decoded.put_text(pending..here, text, verbatim);
                pending = here;
            }
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    // The byte that broke the sequence may be decoded again on its own.
                    let end = here.saturating_sub(source.len()).max(pending);
                    decoded.put_undecodable(pending..end);
                    decoded.is_cut = last;
                    pending = end;
                }
            }
        }
    }
    decoded
}

/// Refuses what has more zero bytes than damage makes of a text.
fn refuse_zeros(bytes: &[u8]) -> Result<(), FormatError> {
    let zeros = bytes.split(|b| *b == 0).count() - 1;
    if zeros * 100 > bytes.len() { Err(FormatError::Binary("it holds zero bytes".to_owned())) } else { Ok(()) }
}

/// Refuses what decodes to control characters, which no text has.
fn refuse_controls(text: &str) -> Result<(), FormatError> {
    let control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{85}' | '\u{1b}');
    let (mut controls, mut all) = (0_usize, 0_usize);
    for c in text.chars() {
        controls += usize::from(control(c));
        all += 1;
    }
    if controls * 10 > all { Err(FormatError::Binary("most of it is control characters".to_owned())) } else { Ok(()) }
}

/// CR LF and lone CR become LF, a mark at the beginning goes, once.
fn normalise(decoded: &mut Decoded) {
    let text = std::mem::take(&mut decoded.text);
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    if mark == 0 && !text.contains('\r') {
        decoded.text = text;
        return;
    }
    let mut out = String::with_capacity(text.len());
    let mut map = OffsetMap::default();
    let mut at = mark;
    let mut rest = text.get(mark..).unwrap_or_default();
    while let Some((line, behind)) = rest.split_once('\r') {
        map.push(at..at + line.len(), out.len()..out.len() + line.len(), true);
        out.push_str(line);
        at += line.len();
        let end = if behind.starts_with('\n') { 2 } else { 1 };
        map.push(at..at + end, out.len()..out.len() + 1, false);
        out.push('\n');
        at += end;
        rest = behind.get(end - 1..).unwrap_or_default();
    }
    map.push(at..at + rest.len(), out.len()..out.len() + rest.len(), true);
    out.push_str(rest);
    decoded.map = decoded.map.then(&map);
    decoded.text = out;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Decoded {
        decode(bytes, None).unwrap()
    }

    #[test]
    fn encodings_are_found_by_mark_by_validity_and_by_guess() {
        let russian = "Президент встретился с Ким Чен Ыном на космодроме Восточный.";
        let (legacy, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
        let found = read(&legacy);
        assert_eq!((found.encoding, found.how, found.text.as_str()), ("windows-1251", How::Guessed, russian));
        let little: Vec<u8> = "Kim met Putin\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&little).encoding, "UTF-16LE");
        let big: Vec<u8> = "\u{feff}習近平\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!((read(&big).encoding, read(&big).text.as_str()), ("UTF-16BE", "習近平\n"));
        assert_eq!(read("\u{feff}é".as_bytes()).how, How::Mark);
        assert_eq!(read("é".as_bytes()).how, How::Valid);
        let (japanese, ..) = encoding_rs::ISO_2022_JP.encode("日本語のテキストです");
        assert_eq!(read(&japanese).encoding, "ISO-2022-JP");
    }

    #[test]
    fn a_damaged_utf_8_file_stays_utf_8_and_says_where() {
        let mut bytes = "Встреча на космодроме".as_bytes().to_vec();
        bytes.insert(14, 0xff);
        let found = read(&bytes);
        assert_eq!((found.encoding, found.undecodable, found.places), ("UTF-8", 1, vec![(14, 1)]));
    }

    #[test]
    fn line_ends_are_mapped_to_where_they_were() {
        let found = read(b"\xef\xbb\xbfa\r\nb\rc");
        assert_eq!(found.text, "a\nb\nc");
        let span = |s, e| Span::new(s, e).unwrap();
        assert_eq!(found.map.to_reading(span(6, 7)), Some(span(2, 3)));
        assert_eq!(found.map.to_original(span(2, 5)), Some(span(6, 9)));
        assert_eq!(found.map.to_original(span(1, 2)), Some(span(4, 6)));
    }

    #[test]
    fn each_character_of_a_legacy_encoding_knows_its_bytes() {
        let (bytes, ..) = encoding_rs::SHIFT_JIS.encode("ab日本c");
        let found = decode(&bytes, Some("shift_jis")).unwrap();
        assert_eq!(found.text, "ab日本c");
        let span = |s, e| Span::new(s, e).unwrap();
        assert_eq!(found.map.to_original(span(5, 8)), Some(span(4, 6)));
        assert_eq!(found.map.to_reading(span(2, 7)), Some(span(2, 9)));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [&b"%PDF-1.7 ..."[..], b"a\0b\0\0\0c", &[1; 40], b"PK\x03\x04"] {
            assert!(matches!(decode(bytes, None), Err(FormatError::Binary(_))), "{bytes:?}");
        }
        assert!(matches!(decode(b" \n", None), Err(FormatError::NoText)));
        assert!(matches!(decode(b"a", Some("klingon")), Err(FormatError::UnknownEncoding(_))));
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_encoding_give_a_text_or_a_sentence(
            bytes in proptest::collection::vec(any::<u8>(), 0..120),
            name in proptest::sample::select(&[None, Some("utf-16le"), Some("gb18030"), Some("iso-2022-jp"), Some("euc-kr"), Some("utf-8")]),
        ) {
            if let Ok(found) = decode(&bytes, name) {
                prop_assert!(!found.text.contains('\r'));
                for chunk in found.map.chunks() {
                    prop_assert!(chunk.original.end() <= bytes.len() && found.text.get(chunk.reading.range()).is_some());
                    if chunk.verbatim {
                        prop_assert_eq!(&bytes[chunk.original.range()], &found.text.as_bytes()[chunk.reading.range()]);
                    }
                }
            }
        }
    }
}
