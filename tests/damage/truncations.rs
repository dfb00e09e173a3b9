//! Files that end too early.

use crate::folder::Folder;
use crate::verdict::Bench;
use crate::{Numbers, some_or_all};

#[test]
fn a_file_of_the_project_that_was_cut_off_is_told() {
    let mut bench = Bench::new(Folder::rich());
    let mut numbers = Numbers::new(20_260_110);
    for file in bench.files_of_the_project() {
        // The bytes of originals are verified by `check`, not at opening: no record is read from them.
        if file.starts_with("documents/original") {
            continue;
        }
        let bytes = bench.folder.bytes(&file);
        let mut places: Vec<usize> = (0..some_or_all(12, 120)).map(|_| numbers.below(bytes.len().max(1))).collect();
        // The borders of lines are where a cut does least harm to the syntax.
        let borders: Vec<usize> = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1).collect();
        places.extend((0..some_or_all(6, 60)).filter(|_| !borders.is_empty()).map(|_| *numbers.pick(&borders)));
        places.push(0);
        places.sort_unstable();
        places.dedup();
        for at in places {
            bench.try_with(&file, &bytes[..at], &format!("cut off at byte {at} of {}", bytes.len()));
        }
    }
    bench.print("truncations");
    assert_eq!((bench.silent, bench.unreadable), (vec![], vec![]));
}
