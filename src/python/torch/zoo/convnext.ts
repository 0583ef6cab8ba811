/** `torchvision.models.convnext`. */
export const convnext = `
from functools import partial
import torch
from torch import nn
from torchvision.ops import Permute, StochasticDepth
from torchvision.ops.misc import Conv2dNormActivation

class LayerNorm2d(nn.LayerNorm):
    def forward(self, x):
        x = nn.functional.layer_norm(x.permute(0, 2, 3, 1), self.normalized_shape, self.weight, self.bias, self.eps)
        return x.permute(0, 3, 1, 2)

class CNBlock(nn.Module):
    def __init__(self, dim, layer_scale, stochastic_depth_prob, norm_layer=None):
        super().__init__()
        norm = norm_layer or partial(nn.LayerNorm, eps=1e-6)
        self.layer_scale = nn.Parameter(torch.ones(dim, 1, 1) * layer_scale)
        self.block = nn.Sequential(
            nn.Conv2d(dim, dim, kernel_size=7, padding=3, groups=dim, bias=True), Permute([0, 2, 3, 1]), norm(dim),
            nn.Linear(dim, 4 * dim, bias=True), nn.GELU(), nn.Linear(4 * dim, dim, bias=True), Permute([0, 3, 1, 2]))
        self.stochastic_depth = StochasticDepth(stochastic_depth_prob, "row")

    def forward(self, input):
        result = self.stochastic_depth(self.layer_scale * self.block(input))
        result += input
        return result

class ConvNeXt(nn.Module):
    def __init__(self, widths, counts, stochastic_depth_prob=0.0, layer_scale=1e-6, num_classes=1000, block=None, norm_layer=None):
        super().__init__()
        block = block or CNBlock
        norm = norm_layer or partial(LayerNorm2d, eps=1e-6)
        layers = [Conv2dNormActivation(
            3, widths[0], kernel_size=4, stride=4, padding=0, norm_layer=norm, activation_layer=None, bias=True)]
        for i, (width, count) in enumerate(zip(widths, counts)):
            if i > 0:
                layers.append(nn.Sequential(norm(widths[i - 1]), nn.Conv2d(widths[i - 1], width, kernel_size=2, stride=2)))
            layers.append(nn.Sequential(*[block(width, layer_scale, stochastic_depth_prob) for _ in range(count)]))
        self.features = nn.Sequential(*layers)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Sequential(norm(widths[-1]), nn.Flatten(1), nn.Linear(widths[-1], num_classes))

    def _forward_impl(self, x):
        return self.classifier(self.avgpool(self.features(x)))

    def forward(self, x):
        return self._forward_impl(x)

def _builder(widths, counts):
    def build(weights=None, progress=True, pretrained=None, **kwargs):
        return ConvNeXt(widths, counts, **kwargs)
    return build

convnext_tiny = _builder([96, 192, 384, 768], [3, 3, 9, 3])
convnext_small = _builder([96, 192, 384, 768], [3, 3, 27, 3])
convnext_base = _builder([128, 256, 512, 1024], [3, 3, 27, 3])
convnext_large = _builder([192, 384, 768, 1536], [3, 3, 27, 3])
`;
