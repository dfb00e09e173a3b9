//! The theme in use and the looks of the codes in it, worked out again only when they change.

use std::sync::Arc;

use imbl::OrdMap;

use super::theme::{CodeStyles, Theme, ThemeKind};
use crate::model::{Code, CodeId, Layer, LayerId};
use crate::session::{Session, ThemeChoice};

/// Theme and code styles.
#[derive(Debug, Default)]
pub struct Look {
    theme: Theme,
    applied: Option<ThemeKind>,
    styles: CodeStyles,
    styles_of: Option<(u64, ThemeKind)>,
    /// The codes and layers that the styles are of: most changes of a project leave them as they are.
    parts: Option<Parts>,
}

type Parts = (OrdMap<CodeId, Arc<Code>>, OrdMap<LayerId, Arc<Layer>>, ThemeKind);

impl Look {
    /// The theme in use.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// The looks of the open project's codes.
    pub fn styles(&self) -> &CodeStyles {
        &self.styles
    }

    /// Forgets the codes of a project that was closed.
    pub fn forget_codes(&mut self) {
        self.styles_of = None;
        self.parts = None;
    }

    /// Follows the settings, the system and the codebook.
    pub fn update(&mut self, ctx: &egui::Context, choice: ThemeChoice, session: Option<&Session>) {
        let kind = kind_of(ctx, choice);
        if self.applied != Some(kind) {
            self.theme = Theme::of(kind);
            self.theme.apply(ctx);
            self.applied = Some(kind);
        }
        let Some(session) = session else { return };
        let key = Some((session.revision(), kind));
        if self.styles_of != key {
            self.styles_of = key;
            let (codes, layers) = (session.project().codes(), session.project().layers());
            let same = |(c, l, k): &Parts| c.ptr_eq(codes) && l.ptr_eq(layers) && *k == kind;
            if !self.parts.as_ref().is_some_and(same) {
                self.styles = CodeStyles::of(session.project(), &self.theme);
                self.parts = Some((codes.clone(), layers.clone(), kind));
            }
        }
    }
}

fn kind_of(ctx: &egui::Context, choice: ThemeChoice) -> ThemeKind {
    match choice {
        ThemeChoice::Light => ThemeKind::Light,
        ThemeChoice::Dark => ThemeKind::Dark,
        ThemeChoice::Sepia => ThemeKind::Sepia,
        ThemeChoice::System => match ctx.system_theme() {
            Some(egui::Theme::Dark) => ThemeKind::Dark,
            Some(egui::Theme::Light) | None => ThemeKind::Light,
        },
    }
}
