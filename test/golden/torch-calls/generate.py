"""What PyTorch itself answers to calls of its modules, functions and methods: shapes, or that it raises.

    python generate.py > calls.json

Each case is an expression over the tensors x, y and k of the given shapes, evaluated in eval mode. `shape` is the output's
shape, a list of shapes for a tuple, or null where PyTorch raises; `parameters` counts what the expression's module trains.
Made with torch 1.13.
"""
import itertools, json, random, sys, warnings
import torch
import torch.nn as nn
import torch.nn.functional as F

warnings.filterwarnings("ignore")
random.seed(7)
torch.manual_seed(7)
cases = []


def shape_of(value):
    if isinstance(value, torch.Tensor):
        return list(value.shape)
    if isinstance(value, (tuple, list)):
        return [shape_of(v) for v in value if v is not None]
    return None


def case(code, x, y=None, k=None, module=None):
    names = {"torch": torch, "nn": nn, "F": F, "x": torch.rand(x)}
    if y is not None:
        names["y"] = torch.rand(y)
    if k is not None:
        names["k"] = torch.zeros(k, dtype=torch.long)
    row = {"code": code, "x": x, **({"y": y} if y is not None else {}), **({"k": k} if k is not None else {})}
    try:
        if module is not None:
            layer = eval(module, names)
            layer.eval()
            names["layer"] = layer
            row["code"] = code.replace("layer", module)
        with torch.no_grad():
            row["shape"] = shape_of(eval(code, names))
        if module is not None:
            row["parameters"] = sum(p.numel() for p in names["layer"].parameters())
    except (RuntimeError, ValueError, IndexError, TypeError, AssertionError) as error:
        if module is not None:
            row["code"] = code.replace("layer", module)
        row["shape"] = None
        row["error"] = str(error).split("\n")[0][:120]
    if row["shape"] is None and "error" not in row:
        return
    cases.append(row)


def layer(module, *shapes, call="layer(x)", **more):
    for shape in shapes:
        case(call, shape, module=module, **more)


def sample(values, count):
    values = list(values)
    return random.sample(values, min(count, len(values)))


IMAGE = {1: [[2, 4, 9], [1, 4, 30], [4, 9]], 2: [[2, 4, 9, 7], [1, 4, 28, 28], [4, 9, 7]], 3: [[2, 4, 5, 6, 7], [1, 4, 9, 9, 9]]}

