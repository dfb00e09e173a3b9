//! The text view: a book page of annotated text. Model -> layout -> paint -> hit -> input.
//!
//! ```text
//! model    a document as blocks               sheet    which blocks are laid out, how high they are, where the window stands
//! layout   one parley layout for each block   marks    annotations of a block: segments, lanes, labels
//! atlas    glyphs in a texture                paint    what is seen
//! hit      point -> place -> annotations      keys, mouse -> events      access  the same for screen readers and tests
//! ```
//! A frame costs what is on the screen, never what the document holds. The view changes nothing but itself: what the reader asks
//! for comes back as [`PageEvent`]s.

mod access;
mod api;
mod atlas;
mod bar;
mod borders;
mod fonts;
mod geometry;
mod heights;
mod hidden;
mod hit;
mod hover;
mod keys;
mod layout;
mod lines;
mod map_rows;
mod marks;
mod measure;
mod minimap;
mod missing;
mod model;
mod mouse;
mod numbers;
mod paint;
mod paint_arcs;
mod paint_hits;
mod paint_marks;
mod routes;
#[cfg(test)]
mod scripts;
mod sheet;
mod visual;

use std::cell::RefMut;

use egui::{Id, Sense, Ui};
use parley::Affinity;

pub use api::{
    Align, Arcs, Density, Face, FrameStats, Hits, MenuTarget, Numbers, PageContext, PageEvent, PageOutput, Paragraphs, ReadingSettings,
    Visible,
};
pub use fonts::FontStore;
pub use missing::MissingScript;

use crate::model::{AnnotationId, CoderId, LinkId};
use crate::session::CodeColours;
use crate::text::{Span, TextSelection};
use crate::ui::theme::{CodeStyles, ThemeKind};
use geometry::Geometry;
use marks::BlockMarks;
use measure::Measurer;
use minimap::Minimap;
use model::Blocks;
use mouse::Mouse;
use paint::Brushes;
use sheet::{Anchor, Placed, Sheet};

/// The state of one page: where it is scrolled to, what is laid out, what the mouse is doing.
///
/// Keep one for each open document; shown another document, it starts again from that one's top.
#[derive(Default)]
pub struct TextView {
    sheet: Option<Sheet>,
    anchor: Anchor,
    wanted: Option<Wanted>,
    /// The place (bytes) that was brought to the top last, and where the window stood then: while it stands there, this is the place
    /// being read, however lines are broken.
    held: Option<(usize, Anchor)>,
    styles: CodeStyles,
    styles_of: Option<(u64, ThemeKind, CodeColours)>,
    marks_of: Option<MarksKey>,
    placed: Vec<Placed>,
    caret: Caret,
    mouse: Mouse,
    brushes: Brushes,
    map: Minimap,
    measuring: Measuring,
}

/// Whether blocks out of sight are measured in the background.
#[derive(Default)]
enum Measuring {
    /// They keep their estimated heights.
    #[default]
    Never,
    /// From the next frame on.
    Wanted,
    /// They are.
    By(Measurer),
}

/// Where the next frame is to stand.
#[derive(Debug, Clone, Copy)]
enum Wanted {
    Show(usize, Align),
    Top(usize),
}

/// What a caret has beside its offset.
#[derive(Debug, Clone, Copy, Default)]
struct Caret {
    /// The x that up and down keep to, in points from the column's left edge.
    x: Option<f32>,
    /// At the end of a wrapped line: whether it stands there or before the next line.
    affinity: Affinity,
}

/// What the worked out annotations depend on.
#[derive(Debug, Clone, PartialEq)]
struct MarksKey {
    styles: Option<(u64, ThemeKind, CodeColours)>,
    visible: Visible,
    coder: CoderId,
}

/// One frame: what it is given and what it has come to so far.
struct Turn<'a> {
    cx: PageContext<'a>,
    fonts: RefMut<'a, FontStore>,
    geometry: Geometry,
    id: Id,
    selection: Option<TextSelection>,
    has_focus: bool,
    events: Vec<PageEvent>,
    typed: Option<String>,
    /// What lies under the pointer.
    hovered: Option<AnnotationId>,
    /// The link whose arc lies under the pointer.
    hovered_link: Option<LinkId>,
    /// New borders of an annotation while a handle is dragged.
    preview: Option<Span>,
}

impl Turn<'_> {
    fn select(&mut self, selection: TextSelection) {
        if self.selection != Some(selection) {
            self.selection = Some(selection);
            self.events.push(PageEvent::Select(selection));
        }
    }

    fn selected_span(&self) -> Option<Span> {
        self.selection.and_then(TextSelection::span)
    }
}

impl TextView {
    /// A page that has not been shown yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page that measures ahead.
    pub fn measuring() -> Self {
        Self { measuring: Measuring::Wanted, ..Self::default() }
    }

