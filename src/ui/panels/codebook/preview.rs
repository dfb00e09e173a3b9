//! A preview in words: what a change would do, before it is done.

use std::sync::Arc;

use egui::{RichText, Ui};

use super::super::super::context::ViewContext;
use super::super::super::facts::counted;
use super::super::super::widgets::{hint, rows};
use super::uses::words_of;
use crate::analysis::record_names;
use crate::model::{Project, RecordId, RecordKind};
use crate::session::plan::codebook::{Conflict, Preview, conflicts, preview};
use crate::session::{CodebookChange, Jobs, Notice};

/// A project with more annotations and codes than these is previewed in the background: fewer take less than a frame.
pub(super) const IN_BACKGROUND: usize = 4_000;
/// Previews that may be on their way at once.
const MOST_RUNNING: usize = 2;

/// What was worked out of a change.
#[derive(Debug)]
struct Worked {
    preview: Result<Preview, Notice>,
    conflicts: Vec<Conflict>,
}

/// The state of the project and the change that it is worked out for.
type Key = (u64, CodebookChange);

/// The preview of one change, worked out again when the change or the project is another.
#[derive(Debug, Default)]
pub(super) struct Seen {
    of: Option<Key>,
    result: Option<Worked>,
    making: Option<Key>,
    out: usize,
    jobs: Option<Jobs<(Key, Worked)>>,
}

/// Whether a preview takes longer than a frame may.
pub(super) fn is_long(project: &Project) -> bool {
    project.annotations().len() + project.codes().len() > IN_BACKGROUND
}

fn work(project: &Project, change: &CodebookChange) -> Worked {
    let conflicts = if let CodebookChange::Merge(merge) = change { conflicts(project, merge) } else { Vec::new() };
    Worked { preview: preview(project, change), conflicts }
}

impl Seen {
    /// Works it out where something else is asked for; what is still on its way for something older is dropped when it comes.
    fn update(&mut self, ui: &Ui, ctx: &ViewContext<'_>, change: &CodebookChange) {
        for (key, worked) in self.jobs.as_mut().map(Jobs::poll).unwrap_or_default() {
            self.out = self.out.saturating_sub(1);
            if self.making.as_ref() == Some(&key) {
                (self.making, self.of, self.result) = (None, Some(key), Some(worked));
            }
        }
        let is_it = |key: &Option<Key>| key.as_ref().is_some_and(|(revision, of)| *revision == ctx.revision && of == change);
        if is_it(&self.of) || is_it(&self.making) {
            return;
        }
        // What was worked out for the old one stays listed until then, but counts no more.
        (self.of, self.making) = (None, None);
        let key = (ctx.revision, change.clone());
        if !is_long(ctx.project) {
            (self.of, self.result) = (Some(key), Some(work(ctx.project, change)));
        } else if self.out < MOST_RUNNING {
            let egui_ctx = ui.ctx().clone();
            let jobs = self.jobs.get_or_insert_with(|| Jobs::new(Arc::new(move || egui_ctx.request_repaint())));
            let (project, asked) = (ctx.project.clone(), key.clone());
            let started = jobs.start("Preview a change of the codebook", move |_| {
                let worked = work(&project, &asked.1);
                (asked, worked)
            });
            if started.is_ok() {
                self.out += 1;
                self.making = Some(key);
            }
        }
    }

    /// Whether nothing is lost by the change; `None` while that is being worked out.
    pub(super) fn is_harmless(&mut self, ui: &Ui, ctx: &ViewContext<'_>, change: &CodebookChange) -> Option<bool> {
        self.update(ui, ctx, change);
        let preview = self.result.as_ref().filter(|_| self.of.is_some())?.preview.as_ref();
        Some(preview.is_ok_and(|p| p.values_lost.is_empty() && p.gone.is_empty()))
    }

    /// Annotations that a merge leaves apart, because their values contradict each other.
    pub(super) fn conflicts(&self) -> &[Conflict] {
        self.result.as_ref().map_or(&[], |worked| &worked.conflicts)
    }

    /// Shows it; says whether the change can be done and does something.
    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, change: &CodebookChange) -> bool {
        self.update(ui, ctx, change);
        match self.result.as_ref().filter(|_| self.of.is_some()).map(|worked| &worked.preview) {
            Some(Ok(preview)) => {
                show(ui, ctx, preview);
                !preview.is_nothing()
            }
            Some(Err(notice)) => {
                ui.label(RichText::new(&notice.what).color(ctx.theme.muted));
                hint(ui, ctx.theme, &notice.hint);
                false
            }
            None => {
                hint(ui, ctx.theme, "Working out what will happen…");
                false
            }
        }
    }
}

fn show(ui: &mut Ui, ctx: &ViewContext<'_>, preview: &Preview) {
    let lines = sentences(ctx, preview);
    if lines.is_empty() {
        hint(ui, ctx.theme, "Nothing else changes");
    }
    for line in lines {
        ui.add(egui::Label::new(RichText::new(line).color(ctx.theme.text)).wrap());
    }
    let listed: Vec<&RecordId> = preview.gone.iter().collect();
    if listed.is_empty() {
        return;
    }
    hint(ui, ctx.theme, "What goes:");
    let height = ui.spacing().interact_size.y;
    rows(ui, ("what goes", 240.0, height), listed.len(), |ui, at| {
        let Some(id) = listed.get(at) else { return };
        // A row as high as those that can be clicked.
        ui.horizontal(|ui| ui.add(egui::Label::new(RichText::new(name_of(ctx, id)).color(ctx.theme.text)).truncate()));
    });
}

