//! A quotation being put together: the edits so far, and the project as it is with them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::{Desk, Refusal, coding, defaults, refusal};
use super::{PartName, QuotationPart};
use crate::analysis::quotation_chain::{QuotationRoles, entity_at};
use crate::model::{
    Annotation, AnnotationId, CodeId, Document, DocumentId, Edit, Link, LinkId, LinkTypeId, Project, Record, RecordId, Scope, Target, Value,
};
use crate::text::{Span, quoted};

pub(super) struct Work<'a> {
    desk: &'a Desk<'a>,
    roles: &'a QuotationRoles,
    document: &'a Arc<Document>,
    /// The project with `edits` carried out.
    pub(super) project: Project,
    pub(super) edits: Vec<Edit>,
}

impl<'a> Work<'a> {
    pub(super) fn new(desk: &'a Desk<'a>, roles: &'a QuotationRoles, document: &DocumentId) -> Result<Self, Refusal> {
        let found = desk.project.documents().get(document);
        let document = found.ok_or_else(|| refusal("The document of the quotation was deleted meanwhile", "Undo brings it back"))?;
        Ok(Self { desk, roles, document, project: desk.project.clone(), edits: Vec::new() })
    }

    /// Carries an edit out here; a record that was added or set before is told once, as it is in the end.
    pub(super) fn push(&mut self, edit: Edit) -> Result<(), Refusal> {
        let after = self.project.after(std::slice::from_ref(&edit));
        let (next, _) = after.map_err(|error| refusal(format!("The quotation cannot be coded: {error}"), "Nothing was changed"))?;
        self.project = next;
        if let Edit::Set(record) = &edit {
            let id = record.id();
            for earlier in &mut self.edits {
                match earlier {
                    Edit::Add(old) | Edit::Set(old) if old.id() == id => {
                        *old = record.clone();
                        return Ok(());
                    }
                    _ => {}
                }
            }
        }
        self.edits.push(edit);
        Ok(())
    }

