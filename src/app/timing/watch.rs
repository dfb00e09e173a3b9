//! The stopwatch: gives each frame its input and notes what the frame costs.

use std::collections::VecDeque;
use std::time::Instant;

use egui::{Context, Event, FullOutput, Plugin, RawInput};

/// Sits at both ends of a frame.
#[derive(Default)]
pub(super) struct Watch {
    began: Option<Instant>,
    first_ready: Option<Instant>,
    events: VecDeque<Vec<Event>>,
    measures: bool,
    costs: Vec<f64>,
}

impl Watch {
    /// When the first frame was ready for the screen.
    pub fn first_ready(&mut self) -> Option<Instant> {
        self.first_ready
    }

    /// From the next frame on, frames get these events and are noted.
    pub fn begin(&mut self, events: impl Iterator<Item = Vec<Event>>) {
        self.events = events.collect();
        self.measures = true;
        self.began = None;
    }

    /// Milliseconds of each frame, once there are as many.
    pub fn costs(&mut self, frames: usize) -> Option<Vec<f64>> {
        (self.costs.len() >= frames).then(|| self.costs.clone())
    }
}

impl Plugin for Watch {
    fn debug_name(&self) -> &'static str {
        "timing"
    }

    fn input_hook(&mut self, _ctx: &Context, input: &mut RawInput) {
        self.began = Some(Instant::now());
        if self.measures {
            // A hand on the mouse would be measured as well.
            input.events.retain(|event| !matches!(event, Event::PointerMoved(_) | Event::MouseWheel { .. } | Event::Key { .. }));
            input.events.extend(self.events.pop_front().unwrap_or_default());
        }
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        let Some(began) = self.began.take() else { return };
        let ui = began.elapsed();
        // The window tessellates once more after this; copying the shapes is not its work.
        let shapes = output.shapes.clone();
        let begin = Instant::now();
        std::hint::black_box(ctx.tessellate(shapes, output.pixels_per_point));
        if self.measures {
            self.costs.push(super::in_milliseconds(ui + begin.elapsed()));
        }
        self.first_ready.get_or_insert_with(Instant::now);
    }
}
