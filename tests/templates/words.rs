//! What the list of codebooks does not say and a person at the screen needs: what each is for, what its attributes ask, how to put it.

/// What each codebook is for.
pub fn purpose(id: &str) -> &'static str {
    match id {
        "pf" => "Which side of an issue a text brings to the front: fifteen frames that fit any policy issue.",
        "pt" => "How a text persuades without arguing: twenty-three techniques in six groups.",
        "prop14" => "How propaganda works on its readers: the fourteen techniques of the shared task, on the exact words.",
        "sv" => "How a news story presents its matter: five frames, each asked by a few yes-or-no questions about the whole story.",
        "conll" => "Named entities in four classes, as the most used benchmark has them.",
        "onto" => "Named entities and values in eighteen types, as OntoNotes has them.",
        "quo" => "Who says what in a text: source, cue and content of every attribution, joined by links.",
        "entman" => "The four elements of a frame: problem, cause, judgement, remedy.",
        "gm" => "The devices that carry a frame package: five that frame and three that reason.",
        "arg" => "What a text argues: its stance, the claims for or against it, and the reasons, joined by links.",
        "fact" => "How certain each source presents each event to be, and whether it happened.",
        "cw" => "Which sentences state facts that are worth checking.",
        "nli" => "Whether a document supports a claim, refutes it, or lets nobody tell.",
        "app" => "How the words evaluate: attitude, engagement with other voices, graduation.",
        "sa" => "How people are put into words: left out, named, classed, counted, made into things.",
        other => panic!("there is a codebook that is not known here: {other}"),
    }
}

/// What a layer is for, where a codebook has several.
pub fn group_purpose(name: &str) -> &'static str {
    match name {
        "Attack on reputation" => "Techniques that go for the person or group instead of what is said.",
        "Justification" => "Techniques that back a claim with something other than reasons.",
        "Distraction" => "Techniques that lead away from the matter.",
        "Simplification" => "Techniques that make the matter simpler than it is.",
        "Call" => "Techniques that press for action or for an end of thinking.",
        "Manipulative wording" => "Techniques that work by the choice of words.",
        other => panic!("there is a group that is not known here: {other}"),
    }
}

/// What an attribute asks; the list has only names and values.
pub fn attribute(id: &str) -> &'static str {
    match id {
        "quo.type" => "What kind of attitude the source has to the content: it says, believes, knows or wants it.",
        "quo.quotation" => "Word for word, in the document's words, or both.",
        "quo.source_type" => "The writer of the text, somebody else, or nobody in particular.",
        "quo.scopal_polarity" => "Whether the cue turns the content into its opposite.",
        "quo.determinacy" => "Whether the attribution itself is said to have happened.",
        "quo.level" => "Depth of the attribution, 1..n (nesting): 1 where the document quotes, 2 where the quoted source quotes in turn.",
        "entman.topic" => "What it is about.",
        "entman.actor" => "Who is meant, in the entity register.",
        "entman.valence" => "How it judges, from -2 (very bad) to 2 (very good).",
        "gm.package" => "The name of the frame package that the device belongs to.",
        "gm.position" => "Where the package stands on the issue.",
        "arg.stance" => "Whether a claim is for or against the major claim.",
        "fact.source" => "The chain of sources, innermost first (for example kim_kcna_author).",
        "cw.verifiable_claim" => "Whether the sentence states something that evidence could settle.",
        "cw.likely_false" => "Whether it looks false at first reading.",
        "cw.public_interest" => "Whether the public would want to know.",
        "cw.harmful" => "Whether it could do harm.",
        "cw.check_worthy" => "Whether a fact checker should look at it.",
        "app.polarity" => "Whether the evaluation is positive or negative.",
        "app.explicitness" => "Whether the words say it (inscribed) or leave it to the reader (invoked).",
        "app.target" => "Who or what is evaluated, in the entity register.",
        other => panic!("there is an attribute that is not known here: {other}"),
    }
}

/// How to put on documents and spans what the unit of a codebook asks for, where that is not plain.
pub fn how_to(id: &str) -> &'static [&'static str] {
    match id {
        "pf" => &[
            "Policy frames: on the words that cue it, a code is a frame; on the document, it is the primary frame of the document, and there is \
             one. The headline has one as well: put it on the headline's words.",
            "Policy frames: the tone belongs to the primary frame of the document.",
        ],
        "pt" => &["Persuasion techniques: mark the shortest words that carry the technique; agreement is judged by paragraph."],
        "sv" => &[
            "Generic news frames: put the code on the document and answer its questions; the score of a frame is the mean of its answers, \
             with yes as 1 and no as 0.",
        ],
        "conll" => &["CoNLL-2003 entities: spans neither overlap nor nest, so that they can be written as BIO tags of tokens."],
        "onto" => &["OntoNotes 5 entities: spans neither overlap nor nest; from Date on the types are values, before it names."],
        "quo" => &["Quotation attribution: link each source and each cue to its content."],
        "arg" => &["Argument components: link each reason to what it supports or attacks; the roles of Toulmin are optional."],
        "fact" => {
            &["Event factuality: mark the words that name the event, once for each source that has a view of it, and say in the attribute \
             whose view it is."]
        }
        "cw" => &["Check-worthiness: mark a whole sentence; the attributes are those of the CheckThat! labs and optional."],
        "nli" => {
            &["Evidence relation: the unit is a claim in a document. Put the code on the document and name the claim of the ledger in its \
             attribute, one code for each claim; put the same code with the same claim on the sentences that are the evidence."]
        }
        _ => &[],
    }
}
