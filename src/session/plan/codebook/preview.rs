//! What a change of the codebook would do: read off its edits, so that it cannot say anything else than what will happen.

use std::collections::BTreeMap;

use crate::model::{Annotation, AnnotationId, AttributeId, Edit, Project, Record, RecordId, RecordKind};

/// Counts and lists of what would be added, changed and taken away.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preview {
    /// New records, by kind.
    pub added: BTreeMap<RecordKind, usize>,
    /// Records that stay, but differently, by kind.
    pub changed: BTreeMap<RecordKind, usize>,
    /// Records that go, in the order of kinds.
    pub gone: Vec<RecordId>,
    /// Annotations that get another code.
    pub recoded: Vec<AnnotationId>,
    /// How many annotations lose their value of each attribute.
    pub values_lost: BTreeMap<AttributeId, usize>,
    /// Codes whose annotations are to be reviewed afterwards, with how many those are.
    pub to_review: usize,
}

impl Preview {
    pub(super) fn of(project: &Project, edits: &[Edit]) -> Self {
        let mut preview = Self::default();
        for edit in edits {
            match edit {
                Edit::Add(record) => *preview.added.entry(record.id().kind()).or_default() += 1,
                Edit::Set(record) => preview.changes(project, record),
                Edit::Remove(id) => preview.gone.push(id.clone()),
                Edit::SetProject(_) | Edit::SetCodebook(_) | Edit::SetConflict(..) => {}
            }
        }
        preview.gone.sort();
        if let Ok((after, _)) = project.after(edits) {
            let before = crate::analysis::review::waiting(project).len();
            preview.to_review = crate::analysis::review::waiting(&after).len().saturating_sub(before);
        }
        preview
    }

    fn changes(&mut self, project: &Project, record: &Record) {
        *self.changed.entry(record.id().kind()).or_default() += 1;
        let Ok(new) = <&Annotation>::try_from(record) else { return };
        let Some(old) = project.annotations().get(&new.id) else { return };
        if old.code != new.code {
            self.recoded.push(new.id.clone());
        }
        for lost in old.attributes.keys().filter(|id| !new.attributes.contains_key(*id)) {
            *self.values_lost.entry(lost.clone()).or_default() += 1;
        }
    }

    /// How many records of a kind go.
    pub fn gone_of(&self, kind: RecordKind) -> usize {
        self.gone.iter().filter(|id| id.kind() == kind).count()
    }

    /// Whether nothing would happen.
    pub fn is_nothing(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.gone.is_empty()
    }
}
