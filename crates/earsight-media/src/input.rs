//! A person's file as ffmpeg may open it: this file, no other, whatever it is called and whatever it says.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::Path;

use crate::media_path::is_picture_path;
use crate::{Error, Result};

/// Containers that hold their own media, by ffmpeg's names.
///
/// What is missing is missing on purpose: playlists and lists of parts open other files
/// (`hls`, `concat`, `dash`, `imf`, `sdp`, `vobsub`, `image2`), devices and scripts are none of our business,
/// and some demuxers make a video of any text (`tty`, `xbin`).
const CONTAINERS: &[&str] = &[
    // video and sound
    "mov",
    "matroska",
    "webm",
    "avi",
    "asf",
    "asf_o",
    "flv",
    "live_flv",
    "mpegts",
    "mpeg",
    "ogg",
    "nut",
    "rm",
    "mxf",
    "gxf",
    "dv",
    "wtv",
    "nsv",
    "swf",
    "ivf",
    "obu",
    "roq",
    "smk",
    "flic",
    // video alone
    "mpegvideo",
    "m4v",
    "h261",
    "h263",
    "h264",
    "hevc",
    "vvc",
    "av1",
    "vc1",
    "vc1test",
    "mjpeg",
    "mjpeg_2000",
    "dirac",
    "dnxhd",
    "cavsvideo",
    "yuv4mpegpipe",
    "gif",
    "apng",
    "webp_anim",
    "jpegxl_anim",
    // sound alone
    "wav",
    "w64",
    "aiff",
    "au",
    "caf",
    "flac",
    "mp3",
    "aac",
    "loas",
    "ac3",
    "eac3",
    "dts",
    "dtshd",
    "truehd",
    "mlp",
    "amr",
    "amrnb",
    "amrwb",
    "ape",
    "wv",
    "tta",
    "tak",
    "mpc",
    "mpc8",
    "voc",
    "dsf",
    "iff",
    "sox",
    "oma",
    // pictures
    "bmp_pipe",
    "dds_pipe",
    "dpx_pipe",
    "exr_pipe",
    "gif_pipe",
    "hdr_pipe",
    "j2k_pipe",
    "jpeg_pipe",
    "jpegls_pipe",
    "jpegxl_pipe",
    "pam_pipe",
    "pbm_pipe",
    "pcx_pipe",
    "pfm_pipe",
    "pgm_pipe",
    "png_pipe",
    "ppm_pipe",
    "psd_pipe",
    "qoi_pipe",
    "sgi_pipe",
    "sunrast_pipe",
    "tiff_pipe",
    "webp_pipe",
    "xbm_pipe",
    "xpm_pipe",
    "xwd_pipe",
];

/// A file to decode: the options that fence ffmpeg in, and what to put on its standard input.
#[derive(Debug)]
pub(crate) struct Input {
    /// Options before `-i`.
    pub fence: Vec<OsString>,
    /// What follows `-i`.
    pub url: OsString,
    /// Standard input of the process, where the file is there.
    pub stdin: Option<File>,
}

impl Input {
    /// Looks at the file, which must be a regular one with something in it.
    pub fn open(file: &Path) -> Result<Input> {
        let unreadable = |source| Error::Unreadable { source, path: file.to_owned() };
        let metadata = fs::metadata(file).map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(Error::NotAFile { path: file.to_owned() });
        }
        if metadata.len() == 0 {
            return Err(Error::EmptyFile { path: file.to_owned() });
        }
        let opened = File::open(file).map_err(unreadable)?;

        // `file:` ends every question about a name that starts with `-` or looks like `concat:…`.
        // A name with `%03d`, `*` or `?`, or one that ends in `.jpg`, would still be taken for a series of
        // pictures, so such a file is passed open; `/dev/stdin` opens it once more and can seek.
        let (url, stdin) = match is_pattern(file) || is_picture_path(file) {
            true => (OsString::from("file:/dev/stdin"), Some(opened)),
            false => {
                let mut url = OsString::from("file:");
                url.push(file);
                (url, None)
            }
        };
        let fence = ["-protocol_whitelist", "file,pipe", "-format_whitelist"]
            .into_iter()
            .map(OsString::from)
            .chain([OsString::from(CONTAINERS.join(","))])
            // Streams that begin late in a transport stream are found within this much of it.
            .chain(["-probesize", "50000000", "-analyzeduration", "20000000"].map(OsString::from))
            .collect();
        Ok(Input { fence, url, stdin })
    }
}

/// Whether ffmpeg would take the name for a pattern of many names.
fn is_pattern(file: &Path) -> bool {
    file.as_os_str().as_encoded_bytes().iter().any(|byte| b"%*?{}[]".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_opens_other_files_is_not_on_the_list() {
        for evil in
            ["hls", "concat", "dash", "imf", "image2", "sdp", "rtsp", "lavfi", "tty", "vobsub"]
        {
            assert!(!CONTAINERS.contains(&evil), "{evil}");
        }
    }

    #[test]
    fn a_name_is_never_an_option_nor_a_protocol() {
        let folder = tempfile::tempdir().unwrap();
        let check = |name: &str, start: &str| {
            let path = folder.path().join(name);
            fs::write(&path, "x").unwrap();
            let url = Input::open(&path).unwrap().url;
            assert!(url.to_string_lossy().starts_with(start), "{url:?}");
        };
        check("-i.mp4", "file:/");
        check("concat:a|b.mp4", "file:/");
        check("a%03d.mp4", "file:/dev/stdin");
        check("a.JPG", "file:/dev/stdin");
    }
}
