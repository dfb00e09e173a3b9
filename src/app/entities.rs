//! The entity of a mention, and the mentions of an entity.

use super::App;
use crate::session::{Command, Notice};
use crate::ui::actions::Action;
use crate::ui::window::Tab;

impl App {
    pub(super) fn act_on_entities(&mut self, action: Action) {
        match action {
            Action::Proposal1 => self.accept_proposal(0),
            Action::Proposal2 => self.accept_proposal(1),
            Action::Proposal3 => self.accept_proposal(2),
            Action::Proposal4 => self.accept_proposal(3),
            Action::Proposal5 => self.accept_proposal(4),
            Action::NewEntity => self.new_entity_of_mention(),
            Action::FindMentions => self.find_mentions(),
            Action::UnlinkedMentions => self.window.show_unlinked(),
            _ => {}
        }
    }

    /// Several that are chosen in the list are linked in one step.
    fn accept_proposal(&mut self, number: usize) {
        let Some((annotation, entity)) = self.window.proposals.nth(number) else { return };
        let chosen = self.window.chosen_mentions();
        if chosen.len() > 1 && chosen.contains(&annotation) {
            self.run_command(Command::LinkEntities(chosen, entity));
        } else {
            self.run_command(Command::LinkEntity(annotation, entity));
        }
    }

    fn new_entity_of_mention(&mut self) {
        let Some(session) = &self.session else { return };
        let mention = session.selection().annotation.as_ref().and_then(|id| session.project().annotations().get(id));
        if let Some(mention) = mention {
            let (name, mention) = (mention.quote(), Some(mention.id.clone()));
            self.run_command(Command::CreateEntity { mention, name, kind: String::new() });
        }
    }

    /// Looks for all names of the entity that is chosen in the register or, on the page, of the one that the annotation names.
    fn find_mentions(&mut self) {
        let Some(session) = &self.session else { return };
        let looked_at = session.selection().annotation.as_ref().and_then(|id| session.project().annotations().get(id));
        let named = || looked_at.and_then(|annotation| annotation.entities().next().cloned());
        let entity = if self.window.tab == Tab::Entities { self.window.chosen_entity() } else { named() };
        let Some(entity) = entity else {
            let hint = "Choose one in the register, or look at an annotation that names one";
            self.window.tell(&self.ctx, Notice::refused("There is no entity to find mentions of", hint));
            return;
        };
        self.window.find_mentions(session.project(), entity);
    }
}
