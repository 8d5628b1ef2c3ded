"""Reads PyTorch checkpoints and pickled NumPy arrays: the only reader of pickles in this repository.

A pickle can name any function to call.
These readers accept the few names that tensors or arrays need and refuse every other one, so no code of the file runs;
a tensor that reaches outside its storage is refused, too.
Both layouts of PyTorch are read: the zip archive of 1.6 and later, and the stream of pickles before it.
"""

import io
import pickle
import struct
import zipfile
from collections import OrderedDict

import numpy as np

DTYPES = {
    "DoubleStorage": "<f8",
    "FloatStorage": "<f4",
    "HalfStorage": "<f2",
    "LongStorage": "<i8",
    "IntStorage": "<i4",
    "ByteStorage": "u1",
    "BoolStorage": "?",
}
MAGIC = 0x1950A86A20F9469CFC6C


class Storage:
    """A flat run of numbers that tensors are views of; filled once its bytes are known."""

    def __init__(self, dtype, n_elements):
        self.dtype, self.n_elements, self.values = np.dtype(dtype), n_elements, None


class Tensor:
    """A view of a storage, turned into an array when its storage is filled."""

    def __init__(self, storage, offset, shape, stride):
        self.storage, self.offset, self.shape, self.stride = storage, offset, shape, stride

    def array(self):
        if min((self.offset, *self.shape, *self.stride)) < 0 or len(self.shape) != len(self.stride):
            raise ValueError("a tensor has a negative offset, size or stride, or not as many strides as sizes")
        values = self.storage.values[self.offset :]
        strides = [step * values.itemsize for step in self.stride]
        last = sum((n - 1) * step for n, step in zip(self.shape, self.stride))
        if 0 not in self.shape and last >= len(values):
            raise ValueError("a tensor reaches beyond its storage")
        return np.lib.stride_tricks.as_strided(values, self.shape, strides).copy()


class Ignored:
    """Stands for a NumPy scalar beside the tensors (class counts of the training sets), which nothing here reads."""

    def __init__(self, *_parts):
        pass

    def __setstate__(self, _state):
        pass


def rebuild_tensor(storage, offset, shape, stride, *_grad_and_hooks):
    return Tensor(storage, offset, tuple(shape), tuple(stride))


class TensorUnpickler(pickle.Unpickler):
    """Resolves only the names in `KNOWN` and the storage types."""

    KNOWN = {
        ("collections", "OrderedDict"): OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): rebuild_tensor,
        ("numpy.core.multiarray", "scalar"): Ignored,
        ("numpy", "dtype"): Ignored,
        ("_codecs", "encode"): Ignored,
    }

    def __init__(self, file):
        super().__init__(file)
        self.storages = {}

    def find_class(self, module, name):
        if module == "torch" and name in DTYPES:
            return name
        if (module, name) in self.KNOWN:
            return self.KNOWN[module, name]
        raise pickle.UnpicklingError(f"a checkpoint of tensors does not need {module}.{name}")

    def persistent_load(self, saved):
        kind, storage_type, key, _location, n_elements = saved[:5]
        if kind != "storage":
            raise pickle.UnpicklingError(f"unknown persistent object {kind!r}")
        return self.storages.setdefault(key, Storage(DTYPES[storage_type], n_elements))


def read(path):
    """The checkpoint at `path`, with NumPy arrays in place of tensors."""
    if zipfile.is_zipfile(path):
        return arrays(read_zip(path))
    with open(path, "rb") as file:
        return arrays(read_stream(file))


def read_zip(path):
    with zipfile.ZipFile(path) as archive:
        (pickled,) = [name for name in archive.namelist() if name.endswith("/data.pkl")]
        unpickler = TensorUnpickler(io.BytesIO(archive.read(pickled)))
        found = unpickler.load()
        folder = pickled.removesuffix("data.pkl")
        for key, storage in unpickler.storages.items():
            storage.values = np.frombuffer(archive.read(f"{folder}data/{key}"), storage.dtype)
    return found


def read_stream(file):
    if TensorUnpickler(file).load() != MAGIC:
        raise ValueError("not a PyTorch checkpoint")
    TensorUnpickler(file).load()  # protocol version
    TensorUnpickler(file).load()  # sizes of the writer's integers
    unpickler = TensorUnpickler(file)
    found = unpickler.load()
    for key in TensorUnpickler(file).load():
        storage = unpickler.storages[key]
        (n_elements,) = struct.unpack("<q", file.read(8))
        storage.values = np.frombuffer(file.read(n_elements * storage.dtype.itemsize), storage.dtype)
    return found


def arrays(found):
    if isinstance(found, Tensor):
        return found.array()
    if isinstance(found, dict):
        return {key: arrays(value) for key, value in found.items()}
    if isinstance(found, (list, tuple)):
        return type(found)(arrays(value) for value in found)
    return found


class ArrayUnpickler(pickle.Unpickler):
    """Resolves only what rebuilds a NumPy array."""

    KNOWN = {"_reconstruct": np.empty(0).__reduce__()[0], "ndarray": np.ndarray, "dtype": np.dtype}

    def find_class(self, module, name):
        if module.split(".")[0] == "numpy" and name in self.KNOWN:
            return self.KNOWN[name]
        raise pickle.UnpicklingError(f"an array does not need {module}.{name}")


def read_npy(raw):
    """The dictionary of arrays in the bytes of a `.npy` file of version 1 that holds one pickled object."""
    if raw[:8] != b"\x93NUMPY\x01\x00":
        raise ValueError("not a .npy file of version 1")
    header = 10 + int.from_bytes(raw[8:10], "little")
    found = ArrayUnpickler(io.BytesIO(raw[header:]), encoding="latin1").load()
    return found.item()
