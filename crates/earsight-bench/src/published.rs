//! The paper's own numbers (Tables 1 and 2; SPEC §14).

/// A row of the paper's tables; shares of 1, as everywhere here.
pub(crate) struct Published {
    /// Its name in the paper.
    pub(crate) paper_name: &'static str,
    /// Our systems that correspond to it.
    ours: &'static [&'static str],
    /// Exact match on AVE, A→V and V→A.
    pub(crate) exact: Option<[f64; 2]>,
    /// Mean reciprocal rank on AVE: A-A, A-V, V-A, V-V.
    pub(crate) mrr: Option<[f64; 4]>,
}

/// Both tables, in the paper's order.
const PUBLISHED: &[Published] = &[
    Published { paper_name: "DCCA", ours: &["dcca"], exact: Some([0.341, 0.348]), mrr: None },
    Published {
        paper_name: "AVDLN",
        ours: &["avdln"],
        exact: Some([0.356, 0.448]),
        mrr: Some([0.34, 0.17, 0.20, 0.26]),
    },
    Published {
        paper_name: "AVSDN",
        ours: &["avsdn"],
        exact: Some([0.371, 0.451]),
        mrr: Some([0.38, 0.19, 0.21, 0.25]),
    },
    Published {
        paper_name: "AVFB",
        ours: &["avfb"],
        exact: Some([0.373, 0.460]),
        mrr: Some([0.37, 0.20, 0.20, 0.27]),
    },
    Published {
        paper_name: "L3",
        ours: &["l3-net-f"],
        exact: None,
        mrr: Some([0.13, 0.14, 0.13, 0.14]),
    },
    Published {
        paper_name: "AVE-Net",
        ours: &["ave-net-f"],
        exact: None,
        mrr: Some([0.16, 0.14, 0.14, 0.16]),
    },
    Published {
        paper_name: "MS-VAE",
        ours: &["ms-vae-no-w"],
        exact: Some([0.250, 0.388]),
        mrr: Some([0.24, 0.14, 0.15, 0.27]),
    },
    Published {
        paper_name: "MS-VAE+W",
        ours: &["ms-vae-reference", "ms-vae-paper"],
        exact: Some([0.374, 0.400]),
        mrr: Some([0.37, 0.17, 0.18, 0.24]),
    },
];

/// The row of the paper that corresponds to a system of ours.
pub(crate) fn published(model: &str) -> Option<&'static Published> {
    PUBLISHED.iter().find(|row| row.ours.contains(&model))
}
