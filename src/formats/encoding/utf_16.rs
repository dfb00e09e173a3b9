//! UTF-16 without a byte-order mark, in any script.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use icu_properties::props::{GeneralCategory, Script};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

/// The order of bytes, if it is UTF-16.
///
/// Spaces, digits and Latin letters have a zero byte on one and the same side; a text without them (Chinese, Thai) has control bytes that no
/// text of single bytes has, and reads as letters of one script in one order and as litter in the other.
pub(super) fn found(bytes: &[u8]) -> Option<&'static Encoding> {
    // Programs of DOS put an end mark behind a text of single bytes.
    let bytes = bytes.strip_suffix(b"\x1a").unwrap_or(bytes);
    let pairs = bytes.len() / 2;
    if pairs < 2 {
        return None;
    }
    let zeros = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let enough = |many: usize, few: usize| many * 10 >= pairs && few * 20 <= many;
    match (enough(second, first), enough(first, second)) {
        (true, false) => return Some(UTF_16LE),
        (false, true) => return Some(UTF_16BE),
        _ => {}
    }
    let count = |wanted: fn(u8) -> bool| bytes.iter().filter(|b| wanted(**b)).count();
    let controls = count(|b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b));
    let spaces = count(|b| b == b' ');
    if controls * 25 < pairs || spaces > first + second + bytes.len() / 64 {
        return None;
    }
    let read = |unit: fn([u8; 2]) -> u16| Litter::of(bytes, unit);
    let (little, big) = (read(u16::from_le_bytes), read(u16::from_be_bytes));
    match (little.is_text(), big.is_text()) {
        (true, _) if little.rank() < big.rank() || !big.is_text() => Some(UTF_16LE),
        (_, true) if big.rank() < little.rank() || !little.is_text() => Some(UTF_16BE),
        _ => None,
    }
}

/// What no text has, in one order of bytes.
#[derive(Debug)]
struct Litter {
    characters: usize,
    /// Characters that nobody writes: unassigned, private, half a pair, controls.
    odd: usize,
    /// Neighbouring letters.
    pairs: usize,
    /// Those of different scripts.
    mixed: usize,
    /// Which upper halves there are: of an alphabet one or two, of its lower halves many.
    upper: [bool; 256],
}

impl Litter {
    fn of(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Self {
        let categories: CodePointMapDataBorrowed<'_, GeneralCategory> = CodePointMapData::new();
        let scripts: CodePointMapDataBorrowed<'_, Script> = CodePointMapData::new();
        let mut litter = Self { characters: 0, odd: 0, pairs: 0, mixed: 0, upper: [false; 256] };
        let mut last = None;
        let units = || bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(unit));
        for unit in units() {
            if let Some(there) = litter.upper.get_mut(usize::from(unit >> 8)) {
                *there = true;
            }
        }
        for character in char::decode_utf16(units()) {
            litter.characters += 1;
            let Ok(c) = character else {
                litter.odd += 1;
                last = None;
                continue;
            };
            let category = categories.get(c);
            let odd = match category {
                GeneralCategory::Unassigned | GeneralCategory::PrivateUse => true,
                GeneralCategory::Control => !matches!(c, '\t' | '\n' | '\r' | '\u{c}'),
                _ => false,
            };
            litter.odd += usize::from(odd);
            let script = c.is_alphabetic().then(|| family(scripts.get(c)));
            if let (Some(one), Some(other)) = (last, script) {
                litter.pairs += 1;
                litter.mixed += usize::from(one != other);
            }
            last = script;
        }
        litter
    }

    /// One character of fifty may be damaged (one of a short text), one pair of letters of eight may change the script.
    fn is_text(&self) -> bool {
        let damaged = (self.characters / 50).max(usize::from(self.characters >= 16));
        self.odd <= damaged && self.mixed * 8 <= self.pairs + 7 && self.pairs > 0
    }

    fn rank(&self) -> (usize, usize) {
        (self.odd * 4 + self.mixed, self.upper.iter().filter(|there| **there).count())
    }
}

/// Scripts that are written together count as one.
fn family(script: Script) -> Script {
    match script {
        Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo => Script::Han,
        other => other,
    }
}
