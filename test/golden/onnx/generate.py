"""Makes operators.json and the exports: single operators and small networks, with the shapes that onnxruntime gave.

    python generate.py        (onnx 1.23.1, onnxruntime 1.30.0, torch 2.13.0, onnxscript 0.7.2)
"""
import json
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper
from safetensors.numpy import save_file
from torch import nn

warnings.filterwarnings("ignore")
HERE = Path(__file__).parent
TYPES = {"f": (TensorProto.FLOAT, np.float32), "i": (TensorProto.INT64, np.int64), "b": (TensorProto.BOOL, np.bool_),
         "u": (TensorProto.UINT8, np.uint8), "s": (TensorProto.INT8, np.int8), "n": (TensorProto.INT32, np.int32)}

# operator, opset, inputs ("f 1 3 8 8" is a float tensor that is fed; a list is a constant; None is left out), attributes
CASES = [
    ("Conv", 13, ["f 1 3 8 9", "f 4 3 3 3"], {}),
    ("Conv", 13, ["f 2 4 8 9", "f 6 2 3 2", "f 6"], dict(group=2, strides=[2, 1], pads=[1, 0, 2, 1], dilations=[1, 2])),
    ("Conv", 11, ["f 1 2 7 8", "f 3 2 4 3"], dict(auto_pad="SAME_UPPER", strides=[2, 3])),
    ("Conv", 11, ["f 1 2 7 8", "f 3 2 4 3"], dict(auto_pad="SAME_LOWER")),
    ("Conv", 11, ["f 1 2 7 8", "f 3 2 4 3"], dict(auto_pad="VALID", strides=[2, 2])),
    ("Conv", 13, ["f 1 3 11", "f 4 3 5"], dict(pads=[2, 2])),
    ("Conv", 13, ["f 1 1 5 6 7", "f 2 1 2 3 3"], dict(strides=[1, 2, 2])),
    ("ConvTranspose", 13, ["f 1 4 5 6", "f 4 3 3 3"], dict(strides=[2, 2], pads=[1, 1, 1, 1], output_padding=[1, 0])),
    ("ConvTranspose", 13, ["f 1 4 5 6", "f 4 3 3 3"], dict(strides=[2, 3], dilations=[2, 1])),
    ("ConvTranspose", 13, ["f 1 4 5 6", "f 4 2 3 3"], dict(strides=[2, 2], output_shape=[10, 12], group=2)),
    ("ConvTranspose", 13, ["f 1 4 5", "f 4 2 4"], dict(strides=[2], auto_pad="SAME_UPPER")),
    ("MaxPool", 13, ["f 1 2 9 10"], dict(kernel_shape=[3, 2], strides=[2, 2], pads=[1, 0, 1, 1])),
    ("MaxPool", 13, ["f 1 2 9 10"], dict(kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1)),
    ("MaxPool", 13, ["f 1 2 9 10"], dict(kernel_shape=[2, 2], strides=[2, 2], ceil_mode=1, pads=[1, 1, 1, 1])),
    ("MaxPool", 13, ["f 1 2 9 10"], dict(kernel_shape=[3, 2], dilations=[2, 3])),
    ("MaxPool", 13, ["f 1 2 9 10"], dict(kernel_shape=[3, 2], strides=[2, 2], auto_pad="SAME_UPPER")),
    ("AveragePool", 13, ["f 1 2 9 10"], dict(kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1], count_include_pad=1)),
    ("AveragePool", 19, ["f 1 2 9 10"], dict(kernel_shape=[2, 3], dilations=[2, 2])),
    ("AveragePool", 13, ["f 1 2 7"], dict(kernel_shape=[3], strides=[3], ceil_mode=1)),
    ("LpPool", 13, ["f 1 2 9 10"], dict(kernel_shape=[3, 3])),
    ("GlobalAveragePool", 13, ["f 2 3 4 5"], {}),
    ("GlobalMaxPool", 13, ["f 2 3 4"], {}),
    ("Gemm", 13, ["f 3 4", "f 4 5", "f 5"], {}),
    ("Gemm", 13, ["f 4 3", "f 5 4", "f 3 1"], dict(transA=1, transB=1)),
    ("MatMul", 13, ["f 2 3 4", "f 4 5"], {}),
    ("MatMul", 13, ["f 4", "f 2 4 5"], {}),
    ("MatMul", 13, ["f 2 1 3 4", "f 5 4 2"], {}),
    ("MatMul", 13, ["f 4", "f 4"], {}),
    ("Einsum", 13, ["f 2 3 4", "f 2 5 4"], dict(equation="bij,bkj->bik")),
    ("Einsum", 13, ["f 2 3 4"], dict(equation="...ij->...ji")),
    ("BatchNormalization", 13, ["f 2 3 4 4", "f 3", "f 3", "f 3", "f 3"], {}),
    ("LayerNormalization", 17, ["f 2 3 4", "f 4"], dict(axis=-1)),
    ("LayerNormalization", 17, ["f 2 3 4", "f 3 4"], dict(axis=1), 3),
    ("InstanceNormalization", 13, ["f 2 3 4 4", "f 3", "f 3"], {}),
    ("GroupNormalization", 21, ["f 2 4 3 3", "f 4", "f 4"], dict(num_groups=2)),
    ("RMSNormalization", 23, ["f 2 3 4", "f 4"], {}),
    ("LRN", 13, ["f 1 4 3 3"], dict(size=3)),
    ("Relu", 13, ["f 2 3"], {}),
    ("PRelu", 13, ["f 2 3 4 4", "f 3 1 1"], {}),
    ("Clip", 13, ["f 2 3", "f ", "f "], {}),
    ("Softmax", 13, ["f 2 3 4"], dict(axis=1)),
    ("Add", 13, ["f 2 1 4", "f 3 1"], {}),
    ("Add", 7, ["f 4", "f 2 3 4"], {}),
    ("Pow", 13, ["f 2 3", "f "], {}),
    ("Max", 13, ["f 2 1", "f 3", "f 1"], {}),
    ("Where", 13, ["b 2 1", "f 3", "f "], {}),
    ("Equal", 13, ["f 2 3", "f 3"], {}),
    ("Concat", 13, ["f 2 3 4", "f 2 5 4"], dict(axis=1)),
    ("Concat", 13, ["f 2 3", "f 2 3"], dict(axis=-1)),
    ("Split", 11, ["f 2 7"], dict(axis=1, split=[3, 4]), 2),
    ("Split", 13, ["f 2 7", [3, 4]], dict(axis=1), 2),
    ("Split", 13, ["f 6 2"], dict(axis=0), 3),
    ("Split", 18, ["f 7 2"], dict(axis=0, num_outputs=3), 3),
    ("Slice", 9, ["f 5 6"], dict(starts=[1, -3], ends=[100, -1])),
    ("Slice", 13, ["f 5 6 7", [1], [9223372036854775807], [1], [2]], {}),
    ("Slice", 13, ["f 5 6", [-1], [-9223372036854775807], [0], [-2]], {}),
    ("Slice", 13, ["f 5 6", [3], [1], [1]], {}),
    ("Slice", 13, ["f 5 6", [4], [-100], [1], [-1]], {}),
    ("Gather", 13, ["f 5 6 7", [[0, 1], [2, 3]]], dict(axis=1)),
    ("Gather", 13, ["f 5 6", 2], dict(axis=-1)),
    ("GatherElements", 13, ["f 3 3", [[0, 1, 2]]], dict(axis=1)),
    ("GatherND", 13, ["f 2 3 4", [[0, 1], [1, 2]]], {}),
    ("GatherND", 13, ["f 2 3 4", [[1], [0]]], dict(batch_dims=1)),
    ("ScatterElements", 13, ["f 3 3", [[0, 1, 2]], "f 1 3"], {}),
    ("ScatterND", 13, ["f 4 5", [[0], [2]], "f 2 5"], {}),
    ("Reshape", 13, ["f 2 3 4", [0, -1]], {}),
    ("Reshape", 13, ["f 2 3 4", [4, 0, -1, 1]], {}),
    ("Reshape", 14, ["f 0 3", [3, 0]], dict(allowzero=1)),
    ("Flatten", 13, ["f 2 3 4 5"], dict(axis=2)),
    ("Flatten", 13, ["f 2 3 4"], dict(axis=0)),
    ("Flatten", 13, ["f 2 3 4"], dict(axis=-1)),
    ("Transpose", 13, ["f 2 3 4"], dict(perm=[2, 0, 1])),
    ("Transpose", 13, ["f 2 3 4"], {}),
    ("Squeeze", 11, ["f 1 2 1 3"], dict(axes=[0])),
    ("Squeeze", 13, ["f 1 2 1 3", [-2]], {}),
    ("Squeeze", 13, ["f 1 2 1 3"], {}),
    ("Unsqueeze", 11, ["f 2 3"], dict(axes=[0, 3])),
    ("Unsqueeze", 13, ["f 2 3", [-1, 0]], {}),
    ("Expand", 13, ["f 3 1", [2, 1, 4]], {}),
    ("Expand", 13, ["f 2 3 4", [1]], {}),
    ("Tile", 13, ["f 2 3", [2, 3]], {}),
    ("Pad", 10, ["f 2 3"], dict(pads=[1, 2, 3, 4])),
    ("Pad", 13, ["f 2 3", [1, 0, 0, 2]], {}),
    ("Pad", 13, ["f 4 5", [-1, 0, 0, -2]], {}),
    ("Pad", 18, ["f 2 3 4", [1, 2], None, [1]], {}),
    ("Resize", 10, ["f 1 2 3 4", [1.0, 1.0, 2.0, 1.5]], dict(mode="nearest")),
    ("Resize", 13, ["f 1 2 3 4", None, [1.0, 1.0, 2.5, 0.6]], dict(mode="linear")),
    ("Resize", 13, ["f 1 2 3 4", None, None, [1, 2, 6, 7]], dict(mode="nearest")),
    ("Resize", 18, ["f 1 2 3 4", None, None, [6, 6]], dict(axes=[2, 3], keep_aspect_ratio_policy="not_larger")),
    ("Resize", 18, ["f 1 2 3 4", None, [2.0]], dict(axes=[3])),
    ("Upsample", 9, ["f 1 2 3 4", [1.0, 1.0, 2.0, 2.0]], {}),
    ("ReduceMean", 13, ["f 2 3 4"], dict(axes=[-1, 0], keepdims=0)),
    ("ReduceMean", 18, ["f 2 3 4", [1]], {}),
    ("ReduceSum", 13, ["f 2 3 4", [2]], dict(keepdims=0)),
    ("ReduceSum", 13, ["f 2 3 4"], dict(noop_with_empty_axes=1)),
    ("ReduceMax", 13, ["f 2 3 4"], dict(keepdims=0)),
    ("ReduceL2", 13, ["f 2 3 4"], dict(axes=[1])),
    ("ArgMax", 13, ["f 2 3 4"], dict(axis=1)),
    ("ArgMin", 13, ["f 2 3 4"], dict(axis=-1, keepdims=0)),
    ("TopK", 11, ["f 2 5", [3]], dict(axis=1), 2),
    ("CumSum", 13, ["f 2 3", 1], {}),
    ("Shape", 13, ["f 2 3 4"], {}),
    ("Shape", 15, ["f 2 3 4"], dict(start=1, end=-1)),
    ("Size", 13, ["f 2 3 4"], {}),
    ("ConstantOfShape", 13, [[2, 3]], {}),
    ("Range", 13, [1, 10, 4], {}),
    ("OneHot", 13, ["i 2 3", 5, [0.0, 1.0]], dict(axis=1)),
    ("EyeLike", 13, ["f 3 4"], {}),
    ("Cast", 13, ["f 2 3"], dict(to=7)),
    ("Dropout", 13, ["f 2 3"], {}, 2),
    ("Identity", 13, ["f 2 3"], {}),
    ("DepthToSpace", 13, ["f 1 8 2 3"], dict(blocksize=2)),
    ("SpaceToDepth", 13, ["f 1 2 4 6"], dict(blocksize=2)),
    ("GridSample", 16, ["f 1 2 4 5", "f 1 3 6 2"], {}),
    ("NonMaxSuppression", 13, ["f 1 6 4", "f 1 2 6", [2]], {}),
    ("RoiAlign", 16, ["f 1 2 8 8", "f 3 4", [0, 0, 0]], dict(output_height=3, output_width=2)),
    ("Compress", 13, ["f 5 2", "b 5"], dict(axis=0)),
    ("NonZero", 13, ["f 2 3"], {}),
    ("Trilu", 14, ["f 3 4"], {}),
    ("LSTM", 14, ["f 5 2 3", "f 1 16 3", "f 1 16 4"], dict(hidden_size=4), 3),
    ("LSTM", 14, ["f 5 2 3", "f 2 16 3", "f 2 16 4"], dict(hidden_size=4, direction="bidirectional"), 3),
    ("GRU", 14, ["f 5 2 3", "f 1 12 3", "f 1 12 4"], dict(hidden_size=4, direction="reverse"), 2),
    ("RNN", 14, ["f 5 2 3", "f 1 4 3", "f 1 4 4"], dict(hidden_size=4), 2),
    ("QuantizeLinear", 13, ["f 2 3", "f ", "u "], {}),
    ("DequantizeLinear", 13, ["u 2 3", "f ", "u "], {}),
    ("DynamicQuantizeLinear", 13, ["f 2 3"], {}, 3),
    ("QLinearConv", 13, ["u 1 2 6 6", "f ", "u ", "u 3 2 3 3", "f ", "u ", "f ", "u "], dict(pads=[1, 1, 1, 1])),
    ("QLinearMatMul", 13, ["u 2 3", "f ", "u ", "u 3 4", "f ", "u ", "f ", "u "], {}),
    ("ConvInteger", 13, ["u 1 2 6 6", "u 3 2 3 3"], {}),
    ("MatMulInteger", 13, ["u 2 3", "u 3 4"], {}),
    ("Attention", 23, ["f 2 4 3 8", "f 2 4 5 8", "f 2 4 5 6"], {}),
    ("Attention", 23, ["f 2 3 32", "f 2 5 16", "f 2 5 24"], dict(q_num_heads=4, kv_num_heads=2)),
    ("HannWindow", 17, [8], {}),
    ("Col2Im", 18, ["f 1 5 5", [5, 5], [1, 5]], {}),
    ("AffineGrid", 20, ["f 2 2 3", [2, 3, 4, 5]], {}),
]


