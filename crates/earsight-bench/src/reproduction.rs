//! REPRODUCTION.md: the paper's values, ours with their intervals, and the claims that hold or are missed.

use std::fmt::Write as _;

use crate::bench::Bench;
use crate::claims::claims;
use crate::published::published;
use crate::summary::ModelSummary;
use crate::tables::{Format, PrintedTable, Show, cell, percent, share};

/// The content of the document.
pub struct Reproduction<'a> {
    /// The command that made it.
    pub command: String,
    /// Of the source, if it is known.
    pub revision: Option<String>,
    /// Tables 1 and 2.
    pub composed: &'a Bench,
    /// Own-clip retrieval.
    pub clips: &'a Bench,
    /// Priors and leaks of AVE's files, as text, where the files were given.
    pub ave: Option<String>,
    /// Title and path of each figure, relative to the document.
    pub figures: Vec<(String, String)>,
}

impl Reproduction<'_> {
    /// The whole document.
    pub fn markdown(&self) -> String {
        let mut text = INTRODUCTION.to_owned();
        let _ = writeln!(text, "Made by `{}`", self.command);
        let revision = self.revision.as_deref().unwrap_or("not given");
        let _ = writeln!(
            text,
            "with earsight {}, revision {revision}; every line is a mean over {} seeds.\n",
            self.composed.data.program,
            self.composed.rows.iter().map(|row| row.seed + 1).max().unwrap_or(0)
        );
        self.claims(&mut text);
        self.compare_with_paper(&mut text);
        let _ = writeln!(text, "## Composed clips\n");
        bench(&mut text, self.composed);
        let _ = writeln!(text, "## Real clips\n\n{CLIPS}");
        bench(&mut text, self.clips);
        if !self.figures.is_empty() {
            let _ = writeln!(text, "## Figures\n");
        }
        for (title, path) in &self.figures {
            let _ = writeln!(text, "![{title}]({path})\n\n{title}\n");
        }
        if let Some(ave) = &self.ave {
            let _ = writeln!(text, "## AVE\n\n{AVE}\n```text\n{ave}```");
        }
        text
    }

    fn claims(&self, text: &mut String) {
        let claims = claims(self.composed);
        let count = |holds| claims.iter().filter(|claim| claim.holds == Some(holds)).count();
        let _ = writeln!(text, "## What holds and what does not\n");
        let _ = writeln!(
            text,
            "{} hold, {} are missed, on composed clips. A claim of more holds if the difference \
             is above zero, or the margin it names, by two standard errors over seeds.\n",
            count(true),
            count(false)
        );
        let rows = claims.iter().map(|claim| {
            let verdict = match claim.holds {
                Some(true) => "holds",
                Some(false) => "**missed**",
                None => "not measured",
            };
            [claim.text, verdict, &claim.numbers].map(str::to_owned).to_vec()
        });
        table(text, &["claim", "here", "numbers"], rows.collect());
    }

    fn compare_with_paper(&self, text: &mut String) {
        let _ = writeln!(text, "## The paper's cells and ours\n\n{CELLS}");
        let mut header = vec!["paper", "ours"];
        for heading in ["exact A→V", "V→A", "A-A", "A-V", "V-A", "V-V"] {
            header.extend([heading, "ours"]);
        }
        table(text, &header, self.composed.summary.iter().filter_map(cells).collect());
    }
}

fn bench(text: &mut String, bench: &Bench) {
    let [train, test] = &bench.data.features;
    let _ = writeln!(text, "{}. Features {train}, {test}.\n", bench.data.split);
    let _ = writeln!(text, "```text\n{}```\n", bench.leaks);
    for table in bench.tables() {
        let _ = writeln!(text, "### {}\n\n{}", table.title, table.markdown());
    }
    for failure in &bench.failures {
        let _ = writeln!(text, "{failure}\n");
    }
}

fn table(text: &mut String, header: &[&str], rows: Vec<Vec<String>>) {
    let header = header.iter().map(|&heading| heading.to_owned()).collect();
    let table = PrintedTable { title: String::new(), header, rows };
    let _ = writeln!(text, "{}", table.markdown());
}

/// The paper's cells of a system and ours, alternating.
fn cells(model: &ModelSummary) -> Option<Vec<String>> {
    let paper = published(&model.model)?;
    let ours = |score: &str, format: Format| {
        let mean = cell(model, score, Show::Mean, format);
        match cell(model, score, Show::Interval, format).as_str() {
            "" => mean,
            interval => format!("{mean} ({interval})"),
        }
    };
    let mut row = vec![paper.paper_name.to_owned(), model.label()];
    for (place, score) in ["exact_a2v", "exact_v2a"].into_iter().enumerate() {
        let theirs = paper.exact.map_or("–".to_owned(), |exact| percent(exact[place]));
        row.extend([theirs, ours(score, percent)]);
    }
    for (place, score) in ["mrr_aa", "mrr_av", "mrr_va", "mrr_vv"].into_iter().enumerate() {
        let theirs = paper.mrr.map_or("–".to_owned(), |mrr| format!("{:.2}", mrr[place]));
        row.extend([theirs, ours(score, share)]);
    }
    Some(row)
}

const INTRODUCTION: &str = "\
# Reproduction

The paper: Zhu, Wu, Latapie, Yang, Yan, *Learning Audio-Visual Correlations from Variational Cross-Modal Generation*, ICASSP 2021.
Its features of AVE exist only on a personal drive, so nobody without them can reproduce its cells;
here every system runs on public data, with chance and linear baselines, and each claim is compared with the numbers.
This file is generated; do not edit it.

";

const CELLS: &str = "\
The paper's cells are on AVE, ours (with a 95 % interval over clips) on composed clips: the data differ, the order of systems may be compared.
On AVE an event starts or ends with its clip in four of five clips, and \"always as late as possible\" finds 46.8 %, more than any cell of the paper's Table 1; \
on composed clips no rule about positions helps.
The paper's cells within a modality (A-A, V-V) contain an index mistake (docs/deviations.md, D12).
";

const AVE: &str = "\
Chance levels from AVE's published files, without any feature: compare every number on AVE with these.
";

const CLIPS: &str = "\
59 real clips with their own sound; a clip's sound is to find its own picture among held-out clips.
They have no labels: systems that learn from labels get pseudo-labels, the clip of a second as its category and, as background, a clip's sounds paired with the pictures of another clip.
";
