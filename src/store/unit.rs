//! One file of a project on its way in, or a document's two: read, taken apart, and what of it can be trusted.

use std::fs;
use std::path::Path;

use super::broken::{BrokenFile, Instead, mark_of_a_merge};
use super::folder::FileState;
use super::layout::FileKey;
use super::load::Overlay;
use super::read_file::{Content, Located, read_file};
use super::{Finding, StoreError, conflicts_file};
use crate::model::{Document, DocumentId};
use crate::text::{ReadingText, sha256};

/// The mark that some editors put before a text.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// One file taken apart, or a document's two.
#[derive(Debug, Default)]
pub(super) struct Unit {
    pub files: Vec<(FileKey, FileState)>,
    pub content: Content,
    pub broken: Vec<(FileKey, BrokenFile)>,
}

impl Unit {
    /// Reads a file, or a document's two. What cannot be trusted is broken; whatever can be had without it is there.
    pub fn read(root: &Path, overlay: &Overlay, key: &FileKey) -> Self {
        let mut unit = Self::default();
        match key {
            FileKey::Text(id) => unit.lone_text(root, overlay, id),
            FileKey::Document(id) => unit.document(root, overlay, id),
            FileKey::Conflicts => {
                if let Ok(bytes) = unit.bytes(root, overlay, key) {
                    unit.content.conflicts = conflicts_file::read(&bytes);
                }
            }
            _ => {
                if let Err(broken) = unit.taken_apart(root, overlay, key) {
                    unit.broken.push((key.clone(), broken));
                }
            }
        }
        unit
    }

    /// The content of a file, or what is wrong with it.
    fn taken_apart(&mut self, root: &Path, overlay: &Overlay, key: &FileKey) -> Result<(), BrokenFile> {
        let bytes = self.bytes(root, overlay, key)?;
        self.content = content_of(key, &root.join(key.path()), bytes)?;
        Ok(())
    }

    fn bytes(&mut self, root: &Path, overlay: &Overlay, key: &FileKey) -> Result<Vec<u8>, BrokenFile> {
        let path = root.join(key.path());
        if let Some(text) = overlay.get(key) {
            let state = fs::read(&path).map(|bytes| FileState::of(&path, &bytes)).unwrap_or_default();
            self.files.push((key.clone(), state));
            return Ok(text.clone().into_bytes());
        }
        let bytes = fs::read(&path).map_err(StoreError::read(&path));
        let bytes = bytes.map_err(|error| BrokenFile::new(key, &error, &[], Instead::Nothing))?;
        self.files.push((key.clone(), FileState::of(&path, &bytes)));
        Ok(bytes)
    }

    /// A document: what its `.ron` says of it, and its text.
    fn document(&mut self, root: &Path, overlay: &Overlay, id: &DocumentId) {
        let key = FileKey::Document(id.clone());
        let taken_apart = self.taken_apart(root, overlay, &key);
        let shape = self.content.document.take();
        let digest = shape.as_ref().map(|shape| shape.sha256.clone());
        let text_key = FileKey::Text(id.clone());
        let has_text = overlay.contains_key(&text_key) || root.join(text_key.path()).is_file();
        if shape.is_some() && !has_text {
            self.content.findings.push(Finding::error(
                text_key.shown(),
                "the document's text is missing; its annotations have no place until it is back",
                "Take the file back from a backup or from version control",
            ));
        }
        let text = if has_text { self.text(root, overlay, id, digest.as_deref()) } else { None };
        let whole = shape.map(|shape| shape.document(id, text.clone().unwrap_or_default()));
        let broken = match (taken_apart, whole) {
            (Ok(()), Some(Ok(document))) => {
                self.content.records.push(Located { record: document.into(), section: "", line: 1 });
                return;
            }
            (Err(broken), _) => broken,
            (Ok(()), whole) => {
                let message = whole.and_then(Result::err).unwrap_or_default();
                let error = StoreError::Syntax { path: root.join(key.path()), line: 1, column: 1, message };
                BrokenFile::new(&key, &error, &[], Instead::Nothing)
            }
        };
        // Its words are there to be read all the same, and the annotations on them have their places.
        let broken = if text.is_some() { broken.with_text_alone() } else { broken };
        self.broken.push((key, broken));
        if let Some(text) = text {
            self.content.records.push(Located { record: Document::new(id.clone(), text).into(), section: "", line: 1 });
        }
    }

    /// A text without a `.ron` is a document of which nothing else is known.
    fn lone_text(&mut self, root: &Path, overlay: &Overlay, id: &DocumentId) {
        let Some(text) = self.text(root, overlay, id, None) else { return };
        let what = "the text has no .ron beside it; it is taken as a document without metadata";
        let hint = "Fill in the metadata, or move the file out of the project";
        self.content.findings.push(Finding::warning(FileKey::Text(id.clone()).shown(), what, hint));
        self.content.records.push(Located { record: Document::new(id.clone(), text).into(), section: "", line: 1 });
    }