def session(model):
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def operator_case(op, opset, inputs, attributes, count=1):
    names, infos, feeds, constants = [], [], {}, []
    for index, given in enumerate(inputs):
        name = f"x{index}"
        names.append("" if given is None else name)
        if isinstance(given, str):
            kind, *sizes = given.split()
            onnx_type, dtype = TYPES[kind]
            shape = [int(size) for size in sizes]
            infos.append(helper.make_tensor_value_info(name, onnx_type, shape))
            feeds[name] = np.ones(shape, dtype)
        elif given is not None:
            array = np.array(given, np.float32 if "." in str(given) else np.int64)
            constants.append(onnx.numpy_helper.from_array(array, name))
    outputs = [f"y{index}" for index in range(count)]
    node = helper.make_node(op, names, outputs, **attributes)
    graph = helper.make_graph([node], op, infos, [helper.make_empty_tensor_value_info(name) for name in outputs], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=10)
    results = session(model).run(outputs, feeds)
    return {"op": op, "opset": opset, "inputs": inputs, "attributes": attributes, "outputs": [list(r.shape) for r in results]}


class Mixed(nn.Module):
    """One-dimensional layers, attention, and shapes computed from the input."""

    def __init__(self):
        super().__init__()
        self.conv, self.group = nn.Conv1d(3, 8, 5, 2, 2, dilation=2), nn.GroupNorm(2, 8)
        self.instance, self.layer = nn.InstanceNorm1d(8, affine=True), nn.LayerNorm(8)
        self.attention, self.back = nn.MultiheadAttention(8, 2, batch_first=True), nn.ConvTranspose1d(8, 4, 3, 2, 1, 1)

    def forward(self, x):
        y = self.layer(self.instance(self.group(self.conv(x))).transpose(1, 2))
        y = self.attention(y, y, y)[0].flatten(1, -1).reshape(x.shape[0], -1, 8)
        values, _ = torch.topk(y, 3, 1)
        back = self.back(y.permute(0, 2, 1))
        products = torch.einsum("bij,bkj->bik", y, y).softmax(-1)
        return (values.mean(1), back.max(2)[0], products.sum((1, 2)), F.pad(back, (1, 2)), y.chunk(2, -1)[1].argmax(-1),
                torch.stack([values, values * 2], 1), torch.where(back > 0, back, back * 2).std(1))


