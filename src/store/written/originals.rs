//! Originals that are not what was kept.
//!
//! They can be large, so they are read only when length or time say that they were touched since the log last heard of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::entry::{Entry, KnownFile};
use super::words::since;
use super::{Found, Known, Written};
use crate::model::Project;
use crate::store::Finding;
use crate::store::digest::quick;
use crate::store::layout::original;
use crate::text::sha256;

/// The coarsest time that a file system notes, with room. A file changed this shortly before the log was last written to may have been
/// changed again without getting another time.
const SAME_MOMENT: Duration = Duration::from_secs(2);

/// Compares the originals that documents name.
pub(super) fn look(root: &Path, log: &Written, project: &Project, step: u64, found: &mut Found) {
    let named = project.documents().values().map(|document| &document.provenance).filter(|p| !p.original.is_empty());
    let named: BTreeMap<&str, &str> = named.map(|p| (p.original.as_str(), p.original_sha256.as_str())).collect();
    for (name, sha) in named {
        let path = original(name);
        let known = log.get(&path).and_then(|entry| entry.file);
        let Ok(metadata) = fs::metadata(root.join(&path)) else {
            if let Some(known) = known {
                let what = format!("the imported file was taken away outside Variorum{}", since(known.modified));
                let hint = "Take it back from a backup or from version control; the reading text does not need it";
                found.findings.push(Finding::warning(path.clone(), what, hint));
                found.notes.push(Entry { path, step, file: None });
            }
            continue;
        };
        let (length, modified) = (metadata.len(), metadata.modified().ok());
        if known.is_none() && log.known() == Known::Nothing {
            // Where nothing is known, reading all of them would only be slow.
            let file = KnownFile { modified, length, digest: None, lines: None };
            found.notes.push(Entry { path, step, file: Some(file) });
            continue;
        }
        let is_as_known = known.as_ref().is_some_and(|known| (known.length, known.modified) == (length, modified));
        if is_as_known && is_past(modified, log.modified) {
            continue;
        }
        let known = known.and_then(|known| known.digest);
        let Ok(bytes) = fs::read(root.join(&path)) else { continue };
        let digest = quick(&bytes);
        let is_same = if sha.is_empty() { known.is_none_or(|known| known == digest) } else { sha256(&bytes) == sha };
        if is_same {
            let file = KnownFile { modified, length, digest: Some(digest), lines: None };
            found.notes.push(Entry { path, step, file: Some(file) });
        } else {
            let what = "the bytes are not those that were imported (their SHA-256 differs)";
            let hint = "Take the file back from a backup or from version control; the reading text is not touched by this";
            found.findings.push(Finding::error(path, what, hint));
        }
    }
}

fn is_past(modified: Option<SystemTime>, log: Option<SystemTime>) -> bool {
    matches!((modified, log), (Some(modified), Some(log)) if modified + SAME_MOMENT <= log)
}
