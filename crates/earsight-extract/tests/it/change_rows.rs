//! What changes within a second stands at its moment, in a library as in a query.

use earsight_core::change::{PictureStep, STEPS_PER_SEC, SoundStep};
use earsight_core::{Modality, PerModality, Span};
use earsight_extract::{ExtractOptions, Extractor};
use earsight_testing::assert_close;
use ndarray::Array2;

use crate::media_files::Folder;
use crate::runs::{clips, run};

/// A white square that comes at 2.25 s of 4 s, with a beep that begins 30 ms later.
fn flash(folder: &Folder, name: &str) -> std::path::PathBuf {
    let picture = "color=black:size=96x72:rate=24:duration=4,\
                   drawbox=x=0:y=0:w=24:h=18:color=white:t=fill:enable='gte(t,2.25)'";
    let beep = "aevalsrc='if(between(t,2.28,2.4),0.8*sin(2*PI*1000*t),0)':duration=4";
    let inputs = ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", beep];
    folder
        .render(name, &[&inputs[..], &["-c:v", "mpeg4", "-q:v", "2", "-c:a", "pcm_s16le"]].concat())
}

/// The step in which most happens.
fn busiest(changes: &PerModality<Option<Array2<f32>>>) -> PerModality<usize> {
    PerModality { audio: SoundStep::WIDTH, visual: PictureStep::WIDTH }.zip(changes.as_ref()).map(
        |(width, rows)| {
            let rows = rows.as_ref().unwrap();
            let steps: Vec<f32> = rows.as_slice().unwrap().to_vec();
            let strength = |step: &[f32]| match width {
                SoundStep::WIDTH => step[SoundStep::SHARPEST],
                _ => step[PictureStep::MOTIONS].iter().sum(),
            };
            let strengths: Vec<f32> = steps.chunks(width).map(strength).collect();
            (0..strengths.len()).max_by(|&a, &b| strengths[a].total_cmp(&strengths[b])).unwrap()
        },
    )
}

#[test]
fn a_flash_and_its_beep_are_in_the_same_step() {
    let folder = Folder::new();
    let video = flash(&folder, "flash.mkv");
    folder.photo("photo.png");
    folder.silent("silent.mkv", 2.0);
    run(&folder);
    let found = clips(&folder);
    let [flash, photo, silent] = &found[..] else { panic!("{} clips", found.len()) };
    let expected = (2.25 * STEPS_PER_SEC as f64) as usize;
    assert_eq!(busiest(&flash.changes), PerModality { audio: expected, visual: expected });
    let motion = flash.changes.visual.as_ref().unwrap();
    // The square fills the upper left quarter of each side, two blocks of eight.
    let step = motion.row(2).to_vec()[3 * PictureStep::WIDTH..][PictureStep::MOTIONS].to_vec();
    for (block, moved) in step.iter().enumerate() {
        let is_inside = block / 8 < 2 && block % 8 < 2;
        assert_eq!(*moved > 0.5, is_inside, "block {block}: {moved}");
    }
    let still = photo.changes.visual.as_ref().unwrap();
    assert_eq!(still.nrows(), 1);
    for step in still.as_slice().unwrap().chunks(PictureStep::WIDTH) {
        assert!(step[PictureStep::MOTIONS].iter().all(|&motion| motion == 0.0));
    }
    assert!(photo.changes.audio.is_none() && silent.changes.audio.is_none());
    assert_eq!(silent.changes.visual.as_ref().unwrap().nrows(), 2);

    let extractor = Extractor::new(&ExtractOptions::default()).unwrap();
    let whole = extractor.features_of(&video, None).unwrap();
    assert_eq!(whole.changes, flash.changes, "no network has a part in it");
    for span in [Span::new(0, 1), Span::new(2, 1), Span::new(1, 3)] {
        let moment = extractor.features_of(&video, Some(span)).unwrap();
        for modality in Modality::ALL {
            let part = moment.changes[modality].as_ref().unwrap();
            let rows = whole.changes[modality].as_ref().unwrap();
            let expected = rows.slice(ndarray::s![span.range(), ..]).to_owned();
            assert_close(&format!("{modality} of {span}"), part, &expected, 1e-3);
        }
    }
}