class Images(nn.Module):
    """Pixels moved, pooled with partial windows, resized, cut and viewed."""

    def __init__(self):
        super().__init__()
        self.conv, self.shuffle, self.unshuffle = nn.Conv2d(3, 12, 3, padding=1), nn.PixelShuffle(2), nn.PixelUnshuffle(2)
        self.average = nn.AvgPool2d(3, 2, 1, ceil_mode=True, count_include_pad=False)
        self.largest, self.local = nn.MaxPool2d(3, 2, 1, ceil_mode=True), nn.LocalResponseNorm(2)

    def forward(self, x):
        y = self.shuffle(self.conv(x))
        return (self.average(self.local(y)), self.largest(y), self.unshuffle(y), F.interpolate(y, scale_factor=1.5),
                F.adaptive_avg_pool2d(y, 1).flatten(1), y[:, :, 1:-1, ::2], y.view(y.size(0), y.size(1), -1).transpose(1, 2),
                F.interpolate(y, size=x.shape[2:], mode="bilinear"))


class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.lstm, self.head = nn.Embedding(9, 4), nn.LSTM(4, 5, 2, batch_first=True, bidirectional=True), nn.Linear(10, 3)

    def forward(self, x):
        return self.head(self.lstm(self.embedding(x))[0][:, -1])


