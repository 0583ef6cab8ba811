"""What torchvision 0.14 has in its models: writes expected.json beside this file.

    python generate.py

For each builder: its parameters, and digests of the names and shapes of its weights and of the output of every layer that is
executed, in order. The images are torchvision's usual 224 x 224, 299 x 299 for Inception.
"""
import hashlib
import json
import os

import torch
import torchvision
from torchvision import models

NAMES = """alexnet vgg11 vgg11_bn vgg13 vgg13_bn vgg16 vgg16_bn vgg19 vgg19_bn
resnet18 resnet34 resnet50 resnet101 resnet152 resnext50_32x4d resnext101_32x8d resnext101_64x4d wide_resnet50_2
wide_resnet101_2 densenet121 densenet161 densenet169 densenet201 squeezenet1_0 squeezenet1_1 mobilenet_v2
mobilenet_v3_large mobilenet_v3_small efficientnet_b0 efficientnet_b1 efficientnet_b2 efficientnet_b3 efficientnet_b4
efficientnet_b5 efficientnet_b6 efficientnet_b7 efficientnet_v2_s efficientnet_v2_m efficientnet_v2_l googlenet
inception_v3 shufflenet_v2_x0_5 shufflenet_v2_x1_0 shufflenet_v2_x1_5 shufflenet_v2_x2_0 mnasnet0_5 mnasnet0_75
mnasnet1_0 mnasnet1_3 convnext_tiny convnext_small convnext_base convnext_large vit_b_16 vit_b_32 vit_l_16
vit_l_32""".split()


def digest(lines):
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def lines_of(name):
    model = getattr(models, name)(weights=None).eval()
    size = 299 if name == "inception_v3" else 224
    weights = [f"{key} {list(value.shape)}" for key, value in model.state_dict().items() if value.dim() > 0]
    outputs = []

    def hook(path):
        return lambda module, given, out: outputs.append(f"{path} {list(out.shape)}") if isinstance(out, torch.Tensor) else None

    for path, module in model.named_modules():
        if not list(module.children()):
            module.register_forward_hook(hook(path))
    with torch.no_grad():
        model(torch.zeros(1, 3, size, size))
    return sum(p.numel() for p in model.parameters()), weights, outputs, size


def record(name):
    parameters, weights, outputs, size = lines_of(name)
    return {"name": name, "size": size, "parameters": parameters, "weights": digest(weights), "outputs": digest(outputs)}


if __name__ == "__main__":
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "expected.json")
    records = [record(name) for name in NAMES]
    with open(path, "w") as file:
        rows = ",\n".join("    " + json.dumps(each) for each in records)
        file.write(f'{{\n  "torchvision": {json.dumps(torchvision.__version__)},\n  "models": [\n{rows}\n  ]\n}}\n')
