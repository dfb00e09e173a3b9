//! Everything that can be asked for by name, with its menu and its keys: one table for menus, keys, palette and help.

use egui::{Event, Key, KeyboardShortcut, Modifiers};
use serde::{Deserialize, Serialize};

use super::keymap::Keymap;
use crate::analysis::mentions::is_unlinked;
use crate::session::Session;

/// Something that can be asked for by name; written as in `next-document`, its id is what a keymap file calls it, so a name stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each has its words in the table below")]
pub enum Action {
    NewProject,
    OpenProject,
    OpenSample,
    Import,
    ReadAgain,
    Export,
    TableMark,
    Save,
    CloseProject,
    Quit,
    Undo,
    Redo,
    History,
    Conflicts,
    Project,
    Copy,
    CopyQuotation,
    CodeWords,
    RepeatCode,
    CodeAll,
    CodeNext,
    InVivo,
    AddExample,
    AssignKeys,
    AskAttributes,
    AskAfterCoding,
    CodeQuotation,
    LinkTo,
    Links,
    NewClaim,
    Unchecked,
    ReviewList,
    Proposal1,
    Proposal2,
    Proposal3,
    Proposal4,
    Proposal5,
    NewEntity,
    FindMentions,
    AddFragment,
    DeleteAnnotation,
    NothingHere,
    FinishDocument,
    ResumeDocument,
    AddCoder,
    ThemeSystem,
    ThemeLight,
    ThemeDark,
    ThemeSepia,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    LargerText,
    SmallerText,
    SafeColours,
    CycleDensity,
    CycleArcs,
    ShowEverything,
    Minimap,
    Pace,
    Log,
    Search,
    Read,
    Claims,
    Entities,
    UnlinkedMentions,
    Codebook,
    Annotations,
    AddCodebooks,
    KeepCodebook,
    PrintCodebook,
    Memos,
    WriteMemo,
    Back,
    Forward,
    NextPanel,
    PreviousPanel,
    NextDocument,
    PreviousDocument,
    NextUnfinished,
    NextAnnotation,
    PreviousAnnotation,
    FindCode,
    Find,
    FindEverywhere,
    NextHit,
    PreviousHit,
    GoTo,
    Keys,
    EditKeys,
    About,
}

/// The menu an action stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Menu {
    /// Projects and files.
    File,
    /// Changes.
    Edit,
    /// Looks.
    View,
    /// Coding.
    Code,
    /// Places.
    Go,
    /// Help.
    Help,
}

/// What must be there before an action makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// An open project.
    Project,
    /// An open document.
    Document,
    /// Selected words.
    Words,
    /// An annotation that is looked at.
    Annotation,
    /// One of them.
    WordsOrAnnotation,
    /// Both of them.
    WordsAndAnnotation,
    /// A mention that is looked at and names no entity yet.
    Mention,
}

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct ActionInfo {
    /// What it is.
    pub action: Action,
    /// Its words on the screen.
    pub label: &'static str,
    /// Its menu.
    pub menu: Menu,
    /// What it needs.
    pub needs: Needs,
    /// Its keys unless the person has chosen others; the first one is shown.
    pub keys: &'static [KeyboardShortcut],
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn control(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

const fn alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT, key)
}

const fn control_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

const fn line(action: Action, label: &'static str, menu: Menu, needs: Needs, keys: &'static [KeyboardShortcut]) -> ActionInfo {
    ActionInfo { action, label, menu, needs, keys }
}

