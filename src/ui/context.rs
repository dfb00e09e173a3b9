//! What a view is given: the project to read, and a sink for what it wants done.

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::Arc;

use super::actions::Action;
use super::text_view::Align;
use super::theme::{CodeStyles, Theme};
use crate::formats::ReadAgain;
use crate::model::{Annotation, AnnotationId, CodeId, CoderId, Document, DocumentId, Project, RecordId};
use crate::session::{Command, Elsewhere, Gesture, ImportOptions, ReadingSettings, RecentProject, Selection, Trail, Visible, Wake};
use crate::store::TemplateEntry;
use crate::text::TextSelection;

/// Everything a view may look at. Cheap to copy; nothing in it can be changed.
#[derive(Clone, Copy)]
pub struct ViewContext<'a> {
    /// The open project.
    pub project: &'a Project,
    /// What is open and selected.
    pub selection: &'a Selection,
    /// The gesture that has begun, if any.
    pub gesture: Option<&'a Gesture>,
    /// Where one has been.
    pub trail: &'a Trail,
    /// The open coder.
    pub coder: &'a CoderId,
    /// The code put last.
    pub last_code: Option<&'a CodeId>,
    /// The codes put last, the latest first.
    pub recent: &'a [CodeId],
    /// Counts the changes; what was computed at a lower number may be stale.
    pub revision: u64,
    /// Colours.
    pub theme: &'a Theme,
    /// Looks of the codes.
    pub styles: &'a CodeStyles,
    /// What is shown of the annotations on the page.
    pub visible: &'a Visible,
    /// Whether a list or menu hung open when the frame began: a click beside it closes it and must not code anything.
    pub popup_open: bool,
    /// Where wishes go.
    pub send: &'a CommandSender,
}

/// So many annotations are gone through in less than a frame.
const AT_ONCE: usize = 20_000;

impl<'a> ViewContext<'a> {
    /// Wakes the window when something that goes through all annotations is worked out in the background; `None` where they are so few
    /// that it need not be.
    pub fn wake_where_long(&self, egui: &egui::Context) -> Option<Wake> {
        let egui = egui.clone();
        (self.project.annotations().len() > AT_ONCE).then(|| -> Wake { Arc::new(move || egui.request_repaint()) })
    }

    /// The open document.
    pub fn document(&self) -> Option<&'a Document> {
        let id = self.selection.document.as_ref()?;
        self.project.documents().get(id).map(AsRef::as_ref)
    }

    /// The annotation being looked at.
    pub fn annotation(&self) -> Option<&'a Annotation> {
        let id = self.selection.annotation.as_ref()?;
        self.project.annotations().get(id).map(AsRef::as_ref)
    }

    /// Whether at least one character is selected.
    pub fn has_words(&self) -> bool {
        self.selection.text.is_some_and(|s| s.span().is_some())
    }

    /// The name of a code on the screen.
    pub fn code_name(&self, code: &CodeId) -> &'a str {
        self.project.codes().get(code).map_or("unknown code", |c| c.name.as_str())
    }
}

/// What a view may ask of the program.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// A command for the session.
    Run(Command),
    /// Something from the table of actions.
    Do(Action),
    /// Looks at an annotation and scrolls its words into view.
    JumpTo(AnnotationId),
    /// Leads to a record: its place in the text, or the workspace where it stands.
    Show(RecordId),
    /// Begins a memo about something (`None`: the project) and shows it to be written.
    WriteMemo(Option<RecordId>),
    /// Reads in another way from now on.
    SetReading(ReadingSettings),
    /// Shows more or less of the annotations.
    SetVisible(Visible),
    /// Shows a place of a document: caret or selection.
    GoTo {
        /// The document.
        document: DocumentId,
        /// What is selected there.
        place: TextSelection,
        /// Where on the screen.
        align: Align,
    },
    /// Opens the project in a folder.
    OpenProject(PathBuf),
    /// Does not wait any more for the project that is being opened.
    CancelOpening,
    /// Stops bringing files in; nothing of them comes in then.
    CancelImport,
    /// Asks for the words of a new claim; an annotation given is to carry it.
    NewClaim(Option<AnnotationId>),
    /// Drops a project from the list of recent ones.
    Forget(RecentProject),
    /// Brings files in.
    Import {
        /// The files.
        paths: Vec<PathBuf>,
        /// How.
        options: ImportOptions,
    },
    /// Reads a document again from its kept bytes.
    ReadAgain {
        /// Which.
        document: DocumentId,
        /// How.
        how: ReadAgain,
    },
    /// Writes a table into a file that is asked for.
    SaveTable {
        /// What to call the file, without its ending.
        name: String,
        /// The table as text.
        text: String,
    },
    /// Keeps the project's codebook under a name for further projects.
    KeepCodebook(String),
    /// Writes the project's codebook for people into a file that is asked for.
    PrintCodebook(PrintedAs),
    /// Asks about files that another program took away or damaged.
    AskAboutFiles,
    /// Makes a new project and opens it.
    Create(NewProject),
    /// Answers what was asked before leaving a project with changes that are not saved.
    Leave(Leave),
    /// Writes a dataset.
    Export {
        /// The format's id.
        format: String,
        /// The file to write.
        path: PathBuf,
    },
}

