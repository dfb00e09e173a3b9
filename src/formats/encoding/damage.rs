//! What of some bytes means nothing in an encoding.

use encoding_rs::{DecoderResult, Encoding, GB18030};

/// Bytes read in an encoding.
#[derive(Default)]
pub(super) struct Read {
    pub text: String,
    /// The words in which nothing is wrong.
    pub sound: Vec<u8>,
    /// What stands before the first and behind the last wrong place, in a text without spaces: a byte too many shifts all that comes behind it.
    pub edges: [Vec<u8>; 2],
    /// How many sequences mean nothing.
    pub wrong: usize,
    pub characters: usize,
    /// How many characters are not ASCII.
    pub foreign: usize,
}

/// Reads bytes and notes what means nothing: also the controls that ISO-8859 has beyond ASCII, and the euro sign of one byte that the web put
/// into Chinese.
pub(super) fn damage(bytes: &[u8], encoding: &'static Encoding) -> Read {
    let mut read = Read::default();
    let controls = |word: &[u8]| encoding.name().starts_with("ISO-8859") && word.iter().any(|b| (0x80..0xa0).contains(b));
    let euro = |text: &str| encoding == GB18030 && text.contains('€');
    // Spaces, line ends and most punctuation are never the second half of a character, so each word can be read alone.
    let wide = matches!(encoding.name(), "UTF-16LE" | "UTF-16BE");
    for word in bytes.split_inclusive(|b| *b < 0x30 && !wide) {
        let whole = encoding.decode_without_bom_handling_and_without_replacement(word).filter(|text| !controls(word) && !euro(text));
        if let Some(text) = whole {
            read.text.push_str(&text);
            read.sound.extend(word);
        } else {
            read.damaged(word, encoding);
        }
    }
    read.characters = read.text.chars().count();
    read.foreign = read.text.chars().filter(|c| !c.is_ascii()).count();
    read
}

impl Read {
    /// Reads a word with something wrong in it.
    fn damaged(&mut self, word: &[u8], encoding: &'static Encoding) {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let (mut at, mut places) = (0, Vec::new());
        loop {
            let rest = word.get(at..).unwrap_or_default();
            let room = decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(rest.len());
            self.text.reserve(room);
            let (result, length) = decoder.decode_to_string_without_replacement(rest, &mut self.text, true);
            at += length;
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(wrong, behind) => {
                    let end = at.saturating_sub(usize::from(behind));
                    places.push(end.saturating_sub(usize::from(wrong))..end);
                }
            }
        }
        // In a word of a few letters all else that is wrong follows from the first.
        self.wrong += if word.len() > 40 { places.len().max(1) } else { 1 };
        if let (Some(first), Some(last)) = (places.first(), places.last()) {
            let edges = [word.get(..first.start), word.get(last.end..)];
            self.edges = edges.map(|edge| edge.unwrap_or_default().to_vec());
        }
    }
}