/// The table, in the order of the menus.
pub const ACTIONS: &[ActionInfo] = &[
    line(Action::NewProject, "New project…", Menu::File, Needs::Nothing, &[control(Key::N)]),
    line(Action::OpenProject, "Open project…", Menu::File, Needs::Nothing, &[control(Key::O)]),
    line(Action::OpenSample, "Open the sample", Menu::File, Needs::Nothing, &[]),
    line(Action::Import, "Import documents…", Menu::File, Needs::Project, &[control(Key::I)]),
    line(Action::ReadAgain, "Read the document again…", Menu::File, Needs::Document, &[]),
    line(Action::Export, "Export…", Menu::File, Needs::Project, &[control(Key::E)]),
    line(Action::TableMark, "Tables with a byte-order mark for spreadsheets", Menu::File, Needs::Nothing, &[]),
    line(Action::Save, "Save", Menu::File, Needs::Project, &[control(Key::S)]),
    line(Action::AddCodebooks, "Codebooks to begin with…", Menu::File, Needs::Project, &[control_shift(Key::B)]),
    line(Action::KeepCodebook, "Keep the codebook as a template…", Menu::File, Needs::Project, &[]),
    line(Action::PrintCodebook, "Print the codebook…", Menu::File, Needs::Project, &[control(Key::P)]),
    line(Action::Project, "Title and memos of the project…", Menu::File, Needs::Project, &[]),
    line(Action::CloseProject, "Close project", Menu::File, Needs::Project, &[]),
    line(Action::Quit, "Quit", Menu::File, Needs::Nothing, &[control(Key::Q)]),
    line(Action::Undo, "Undo", Menu::Edit, Needs::Project, &[control(Key::Z)]),
    line(Action::Redo, "Redo", Menu::Edit, Needs::Project, &[control_shift(Key::Z), control(Key::Y)]),
    line(Action::History, "History…", Menu::Edit, Needs::Project, &[control(Key::H)]),
    line(Action::Conflicts, "Settle conflicts…", Menu::Edit, Needs::Project, &[]),
    line(Action::Copy, "Copy", Menu::Edit, Needs::Words, &[control(Key::C)]),
    line(Action::CopyQuotation, "Copy as quotation with source", Menu::Edit, Needs::WordsOrAnnotation, &[control_shift(Key::C)]),
    line(Action::CodeWords, "Code the selected words…", Menu::Code, Needs::Words, &[]),
    line(Action::RepeatCode, "Repeat the last code", Menu::Code, Needs::Words, &[control(Key::R)]),
    line(Action::CodeAll, "Code all occurrences…", Menu::Code, Needs::Project, &[control_shift(Key::O)]),
    line(Action::CodeNext, "Repeat on the next occurrence", Menu::Code, Needs::Annotation, &[plain(Key::F4)]),
    line(Action::InVivo, "Code with the selected words (in vivo)", Menu::Code, Needs::Words, &[control_shift(Key::V)]),
    line(Action::AddExample, "Add the selected words as an example", Menu::Code, Needs::Words, &[control_shift(Key::X)]),
    line(Action::NewClaim, "New claim…", Menu::Code, Needs::Project, &[control_shift(Key::N)]),
    line(Action::Unchecked, "Check the claims in this document", Menu::Code, Needs::Document, &[control(Key::U)]),
    line(Action::Proposal1, "Accept proposal 1", Menu::Code, Needs::Mention, &[alt(Key::Num1)]),
    line(Action::Proposal2, "Accept proposal 2", Menu::Code, Needs::Mention, &[alt(Key::Num2)]),
    line(Action::Proposal3, "Accept proposal 3", Menu::Code, Needs::Mention, &[alt(Key::Num3)]),
    line(Action::Proposal4, "Accept proposal 4", Menu::Code, Needs::Mention, &[alt(Key::Num4)]),
    line(Action::Proposal5, "Accept proposal 5", Menu::Code, Needs::Mention, &[alt(Key::Num5)]),
    line(Action::NewEntity, "New entity for the mention", Menu::Code, Needs::Mention, &[alt(Key::Num0)]),
    line(Action::FindMentions, "Find more mentions of the entity…", Menu::Code, Needs::Project, &[]),
    line(Action::AssignKeys, "Assign keys to all codes without one", Menu::Code, Needs::Project, &[]),
    line(Action::AskAttributes, "Answer the attributes one after the other", Menu::Code, Needs::Annotation, &[plain(Key::F2)]),
    line(Action::AskAfterCoding, "Ask for attributes after coding", Menu::Code, Needs::Nothing, &[control(Key::F2)]),
    line(Action::CodeQuotation, "Code a quotation…", Menu::Code, Needs::Document, &[plain(Key::F7)]),
    line(Action::LinkTo, "Link to…", Menu::Code, Needs::Annotation, &[control_shift(Key::K)]),
    line(Action::AddFragment, "Add the selected words to the annotation", Menu::Code, Needs::WordsAndAnnotation, &[control(Key::Enter)]),
    line(Action::DeleteAnnotation, "Delete the annotation", Menu::Code, Needs::Annotation, &[plain(Key::Delete)]),
    line(Action::NothingHere, "Mark the document as looked at, nothing here", Menu::Code, Needs::Document, &[]),
    line(Action::FinishDocument, "Mark the document finished", Menu::Code, Needs::Document, &[control(Key::F9)]),
    line(Action::ResumeDocument, "Mark the document in progress", Menu::Code, Needs::Document, &[shift(Key::F9)]),
    line(Action::WriteMemo, "Write a memo…", Menu::Edit, Needs::Project, &[control_shift(Key::M)]),
    line(Action::AddCoder, "Add a coder…", Menu::Edit, Needs::Project, &[]),
    line(Action::ThemeSystem, "Colours of the system", Menu::View, Needs::Nothing, &[]),
    line(Action::ThemeLight, "Light", Menu::View, Needs::Nothing, &[]),
    line(Action::ThemeDark, "Dark", Menu::View, Needs::Nothing, &[]),
    line(Action::ThemeSepia, "Sepia", Menu::View, Needs::Nothing, &[]),
    line(Action::SafeColours, "Colours safe for colour-blind readers", Menu::View, Needs::Nothing, &[]),
    line(Action::ZoomIn, "Zoom in", Menu::View, Needs::Nothing, &[control(Key::Plus), control(Key::Equals)]),
    line(Action::ZoomOut, "Zoom out", Menu::View, Needs::Nothing, &[control(Key::Minus)]),
    line(Action::ZoomReset, "Actual size", Menu::View, Needs::Nothing, &[control(Key::Num0)]),
    line(Action::LargerText, "Larger reading text", Menu::View, Needs::Nothing, &[control_shift(Key::ArrowUp)]),
    line(Action::SmallerText, "Smaller reading text", Menu::View, Needs::Nothing, &[control_shift(Key::ArrowDown)]),
    line(Action::CycleDensity, "More or less of the annotations", Menu::View, Needs::Document, &[control(Key::D)]),
    line(Action::CycleArcs, "More or fewer arcs of links", Menu::View, Needs::Document, &[control_shift(Key::L)]),
    line(Action::ShowEverything, "Show all annotations", Menu::View, Needs::Document, &[]),
    line(Action::Minimap, "Minimap", Menu::View, Needs::Nothing, &[control(Key::M)]),
    line(Action::Pace, "Words and annotations per hour", Menu::View, Needs::Nothing, &[]),
    line(Action::Log, "Log", Menu::View, Needs::Nothing, &[control(Key::L)]),
    line(Action::Search, "Find anything…", Menu::Go, Needs::Nothing, &[control(Key::K)]),
    line(Action::Find, "Find in the document…", Menu::Go, Needs::Document, &[control(Key::F)]),
    line(Action::FindEverywhere, "Find in all documents…", Menu::Go, Needs::Project, &[control_shift(Key::F)]),
    line(Action::NextHit, "Next hit", Menu::Go, Needs::Project, &[plain(Key::F3)]),
    line(Action::PreviousHit, "Previous hit", Menu::Go, Needs::Project, &[shift(Key::F3)]),
    line(Action::GoTo, "Go to a paragraph or place…", Menu::Go, Needs::Document, &[control(Key::G)]),
    line(Action::Read, "Read", Menu::Go, Needs::Project, &[control(Key::Num1)]),
    line(Action::Claims, "Claims", Menu::Go, Needs::Project, &[control(Key::Num2)]),
    line(Action::Entities, "Entities", Menu::Go, Needs::Project, &[control(Key::Num3)]),
    line(Action::UnlinkedMentions, "Unlinked mentions", Menu::Go, Needs::Project, &[control_shift(Key::E)]),
    line(Action::Codebook, "Codebook", Menu::Go, Needs::Project, &[control(Key::Num4)]),
    line(Action::Annotations, "Annotations", Menu::Go, Needs::Project, &[control(Key::Num5)]),
    line(Action::Links, "Links", Menu::Go, Needs::Project, &[control_shift(Key::Num5)]),
    line(Action::Memos, "Memos", Menu::Go, Needs::Project, &[control(Key::Num6)]),
    line(Action::ReviewList, "Review list", Menu::Go, Needs::Project, &[control_shift(Key::R)]),
    line(Action::Back, "Back", Menu::Go, Needs::Project, &[control(Key::OpenBracket)]),
    line(Action::Forward, "Forward", Menu::Go, Needs::Project, &[control(Key::CloseBracket)]),
    line(Action::NextPanel, "Next panel", Menu::Go, Needs::Project, &[plain(Key::F6)]),
    line(Action::PreviousPanel, "Previous panel", Menu::Go, Needs::Project, &[shift(Key::F6)]),
    line(Action::NextDocument, "Next document", Menu::Go, Needs::Project, &[control(Key::PageDown)]),
    line(Action::PreviousDocument, "Previous document", Menu::Go, Needs::Project, &[control(Key::PageUp)]),
    line(Action::NextUnfinished, "Next unfinished document", Menu::Go, Needs::Project, &[plain(Key::F9)]),
    line(Action::NextAnnotation, "Next annotation", Menu::Go, Needs::Document, &[alt(Key::ArrowDown), plain(Key::F8)]),
    line(Action::PreviousAnnotation, "Previous annotation", Menu::Go, Needs::Document, &[alt(Key::ArrowUp), shift(Key::F8)]),
    line(Action::FindCode, "Find a code", Menu::Code, Needs::Document, &[control(Key::J)]),
    line(Action::Keys, "Keys", Menu::Help, Needs::Nothing, &[plain(Key::F1)]),
    line(Action::EditKeys, "Edit keys…", Menu::Help, Needs::Nothing, &[]),
    line(Action::About, "About Variorum", Menu::Help, Needs::Nothing, &[]),
];