    /// A document's text, checked against the digest that its `.ron` gives, if that can be read.
    fn text(&mut self, root: &Path, overlay: &Overlay, id: &DocumentId, digest: Option<&str>) -> Option<ReadingText> {
        let key = FileKey::Text(id.clone());
        let path = root.join(key.path());
        let bytes = self.bytes(root, overlay, &key).map_err(|broken| self.broken.push((key.clone(), broken))).ok()?;
        let words = match std::str::from_utf8(&bytes) {
            Ok(words) => with_lf(words),
            Err(error) => {
                let error = StoreError::NotUtf8 { path: path.clone(), offset: error.valid_up_to() };
                self.broken.push((key.clone(), BrokenFile::new(&key, &error, &bytes, Instead::WordsAsFarAsReadable)));
                with_lf(&as_far_as_readable(&bytes))
            }
        };
        let is_verified = |words: &str| digest.is_some_and(|digest| sha256(words.as_bytes()) == digest);
        let is_whole = is_verified(&words);
        // The mark belongs to the text if its digest says so; else it is what some editors add.
        let without_mark = words.strip_prefix(BYTE_ORDER_MARK).filter(|_| !is_whole).map(str::to_owned);
        let is_verified = is_whole || without_mark.as_deref().is_some_and(is_verified);
        let must_be_verified = digest.is_some_and(|digest| !digest.is_empty()) && !self.broken.iter().any(|(broken, _)| *broken == key);
        if must_be_verified && !is_verified {
            self.content.findings.push(other_text(&key, &bytes));
        }
        let made = ReadingText::new(without_mark.unwrap_or(words));
        let error = |message: String| StoreError::Syntax { path, line: 1, column: 1, message };
        made.map_err(|why| self.broken.push((key.clone(), BrokenFile::new(&key, &error(why.to_string()), &[], Instead::Nothing)))).ok()
    }
}

/// What a file of records holds, or what is wrong with it.
pub(super) fn content_of(key: &FileKey, path: &Path, bytes: Vec<u8>) -> Result<Content, BrokenFile> {
    let broken = |error: &StoreError, bytes: &[u8]| BrokenFile::new(key, error, bytes, Instead::Nothing);
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        broken(&StoreError::NotUtf8 { path: path.to_owned(), offset }, error.as_bytes())
    })?;
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text);
    let mut content = read_file(key, path, text).map_err(|error| broken(&error, text.as_bytes()))?;
    match content.unreadable.take() {
        Some(error) => Err(BrokenFile::new(key, &error, text.as_bytes(), Instead::NotThisRecord)),
        None => Ok(content),
    }
}

/// The words of a document's text as it lies on disk, or why they cannot be read.
pub(super) fn words_of(root: &Path, id: &DocumentId) -> Result<String, String> {
    let bytes = fs::read(root.join(FileKey::Text(id.clone()).path())).map_err(|error| error.to_string())?;
    let words =
        String::from_utf8(bytes).map_err(|error| format!("byte {} is not part of a UTF-8 character", error.utf8_error().valid_up_to()))?;
    Ok(with_lf(&words))
}

/// Whether words have this digest, with the mark that some editors put before a text or without it.
pub(super) fn has_digest(words: &str, digest: &str) -> bool {
    let is = |words: &str| sha256(words.as_bytes()) == digest;
    is(words) || words.strip_prefix(BYTE_ORDER_MARK).is_some_and(is)
}

/// Version control may have turned LF into CRLF on the way; that is no change of the text.
fn with_lf(words: &str) -> String {
    if words.contains('\r') { words.replace("\r\n", "\n").replace('\r', "\n") } else { words.to_owned() }
}

/// The words with a question mark for each byte that belongs to no character: all others stay where they are.
fn as_far_as_readable(bytes: &[u8]) -> String {
    let mut words = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        words.push_str(chunk.valid());
        words.extend(chunk.invalid().iter().map(|_| '?'));
    }
    words
}

fn other_text(key: &FileKey, bytes: &[u8]) -> Finding {
    match mark_of_a_merge(bytes) {
        Some((line, mark)) => Finding::error(
            format!("{}:{line}:1", key.shown()),
            format!("the text holds the conflict markers of a merge that was not finished ('{mark}'), so it is not the one that was coded"),
            "Take the text back from version control: it is never changed by coding",
        ),
        None => Finding::error(
            key.shown(),
            "the text is not the one that was coded: its SHA-256 differs from the one in the document's .ron",
            "Take the file back from a backup, or look at the orphans and save to accept the new text",
        ),
    }
}
