//! Measuring what has not been on the screen yet, off the drawing thread, so that the scroll bar and the map tell the truth.
//!
//! Nothing but heights comes back. The window's place is an anchor, so correcting what lies above it moves nothing that is read.

use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::Context;
use parley::{FontContext, Layout, LayoutContext};

use super::fonts::FontStore;
use super::layout::{Metrics, shape};
use super::model::Blocks;
use super::sheet::{Sheet, gap_above};
use crate::session::{Jobs, Outlet, Progress};

/// Heights are handed over this far apart: often enough to see the thumb settle, seldom enough to cost nothing.
const PACE: Duration = Duration::from_millis(200);
/// Heights handed over at once at most; so many are put into the sums in far less than a frame.
const BATCH: usize = 20_000;
/// After so long at work the job rests a moment: on two cores typing must not notice it.
const WORK: Duration = Duration::from_millis(6);
const REST: Duration = Duration::from_millis(1);
/// Blocks above the window that are measured with those below it, before the rest.
const NEAR: usize = 60;

/// Heights of neighbouring blocks, as far as a job has come.
struct Batch {
    /// What they were measured for: see [`Measurer::run`].
    run: u64,
    first: usize,
    heights: Vec<f32>,
}

/// What a job needs; nothing in it is shared with the drawing thread but the text.
struct Task {
    run: u64,
    blocks: Arc<Blocks>,
    metrics: Metrics,
    fonts: FontContext,
    from: usize,
}

/// Measures the blocks of one page in the background.
pub struct Measurer {
    jobs: Jobs<Batch>,
    /// Counts the jobs, so that what an older one still sends is known as such.
    run: u64,
    /// What is measured or has been: the blocks and their metrics.
    of: Option<(Arc<Blocks>, Metrics)>,
    /// What the last frame showed; a job starts when two frames agree, not while the window is being resized.
    seen: Option<(Arc<Blocks>, Metrics)>,
    waited_for: Vec<Batch>,
}

impl Measurer {
    /// A measurer that asks this context for a frame when it has something.
    pub fn new(ctx: &Context) -> Self {
        let ctx = ctx.clone();
        let jobs = Jobs::new(Arc::new(move || ctx.request_repaint()));
        Self { jobs, run: 0, of: None, seen: None, waited_for: Vec::new() }
    }

    /// Takes over what has been measured, and starts measuring where blocks or metrics are new. Gives how many heights came.
    pub fn attend(&mut self, ctx: &Context, sheet: &mut Sheet, near: usize, fonts: &FontStore) -> usize {
        let mut count = 0;
        let arrived = std::mem::take(&mut self.waited_for).into_iter().chain(self.jobs.poll());
        for batch in arrived.filter(|b| b.run == self.run) {
            sheet.heights.set_run(batch.first, &batch.heights);
            count += batch.heights.len();
        }
        if is_of(self.of.as_ref(), sheet) {
            return count;
        }
        if self.of.take().is_some() {
            self.run += 1;
            self.jobs.cancel();
        }
        let now = Some((Arc::clone(&sheet.blocks), sheet.metrics));
        if is_of(self.seen.as_ref(), sheet) {
            self.start(sheet, near, fonts);
            self.of = now;
        } else {
            self.seen = now;
            ctx.request_repaint();
        }
        0
    }

    fn start(&mut self, sheet: &Sheet, near: usize, fonts: &FontStore) {
        self.run += 1;
        let (blocks, metrics) = (Arc::clone(&sheet.blocks), sheet.metrics);
        let from = near.saturating_sub(NEAR);
        let task = Task { run: self.run, blocks, metrics, fonts: fonts.fonts.clone(), from };
        // Without a thread the heights stay estimates, which is what they are before it has come so far.
        let _ = self.jobs.start_telling("measure", move |progress, outlet| measure(task, progress, outlet));
    }

    /// Waits until everything is measured; the next frame takes it over. For tests, which must not depend on time.
    pub fn wait(&mut self) {
        self.waited_for.extend(self.jobs.wait());
    }
}

impl Drop for Measurer {
    fn drop(&mut self) {
        self.jobs.cancel();
    }
}

fn is_of(what: Option<&(Arc<Blocks>, Metrics)>, sheet: &Sheet) -> bool {
    what.is_some_and(|(blocks, metrics)| Arc::ptr_eq(blocks, &sheet.blocks) && *metrics == sheet.metrics)
}

/// Lays out block after block, from near the window to the end and then from the top, and keeps nothing of it but the heights.
fn measure(task: Task, progress: &Progress, outlet: &Outlet<Batch>) {
    let Task { run, blocks, metrics, mut fonts, from } = task;
    let mut layouts = LayoutContext::new();
    let mut layout = Layout::new();
    let (mut told, mut rested) = (Instant::now(), Instant::now());
    for range in [from..blocks.len(), 0..from.min(blocks.len())] {
        let mut batch = Batch { run, first: range.start, heights: Vec::new() };
        for at in range {
            if progress.is_cancelled() {
                return;
            }
            let Some(block) = blocks.get(at) else { break };
            let height = shape(&blocks, block, &metrics, (&mut fonts, &mut layouts), &mut layout);
            batch.heights.push(gap_above(&metrics, at, block) + height);
            if rested.elapsed() >= WORK {
                progress.rest(REST);
                rested = Instant::now();
            }
            if told.elapsed() >= PACE || batch.heights.len() >= BATCH {
                outlet.tell(std::mem::replace(&mut batch, Batch { run, first: at + 1, heights: Vec::new() }));
                told = Instant::now();
            }
        }
        if !batch.heights.is_empty() {
            outlet.tell(batch);
        }
    }
}
