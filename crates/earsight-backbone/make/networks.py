"""The two networks and the log-mel in plain NumPy (f64 where it is free, f32 elsewhere), to check the converted weights by."""

import numpy as np

# Repeats, kernel, first stride, expansion, output channels.
LITE0_BLOCKS = [
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
]


def convolution(x, weight, bias, stride=1, pads=(0, 0), depthwise=False):
    """`[N, C, H, W]` → `[N, O, H', W']`; `pads` are the rows and columns before and after, alike in both directions."""
    kernel = weight.shape[2]
    x = np.pad(x, ((0, 0), (0, 0), pads, pads))
    windows = np.lib.stride_tricks.sliding_window_view(x, (kernel, kernel), (2, 3))
    windows = windows[:, :, ::stride, ::stride]  # [N, C, H', W', k, k]
    if depthwise:
        y = np.einsum("nchwij,cij->nchw", windows, weight[:, 0], optimize=True)
    elif kernel == 1:
        y = np.einsum("nchw,oc->nohw", windows[..., 0, 0], weight[:, :, 0, 0], optimize=True)
    else:
        y = np.einsum("nchwij,ocij->nohw", windows, weight, optimize=True)
    return y + bias[None, :, None, None]


def same_pads(size, kernel, stride):
    """TensorFlow's `same`: the odd pixel goes after."""
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


def efficientnet_lite0(weights, frames):
    """RGB bytes `[N, 224, 224, 3]` → embedding `[N, 1280]`."""

    def layer(x, name, stride=1, depthwise=False):
        weight = weights[f"{name}.weight"]
        pads = same_pads(x.shape[2], weight.shape[2], stride)
        return convolution(x, weight, weights[f"{name}.bias"], stride, pads, depthwise)

    def relu6(x):
        return np.clip(x, 0, 6)

    x = ((frames.astype(np.float32) - 127) / 128).transpose(0, 3, 1, 2)
    x = relu6(layer(x, "_conv_stem", stride=2))
    block = 0
    for repeats, _kernel, first_stride, expansion, _out in LITE0_BLOCKS:
        for repeat in range(repeats):
            name, before = f"_blocks.{block}", x
            stride = first_stride if repeat == 0 else 1
            if expansion != 1:
                x = relu6(layer(x, f"{name}._expand_conv"))
            x = relu6(layer(x, f"{name}._depthwise_conv", stride, depthwise=True))
            x = layer(x, f"{name}._project_conv")
            if stride == 1 and before.shape == x.shape:
                x = x + before
            block += 1
    return relu6(layer(x, "_conv_head")).mean(axis=(2, 3))


def cnn9(weights, mel):
    """Log-mel `[N, frames, 96]` → embedding `[N, 512]`."""
    x = mel[:, None]
    for block in range(1, 5):
        for conv in (1, 2):
            name = f"embedding_net.conv_block{block}.conv{conv}"
            y = convolution(x, weights[f"{name}.weight"], weights[f"{name}.bias"], pads=(1, 1))
            x = np.maximum(y, 0)
        if block < 4:
            n, c, h, w = x.shape
            x = x[:, :, : h // 2 * 2, : w // 2 * 2].reshape(n, c, h // 2, 2, w // 2, 2).max((3, 5))
    return x.mean(axis=3).max(axis=2)


# Layer, width of its max-pool. Every convolution has stride 2 and as much padding as half its kernel.
SOUNDNET8_LAYERS = [("conv1", 8), ("conv2", 8), ("conv3", 1), ("conv4", 1), ("conv5", 4), ("conv6", 1), ("conv7", 1)]


def soundnet8(weights, wave):
    """22.05 kHz mono in −1..1 → the output of each layer, `[channels, frames]`, after its ReLU and max-pool."""
    maps, x = {}, wave[None]
    for name, pool in SOUNDNET8_LAYERS:
        weight = weights[f"{name}.weight"][:, :, 0]
        pad = weight.shape[2] // 2
        windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, ((0, 0), (pad, pad))), weight.shape[2], axis=1)
        y = np.einsum("ctk,ock->ot", windows[:, ::2], weight, optimize=True) + weights[f"{name}.bias"][:, None]
        n = y.shape[1] // pool
        x = np.maximum(y, 0)[:, : n * pool].reshape(len(y), n, pool).max(2)
        maps[name] = x
    return maps


def cnn9_log_mel(waveform):
    """44.1 kHz mono → `[1 + samples // 1024, 96]`."""
    padded = np.pad(waveform.astype(np.float64), 1024)
    window = np.hanning(2048)
    starts = range(0, len(padded) - 2047, 1024)
    power = np.abs(np.fft.rfft([padded[at : at + 2048] * window for at in starts])) ** 2
    mel = lambda hz: 2595 * np.log10(1 + hz / 700)
    edges = 700 * (10 ** (np.linspace(mel(0), mel(22050), 98) / 2595) - 1)
    bins = np.arange(1025) * 44100 / 2048
    rise = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    bands = np.maximum(np.minimum(rise, fall), 0)
    bands /= bands.sum(axis=1, keepdims=True)
    return np.log10(1e4 * (power @ bands.T) + 1) / 9.457798957824707
