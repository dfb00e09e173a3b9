//! One piece of work done for many things on all processors, the answers in their order.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Does `work` for each of `items`, in batches of `batch`; a thread is started for every four batches, as far as there are processors.
///
/// A panic in `work` goes on in the caller.
pub(crate) fn in_order<T: Sync, R: Send>(items: &[T], batch: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    on_threads(items, batch, processors, work)
}

/// Threads for work that waits for the disk: a disk writes what many wait for in one go.
const WAITING: usize = 16;

/// The same for work that waits for the disk most of the time, one thing after another on each of more threads.
pub(crate) fn in_order_waiting<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    on_threads(items, 1, WAITING, work)
}

fn on_threads<T: Sync, R: Send>(items: &[T], batch: usize, most: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = most.min(items.len().div_ceil(4 * batch.max(1)));
    if threads <= 1 {
        return items.iter().map(work).collect();
    }
    let batches: Vec<&[T]> = items.chunks(batch).collect();
    let next = AtomicUsize::new(0);
    let take_batches = || {
        let mut done = Vec::new();
        while let Some((at, batch)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, batches.get(at)?))) {
            done.push((at, batch.iter().map(&work).collect::<Vec<R>>()));
        }
        done
    };
    let mut all: Vec<(usize, Vec<R>)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(take_batches)).collect();
        workers.into_iter().flat_map(|w| w.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().flat_map(|(_, done)| done).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_stand_in_the_order_of_the_things() {
        for count in [0, 1, 7, 8, 9, 1_000] {
            let items: Vec<usize> = (0..count).collect();
            let twice: Vec<usize> = items.iter().map(|n| n * 2).collect();
            assert_eq!(in_order(&items, 2, |n| n * 2), twice);
            assert_eq!(in_order_waiting(&items, |n| n * 2), twice);
        }
    }
}
