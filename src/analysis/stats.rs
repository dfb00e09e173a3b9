//! Counts: documents, words, annotations by layer, code, coder and document, and how far each coder is.

use std::collections::BTreeMap;

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;
use serde::Serialize;

use crate::model::{ProgressState, Project};

/// The counts of a project. Field names are those of `variorum stats --json`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Stats {
    /// Documents.
    pub documents: usize,
    /// Words of all reading texts, see [`words`].
    pub words: usize,
    /// Annotations.
    pub annotations: Counts,
    /// Entities of the register.
    pub entities: usize,
    /// Claims of the ledger.
    pub claims: usize,
    /// Treatments of claims by documents.
    pub treatments: usize,
    /// Links between annotations.
    pub links: usize,
    /// Memos.
    pub memos: usize,
    /// How far each coder is.
    pub progress: BTreeMap<String, CoderProgress>,
}

/// Annotations, counted in four ways. What has none is counted as 0.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// All of them.
    pub total: usize,
    /// By the layer's name.
    pub by_layer: BTreeMap<String, usize>,
    /// By the code's id.
    pub by_code: BTreeMap<String, usize>,
    /// By the coder's id.
    pub by_coder: BTreeMap<String, usize>,
    /// By the document's id.
    pub by_document: BTreeMap<String, usize>,
}

/// How many documents a coder has finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct CoderProgress {
    /// Documents said to be done.
    pub finished: usize,
    /// Documents begun: said to be, or with an annotation of the coder.
    pub in_progress: usize,
    /// The others.
    pub untouched: usize,
}

/// Counts a project.
pub fn stats(project: &Project) -> Stats {
    Stats {
        documents: project.documents().len(),
        words: project.documents().values().map(|d| words(d.text.as_str())).sum(),
        annotations: counts(project),
        entities: project.entities().len(),
        claims: project.claims().len(),
        treatments: project.treatments().len(),
        links: project.links().len(),
        memos: project.memos().len(),
        progress: project.coders().keys().map(|coder| (coder.to_string(), progress(project, coder))).collect(),
    }
}

/// Words of a text: segments of UAX #29 with a letter or digit in them; Chinese, Japanese, Thai and the like by dictionary.
pub fn words(text: &str) -> usize {
    let segmenter = WordSegmenter::new_auto(WordBreakInvariantOptions::default());
    segmenter.segment_str(text).iter_with_word_type().filter(|(_, kind)| kind.is_word_like()).count()
}

fn counts(project: &Project) -> Counts {
    let mut counts = Counts { total: project.annotations().len(), ..Counts::default() };
    counts.by_layer = project.layers().values().map(|l| (l.name.clone(), 0)).collect();
    counts.by_coder = project.coders().keys().map(|id| (id.to_string(), 0)).collect();
    counts.by_document = project.documents().keys().map(|id| (id.to_string(), 0)).collect();
    for annotation in project.annotations().values() {
        if let Some(layer) = project.layer_of(&annotation.code) {
            *counts.by_layer.entry(layer.name.clone()).or_default() += 1;
        }
        *counts.by_code.entry(annotation.code.to_string()).or_default() += 1;
        *counts.by_coder.entry(annotation.coder.to_string()).or_default() += 1;
        *counts.by_document.entry(annotation.document.to_string()).or_default() += 1;
    }
    counts
}

fn progress(project: &Project, coder: &crate::model::CoderId) -> CoderProgress {
    let mut progress = CoderProgress::default();
    for document in project.documents().keys() {
        let key = crate::model::ProgressKey { coder: coder.clone(), document: document.clone() };
        let state = project.progress().get(&key).map(|p| p.state);
        let has_coded = || project.annotations_of(document).iter().any(|a| a.coder == *coder);
        match state {
            Some(ProgressState::Finished) => progress.finished += 1,
            Some(ProgressState::InProgress) => progress.in_progress += 1,
            None if has_coded() => progress.in_progress += 1,
            None => progress.untouched += 1,
        }
    }
    progress
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_every_script() {
        assert_eq!(words("Kim Jong Un met Putin's guards -- twice, at 13:00."), 10);
        assert_eq!(words(""), 0);
        assert!(words("习近平在莫斯科会见普京") > 2);
    }
}
