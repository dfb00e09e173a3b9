//! The rows of the minimap: what lies where in the text, worked out a little in each frame.
//!
//! A change makes all rows stale; the old ones stay in sight until their turn comes, those around the window first. However many
//! annotations there are, a frame looks at no more than twice [`LOOKS`] of them.

use egui::{Color32, Rect};

use super::api::PageContext;
use super::bar::Track;
use super::layout::Metrics;
use super::sheet::Sheet;
use crate::model::{Annotation, CodeId, DocumentId};
use crate::session::CodeColours;
use crate::text::Span;
use crate::ui::theme::{CodeStyles, ThemeKind};

/// Height of a row in points; what is thinner cannot be told apart.
pub const ROW: f32 = 2.0;
/// Layers side by side; further layers share the last column.
pub const COLUMNS: usize = 3;
/// Annotations that one question to the index, and about half a frame, may look at.
const LOOKS: usize = 1000;
/// Stretches of rows that one frame may gather annotations in: an annotation over many rows counts in each.
const TOUCHES: usize = 8000;
/// Rows that are worked out together at first; more where little lies, fewer where much does.
const FIRST_CHUNK: usize = 8;
const LARGEST_CHUNK: usize = 256;
/// Alpha of the faintest and of the strongest mark: a single word in a long chapter must be seen.
const ALPHA: (f32, f32) = (0.4, 1.0);

/// One row.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Row {
    /// For each column the colour of the code that covers most of it; transparent where there is none.
    pub columns: [Color32; COLUMNS],
    /// Whether something that was looked for lies here.
    pub hit: bool,
}

/// What the rows depend on.
#[derive(Debug, Clone, PartialEq)]
struct Key {
    document: DocumentId,
    revision: u64,
    visible: super::api::Visible,
    theme: (ThemeKind, CodeColours),
    hits: u64,
}

/// All rows, with what is still to do.
#[derive(Default)]
pub struct MapRows {
    rows: Vec<Row>,
    stale: Vec<bool>,
    left: usize,
    chunk: usize,
    key: Option<Key>,
    /// What the sum of all corrections of heights was when the rows were begun, and where the map lay.
    drift: f64,
    /// What it was in the last frame; while it grows, the rows wait.
    last_drift: f64,
    waits: bool,
    place: Option<(Rect, Metrics)>,
    /// Changes whenever a row does.
    pub version: u64,
}

/// What one frame did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MapWork {
    /// Rows worked out.
    pub rows: usize,
    /// Annotations looked at.
    pub looks: usize,
}

/// A stretch of a row that an annotation takes.
struct Touch<'a> {
    row: usize,
    column: usize,
    code: &'a CodeId,
    bytes: usize,
}

impl MapRows {
    /// From the top down.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Whether some rows show what was.
    pub fn is_stale(&self) -> bool {
        self.left > 0
    }

    /// Whether heights are being corrected, so that rows will be stale when that is over.
    pub fn waits(&self) -> bool {
        self.waits
    }

    /// Sees what has changed, and works some of the stale rows out, those around `near` (points on the screen) first.
    pub fn update(&mut self, cx: &PageContext<'_>, styles: &CodeStyles, sheet: &Sheet, track: &Track, near: [f32; 2]) -> MapWork {
        self.notice(cx, sheet, track);
        let mut work = MapWork::default();
        let mut touches = 0;
        let mut turns = near.into_iter().cycle();
        while self.left > 0 && work.looks < LOOKS && touches < TOUCHES {
            // By turns around both places, so that neither waits for the other.
            let Some(at) = turns.next() else { break };
            let Some((first, end)) = self.next(((at - track.rect.top()) / ROW) as usize) else { break };
            let edges: Vec<usize> = (first..=end).map(|row| edge(row, sheet, track)).collect();
            let all = edges.first().zip(edges.last()).and_then(|(from, to)| Span::new(*from, *to).ok());
            let found = all.map(|window| cx.project.annotations_sampled(&cx.document.id, window, LOOKS));
            work.looks += found.as_ref().map_or(0, |f| f.examined);
            if found.as_ref().is_some_and(|f| !f.complete) && end - first > 1 {
                // Too much for one question: a smaller one gets the whole answer.
                self.chunk = ((end - first) / 2).max(1);
                continue;
            }
            let mut rows = vec![Row::default(); end - first];
            let annotations = found.map(|f| f.found).unwrap_or_default();
            touches += colour(&mut rows, &edges, &annotations, cx, styles);
            for (row, pair) in rows.iter_mut().zip(edges.windows(2)) {
                row.hit = pair[0] < pair[1] && has_hit(cx, pair[0], pair[1]);
            }
            self.take(first, &rows);
            work.rows += rows.len();
            self.chunk = (self.chunk * 2).min(LARGEST_CHUNK);
        }
        work
    }

