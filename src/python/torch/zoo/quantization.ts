/**
 * `torch.ao.quantization` as far as models are made of it before they are prepared: the stubs at both ends keep what they get.
 */
export const quantization = `
from torch import nn

class QuantStub(nn.Module):
    def __init__(self, qconfig=None):
        super().__init__()

    def forward(self, x):
        return x

class DeQuantStub(QuantStub):
    pass

class QuantWrapper(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.add_module("quant", QuantStub())
        self.add_module("dequant", DeQuantStub())
        self.add_module("module", module)

    def forward(self, X):
        return self.dequant(self.module(self.quant(X)))
`;

/** `torch.ao.nn.quantized`: functions as modules, so that something can observe what comes out of them. */
export const quantized = `
import torch
from torch import nn

class FloatFunctional(nn.Module):
    def __init__(self):
        super().__init__()
        self.activation_post_process = nn.Identity()

    def add(self, x, y):
        return self.activation_post_process(torch.add(x, y))

    def add_scalar(self, x, y):
        return torch.add(x, y)

    def mul(self, x, y):
        return self.activation_post_process(torch.mul(x, y))

    def mul_scalar(self, x, y):
        return torch.mul(x, y)

    def cat(self, x, dim=0):
        return self.activation_post_process(torch.cat(x, dim))

    def add_relu(self, x, y):
        return self.activation_post_process(nn.functional.relu(torch.add(x, y)))
`;
