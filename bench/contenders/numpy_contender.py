"""NumPy's side of contenders/numpy.ts: each filter at each place by itself, as a first convolution is written by hand."""

import json
import sys

try:
    import numpy

    from python_contender import read_tensors, serve
except ImportError as error:
    sys.stdin.readline()
    print(json.dumps({"unable": f"{sys.executable} cannot import numpy: {error}"}), flush=True)
    sys.exit()


class Convolution:
    """One image [h, w, c]; the kernel [kh, kw, i, o]."""

    def __init__(self, node, kernel, bias):
        self.window, self.kernel, self.bias = node["window"], kernel, bias

    def regions(self, image):
        """(y, x, the part of the image under the kernel there)"""
        window = self.window
        kh, kw, sh, sw = window["kh"], window["kw"], window["sh"], window["sw"]
        for y in range(window["oh"]):
            for x in range(window["ow"]):
                yield y, x, image[y * sh : y * sh + kh, x * sw : x * sw + kw]

    def forward(self, x):
        window = self.window
        pads = ((window["top"], window["bottom"]), (window["left"], window["right"]), (0, 0))
        self.padded = numpy.pad(x, pads)
        self.shape = x.shape
        filters = self.kernel.shape[3]
        output = numpy.zeros((window["oh"], window["ow"], filters), numpy.float32)
        for row, column, region in self.regions(self.padded):
            for o in range(filters):
                output[row, column, o] = numpy.sum(region * self.kernel[:, :, :, o]) + self.bias[o]
        return output

    def backward(self, dy, rate):
        dk = numpy.zeros_like(self.kernel)
        dx = numpy.zeros_like(self.padded)
        pairs = zip(self.regions(self.padded), self.regions(dx))
        for (y, x, region), (_, _, region_gradient) in pairs:
            for o in range(self.kernel.shape[3]):
                dk[:, :, :, o] += dy[y, x, o] * region
                region_gradient += dy[y, x, o] * self.kernel[:, :, :, o]
        self.kernel -= rate * dk
        self.bias -= rate * dy.sum((0, 1))
        top, left = self.window["top"], self.window["left"]
        return dx[top : top + self.shape[0], left : left + self.shape[1]]


class Relu:
    def forward(self, x):
        self.output = numpy.maximum(x, 0)
        return self.output

    def backward(self, dy, rate):
        return dy * (self.output > 0)


class Flatten:
    def forward(self, x):
        self.shape = x.shape
        return x.reshape(-1)

    def backward(self, dy, rate):
        return dy.reshape(self.shape)


class Dense:
    """The kernel [i, o]."""

    def __init__(self, kernel, bias):
        self.kernel, self.bias = kernel, bias

    def forward(self, x):
        self.x = x
        return x @ self.kernel + self.bias

    def backward(self, dy, rate):
        dx = self.kernel @ dy
        self.kernel -= rate * numpy.outer(self.x, dy)
        self.bias -= rate * dy
        return dx


def layers_of(node, tensors):
    kind = node["type"]
    weights = [tensors[f"{node['name']}.{name}"].copy() for name in ("kernel", "bias") if kind in ("conv2d", "dense")]
    if kind == "conv2d":
        yield Convolution(node, *weights)
    elif kind == "dense":
        yield Dense(*weights)
    elif kind == "flatten":
        yield Flatten()
    else:
        raise ValueError(f"no loops for {kind}")
    if node["activation"] == "relu":
        yield Relu()


def build(nodes, tensors):
    return [layer for node in nodes for layer in layers_of(node, tensors)]


def probabilities(layers, x):
    for layer in layers:
        x = layer.forward(x)
    powers = numpy.exp(x - x.max())
    return powers / powers.sum()


def step(layers, x, label, rate):
    gradient = probabilities(layers, x)
    gradient[label] -= 1
    for layer in reversed(layers):
        gradient = layer.backward(gradient, rate)


def load(_threads):
    return numpy.__version__


def prepare(request):
    workload, nodes = request["workload"], request["nodes"]
    tensors = read_tensors(f"{request['folder']}/tensors.safetensors")
    images, labels = tensors["images"], tensors["labels"].astype(int)
    check = -numpy.log(probabilities(build(nodes, tensors), images[0])[labels[0]])

    def steps():
        while True:
            layers = build(nodes, tensors)
            for image, label in zip(images, labels):
                step(layers, image, label, workload["learningRate"])
                yield

    endless = steps()
    return float(check), lambda: next(endless)


serve(load, prepare)
