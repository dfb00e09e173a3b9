//! The annotations that have a code, to jump to.

use egui::Ui;

use super::super::super::context::{Request, ViewContext};
use super::super::super::facts::counted;
use super::super::super::widgets::{quiet_button, rows, shortened, words_row};
use crate::model::{Annotation, AnnotationId, Code, CodeId};

/// Height of a line.
const ROW: f32 = 24.0;
/// Height of the list.
const LIST: f32 = 220.0;

/// The list of uses, once it is asked for.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// The code whose list is open.
    open: Option<CodeId>,
    of: Option<(u64, CodeId)>,
    all: Vec<AnnotationId>,
}

impl Uses {
    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, code: &Code) {
        let key = Some((ctx.revision, code.id.clone()));
        if self.of != key {
            self.of = key;
            self.all = sorted(ctx, &code.id);
        }
        let words = counted(self.all.len(), "use", "uses");
        if quiet_button(ui, &words).on_hover_text("List the annotations that have this code").clicked() {
            self.open = if self.open.as_ref() == Some(&code.id) { None } else { Some(code.id.clone()) };
        }
        if self.open.as_ref() != Some(&code.id) || self.all.is_empty() {
            return;
        }
        rows(ui, ("uses", LIST, ROW), self.all.len(), |ui, at| {
            let Some(annotation) = self.all.get(at).and_then(|id| ctx.project.annotations().get(id)) else { return };
            let words = words_of(annotation);
            if words_row(ui, ctx.theme, &words, &words).clicked() {
                ctx.send.send(Request::JumpTo(annotation.id.clone()));
            }
        });
    }
}

/// `000, gold: “Kim Jong Un”`.
pub(super) fn words_of(annotation: &Annotation) -> String {
    let words =
        if annotation.is_on_text() { format!("“{}”", shortened(&annotation.quote(), 70)) } else { "the whole document".to_owned() };
    format!("{}, {}: {words}", annotation.document, annotation.coder)
}

fn sorted(ctx: &ViewContext<'_>, code: &CodeId) -> Vec<AnnotationId> {
    let mut all: Vec<_> = ctx.project.annotations().values().filter(|a| a.code == *code).collect();
    all.sort_by_key(|a| (&a.document, a.start()));
    all.into_iter().map(|a| a.id.clone()).collect()
}