for axes in (1, 2, 3):
    combos = itertools.product((1, 2, 3, 5), (1, 2, 3), (0, 1, 2), (1, 2), (1, 2, 4))
    for kernel, stride, padding, dilation, groups in sample(combos, 24):
        text = f"nn.Conv{axes}d(4, 8, {kernel}, stride={stride}, padding={padding}, dilation={dilation}, groups={groups})"
        layer(text, *IMAGE[axes])
        text = f"nn.ConvTranspose{axes}d(4, 8, {kernel}, {stride}, {padding}, groups={groups}, dilation={dilation}, bias=False)"
        layer(text, *IMAGE[axes])
    layer(f"nn.Conv{axes}d(4, 6, 3, padding='same')", *IMAGE[axes])
    layer(f"nn.Conv{axes}d(4, 6, 4, padding='same', dilation=2)", *IMAGE[axes])
    layer(f"nn.Conv{axes}d(4, 6, 3, padding='valid', stride=2)", *IMAGE[axes])
    layer(f"nn.Conv{axes}d(4, 6, 3, padding='same', stride=2)", *IMAGE[axes])
    layer(f"nn.Conv{axes}d(3, 6, 3)", *IMAGE[axes])
    layer(f"nn.Conv{axes}d(4, 6, 3, groups=4)", *IMAGE[axes])
    layer(f"nn.Conv{axes}d(4, 6, 3, groups=3)", *IMAGE[axes])
    layer(f"nn.Conv{axes}d(4, 6, 11)", *IMAGE[axes])
    layer(f"nn.Conv{axes}d(4, 6, 3, padding=1, padding_mode='reflect')", *IMAGE[axes])
    layer(f"nn.LazyConv{axes}d(6, 3)", *IMAGE[axes])
    layer(f"nn.ConvTranspose{axes}d(4, 6, 3, stride=2, padding=1, output_padding=1)", *IMAGE[axes])
    for kernel, stride, padding, ceil in itertools.product((2, 3), (None, 1, 2, 3), (0, 1), (False, True)):
        layer(f"nn.MaxPool{axes}d({kernel}, stride={stride}, padding={padding}, ceil_mode={ceil})", *IMAGE[axes])
        layer(f"nn.AvgPool{axes}d({kernel}, {stride}, {padding}, {ceil})", *IMAGE[axes])
    layer(f"nn.MaxPool{axes}d(3, 2, dilation=2)", *IMAGE[axes])
    layer(f"nn.MaxPool{axes}d(2, return_indices=True)", *IMAGE[axes])
    layer(f"nn.MaxPool{axes}d(2, padding=2)", *IMAGE[axes])
    if axes > 1:  # MaxPool1d gives a size of 0 instead of raising
        layer(f"nn.MaxPool{axes}d(12)", *IMAGE[axes])
    sizes = ["1", "3", "(" + "2, " * axes + ")"] + (["(" + "None, " * axes + ")"] if axes > 1 else [])
    for size in sizes:
        layer(f"nn.AdaptiveAvgPool{axes}d({size})", *IMAGE[axes])
        layer(f"nn.AdaptiveMaxPool{axes}d({size})", *IMAGE[axes])
    for name in ("BatchNorm", "InstanceNorm"):
        layer(f"nn.{name}{axes}d(4)", *IMAGE[axes])
        layer(f"nn.{name}{axes}d(5, affine=True)", *IMAGE[axes])
    layer(f"nn.LazyBatchNorm{axes}d()", IMAGE[axes][0])
    for name in ("ConstantPad", "ReplicationPad", "ReflectionPad", "ZeroPad"):
        if hasattr(nn, f"{name}{axes}d"):
            value = ", 0.5" if name == "ConstantPad" else ""
            layer(f"nn.{name}{axes}d(1{value})", *IMAGE[axes])
            layer(f"nn.{name}{axes}d({tuple(range(2 * axes))}{value})", *IMAGE[axes])
    layer(f"nn.Dropout{axes}d(0.2)", *IMAGE[axes])
for kernel, stride, padding in (((3, 1), (2, 1), (1, 0)), ((1, 5), 1, (0, 2)), ((2, 3), (3, 2), 0)):
    layer(f"nn.Conv2d(4, 6, {kernel}, {stride}, {padding})", *IMAGE[2])
    layer(f"nn.MaxPool2d({kernel}, {stride})", *IMAGE[2])
layer("nn.LPPool2d(2, 3, stride=2)", *IMAGE[2])
layer("nn.LPPool1d(2, 3)", *IMAGE[1])
layer("nn.FractionalMaxPool2d(2, output_size=(3, 2))", *IMAGE[2][:2])
layer("nn.BatchNorm1d(4)", [2, 4], [4, 2, 2, 2], [4])
layer("nn.BatchNorm2d(4)", [2, 4], [2, 4, 3])
for name in "ReLU ReLU6 ELU SELU CELU GELU SiLU Mish Hardswish Hardsigmoid Hardtanh LeakyReLU RReLU Sigmoid Tanh Softplus Softsign Softshrink Hardshrink Tanhshrink LogSigmoid Identity Dropout AlphaDropout PReLU".split():
    layer(f"nn.{name}()", [2, 4], [1, 4, 5, 5])
for name in "Softmax LogSoftmax Softmin".split():
    layer(f"nn.{name}(dim=1)", [2, 4], [1, 4, 5, 5])
