//! What opening a damaged project says, and whether that is the truth.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use variorum::model::Project;
use variorum::store::{Mode, Step, open};

use crate::figures;
use crate::folder::Folder;
use crate::support::now;

/// What became of one piece of damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The project and its history are what they were, and nothing was said.
    NoEffect,
    /// Said, because the file does not say what such a file says.
    Structure,
    /// Said, because the file is not the one that was last written.
    Digest,
    /// The project or its history is another one, and nothing was said.
    Silent,
}

/// The words of findings that come from what was last written.
const OF_A_DIGEST: &str = "outside Variorum";

/// Names that no person should read: those of the program's own types.
const TYPES: [&str; 10] =
    ["Disk", "ProjectInfo", "CodebookInfo", "LinkType", "RecordId", "AttributeKind", "Leftover", "Provenance", "struct ", "enum "];

/// An undamaged project to compare with, and the folder that is damaged.
pub struct Bench {
    pub folder: Folder,
    project: Project,
    steps: Vec<Step>,
    counts: BTreeMap<Verdict, usize>,
    /// Damage that nothing was said about, for the message of the test.
    pub silent: Vec<String>,
    /// Sentences with a name in them that no person should read.
    pub unreadable: Vec<String>,
}

impl Bench {
    pub fn new(folder: Folder) -> Self {
        let opened = open(&folder.root, Mode::ReadOnly, now()).unwrap();
        assert_eq!(opened.report.findings, [], "an undamaged project has nothing odd in it");
        Self { folder, project: opened.project, steps: opened.steps, counts: BTreeMap::new(), silent: Vec::new(), unreadable: Vec::new() }
    }

    /// Opens the project with one file damaged, and puts the file right again.
    pub fn try_with(&mut self, file: &Path, damaged: &[u8], what: &str) -> Verdict {
        let good = self.folder.bytes(file);
        self.folder.write(file, damaged);
        let verdict = self.verdict(&String::from_utf8_lossy(damaged));
        self.folder.write(file, &good);
        *self.counts.entry(verdict).or_default() += 1;
        if verdict == Verdict::Silent {
            self.silent.push(format!("{}: {what}", file.display()));
        }
        verdict
    }

    fn verdict(&mut self, written: &str) -> Verdict {
        let opened = match open(&self.folder.root, Mode::ReadOnly, now()) {
            Ok(opened) => opened,
            Err(error) => {
                self.read(&error.to_string(), written);
                return Verdict::Structure;
            }
        };
        let findings = &opened.report.findings;
        findings.iter().for_each(|finding| self.read(&finding.to_string(), written));
        if findings.iter().any(|finding| !finding.what.contains(OF_A_DIGEST)) {
            return Verdict::Structure;
        }
        if !findings.is_empty() {
            return Verdict::Digest;
        }
        let is_same = opened.project == self.project && opened.steps == self.steps;
        if is_same { Verdict::NoEffect } else { Verdict::Silent }
    }

    /// A name that the damaged file itself has is a quotation of it.
    fn read(&mut self, sentence: &str, written: &str) {
        if TYPES.iter().any(|name| sentence.contains(name) && !written.contains(name)) {
            self.unreadable.push(sentence.to_owned());
        }
    }

    pub fn count(&self, verdict: Verdict) -> usize {
        self.counts.get(&verdict).copied().unwrap_or_default()
    }

    pub fn print(&self, kind: &str) {
        let tried: usize = self.counts.values().sum();
        figures(
            kind,
            &[
                ("tried", tried),
                ("without effect", self.count(Verdict::NoEffect)),
                ("noticed by structure", self.count(Verdict::Structure)),
                ("noticed by digest", self.count(Verdict::Digest)),
                ("silent", self.count(Verdict::Silent)),
                ("sentences with names of types", self.unreadable.len()),
            ],
        );
    }

    /// Files of the project itself, without those of the machine.
    pub fn files_of_the_project(&self) -> Vec<PathBuf> {
        self.folder.files().into_iter().filter(|file| !file.starts_with(".variorum")).collect()
    }
}
