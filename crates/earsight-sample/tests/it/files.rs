//! Files of a collection: rendering, resuming, refused folders, failing ffmpeg.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use earsight_core::Annotations;
use earsight_sample::{ClipPlan, Error, SampleConfig, SampleReport, render};

fn small() -> SampleConfig {
    SampleConfig {
        seed: 5,
        n_clips: 3,
        clip_secs: 3,
        width_px: 64,
        height_px: 48,
        frames_per_sec: 8,
    }
}

fn ffmpeg() -> Option<PathBuf> {
    let ffmpeg = std::env::var_os("EARSIGHT_FFMPEG").map_or("ffmpeg".into(), PathBuf::from);
    if Command::new(&ffmpeg).arg("-version").output().is_ok() {
        return Some(ffmpeg);
    }
    earsight_testing::skip("ffmpeg is not installed");
    None
}

fn render_into(folder: &Path, ffmpeg: &Path) -> Result<(SampleReport, Vec<(usize, usize)>), Error> {
    let mut progress = Vec::new();
    let report =
        render(folder, &small(), ffmpeg, 2, &mut |done, total| progress.push((done, total)))?;
    Ok((report, progress))
}

fn labels_in(path: &Path) -> Annotations {
    Annotations::parse(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn a_second_run_renders_only_missing_and_truncated_clips() {
    let Some(ffmpeg) = ffmpeg() else { return };
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("new").join("sample");
    let (report, progress) = render_into(&folder, &ffmpeg).unwrap();
    assert_eq!((report.n_rendered, report.n_kept), (3, 0));
    assert_eq!(progress, [(0, 3), (1, 3), (2, 3), (3, 3)]);

    // The clips folder holds nothing but clips.
    let mut names: Vec<String> = fs::read_dir(&report.clips_folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let labels = labels_in(&report.labels_path);
    assert_eq!(labels.iter().map(|(clip, _)| clip.as_str().to_owned()).collect::<Vec<_>>(), names);
    for clip_idx in 0..3 {
        let plan = ClipPlan::new(&small(), clip_idx);
        assert_eq!(labels.event(&plan.clip), Some(&plan.annotation()));
    }

    let first = report.clips_folder.join(&names[0]);
    let whole = fs::read(&first).unwrap();
    for n_bytes in [0, 3, 60, whole.len() / 2, whole.len() - 1] {
        fs::write(&first, &whole[..n_bytes]).unwrap();
        fs::remove_file(report.clips_folder.join(&names[2])).unwrap();
        let (report, progress) = render_into(&folder, &ffmpeg).unwrap();
        assert_eq!((report.n_rendered, report.n_kept), (2, 1), "{n_bytes} bytes");
        assert_eq!(progress, [(1, 3), (2, 3), (3, 3)]);
        assert!(fs::read(&first).unwrap() == whole, "{n_bytes} bytes");
        assert_eq!(fs::read_dir(&report.clips_folder).unwrap().count(), 3);
    }
}

#[test]
fn a_clip_has_the_length_and_size_of_the_config() {
    let Some(ffmpeg) = ffmpeg() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (report, _) = render_into(folder.path(), &ffmpeg).unwrap();
    let clip = report.clips_folder.join("clip-0000.mp4");
    let decode = |arguments: &[&str]| {
        let mut command = Command::new(&ffmpeg);
        command.args(["-v", "error", "-i"]).arg(&clip).args(arguments).arg("pipe:1");
        command.output().unwrap().stdout
    };
    let frames = decode(&["-map", "0:v:0", "-f", "rawvideo", "-pix_fmt", "rgb24"]);
    assert_eq!(frames.len(), 64 * 48 * 3 * 8 * 3);
    let samples = decode(&["-map", "0:a:0", "-f", "s16le", "-ar", "44100"]);
    // AAC packs 1024 samples and may leave padding at the end.
    let n_samples = samples.len() / 2;
    assert!((3 * 44_100..3 * 44_100 + 4096).contains(&n_samples), "{n_samples}");
}

#[test]
fn folders_of_other_files_and_of_other_configs_are_not_touched() {
    let Some(ffmpeg) = ffmpeg() else { return };
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("holiday.mp4"), b"mine").unwrap();
    assert!(matches!(render_into(folder.path(), &ffmpeg), Err(Error::ForeignFolder { .. })));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);

    let folder = tempfile::tempdir().unwrap();
    render_into(folder.path(), &ffmpeg).unwrap();
    let other = SampleConfig { seed: 6, ..small() };
    let refused = render(folder.path(), &other, &ffmpeg, 1, &mut |_, _| {});
    assert!(matches!(refused, Err(Error::OtherConfig { .. })));
    fs::write(folder.path().join("sample.json"), b"{}").unwrap();
    assert!(matches!(render_into(folder.path(), &ffmpeg), Err(Error::ForeignFolder { .. })));
}

#[test]
fn a_second_run_in_the_same_folder_is_refused() {
    let Some(ffmpeg) = ffmpeg() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut refused = None;
    render(folder.path(), &small(), &ffmpeg, 1, &mut |_, _| {
        refused.get_or_insert_with(|| render_into(folder.path(), &ffmpeg));
    })
    .unwrap();
    assert!(matches!(refused, Some(Err(Error::Busy { .. }))));
}

#[test]
fn a_missing_ffmpeg_is_an_error_with_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let error = render_into(&folder.path().join("out"), Path::new("/no/such/ffmpeg")).unwrap_err();
    assert!(error.to_string().contains("/no/such/ffmpeg"), "{error}");
    assert!(!folder.path().join("out").exists());
}

#[cfg(unix)]
#[test]
fn a_failing_ffmpeg_leaves_no_clip_and_its_message_is_the_error() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("ffmpeg");
    let script = "#!/bin/sh\ncase \"$*\" in *-encoders*) echo ' V. mpeg4 x'; echo ' A. aac x';;\n\
                  *) echo 'disk on fire' >&2; exit 1;; esac\n";
    fs::write(&broken, script).unwrap();
    fs::set_permissions(&broken, fs::Permissions::from_mode(0o755)).unwrap();
    let out = folder.path().join("out");
    let config = SampleConfig { n_clips: 40, ..small() };
    let error = render(&out, &config, &broken, 2, &mut |_, _| {}).unwrap_err();
    assert!(error.to_string().contains("disk on fire"), "{error}");
    assert_eq!(fs::read_dir(out.join("clips")).unwrap().count(), 0);

    // The labels are written before any clip, and agree with the plans.
    let labels = labels_in(&out.join("labels.csv"));
    assert_eq!(labels.len(), 40);
    for plan in (0..40).map(|idx| ClipPlan::new(&config, idx)) {
        assert_eq!(labels.event(&plan.clip), Some(&plan.annotation()));
    }
}

#[cfg(unix)]
#[test]
fn an_ffmpeg_that_reads_and_writes_nothing_is_an_error() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let lazy = folder.path().join("ffmpeg");
    let script =
        "#!/bin/sh\ncase \"$*\" in *-encoders*) echo ' V. mpeg4 x'; echo ' A. aac x';; esac\n";
    fs::write(&lazy, script).unwrap();
    fs::set_permissions(&lazy, fs::Permissions::from_mode(0o755)).unwrap();
    let out = folder.path().join("out");
    assert!(render_into(&out, &lazy).is_err());
    assert_eq!(fs::read_dir(out.join("clips")).unwrap().count(), 0);
}
