//! The annotations that have a code, to jump to.

use egui::{RichText, Ui};

use super::super::super::context::{Request, ViewContext};
use super::super::super::facts::counted;
use super::super::super::widgets::{quiet_button, rows, shortened, words_row};
use crate::model::{Annotation, AnnotationId, Code, CodeId, Project};
use crate::session::Asked;

/// Height of a line.
const ROW: f32 = 24.0;
/// Height of the list.
const LIST: f32 = 220.0;

/// The list of uses, once it is asked for.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// The code whose list is open.
    open: Option<CodeId>,
    all: Asked<(u64, CodeId), Vec<AnnotationId>>,
}

impl Uses {
    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, code: &Code) {
        let (project, id) = (ctx.project.clone(), code.id.clone());
        self.all.ask((ctx.revision, code.id.clone()), ctx.wake_where_long(ui.ctx()), move || sorted(&project, &id));
        if self.all.question().is_none_or(|(_, of)| *of != code.id) {
            ui.label(RichText::new("Counting uses…").color(ctx.theme.muted));
            return;
        }
        let all = self.all.answer();
        let words = counted(all.len(), "use", "uses");
        if quiet_button(ui, &words).on_hover_text("List the annotations that have this code").clicked() {
            self.open = if self.open.as_ref() == Some(&code.id) { None } else { Some(code.id.clone()) };
        }
        if self.open.as_ref() != Some(&code.id) || all.is_empty() {
            return;
        }
        rows(ui, ("uses", LIST, ROW), all.len(), |ui, at| {
            let Some(annotation) = all.get(at).and_then(|id| ctx.project.annotations().get(id)) else { return };
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

fn sorted(project: &Project, code: &CodeId) -> Vec<AnnotationId> {
    let mut all: Vec<_> = project.annotations().values().filter(|a| a.code == *code).collect();
    all.sort_by_key(|a| (&a.document, a.start()));
    all.into_iter().map(|a| a.id.clone()).collect()
}
