//! Proposals for the mention that is looked at, and the index that they are made from.

use std::sync::Arc;

use super::context::ViewContext;
use crate::analysis::mentions::is_unlinked;
use crate::analysis::proposals::{Index, Proposal, propose_for};
use crate::model::{Annotation, AnnotationId, EntityId};
use crate::session::{Jobs, Wake};

/// How many entities are proposed: as many as there are keys for it.
pub const PROPOSED: usize = 5;
/// More entities and annotations than these are indexed in the background: fewer take less than a frame.
const IN_BACKGROUND: usize = 5_000;

/// What is proposed, worked out once for each state of the project and each mention.
#[derive(Debug, Default)]
pub struct Proposals {
    index: Index,
    /// The project's revision that the index stands at.
    revision: Option<u64>,
    of: Option<(u64, AnnotationId)>,
    proposed: Vec<Proposal>,
    jobs: Option<Jobs<Index>>,
}

impl Proposals {
    /// Works out again what may have changed: for the mention that is looked at, and the index alone where others want to ask.
    pub fn update(&mut self, egui: &egui::Context, ctx: &ViewContext<'_>, wanted: bool) {
        let mention = ctx.annotation().filter(|annotation| is_unlinked(ctx.project, annotation));
        if !wanted && mention.is_none() {
            self.of = None;
            self.proposed.clear();
            return;
        }
        let is_ready = self.bring_up(egui, ctx);
        let Some(mention) = mention.filter(|_| is_ready) else {
            self.of = None;
            self.proposed.clear();
            return;
        };
        let of = Some((ctx.revision, mention.id.clone()));
        if self.of != of {
            self.of = of;
            self.proposed = propose_for(&self.index, ctx.project, mention, PROPOSED);
        }
    }

    /// Whether the names are still being read.
    pub fn is_busy(&self) -> bool {
        self.jobs.is_some()
    }

    /// What is proposed for an annotation that is looked at.
    pub fn of(&self, annotation: &AnnotationId) -> &[Proposal] {
        match &self.of {
            Some((_, of)) if of == annotation => &self.proposed,
            _ => &[],
        }
    }

    /// The mention that is looked at, and the entity of this number (from 0) that is proposed for it.
    pub fn nth(&self, number: usize) -> Option<(AnnotationId, EntityId)> {
        let (_, annotation) = self.of.as_ref()?;
        Some((annotation.clone(), self.proposed.get(number)?.entity.clone()))
    }

    /// The likeliest entities for any mention.
    pub fn best(&self, ctx: &ViewContext<'_>, annotation: &Annotation, most: usize) -> Vec<Proposal> {
        propose_for(&self.index, ctx.project, annotation, most)
    }

    /// Brings the index up to the project; says whether it is.
    fn bring_up(&mut self, egui: &egui::Context, ctx: &ViewContext<'_>) -> bool {
        if let Some(jobs) = &mut self.jobs {
            let Some(index) = jobs.poll().pop() else { return false };
            self.index = index;
            self.jobs = None;
        }
        if self.revision == Some(ctx.revision) {
            return true;
        }
        if self.index.is_far_from(ctx.project, IN_BACKGROUND) {
            let egui = egui.clone();
            let wake: Wake = Arc::new(move || egui.request_repaint());
            let mut jobs = Jobs::new(wake);
            let project = ctx.project.clone();
            // Without a thread there is no index now; the next frame tries again.
            if jobs.start("Read names", move |_| Index::of(&project)).is_ok() {
                self.jobs = Some(jobs);
            }
            return false;
        }
        self.index.update(ctx.project);
        self.revision = Some(ctx.revision);
        true
    }
}
