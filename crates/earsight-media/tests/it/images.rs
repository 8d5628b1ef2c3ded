//! Photographs, cover art and unusual aspects.

use earsight_core::{FrameFit, FrameSpec};
use earsight_media::Limits;

use crate::render::{SMALL, Studio, colour, size};

#[test]
fn a_photograph_is_one_still_image() {
    let Some(studio) = Studio::open() else { return };
    for name in ["p.png", "p.jpg", "p.bmp", "p.tiff", "p.ppm", "p.webp", "p.jp2", "p.qoi"] {
        let arguments = "-f lavfi -i color=red:s=60x40 -frames:v 1";
        let Some(picture) = studio.render_if_able(name, arguments) else { continue };
        let info = studio.probe(&picture);
        assert!(info.is_still() && info.duration_secs.is_none(), "{name}: {info:?}");
        let frames = studio.frames(&picture, SMALL, None);
        assert_eq!(frames.len(), 1, "{name}");
        let [red, green, blue] = colour(&frames[0], (0.0, 0.0), (1.0, 1.0));
        assert!(red > 240.0 && green < 15.0 && blue < 15.0, "{name}: {red} {green} {blue}");
        let thumbnail = studio.ffmpeg.thumbnail_jpeg(&picture, &info, 7.0, 30, &Limits::default());
        assert_eq!(size(&thumbnail.unwrap()), (30, 20));
    }
}

/// Also for images of many colours, because ffmpeg recognizes an image by its first bytes *and* by its name.
#[test]
fn a_detailed_photograph_is_read_whatever_its_extension() {
    let Some(studio) = Studio::open() else { return };
    for name in ["street.jpg", "street.JPEG", "street.jfif", "street.png", "street.tif"] {
        let arguments = "-f lavfi -i testsrc2=s=640x480 -frames:v 1 -f image2 -update 1";
        let codec = if name.ends_with("png") {
            "-c:v png"
        } else if name.ends_with("tif") {
            "-c:v tiff"
        } else {
            "-c:v mjpeg -pix_fmt yuvj420p"
        };
        let picture = studio.render(name, &format!("{arguments} {codec}"));
        let info = studio.probe(&picture);
        assert!(info.is_still(), "{name}: {info:?}");
        assert_eq!(studio.frames(&picture, SMALL, None).len(), 1, "{name}");
        let thumbnail = studio.ffmpeg.thumbnail_jpeg(&picture, &info, 0.0, 64, &Limits::default());
        assert_eq!(size(&thumbnail.unwrap()), (64, 48));
    }
}

#[test]
fn a_thumbnail_of_a_few_pixels_has_their_colour() {
    let Some(studio) = Studio::open() else { return };
    for size in ["1:1", "3:3", "5:1", "1:5"] {
        let arguments =
            format!("-f lavfi -i color=red:s=16x16 -vf format=rgb24,scale={size} -frames:v 1");
        let picture = studio.render("few.png", &format!("-y {arguments}"));
        let info = studio.probe(&picture);
        let thumbnail = studio.ffmpeg.thumbnail_jpeg(&picture, &info, 0.0, 64, &Limits::default());
        let pixels = image::load_from_memory(&thumbnail.unwrap()).unwrap().to_rgb8();
        let is_red = |[red, green, blue]: [u8; 3]| red > 230 && green < 25 && blue < 25;
        assert!(pixels.pixels().all(|pixel| is_red(pixel.0)), "{size}: {pixels:?}");
    }
}

#[test]
fn an_animated_gif_is_a_video() {
    let Some(studio) = Studio::open() else { return };
    let gif = studio.render("moving.gif", "-f lavfi -i testsrc=s=64x48:r=10:d=2");
    assert!(!studio.probe(&gif).is_still());
    assert_eq!(studio.frames(&gif, SMALL, None).len(), 6);
}

#[test]
fn cover_art_is_no_video() {
    let Some(studio) = Studio::open() else { return };
    let arguments = "-f lavfi -i sine=440:d=1 -f lavfi -i color=red:s=60x40:r=25:d=0.04 -map 0 -map 1 \
                     -c:v mjpeg -pix_fmt yuvj420p -disposition:v attached_pic";
    for (name, codec) in
        [("song.mp3", "-c:a libmp3lame"), ("song.m4a", "-c:a aac"), ("song.flac", "")]
    {
        let Some(song) = studio.render_if_able(name, &format!("{arguments} {codec}")) else {
            continue;
        };
        let info = studio.probe(&song);
        assert!(info.video.is_none() && info.audio.is_some(), "{name}: {info:?}");
        assert!((15_500..17_500).contains(&studio.sound(&song, 16_000, None).len()), "{name}");
    }
}

