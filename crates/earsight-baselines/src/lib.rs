//! The other systems of the paper's Tables 1 and 2, and the registry of all models.
//!
//! | system | here | engine |
//! |---|---|---|
//! | DCCA | [`dcca`] | the tape of `earsight-kernels` |
//! | AVDLN | [`avdln`] | the tape |
//! | L³-Net, AVE-Net on features | [`correspondence`] | the tape |
//! | L³-Net, AVE-Net from raw seconds | `tensor_library::raw_correspondence` | burn |
//! | AVSDN, AVFB (our reading) | `tensor_library::avsdn`, `tensor_library::avfb` | burn |
//!
//! A system implements `earsight`'s [`Trainable`](earsight::training::Trainable) with its loss; the trainer provides
//! epochs, seeds, snapshots and Adam. A supervised system receives labels in its `fit` and
//! nowhere else. The feature `tensor-library` adds the systems that need burn.

pub mod avdln;
mod baseline;
pub mod correspondence;
pub mod dcca;
mod labelled;
mod margin;
mod raw_seconds;
#[cfg(test)]
mod small_clips;
mod supervised;
#[cfg(feature = "tensor-library")]
pub mod tensor_library;

use earsight::{AbsentModel, ModelEntry, Registry};
pub use raw_seconds::PlanesConfig;

/// The systems of this crate that are in every build, in display order.
pub const BASELINES: &[ModelEntry] = &[
    dcca::ENTRY,
    correspondence::L3_NET_F,
    correspondence::AVE_NET_F,
    avdln::ENTRY,
    avdln::MINED_ENTRY,
];

/// The systems of this crate that need the tensor library.
#[cfg(feature = "tensor-library")]
const OVER_TENSORS: &[ModelEntry] = &[
    tensor_library::raw_correspondence::L3_NET,
    tensor_library::raw_correspondence::AVE_NET,
    tensor_library::avsdn::ENTRY,
    tensor_library::avfb::ENTRY,
];
#[cfg(not(feature = "tensor-library"))]
const OVER_TENSORS: &[ModelEntry] = &[];

/// Every model of this build, by name.
pub static REGISTRY: Registry = Registry {
    groups: &[earsight::models::MODELS, BASELINES, OVER_TENSORS],
    absent: if OVER_TENSORS.is_empty() { NEED_TENSORS } else { &[] },
};

/// The same systems, as a build without the tensor library lists them.
const NEED_TENSORS: &[AbsentModel] = &[
    absent("l3-net", "Arandjelović & Zisserman, ICCV 2017", "L³-Net from pixels and spectrograms"),
    absent(
        "ave-net",
        "Arandjelović & Zisserman, ECCV 2018",
        "AVE-Net from pixels and spectrograms",
    ),
    absent("avsdn", "Lin et al., ICASSP 2019", "LSTMs over clips; learns from labels"),
    absent(
        "avfb",
        "Ramaswamy & Das, WACV 2020; our reading",
        "bilinear fusion and attention; our reading; learns from labels",
    ),
];

const fn absent(name: &'static str, paper: &'static str, summary: &'static str) -> AbsentModel {
    AbsentModel { name, paper, summary, feature: "tensor-library" }
}

#[cfg(all(test, feature = "tensor-library"))]
mod tests {
    use super::*;

    #[test]
    fn a_build_without_the_tensor_library_names_what_it_lacks() {
        let names = |entry: &ModelEntry| (entry.name, entry.paper);
        let lacking: Vec<_> =
            NEED_TENSORS.iter().map(|absent| (absent.name, absent.paper)).collect();
        assert_eq!(lacking, OVER_TENSORS.iter().map(names).collect::<Vec<_>>());
    }
}
