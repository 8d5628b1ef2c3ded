"""VGGish and VGG-19 in plain NumPy, f64, by the names of the published checkpoints, to check the networks in Rust by.

They share no code with the crate: convolutions are sums of nine matrix products, VGGish is flattened in height, width, channel order.
"""

import numpy as np

# Position in the `features` of the checkpoint, output channels; None is a pool.
VGGISH = [(0, 64), None, (3, 128), None, (6, 256), (8, 256), None, (11, 512), (13, 512), None]
VGG19 = [
    (0, 64), (2, 64), None,
    (5, 128), (7, 128), None,
    (10, 256), (12, 256), (14, 256), (16, 256), None,
    (19, 512), (21, 512), (23, 512), (25, 512), None,
    (28, 512), (30, 512), (32, 512), (34, 512), None,
]  # fmt: skip


def shapes(network):
    """Names and shapes of the checkpoint's tensors that the network needs, in order."""
    layers, channels = (VGGISH, 1) if network == "vggish" else (VGG19, 3)
    found = []
    for layer in filter(None, layers):
        place, to = layer
        found += [(f"features.{place}.weight", (to, channels, 3, 3)), (f"features.{place}.bias", (to,))]
        channels = to
    if network == "vggish":
        for place, to, width in ((0, 4096, 12288), (2, 4096, 4096), (4, 128, 4096)):
            found += [(f"embeddings.{place}.weight", (to, width)), (f"embeddings.{place}.bias", (to,))]
    return found


def trunk(weights, layers, x):
    """`[C, H, W]` → `[C', H', W']`."""
    for layer in layers:
        if layer is None:
            c, h, w = x.shape
            x = x.reshape(c, h // 2, 2, w // 2, 2).max((2, 4))
            continue
        weight, bias = (weights[f"features.{layer[0]}.{part}"].astype(np.float64) for part in ("weight", "bias"))
        _, h, w = x.shape
        padded = np.pad(x, ((0, 0), (1, 1), (1, 1)))
        y = np.zeros((weight.shape[0], h * w)) + bias[:, None]
        for i in range(3):
            for j in range(3):
                y += weight[:, :, i, j] @ padded[:, i : i + h, j : j + w].reshape(len(padded), -1)
        x = np.maximum(y, 0).reshape(-1, h, w)
    return x


def vggish(weights, examples):
    """Log-mel `[N, 96, 64]` → `[N, 128]`, not post-processed."""
    rows = []
    for example in examples:
        x = trunk(weights, VGGISH, example[None].astype(np.float64))
        x = x.transpose(1, 2, 0).reshape(-1)
        for place in (0, 2, 4):
            weight, bias = (weights[f"embeddings.{place}.{part}"] for part in ("weight", "bias"))
            x = np.maximum(weight.astype(np.float64) @ x + bias, 0)
        rows.append(x)
    return np.array(rows)


def vgg19(weights, frames, bgr):
    """RGB bytes `[N, 224, 224, 3]` → mean over the 7 × 7 places of pool 5, `[N, 512]`.

    `bgr`: the input of Caffe's weights, blue first, the mean subtracted, 0 to 255; else torchvision's.
    """
    x = frames.astype(np.float64)
    if bgr:
        x = x[..., ::-1] - np.array([103.939, 116.779, 123.68])
    else:
        x = (x / 255 - np.array([0.485, 0.456, 0.406])) / np.array([0.229, 0.224, 0.225])
    return np.array([trunk(weights, VGG19, frame.transpose(2, 0, 1)).mean((1, 2)) for frame in x])


def made_up(network):
    """Weights by a formula that the tests in Rust share: uniform, as large as He et al. 2015 want them for ReLU."""
    return {
        name: numbers(position, shape, (6 / np.prod(shape[1:])) ** 0.5 if len(shape) > 1 else 0.05)
        for position, (name, shape) in enumerate(shapes(network))
    }


def numbers(position, shape, largest):
    """A hash of each number's place, as a fraction of `largest`."""
    h = np.arange(np.prod(shape), dtype=np.uint32) * np.uint32(0x9E3779B1)
    h += np.uint32((position * 0x85EBCA77 + 12345) & 0xFFFFFFFF)
    h ^= h >> np.uint32(15)
    h *= np.uint32(0x2C1B3C6D)
    h ^= h >> np.uint32(12)
    h *= np.uint32(0x297A2D39)
    h ^= h >> np.uint32(15)
    return ((h / 2**31 - 1) * largest).astype(np.float32).reshape(shape)


def pattern(n_frames):
    """Pictures by a formula, RGB bytes `[N, 224, 224, 3]`."""
    n, y, x, c = np.ogrid[:n_frames, :224, :224, :3]
    return ((x * 3 + y * 5 + c * 70 + x * y // 16 + n * 90) % 256).astype(np.uint8)
