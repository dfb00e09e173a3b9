//! The codebook as a document for people.

use variorum::formats::codebook_print::{html, markdown};
use variorum::model::{Project, ProjectInfo};
use variorum::store::{self, TEMPLATES};

fn project(text: &str) -> Project {
    let parts = store::read_codebook(text).unwrap();
    Project::assemble(ProjectInfo::default(), parts.info, parts.records).0
}

const SMALL: &str = r#"(
format: "2.0",
info: (name: "Tags & <b>", purpose: "To show *everything*.", source: "Someone 2001", unit: "span", rules: ["Shortest words.", "1. is no number"], revision: 3),
layers: [(id: "L", name: "Layer", rank: 1, purpose: "What for.", attributes: ["L.kind"])],
attributes: [
(id: "L.kind", name: "kind", kind: Choice(["one", "two"]), definition: "Which."),
(id: "A.level", name: "level", kind: Number(min: 1.0, max: None, step: 1.0), default: Number(2.0), when: (attribute: "L.kind", values: ["two"])),
],
codes: [
(id: "A", layer: "L", name: "First", rank: 1, scopes: [Span, Document], definition: "It is <first>.", include: "All.", exclude: "None.", examples: ["[this]", "that"], key: 'a', attributes: ["A.level"]),
(id: "C", layer: "L", name: "Third", rank: 2, scopes: [Span]),
(id: "B", layer: "L", name: "تعريف", rank: 9, parent: "A", scopes: [Paragraph], definition: "النص", retired: true),
],
link_types: [(id: "to", name: "to", rank: 1, from: ["A"], definition: "Leads on.")],
)
"#;

#[test]
fn markdown_says_all_of_it_and_escapes_what_would_be_a_mark() {
    insta::assert_snapshot!(markdown(&project(SMALL)), @r##"
    # Tags \& \<b\>

    To show \*everything\*.

    - **Source:** Someone 2001
    - **Unit:** span
    - **Revision:** 3

    ## Rules

    1. Shortest words.
    2. 1\. is no number

    ## Layer

    What for.

    - First (`A`)
    - تعريف (`B`)
    - Third (`C`)

    All codes of this layer have these attributes:

    - **kind**: Which. (one of: one, two)

    ### First

    - `A`: on span, document, key a
    - **Definition:** It is \<first\>.
    - **Include:** All.
    - **Exclude:** None.
    - **Example:** \[this\]
    - **Example:** that
    - **Attributes:**
      - **level**: a number from 1 on in steps of 1; at first 2; only where kind is two

    ### تعريف (retired)

    - `B`: on paragraph
    - **Below:** First (A)
    - **Definition:** النص

    ### Third

    - `C`: on span

    ## Links

    - **to** (`to`): First (A) → any code. Leads on.
    "##);
}

#[test]
fn html_is_escaped_and_every_word_of_the_analyst_finds_its_own_direction() {
    let page = html(&project(SMALL));
    let body = page.split_once("<body>").unwrap().1;
    insta::assert_snapshot!(body, @r##"

    <h1 dir="auto">Tags &amp; &lt;b&gt;</h1>
    <p class="purpose" dir="auto">To show *everything*.</p>
    <dl class="facts">
    <dt>Source</dt><dd dir="auto">Someone 2001</dd>
    <dt>Unit</dt><dd dir="auto">span</dd>
    <dt>Revision</dt><dd dir="auto">3</dd>
    </dl>
    <h2>Rules</h2>
    <ol class="rules">
    <li dir="auto">Shortest words.</li>
    <li dir="auto">1. is no number</li>
    </ol>
    <section>
    <h2 id="layer-0" dir="auto">Layer</h2>
    <p dir="auto">What for.</p>
    <ul class="toc">
    <li dir="auto"><a href="#code-A">First</a></li>
    <li class="below" dir="auto"><a href="#code-B">تعريف</a></li>
    <li dir="auto"><a href="#code-C">Third</a></li>
    </ul>
    <p class="label">Attributes of all codes of this layer</p>
    <ul class="attributes">
    <li dir="auto"><b>kind</b>: Which. <span class="values">one of: one, two</span></li>
    </ul>
    <article class="code" id="code-A">
    <div class="head">
    <h3 dir="auto">First</h3> <code>A</code>
    <span class="key" title="Key">a</span>
    <span class="scope">span, document</span>
    </div>
    <dl>
    <dt>Definition</dt><dd dir="auto">It is &lt;first&gt;.</dd>
    <dt>Include</dt><dd dir="auto">All.</dd>
    <dt>Exclude</dt><dd dir="auto">None.</dd>
    <dt>Examples</dt><dd class="example" dir="auto">[this]</dd>
    <dt></dt><dd class="example" dir="auto">that</dd>
    </dl>
    <p class="label">Attributes</p>
    <ul class="attributes">
    <li dir="auto"><b>level</b>: <span class="values">a number from 1 on in steps of 1; at first 2; only where kind is two</span></li>
    </ul>
    </article>
    <article class="code retired" id="code-B">
    <div class="head">
    <h3 dir="auto">تعريف</h3> <code>B</code>
    <span class="scope">paragraph</span>
    </div>
    <dl>
    <dt>Below</dt><dd dir="auto">First (A)</dd>
    <dt>Definition</dt><dd dir="auto">النص</dd>
    </dl>
    </article>
    <article class="code" id="code-C">
    <div class="head">
    <h3 dir="auto">Third</h3> <code>C</code>
    <span class="scope">span</span>
    </div>
    </article>
    </section>
    <h2>Links</h2>
    <article class="link">
    <div class="head"><h3 dir="auto">to</h3> <code>to</code></div>
    <p dir="auto">First (A) → any code</p>
    <p dir="auto">Leads on.</p>
    </article>
    </body>
    </html>
    "##);
}

#[test]
fn html_needs_nothing_beside_it_and_runs_nothing() {
    for known in TEMPLATES {
        let parts = store::template(known.id).unwrap();
        let page = html(&Project::assemble(ProjectInfo::default(), parts.info, parts.records).0);
        for outside in ["<script", "<link", "<img", "src=", "http:", "https:", "@import", "url("] {
            assert!(!page.contains(outside), "{}: {outside}", known.id);
        }
        assert!(page.contains("@media print"));
    }
}

#[test]
fn both_forms_have_every_code_with_its_definition() {
    for known in TEMPLATES {
        let parts = store::template(known.id).unwrap();
        let project = Project::assemble(ProjectInfo::default(), parts.info, parts.records).0;
        let (page, text) = (html(&project), markdown(&project));
        assert_eq!(page.matches("<article class=\"code").count(), known.codes, "{}", known.id);
        assert_eq!(text.lines().filter(|line| line.starts_with("### ")).count(), known.codes, "{}", known.id);
        for code in project.codes().values() {
            assert!(page.contains(&format!("<code>{}</code>", code.id)) && text.contains(&format!("`{}`", code.id)), "{}", code.id);
        }
    }
}
