"""Writes `golden/bundled_weights_golden.safetensors`: what EfficientNet-Lite0, CNN9 and SoundNet-8 give with the bundled weights.

    python make_bundled_golden.py

Needs NumPy and safetensors. The inputs are those of `golden/backbones_golden.safetensors` and `golden/concepts_golden.safetensors`,
whose rows come from the published weights in single precision; these come from the stored weights, half precision, computed in f64.
"""

import pathlib

import numpy as np
from safetensors.numpy import load_file, save_file

import networks

HERE = pathlib.Path(__file__).parent
RATE, HOP = 44_100, 1024


def stored(name):
    return {key: array.astype(np.float64) for key, array in load_file(HERE / f"../../earsight-weights-{name}/{name}.safetensors").items()}


def seconds(mel, n_frames, first_frame):
    """The window of each second, moved to lie within the sound: `[N, n_frames, 96]`."""
    n_seconds = len(mel) * HOP // RATE
    starts = [max(min(first_frame(second), len(mel) - n_frames), 0) for second in range(n_seconds)]
    return np.array([mel[start : start + n_frames] for start in starts])


def soundnet8(weights, wave, n_seconds):
    """`[n_seconds, 1024]`, the sound repeated to 20 s, its last frame left out."""
    frames = networks.soundnet8(weights, np.resize(wave, max(len(wave), 20 * 22_050)).astype(np.float64))["conv7"].T[:-1]
    place = np.clip((np.arange(n_seconds) + 0.5) * 22_050 / 32_768 - 0.5, 0, len(frames) - 1)
    low = np.floor(place).astype(int)
    high, share = np.minimum(low + 1, len(frames) - 1), (place - low)[:, None]
    return frames[low] * (1 - share) + frames[high] * share


def main():
    inputs = load_file(HERE / "../golden/backbones_golden.safetensors")
    lite0, cnn9 = stored("efficientnet-lite0"), stored("cnn9")
    found = {case: networks.efficientnet_lite0(lite0, inputs[case]) for case in ("frames", "pattern")}
    mel = networks.cnn9_log_mel(inputs["waveform_44100"])
    strict = seconds(mel, 43, lambda second: second * RATE // HOP)
    wide = seconds(mel, 100, lambda second: (2 * second + 1) * RATE // (2 * HOP) - 50)
    found |= {"cnn9": networks.cnn9(cnn9, strict), "cnn9-wide": networks.cnn9(cnn9, wide)}
    wave = load_file(HERE / "../golden/concepts_golden.safetensors")["wave"]
    weights = stored("soundnet8")
    found |= {"soundnet8": soundnet8(weights, wave, 20), "soundnet8_short": soundnet8(weights, wave[: 13 * 22_050 // 4], 4)}
    # Ends where the last second lies between the network's last two frames.
    found |= {"soundnet8_long": soundnet8(weights, np.tile(wave, 2)[: 37 * 22_050], 37)}
    for name, rows in found.items():
        print(f"{name:10} {rows.shape} {rows.dtype}, mean {rows.mean():.4f}, largest {rows.max():.4f}")
    golden = HERE / "../golden/bundled_weights_golden.safetensors"
    save_file({name: np.ascontiguousarray(rows, dtype=np.float32) for name, rows in found.items()}, golden)


if __name__ == "__main__":
    main()
