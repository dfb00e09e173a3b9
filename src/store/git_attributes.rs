//! What git is told about a project's files: imported bytes and reading texts stay as they are, whatever a machine does to line ends.

use std::fs;
use std::path::Path;

use super::{StoreError, atomic};

const NAME: &str = ".gitattributes";

/// The last line that fits a file counts, so originals come last.
const LINES: &str = "\
# Written by Variorum. Imported files and reading texts are kept byte by byte; without these lines git changes
# their line ends on some machines, and their digests no longer fit.
*.ron text eol=lf
documents/**/*.txt -text
documents/original/** -text
";

/// What it said before documents lay in folders by their names.
const OLDER: &str = "documents/*.txt -text\n";
const NEWER: &str = "documents/**/*.txt -text\n";

/// Brings the line about texts in a file of the older form up to where they lie now; a file without it is somebody's own.
pub(super) fn renew(root: &Path) -> Result<(), StoreError> {
    let path = root.join(NAME);
    let Ok(text) = fs::read_to_string(&path) else { return provide(root) };
    if text.contains(OLDER) { atomic::write(&path, text.replace(OLDER, NEWER).as_bytes()) } else { Ok(()) }
}

/// Writes the file where there is none; one that is there is somebody's own.
pub(super) fn provide(root: &Path) -> Result<(), StoreError> {
    let path = root.join(NAME);
    if path.symlink_metadata().is_ok() { Ok(()) } else { atomic::write(&path, LINES.as_bytes()) }
}
