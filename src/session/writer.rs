//! The writer: a thread that makes every step durable, and then brings the project's files up to it.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::elsewhere::Elsewhere;
use super::jobs::{Wake, thread};
use super::notice::Notice;
use crate::formats::Original;
use crate::model::Project;
use crate::store::{BrokenFiles, Finding, Journal, ProjectStore, Question, Step, StoreError};

/// How long the journal is quiet before the files are written: a burst of steps is one save.
const QUIET: Duration = Duration::from_millis(600);

/// How long to wait before what could not be written is tried again: a disk that was full or a folder that was away may be back.
const AGAIN: Duration = Duration::from_secs(4);

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
    Originals(Vec<Original>, Sender<Result<Vec<String>, Notice>>),
    LookOutside,
    Merged(Project),
    Copy(Elsewhere, Project, Sender<Result<Vec<String>, Notice>>),
    PutBack,
    Accept,
    Flush(Sender<()>),
    Stop,
}

#[derive(Debug, Default)]
struct Shared {
    durable: u64,
    /// What is durable lies in a folder that is not where it was.
    is_displaced: bool,
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
        /// The files that somebody must decide about; in `theirs` they are as they were.
        questions: Vec<Question>,
    },
}

/// Asks the writer to keep imported bytes; usable from any thread.
#[derive(Clone)]
pub struct OriginalKeeper(Sender<Message>);

impl OriginalKeeper {
    /// Keeps the untouched bytes of files, all or none, and returns the names they are kept under, in the same order.
    pub fn keep(&self, files: Vec<Original>) -> Result<Vec<String>, Notice> {
        let (reply, answer) = channel();
        let stopped = || Notice::error("The imported files were not kept: the project is closing", "Import them again");
        self.0.send(Message::Originals(files, reply)).map_err(|_| stopped())?;
        answer.recv().map_err(|_| stopped())?
    }
}

