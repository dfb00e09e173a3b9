//! How long a list of 100,000 annotations takes to filter: milliseconds for each query.

mod support;

use std::time::Instant;

use variorum::analysis::query::Filter;
use variorum::model::Annotation;

fn main() {
    let (project, _) = support::project(&support::prose(10_000_000, support::Shape::News, 7), 7);
    println!("{} annotations", project.annotations().len());
    let queries = [
        "",
        "code:C3",
        "summit",
        "quote:/k[iy]m.*summit/",
        "layer:entities coder:a length:>20",
        "near:agreement",
        "C3 inside C4",
        "C5 within 5 words of \"Kim Jong Un\"",
        "(layer:claims overlaps layer:framing) or not paragraph:1..1000",
    ];
    for query in queries {
        let start = Instant::now();
        let filter = Filter::<Annotation>::new(&project, query).expect("a good query");
        let ready = start.elapsed();
        let found = project.annotations().values().filter(|a| filter.admits(&project, a)).count();
        let all = start.elapsed();
        println!("{:>8.1} ms  ({:>6.1} to make ready)  {found:>6} found  {query}", all.as_secs_f64() * 1e3, ready.as_secs_f64() * 1e3);
    }
}
