//! What the text view is given and what it answers.

use std::cell::RefCell;
use std::collections::BTreeSet;

use egui::{Pos2, Rect};
use serde::{Deserialize, Serialize};

use super::fonts::FontStore;
use crate::model::{Annotation, AnnotationId, CodeId, CoderId, Document, LayerId, Project};
use crate::text::{Span, TextSelection};
use crate::ui::theme::Theme;

/// Everything a page is drawn from; references only, so nothing is copied per frame.
#[derive(Clone, Copy)]
pub struct PageContext<'a> {
    /// The project.
    pub project: &'a Project,
    /// The document to show; a record of that project.
    pub document: &'a Document,
    /// Whose annotations come first; those of others are drawn lighter.
    pub coder: &'a CoderId,
    /// Caret or selection in this document, if it is here.
    pub selection: Option<TextSelection>,
    /// The annotation shown in the inspector.
    pub selected: Option<&'a AnnotationId>,
    /// Colours.
    pub theme: &'a Theme,
    /// How the reader likes to read.
    pub reading: &'a ReadingSettings,
    /// What is shown of the annotations.
    pub visible: &'a Visible,
    /// Faces and glyphs, shared by all text views of the program.
    pub fonts: &'a RefCell<FontStore>,
    /// Changes whenever the project changes; what is worked out from annotations is kept until then.
    pub revision: u64,
}

/// How the reader likes to read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadingSettings {
    /// Size of the text in points.
    pub size: f32,
    /// Length of a line in characters; 60 to 75 read best.
    pub measure: f32,
    /// Distance of base lines as a multiple of the size, before room for annotations is added.
    pub leading: f32,
    /// Whether paragraphs are numbered in the margin.
    pub paragraph_numbers: bool,
}

impl Default for ReadingSettings {
    fn default() -> Self {
        Self { size: 18.0, measure: 66.0, leading: 1.5, paragraph_numbers: true }
    }
}

/// What is shown of the annotations. The default shows everything.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Visible {
    /// Layers left out.
    pub hidden_layers: BTreeSet<LayerId>,
    /// Codes left out.
    pub hidden_codes: BTreeSet<CodeId>,
    /// Coders left out.
    pub hidden_coders: BTreeSet<CoderId>,
    /// How much is drawn of those shown.
    pub density: Density,
}

impl Visible {
    /// Whether an annotation is shown; `layer` is that of its code.
    pub fn shows(&self, annotation: &Annotation, layer: Option<&LayerId>) -> bool {
        self.density != Density::None
            && !self.hidden_codes.contains(&annotation.code)
            && !self.hidden_coders.contains(&annotation.coder)
            && layer.is_none_or(|l| !self.hidden_layers.contains(l))
    }
}

/// How much of the annotations is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Density {
    /// The bare text.
    None,
    /// Thin lines.
    Quiet,
    /// Lines, labels and brackets.
    #[default]
    Full,
}

/// What happened on the page in one frame.
#[derive(Debug)]
pub struct PageOutput {
    /// What the reader asked for, in order.
    pub events: Vec<PageEvent>,
    /// Where the selection ends on the screen (points), for the palette; `None` when out of sight or empty.
    pub selection_rect: Option<Rect>,
    /// Whether the page has the keyboard.
    pub has_focus: bool,
    /// Printable text typed while the page had the keyboard and something was selected.
    pub typed: Option<String>,
    /// What the frame cost, in counts.
    pub stats: FrameStats,
    /// The page as a widget of egui; its id takes the focus.
    pub response: egui::Response,
}

/// What a frame cost, in counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FrameStats {
    /// Blocks that had to be laid out.
    pub blocks_laid_out: usize,
    /// Blocks on the screen.
    pub blocks_visible: usize,
    /// Annotations on the screen.
    pub annotations_painted: usize,
}

/// Something the reader asked for on the page.
#[derive(Debug, Clone, PartialEq)]
pub enum PageEvent {
    /// Move the caret or the selection here.
    Select(TextSelection),
    /// Show this annotation in the inspector, or none.
    SelectAnnotation(Option<AnnotationId>),
    /// Offer the codes for the selection: Enter, or the mouse was let go of a selection.
    OpenPalette,
    /// Give one stretch of an annotation other borders.
    Resize {
        /// Which annotation.
        annotation: AnnotationId,
        /// Which of its places, from 0.
        place: usize,
        /// The new borders, on grapheme borders.
        span: Span,
    },
    /// Add the selected words to an annotation: they were dragged over with Ctrl held.
    AddFragment(AnnotationId),
    /// This text has been put on the clipboard.
    CopyText(String),
    /// The reader asked for a menu.
    ContextMenu {
        /// For what.
        target: MenuTarget,
        /// Where, in points.
        pos: Pos2,
    },
    /// The reader followed a link of the source with Ctrl held.
    OpenLink(String),
}

/// What a context menu is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MenuTarget {
    /// The selected text.
    Selection,
    /// An annotation.
    Annotation(AnnotationId),
    /// A place of the text (bytes).
    Text(usize),
}

/// Where [`super::TextView::scroll_to`] puts a place on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// In the middle.
    Center,
    /// Where it is, if it can be seen; else at the nearer edge.
    Nearest,
}
