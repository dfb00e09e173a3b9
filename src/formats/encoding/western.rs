//! Western texts in encodings that the detector does not know: Mac OS Roman and ISO-8859-15.

use encoding_rs::{Encoding, ISO_8859_15, MACINTOSH, WINDOWS_1252};

/// The encoding in which the characters beyond ASCII stand where Western languages have them, `plain` unless another one is better.
///
/// Only for texts whose letters are mostly ASCII: nothing can be told of the others in this way.
pub(super) fn better(bytes: &[u8], plain: &'static Encoding) -> &'static Encoding {
    let letters = bytes.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let foreign = bytes.iter().filter(|b| !b.is_ascii()).count();
    if letters < foreign * 2 {
        return plain;
    }
    let mut best = (plain, score(bytes, plain));
    // A letter in a word is worth two: with less the detector has found no language.
    let is_poor = best.1 < foreign as i64;
    for encoding in [ISO_8859_15, MACINTOSH] {
        let found = score(bytes, encoding);
        // A tie is no reason to leave what the detector found by the frequency of letters.
        if found > best.1 && (is_poor || plain == WINDOWS_1252) {
            best = (encoding, found);
        }
    }
    best.0
}

fn score(bytes: &[u8], encoding: &'static Encoding) -> i64 {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let mut score = 0;
    let (mut before, mut characters) = (' ', text.chars().peekable());
    while let Some(c) = characters.next() {
        if !c.is_ascii() {
            score += worth(before, c, characters.peek().copied().unwrap_or(' '));
        }
        before = c;
    }
    score
}

/// How well a character stands between its neighbours.
fn worth(before: char, c: char, behind: char) -> i64 {
    let between_letters = before.is_alphabetic() && behind.is_alphabetic();
    match c {
        // C1 controls and what could not be read.
        '\u{80}'..='\u{9f}' | '\u{fffd}' => -4,
        c if c.is_lowercase() && (before.is_alphabetic() || behind.is_alphabetic()) => 2,
        'à' | 'é' | 'è' | 'ó' | 'ú' => 1,
        '’' if between_letters => 3,
        '‘' | '’' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '–' | '—' | '…' | '•' | '€' | '£' | '§' | '°' | '©' | '™' | '®'
            if !between_letters =>
        {
            1
        }
        '\u{a0}' | 'ª' | 'º' | '¿' | '¡' | '·' if !between_letters => 0,
        c if c.is_uppercase() && before.is_lowercase() => -3,
        c if c.is_uppercase() && (behind.is_lowercase() || before.is_uppercase() || behind.is_uppercase()) => 1,
        c if c.is_alphabetic() && (before.is_alphabetic() || behind.is_alphabetic()) => 1,
        c if c.is_alphabetic() => 0,
        _ if between_letters => -3,
        _ => -1,
    }
}
