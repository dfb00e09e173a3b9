//! The program without its window: commands, plans, history, selection, jobs, notices, settings.
//!
//! Every change goes one way: [`Command`] -> [`plan`] -> [`Transaction`] -> [`Session::commit`], the only caller of
//! [`Project::apply`].

mod asked;
mod bulk;
mod codebook_change;
mod command;
mod disk;
mod elsewhere;
mod environment;
mod gesture;
mod history;
mod hits;
mod incoming;
mod jobs;
mod notice;
mod older;
mod outside;
mod pace;
pub mod plan;
mod reading;
mod rereading;
mod search;
mod selection;
mod settings;
mod templates;
mod trail;
mod transfer;
mod undoing;
mod writer;

use std::cmp::Ordering;
use std::collections::BTreeMap;

pub use asked::Asked;
pub use bulk::{BulkCoding, Judge, ListedRule, Removed, Rule, RuleError, Standing, Subject, Where, listed_rules, removed_since};
pub use codebook_change::{Carrier, CodebookChange, ForeignValues, MergeCodes, MoveCode, Part, SplitBy, SplitCode, Touching};
pub use command::Command;
pub use disk::SavedState;
pub use elsewhere::Elsewhere;
pub use environment::Environment;
pub use gesture::{Gesture, GestureStep, Linking, Purpose, Quoting};
pub use history::{Entry, History};
pub use hits::{HitOrder, HitSort, HitTable, hit_table, order_hits};
pub use incoming::{Incomer, Incoming, NotTaken, Source, added_documents, import_label};
pub use jobs::{Jobs, Outlet, Progress, Wake};
pub use notice::{Notice, NoticeKind};
pub use pace::Pace;
pub use plan::conflicts::Version;
pub use reading::{Arcs, Density, Face, Numbers, Paragraphs, ReadingSettings, Visible};
pub use rereading::{Look, look, original, report_lines};
pub use search::{Documents, Found, MOST_HITS, Search};
pub use selection::Selection;
pub use settings::{CodeColours, Places, RecentProject, SavedQuery, Settings, ThemeChoice};
pub use trail::{Trail, Visit};
pub use transfer::{Done, ImportOptions, read_file};
pub use writer::sentence;

use crate::model::{Annotation, AnnotationId, CodeId, CoderId, DocumentId, Edit, Project, StepOrigin, Transaction};
use crate::store::Instead;
use crate::text::TextSelection;
use plan::{Desk, Plan, Step};

/// How many codes are remembered as put last.
const RECENT_CODES: usize = 8;

/// An open project with everything that is going on in it.
#[derive(Debug)]
pub struct Session {
    environment: Environment,
    project: Project,
    revision: u64,
    history: History,
    selection: Selection,
    places: BTreeMap<DocumentId, TextSelection>,
    trail: Trail,
    coder: CoderId,
    /// Codes put by hand, the last one first.
    recent: Vec<CodeId>,
    pace: Pace,
    gesture: Option<Gesture>,
    notices: Vec<Notice>,
    /// Number of the last step, in this start or an earlier one.
    last_step: u64,
    /// Goes up whenever what follows must not be joined to the step before (see `merge_key`).
    joint: u64,
    home: Option<disk::Home>,
}

/// What a step comes to, worked out away from the window.
#[derive(Debug)]
pub(super) struct Prepared {
    /// The revision of the project that it was worked out on.
    pub revision: u64,
    /// The project with it.
    pub after: Project,
    /// What undoes it.
    pub inverse: Vec<Edit>,
}

impl Session {
    /// A session on a project that is nowhere on disk (tests, conversions).
    pub fn in_memory(project: Project, coder: CoderId, environment: Environment) -> Self {
        Self {
            environment,
            project,
            revision: 0,
            history: History::default(),
            selection: Selection::default(),
            places: BTreeMap::new(),
            trail: Trail::default(),
            coder,
            recent: Vec::new(),
            pace: Pace::default(),
            gesture: None,
            notices: Vec::new(),
            last_step: 0,
            joint: 0,
            home: None,
        }
    }

