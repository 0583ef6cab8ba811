"""PyTorch's side of contenders/torch.ts: eager, NCHW as is usual there."""

import json
import re
import sys

try:
    import torch

    from python_contender import linear_algebra, read_tensors, serve
except ImportError as error:
    sys.stdin.readline()
    print(json.dumps({"unable": f"{sys.executable} cannot import torch and numpy: {error}"}), flush=True)
    sys.exit()

torch.manual_seed(1)


def channels_first(images):
    return images.permute(0, 3, 1, 2).contiguous()


def turned_kernel(kernel):
    """[kh, kw, i, o] becomes [o, i, kh, kw]."""
    return kernel.permute(3, 2, 0, 1).contiguous()


class GlobalAverage(torch.nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


class Add(torch.nn.Module):
    def forward(self, a, b):
        return a + b


class Net(torch.nn.Module):
    """The layers in order of computation; a value is let go after its last use unless all are to be kept."""

    def __init__(self, nodes, layers, keep):
        super().__init__()
        self.layers = torch.nn.ModuleList(layers)
        self.inputs = [node["inputs"] for node in nodes]
        last = {source: place for place, sources in enumerate(self.inputs) for source in sources}
        self.gone = [[] if keep else [s for s in last if last[s] == place and s >= 0] for place in range(len(nodes))]

    def forward(self, x):
        values = []
        for layer, sources, gone in zip(self.layers, self.inputs, self.gone):
            values.append(layer(*[x if source < 0 else values[source] for source in sources]))
            for source in gone:
                values[source] = None
        self.kept = values
        return values[-1]


def is_chain(nodes):
    return all(node["inputs"] == [place - 1] for place, node in enumerate(nodes))


def build(nodes, tensors, keep, logits):
    layers = [[layer for layer in layers_of(nodes, place, tensors, logits)] for place in range(len(nodes))]
    if is_chain(nodes) and not keep:
        return torch.nn.Sequential(*[layer for group in layers for layer in group])
    joined = [group[0] if len(group) == 1 else torch.nn.Sequential(*group) for group in layers]
    return Net(nodes, joined, keep)


def layers_of(nodes, place, tensors, logits):
    node = nodes[place]
    kind, name = node["type"], node["name"]
    if kind == "conv2d":
        yield convolution(node, tensors)
    elif kind == "dense":
        yield dense(nodes, place, tensors)
    elif kind == "maxPool2d":
        window = node["window"]
        yield torch.nn.MaxPool2d((window["kh"], window["kw"]), (window["sh"], window["sw"]), pads(window))
    elif kind == "batchNorm":
        yield batch_norm(name, node, tensors)
    elif kind == "dropout":
        yield torch.nn.Dropout(node["rate"])
    elif kind == "flatten":
        yield torch.nn.Flatten()
    elif kind == "globalAvgPool2d":
        yield GlobalAverage()
    elif kind == "add":
        yield Add()
    elif kind != "activation":
        raise ValueError(f"no PyTorch layer for {kind}")
    last = place == len(nodes) - 1
    if node["activation"] == "relu":
        yield torch.nn.ReLU()
    elif node["activation"] == "softmax" and not (last and logits):
        yield torch.nn.Softmax(1)


def pads(window):
    if window["top"] != window["bottom"] or window["left"] != window["right"]:
        raise ValueError("PyTorch pads both sides alike")
    return (window["top"], window["left"])


def convolution(node, tensors):
    window = node["window"]
    kernel = turned_kernel(tensors[f"{node['name']}.kernel"])
    bias = tensors.get(f"{node['name']}.bias")
    size, stride = (window["kh"], window["kw"]), (window["sh"], window["sw"])
    layer = torch.nn.Conv2d(kernel.shape[1], kernel.shape[0], size, stride, pads(window), bias=bias is not None)
    with torch.no_grad():
        layer.weight.copy_(kernel)
        if bias is not None:
            layer.bias.copy_(bias)
    return layer


def dense(nodes, place, tensors):
    """Behind a flattened image the rows of the kernel are in the order of [h, w, c], and here of [c, h, w]."""
    node = nodes[place]
    kernel = tensors[f"{node['name']}.kernel"]
    source = node["inputs"][0]
    while source >= 0 and nodes[source]["type"] == "dropout":
        source = nodes[source]["inputs"][0]
    if source >= 0 and nodes[source]["type"] == "flatten":
        image = nodes[source]["inputShape"]
        if len(image) == 3:
            kernel = kernel.reshape(*image, -1).permute(2, 0, 1, 3).reshape(kernel.shape)
    layer = torch.nn.Linear(*kernel.shape)
    with torch.no_grad():
        layer.weight.copy_(kernel.T)
        layer.bias.copy_(tensors[f"{node['name']}.bias"])
    return layer


def batch_norm(name, node, tensors):
    layer = torch.nn.BatchNorm2d(len(tensors[f"{name}.gamma"]), node["epsilon"])
    with torch.no_grad():
        layer.weight.copy_(tensors[f"{name}.gamma"])
        layer.bias.copy_(tensors[f"{name}.beta"])
        layer.running_mean.copy_(tensors[f"{name}.movingMean"])
        layer.running_var.copy_(tensors[f"{name}.movingVariance"])
    return layer


def prepare_training(workload, nodes, tensors):
    model = build(nodes, tensors, keep=False, logits=True)
    images, labels = channels_first(tensors["images"]), tensors["labels"].long()
    batch = workload["batch"]
    rate = workload["learningRate"]
    adam = workload["optimizer"] == "adam"
    optimizer = torch.optim.Adam(model.parameters(), rate) if adam else torch.optim.SGD(model.parameters(), rate)
    loss_of = torch.nn.functional.cross_entropy
    model.eval()
    with torch.no_grad():
        check = loss_of(model(images[:batch]), labels[:batch]).item()
    model.train()
    parameters = list(model.parameters())
    initial = [parameter.detach().clone() for parameter in parameters]
    batches = list(zip(images.split(batch), labels.split(batch)))

    def steps():
        while True:
            with torch.no_grad():
                for parameter, value in zip(parameters, initial):
                    parameter.copy_(value)
            for x, y in batches:
                optimizer.zero_grad()
                loss_of(model(x), y).backward()
                optimizer.step()
                yield

    endless = steps()
    return check, lambda: next(endless)


def prepare_inference(workload, nodes, tensors):
    model = build(nodes, tensors, keep=workload["keepMaps"], logits=False).eval()
    images = channels_first(tensors["images"])

    def forward():
        with torch.inference_mode():
            return model(images)

    return forward().abs().mean().item(), forward


def prepare_convolution(workload):
    tensors = workload["tensors"]
    x, dy = channels_first(tensors["x"]), channels_first(tensors["dy"])
    kernel = turned_kernel(tensors["kernel"])

    def forward():
        return torch.nn.functional.conv2d(x, kernel, padding=1)

    def backward(mask):
        gradients = torch.ops.aten.convolution_backward(
            dy, x, kernel, None, [1, 1], [1, 1], [1, 1], False, [0, 0], 1, mask
        )
        return gradients[mask.index(True)]

    def once():
        with torch.inference_mode():
            if workload["pass"] == "forward":
                return forward()
            return backward([workload["pass"] == "inputGradient", workload["pass"] == "kernelGradient", False])

    return once().abs().mean().item(), once


def prepare(request):
    workload = request["workload"]
    tensors = {
        name: torch.from_numpy(values)
        for name, values in read_tensors(f"{request['folder']}/tensors.safetensors").items()
    }
    if workload["kind"] == "train":
        return prepare_training(workload, request["nodes"], tensors)
    if workload["kind"] == "infer":
        return prepare_inference(workload, request["nodes"], tensors)
    return prepare_convolution({**workload, "tensors": tensors})


def load(threads):
    torch.set_num_threads(threads)
    torch.ones(64, 64) @ torch.ones(64, 64)  # loads the library that multiplies
    configured = re.search(r"BLAS_INFO=(\w+)", torch.__config__.show())
    return f"{torch.__version__} ({linear_algebra(f'{configured.group(1)} BLAS' if configured else 'BLAS unknown')})"


serve(load, prepare)
