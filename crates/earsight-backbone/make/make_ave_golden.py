"""Writes `golden/ave_backbones_golden.safetensors`: what VGGish and VGG-19 with made-up weights give.

    python make_ave_golden.py

Needs NumPy and safetensors. The published weights are in no package registry, so the networks are held to this instead.
"""

import pathlib

import numpy as np
from safetensors.numpy import load_file, save_file

import ave_networks

GOLDEN = pathlib.Path(__file__).parent / "../golden"


def main():
    log_mel = load_file(GOLDEN / "vggish_log_mel_golden.safetensors")["log_mel"]
    found = {}
    weights = ave_networks.made_up("vggish")
    for name, hop in (("aligned", 100), ("ave_compatible", 96)):
        examples = np.array([log_mel[at : at + 96] for at in range(0, 3 * hop, hop)])
        found[f"vggish_{name}"] = ave_networks.vggish(weights, examples)
    weights = ave_networks.made_up("vgg19")
    for name, bgr in (("torchvision", False), ("bgr", True)):
        found[f"vgg19_{name}"] = ave_networks.vgg19(weights, ave_networks.pattern(2), bgr)
    for name, rows in found.items():
        print(f"{name:24} {rows.shape}, {np.mean(rows > 0):.0%} above 0, mean {rows.mean():.4f}, largest {rows.max():.4f}")
    save_file({name: rows.astype(np.float32) for name, rows in found.items()}, GOLDEN / "ave_backbones_golden.safetensors")


if __name__ == "__main__":
    main()