/// The counts as sentences.
fn sentences(ctx: &ViewContext<'_>, preview: &Preview) -> Vec<String> {
    let mut lines = Vec::new();
    if !preview.recoded.is_empty() {
        lines.push(format!("{} another code", counted(preview.recoded.len(), "annotation gets", "annotations get")));
    }
    for (kind, count) in &preview.added {
        lines.push(format!("New: {}", kind.counted(*count)));
    }
    for (attribute, count) in &preview.values_lost {
        let name = ctx.project.attributes().get(attribute).map_or(attribute.as_str(), |a| &a.name);
        lines.push(format!("{} the value of “{name}”", counted(*count, "annotation loses", "annotations lose")));
    }
    let mut kinds: Vec<RecordKind> = preview.gone.iter().map(RecordId::kind).collect();
    kinds.dedup();
    let gone = kinds.into_iter().map(|kind| kind.counted(preview.gone_of(kind))).collect::<Vec<_>>();
    if !gone.is_empty() {
        lines.push(format!("Taken away: {}", gone.join(", ")));
    }
    let also = preview.changed.iter().filter(|(kind, _)| !matches!(kind, RecordKind::Code | RecordKind::Annotation));
    let also: Vec<String> = also.map(|(kind, n)| kind.counted(*n)).collect();
    if !also.is_empty() {
        lines.push(format!("Follow along: {}", also.join(", ")));
    }
    if preview.to_review > 0 {
        lines.push(format!("{} to be reviewed", counted(preview.to_review, "more annotation is", "more annotations are")));
    }
    lines
}

fn name_of(ctx: &ViewContext<'_>, id: &RecordId) -> String {
    let name = match id {
        RecordId::Annotation(a) => ctx.project.annotations().get(a).map(|a| format!("{} · {}", words_of(a), ctx.code_name(&a.code))),
        other => record_names::name_of(ctx.project, other),
    };
    name.map_or_else(|| id.to_string(), |name| format!("{} {}", id.kind(), super::super::super::widgets::shortened(&name, 120)))
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;

    use super::super::super::super::context::CommandSender;
    use super::super::super::super::theme::{CodeStyles, Theme, ThemeKind, install_fonts};
    use super::*;
    use crate::model::{Code, CodeId, CodebookInfo, CoderId, Layer, LayerId, ProjectInfo, Record};
    use crate::session::{Part, Selection, Trail, Visible};

    fn project(codes: usize) -> Project {
        let extra = std::collections::BTreeMap::new;
        let id = LayerId::new("l").unwrap();
        let layer = Layer { id: id.clone(), name: "L".into(), rank: 0, purpose: String::new(), attributes: Vec::new(), extra: extra() };
        let code = |n: usize| -> Record {
            let id_of_code = CodeId::new(&format!("c{n}")).unwrap();
            Code { rank: n as u32, ..Code::new(id_of_code, id.clone(), &format!("Code {n}")) }.into()
        };
        let records = std::iter::once(layer.into()).chain((0..codes).map(code));
        Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records).0
    }

    /// What is there after each of some frames that preview the deletion of a code: worked out, and on its way.
    fn frames(project: Project, count: usize) -> Vec<(bool, bool)> {
        let (selection, coder, send) = (Selection::default(), CoderId::new("a").unwrap(), CommandSender::default());
        let (theme, styles) = (Theme::of(ThemeKind::Light), CodeStyles::default());
        let (trail, visible) = (Trail::default(), Visible::default());
        let change = CodebookChange::Delete(Part::Code(CodeId::new("c0").unwrap()));
        let harness = Harness::builder().with_size([600.0, 400.0]).with_context_setup(install_fonts);
        let mut harness = harness.build_ui_state(
            move |ui, (seen, told): &mut (Seen, Vec<(bool, bool)>)| {
                let ctx = ViewContext {
                    project: &project,
                    selection: &selection,
                    coder: &coder,
                    gesture: None,
                    last_code: None,
                    recent: &[],
                    revision: 1,
                    theme: &theme,
                    styles: &styles,
                    popup_open: false,
                    send: &send,
                    trail: &trail,
                    visible: &visible,
                };
                seen.show(ui, &ctx, &change);
                told.push((seen.of.is_some(), seen.making.is_some()));
            },
            (Seen::default(), Vec::new()),
        );
        while harness.state().1.len() < count || !harness.state().1.last().is_some_and(|(worked, _)| *worked) {
            std::thread::yield_now();
            harness.step();
        }
        harness.state().1.clone()
    }

    #[test]
    fn a_large_codebook_is_previewed_in_the_background_and_a_small_one_at_once() {
        let large = frames(project(10_000), 3);
        assert_eq!(large.first(), Some(&(false, true)), "the first frame does not wait");
        assert_eq!(large.last(), Some(&(true, false)));
        assert_eq!(frames(project(10), 1).first(), Some(&(true, false)));
    }
}