    fn code_of(&self, name: PartName) -> &'a CodeId {
        match name {
            PartName::Content => &self.roles.content,
            PartName::Cue => &self.roles.cue.code,
            PartName::Source => &self.roles.source.code,
        }
    }

    /// The type of the link from a part to the content.
    pub(super) fn link_of(&self, name: PartName) -> &'a LinkTypeId {
        match name {
            PartName::Content => &self.roles.nested,
            PartName::Cue => &self.roles.cue.link,
            PartName::Source => &self.roles.source.link,
        }
    }

    /// The annotation of a part: the one named, the one that is there already, or a new one.
    pub(super) fn part(&mut self, name: PartName, part: &QuotationPart) -> Result<AnnotationId, Refusal> {
        let code = self.code_of(name);
        match part {
            QuotationPart::There(id) => {
                let annotation = self.desk.annotation(id)?;
                if annotation.code != *code {
                    let what = format!("{} cannot be the {}", self.desk.code_name(&annotation.code), name.word());
                    return Err(refusal(what, format!("Choose words, or an annotation of the code {}", self.desk.code_name(code))));
                }
                Ok(id.clone())
            }
            QuotationPart::Words(span) => {
                let words = refusal("There are no words in the selection", format!("Select the {}", name.word()));
                let span = coding::trimmed(self.document, *span).ok_or(words)?;
                match self.there(name, span) {
                    Some(id) => Ok(id),
                    None => self.add(name, span),
                }
            }
        }
    }

    /// One's own annotation of the part's code on these words; words inside a source are that source.
    fn there(&self, name: PartName, span: Span) -> Option<AnnotationId> {
        let code = self.code_of(name);
        let touching = self.project.annotations_touching(&self.document.id, span).into_iter();
        let own = touching.filter(|a| a.code == *code && a.coder == *self.desk.coder && !a.orphan);
        let fits = |a: &&Arc<Annotation>| match (name, a.target.extent()) {
            (PartName::Source, Some(extent)) => extent.contains(span),
            (_, extent) => extent == Some(span),
        };
        own.filter(fits).min_by_key(|a| (a.target.extent().map_or(0, Span::len), a.id.clone())).map(|a| a.id.clone())
    }

    fn add(&mut self, name: PartName, span: Span) -> Result<AnnotationId, Refusal> {
        let code = self.code_of(name);
        coding::needs_scope(self.desk, code, Scope::Span)?;
        let place = coding::place(self.document, span)?;
        let id = AnnotationId::new(&self.desk.environment.new_id("a-")).map_err(|e| refusal(e.to_string(), "Try again"))?;
        let mut annotation = coding::coded(self.desk, id.clone(), self.document, code, Target::Spans(vec![place]));
        match name {
            PartName::Content => {
                let word = self.roles.kind_word(&self.project, quoted(self.document.text.as_str(), &[span]));
                annotation.attributes.extend(self.roles.kind.clone().zip(word.map(Value::Choice)));
            }
            PartName::Source => {
                let entities = entity_at(&self.project, &annotation).map(Value::References);
                annotation.attributes.extend(self.roles.entity.clone().zip(entities));
            }
            PartName::Cue => {}
        }
        defaults::fill(&self.project, code, &mut annotation.attributes, |_| true);
        self.push(Edit::Add(annotation.into()))?;
        Ok(id)
    }

    /// Draws a link unless it is there.
    pub(super) fn link(&mut self, kind: &LinkTypeId, from: &AnnotationId, to: &AnnotationId) -> Result<(), Refusal> {
        if self.project.links_of(from).any(|l| l.kind == *kind && l.from == *from && l.to == *to) {
            return Ok(());
        }
        let id = LinkId::new(&self.desk.environment.new_id("l-")).map_err(|e| refusal(e.to_string(), "Try again"))?;
        let link = Link {
            id,
            coder: self.desk.coder.clone(),
            kind: kind.clone(),
            from: from.clone(),
            to: to.clone(),
            attributes: BTreeMap::new(),
            memo: String::new(),
            created: self.desk.environment.now(),
            extra: BTreeMap::new(),
        };
        self.push(Edit::Add(link.into()))
    }

    /// Nests a content in the smallest one around it, and in it those whose smallest one around it now is.
    pub(super) fn nest_by_place(&mut self, content: &AnnotationId) -> Result<(), Refusal> {
        let Some(extent) = self.extent(content) else { return Ok(()) };
        let own = self.contents();
        let around = |of: Span| {
            let larger = own.iter().filter(|(_, e)| e.contains(of) && *e != of);
            larger.min_by_key(|(id, e)| (e.len(), id.clone())).map(|(id, _)| id.clone())
        };
        let roles = self.roles;
        if roles.around_of(&self.project, content).is_none()
            && let Some(outer) = around(extent)
        {
            self.link(&roles.nested, content, &outer)?;
        }
        let inside: Vec<_> = own.iter().filter(|(_, e)| extent.contains(*e) && *e != extent).collect();
        for (inner, place) in inside {
            if around(*place).as_ref() != Some(content) {
                continue;
            }
            if let Some((_, outer)) = roles.around_of(&self.project, inner) {
                // Nested elsewhere on purpose, unless that one is now the next but one.
                if !outer.target.extent().is_some_and(|e| e.contains(extent) && e != extent) {
                    continue;
                }
                let old: Vec<LinkId> = roles.nestings(&self.project, inner).into_iter().cloned().collect();
                for link in old {
                    self.push(Edit::Remove(RecordId::Link(link)))?;
                }
            }
            self.link(&roles.nested, inner, content)?;
        }
        Ok(())
    }

    fn extent(&self, id: &AnnotationId) -> Option<Span> {
        self.project.annotations().get(id).filter(|a| !a.orphan)?.target.extent()
    }

    /// One's own contents in the document with their extents.
    fn contents(&self) -> Vec<(AnnotationId, Span)> {
        let all = self.project.annotations_of(&self.document.id).into_iter();
        let own = all.filter(|a| a.code == self.roles.content && a.coder == *self.desk.coder && !a.orphan);
        own.filter_map(|a| Some((a.id.clone(), a.target.extent()?))).collect()
    }

    /// Writes how deep a content and all that is nested in it are.
    pub(super) fn set_levels(&mut self, content: &AnnotationId) -> Result<(), Refusal> {
        let mut seen = BTreeSet::new();
        let mut queue = vec![content.clone()];
        while let Some(id) = queue.pop() {
            if !seen.insert(id.clone()) {
                continue;
            }
            let roles = self.roles;
            queue.extend(roles.inside_of(&self.project, &id).into_iter().map(|(_, a)| a.id.clone()));
            let Some(annotation) = self.project.annotations().get(&id) else { continue };
            let depth = roles.chain(&self.project, annotation).len();
            if let Some((attribute, value)) = roles.level_value(depth)
                && annotation.attributes.get(&attribute) != Some(&value)
            {
                let mut changed = Annotation::clone(annotation);
                changed.attributes.insert(attribute, value);
                let is_new = !self.desk.project.annotations().contains_key(&id);
                let edit = if is_new { Edit::Set(Record::from(changed)) } else { self.desk.changed(changed) };
                self.push(edit)?;
            }
        }
        Ok(())
    }

    /// Takes an annotation away that nothing refers to any more and nobody wrote a remark about.
    pub(super) fn remove_if_idle(&mut self, id: &AnnotationId) -> Result<(), Refusal> {
        let record = RecordId::Annotation(id.clone());
        let is_silent = self.project.annotations().get(id).is_some_and(|a| a.memo.is_empty());
        if is_silent && self.project.uses_of(&record) == 0 {
            self.push(Edit::Remove(record))?;
        }
        Ok(())
    }
}
