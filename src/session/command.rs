//! Commands: what the analyst asked for, small and without knowing how it is done.

use super::CodebookChange;
use super::gesture::GestureStep;
use super::plan::claim_merge::{ClaimMerge, ClaimSplit};
use super::plan::conflicts::Version;
use super::plan::entity_merge::{EntityMerge, EntitySplit};
use super::plan::ledger::{ClaimChange, ClaimDraft, Shift};
use super::plan::quotations::{MarkedQuotation, PartName, QuotationPart};
use super::plan::treating::Treating;
use crate::model::{
    AnnotationId, AttributeId, ClaimId, Code, CodeId, CoderId, ConflictId, Document, DocumentId, Entity, EntityId, Event, Layer, Link,
    LinkId, LinkTypeId, MarkId, MarkSubject, MemoId, ProgressState, ProjectInfo, RecordId, Treatment, TreatmentKind, Value,
};
use crate::model::{Claim, LayerId};
use crate::text::{Span, TextSelection};

/// Anything a click, a key, a menu or a script asks of a session.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Puts a code on the selected words.
    CodeSelection(CodeId),
    /// Puts the code used last on the selected words.
    RepeatCode,
    /// Puts a code on the paragraph at the caret.
    CodeParagraph(CodeId),
    /// Puts a code on the open document.
    CodeDocument(CodeId),
    /// Puts a code on many places in one step.
    CodeAll(super::BulkCoding),
    /// Codes the next occurrence of the selected annotation's words as that annotation is coded, and moves there.
    CodeNextOccurrence,
    /// Gives an annotation another code.
    Recode(AnnotationId, CodeId),
    /// Moves one fragment of an annotation.
    Resize {
        /// The annotation.
        annotation: AnnotationId,
        /// Which fragment, from 0.
        place: usize,
        /// Its new place in bytes.
        span: Span,
    },
    /// Adds the selected words to an annotation as a further fragment.
    AddFragment(AnnotationId),
    /// Sets (or clears) an attribute of an annotation.
    SetAttribute(AnnotationId, AttributeId, Option<Value>),
    /// Sets (or clears) an attribute of several annotations in one step.
    SetAttributes(Vec<AnnotationId>, AttributeId, Option<Value>),
    /// Gives several annotations another code in one step.
    RecodeAll(Vec<AnnotationId>, CodeId),
    /// Writes an annotation's memo.
    SetMemo(AnnotationId, String),
    /// Deletes annotations, with the links, evidence entries and memos that hang on them.
    DeleteAnnotations(Vec<AnnotationId>),
    /// Puts an orphan at the selected words.
    Reanchor(AnnotationId),

    /// Says which entity an annotation means (in the attribute that takes one).
    LinkEntity(AnnotationId, EntityId),
    /// Says in one step that several annotations mean an entity.
    LinkEntities(Vec<AnnotationId>, EntityId),
    /// Makes a new entity and says that the annotation means it.
    CreateEntity {
        /// The annotation that mentions it, if any.
        mention: Option<AnnotationId>,
        /// Preferred name.
        name: String,
        /// Type in the project's own words; empty: the mention's code.
        kind: String,
    },
    /// Replaces an entity of the register.
    SetEntity(Entity),
    /// Gives several entities a type in one step.
    SetEntityKind(Vec<EntityId>, String),
    /// Deletes an entity and takes it out of everything that names it.
    DeleteEntity(EntityId),

    /// Makes one entity of several.
    MergeEntities(EntityMerge),
    /// Gives chosen mentions of an entity to a new one.
    SplitEntity(EntitySplit),

    /// Makes a new claim; an annotation given is linked to it.
    CreateClaim {
        /// The annotation that carries it, if any.
        annotation: Option<AnnotationId>,
        /// The proposition, stated positively.
        statement: String,
    },
    /// Says that an annotation carries a claim, too (in the attribute that takes one).
    LinkClaim(AnnotationId, ClaimId),
    /// Says that an annotation does not carry a claim any more.
    UnlinkClaim(AnnotationId, ClaimId),
    /// Codes the selected words as carrying a claim.
    CarryClaim(ClaimId),
    /// Replaces a claim of the ledger.
    SetClaim(Claim),
    /// Deletes a claim with its treatments and takes it out of everything that names it.
    DeleteClaim(ClaimId),
    /// Makes something the same in several claims in one step.
    SetClaims(Vec<ClaimId>, ClaimChange),
    /// Makes a new claim with its details and with what carries it.
    AddClaim(ClaimDraft),
    /// Moves a claim one place among those under its heading.
    MoveClaim(ClaimId, Shift),
    /// Makes one claim of several.
    MergeClaims(ClaimMerge),
    /// Gives chosen annotations of a claim to a new one.
    SplitClaim(ClaimSplit),
    /// Codes the selected words as carrying a claim, and says what the open document does with it there; without words, what carries it already proves it.
    TreatInWords(Treating),
    /// Says that the open document omits a claim, and which words were looked for.
    Omit(ClaimId, Vec<String>),
    /// Says what the open document does with a claim; `None`: not checked.
    Treat(ClaimId, Option<TreatmentKind>),
    /// Replaces a treatment with all its details.
    SetTreatment(Treatment),

    /// Joins two annotations.
    Link {
        /// Type of link.
        kind: LinkTypeId,
        /// Start.
        from: AnnotationId,
        /// End.
        to: AnnotationId,
    },
    /// Takes a link away.
    DeleteLink(LinkId),
    /// Takes several links away in one step.
    DeleteLinks(Vec<LinkId>),
    /// Replaces a link: its values, remark, type, ends.
    SetLink(Link),
    /// Lets a link lead the other way.
    TurnLink(LinkId),
    /// Gives several links another type in one step.
    SetLinkTypes(Vec<LinkId>, LinkTypeId),

    /// Codes content, cue and source of a quotation with their links in one step.
    CodeQuotation(MarkedQuotation),
    /// Gives the content of a quotation another source or cue, or one more.
    SetQuotationPart {
        /// The content.
        content: AnnotationId,
        /// What it gets.
        name: PartName,
        /// What that is.
        part: QuotationPart,
        /// The link it takes the place of; `None`: one more.
        instead_of: Option<LinkId>,
    },
    /// Nests the content of a quotation in another one; `None`: in none.
    Nest(AnnotationId, Option<AnnotationId>),
    /// Does one step of a gesture.
    Gesture(GestureStep),

    /// Writes a memo about something.
    AddMemo {
        /// About what; `None`: the project.
        about: Option<RecordId>,
        /// Heading.
        title: String,
        /// The thought.
        text: String,
    },
    /// Writes a memo's heading.
    SetMemoTitle(MemoId, String),
    /// Writes a memo's thought.
    SetMemoText(MemoId, String),
    /// Makes a memo point to something.
    LinkMemo {
        /// The memo.
        memo: MemoId,
        /// What it points to.
        to: RecordId,
    },
    /// Takes such a link away.
    UnlinkMemo {
        /// The memo.
        memo: MemoId,
        /// What it points to no more.
        to: RecordId,
    },
    /// Takes a memo away in which nothing was written.
    DropEmptyMemo(MemoId),
    /// Deletes memos, with the memos about them and the links to them.
    DeleteMemos(Vec<MemoId>),

    /// Says "looked, nothing here" of the open document or a part of it.
    MarkNothing(MarkSubject, Option<LayerId>),
    /// Takes such a mark away.
    DeleteMark(MarkId),
    /// Says how far the open coder is with a document; `None`: untouched.
    SetProgress(DocumentId, Option<ProgressState>),

    /// Replaces a document's metadata (its text and runs stay).
    SetDocument(Box<Document>),
    /// Deletes a document with everything that lies on it.
    DeleteDocument(DocumentId),
    /// Adds or replaces an event.
    SetEvent(Event),

    /// Adds or replaces a code.
    SetCode(Code),
    /// Deletes a code with every annotation that has it.
    DeleteCode(CodeId),
    /// Adds or replaces a layer.
    SetLayer(Layer),
    /// Adds codebooks to the project's, by the ids of the list of templates.
    AddTemplates(Vec<String>),

    /// Changes the codebook in any other way.
    Codebook(CodebookChange),
    /// Makes the selected words the name of a new code, and codes them with it; `None`: in the layer of the code used last.
    CodeInVivo(Option<LayerId>),
    /// Adds the selected words to the examples of a code; `None`: of the selected annotation's, else of the one used last.
    AddExample(Option<CodeId>),

    /// Adds a coder and makes it the open one.
    AddCoder(String),
    /// Makes another coder the open one.
    SwitchCoder(CoderId),
    /// Sets the project's title and note.
    SetProject(ProjectInfo),

    /// Opens a document.
    Open(DocumentId),
    /// Selects words or sets the caret.
    Select(TextSelection),
    /// Looks at an annotation, opening its document.
    SelectAnnotation(Option<AnnotationId>),
    /// Looks at the next annotation of the document.
    NextAnnotation,
    /// Looks at the one before.
    PreviousAnnotation,

    /// Settles conflicts in one step: ours stands, or the other version is taken.
    Settle(Vec<ConflictId>, Version),

    /// Takes the last step back.
    Undo,
    /// Does the last undone step again.
    Redo,
    /// Undoes or redoes until this many steps are done.
    GoToStep(usize),
    /// Reads the steps that nobody has gone back to, so that the history has all of them.
    ReadOlderSteps,
    /// Writes the files that another program took away or damaged as the project has them.
    PutFilesBack,
    /// Takes in what another program left of files, as one step.
    AcceptFiles,
}
