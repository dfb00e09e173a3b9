//! Which encoding a file is in, by the evidence of all its bytes.
//!
//! In this order: what the user says; a byte-order mark; UTF-16 where the other reading of the bytes makes no sense; UTF-8 where every byte
//! fits, or where so much fits that the rest is damage; else what is likeliest among the legacy encodings, where damage is allowed for.

mod damage;
mod utf_16;
mod western;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, IBM866, ISO_2022_JP, ISO_8859_2, ISO_8859_4, ISO_8859_5, ISO_8859_7, ISO_8859_15, KOI8_U,
    MACINTOSH, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254,
    WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};

use self::damage::damage;
use super::FormatError;

/// How an encoding was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// The user named it.
    Given,
    /// A byte-order mark says so.
    Mark,
    /// Every byte fits (UTF-8).
    Valid,
    /// It is likely.
    Guessed,
}

/// An encoding with how it was found and the length of the byte-order mark.
pub(super) type Choice = (&'static Encoding, How, usize);

/// Encodings in which bytes can be wrong, and which a little damage hides from the detector: several bytes a character, or bytes without a
/// meaning.
const FRAGILE: [&Encoding; 14] = [
    SHIFT_JIS,
    EUC_JP,
    EUC_KR,
    GB18030,
    BIG5,
    WINDOWS_1251,
    WINDOWS_1253,
    WINDOWS_1255,
    WINDOWS_1257,
    WINDOWS_874,
    ISO_8859_2,
    ISO_8859_4,
    ISO_8859_5,
    ISO_8859_7,
];

/// The encodings to choose from by hand, the ones met most first.
const CHOICE: [&Encoding; 25] = [
    UTF_8,
    WINDOWS_1252,
    UTF_16LE,
    UTF_16BE,
    WINDOWS_1251,
    KOI8_U,
    WINDOWS_1250,
    ISO_8859_2,
    ISO_8859_15,
    MACINTOSH,
    GB18030,
    BIG5,
    SHIFT_JIS,
    EUC_JP,
    EUC_KR,
    WINDOWS_1253,
    WINDOWS_1254,
    WINDOWS_1255,
    WINDOWS_1256,
    WINDOWS_1257,
    WINDOWS_1258,
    WINDOWS_874,
    ISO_8859_5,
    ISO_8859_7,
    IBM866,
];

/// Bytes that are looked at where a guess needs many attempts.
const SAMPLE: usize = 1 << 18;

/// Whether an encoding of this name (WHATWG label) is known.
pub fn is_encoding(name: &str) -> bool {
    Encoding::for_label(name.as_bytes()).is_some()
}

/// The encoding to read a file in; `named` overrides what the bytes suggest.
pub(super) fn choose(bytes: &[u8], named: Option<&str>) -> Result<Choice, FormatError> {
    let mark = Encoding::for_bom(bytes);
    if let Some(name) = named {
        let encoding = Encoding::for_label(name.as_bytes()).ok_or_else(|| FormatError::UnknownEncoding(name.to_owned()))?;
        let length = mark.filter(|(of, _)| *of == encoding).map_or(0, |(_, length)| length);
        return Ok((encoding, How::Given, length));
    }
    if let Some((encoding, length)) = mark {
        return Ok((encoding, How::Mark, length));
    }
    if let Some(encoding) = utf_16::found(bytes) {
        return Ok((encoding, How::Guessed, 0));
    }
    let evidence = Utf8Evidence::of(bytes);
    if evidence.wrong == 0 {
        // ISO-2022-JP is plain ASCII with escapes, so it is valid UTF-8 as well.
        let escaped = bytes.contains(&0x1b) && guess(bytes) == ISO_2022_JP;
        return Ok(if escaped { (ISO_2022_JP, How::Guessed, 0) } else { (UTF_8, How::Valid, 0) });
    }
    if evidence.is_strong() { Ok((UTF_8, How::Guessed, 0)) } else { Ok((legacy(bytes), How::Guessed, 0)) }
}

/// The encodings that a file could be read in as well, by their names, without the chosen one: those in which nearly every byte means
/// something, likeliest first.
pub(super) fn alternatives(bytes: &[u8], chosen: &'static Encoding) -> Vec<&'static str> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let fits = |encoding: &&'static Encoding| {
        let read = damage(sample, encoding);
        let controls = |text: &str| text.chars().filter(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}')).count();
        *encoding != chosen && read.wrong * 20 <= read.characters && controls(&read.text) * 20 <= read.characters
    };
    let likeliest = legacy(sample);
    let others = CHOICE.into_iter().filter(|encoding| *encoding != likeliest);
    std::iter::once(likeliest).chain(others).filter(fits).map(Encoding::name).collect()
}