    /// From now on blocks out of sight are measured in the background, so that the scroll bar and the map become exact.
    pub fn measure_ahead(&mut self) {
        if matches!(self.measuring, Measuring::Never) {
            self.measuring = Measuring::Wanted;
        }
    }

    /// Waits until everything is measured; the next frame takes it over. For tests, which must not depend on time.
    pub fn wait_for_heights(&mut self) {
        if let Measuring::By(measurer) = &mut self.measuring {
            measurer.wait();
        }
    }

    /// Height of the whole text in points, as far as known: exact when everything is measured.
    pub fn height(&self) -> f64 {
        self.sheet.as_ref().map_or(0.0, Sheet::total)
    }

    /// Shows a place (bytes) in the next frame.
    pub fn scroll_to(&mut self, offset: usize, align: Align) {
        self.wanted = Some(Wanted::Show(offset, align));
    }

    /// The first byte of the topmost line that can be seen: worth remembering for [`Self::restore_scroll`].
    pub fn first_visible_offset(&self) -> usize {
        if let Some(Wanted::Show(offset, _) | Wanted::Top(offset)) = self.wanted {
            return offset;
        }
        match self.held {
            Some((offset, anchor)) if anchor == self.anchor => offset,
            _ => self.sheet.as_ref().map_or(0, |sheet| self.first_visible_offset_in(sheet)),
        }
    }

    fn first_visible_offset_in(&self, sheet: &Sheet) -> usize {
        let Some(block) = sheet.blocks.get(self.anchor.block) else { return 0 };
        let Some(layout) = sheet.made(self.anchor.block) else { return block.start as usize };
        let y = self.anchor.y - sheet.gap_above(self.anchor.block, block);
        let line = (0..layout.lines()).find(|l| layout.line_box(*l).1 > y).unwrap_or(0);
        block.start as usize + layout.line_range(line).start
    }

    /// Brings a remembered place (bytes) back to the top of the window.
    pub fn restore_scroll(&mut self, offset: usize) {
        self.wanted = Some(Wanted::Top(offset));
    }

    /// Draws the page into all the room there is and says what the reader asked for.
    pub fn show(&mut self, ui: &mut Ui, cx: &PageContext<'_>) -> PageOutput {
        let rect = ui.available_rect_before_wrap();
        let id = ui.make_persistent_id(("reading text", cx.document.id.as_str()));
        let response = ui.interact(rect, id, Sense::click_and_drag());
        ui.advance_cursor_after_rect(rect);
        let mut turn = Turn {
            cx: *cx,
            fonts: cx.fonts.borrow_mut(),
            geometry: Geometry::of(rect, cx, ui.pixels_per_point()),
            id,
            selection: cx.selection,
            has_focus: response.has_focus(),
            events: Vec::new(),
            typed: None,
            hovered: None,
            hovered_link: None,
            preview: None,
        };
        self.prepare(&turn);
        let Some(mut sheet) = self.sheet.take() else { return empty_output(turn, response) };
        self.measure(ui, &mut sheet, &turn);
        self.follow_wish(&mut sheet, &mut turn);
        self.wheel(ui, &response, &mut sheet, &mut turn);
        self.bar(ui, &mut sheet, &mut turn);
        self.minimap(ui, &mut sheet, &mut turn);
        self.place(&mut sheet, &mut turn);
        self.mouse(ui, &response, &mut sheet, &mut turn);
        self.keys(ui, &mut sheet, &mut turn);
        self.place(&mut sheet, &mut turn);
        self.hover(&response, &sheet, &mut turn);
        let stats = self.paint(ui, &mut sheet, &mut turn);
        self.expose(ui, &response, &sheet, &mut turn);
        let selection_rect = self.selection_rect(&sheet, &turn);
        self.sheet = Some(sheet);
        let missing_scripts = turn.fonts.missing.take_untold();
        let Turn { events, has_focus, typed, .. } = turn;
        PageOutput { events, selection_rect, has_focus, typed, missing_scripts, stats, response }
    }

    /// Sees that blocks, styles and annotations are those of this frame.
    fn prepare(&mut self, turn: &Turn<'_>) {
        let cx = &turn.cx;
        if !self.sheet.as_ref().is_some_and(|s| s.blocks.are_of(cx.document)) {
            let same_document = self.sheet.as_ref().is_some_and(|s| s.blocks.is_document(&cx.document.id));
            let top = if same_document { self.first_visible_offset() } else { 0 };
            self.sheet = Some(Sheet::new(Blocks::of(cx.document), turn.geometry.metrics));
            self.anchor = Anchor::default();
            self.held = None;
            self.wanted = self.wanted.take().or(Some(Wanted::Top(top)));
            self.mouse = Mouse::default();
        }
        let top = self.first_visible_offset();
        let Some(sheet) = &mut self.sheet else { return };
        if sheet.metrics != turn.geometry.metrics {
            // Another width or size: the line being read stays at the top.
            self.wanted = self.wanted.take().or(Some(Wanted::Top(top)));
        }
        sheet.begin_frame(turn.geometry.metrics);
        let styles_of = Some((cx.revision, cx.theme.kind, cx.theme.code_colours));
        if self.styles_of != styles_of {
            self.styles = CodeStyles::of(cx.project, cx.theme);
            self.styles_of = styles_of;
        }
        let still = self.marks_of.as_ref().is_some_and(|k| k.styles == styles_of && k.visible == *cx.visible && k.coder == *cx.coder);
        if !still {
            sheet.marks.clear();
            self.marks_of = Some(MarksKey { styles: styles_of, visible: cx.visible.clone(), coder: cx.coder.clone() });
        }
    }