    /// Finds what is stale: everything after a change, nothing otherwise.
    fn notice(&mut self, cx: &PageContext<'_>, sheet: &Sheet, track: &Track) {
        let count = (track.rect.height() / ROW).ceil().max(0.0) as usize;
        let drift = sheet.heights.drift();
        let key = self.key.as_ref();
        let still = key.is_some_and(|k| {
            k.document == cx.document.id
                && k.revision == cx.revision
                && k.theme == (cx.theme.kind, cx.theme.code_colours)
                && k.hits == cx.hits.revision
                && k.visible == *cx.visible
        });
        // A row is as high as this on the sheet; corrections that move nothing by so much need no other rows.
        let row = track.length / count.max(1) as f64;
        let place = Some((track.rect, sheet.metrics));
        let moved = (drift - self.drift).abs() >= row;
        let moving = std::mem::replace(&mut self.last_drift, drift).total_cmp(&drift).is_ne();
        let in_place = still && self.place == place && self.rows.len() == count;
        self.waits = in_place && moved && moving;
        if in_place && (!moved || moving) {
            return;
        }
        if self.rows.len() != count || key.is_some_and(|k| k.document != cx.document.id) {
            self.rows = vec![Row::default(); count];
            self.version += 1;
        }
        self.stale = vec![true; count];
        self.left = count;
        self.chunk = FIRST_CHUNK;
        self.drift = drift;
        self.place = place;
        if !still {
            self.key = Some(Key {
                document: cx.document.id.clone(),
                revision: cx.revision,
                visible: cx.visible.clone(),
                theme: (cx.theme.kind, cx.theme.code_colours),
                hits: cx.hits.revision,
            });
        }
    }

    /// The stale rows nearest to `near`, a chunk of them at most.
    fn next(&self, near: usize) -> Option<(usize, usize)> {
        let is_stale = |row: usize| self.stale.get(row).copied().unwrap_or(false);
        let near = near.min(self.stale.len().saturating_sub(1));
        let either_side = |d: usize| [Some(near + d), near.checked_sub(d)];
        let found = (0..self.stale.len()).flat_map(either_side).flatten().find(|row| is_stale(*row))?;
        let (mut first, mut end) = (found, found + 1);
        while end - first < self.chunk && is_stale(end) {
            end += 1;
        }
        while end - first < self.chunk && first > 0 && is_stale(first - 1) {
            first -= 1;
        }
        Some((first, end))
    }

    fn take(&mut self, first: usize, rows: &[Row]) {
        for (i, row) in rows.iter().enumerate() {
            let at = first + i;
            if let (Some(old), Some(stale)) = (self.rows.get_mut(at), self.stale.get_mut(at)) {
                self.version += u64::from(old != row);
                *old = *row;
                self.left -= usize::from(std::mem::take(stale));
            }
        }
    }
}

/// The byte at the upper edge of a row.
fn edge(row: usize, sheet: &Sheet, track: &Track) -> usize {
    let y = track.sheet(track.rect.top() + row as f32 * ROW);
    match y {
        y if y <= 0.0 => 0,
        y if y >= sheet.total() => sheet.blocks.text().len(),
        y => sheet.offset_at(y),
    }
}

/// Gives each row the colours of what covers most of it; says how many stretches were gathered.
fn colour(
    rows: &mut [Row],
    edges: &[usize],
    annotations: &[&std::sync::Arc<Annotation>],
    cx: &PageContext<'_>,
    styles: &CodeStyles,
) -> usize {
    let mut touches = Vec::new();
    for annotation in annotations {
        let Some(style) = styles.get_or_neutral(&annotation.code) else { continue };
        if annotation.orphan || !cx.visible.shows(annotation, Some(&style.layer)) {
            continue;
        }
        let column = style.layer_rank.min(COLUMNS - 1);
        for place in annotation.target.places() {
            let first = edges.partition_point(|edge| *edge <= place.span.start()).saturating_sub(1);
            for (row, pair) in edges.windows(2).enumerate().skip(first).take_while(|(_, pair)| pair[0] < place.span.end()) {
                let bytes = pair[1].min(place.span.end()).saturating_sub(pair[0].max(place.span.start()));
                if bytes > 0 {
                    touches.push(Touch { row, column, code: &annotation.code, bytes });
                }
            }
        }
    }
    touches.sort_by(|a, b| (a.row, a.column, a.code).cmp(&(b.row, b.column, b.code)));
    for cell in touches.chunk_by(|a, b| (a.row, a.column) == (b.row, b.column)) {
        let covered = |touches: &[Touch<'_>]| touches.iter().map(|t| t.bytes).sum::<usize>();
        let strongest = cell.chunk_by(|a, b| a.code == b.code).max_by_key(|code| covered(code)).and_then(|code| code.first());
        let Some(style) = strongest.and_then(|t| styles.get_or_neutral(t.code)) else { continue };
        let Some(at) = cell.first() else { continue };
        let length = edges.get(at.row + 1).zip(edges.get(at.row)).map_or(1, |(end, start)| (end - start).max(1));
        let density = (covered(cell) as f32 / length as f32).min(1.0).sqrt();
        let alpha = ALPHA.0 + (ALPHA.1 - ALPHA.0) * density;
        if let Some(column) = rows.get_mut(at.row).and_then(|row| row.columns.get_mut(at.column)) {
            *column = style.color.line.gamma_multiply(alpha);
        }
    }
    touches.len()
}

fn has_hit(cx: &PageContext<'_>, start: usize, end: usize) -> bool {
    let next = cx.hits.spans.partition_point(|hit| hit.end() <= start);
    cx.hits.spans.get(next).is_some_and(|hit| hit.start() < end)
}
