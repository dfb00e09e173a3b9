//! What several panels show about the open document, counted once for each revision.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::context::ViewContext;
use crate::model::{CodeId, CoderId, Document, DocumentId, TreatmentKey};
use crate::text::TextSelection;
pub use crate::text::counted_as as counted;

/// Counts about the open document in the eyes of the open coder.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    key: Option<(u64, Option<DocumentId>, CoderId)>,
    place: Option<(Option<DocumentId>, Option<TextSelection>, u64)>,
    /// How often each code was put.
    pub codes: BTreeMap<CodeId, usize>,
    /// Annotations of this coder.
    pub annotations: usize,
    /// Claims without a treatment.
    pub unchecked: usize,
    /// Where the caret is, in words for the status bar.
    pub place_text: String,
}

impl Facts {
    /// Counts again what may have changed.
    pub fn update(&mut self, ctx: &ViewContext<'_>) {
        let key = Some((ctx.revision, ctx.selection.document.clone(), ctx.coder.clone()));
        if self.key != key {
            self.key = key;
            self.count(ctx);
        }
        let place = Some((ctx.selection.document.clone(), ctx.selection.text, ctx.revision));
        if self.place != place {
            self.place = place;
            self.place_text = place_text(ctx);
        }
    }

    fn count(&mut self, ctx: &ViewContext<'_>) {
        (self.codes, self.annotations, self.unchecked) = (BTreeMap::new(), 0, 0);
        let Some(document) = ctx.document() else { return };
        self.codes = ctx.project.codes_in(&document.id, ctx.coder).map(|(code, count)| (code.clone(), count as usize)).collect();
        self.annotations = self.codes.values().sum();
        let unchecked = |claim: &&crate::model::ClaimId| {
            let key = TreatmentKey { coder: ctx.coder.clone(), document: document.id.clone(), claim: (*claim).clone() };
            !ctx.project.treatments().contains_key(&key)
        };
        self.unchecked = ctx.project.claims().keys().filter(unchecked).count();
    }
}

/// `¶3 · characters 219–234 · 3 annotations here`.
fn place_text(ctx: &ViewContext<'_>) -> String {
    let (Some(document), Some(selection)) = (ctx.document(), ctx.selection.text) else { return String::new() };
    let paragraph = document.text.paragraph_at(selection.focus).map_or(0, |n| n + 1);
    let focus = document.text.code_points_before(selection.focus);
    let (place, span) = match selection.span() {
        None => (format!("character {focus}"), crate::text::Span::new(selection.focus, selection.focus + 1).ok()),
        Some(span) => {
            let (start, end) = (document.text.code_points_before(span.start()), document.text.code_points_before(span.end()));
            (format!("characters {start}–{end}"), Some(span))
        }
    };
    let here = span.map_or(0, |span| ctx.project.annotations_touching(&document.id, span).len());
    format!("¶{paragraph} · {place} · {}", counted(here, "annotation here", "annotations here"))
}

/// What to call a document on the screen; an ellipsis says that the words it begins with go on.
pub fn title_of(document: &Document) -> Cow<'_, str> {
    let title = document.display_title();
    let first = document.text.paragraphs().first().and_then(|line| document.text.slice(*line));
    let goes_on = document.title.is_none() && first.is_some_and(|line| line.len() > title.len() && line.starts_with(title));
    if goes_on { format!("{}…", title.trim_end()).into() } else { title.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::ReadingText;

    fn document(text: &str) -> Document {
        Document::new(DocumentId::new("000").unwrap(), ReadingText::new(text).unwrap())
    }

    #[test]
    fn a_title_that_is_cut_says_so() {
        let words = "Pyongyang, September 14 -- Kim Jong Un had a historic meeting with Vladimir Putin";
        assert_eq!(title_of(&document(words)), "Pyongyang, September 14 -- Kim Jong Un had a historic meetin…");
        assert_eq!(title_of(&document("Short\nand more")), "Short");
        let titled = Document { title: Some("Summit".to_owned()), ..document(words) };
        assert_eq!(title_of(&titled), "Summit");
    }
}
