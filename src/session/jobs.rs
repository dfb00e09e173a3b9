//! Background work: the one place that starts threads.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// Wakes the drawing thread when there is something to poll.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Starts a named thread.
pub(super) fn thread(name: &str, work: impl FnOnce() + Send + 'static) -> std::io::Result<JoinHandle<()>> {
    std::thread::Builder::new().name(name.to_owned()).spawn(work)
}

/// What a job may ask and tell while it runs.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    state: Arc<ProgressState>,
}

#[derive(Debug, Default)]
struct ProgressState {
    cancelled: AtomicBool,
    words: Mutex<String>,
}

impl Progress {
    /// Whether the user has called it off.
    pub fn is_cancelled(&self) -> bool {
        self.state.cancelled.load(Ordering::Relaxed)
    }

    /// Calls it off.
    pub fn cancel(&self) {
        self.state.cancelled.store(true, Ordering::Relaxed);
    }

    /// Leaves the processor to others for a moment: for jobs that are in no hurry.
    pub fn rest(&self, moment: Duration) {
        std::thread::sleep(moment);
    }

    /// Says how far it is, such as "12 of 200 files".
    pub fn say(&self, words: impl Into<String>) {
        if let Ok(mut current) = self.state.words.lock() {
            *current = words.into();
        }
    }

    /// How far it is.
    pub fn words(&self) -> String {
        self.state.words.lock().map(|words| words.clone()).unwrap_or_default()
    }
}

/// Where a job puts what it has found.
pub struct Outlet<T> {
    sender: Sender<T>,
    wake: Wake,
}

impl<T> Outlet<T> {
    /// Hands something over and wakes the drawing thread.
    pub fn tell(&self, found: T) {
        // Nobody listens any more when the program is closing.
        let _ = self.sender.send(found);
        (self.wake)();
    }
}

/// Jobs that run and the results (of type `T`: data, never closures over the program) that they have sent.
pub struct Jobs<T> {
    sender: Sender<T>,
    receiver: Receiver<T>,
    running: Vec<(String, Progress, JoinHandle<()>)>,
    wake: Wake,
}

impl<T: Send + 'static> Jobs<T> {
    /// None yet; `wake` is called when one has something.
    pub fn new(wake: Wake) -> Self {
        let (sender, receiver) = channel();
        Self { sender, receiver, running: Vec::new(), wake }
    }

    /// Starts a job. Its result comes out of [`Jobs::poll`].
    pub fn start(&mut self, title: &str, work: impl FnOnce(&Progress) -> T + Send + 'static) -> std::io::Result<()> {
        self.start_telling(title, move |progress, outlet| outlet.tell(work(progress))).map(drop)
    }

    /// Starts a job that tells what it has found as it goes, in as many parts as it likes; what is returned calls it off.
    pub fn start_telling(&mut self, title: &str, work: impl FnOnce(&Progress, &Outlet<T>) + Send + 'static) -> std::io::Result<Progress> {
        let progress = Progress::default();
        let inside = progress.clone();
        let outlet = Outlet { sender: self.sender.clone(), wake: Arc::clone(&self.wake) };
        let handle = thread(title, move || work(&inside, &outlet))?;
        self.running.push((title.to_owned(), progress.clone(), handle));
        Ok(progress)
    }

    /// Calls off everything that runs.
    pub fn cancel(&self) {
        for (_, progress, _) in &self.running {
            progress.cancel();
        }
    }

    /// Results that have come in.
    pub fn poll(&mut self) -> Vec<T> {
        self.running.retain(|(_, _, handle)| !handle.is_finished());
        self.receiver.try_iter().collect()
    }

    /// What is running, with how far it is.
    pub fn running(&self) -> impl Iterator<Item = (&str, &Progress)> {
        self.running.iter().map(|(title, progress, _)| (title.as_str(), progress))
    }

    /// Waits until nothing runs, and gives what came in.
    pub fn wait(&mut self) -> Vec<T> {
        for (_, _, handle) in self.running.drain(..) {
            // A job that panicked has sent nothing; that is told by its absence.
            let _ = handle.join();
        }
        self.receiver.try_iter().collect()
    }
}

impl<T> std::fmt::Debug for Jobs<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Jobs({} running)", self.running.len())
    }
}
