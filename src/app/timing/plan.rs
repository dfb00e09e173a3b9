//! What is measured, frame by frame, and the second line that comes of it.

use egui::{Event, Key, Modifiers, MouseWheelUnit, Pos2, TouchPhase, vec2};
use serde::Serialize;

use crate::model::{AnnotationId, CodeId, Scope};
use crate::session::Session;
use crate::text::{Span, TextSelection, segmentation};

/// Steps of scrolling, of 30 points each.
const SCROLLS: usize = 300;
/// Frames in one direction: so a short text is scrolled up and down, a long one is not run through.
const TURN: usize = 100;
const JUMPS: usize = 20;
/// Frames that nothing is asked of, until panels have found their sizes.
const SETTLE: usize = 12;

/// Something done to the program before a frame is drawn.
#[derive(Debug, Clone)]
pub(super) enum Act {
    /// Show this annotation.
    Jump(AnnotationId),
    /// Select this and make that the code to be put again.
    Prepare(TextSelection, CodeId),
    /// Note how many annotations there are.
    Count,
}

/// To which figure a frame counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Figure {
    None,
    Scroll,
    Jump,
    Code,
    Undo,
}

#[derive(Debug)]
struct Frame {
    figure: Figure,
    events: Vec<Event>,
    act: Option<Act>,
}

impl Frame {
    fn idle() -> Self {
        Self::of(Figure::None, Vec::new(), None)
    }

    fn of(figure: Figure, events: Vec<Event>, act: Option<Act>) -> Self {
        Self { figure, events, act }
    }
}

/// Every frame of the measuring.
#[derive(Debug)]
pub(super) struct Plan {
    frames: Vec<Frame>,
    /// How many annotations there were: before coding, with the new one, after undo.
    pub counts: Vec<usize>,
}

/// Median and 99th percentile in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
struct Quantiles {
    median: f64,
    p99: f64,
}

/// The second line. What could not be measured in this project is null.
#[derive(Debug, Serialize)]
pub(super) struct Measured {
    scroll_ms: Option<Quantiles>,
    jump_ms: Option<Quantiles>,
    code_ms: Option<f64>,
    undo_ms: Option<f64>,
    rss_mib: f64,
}

impl Plan {
    /// Scrolls, jumps, codes and undoes in the open document; `page` is a point on its page.
    pub fn of(session: Option<&Session>, page: Pos2) -> Self {
        let mut frames: Vec<Frame> = (0..SETTLE).map(|_| Frame::idle()).collect();
        let direction = |step: usize| if (step / TURN).is_multiple_of(2) { 30.0 } else { -30.0 };
        frames.extend((0..SCROLLS).map(|step| Frame::of(Figure::Scroll, wheel(page, direction(step)), None)));
        let targets = session.map(jump_targets).unwrap_or_default();
        frames.extend(targets.into_iter().map(|id| Frame::of(Figure::Jump, Vec::new(), Some(Act::Jump(id)))));
        if let Some((selection, code)) = session.and_then(what_to_code) {
            let count = || Frame::of(Figure::None, Vec::new(), Some(Act::Count));
            frames.push(Frame::of(Figure::None, Vec::new(), Some(Act::Prepare(selection, code))));
            frames.extend((0..SETTLE).map(|_| Frame::idle()));
            frames.push(count());
            frames.extend([Frame::of(Figure::Code, key(Key::R), None), Frame::of(Figure::Code, Vec::new(), None), count()]);
            frames.extend([Frame::of(Figure::Undo, key(Key::Z), None), Frame::of(Figure::Undo, Vec::new(), None), count()]);
        }
        Self { frames, counts: Vec::new() }
    }

    /// How many frames there are.
    pub fn frames(&self) -> usize {
        self.frames.len()
    }

    /// The input of each frame.
    pub fn events(&self) -> impl Iterator<Item = Vec<Event>> {
        self.frames.iter().map(|frame| frame.events.clone())
    }

    /// What is done before a frame is drawn; frames count from 1, for the first is drawn while the plan is made.
    pub fn act(&self, at: usize) -> Option<Act> {
        self.frames.get(at.checked_sub(1)?)?.act.clone()
    }

    /// The figures, from what each frame has cost in milliseconds.
    pub fn result(&self, costs: &[f64], rss_mib: f64) -> Measured {
        let of = |figure| self.frames.iter().zip(costs).filter(move |(frame, _)| frame.figure == figure).map(|(_, cost)| *cost);
        // Only what took place is told: one more annotation, and then as many as before.
        let coded = matches!(self.counts[..], [before, with, after] if with == before + 1 && after == before);
        let sum = |figure| coded.then(|| (of(figure).sum::<f64>() * 1e3).round() / 1e3);
        Measured {
            scroll_ms: quantiles(of(Figure::Scroll).collect()),
            jump_ms: quantiles(of(Figure::Jump).collect()),
            code_ms: sum(Figure::Code),
            undo_ms: sum(Figure::Undo),
            rss_mib,
        }
    }
}

fn quantiles(mut times: Vec<f64>) -> Option<Quantiles> {
    times.sort_by(f64::total_cmp);
    let at = |q: f64| times.get(((times.len().saturating_sub(1)) as f64 * q).round() as usize).copied();
    Some(Quantiles { median: at(0.5)?, p99: at(0.99)? })
}

/// Annotations all over the open document, far from one another in turns.
fn jump_targets(session: &Session) -> Vec<AnnotationId> {
    let Some(document) = &session.selection().document else { return Vec::new() };
    let mut places: Vec<(usize, &AnnotationId)> =
        session.project().annotations().values().filter(|a| a.document == *document).map(|a| (a.start(), &a.id)).collect();
    places.sort();
    // Seven twentieths on each time comes by every twentieth of the text once.
    let at = |step: usize| (step * 7 % JUMPS) * places.len() / JUMPS;
    (0..JUMPS).filter_map(|step| Some(places.get(at(step))?.1.clone())).collect()
}

/// The first word of the open document and the first code for words.
fn what_to_code(session: &Session) -> Option<(TextSelection, CodeId)> {
    let document = session.project().documents().get(session.selection().document.as_ref()?)?;
    let text = document.text.as_str();
    let start = text.find(|c: char| !c.is_whitespace())?;
    let letter = Span::new(start, segmentation::next_grapheme(text, start)).ok()?;
    let word = segmentation::word_at(text, start).unwrap_or(letter);
    let code = session.project().codes().values().find(|code| !code.retired && code.scopes.contains(&Scope::Span))?;
    Some((TextSelection::of(word), code.id.clone()))
}

/// The pointer on the page, and the page `points` further down.
fn wheel(page: Pos2, points: f32) -> Vec<Event> {
    let wheel = Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, -points),
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Trackpad,
        modifiers: Modifiers::NONE,
    };
    vec![Event::PointerMoved(page), wheel]
}

fn key(key: Key) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::COMMAND };
    vec![event(true), event(false)]
}