layer("nn.PReLU(4)", [2, 4, 3], [2, 5, 3])
layer("nn.GLU()", [2, 4], [2, 5])
layer("nn.GLU(dim=1)", [2, 4, 3])
layer("nn.Linear(8, 3)", [2, 8], [8], [2, 5, 8], [2, 7], [2, 2, 4], [2, 2, 2, 2], [2, 3, 3, 8])
layer("nn.Linear(8, 3, bias=False)", [2, 8])
layer("nn.LazyLinear(3)", [2, 8], [2, 5, 7])
layer("nn.Bilinear(4, 5, 6)", [2, 4], call="layer(x, y)", y=[2, 5])
layer("nn.GroupNorm(2, 4)", [2, 4, 5], [2, 4], [2, 6, 5])
layer("nn.GroupNorm(3, 4)", [2, 4, 5])
layer("nn.LayerNorm(5)", [2, 5], [2, 3, 5], [2, 4])
layer("nn.LayerNorm([3, 5])", [2, 3, 5], [2, 5, 3])
layer("nn.LayerNorm(5, elementwise_affine=False)", [2, 5])
layer("nn.LocalResponseNorm(3)", [2, 4, 5, 5])
layer("nn.Flatten()", [2, 3, 4], [2, 3], [2, 3, 4, 5])
layer("nn.Flatten(0)", [2, 3, 4])
layer("nn.Flatten(2, 3)", [2, 3, 4, 5, 6])
layer("nn.Unflatten(1, (2, 3))", [4, 6], [4, 7])
layer("nn.Unflatten(1, (2, -1))", [4, 6])
for mode in ("nearest", "bilinear"):
    layer(f"nn.Upsample(scale_factor=2, mode='{mode}')", [1, 3, 5, 7])
    layer(f"nn.Upsample((9, 8), mode='{mode}')", [1, 3, 5, 7])
layer("nn.Upsample(scale_factor=(2, 3))", [1, 3, 5, 7])
layer("nn.Upsample(scale_factor=0.5)", [1, 3, 5, 7])
layer("nn.Upsample(scale_factor=1.5)", [1, 3, 5, 7])
layer("nn.UpsamplingNearest2d(scale_factor=2)", [1, 3, 5, 7])
layer("nn.PixelShuffle(2)", [1, 8, 3, 5], [1, 6, 3, 5])
layer("nn.PixelUnshuffle(2)", [1, 2, 6, 4])
layer("nn.ChannelShuffle(2)", [1, 4, 3, 3])
layer("nn.Unfold(3)", [2, 4, 9, 7])
layer("nn.Unfold((2, 3), stride=2, padding=1)", [2, 4, 9, 7])
layer("nn.Fold((8, 6), 2, stride=2)", [1, 16, 12])
layer("nn.Embedding(10, 6)", [1], call="layer(k)", k=[2, 5])
for name in ("RNN", "LSTM", "GRU"):
    layer(f"nn.{name}(4, 6)", [5, 2, 4], [5, 4], [5, 2, 3])
    layer(f"nn.{name}(4, 6, num_layers=2, batch_first=True, bidirectional=True)", [2, 5, 4])
    layer(f"nn.{name}(4, 6)", [5, 2, 4], call="layer(x)[0][-1]")
layer("nn.LSTM(4, 6, proj_size=3)", [5, 2, 4])
layer("nn.GRUCell(4, 6)", [2, 4])
layer("nn.LSTMCell(4, 6)", [2, 4])
layer("nn.MultiheadAttention(8, 2)", [5, 3, 8], [5, 8], call="layer(x, x, x)")
layer("nn.MultiheadAttention(8, 2, batch_first=True)", [3, 5, 8], call="layer(x, y, y)", y=[3, 7, 8])
layer("nn.MultiheadAttention(8, 3)", [5, 3, 8], call="layer(x, x, x)")
layer("nn.MultiheadAttention(8, 2, batch_first=True)", [3, 5, 8], call="layer(x, x, x, need_weights=False)[0]")
layer("nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)", [3, 5, 8], [3, 5, 7])
layer("nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16), 3)", [5, 3, 8])
layer("nn.TransformerDecoderLayer(8, 2, 16)", [5, 3, 8], call="layer(x, y)", y=[7, 3, 8])
layer("nn.Sequential(nn.Conv2d(4, 8, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8 * 7 * 5, 10))", [2, 4, 9, 7], [2, 4, 9, 8])
layer("nn.CrossEntropyLoss()", [2, 5], call="layer(x, k)", k=[2])
layer("nn.CrossEntropyLoss(reduction='none')", [2, 5, 3, 3], call="layer(x, k)", k=[2, 3, 3])
layer("nn.MSELoss()", [2, 5], call="layer(x, y)", y=[2, 5])
layer("nn.BCEWithLogitsLoss(reduction='none')", [2, 5], call="layer(x, y)", y=[2, 5])
for y in [[2, 5], [2, 1], [2], [5], [1, 5], [3, 5], [2, 4]]:
    for name in ["mse_loss", "smooth_l1_loss", "kl_div", "binary_cross_entropy", "binary_cross_entropy_with_logits"]:
        case(f"F.{name}(x, y)", [2, 5], y=y)
    for name in ["L1Loss", "HuberLoss", "BCELoss"]:
        layer(f"nn.{name}()", [2, 5], call="layer(x, y)", y=y)
