"""MusiCNN as an ONNX graph for inference: the same function as the original, in less work.

The two widest convolutions of the original (7×38 and 7×67 over time × mel bands, 204 filters each) are 84 % of its cost,
and of their output only the maximum over frequency is used. Here they are computed along frequency in the Fourier
domain: a 96-point DFT of the mel bands (valid positions of a circular correlation need no padding), per bin a short
convolution along time, and back. Seen from the middle of the valid positions, position +n is C(n) + S(n) and position −n
is C(n) − S(n), with C from the real and S from the imaginary parts; so their maximum is max C(n) + |S(n)|, and half
of the way back suffices. All of it is exact algebra: only rounding differs from the original.

Most of the front-end filters were driven to nothing by the weight decay of their training (371 of MSD's 408 wide ones): what they
answer does not depend on the sound. They are left out, and their constant answer is folded into what comes after.

Batch normalisation that follows a ReLU cannot be folded into the convolution before it. Where its scale is negative the
original's maximum over frequency picks the smallest activation; here that filter is negated before the maximum and after.
"""

import numpy as np
from onnx import ModelProto, TensorProto, helper, numpy_helper

# Default of tf.layers.batch_normalization, which the original uses.
BATCH_NORM_EPSILON = 1e-3
MEL_BANDS = 96
BINS = MEL_BANDS // 2 + 1
PENULTIMATE = 200
# Log-mel values (0 to 9: power up to 1e5) stay within this after the first batch normalisation.
LARGEST_INPUT = 10
# A filter whose activation cannot move by more than this, for any sound, counts as constant. Activations are of the order of 1.
NOTHING = 1e-4
OPSET = 17
# The last IR that onnxruntime versions of 2023 read too.
IR_VERSION = 8


class GraphWriter:
    """Collects nodes and constants and names them."""

    def __init__(self):
        self.nodes = []
        self.constants = []

    def floats(self, values) -> str:
        return self._constant(np.asarray(values, np.float32))

    def ints(self, *values) -> str:
        return self._constant(np.array(values, np.int64))

    def _constant(self, array) -> str:
        name = f"constant{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, op: str, *inputs: str, out: str | None = None, **attributes) -> str:
        out = out or f"{op.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, list(inputs), [out], **attributes))
        return out

    def affine(self, x: str, scale, shift, out: str | None = None) -> str:
        return self.add("Add", self.add("Mul", x, self.floats(scale)), self.floats(shift), out=out)


class Weights:
    """Variables of the checkpoint in float64, by the layer numbers TensorFlow gave them."""

    def __init__(self, variables: dict):
        self._variables = {name: np.asarray(v, np.float64) for name, v in variables.items()}

    def layer(self, kind: str, number: int):
        name = kind if number == 0 else f"{kind}_{number}"
        return self._variables[f"{name}/kernel"], self._variables[f"{name}/bias"]

    def batch_norm(self, number: int):
        """Scale and shift that the batch normalisation comes down to at inference."""
        name = "batch_normalization" if number == 0 else f"batch_normalization_{number}"
        variance = self._variables[f"{name}/moving_variance"]
        scale = self._variables[f"{name}/gamma"] / np.sqrt(variance + BATCH_NORM_EPSILON)
        return scale, self._variables[f"{name}/beta"] - self._variables[f"{name}/moving_mean"] * scale

    def constant(self, layer: int):
        """What each filter of a front-end layer answers to any sound, or NaN where the sound matters."""
        kernel, bias = self.layer("conv2d", layer)
        scale, shift = self.batch_norm(layer + 1)
        reach = np.abs(kernel).sum((0, 1, 2)) * np.abs(scale) * LARGEST_INPUT
        return np.where(reach < NOTHING, np.maximum(bias, 0) * scale + shift, np.nan)

    def front(self, layer: int):
        """Kernel, bias, scale and shift of the filters of a front-end layer that hear something."""
        hears = np.isnan(self.constant(layer))
        kernel, bias = self.layer("conv2d", layer)
        scale, shift = self.batch_norm(layer + 1)
        return kernel[..., hears], bias[hears], scale[hears], shift[hears]


