//! Coding all occurrences: rules in words, what has been coded of what they find, and the one step that codes the rest.

mod listed;
mod parse;
mod rule;
mod standing;

pub use listed::{ListedRule, listed_rules, removed_since};
pub use parse::RuleError;
pub use rule::{Rule, Subject, Where};
pub use standing::{Judge, Removed, Standing};

use super::plan::bulk::{self, Coded};
use super::{Notice, Session};
use crate::model::{DocumentId, StepOrigin};
use crate::text::{Span, thousands};

/// Places to be coded by a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkCoding {
    /// The places (bytes), in any order.
    pub hits: Vec<(DocumentId, Span)>,
    /// What found them and what is put on them; its words become the origin of each annotation.
    pub rule: Rule,
}

impl Session {
    /// Codes many places in one step, and says how many.
    pub(super) fn code_all(&mut self, coding: &BulkCoding) {
        let planned = bulk::code_all(&self.desk(), coding);
        let (step, coded) = match planned {
            Ok(planned) => planned,
            Err(refusal) => return self.notify(*refusal),
        };
        let words = told(&coded);
        match step {
            None => self.notify(Notice::refused(words, "Nothing was left to code")),
            Some(step) => {
                if self.commit(step, StepOrigin::Window) {
                    self.remember_code(coding.rule.code.clone());
                    self.notify(Notice::done(words));
                }
            }
        }
    }
}

/// `5,000 coded, 12 were coded already`.
fn told(coded: &Coded) -> String {
    let mut words = format!("{} coded", thousands(coded.new));
    let were = |n: usize, one: &str, many: &str| format!(", {} {}", thousands(n), if n == 1 { one } else { many });
    if coded.same > 0 {
        words.push_str(&were(coded.same, "was coded already", "were coded already"));
    }
    if coded.gone > 0 {
        words.push_str(&were(coded.gone, "was in a document that is gone", "were in documents that are gone"));
    }
    if coded.empty > 0 {
        words.push_str(&were(coded.empty, "held no words", "held no words"));
    }
    words
}
