//! Whether what is open is still what its name leads to.
//!
//! Bytes written to a file whose folder was moved, replaced or taken away are in no file that anybody will find again, though the
//! system reports success. So a write counts only when the name and the open file are one.

use std::fs::File;
use std::path::Path;

use same_file::Handle;

/// Whether `path` leads to this very file.
pub(super) fn leads_to(path: &Path, file: &File) -> bool {
    let open = file.try_clone().and_then(Handle::from_file);
    matches!((open, Handle::from_path(path)), (Ok(open), Ok(named)) if open == named)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_name_leads_to_the_open_file_until_it_is_taken_away_or_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "x").unwrap();
        let file = File::open(&path).unwrap();
        assert!(leads_to(&path, &file));
        fs::rename(&path, folder.path().join("b")).unwrap();
        assert!(!leads_to(&path, &file));
        fs::write(&path, "x").unwrap();
        assert!(!leads_to(&path, &file), "the same bytes in another file");
        fs::rename(folder.path().join("b"), &path).unwrap();
        assert!(leads_to(&path, &file));
    }
}