class Flat(nn.Module):
    """Layers that the engine has, each kind once, and a flattening of an image."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(2, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.LeakyReLU(0.1), nn.MaxPool2d(2, ceil_mode=True),
            nn.Conv2d(4, 4, 3, padding=1, groups=4), nn.SiLU(), nn.ConvTranspose2d(4, 3, 2, 2), nn.Hardtanh(0, 6),
            nn.AvgPool2d(3, 2, 1, count_include_pad=False), nn.Dropout(0.2))
        self.squeeze = nn.Conv2d(6, 6, 1)
        self.norm, self.one, self.two = nn.LayerNorm(10), nn.Linear(6 * 5 * 5, 10), nn.Linear(10, 4, bias=False)

    def forward(self, x):
        y = self.features(F.pad(x, (0, 1, 2, 0)))
        y = torch.cat([y, F.max_pool2d(F.interpolate(y, scale_factor=2), 2)], 1)
        y = y * torch.sigmoid(self.squeeze(y.mean((2, 3), keepdim=True))) + y
        return self.two(self.norm(F.gelu(self.one(torch.flatten(y, 1))))).softmax(-1)


def bare(model):
    """Without the exporter's remarks, which are most of a small file."""
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    for value in [*model.graph.value_info, *model.graph.input, *model.graph.output, *model.graph.initializer]:
        del value.metadata_props[:]
        value.doc_string = ""
    del model.metadata_props[:], model.graph.metadata_props[:]
    return model