impl Writer {
    /// Starts writing for an open project; `last` is the number of the last journalled step.
    pub fn start(mut store: ProjectStore, project: Project, last: u64, dirty: bool, wake: Wake) -> Result<Self, Notice> {
        let journal = store.journal().map_err(|error| notice_of(&error))?;
        let shared = Arc::new(Mutex::new(Shared { durable: last, ..Shared::default() }));
        let (sender, receiver) = channel();
        let mut desk = Desk {
            store,
            journal,
            shared: Arc::clone(&shared),
            wake,
            latest: project,
            last,
            dirty,
            unjournalled: Vec::new(),
            merging: false,
            trouble: None,
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

    /// Whether every step handed over is on disk, where the project is looked for.
    pub fn is_durable(&self) -> bool {
        let shared = self.lock();
        shared.durable >= self.last && !shared.is_displaced
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

    /// Writes the files that are in question as the project has them.
    pub fn put_back(&self) {
        self.tell(Message::PutBack);
    }

    /// Takes in the files that are in question as they are now.
    pub fn accept(&self) {
        self.tell(Message::Accept);
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
    /// What the files should hold.
    latest: Project,
    last: u64,
    dirty: bool,
    /// Steps that the journal has refused so far; tried again before the next one.
    unjournalled: Vec<Step>,
    /// A change from outside is with the session; saving now would undo it.
    merging: bool,
    /// What could not be done the last time; tried again with the next step and after a while.
    trouble: Option<Trouble>,
}

/// What could not be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    /// The project's folder is not where it was.
    Folder,
    /// The journal could not be written.
    Journal,
    /// The files could not be written; the journal has every step.
    Files,
    /// What another program changed could not be read.
    Outside,
}

impl Desk {
    fn work(&mut self, receiver: &Receiver<Message>) {
        loop {
            let message = match self.patience() {
                Some(patience) => match receiver.recv_timeout(patience) {
                    Ok(message) => message,
                    Err(RecvTimeoutError::Timeout) => {
                        self.settle();
                        continue;
                    }
                    Err(RecvTimeoutError::Disconnected) => Message::Stop,
                },
                None => receiver.recv().unwrap_or(Message::Stop),
            };
            if !self.handle(message) {
                return;
            }
        }
    }

    /// How long to wait for a message before doing what is left to do; `None`: nothing is left.
    fn patience(&self) -> Option<Duration> {
        match self.trouble {
            Some(_) => Some(AGAIN),
            None => (self.dirty && !self.merging).then_some(QUIET),
        }
    }

    /// Does what a message asks; `false` ends the thread.
    fn handle(&mut self, message: Message) -> bool {
        match message {
            Message::Append(step, after) => self.append(*step, after),
            Message::Originals(files, reply) => {
                let kept = self.keep_originals(&files);
                // The asking job may have been cancelled.
                let _ = reply.send(kept.map_err(|error| notice_of(&error)));
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
            Message::PutBack => {
                self.store.put_back();
                self.dirty = true;
            }
            Message::Accept => {
                self.store.accept_outside();
                self.take_outside();
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

    fn keep_originals(&mut self, files: &[Original]) -> Result<Vec<String>, StoreError> {
        let told = self.store.hold()?;
        self.take_hold(told);
        let files: Vec<(&str, &[u8])> = files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice())).collect();
        self.store.keep_originals(&files)
    }

    /// Does what is left to do, as far as it can be done.
    fn settle(&mut self) {
        if !self.hold() {
            return;
        }
        self.journal_all();
        if self.dirty && !self.merging {
            self.save();
        } else if self.trouble == Some(Trouble::Outside) {
            self.take_outside();
        }
    }

    fn append(&mut self, step: Step, after: Project) {
        self.last = step.number();
        self.latest = after;
        self.dirty = true;
        self.unjournalled.push(step);
        if self.hold() {
            self.journal_all();
        }
    }

    /// Makes sure that the project's folder is where it was: what is written to a folder that was taken away is lost with it.
    fn hold(&mut self) -> bool {
        match self.store.hold() {
            Ok(told) => {
                self.take_hold(told);
                true
            }
            Err(error) => {
                self.fail(Trouble::Folder, &error);
                false
            }
        }
    }

    /// Tells what had to be done to have the folder again; the files in it may be others.
    fn take_hold(&mut self, told: Option<Finding>) {
        let Some(finding) = told else { return };
        let notice = Notice::warning(finding.to_string(), finding.hint);
        self.share(|shared| shared.events.push(WriterEvent::Notice(notice)));
        if !self.store.outside_changes().is_empty() {
            self.take_outside();
        }
    }

    fn journal_all(&mut self) {
        while let Some(step) = self.unjournalled.first() {
            if let Err(error) = self.journal.append(step) {
                self.fail(Trouble::Journal, &error);
                return;
            }
            let number = step.number();
            self.unjournalled.remove(0);
            self.share(|shared| shared.durable = number);
        }
        self.relieve(&[Trouble::Folder, Trouble::Journal]);
    }

    fn save(&mut self) {
        match self.store.save(&self.latest, self.last) {
            Ok(saved) => {
                self.dirty = false;
                if saved.files_waiting == 0 && !self.unjournalled.is_empty() {
                    // The files hold the steps that the journal would not take.
                    self.unjournalled.clear();
                    self.share(|shared| shared.durable = self.last);
                    self.relieve(&[Trouble::Journal]);
                }
                self.relieve(&[Trouble::Files, Trouble::Outside]);
            }
            Err(StoreError::ChangedOutside { .. }) => self.take_outside(),
            Err(error) => self.fail(Trouble::Files, &error),
        }
    }

    fn look_outside(&mut self) {
        if !self.hold() {
            return;
        }
        self.journal_all();
        if !self.store.outside_changes().is_empty() {
            self.take_outside();
        }
    }

    /// Reads what another program changed and hands it to the session; saving waits until that has taken it in.
    fn take_outside(&mut self) {
        if self.merging {
            return;
        }
        let base = Box::new(self.store.saved().clone());
        match self.store.read_outside() {
            Ok((theirs, findings)) => {
                self.merging = true;
                let (broken, questions) = (self.store.broken().clone(), self.store.questions().to_vec());
                let event = WriterEvent::Outside { base, theirs: Box::new(theirs), findings, broken, questions };
                self.share(|shared| shared.events.push(event));
                self.relieve(&[Trouble::Outside]);
            }
            Err(error) => self.fail(Trouble::Outside, &error),
        }
    }

    /// Notes that something works again, and says so if it was that which did not.
    fn relieve(&mut self, troubles: &[Trouble]) {
        if self.trouble.is_some_and(|trouble| troubles.contains(&trouble)) {
            self.trouble = None;
            self.share(|shared| {
                shared.failure = None;
                shared.is_displaced = false;
                let notice = Notice::done("The project can be written again, and every change is on disk");
                shared.events.push(WriterEvent::Notice(notice));
            });
        }
    }

    fn fail(&mut self, trouble: Trouble, error: &StoreError) {
        let notice = notice_of(error);
        self.trouble = Some(trouble);
        self.lock().is_displaced = trouble == Trouble::Folder;
        // Told once: the same failure again is the same state.
        if self.lock().failure.as_deref() != Some(&notice.what) {
            self.share(|shared| {
                shared.failure = Some(notice.what.clone());
                shared.events.push(WriterEvent::Notice(notice));
            });
        }
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn share(&self, change: impl FnOnce(&mut Shared)) {
        change(&mut self.lock());
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
