//! Names of fields and lists with a slip in them, at every depth of every file.

use std::collections::BTreeSet;
use std::path::Path;

use crate::folder::Folder;
use crate::verdict::{Bench, Verdict};
use crate::{Numbers, is_slow};

/// A name of a field: where it stands and how long it is.
struct Name {
    at: usize,
    name: String,
}

/// All names of fields of a file: words before a colon, outside of texts.
fn names(text: &str) -> Vec<Name> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut at, mut in_text) = (0, false);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if in_text => at += 1,
            b'"' => in_text = !in_text,
            b if !in_text && (b.is_ascii_alphabetic() || b == b'_') => {
                let length = bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
                if bytes.get(at + length) == Some(&b':') {
                    found.push(Name { at, name: text[at..at + length].to_owned() });
                }
                at += length - 1;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// The slips that a hand or a bad disk makes in a name: a letter changed, dropped, doubled, two that changed places.
fn slips(name: &str, numbers: &mut Numbers) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut changed = letters.clone();
    let at = numbers.below(letters.len());
    changed[at] = *numbers.pick(&['z', 'q', 'x', 'w']);
    let mut dropped = letters.clone();
    dropped.remove(numbers.below(letters.len()));
    let mut doubled = letters.clone();
    let at = numbers.below(letters.len());
    doubled.insert(at, letters[at]);
    let mut swapped = letters.clone();
    if letters.len() > 1 {
        let at = numbers.below(letters.len() - 1);
        swapped.swap(at, at + 1);
    }
    let all = [changed, dropped, doubled, swapped].into_iter().map(String::from_iter);
    all.filter(|slip| slip != name && slip.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')).collect()
}

/// Every occurrence in the full run, else the first of each name in each file.
fn chosen(text: &str) -> Vec<Name> {
    let mut seen = BTreeSet::new();
    names(text).into_iter().filter(|name| is_slow() || seen.insert(name.name.clone())).collect()
}

fn try_all(bench: &mut Bench, file: &Path, numbers: &mut Numbers) -> Vec<String> {
    let text = String::from_utf8(bench.folder.bytes(file)).unwrap();
    let mut untold = Vec::new();
    for name in chosen(&text) {
        for slip in slips(&name.name, numbers) {
            let damaged = format!("{}{slip}{}", &text[..name.at], &text[name.at + name.name.len()..]);
            let line = text[..name.at].matches('\n').count() + 1;
            let what = format!("line {line}: '{}' written '{slip}'", name.name);
            if bench.try_with(file, damaged.as_bytes(), &what) == Verdict::NoEffect {
                untold.push(format!("{}: {what}", file.display()));
            }
        }
    }
    untold
}

#[test]
fn a_slip_in_any_name_is_told() {
    let mut bench = Bench::new(Folder::rich());
    let mut numbers = Numbers::new(20_260_109);
    let mut untold = Vec::new();
    for file in bench.files_of_the_project().iter().filter(|file| file.extension().is_some_and(|e| e == "ron")) {
        untold.extend(try_all(&mut bench, file, &mut numbers));
    }
    bench.print("field names");
    println!("damage: field names neither told nor with an effect {}", untold.len());
    assert_eq!((bench.silent, bench.unreadable), (vec![], vec![]));
    assert_eq!(untold, Vec::<String>::new());
}

#[test]
fn names_are_found_outside_of_texts_only() {
    let found: Vec<String> = names("(a: \"b: \\\" c:\", d_1: [(e: 1, \"f\": 2)], G(h: 3))").into_iter().map(|n| n.name).collect();
    assert_eq!(found, ["a", "d_1", "e", "h"]);
}
