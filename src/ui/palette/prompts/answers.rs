//! What a key or Enter answers, for each kind of attribute.

use super::{PROPOSED, Prompts, Question, takes_references};
use crate::model::{AttributeKind, Reference, Value};
use crate::session::Command;
use crate::text::shortened;

/// What was answered.
#[derive(Debug)]
pub(super) enum Answer {
    /// Nothing: it stays as it is, and the next question comes.
    Skip,
    /// It cannot be an answer, and why.
    Wrong(String),
    /// This value (or none), and the next question comes.
    Set(Option<Value>),
    /// This value, and the question stays: more can be chosen.
    Toggle(Option<Value>),
    /// Something new that is named from now on.
    Run(Box<Command>),
}

/// A line that can be chosen for an entity or a claim.
#[derive(Debug, Clone)]
pub(super) struct Proposal {
    pub name: String,
    pub remark: String,
    pub reference: Option<Reference>,
}

/// The keys of choices, in their order.
pub(super) fn keys() -> impl Iterator<Item = char> {
    ('1'..='9').chain('a'..='z')
}

/// A value as it is typed, so that it can be changed.
pub(super) fn as_typed(value: Option<&Value>) -> String {
    match value {
        Some(Value::Text(words)) => words.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

impl Prompts {
    /// What is typed so far, of a question that is answered in letters.
    pub(super) fn text(&self, question: &Question<'_>) -> &str {
        if takes_references(&question.attribute.kind) { &self.search.query } else { &self.draft }
    }

    /// What one key alone answers.
    pub(super) fn by_key(&mut self, question: &Question<'_>, typed: &str) -> Option<Answer> {
        let mut letters = typed.chars();
        let (Some(key), None) = (letters.next(), letters.next()) else { return None };
        let place = keys().position(|other| other == key);
        match &question.attribute.kind {
            AttributeKind::Choice(_) | AttributeKind::YesNo if key == '-' => Some(Answer::Set(None)),
            AttributeKind::Choice(words) => Some(Answer::Set(Some(Value::Choice(words.get(place?)?.clone())))),
            AttributeKind::Choices(words) => Some(Answer::Toggle(toggled(words, question.value, words.get(place?)?))),
            AttributeKind::YesNo => match key {
                'y' => Some(Answer::Set(Some(Value::YesNo(true)))),
                'n' => Some(Answer::Set(Some(Value::YesNo(false)))),
                _ => None,
            },
            AttributeKind::Text | AttributeKind::Number { .. } => None,
            AttributeKind::Entity | AttributeKind::Claim | AttributeKind::EntityOrClaim => {
                // Only before anything is typed: a name may have digits.
                let place = key.to_digit(10).filter(|_| self.search.query.is_empty())?.checked_sub(1)? as usize;
                let proposal = self.rows(question).into_iter().nth(place)?;
                Some(self.named(question, &proposal))
            }
        }
    }

    /// What Enter answers.
    pub(super) fn by_enter(&mut self, question: &Question<'_>) -> Answer {
        let words = self.draft.trim().to_owned();
        match &question.attribute.kind {
            AttributeKind::Choice(_) | AttributeKind::Choices(_) | AttributeKind::YesNo => Answer::Skip,
            AttributeKind::Text => Answer::Set((!words.is_empty()).then_some(Value::Text(words))),
            AttributeKind::Number { .. } if words.is_empty() => Answer::Set(None),
            AttributeKind::Number { min, max, .. } => number(&words, *min, *max),
            AttributeKind::Entity | AttributeKind::Claim | AttributeKind::EntityOrClaim if self.search.query.trim().is_empty() => {
                Answer::Skip
            }
            AttributeKind::Entity | AttributeKind::Claim | AttributeKind::EntityOrClaim => match self.rows(question).get(self.cursor) {
                Some(proposal) => self.named(question, proposal),
                None => Answer::Wrong("Nothing is called that".to_owned()),
            },
        }
    }

    /// Entities and claims that fit, and last what can be made of the words typed.
    pub(super) fn rows(&mut self, question: &Question<'_>) -> Vec<Proposal> {
        let found = self.search.offered(PROPOSED);
        let known = |c: &super::super::super::widgets::Choice<Reference>| Proposal {
            name: c.name.clone(),
            remark: c.remark.clone(),
            reference: Some(c.value.clone()),
        };
        let mut rows: Vec<Proposal> = found.into_iter().map(known).collect();
        let typed = self.search.query.trim();
        if !typed.is_empty() && question.value.is_none() {
            let what = if question.attribute.kind == AttributeKind::Claim { "New claim" } else { "New entity" };
            rows.push(Proposal { name: format!("{what} “{}”", shortened(typed, 50)), remark: String::new(), reference: None });
        }
        rows
    }

    /// The answer of a line that was chosen.
    pub(super) fn named(&self, question: &Question<'_>, proposal: &Proposal) -> Answer {
        let annotation = question.annotation.id.clone();
        let typed = self.search.query.trim().to_owned();
        let Some(reference) = &proposal.reference else {
            return Answer::Run(Box::new(if question.attribute.kind == AttributeKind::Claim {
                Command::CreateClaim { annotation: Some(annotation), statement: typed }
            } else {
                Command::CreateEntity { mention: Some(annotation), name: typed, kind: String::new() }
            }));
        };
        let mut all = match question.value {
            Some(Value::References(references)) => references.clone(),
            _ => Vec::new(),
        };
        all.push(reference.clone());
        Answer::Set(Some(Value::References(all)))
    }
}

/// The words chosen with one more, or one fewer, in the attribute's order.
pub(super) fn toggled(words: &[String], value: Option<&Value>, word: &String) -> Option<Value> {
    let chosen: &[String] = match value {
        Some(Value::Choices(words)) => words,
        _ => &[],
    };
    let wanted = |w: &&String| chosen.contains(w) != (*w == word);
    let new: Vec<String> = words.iter().filter(wanted).cloned().collect();
    (!new.is_empty()).then_some(Value::Choices(new))
}

fn number(words: &str, min: Option<f64>, max: Option<f64>) -> Answer {
    let read = words.replace(',', ".").replace('−', "-").parse::<f64>().ok().filter(|n| n.is_finite());
    match read {
        Some(n) if min.is_none_or(|min| n >= min) && max.is_none_or(|max| n <= max) => Answer::Set(Some(Value::Number(n))),
        Some(_) | None => Answer::Wrong(match (min, max) {
            (Some(min), Some(max)) => format!("A number from {min} to {max} is asked for"),
            (Some(min), None) => format!("A number from {min} on is asked for"),
            (None, Some(max)) => format!("A number up to {max} is asked for"),
            (None, None) => "A number is asked for".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_people_write_it_and_kept_within_its_bounds() {
        assert!(matches!(number("1,5", Some(0.0), Some(2.0)), Answer::Set(Some(Value::Number(n))) if (n - 1.5).abs() < 1e-9));
        assert!(matches!(number("−2", Some(-2.0), None), Answer::Set(Some(Value::Number(n))) if (n + 2.0).abs() < 1e-9));
        for bad in ["3", "x", "inf", "NaN"] {
            assert!(matches!(number(bad, Some(0.0), Some(2.0)), Answer::Wrong(_)), "{bad}");
        }
    }

    #[test]
    fn a_word_is_chosen_and_taken_away_in_the_attributes_order() {
        let words = ["a", "b", "c"].map(str::to_owned);
        let c = toggled(&words, None, &words[2]);
        let both = toggled(&words, c.as_ref(), &words[0]);
        assert_eq!(both, Some(Value::Choices(vec!["a".to_owned(), "c".to_owned()])));
        assert_eq!(toggled(&words, c.as_ref(), &words[2]), None);
    }
}