def export(name, module, x, axes, dynamo, opset=13, values=False):
    path = HERE / f"{name}.onnx"
    if dynamo:
        torch.onnx.export(module, (x,), path, dynamo=True, opset_version=20, input_names=["input"], external_data=False,
                          dynamic_shapes=({axis: torch.export.Dim.DYNAMIC for axis in axes},), verbose=False)
    else:
        torch.onnx.export(module, (x,), path, dynamo=False, opset_version=opset, input_names=["input"], dynamic_axes={"input": axes})
    model = bare(onnx.load(path))
    onnx.save(model, path)
    names = list(dict.fromkeys(output for node in model.graph.node for output in node.output if output))
    whole = onnx.load(path)
    del whole.graph.output[:]
    whole.graph.output.extend(helper.make_empty_tensor_value_info(output) for output in names)
    results = session(whole).run(names, {"input": x.numpy()})
    if values:
        arrays = {"input": x.numpy(), **{n: np.ascontiguousarray(r) for n, r in zip(names, results) if r.dtype == np.float32}}
        save_file(arrays, HERE / f"{name}.values.safetensors")
    return {"input": list(x.shape), "shapes": {n: list(r.shape) for n, r in zip(names, results)}}


if __name__ == "__main__":
    torch.manual_seed(0)
    cases = ",\n".join(json.dumps(operator_case(*case)) for case in CASES)
    (HERE / "operators.json").write_text(f"[\n{cases}\n]\n")
    exports = {}
    for kind, module, x, axes in [
        ("mixed", Mixed(), torch.randn(2, 3, 40), {0: "batch"}),
        ("images", Images(), torch.randn(2, 3, 10, 12), {0: "batch", 2: "height", 3: "width"}),
        ("words", Words(), torch.randint(0, 9, (2, 7)), {0: "batch", 1: "length"}),
    ]:
        for dynamo in (False, True):
            name = f"{kind}-{'dynamo' if dynamo else 'script'}"
            exports[name] = export(name, module.eval(), x, axes, dynamo)
    flat = Flat().eval()
    flat.features[1].running_mean.copy_(torch.randn(4))
    flat.features[1].running_var.copy_(torch.rand(4) + 0.5)
    for dynamo in (False, True):
        name = f"flat-{'dynamo' if dynamo else 'script'}"
        exports[name] = export(name, flat, torch.randn(2, 2, 7, 9), {0: "batch"}, dynamo, opset=20, values=True)
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in exports.items())
    (HERE / "exports.json").write_text(f"{{\n{lines}\n}}\n")
