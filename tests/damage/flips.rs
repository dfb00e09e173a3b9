//! Single bits and bytes that become others, anywhere in a project's folder.

use std::path::PathBuf;

use crate::folder::Folder;
use crate::verdict::{Bench, Verdict};
use crate::{Numbers, some_or_all};

/// How many flips are tried in all.
const FLIPS: usize = 2_700;

/// One flip: which file, at which byte, and what stands there then.
struct Flip {
    file: PathBuf,
    at: usize,
    byte: u8,
}

/// The flips of a seed: every file gets its share, and two in three change a single bit.
fn flips(bench: &Bench, count: usize) -> Vec<Flip> {
    let mut numbers = Numbers::new(20_260_108);
    let files: Vec<(PathBuf, Vec<u8>)> = bench.folder.files().into_iter().map(|file| (file.clone(), bench.folder.bytes(&file))).collect();
    let files: Vec<(PathBuf, Vec<u8>)> = files.into_iter().filter(|(_, bytes)| !bytes.is_empty()).collect();
    let mut made = Vec::new();
    while made.len() < count {
        let (file, bytes) = numbers.pick(&files);
        let at = numbers.below(bytes.len());
        let byte = if numbers.below(3) < 2 { bytes[at] ^ (1 << numbers.below(8)) } else { numbers.below(256) as u8 };
        if byte != bytes[at] {
            made.push(Flip { file: file.clone(), at, byte });
        }
    }
    made
}

#[test]
fn a_flipped_bit_or_byte_is_told_or_has_no_effect() {
    let mut bench = Bench::new(Folder::rich());
    let mut in_texts = 0;
    for flip in flips(&bench, some_or_all(270, FLIPS)) {
        let mut bytes = bench.folder.bytes(&flip.file);
        let was = bytes[flip.at];
        bytes[flip.at] = flip.byte;
        let what = format!("byte {} from {:?} to {:?}", flip.at, char::from(was), char::from(flip.byte));
        if bench.try_with(&flip.file, &bytes, &what) == Verdict::Silent {
            // A letter inside a text says nothing to the structure; that is what the digests are for.
            in_texts += usize::from(is_in_a_text(&bench.folder.bytes(&flip.file), flip.at));
        }
    }
    bench.print("flips");
    println!("damage: flips silent in texts {in_texts} silent elsewhere {}", bench.count(Verdict::Silent) - in_texts);
    assert_eq!((bench.silent, bench.unreadable), (vec![], vec![]));
}

/// Whether a byte of a file stands between quotation marks.
fn is_in_a_text(bytes: &[u8], at: usize) -> bool {
    let (mut is_inside, mut is_escaped) = (false, false);
    for byte in bytes.iter().take(at) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = is_inside,
            b'"' => is_inside = !is_inside,
            _ => {}
        }
    }
    is_inside
}