/// The line of an action.
pub fn info(action: Action) -> Option<&'static ActionInfo> {
    ACTIONS.iter().find(|line| line.action == action)
}

/// Its first key as it is written on this system; empty when it has none.
pub fn key_text(ctx: &egui::Context, action: Action) -> String {
    let keymap = Keymap::in_force(ctx);
    keymap.keys(action).first().map(|key| ctx.format_shortcut(key)).unwrap_or_default()
}

/// Its id in a keymap file: `next-document`.
pub fn id(action: Action) -> String {
    serde_json::to_value(action).ok().and_then(|id| id.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The action with an id.
pub fn of_id(id: &str) -> Option<Action> {
    serde_json::from_value(id.into()).ok()
}

/// Whether an action makes sense now.
pub fn is_possible(action: Action, session: Option<&Session>) -> bool {
    let Some(line) = info(action) else { return false };
    let words = |s: &Session| s.selection().text.is_some_and(|t| t.span().is_some());
    let annotation = |s: &Session| s.selection().annotation.is_some();
    let met = match line.needs {
        Needs::Nothing => true,
        Needs::Project => session.is_some(),
        Needs::Document => session.is_some_and(|s| s.selection().document.is_some()),
        Needs::Words => session.is_some_and(words),
        Needs::Annotation => session.is_some_and(annotation),
        Needs::WordsOrAnnotation => session.is_some_and(|s| words(s) || annotation(s)),
        Needs::WordsAndAnnotation => session.is_some_and(|s| words(s) && annotation(s)),
        Needs::Mention => session.is_some_and(is_at_open_mention),
    };
    met && match action {
        Action::Undo => session.is_some_and(|s| s.history().undo_label().is_some()),
        Action::Redo => session.is_some_and(|s| s.history().to_redo().is_some()),
        Action::Conflicts => session.is_some_and(|s| !s.project().conflicts().is_empty()),
        Action::Back => session.is_some_and(|s| s.trail().leads_back(s.project())),
        Action::Forward => session.is_some_and(|s| s.trail().leads_forward(s.project())),
        _ => true,
    }
}

fn is_at_open_mention(session: &Session) -> bool {
    let looked_at = session.selection().annotation.as_ref().and_then(|id| session.project().annotations().get(id));
    looked_at.is_some_and(|annotation| is_unlinked(session.project(), annotation))
}

/// The actions whose keys were pressed, in the order of the keys.
///
/// The keys are taken with the letters that some systems send beside them, so that no widget sees them again: also those of an action that
/// makes no sense now, which do nothing. While a field is being typed in, keys that edit its text stay with it.
pub fn pressed(ctx: &egui::Context, session: Option<&Session>) -> Vec<Action> {
    let typing = ctx.text_edit_focused();
    let keymap = Keymap::in_force(ctx);
    let mut found = Vec::new();
    ctx.input_mut(|input| {
        let mut with_letter = false;
        input.events.retain(|event| match event {
            Event::Key { key, modifiers, pressed: true, .. } => {
                let action = keymap.action_of(*modifiers, *key).filter(|action| !(typing && stays_with_field(*action, *key)));
                let possible = action.is_some_and(|action| is_possible(action, session));
                found.extend(action.filter(|_| possible));
                // What has the keyboard may know something else to delete.
                with_letter = action.is_some() && (possible || *key != Key::Delete);
                !with_letter
            }
            Event::Text(_) => !std::mem::take(&mut with_letter),
            _ => true,
        });
    });
    found
}

/// Whether the key of one action was pressed; takes it.
pub fn is_asked_for(ctx: &egui::Context, action: Action) -> bool {
    let keymap = Keymap::in_force(ctx);
    let is_its = |event: &Event| match event {
        Event::Key { key, modifiers, pressed: true, .. } => keymap.action_of(*modifiers, *key) == Some(action),
        _ => false,
    };
    ctx.input_mut(|input| {
        let before = input.events.len();
        input.events.retain(|event| !is_its(event));
        input.events.len() < before
    })
}

/// Keys that a field has a meaning of its own for, and its own words to copy.
fn stays_with_field(action: Action, key: Key) -> bool {
    action == Action::Copy || matches!(key, Key::Z | Key::Y | Key::Delete | Key::ArrowUp | Key::ArrowDown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_actions_share_a_key() {
        let mut keys: Vec<_> = ACTIONS.iter().flat_map(|line| line.keys).map(|k| (k.modifiers, k.logical_key)).collect();
        let all = keys.len();
        keys.sort_by_key(|(m, k)| (format!("{m:?}"), *k));
        keys.dedup();
        assert_eq!(keys.len(), all);
    }

    #[test]
    fn every_action_is_found_by_its_id() {
        assert_eq!(id(Action::NextDocument), "next-document");
        for line in ACTIONS {
            assert_eq!(of_id(&id(line.action)), Some(line.action));
        }
        assert_eq!(of_id("no-such-thing"), None);
    }

    #[test]
    fn without_a_project_only_what_needs_none_is_possible() {
        assert!(is_possible(Action::OpenProject, None));
        assert!(!is_possible(Action::Undo, None));
        assert!(!is_possible(Action::Import, None));
    }
}
