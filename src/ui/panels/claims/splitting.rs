//! The form for making two claims of one: the words of the new one, and what goes to it.

use std::collections::BTreeSet;

use egui::{RichText, ScrollArea, TextEdit, Ui};

use super::super::super::context::ViewContext;
use super::super::super::facts::counted;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{field_heading, hint, primary_button, semibold, shortened};
use crate::model::{AnnotationId, ClaimId, Project};
use crate::session::plan::claim_merge::{ClaimParted, ClaimSplit, grounds, parted};
use crate::session::{Command, Notice};

/// Height of the list, in points.
const LIST: f32 = 260.0;

/// What the form says so far, and what it would come to.
pub(super) struct Splitting {
    split: ClaimSplit,
    all: Vec<AnnotationId>,
    seen: Option<(u64, BTreeSet<AnnotationId>)>,
    result: Option<Result<ClaimParted, Box<Notice>>>,
}

impl Splitting {
    pub(super) fn new(project: &Project, claim: ClaimId) -> Self {
        let mut all: Vec<_> = grounds(project, &claim).into_iter().filter_map(|id| project.annotations().get(&id)).collect();
        all.sort_by_key(|a| (&a.document, a.start()));
        let all = all.into_iter().map(|a| a.id.clone()).collect();
        let statement = project.claims().get(&claim).map(|c| c.statement.clone()).unwrap_or_default();
        let split = ClaimSplit { claim, statement, annotations: BTreeSet::new() };
        Self { split, all, seen: None, result: None }
    }

    fn update(&mut self, ctx: &ViewContext<'_>) {
        let same = self.seen.as_ref().is_some_and(|(revision, chosen)| *revision == ctx.revision && *chosen == self.split.annotations);
        if !same {
            // The new id is chosen when it is done; a preview needs any.
            self.result = Some(parted(ctx.project, &self.split, &self.split.claim));
            self.seen = Some((ctx.revision, self.split.annotations.clone()));
        }
    }

    /// Shows it; true when it is done with.
    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) -> bool {
        self.update(ctx);
        ui.label(RichText::new("Split the claim").font(semibold(SIZES.heading - 1.0)).color(ctx.theme.text));
        ScrollArea::vertical()
            .id_salt("split")
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.set_width(ui.available_width() - 10.0);
                field_heading(ui, ctx.theme, "Statement of the new claim, stated positively");
                let width = ui.available_width();
                let field = TextEdit::multiline(&mut self.split.statement).desired_rows(2).desired_width(width);
                ui.add(field).accessible_name("Statement of the part");
                field_heading(ui, ctx.theme, "What goes to it");
                self.choices(ui, ctx);
                field_heading(ui, ctx.theme, "What will happen");
                self.preview(ui, ctx);
                ui.add_space(SIZES.group_gap);
                self.finish(ui, ctx)
            })
            .inner
    }

    fn choices(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        if self.all.is_empty() {
            hint(ui, ctx.theme, "Nothing carries or proves it yet, so there is nothing to split");
        }
        let height = ui.spacing().interact_size.y;
        ScrollArea::vertical().id_salt("grounds").max_height(LIST).auto_shrink([false, true]).show_rows(
            ui,
            height,
            self.all.len(),
            |ui, range| {
                for id in self.all.get(range).unwrap_or_default() {
                    let Some(annotation) = ctx.project.annotations().get(id) else { continue };
                    let mut has = self.split.annotations.contains(id);
                    let words = format!("{}, {}: “{}”", annotation.document, annotation.coder, shortened(&annotation.quote(), 80));
                    if ui.checkbox(&mut has, words).changed() {
                        if has {
                            self.split.annotations.insert(id.clone());
                        } else {
                            self.split.annotations.remove(id);
                        }
                    }
                }
            },
        );
    }

    fn preview(&self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        match &self.result {
            Some(Ok(parted)) => {
                let mut lines = vec![
                    format!(
                        "{} the new claim, {} with the old one",
                        counted(parted.moved.len(), "annotation carries", "annotations carry"),
                        stays(parted.left)
                    ),
                    format!("The new claim gets {}", counted(parted.treatments.len(), "treatment", "treatments")),
                ];
                if !parted.emptied.is_empty() {
                    let emptied = parted.emptied.iter().map(|key| key.document.to_string()).collect::<Vec<_>>().join(", ");
                    lines.push(format!("Nothing proves the old one in {emptied} any more: not checked again"));
                }
                for line in lines {
                    ui.add(egui::Label::new(RichText::new(line).color(ctx.theme.text)).wrap());
                }
            }
            Some(Err(notice)) => {
                ui.add(egui::Label::new(RichText::new(&notice.what).color(ctx.theme.muted)).wrap());
                hint(ui, ctx.theme, &notice.hint);
            }
            None => {}
        }
    }

    fn finish(&self, ui: &mut Ui, ctx: &ViewContext<'_>) -> bool {
        ui.horizontal(|ui| {
            let possible = matches!(self.result, Some(Ok(_))) && !self.split.statement.trim().is_empty();
            let done = ui.add_enabled_ui(possible, |ui| primary_button(ui, ctx.theme, "Split off the new claim")).inner.clicked();
            if done {
                ctx.send.run(Command::SplitClaim(self.split.clone()));
            }
            done | ui.button("Cancel").clicked()
        })
        .inner
    }
}

fn stays(count: usize) -> String {
    if count == 1 { "1 stays".to_owned() } else { format!("{count} stay") }
}
