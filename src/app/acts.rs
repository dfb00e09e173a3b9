//! What each action of the table does.

use super::leaving::Then;
use super::{App, ZOOM};
use crate::analysis::ledger::unchecked;
use crate::analysis::quotation::quotation;
use crate::session::plan::ledger::Shift;
use crate::session::{CodebookChange, Command, GestureStep, Notice, Purpose, ReadingSettings, Session, ThemeChoice};
use crate::text::{Span, TextSelection};
use crate::ui::actions::{self, Action};
use crate::ui::context::Request;
use crate::ui::dialogs::{Dialog, KeysForm};
use crate::ui::panels::codebook::Direction;
use crate::ui::window::Tab;

impl App {
    #[expect(clippy::too_many_lines, reason = "one line for each action")]
    pub(super) fn act(&mut self, action: Action) {
        if !actions::is_possible(action, self.session.as_ref()) {
            return;
        }
        match action {
            Action::NewProject
            | Action::OpenProject
            | Action::OpenSample
            | Action::Import
            | Action::ReadAgain
            | Action::Export
            | Action::TableMark
            | Action::Save => {
                self.act_on_files(action);
            }
            Action::CloseProject => self.leave(Then::Close),
            Action::Quit => self.ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            Action::Undo => self.run_typed(Command::Undo),
            Action::Redo => self.run_typed(Command::Redo),
            Action::CodeWords => self.window.open_palette(),
            Action::RepeatCode => self.run_command(Command::RepeatCode),
            Action::CodeAll | Action::CodeNext => self.act_on_occurrences(action),
            Action::Proposal1
            | Action::Proposal2
            | Action::Proposal3
            | Action::Proposal4
            | Action::Proposal5
            | Action::NewEntity
            | Action::FindMentions
            | Action::UnlinkedMentions => self.act_on_entities(action),
            Action::InVivo => self.code_in_vivo(),
            Action::AssignKeys => self.run_command(Command::Codebook(CodebookChange::AssignKeys)),
            Action::AskAttributes => self.ask_attributes(),
            Action::AskAfterCoding => self.toggle_asking(),
            Action::AddExample => self.run_command(Command::AddExample(None)),
            Action::CodeQuotation | Action::LinkTo => self.begin_gesture(action),
            Action::Links => {
                self.window.tab = Tab::Annotations;
                self.window.annotations.show_links();
            }
            Action::NewClaim => self.window.open_new_claim(self.session.as_ref(), None),
            Action::Unchecked => self.check_claims(),
            Action::ReviewList => self.window.show_review(),
            Action::AddFragment | Action::DeleteAnnotation | Action::NothingHere => self.act_on_selection(action),
            Action::FinishDocument | Action::ResumeDocument | Action::NextUnfinished | Action::Pace => self.act_on_progress(action),
            Action::AddCodebooks | Action::KeepCodebook | Action::PrintCodebook => self.act_on_codebooks(action),
            Action::History => self.window.history_open = !self.window.history_open,
            Action::Conflicts => self.window.dialog = Some(Dialog::Conflicts),
            Action::Project => self.window.project_open = !self.window.project_open,
            Action::AddCoder => self.window.dialog = Some(Dialog::Coder(String::new())),
            Action::ThemeSystem => self.set_theme(ThemeChoice::System),
            Action::ThemeLight => self.set_theme(ThemeChoice::Light),
            Action::ThemeDark => self.set_theme(ThemeChoice::Dark),
            Action::ThemeSepia => self.set_theme(ThemeChoice::Sepia),
            Action::ZoomIn => self.zoom(self.settings.zoom * 1.1),
            Action::ZoomOut => self.zoom(self.settings.zoom / 1.1),
            Action::ZoomReset => self.zoom(1.0),
            Action::LargerText => self.set_reading_size(self.settings.reading.size + 1.0),
            Action::SmallerText => self.set_reading_size(self.settings.reading.size - 1.0),
            Action::SafeColours | Action::CycleDensity | Action::CycleArcs | Action::ShowEverything => self.act_on_looks(action),
            Action::Minimap => self.toggle_minimap(),
            Action::Log => self.window.log_open = !self.window.log_open,
            Action::Search => self.window.open_commands(),
            Action::Read => self.window.tab = Tab::Read,
            Action::Claims => self.window.tab = Tab::Claims,
            Action::Entities => self.window.tab = Tab::Entities,
            Action::Codebook => self.window.tab = Tab::Codebook,
            Action::Annotations => {
                self.window.tab = Tab::Annotations;
                self.window.annotations.show_annotations();
            }
            Action::Memos => {
                self.window.tab = Tab::Memos;
                self.window.memos.focus_filter();
            }
            Action::WriteMemo => {
                let about = self.session.as_ref().and_then(|session| self.window.looked_at(session));
                self.write_memo(about);
            }
            Action::Copy | Action::CopyQuotation => self.copy(action),
            Action::Back => self.retrace(true),
            Action::Forward => self.retrace(false),
            Action::NextPanel => self.window.step_panel(&self.ctx, true),
            Action::PreviousPanel => self.window.step_panel(&self.ctx, false),
            Action::NextDocument => self.step_document(Step::Next),
            Action::PreviousDocument => self.step_document(Step::Previous),
            Action::NextAnnotation | Action::PreviousAnnotation if self.window.tab == Tab::Codebook => {
                let direction = if action == Action::NextAnnotation { Direction::Down } else { Direction::Up };
                self.window.move_in_codebook(self.session.as_ref(), direction);
            }
            Action::NextAnnotation | Action::PreviousAnnotation if self.window.tab == Tab::Claims => {
                let shift = if action == Action::NextAnnotation { Shift::Down } else { Shift::Up };
                self.window.claims.move_chosen(&self.window.send, shift);
            }
            Action::NextAnnotation => self.run_command(Command::NextAnnotation),
            Action::PreviousAnnotation => self.run_command(Command::PreviousAnnotation),
            Action::FindCode => {
                self.window.tab = Tab::Read;
                self.window.codes.focus_filter();
            }
            Action::Find | Action::FindEverywhere | Action::NextHit | Action::PreviousHit | Action::GoTo => self.act_on_places(action),
            Action::Keys => self.window.dialog = Some(Dialog::Keys(KeysForm::new(self.session.as_ref().map(Session::project)))),
            Action::EditKeys => self.edit_keys(),
            Action::About => self.window.dialog = Some(Dialog::About),
        }
    }

