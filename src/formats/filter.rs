//! Part of a project: one coder, some layers, and what belongs to them.

use std::collections::BTreeSet;

use crate::model::{CodeId, CoderId, LayerId, Project, Record, RecordId};

/// Says what of a project is written; nothing set: all of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only what this coder did.
    pub coder: Option<CoderId>,
    /// Only annotations with codes of these layers; empty: of any.
    pub layers: BTreeSet<LayerId>,
}

impl Filter {
    /// The project without what is filtered out, nor what refers to something filtered out.
    ///
    /// Documents, codebook, register and ledger stay whole.
    pub fn of(&self, project: &Project) -> Project {
        let mut records: Vec<Record> = project.records().filter(|record| self.keeps(project, record)).collect();
        let all: BTreeSet<RecordId> = project.records().map(|r| r.id()).collect();
        loop {
            let ids: BTreeSet<RecordId> = records.iter().map(Record::id).collect();
            let before = records.len();
            // What pointed nowhere in the project itself is not this filter's business.
            records.retain(|record| {
                let mut whole = true;
                record.for_each_reference(&mut |id| whole &= ids.contains(&id) || !all.contains(&id));
                whole
            });
            if records.len() == before {
                break;
            }
        }
        Project::assemble(project.info().clone(), project.codebook().clone(), records).0
    }

    fn keeps(&self, project: &Project, record: &Record) -> bool {
        let by = |coder: &CoderId| self.coder.as_ref().is_none_or(|wanted| wanted == coder);
        let layer = |layer: Option<&LayerId>| self.layers.is_empty() || layer.is_some_and(|l| self.layers.contains(l));
        let layer_of = |code: &CodeId| project.layer_of(code).map(|l| &l.id);
        match record {
            Record::Annotation(a) => by(&a.coder) && layer(layer_of(&a.code)),
            Record::Link(l) => by(&l.coder),
            Record::Treatment(t) => by(&t.coder),
            Record::Memo(m) => by(&m.coder),
            Record::Mark(m) => by(&m.coder) && (m.layer.is_none() || layer(m.layer.as_ref())),
            Record::Progress(p) => by(&p.coder),
            Record::Coder(c) => by(&c.id),
            Record::Event(_)
            | Record::Attribute(_)
            | Record::Layer(_)
            | Record::Code(_)
            | Record::LinkType(_)
            | Record::Entity(_)
            | Record::Claim(_)
            | Record::Document(_) => true,
        }
    }
}
