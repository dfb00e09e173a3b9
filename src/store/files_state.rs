//! What the files hold of one thing that some steps changed: a state of these steps, or one that others made.

use super::layout::FileKey;
use super::load::Loaded;
use super::ways::Ways;
use crate::model::{Document, DocumentId, Record, RecordId};
use crate::text::ReadingText;

impl Loaded {
    /// The state of a record in the files. Where that is one of `ways` in any way (written to some files and not yet to others), it is
    /// such a state, exactly; then what stands twice because of that is taken out of the duplicates.
    pub fn theirs(&mut self, id: &RecordId, ways: &Ways<Option<Record>>) -> Option<Record> {
        let Some(there) = self.project.record(id) else {
            return if self.is_between_files(ways) { ways.end().clone() } else { None };
        };
        let written = self.as_written.get(id).unwrap_or(&there);
        let held = |record: &Record| ways.states().any(|state| state.as_ref() == Some(record));
        let mut ours = held(written).then(|| written.clone());
        let mut others = if ours.is_none() { vec![there.clone()] } else { Vec::new() };
        for duplicate in std::mem::take(&mut self.duplicates) {
            if duplicate.record.id() != *id {
                self.duplicates.push(duplicate);
            } else if held(&duplicate.record) {
                ours = Some(duplicate.record);
            } else if others.is_empty() {
                others.push(duplicate.record);
            } else {
                self.duplicates.push(duplicate);
            }
        }
        match others.pop() {
            Some(Record::Document(document)) if self.is_half_written(&document, ways) => ways.end().clone(),
            Some(other) => Some(other),
            None => ours,
        }
    }

    /// A record that went from one file to another may be in neither for a moment.
    fn is_between_files(&self, ways: &Ways<Option<Record>>) -> bool {
        let mut homes = ways.states().flatten().map(|record| FileKey::of(record, &self.project, &self.homes));
        homes.next().is_some_and(|first| homes.any(|home| home != first))
    }

    /// Whether a document is what an interrupted save leaves of one of ours: its text and the rest are two files.
    fn is_half_written(&self, there: &Document, ways: &Ways<Option<Record>>) -> bool {
        let has = |key: fn(DocumentId) -> FileKey| self.files.contains_key(&key(there.id.clone()));
        let ours: Vec<&Document> = ways.states().flatten().filter_map(|record| record.try_into().ok()).collect();
        let bare = |d: &Document| Document { text: ReadingText::default(), ..d.clone() };
        let rest = !has(FileKey::Document) || ours.iter().any(|d| bare(d) == bare(there));
        let text = !has(FileKey::Text) || ours.iter().any(|d| d.text == there.text);
        !ours.is_empty() && rest && text
    }
}
