//! Which files of a folder are media files, by their extensions.

use std::path::Path;

/// Extensions of video files.
const VIDEO_EXTENSIONS: &[&str] = &[
    "3g2", "3gp", "asf", "avi", "divx", "dv", "f4v", "flv", "ivf", "m1v", "m2t", "m2ts", "m2v",
    "m4v", "mjpeg", "mkv", "mov", "mp4", "mpeg", "mpg", "mts", "mxf", "nut", "ogm", "ogv", "qt",
    "rm", "rmvb", "ts", "vob", "webm", "wmv", "wtv", "y4m",
];

/// Extensions of audio files.
const AUDIO_EXTENSIONS: &[&str] = &[
    "aac", "ac3", "aif", "aifc", "aiff", "amr", "ape", "au", "caf", "dts", "eac3", "flac", "m4a",
    "m4b", "mka", "mp2", "mp3", "oga", "ogg", "opus", "snd", "spx", "tta", "w64", "wav", "weba",
    "wma", "wv",
];

/// Extensions of images.
const IMAGE_EXTENSIONS: &[&str] = &[
    "avif", "bmp", "gif", "heic", "heif", "jfif", "jp2", "jpeg", "jpg", "jxl", "pbm", "pgm", "png",
    "pnm", "ppm", "qoi", "tif", "tiff", "webp",
];

/// Whether a path has the extension of a video, an audio file or an image; the file is not opened.
pub fn is_media_path(path: &Path) -> bool {
    has_one_of(path, VIDEO_EXTENSIONS) || has_one_of(path, AUDIO_EXTENSIONS) || is_image_path(path)
}

/// Whether a path has the extension of an image.
pub(crate) fn is_image_path(path: &Path) -> bool {
    has_one_of(path, IMAGE_EXTENSIONS)
}

fn has_one_of(path: &Path, extensions: &[&str]) -> bool {
    path.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|found| extensions.iter().any(|known| found.eq_ignore_ascii_case(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_sorted_and_listed_once() {
        let all = [VIDEO_EXTENSIONS, AUDIO_EXTENSIONS, IMAGE_EXTENSIONS];
        for list in all {
            assert!(list.is_sorted());
        }
        let mut every: Vec<_> = all.concat();
        every.sort_unstable();
        let n_listed = every.len();
        every.dedup();
        assert_eq!(every.len(), n_listed);
    }

    #[test]
    fn media_files_are_recognized_by_their_extension() {
        for media in ["a.mp4", "b/C.MKV", "d.e.flac", "über.jpeg", "x.webm"] {
            assert!(is_media_path(Path::new(media)), "{media}");
        }
        for other in ["a.txt", "mp4", ".mp4", "a.mp4.part", "a.srt", "a.", "a.m3u8"] {
            assert!(!is_media_path(Path::new(other)), "{other}");
        }
    }
}
