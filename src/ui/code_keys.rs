//! The keys of codes: one letter typed on the page.

use std::sync::Arc;

use super::context::ViewContext;
use crate::model::{Code, CodeId, Scope};

/// The code that one typed letter is the key of, when words are selected that it can be put on.
pub(super) fn code_of_key(ctx: &ViewContext<'_>, typed: &str) -> Option<CodeId> {
    code_with_key(ctx, typed).filter(|_| ctx.has_words()).map(|code| code.id.clone())
}

/// Whether one typed letter is the key of a code.
pub(super) fn is_code_key(ctx: &ViewContext<'_>, typed: &str) -> bool {
    code_with_key(ctx, typed).is_some()
}

fn code_with_key<'a>(ctx: &ViewContext<'a>, typed: &str) -> Option<&'a Code> {
    let mut letters = typed.chars();
    let (Some(key), None) = (letters.next(), letters.next()) else { return None };
    let fits = |c: &&Arc<Code>| c.key == Some(key) && !c.retired && c.scopes.contains(&Scope::Span);
    ctx.project.codes().values().find(fits).map(AsRef::as_ref)
}
