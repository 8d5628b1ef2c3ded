//! Weights from files: which are accepted, and for which backbone.

use std::collections::HashMap;
use std::path::Path;

use earsight_backbone::{GivenWeights, Result, audio, visual};
use earsight_core::Modality;
use safetensors::Dtype;
use safetensors::tensor::TensorView;
use sha2::{Digest, Sha256};

/// A file like that of `make_ave_weights.py`, as if made from a checkpoint whose SHA-256 begins so.
pub(crate) fn file(tensors: &[(&str, &[usize], &[u8])], source_sha256: &str) -> Vec<u8> {
    let file = |metadata: HashMap<String, String>| {
        let views = tensors.iter().map(|&(name, shape, bytes)| {
            (name, TensorView::new(Dtype::F32, shape.to_vec(), bytes).unwrap())
        });
        safetensors::serialize(views, Some(metadata)).unwrap()
    };
    let bare = file(HashMap::new());
    let header_len = u64::from_le_bytes(*bare.first_chunk::<8>().unwrap()) as usize;
    let digest = Sha256::digest(&bare[8 + header_len..]);
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let metadata = [
        ("source", "some.pth"),
        ("source_sha256", source_sha256),
        ("numbers_sha256", digest.as_str()),
    ];
    file(HashMap::from(metadata.map(|(key, text)| (key.to_owned(), text.to_owned()))))
}

/// Opens a file of these bytes.
pub(crate) fn opened(bytes: &[u8]) -> Result<GivenWeights> {
    let path = tempfile::NamedTempFile::new().unwrap().into_temp_path();
    std::fs::write(&path, bytes).unwrap();
    GivenWeights::open(&path)
}

fn small_file(source_sha256: &str) -> Vec<u8> {
    file(&[("x", &[2], &[0; 8])], source_sha256)
}

#[test]
fn changed_values_are_refused() {
    let whole = small_file("10086976ab");
    assert_eq!(opened(&whole).unwrap().modality(), Some(Modality::Audio));
    let mut changed = whole;
    *changed.last_mut().unwrap() = 1;
    assert!(opened(&changed).unwrap_err().to_string().contains("was written"));
    assert!(opened(&[1, 2, 3]).unwrap_err().to_string().contains("no safetensors file"));
    let message = GivenWeights::open(Path::new("nowhere.safetensors")).unwrap_err().to_string();
    assert!(message.ends_with("nowhere.safetensors"), "{message}");
}

#[test]
fn weights_of_another_checkpoint_are_refused_with_both_names() {
    let message = |name: &str, weights: Option<&GivenWeights>| {
        audio(name, weights, 1).err().unwrap().to_string()
    };
    let other = opened(&small_file("579344248a")).unwrap();
    assert_eq!(other.modality(), None);
    let refused = message("vggish-aligned", Some(&other));
    for part in ["vggish-aligned", "some.pth", "579344248a", "vggish-10086976.pth"] {
        assert!(refused.contains(part), "{refused}");
    }
    let bundled = message("cnn9", Some(&other));
    assert!(bundled.contains("`cnn9`") && bundled.contains("its own"), "{bundled}");
    let none = visual("vgg19", None, 1).err().unwrap().to_string();
    assert!(none.contains("vgg19-dcbb9e9d.pth"), "{none}");
    // The right checkpoint, and a file that lacks its tensors.
    let lacking = opened(&small_file("10086976ab")).unwrap();
    let refused = message("vggish-aligned", Some(&lacking));
    assert!(refused.contains("features.0.weight"), "{refused}");
}

#[test]
fn a_tensor_of_another_shape_is_refused_with_both_shapes() {
    let tensors = [("features.0.weight", &[64, 1, 3, 2][..], &[0; 4 * 384][..])];
    let weights = opened(&file(&tensors, "10086976ab")).unwrap();
    let refused = audio("vggish-aligned", Some(&weights), 1).err().unwrap().to_string();
    for part in ["features.0.weight", "[64, 1, 3, 2]", "[64, 1, 3, 3]"] {
        assert!(refused.contains(part), "{refused}");
    }
}
