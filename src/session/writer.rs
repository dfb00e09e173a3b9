//! The writer: a thread that makes every step durable, and then brings the project's files up to it.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use jiff::Timestamp;

use super::elsewhere::Elsewhere;
use super::jobs::{Wake, thread};
use super::notice::Notice;
use crate::model::Project;
use crate::store::{BrokenFiles, Finding, Journal, ProjectStore, Step, StoreError};

/// How long the journal is quiet before the files are written: a burst of steps is one save.
const QUIET: Duration = Duration::from_millis(600);

/// Talks to the thread that writes.
#[derive(Debug)]
pub struct Writer {
    sender: Sender<Message>,
    shared: Arc<Mutex<Shared>>,
    thread: Option<JoinHandle<()>>,
    last: u64,
}

enum Message {
    Append(Box<Step>, Project),
    Original(String, Vec<u8>, Sender<Result<String, Notice>>),
    LookOutside,
    Merged(Project),
    Copy(Elsewhere, Project, Sender<Result<Vec<String>, Notice>>),
    Flush(Sender<()>),
    Stop,
}

#[derive(Debug, Default)]
struct Shared {
    durable: u64,
    failure: Option<String>,
    events: Vec<WriterEvent>,
}

/// What the writer has to tell.
#[derive(Debug)]
pub enum WriterEvent {
    /// Something went wrong.
    Notice(Notice),
    /// Another program changed the project's files; saving waits until the session has taken them in.
    Outside {
        /// What the files held before, as far as this program knows.
        base: Box<Project>,
        /// What they hold now.
        theirs: Box<Project>,
        /// What reading them found.
        findings: Vec<Finding>,
        /// Which of them cannot be trusted now.
        broken: BrokenFiles,
    },
}

/// Asks the writer to keep imported bytes; usable from any thread.
#[derive(Clone)]
pub struct OriginalKeeper(Sender<Message>);

impl OriginalKeeper {
    /// Keeps the untouched bytes of a file and returns the name they are kept under.
    pub fn keep(&self, name: &str, bytes: Vec<u8>) -> Result<String, Notice> {
        let (reply, answer) = channel();
        let stopped = || Notice::error(format!("'{name}' was not kept: the project is closing"), "Import it again");
        self.0.send(Message::Original(name.to_owned(), bytes, reply)).map_err(|_| stopped())?;
        answer.recv().map_err(|_| stopped())?
    }
}

impl Writer {
    /// Starts writing for an open project; `last` is the number of the last journalled step.
    pub fn start(mut store: ProjectStore, project: Project, last: u64, dirty: bool, now: Timestamp, wake: Wake) -> Result<Self, Notice> {
        let journal = store.journal().map_err(|error| notice_of(&error))?;
        let shared = Arc::new(Mutex::new(Shared { durable: last, ..Shared::default() }));
        let (sender, receiver) = channel();
        let mut desk = Desk {
            store,
            journal,
            shared: Arc::clone(&shared),
            wake,
            saved: project.clone(),
            latest: project,
            last,
            now,
            dirty,
            unjournalled: Vec::new(),
            merging: false,
            stalled: false,
        };
        let thread = thread("writer", move || desk.work(&receiver))
            .map_err(|error| Notice::error(format!("The project cannot be written: {error}"), "Close other programs and open it again"))?;
        Ok(Self { sender, shared, thread: Some(thread), last })
    }

    /// Hands over a step and the project after it. Returns at once; [`Writer::is_durable`] tells when it is safe.
    pub fn append(&mut self, step: Step, number: u64, after: Project) {
        self.last = number;
        if self.sender.send(Message::Append(Box::new(step), after)).is_err() {
            self.lock().failure = Some("the writer has stopped; close the project and open it again".to_owned());
        }
    }

    /// Whether every step handed over is on disk.
    pub fn is_durable(&self) -> bool {
        self.lock().durable >= self.last
    }

    /// How many steps handed over are not on disk.
    pub fn unsaved(&self) -> u64 {
        self.last.saturating_sub(self.lock().durable)
    }

    /// Writes the whole project to another place; returns the imported files that could not be read any more.
    pub fn copy(&self, to: Elsewhere, project: Project) -> Result<Vec<String>, Notice> {
        let (reply, answer) = channel();
        self.tell(Message::Copy(to, project, reply));
        answer.recv().unwrap_or_else(|_| Err(Notice::error("The project was not written: the writer has stopped", "Export it instead")))
    }

    /// Why the last attempt to write failed, if it did.
    pub fn failure(&self) -> Option<String> {
        self.lock().failure.clone()
    }

    /// What came up since the last call.
    pub fn poll(&self) -> Vec<WriterEvent> {
        std::mem::take(&mut self.lock().events)
    }

    /// Asks for keeping imported bytes.
    pub fn originals(&self) -> OriginalKeeper {
        OriginalKeeper(self.sender.clone())
    }

    /// Looks whether another program has changed the files.
    pub fn look_outside(&self) {
        self.tell(Message::LookOutside);
    }

    /// Says that a change from outside was taken in, and what the project is now.
    pub fn merged(&self, project: Project) {
        self.tell(Message::Merged(project));
    }

    /// Waits until every step is durable and every file is written.
    pub fn flush(&self) {
        let (reply, answer) = channel();
        self.tell(Message::Flush(reply));
        // An error means that the writer has stopped, and it stops only after a last save.
        let _ = answer.recv();
    }