def build(variables: dict, tags: int) -> ModelProto:
    """Input `patches` [n, frames, 96]; outputs `tags` [n, tags] in 0..1 and `penultimate` [n, 200]."""
    weights, graph = Weights(variables), GraphWriter()
    spectrum = _spectrum_of_bands(graph, weights)
    normalised = graph.affine(
        graph.add("Unsqueeze", "patches", graph.ints(1)), *weights.batch_norm(0)
    )
    front = [_timbral(graph, weights, spectrum, layer) for layer in (0, 1)]
    front += [_temporal(graph, weights, normalised, layer) for layer in (2, 3, 4)]
    constant = np.concatenate([weights.constant(layer) for layer in range(5)])
    features = _mid_end(graph, weights, graph.add("Concat", *front, axis=1), constant)
    _back_end(graph, weights, features, constant)

    def value(name, shape):
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    onnx_graph = helper.make_graph(
        graph.nodes,
        "musicnn",
        [value("patches", ["n", "frames", MEL_BANDS])],
        [value("tags", ["n", tags]), value("penultimate", ["n", PENULTIMATE])],
        graph.constants,
    )
    return helper.make_model(
        onnx_graph,
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="ok-mugle",
    )


def _spectrum_of_bands(graph: GraphWriter, weights: Weights) -> str:
    """DFT along the mel bands of the normalised input: [n, 49 × (real, imaginary), frames]."""
    scale, shift = weights.batch_norm(0)
    dft = np.exp(-2j * np.pi * np.outer(np.arange(BINS), np.arange(MEL_BANDS)) / MEL_BANDS)
    rows = np.stack([dft.real, dft.imag], 1).reshape(2 * BINS, MEL_BANDS)
    return graph.add(
        "Conv",
        graph.add("Transpose", "patches", perm=[0, 2, 1]),
        graph.floats((rows * scale)[:, :, None]),
        graph.floats(rows.sum(1) * shift),
        kernel_shape=[1],
    )


