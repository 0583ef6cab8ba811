/** `torchvision.models.efficientnet`: both versions. */
export const efficientnet = `
import math
from functools import partial
from torch import nn
from torchvision.ops import StochasticDepth
from torchvision.ops.misc import Conv2dNormActivation, SqueezeExcitation
from torchvision.models.mobilenetv2 import _make_divisible

class _Stage:
    def __init__(self, block, expand_ratio, kernel, stride, input_channels, out_channels, num_layers):
        self.block = block
        self.expand_ratio = expand_ratio
        self.kernel = kernel
        self.stride = stride
        self.input_channels = input_channels
        self.out_channels = out_channels
        self.num_layers = num_layers

class _Residual(nn.Module):
    def _keep(self, layers, cnf, input_channels, stride, stochastic_depth_prob):
        self.use_res_connect = stride == 1 and input_channels == cnf.out_channels
        self.block = nn.Sequential(*layers)
        self.stochastic_depth = StochasticDepth(stochastic_depth_prob, "row")
        self.out_channels = cnf.out_channels

    def forward(self, input):
        result = self.block(input)
        if self.use_res_connect:
            result = self.stochastic_depth(result)
            result += input
        return result

class MBConv(_Residual):
    def __init__(self, cnf, input_channels, stride, stochastic_depth_prob, norm_layer):
        super().__init__()
        wide = _make_divisible(input_channels * cnf.expand_ratio, 8)
        part = partial(Conv2dNormActivation, norm_layer=norm_layer, activation_layer=nn.SiLU)
        layers = [part(input_channels, wide, kernel_size=1)] if wide != input_channels else []
        layers.append(part(wide, wide, kernel_size=cnf.kernel, stride=stride, groups=wide))
        layers.append(SqueezeExcitation(wide, max(1, input_channels // 4), activation=partial(nn.SiLU, inplace=True)))
        layers.append(Conv2dNormActivation(wide, cnf.out_channels, kernel_size=1, norm_layer=norm_layer, activation_layer=None))
        self._keep(layers, cnf, input_channels, stride, stochastic_depth_prob)

class FusedMBConv(_Residual):
    def __init__(self, cnf, input_channels, stride, stochastic_depth_prob, norm_layer):
        super().__init__()
        wide = _make_divisible(input_channels * cnf.expand_ratio, 8)
        part = partial(Conv2dNormActivation, norm_layer=norm_layer)
        if wide != input_channels:
            layers = [part(input_channels, wide, kernel_size=cnf.kernel, stride=stride, activation_layer=nn.SiLU),
                      part(wide, cnf.out_channels, kernel_size=1, activation_layer=None)]
        else:
            layers = [part(input_channels, cnf.out_channels, kernel_size=cnf.kernel, stride=stride, activation_layer=nn.SiLU)]
        self._keep(layers, cnf, input_channels, stride, stochastic_depth_prob)

class EfficientNet(nn.Module):
    def __init__(self, inverted_residual_setting, dropout, stochastic_depth_prob=0.2, num_classes=1000, norm_layer=None, last_channel=None):
        super().__init__()
        norm = norm_layer or nn.BatchNorm2d
        layers = [Conv2dNormActivation(
            3, inverted_residual_setting[0].input_channels, stride=2, norm_layer=norm, activation_layer=nn.SiLU)]
        total = sum(cnf.num_layers for cnf in inverted_residual_setting)
        made = 0
        for cnf in inverted_residual_setting:
            stage = []
            for i in range(cnf.num_layers):
                channels, stride = (cnf.input_channels, cnf.stride) if i == 0 else (cnf.out_channels, 1)
                stage.append(cnf.block(cnf, channels, stride, stochastic_depth_prob * made / total, norm))
                made += 1
            layers.append(nn.Sequential(*stage))
        before = inverted_residual_setting[-1].out_channels
        last = 4 * before if last_channel is None else last_channel
        layers.append(Conv2dNormActivation(before, last, kernel_size=1, norm_layer=norm, activation_layer=nn.SiLU))
        self.features = nn.Sequential(*layers)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Sequential(nn.Dropout(p=dropout, inplace=True), nn.Linear(last, num_classes))

    def _forward_impl(self, x):
        return self.classifier(self.avgpool(self.features(x)).flatten(1))

    def forward(self, x):
        return self._forward_impl(x)

_first = [(1, 3, 1, 32, 16, 1), (6, 3, 2, 16, 24, 2), (6, 5, 2, 24, 40, 2), (6, 3, 2, 40, 80, 3), (6, 5, 1, 80, 112, 3),
          (6, 5, 2, 112, 192, 4), (6, 3, 1, 192, 320, 1)]

def _builder(width_mult, depth_mult, dropout, norm_layer=None):
    def width(channels):
        return _make_divisible(channels * width_mult, 8)

    def build(weights=None, progress=True, pretrained=None, **kwargs):
        stages = [_Stage(MBConv, ratio, kernel, stride, width(before), width(after), int(math.ceil(count * depth_mult)))
                  for ratio, kernel, stride, before, after, count in _first]
        return EfficientNet(stages, **{"dropout": dropout, "norm_layer": norm_layer, **kwargs})
    return build

def _second(dropout, fused, plain):
    def build(weights=None, progress=True, pretrained=None, **kwargs):
        stages = [_Stage(FusedMBConv, *row) for row in fused] + [_Stage(MBConv, *row) for row in plain]
        norm = partial(nn.BatchNorm2d, eps=1e-3)
        return EfficientNet(stages, **{"dropout": dropout, "last_channel": 1280, "norm_layer": norm, **kwargs})
    return build

_slow = partial(nn.BatchNorm2d, eps=0.001, momentum=0.01)
efficientnet_b0 = _builder(1.0, 1.0, 0.2)
efficientnet_b1 = _builder(1.0, 1.1, 0.2)
efficientnet_b2 = _builder(1.1, 1.2, 0.3)
efficientnet_b3 = _builder(1.2, 1.4, 0.3)
efficientnet_b4 = _builder(1.4, 1.8, 0.4)
efficientnet_b5 = _builder(1.6, 2.2, 0.4, _slow)
efficientnet_b6 = _builder(1.8, 2.6, 0.5, _slow)
efficientnet_b7 = _builder(2.0, 3.1, 0.5, _slow)
efficientnet_v2_s = _second(
    0.2, [(1, 3, 1, 24, 24, 2), (4, 3, 2, 24, 48, 4), (4, 3, 2, 48, 64, 4)],
    [(4, 3, 2, 64, 128, 6), (6, 3, 1, 128, 160, 9), (6, 3, 2, 160, 256, 15)])
efficientnet_v2_m = _second(
    0.3, [(1, 3, 1, 24, 24, 3), (4, 3, 2, 24, 48, 5), (4, 3, 2, 48, 80, 5)],
    [(4, 3, 2, 80, 160, 7), (6, 3, 1, 160, 176, 14), (6, 3, 2, 176, 304, 18), (6, 3, 1, 304, 512, 5)])
efficientnet_v2_l = _second(
    0.4, [(1, 3, 1, 32, 32, 4), (4, 3, 2, 32, 64, 7), (4, 3, 2, 64, 96, 7)],
    [(4, 3, 2, 96, 192, 10), (6, 3, 1, 192, 224, 19), (6, 3, 2, 224, 384, 25), (6, 3, 1, 384, 640, 7)])
`;
