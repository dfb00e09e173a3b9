//! Searching in a list of things: entities, claims, annotations, codes.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use egui::{FontId, RichText, Ui};

use super::super::context::ViewContext;
use super::super::fuzzy;
use super::super::theme::{SIZES, Theme};
use super::{Row, filter_field, row_in, shortened};
use crate::model::{AttributeKind, Entity, Reference};
use crate::text::find::{is_of_word, key};
use crate::ui::keyboard::{entered, give_keyboard};

/// Something to choose.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice<T> {
    /// What is chosen.
    pub value: T,
    /// Its words.
    pub name: String,
    /// A remark after them, such as a type.
    pub remark: String,
    /// Other words it is found by.
    pub also: String,
    /// Whether it is worth suggesting before anything is typed.
    pub likely: bool,
}

/// A search in a list of things. The list is made once for each key, and searched once for each query.
#[derive(Debug)]
pub struct Search<T> {
    /// What is typed.
    pub query: String,
    /// Whether the field gets the keyboard at the next frame.
    pub wants_focus: bool,
    /// Whether Enter was pressed in the empty field just now: nothing more is to be chosen.
    pub is_finished: bool,
    made_for: Option<(u64, String)>,
    choices: Vec<Choice<T>>,
    found: Option<(String, Vec<usize>)>,
}

impl<T> Default for Search<T> {
    fn default() -> Self {
        Self { query: String::new(), wants_focus: false, is_finished: false, made_for: None, choices: Vec::new(), found: None }
    }
}

impl<T: Clone> Search<T> {
    /// A search whose field takes the keyboard when it is shown.
    pub fn with_keyboard() -> Self {
        Self { wants_focus: true, ..Self::default() }
    }

    /// Makes the list again unless it was made for this revision and subject.
    pub fn fill(&mut self, revision: u64, subject: &str, make: impl FnOnce() -> Vec<Choice<T>>) {
        if self.made_for.as_ref().is_some_and(|(at, of)| *at == revision && of == subject) {
            return;
        }
        self.made_for = Some((revision, subject.to_owned()));
        self.choices = make();
        self.found = None;
    }

    /// Goes on with what was typed elsewhere, and takes the keyboard.
    pub fn type_on(&mut self, text: &str) {
        self.query.push_str(text);
        self.wants_focus = true;
    }

    /// Whether there is nothing to choose from.
    pub fn is_empty(&self) -> bool {
        self.choices.is_empty()
    }

    /// The first of what fits, for a list of one's own.
    pub fn offered(&mut self, most: usize) -> Vec<&Choice<T>> {
        self.find();
        let found = self.found.as_ref().map_or(&[][..], |(_, places)| places.as_slice());
        found.iter().take(most).filter_map(|place| self.choices.get(*place)).collect()
    }

    /// A search field over a short list of what fits; returns what was clicked, or the first when Enter is pressed.
    ///
    /// An empty field shows what is likely, in the order it was given.
    pub fn show(&mut self, ui: &mut Ui, theme: &Theme, label: &str, most: usize) -> Option<T> {
        let field = filter_field(ui, &mut self.query, label);
        if std::mem::take(&mut self.wants_focus) {
            give_keyboard(&field);
        }
        let entered = entered(ui, &field);
        self.find();
        let typed = !self.query.trim().is_empty();
        self.is_finished = entered && !typed;
        let found = self.found.as_ref().map_or(&[][..], |(_, places)| places.as_slice());
        let choice = |place: &usize| self.choices.get(*place);
        if entered && typed {
            return found.first().and_then(choice).map(|c| c.value.clone());
        }
        let mut chosen = None;
        for choice in found.iter().take(most).filter_map(choice) {
            let response = row_in(ui, theme, 24.0, &Row { label: &choice.name, chosen: false, enabled: true });
            let text = egui::WidgetText::from(RichText::new(&choice.name).size(SIZES.body).color(theme.text));
            paint_in_row(ui, theme, response.rect, text, &choice.remark);
            if response.on_hover_text(&choice.name).clicked() {
                chosen = Some(choice.value.clone());
            }
        }
        let shown = found.len().min(most);
        let hidden = if typed { found.len() } else { self.choices.len() }.saturating_sub(shown);
        if hidden > 0 {
            let more = if shown > 0 { "more, type to find them" } else { "to choose from, type to find them" };
            ui.label(RichText::new(format!("{hidden} {more}")).size(SIZES.small).color(theme.muted));
        }
        chosen
    }

