//! The theme in use and the looks of the codes in it, worked out again only when they change.

use std::sync::Arc;

use imbl::OrdMap;

use super::theme::{CodeStyles, Theme, ThemeKind};
use crate::model::{Code, CodeId, Layer, LayerId};
use crate::session::{CodeColours, Session, Settings, ThemeChoice};

/// Theme and code styles.
#[derive(Debug, Default)]
pub struct Look {
    theme: Theme,
    applied: Option<(ThemeKind, CodeColours)>,
    styles: CodeStyles,
    styles_of: Option<(u64, ThemeKind, CodeColours)>,
    /// The codes and layers that the styles are of: most changes of a project leave them as they are.
    parts: Option<Parts>,
}

type Parts = (OrdMap<CodeId, Arc<Code>>, OrdMap<LayerId, Arc<Layer>>, ThemeKind, CodeColours);

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
    pub fn update(&mut self, ctx: &egui::Context, settings: &Settings, session: Option<&Session>) {
        let (kind, colours) = (kind_of(ctx, settings.theme), settings.code_colours);
        if self.applied != Some((kind, colours)) {
            self.theme = Theme::of(kind).with_code_colours(colours);
            self.theme.apply(ctx);
            self.applied = Some((kind, colours));
        }
        let Some(session) = session else { return };
        let key = Some((session.revision(), kind, colours));
        if self.styles_of != key {
            self.styles_of = key;
            let (codes, layers) = (session.project().codes(), session.project().layers());
            let same = |(c, l, k, how): &Parts| c.ptr_eq(codes) && l.ptr_eq(layers) && (*k, *how) == (kind, colours);
            if !self.parts.as_ref().is_some_and(same) {
                self.styles = CodeStyles::of(session.project(), &self.theme);
                self.parts = Some((codes.clone(), layers.clone(), kind, colours));
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
