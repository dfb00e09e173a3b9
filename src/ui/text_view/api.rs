//! What the text view is given and what it answers.

use std::cell::RefCell;

use egui::{Pos2, Rect};

use super::fonts::FontStore;
use super::missing::MissingScript;
use crate::model::{AnnotationId, CoderId, Document, Project};
pub use crate::session::{Arcs, Density, Face, Numbers, Paragraphs, ReadingSettings, Visible};
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
    /// What was looked for and found in this document.
    pub hits: &'a Hits,
    /// Faces and glyphs, shared by all text views of the program.
    pub fonts: &'a RefCell<FontStore>,
    /// Changes whenever the project changes; what is worked out from annotations is kept until then.
    pub revision: u64,
}

/// Places that were looked for and found, of one document.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    /// All of them, in order of the text, none overlapping another.
    pub spans: std::sync::Arc<[Span]>,
    /// The one the reader stands at: its place in `spans`.
    pub current: Option<usize>,
    /// Changes whenever `spans` does.
    pub revision: u64,
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
    /// Printable text typed while the page had the keyboard.
    pub typed: Option<String>,
    /// Scripts on the page that no font of this system has; each comes once for as long as the program runs.
    pub missing_scripts: Vec<MissingScript>,
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
    /// Hits on the screen.
    pub hits_painted: usize,
    /// Rows of the minimap that were worked out.
    pub minimap_rows: usize,
    /// Annotations that were looked at for them.
    pub minimap_looks: usize,
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
    /// Go to the other end of a link.
    FollowLink(AnnotationId),
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