    fn find(&mut self) {
        if self.found.as_ref().is_some_and(|(query, _)| *query == self.query) {
            return;
        }
        let typed = !self.query.trim().is_empty();
        let score = |c: &Choice<T>| fuzzy::best(&self.query, [c.name.as_str(), c.also.as_str()]);
        let offered = self.choices.iter().enumerate().filter(|(_, c)| typed || c.likely);
        let mut found: Vec<(i32, usize)> = offered.filter_map(|(place, c)| Some((score(c)?, place))).collect();
        if typed {
            found.sort_by_key(|(score, _)| Reverse(*score));
        }
        self.found = Some((self.query.clone(), found.into_iter().map(|(_, place)| place).collect()));
    }
}

pub(super) fn paint_in_row(ui: &Ui, theme: &Theme, rect: egui::Rect, text: egui::WidgetText, remark: &str) {
    let painter = ui.painter();
    let remark = painter.layout_no_wrap(remark.to_owned(), FontId::proportional(SIZES.small), theme.muted);
    let room = rect.width() - remark.size().x - 22.0;
    let galley = text.into_galley(ui, Some(egui::TextWrapMode::Truncate), room.max(40.0), FontId::proportional(SIZES.body));
    painter.galley(egui::pos2(rect.left() + 8.0, rect.center().y - galley.size().y / 2.0), galley, theme.text);
    let at = egui::pos2(rect.right() - 8.0 - remark.size().x, rect.center().y - remark.size().y / 2.0);
    painter.galley(at, remark, theme.muted);
}

/// What an attribute that takes entities or claims can name, what fits the quote best first.
pub fn reference_choices(ctx: &ViewContext<'_>, kind: &AttributeKind, quote: &str) -> Vec<Choice<Reference>> {
    let entities = matches!(kind, AttributeKind::Entity | AttributeKind::EntityOrClaim);
    let claims = matches!(kind, AttributeKind::Claim | AttributeKind::EntityOrClaim);
    let mut all = Vec::new();
    let quote = words_of(quote);
    if entities {
        let likeness = |e: &Entity| shared_words(&quote, &format!("{} {}", e.name, e.aliases.join(" ")));
        let mut register: Vec<_> = ctx.project.entities().values().map(|e| (likeness(e), e)).collect();
        register.sort_by_cached_key(|(likeness, e)| (Reverse(*likeness), e.name.to_lowercase()));
        all.extend(register.into_iter().map(|(likeness, e)| Choice {
            value: Reference::Entity(e.id.clone()),
            name: e.name.clone(),
            remark: e.kind.clone(),
            also: e.aliases.join(" "),
            likely: likeness > 0,
        }));
    }
    if claims {
        let claims = ctx.project.claims_in_order().into_iter();
        let mut ledger: Vec<_> = claims.map(|c| (shared_words(&quote, &c.statement), c)).collect();
        ledger.sort_by_key(|(likeness, _)| Reverse(*likeness));
        all.extend(ledger.into_iter().map(|(likeness, c)| Choice {
            value: Reference::Claim(c.id.clone()),
            name: shortened(&c.statement, 160),
            remark: c.group.clone(),
            also: c.id.to_string(),
            likely: likeness > 0,
        }));
    }
    all
}

/// The words of three letters or more, as they are compared.
fn words_of(text: &str) -> BTreeSet<String> {
    key(text).split(|c: char| !is_of_word(c)).filter(|w| w.chars().count() > 2).map(str::to_owned).collect()
}

/// How many of these words a text has.
fn shared_words(words: &BTreeSet<String>, text: &str) -> usize {
    if words.is_empty() { 0 } else { words.intersection(&words_of(text)).count() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_counts_whole_words() {
        assert_eq!(shared_words(&words_of("Kim Jong Un, general secretary"), "Kim Jong Un"), 2);
        assert_eq!(shared_words(&words_of("the"), "then"), 0);
    }
}