for y in [[2, 5], [2, 4], [2, 1]]:
    layer("nn.CrossEntropyLoss()", [2, 5], call="layer(x, y)", y=y)
for x, targets in [([2, 5], [[2], [2, 1], [2, 5], [5], [3], []]), ([2, 5, 3, 4], [[2, 3, 4], [2, 1, 3, 4], [2, 3, 3], [2]]), ([2, 5, 3], [[2, 3], [2], [3]])]:
    for k in targets:
        case("F.cross_entropy(x, k)", x, k=k)
        layer("nn.NLLLoss()", x, call="layer(x, k)", k=k)

for code, *shapes in [
    ("x.view(2, -1)", [2, 3, 4], [3, 3]), ("x.view(-1, 12)", [2, 3, 4], [2, 3, 5]), ("x.view(x.size(0), -1)", [2, 3, 4], [5]),
    ("x.view(2, 3, 2, 2)", [2, 3, 4], [2, 3, 5]), ("x.view((2, -1))", [2, 3, 4]), ("x.view(-1)", [2, 3, 4]), ("x.view(-1, -1)", [2, 3]),
    ("x.reshape(x.shape[0], -1, 2)", [2, 3, 4], [2, 3, 3]), ("torch.reshape(x, (4, -1))", [2, 3, 4]), ("x.view(*x.shape[:2], -1)", [2, 3, 4, 5]),
    ("x.flatten(1)", [2, 3, 4], [2, 3], [2]), ("x.flatten(start_dim=1, end_dim=2)", [2, 3, 4, 5]), ("torch.flatten(x)", [2, 3, 4], []),
    ("torch.flatten(x, -2)", [2, 3, 4]), ("x.unflatten(1, (2, 3))", [2, 6, 4]),
    ("x.permute(0, 2, 3, 1)", [2, 3, 4, 5], [2, 3, 4]), ("x.permute((1, 0))", [2, 3]), ("torch.permute(x, (2, 0, 1))", [2, 3, 4]), ("x.permute(0, -1, 1)", [2, 3, 4]),
    ("x.transpose(1, 2)", [2, 3, 4], [2, 3]), ("x.transpose(-2, -1)", [2, 3, 4]), ("x.t()", [2, 3]), ("x.T", [2, 3]), ("x.mT", [2, 3, 4]), ("torch.swapaxes(x, 0, 1)", [2, 3]),
    ("x.squeeze()", [1, 3, 1, 2]), ("x.squeeze(0)", [1, 3], [2, 3]), ("x.squeeze(-1)", [1, 3, 1]), ("x.squeeze(3)", [1, 3]), ("x.unsqueeze(0)", [2, 3], []), ("x.unsqueeze(-1)", [2, 3]), ("x.unsqueeze(4)", [2, 3]),
    ("x.expand(2, -1, 5)", [3, 1], [3, 2]), ("x.expand(4, 3)", [3], [1, 3], [2, 3]), ("x.expand_as(y)", [3, 1]), ("x.repeat(2, 3)", [3], [2, 3]), ("x.repeat(2, 1, 1, 3)", [3, 4]), ("torch.tile(x, (2, 2))", [3, 4]),
    ("x.chunk(2, dim=1)", [2, 6], [2, 5], [2, 1]), ("torch.chunk(x, 4)", [6, 2], [10]), ("x.split(2, 1)", [2, 5]), ("torch.split(x, [1, 2, 3], dim=1)", [2, 6], [2, 7]), ("x.unbind(1)", [2, 3]), ("torch.tensor_split(x, 3)", [7, 2]),
    ("x.narrow(1, 1, 2)", [2, 5]), ("x.select(1, 0)", [2, 5, 3]), ("x.movedim(1, -1)", [2, 3, 4, 5]), ("torch.movedim(x, (0, 1), (1, 0))", [2, 3, 4]),
    ("x[0]", [2, 3], [4]), ("x[:, 0]", [2, 3]), ("x[:, None]", [2, 3]), ("x[..., 0]", [2, 3, 4]), ("x[:, 1:]", [2, 3]), ("x[:, :-1]", [2, 5]), ("x[::2, ::3]", [5, 7]), ("x[:, -2:]", [2, 5], [2, 1]), ("x[5]", [2, 3]), ("x[0, 0, 0]", [2, 3]), ("x[[0, 1, 1]]", [3, 2]),
    ("x[k]", [3, 2]), ("x[:, k]", [3, 4]), ("x[:, :, 1:, 2:]", [1, 2, 5, 5]), ("x[..., None, :]", [2, 3]), ("x[None]", [2]), ("x[0, ..., 1]", [2, 3, 4]), ("x[:10]", [3, 2]), ("x[2:1]", [3, 2]),
    ("x.mean()", [2, 3]), ("x.mean(1)", [2, 3]), ("x.mean([2, 3])", [2, 3, 4, 5]), ("x.mean((2, 3), keepdim=True)", [2, 3, 4, 5]), ("x.mean(dim=(-2, -1))", [2, 3, 4]), ("x.mean(3).mean(2)", [2, 3, 4, 5]), ("x.sum(dim=4)", [2, 3]), ("torch.sum(x, 1, keepdim=True)", [2, 3]),
    ("x.max(1)", [2, 3]), ("x.max(dim=1, keepdim=True)[0]", [2, 3]), ("x.max()", [2, 3]), ("torch.max(x, y)", [4]), ("x.argmax(1)", [2, 3]), ("x.argmax()", [2, 3]), ("x.amax((1, 2))", [2, 3, 4]), ("x.std(1)", [2, 3]), ("x.var(dim=1, unbiased=False, keepdim=True)", [2, 3]), ("torch.var_mean(x, 1)", [2, 3]),
    ("x.norm()", [2, 3]), ("x.norm(dim=1, keepdim=True)", [2, 3]), ("x.norm(p=2, dim=1)", [2, 3]), ("torch.norm(x, 2, 1)", [2, 3]), ("x.topk(2)", [3, 5]), ("x.topk(2, dim=0)", [3, 5]), ("x.sort(dim=1)", [2, 3]), ("x.cumsum(1)", [2, 3]), ("x.logsumexp(1)", [2, 3]), ("x.softmax(-1)", [2, 3]), ("x.all(1)", [2, 3]), ("x.prod(1)", [2, 3]), ("x.median(1)", [2, 3]),
    ("x + 1", [2, 3]), ("2 * x - 1", [2, 3]), ("1 / x", [2, 3]), ("-x", [2, 3]), ("x ** 2", [2, 3]), ("x @ x.T", [2, 3]), ("x > 0.5", [2, 3]), ("x.add(1).mul(2)", [2, 3]), ("x.clamp(0, 1)", [2, 3]), ("torch.clamp(x, min=0)", [2, 3]), ("x.masked_fill(x > 0, 0)", [2, 3]), ("torch.where(x > 0, x, -x)", [2, 3]), ("torch.sigmoid(x) * x", [2, 3]), ("x.abs().sqrt().exp().log()", [2, 3]),
    ("torch.cat([x, x], 1)", [2, 3], [2]), ("torch.cat((x, x), dim=-1)", [2, 3]), ("torch.stack([x, x])", [2, 3]), ("torch.stack((x, x, x), dim=1)", [2, 3]), ("torch.stack([x, x], -1)", [2, 3]), ("torch.cat([x, torch.zeros(2, 5)], 1)", [2, 3], [3, 3]), ("torch.cat([x, x[:1]], 0)", [2, 3]),
    ("x.new_zeros(2, 3)", [1]), ("torch.zeros_like(x)", [2, 3]), ("torch.zeros(2, 3)", [1]), ("torch.ones((2, 3))", [1]), ("torch.randn(x.shape)", [2, 3]), ("torch.full((2, 3), 1.0)", [1]), ("torch.arange(5)", [1]), ("torch.arange(1, 10, 2)", [1]), ("torch.arange(0, 1, 0.3)", [1]), ("torch.linspace(0, 1, 7)", [1]), ("torch.eye(3)", [1]), ("torch.tensor([[1, 2], [3, 4]])", [1]), ("torch.empty(2, 3, dtype=torch.long)", [1]), ("torch.rand(2, 1) + torch.rand(3)", [1]), ("torch.randint(0, 5, (2, 3))", [1]), ("torch.meshgrid(torch.arange(3), torch.arange(4))", [1]), ("torch.meshgrid([torch.arange(3), torch.arange(4)], indexing='xy')", [1]),
    ("torch.einsum('bchw->bhwc', x)", [2, 3, 4, 5]), ("torch.einsum('bij,bkj->bik', x, x)", [2, 3, 4]), ("torch.einsum('ij->', x)", [2, 3]), ("torch.einsum('...ij,jk->...ik', x, torch.zeros(4, 5))", [2, 3, 4]), ("torch.einsum('bij,bkj->bik', x, x)", [2, 3]),
    ("torch.outer(x, x)", [3]), ("x.roll(1, 1)", [2, 3]), ("torch.flip(x, [1])", [2, 3]), ("x.unfold(1, 3, 2)", [2, 7]), ("x.repeat_interleave(2, dim=1)", [2, 3]), ("x.repeat_interleave(2)", [2, 3]), ("x.index_select(1, k)", [2, 3]), ("x.gather(1, k)", [2, 3]), ("x.diagonal()", [3, 3]), ("torch.tril(x)", [3, 3]), ("x.contiguous().float().clone()", [2, 3]), ("x.type_as(x)", [2, 3]), ("x.to(torch.float64)", [2, 3]),
    ("F.relu(x)", [2, 3]), ("F.softmax(x, dim=1)", [2, 3]), ("F.dropout(x, 0.5, False)", [2, 3]), ("F.normalize(x, dim=1)", [2, 3]), ("F.glu(x, 1)", [2, 6]), ("F.one_hot(k, 5)", [1]), ("F.embedding(k, x)", [4, 6]), ("F.linear(x, y)", [2, 3]), ("F.pad(x, (1, 2))", [2, 3]), ("F.pad(x, (1, 1, 2, 2))", [2, 3, 4, 5], [3]), ("F.pad(x, [0, 0, 1, 1], 'constant', 0)", [2, 3, 4]), ("F.pad(x, (1, 1, 1, 1), mode='reflect')", [1, 2, 4, 5], [1, 2, 1, 5]), ("F.pad(x, (-1, -1))", [2, 5]),
    ("F.interpolate(x, scale_factor=2)", [1, 2, 3, 4]), ("F.interpolate(x, size=(7, 7), mode='bilinear', align_corners=False)", [1, 2, 3, 4]), ("F.interpolate(x, size=7)", [1, 2, 3, 4], [1, 2, 5]), ("F.interpolate(x, scale_factor=0.5)", [1, 2, 5, 7]), ("F.max_pool2d(x, 2)", [1, 2, 5, 7]), ("F.max_pool2d(x, (2, 3), stride=1, padding=1)", [1, 2, 5, 7]), ("F.avg_pool2d(x, x.size()[2:])", [1, 2, 5, 7]), ("F.avg_pool2d(x, x.size(2))", [1, 2, 5, 5]), ("F.adaptive_avg_pool2d(x, 1)", [1, 2, 5, 7]), ("F.adaptive_avg_pool2d(x, (1, None))", [1, 2, 5, 7]), ("F.adaptive_max_pool2d(x, 2)", [1, 2, 5, 7]), ("F.max_pool2d(x, 2, return_indices=True)", [1, 2, 5, 7]), ("F.max_pool1d(x, 3)", [1, 2, 7]), ("F.lp_pool2d(x, 2, 2)", [1, 2, 5, 7]), ("F.max_pool2d(x, 9)", [1, 2, 5, 7]),
    ("F.conv2d(x, torch.zeros(6, 2, 3, 3), stride=2, padding=1)", [1, 2, 5, 7], [1, 4, 5, 7]), ("F.conv2d(x, torch.zeros(6, 1, 3, 3), groups=2)", [1, 2, 5, 7]), ("F.conv_transpose2d(x, torch.zeros(2, 6, 2, 2), stride=2)", [1, 2, 5, 7]), ("F.conv1d(x, torch.zeros(6, 2, 3))", [1, 2, 7]), ("F.unfold(x, 3, padding=1)", [1, 2, 5, 7]), ("F.pixel_shuffle(x, 2)", [1, 8, 3, 3]), ("F.layer_norm(x, x.shape[1:])", [2, 3, 4]), ("F.layer_norm(x, (5,))", [2, 3, 4]), ("F.batch_norm(x, torch.zeros(3), torch.ones(3))", [2, 3, 4], [2, 4, 4]), ("F.group_norm(x, 2)", [2, 4, 3]), ("F.instance_norm(x)", [2, 4, 3, 3]), ("F.cross_entropy(x, k)", [2, 5]), ("F.mse_loss(x, x)", [2, 5]), ("F.nll_loss(F.log_softmax(x, 1), k)", [2, 5]), ("F.gumbel_softmax(x, dim=1)", [2, 5]), ("F.cosine_similarity(x, x, dim=1)", [2, 5]), ("F.grid_sample(x, torch.zeros(1, 6, 7, 2))", [1, 3, 5, 5]), ("F.affine_grid(x, [2, 3, 4, 5])", [2, 2, 3]),
]:
    for shape in shapes:
        # As many indices as x has rows or columns where they choose from it.
        index = [2, 2] if "gather" in code else [2]
        case(code, shape, y=[4] if "torch.max" in code else ([5, 3] if "F.linear" in code else [3, 4]), k=index)
