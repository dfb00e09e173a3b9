//! Searching in a list of things: entities, claims, annotations, codes.

use std::cmp::Reverse;

use egui::{FontId, Key, RichText, Ui};

use super::super::context::ViewContext;
use super::super::fuzzy;
use super::super::theme::{SIZES, Theme};
use super::{Row, filter_field, row_in, shortened};
use crate::model::{AttributeKind, Entity, Reference};

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

/// A search field over a short list of what fits; returns what was clicked, or the first when Enter is pressed.
///
/// An empty field shows what is likely, in the order it was given.
pub fn search_list<T: Clone>(ui: &mut Ui, theme: &Theme, query: &mut String, label: &str, choices: &[Choice<T>], most: usize) -> Option<T> {
    let field = filter_field(ui, query, label);
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let typed = !query.trim().is_empty();
    let score = |c: &Choice<T>| fuzzy::best(query, [c.name.as_str(), c.also.as_str()]);
    let offered = choices.iter().filter(|c| typed || c.likely);
    let mut found: Vec<(i32, &Choice<T>)> = offered.filter_map(|c| Some((score(c)?, c))).collect();
    if typed {
        found.sort_by(|a, b| b.0.cmp(&a.0));
    }
    if entered && typed {
        return found.first().map(|(_, choice)| choice.value.clone());
    }
    let mut chosen = None;
    for (_, choice) in found.iter().take(most) {
        let response = row_in(ui, theme, 24.0, &Row { label: &choice.name, chosen: false, enabled: true });
        let text = egui::WidgetText::from(RichText::new(&choice.name).size(SIZES.body).color(theme.text));
        paint_in_row(ui, theme, response.rect, text, &choice.remark);
        if response.on_hover_text(&choice.name).clicked() {
            chosen = Some(choice.value.clone());
        }
    }
    let shown = found.len().min(most);
    let hidden = if typed { found.len() } else { choices.len() }.saturating_sub(shown);
    if hidden > 0 {
        let more = if shown > 0 { "more, type to find them" } else { "to choose from, type to find them" };
        ui.label(RichText::new(format!("{hidden} {more}")).size(SIZES.small).color(theme.muted));
    }
    chosen
}

fn paint_in_row(ui: &Ui, theme: &Theme, rect: egui::Rect, text: egui::WidgetText, remark: &str) {
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
    if entities {
        let likeness = |e: &Entity| shared_words(quote, &format!("{} {}", e.name, e.aliases.join(" ")));
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
        let mut ledger: Vec<_> = claims.map(|c| (shared_words(quote, &c.statement), c)).collect();
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

/// How many words of three letters or more two texts have in common.
fn shared_words(a: &str, b: &str) -> usize {
    let words = |text: &str| -> std::collections::BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 2).map(str::to_lowercase).collect()
    };
    words(a).intersection(&words(b)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_counts_whole_words() {
        assert_eq!(shared_words("Kim Jong Un, general secretary", "Kim Jong Un"), 2);
        assert_eq!(shared_words("the", "then"), 0);
    }
}
