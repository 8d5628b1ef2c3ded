//! Anyone's features, from files made here and from the real clips.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use earsight_bench::{bundled, tensor_import};
use earsight_core::{Modality, PerModality};
use earsight_testing::shared;
use safetensors::Dtype;
use safetensors::tensor::TensorView;
use tempfile::TempDir;

/// Numbers that say where they stood.
fn numbered(n: usize) -> Vec<f64> {
    (0..n).map(|at| at as f64 / 4.0).collect()
}

fn bytes_of(dtype: Dtype, values: &[f64]) -> Vec<u8> {
    let bytes = |value: &f64| match dtype {
        Dtype::F64 => value.to_le_bytes().to_vec(),
        Dtype::F32 => (*value as f32).to_le_bytes().to_vec(),
        Dtype::F16 => half::f16::from_f64(*value).to_le_bytes().to_vec(),
        Dtype::I32 => (*value as i32).to_le_bytes().to_vec(),
        Dtype::I64 => (*value as i64).to_le_bytes().to_vec(),
        other => panic!("{other:?}"),
    };
    values.iter().flat_map(bytes).collect()
}

type Given<'a> = (&'a str, Dtype, &'a [usize], Vec<f64>);

/// Writes `features.safetensors` into a folder.
fn written(folder: &TempDir, arrays: &[Given<'_>], metadata: &[(&str, &str)]) -> PathBuf {
    let bytes: Vec<Vec<u8>> = arrays.iter().map(|array| bytes_of(array.1, &array.3)).collect();
    let views = arrays.iter().zip(&bytes).map(|((name, dtype, shape, _), bytes)| {
        (*name, TensorView::new(*dtype, shape.to_vec(), bytes).expect("the shape fits the bytes"))
    });
    let metadata: HashMap<String, String> =
        metadata.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
    let file = safetensors::serialize(views, Some(metadata)).expect("a file can be written");
    let path = folder.path().join("features.safetensors");
    std::fs::write(&path, file).expect("the folder is ours");
    path
}

#[test]
fn rows_of_clips_are_read_in_every_precision() {
    let folder = tempfile::tempdir().unwrap();
    for (dtype, whole) in
        [(Dtype::F16, Dtype::I32), (Dtype::F32, Dtype::I64), (Dtype::F64, Dtype::I64)]
    {
        let arrays = [
            ("audio", dtype, &[5, 2][..], numbered(10)),
            ("visual", dtype, &[5, 3][..], numbered(15)),
            ("clip", whole, &[5][..], vec![0.0, 1.0, 0.0, 1.0, 1.0]),
        ];
        let names = [("clips", r#"["a.mp4","b.mp4"]"#), ("audio_backbone", "mine")];
        let path = written(&folder, &arrays, &names);
        let features = tensor_import::read(&path, None).unwrap().features;
        assert_eq!(features.spaces().audio.backbone, "mine");
        assert_eq!(features.spaces().visual.backbone, "given");
        let pair = features.clips()[0].both().unwrap();
        assert_eq!(pair.audio, &ndarray::array![[0.0, 0.25], [1.0, 1.25]]);
        assert_eq!(pair.visual.row(1).to_vec(), [1.5, 1.75, 2.0]);
        assert_eq!(features.clips()[1].n_segments(), 3);
    }
}

#[test]
fn clips_of_one_length_need_no_names() {
    let folder = tempfile::tempdir().unwrap();
    let arrays = [
        ("audio", Dtype::F32, &[2, 3, 2][..], numbered(12)),
        ("visual", Dtype::F64, &[2, 3, 1][..], numbered(6)),
    ];
    let path = written(&folder, &arrays, &[]);
    let labels = folder.path().join("labels.csv");
    std::fs::write(&labels, "clip,category,start,len\n00001,dog,1,2\nother,cat,0,1\n").unwrap();
    let read = tensor_import::read(&path, Some(&labels)).unwrap();
    let names: Vec<&str> = read.features.clips().iter().map(|clip| clip.id.as_str()).collect();
    assert_eq!(names, ["00000", "00001"]);
    assert_eq!(read.features.clips()[1].both().unwrap().visual.row(2).to_vec(), [1.25]);
    let annotations = read.annotations.unwrap();
    assert_eq!(annotations.len(), 1);
    assert_eq!(annotations.event(&"00001".into()).unwrap().span.end(), 3);
}

#[test]
fn what_does_not_fit_is_refused_with_both_shapes_and_the_path() {
    let folder = tempfile::tempdir().unwrap();
    let check = |arrays: &[Given<'_>], metadata: &[(&str, &str)], parts: &[&str]| {
        let path = written(&folder, arrays, metadata);
        let message = tensor_import::read(&path, None).unwrap_err().to_string();
        assert!(message.ends_with("features.safetensors"), "{message}");
        for part in parts {
            assert!(message.contains(part), "{message}");
        }
    };
    let audio = ("audio", Dtype::F32, &[4, 2][..], numbered(8));
    let visual = ("visual", Dtype::F32, &[4, 3][..], numbered(12));
    let clip = ("clip", Dtype::I32, &[4][..], vec![0.0, 0.0, 1.0, 2.0]);
    let names = [("clips", r#"["a","b"]"#)];
    check(std::slice::from_ref(&audio), &names, &["no array `visual` among `audio`"]);
    check(&[audio.clone(), visual.clone()], &names, &["no array `clip`"]);
    check(&[audio.clone(), visual.clone(), clip], &names, &["row 3 is of clip 2", "2 names"]);
    let short = ("visual", Dtype::F32, &[3, 3][..], numbered(9));
    check(&[audio.clone(), short], &names, &["[3, 3]", "[4, D]"]);
    let flat = ("audio", Dtype::F32, &[8][..], numbered(8));
    check(&[flat, visual.clone()], &names, &["[8]", "[N, D]"]);
    let few = ("clip", Dtype::I32, &[3][..], vec![0.0; 3]);
    check(&[audio.clone(), visual.clone(), few], &names, &["[3]", "[4]"]);
    let cube = ("audio", Dtype::F32, &[2, 2, 2][..], numbered(8));
    check(&[cube.clone(), visual], &names, &["[4, 3]", "[2, 2, D]"]);
    let same = ("visual", Dtype::F32, &[2, 2, 1][..], numbered(4));
    check(&[cube, same.clone()], &[("clips", r#"["a"]"#)], &["1 names for 2 clips"]);
    let whole = ("audio", Dtype::I32, &[4, 2][..], numbered(8));
    check(&[whole, same], &names, &["`audio` has type I32 and shape [4, 2]"]);
}

#[test]
fn labels_that_do_not_fit_the_clips_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let arrays = [
        ("audio", Dtype::F32, &[2, 3, 2][..], numbered(12)),
        ("visual", Dtype::F32, &[2, 3, 1][..], numbered(6)),
    ];
    let path = written(&folder, &arrays, &[]);
    let labels = folder.path().join("labels.csv");
    let check = |text: &str, part: &str| {
        std::fs::write(&labels, text).expect("the folder is ours");
        let message = tensor_import::read(&path, Some(&labels)).unwrap_err().to_string();
        assert!(message.contains(part) && message.ends_with("labels.csv"), "{message}");
    };
    check("clip,category,start,len\n00001,dog,2,2\n", "2..4 of `00001` ends after its 3 seconds");
    check("clip,category,start,len\na.mp4,dog,0,2\n", "they have `00000`, the labels `a.mp4`");
    check("clip,category,start,len\na.mp4,dog,0\n", "line 2 has 3 fields");
    let missing = tensor_import::read(Path::new("nowhere.safetensors"), None);
    assert!(missing.unwrap_err().to_string().contains("nowhere.safetensors"));
}

#[test]
fn the_real_clips_are_those_inside_the_program() {
    let Some(path) = shared("data/parts/clips.safetensors") else { return };
    let (imported, own) =
        (tensor_import::read(&path, None).unwrap().features, bundled::clips().unwrap());
    let own_features = own.clips().iter().cloned();
    let own_features: Vec<_> =
        own_features.map(|clip| clip.with_concepts(PerModality::default())).collect();
    assert_eq!(imported.clips(), own_features);
    let means = own.concept_means().unwrap();
    for clip in own.clips() {
        for (modality, roots) in clip.concepts.as_ref().map(|roots| roots.as_ref().unwrap()).iter()
        {
            assert_eq!(roots.dim(), (clip.n_segments(), means[modality].len()));
            for second in roots.rows() {
                let sum: f32 = second.iter().map(|root| root * root).sum();
                assert!((sum - 1.0).abs() < 2e-3, "{} {modality}: {sum}", clip.id);
            }
        }
    }
    for modality in Modality::ALL {
        assert_eq!(imported.spaces()[modality].dim, own.spaces()[modality].dim);
    }
}
