/** `torchvision.models.mnasnet`. */
export const mnasnet = `
from torch import nn

_momentum = 1 - 0.9997

def _norm(width):
    return nn.BatchNorm2d(width, momentum=_momentum)

class _InvertedResidual(nn.Module):
    def __init__(self, in_ch, out_ch, kernel_size, stride, expansion_factor, bn_momentum=0.1):
        super().__init__()
        wide = in_ch * expansion_factor
        self.apply_residual = in_ch == out_ch and stride == 1
        self.layers = nn.Sequential(
            nn.Conv2d(in_ch, wide, 1, bias=False), _norm(wide), nn.ReLU(inplace=True),
            nn.Conv2d(wide, wide, kernel_size, stride, kernel_size // 2, groups=wide, bias=False), _norm(wide), nn.ReLU(inplace=True),
            nn.Conv2d(wide, out_ch, 1, bias=False), _norm(out_ch))

    def forward(self, input):
        return self.layers(input) + input if self.apply_residual else self.layers(input)

def _rounded(width, divisor=8):
    near = max(divisor, int(width + divisor / 2) // divisor * divisor)
    return near if near >= 0.9 * width else near + divisor

class MNASNet(nn.Module):
    _version = 2

    def __init__(self, alpha, num_classes=1000, dropout=0.2):
        super().__init__()
        self.alpha = alpha
        self.num_classes = num_classes
        stem, first, *widths = [_rounded(width * alpha) for width in [32, 16, 24, 40, 80, 96, 192, 320]]
        layers = [
            nn.Conv2d(3, stem, 3, padding=1, stride=2, bias=False), _norm(stem), nn.ReLU(inplace=True),
            nn.Conv2d(stem, stem, 3, padding=1, stride=1, groups=stem, bias=False), _norm(stem), nn.ReLU(inplace=True),
            nn.Conv2d(stem, first, 1, padding=0, stride=1, bias=False), _norm(first)]
        before = first
        for width, (kernel, stride, factor, count) in zip(
                widths, [(3, 2, 3, 3), (5, 2, 3, 3), (5, 2, 6, 3), (3, 1, 6, 2), (5, 2, 6, 4), (3, 1, 6, 1)]):
            blocks = [_InvertedResidual(before, width, kernel, stride, factor)]
            blocks += [_InvertedResidual(width, width, kernel, 1, factor) for _ in range(1, count)]
            layers.append(nn.Sequential(*blocks))
            before = width
        layers += [nn.Conv2d(before, 1280, 1, padding=0, stride=1, bias=False), _norm(1280), nn.ReLU(inplace=True)]
        self.layers = nn.Sequential(*layers)
        self.classifier = nn.Sequential(nn.Dropout(p=dropout, inplace=True), nn.Linear(1280, num_classes))

    def forward(self, x):
        return self.classifier(self.layers(x).mean([2, 3]))

def _builder(alpha):
    def build(weights=None, progress=True, pretrained=None, **kwargs):
        return MNASNet(alpha, **kwargs)
    return build

mnasnet0_5, mnasnet0_75, mnasnet1_0, mnasnet1_3 = [_builder(alpha) for alpha in (0.5, 0.75, 1.0, 1.3)]
`;
