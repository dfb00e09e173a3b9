//! A preview in words: what a change would do, before it is done.

use egui::{RichText, Ui};

use super::super::super::context::ViewContext;
use super::super::super::facts::counted;
use super::super::super::widgets::{hint, rows};
use super::uses::words_of;
use crate::model::{RecordId, RecordKind};
use crate::session::plan::codebook::{Preview, preview};
use crate::session::{CodebookChange, Notice};

/// The preview of one change, worked out again when the change or the project is another.
#[derive(Debug, Default)]
pub(super) struct Seen {
    of: Option<(u64, CodebookChange)>,
    result: Option<Result<Preview, Notice>>,
}

impl Seen {
    /// Shows it; says whether the change can be done and does something.
    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, change: &CodebookChange) -> bool {
        let is_same = self.of.as_ref().is_some_and(|(revision, of)| *revision == ctx.revision && of == change);
        if !is_same {
            self.of = Some((ctx.revision, change.clone()));
            self.result = Some(preview(ctx.project, change));
        }
        match &self.result {
            Some(Ok(preview)) => {
                show(ui, ctx, preview);
                !preview.is_nothing()
            }
            Some(Err(notice)) => {
                ui.label(RichText::new(&notice.what).color(ctx.theme.muted));
                hint(ui, ctx.theme, &notice.hint);
                false
            }
            None => false,
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
        lines.push(format!("New: {}", counted(*count, &kind.to_string(), &format!("{kind}s"))));
    }
    for (attribute, count) in &preview.values_lost {
        let name = ctx.project.attributes().get(attribute).map_or(attribute.as_str(), |a| &a.name);
        lines.push(format!("{} the value of “{name}”", counted(*count, "annotation loses", "annotations lose")));
    }
    let mut kinds: Vec<RecordKind> = preview.gone.iter().map(RecordId::kind).collect();
    kinds.dedup();
    let gone = kinds.into_iter().map(|kind| counted(preview.gone_of(kind), &kind.to_string(), &format!("{kind}s"))).collect::<Vec<_>>();
    if !gone.is_empty() {
        lines.push(format!("Taken away: {}", gone.join(", ")));
    }
    let also = preview.changed.iter().filter(|(kind, _)| !matches!(kind, RecordKind::Code | RecordKind::Annotation));
    let also: Vec<String> = also.map(|(kind, n)| counted(*n, &kind.to_string(), &format!("{kind}s"))).collect();
    if !also.is_empty() {
        lines.push(format!("Follow along: {}", also.join(", ")));
    }
    if preview.to_review > 0 {
        lines.push(format!("{} to be reviewed", counted(preview.to_review, "more annotation is", "more annotations are")));
    }
    lines
}

fn name_of(ctx: &ViewContext<'_>, id: &RecordId) -> String {
    let project = ctx.project;
    let name = match id {
        RecordId::Annotation(a) => project.annotations().get(a).map(|a| format!("{} · {}", words_of(a), ctx.code_name(&a.code))),
        RecordId::Code(c) => project.codes().get(c).map(|c| c.name.clone()),
        RecordId::Layer(l) => project.layers().get(l).map(|l| l.name.clone()),
        RecordId::Attribute(a) => project.attributes().get(a).map(|a| a.name.clone()),
        RecordId::LinkType(k) => project.link_types().get(k).map(|k| k.name.clone()),
        RecordId::Memo(m) => project.memos().get(m).map(|m| format!("{} {}", m.title, m.text)),
        RecordId::Link(l) => project.links().get(l).map(|l| format!("{}: {} → {}", l.kind, l.from, l.to)),
        RecordId::Treatment(t) => project.claims().get(&t.claim).map(|c| format!("{}: {}", t.document, c.statement)),
        _ => None,
    };
    let kind = id.kind();
    name.map_or_else(|| id.to_string(), |name| format!("{kind} {}", super::super::super::widgets::shortened(&name, 120)))
}