#[test]
fn images_of_any_aspect_are_cropped_to_the_central_square() {
    let Some(studio) = Studio::open() else { return };
    let spec =
        FrameSpec { frames_per_sec: 3, short_side_px: 256, crop_px: 224, fit: FrameFit::Crop };
    for size in ["1x1", "2x1", "1x3", "17x13", "1x400", "4000x1", "640x360", "3x2000"] {
        let scaled = size.replace('x', ":");
        for (name, format) in [("p.png", "rgb24"), ("p.jpg", "yuvj420p")] {
            let arguments = format!(
                "-f lavfi -i color=0x20c040:s=16x16,scale={scaled} -frames:v 1 -pix_fmt {format}"
            );
            let picture = studio.render(name, &arguments);
            let frames = studio.frames(&picture, spec, None);
            assert_eq!((frames.len(), frames[0].width(), frames[0].height()), (1, 224, 224));
            let [red, green, blue] = colour(&frames[0], (0.0, 0.0), (1.0, 1.0));
            let off = (red - 32.0).abs().max((green - 192.0).abs()).max((blue - 64.0).abs());
            assert!(off < 8.0, "{name} of {size}: {red} {green} {blue}");
        }
    }
}

#[test]
fn the_crop_is_central() {
    let Some(studio) = Studio::open() else { return };
    // Three equal stripes; of 300×100 only the middle one is in the centred square.
    let stripes = |size: &str| {
        format!(
            "-f lavfi -i color=red:s={size} -f lavfi -i color=lime:s={size} \
             -f lavfi -i color=blue:s={size} -filter_complex hstack=3 -frames:v 1 -pix_fmt rgb24"
        )
    };
    let picture = studio.render("stripes.png", &stripes("100x100"));
    let [red, green, blue] =
        colour(&studio.frames(&picture, SMALL, None)[0], (0.1, 0.0), (0.9, 1.0));
    assert!(green > 250.0 && red < 5.0 && blue < 5.0, "{red} {green} {blue}");
    // Stretched, nothing is cropped: each stripe fills its third.
    let stretched = studio.frames(&picture, FrameSpec { fit: FrameFit::Stretch, ..SMALL }, None);
    assert_eq!((stretched[0].width(), stretched[0].height()), (32, 32));
    for (stripe, x) in [(0, 0.05), (1, 0.4), (2, 0.75)] {
        let found = colour(&stretched[0], (x, 0.0), (x + 0.2, 1.0));
        assert!(found[stripe] > 240.0, "stripe {stripe}: {found:?}");
    }
    // 20 times as wide as high: cut before it is scaled, and still central.
    let picture = studio.render("wide.png", &stripes("400x60"));
    let [red, green, blue] =
        colour(&studio.frames(&picture, SMALL, None)[0], (0.0, 0.0), (1.0, 1.0));
    assert!(green > 250.0 && red < 5.0 && blue < 5.0, "{red} {green} {blue}");
}

#[test]
fn non_square_pixels_are_made_square() {
    let Some(studio) = Studio::open() else { return };
    // Stored 64×64, shown 128×64: the centred square is the middle half of what is stored.
    let video = studio.render(
        "oblong.mkv",
        "-f lavfi -i color=red:s=16x64:r=5:d=1 -f lavfi -i color=lime:s=32x64:r=5:d=1 \
         -f lavfi -i color=blue:s=16x64:r=5:d=1 -filter_complex hstack=3,setsar=2 -c:v ffv1",
    );
    let info = studio.probe(&video);
    assert_eq!(info.video.as_ref().unwrap().displayed_px(), (128, 64));
    let [red, green, blue] = colour(&studio.frames(&video, SMALL, None)[0], (0.1, 0.0), (0.9, 1.0));
    assert!(green > 240.0 && red < 15.0 && blue < 15.0, "{red} {green} {blue}");
    let thumbnail =
        studio.ffmpeg.thumbnail_jpeg(&video, &info, 0.4, 100, &Limits::default()).unwrap();
    assert_eq!(size(&thumbnail), (100, 50));
    // A small frame is not enlarged.
    let small = studio.ffmpeg.thumbnail_jpeg(&video, &info, 0.4, 1000, &Limits::default()).unwrap();
    assert_eq!(size(&small), (128, 64));
}