/// What speaks for and against UTF-8.
struct Utf8Evidence {
    /// Sequences of several bytes that are right, weighed by how unlikely they are by chance.
    right: usize,
    /// Stretches that are wrong.
    wrong: usize,
    /// The file ends in the middle of a sequence, and nothing else is wrong.
    cut: bool,
}

impl Utf8Evidence {
    fn of(bytes: &[u8]) -> Self {
        let (mut right, mut wrong, mut cut) = (0, 0, false);
        let mut end = 0;
        for chunk in bytes.utf8_chunks() {
            right += chunk.valid().chars().map(weight).sum::<usize>();
            end += chunk.valid().len() + chunk.invalid().len();
            wrong += usize::from(!chunk.invalid().is_empty());
            cut = end == bytes.len() && is_cut(chunk.invalid());
        }
        Self { right, wrong, cut: cut && wrong == 1 }
    }

    /// No other encoding makes as many right sequences by chance as there are wrong ones: of Chinese or Thai bytes one in six is right, of
    /// those of alphabets next to none.
    fn is_strong(&self) -> bool {
        self.right >= self.wrong || self.cut
    }
}

/// What a character of UTF-8 is worth as evidence: its length in other words. C1 controls are what other encodings give by mistake.
fn weight(c: char) -> usize {
    match c.len_utf8() {
        1 => 0,
        2 => usize::from(c >= '\u{a0}'),
        3 => 4,
        _ => 8,
    }
}

/// Whether the last bytes of a file are the beginning of a sequence that nobody ends a text in another encoding with.
fn is_cut(last: &[u8]) -> bool {
    match last {
        // À to Å: a capital letter with an accent, alone at the very end.
        [lead] => (0xc2..=0xc5).contains(lead),
        [lead, ..] => *lead >= 0xe0,
        [] => false,
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let found = detector.guess(None, Utf8Detection::Deny);
    // The wider one of two that are the same otherwise.
    if found == GBK { GB18030 } else { found }
}

/// The likeliest legacy encoding. The detector takes none in which a single byte is wrong, so those that are right but for a little damage are
/// asked again without it.
fn legacy(bytes: &[u8]) -> &'static Encoding {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let repaired = FRAGILE.into_iter().filter_map(|encoding| {
        let read = damage(sample, encoding);
        let little = read.wrong > 0 && (read.wrong * 20 <= read.foreign || (read.wrong == 1 && read.foreign >= 4));
        let told = |part: &Vec<u8>| has_foreign(part) && guess(part) == encoding;
        let is_it = if has_foreign(&read.sound) { told(&read.sound) } else { read.edges.iter().any(told) };
        (little && is_it).then_some((read.wrong, encoding))
    });
    if let Some((_, encoding)) = repaired.min_by_key(|(wrong, _)| *wrong) {
        return encoding;
    }
    let plain = guess(bytes);
    if !plain.is_single_byte() {
        return plain;
    }
    // Where both read the same, the one that is met more.
    let same = || plain.decode_without_bom_handling(sample).0 == WINDOWS_1252.decode_without_bom_handling(sample).0;
    western::better(sample, if same() { WINDOWS_1252 } else { plain })
}

fn has_foreign(bytes: &[u8]) -> bool {
    bytes.iter().filter(|b| !b.is_ascii()).count() >= 4
}

#[cfg(test)]
mod tests;
