"""Turns a published checkpoint of VGGish or VGG-19 into the safetensors file that `--weights` takes.

    python make_ave_weights.py vggish-10086976.pth vggish.safetensors
    python make_ave_weights.py vgg19-dcbb9e9d.pth vgg19.safetensors
    python make_ave_weights.py vgg19-d01eb7cb.pth vgg19-bgr.safetensors

Needs NumPy and safetensors, no PyTorch; the pickle is read by a reader that knows tensors and refuses everything else.
You get the checkpoints yourself: they may not be shipped.
The name of a checkpoint ends with the first digits of its SHA-256, which is checked here, written into the file, and checked again when it is loaded.
"""

import argparse
import hashlib
import pathlib

import numpy as np
from safetensors.numpy import save

import ave_networks
import tensor_pickle

KNOWN = {"10086976": "vggish", "dcbb9e9d": "vgg19", "d01eb7cb": "vgg19"}


def converted(path):
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    network = KNOWN.get(sha256[:8])
    if network is None:
        raise SystemExit(f"{path} has sha256 {sha256}; known checkpoints begin with {', '.join(KNOWN)}")
    return sha256, network, checked(tensor_pickle.read(path), network)


def checked(found, network):
    weights = {}
    for name, shape in ave_networks.shapes(network):
        if name not in found:
            raise SystemExit(f"the checkpoint has no `{name}`")
        if found[name].shape != shape:
            raise SystemExit(f"`{name}` has shape {found[name].shape}, {network} needs {shape}")
        weights[name] = np.ascontiguousarray(found[name], dtype=np.float32)
    return weights


def file_of(weights, source, source_sha256):
    """The bytes of the file, with a digest over its numbers."""
    bare = save(weights)
    numbers = bare[8 + int.from_bytes(bare[:8], "little") :]
    return save(weights, {
        "source": source,
        "source_sha256": source_sha256,
        "numbers_sha256": hashlib.sha256(numbers).hexdigest(),
    })  # fmt: skip


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("checkpoint", type=pathlib.Path)
    arguments.add_argument("out", type=pathlib.Path)
    arguments = arguments.parse_args()
    sha256, network, weights = converted(arguments.checkpoint)
    arguments.out.write_bytes(file_of(weights, arguments.checkpoint.name, sha256))
    print(f"{arguments.out}: {network}, {sum(array.size for array in weights.values())} numbers")


if __name__ == "__main__":
    main()
