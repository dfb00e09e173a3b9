//! Oddities of the register, the ledger and the treatments.

use std::collections::BTreeMap;

use crate::text::sha256;

use super::Findings;
use super::annotations::is_date;
use crate::model::{CoderId, DocumentId, RecordId, Treatment, TreatmentKind};

impl Findings<'_> {
    /// Numbers, dates, omissions that nobody looked for, and claims that nobody checked.
    pub(super) fn ledger(&mut self) {
        let project = self.project;
        for entity in project.entities().values() {
            let is_item = |q: &&String| q.strip_prefix('Q').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
            if let Some(item) = entity.wikidata.as_ref().filter(|q| !is_item(q)) {
                self.warn(RecordId::Entity(entity.id.clone()), format!("its Wikidata item '{item}' is not written as Q and digits"));
            }
        }
        for event in project.events().values() {
            if let Some(date) = event.date.as_ref().filter(|date| !is_date(date)) {
                let what = format!("its date '{date}' is not written as 2023, 2023-09 or 2023-09-14");
                self.warn(RecordId::Event(event.id.clone()), what);
            }
        }
        for claim in project.claims().values() {
            self.importance(&RecordId::Claim(claim.id.clone()), claim.importance);
        }
        let mut digests = BTreeMap::new();
        let mut treated: BTreeMap<(&CoderId, &DocumentId), usize> = BTreeMap::new();
        for treatment in project.treatments().values() {
            self.treatment(treatment, &mut digests);
            *treated.entry((&treatment.coder, &treatment.document)).or_default() += 1;
        }
        let claims = project.claims().len();
        for ((coder, document), count) in treated {
            if count < claims {
                let what = format!("{} of {claims} claims have no treatment by {coder}", claims - count);
                self.warn(RecordId::Document(document.clone()), what);
            }
        }
    }

    fn treatment(&mut self, treatment: &Treatment, digests: &mut BTreeMap<DocumentId, String>) {
        let place = RecordId::Treatment(treatment.key());
        self.importance(&place, treatment.importance);
        match (&treatment.looked, treatment.kind) {
            (None, TreatmentKind::Omits) => self.warn(&place, "it says 'omits', but not who looked for what"),
            (Some(looked), _) => {
                let Some(document) = self.project.documents().get(&treatment.document) else { return };
                let digest = digests.entry(document.id.clone()).or_insert_with(|| sha256(document.text.as_str().as_bytes()));
                if looked.text_sha256 != *digest {
                    self.warn(&place, "the text has changed since somebody looked");
                }
            }
            (None, _) => {}
        }
    }

    fn importance(&mut self, place: &RecordId, importance: Option<u8>) {
        if let Some(odd) = importance.filter(|i| !(1..=3).contains(i)) {
            self.warn(place, format!("its importance {odd} is not 1, 2 or 3"));
        }
    }
}