/// An answer to the question what becomes of changes that could not be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leave {
    /// Writes the whole project to another place.
    Save(Elsewhere),
    /// Tries the project's own folder once more.
    TryAgain,
    /// Gives them up.
    Discard,
    /// They are saved elsewhere: goes on with what was asked for.
    GoOn,
    /// Stays in the project.
    Stay,
}

/// How a codebook is written for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrintedAs {
    /// To keep beside a paper.
    Markdown,
    /// To read and print.
    Html,
}

/// What the new-project form says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewProject {
    /// Its title.
    pub title: String,
    /// The folder to make it in; must be empty or not exist.
    pub folder: String,
    /// Name of the first coder.
    pub coder: String,
    /// The codebooks to choose from.
    pub codebooks: Vec<CodebookChoice>,
}

/// A codebook that a new project may begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodebookChoice {
    /// Which.
    pub entry: TemplateEntry,
    /// Whether the project begins with it.
    pub ticked: bool,
}

/// Collects requests while the window is drawn; they are carried out afterwards, in order.
#[derive(Debug, Default)]
pub struct CommandSender {
    queue: RefCell<Vec<Request>>,
    draft: RefCell<Option<Draft>>,
}

/// Seconds without a letter after which what is typed in a memo is sent.
const PAUSE: f64 = 1.0;

/// A text being typed that no command has been sent for yet.
#[derive(Debug)]
struct Draft {
    field: egui::Id,
    text: String,
    command: Command,
    shown: bool,
    /// Second of the program's time in which it was last typed in; `None`: it has not been looked at since.
    since: Option<f64>,
}

impl CommandSender {
    /// Asks for something.
    pub fn send(&self, request: Request) {
        self.queue.borrow_mut().push(request);
    }

    /// Asks the session for something.
    pub fn run(&self, command: Command) {
        self.send(Request::Run(command));
    }

    /// Asks for an action of the table.
    pub fn act(&self, action: Action) {
        self.send(Request::Do(action));
    }

    /// The text being typed in a field, if it differs from what the project says.
    pub fn draft_of(&self, field: egui::Id) -> Option<String> {
        let mut draft = self.draft.borrow_mut();
        let draft = draft.as_mut().filter(|d| d.field == field)?;
        draft.shown = true;
        Some(draft.text.clone())
    }

    /// Keeps what is being typed, and the command that will make it so.
    pub fn keep_draft(&self, field: egui::Id, text: String, command: Command) {
        let old = self.draft.borrow_mut().replace(Draft { field, text, command, shown: true, since: None });
        if let Some(old) = old.filter(|old| old.field != field) {
            self.run(old.command);
        }
    }

    /// Sends the command of a field that was left.
    pub fn finish_draft(&self, field: egui::Id) {
        if self.draft.borrow().as_ref().is_some_and(|d| d.field == field) {
            self.flush_draft();
        }
    }

    /// Whether something typed is not yet a step, so that not all is saved.
    pub fn is_typing(&self) -> bool {
        self.draft.borrow().is_some()
    }

    /// Sends what is typed in a memo after a pause, for a thought of some minutes must not wait for the field to be left: a memo is its text as
    /// it stands, and steps of one memo are joined. Returns the seconds until the pause is over, while there is something to wait for.
    pub fn flush_after_pause(&self, now: f64) -> Option<f64> {
        let left = {
            let mut draft = self.draft.borrow_mut();
            let plain = |d: &&mut Draft| matches!(d.command, Command::SetMemo(..) | Command::SetMemoText(..) | Command::SetMemoTitle(..));
            let draft = draft.as_mut().filter(plain)?;
            PAUSE - (now - *draft.since.get_or_insert(now))
        };
        if left > 0.0 {
            return Some(left);
        }
        self.flush_draft();
        None
    }

    /// Forgets what was typed in a field.
    pub fn drop_draft(&self, field: egui::Id) {
        self.draft.borrow_mut().take_if(|d| d.field == field);
    }

    /// Sends the command of whatever is being typed.
    pub fn flush_draft(&self) {
        if let Some(draft) = self.draft.borrow_mut().take() {
            self.run(draft.command);
        }
    }

    /// Takes all requests. A draft whose field is gone (another annotation was chosen) is sent first: nothing typed is lost.
    pub fn take(&self) -> Vec<Request> {
        let gone = match self.draft.borrow_mut().as_mut() {
            Some(draft) => !std::mem::take(&mut draft.shown),
            None => false,
        };
        let mut requests = self.queue.take();
        if gone {
            self.flush_draft();
            requests.splice(0..0, self.queue.take());
        }
        requests
    }
}