def _timbral(graph: GraphWriter, weights: Weights, spectrum: str, layer: int) -> str:
    """Filters over 7 frames and many bands, then the maximum over frequency: [n, filters, frames]."""
    kernel, bias, scale, shift = weights.front(layer)
    sign = np.where(scale < 0, -1.0, 1.0)
    bins = np.arange(BINS)
    frames, bands, _, filters = kernel.shape
    positions = MEL_BANDS - bands + 1
    middle = (positions - 1) / 2
    turn = np.exp(2j * np.pi * np.outer(bins, np.arange(bands) + middle) / MEL_BANDS)
    w = np.einsum("bk,tko->bot", turn, kernel[:, :, 0, :] * sign)
    offsets = np.arange(positions // 2, positions) - middle
    angle = 2 * np.pi * np.outer(offsets, bins) / MEL_BANDS
    # Bins 0 and 48 have no mirror image.
    share = np.where((bins == 0) | (bins == BINS - 1), 1, 2) / MEL_BANDS

    def part(by_real, by_imaginary, back):
        per_bin = np.stack([by_real, by_imaginary], 2).reshape(BINS * filters, 2, frames)
        convolved = graph.add(
            "Conv",
            spectrum,
            graph.floats(per_bin),
            kernel_shape=[frames],
            pads=[frames // 2] * 2,
            group=BINS,
        )
        rows = graph.add("Reshape", convolved, graph.ints(0, BINS, -1))
        return graph.add("MatMul", graph.floats(back * share), rows)

    even = part(w.real, -w.imag, np.cos(angle))
    odd = part(w.imag, w.real, np.sin(angle))
    both = graph.add("Add", even, graph.add("Abs", odd))
    peak = graph.add("ReduceMax", both, axes=[1], keepdims=0)
    peak = graph.add("Reshape", peak, graph.ints(0, filters, -1))
    return _activate(graph, peak, sign, bias, scale, shift)


def _temporal(graph: GraphWriter, weights: Weights, normalised: str, layer: int) -> str:
    """Filters along time within one band, then the maximum over the bands: [n, filters, frames]."""
    kernel, bias, scale, shift = weights.front(layer)
    sign = np.where(scale < 0, -1.0, 1.0)
    frames = kernel.shape[0]
    # TensorFlow's 'same': an even kernel has the odd frame of padding at the end.
    before = (frames - 1) // 2
    convolved = graph.add(
        "Conv",
        normalised,
        graph.floats((kernel[:, :, 0, :] * sign).transpose(2, 0, 1)[:, None]),
        kernel_shape=[frames, 1],
        pads=[before, 0, frames - 1 - before, 0],
    )
    # Pooling works on onnxruntime's own order of channels, where ReduceMax would have it undone first.
    peak = graph.add("MaxPool", convolved, kernel_shape=[1, MEL_BANDS])
    peak = graph.add("Squeeze", peak, graph.ints(3))
    return _activate(graph, peak, sign, bias, scale, shift)


def _activate(graph: GraphWriter, peak: str, sign, bias, scale, shift) -> str:
    """Takes the negation back, then bias, ReLU and batch normalisation. The bias is the same at every position."""
    signed = graph.affine(peak, sign[:, None], bias[:, None])
    return graph.affine(graph.add("Relu", signed), scale[:, None], shift[:, None])


def _mid_end(graph: GraphWriter, weights: Weights, front: str, constant) -> str:
    """Three convolutions of 64 along time, the last two residual, beside what went in: [n, filters + 192, frames]."""
    features = [front]
    for layer in (5, 6, 7):
        kernel, bias = weights.layer("conv2d", layer)
        scale, shift = weights.batch_norm(layer + 1)
        taps = kernel[:, :, 0, :].transpose(2, 1, 0)
        spare = 0
        if layer == 5:
            # All constant channels together are one of ones; a bias would be wrong where the padding of time comes in.
            hears = np.isnan(constant)
            ones = taps[:, ~hears].transpose(0, 2, 1) @ constant[~hears]
            taps = np.concatenate([taps[:, hears], ones[:, None]], 1)
            spare = 1
        source = features[-1]
        # onnxruntime 1.30 on WebGPU computes a convolution wrongly whose channels are no multiple of four.
        silent = -taps.shape[1] % 4
        if spare + silent > 0:
            pads = graph.ints(0, 0, 0, 0, spare + silent, 0)
            source = graph.add("Pad", source, pads, graph.floats(1.0))
            taps = np.pad(taps, [(0, 0), (0, silent), (0, 0)])
        convolved = graph.add(
            "Conv",
            source,
            graph.floats(taps),
            graph.floats(bias),
            kernel_shape=[taps.shape[2]],
            pads=[taps.shape[2] // 2] * 2,
        )
        active = graph.affine(graph.add("Relu", convolved), scale[:, None], shift[:, None])
        features.append(active if layer == 5 else graph.add("Add", active, features[-1]))
    return graph.add("Concat", *features, axis=1)


def _back_end(graph: GraphWriter, weights: Weights, features: str, constant) -> None:
    """Maximum and mean over time, dense 200 (`penultimate`), dense 50 (`tags`)."""
    max_pool = graph.add("ReduceMax", features, axes=[2], keepdims=0)
    mean_pool = graph.add("ReduceMean", features, axes=[2], keepdims=0)
    pooled = graph.add("Concat", max_pool, mean_pool, axis=1)
    kernel, bias = weights.layer("dense", 0)
    scale, shift = weights.batch_norm(9)
    scaled = kernel * scale[:, None]
    # The original interleaves maximum and mean of each channel; here they stand one after the other. Both are the
    # value itself for a constant channel.
    known = np.concatenate([constant, np.full(len(kernel) // 2 - len(constant), np.nan)])
    hears = np.flatnonzero(np.isnan(known))
    still = np.flatnonzero(~np.isnan(known))
    dense = graph.add(
        "Gemm",
        pooled,
        graph.floats(scaled[np.r_[2 * hears, 2 * hears + 1]]),
        graph.floats(bias + shift @ kernel + known[still] @ (scaled[2 * still] + scaled[2 * still + 1])),
    )
    penultimate = graph.affine(
        graph.add("Relu", dense), *weights.batch_norm(10), out="penultimate"
    )
    kernel, bias = weights.layer("dense", 1)
    logits = graph.add("Gemm", penultimate, graph.floats(kernel), graph.floats(bias))
    graph.add("Sigmoid", logits, out="tags")