    /// Takes over the heights that the background has found.
    fn measure(&mut self, ui: &Ui, sheet: &mut Sheet, turn: &Turn<'_>) {
        if matches!(self.measuring, Measuring::Wanted) {
            self.measuring = Measuring::By(Measurer::new(ui.ctx()));
        }
        if let Measuring::By(measurer) = &mut self.measuring {
            measurer.attend(ui.ctx(), sheet, self.anchor.block, &turn.fonts);
        }
    }

    /// Goes where `scroll_to` or `restore_scroll` asked to go.
    fn follow_wish(&mut self, sheet: &mut Sheet, turn: &mut Turn<'_>) {
        match self.wanted.take() {
            None => {}
            Some(Wanted::Top(0)) => self.anchor = Anchor::default(),
            Some(Wanted::Top(offset)) => {
                self.bring(sheet, turn, offset, 0.0);
                self.held = Some((offset, self.anchor));
            }
            Some(Wanted::Show(offset, Align::Center)) => self.bring(sheet, turn, offset, turn.geometry.rect.height() / 2.0),
            Some(Wanted::Show(offset, Align::Nearest)) => self.reveal(sheet, turn, offset),
        }
    }

    /// Scrolls so that the line of `offset` begins `y` points below the window's upper edge; exact at any distance.
    fn bring(&mut self, sheet: &mut Sheet, turn: &mut Turn<'_>, offset: usize, y: f32) {
        let at = sheet.blocks.at(offset);
        let Some(block) = sheet.blocks.get(at).copied() else { return };
        let gap = sheet.gap_above(at, &block);
        let local = offset.clamp(block.start as usize, block.end as usize) - block.start as usize;
        let Some(layout) = sheet.layout(at, &mut turn.fonts) else { return };
        let line_top = layout.caret(local, Affinity::Downstream).top();
        let anchor = Anchor { block: at, y: 0.0 };
        self.anchor = sheet.scroll(anchor, gap + line_top - y, turn.geometry.rect.height(), &mut turn.fonts);
    }

    /// Scrolls as little as needed to show the line of `offset`; a place far away comes to the middle.
    fn reveal(&mut self, sheet: &mut Sheet, turn: &mut Turn<'_>, offset: usize) {
        let window = turn.geometry.rect.height();
        let margin = turn.geometry.metrics.line.min(window / 4.0);
        let at = sheet.blocks.at(offset);
        let Some(block) = sheet.blocks.get(at).copied() else { return };
        let local = offset.clamp(block.start as usize, block.end as usize) - block.start as usize;
        let affinity = self.caret.affinity;
        let Some(line) = sheet.layout(at, &mut turn.fonts).map(|l| l.caret(local, affinity)) else { return };
        let from_top = sheet.distance(self.anchor, at) as f32;
        let (top, bottom) = (from_top + line.top(), from_top + line.bottom());
        if top > -window && bottom < 2.0 * window {
            let delta = if top < margin { top - margin } else { (bottom + margin - window).max(0.0) };
            self.anchor = sheet.scroll(self.anchor, delta, window, &mut turn.fonts);
        } else {
            self.bring(sheet, turn, offset, window / 2.0);
        }
    }

    /// Lays out what the window shows and works out the annotations of it.
    fn place(&mut self, sheet: &mut Sheet, turn: &mut Turn<'_>) {
        sheet.place(self.anchor, turn.geometry.rect.height(), &mut turn.fonts, &mut self.placed);
        for placed in &self.placed {
            if !sheet.marks.contains_key(&placed.block)
                && let (Some(block), Some(layout)) = (sheet.blocks.get(placed.block), sheet.made(placed.block))
            {
                let marks = BlockMarks::of(&turn.cx, &self.styles, block, layout);
                sheet.marks.insert(placed.block, marks);
            }
        }
    }
}

fn empty_output(turn: Turn<'_>, response: egui::Response) -> PageOutput {
    let Turn { events, has_focus, typed, .. } = turn;
    PageOutput { events, selection_rect: None, has_focus, typed, missing_scripts: Vec::new(), stats: FrameStats::default(), response }
}