for x, y in [([2, 3], [3]), ([2, 3], [2, 1]), ([2, 3], [2]), ([2, 1, 3], [4, 1]), ([], [2]), ([2, 3, 4], [3, 4]), ([2, 3, 4], [2, 3, 5]), ([5], [1]), ([0], [1])]:
    for code in ("x + y", "x * y", "x - y", "x / y", "torch.add(x, y)", "x == y", "torch.maximum(x, y)", "x.add_(y)"):
        case(code, x, y=y)
for x, y in [([2, 3], [3, 4]), ([3], [3]), ([2, 3], [3]), ([3], [3, 4]), ([2, 3, 4], [2, 4, 5]), ([2, 3, 4], [4, 5]), ([5, 1, 3, 4], [2, 4, 6]), ([2, 3], [2, 3]), ([2, 3, 4], [3, 4, 5]), ([2, 3, 4], [2, 3, 4])]:
    for code in ("x @ y", "torch.matmul(x, y)", "torch.bmm(x, y)", "torch.mm(x, y)"):
        case(code, x, y=y)
for x, y in [([2, 3], [2, 4]), ([2, 3], [5, 3]), ([2, 3], [2, 3, 1]), ([1, 3, 8, 8], [1, 5, 8, 8]), ([1, 3, 8, 8], [1, 5, 7, 8])]:
    for dim in (0, 1, -1):
        case(f"torch.cat([x, y], {dim})", x, y=y)
    case("torch.stack([x, y])", x, y=y)

rows = ",\n".join(json.dumps(row) for row in cases)
sys.stdout.write(f'{{"torch": "{torch.__version__.split("+")[0]}", "cases": [\n{rows}\n]}}\n')