    /// The project.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Counts the changes since opening; what was computed at a lower number may be stale.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// What is open and selected.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// The open coder.
    pub fn coder(&self) -> &CoderId {
        &self.coder
    }

    /// The code that [`Command::RepeatCode`] would put.
    pub fn last_code(&self) -> Option<&CodeId> {
        self.recent.first()
    }

    /// The codes put last, the latest first.
    pub fn recent_codes(&self) -> &[CodeId] {
        &self.recent
    }

    /// How quickly one works in this sitting.
    pub fn pace(&self) -> &Pace {
        &self.pace
    }

    fn remember_code(&mut self, code: CodeId) {
        self.recent.retain(|known| *known != code);
        self.recent.insert(0, code);
        self.recent.truncate(RECENT_CODES);
    }

    /// What can be undone and redone.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Takes the notices that have come up since the last call.
    pub fn take_notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }

    /// Adds a notice.
    pub fn notify(&mut self, notice: Notice) {
        self.notices.push(notice);
    }

    /// Does what a command asks, or says in a notice why not.
    pub fn run(&mut self, command: Command) {
        match command {
            Command::Undo => self.undo(),
            Command::Redo => self.redo(),
            Command::GoToStep(done) => self.go_to_step(done),
            Command::ReadOlderSteps => self.read_older(false),
            Command::AddCoder(name) => self.add_coder(&name),
            Command::SwitchCoder(id) => self.switch_coder(id),
            Command::CodeAll(coding) => self.code_all(&coding),
            Command::AddTemplates(ids) => self.add_templates(&ids),
            Command::PutFilesBack => self.put_files_back(),
            Command::AcceptFiles => self.accept_files(),
            Command::Gesture(step) => self.step_gesture(&step),
            command => {
                let plan = self.plan(&command);
                self.carry_out(plan, &command);
                if let Command::SelectAnnotation(Some(id)) = &command
                    && self.picks(id)
                {
                    self.choose_end(id);
                }
            }
        }
    }

    fn carry_out(&mut self, plan: Plan, command: &Command) {
        match plan {
            Plan::Edit(step) => {
                let codes = last_code_of(command);
                let new = new_code_of(command, &step.edits);
                if self.commit(step, StepOrigin::Window)
                    && let Some(code) = codes.or(new)
                {
                    self.remember_code(code);
                }
            }
            Plan::Show(selection) => self.show(selection),
            Plan::Refuse(notice) => self.notices.push(notice),
            Plan::Nothing => {}
        }
    }

    /// Changes the project by one step: applied, put into the history, journalled. Says in a notice why it could not.
    pub fn commit(&mut self, step: Step, origin: StepOrigin) -> bool {
        self.commit_prepared(step, origin, None)
    }

    /// The same where a job has carried the edits out already; what it prepared counts as long as the project is the one it had.
    pub(super) fn commit_prepared(&mut self, step: Step, origin: StepOrigin, prepared: Option<Prepared>) -> bool {
        if self.refuses_changes() {
            return false;
        }
        let joint = self.joint;
        let transaction = Transaction {
            label: step.label,
            coder: self.coder.clone(),
            time: self.environment.now(),
            origin,
            merge_key: step.merge_key.map(|key| format!("{key} #{joint}")),
            edits: step.edits,
        };
        let (before, project_before) = (self.selection.clone(), self.project.clone());
        let applied = match prepared.filter(|prepared| prepared.revision == self.revision) {
            Some(Prepared { after, inverse, .. }) => {
                self.project = after;
                Ok(inverse)
            }
            None => self.project.apply(&transaction),
        };
        match applied {
            Ok(inverse) => {
                // What others wrote is in the files already, and never in one that is kept back.
                if origin != StepOrigin::Outside && self.is_kept_back(&transaction, project_before) {
                    return false;
                }
                self.last_step += 1;
                self.journal_step(&transaction, &inverse, &before);
                if origin == StepOrigin::Outside {
                    // Typing before it and typing behind it are two steps, or undo would take it back with them.
                    self.joint += 1;
                } else {
                    self.history.push(self.last_step, &transaction, inverse, before);
                }
                if origin == StepOrigin::Window {
                    self.pace.step(transaction.time, &transaction.edits, &self.project);
                }
                self.changed(step.select);
                true
            }
            Err(error) => {
                let what = format!("'{}' was not done: {error}", transaction.label);
                self.notices.push(Notice::refused(what, "Nothing was changed"));
                false
            }
        }
    }

    /// Takes a change back that a broken file is in the way of, and says so; whether it did.
    fn is_kept_back(&mut self, transaction: &Transaction, before: Project) -> bool {
        let Some(why) = self.in_the_way_of(&transaction.edits, &before) else { return false };
        self.project = before;
        let hint =
            "Correct the file in a text editor or take it back from a backup, then open the project again; the rest can be worked on";
        self.notices.push(Notice::refused(format!("'{}' was not done: {why}", transaction.label), hint));
        true
    }

    fn changed(&mut self, select: Option<Selection>) {
        self.revision += 1;
        let selection = select.unwrap_or_else(|| self.selection.clone());
        self.selection = selection.within(&self.project);
        self.check_gesture();
    }

    fn undo(&mut self) {
        let Some(entry) = self.history.to_undo().cloned() else { return self.read_older(true) };
        let Some(taken) = self.take_back(&format!("Undo: {}", entry.label), &entry.forward, &entry.inverse, StepOrigin::Undo) else {
            return;
        };
        let instead = (!taken.plainly).then_some(taken.carried);
        self.history.undone(instead.clone());
        self.journal_undo(entry.numbers, instead);
        self.changed(Some(entry.before));
    }

    fn redo(&mut self) {
        let Some(entry) = self.history.to_redo().cloned() else { return };
        let select = selection_after(&entry.forward, &self.selection);
        let (done, back) = entry.undoing();
        let Some(taken) = self.take_back(&format!("Redo: {}", entry.label), done, back, StepOrigin::Redo) else { return };
        // Taking back an undo that was not plain is not what the step did, either.
        let instead = (!taken.plainly || !entry.is_plainly_undone()).then_some(taken.carried);
        self.history.redone();
        self.journal_redo(entry.numbers, instead);
        self.changed(Some(select));
    }

    /// Goes step by step, so that each is journalled as what it is.
    fn go_to_step(&mut self, done: usize) {
        loop {
            let now = self.history.entries().1;
            match now.cmp(&done) {
                Ordering::Greater => self.undo(),
                Ordering::Less => self.redo(),
                Ordering::Equal => return,
            }
            if self.history.entries().1 == now {
                return;
            }
        }
    }

    /// Takes back what some edits have done, as far as that fits now; what stays is told. `None`: nothing may be changed at all.
    fn take_back(&mut self, label: &str, done: &[Edit], back: &[Edit], origin: StepOrigin) -> Option<TakenBack> {
        if self.refuses_changes() {
            return None;
        }
        self.joint += 1;
        let time = self.environment.now();
        let before = self.project.clone();
        let shell = Transaction { label: label.to_owned(), coder: self.coder.clone(), time, origin, merge_key: None, edits: Vec::new() };
        if undoing::fits(&self.project, done) {
            let whole = Transaction { edits: back.to_vec(), ..shell.clone() };
            if let Ok(inverse) = self.project.apply(&whole) {
                if self.is_kept_back(&whole, before) {
                    return None;
                }
                self.pace.step(time, &whole.edits, &self.project);
                return Some(TakenBack { plainly: true, carried: Instead { edits: whole.edits, inverse } });
            }
        }
        let rest = undoing::Rest::of(&self.project, done, back);
        self.notices.extend(rest.notice(&self.project, label, back));
        let part = Transaction { edits: rest.edits, ..shell };
        let carried = match self.project.apply(&part) {
            Ok(inverse) => {
                if self.is_kept_back(&part, before) {
                    return None;
                }
                self.pace.step(time, &part.edits, &self.project);
                Instead { edits: part.edits, inverse }
            }
            Err(error) => {
                let hint = "It was passed over; the steps before it can be undone all the same";
                self.notices.push(Notice::warning(format!("'{label}' does not fit any more and changed nothing: {error}"), hint));
                Instead::default()
            }
        };
        Some(TakenBack { plainly: false, carried })
    }

    /// Shows something else without changing the project.
    pub fn show(&mut self, selection: Selection) {
        if let (Some(document), Some(text)) = (&self.selection.document, self.selection.text) {
            self.places.insert(document.clone(), text);
        }
        if selection != self.selection {
            self.joint += 1;
        }
        self.selection = selection.within(&self.project);
        self.keep_marked();
        self.check_gesture();
    }

    /// The last caret or selection in a document that was open before.
    pub fn place_in(&self, document: &DocumentId) -> Option<TextSelection> {
        self.places.get(document).copied()
    }

    fn desk(&self) -> Desk<'_> {
        Desk {
            project: &self.project,
            coder: &self.coder,
            selection: &self.selection,
            last_code: self.last_code(),
            environment: &self.environment,
        }
    }

    fn add_coder(&mut self, name: &str) {
        match plan::documents::add_coder(&self.desk(), name) {
            Ok((id, Plan::Edit(step))) => {
                if self.commit(step, StepOrigin::Window) {
                    self.coder = id;
                }
            }
            Ok((_, plan)) => self.carry_out(plan, &Command::AddCoder(name.to_owned())),
            Err(refusal) => self.notices.push(*refusal),
        }
    }

    fn switch_coder(&mut self, id: CoderId) {
        if self.project.coders().contains_key(&id) {
            self.coder = id;
        } else {
            self.notices.push(Notice::refused(format!("There is no coder {id}"), "Add one in the coder menu"));
        }
    }

    fn plan(&self, command: &Command) -> Plan {
        let desk = self.desk();
        match command {
            Command::CodeSelection(code) => plan::coding::code_selection(&desk, code),
            Command::RepeatCode => plan::coding::repeat(&desk),
            Command::CodeParagraph(code) => plan::coding::code_paragraph(&desk, code),
            Command::CodeDocument(code) => plan::coding::code_document(&desk, code),
            Command::CodeNextOccurrence => plan::bulk::code_next(&desk),
            Command::Recode(id, code) => plan::coding::recode(&desk, id, code),
            Command::Resize { annotation, place, span } => plan::coding::resize(&desk, annotation, *place, *span),
            Command::AddFragment(id) => plan::coding::add_fragment(&desk, id),
            Command::Reanchor(id) => plan::coding::reanchor(&desk, id),
            Command::SetAttribute(id, attribute, value) => plan::annotations::set_attribute(&desk, id, attribute, value.clone()),
            Command::SetAttributes(ids, attribute, value) => plan::several::set_attributes(&desk, ids, attribute, value.as_ref()),
            Command::RecodeAll(ids, code) => plan::several::recode(&desk, ids, code),
            Command::SetMemo(id, memo) => plan::annotations::set_memo(&desk, id, memo),
            Command::DeleteAnnotations(ids) => plan::annotations::delete(&desk, ids),
            Command::Link { kind, from, to } => plan::annotations::link(&desk, kind, from, to),
            Command::DeleteLink(id) => plan::links::delete_several(&desk, std::slice::from_ref(id)),
            Command::DeleteLinks(ids) => plan::links::delete_several(&desk, ids),
            Command::SetLink(link) => plan::links::set(&desk, link),
            Command::TurnLink(id) => plan::links::turn(&desk, id),
            Command::SetLinkTypes(ids, kind) => plan::links::set_types(&desk, ids, kind),
            Command::CodeQuotation(marked) => plan::quotations::code(&desk, marked),
            Command::SetQuotationPart { content, name, part, instead_of } => {
                plan::quotations::set_part(&desk, content, *name, part, instead_of.as_ref())
            }
            Command::Nest(inner, outer) => plan::quotations::nest(&desk, inner, outer.as_ref()),
            Command::LinkEntity(id, entity) => plan::entities::link_entity(&desk, id, entity),
            Command::LinkEntities(ids, entity) => plan::several::link(&desk, ids, entity),
            Command::CreateEntity { mention, name, kind } => plan::entities::create(&desk, mention.as_ref(), name, kind),
            Command::SetEntity(entity) => plan::entities::set(&desk, entity),
            Command::SetEntityKind(ids, kind) => plan::entities::set_kind(&desk, ids, kind),
            Command::DeleteEntity(id) => plan::entities::delete(&desk, id),
            Command::CreateClaim { annotation, statement } => plan::claims::create(&desk, annotation.as_ref(), statement),
            Command::LinkClaim(id, claim) => plan::ledger::link(&desk, id, claim),
            Command::UnlinkClaim(id, claim) => plan::ledger::unlink(&desk, id, claim),
            Command::CarryClaim(claim) => plan::ledger::carry(&desk, claim),
            Command::SetClaim(claim) => plan::claims::set(&desk, claim),
            Command::DeleteClaim(id) => plan::claims::delete(&desk, id),
            Command::MergeEntities(merge) => plan::entity_merge::merge(&desk, merge),
            Command::SplitEntity(split) => plan::entity_merge::split(&desk, split),
            Command::MergeClaims(merge) => plan::claim_merge::merge(&desk, merge),
            Command::SplitClaim(split) => plan::claim_merge::split(&desk, split),
            Command::SetClaims(ids, change) => plan::ledger::set_all(&desk, ids, change),
            Command::AddClaim(draft) => plan::ledger::add_claim(&desk, draft),
            Command::MoveClaim(id, shift) => plan::ledger::move_claim(&desk, id, *shift),
            Command::TreatInWords(treating) => plan::treating::treat_in_words(&desk, treating),
            Command::Omit(claim, words) => plan::treating::omit(&desk, claim, words),
            Command::Treat(claim, kind) => plan::claims::treat(&desk, claim, *kind),
            Command::SetTreatment(treatment) => plan::claims::set_treatment(&desk, treatment),
            Command::AddMemo { about, title, text } => plan::memos::add(&desk, about.clone(), title, text),
            Command::SetMemoTitle(id, title) => plan::memos::set_title(&desk, id, title),
            Command::SetMemoText(id, text) => plan::memos::set_text(&desk, id, text),
            Command::LinkMemo { memo, to } => plan::memos::link(&desk, memo, to),
            Command::UnlinkMemo { memo, to } => plan::memos::unlink(&desk, memo, to),
            Command::DropEmptyMemo(id) => plan::memos::drop_empty(&desk, id),
            Command::DeleteMemos(ids) => plan::memos::delete(&desk, ids),
            Command::MarkNothing(subject, layer) => plan::memos::mark_nothing(&desk, subject, layer.as_ref()),
            Command::DeleteMark(id) => plan::memos::delete_mark(&desk, id),
            Command::SetProgress(document, state) => plan::documents::set_progress(&desk, document, *state),
            Command::SetDocument(document) => plan::documents::set(&desk, document),
            Command::DeleteDocument(id) => plan::documents::delete(&desk, id),
            Command::SetEvent(event) => plan::documents::set_event(&desk, event),
            Command::SetProject(info) => plan::documents::set_project(&desk, info),
            Command::SetCode(code) => plan::codebook::change(&desk, &CodebookChange::SetCode(code.clone())),
            Command::DeleteCode(id) => plan::codebook::change(&desk, &CodebookChange::Delete(Part::Code(id.clone()))),
            Command::SetLayer(layer) => plan::codebook::change(&desk, &CodebookChange::SetLayer(layer.clone())),
            Command::Codebook(change) => plan::codebook::change(&desk, change),
            Command::CodeInVivo(layer) => plan::codebook::code_in_vivo(&desk, layer.as_ref()),
            Command::AddExample(code) => plan::codebook::add_example(&desk, code.as_ref()),
            Command::Settle(ids, version) => plan::conflicts::settle(&desk, ids, *version),
            Command::Open(id) => self.opening(id),
            Command::Select(text) => Plan::Show(Selection { text: Some(*text), ..self.selection.clone() }),
            Command::SelectAnnotation(id) => self.looking_at(id.as_ref()),
            Command::NextAnnotation => self.looking_at(self.neighbour(true).as_ref()),
            Command::PreviousAnnotation => self.looking_at(self.neighbour(false).as_ref()),
            // `run` does these itself.
            Command::Undo
            | Command::Redo
            | Command::GoToStep(_)
            | Command::ReadOlderSteps
            | Command::AddCoder(_)
            | Command::SwitchCoder(_)
            | Command::CodeAll(_)
            | Command::AddTemplates(_)
            | Command::PutFilesBack
            | Command::AcceptFiles
            | Command::Gesture(_) => Plan::Nothing,
        }
    }

    fn opening(&self, id: &DocumentId) -> Plan {
        if self.selection.document.as_ref() == Some(id) {
            return Plan::Nothing;
        }
        Plan::Show(Selection { document: Some(id.clone()), text: self.place_in(id), annotation: None })
    }

    fn looking_at(&self, id: Option<&AnnotationId>) -> Plan {
        let Some(id) = id else {
            return Plan::Show(Selection { annotation: None, ..self.selection.clone() });
        };
        let Some(annotation) = self.project.annotations().get(id) else { return Plan::Nothing };
        let same = self.selection.document.as_ref() == Some(&annotation.document);
        let text = if same { self.selection.text } else { self.place_in(&annotation.document) };
        Plan::Show(Selection { document: Some(annotation.document.clone()), text, annotation: Some(id.clone()) })
    }

    fn neighbour(&self, forward: bool) -> Option<AnnotationId> {
        let document = self.selection.document.as_ref()?;
        let selected = self.selection.annotation.as_ref().and_then(|id| self.project.annotations().get(id));
        match selected.filter(|a| a.is_on_text() && a.document == *document) {
            Some(a) if forward => self.project.annotation_after(a),
            Some(a) => self.project.annotation_before(a),
            None => {
                let caret = self.selection.text.map_or(0, |s| s.focus);
                if forward { self.project.annotation_from(document, caret) } else { self.project.annotation_until(document, caret) }
            }
        }
    }
}

