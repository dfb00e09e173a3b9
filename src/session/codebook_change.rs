//! Changes of the codebook, as one asks for them.

use std::collections::BTreeSet;

use crate::model::{
    AnnotationId, Attribute, AttributeId, Code, CodeId, CodebookInfo, CoderId, Layer, LayerId, LinkType, LinkTypeId, RecordId,
};

/// What is to happen to the codebook. Each is one step, and each can be looked at beforehand
/// (see [`crate::session::plan::codebook::preview`]).
#[derive(Debug, Clone, PartialEq)]
pub enum CodebookChange {
    /// Sets title, purpose and rules; the revision stays the program's.
    SetInfo(CodebookInfo),
    /// Adds or replaces a code.
    SetCode(Code),
    /// Adds or replaces a layer.
    SetLayer(Layer),
    /// Adds or replaces a type of links.
    SetLinkType(LinkType),
    /// Replaces an attribute. Values that are not of its type any more are converted, or go where that is not possible.
    SetAttribute(Attribute),
    /// Adds an attribute (a new one, or one that is there already) to what carries it.
    Attach(Carrier, Attribute),
    /// Takes an attribute from what carries it, with the values there; the last time the attribute itself goes.
    Detach(Carrier, AttributeId),
    /// Puts a code elsewhere in the tree.
    Move(MoveCode),
    /// Puts a layer before another one; `None`: at the end.
    MoveLayer(LayerId, Option<LayerId>),
    /// Makes one code of several.
    Merge(MergeCodes),
    /// Makes several codes of one.
    Split(SplitCode),
    /// Offers a code no longer.
    Retire(CodeId),
    /// Offers a retired code again.
    BringBack(CodeId),
    /// Deletes a part of the codebook with everything that hangs on it.
    Delete(Part),
    /// Gives every code without a key one that is free.
    AssignKeys,
    /// Says of annotations to be reviewed that they are right as they are.
    KeepAsIs(Vec<AnnotationId>),
    /// Says so of all annotations of a code; `None`: of all codes.
    KeepAll(Option<CodeId>),
}

/// What carries attributes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Carrier {
    /// A layer, for all its codes.
    Layer(LayerId),
    /// One code.
    Code(CodeId),
    /// A type of links.
    LinkType(LinkTypeId),
}

/// A part of the codebook that can be deleted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A layer with its codes.
    Layer(LayerId),
    /// A code with its annotations.
    Code(CodeId),
    /// An attribute with its values.
    Attribute(AttributeId),
    /// A type of links with its links.
    LinkType(LinkTypeId),
}

impl Part {
    /// The record.
    pub fn record(&self) -> RecordId {
        match self {
            Self::Layer(id) => RecordId::Layer(id.clone()),
            Self::Code(id) => RecordId::Code(id.clone()),
            Self::Attribute(id) => RecordId::Attribute(id.clone()),
            Self::LinkType(id) => RecordId::LinkType(id.clone()),
        }
    }
}

/// Where a code goes, with the codes under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveCode {
    /// The code.
    pub code: CodeId,
    /// Its layer afterwards.
    pub layer: LayerId,
    /// The code above it afterwards.
    pub parent: Option<CodeId>,
    /// The sibling that it comes before; `None`: it becomes the last one.
    pub before: Option<CodeId>,
}

/// Which codes become one, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeCodes {
    /// The codes that go.
    pub from: Vec<CodeId>,
    /// The code that stays.
    pub into: CodeId,
    /// Values of attributes that this one does not have.
    pub values: ForeignValues,
    /// Annotations of one coder that touch, overlap or are equal afterwards.
    pub touching: Touching,
    /// Annotations whose values count where they contradict those of one they touch: the two are joined then. Where none of the two, or
    /// both of them, are here, they stay apart.
    pub preferred: BTreeSet<AnnotationId>,
}

/// What becomes of values whose attribute the code that stays does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForeignValues {
    /// The code gets the attributes.
    Keep,
    /// The values go.
    Drop,
}

/// What becomes of annotations that a merge brings together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touching {
    /// They become one, unless their values contradict each other.
    Join,
    /// They stay as they are.
    Keep,
}

/// How a code is split. What no new code is made for stays with the old one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitCode {
    /// The code.
    pub code: CodeId,
    /// By what.
    pub by: SplitBy,
}

/// By what a code is split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SplitBy {
    /// One new code for each of these values of an attribute, as words.
    Value(AttributeId, Vec<String>),
    /// One new code for each of these coders.
    Coder(Vec<CoderId>),
    /// One new code of this name for these annotations.
    Chosen(String, Vec<AnnotationId>),
}