    /// Begins a quotation, or a link at the annotation that is looked at; the page gets the keyboard for the rest of it.
    fn begin_gesture(&mut self, action: Action) {
        let annotation = self.session.as_ref().and_then(|s| s.selection().annotation.clone());
        let step = match annotation {
            Some(annotation) if action == Action::LinkTo => GestureStep::Link(annotation, Purpose::Link),
            _ => GestureStep::Quotation,
        };
        self.window.tab = Tab::Read;
        self.run_command(Command::Gesture(step));
    }

    /// Gives the keyboard to the queue of claims that the open document was not checked for.
    fn check_claims(&mut self) {
        let Some(session) = &self.session else { return };
        let Some(document) = &session.selection().document else { return };
        if unchecked(session.project(), session.coder(), document).is_empty() {
            let notice = Notice::refused("Every claim of the ledger is checked in this document", "New claims come with Code > New claim…");
            return self.window.tell(&self.ctx, notice);
        }
        self.window.tab = Tab::Read;
        self.run_command(Command::SelectAnnotation(None));
        // A form that was closed may have called the page to the keyboard, and its letters would code.
        self.window.reader.leave_keyboard();
        self.window.unchecked.focus();
    }

    /// Asks for the layer where it is not clear from what was coded before.
    fn code_in_vivo(&mut self) {
        let Some(session) = &self.session else { return };
        let layers = session.project().layers_in_order();
        let is_clear = layers.len() == 1 || session.last_code().is_some_and(|code| session.project().layer_of(code).is_some());
        if is_clear || layers.is_empty() {
            self.run_command(Command::CodeInVivo(None));
        } else {
            self.window.dialog = Some(Dialog::LayerOfNewCode(layers.into_iter().map(|l| (l.id.clone(), l.name.clone())).collect()));
        }
    }