    fn tell(&self, message: Message) {
        // The writer stops before its handle only when it panicked, which `append` reports.
        let _ = self.sender.send(message);
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.tell(Message::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What the writer thread works with.
struct Desk {
    store: ProjectStore,
    journal: Journal,
    shared: Arc<Mutex<Shared>>,
    wake: Wake,
    /// What the files hold.
    saved: Project,
    /// What they should hold.
    latest: Project,
    last: u64,
    /// When the last step was made; names backups.
    now: Timestamp,
    dirty: bool,
    /// Steps that the journal has refused so far; tried again before the next one.
    unjournalled: Vec<Step>,
    /// A change from outside is with the session; saving now would undo it.
    merging: bool,
    /// The last save failed; the next step or the closing tries again, not a loop.
    stalled: bool,
}

impl Desk {
    fn work(&mut self, receiver: &Receiver<Message>) {
        loop {
            let message = if self.dirty && !self.merging && !self.stalled {
                match receiver.recv_timeout(QUIET) {
                    Ok(message) => message,
                    Err(RecvTimeoutError::Timeout) => {
                        self.save();
                        continue;
                    }
                    Err(RecvTimeoutError::Disconnected) => Message::Stop,
                }
            } else {
                receiver.recv().unwrap_or(Message::Stop)
            };
            if !self.handle(message) {
                return;
            }
        }
    }

    /// Does what a message asks; `false` ends the thread.
    fn handle(&mut self, message: Message) -> bool {
        match message {
            Message::Append(step, after) => self.append(*step, after),
            Message::Original(name, bytes, reply) => {
                let kept = self.store.keep_original(&name, &bytes).map_err(|error| notice_of(&error));
                // The asking job may have been cancelled.
                let _ = reply.send(kept);
            }
            Message::LookOutside => self.look_outside(),
            Message::Merged(project) => {
                self.merging = false;
                self.latest = project;
                self.dirty = true;
            }
            Message::Copy(to, project, reply) => {
                let copied = match &to {
                    Elsewhere::Folder(path) => self.store.copy_to(path, &project),
                    Elsewhere::Pack(path) => self.store.pack_to(path, &project),
                };
                // Nobody listens any more when the window was closed by force.
                let _ = reply.send(copied.map_err(|error| notice_of(&error)));
            }
            Message::Flush(reply) => {
                self.settle();
                let _ = reply.send(());
            }
            Message::Stop => {
                self.settle();
                return false;
            }
        }
        true
    }

    fn settle(&mut self) {
        self.journal_all();
        if self.dirty && !self.merging {
            self.save();
        }
    }

    fn append(&mut self, step: Step, after: Project) {
        self.last = step.number();
        self.now = step.time().unwrap_or(self.now);
        self.latest = after;
        self.dirty = true;
        self.stalled = false;
        self.unjournalled.push(step);
        self.journal_all();
    }

    fn journal_all(&mut self) {
        while let Some(step) = self.unjournalled.first() {
            if let Err(error) = self.journal.append(step) {
                self.fail(&error);
                return;
            }
            let number = step.number();
            self.unjournalled.remove(0);
            self.succeed(number);
        }
    }

    fn save(&mut self) {
        self.journal_all();
        match self.store.save(&self.latest, self.last) {
            Ok(_) => {
                self.dirty = false;
                self.saved = self.latest.clone();
                // The files hold the steps that the journal would not take.
                self.unjournalled.clear();
                self.succeed(self.last);
            }
            Err(StoreError::ChangedOutside { .. }) => self.look_outside(),
            Err(error) => {
                self.stalled = true;
                self.fail(&error);
            }
        }
    }

    fn look_outside(&mut self) {
        if self.merging || self.store.outside_changes().is_empty() {
            return;
        }
        match self.store.read_outside(self.now) {
            Ok((theirs, findings)) => {
                self.merging = true;
                let base = Box::new(std::mem::replace(&mut self.saved, theirs.clone()));
                let broken = self.store.broken().clone();
                let event = WriterEvent::Outside { base, theirs: Box::new(theirs), findings, broken };
                self.share(|shared| shared.events.push(event));
            }
            Err(error) => self.fail(&error),
        }
    }

    /// Notes that everything up to a step is on disk, and says so after a failure.
    fn succeed(&self, number: u64) {
        self.share(|shared| {
            shared.durable = number;
            if shared.failure.take().is_some() {
                let notice = Notice::done("The project can be written again, and every change is on disk");
                shared.events.push(WriterEvent::Notice(notice));
            }
        });
    }

    fn fail(&self, error: &StoreError) {
        let notice = notice_of(error);
        self.share(|shared| {
            // Told once: the same failure again is the same state.
            if shared.failure.as_deref() != Some(&notice.what) {
                shared.failure = Some(notice.what.clone());
                shared.events.push(WriterEvent::Notice(notice));
            }
        });
    }

    fn share(&self, change: impl FnOnce(&mut Shared)) {
        change(&mut self.shared.lock().unwrap_or_else(PoisonError::into_inner));
        (self.wake)();
    }
}

/// A store error as the user reads it.
pub(super) fn notice_of(error: &StoreError) -> Notice {
    Notice::error(error.to_string(), error.hint())
}

/// An error with its causes in one sentence.
pub fn sentence(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_words = inner.to_string();
        if !words.contains(&inner_words) {
            words = format!("{words}: {inner_words}");
        }
        cause = inner.source();
    }
    words
}