/// What came of an undo or a redo.
struct TakenBack {
    /// Whether just what leads back was done.
    plainly: bool,
    /// What was done.
    carried: Instead,
}

/// The code to repeat after a command that put one.
fn last_code_of(command: &Command) -> Option<CodeId> {
    match command {
        Command::CodeSelection(code) | Command::CodeParagraph(code) | Command::Recode(_, code) => Some(code.clone()),
        _ => None,
    }
}

/// The code that words were made into.
fn new_code_of(command: &Command, edits: &[Edit]) -> Option<CodeId> {
    let Command::CodeInVivo(_) = command else { return None };
    let coded = edits.iter().find_map(|edit| match edit {
        Edit::Add(record) => <&Annotation>::try_from(record).ok(),
        Edit::Set(_) | Edit::Remove(_) | Edit::SetProject(_) | Edit::SetCodebook(_) | Edit::SetConflict(..) => None,
    });
    coded.map(|a| a.code.clone())
}

/// After a redo, the annotation it put or changed is looked at.
fn selection_after(edits: &[Edit], now: &Selection) -> Selection {
    let annotation = edits.iter().find_map(|edit| match edit {
        Edit::Add(record) | Edit::Set(record) => <&Annotation>::try_from(record).ok(),
        Edit::Remove(_) | Edit::SetProject(_) | Edit::SetCodebook(_) | Edit::SetConflict(..) => None,
    });
    match annotation {
        Some(a) => Selection { document: Some(a.document.clone()), annotation: Some(a.id.clone()), text: now.text },
        None => now.clone(),
    }
}