    /// Undo and redo come after what is being typed has become a step.
    fn run_typed(&mut self, command: Command) {
        self.window.send.flush_draft();
        for request in self.window.send.take() {
            if let Request::Run(typed) = request {
                self.run_command(typed);
            }
        }
        self.run_command(command);
    }

    fn act_on_selection(&mut self, action: Action) {
        if action == Action::DeleteAnnotation && self.window.tab == Tab::Annotations {
            // In the list, what is chosen there is meant and not what was looked at on the page.
            self.window.annotations.ask_to_delete();
            return;
        }
        if action == Action::DeleteAnnotation && self.window.tab == Tab::Memos {
            self.window.memos.ask_to_delete();
            return;
        }
        let Some(annotation) = self.session.as_ref().map(|s| s.selection().annotation.clone()) else { return };
        match (action, annotation) {
            (Action::AddFragment, Some(annotation)) => self.run_command(Command::AddFragment(annotation)),
            (Action::DeleteAnnotation, Some(annotation)) => self.run_command(Command::DeleteAnnotations(vec![annotation])),
            (Action::NothingHere, _) => self.run_command(Command::MarkNothing(crate::model::MarkSubject::Document, None)),
            _ => {}
        }
    }

    /// Puts the selected words on the clipboard, alone or with their source; without words, those of the annotation.
    fn copy(&self, action: Action) {
        let Some(session) = &self.session else { return };
        let (project, selection) = (session.project(), session.selection());
        let annotation = selection.annotation.as_ref().and_then(|id| project.annotations().get(id));
        let words = selection.text.and_then(TextSelection::span);
        let id = annotation.filter(|_| words.is_none()).map(|a| &a.document).or(selection.document.as_ref());
        let Some(document) = id.and_then(|id| project.documents().get(id)) else { return };
        let places: Vec<Span> = match (words, annotation) {
            (Some(words), _) => vec![words],
            (None, Some(annotation)) => annotation.target.places().iter().map(|place| place.span).collect(),
            (None, None) => return,
        };
        let text = if action == Action::CopyQuotation {
            quotation(document, &places)
        } else {
            places.first().and_then(|words| document.text.slice(*words)).map(str::to_owned)
        };
        if let Some(text) = text {
            self.ctx.copy_text(text);
        }
    }

    fn set_theme(&mut self, theme: ThemeChoice) {
        self.settings.theme = theme;
        self.unsaved = true;
    }

    fn zoom(&mut self, to: f32) {
        self.settings.zoom = to.clamp(*ZOOM.start(), *ZOOM.end());
        self.ctx.set_zoom_factor(self.settings.zoom);
        self.unsaved = true;
    }

    fn set_reading_size(&mut self, to: f32) {
        self.set_reading(ReadingSettings { size: to, ..self.settings.reading.clone() });
    }

    fn toggle_minimap(&mut self) {
        self.settings.reading.minimap = !self.settings.reading.minimap;
        self.unsaved = true;
    }

    fn step_document(&mut self, step: Step) {
        let Some(session) = &self.session else { return };
        let ids: Vec<_> = session.project().documents().keys().cloned().collect();
        let now = session.selection().document.as_ref().and_then(|open| ids.iter().position(|id| id == open));
        let to = match (step, now) {
            (_, None) => ids.first(),
            (Step::Next, Some(at)) => ids.get(at + 1),
            (Step::Previous, Some(at)) => at.checked_sub(1).and_then(|at| ids.get(at)),
        };
        if let Some(id) = to {
            let id = id.clone();
            self.window.tab = Tab::Read;
            self.run_command(Command::Open(id));
        }
    }
}

/// To which side.
#[derive(Debug, Clone, Copy)]
enum Step {
    Next,
    Previous,
}
