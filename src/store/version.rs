//! Format versions: which are read, which are refused.

use std::path::Path;

use super::StoreError;
use super::layout::FORMAT;

/// Major and minor number.
pub(super) type Version = (u32, u32);

/// Reads `1.0`.
pub(super) fn parse_version(text: &str) -> Option<Version> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

/// The version this program writes.
pub(super) fn current() -> Version {
    parse_version(FORMAT).unwrap_or((1, 0))
}

/// The oldest version of a codebook in one file that is read.
pub(super) const OLDEST_TEMPLATE: Version = (1, 0);

/// The oldest version of a project that is read as it is; older ones are migrated.
pub(super) const OLDEST_READ: Version = (2, 0);

/// The first version whose files have all their lists, also the empty ones.
pub(super) const ALL_LISTS: Version = (1, 1);

/// Refuses a newer major version; gives back a newer minor one, whose number the file keeps.
pub(super) fn check_format(path: &Path, format: &str) -> Result<Option<String>, StoreError> {
    let unknown = || StoreError::UnknownFormat { path: path.to_owned(), found: format.to_owned() };
    let found = parse_version(format).ok_or_else(unknown)?;
    if found.0 > current().0 {
        return Err(StoreError::NewerFormat { path: path.to_owned(), found: format.to_owned(), reads: format!("{}.x", current().0) });
    }
    Ok((found > current()).then(|| format.to_owned()))
}
