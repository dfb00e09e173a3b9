//! The system's file dialogs, waited for on a thread of their own so that the window goes on drawing.

use std::future::Future;
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::{Context, Poll, Wake};

use rfd::{AsyncFileDialog, FileHandle};

/// What was chosen in a dialog. Nothing comes when it was called off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// A project folder to open.
    Project(PathBuf),
    /// Files to import.
    Documents(Vec<PathBuf>),
    /// A folder for a new project.
    Folder(PathBuf),
    /// A file to export to, for the format of this id.
    Export(String, PathBuf),
    /// A file to write this table to.
    Table(String, PathBuf),
    /// A file to write this printed codebook to.
    Codebook(String, PathBuf),
    /// Where a project is to be saved whose own folder cannot be written.
    Elsewhere(PathBuf),
}

/// The dialogs that are open, and what has come of them.
#[derive(Debug)]
pub struct FileDialogs {
    sender: Sender<Chosen>,
    receiver: Receiver<Chosen>,
}

impl Default for FileDialogs {
    fn default() -> Self {
        let (sender, receiver) = channel();
        Self { sender, receiver }
    }
}

impl FileDialogs {
    /// What has been chosen since the last call.
    pub fn poll(&self) -> Vec<Chosen> {
        self.receiver.try_iter().collect()
    }

    /// Asks for a project folder.
    pub fn ask_project(&self, ctx: &egui::Context) {
        let dialog = AsyncFileDialog::new().set_title("Open a project folder").pick_folder();
        self.wait(ctx, dialog, |folder| Chosen::Project(path(&folder)));
    }

    /// Asks for documents.
    pub fn ask_documents(&self, ctx: &egui::Context) {
        let dialog = AsyncFileDialog::new()
            .set_title("Import documents")
            .add_filter("Texts and annotations", &["txt", "md", "markdown", "jsonl"])
            .add_filter("All files", &["*"])
            .pick_files();
        self.wait(ctx, dialog, |files| Chosen::Documents(files.iter().map(path).collect()));
    }

    /// Asks for the folder of a new project.
    pub fn ask_folder(&self, ctx: &egui::Context) {
        let dialog = AsyncFileDialog::new().set_title("Folder for the new project").pick_folder();
        self.wait(ctx, dialog, |folder| Chosen::Folder(path(&folder)));
    }

    /// Asks where to export to.
    pub fn ask_export(&self, ctx: &egui::Context, format: &str, extension: &str, name: &str) {
        let file = format!("{name}.{extension}");
        let dialog = AsyncFileDialog::new().set_title("Export").add_filter(format, &[extension]).set_file_name(file).save_file();
        let format = format.to_owned();
        self.wait(ctx, dialog, move |file| Chosen::Export(format, path(&file)));
    }

    /// Asks where to save a project whose own folder cannot be written: a folder, or a file for a packed one.
    pub fn ask_elsewhere(&self, ctx: &egui::Context, packed: bool) {
        let dialog = AsyncFileDialog::new().set_title("Save the project at another place");
        if packed {
            let dialog = dialog.add_filter("Packed project", &["ron"]).set_file_name("project.ron").save_file();
            self.wait(ctx, dialog, |file| Chosen::Elsewhere(path(&file)));
        } else {
            self.wait(ctx, dialog.pick_folder(), |folder| Chosen::Elsewhere(path(&folder)));
        }
    }

    /// Asks where to write a table to.
    pub fn ask_table(&self, ctx: &egui::Context, name: &str, text: String) {
        let file = format!("{name}.csv");
        let dialog = AsyncFileDialog::new().set_title("Export what is listed").add_filter("CSV", &["csv"]).set_file_name(file).save_file();
        self.wait(ctx, dialog, move |file| Chosen::Table(text, path(&file)));
    }

    /// Asks where to write a printed codebook to.
    pub fn ask_codebook(&self, ctx: &egui::Context, name: &str, extension: &str, text: String) {
        let file = format!("{name}.{extension}");
        let dialog =
            AsyncFileDialog::new().set_title("Print the codebook").add_filter(extension, &[extension]).set_file_name(file).save_file();
        self.wait(ctx, dialog, move |file| Chosen::Codebook(text, path(&file)));
    }

    fn wait<T: Send + 'static>(
        &self,
        ctx: &egui::Context,
        dialog: impl Future<Output = Option<T>> + Send + 'static,
        chosen: impl FnOnce(T) -> Chosen + Send + 'static,
    ) {
        let (sender, ctx) = (self.sender.clone(), ctx.clone());
        std::thread::spawn(move || {
            if let Some(what) = block_on(dialog) {
                // Nobody listens any more when the program is closing.
                let _ = sender.send(chosen(what));
                ctx.request_repaint();
            }
        });
    }
}

fn path(handle: &FileHandle) -> PathBuf {
    handle.path().to_owned()
}

/// Unparks the thread that waits.
struct Unpark(std::thread::Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits for a future on this thread.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let waker = Arc::new(Unpark(std::thread::current())).into();
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return value,
            Poll::Pending => std::thread::park(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_future_is_waited_for() {
        assert_eq!(block_on(async { 1 + 1 }), 2);
    }
}
